/* Archives and compressed files, read as streams: nothing is unpacked to disk, and one member at a
 * time is in memory. libarchive reads the containers, warc.c the web archives in them. */
#ifndef ARCHIVE_H
#define ARCHIVE_H
#include "base/place.h"
#include "files/input.h"
#include "files/inputs.h"

/* One page of an archive, or one question of a list (cutter.h), owned by the container until the next is asked for. */
struct member {
    const char *name;    /* within the archive; NULL: the file is one compressed page */
    const char *part;    /* of the member with this name: a question of a list; NULL: it is all */
    struct span bytes;
    const char *url;     /* the address that a web archive has for it; NULL: none */
    const char *charset; /* as the server declared it; NULL: it did not */
    const char *refused; /* why it is no question page, whatever its bytes; NULL: it may be */
    const char *problem; /* why it could not be read; NULL: it could */
    struct place place;  /* of a question's first byte in its list; line 0: it is in none */
    bool not_regular;    /* a link or device: there are no bytes */
};

struct container;

/* Whether a file with these first bytes is an archive that this build reads. 512 of them tell. */
bool container_sniff(struct span first);
/* "a zip archive", even in a build that does not read it; NULL: it is no archive. */
const char *container_name(struct span first);
/* `in` is open; it and `filter` stay the caller's and have to last. A member longer than `limit`
 * bytes comes with limit + 1 of them. NULL: memory ended. */
struct container *container_open(struct input *in, const struct filter *filter,
                                 size_t limit) QP_CHECK;
/* 1: a member, of those that the filter lets pass; 0: there are no more; -1: the archive can't be
 * read further, member->problem tells why. */
int container_next(struct container *c, struct member *member) QP_CHECK;
/* NULL is allowed. */
void container_close(struct container *c);

#endif
