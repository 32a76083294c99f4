/* Runs of the command, within this process, with calls that it makes failing, once and from
 * then on: memory, files, folders, threads, and what libarchive and zlib are asked for. The
 * outcome is that of the undisturbed run; or the exit status tells of a failure, a message says
 * which, and what was written is whole: the file as it was before or as it was to be, and of a
 * stream only its own lines. No memory, no descriptor and no temporary file is left behind. A
 * signal that comes with a call ends the run the same way.
 *
 * Some calls of each kind; QPARSE_SWEEP=full makes many more of them fail, in some minutes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "question/number.h"
#include "fuzz/fuzz.h"

#include "command/batch.h"
#include "command/diff.h"
#include "command/validate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <getopt.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <sanitizer/lsan_interface.h>
/* A build for coverage or for valgrind has none. */
#pragma weak __lsan_do_recoverable_leak_check
#include <sched.h>
#include <search.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#endif
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

/* ---- calls that fail: linked with --wrap, so that only the command's own are seen ---- */

enum { TOO_LATE = 3 }; /* exit status of a run that a signal did not end */
enum {
    NOT_WHOLE = 0, /* in place of an errno value: a read or write of one byte, no processor */
    SIGNALLED = -2 /* the call is made, and a signal comes with it */
};

/* What may go wrong with each. EINTR and what is not whole must not show. */
#define CALLS(X)                                                                                   \
    X(open, EMFILE, EACCES)                                                                        \
    X(openat, EMFILE, EACCES)                                                                      \
    X(read, EIO, EINTR, NOT_WHOLE)                                                                 \
    X(pread, EIO, EINTR, NOT_WHOLE)                                                                \
    X(write, ENOSPC, EIO, EINTR, NOT_WHOLE)                                                        \
    X(close, EIO, EINTR)                                                                           \
    X(fsync, EIO)                                                                                  \
    X(rename, EACCES)                                                                              \
    X(renameat, EACCES)                                                                            \
    X(mkdir, ENOSPC, EEXIST)                                                                       \
    X(mkdirat, ENOSPC, EEXIST)                                                                     \
    X(unlink, EACCES)                                                                              \
    X(unlinkat, EACCES)                                                                            \
    X(stat, EACCES)                                                                                \
    X(lstat, EACCES)                                                                               \
    X(fstat, EIO)                                                                                  \
    X(fstatat, EACCES)                                                                             \
    X(fdopendir, EMFILE)                                                                           \
    X(readdir, EIO)                                                                                \
    X(fcntl, EMFILE)                                                                               \
    X(flock, ENOLCK)                                                                               \
    X(lseek, EIO)                                                                                  \
    X(poll, EINTR, EIO)                                                                            \
    X(sched_getaffinity, EPERM, NOT_WHOLE)                                                         \
    X(archive_read_next_header2, EINTR, EIO)                                                       \
    X(archive_read_data, EINTR, EIO)                                                               \
    X(archive_entry_pathname, EILSEQ)

enum call {
#define X(name, ...) CALL_##name,
    CALLS(X)
#undef X
        CALL_COUNT,
    CALL_ALLOCATION = CALL_COUNT
};

static const struct {
    const char *name;
    int errors[5]; /* up to END */
} calls[] = {
#define END (-1)
#define X(name, ...) {#name, {__VA_ARGS__, END}},
    CALLS(X)
#undef X
        {"allocation", {ENOMEM, END}},
};

static struct {
    enum call call;
    size_t at; /* from 1; 0: none fails */
    size_t seen[CALL_COUNT];
    int error;
    bool sticky, reached;
} plan;
static bool untyped;      /* a disk that does not tell what its entries are */
static bool alone;        /* a system that gives no more threads */
static bool without_utf8; /* a system that has no locale with it */
static ino_t same_number; /* of every entry, which is on another disk; 0: their own */

/* A disk that is gone refuses to be asked for anything more. */
static bool gone(enum call call) {
    bool lost =
        plan.sticky && plan.error == EIO && (plan.call == CALL_write || plan.call == CALL_fsync);
    return lost && plan.reached && (call == CALL_fsync || call == CALL_close);
}

