#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files/output_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/qparse-folder-XXXXXX";

static void put(const char *path, const char *bytes) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(bytes, file);
    assert_int_equal(fclose(file), 0);
}

static bool is_there(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

/* What a killed run left is removed wherever it is; what is only called like it stays. */
static void left_behind(void **state) {
    static const struct {
        const char *name;
        bool stays;
    } rows[] = {
        {"t/.qparse-12-0-3.tmp", false},
        {"t/d/e/.qparse-1-1-1.tmp", false},
        {"t/.qparse-.tmp", true},
        {"t/.qparse-1-0-0.tmq", true},
        {"t/.qparse-1x-0.tmp", true},
        {"t/.qparsf-1-0-0.tmp", true},
        {"t/.other", true},
        {"t/.d/.qparse-1-0-0.tmp", true},
        {"t/qparse-1-0-0.tmp", true},
        {"elsewhere/.qparse-1-0-0.tmp", true},
    };
    struct output_folder t = {.suffix = ".json"};
    (void)state;
    assert_int_equal(mkdir("t", 0777) || mkdir("t/d", 0777) || mkdir("t/d/e", 0777) ||
                         mkdir("t/.d", 0777) || mkdir("elsewhere", 0777),
                     0);
    assert_int_equal(symlink("../elsewhere", "t/link"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        put(rows[i].name, "x");
    /* another run is at work there */
    struct output_folder other = {.suffix = ".json"};
    int at_work = open("t", O_RDONLY | O_DIRECTORY);
    assert_int_equal(output_folder_open(&other, "t"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(is_there(rows[i].name), rows[i].stays);
    put("t/.qparse-12-0-3.tmp", "x");
    assert_int_equal(output_folder_open(&t, "t///"), 0);
    assert_true(is_there("t/.qparse-12-0-3.tmp"));
    output_folder_close(&t);
    output_folder_close(&other);
    close(at_work);
}

static void names(void **state) {
    (void)state;
    assert_true(output_folder_wanted("new/"));
    assert_true(output_folder_wanted("t"));
    assert_false(output_folder_wanted("new"));
    assert_false(output_folder_wanted("t/.other"));
    assert_false(output_folder_wanted(""));
    assert_false(output_folder_wanted(NULL));
}

static void opening(void **state) {
    static const struct {
        const char *path;
        bool dry_run;
        int error;
    } rows[] = {
        {"new/", true, 0},
        {"new/", false, 0},
        {"new/", true, 0},
        {"no/new/", false, 0},
        {"t/.other/new/", false, ENOTDIR},
        {"t/.other/", false, ENOTDIR},
        {"t/link/", false, ELOOP},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct output_folder t = {.suffix = ".json", .dry_run = rows[i].dry_run};
        assert_int_equal(output_folder_open(&t, rows[i].path), rows[i].error);
        assert_int_equal(is_there("new"), i > 0);
        output_folder_close(&t);
    }
}

/* What stands under the name already; nothing is written through a link or over what is no file. */
static void writing(void **state) {
    static char name[300];
    const struct {
        const char *target, *bytes;
        int error;
        enum output_state state;
    } rows[] = {
        {"a", "one", 0, OUTPUT_NEW},
        {"a", "one", 0, OUTPUT_SAME},
        {"a", "two", 0, OUTPUT_CHANGED},
        {"a", "longer", 0, OUTPUT_CHANGED},
        {"d/e/b", "one", 0, OUTPUT_NEW},
        {"d/e/b", "one", 0, OUTPUT_SAME},
        {"f/g/c", "one", 0, OUTPUT_NEW},
        {"link/c", "one", ELOOP, OUTPUT_NEW},
        {"folder", "one", EISDIR, OUTPUT_CHANGED},
        {"pipe", "one", EEXIST, OUTPUT_CHANGED},
        {"linked", "one", ELOOP, OUTPUT_CHANGED},
        {"a.json/b", "one", ENOTDIR, OUTPUT_NEW},
        {name, "one", ENAMETOOLONG, OUTPUT_NEW},
        {"empty", "", 0, OUTPUT_NEW},
        {"empty", "", 0, OUTPUT_SAME},
    };
    (void)state;
    memset(name, 'x', 251);
    assert_int_equal(mkdir("t/folder.json", 0777) || mkfifo("t/pipe.json", 0666) ||
                         symlink("a.json", "t/linked.json"),
                     0);
    for (int sync = 0; sync < 2; sync++) {
        struct output_folder t = {.suffix = ".json", .sync = sync};
        struct folder_writer writer = {.fd = -1};
        enum output_state found;
        assert_int_equal(output_folder_open(&t, "t"), 0);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            struct span bytes = {rows[i].bytes, strlen(rows[i].bytes)};
            int error = output_folder_write(&t, &writer, rows[i].target, bytes, &found);
            if (error != rows[i].error || (!sync && found != rows[i].state))
                fail_msg("%s: %s, state %d", rows[i].target, strerror(error), found);
        }
        folder_writer_free(&writer);
        output_folder_close(&t);
    }
    name[250] = '\0';
    struct output_folder t = {.suffix = ".json"};
    struct folder_writer writer = {.fd = -1};
    enum output_state found;
    assert_int_equal(output_folder_open(&t, "t"), 0);
    assert_int_equal(output_folder_write(&t, &writer, name, (struct span){"x", 1}, &found), 0);
    /* the name of the next temporary file is taken */
    char taken[64];
    snprintf(taken, sizeof taken, "t/.qparse-%ld-0-%u.tmp", (long)getpid(), writer.serial);
    put(taken, "other");
    assert_int_equal(output_folder_write(&t, &writer, "z", (struct span){"x", 1}, &found), 0);
    assert_true(is_there(taken) && is_there("t/z.json"));
    folder_writer_free(&writer);
    output_folder_close(&t);
}

/* Folders that are to be made: none in a dry run, and why one is not. */
static void making_folders(void **state) {
    static const struct {
        const char *target;
        bool dry_run;
        int error;
    } rows[] = {
        {"h/i/d", true, 0},
        {"locked/j/d", true, 0},
        {"locked/j/d", false, EACCES},
    };
    (void)state;
    assert_int_equal(mkdir("t/locked", 0555), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct output_folder t = {.suffix = ".json", .dry_run = rows[i].dry_run};
        struct folder_writer writer = {.fd = -1};
        enum output_state found = OUTPUT_SAME;
        assert_int_equal(output_folder_open(&t, "t"), 0);
        bool root = geteuid() == 0; /* whom no mode keeps out */
        assert_int_equal(root ? seteuid(65534) : 0, 0);
        int error = output_folder_write(&t, &writer, rows[i].target, (struct span){"x", 1}, &found);
        assert_int_equal(root ? seteuid(0) : 0, 0);
        if (error != rows[i].error || found != OUTPUT_NEW)
            fail_msg("%s: %s, state %d", rows[i].target, strerror(error), found);
        assert_false(is_there("t/h") || is_there("t/locked/j"));
        folder_writer_free(&writer);
        output_folder_close(&t);
    }
}

static void newer(void **state) {
    static const struct {
        const char *target;
        struct timespec input;
        bool newer;
    } rows[] = {
        {"z", {99, 500}, true},   {"z", {100, 499}, true}, {"z", {100, 500}, false},
        {"z", {100, 501}, false}, {"z", {101, 0}, false},  {"none", {0, 0}, false},
        {"no/z", {0, 0}, false},  {"pipe", {0, 0}, false}, {"linked", {0, 0}, false},
    };
    struct output_folder t = {.suffix = ".json"};
    struct folder_writer writer = {.fd = -1};
    struct timespec times[2] = {{100, 500}, {100, 500}};
    char name[300] = {0};
    (void)state;
    memset(name, 'x', 251);
    assert_int_equal(utimensat(AT_FDCWD, "t/z.json", times, 0), 0);
    assert_int_equal(output_folder_open(&t, "t"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (output_folder_newer(&t, &writer, rows[i].target, rows[i].input) != rows[i].newer)
            fail_msg("row %zu", i);
    assert_false(output_folder_newer(&t, &writer, name, (struct timespec){0, 0}));
    folder_writer_free(&writer);
    output_folder_close(&t);
}

static int remove_file(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static int start(void **state) {
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    return chdir("/") || nftw(folder, remove_file, 16, FTW_PHYS | FTW_DEPTH) ? -1 : 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_behind), cmocka_unit_test(names), cmocka_unit_test(opening),
        cmocka_unit_test(writing),     cmocka_unit_test(newer),
        cmocka_unit_test(making_folders),
    };
    return cmocka_run_group_tests(tests, start, end);
}
