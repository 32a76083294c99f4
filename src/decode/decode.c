#include "decode/decode.h"

#include "base/ascii.h"
#include "base/swar.h"
#include "base/utf8.h"

#if defined(__SSE2__) && !defined(DECODE_PORTABLE)
#define DECODE_SSE2 1
#include <emmintrin.h>
#else
#define DECODE_SSE2 0
#endif

typedef unsigned char byte;

enum {
    PRESCAN = 4096, /* bytes in which a declaration, or a pattern of NULs, is looked for */
    REPLACEMENT = 0xFFFD
};

static const struct {
    const char *label;
    enum encoding encoding;
} labels[] = {
    {"unicode-1-1-utf-8", ENC_UTF8},
    {"unicode11utf8", ENC_UTF8},
    {"unicode20utf8", ENC_UTF8},
    {"utf-8", ENC_UTF8},
    {"utf8", ENC_UTF8},
    {"x-unicode20utf8", ENC_UTF8},
    {"csunicode", ENC_UTF16LE},
    {"iso-10646-ucs-2", ENC_UTF16LE},
    {"ucs-2", ENC_UTF16LE},
    {"unicode", ENC_UTF16LE},
    {"unicodefeff", ENC_UTF16LE},
    {"utf-16", ENC_UTF16LE},
    {"utf-16le", ENC_UTF16LE},
    {"unicodefffe", ENC_UTF16BE},
    {"utf-16be", ENC_UTF16BE},
    {"ansi_x3.4-1968", ENC_WINDOWS_1252},
    {"ascii", ENC_WINDOWS_1252},
    {"cp1252", ENC_WINDOWS_1252},
    {"cp819", ENC_WINDOWS_1252},
    {"csisolatin1", ENC_WINDOWS_1252},
    {"ibm819", ENC_WINDOWS_1252},
    {"iso-8859-1", ENC_WINDOWS_1252},
    {"iso-ir-100", ENC_WINDOWS_1252},
    {"iso8859-1", ENC_WINDOWS_1252},
    {"iso88591", ENC_WINDOWS_1252},
    {"iso_8859-1", ENC_WINDOWS_1252},
    {"iso_8859-1:1987", ENC_WINDOWS_1252},
    {"l1", ENC_WINDOWS_1252},
    {"latin1", ENC_WINDOWS_1252},
    {"us-ascii", ENC_WINDOWS_1252},
    {"windows-1252", ENC_WINDOWS_1252},
    {"x-cp1252", ENC_WINDOWS_1252},
    {"csisolatin9", ENC_ISO_8859_15},
    {"iso-8859-15", ENC_ISO_8859_15},
    {"iso8859-15", ENC_ISO_8859_15},
    {"iso885915", ENC_ISO_8859_15},
    {"iso_8859-15", ENC_ISO_8859_15},
    {"l9", ENC_ISO_8859_15},
};

enum encoding encoding_from_label(struct span label) {
    while (label.len > 0 && is_space(label.ptr[0]))
        label.ptr++, label.len--;
    while (label.len > 0 && is_space(label.ptr[label.len - 1]))
        label.len--;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (ascii_same(label, labels[i].label))
            return labels[i].encoding;
    return ENC_NONE;
}

const char *encoding_name(enum encoding encoding) {
    switch (encoding) {
    case ENC_NONE:
        break;
    case ENC_UTF8:
        return "UTF-8";
    case ENC_UTF16LE:
        return "UTF-16LE";
    case ENC_UTF16BE:
        return "UTF-16BE";
    case ENC_WINDOWS_1252:
        return "windows-1252";
    case ENC_ISO_8859_15:
        return "ISO-8859-15";
    }
    return "unknown";
}

static bool is_utf16(enum encoding encoding) {
    return encoding == ENC_UTF16LE || encoding == ENC_UTF16BE;
}

enum encoding encoding_from_bom(struct span bytes, size_t *skip) {
    static const struct {
        const char *mark;
        size_t len;
        enum encoding encoding;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, ENC_UTF8},
        {"\xFF\xFE", 2, ENC_UTF16LE},
        {"\xFE\xFF", 2, ENC_UTF16BE},
    };
    *skip = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bytes.len >= marks[i].len && memcmp(bytes.ptr, marks[i].mark, marks[i].len) == 0) {
            *skip = marks[i].len;
            return marks[i].encoding;
        }
    return ENC_NONE;
}

