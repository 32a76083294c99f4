/* The containers of a build without libarchive: WARC and lists of questions, not compressed. */
#include "archive/archive.h"
#include "archive/cutter.h"
#include "archive/warc.h"

#include <errno.h>
#include <stdlib.h>

struct container {
    struct input *in;
    const struct filter *filter;
    struct warc *warc;
    struct cutter *cutter; /* of a list of questions */
    bool ended;
    int error; /* errno of reading the file */
};

static ssize_t read_plain(void *user, char *to, size_t room) {
    struct container *c = user;
    ssize_t n = input_stream(c->in, to, room);
    if (n < 0)
        c->error = (int)-n;
    return n < 0 ? -1 : n;
}

bool container_sniff(struct span first) {
    return warc_sniff(first) || cutter_sniff(first);
}

struct container *container_open(struct input *in, const struct filter *filter, size_t limit) {
    struct container *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    *c = (struct container){.in = in, .filter = filter};
    if (warc_sniff((struct span){in->bytes->ptr, in->bytes->len}))
        c->warc = warc_open(read_plain, c, NULL, limit);
    else
        c->cutter = cutter_open(read_plain, c, limit);
    if (c->warc || c->cutter)
        return c;
    free(c);
    return NULL;
}

int container_next(struct container *c, struct member *m) {
    *m = (struct member){0};
    while (!c->ended) {
        int rc = c->warc ? warc_next(c->warc, m) : cutter_next(c->cutter, m);
        c->ended = rc <= 0;
        if (rc < 0)
            m->name = NULL;
        if (rc < 0 && !m->problem)
            m->problem = strerror(c->error ? c->error : ENOMEM);
        if (rc <= 0 || filter_wants(c->filter, m->name))
            return rc;
    }
    return 0;
}

void container_close(struct container *c) {
    if (!c)
        return;
    warc_close(c->warc);
    cutter_close(c->cutter);
    free(c);
}
