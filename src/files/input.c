/* Reads a file or standard input, and gives up waiting for a pipe once a signal has come. */
#include "files/input.h"

#include "files/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

/* Most pages are smaller. A larger file may be an archive, which is not read whole. */
enum { FIRST = 256 * 1024 };

static ssize_t read_some(struct input *in, char *to, size_t room) {
    while (!in->terminal.ended) {
        int error = in->regular ? 0 : interrupt_wait(in->fd, POLLIN);
        if (error)
            return -error;
        ssize_t n = read(in->fd, to, room);
        if (n >= 0)
            return (ssize_t)terminal_take(&in->terminal, to, (size_t)n);
        if (errno != EINTR)
            return -errno;
    }
    return 0;
}

/* Reads until the buffer holds `wanted` bytes or the input ends. */
static int read_until(struct input *in, size_t wanted) {
    struct buffer *b = in->bytes;
    while (!in->ended && b->len < wanted) {
        if (b->cap == b->len && !buffer_reserve(b, 4096))
            return ENOMEM;
        size_t room = b->cap - b->len;
        ssize_t n = read_some(in, b->ptr + b->len, room < wanted - b->len ? room : wanted - b->len);
        if (n < 0)
            return (int)-n;
        b->len += (size_t)n;
        in->ended = n == 0;
    }
    return 0;
}

/* O_NONBLOCK: opening a FIFO without a writer would hang, and a FIFO in a folder is to be passed
 * over. A FIFO that the user names is read as usual. */
static int open_path(struct input *in, const char *path, enum input_use use) {
    struct stat st;
    int error = 0;
    if (path)
        in->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (in->fd < 0)
        return errno;
    if (fstat(in->fd, &st))
        return errno;
    in->regular = S_ISREG(st.st_mode);
    in->modified = st.st_mtim;
    if (in->regular)
        in->size = st.st_size;
    else if (S_ISDIR(st.st_mode))
        error = EISDIR;
    else if (use == INPUT_FOUND)
        error = INPUT_NOT_REGULAR;
    else if (path && fcntl(in->fd, F_SETFL, fcntl(in->fd, F_GETFL) & ~O_NONBLOCK))
        error = errno;
    if (in->regular && !path)
        in->start = lseek(in->fd, 0, SEEK_CUR);
    if (!error && !in->regular && use != INPUT_LIST)
        terminal_begin(&in->terminal, in->fd);
    return error;
}

int input_open(struct input *in, const char *path, enum input_use use, struct buffer *bytes) {
    *in = (struct input){.fd = path ? -1 : STDIN_FILENO, .bytes = bytes};
    bytes->len = 0;
    bytes->failed = false;
    size_t first = FIRST;
    int error = open_path(in, path, use);
    if (!error && in->regular && in->size > 0 && in->size < FIRST)
        first = (size_t)in->size;
    if (!error && !buffer_reserve(bytes, first))
        error = ENOMEM;
    if (!error)
        error = read_until(in, first);
    /* A file in /proc has size 0 and holds bytes: its size does not tell its end. */
    if (!error && in->regular && in->size > 0 && bytes->len == (size_t)in->size)
        in->ended = true;
    if (error)
        input_close(in);
    return error;
}

int input_rest(struct input *in, size_t limit) {
    size_t wanted = limit + 1;
    if (in->regular && in->size > 0 && (size_t)in->size < wanted)
        wanted = (size_t)in->size + 1;
    if (!in->ended && in->regular && in->bytes->cap < wanted &&
        !buffer_reserve(in->bytes, wanted - in->bytes->len))
        return ENOMEM;
    return read_until(in, limit + 1);
}

ssize_t input_stream(struct input *in, char *to, size_t room) {
    size_t left = in->bytes->len - in->streamed;
    if (left == 0)
        return in->ended ? 0 : read_some(in, to, room);
    if (left > room)
        left = room;
    memcpy(to, in->bytes->ptr + in->streamed, left);
    in->streamed += left;
    return (ssize_t)left;
}

off_t input_seek(struct input *in, off_t offset, int whence) {
    if (whence == SEEK_SET)
        offset += in->start;
    else if (whence == SEEK_CUR && in->streamed < in->bytes->len)
        offset -= (off_t)(in->bytes->len - in->streamed);
    off_t at = lseek(in->fd, offset, whence);
    if (at < 0)
        return -errno;
    in->streamed = in->bytes->len; /* the bytes read ahead are of another place */
    in->ended = false;
    return at - in->start;
}

void input_close(struct input *in) {
    terminal_end(&in->terminal);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    in->fd = -1;
}

/* Advice for a name that no file has; NULL: none. */
static const char *missing_advice(const char *name) {
    static const struct {
        const char *begin, *advice;
    } rows[] = {
        {"http://", "an address is not opened: save the page, and name the file"},
        {"https://", "an address is not opened: save the page, and name the file"},
        {"www.", "an address is not opened: save the page, and name the file"},
        {"file://", "name the file by its path, without file://"},
    };
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(name, rows[i].begin, strlen(rows[i].begin)) == 0)
            return rows[i].advice;
    if (len && name[len - 1] == '\r') /* of a list with the line ends of Windows */
        return "no such file; the name ends with a carriage return: tr -d '\\r' takes them off";
    return NULL;
}

const char *input_error(const char *name, int error) {
    const char *advice = name && error == ENOENT ? missing_advice(name) : NULL;
    if (error == EISDIR)
        return "this is a folder, and was no operand: its files have to be named";
    return advice ? advice : strerror(error);
}
