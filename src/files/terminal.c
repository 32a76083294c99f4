/* Lets a terminal give a pasted page byte by byte. */
#include "files/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

void terminal_begin(struct terminal *t, int fd) {
    struct termios raw;
    *t = (struct terminal){.fd = fd, .last = '\n'};
    if (tcgetattr(fd, &t->before) || !(t->before.c_lflag & ICANON))
        return;
    raw = t->before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHOCTL); /* ECHOCTL would show a line break as ^J */
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    t->changed = tcsetattr(fd, TCSANOW, &raw) == 0;
}

/* So that the output begins on a line of its own. */
static void end_line(const struct terminal *t) {
    if (t->last == '\n' || !(t->before.c_lflag & ECHO))
        return;
    ssize_t n = write(t->fd, "\n", 1);
    (void)n; /* an error costs only looks */
}

size_t terminal_take(struct terminal *t, const char *bytes, size_t size) {
    size_t n = 0;
    if (!t->changed)
        return size;
    /* A Ctrl-D typed before terminal_begin() comes as a NUL, and no page has NULs. */
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

size_t terminal_columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