static bool fails(enum call call) {
    size_t n = ++plan.seen[call];
    if (plan.at == 0)
        return false;
    bool due = call == plan.call && (plan.sticky ? n >= plan.at : n == plan.at);
    if (!due && !gone(call))
        return false;
    plan.reached = true;
    if (plan.error == SIGNALLED) {
        raise(SIGTERM);
        return false;
    }
    errno = plan.error;
    return true;
}

#define WRAP(type, name, parameters, arguments, failed)                                            \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters {                                                                \
        return fails(CALL_##name) ? (failed) : __real_##name arguments;                            \
    }
/* The descriptor is gone in any case, as on Linux. */
WRAP(int, close, (int fd), (fd), (__real_close(fd), errno = plan.error, -1))
WRAP(int, fsync, (int fd), (fd), -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1)
WRAP(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), -1)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
WRAP(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), -1)
WRAP(int, unlink, (const char *path), (path), -1)
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), -1)
WRAP(int, stat, (const char *path, struct stat *st), (path, st), -1)
WRAP(int, lstat, (const char *path, struct stat *st), (path, st), -1)
WRAP(int, fstat, (int fd, struct stat *st), (fd, st), -1)

int __real_fstatat(int folder, const char *path, struct stat *st, int flags);
int __wrap_fstatat(int folder, const char *path, struct stat *st, int flags);
int __wrap_fstatat(int folder, const char *path, struct stat *st, int flags) {
    int rc = fails(CALL_fstatat) ? -1 : __real_fstatat(folder, path, st, flags);
    if (rc == 0 && same_number) {
        st->st_ino = same_number;
        st->st_dev++;
    }
    return rc;
}

WRAP(DIR *, fdopendir, (int fd), (fd), NULL)
WRAP(int, flock, (int fd, int operation), (fd, operation), -1)
WRAP(off_t, lseek, (int fd, off_t offset, int whence), (fd, offset, whence), -1)
WRAP(int, poll, (struct pollfd * wanted, nfds_t count, int timeout), (wanted, count, timeout), -1)
WRAP(int, sched_getaffinity, (pid_t pid, size_t size, cpu_set_t *set), (pid, size, set),
     (memset(set, 0, size), plan.error == NOT_WHOLE ? 0 : -1))

/* The third argument is there only where a file may be made, or given to fcntl(). */
#define WRAP_MORE(name, parameters, before, last, more, arguments)                                 \
    int __real_##name(parameters, ...);                                                            \
    int __wrap_##name(parameters, ...);                                                            \
    int __wrap_##name(parameters, ...) {                                                           \
        va_list list;                                                                              \
        va_start(list, last);                                                                      \
        void *extra = (more) ? va_arg(list, void *) : NULL;                                        \
        va_end(list);                                                                              \
        return fails(CALL_##name) ? -1 : __real_##name(arguments, extra);                          \
    }
#define TWO(...) __VA_ARGS__
WRAP_MORE(open, TWO(const char *path, int flags), , flags, flags &O_CREAT, TWO(path, flags))
WRAP_MORE(openat, TWO(int folder, const char *path, int flags), , flags, flags &O_CREAT,
          TWO(folder, path, flags))
WRAP_MORE(fcntl, TWO(int fd, int command), , command, command != F_GETFD && command != F_GETFL,
          TWO(fd, command))

#define WRAP_BYTES(name, parameters, arguments, less)                                              \
    ssize_t __real_##name parameters;                                                              \
    ssize_t __wrap_##name parameters;                                                              \
    ssize_t __wrap_##name parameters {                                                             \
        if (!fails(CALL_##name))                                                                   \
            return __real_##name arguments;                                                        \
        return plan.error == NOT_WHOLE ? __real_##name less : -1;                                  \
    }
WRAP_BYTES(read, (int fd, void *to, size_t size), (fd, to, size), (fd, to, size ? 1 : 0))
WRAP_BYTES(pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at),
           (fd, to, size ? 1 : 0, at))
