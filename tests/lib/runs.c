#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/runs.h"

#include "fuzz/fuzz.h"

#include "command/batch.h"
#include "command/diff.h"
#include "command/validate.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

const struct run runs[] = {
    {.name = "stream",
     .arguments = "-j1 -f jsonl --sync --report=report.jsonl -o out.jsonl in",
     .signalled = true},
    {.name = "tree", .arguments = "-j1 --sync --report=report.jsonl -o out/ in", .signalled = true},
    {.name = "standard output", .arguments = "-j1 -f xml in", .piped = true, .signalled = true},
    {.name = "device", .arguments = "-j1 -f jsonl -o null in/a.txt"},
    {.name = "again", .arguments = "-j1 -o old in", .before = "-j1 -o old/ in"},
    {.name = "changed",
     .arguments = "-j1 --spaces=plain -o old in/a.txt in/b.html",
     .before = "-j1 -o old/ in/a.txt in/b.html"},
    {.name = "same file",
     .arguments = "-j1 -f jsonl -o out.jsonl in/d",
     .before = "-j1 -f jsonl -o out.jsonl in/d"},
    {.name = "update",
     .arguments = "-j1 --update --files-from=list -o old/",
     .before = "-j1 -o old/ in/a.txt"},
    {.name = "dry run",
     .arguments = "-j1 --dry-run -o old/ in",
     .before = "-j1 -o old/ in/d",
     .lists = true},
    {.name = "dry update",
     .arguments = "-j1 --dry-run --update -o old/ in/a.txt",
     .before = "-j1 -o old/ in/a.txt",
     .lists = true,
     .memory = true}, /* what can't be looked at is converted, and listed */
    {.name = "again, a page",
     .arguments = "-j1 -o old/ in/a.txt",
     .before = "-j1 -o old/ in/a.txt",
     .memory = true},
    {.name = "names", .arguments = "-j1 -f jsonl --files-from=list in-link"},
    {.name = "output among the inputs",
     .arguments = "-j1 -f jsonl -o out.jsonl --exclude=in* .",
     .before = "-j1 -f jsonl -o out.jsonl in/a.txt"},
    {.name = "no types", .arguments = "-j1 -f jsonl in", .untyped = true},
    {.name = "no types, tree",
     .arguments = "-j1 -o old in",
     .before = "-j1 -o old/ in/d",
     .untyped = true},
    {.name = "no types, comparison", .arguments = "--diff in-small in", .untyped = true},
    {.name = "two workers", .arguments = "-j2 -f jsonl -o out.jsonl in"},
    {.name = "two workers, tree", .arguments = "-j2 --diagnostics=json -o out/ in"},
    {.name = "all processors", .arguments = "-f csv in/d"},
    {.name = "akn", .arguments = "-j1 -f akn in/a.txt"},
    {.name = "explain", .arguments = "-j1 --explain --color=always in/a.txt", .piped = true},
    {.name = "standard input", .arguments = "-j1 -f xml", .piped = true},
    {.name = "redirected", .arguments = "-j1"},
    {.name = "list", .arguments = "-j1 --files-from=- -f jsonl", .given = "list"},
    {.name = "large standard input",
     .arguments = "-j1 -f jsonl",
     .given = "in-large.html",
     .piped = true},
    {.name = "named pipe", .arguments = "-j1 -f jsonl /dev/stdin", .piped = true},
    {.name = "collision", .arguments = "-j1 -o out/ in/a.txt in/a.txt"},
    {.name = "links", .arguments = "--validate in-links", .lossy = true, .signalled = true},
    {.name = "large", .arguments = "-j1 -f jsonl in-large.html", .piped = true},
    {.name = "in a folder", .arguments = "-j1 --sync -o ./out.json in/a.txt"},
    {.name = "validate",
     .arguments = "--validate --report=report.jsonl old in",
     .before = "-j1 -o old/ in",
     .lossy = true},
    {.name = "diff",
     .arguments = "--diff --report=report.jsonl -o out.diff in/d old",
     .before = "-j1 --spaces=plain -o old/ in/d",
     .lossy = true,
     .signalled = true},
    {.name = "diff, printed",
     .arguments = "--diff in/a.txt in/d",
     .piped = true,
     .signalled = true},
    {.name = "diff by file",
     .arguments = "--diff -o out.diff in-old in-new",
     .lossy = true,
     .signalled = true},
    {.name = "diff of a large page", .arguments = "--diff in-large.html in/a.txt"},
#ifdef HAVE_LIBARCHIVE
    {.name = "small archives", .arguments = "-j1 -f jsonl in-small"},
    {.name = "small archives, two workers", .arguments = "-j2 -f jsonl in-small"},
    {.name = "archives for two",
     .arguments = "-j2 -f jsonl in/h.tar.gz in/g.zip",
     .signalled = true},
    {.name = "diff of archives",
     .arguments = "--diff --report=report.jsonl in-small in/h.tar.gz",
     .signalled = true},
    {.name = "what a tape was filled up with", .arguments = "-j1 -f jsonl in-tape.tar.gz"},
    {.name = "large web archive", .arguments = "-j1 -f jsonl in-large.warc"},
#endif
};

