/* Characters of valid UTF-8. */
#ifndef UTF8_H
#define UTF8_H
#include "base/span.h"

/* The code point at *p, which moves behind it. Needs *p < end and valid UTF-8. */
uint32_t utf8_next(const char **p, const char *end);
/* Writes `c` as UTF-8; returns how many bytes. */
size_t utf8_encode(uint32_t c, char out[4]);
/* The number of characters in a span. */
size_t utf8_length(struct span s);
/* The start of the character that *p is a byte of. */
const char *utf8_start(const char *p);
/* Control and bidi characters, with which a page could change what a terminal shows of a
 * message. */
bool commands_terminal(uint32_t c);

#endif
