/* A stream of bytes, of which a stretch is in memory at a time. */
#ifndef WINDOW_H
#define WINDOW_H
#include "base/memory.h"

#include <sys/types.h>

/* Gives up to `room` bytes: their number, 0 at the end, -1 on an error, which it keeps itself. */
typedef ssize_t window_read(void *user, char *to, size_t room);

/* `{.read = ..., .user = ...}` before the first byte. */
struct window {
    window_read *read;
    void *user;
    struct buffer bytes; /* those from `at` on are unused */
    size_t at;
    bool ended;          /* read() gives no more */
    bool failed;         /* it gave an error: what came before is still unused */
    bool broken;         /* memory ended */
};

/* Reads until `wanted` bytes are unused, which may move them. False: there are fewer, or an error. */
bool window_ensure(struct window *w, size_t wanted);
void window_free(struct window *w);

static inline struct span window_unused(const struct window *w) {
    return (struct span){w->bytes.ptr + w->at, w->bytes.len - w->at};
}

#endif
