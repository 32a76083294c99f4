#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files/inputs.h"
#include "files/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names below the output folder; "^": they lead out of it. */
static void targets(void **state) {
    static const struct {
        const char *name, *target;
    } rows[] = {
        {"a", "a"},       {"a/b", "a/b"},       {"/a", "a"},
        {"a//b", "a/b"},  {"./a/./b/.", "a/b"}, {"a/", "a"},
        {"a/.b", "a/.b"}, {".a", ".a"},         {"..a/b..", "..a/b.."},
        {"...", "..."},   {"a/./", "a"},        {"", "^"},
        {"/", "^"},       {".", "^"},           {"..", "^"},
        {"../a", "^"},    {"a/..", "^"},        {"./a/../b", "^"},
        {".x/y", ".x/y"}, {"a.b/c", "a.b/c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        bool outside;
        const char *target = target_of_name(&arena, rows[i].name, &outside);
        assert_int_equal(outside, rows[i].target[0] == '^');
        if (outside)
            assert_null(target);
        else
            assert_string_equal(target, rows[i].target);
        arena_free(&arena);
    }
}

static void wanted(void **state) {
    static const struct {
        const char *include, *exclude, *name;
        bool wanted;
    } rows[] = {
        {NULL, NULL, "a/b.txt", true},      {NULL, NULL, ".a", false},
        {NULL, NULL, "a/.b/c", false},      {NULL, NULL, "./a", true},
        {NULL, NULL, "../a", true},         {NULL, NULL, "..a", false},
        {NULL, NULL, ".", false},           {NULL, NULL, "a/..", false},
        {"*.txt", NULL, "a/b.txt", true},   {"*.txt", NULL, "a/b.html", false},
        {"a/*.txt", NULL, "a/b.txt", true}, {"a/*.txt", NULL, "b.txt", false},
        {NULL, "*.txt", "a/b.txt", false},  {NULL, "*.txt", "a/b.html", true},
        {"*.t*", "b.*", "a/b.txt", false},  {"*.t*", "b.*", "a/c.txt", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *include = rows[i].include, *exclude = rows[i].exclude;
        struct filter filter = {{&include, include != NULL}, {&exclude, exclude != NULL}};
        if (filter_wants(&filter, rows[i].name) != rows[i].wanted)
            fail_msg("%s is %swanted", rows[i].name, rows[i].wanted ? "not " : "");
    }
}

/* Two inputs whose outputs would be one file, or one a folder of the other. */
static void collisions(void **state) {
    static const struct {
        const char *targets[4];
        int pair[2]; /* -1: none */
    } rows[] = {
        {{"a", "b", "c"}, {-1, -1}},
        {{"c", "a", "b"}, {-1, -1}},
        {{"a", "b", "a"}, {0, 2}},
        {{"b", "a", "a"}, {1, 2}},
        {{"a", "a.json/b"}, {0, 1}},
        {{"c/a.json/b/d", "c/a"}, {1, 0}},
        {{"a.json/b", "b", "ab"}, {-1, -1}},
        {{"a", ".json/b", "json/b", "axjson/c"}, {-1, -1}},
        {{"a.json", "a.json.json/b"}, {0, 1}},
        {{"aa", "a.json/b", "b"}, {-1, -1}},
        {{NULL, "a", NULL, "a"}, {1, 3}},
        {{"?", "?"}, {-1, -1}}, /* a problem has no output */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inputs in = {.count = 4, .items = calloc(4, sizeof *in.items)};
        const struct source *pair[2];
        assert_non_null(in.items);
        for (size_t k = 0; k < 4; k++) {
            const char *target = rows[i].targets[k];
            bool problem = target && target[0] == '?';
            in.items[k] =
                (struct source){target, target, 0, problem ? SOURCE_PROBLEM : SOURCE_NAMED, 0};
        }
        assert_int_equal(inputs_collision(&in, ".json", pair), 0);
        for (int k = 0; k < 2; k++)
            if (pair[k] != (rows[i].pair[k] < 0 ? NULL : &in.items[rows[i].pair[k]]))
                fail_msg("row %zu", i);
        inputs_free(&in);
    }
}

/* A link to the folder that is being read, or to one above it, is told and not followed. */
static void circles(void **state) {
    static const char *const links[][2] = {{".", "here"}, {"..", "a/up"}, {"../a", "a/in"}};
    char folder[] = "/tmp/qparse-find-XXXXXX";
    const char *input = folder;
    struct selection wanted = {.operands = {&input, 1}};
    struct inputs in = {0};
    struct inputs_error error;
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder) || mkdir("a", 0777), 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(symlink(links[i][0], links[i][1]), 0);
    assert_int_equal(close(creat("a/x.txt", 0666)), 0);
    assert_int_equal(inputs_find(&wanted, &in, &error), 0);
    size_t files = 0, loops = 0;
    for (size_t i = 0; i < in.count; i++) {
        files += in.items[i].kind == SOURCE_FOUND;
        loops += in.items[i].kind == SOURCE_PROBLEM && in.items[i].problem == PROBLEM_LINK_LOOP;
    }
    assert_int_equal(files, 1);
    assert_int_equal(loops, 3);
    assert_int_equal(in.count, 4);
    inputs_free(&in);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(unlink(links[i][1]), 0);
    assert_int_equal(unlink("a/x.txt") || rmdir("a") || chdir("/") || rmdir(folder), 0);
}

static void advice(void **state) {
    static const struct {
        const char *name;
        int error;
        const char *said; /* NULL: strerror() */
    } rows[] = {
        {"https://www.senat.fr/", ENOENT, "an address is not opened"},
        {"www.senat.fr", ENOENT, "an address is not opened"},
        {"file:///a", ENOENT, "without file://"},
        {"a\r", ENOENT, "carriage return"},
        {"a", ENOENT, NULL},
        {"", ENOENT, NULL},
        {"http://a", EACCES, NULL},
        {NULL, ENOENT, NULL},
        {"a", EISDIR, "this is a folder"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *said = input_error(rows[i].name, rows[i].error);
        assert_non_null(strstr(said, rows[i].said ? rows[i].said : strerror(rows[i].error)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets),
        cmocka_unit_test(wanted),
        cmocka_unit_test(collisions),
        cmocka_unit_test(circles),
        cmocka_unit_test(advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
