/* Unpacks gzip data by zlib, and checks its checksums. */
#include "archive/gunzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { STEP = 64 * 1024, GZIP_HEADER = 16 /* zlib: a gzip header must be there */ };

struct gunzip {
    gunzip_source *source;
    void *user;
    z_stream z;
    bool ended;  /* the source has no more */
    bool within; /* a member, which must not end here */
    bool padded; /* NULs have come behind a member: tapes are filled up with them */
    bool done;   /* no member follows */
    bool tail;   /* other bytes do */
    unsigned char block[STEP];
};

struct gunzip *gunzip_open(gunzip_source *source, void *user) {
    struct gunzip *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    g->source = source;
    g->user = user;
    if (inflateInit2(&g->z, GZIP_HEADER + MAX_WBITS) == Z_OK)
        return g;
    free(g);
    return NULL;
}

/* Until `wanted` bytes are there, or the source has ended. */
static int fill(struct gunzip *g, uInt wanted) {
    while (g->z.avail_in < wanted && !g->ended) {
        if (g->z.avail_in > 0)
            memmove(g->block, g->z.next_in, g->z.avail_in);
        ssize_t n = g->source(g->user, (char *)g->block + g->z.avail_in,
                              sizeof g->block - g->z.avail_in);
        if (n < 0)
            return -1;
        g->ended = n == 0;
        g->z.next_in = g->block;
        g->z.avail_in += (uInt)n;
    }
    return 0;
}

/* A member follows, or padding, or the end. */
static void begin_member(struct gunzip *g) {
    z_stream *z = &g->z;
    g->padded |= z->avail_in > 0 && z->next_in[0] == 0;
    if (!g->padded) {
        g->within = z->avail_in > 0 && z->next_in[0] == 0x1F &&
                    (z->avail_in == 1 || z->next_in[1] == 0x8B);
        g->done = !g->within;
        g->tail = g->done && z->avail_in > 0;
        inflateReset(z); /* fails only without inflateInit() */
        return;
    }
    while (z->avail_in > 0 && z->next_in[0] == 0)
        z->next_in++, z->avail_in--;
    g->tail = z->avail_in > 0;
    g->done = g->tail || g->ended;
}

ssize_t gunzip_read(struct gunzip *g, char *to, size_t room, const char **message) {
    *message = NULL;
    g->z.next_out = (unsigned char *)to;
    g->z.avail_out = room < STEP ? (uInt)room : STEP;
    uInt wanted = g->z.avail_out;
    while (!g->done && g->z.avail_out == wanted) {
        if (fill(g, g->within ? 1 : 2))
            return -1;
        if (!g->within) {
            begin_member(g);
            continue;
        }
        int rc = inflate(&g->z, Z_NO_FLUSH);
        g->within = rc != Z_STREAM_END;
        if (rc == Z_MEM_ERROR) {
            *message = "memory ran out";
            return -1;
        }
        if (rc != Z_OK && rc != Z_STREAM_END && !(rc == Z_BUF_ERROR && !g->ended)) {
            *message = g->ended ? "its gzip data ends early" : "its gzip data is damaged";
            return -1;
        }
    }
    return (ssize_t)(wanted - g->z.avail_out);
}

bool gunzip_tail(const struct gunzip *g) {
    return g->tail;
}

void gunzip_close(struct gunzip *g) {
    if (g)
        inflateEnd(&g->z);
    free(g);
}
