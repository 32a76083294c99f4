/* Writes one stream. A file is written under a temporary name, and renamed only if it differs. */
#include "files/output.h"

#include "files/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *output_error(int error) {
    return error == ELOOP ? "a symbolic link is not written through" : strerror(error);
}

/* A device or FIFO is written in place: a rename over /dev/null would replace it. */
static int open_direct(struct output *o) {
    o->fd = open(o->path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_TRUNC);
    return o->fd < 0 ? errno : 0;
}

/* In the file's own folder, hidden. The name is short: the file's may be of the greatest length. */
static int open_temporary(struct output *o) {
    const char *slash = strrchr(o->path, '/');
    int folder = slash ? (int)(slash - o->path) + 1 : 0;
    for (unsigned n = 0; n < 1000; n++) {
        free(o->temporary);
        if (asprintf(&o->temporary, "%.*s.qparse-%ld-%u.tmp", folder, o->path, (long)getpid(), n) <
            0) {
            o->temporary = NULL;
            return ENOMEM;
        }
        o->fd = open(o->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (o->fd >= 0 || errno != EEXIST)
            break;
    }
    if (o->fd >= 0)
        return 0;
    int saved = errno;
    free(o->temporary);
    o->temporary = NULL;
    return saved;
}

static bool may_block(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 &&
           (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) || (S_ISCHR(st.st_mode) && isatty(fd)));
}

int output_make_parents(const char *path) {
    char *name = strdup(path);
    int error = name ? 0 : ENOMEM;
    char *slash = name;
    while (!error && (slash = strchr(slash + 1, '/'))) {
        *slash = '\0';
        if (mkdir(name, 0777) && errno != EEXIST)
            error = errno;
        *slash = '/';
    }
    free(name);
    return error;
}

static int open_file(struct output *o) {
    struct stat st;
    if (stat(o->path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return EISDIR;
        if (!S_ISREG(st.st_mode))
            return open_direct(o);
    } else if (errno != ENOENT) {
        return errno; /* the file can't be looked at: it may be a device */
    }
    /* A rename would replace the link: "/dev/stdout" where it leads to a file, too. */
    if (lstat(o->path, &st) == 0 && S_ISLNK(st.st_mode))
        return ELOOP;
    int error = open_temporary(o);
    if (error == ENOENT && !(error = output_make_parents(o->path)))
        error = open_temporary(o);
    return error;
}

int output_open(struct output *o, const char *path, bool sync) {
    *o = (struct output){.path = path, .fd = path ? -1 : STDOUT_FILENO, .sync = sync};
    int error = path ? open_file(o) : 0;
    if (!error)
        o->waits = may_block(o->fd);
    return error;
}

void output_open_fd(struct output *o, int fd) {
    *o = (struct output){.fd = fd, .waits = may_block(fd)};
}

int write_all(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        bytes += n;
        size -= (size_t)n;
    }
    return 0;
}

/* A pipe that is ready has room for PIPE_BUF bytes. More would wait for the reader in write(),
 * which no signal ends. */
int output_write(struct output *o, const char *bytes, size_t size) {
    if (!o->waits)
        return write_all(o->fd, bytes, size);
    while (size > 0) {
        size_t part = size < PIPE_BUF ? size : PIPE_BUF;
        int error = interrupt_wait(o->fd, POLLOUT);
        if (!error)
            error = write_all(o->fd, bytes, part);
        if (error)
            return error;
        bytes += part;
        size -= part;
    }
    return 0;
}

/* Reads up to `room` bytes at offset `at`; fewer at the end or on an error. */
static size_t read_at(int fd, char *to, size_t room, off_t at) {
    size_t len = 0;
    while (len < room) {
        ssize_t n = pread(fd, to + len, room - len, at + (off_t)len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        len += (size_t)n;
    }
    return len;
}

static bool same_files(int a, int b) {
    enum { STEP = 16 * 1024 };
    char left[STEP], right[STEP];
    struct stat x, y;
    if (fstat(a, &x) || fstat(b, &y) || !S_ISREG(y.st_mode) || x.st_size != y.st_size)
        return false;
    for (off_t at = 0; at < x.st_size; at += STEP) {
        size_t wanted = x.st_size - at < STEP ? (size_t)(x.st_size - at) : STEP;
        if (read_at(a, left, wanted, at) != wanted || read_at(b, right, wanted, at) != wanted ||
            memcmp(left, right, wanted) != 0)
            return false;
    }
    return true;
}

/* Whether the file of this name has the same bytes. It keeps its time then: make and rsync see no
 * change. */
static bool is_unchanged(const struct output *o) {
    int old = open(o->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    bool same = old >= 0 && same_files(o->fd, old);
    if (old >= 0)
        close(old);
    return same;
}

static int sync_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    if (!folder)
        return ENOMEM;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = 0;
    if (fd < 0 || fsync(fd))
        error = errno;
    if (fd >= 0)
        close(fd);
    free(folder);
    return error;
}

static int give_name(const struct output *o) {
    if (rename(o->temporary, o->path))
        return errno;
    return o->sync ? sync_folder(o->path) : 0;
}

int output_close(struct output *o, bool whole) {
    int error = 0;
    bool renames = whole && o->temporary && !is_unchanged(o);
    if (renames && o->sync && fsync(o->fd))
        error = errno;
    if (o->fd >= 0 && close(o->fd) && errno != EINTR && !error)
        error = errno;
    if (renames && !error)
        error = give_name(o);
    if (o->temporary && (!renames || error))
        unlink(o->temporary);
    free(o->temporary);
    o->fd = -1;
    o->temporary = NULL;
    return error;
}
