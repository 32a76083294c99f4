#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/archive_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/qparse-archive-pages-XXXXXX";
static const struct options options = {.parse = {.max_size = 1 << 28}};

static void make_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

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
        if (archive_pages_likely(&(struct source){rows[i].path, NULL, 0, rows[i].kind, 0}) !=
            rows[i].likely)
            fail_msg("row %zu", i);
}

/* The name is a hint: the first bytes tell. */
static void opening(void **state) {
    static const struct {
        const char *path;
        bool opened;
    } rows[] = {{"web.warc", true}, {"page.tar", false}, {"none.tar", false}, {"empty.tar", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source source = {rows[i].path, NULL, 0, SOURCE_NAMED, 0};
        struct archive_pages pages;
        bool opened = archive_pages_open(&pages, &source, &options, NULL);
        assert_int_equal(opened, rows[i].opened);
        if (opened)
            archive_pages_close(&pages);
        assert_null(pages.first.ptr);
    }
}

/* A member's place below the output folder; NULL: nothing is written there. */
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
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source source = {"web.warc", rows[i].archive, 0, SOURCE_NAMED, 0};
        struct arena arena = {0};
        struct page_input page = {0};
        struct archive_pages pages;
        assert_true(archive_pages_open(&pages, &source, &options, rows[i].folder ? &none : NULL));
        assert_int_equal(archive_pages_next(&pages, &arena, true, &page), 1);
        assert_string_equal(page.name, "web.warc!https://www.nosdeputes.fr/12");
        assert_string_equal(page.url, "https://www.nosdeputes.fr/12");
        assert_string_equal(page.charset, "utf-8");
        if (rows[i].target)
            assert_string_equal(page.target, rows[i].target);
        else
            assert_null(page.target);
        assert_int_equal(archive_pages_next(&pages, &arena, true, &page), 0);
        archive_pages_close(&pages);
        arena_free(&arena);
    }
}

static int start(void **state) {
    (void)state;
    if (!mkdtemp(folder) || chdir(folder))
        return -1;
    make_file("a.txt", "a");
    make_file("a.tar", "");
    make_file("a.warc.gz", "");
    make_file(".tar", "");
    make_file("page.tar", "Question écrite N° 12 au Ministère du travail\n");
    make_file("empty.tar", "");
    make_file("web.warc",
              "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
              "WARC-Target-URI: https://www.nosdeputes.fr/12\r\nContent-Length: 62\r\n\r\n"
              "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nOui\r\n\r\n");
    return mkfifo("pipe.tar", 0600) || mkdir("folder.zip", 0777) ? -1 : 0;
}

static int end(void **state) {
    static const char *const files[] = {"a.txt",    "a.tar",     "a.warc.gz", ".tar",
                                        "page.tar", "empty.tar", "web.warc",  "pipe.tar"};
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
    };
    return cmocka_run_group_tests(tests, start, end);
}
