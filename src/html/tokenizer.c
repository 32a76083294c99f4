/* The HTML tokenizer, and its character references. */
#include "html/tokenizer.h"

#include "base/utf8.h"
#include "html/entities.h"

#include <stdlib.h>

/* Every character that ends something within a tag is below 64. */
#define BIT(c) (UINT64_C(1) << (c))
#define SPACES (BIT(' ') | BIT('\t') | BIT('\n') | BIT('\r') | BIT('\f'))
#define NAME_END (SPACES | BIT('/') | BIT('>'))
#define ATTRIBUTE_NAME_END (NAME_END | BIT('='))
#define UNQUOTED_END (SPACES | BIT('>'))
#define BETWEEN_ATTRIBUTES (SPACES | BIT('/'))

static inline bool in_set(char c, uint64_t set) {
    unsigned char u = (unsigned char)c;
    return u < 64 && (set >> u & 1);
}

static inline size_t distance(const char *from, const char *to) {
    return (size_t)(to - from);
}

/* The first `c`, or `end`. */
static inline const char *find(const char *p, const char *end, char c) {
    const char *found = memchr(p, c, distance(p, end));
    return found ? found : end;
}

static const char *skip(const char *p, const char *end, uint64_t set) {
    while (p < end && in_set(*p, set))
        p++;
    return p;
}

static const char *skip_until(const char *p, const char *end, uint64_t set) {
    while (p < end && !in_set(*p, set))
        p++;
    return p;
}

static bool begins(const char *p, const char *end, struct span with) {
    return distance(p, end) >= with.len && memcmp(p, with.ptr, with.len) == 0;
}

/* `lower` is in lower case. */
static bool begins_any_case(const char *p, const char *end, struct span lower) {
    if (distance(p, end) < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++)
        if (to_lower(p[i]) != lower.ptr[i])
            return false;
    return true;
}

void html_start(struct html *h, struct span input) {
    const char *begin = input.ptr ? input.ptr : "";
    const char *end = begin + input.len;
    *h = (struct html){
        .at = begin, .end = end, .begin = begin,
        .unterminated = HTML_NO_OFFSET, .swallowed = HTML_NO_OFFSET,
    };
}

void html_free(struct html *h) {
    free(h->attributes);
    *h = (struct html){0};
}

enum html_state html_state_for(struct span tag_name) {
    static const struct {
        char name[10];
        enum html_state state;
    } table[] = {
        {"title", HTML_RCDATA},    {"textarea", HTML_RCDATA}, {"script", HTML_SCRIPT},
        {"style", HTML_RAWTEXT},   {"xmp", HTML_RAWTEXT},     {"iframe", HTML_RAWTEXT},
        {"noembed", HTML_RAWTEXT}, {"noframes", HTML_RAWTEXT}, {"plaintext", HTML_PLAINTEXT},
    };
    if (tag_name.len < 3 || tag_name.len > 9)
        return HTML_DATA;
    char first = to_lower(tag_name.ptr[0]);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].name[0] == first && ascii_same(tag_name, table[i].name))
            return table[i].state;
    return HTML_DATA;
}

static void cut_at(struct html *h, const char *where) {
    if (h->unterminated == HTML_NO_OFFSET && !h->failed)
        h->unterminated = distance(h->begin, where);
    h->at = h->end;
}

/* Makes the text from h->at to `to` the token; false where it is empty. */
static bool take_text(struct html *h, const char *to, bool raw, struct html_token *t) {
    const char *from = h->at;
    if (from == to)
        return false;
    t->kind = HTML_TEXT;
    t->text = span_from(from, to);
    t->offset = distance(h->begin, from);
    t->raw = raw;
    h->at = to;
    return true;
}

/* Makes a comment or DOCTYPE of the markup from h->at to before `rest`. */
static bool take_markup(struct html *h, enum html_kind kind, struct span data, const char *rest,
                        struct html_token *t) {
    t->kind = kind;
    t->text = data;
    t->offset = distance(h->begin, h->at);
    h->at = rest;
    return true;
}

/* Takes a comment or DOCTYPE that the next '>' ends. */
static bool take_bogus(struct html *h, enum html_kind kind, const char *data,
                       struct html_token *t) {
    const char *close = find(data, h->end, '>');
    const char *from = h->at;
    bool cut = close == h->end;
    take_markup(h, kind, span_from(data, close), cut ? close : close + 1, t);
    if (cut)
        cut_at(h, from);
    return true;
}

