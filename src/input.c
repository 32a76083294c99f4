#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* O_NONBLOCK so that opening a FIFO without a writer does not hang before fstat() has
 * told what it is; a FIFO that the user names is then read as usual. */
static int open_input(const char *path, struct stat *st) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return -1;
    int flags;
    if (fstat(fd, st) == 0 && (flags = fcntl(fd, F_GETFL)) >= 0 &&
        (S_ISREG(st->st_mode) || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0)) {
        if (!S_ISDIR(st->st_mode))
            return fd;
        errno = EISDIR;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

static int read_all(int fd, size_t limit, size_t expected, struct buffer *out) {
    size_t room = expected < limit ? expected + 1 : limit + 1;
    if (room < 4096)
        room = 4096;
    for (;;) {
        if (out->len > limit)
            return 0;
        if (out->cap == out->len && !buffer_reserve(out, room > out->len ? room - out->len : 1))
            return ENOMEM;
        size_t want = out->cap - out->len;
        if (want > limit + 1 - out->len)
            want = limit + 1 - out->len;
        ssize_t n = read(fd, out->ptr + out->len, want);
        if (n == 0)
            return 0;
        if (n > 0)
            out->len += (size_t)n;
        else if (errno != EINTR)
            return errno;
    }
}

int input_read(const char *path, size_t limit, struct buffer *out) {
    struct stat st = {0};
    int fd = STDIN_FILENO;
    out->len = 0;
    if (path && (fd = open_input(path, &st)) < 0)
        return errno;
    if (!path && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        return EISDIR;
    size_t expected = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : 0;
    int error = read_all(fd, limit, expected, out);
    if (path)
        close(fd);
    return error;
}
