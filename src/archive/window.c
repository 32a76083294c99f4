/* A window over a stream of bytes. */
#include "archive/window.h"

enum { STEP = 256 * 1024 };

bool window_ensure(struct window *w, size_t wanted) {
    struct buffer *b = &w->bytes;
    if (b->len - w->at >= wanted)
        return true;
    if (w->at) {
        memmove(b->ptr, b->ptr + w->at, b->len - w->at);
        b->len -= w->at;
        w->at = 0;
    }
    while (!w->ended && !w->broken && b->len < wanted) {
        if (!buffer_reserve(b, STEP)) {
            w->broken = true;
            break;
        }
        ssize_t n = w->read(w->user, b->ptr + b->len, b->cap - b->len);
        w->failed = n < 0;
        w->ended = n <= 0;
        if (n > 0)
            b->len += (size_t)n;
    }
    return !w->broken && b->len - w->at >= wanted;
}

void window_free(struct window *w) {
    buffer_free(&w->bytes);
}