/* Of French text in UTF-16 all but a few units (’ œ …) have a NUL as their high
 * byte; a NUL that strayed into a page of bytes never comes near this share. */
enum encoding encoding_from_nuls(struct span bytes) {
    size_t units = (bytes.len < PRESCAN ? bytes.len : PRESCAN) / 2, even = 0, odd = 0;
    if (units < 3 || !memchr(bytes.ptr, '\0', 2 * units)) /* nearly every page: no counting */
        return ENC_NONE;
    for (size_t i = 0; i < units; i++) {
        even += !bytes.ptr[2 * i];
        odd += !bytes.ptr[2 * i + 1];
    }
    if (odd * 4 >= units * 3 && even * 16 <= units)
        return ENC_UTF16LE;
    if (even * 4 >= units * 3 && odd * 16 <= units)
        return ENC_UTF16BE;
    return ENC_NONE;
}

/* UTF-32 begins as UTF-16 does, with a NUL behind the mark; a page has none there. */
static bool is_utf32(struct span bytes) {
    static const char little[4] = "\xFF\xFE", big[4] = "\0\0\xFE\xFF";
    return bytes.len >= 8 && bytes.len % 4 == 0 &&
           ((memcmp(bytes.ptr, little, 4) == 0 && !bytes.ptr[6] && !bytes.ptr[7]) ||
            memcmp(bytes.ptr, big, 4) == 0);
}

struct declaration {
    enum encoding encoding; /* ENC_NONE with a label: one that is not known */
    struct span label;
};

/* The next attribute of a tag; false at the tag's end. Quotes hide a '>'. */
static bool next_attribute(struct span *tag, struct span *name, struct span *value) {
    const char *p = tag->ptr, *end = span_end(*tag);
    while (p < end && (is_space(*p) || *p == '/'))
        p++;
    const char *begin = p;
    while (p < end && *p != '>' && *p != '/' && !is_space(*p) && (*p != '=' || p == begin))
        p++;
    *name = span_from(begin, p);
    *value = NO_SPAN;
    while (p < end && is_space(*p))
        p++;
    if (p < end && *p == '=' && name->len > 0) {
        do
            p++;
        while (p < end && is_space(*p));
        char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
        begin = p;
        while (p < end && (quote ? *p != quote : !is_space(*p) && *p != '>'))
            p++;
        *value = span_from(begin, p);
        if (quote && p < end)
            p++;
    }
    *tag = span_from(p, end);
    return name->len > 0;
}

/* "iso-8859-1" of "text/html; charset=iso-8859-1" */
static struct span charset_of(struct span content) {
    static const char word[] = "charset";
    const char *p = content.ptr, *end = content.ptr ? span_end(content) : NULL;
    for (; (size_t)(end - p) > sizeof word - 1; p++) {
        if (!ascii_same((struct span){p, sizeof word - 1}, word))
            continue;
        const char *q = p + sizeof word - 1;
        while (q < end && is_space(*q))
            q++;
        if (q == end || *q != '=')
            continue;
        do
            q++;
        while (q < end && (is_space(*q) || *q == '"' || *q == '\''));
        const char *begin = q;
        while (q < end && !is_space(*q) && *q != ';' && *q != '"' && *q != '\'')
            q++;
        return span_from(begin, q);
    }
    return NO_SPAN;
}

/* Reads a tag's attributes to its end; the label that they declare, if they do. */
static struct span label_in_tag(struct span *tag, bool is_meta) {
    struct span name, value, charset = NO_SPAN, content = NO_SPAN;
    bool pragma = false;
    while (next_attribute(tag, &name, &value)) {
        if (ascii_same(name, "charset") && !charset.ptr)
            charset = value;
        else if (ascii_same(name, "content") && !content.ptr)
            content = value;
        else if (ascii_same(name, "http-equiv"))
            pragma = ascii_same(value, "content-type");
    }
    /* A tag that the window cuts says nothing that could be trusted. */
    if (!is_meta || tag->len == 0)
        return NO_SPAN;
    return charset.len ? charset : pragma ? charset_of(content) : NO_SPAN;
}

static const char *find(struct span in, const char *what, size_t len) {
    return in.len ? memmem(in.ptr, in.len, what, len) : NULL;
}

