/* A terminal: a page is pasted into it, lines fit its width. */
#ifndef TERMINAL_H
#define TERMINAL_H
#include "qparse.h"

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

/* All zero: no terminal. */
struct terminal {
    bool changed; /* the terminal is to be set back to `before` */
    bool ended;   /* Ctrl-D was typed */
    char last;    /* byte that was taken */
    int fd;
    struct termios before;
};

/* If fd is a terminal, it gives bytes as they come until terminal_end(). Line by line it would
 * cut lines to 4,095 bytes in silence, and an answer's paragraph may be longer. */
void terminal_begin(struct terminal *t, int fd);
/* How many of `size` bytes that were read are input: those before Ctrl-D. */
size_t terminal_take(struct terminal *t, const char *bytes, size_t size);
void terminal_end(struct terminal *t);
/* The width. 0: fd is no terminal, or does not tell. */
size_t terminal_columns(int fd);

#endif
