/* Where the frames of xz and zstd data end. libarchive fails at bytes behind them, and loses the
 * text before it; it gets the frames alone. */
#ifndef FRAMES_H
#define FRAMES_H
#include "base/span.h"

enum frames_format { FRAMES_NONE, FRAMES_XZ, FRAMES_ZSTD };

/* A walk over frames and their padding: `{.format = ...}` before the first byte. */
struct frames {
    enum frames_format format;
    int state;
    uint64_t skip;  /* bytes ahead that need no look */
    uint64_t size;  /* of the block's or the index's bytes so far, which are padded to four */
    uint64_t left;  /* numbers of an xz index */
    unsigned check; /* bytes behind each block in xz, behind the frame in zstd */
    bool tail;      /* bytes that are neither a frame nor padding follow */
};

/* How many of the bytes, which are the next, are of frames or padding. The others are to be given
 * again, with more behind them; with `tail`, or at the end (`last`), they are of neither. */
size_t frames_take(struct frames *f, struct span bytes, bool last);

#endif
