/* The HTML tokenizer, after the WHATWG standard: characters in, tags, text and
 * comments out. Knows no page. One pass, no recursion; every token is made of spans
 * of the input, and only a tag with more attributes than any before it allocates. */
#ifndef HTML_H
#define HTML_H
#include "base/ascii.h"
#include "base/memory.h"
#include "base/swar.h"

enum html_kind { HTML_END, HTML_TEXT, HTML_START, HTML_CLOSE, HTML_COMMENT, HTML_DOCTYPE };

/* An attribute as it stands; decode its value with html_decode(). */
struct html_attribute {
    struct span name;  /* as written: compare with ascii_same() */
    struct span value; /* raw, without quotes; ptr NULL where there is no '=' */
};

/* Valid until the next call; the spans as long as the input. */
struct html_token {
    enum html_kind kind;
    struct span text;  /* TEXT: raw characters; COMMENT: its data; DOCTYPE: what follows the
                        * word; tags: the name as written */
    uint64_t key;      /* tags: name_key() of the name */
    size_t offset;     /* of the token's first byte in the input */
    bool raw;          /* TEXT: no character references in it (raw text, CDATA, PLAINTEXT) */
    bool self_closing; /* START only */
    const struct html_attribute *attributes; /* START only; doubled names are left in */
    size_t attribute_count;
};

enum html_state {
    HTML_DATA, HTML_RCDATA, HTML_RAWTEXT, HTML_SCRIPT, HTML_PLAINTEXT, HTML_CDATA
};

#define HTML_NO_OFFSET ((size_t)-1)

struct html {
    const char *at, *end, *begin;
    enum html_state state;
    struct span last_start; /* name of the last start tag: what an end tag must match */
    size_t opened;          /* offset of that tag, or of the CDATA section */
    struct html_attribute *attributes;
    size_t attribute_cap;
    bool allow_cdata;       /* in foreign content, and for XML */
    bool failed;            /* memory ended */
    /* Known with HTML_END: where that begins which the input's end cut, or
     * HTML_NO_OFFSET. The '<' of a tag, comment, DOCTYPE, CDATA section or of the
     * start tag of a raw text element; the opening quote of an attribute's value. */
    size_t unterminated;
    /* Where the first value opens that lost its closing quote, as it seems: it holds a '<' and
     * ends at a quote that another attribute's value follows. HTML_NO_OFFSET: none. */
    size_t swallowed;
};

void html_start(struct html *h, struct span input);
void html_free(struct html *h);

/* The next token; HTML_END at the end or when memory ends (`failed`). Text may come
 * in several tokens. A tag that the input's end cuts is dropped.
 * After a START tag the caller sets h->state for raw text elements
 * (html_state_for() tells which); their end tag sets it back. */
void html_next(struct html *h, struct html_token *token);

/* The length of the name at `p`, with eight bytes to read there, and its name_key(); 0 where it
 * is longer. Every character that ends a name lies below '0' but for '>'; so do "-" and ".",
 * which do not: what stands behind the name is to be looked at. */
static inline size_t html_short_name(const char *p, uint64_t *key) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word = swar_load(p);
    uint64_t stops = (swar_below(word, '0') | swar_equal(word, '>')) & ~word & SWAR_HIGH;
    if (stops == 0)
        return 0;
    unsigned bits = (unsigned)__builtin_ctzll(stops) & ~7u;
    *key = (word | SWAR_ONES * 0x20) & ((UINT64_C(1) << bits) - 1);
    return bits / 8;
#else
    (void)p, (void)key;
    return 0;
#endif
}

/* The same for the most frequent tokens, without a call: text before a tag, and tags of a
 * short name with nothing else. False where html_next() must look. */
static inline bool html_next_plain(struct html *h, struct html_token *t) {
    const char *p = h->at, *stop;
    if (h->state != HTML_DATA || h->end - p < 16)
        return false;
    t->raw = false;
    if (*p != '<') {
        stop = memchr(p, '<', (size_t)(h->end - p));
        if (!stop || h->end - stop < 2 || !(stop[1] == '/' || is_letter(stop[1])))
            return false;
        t->kind = HTML_TEXT;
        t->text = (struct span){p, (size_t)(stop - p)};
        t->offset = (size_t)(p - h->begin);
        h->at = stop;
        return true;
    }
    const char *name = p[1] == '/' ? p + 2 : p + 1;
    size_t len = is_letter(*name) ? html_short_name(name, &t->key) : 0;
    if (len == 0 || name[len] != '>')
        return false;
    t->kind = p[1] == '/' ? HTML_CLOSE : HTML_START;
    t->text = (struct span){name, len};
    t->offset = (size_t)(p - h->begin);
    t->attribute_count = 0;
    t->self_closing = false;
    if (t->kind == HTML_START) {
        h->last_start = t->text;
        h->opened = t->offset;
    }
    h->at = name + len + 1;
    return true;
}

enum html_state html_state_for(struct span tag_name);

/* Neither a reference nor a '\r' in it: html_decode() would only copy. */
bool html_plain(struct span raw);
/* What a text of `len` bytes takes at most once its references are decoded: "&nGt;" is the
 * worst, five bytes that become six. */
static inline size_t html_room(size_t len) {
    return len + len / 4 + 8;
}
/* Decodes what begins with '&' at `p`: a reference, or else the '&' alone. Writes its
 * UTF-8 at *to, which moves past it; returns what follows in the source. */
const char *html_reference(const char *p, const char *end, bool in_attribute, char **to);
/* Appends text with its character references decoded and line ends normalised. A
 * reference to a character that XML forbids gives U+FFFD. */
void html_decode(struct span raw, bool in_attribute, struct buffer *out);
/* Appends text with its line ends normalised: for comments and `raw` text. */
void html_newlines(struct span raw, struct buffer *out);
/* The raw value of a start tag's attribute, "" without a '='; ptr NULL where it has none. */
struct span html_attribute(const struct html_token *t, const char *name);

#endif