static bool ends_with(const char *from, const char *to, struct span tail) {
    return distance(from, to) >= tail.len && memcmp(to - tail.len, tail.ptr, tail.len) == 0;
}

/* Takes a comment, whose "<!--" is at h->at. */
static bool take_comment(struct html *h, struct html_token *t) {
    const char *data = h->at + 4, *end = h->end;
    const char *close = find(data, end, '>');
    /* "<!-->" and "<!--->" are whole comments. */
    if (close < end && (close == data || (close == data + 1 && *data == '-')))
        return take_markup(h, HTML_COMMENT, span_from(data, data), close + 1, t);
    while (close < end && !ends_with(data, close, SPAN("--")) &&
           !ends_with(data, close, SPAN("--!")))
        close = find(close + 1, end, '>');
    const char *stop = close;
    if (ends_with(data, stop, SPAN("--!")))
        stop -= 3;
    else if (ends_with(data, stop, SPAN("--")))
        stop -= 2;
    else if (ends_with(data, stop, SPAN("-")))
        stop -= 1;
    const char *from = h->at;
    take_markup(h, HTML_COMMENT, span_from(data, stop), close < end ? close + 1 : end, t);
    if (close == end)
        cut_at(h, from);
    return true;
}

/* Takes the markup whose "<!" is at h->at; false for a CDATA section, whose text is the next
 * token. */
static bool take_declaration(struct html *h, struct html_token *t) {
    const char *p = h->at + 2;
    if (begins(p, h->end, SPAN("--")))
        return take_comment(h, t);
    /* A '>' ends a DOCTYPE, even in quotes. */
    if (begins_any_case(p, h->end, SPAN("doctype")))
        return take_bogus(h, HTML_DOCTYPE, p + 7, t);
    if (h->allow_cdata && begins(p, h->end, SPAN("[CDATA["))) {
        h->opened = distance(h->begin, h->at);
        h->state = HTML_CDATA;
        h->at = p + 7;
        return false;
    }
    return take_bogus(h, HTML_COMMENT, p, t);
}

/* <p title="oops>Text <a href="/x">: the value ends at the quote that opens the next one, so "/x"
 * comes where a space or the end of the tag should. */
static void note_swallowed(struct html *h, struct span value, const char *rest) {
    bool ends = *rest == '/' && (h->end - rest < 2 || in_set(rest[1], SPACES | BIT('>')));
    if (!ends && h->swallowed == HTML_NO_OFFSET && memchr(value.ptr, '<', value.len))
        h->swallowed = distance(h->begin, value.ptr - 1);
}

/* Reads a value from behind its '='; returns what follows it, NULL where the input ends. */
static const char *read_value(struct html *h, const char *p, struct span *value) {
    const char *end = h->end;
    p = skip(p, end, SPACES);
    if (p == end)
        return NULL;
    if (*p != '"' && *p != '\'') {
        const char *stop = skip_until(p, end, UNQUOTED_END);
        *value = span_from(p, stop);
        return stop;
    }
    const char *close = memchr(p + 1, *p, distance(p + 1, end));
    if (!close) {
        cut_at(h, p);
        return NULL;
    }
    *value = span_from(p + 1, close);
    p = close + 1;
    if (p < end && !in_set(*p, SPACES | BIT('>')))
        note_swallowed(h, *value, p);
    return p;
}

/* "<b a a a …": each attribute takes 32 bytes of memory for two of the page. Those behind this
 * number are read and dropped. */
enum { MOST_ATTRIBUTES = 100000 };

static bool grow_attributes(struct html *h, size_t count) {
    void *items = h->attributes;
    if (array_reserve(&items, &h->attribute_cap, count, sizeof *h->attributes) != 0) {
        h->failed = true;
        return false;
    }
    h->attributes = items;
    return true;
}

/* Reads the attributes of a tag, up to and with its '>'; NULL where the input or memory ends. Not
 * inlined: most tags have none, and would save registers for nothing. */
