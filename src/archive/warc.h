/* Web archives: the pages in a stream of WARC records, and the HTTP layer around each. */
#ifndef WARC_H
#define WARC_H
#include "archive/archive.h"
#include "base/memory.h"

struct warc;

/* Bytes of the archive: their number, 0 at the end, -1 on an error that the caller knows. */
typedef ssize_t warc_read(void *user, char *to, size_t room);
/* Adds what `bytes` hold, gzip-compressed, to `out`, up to limit + 1 bytes in all. 0, or -1
 * with a message; NULL where compressed bodies can't be read. */
typedef int warc_gunzip(struct span bytes, size_t limit, struct buffer *out, const char **message);

bool warc_sniff(struct span first);
/* NULL: memory ended. */
struct warc *warc_open(warc_read *read, void *user, warc_gunzip *gunzip, size_t limit) QP_CHECK;
/* As container_next(). After an error of read(), -1 with member->problem NULL. */
int warc_next(struct warc *w, struct member *member) QP_CHECK;
void warc_close(struct warc *w);

#endif
