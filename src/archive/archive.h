/* Archives and compressed files, read as streams: never unpacked to disk, one member in
 * memory at a time. libarchive reads the containers, warc.c the web archives in them. */
#ifndef CONTAINER_H
#define CONTAINER_H
#include "base/span.h"
#include "files/input.h"
#include "files/inputs.h"

/* One page of an archive; all of it is valid until the next is asked for. */
struct member {
    const char *name;    /* within the archive; NULL: the file is one compressed page */
    struct span bytes;
    const char *url;     /* where a web archive got it; NULL: not told */
    const char *charset; /* as the server declared it; NULL: not */
    const char *refused; /* why it is no question page, whatever its bytes; NULL: it may be */
    const char *problem; /* why it could not be read; NULL: it could */
    bool not_regular;    /* a link or device: there are no bytes */
};

struct container;

/* Whether these first bytes of a file are those of an archive that this build reads. */
bool container_sniff(struct span first);
/* "a zip archive", whether this build reads it or not; NULL: it is none that could be read. */
const char *container_name(struct span first);
/* `in` is open and stays the caller's, as `filter` does. Members longer than `limit` come with limit + 1
 * bytes. NULL: memory ended. */
struct container *container_open(struct input *in, const struct filter *filter, size_t limit) QP_CHECK;
/* 1: a member; 0: there are no more; -1: the archive can't be read further,
 * member->problem tells why. */
int container_next(struct container *c, struct member *member) QP_CHECK;
void container_close(struct container *c);

#endif