__attribute__((noinline))
static const char *read_attributes(struct html *h, const char *p, struct html_token *t) {
    const char *end = h->end;
    size_t count = 0;
    for (;;) {
        const char *from = p;
        p = skip(p, end, BETWEEN_ATTRIBUTES);
        if (p == end)
            return NULL;
        if (*p == '>') {
            /* The slash of <a href=x/> belongs to the value. */
            t->self_closing = p > from && p[-1] == '/';
            t->attributes = h->attributes;
            t->attribute_count = count;
            return p + 1;
        }
        if (count == h->attribute_cap && !grow_attributes(h, count))
            return NULL;
        struct html_attribute *a = &h->attributes[count];
        if (count < MOST_ATTRIBUTES)
            count++;
        const char *name = p;
        /* A '=' may begin a name. */
        p = skip_until(p + 1, end, ATTRIBUTE_NAME_END);
        a->name = span_from(name, p);
        a->value = NO_SPAN;
        p = skip(p, end, SPACES);
        if (p < end && *p == '=') {
            p = read_value(h, p + 1, &a->value);
            if (!p)
                return NULL;
        }
    }
}

/* The end of the name at `p`. */
static const char *name_end(const char *p, const char *end, uint64_t *key) {
    size_t len;
    if (end - p >= 8 && (len = html_short_name(p, key)) > 0 && in_set(p[len], NAME_END))
        return p + len;
    const char *stop = skip_until(p, end, NAME_END);
    *key = name_key(span_from(p, stop));
    return stop;
}

/* Takes a tag, whose name is at `name`; false where the input ends within it. */
static inline bool take_tag(struct html *h, enum html_kind kind, const char *name,
                            struct html_token *t) {
    const char *stop = name_end(name, h->end, &t->key);
    const char *rest = stop < h->end && *stop == '>' ? stop + 1 : read_attributes(h, stop, t);
    if (!rest) {
        cut_at(h, h->at);
        return false;
    }
    t->kind = kind;
    t->text = span_from(name, stop);
    t->offset = distance(h->begin, h->at);
    if (kind == HTML_START) {
        h->last_start = t->text;
        h->opened = t->offset;
    } else {
        t->attribute_count = 0;
        t->self_closing = false;
    }
    h->at = rest;
    return true;
}

/* Whether the '<' at `p` begins markup, not text. */
static inline bool opens_markup(const char *p, const char *end) {
    if (end - p < 2)
        return false;
    return is_letter(p[1]) || p[1] == '!' || p[1] == '?' || (p[1] == '/' && end - p > 2);
}

/* Takes the markup whose '<' is at h->at. */
static bool take_markup_at(struct html *h, struct html_token *t) {
    const char *p = h->at;
    if (is_letter(p[1]))
        return take_tag(h, HTML_START, p + 1, t);
    if (p[1] == '/' && is_letter(p[2]))
        return take_tag(h, HTML_CLOSE, p + 2, t);
    if (p[1] == '!')
        return take_declaration(h, t);
    if (p[1] == '?')
        return take_bogus(h, HTML_COMMENT, p + 1, t);
    if (p[2] != '>')
        return take_bogus(h, HTML_COMMENT, p + 2, t);
    h->at = p + 3; /* "</>" is nothing */
    return false;
}

static bool take_data(struct html *h, struct html_token *t) {
    const char *p = h->at, *end = h->end;
    if (*p == '<' && opens_markup(p, end))
        return take_markup_at(h, t);
    do
        p = find(p + 1, end, '<');
    while (p < end && !opens_markup(p, end));
    return take_text(h, p, false, t);
}

/* Whether the '<' at `p` begins the end tag of the element that the text is in. */
static bool closes_element(const struct html *h, const char *p) {
    size_t len = h->last_start.len;
    if (len == 0 || distance(p, h->end) < len + 3 || p[1] != '/' ||
        !in_set(p[2 + len], NAME_END))
        return false;
    for (size_t i = 0; i < len; i++)
        if (to_lower(p[2 + i]) != to_lower(h->last_start.ptr[i]))
            return false;
    return true;
}

static const char *element_end(const struct html *h) {
    const char *p = find(h->at, h->end, '<');
    while (p < h->end && !closes_element(h, p))
        p = find(p + 1, h->end, '<');
    return p;
}

/* The place behind the first `tail` that a '>' follows, or NULL. */
static const char *behind(const char *p, const char *end, struct span tail) {
    const char *from = p;
    while ((p = find(p, end, '>')) < end) {
        if (ends_with(from, p, tail))
            return p + 1;
        p++;
    }
    return NULL;
}

static bool names_script(const char *p, const char *end) {
    return distance(p, end) > 6 && begins_any_case(p, end, SPAN("script")) &&
           in_set(p[6], NAME_END);
}

