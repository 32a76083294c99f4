/* A file or standard input. Its first bytes are read when it is opened; the rest follows into the
 * same buffer, or as a stream. */
#ifndef INPUT_H
#define INPUT_H
#include "base/memory.h"
#include "files/terminal.h"

#include <sys/types.h>
#include <time.h>

struct input {
    int fd;
    bool regular;
    bool ended;             /* no more bytes will come */
    off_t start;            /* of a regular file: the offset where reading began */
    off_t size;             /* of a regular file, when it was opened */
    struct timespec modified;
    struct buffer *bytes;   /* the bytes that were read; the caller's */
    size_t streamed;        /* how many of them input_stream() has given */
    struct terminal terminal;
};

enum { INPUT_NOT_REGULAR = -1 };

/* FOUND: a folder holds it, so only a regular file is read. LIST: names, which on a terminal are
 * typed line by line; a page is pasted. */
enum input_use { INPUT_NAMED, INPUT_FOUND, INPUT_LIST };

/* `path` NULL: standard input. Reads up to 256 KiB into `bytes`, which must last as long as *in.
 * 0; INPUT_NOT_REGULAR or an errno value (EISDIR for a folder), and nothing is to be closed. */
int input_open(struct input *in, const char *path, enum input_use use,
               struct buffer *bytes) QP_CHECK;
/* Reads on to the end, but at most limit + 1 bytes in all: one more shows that the input is too
 * long. 0 or an errno value. */
int input_rest(struct input *in, size_t limit) QP_CHECK;
/* The next bytes, from the input's first on. Their number, 0 at the end, or minus an errno
 * value. */
ssize_t input_stream(struct input *in, char *to, size_t room) QP_CHECK;
/* Moves the stream of a regular file. The new offset, or minus an errno value. */
off_t input_seek(struct input *in, off_t offset, int whence) QP_CHECK;
void input_close(struct input *in);
/* The message for an errno value; advice where the name tells the mistake ("https://…"). `name`
 * may be NULL. Static text, or strerror()'s. */
const char *input_error(const char *name, int error);

#endif
