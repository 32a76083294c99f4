#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
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

/* Only regular files that the user named or a folder holds are opened beforehand: a pipe would be
 * waited for. */
static void likely(void **state) {
    static const struct {
        const char *path;
        enum source_kind kind;
        bool likely;
    } rows[] = {
        {"a.tar", SOURCE_NAMED, true},       {"a.tar", SOURCE_FOUND, true},
        {"a.tar", SOURCE_PROBLEM, false},    {"a.tar", SOURCE_STDIN, false},
        {"a.warc.gz", SOURCE_NAMED, true},   {"a.txt", SOURCE_NAMED, false},
        {".tar", SOURCE_NAMED, false},       {"pipe.tar", SOURCE_NAMED, false},
        {"folder.zip", SOURCE_FOUND, false}, {"none.zip", SOURCE_NAMED, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reading_likely(&(struct source){rows[i].path, NULL, 0, rows[i].kind, 0}) !=
            rows[i].likely)
            fail_msg("row %zu", i);
}

/* What a name says is a hint: the first bytes tell. */
static void opening(void **state) {
    static const struct {
        const char *path;
        bool opened;
    } rows[] = {{"web.warc", true}, {"page.tar", false}, {"none.tar", false}, {"empty.tar", false}};
    struct run run = {.o = &json};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source source = {rows[i].path, NULL, 0, SOURCE_NAMED, 0};
        struct reading r;
        bool opened = reading_open(&r, &run, &source);
        assert_int_equal(opened, rows[i].opened);
        if (opened)
            reading_close(&r);
        assert_null(r.head.ptr);
    }
}

/* What stands below the output folder for a member; NULL: nothing is written there. */
static void targets(void **state) {
    static const struct {
        bool folder;
        const char *archive, *target; /* of both */
    } rows[] = {
        {false, "web.warc", NULL},
        {true, NULL, NULL}, /* the archive's own name leads out */
        {true, "web.warc", "web.warc/www.nosdeputes.fr/12"},
        {true, "a/b.warc", "a/b.warc/www.nosdeputes.fr/12"},
    };
    struct inputs none = {0};
    struct output_folder out_folder = {.fd = -1};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run run = {.o = &json, .inputs = &none, .folder = rows[i].folder ? &out_folder : NULL};
        struct source source = {"web.warc", rows[i].archive, 0, SOURCE_NAMED, 0};
        struct arena arena = {0};
        struct page_input page = {0};
        struct reading r;
        assert_true(reading_open(&r, &run, &source));
        assert_int_equal(reading_next(&r, &run, &arena, true, &page), 1);
        assert_string_equal(page.name, "web.warc!https://www.nosdeputes.fr/12");
        assert_string_equal(page.url, "https://www.nosdeputes.fr/12");
        assert_string_equal(page.charset, "utf-8");
        if (rows[i].target)
            assert_string_equal(page.target, rows[i].target);
        else
            assert_null(page.target);
        assert_int_equal(reading_next(&r, &run, &arena, true, &page), 0);
        reading_close(&r);
        arena_free(&arena);
    }
}

/* What is said of an entry that can't be read, and that it is passed over or fails. */
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
    make_file("a.tar", "", 0, "");
    make_file("a.warc.gz", "", 0, "");
    make_file(".tar", "", 0, "");
    make_file("page.tar", PAGE_START, 0, PAGE_END);
    make_file("empty.tar", "", 0, "");
    make_file("web.warc",
              "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
              "WARC-Target-URI: https://www.nosdeputes.fr/12\r\nContent-Length: 62\r\n\r\n"
              "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nOui\r\n\r\n",
              0, "");
    return mkfifo("pipe.tar", 0600) || mkdir("folder.zip", 0777) ? -1 : 0;
}

static int end(void **state) {
    static const char *const files[] = {"a.txt",    "large.txt", "a.tar",    "a.warc.gz", ".tar",
                                        "page.tar", "empty.tar", "web.warc", "pipe.tar"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    return rmdir("folder.zip") || chdir("/") || rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(likely),
        cmocka_unit_test(opening),
        cmocka_unit_test(targets),
        cmocka_unit_test(problems),
        cmocka_unit_test(memory_of_large_pages),
    };
    return cmocka_run_group_tests(tests, start, end);
}
