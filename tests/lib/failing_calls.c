#include "lib/failing_calls.h"

#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <search.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>
#endif

const struct call_info calls[] = {
#define X(name, ...) {#name, {__VA_ARGS__, END}},
    CALLS(X)
#undef X
        {"allocation", {ENOMEM, END}},
};

struct call_plan plan;
bool untyped, alone, without_utf8;
ino_t same_number;

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

/* A byte of what was asked for; but of a large file a part at last, as all of it takes long so. */
static size_t less(enum call call, size_t size) {
    return plan.seen[call] - plan.at < 2000 ? size != 0 : (size + 2) / 3;
}

#define WRAP_BYTES(name, parameters, arguments, fewer)                                             \
    ssize_t __real_##name parameters;                                                              \
    ssize_t __wrap_##name parameters;                                                              \
    ssize_t __wrap_##name parameters {                                                             \
        if (!fails(CALL_##name))                                                                   \
            return __real_##name arguments;                                                        \
        return plan.error == NOT_WHOLE ? __real_##name fewer : -1;                                 \
    }
WRAP_BYTES(read, (int fd, void *to, size_t size), (fd, to, size), (fd, to, less(CALL_read, size)))
WRAP_BYTES(pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at),
           (fd, to, less(CALL_pread, size), at))
WRAP_BYTES(write, (int fd, const void *from, size_t size), (fd, from, size),
           (fd, from, less(CALL_write, size)))

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
#pragma GCC visibility push(default) /* the linker takes libarchive's calls for calls of these */
WRAP_MEMORY(int, inflateInit2_, (z_streamp z, int bits, const char *version, int size),
            (z, bits, version, size), Z_MEM_ERROR)
WRAP_MEMORY(int, inflate, (z_streamp z, int flush), (z, flush), Z_MEM_ERROR)
#pragma GCC visibility pop
#endif

void make_fail(enum call call, size_t k, int error, bool sticky) {
    memset(&plan, 0, sizeof plan);
    plan.call = call;
    plan.at = k;
    plan.error = error;
    plan.sticky = sticky;
    fail_allocation(call == CALL_ALLOCATION ? k : 0, sticky);
}

bool made_fail(void) {
    bool reached = plan.call == CALL_ALLOCATION ? allocation_failed() : plan.reached;
    plan.at = 0;
    fail_allocation(0, false);
    return reached;
}
