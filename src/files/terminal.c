#include "files/terminal.h"

#include <unistd.h>

void terminal_begin(struct terminal *t, int fd) {
    struct termios raw;
    *t = (struct terminal){.fd = fd, .last = '\n'};
    if (tcgetattr(fd, &t->before) || !(t->before.c_lflag & ICANON))
        return;
    raw = t->before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHOCTL); /* a line break would be shown as ^J */
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    t->changed = tcsetattr(fd, TCSANOW, &raw) == 0;
}

/* The output begins on a line of its own. */
static void end_line(const struct terminal *t) {
    if (t->last == '\n' || !(t->before.c_lflag & ECHO))
        return;
    ssize_t n = write(t->fd, "\n", 1);
    (void)n; /* it would only have looked better */
}

size_t terminal_take(struct terminal *t, const char *bytes, size_t size) {
    size_t n = 0;
    if (!t->changed)
        return size;
    /* A Ctrl-D that was typed before terminal_begin() comes as a NUL, which none types. */
    while (n < size && bytes[n] && bytes[n] != (char)t->before.c_cc[VEOF])
        n++;
    if (n > 0)
        t->last = bytes[n - 1];
    t->ended = n < size;
    if (t->ended && bytes[n])
        end_line(t);
    return n;
}

void terminal_end(struct terminal *t) {
    if (t->changed)
        tcsetattr(t->fd, TCSANOW, &t->before);
    t->changed = false;
}
