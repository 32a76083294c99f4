/* A file or standard input: opened, its first bytes looked at, then read whole into a
 * buffer or as a stream. */
#ifndef INPUT_H
#define INPUT_H
#include "base/memory.h"
#include "files/terminal.h"

#include <sys/types.h>
#include <time.h>

struct input {
    int fd;
    bool regular;
    bool ended;
    off_t start;            /* of a regular file, where reading began */
    off_t size;             /* of a regular file when it was opened */
    struct timespec modified;
    struct buffer *bytes;   /* what has been read, the caller's */
    size_t streamed;        /* of these, given by input_stream() */
    struct terminal terminal;
};

enum { INPUT_NOT_REGULAR = -1 };

/* What it is read as. FOUND: it was not named, so what is no regular file is refused. LIST:
 * on a terminal it is typed, line by line, and not pasted. */
enum input_use { INPUT_NAMED, INPUT_FOUND, INPUT_LIST };

/* `path` NULL: standard input. Reads the first bytes, of a small file all. 0,
 * INPUT_NOT_REGULAR, or an errno value (EISDIR for a folder); needs no input_close() then. */
int input_open(struct input *in, const char *path, enum input_use use,
               struct buffer *bytes) QP_CHECK;
/* Reads on to the end, but no more than limit + 1 bytes in all, so that a longer input is
 * seen to be one. 0 or an errno value. */
int input_rest(struct input *in, size_t limit) QP_CHECK;
/* The bytes from the first on, as a stream. The number of bytes, 0 at the end, or minus an
 * errno value. */
ssize_t input_stream(struct input *in, char *to, size_t room) QP_CHECK;
/* Moves the stream of a regular file; the new place, or minus an errno value. */
off_t input_seek(struct input *in, off_t offset, int whence) QP_CHECK;
void input_close(struct input *in);
/* An errno value as a message; with advice, where the name tells what was meant. */
const char *input_error(const char *name, int error);

#endif
