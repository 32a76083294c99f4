/* Names, messages and numbers, appended to a buffer. */
#ifndef PRINT_H
#define PRINT_H
#include "base/memory.h"

/* The length of the well-formed character at p, its value in *c; 0: ill-formed. A NUL ends what
 * p points to, so a sequence that it cuts is never read past. */
size_t utf8_character(const char *p, uint32_t *c);
bool is_utf8(const char *text);

/* Text that ends with a NUL. */
void append_text(struct buffer *b, const char *text);
/* A name or message as a terminal may get it: control and bidi characters and ill-formed
 * bytes escaped. */
void append_escaped(struct buffer *b, const char *text);
/* The same; the ASCII characters in `coded` become %XX, as GitHub's runner decodes them. */
void append_coded(struct buffer *b, const char *text, const char *coded);
void append_number(struct buffer *b, size_t n);
/* 1234567 as "1,234,567". */
void append_count(struct buffer *b, size_t n);
/* The digits of a number; their count, no NUL. */
size_t decimal(long value, char out[24]);

#endif
