/* Runs of the command, within this process, with calls that it makes failing, once and from
 * then on: memory, files, folders, threads, and what libarchive and zlib are asked for. The
 * outcome is that of the undisturbed run; or the exit status tells of a failure, a message says
 * which, and what was written is whole: the file as it was before or as it was to be, and of a
 * stream only its own lines. No memory, no descriptor and no temporary file is left behind.
 *
 * Some calls of each kind; QPARSE_SWEEP=full makes many more of them fail, in some minutes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/runs.h"

#include "command/batch.h"

#include <sanitizer/lsan_interface.h>
/* A build for coverage or for valgrind has none. */
#pragma weak __lsan_do_recoverable_leak_check
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static size_t failures;

/* NULL: all is well. */
static const char *judge(const struct run *run, enum call call, int error, const struct outcome *o,
                         const struct outcome *whole, const struct outcome *before) {
    bool told = o->err.ptr && strstr(o->err.ptr, strerror(error));
    if (call == CALL_fsync && plan.reached && !told)
        return "what may not be on the disk is not told";
    if (same_outcome(o, whole))
        return NULL;
    if (call < CALL_COUNT && (error == EINTR || error == NOT_WHOLE))
        return "a call that can be made again changed the outcome";
    const char *path = judge_files(o, whole, before);
    if (path)
        return path;
    if (o->status != EXIT_SYSTEM)
        return "the exit status does not tell of a failure";
    if (!run->lists && !is_part(o->out, whole->out) && call != CALL_write)
        return "the stream holds what is none of its lines";
    /* where standard error can't be written there is nobody to tell */
    if (o->err.size == 0 && call != CALL_write && call != CALL_poll)
        return "no message tells of a failure";
    return NULL;
}

static void try_call(const struct run *run, const struct healthy *healthy, enum call call, size_t k,
                     int error, bool sticky) {
    struct outcome o = {0};
    restore(&healthy->before);
    perform(run, run->arguments, call, k, error, sticky, &o);
    look_around(&o);
    const char *wrong = judge(run, call, error, &o, &healthy->whole, &healthy->before);
    struct stat null;
    if (!wrong && (lstat("null", &null) || S_ISREG(null.st_mode)))
        wrong = "a file has taken a device's place";
    if (!wrong && open_descriptors() != healthy->descriptors)
        wrong = "a descriptor is left open";
    if (wrong) {
        print_error("%s: %s %zu%s, %s: %s\nexit status %d, not %d; %s\n", run->name,
                    calls[call].name, k, sticky ? " and all behind it" : "", strerror(error), wrong,
                    o.status, healthy->whole.status, o.err.ptr);
        failures++;
    }
    free_outcome(&o);
}

static void sweep_call(const struct run *run, const struct healthy *healthy, enum call call,
                       int error, bool sticky) {
    enum { EACH = 100 }; /* the first of a kind, in a full sweep */
    bool memory = call == CALL_ALLOCATION;
    size_t step = run->memory ? full ? 1 : 3 : memory ? full ? 7 : 613 : full ? 3 : 59;
    for (size_t k = 1; memory || k <= healthy->calls[call]; k += full && k < EACH ? 1 : step) {
        try_call(run, healthy, call, k, error, sticky);
        if (!plan.reached)
            break;
    }
}

static void sweep_run(const struct run *run) {
    struct healthy healthy = {0};
    run_healthy(run, &healthy);
    int first = run->memory ? CALL_ALLOCATION : 0;
    for (int call = first; call < CALL_ALLOCATION + !run->lossy; call++)
        for (const int *error = calls[call].errors; *error != END; error++) {
            sweep_call(run, &healthy, (enum call)call, *error, false);
            if (*error != EINTR && *error != EEXIST)
                sweep_call(run, &healthy, (enum call)call, *error, true);
        }
    free_healthy(&healthy);
}

static void every_call_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < run_count; i++)
        sweep_run(&runs[i]);
    if (&__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
        fail_msg("memory is left behind");
    assert_int_equal(failures, 0);
}

static int end(void **state) {
    printf("# %zu calls failed\n", failed_calls);
    return runs_end(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_fails),
    };
    return cmocka_run_group_tests(tests, runs_start, end);
}
