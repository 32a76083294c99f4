/* Names, messages and numbers, appended to a buffer. */
#ifndef PRINT_H
#define PRINT_H
#include "base/memory.h"

/* Bytes of the well-formed character at p, its code point in *c; 0: ill-formed. The text ends with
 * a NUL, past which nothing is read. */
size_t utf8_character(const char *p, uint32_t *c);
bool is_utf8(const char *text);

/* `text` ends with a NUL. */
void append_text(struct buffer *b, const char *text);
/* A name or message, safe for a terminal: control and bidi characters and ill-formed bytes are
 * escaped. */
void append_escaped(struct buffer *b, const char *text);
void append_escaped_span(struct buffer *b, struct span text);
/* The same; the ASCII characters in `coded` become %XX, as GitHub's runner decodes them. */
void append_coded(struct buffer *b, const char *text, const char *coded);
void append_number(struct buffer *b, size_t n);
/* 1234567 becomes "1,234,567". */
void append_count(struct buffer *b, size_t n);
/* Writes the digits without a NUL; returns how many characters. */
size_t decimal(long value, char out[24]);

#endif
