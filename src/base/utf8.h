/* Characters of valid UTF-8. */
#ifndef UTF8_H
#define UTF8_H
#include "base/span.h"

/* The code point at *p, which moves past it. Needs *p < end and valid UTF-8. */
uint32_t utf8_next(const char **p, const char *end);
size_t utf8_encode(uint32_t c, char out[4]);
/* Characters in a span. */
size_t utf8_length(struct span s);
/* Where the character begins that *p is a byte of. */
const char *utf8_start(const char *p);
/* A terminal obeys control characters and hides or turns bidi ones: a page must not be able
 * to write its own message. */
bool commands_terminal(uint32_t c);

#endif
