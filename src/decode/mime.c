/* Reads MIME: headers, the parts of a multipart, quoted-printable and base64. */
#include "decode/mime.h"

#include "base/ascii.h"

enum transfer { TRANSFER_NONE, TRANSFER_QUOTED, TRANSFER_BASE64 };

/* The headers that matter, and the body below them. All spans are of the input. */
struct part {
    struct span body;
    struct span type;                     /* "text/html", without parameters */
    struct span boundary, charset, start; /* parameters */
    struct span id, location, snapshot;
    enum transfer transfer;
};

enum { DEEPEST = 16 }; /* multiparts in multiparts: mail programs stop at three or four */

static bool starts(struct span s, const char *lower) {
    size_t len = strlen(lower);
    return s.len >= len && ascii_same((struct span){s.ptr, len}, lower);
}

/* The value of "; name=value" in a header, without quotes. */
static struct span parameter(struct span header, const char *name) {
    size_t len = strlen(name);
    for (size_t i = 0; i < header.len; i++) {
        if (header.ptr[i] != ';')
            continue;
        struct span s = span_trim((struct span){header.ptr + i + 1, header.len - i - 1});
        if (!starts(s, name) || s.len <= len || s.ptr[len] != '=')
            continue;
        s = span_trim((struct span){s.ptr + len + 1, s.len - len - 1});
        if (s.len && s.ptr[0] == '"') {
            const char *close = memchr(s.ptr + 1, '"', s.len - 1);
            return span_from(s.ptr + 1, close ? close : span_end(s));
        }
        size_t n = 0;
        while (n < s.len && s.ptr[n] != ';' && !is_space(s.ptr[n]))
            n++;
        return (struct span){s.ptr, n};
    }
    return (struct span){"", 0};
}

static void read_header(struct span header, struct part *p) {
    const char *colon = memchr(header.ptr, ':', header.len);
    if (!colon)
        return;
    struct span name = span_trim(span_from(header.ptr, colon));
    struct span value = span_trim(span_from(colon + 1, span_end(header)));
    if (ascii_same(name, "content-type")) {
        const char *semicolon = memchr(value.ptr, ';', value.len);
        p->type = span_trim(span_from(value.ptr, semicolon ? semicolon : span_end(value)));
        p->boundary = parameter(value, "boundary");
        p->charset = parameter(value, "charset");
        p->start = parameter(value, "start");
    } else if (ascii_same(name, "content-transfer-encoding")) {
        p->transfer = ascii_same(value, "quoted-printable") ? TRANSFER_QUOTED
                      : ascii_same(value, "base64")         ? TRANSFER_BASE64
                                                              : TRANSFER_NONE;
    } else if (ascii_same(name, "content-id")) {
        p->id = value;
    } else if (ascii_same(name, "content-location")) {
        p->location = value;
    } else if (ascii_same(name, "snapshot-content-location")) {
        p->snapshot = value;
    }
}

static const char *line_end(const char *at, const char *end) {
    const char *lf = memchr(at, '\n', (size_t)(end - at));
    return lf ? lf + 1 : end;
}

