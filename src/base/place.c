/* Walks the decoded text, and the input that it was decoded from, line by line. */
#include "base/place.h"

#include "base/ascii.h"
#include "base/utf8.h"

struct place_cursor place_start(struct span text, struct origin origin) {
    return (struct place_cursor){
        .text = text,
        .origin = origin,
        .here = {1, 1},
        .raw = {origin.line, 1},
        .raw_text = {1, 1},
    };
}

static void step(struct place *p, unsigned char byte, bool next_is_lf, bool single_bytes) {
    if (byte == '\n' || (byte == '\r' && !next_is_lf))
        *p = (struct place){p->line + 1, 1};
    else if (byte != '\r')
        p->column += single_bytes || (byte & 0xC0) != 0x80;
}

static bool before(struct place a, struct place b) {
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

/* One step over quoted-printable text: "=C3" is one byte, "=" at the end of a line none. */
static void step_quoted(struct place_cursor *c) {
    const char *p = c->origin.raw.ptr + c->raw_at, *end = span_end(c->origin.raw);
    size_t taken = 1;
    unsigned char byte = (unsigned char)*p;
    if (*p == '=' && end - p >= 3 && hex_digit(p[1]) >= 0 && hex_digit(p[2]) >= 0) {
        byte = (unsigned char)(hex_digit(p[1]) * 16 + hex_digit(p[2]));
        taken = 3;
    } else if (*p == '=' && end - p >= 2 && (p[1] == '\n' || p[1] == '\r')) {
        taken = 2 + (size_t)(p[1] == '\r' && end - p >= 3 && p[2] == '\n');
        c->raw = (struct place){c->raw.line + 1, 1};
        c->raw_at += taken;
        return;
    }
    bool lf_follows = end - p > (ptrdiff_t)taken && p[taken] == '\n';
    step(&c->raw_text, byte, lf_follows, c->origin.single_bytes);
    if (taken == 3)
        c->raw.column += 3;
    else
        step(&c->raw, byte, lf_follows, false);
    c->raw_at += taken;
}

/* Moves to `offset` by lines, without a look at each byte. Does nothing where a '\r' is on the way,
 * which few texts have: step() then does. */
static void walk(struct place_cursor *c, size_t offset) {
    const char *p = c->text.ptr + c->at, *end = c->text.ptr + offset, *lf;
    if (p < end && memchr(p, '\r', (size_t)(end - p)))
        return;
    while (p < end && (lf = memchr(p, '\n', (size_t)(end - p)))) {
        c->here = (struct place){c->here.line + 1, 1};
        p = lf + 1;
    }
    c->here.column += utf8_length(span_from(p, end));
    c->at = offset;
}

struct place place_of(struct place_cursor *c, size_t offset) {
    if (offset > c->text.len)
        offset = c->text.len;
    if (offset < c->at)
        *c = place_start(c->text, c->origin);
    walk(c, offset);
    for (; c->at < offset; c->at++)
        step(&c->here, (unsigned char)c->text.ptr[c->at],
             c->at + 1 < c->text.len && c->text.ptr[c->at + 1] == '\n', false);
    switch (c->origin.kind) {
    case ORIGIN_SAME: break;
    case ORIGIN_LATER: return (struct place){c->origin.line + c->here.line - 1, c->here.column};
    case ORIGIN_FLAT: return (struct place){c->origin.line, 1};
    case ORIGIN_QUOTED:
        while (c->raw_at < c->origin.raw.len && before(c->raw_text, c->here))
            step_quoted(c);
        /* a soft line break belongs to what comes before it */
        while (c->raw_at + 1 < c->origin.raw.len && c->origin.raw.ptr[c->raw_at] == '=' &&
               (c->origin.raw.ptr[c->raw_at + 1] == '\n' || c->origin.raw.ptr[c->raw_at + 1] == '\r'))
            step_quoted(c);
        return c->raw;
    }
    return c->here;
}
