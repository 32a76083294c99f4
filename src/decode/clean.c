/* Scans UTF-8, many bytes at a time, for ill-formed sequences and characters that XML forbids. */
#include "decode/clean.h"

#include "base/diagnostic.h"
#include "decode/decode.h"

#if defined(__SSE2__) && !defined(DECODE_PORTABLE)
#define DECODE_SSE2 1
#include <emmintrin.h>
#else
#define DECODE_SSE2 0
#endif


/* E9 A0 begins a Chinese character; in a French page it is rather the end of "rejeté :" in Latin-1,
 * with its no-break space. The same holds for "rejeté »" and for an é at the very end. */
static bool french_ending(const byte *p, size_t len) {
    return (p[0] == 0xE0 || p[0] == 0xE9) &&
           (len == 1 || (len == 2 && (p[1] == 0xA0 || p[1] == 0xBB || p[1] == 0x85 ||
                                      p[1] == 0x92 || p[1] == 0x94)));
}

static struct form whole_form(const byte *p, size_t len) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (len > 4)
        return (struct form){BROKEN, len};
    uint32_t c = *p & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++)
        c = c << 6 | (p[i] & 0x3F);
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return (struct form){BROKEN, len};
    return (struct form){allowed(c) ? GOOD : FORBIDDEN, len};
}

struct form form_at(const byte *p, const byte *end) {
    byte lead = *p;
    if (lead < 0x80)
        return (struct form){allowed_ascii(lead) ? GOOD : FORBIDDEN, 1};
    size_t need = lead < 0xC0   ? 0
                  : lead < 0xE0 ? 2
                  : lead < 0xF0 ? 3
                  : lead < 0xF8 ? 4
                  : lead < 0xFC ? 5
                  : lead < 0xFE ? 6
                                : 0;
    size_t have = 1, left = (size_t)(end - p);
    while (have < need && have < left && (p[have] & 0xC0) == 0x80)
        have++;
    if (have == need)
        return whole_form(p, need);
    bool begins = lead >= 0xC2 && lead <= 0xF4;
    bool cut = (have > 1 || have == left) && !french_ending(p, have);
    return begins && cut ? (struct form){BROKEN, have} : (struct form){LONE, 1};
}

/* A sign of double encoding: Â, Ã, Å or â with another character above ASCII right behind it. */
static bool suspicious_pair(const byte *p, const byte *end) {
    return end - p > 2 && p[0] == 0xC3 && p[2] >= 0x80 &&
           (p[1] == 0x82 || p[1] == 0x83 || p[1] == 0x85 || p[1] == 0xA2);
}

#if DECODE_SSE2
enum { BLOCK = 64 };

/* The comparison is signed: bytes from 0x80 on are negative and keep their order. */
static inline __m128i below(__m128i v, int limit) {
    return _mm_cmplt_epi8(v, _mm_set1_epi8((char)limit));
}

static inline uint64_t bits(__m128i v, int at) {
    return (uint64_t)(unsigned)_mm_movemask_epi8(v) << at;
}

static inline __m128i control(__m128i v) {
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
    __m128i from_tab = _mm_sub_epi8(v, _mm_set1_epi8('\t'));
    __m128i to_cr = _mm_cmpeq_epi8(_mm_min_epu8(from_tab, _mm_set1_epi8('\r' - '\t')), from_tab);
    return _mm_or_si128(_mm_andnot_si128(to_cr, low), _mm_cmpeq_epi8(v, _mm_set1_epi8('\v')));
}

/* Four vectors, spelt out: gcc -O2 would not unroll a loop. */
struct block {
    __m128i a, b, c, d;
};

static inline struct block load_block(const byte *p) {
    const __m128i *v = (const __m128i *)(const void *)p;
    return (struct block){_mm_loadu_si128(v), _mm_loadu_si128(v + 1), _mm_loadu_si128(v + 2),
                          _mm_loadu_si128(v + 3)};
}

#define EACH(f, block, ...)                                                                 \
    (bits(f((block).a, __VA_ARGS__), 0) | bits(f((block).b, __VA_ARGS__), 16) |             \
     bits(f((block).c, __VA_ARGS__), 32) | bits(f((block).d, __VA_ARGS__), 48))

