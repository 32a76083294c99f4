/* Reads and writes characters of UTF-8. */
#include "base/utf8.h"

#include "base/swar.h"

uint32_t utf8_next(const char **p, const char *end) {
    const unsigned char *s = (const unsigned char *)*p;
    size_t left = (size_t)(end - *p);
    if (s[0] < 0x80) {
        *p += 1;
        return s[0];
    }
    if (s[0] < 0xE0 && left >= 2) {
        *p += 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] < 0xF0 && left >= 3) {
        *p += 3;
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
    if (left >= 4) {
        *p += 4;
        return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
               (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
    }
    *p = end; /* a span that ends within a character: no caller makes one */
    return 0xFFFD;
}

size_t utf8_encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_length(struct span s) {
    size_t n = s.len, i = 0;
    for (; s.len - i >= 8; i += 8) { /* the product sums the bytes 10xxxxxx on top */
        uint64_t word = swar_load(s.ptr + i);
        n -= (size_t)(((word >> 7 & ~(word >> 6) & SWAR_ONES) * SWAR_ONES) >> 56);
    }
    for (; i < s.len; i++)
        n -= ((unsigned char)s.ptr[i] & 0xC0) == 0x80;
    return n;
}

const char *utf8_start(const char *p) {
    while (((unsigned char)*p & 0xC0) == 0x80)
        p--;
    return p;
}

bool commands_terminal(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}