/* Moves past what starts with the '<' at p; a label where that is a <meta> with one. */
static struct span label_at(const char **p, const char *end) {
    struct span rest = span_from(*p, end);
    if (rest.len >= 4 && memcmp(rest.ptr, "<!--", 4) == 0) {
        const char *close = find(span_from(*p + 2, end), "-->", 3); /* "<!-->" is whole */
        *p = close ? close + 3 : end;
        return NO_SPAN;
    }
    const char *name = *p + 1;
    if (name < end && *name == '/')
        name++;
    char first = name < end ? to_lower(*name) : '\0';
    if (first < 'a' || first > 'z') {
        *p = name;
        return NO_SPAN;
    }
    const char *after = name;
    while (after < end && !is_space(*after) && *after != '/' && *after != '>')
        after++;
    struct span tag = span_from(after, end);
    bool is_meta = name == *p + 1 && ascii_same(span_from(name, after), "meta");
    struct span label = label_in_tag(&tag, is_meta);
    *p = tag.ptr;
    return label;
}

static struct span label_in_page(struct span bytes) {
    if (bytes.len > PRESCAN)
        bytes.len = PRESCAN;
    if (bytes.len == 0)
        return NO_SPAN;
    const char *p = bytes.ptr, *end = span_end(bytes);
    while ((p = memchr(p, '<', (size_t)(end - p)))) {
        struct span label = label_at(&p, end);
        if (label.len)
            return label;
    }
    struct span xml = bytes, name, value;
    if (bytes.len > 5 && memcmp(bytes.ptr, "<?xml", 5) == 0 && is_space(bytes.ptr[5])) {
        xml.ptr += 5;
        xml.len -= 5;
        while (next_attribute(&xml, &name, &value))
            if (ascii_same(name, "encoding"))
                return value;
    }
    return NO_SPAN;
}

/* The transport's word counts before the page's. A page can't be UTF-16 where its
 * declaration can be read as bytes: then it is UTF-8 that says otherwise. */
static struct declaration find_declaration(struct span bytes,
                                           const struct decode_request *request) {
    struct declaration found = {request->declared, request->declared_label};
    if (found.encoding == ENC_NONE && request->is_html) {
        struct span label = label_in_page(bytes);
        if (label.len)
            found = (struct declaration){encoding_from_label(label), label};
    }
    if (is_utf16(found.encoding))
        found.encoding = ENC_UTF8;
    return found;
}

