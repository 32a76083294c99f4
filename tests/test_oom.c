/* Every allocation fails once, and then from one on: reading pages of each kind, writing each
 * format, --explain. Whatever happens says that memory ended, or gives the very bytes of an
 * undisturbed run; no block of memory is left behind.
 *
 * QPARSE_SWEEP=full takes every page of the fixtures; else one in some. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/fuzz.h"

#include <glob.h>
#include <sanitizer/lsan_interface.h>
/* A build for coverage or for valgrind has none. */
#pragma weak __lsan_do_recoverable_leak_check
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static glob_t paths;
static bool full;
static size_t pages, failed_allocations;

/* A step of the work on a page, with a transcript of what it gave. */
typedef void step(const void *what, struct transcript *t);

/* Without a failure, then with each one in turn until there are no more to fail. */
static void sweep(step *run, const void *what, const char *path) {
    for (int sticky = 0; sticky < 2; sticky++) {
        struct transcript whole = {0};
        run(what, &whole);
        assert_false(whole.failed);
        for (size_t k = 1;; k++) {
            struct transcript t = {0};
            fail_allocation(k, sticky);
            run(what, &t);
            bool reached = allocation_failed();
            fail_allocation(0, false);
            if (!t.failed && !transcript_equal(&t, &whole))
                fail_msg("%s: success with other bytes where allocation %zu failed", path, k);
            free(t.ptr);
            failed_allocations += reached;
            if (!reached)
                break;
        }
        free(whole.ptr);
    }
}

struct input {
    const char *bytes;
    size_t size;
};

static void read_page(const void *what, struct transcript *t) {
    const struct input *in = what;
    qp_options options = {.file = "page", .url = "https://www.nossenateurs.fr/question/15/1",
                          .charset = "utf-8"};
    qp_result *r = qp_parse(in->bytes, in->size, &options);
    transcript_outcome(t, r);
    qp_result_free(r);
}

static void read_lines(const void *what, struct transcript *t) {
    const struct input *in = what;
    qp_options options = {.keep_lines = true, .plain_spaces = true};
    qp_result *r = qp_parse(in->bytes, in->size, &options);
    transcript_outcome(t, r);
    qp_result_free(r);
}

static void write_formats(const void *what, struct transcript *t) {
    transcript_records(t, what);
}

static void explain(const void *what, struct transcript *t) {
    char *out = (char *)"";
    size_t size;
    if (qp_explain(what, true, &out, &size)) {
        assert_null(out);
        t->failed = true;
    } else {
        transcript_put(t, out, size);
        qp_free(out);
    }
}

static void sweep_page(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    struct input in = {NULL, (size_t)ftell(file)};
    char *bytes = malloc(in.size + 1);
    assert_non_null(bytes);
    rewind(file);
    assert_int_equal(fread(bytes, 1, in.size, file), in.size);
    fclose(file);
    in.bytes = bytes;
    sweep(read_page, &in, path);
    sweep(read_lines, &in, path);
    qp_options options = {.keep_lines = true};
    qp_result *r = qp_parse(in.bytes, in.size, &options);
    assert_non_null(r);
    sweep(write_formats, r, path);
    sweep(explain, r, path);
    qp_result_free(r);
    free(bytes);
    if (&__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
        fail_msg("%s: memory is left behind", path);
    pages++;
}

static void every_allocation_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < paths.gl_pathc; i += full ? 1 : 7)
        sweep_page(paths.gl_pathv[i]);
}

static int start(void **state) {
    const char *sweep_all = getenv("QPARSE_SWEEP");
    (void)state;
    full = sweep_all && strcmp(sweep_all, "full") == 0;
    fail_allocation(0, false);
    watch_memory();
    qp_init();
    return glob("fixtures/*/page.*", 0, NULL, &paths);
}

static int end(void **state) {
    (void)state;
    printf("# %zu allocations failed over %zu pages\n", failed_allocations, pages);
    globfree(&paths);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_fails)};
    return cmocka_run_group_tests(tests, start, end);
}
