/* Text and attribute values: decodes references and collapses white space. */
#include "base/fold.h"
#include "base/swar.h"
#include "read/reader.h"

static void begin_text(struct reader *r, size_t offset) {
    if (r->line.len == 0) {
        r->offset = offset;
        r->at = r->stack.now;
    }
    if (r->space && r->line.len && r->line.ptr[r->line.len - 1] != '\t')
        buffer_char(&r->line, ' ');
    r->space = false;
}

/* Copies LANES bytes, and returns LANES where all are plain: no '&', no control character, no two
 * spaces; else 0. Reads one byte more. */
static inline size_t copy_lanes(const char *p, char *to) {
    lanes v = lanes_load(p), next = lanes_load(p + 1);
    memcpy(to, &v, sizeof v);
    return lanes_any((v < ' ') | (v == '&') | ((v == ' ') & (next == ' '))) ? 0 : LANES;
}

/* Copies plain text, up to a reference or to white space other than one ' '. This is the hot loop
 * of reading a page: it takes many bytes at once, and may read and write behind `end`, where the
 * source goes on up to `source`. */
static inline void copy_text(const char **from, const char *end, const char *source, char **to) {
    const char *p = *from;
    char *out = *to;
    size_t n = LANES;
    while (n == LANES && end - p > LANES) {
        n = copy_lanes(p, out);
        p += n;
        out += n;
    }
    if (n == LANES && source - p > LANES) {
        size_t left = (size_t)(end - p);
        n = copy_lanes(p, out);
        n = n < left ? n : left;
        p += n;
        out += n;
    }
    while (p < end && *p != '&' && (!is_space(*p) || (*p == ' ' && p + 1 < end && p[1] != ' ')))
        *out++ = *p++;
    *from = p;
    *to = out;
}

/* "&#32;", "&Tab;": references to white space, which collapses like any other. */
static bool skip_white_reference(const char **p, const char *end) {
    char bytes[8], *to = bytes;
    const char *rest = html_reference(*p, end, false, &to);
    if (to != bytes + 1 || !is_space(bytes[0]))
        return false;
    *p = rest;
    return true;
}

static bool may_be_white(char c) {
    return c == '#' || c == 'T' || c == 'N';
}

/* Skips white space at *p; returns whether there is any. */
static inline bool skip_white(const char **p, const char *end, bool raw) {
    const char *begin = *p, *at = begin;
    for (;;) {
        while (at < end && is_space(*at))
            at++;
        *p = at;
        if (end - at < 4 || *at != '&' || raw || !may_be_white(at[1]) ||
            !skip_white_reference(p, end))
            return at > begin;
        at = *p;
    }
}

/* Decodes what begins with the '&' at `p`. Counts references such as "&#1;", which leave only a
 * U+FFFD. */
static const char *decode_reference(struct reader *r, const char *p, const char *end,
                                    size_t offset, char **to) {
    static const char replacement[] = "\xEF\xBF\xBD";
    const char *from = *to, *rest = html_reference(p, end, false, to);
    if (rest - p < 3 || p[1] != '#' || *to - from != 3 || memcmp(from, replacement, 3) != 0 ||
        fold_equal(span_from(p, rest), "&#xfffd;") || fold_equal(span_from(p, rest), "&#65533;"))
        return rest;
    if (r->forbidden++ == 0)
        r->first_forbidden = offset;
    return rest;
}

/* Decodes references and collapses white space on the way into the line. */
static void append_collapsed(struct reader *r, struct span text, bool raw, size_t offset) {
    const char *p = text.ptr, *end = text.ptr + text.len;
    r->space |= skip_white(&p, end, raw);
    if (p == end)
        return;
    begin_text(r, offset + (size_t)(p - text.ptr));
    if (!buffer_reserve(&r->line, html_room(text.len) + LANES))
        return;
    char *to = r->line.ptr + r->line.len;
    const char *source = r->html.end;
    while (p < end) {
        copy_text(&p, end, source, &to);
        if (p == end)
            break;
        if (skip_white(&p, end, raw))
            *(to[-1] == ' ' ? to - 1 : to++) = ' ';
        else if (raw)
            *to++ = *p++;
        else
            p = decode_reference(r, p, end, offset + (size_t)(p - text.ptr), &to);
    }
    if (to[-1] == ' ') {
        to--;
        r->space = true;
    }
    r->line.len = (size_t)(to - r->line.ptr);
}

/* Counts the same in text that html_decode() decodes as a whole. */
static void count_forbidden(struct reader *r, struct span raw, size_t offset) {
    char bytes[8];
    const char *end = span_end(raw);
    for (const char *p = raw.ptr; p < end && (p = memmem(p, (size_t)(end - p), "&#", 2));) {
        char *to = bytes;
        p = decode_reference(r, p, end, offset + (size_t)(p - raw.ptr), &to);
    }
}

static void append_preformatted(struct reader *r, struct span text, size_t offset) {
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end) {
        const char *line = p;
        while (p < end && *p != '\n' && *p != '\f' && *p != '\t')
            p++;
        if (p > line) {
            begin_text(r, offset + (size_t)(line - text.ptr));
            buffer_append(&r->line, line, (size_t)(p - line));
        }
        if (p < end && *p++ == '\n')
            flush(r, false);
        else
            r->space = true;
    }
}

void reader_text(struct reader *r, const struct html_token *t) {
    if (r->stack.now.hidden)
        return;
    /* in a cell a line break is a space, even in <pre> */
    if (!r->stack.now.preformatted || r->stack.now.table) {
        append_collapsed(r, t->text, t->raw, t->offset);
        return;
    }
    r->scratch.len = 0;
    if (t->raw)
        html_newlines(t->text, &r->scratch);
    else
        html_decode(t->text, false, &r->scratch);
    if (!t->raw)
        count_forbidden(r, t->text, t->offset);
    if (r->scratch.failed)
        return;
    append_preformatted(r, (struct span){r->scratch.ptr, r->scratch.len}, t->offset);
}

struct span reader_attribute(struct reader *r, struct span raw) {
    qp_string copy = {0};
    if (html_plain(raw) && (raw.len == 0 || !memchr(raw.ptr, '\f', raw.len)))
        return span_trim(raw);
    r->scratch.len = 0;
    html_decode(raw, true, &r->scratch);
    count_forbidden(r, raw, (size_t)(raw.ptr - r->html.begin));
    /* href="&#12;": a form feed is white space of HTML, but XML forbids it */
    for (size_t i = 0; i < r->scratch.len; i++)
        if (r->scratch.ptr[i] == '\f')
            r->scratch.ptr[i] = ' ';
    if (r->scratch.failed ||
        arena_string(r->page->arena, span_trim((struct span){r->scratch.ptr, r->scratch.len}),
                     &copy))
        r->failed = true;
    return (struct span){copy.data, copy.size};
}
