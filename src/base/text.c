#include "base/text.h"

#include <stdlib.h>

/* The build that is tested has nothing to spare: each request is an allocation of its own, which
 * a sanitizer sees the bounds of and a sweep can fail. */
#ifdef QP_NO_SPARE
enum { BUFFER_FIRST = 1, ARRAY_FIRST = 1, ARENA_FIRST = 1, ARENA_MAX_CHUNK = 1 };
#else
enum { BUFFER_FIRST = 256, ARRAY_FIRST = 64, ARENA_FIRST = 16 * 1024, ARENA_MAX_CHUNK = 1024 * 1024 };
#endif

struct span span_trim(struct span s) {
    while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t' || s.ptr[0] == '\n' || s.ptr[0] == '\r'))
        s.ptr++, s.len--;
    while (s.len > 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' ||
                         s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return s;
}

const char *span_find(struct span s, struct span what) {
    size_t before = what.len - 1;
    if (s.len < what.len)
        return NULL;
    const char *p = s.ptr + before, *end = span_end(s);
    while (p < end && (p = memchr(p, what.ptr[before], (size_t)(end - p)))) {
        if (memcmp(p - before, what.ptr, before) == 0)
            return p - before;
        p++;
    }
    return NULL;
}

size_t leading_digits(struct span s) {
    size_t n = 0;
    while (n < s.len && is_digit(s.ptr[n]))
        n++;
    return n;
}

bool span_blank(struct span s) {
    struct fold f = fold_start(s);
    uint32_t c;
    while ((c = fold_next(&f)) == ' ')
        ;
    return c == FOLD_END;
}

bool word_among(struct span word, const char *list) {
    for (const char *p = list; *p; p += *p == ' ') {
        size_t n = 0;
        while (n < word.len && p[n] == word.ptr[n])
            n++;
        if (n == word.len && (p[n] == ' ' || p[n] == '\0'))
            return true;
        for (p += n; *p && *p != ' ';)
            p++;
    }
    return false;
}

bool word_indexed(struct span word, const char *const lists[26]) {
    unsigned letter = word.len ? (unsigned char)word.ptr[0] - (unsigned)'a' : 26;
    return letter < 26 && lists[letter] && word_among(word, lists[letter]);
}

bool buffer_reserve(struct buffer *b, size_t more) {
    if (b->failed)
        return false;
    if (more <= b->cap - b->len)
        return true;
    size_t cap = b->cap ? b->cap : BUFFER_FIRST;
    while (cap - b->len < more) {
        if (cap > SIZE_MAX / 2) {
            b->failed = true;
            return false;
        }
        cap *= 2;
    }
    char *ptr = realloc(b->ptr, cap);
    if (!ptr) {
        b->failed = true;
        return false;
    }
    b->ptr = ptr;
    b->cap = cap;
    return true;
}

void buffer_append(struct buffer *b, const char *bytes, size_t len) {
    if (len == 0 || !buffer_reserve(b, len))
        return;
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

void buffer_char(struct buffer *b, char c) {
    if (b->len == b->cap && !buffer_reserve(b, 1))
        return;
    if (!b->failed)
        b->ptr[b->len++] = c;
}

void buffer_codepoint(struct buffer *b, uint32_t c) {
    char bytes[4];
    size_t len = utf8_encode(c, bytes);
    buffer_append(b, bytes, len);
}

void buffer_free(struct buffer *b) {
    free(b->ptr);
    *b = (struct buffer){0};
}

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
};

/* `size` bytes at a multiple of `align`, a power of two. */
static void *take(struct arena *a, size_t size, size_t align) {
    if (size > SIZE_MAX / 4)
        return NULL;
    struct arena_chunk *c = a->chunk;
    size_t start = c ? (c->used + align - 1) & ~(align - 1) : 0;
    if (!c || c->size < start || c->size - start < size) {
        size_t room = c ? c->size * 2 : ARENA_FIRST;
        if (room > ARENA_MAX_CHUNK)
            room = ARENA_MAX_CHUNK;
        if (room < size)
            room = size;
        struct arena_chunk *fresh = malloc(sizeof *fresh + room);
        if (!fresh)
            return NULL;
        fresh->next = c;
        fresh->size = room;
        a->chunk = c = fresh;
        start = 0;
    }
    c->used = start + size;
    return c->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size) {
    return take(a, size ? size : 1, _Alignof(max_align_t));
}

char *arena_text(struct arena *a, size_t size) {
    return take(a, size ? size : 1, 1);
}

void *arena_array(struct arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(a, count * size);
}

int arena_reserve(struct arena *a, void **items, size_t *cap, size_t count, size_t more,
                  size_t size) {
    if (count + more <= *cap)
        return 0;
    size_t grown_cap = 2 * (count + more);
    void *grown = arena_array(a, grown_cap, size);
    if (!grown)
        return -1;
    if (count)
        memcpy(grown, *items, count * size);
    *items = grown;
    *cap = grown_cap;
    return 0;
}

int arena_string(struct arena *a, struct span s, qp_string *out) {
    char *copy = arena_text(a, s.len + 1);
    if (!copy)
        return -1;
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    *out = (qp_string){copy, s.len};
    return 0;
}

void arena_free(struct arena *a) {
    struct arena_chunk *c = a->chunk;
    while (c) {
        struct arena_chunk *next = c->next;
        free(c);
        c = next;
    }
    *a = (struct arena){0};
}

int array_reserve(void **items, size_t *cap, size_t count, size_t item_size) {
    if (count < *cap)
        return 0;
    size_t more = *cap ? *cap * 2 : ARRAY_FIRST;
    if (more > SIZE_MAX / 2 / item_size)
        return -1;
    void *grown = realloc(*items, more * item_size);
    if (!grown)
        return -1;
    *items = grown;
    *cap = more;
    return 0;
}

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
    *p = end; /* a span cut inside a character: no caller makes one */
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
    for (; s.len - i >= 8; i += 8) { /* less the bytes 10xxxxxx, whose sum gathers on top */
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

/* U+00C0 to U+017F without case and accents; '{' ae, '|' oe, '}' ij; ' ' as it is. */
static const char latin[] = "aaaaaa{ceeeeiiii nooooo ouuuuy  aaaaaa{ceeeeiiii nooooo ouuuuy y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghh  iiiiiiiiii}}jjkk lllllll"
                            "lllnnnnnn   oooooo||rrrrrrsssssssstttt  uuuuuuuuuuuuwwyyyzzzzzz ";

static bool fold_vanishes(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
}

static uint32_t fold_wide(struct fold *f, uint32_t c) {
    if (c >= 0xC0 && c < 0x180 && latin[c - 0xC0] != ' ') {
        char l = latin[c - 0xC0];
        if (l == '{' || l == '|')
            f->pending = 'e';
        else if (l == '}')
            f->pending = 'j';
        return l == '{' ? 'a' : l == '|' ? 'o' : l == '}' ? 'i' : (unsigned char)l;
    }
    switch (c) {
    case 0xA0: case 0x85: case 0x1680: case 0x202F: case 0x205F: case 0x3000: case 0x2028: case 0x2029:
        return ' ';
    case 0x2018: case 0x2019: case 0x201B: case 0x2BC: case 0xB4: case 0x2032:
        return '\'';
    case 0xB0: case 0xBA: case 0x2DA:
        return 'o';
    case 0x2116: /* the numero sign is one character for "No" */
        f->pending = 'o';
        return 'n';
    case 0xFB00: f->pending = 'f'; return 'f';
    case 0xFB01: f->pending = 'i'; return 'f';
    case 0xFB02: f->pending = 'l'; return 'f';
    default:
        if (c >= 0x2000 && c <= 0x200A)
            return ' ';
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
            return '-';
        return c;
    }
}

const unsigned char fold_table[128] =
    "                                "
    " !\"#$%&'()*+,-./0123456789:;<=>?"
    "@abcdefghijklmnopqrstuvwxyz[\\]^_"
    "'abcdefghijklmnopqrstuvwxyz{|}~\x7F";

uint32_t fold_other(struct fold *f) {
    if (f->pending) {
        char c = f->pending;
        f->pending = 0;
        return (unsigned char)c;
    }
    while (f->at < f->end) {
        if ((unsigned char)*f->at < 0x80)
            return fold_next(f); /* behind characters that vanish */
        uint32_t c = utf8_next(&f->at, f->end);
        if (!fold_vanishes(c))
            return fold_wide(f, c);
    }
    return FOLD_END;
}

bool fold_prefix(struct span text, const char *pattern, struct span *rest) {
    const char *at = text.ptr, *end = text.ptr + text.len;
    char pending = 0;
    bool gap = true; /* more spaces may stand here */
    for (const char *p = pattern; *p;) {
        uint32_t c;
        if (!pending && at < end && (unsigned char)*at < 0x80) {
            c = fold_table[(unsigned char)*at++];
        } else {
            struct fold f = {at, end, pending};
            c = fold_other(&f);
            at = f.at;
            pending = f.pending;
        }
        if (gap && c == ' ')
            continue;
        if (c != (unsigned char)*p)
            return false;
        gap = *p++ == ' ';
    }
    /* a ligature whose second letter the pattern does not reach is another word */
    if (pending)
        return false;
    struct fold f = {at, end, 0}, before = f;
    uint32_t c;
    while ((c = fold_next(&f)) == ' ')
        before = f;
    /* what folding drops between the end of the match and the rest goes with the match */
    if (rest)
        *rest = c == FOLD_END ? span_from(text.ptr + text.len, text.ptr + text.len)
                              : span_from(before.at, before.end);
    return true;
}

bool fold_equal(struct span text, const char *pattern) {
    struct span rest;
    return fold_prefix(text, pattern, &rest) && span_blank(rest);
}

bool fold_same(struct span a, struct span b) {
    struct fold fa = fold_start(a), fb = fold_start(b);
    for (;;) {
        uint32_t ca = fold_next(&fa), cb = fold_next(&fb);
        if (ca != cb)
            return false;
        if (ca == FOLD_END)
            return true;
    }
}