/* "<!--" hides "<script>…</script>" inside a script from its end; "-->" undoes it.
 * "-->" is looked for only up to the next '<': a search of the whole rest would be
 * quadratic for many "<script><!--</script>". */
static const char *script_end(const struct html *h) {
    enum { PLAIN, ESCAPED, DOUBLE_ESCAPED } state = PLAIN;
    const char *p = h->at, *end = h->end;
    while (p < end) {
        const char *less = find(p, end, '<');
        if (state != PLAIN && behind(p, less, SPAN("--")))
            state = PLAIN;
        if (less == end)
            break;
        p = less + 1;
        if (state == PLAIN && begins(p, end, SPAN("!--"))) {
            state = ESCAPED;
            p += 1; /* the dashes of "<!-->" count */
        } else if (state == DOUBLE_ESCAPED) {
            if (p < end && *p == '/' && names_script(p + 1, end))
                state = ESCAPED;
        } else if (closes_element(h, less)) {
            return less;
        } else if (state == ESCAPED && names_script(p, end)) {
            state = DOUBLE_ESCAPED;
        }
    }
    return end;
}

static bool take_cdata(struct html *h, struct html_token *t) {
    const char *rest = behind(h->at, h->end, SPAN("]]"));
    if (!rest)
        return take_text(h, h->end, true, t);
    bool some = take_text(h, rest - 3, true, t);
    h->at = rest;
    h->state = HTML_DATA;
    return some;
}

/* The text of a raw text element up to its end tag; false when there is none. */
static bool take_element_text(struct html *h, struct html_token *t) {
    const char *to = h->state == HTML_SCRIPT ? script_end(h) : element_end(h);
    bool some = take_text(h, to, h->state != HTML_RCDATA, t);
    if (to < h->end)
        h->state = HTML_DATA;
    return some;
}

static bool take_token(struct html *h, struct html_token *t) {
    switch (h->state) {
    case HTML_DATA:
        return take_data(h, t);
    case HTML_RCDATA:
    case HTML_RAWTEXT:
    case HTML_SCRIPT:
        return take_element_text(h, t);
    case HTML_CDATA:
        return take_cdata(h, t);
    case HTML_PLAINTEXT:
        break;
    }
    return take_text(h, h->end, true, t);
}

/* Takes any token, in every state. */
__attribute__((noinline))
static void take_any(struct html *h, struct html_token *token) {
    while (h->at < h->end)
        if (take_token(h, token))
            return;
    *token = (struct html_token){.kind = HTML_END, .offset = distance(h->begin, h->end)};
    if (h->state != HTML_DATA && h->state != HTML_PLAINTEXT)
        cut_at(h, h->begin + h->opened);
}

void html_next(struct html *h, struct html_token *token) {
    const char *p = h->at, *end = h->end;
    *token = (struct html_token){.kind = HTML_END};
    bool start = h->state == HTML_DATA && end - p > 1 && *p == '<' && is_letter(p[1]);
    if (!start || !take_tag(h, HTML_START, p + 1, token))
        take_any(h, token);
}

struct span html_attribute(const struct html_token *t, const char *name) {
    for (size_t i = 0; i < t->attribute_count; i++)
        if ((t->attributes[i].name.ptr[0] | 0x20) == name[0] &&
            ascii_same(t->attributes[i].name, name))
            return t->attributes[i].value.ptr ? t->attributes[i].value : SPAN("");
    return NO_SPAN;
}


bool html_plain(struct span raw) {
    return raw.len == 0 || (!memchr(raw.ptr, '&', raw.len) && !memchr(raw.ptr, '\r', raw.len));
}

void html_newlines(struct span raw, struct buffer *out) {
    if (raw.len == 0)
        return;
    const char *p = raw.ptr, *end = span_end(raw);
    for (;;) {
        const char *line_end = find(p, end, '\r');
        buffer_append(out, p, distance(p, line_end));
        if (line_end == end)
            return;
        buffer_char(out, '\n');
        p = line_end + 1;
        if (p < end && *p == '\n')
            p++;
    }
}

