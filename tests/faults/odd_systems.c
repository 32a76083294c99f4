/* Runs of the command where the system is not as usual: its disks, streams, names and locales. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/runs.h"

#include "command/batch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Network disks tell only names. */
static void entries_without_a_type(void **state) {
    (void)state;
    for (size_t i = 0; i < run_count; i++) {
        struct healthy healthy = {0};
        struct outcome other = {0};
        run_healthy(&runs[i], &healthy);
        struct run run = runs[i];
        run.untyped = !run.untyped;
        restore(&healthy.before);
        perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &other);
        look_around(&other);
        assert_true(same_outcome(&healthy.whole, &other));
        free_outcome(&other);
        free_healthy(&healthy);
    }
}

/* The number of an entry is that of its disk: the output is told by both. */
static void entries_with_the_number_of_the_output(void **state) {
    static const struct run run = {.arguments = "-j1 -f jsonl -o out.jsonl in"};
    struct outcome o = {0}, before = {0};
    struct stat st;
    (void)state;
    clear_folder();
    perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &before);
    look_around(&before);
    assert_int_equal(stat("out.jsonl", &st), 0);
    same_number = st.st_ino;
    perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &o);
    same_number = 0;
    look_around(&o);
    assert_true(same_outcome(&before, &o));
    free_outcome(&before);
    free_outcome(&o);
}

/* As of a service that inetd starts. */
static void standard_output_is_a_socket(void **state) {
    static const struct run file = {.arguments = "-j1 -f jsonl in/a.txt"},
                            socket = {.arguments = "-j1 -f jsonl in/a.txt", .socket = true};
    struct outcome written = {0}, sent = {0};
    (void)state;
    perform(&file, file.arguments, CALL_ALLOCATION, 0, 0, false, &written);
    perform(&socket, socket.arguments, CALL_ALLOCATION, 0, 0, false, &sent);
    assert_true(written.out.size > 0 && same_outcome(&written, &sent));
    free_outcome(&written);
    free_outcome(&sent);
}

/* The names of a killed run's temporary files may be this one's: the next number is taken, until
 * there are too many. What is not its own stays. */
static void temporary_names_that_are_taken(void **state) {
    static const struct run run = {.arguments = "-j1 -f jsonl -o out.jsonl in/a.txt"};
    struct outcome o = {0};
    char path[64];
    (void)state;
    for (int all = 0; all < 2; all++) {
        clear_folder();
        for (int n = 0; n < (all ? 1000 : 3); n++) {
            snprintf(path, sizeof path, ".qparse-%ld-%d.tmp", (long)getpid(), n);
            write_whole(path, "x", 1);
        }
        perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &o);
        assert_int_equal(o.status, all ? EXIT_SYSTEM : 0);
        assert_int_equal(access("out.jsonl", F_OK), all ? -1 : 0);
        assert_true(!all || strstr(o.err.ptr, "out.jsonl: File exists"));
        assert_int_equal(access(path, F_OK), 0);
        free_outcome(&o);
    }
    clear_folder();
}

#ifdef HAVE_LIBARCHIVE
/* Where no locale has UTF-8, archives with names of ASCII are read all the same. */
static void system_without_utf8(void **state) {
    static const struct run run = {.arguments = "-j1 -f jsonl in/g.zip"};
    struct outcome with = {0}, without = {0};
    (void)state;
    clear_folder();
    perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &with);
    without_utf8 = true;
    perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &without);
    without_utf8 = false;
    assert_true(with.out.size > 0 && same_outcome(&with, &without));
    free_outcome(&with);
    free_outcome(&without);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_without_a_type),
        cmocka_unit_test(entries_with_the_number_of_the_output),
        cmocka_unit_test(standard_output_is_a_socket),
        cmocka_unit_test(temporary_names_that_are_taken),
#ifdef HAVE_LIBARCHIVE
        cmocka_unit_test(system_without_utf8),
#endif
    };
    return cmocka_run_group_tests(tests, runs_start, runs_end);
}
