/* The HTML tokenizer of the WHATWG standard: takes characters, gives tags, text and comments. One
 * pass, no recursion. Tokens are spans of the input; only a tag with more attributes than any
 * before it allocates. */
#ifndef HTML_H
#define HTML_H
#include "base/ascii.h"
#include "base/memory.h"
#include "base/swar.h"

enum html_kind { HTML_END, HTML_TEXT, HTML_START, HTML_CLOSE, HTML_COMMENT, HTML_DOCTYPE };

/* An attribute as written; html_decode() decodes its value. */
struct html_attribute {
    struct span name;  /* as written: compare with ascii_same() */
    struct span value; /* raw, without quotes; ptr NULL where there is no '=' */
};

/* Valid until the next call; its spans are valid as long as the input. */
struct html_token {
    enum html_kind kind;
    struct span text;  /* TEXT: raw characters; COMMENT: its data; DOCTYPE: the text behind the
                        * word; tags: the name as written */
    uint64_t key;      /* tags: name_key() of the name */
    size_t offset;     /* of the token's first byte in the input */
    bool raw;          /* TEXT: it has no character references (raw text, CDATA, PLAINTEXT) */
    bool self_closing; /* START only */
    const struct html_attribute *attributes; /* START only; repeated names are kept */
    size_t attribute_count;
};

enum html_state {
    HTML_DATA, HTML_RCDATA, HTML_RAWTEXT, HTML_SCRIPT, HTML_PLAINTEXT, HTML_CDATA
};

#define HTML_NO_OFFSET ((size_t)-1)

struct html {
    const char *at, *end, *begin;
    enum html_state state;
    struct span last_start; /* name of the last start tag, which an end tag must match */
    size_t opened;          /* offset of that tag, or of the CDATA section */
    struct html_attribute *attributes;
    size_t attribute_cap;
    bool allow_cdata;       /* in foreign content and XML */
    bool failed;            /* memory ended */
    /* Where the token begins that the end of the input cuts, or HTML_NO_OFFSET; valid after
     * HTML_END. The '<' of a tag, comment, DOCTYPE, CDATA section, or of the start tag of a raw
     * text element; the opening quote of a value. */
    size_t unterminated;
    /* Where the first value begins whose closing quote seems to be missing, or HTML_NO_OFFSET: it
     * holds a '<' and ends at a quote with the value of another attribute behind it. */
    size_t swallowed;
};

/* `input` is borrowed until html_free(). */
void html_start(struct html *h, struct span input);
void html_free(struct html *h);

/* Gives the next token; HTML_END at the end of the input or where memory ends (`failed`). Text may
 * come in several tokens; a tag that the end of the input cuts is dropped. After the START tag of a
 * raw text element the caller sets h->state, as html_state_for() says; the end tag resets it. */
void html_next(struct html *h, struct html_token *token);

/* The length of the name at `p`, and its name_key(); 0 where it is longer than seven bytes. Eight
 * bytes must be readable. Every character that ends a name is below '0' but for '>'; so are '-' and
 * '.', which do not end it: the caller checks the character behind the name. */
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

/* html_next() inline for the most frequent tokens: text before a tag, and tags with a short name
 * and nothing else. False where html_next() has to look. */
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

/* Whether there is neither a reference nor a '\r': html_decode() would only copy. */
bool html_plain(struct span raw);
/* The most bytes that `len` bytes of text take once decoded: "&nGt;" is the worst, five bytes that
 * become six. */
static inline size_t html_room(size_t len) {
    return len + len / 4 + 8;
}
/* Decodes the reference that begins with the '&' at `p`, or copies the '&' of none. Writes UTF-8 at
 * *to, which moves behind it; returns the rest of the source. */
const char *html_reference(const char *p, const char *end, bool in_attribute, char **to);
/* Appends text with its references decoded and its line ends as \n. A reference to a character that
 * XML forbids becomes U+FFFD. */
void html_decode(struct span raw, bool in_attribute, struct buffer *out);
/* Appends text with its line ends as \n: for comments and `raw` text. */
void html_newlines(struct span raw, struct buffer *out);
/* The raw value of an attribute of a start tag: "" without a '=', NO_SPAN without the attribute. */
struct span html_attribute(const struct html_token *t, const char *name);

#endif
