/* Scans UTF-8 for its clean part: well-formed and without characters that XML forbids. */
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
    FORBIDDEN, /* well-formed, but XML forbids it */
    BROKEN,    /* overlong, a surrogate, above U+10FFFF, or cut short: one U+FFFD */
    LONE       /* one byte of another encoding */
};

struct form {
    enum form_kind kind;
    size_t len;
};

/* The character or the bad bytes at p. Needs p < end. */
struct form form_at(const byte *p, const byte *end);

/* The end of the clean part. Sets *suspicious where a pair of characters looks encoded twice. */
const byte *skip_clean(const byte *p, const byte *end, bool *suspicious);

/* The end of a run of printable ASCII, or up to seven bytes before it. */
static inline const byte *skip_printable(const byte *p, const byte *end) {
    for (; end - p >= 8; p += 8) {
        uint64_t word = swar_load((const char *)p);
        /* The subtraction sets the top bit of a byte below 0x20; one above 0x7F has it already. */
        if ((word | swar_below(word, 0x20)) & SWAR_HIGH)
            break;
    }
    return p;
}

/* The offset of the first byte that is not ASCII, or NO_PLACE. */
size_t first_above_ascii(struct span text);

struct census {
    size_t sequences; /* well-formed, of more than one byte */
    size_t ill;       /* bytes outside of all sequences */
    size_t tail;      /* of them, those of a broken sequence at the very end */
};

struct census take_census(const byte *p, const byte *end);

#endif
