/* What archives are read from in a test: bytes that come a few at a time. */
#ifndef TRICKLE_H
#define TRICKLE_H

#include "base/span.h"

#include <sys/types.h>

struct trickle {
    struct span left;
    size_t most;
    bool fails; /* at the end, instead */
};

static ssize_t read_trickle(void *user, char *to, size_t room) {
    struct trickle *s = user;
    size_t n = s->left.len < s->most ? s->left.len : s->most;
    n = n < room ? n : room;
    memcpy(to, s->left.ptr, n);
    s->left = (struct span){s->left.ptr + n, s->left.len - n};
    return n == 0 && s->fails ? -1 : (ssize_t)n;
}

#endif