WRAP_BYTES(write, (int fd, const void *from, size_t size), (fd, from, size),
           (fd, from, size ? 1 : 0))

struct dirent *__real_readdir(DIR *dir);
struct dirent *__wrap_readdir(DIR *dir);
struct dirent *__wrap_readdir(DIR *dir) {
    struct dirent *d = fails(CALL_readdir) ? NULL : __real_readdir(dir);
    if (d && untyped)
        d->d_type = DT_UNKNOWN;
    if (d && same_number)
        d->d_ino = same_number;
    return d;
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *user);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *user);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *user) {
    return alone ? EAGAIN : __real_pthread_create(thread, attributes, start, user);
}

/* What needs memory in a library counts as an allocation, and fails as a whole: libarchive
 * 3.6.2 writes through the null pointers that it gets. */
void *__wrap_malloc(size_t size);

static bool memory_ends(void) {
    void *p = __wrap_malloc(1);
    free(p);
    errno = p ? errno : ENOMEM;
    return !p;
}

#define WRAP_MEMORY(type, name, parameters, arguments, failed)                                     \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters {                                                                \
        return memory_ends() ? (failed) : __real_##name arguments;                                 \
    }
WRAP_MEMORY(char *, strdup, (const char *text), (text), NULL)
WRAP_MEMORY(char *, strndup, (const char *text, size_t size), (text, size), NULL)
static bool no_locale(void) {
    if (without_utf8)
        errno = ENOENT;
    return without_utf8 || memory_ends();
}

locale_t __real_newlocale(int mask, const char *name, locale_t base);
locale_t __wrap_newlocale(int mask, const char *name, locale_t base);
locale_t __wrap_newlocale(int mask, const char *name, locale_t base) {
    return no_locale() ? (locale_t)0 : __real_newlocale(mask, name, base);
}
WRAP_MEMORY(void *, tsearch,
            (const void *key, void **root, int (*order)(const void *, const void *)),
            (key, root, order), NULL)
int __wrap_vasprintf(char **to, const char *format, va_list list);
int __wrap_asprintf(char **to, const char *format, ...);
__attribute__((format(printf, 2, 0))) int __real_vasprintf(char **to, const char *format,
                                                           va_list list);
__attribute__((format(printf, 2, 0))) int __wrap_vasprintf(char **to, const char *format,
                                                           va_list list) {
    return memory_ends() ? -1 : __real_vasprintf(to, format, list);
}
__attribute__((format(printf, 2, 3))) int __wrap_asprintf(char **to, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int len = __wrap_vasprintf(to, format, list);
    va_end(list);
    return len;
}

#ifdef HAVE_LIBARCHIVE
#define RETRY_OR_END (plan.error == EINTR ? ARCHIVE_RETRY : ARCHIVE_FATAL)
WRAP(int, archive_read_next_header2, (struct archive * a, struct archive_entry *entry), (a, entry),
     RETRY_OR_END)
WRAP(la_ssize_t, archive_read_data, (struct archive * a, void *to, size_t size), (a, to, size),
     RETRY_OR_END)
