/* Archives and compressed files, recognised by their first bytes, of which 512 are enough. */
#ifndef KIND_H
#define KIND_H
#include "base/span.h"

enum kind { KIND_NONE, KIND_GZIP, KIND_XZ, KIND_ZSTD, KIND_BZIP2, KIND_ZIP, KIND_TAR };

/* KIND_NONE for the documents of office programs, which are zip archives, and for WARC. */
enum kind kind_of(struct span first);
/* "a zip archive"; NULL for KIND_NONE. */
const char *kind_name(enum kind kind);

#endif
