#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/convert.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { KEPT_MOST = 4 * 1024 * 1024 };

static char folder[] = "/tmp/qparse-convert-XXXXXX";
static const struct options json = {.format = QP_JSON, .parse = {.max_size = 1 << 28}};

/* `before`, `count` letters and `after` as a file. */
static void make_file(const char *path, const char *before, size_t count, const char *after) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(before, file);
    for (size_t i = 0; i < count; i++)
        fputs(i % 64 ? "a" : "\na", file);
    fputs(after, file);
    assert_int_equal(fclose(file), 0);
}

#define PAGE_START                                                                                 \
    "Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail\n\nLe titre\n\n"              \
    "Question soumise le 3 mars 2012\n\nMme Jeanne Martin interroge M. le ministre du travail. "
#define PAGE_END                                                                                   \
    "\n\nRéponse\n\nCette question n'a pas encore de réponse.\n\n"                               \
    "Aucun commentaire n'a encore été formulé sur cette question.\n\nInscription\n"

/* An entry that can't be read: its message, and whether it is passed over or fails. */
static void problems(void **state) {
    static const struct {
        int error;
        enum source_problem problem;
        enum outcome outcome;
        const char *said;
    } rows[] = {
        {EACCES, PROBLEM_UNREADABLE, DONE_FAILED, "qparse: x: Permission denied\n"},
        {0, PROBLEM_LINK_LOOP, DONE_SKIPPED,
         "x: warning: a link to a folder that is read already is not followed [link-loop]\n"},
        {0, PROBLEM_NOT_REGULAR, DONE_SKIPPED,
         "x: warning: this is no regular file [not-a-regular-file]\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run run = {.o = &json};
        struct results results = {0};
        struct converter c = {.run = &run, .writer = {.fd = -1}, .results = &results};
        convert_source(&c, &(struct source){"x", "x", rows[i].error, SOURCE_PROBLEM,
                                            (uint8_t)rows[i].problem});
        buffer_char(&results.messages.text, '\0');
        assert_string_equal(results.messages.text.ptr, rows[i].said);
        assert_int_equal(results.count, 1);
        assert_int_equal(results.done[0].outcome, rows[i].outcome);
        assert_int_equal(results.done[0].status, rows[i].error ? 4 : 0);
        results_free(&results);
        converter_free(&c);
    }
}

/* A worker gives back what a large page needed, and keeps what most pages need. */
static void memory_of_large_pages(void **state) {
    static const struct {
        const char *path;
        bool kept;
    } rows[] = {{"large.txt", false}, {"a.txt", true}};
    struct output_folder out_folder;
    struct inputs none = {0};
    struct run run = {.o = &json, .inputs = &none, .folder = &out_folder, .alone = true};
    struct results results = {0};
    struct converter c = {.run = &run, .writer = {.fd = -1}, .results = &results};
    (void)state;
    out_folder = (struct output_folder){.path = "out/", .suffix = ".json", .fd = -1};
    assert_int_equal(output_folder_open(&out_folder, "out/"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        convert_source(&c, &(struct source){rows[i].path, rows[i].path, 0, SOURCE_NAMED, 0});
        assert_int_equal(results.count, i + 1);
        assert_int_equal(results.done[i].outcome, DONE_CONVERTED);
        assert_int_equal(c.bytes.cap > 0, rows[i].kept);
        assert_int_equal(c.text.cap > 0, rows[i].kept);
    }
    output_folder_close(&out_folder);
    results_free(&results);
    converter_free(&c);
    assert_int_equal(unlink("out/large.txt.json") || unlink("out/a.txt.json") || rmdir("out"), 0);
}

static int start(void **state) {
    (void)state;
    if (!mkdtemp(folder) || chdir(folder))
        return -1;
    make_file("a.txt", PAGE_START, 10, PAGE_END);
    make_file("large.txt", PAGE_START, KEPT_MOST + 1000, PAGE_END);
    return 0;
}

static int end(void **state) {
    (void)state;
    unlink("a.txt");
    unlink("large.txt");
    return chdir("/") || rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems),
        cmocka_unit_test(memory_of_large_pages),
    };
    return cmocka_run_group_tests(tests, start, end);
}
