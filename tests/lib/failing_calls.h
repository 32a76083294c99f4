/* Calls that fail: linked with --wrap, so that only the command's own are seen. */
#ifndef FAILING_CALLS_H
#define FAILING_CALLS_H

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

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

/* By call; errors up to END. */
enum { END = -1 };
extern const struct call_info {
    const char *name;
    int errors[5];
} calls[];

extern struct call_plan {
    enum call call;
    size_t at; /* from 1; 0: none fails */
    size_t seen[CALL_COUNT];
    int error;
    bool sticky, reached;
} plan;
extern bool untyped;      /* a disk that does not tell what its entries are */
extern bool alone;        /* a system that gives no more threads */
extern bool without_utf8; /* a system that has no locale with it */
extern ino_t same_number; /* of every entry, which is on another disk; 0: their own */

/* The k-th of these calls is to fail, and `sticky` those behind it. */
void make_fail(enum call call, size_t k, int error, bool sticky);
/* Ends the plan; true: the call it is about has failed. */
bool made_fail(void);

#endif
