/* gzip data as a stream, held against its checksums: libarchive passes over them, and a
 * damaged page would come out with other letters. */
#ifndef GUNZIP_H
#define GUNZIP_H
#include "qparse.h"

#include <sys/types.h>

struct gunzip;

/* Compressed bytes: their number, 0 at the end, -1 on an error that the caller knows. */
typedef ssize_t gunzip_source(void *user, char *to, size_t room);

/* Whether this build has zlib, which does it. */
bool gunzip_available(void);
/* NULL: memory ended. */
struct gunzip *gunzip_open(gunzip_source *source, void *user) QP_CHECK;
/* As the source, but that *message tells of damage; NULL: the source failed. */
ssize_t gunzip_read(struct gunzip *g, char *to, size_t room, const char **message) QP_CHECK;
void gunzip_close(struct gunzip *g);

#endif
