/* gzip data as a stream, with its checksums checked. libarchive does not check them, and a damaged
 * page would come out with other letters. */
#ifndef GUNZIP_H
#define GUNZIP_H
#include "qparse.h"

#include <sys/types.h>

struct gunzip;

/* Gives up to `room` compressed bytes: their number, 0 at the end, -1 on an error, which it keeps
 * itself. */
typedef ssize_t gunzip_source(void *user, char *to, size_t room);

/* `user` is for `source`. NULL: memory ended. */
struct gunzip *gunzip_open(gunzip_source *source, void *user) QP_CHECK;
/* Gives up to `room` unpacked bytes: their number, 0 at the end, or -1 with *message: static text,
 * or NULL if the source failed. */
ssize_t gunzip_read(struct gunzip *g, char *to, size_t room, const char **message) QP_CHECK;
/* At the end: whether bytes follow the last member that are neither a member nor NULs. They are not
 * read. */
bool gunzip_tail(const struct gunzip *g);
/* NULL is allowed. */
void gunzip_close(struct gunzip *g);

#endif
