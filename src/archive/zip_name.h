/* Names in zip archives. Without a mark for UTF-8 they are in code page 437 of MS-DOS, says the
 * format's description, but many writers use UTF-8 without the mark. */
#ifndef ZIP_NAME_H
#define ZIP_NAME_H
#include "base/memory.h"

/* Adds the name to `out`, in UTF-8: as it is if it is UTF-8 already. */
void zip_name(const char *name, struct buffer *out);

#endif
