/* Letters, digits and spaces of ASCII. */
#ifndef ASCII_H
#define ASCII_H
#include "base/span.h"

/* Not <ctype.h>: the locale of the caller must not change how a page is read. */

/* `c` is a code point or a char, signed or not. */
static inline bool is_digit(int64_t c) {
    return c >= '0' && c <= '9';
}

static inline bool is_letter(char c) {
    return (unsigned)((unsigned char)c | 0x20) - 'a' < 26;
}

static inline bool is_space(char c) {
    return (unsigned char)c <= ' ' &&
           (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f');
}

static inline char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* The value of a hexadecimal digit; -1 for any other character. */
static inline int hex_digit(char c) {
    int letter = c | 0x20;
    return is_digit(c) ? c - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* The number of digits that `s` begins with. */
size_t leading_digits(struct span s);
/* Whether `s` begins with, or equals, the word `lower`; the case of `s` does not matter, `lower` is
 * in lower case. */
bool ascii_begins(struct span s, const char *lower);

static inline bool ascii_same(struct span s, const char *lower) {
    for (size_t i = 0; i < s.len; i++)
        if (lower[i] == '\0' || to_lower(s.ptr[i]) != lower[i])
            return false;
    return lower[s.len] == '\0';
}

#endif
