#include "terminal.h"

#include <string.h>

void terminal_begin(struct terminal *t, int fd) {
    struct termios raw;
    *t = (struct terminal){.fd = fd};
    if (tcgetattr(fd, &t->before) || !(t->before.c_lflag & ICANON))
        return;
    raw = t->before;
    raw.c_lflag &= ~(tcflag_t)ICANON;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    t->changed = tcsetattr(fd, TCSANOW, &raw) == 0;
}

size_t terminal_take(struct terminal *t, const char *bytes, size_t size) {
    const char *end = t->changed ? memchr(bytes, t->before.c_cc[VEOF], size) : NULL;
    if (!end)
        return size;
    t->ended = true;
    return (size_t)(end - bytes);
}

void terminal_end(struct terminal *t) {
    if (t->changed)
        tcsetattr(t->fd, TCSANOW, &t->before);
    t->changed = false;
}