/* The number of clean bytes in a block, up to its last whole character; 0: form_at() has to
 * look. */
static size_t clean_block(const byte *p, const byte *end, struct block v, bool *suspicious) {
    uint64_t above = EACH(below, v, 0);
    uint64_t follow = EACH(below, v, -0x40);       /* 80 to BF */
    uint64_t twos = above & ~EACH(below, v, -0x3E); /* C2 and above; from E0 on they go below */
    uint64_t threes = 0;
    __m128i most = _mm_max_epu8(_mm_max_epu8(v.a, v.b), _mm_max_epu8(v.c, v.d));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(most, _mm_set1_epi8(-0x20)), most))) {
        threes = EACH(below, v, -0x13) & ~EACH(below, v, -0x1F); /* E1 to EC: any two may follow */
        twos &= EACH(below, v, -0x20);
    }
    if (above != (twos | threes | follow) || follow != ((twos | threes) << 1 | threes << 2))
        return 0;
    /* A pair may end in the next block. */
    uint64_t near = twos & (above >> 2 | (uint64_t)3 << 62);
    for (; near && !*suspicious; near &= near - 1)
        *suspicious = suspicious_pair(p + __builtin_ctzll(near), end);
    if ((twos | threes) >> 63)
        return 63;
    return threes >> 62 ? 62 : 64;
}

static const byte *skip_blocks(const byte *p, const byte *end, bool *suspicious) {
    const __m128i space = _mm_set1_epi8(0x20);
    while (end - p >= BLOCK) {
        struct block v = load_block(p);
        __m128i any = _mm_or_si128(_mm_or_si128(v.a, v.b), _mm_or_si128(v.c, v.d));
        __m128i least = _mm_min_epu8(_mm_min_epu8(v.a, v.b), _mm_min_epu8(v.c, v.d));
        /* Few blocks hold a line end: where no byte is below 0x20, none is a control. */
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(least, space), least)) != 0xFFFF) {
            __m128i bad = _mm_or_si128(_mm_or_si128(control(v.a), control(v.b)),
                                       _mm_or_si128(control(v.c), control(v.d)));
            if (_mm_movemask_epi8(bad))
                break;
        }
        size_t clean = _mm_movemask_epi8(any) ? clean_block(p, end, v, suspicious) : BLOCK;
        if (clean == 0)
            break;
        p += clean;
    }
    return p;
}
#else
enum { BLOCK = 8 };

static const byte *skip_blocks(const byte *p, const byte *end, bool *suspicious) {
    (void)suspicious;
    return skip_printable(p, end);
}
#endif

const byte *skip_clean(const byte *p, const byte *end, bool *suspicious) {
    while (p < end) {
        p = skip_blocks(p, end, suspicious);
        const byte *stop = end - p > BLOCK ? p + BLOCK : end;
        while (p < stop) {
            struct form form = form_at(p, end);
            if (form.kind != GOOD)
                return p;
            if (form.len == 2 && !*suspicious)
                *suspicious = suspicious_pair(p, end);
            p += form.len;
        }
    }
    return p;
}

size_t decode_clean(struct span bytes) {
    bool suspicious = true; /* true: no search for pairs */
    const byte *start = (const byte *)bytes.ptr;
    return (size_t)(skip_clean(start, start + bytes.len, &suspicious) - start);
}

static size_t count_sequences(const byte *p, const byte *end) {
    size_t n = 0;
    for (; p < end; p++)
        n += *p >= 0xC0;
    return n;
}

size_t first_above_ascii(struct span text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] & 0x80)
            return i;
    return NO_PLACE;
}

struct census take_census(const byte *p, const byte *end) {
    struct census n = {0};
    bool ignored = true;
    while (p < end) {
        const byte *dirty = skip_clean(p, end, &ignored);
        n.sequences += count_sequences(p, dirty);
        p = dirty;
        if (p == end)
            break;
        struct form form = form_at(p, end);
        if (form.kind == FORBIDDEN)
            n.sequences += form.len > 1;
        else
            n.ill += form.len;
        p += form.len;
        if (form.kind == BROKEN && p == end)
            n.tail = form.len;
    }
    return n;
}