WRAP(const char *, archive_entry_pathname, (struct archive_entry * entry), (entry), NULL)
#define WRAP_READER(name)                                                                          \
    WRAP_MEMORY(int, archive_read_##name, (struct archive * a), (a), ARCHIVE_FATAL)
WRAP_MEMORY(struct archive *, archive_read_new, (void), (), NULL)
WRAP_MEMORY(struct archive_entry *, archive_entry_new2, (struct archive * a), (a), NULL)
WRAP_READER(support_format_tar)
WRAP_READER(support_format_zip)
WRAP_READER(support_format_raw)
WRAP_READER(support_format_empty)
WRAP_READER(support_filter_xz)
WRAP_READER(open1)
WRAP_MEMORY(int, archive_read_set_callback_data, (struct archive * a, void *user), (a, user),
            ARCHIVE_FATAL)
#endif
#ifdef HAVE_ZLIB
#pragma GCC visibility push(default) /* the linker takes libarchive's calls for calls of these */
WRAP_MEMORY(int, inflateInit2_, (z_streamp z, int bits, const char *version, int size),
            (z, bits, version, size), Z_MEM_ERROR)
WRAP_MEMORY(int, inflate, (z_streamp z, int flush), (z, flush), Z_MEM_ERROR)
#pragma GCC visibility pop
#endif

static void make_fail(enum call call, size_t k, int error, bool sticky) {
    memset(&plan, 0, sizeof plan);
    plan.call = call;
    plan.at = k;
    plan.error = error;
    plan.sticky = sticky;
    fail_allocation(call == CALL_ALLOCATION ? k : 0, sticky);
}

/* Ends the plan; true: the call it is about has failed. */
static bool made_fail(void) {
    bool reached = plan.call == CALL_ALLOCATION ? allocation_failed() : plan.reached;
    plan.at = 0;
    fail_allocation(0, false);
    return reached;
}

/* ---- runs, in a folder of their own that holds `in` and `list` ---- */

struct run {
    const char *name;
    const char *arguments; /* separated by spaces */
    const char *before;    /* of an undisturbed run that makes what is there already; NULL */
    bool lossy;            /* memory that ends is lost by a library: src/guard.h */
    bool memory;           /* nothing but memory ends, at each place */
    const char *given;     /* as standard input; NULL: a page */
    bool lists;            /* prints what it would do, and no stream */
    bool piped;            /* standard input and output are pipes, else files */
    bool socket;           /* standard output is one */
    bool untyped;          /* the disk does not tell what its entries are */
    bool signalled;        /* signals come, too */
};

static const struct run runs[] = {
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

static const char *const inputs[][2] = {
    {"fixtures/101-ns-answered/page.innertext.txt", "in/a.txt"},
    {"fixtures/152-nd17-pending/page.html", "in/b.html"},
    {"fixtures/151-nd17-answered/page.mhtml", "in/c.mhtml"},
    {"fixtures/108-ns-end-of-mandate/page.w3m.txt", "in/d/f.txt"},
    {"fixtures/251-an-col10-answered/page.html", "in/d/g/e.html"},
};

static char top[PATH_MAX], folder[] = "/tmp/qparse-calls-XXXXXX";
static bool full;
static size_t failed_calls, failures, interrupted_runs;

struct bytes {
    char *ptr;
    size_t size;
};

static struct bytes read_whole(const char *path) {
    FILE *file = fopen(path, "rb");
    struct bytes b = {NULL, 0};
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    b.size = (size_t)ftell(file);
    rewind(file);
    b.ptr = calloc(1, b.size + 1);
    assert_non_null(b.ptr);
    assert_int_equal(fread(b.ptr, 1, b.size, file), b.size);
    fclose(file);
    return b;
}

static void write_whole(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

#ifdef HAVE_LIBARCHIVE
static void add_member(struct archive *a, const char *name, struct bytes b, const char *link) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, link ? 0 : (la_int64_t)b.size);
    archive_entry_set_filetype(entry, link ? AE_IFLNK : AE_IFREG);
    archive_entry_set_symlink(entry, link);
    assert_true(archive_write_header(a, entry) >= ARCHIVE_WARN); /* é where there is no locale */
    assert_true(link || archive_write_data(a, b.ptr, b.size) == (la_ssize_t)b.size);
    archive_entry_free(entry);
}

static void finish_archive(struct archive *a) {
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
}

static struct archive *start_archive(const char *path, int (*format)(struct archive *),
                                     int (*filter)(struct archive *)) {
    struct archive *a = archive_write_new();
    assert_int_equal(format(a), ARCHIVE_OK);
    assert_true(!filter || filter(a) == ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
    return a;
}

/* What no compression makes smaller. */
static void make_noise(char *bytes, size_t size) {
    uint32_t x = 1;
    for (size_t i = 0; i < size; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (char)(x >> 24);
    }
}

/* The answer of a web server as a record of a WARC. */
static struct bytes web_record(const char *url, const char *header, struct bytes body) {
    char *warc = malloc(strlen(url) + 2 * strlen(header) + body.size + 512);
    assert_non_null(warc);
    size_t answer = strlen("HTTP/1.1 200 OK\r\n\r\n") + strlen(header) + body.size;
    int len = sprintf(warc,
                      "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
                      "WARC-Target-URI: %s\r\nContent-Length: %zu\r\n\r\n"
                      "HTTP/1.1 200 OK\r\n%s\r\n",
                      url, answer, header);
    memcpy(warc + len, body.ptr, body.size);
    memcpy(warc + len + body.size, "\r\n\r\n", 4);
    return (struct bytes){warc, (size_t)len + body.size + 4};
}

/* What makes few calls, so that each of them fails. */
static void make_small_archives(struct bytes none) {
    static const char abc[] = "\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\x4A\x06\0"
                              "\xC2\x41\x24\x35\x03\0\0";
    struct bytes packed = {(char *)abc, sizeof abc};
    struct bytes record = web_record("https://www.senat.fr/a",
                                     "Content-Type: text/html; charset=utf-8\r\n"
                                     "Content-Encoding: gzip\r\n",
                                     packed);
    struct bytes refused =
        web_record("https://www.senat.fr/b", "Content-Type: image/png\r\n", none);
    record.ptr = realloc(record.ptr, record.size + refused.size);
    assert_non_null(record.ptr);
    memcpy(record.ptr + record.size, refused.ptr, refused.size);
    write_whole("in-small/a.warc", record.ptr, record.size + refused.size);
    free(record.ptr);
    free(refused.ptr);
    struct archive *a = start_archive("in-small/b.tar.gz", archive_write_set_format_pax_restricted,
                                      archive_write_add_filter_gzip);
    add_member(a, "n.txt", none, NULL);
    finish_archive(a);
    a = start_archive("in-small/c.zip", archive_write_set_format_zip, NULL);
    add_member(a, "n.txt", none, NULL);
    finish_archive(a);
}

/* More than is read at first: behind the end of the archive, and within a record. */
static void make_large_archives(struct bytes page) {
    enum { LARGE = 400 * 1024 };
    struct bytes noise = {calloc(1, LARGE), LARGE};
    assert_non_null(noise.ptr);
    make_noise(noise.ptr, LARGE);
    struct archive *a = start_archive("in-tape.tar", archive_write_set_format_ustar, NULL);
    add_member(a, "n.html", page, NULL);
    finish_archive(a);
    struct bytes tape = read_whole("in-tape.tar");
    char *filled_up = realloc(tape.ptr, tape.size + LARGE);
    assert_non_null(filled_up);
    memcpy(filled_up + tape.size, noise.ptr, LARGE);
    a = start_archive("in-tape.tar.gz", archive_write_set_format_raw,
                      archive_write_add_filter_gzip);
    add_member(a, "x", (struct bytes){filled_up, tape.size + LARGE}, NULL);
    finish_archive(a);
    free(filled_up);
    struct bytes first = web_record("https://www.nosdeputes.fr/a", "", page),
                 second = web_record("https://www.nosdeputes.fr/b", "Content-Type: image/png\r\n",
                                     noise);
    char *both = malloc(first.size + second.size);
    assert_non_null(both);
    memcpy(both, first.ptr, first.size);
    memcpy(both + first.size, second.ptr, second.size);
    write_whole("in-large.warc", both, first.size + second.size);
    free(both);
    free(first.ptr);
    free(second.ptr);
    free(noise.ptr);
}

static void make_archives(void) {
    static char noise[100 * 1024];
    struct bytes page = read_whole("in/b.html"), text = read_whole("in/a.txt");
    struct bytes none = {(char *)"nothing\n", 8};
    struct archive *a = start_archive("in/g.zip", archive_write_set_format_zip, NULL);
    add_member(a, "m/b.html", page, NULL);
    add_member(a, "m/none.txt", none, NULL);
    make_noise(noise, sizeof noise);
    add_member(a, "m/.passed-over", (struct bytes){noise, sizeof noise}, NULL);
    finish_archive(a);
    a = start_archive("in/h.tar.gz", archive_write_set_format_pax_restricted,
                      archive_write_add_filter_gzip);
    add_member(a, "n.html", page, NULL);
    add_member(a, "./\xC3\xA9/link", page, "n.html");
    add_member(a, "./\xC3\xA9/a.txt", text, NULL);
    finish_archive(a);
    struct bytes record = web_record("https://www.nosdeputes.fr/15/question/QE/1",
                                     "Content-Type: text/html; charset=utf-8\r\n", page);
    write_whole("in/i.warc", record.ptr, record.size);
    a = start_archive("in/j.warc.gz", archive_write_set_format_raw, archive_write_add_filter_gzip);
    add_member(a, "x", record, NULL);
    finish_archive(a);
    a = start_archive("in/k.html.xz", archive_write_set_format_raw, archive_write_add_filter_xz);
    add_member(a, "x", page, NULL);
    finish_archive(a);
    make_small_archives(none);
    make_large_archives(page);
    free(record.ptr);
    free(page.ptr);
    free(text.ptr);
}
#else
static void make_archives(void) {
}
#endif

/* What has no id, and is known by the file that it was made of. */
#define RECORD(title)                                                                              \
    "<question schema=\"qparse/1\"><file>p.html</file><site>senat.fr</site>"                       \
    "<chamber>senat</chamber><title>" title "</title></question>"

/* A device that is the test's own where root runs it, who could replace any: else a link to one. */
static void make_device(void) {
    int fd = mknod("null", S_IFCHR | 0666, makedev(1, 3)) ? -1 : open("null", O_WRONLY);
    if (fd >= 0)
        close(fd);
    else
        assert_true((unlink("null") == 0 || errno == ENOENT) && symlink("/dev/null", "null") == 0);
}

static void make_inputs(void) {
    enum { LARGE = 300 * 1024 };
    char list[256]; /* full: a line end more needs other room */
    memset(list, '\n', sizeof list);
    memcpy(list, "in/a.txt", strlen("in/a.txt"));
    memcpy(list + 16, "./in//d/f.txt", strlen("./in//d/f.txt"));
    assert_int_equal(mkdir("in", 0777) || mkdir("in/d", 0777) || mkdir("in/d/g", 0777) ||
                         mkdir("in-small", 0777) || mkdir("in-old", 0777) || mkdir("in-new", 0777),
                     0);
    make_device();
    write_whole("in-old/x.xml", RECORD("Un phare"), strlen(RECORD("Un phare")));
    write_whole("in-new/y.xml", RECORD("Un port"), strlen(RECORD("Un port")));
    write_whole("in-new/z.txt", "nothing\n", 8);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char path[PATH_MAX + 128];
        snprintf(path, sizeof path, "%s/%s", top, inputs[i][0]);
        struct bytes b = read_whole(path);
        write_whole(inputs[i][1], b.ptr, b.size);
        free(b.ptr);
    }
    write_whole("list", list, sizeof list);
    write_whole("in/none.txt", "nothing\n", 8);
    make_archives();
    assert_int_equal(mkfifo("in/pipe", 0600), 0);
    assert_int_equal(symlink("../d", "in/d/loop"), 0);
    assert_int_equal(symlink("d/g", "in/linked"), 0);
    assert_int_equal(symlink("nowhere", "in/lost"), 0);
    assert_int_equal(mkdir("in-link", 0777) || mkdir("in-links", 0777), 0);
    assert_int_equal(symlink("../in/d", "in-link/a"), 0);
    assert_int_equal(symlink("../in/d", "in-links/a"), 0);
    assert_int_equal(symlink("../in/d", "in-links/b"), 0);
    /* more than is read at first */
    struct bytes page = read_whole("in/b.html");
    char *large = malloc(page.size + LARGE);
    assert_non_null(large);
    memset(large, ' ', LARGE);
    memcpy(large + LARGE, page.ptr, page.size);
    write_whole("in-large.html", large, page.size + LARGE);
    free(large);
    free(page.ptr);
}

/* ---- what is there after a run ---- */

struct file {
    char *path;
    struct bytes bytes;
};

struct outcome {
    int status, signal;
    struct bytes out, err;
    struct file files[64];
    size_t count;
};

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

static const struct bytes *find_file(const struct outcome *o, const char *path) {
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->files[i].path, path) == 0)
            return &o->files[i].bytes;
    return NULL;
}