static bool is_blank_line(const char *at, const char *end) {
    return at < end && (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n'));
}

/* Reads headers up to a blank line. A line that starts with white space continues the one above. */
static struct part read_part(struct span input) {
    struct part p = {.type = {"", 0}, .boundary = {"", 0}, .charset = {"", 0}, .start = {"", 0}};
    const char *at = input.ptr, *end = input.ptr + input.len;
    while (at < end && !is_blank_line(at, end)) {
        const char *header = at;
        do
            at = line_end(at, end);
        while (at < end && (*at == ' ' || *at == '\t'));
        read_header(span_from(header, at), &p);
    }
    if (at < end)
        at = line_end(at, end);
    p.body = span_from(at, end);
    return p;
}

/* A pasted mail may have blank lines above its headers; above a part a blank line means that it has
 * none. */
static struct span below_blank_lines(struct span s) {
    const char *at = s.ptr, *end = span_end(s);
    while (is_blank_line(at, end))
        at = line_end(at, end);
    return span_from(at, end);
}

/* A walk over the parts of a multipart. */
struct multipart {
    struct span rest;
    struct span boundary;
    bool open; /* no closing boundary line so far */
};

/* Finds the next boundary line in `s`: *line is its start, *rest the text below it. */
static bool find_boundary(struct span s, struct span boundary, const char **line, struct span *rest,
                          bool *closing) {
    const char *end = s.ptr + s.len;
    for (const char *at = s.ptr; at < end; at = line_end(at, end)) {
        size_t left = (size_t)(end - at);
        if (left < boundary.len + 2 || at[0] != '-' || at[1] != '-' ||
            memcmp(at + 2, boundary.ptr, boundary.len) != 0)
            continue;
        const char *after = at + 2 + boundary.len;
        *closing = end - after >= 2 && after[0] == '-' && after[1] == '-';
        *line = at;
        *rest = span_from(line_end(after, end), end);
        return true;
    }
    return false;
}

static bool next_part(struct multipart *w, struct span *part) {
    const char *line;
    struct span rest;
    bool closing;
    if (!w->open || w->rest.len == 0)
        return false;
    if (!find_boundary(w->rest, w->boundary, &line, &rest, &closing)) {
        *part = w->rest;
        w->rest.len = 0;
        return true; /* w->open stays true: the multipart is never closed */
    }
    *part = span_from(w->rest.ptr, line);
    w->rest = rest;
    w->open = !closing;
    return true;
}

static bool same_id(struct span a, struct span b) {
    while (a.len && (a.ptr[0] == '<'))
        a.ptr++, a.len--;
    while (b.len && (b.ptr[0] == '<'))
        b.ptr++, b.len--;
    while (a.len && a.ptr[a.len - 1] == '>')
        a.len--;
    while (b.len && b.ptr[b.len - 1] == '>')
        b.len--;
    return a.len && span_equal(a, b);
}

/* How likely a part is the page; 0: it is not. */
static int rank(const struct part *p, const struct part *whole) {
    if (whole->start.len && same_id(p->id, whole->start))
        return 4;
    if (starts(p->type, "text/html") || starts(p->type, "application/xhtml+xml"))
        return 3;
    if (starts(p->type, "multipart/"))
        return 2;
    return p->type.len == 0 || starts(p->type, "text/plain");
}

static size_t line_of(struct span input, const char *at) {
    size_t line = 1;
    for (const char *p = input.ptr; p < at && (p = memchr(p, '\n', (size_t)(at - p))); p++)
        line++;
    return line;
}

static bool choose(struct span input, struct diagnostics *d, struct part *p) {
    struct multipart walk = {p->body, p->boundary, true};
    struct span piece, preamble;
    struct part best = {0};
    int best_rank = 0;
    if (p->boundary.len == 0 || !next_part(&walk, &preamble) || walk.rest.len == 0)
        return false;
    while (next_part(&walk, &piece)) {
        struct part candidate = read_part(piece);
        int r = rank(&candidate, p);
        if (r > best_rank) {
            best_rank = r;
            best = candidate;
        }
    }
    if (walk.open)
        diagnose_line(d, D_MIME_DAMAGED, line_of(input, p->body.ptr),
                      "the boundary \"%s\" never closes: the page may be cut",
                      quoted(d, p->boundary));
    *p = best;
    return best_rank > 0;
}

/* White space at the end of a line was added in transport and is dropped (RFC 2045). */
static void decode_quoted(struct span s, struct buffer *out) {
    const char *p = s.ptr, *end = s.ptr + s.len;
    while (p < end) {
        const char *next = line_end(p, end), *stop = next;
        while (stop > p && is_space(stop[-1]))
            stop--;
        bool soft = stop > p && stop[-1] == '=' ;
        stop -= soft;
        while (p < stop) {
            const char *equals = memchr(p, '=', (size_t)(stop - p));
            buffer_append(out, p, (size_t)((equals ? equals : stop) - p));
            p = equals ? equals : stop;
            if (p == stop)
                break;
            if (stop - p >= 3 && hex_digit(p[1]) >= 0 && hex_digit(p[2]) >= 0) {
                buffer_char(out, (char)(hex_digit(p[1]) * 16 + hex_digit(p[2])));
                p += 3;
            } else {
                buffer_char(out, *p++); /* a stray '=' stays */
            }
        }
        if (!soft && next[-1] == '\n')
            buffer_char(out, '\n');
        p = next;
    }
}

static int base64_value(unsigned char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Skips characters outside the alphabet; returns how many of them are not white space. */
static size_t decode_base64(struct span s, struct buffer *out) {
    uint32_t bits = 0;
    int have = 0;
    size_t strange = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] != '='; i++) {
        int v = base64_value((unsigned char)s.ptr[i]);
        if (v < 0) {
            strange += !is_space(s.ptr[i]);
            continue;
        }
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            buffer_char(out, (char)(bits >> have & 0xFF));
        }
    }
    return strange;
}

static int decode_part(const struct part *p, size_t line, struct diagnostics *d,
                       struct mime *out) {
    out->origin = (struct origin){ORIGIN_LATER, p->body, line, false};
    out->bytes = p->body;
    if (p->transfer == TRANSFER_NONE)
        return 0;
    if (p->transfer == TRANSFER_QUOTED) {
        out->origin.kind = ORIGIN_QUOTED;
        decode_quoted(p->body, &out->decoded);
    } else {
        out->origin.kind = ORIGIN_FLAT;
        size_t strange = decode_base64(p->body, &out->decoded);
        if (strange)
            diagnose_line(d, D_MIME_DAMAGED, line,
                          "%zu characters in the base64 text are none of its alphabet", strange);
    }
    out->bytes = (struct span){out->decoded.ptr, out->decoded.len};
    return out->decoded.failed ? -1 : 0;
}

/* An address is printable ASCII; a header with any other character is not trusted. */
static struct span plain_address(struct span s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '!' || s.ptr[i] > '~')
            return (struct span){"", 0};
    return s;
}

int mime_open(struct span input, struct diagnostics *d, struct mime *out) {
    *out = (struct mime){0};
    struct part p = read_part(below_blank_lines(input));
    struct span snapshot = p.snapshot;
    for (int depth = 0; starts(p.type, "multipart/"); depth++)
        if (depth == DEEPEST || !choose(input, d, &p))
            return 0;
    out->charset = p.charset;
    out->location = plain_address(snapshot.len ? snapshot : p.location);
    out->is_html = !starts(p.type, "text/plain");
    if (p.type.len && !starts(p.type, "text/") && !starts(p.type, "application/xhtml+xml"))
        return 0;
    return decode_part(&p, line_of(input, p.body.ptr), d, out);
}