const size_t run_count = sizeof runs / sizeof *runs;

bool full;
size_t failed_calls;
static char top[PATH_MAX], folder[PATH_MAX];

/* ---- what is there after a run ---- */

static struct outcome *filled; /* nftw() has no argument for it */

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), tail = strlen(end);
    return len >= tail && strcmp(text + len - tail, end) == 0;
}

static bool is_given(const char *path) {
    return strcmp(path, "./list") == 0 || strcmp(path, "./null") == 0 ||
           strncmp(path, "./in", 4) == 0 || strcmp(path, ".") == 0;
}

static int note_file(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    bool removes = plan.call == CALL_unlink || plan.call == CALL_unlinkat;
    (void)st, (void)ftw;
    if (type != FTW_F || is_given(path) || (removes && ends_with(path, ".tmp")))
        return 0;
    assert_true(filled->count < sizeof filled->files / sizeof *filled->files);
    char *copy = calloc(1, strlen(path) + 1);
    assert_non_null(copy);
    filled->files[filled->count++] = (struct file){strcpy(copy, path), read_whole(path)};
    return 0;
}

static int remove_file(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st, (void)type, (void)ftw;
    return is_given(path) ? 0 : remove(path);
}

const struct bytes *find_file(const struct outcome *o, const char *path) {
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->files[i].path, path) == 0)
            return &o->files[i].bytes;
    return NULL;
}

void free_outcome(struct outcome *o) {
    for (size_t i = 0; i < o->count; i++) {
        free(o->files[i].path);
        free(o->files[i].bytes.ptr);
    }
    free(o->out.ptr);
    free(o->err.ptr);
    *o = (struct outcome){0};
}

/* ---- one run ---- */

/* As main() does it. */
static int command(int argc, char **argv, int *number) {
    struct options o;
    int status;
    optind = 0;
    int wrong = options_parse(&o, argc, argv);
    if (o.parse.max_size == 0)
        o.parse.max_size = (size_t)1 << 22;
    if (wrong)
        status = wrong == -1 ? EXIT_USAGE : EXIT_SYSTEM;
    else
        status = o.action == ACT_DIFF       ? diff_run(&o, number)
                 : o.action == ACT_VALIDATE ? validate_run(&o, number)
                                            : batch_run(&o, number);
    options_free(&o);
    return status;
}

static struct bytes drain(int fd) {
    static char all[1 << 18];
    struct bytes b = {NULL, 0};
    ssize_t n;
    while ((n = read(fd, all + b.size, sizeof all - b.size)) > 0)
        b.size += (size_t)n;
    close(fd);
    b.ptr = calloc(1, b.size + 1);
    assert_non_null(b.ptr);
    memcpy(b.ptr, all, b.size);
    return b;
}

/* Two ends of a pipe with room for all that is written. */
static void make_pipe(int ends[2]) {
    assert_int_equal(pipe(ends), 0);
    assert_true(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) >= 0);
}

static void make_output(const struct run *run, int ends[2]) {
    if (run->piped) {
        make_pipe(ends);
        return;
    }
    if (run->socket) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        return;
    }
    ends[1] = memfd_create("out", 0);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[1]);
    ends[0] = open(path, O_RDONLY);
    assert_true(ends[0] >= 0);
}

static void make_input(const struct run *run) {
    const char *path = run->given ? run->given : "in/a.txt";
    int ends[2] = {open(path, O_RDONLY), -1};
    if (run->piped) {
        struct bytes b = read_whole(path);
        close(ends[0]);
        make_pipe(ends);
        assert_int_equal(write(ends[1], b.ptr, b.size), b.size);
        close(ends[1]);
        free(b.ptr);
    }
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
}

void perform(const struct run *run, const char *arguments, enum call call, size_t k,
                    int error, bool sticky, struct outcome *o) {
    char words[256], *argv[20] = {(char *)"qparse"};
    int argc = 1, saved[3], out[2], err[2];
    snprintf(words, sizeof words, "%s", arguments);
    for (char *at = words, *word; (word = strsep(&at, " "));)
        argv[argc++] = word;
    fflush(stdout);
    for (int fd = 0; fd < 3; fd++)
        saved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 20);
    make_input(run);
    make_output(run, out);
    make_pipe(err);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    close(out[1]);
    close(err[1]);
    untyped = run->untyped;
    make_fail(call, k, error, sticky);
    o->status = command(argc, argv, &o->signal);
    bool reached = made_fail();
    untyped = false;
    fflush(stderr);
    for (int fd = 0; fd < 3; fd++) {
        dup2(saved[fd], fd);
        close(saved[fd]);
    }
    failed_calls += reached;
    plan.reached = reached;
    o->out = drain(out[0]);
    o->err = drain(err[0]);
}

