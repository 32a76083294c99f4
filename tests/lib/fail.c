/* Preloaded into a program (LD_PRELOAD), makes one of its calls fail, as the variables say:
 *
 *   QPARSE_FAIL=CALL:K:HOW[:all]   the K-th call of this name, from 1; `all`: and those after it
 *   QPARSE_FAIL_COUNT=FILE         where to leave, at the end, how many such calls there were
 *                                  and how many blocks of memory were still allocated
 *
 * CALL is malloc (which stands for all that allocates), open, read, write, close, fsync,
 * rename, mkdir, unlink, stat or opendir; HOW an errno's number, or "short" for a read or
 * write that does a single byte. Calls that the C library makes inside itself are not seen,
 * nor the allocations of libraries that are known to crash where one fails. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <locale.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { MALLOC, OPEN, READ, WRITE, CLOSE, FSYNC, RENAME, MKDIR, UNLINK, STAT, OPENDIR, CALLS };

static const char *const names[CALLS] = {"malloc", "open", "read", "write", "close", "fsync",
                                         "rename", "mkdir", "unlink", "stat", "opendir"};

static struct {
    bool ready, all, is_short;
    enum call call;
    long at;
    int error;
} plan;

static atomic_long seen, live;

/* ---- the calls proper ---- */

/* What dlsym() itself allocates before the C library's malloc is known; never freed. */
static _Alignas(16) char pool[4096];
static size_t pool_used;
static bool resolving;

static void *resolve(const char *name) {
    resolving = true;
    void *found = dlsym(RTLD_NEXT, name);
    resolving = false;
    return found;
}

/* A function of the library that this one hides. */
#define NEXT(result, name, ...)                                                                    \
    static result (*next)(__VA_ARGS__);                                                            \
    if (!next) {                                                                                   \
        void *found = resolve(#name);                                                              \
        memcpy(&next, &found, sizeof next);                                                        \
    }

static bool in_pool(const void *p) {
    return (const char *)p >= pool && (const char *)p < pool + sizeof pool;
}

static void *from_pool(size_t size) {
    size = (size + 15) & ~(size_t)15;
    if (size > sizeof pool - pool_used)
        return NULL;
    pool_used += size;
    return pool + pool_used - size;
}

/* ---- the plan ---- */

/* libarchive 3.6.2 writes through the null pointers that it gets; the others are what it
 * loads, and what runs before main(). */
static struct range {
    uintptr_t begin, end;
} left_out[32];
static size_t left_out_count;

static int note_library(struct dl_phdr_info *info, size_t size, void *user) {
    static const char *const libraries[] = {"libarchive", "libz.", "libzstd", "liblzma", "libbz2",
                                            "liblz4", "libnettle", "libacl", "libicu", "libstdc++"};
    (void)size, (void)user;
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        for (int k = 0; k < info->dlpi_phnum && strstr(info->dlpi_name, libraries[i]); k++)
            if (info->dlpi_phdr[k].p_type == PT_LOAD && (info->dlpi_phdr[k].p_flags & PF_X) &&
                left_out_count < sizeof left_out / sizeof *left_out) {
                uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[k].p_vaddr;
                left_out[left_out_count++] =
                    (struct range){begin, begin + info->dlpi_phdr[k].p_memsz};
            }
    return 0;
}

static bool is_left_out(const void *caller) {
    for (size_t i = 0; i < left_out_count; i++)
        if ((uintptr_t)caller >= left_out[i].begin && (uintptr_t)caller < left_out[i].end)
            return true;
    return false;
}

static void read_plan(void) {
    const char *text = getenv("QPARSE_FAIL");
    plan.ready = true;
    plan.call = CALLS;
    dl_iterate_phdr(note_library, NULL);
    for (int c = 0; text && c < CALLS; c++) {
        size_t len = strlen(names[c]);
        if (strncmp(text, names[c], len) != 0 || text[len] != ':')
            continue;
        char *rest;
        plan.at = strtol(text + len + 1, &rest, 10);
        plan.is_short = strncmp(rest, ":short", 6) == 0;
        plan.error = plan.is_short ? 0 : (int)strtol(rest + 1, &rest, 10);
        plan.all = strstr(rest, ":all") != NULL;
        plan.call = (enum call)c;
    }
}

/* Counts the call; true: it is to fail, with errno set. */
static bool fails(enum call call) {
    if (!plan.ready)
        read_plan();
    if (call != plan.call)
        return false;
    long n = atomic_fetch_add(&seen, 1) + 1;
    if (plan.at == 0 || (plan.all ? n < plan.at : n != plan.at))
        return false;
    errno = plan.error;
    return true;
}

__attribute__((destructor)) static void leave_counts(void) {
    const char *path = getenv("QPARSE_FAIL_COUNT");
    char text[64];
    int n = snprintf(text, sizeof text, "%ld %ld\n", (long)seen, (long)live);
    plan.call = CALLS;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd >= 0 && write(fd, text, (size_t)n) == n)
        close(fd);
}

/* Behind main() nothing fails: what a build for coverage counted is written then. */
static int (*program)(int, char **, char **);

static int run_program(int argc, char **argv, char **environment) {
    int status = program(argc, argv, environment);
    plan.call = CALLS;
    return status;
}

typedef int start(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
                  void (*)(void), void *);
