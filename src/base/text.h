/* Spans, growable buffers, the arena, and UTF-8: what every stage stands on.
 * All text past decode.c is valid UTF-8 without NUL. */
#ifndef TEXT_H
#define TEXT_H

#include "qparse.h"

#include <string.h>

/* Borrowed bytes. */
struct span {
    const char *ptr;
    size_t len;
};

#define SPAN(literal) ((struct span){literal, sizeof(literal) - 1})
#define NO_SPAN ((struct span){NULL, 0})

static inline struct span span_from(const char *begin, const char *end) {
    return (struct span){begin, (size_t)(end - begin)};
}

/* NO_SPAN ends where it begins: compilers see an addition, the standard a null pointer that
 * nothing may be added to. */
static inline const char *span_end(struct span s) {
    return s.len ? s.ptr + s.len : s.ptr;
}

static inline bool span_equal(struct span a, struct span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* ASCII's alone, of a char of either sign or a code point. */
static inline bool is_digit(int64_t c) {
    return c >= '0' && c <= '9';
}

/* Its value; -1: none. */
static inline int hex_digit(char c) {
    int letter = c | 0x20;
    return is_digit(c) ? c - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* Spaces, tabs and line breaks off both ends; no-break spaces stay. */
struct span span_trim(struct span s);
/* The first place where `what` stands, or NULL. Looks for its last byte with memchr():
 * quicker than memmem() by far where that byte is rare. `what` is not empty. */
const char *span_find(struct span s, struct span what);
/* How many of ASCII's digits it begins with. */
size_t leading_digits(struct span s);
/* Nothing but white space, no-break spaces and zero-width characters included. */
bool span_blank(struct span s);

/* `word` is one of the list's, which stand apart by one space each. */
bool word_among(struct span word, const char *list);
/* The same for long lists: one for each first letter from 'a' on, or NULL. */
bool word_indexed(struct span word, const char *const lists[26]);

/* Eight bytes at once, to find the end of a run of bytes that need no care: nearly all of
 * a page's text is such runs. Several questions about a word are joined by '|';
 * swar_any() tells whether a byte of it meets one of them. Limits and characters
 * are ASCII. */
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

/* The first eight bytes of a name in lower case, zeros behind a shorter one: names are told
 * apart by one comparison. '_' and DEL, '@' and '`' and the like become the same. */
static inline uint64_t name_key(struct span name) {
    char bytes[8] = {0};
    uint64_t key;
    for (size_t i = 0; i < name.len && i < sizeof bytes; i++)
        bytes[i] = (char)(name.ptr[i] | 0x20);
    memcpy(&key, bytes, sizeof key);
    return key;
}

/* Owned bytes. A failed growth sticks: appends then do nothing, and whoever takes
 * the content looks at `failed` once. */
struct buffer {
    char *ptr;
    size_t len, cap;
    bool failed;
};

bool buffer_reserve(struct buffer *b, size_t more);
void buffer_append(struct buffer *b, const char *bytes, size_t len);
void buffer_char(struct buffer *b, char c);
void buffer_codepoint(struct buffer *b, uint32_t c);
void buffer_free(struct buffer *b);

/* buffer_append() where there is mostly room: the copy alone, inline. */
static inline void buffer_put(struct buffer *b, const char *bytes, size_t len) {
    if (len >= b->cap - b->len) {
        buffer_append(b, bytes, len);
        return;
    }
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

/* Memory that lives as long as the result; NULL when there is none left. */
struct arena {
    struct arena_chunk *chunk;
};

void *arena_alloc(struct arena *a, size_t size) QP_CHECK;
/* For bytes: a page of ten million lines has no room for padding between them. */
char *arena_text(struct arena *a, size_t size) QP_CHECK;
void *arena_array(struct arena *a, size_t count, size_t size) QP_CHECK;
/* Room for `more` items behind the `count` of an array in the arena, which is copied where it has
 * to grow. */
int arena_reserve(struct arena *a, void **items, size_t *cap, size_t count, size_t more,
                  size_t size) QP_CHECK;
/* A copy with a NUL behind it. */
int arena_string(struct arena *a, struct span s, qp_string *out) QP_CHECK;
void arena_free(struct arena *a);

/* Grows an array kept by malloc to hold one more item; -1 when memory ends. */
int array_reserve(void **items, size_t *cap, size_t count, size_t item_size) QP_CHECK;

/* The code point at *p, which moves past it. Needs *p < end and valid UTF-8. */
uint32_t utf8_next(const char **p, const char *end);
size_t utf8_encode(uint32_t c, char out[4]);
/* Characters in a span. */
size_t utf8_length(struct span s);
/* Where the character begins that *p is a byte of. */
const char *utf8_start(const char *p);
/* A terminal obeys control characters and hides or turns bidi ones: a page must not be able
 * to write its own message. */
bool commands_terminal(uint32_t c);

/* Folding, for labels: letters lose case, accents and ligatures, every kind of
 * space becomes one ' ', apostrophes "'", dashes '-', the degree and ordinal signs
 * 'o'; combining and zero-width characters vanish. Other characters stay.
 *
 * A cursor walks a span one folded character at a time; `at` is where the next
 * unread character starts in the span. */
struct fold {
    const char *at, *end;
    char pending; /* second letter of a ligature */
};

static inline struct fold fold_start(struct span s) {
    return (struct fold){s.ptr, span_end(s), 0};
}

#define FOLD_END 0xFFFFFFFFu
/* What fold_next() does where a character is not ASCII. */
uint32_t fold_other(struct fold *f);

/* Folded ASCII. */
extern const unsigned char fold_table[128];

static inline uint32_t fold_next(struct fold *f) {
    if (f->pending || f->at >= f->end || (unsigned char)*f->at >= 0x80)
        return fold_other(f);
    return fold_table[(unsigned char)*f->at++];
}

/* A folded letter or digit of any script, as words are made of. */
static inline bool fold_is_letter(uint32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || is_digit(c);
    return c >= 0x180 && c != FOLD_END && !(c >= 0x2000 && c <= 0x2BFF);
}

/* `text` begins with the folded ASCII `pattern`; a space in the pattern stands for
 * one or more. *rest is what follows, spaces skipped. Pure. */
bool fold_prefix(struct span text, const char *pattern, struct span *rest);
/* `text` is the folded pattern and nothing else but white space. */
bool fold_equal(struct span text, const char *pattern);
/* The two say the same once folded. */
bool fold_same(struct span a, struct span b);

#endif
