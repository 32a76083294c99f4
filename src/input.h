/* A file or standard input to one buffer, within limits. */
#ifndef INPUT_H
#define INPUT_H

#include "text.h"

/* Reads at most limit + 1 bytes, so that a longer input is seen to be one. `path` NULL:
 * standard input. 0, or an errno value (EISDIR for a folder). */
int input_read(const char *path, size_t limit, struct buffer *out) QP_CHECK;

#endif
