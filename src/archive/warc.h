/* Web archives: the pages in a stream of WARC records, and the HTTP layer around each. */
#ifndef WARC_H
#define WARC_H
#include "archive/archive.h"
#include "archive/window.h"

struct warc;

/* Unpacks gzip data and adds it to `out`, up to limit + 1 bytes in all. 0, or -1 with *message. */
typedef int warc_gunzip(struct span bytes, size_t limit, struct buffer *out, const char **message);

/* Whether a file with these first bytes is an uncompressed WARC; blank lines may come first. */
bool warc_sniff(struct span first);
/* `user` is for `read`. `gunzip` NULL: compressed bodies can't be read. `limit`: bytes of a page.
 * NULL: memory ended. */
struct warc *warc_open(window_read *read, void *user, warc_gunzip *gunzip, size_t limit) QP_CHECK;
/* As container_next(). A record without an address is named by its place, as "record-3". After an
 * error of `read`, once the records before it are given, or without memory: -1 with
 * member->problem NULL. */
int warc_next(struct warc *w, struct member *member) QP_CHECK;
/* NULL is allowed. */
void warc_close(struct warc *w);

#endif
