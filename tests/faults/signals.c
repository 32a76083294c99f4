/* A signal that comes with a call of the command ends its run as a failure of the call does
 * (calls.c): what was written is whole.
 *
 * With some calls of each kind; QPARSE_SWEEP=full has one come with each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/runs.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TOO_LATE = 3 }; /* exit status of a run that a signal did not end */

static size_t failures, interrupted_runs;

/* A failure leaves what was printed before it; a signal all of a file, or the old one. */
static bool is_half_written(const char *path, const struct outcome *o,
                            const struct healthy *healthy) {
    const struct bytes *b = find_file(o, path);
    return b && !is_whole(path, *b, &healthy->whole, &healthy->before);
}

/* One that comes too late changes nothing. A pipe has whole lines, and perhaps a part of one. */
static const char *judge_signalled(const struct run *run, const struct outcome *o,
                                   const struct healthy *healthy) {
    struct bytes lines = o->out;
    if (o->signal == 0)
        return same_outcome(o, &healthy->whole) ? NULL : "a signal has changed the outcome";
    if (o->signal != SIGTERM)
        return "another signal is told";
    if (strstr(o->err.ptr, strerror(ECANCELED)))
        return "a signal is told as an error";
    while (run->piped && lines.size && lines.ptr[lines.size - 1] != '\n')
        lines.size--;
    if (!is_part(lines, healthy->whole.out))
        return "the stream holds what is none of its lines";
    if (is_half_written("./out.jsonl", o, healthy))
        return "a file is written that is not whole";
    return judge_files(o, &healthy->whole, &healthy->before);
}

/* In a process of its own: a signal is caught once. */
static void try_signal(const struct run *run, const struct healthy *healthy, enum call call,
                       size_t k) {
    struct outcome o = {0};
    const char *wrong = NULL;
    int status;
    restore(&healthy->before);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        perform(run, run->arguments, call, k, SIGNALLED, false, &o);
        look_around(&o);
        wrong = judge_signalled(run, &o, healthy);
        if (wrong)
            print_error("%s: a signal with %s %zu: %s\n", run->name, calls[call].name, k, wrong);
        exit(wrong ? EXIT_FAILURE : o.signal ? EXIT_SUCCESS : TOO_LATE);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    look_around(&o);
    /* one that comes before it is caught ends the process, which has written nothing yet */
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM;
    if (killed)
        wrong = judge_files(&o, &healthy->whole, &healthy->before);
    else if (!WIFEXITED(status) || (WEXITSTATUS(status) && WEXITSTATUS(status) != TOO_LATE))
        wrong = "it ends otherwise";
    interrupted_runs += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (wrong) {
        print_error("%s: a signal with %s %zu: %s\n", run->name, calls[call].name, k, wrong);
        failures++;
    }
    free_outcome(&o);
}

static void signals_come(void **state) {
    (void)state;
    for (size_t i = 0; i < run_count; i++) {
        struct healthy healthy = {0};
        if (!runs[i].signalled)
            continue;
        run_healthy(&runs[i], &healthy);
        for (int call = 0; call < CALL_COUNT; call++)
            for (size_t k = 1; k <= healthy.calls[call]; k += full ? 1 : 101)
                try_signal(&runs[i], &healthy, (enum call)call, k);
        free_healthy(&healthy);
    }
    assert_true(interrupted_runs > 0);
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_come),
    };
    return cmocka_run_group_tests(tests, runs_start, runs_end);
}
