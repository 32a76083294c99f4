/* Where clean UTF-8 ends. */
#ifndef CLEAN_H
#define CLEAN_H
#include "base/swar.h"

typedef unsigned char byte;

static inline bool allowed_ascii(uint32_t c) {
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline bool allowed(uint32_t c) {
    return allowed_ascii(c) && c != 0xFFFE && c != 0xFFFF;
}

enum form_kind {
    GOOD,
    FORBIDDEN, /* well-formed, not legal in XML */
    BROKEN,    /* overlong, a surrogate, past U+10FFFF, or cut short: one U+FFFD */
    LONE       /* a byte of another encoding */
};

struct form {
    enum form_kind kind;
    size_t len;
};

/* What stands at p. Needs p < end. */
struct form form_at(const byte *p, const byte *end);

/* Where clean UTF-8 ends: validity and forbidden characters in one pass. Sets *suspicious at a
 * pair of characters that double encoding makes. */
const byte *skip_clean(const byte *p, const byte *end, bool *suspicious);

/* Past printable ASCII, eight bytes at a time. */
static inline const byte *skip_printable(const byte *p, const byte *end) {
    for (; end - p >= 8; p += 8) {
        uint64_t word = swar_load((const char *)p);
        /* A byte below 0x20 borrows from its top bit, as one above 0x7F has it. */
        if ((word | swar_below(word, 0x20)) & SWAR_HIGH)
            break;
    }
    return p;
}

/* NO_PLACE: all of it is ASCII. */
size_t first_above_ascii(struct span text);

struct census {
    size_t sequences; /* well-formed, of more than one byte */
    size_t ill;       /* bytes that are in none */
    size_t tail;      /* of these, at the very end of a text that was cut */
};

struct census take_census(const byte *p, const byte *end);

#endif