static bool allowed_ascii(uint32_t c) {
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool allowed(uint32_t c) {
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

/* A Latin-1 "rejeté :" or "rejeté »", or one at the very end, has an é and a no-break
 * space or quote that look like a Chinese character cut short; in a French page they are
 * none. */
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

/* What stands at p. Needs p < end. */
static struct form form_at(const byte *p, const byte *end) {
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

/* Text encoded twice: Â, Ã, Å or â with another character above ASCII right behind it. */
static bool suspicious_pair(const byte *p, const byte *end) {
    return end - p > 2 && p[0] == 0xC3 && p[2] >= 0x80 &&
           (p[1] == 0x82 || p[1] == 0x83 || p[1] == 0x85 || p[1] == 0xA2);
}

/* Past printable ASCII, eight bytes at a time. */
static const byte *skip_printable(const byte *p, const byte *end) {
    for (; end - p >= 8; p += 8) {
        uint64_t word = swar_load((const char *)p);
        /* A byte below 0x20 borrows from its top bit, as one above 0x7F has it. */
        if ((word | swar_below(word, 0x20)) & SWAR_HIGH)
            break;
    }
    return p;
}

#if DECODE_SSE2
enum { BLOCK = 64 };

/* Signed comparisons: bytes from 0x80 on are negative, in their own order. */
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

/* Four vectors, spelt out: as a loop gcc -O2 would not unroll them. */
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

/* Bytes of a block that are clean, up to the last whole character; 0: look closer. */
static size_t clean_block(const byte *p, const byte *end, struct block v, bool *suspicious) {
    uint64_t above = EACH(below, v, 0);
    uint64_t follow = EACH(below, v, -0x40);       /* 80 to BF */
    uint64_t twos = above & ~EACH(below, v, -0x3E); /* C2 to DF, and what is above */
    uint64_t threes = 0;
    __m128i most = _mm_max_epu8(_mm_max_epu8(v.a, v.b), _mm_max_epu8(v.c, v.d));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(most, _mm_set1_epi8(-0x20)), most))) {
        threes = EACH(below, v, -0x13) & ~EACH(below, v, -0x1F); /* E1 to EC: any two may follow */
        twos &= EACH(below, v, -0x20);
    }
    if (above != (twos | threes | follow) || follow != ((twos | threes) << 1 | threes << 2))
        return 0;
    /* A pair across the block's end is looked at with the bytes behind it. */
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
        /* Line ends are few: without one, no byte below 0x20 needs to be looked at. */
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

/* Where clean UTF-8 ends: validity and forbidden characters in one pass. */
static const byte *skip_clean(const byte *p, const byte *end, bool *suspicious) {
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
    bool suspicious = true; /* nobody asks */
    const byte *start = (const byte *)bytes.ptr;
    return (size_t)(skip_clean(start, start + bytes.len, &suspicious) - start);
}

static size_t count_sequences(const byte *p, const byte *end) {
    size_t n = 0;
    for (; p < end; p++)
        n += *p >= 0xC0;
    return n;
}

static const byte *find_above_ascii(const byte *p, const byte *end) {
    while (p < end && *p < 0x80)
        p++;
    return p;
}

struct census {
    size_t sequences; /* well-formed, of more than one byte */
    size_t ill;       /* bytes that are in none */
    size_t tail;      /* of these, at the very end of a text that was cut */
};

static struct census take_census(const byte *p, const byte *end) {
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

struct damage {
    size_t count, first; /* `first` in the decoded text */
};

struct decoding {
    struct span bytes;
    const struct decode_request *request;
    struct diagnostics *d;
    struct buffer *owned;
    struct span text;
    bool marked;     /* as UTF-8, by a byte order mark */
    bool suspicious; /* holds pairs that double encoding makes */
    struct damage invalid, mixed, forbidden;
};

/* windows-1252 from 0x80 on; 0: a byte that stands for nothing. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* ISO-8859-15 where it is not windows-1252. Its 0x80 to 0x9F are controls that nobody
 * writes: a page that has them was made on Windows and means ’ or œ. */
static const struct {
    byte from;
    uint16_t to;
} latin9[] = {
    {0xA4, 0x20AC}, {0xA6, 0x0160}, {0xA8, 0x0161}, {0xB4, 0x017D},
    {0xB8, 0x017E}, {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178},
};

static uint32_t from_windows(byte b) {
    return b >= 0x80 && b < 0xA0 ? windows[b - 0x80] : b;
}

static uint32_t from_byte(byte b, enum encoding encoding) {
    if (encoding == ENC_ISO_8859_15)
        for (size_t i = 0; i < sizeof latin9 / sizeof *latin9; i++)
            if (latin9[i].from == b)
                return latin9[i].to;
    return from_windows(b);
}

static void note(struct damage *tally, size_t place) {
    if (tally->count++ == 0)
        tally->first = place;
}

static void put_replacement(struct decoding *j, struct damage *why) {
    note(why, j->owned->len);
    buffer_codepoint(j->owned, REPLACEMENT);
}

static void put(struct decoding *j, uint32_t c) {
    if (allowed(c))
        buffer_codepoint(j->owned, c);
    else
        put_replacement(j, &j->forbidden);
}

static void put_windows(struct decoding *j, byte b, struct damage *read_as) {
    uint32_t c = from_windows(b);
    if (!c) {
        put_replacement(j, &j->invalid);
        return;
    }
    note(read_as, j->owned->len);
    buffer_codepoint(j->owned, c);
}

static void convert_utf8(struct decoding *j, const byte *p, const byte *end) {
    while (p < end) {
        const byte *dirty = skip_clean(p, end, &j->suspicious);
        buffer_append(j->owned, (const char *)p, (size_t)(dirty - p));
        p = dirty;
        if (p == end)
            break;
        struct form form = form_at(p, end);
        if (form.kind == LONE)
            put_windows(j, *p, &j->mixed);
        else
            put_replacement(j, form.kind == FORBIDDEN ? &j->forbidden : &j->invalid);
        p += form.len;
    }
}

/* Where ASCII that is allowed ends; most bytes of a page in any encoding are. */
static const byte *skip_ascii(const byte *p, const byte *end) {
    while ((p = skip_printable(p, end)) < end && *p < 0x80 && allowed_ascii(*p))
        p++;
    return p;
}

static void convert_bytes(struct decoding *j, const byte *p, const byte *end, enum encoding encoding) {
    while (p < end) {
        const byte *run = p;
        p = skip_ascii(p, end);
        buffer_append(j->owned, (const char *)run, (size_t)(p - run));
        if (p == end)
            break;
        uint32_t c = from_byte(*p, encoding);
        if (!c && *p >= 0x80)
            put_replacement(j, &j->invalid);
        else
            put(j, c);
        p++;
    }
}

static uint32_t unit_at(const byte *p, bool big) {
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void convert_utf16(struct decoding *j, const byte *p, const byte *end, bool big) {
    while (end - p >= 2) {
        uint32_t c = unit_at(p, big);
        p += 2;
        uint32_t low = c >= 0xD800 && c < 0xDC00 && end - p >= 2 ? unit_at(p, big) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            put(j, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
            p += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            put_replacement(j, &j->invalid);
        } else {
            put(j, c);
        }
    }
    if (p < end)
        put_replacement(j, &j->invalid);
}

static int convert(struct decoding *j, enum encoding encoding) {
    const byte *p = (const byte *)j->bytes.ptr, *end = p + j->bytes.len;
    j->suspicious = false;
    buffer_reserve(j->owned, j->bytes.len + j->bytes.len / 8 + 16);
    if (is_utf16(encoding))
        convert_utf16(j, p, end, encoding == ENC_UTF16BE);
    else if (encoding == ENC_UTF8)
        convert_utf8(j, p, end);
    else
        convert_bytes(j, p, end, encoding);
    if (j->owned->failed)
        return -1;
    j->text = (struct span){j->owned->ptr, j->owned->len};
    if (encoding != ENC_UTF8) {
        const byte *out = (const byte *)j->text.ptr;
        skip_clean(out, out + j->text.len, &j->suspicious);
    }
    return 0;
}

/* The byte that windows-1252 or Latin-1 turned into this character; 0: none did. */
static byte to_windows(uint32_t c) {
    if (c >= 0x80 && c <= 0xFF)
        return (byte)c;
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        if (windows[i] == c)
            return (byte)(0x80 + i);
    return 0;
}

/* Undoes one character encoded twice, "Ã©" to "é", and moves past it; where it is
 * none, moves past one character and returns 0. Needs a character above ASCII. */
static size_t undo(const char **p, const char *end, byte bytes[4]) {
    bytes[0] = to_windows(utf8_next(p, end));
    size_t need = bytes[0] < 0xC2   ? 0
                  : bytes[0] < 0xE0 ? 2
                  : bytes[0] < 0xF0 ? 3
                  : bytes[0] < 0xF5 ? 4
                                    : 0;
    const char *at = *p;
    for (size_t i = 1; i < need; i++) {
        if (at == end)
            return 0;
        bytes[i] = to_windows(utf8_next(&at, end));
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    }
    if (need == 0 || form_at(bytes, bytes + need).kind != GOOD)
        return 0;
    *p = at;
    return need;
}

/* No word of any language ends so. Behind a capital that ends a word there may well be a
 * no-break space, a closing quote or an ellipsis ("IRMÃ »"): such a pair proves nothing. */
static bool certain(const byte bytes[4]) {
    switch (bytes[0]) {
    case 0xC2:
    case 0xC3:
    case 0xC5:
        return bytes[1] != 0xA0 && bytes[1] != 0xBB && bytes[1] != 0x92 && bytes[1] != 0x94 &&
               bytes[1] != 0x85 && bytes[1] != 0x9B;
    case 0xE2:
        return true;
    default:
        return false;
    }
}

struct survey {
    size_t undone, certain, other;
    size_t first; /* of the certain ones */
};

/* U+FFFD that replaced a forbidden character was ASCII once and stands in nobody's way. */
static bool is_own_replacement(const struct decoding *j, const char *p, const char *end) {
    return j->forbidden.count > 0 && end - p >= 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0;
}

static struct survey take_survey(const struct decoding *j) {
    struct survey n = {0};
    const char *p = j->text.ptr, *end = span_end(j->text);
    while (p < end) {
        if (!(*p & 0x80)) {
            p++;
            continue;
        }
        if (is_own_replacement(j, p, end)) {
            p += 3;
            continue;
        }
        const char *begin = p;
        byte bytes[4];
        if (!undo(&p, end, bytes)) {
            n.other++;
            continue;
        }
        n.undone++;
        if (certain(bytes) && n.certain++ == 0)
            n.first = (size_t)(begin - j->text.ptr);
    }
    return n;
}

static void undo_all(struct decoding *j, struct buffer *out) {
    const char *p = j->text.ptr, *end = span_end(j->text);
    size_t forbidden = j->forbidden.first;
    while (p < end && !out->failed) {
        const char *run = p;
        while (p < end && !(*p & 0x80))
            p++;
        buffer_append(out, run, (size_t)(p - run));
        if (p == end)
            break;
        if (is_own_replacement(j, p, end)) {
            if ((size_t)(p - j->text.ptr) == forbidden)
                j->forbidden.first = out->len;
            buffer_append(out, p, 3);
            p += 3;
            continue;
        }
        byte bytes[4];
        size_t len = undo(&p, end, bytes);
        if (!(len == 3 && out->len == 0 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0))
            buffer_append(out, (const char *)bytes, len);
    }
}

static void diagnose_suspected(struct decoding *j, const struct survey *n) {
    if (n->certain > 0)
        diagnose(j->d, D_MOJIBAKE_SUSPECTED, n->first,
                 "%zu character%s to be encoded twice; the text is left as it is", n->certain,
                 n->certain == 1 ? " seems" : "s seem");
}

static size_t first_above_ascii(struct span text) {
    const byte *p = (const byte *)text.ptr, *end = p + text.len;
    const byte *found = find_above_ascii(p, end);
    return found == end ? NO_PLACE : (size_t)(found - p);
}

/* Repairs only where each character above ASCII is one that double encoding makes and
 * where at least two speak for it; else the page may merely quote such a text. */
static int repair(struct decoding *j) {
    if (!j->suspicious || j->text.len == 0)
        return 0;
    struct survey n = take_survey(j);
    bool whole = n.other == 0 && j->mixed.count == 0 && j->invalid.count == 0;
    if (!whole || n.undone < 2 || n.certain == 0) {
        diagnose_suspected(j, &n);
        return 0;
    }
    struct buffer out = {0};
    buffer_reserve(&out, j->text.len);
    undo_all(j, &out);
    if (out.failed) {
        buffer_free(&out);
        return -1;
    }
    buffer_free(j->owned);
    *j->owned = out;
    j->text = (struct span){out.ptr, out.len};
    diagnose(j->d, D_ENCODING_REPAIRED, first_above_ascii(j->text),
             "%zu characters were encoded twice as UTF-8; decoded twice", n.undone);
    n = take_survey(j);
    diagnose_suspected(j, &n);
    return 0;
}

/* A label as a message can show it: it comes from bytes that nobody has decoded. */
static const char *shown(struct decoding *j, struct span label) {
    char ascii[40];
    size_t len = label.len < sizeof ascii ? label.len : sizeof ascii;
    for (size_t i = 0; i < len; i++)
        ascii[i] = label.ptr[i] & 0x80 ? '?' : label.ptr[i];
    return quoted(j->d, (struct span){ascii, len});
}

static void diagnose_guess(struct decoding *j, struct span label, enum encoding encoding) {
    size_t place = first_above_ascii(j->text);
    if (label.len)
        diagnose(j->d, D_ENCODING_GUESSED, place,
                 "the declared encoding '%s' is not known; read as %s", shown(j, label),
                 encoding_name(encoding));
    else
        diagnose(j->d, D_ENCODING_GUESSED, place, "no declaration tells the encoding; read as %s",
                 encoding_name(encoding));
}

/* Says where declaration and reading differ; a page of ASCII agrees with every one. */
static void diagnose_declaration(struct decoding *j, const struct declaration *declared,
                                 enum encoding encoding) {
    bool guessed = encoding == ENC_WINDOWS_1252 || declared->label.len > 0;
    if (declared->encoding == encoding || (declared->encoding == ENC_NONE && !guessed))
        return;
    size_t place = first_above_ascii(j->text);
    if (place == NO_PLACE)
        return;
    if (declared->encoding == ENC_NONE)
        diagnose_guess(j, declared->label, encoding);
    else
        diagnose(j->d, D_CHARSET_MISMATCH, place, "declared as %s, read as %s",
                 declared->label.len ? shown(j, declared->label)
                                     : encoding_name(declared->encoding),
                 encoding_name(encoding));
}

static void diagnose_tallies(struct decoding *j) {
    const struct damage *t = &j->mixed;
    if (t->count)
        diagnose(j->d, D_MIXED_ENCODING, t->first,
                 "%zu byte%s of another encoding in UTF-8 text read as windows-1252", t->count,
                 t->count == 1 ? "" : "s");
    t = &j->invalid;
    if (t->count)
        diagnose(j->d, D_INVALID_ENCODING, t->first, "%zu ill-formed sequence%s became U+FFFD",
                 t->count, t->count == 1 ? "" : "s");
    t = &j->forbidden;
    if (t->count)
        diagnose(j->d, D_INVALID_CHARACTER, t->first,
                 "%zu character%s that XML forbids became U+FFFD", t->count,
                 t->count == 1 ? "" : "s");
}

/* More control characters than 1 in `share` bytes: no text in any 8-bit encoding. */
static bool hopeless(struct span bytes, size_t share) {
    size_t n = bytes.len < PRESCAN ? bytes.len : PRESCAN, controls = 0;
    for (size_t i = 0; i < n; i++)
        controls += !allowed_ascii((byte)bytes.ptr[i]);
    return n >= 16 * share && controls * share > n;
}

/* Of bytes that are not clean UTF-8. */
static enum encoding choose(struct decoding *j, const struct declaration *declared) {
    const byte *p = (const byte *)j->bytes.ptr;
    struct census n = take_census(p, p + j->bytes.len);
    if (n.ill == 0)
        return hopeless(j->bytes, 2) ? ENC_NONE : ENC_UTF8;
    if (j->marked)
        return ENC_UTF8;
    if (declared->encoding == ENC_WINDOWS_1252 || declared->encoding == ENC_ISO_8859_15)
        return declared->encoding;
    if (n.sequences > n.ill || (declared->encoding == ENC_UTF8 && n.ill == n.tail))
        return ENC_UTF8;
    return declared->encoding == ENC_NONE && hopeless(j->bytes, 16) ? ENC_NONE : ENC_WINDOWS_1252;
}

static int finish(struct decoding *j) {
    if (repair(j))
        return -1;
    diagnose_tallies(j);
    return 0;
}

static int give_up(struct decoding *j) {
    j->text = NO_SPAN;
    diagnose(j->d, D_ENCODING_UNKNOWN, NO_PLACE, "no encoding makes text of these bytes");
    return 0;
}

static int decode_known(struct decoding *j, enum encoding encoding) {
    const byte *p = (const byte *)j->bytes.ptr, *end = p + j->bytes.len;
    j->text = j->bytes;
    bool same = encoding == ENC_UTF8 || (!is_utf16(encoding) && find_above_ascii(p, end) == end);
    if (!(same && skip_clean(p, end, &j->suspicious) == end) && convert(j, encoding))
        return -1;
    return finish(j);
}

static int decode_found(struct decoding *j) {
    const byte *p = (const byte *)j->bytes.ptr, *end = p + j->bytes.len;
    struct declaration declared = find_declaration(j->bytes, j->request);
    enum encoding encoding = ENC_UTF8;
    j->text = j->bytes;
    if (skip_clean(p, end, &j->suspicious) != end) {
        encoding = choose(j, &declared);
        if (encoding == ENC_NONE)
            return give_up(j);
        if (convert(j, encoding))
            return -1;
    }
    diagnose_declaration(j, &declared, encoding);
    return finish(j);
}

static int decode_job(struct decoding *j) {
    enum encoding forced = j->request->forced;
    size_t skip = 0;
    enum encoding bom = encoding_from_bom(j->bytes, &skip);
    if (forced == ENC_NONE && is_utf32(j->bytes))
        return give_up(j);
    /* "utf-16" leaves the byte order to the mark. */
    if (forced == ENC_NONE || forced == bom || (is_utf16(forced) && is_utf16(bom))) {
        j->bytes.ptr += skip;
        j->bytes.len -= skip;
        j->marked = bom == ENC_UTF8;
        if (is_utf16(bom))
            forced = bom;
    }
    if (forced != ENC_NONE)
        return decode_known(j, forced);
    enum encoding wide = j->marked ? ENC_NONE : encoding_from_nuls(j->bytes);
    if (wide == ENC_NONE)
        return decode_found(j);
    if (convert(j, wide))
        return -1;
    if (j->request->declared != wide)
        diagnose_guess(j, NO_SPAN, wide);
    return finish(j);
}

int decode(struct span bytes, const struct decode_request *request, struct diagnostics *d,
           struct buffer *owned, struct span *text) {
    *text = NO_SPAN;
    if (bytes.len == 0)
        return 0;
    struct decoding j = {.bytes = bytes, .request = request, .d = d, .owned = owned};
    if (decode_job(&j))
        return -1;
    *text = j.text;
    return 0;
}