void look_around(struct outcome *o) {
    filled = o;
    assert_int_equal(nftw(".", note_file, 16, FTW_PHYS), 0);
}

void clear_folder(void) {
    assert_int_equal(nftw(".", remove_file, 16, FTW_PHYS | FTW_DEPTH), 0);
}

static void make_folders_of(const char *path) {
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *slash = strchr(copy + 2, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        assert_true(mkdir(copy, 0777) == 0 || errno == EEXIST);
        *slash = '/';
    }
}

void restore(const struct outcome *before) {
    clear_folder();
    for (size_t i = 0; i < before->count; i++) {
        make_folders_of(before->files[i].path);
        write_whole(before->files[i].path, before->files[i].bytes.ptr, before->files[i].bytes.size);
    }
}

size_t open_descriptors(void) {
    size_t n = 0;
    for (int fd = 0; fd < 64; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* ---- judgement ---- */

static bool same_bytes(struct bytes a, struct bytes b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.ptr, b.ptr, a.size) == 0);
}

bool is_part(struct bytes part, struct bytes whole) {
    const char *p = part.ptr, *end = p + part.size, *at = whole.ptr, *stop = at + whole.size;
    while (p < end) {
        const char *lf = memchr(p, '\n', (size_t)(end - p)), *found = NULL;
        size_t len = (size_t)((lf ? lf + 1 : end) - p);
        for (; at < stop && !found; at++)
            if ((at == whole.ptr || at[-1] == '\n') && (size_t)(stop - at) >= len &&
                memcmp(at, p, len) == 0)
                found = at;
        if (!found)
            return false;
        at = found + len;
        p += len;
    }
    return true;
}

bool is_whole(const char *path, struct bytes b, const struct outcome *whole,
                     const struct outcome *before) {
    const struct bytes *new = find_file(whole, path), *old = find_file(before, path);
    return (new &&same_bytes(b, *new)) || (old && same_bytes(b, *old));
}

static bool may_be_there(const char *path, struct bytes b, const struct outcome *whole,
                         const struct outcome *before) {
    const struct bytes *new = find_file(whole, path);
    if (is_whole(path, b, whole, before))
        return true;
    /* a comparison is of what could be read, and a report of what was */
    if (strcmp(path, "./out.diff") == 0 || strcmp(path, "./report.jsonl") == 0)
        return true;
    return strcmp(path, "./out.jsonl") == 0 && (!new || is_part(b, *new));
}

bool same_outcome(const struct outcome *a, const struct outcome *b) {
    bool same = a->status == b->status && same_bytes(a->out, b->out) && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        const struct bytes *other = find_file(b, a->files[i].path);
        same = other && same_bytes(a->files[i].bytes, *other);
    }
    return same;
}

const char *judge_files(const struct outcome *o, const struct outcome *whole,
                               const struct outcome *before) {
    for (size_t i = 0; i < o->count; i++)
        if (!may_be_there(o->files[i].path, o->files[i].bytes, whole, before))
            return o->files[i].path;
    return NULL;
}

/* ---- undisturbed ---- */

void run_healthy(const struct run *run, struct healthy *healthy) {
    clear_folder();
    if (run->before) {
        perform(run, run->before, CALL_ALLOCATION, 0, 0, false, &healthy->before);
        look_around(&healthy->before);
    }
    perform(run, run->arguments, CALL_ALLOCATION, 0, 0, false, &healthy->whole);
    memcpy(healthy->calls, plan.seen, sizeof plan.seen);
    look_around(&healthy->whole);
    healthy->descriptors = open_descriptors();
}

void free_healthy(struct healthy *healthy) {
    free_outcome(&healthy->whole);
    free_outcome(&healthy->before);
}

/* ---- the folder ---- */

int runs_start(void **state) {
    const char *sweep_all = getenv("QPARSE_SWEEP");
    (void)state;
    full = sweep_all && strcmp(sweep_all, "full") == 0;
    alone = true;
    fail_allocation(0, false);
    signal(SIGPIPE, SIG_IGN);
    const char *where = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/qparse-runs-XXXXXX", where ? where : "/tmp");
    if (!getcwd(top, sizeof top) || !mkdtemp(folder) || chdir(folder)) {
        perror(folder); /* and no end(), which clears the folder that it is in */
        exit(EXIT_FAILURE);
    }
    make_inputs(top);
    return 0;
}

int runs_end(void **state) {
    (void)state;
    clear_folder();
    return chdir(top) || nftw(folder, remove_file, 16, FTW_PHYS | FTW_DEPTH) ? -1 : 0;
}