static void free_outcome(struct outcome *o) {
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
    enum { MOST = 1 << 18 };
    struct bytes b = {calloc(1, MOST), 0};
    ssize_t n;
    assert_non_null(b.ptr);
    while ((n = read(fd, b.ptr + b.size, MOST - 1 - b.size)) > 0)
        b.size += (size_t)n;
    close(fd);
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

/* The standard streams are the run's own while it is on. */
static void perform(const struct run *run, const char *arguments, enum call call, size_t k,
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

static void look_around(struct outcome *o) {
    filled = o;
    assert_int_equal(nftw(".", note_file, 16, FTW_PHYS), 0);
}

static void clear_folder(void) {
    assert_int_equal(nftw(".", remove_file, 16, FTW_PHYS | FTW_DEPTH), 0);
}

static void prepare(const struct run *run, struct outcome *before) {
    clear_folder();
    if (!run->before)
        return;
    perform(run, run->before, CALL_ALLOCATION, 0, 0, false, before);
    look_around(before);
}

static size_t open_descriptors(void) {
    size_t n = 0;
    for (int fd = 0; fd < 64; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* ---- judgement ---- */

static bool same_bytes(struct bytes a, struct bytes b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.ptr, b.ptr, a.size) == 0);
}

/* Each line of a stream is one of the undisturbed run's, in its order. */
static bool is_part(struct bytes part, struct bytes whole) {
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

/* As it was before the run, or as it was to be. */
static bool is_whole(const char *path, struct bytes b, const struct outcome *whole,
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

static bool same_outcome(const struct outcome *a, const struct outcome *b) {
    bool same = a->status == b->status && same_bytes(a->out, b->out) && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        const struct bytes *other = find_file(b, a->files[i].path);
        same = other && same_bytes(a->files[i].bytes, *other);
    }
    return same;
}

/* The path of a file that should not be there, or not so; NULL: all is well. */
static const char *judge_files(const struct outcome *o, const struct outcome *whole,
                               const struct outcome *before) {
    for (size_t i = 0; i < o->count; i++)
        if (!may_be_there(o->files[i].path, o->files[i].bytes, whole, before))
            return o->files[i].path;
    return NULL;
}

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

/* What a run comes to where nothing fails, and what is there before it. */
struct healthy {
    struct outcome before, whole;
    size_t calls[CALL_COUNT], descriptors;
};

static void try_call(const struct run *run, const struct healthy *healthy, enum call call, size_t k,
                     int error, bool sticky) {
    struct outcome o = {0}, before = {0};
    prepare(run, &before);
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
    free_outcome(&before);
}

static void sweep_call(const struct run *run, const struct healthy *healthy, enum call call,
                       int error, bool sticky) {
    enum { EACH = 100 }; /* the first of a kind, in a full sweep */
    bool memory = call == CALL_ALLOCATION;
    size_t step = run->memory ? 1 : memory ? full ? 7 : 311 : full ? 3 : 29;
    for (size_t k = 1; memory || k <= healthy->calls[call]; k += full && k < EACH ? 1 : step) {
        try_call(run, healthy, call, k, error, sticky);
        if (!plan.reached)
            break;
    }
}

static void run_healthy(const struct run *run, struct healthy *healthy) {
    prepare(run, &healthy->before);
    perform(run, run->arguments, CALL_ALLOCATION, 0, 0, false, &healthy->whole);
    memcpy(healthy->calls, plan.seen, sizeof plan.seen);
    look_around(&healthy->whole);
    healthy->descriptors = open_descriptors();
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
    free_outcome(&healthy.whole);
    free_outcome(&healthy.before);
}

static void every_call_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        sweep_run(&runs[i]);
    if (&__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
        fail_msg("memory is left behind");
    assert_int_equal(failures, 0);
}

/* ---- signals ---- */

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
    struct outcome o = {0}, before = {0};
    const char *wrong = NULL;
    int status;
    prepare(run, &before);
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
    free_outcome(&before);
}

static void signals_come(void **state) {
    (void)state;
    failures = 0;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct healthy healthy = {0};
        if (!runs[i].signalled)
            continue;
        run_healthy(&runs[i], &healthy);
        for (int call = 0; call < CALL_COUNT; call++)
            for (size_t k = 1; k <= healthy.calls[call]; k += full ? 1 : 101)
                try_signal(&runs[i], &healthy, (enum call)call, k);
        free_outcome(&healthy.whole);
        free_outcome(&healthy.before);
    }
    assert_true(interrupted_runs > 0);
    assert_int_equal(failures, 0);
}

/* ---- odd systems ---- */

/* Network disks tell only names. */
static void entries_without_a_type(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct outcome typed = {0}, other = {0}, before = {0}, again = {0};
        prepare(&runs[i], &before);
        perform(&runs[i], runs[i].arguments, CALL_ALLOCATION, 0, 0, false, &typed);
        look_around(&typed);
        struct run run = runs[i];
        run.untyped = !run.untyped;
        prepare(&runs[i], &again);
        perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &other);
        look_around(&other);
        assert_true(same_outcome(&typed, &other));
        free_outcome(&typed);
        free_outcome(&other);
        free_outcome(&before);
        free_outcome(&again);
    }
}