start __libc_start_main;
int __libc_start_main(int (*main_function)(int, char **, char **), int argc, char **argv,
                      void (*before)(void), void (*after)(void), void (*at_end)(void),
                      void *stack) {
    NEXT(int, __libc_start_main, int (*)(int, char **, char **), int, char **, void (*)(void),
         void (*)(void), void (*)(void), void *)
    program = main_function;
    return next(run_program, argc, argv, before, after, at_end, stack);
}

/* ---- memory ---- */

static _Thread_local bool in_locale;

static bool fails_for(const void *caller) {
    if (!plan.ready)
        read_plan();
    return !in_locale && !is_left_out(caller) && fails(MALLOC);
}

#define MEMORY_FAILS() fails_for(__builtin_return_address(0))

void *malloc(size_t size) {
    if (resolving)
        return from_pool(size);
    NEXT(void *, malloc, size_t)
    if (MEMORY_FAILS())
        return NULL;
    void *p = next(size);
    live += p != NULL;
    return p;
}

void *calloc(size_t count, size_t size) {
    if (resolving) /* as it is static, the pool is clear */
        return from_pool(count * size);
    NEXT(void *, calloc, size_t, size_t)
    if (MEMORY_FAILS())
        return NULL;
    void *p = next(count, size);
    live += p != NULL;
    return p;
}

void *realloc(void *old, size_t size) {
    NEXT(void *, realloc, void *, size_t)
    if (MEMORY_FAILS())
        return NULL;
    void *p = next(old, size);
    live += p && !old;
    return p;
}

void free(void *p) {
    if (!p || in_pool(p))
        return;
    NEXT(void, free, void *)
    live--;
    next(p);
}

/* As a whole: glibc 2.36 leaks where one of its allocations fails in there. */
locale_t newlocale(int mask, const char *name, locale_t base) {
    NEXT(locale_t, newlocale, int, const char *, locale_t)
    if (MEMORY_FAILS())
        return (locale_t)0;
    in_locale = true;
    locale_t made = next(mask, name, base);
    in_locale = false;
    return made;
}

/* ---- files ---- */

/* The third argument is there only where a file may be made. */
#define OPENS(name)                                                                                \
    int name(const char *path, int flags, ...) {                                                   \
        NEXT(int, name, const char *, int, ...)                                                    \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;                    \
        va_end(list);                                                                              \
        return fails(OPEN) ? -1 : next(path, flags, mode);                                         \
    }
#define OPENS_AT(name)                                                                             \
    int name(int folder, const char *path, int flags, ...) {                                       \
        NEXT(int, name, int, const char *, int, ...)                                               \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;                    \
        va_end(list);                                                                              \
        return fails(OPEN) ? -1 : next(folder, path, flags, mode);                                 \
    }
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t read(int fd, void *to, size_t size) {
    NEXT(ssize_t, read, int, void *, size_t)
    if (!fails(READ))
        return next(fd, to, size);
    return plan.is_short ? next(fd, to, size ? 1 : 0) : -1;
}

ssize_t write(int fd, const void *from, size_t size) {
    NEXT(ssize_t, write, int, const void *, size_t)
    if (!fails(WRITE))
        return next(fd, from, size);
    return plan.is_short ? next(fd, from, size ? 1 : 0) : -1;
}

/* The descriptor is gone in any case, as on Linux. */
int close(int fd) {
    NEXT(int, close, int)
    int rc = next(fd);
    return fails(CLOSE) ? -1 : rc;
}

int fsync(int fd) {
    NEXT(int, fsync, int)
    return fails(FSYNC) ? -1 : next(fd);
}

int rename(const char *old, const char *new) {
    NEXT(int, rename, const char *, const char *)
    return fails(RENAME) ? -1 : next(old, new);
}

int renameat(int old_folder, const char *old, int new_folder, const char *new) {
    NEXT(int, renameat, int, const char *, int, const char *)
    return fails(RENAME) ? -1 : next(old_folder, old, new_folder, new);
}

int mkdir(const char *path, mode_t mode) {
    NEXT(int, mkdir, const char *, mode_t)
    return fails(MKDIR) ? -1 : next(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    NEXT(int, mkdirat, int, const char *, mode_t)
    return fails(MKDIR) ? -1 : next(folder, path, mode);
}

int unlink(const char *path) {
    NEXT(int, unlink, const char *)
    return fails(UNLINK) ? -1 : next(path);
}

int unlinkat(int folder, const char *path, int flags) {
    NEXT(int, unlinkat, int, const char *, int)
    return fails(UNLINK) ? -1 : next(folder, path, flags);
}

int stat(const char *restrict path, struct stat *restrict st) {
    NEXT(int, stat, const char *, struct stat *)
    return fails(STAT) ? -1 : next(path, st);
}

int lstat(const char *restrict path, struct stat *restrict st) {
    NEXT(int, lstat, const char *, struct stat *)
    return fails(STAT) ? -1 : next(path, st);
}

int fstat(int fd, struct stat *st) {
    NEXT(int, fstat, int, struct stat *)
    return fails(STAT) ? -1 : next(fd, st);
}

int fstatat(int folder, const char *restrict path, struct stat *restrict st, int flags) {
    NEXT(int, fstatat, int, const char *, struct stat *, int)
    return fails(STAT) ? -1 : next(folder, path, st, flags);
}

DIR *opendir(const char *path) {
    NEXT(DIR *, opendir, const char *)
    return fails(OPENDIR) ? NULL : next(path);
}

DIR *fdopendir(int fd) {
    NEXT(DIR *, fdopendir, int)
    return fails(OPENDIR) ? NULL : next(fd);
}
