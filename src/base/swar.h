/* Tests of eight bytes in one step. */
#ifndef SWAR_H
#define SWAR_H
#include "base/span.h"

/* Nearly all of a page's text is runs of plain bytes: the tests find the end of one. '|' joins the
 * answers of several tests; swar_any() says whether any byte passes one. Limits and characters must
 * be ASCII. */
#define SWAR_ONES 0x0101010101010101u
#define SWAR_HIGH 0x8080808080808080u

static inline uint64_t swar_load(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static inline uint64_t swar_below(uint64_t word, unsigned char limit) {
    return word - SWAR_ONES * limit;
}

static inline uint64_t swar_equal(uint64_t word, unsigned char c) {
    return (word ^ (SWAR_ONES * c)) - SWAR_ONES;
}

static inline bool swar_any(uint64_t word, uint64_t answers) {
    return (answers & ~word & SWAR_HIGH) != 0;
}

/* Sixteen bytes at once, in the compiler's own words for the vectors of any machine. Comparisons give
 * bytes of ones or zeros. */
typedef unsigned char lanes __attribute__((vector_size(16)));
enum { LANES = sizeof(lanes) };

static inline lanes lanes_load(const char *p) {
    lanes v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline bool lanes_any(lanes v) {
    uint64_t halves[2];
    memcpy(halves, &v, sizeof v);
    return (halves[0] | halves[1]) != 0;
}

/* The first eight bytes of a name in lower case, zeros behind a shorter one: one comparison then
 * tells names apart. '_' and DEL, '@' and '`' and the like become the same. */
static inline uint64_t name_key(struct span name) {
    char bytes[8] = {0};
    uint64_t key;
    for (size_t i = 0; i < name.len && i < sizeof bytes; i++)
        bytes[i] = (char)(name.ptr[i] | 0x20);
    memcpy(&key, bytes, sizeof key);
    return key;
}

#endif