/* The first entry from `low` to `high` whose letter at `depth` is not below `c`. */
static size_t lower_bound(size_t low, size_t high, size_t depth, unsigned c) {
    const unsigned char *names = (const unsigned char *)&entity_names;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (names[entities[middle].name + depth] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest name that `p` begins with; *rest is the text behind it. NULL: none. */
static const struct entity *find_entity(const char *p, const char *end, const char **rest) {
    if (p == end || !is_letter(*p))
        return NULL;
    size_t letter = (size_t)(*p <= 'Z' ? *p - 'A' : *p - 'a' + 26);
    size_t low = entity_first[letter], high = entity_first[letter + 1];
    const struct entity *found = NULL;
    for (size_t depth = 1; low < high; depth++) {
        const char *next = p + depth;
        const struct entity *e = &entities[low];
        if (e->name_len == depth) {
            if (next < end && *next == ';') {
                *rest = next + 1;
                return e;
            }
            if (e->bare) {
                *rest = next;
                found = e;
            }
            low++;
        }
        if (next == end)
            break;
        unsigned c = (unsigned char)*next;
        low = lower_bound(low, high, depth, c);
        high = lower_bound(low, high, depth, c + 1);
    }
    return found;
}

/* The character that a number refers to; 0x80 to 0x9F are read as windows-1252. */
static uint32_t number_meaning(uint32_t c) {
    static const uint16_t windows_1252[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    };
    if (c >= 0x80 && c <= 0x9F)
        return windows_1252[c - 0x80];
    bool legal = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
                 (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
    return legal ? c : 0xFFFD;
}

/* The value of a digit or letter; 36 for any other character. */
static uint32_t digit_value(char c) {
    if (is_digit(c))
        return (uint32_t)(c - '0');
    if (is_letter(c))
        return (uint32_t)((c | 0x20) - 'a') + 10;
    return 36;
}

/* Reads a number from behind "&#"; NULL where there is no digit. */
static const char *decode_number(const char *p, const char *end, char **to) {
    uint32_t base = 10, c = 0;
    if (p < end && (*p == 'x' || *p == 'X')) {
        base = 16;
        p++;
    }
    const char *digits = p;
    for (uint32_t digit; p < end && (digit = digit_value(*p)) < base; p++)
        c = c > 0x10FFFF ? c : c * base + digit;
    if (p == digits)
        return NULL;
    *to += utf8_encode(number_meaning(c), *to);
    return p < end && *p == ';' ? p + 1 : p;
}

/* The most frequent references, which need no search in the whole table. */
static const char *decode_frequent(const char *p, const char *end, char **to) {
    if (begins(p, end, SPAN("&nbsp;"))) {
        *(*to)++ = '\xC2';
        *(*to)++ = '\xA0';
        return p + 6;
    }
    static const struct {
        struct span reference;
        char value;
    } table[] = {{{"&amp;", 5}, '&'}, {{"&quot;", 6}, '"'}, {{"&lt;", 4}, '<'}, {{"&gt;", 4}, '>'}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (begins(p, end, table[i].reference)) {
            *(*to)++ = table[i].value;
            return p + table[i].reference.len;
        }
    return NULL;
}

const char *html_reference(const char *p, const char *end, bool in_attribute, char **to) {
    const char *rest = decode_frequent(p, end, to);
    if (rest)
        return rest;
    if (end - p > 1 && p[1] == '#') {
        rest = decode_number(p + 2, end, to);
    } else {
        const struct entity *e = find_entity(p + 1, end, &rest);
        /* The "&copy" of href="?a&copy=1" and href="?a&copyb" is part of the address. */
        if (e && in_attribute && rest[-1] != ';' && rest < end &&
            (*rest == '=' || is_letter(*rest) || is_digit(*rest)))
            rest = NULL;
        else if (e) {
            memcpy(*to, e->value, e->value_len);
            *to += e->value_len;
        }
    }
    if (rest)
        return rest;
    *(*to)++ = '&';
    return p + 1;
}

void html_decode(struct span raw, bool in_attribute, struct buffer *out) {
    if (raw.len == 0 || !buffer_reserve(out, html_room(raw.len)))
        return;
    const char *p = raw.ptr, *end = span_end(raw);
    char *to = out->ptr + out->len;
    while (p < end) {
        if (*p == '&') {
            p = html_reference(p, end, in_attribute, &to);
        } else if (*p == '\r') {
            *to++ = '\n';
            p += end - p > 1 && p[1] == '\n' ? 2 : 1;
        } else {
            *to++ = *p++;
        }
    }
    out->len = (size_t)(to - out->ptr);
}