/* The number of an entry is that of its disk: the output is told by both. */
static void entries_with_the_number_of_the_output(void **state) {
    static const struct run run = {.arguments = "-j1 -f jsonl -o out.jsonl in",
                                   .before = "-j1 -f jsonl -o out.jsonl in"};
    struct outcome o = {0}, before = {0};
    struct stat st;
    (void)state;
    prepare(&run, &before);
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
    prepare(&run, &with);
    perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &with);
    without_utf8 = true;
    perform(&run, run.arguments, CALL_ALLOCATION, 0, 0, false, &without);
    without_utf8 = false;
    assert_true(with.out.size > 0 && same_outcome(&with, &without));
    free_outcome(&with);
    free_outcome(&without);
}
#endif

static int start(void **state) {
    const char *sweep_all = getenv("QPARSE_SWEEP");
    (void)state;
    full = sweep_all && strcmp(sweep_all, "full") == 0;
    alone = true;
    fail_allocation(0, false);
    qp_init();
    signal(SIGPIPE, SIG_IGN);
    if (!getcwd(top, sizeof top) || !mkdtemp(folder) || chdir(folder)) {
        perror(folder); /* and no end(), which clears the folder that it is in */
        exit(EXIT_FAILURE);
    }
    make_inputs();
    return 0;
}

static int end(void **state) {
    (void)state;
    printf("# %zu calls failed\n", failed_calls);
    clear_folder();
    return chdir(top) || nftw(folder, remove_file, 16, FTW_PHYS | FTW_DEPTH) ? -1 : 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_fails),
        cmocka_unit_test(signals_come),
        cmocka_unit_test(entries_without_a_type),
        cmocka_unit_test(entries_with_the_number_of_the_output),
        cmocka_unit_test(standard_output_is_a_socket),
        cmocka_unit_test(temporary_names_that_are_taken),
#ifdef HAVE_LIBARCHIVE
        cmocka_unit_test(system_without_utf8),
#endif
    };
    return cmocka_run_group_tests(tests, start, end);
}
