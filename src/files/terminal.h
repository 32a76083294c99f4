/* A terminal that a page is pasted into. */
#ifndef TERMINAL_H
#define TERMINAL_H
#include "qparse.h"

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

/* All zero: none. */
struct terminal {
    bool changed, ended;
    char last; /* byte that was taken */
    int fd;
    struct termios before;
};

/* Where fd is a terminal it gives bytes as they come until terminal_end(). Line by line it
 * would cut lines to 4,095 bytes, in silence, and an answer's paragraph may be longer. */
void terminal_begin(struct terminal *t, int fd);
/* Of `size` bytes that were read, those before the character that ends the input (Ctrl-D). */
size_t terminal_take(struct terminal *t, const char *bytes, size_t size);
void terminal_end(struct terminal *t);

#endif
