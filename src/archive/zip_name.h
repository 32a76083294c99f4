/* Names in zip archives: UTF-8 where the writer said so or wrote it all the same, and
 * otherwise the code page 437 of MS-DOS, as the format's description has it. */
#ifndef ZIP_NAME_H
#define ZIP_NAME_H
#include "base/memory.h"

/* Adds the name to `out`, in UTF-8. */
void zip_name(const char *name, struct buffer *out);

#endif
