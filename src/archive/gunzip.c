/* Unpacks gzip data by zlib, and checks its checksums. */
#include "archive/gunzip.h"

#ifdef HAVE_ZLIB

#include <stdlib.h>
#include <zlib.h>

enum { STEP = 64 * 1024, GZIP_HEADER = 16 /* zlib: a gzip header must be there */ };

struct gunzip {
    gunzip_source *source;
    void *user;
    z_stream z;
    bool ended;  /* the source has no more */
    bool within; /* a member, which must not end here */
    bool done;   /* no member follows */
    unsigned char block[STEP];
};

bool gunzip_available(void) {
    return true;
}

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

static int fill(struct gunzip *g) {
    if (g->z.avail_in > 0 || g->ended)
        return 0;
    ssize_t n = g->source(g->user, (char *)g->block, sizeof g->block);
    if (n < 0)
        return -1;
    g->ended = n == 0;
    g->z.next_in = g->block;
    g->z.avail_in = (uInt)n;
    return 0;
}

/* Members follow one another. Other bytes behind the last (tapes are filled up with NULs) are
 * ignored, as gzip(1) does. */
static void begin_member(struct gunzip *g) {
    g->within = g->z.avail_in > 0 && g->z.next_in[0] == 0x1F;
    g->done = !g->within;
    inflateReset(&g->z); /* fails only without inflateInit() */
}

ssize_t gunzip_read(struct gunzip *g, char *to, size_t room, const char **message) {
    *message = NULL;
    g->z.next_out = (unsigned char *)to;
    g->z.avail_out = room < STEP ? (uInt)room : STEP;
    uInt wanted = g->z.avail_out;
    while (!g->done && g->z.avail_out == wanted) {
        if (fill(g))
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

void gunzip_close(struct gunzip *g) {
    if (g)
        inflateEnd(&g->z);
    free(g);
}

#else

bool gunzip_available(void) {
    return false;
}

struct gunzip *gunzip_open(gunzip_source *source, void *user) {
    (void)source, (void)user;
    return NULL;
}

ssize_t gunzip_read(struct gunzip *g, char *to, size_t room, const char **message) {
    (void)g, (void)to, (void)room;
    *message = NULL;
    return -1;
}

void gunzip_close(struct gunzip *g) {
    (void)g;
}

#endif
