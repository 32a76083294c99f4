/* Reads MIME: headers, the parts of multiparts, quoted-printable and base64. */
#include "decode/mime.h"

#include "base/ascii.h"
#include "decode/sniff.h"

enum transfer { TRANSFER_NONE, TRANSFER_QUOTED, TRANSFER_BASE64 };

/* The headers that matter, and the body below them. All spans are of the input. */
struct part {
    struct span body;
    struct span type;                     /* "text/html", without parameters */
    struct span boundary, charset, start; /* parameters */
    struct span name;                     /* of an attached file */
    struct span id, location, snapshot;
    enum transfer transfer;
};

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

/* Some writers take 'x' for a quoted value. */
static struct span without_quotes(struct span s) {
    while (s.len && s.ptr[0] == '\'')
        s.ptr++, s.len--;
    while (s.len && s.ptr[s.len - 1] == '\'')
        s.len--;
    return s;
}

static void read_name(struct span value, const char *name, const char *extended, struct part *p) {
    struct span found = parameter(value, name);
    if (!found.len)
        found = parameter(value, extended);
    if (found.len)
        p->name = found;
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
        p->charset = without_quotes(parameter(value, "charset"));
        p->start = parameter(value, "start");
        read_name(value, "name", "name*", p);
    } else if (ascii_same(name, "content-disposition")) {
        read_name(value, "filename", "filename*", p);
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
    static const struct span none = {"", 0};
    struct part p = {.type = none, .boundary = none, .charset = none, .start = none, .name = none};
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

/* The line at which another mail begins in `s`, but not with `s` itself; NULL: none does. A mail
 * begins behind a blank line, or with a line that begins no other text. */
static const char *next_mail(struct span s) {
    const char *end = span_end(s);
    bool blank = false;
    for (const char *at = s.ptr; at < end; at = line_end(at, end)) {
        struct span rest = span_from(at, end);
        bool likely = (*at | 0x20) == 'f' ? starts(rest, "from ") || starts(rest, "from: <saved by")
                      : (*at | 0x20) == 'm' && starts(rest, "mime-version:");
        if (at > s.ptr && (blank || likely) && !is_blank_line(at, end) && sniff_mail(rest))
            return at;
        blank = is_blank_line(at, end);
    }
    return NULL;
}

/* The last part of a multipart that is never closed ends where the next mail begins. */
static bool next_part(struct mime_level *w, struct span *part) {
    const char *line;
    struct span rest;
    bool closing;
    if (!w->open || w->rest.len == 0)
        return false;
    if (!find_boundary(w->rest, w->boundary, &line, &rest, &closing)) {
        const char *next = w->whole ? next_mail(w->rest) : NULL;
        *part = span_from(w->rest.ptr, next ? next : span_end(w->rest));
        w->behind = next ? span_from(next, span_end(w->rest)) : NO_SPAN;
        w->rest.len = 0;
        return true; /* w->open stays true: the multipart is never closed */
    }
    *part = span_from(w->rest.ptr, line);
    w->rest = rest;
    w->open = !closing;
    if (closing)
        w->behind = rest;
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

static bool ends(struct span s, const char *lower) {
    size_t len = strlen(lower);
    return s.len >= len && ascii_same((struct span){span_end(s) - len, len}, lower);
}

/* Mail programs send files under a type that says nothing. */
static bool is_file(const struct part *p) {
    return starts(p->type, "application/octet-stream");
}

static bool is_html(const struct part *p) {
    return starts(p->type, "text/html") || starts(p->type, "application/xhtml+xml") ||
           (is_file(p) && (ends(p->name, ".html") || ends(p->name, ".htm") ||
                           ends(p->name, ".xhtml")));
}

static bool is_text(const struct part *p) {
    return p->type.len == 0 || starts(p->type, "text/plain") ||
           (is_file(p) && ends(p->name, ".txt"));
}

static bool is_multipart(const struct part *p) {
    return starts(p->type, "multipart/");
}

/* A mail within the mail, as it was sent or as a file. */
static bool is_mail(const struct part *p) {
    return p->transfer == TRANSFER_NONE &&
           (starts(p->type, "message/rfc822") || starts(p->type, "message/global") ||
            (is_file(p) && (ends(p->name, ".mhtml") || ends(p->name, ".mht") ||
                            ends(p->name, ".eml"))));
}

/* How likely a part is the page; 0: it is not. */
static int rank(const struct part *p, const struct part *whole) {
    if (whole->start.len && same_id(p->id, whole->start))
        return 4;
    return is_html(p) ? 3 : is_multipart(p) ? 2 : is_text(p);
}

/* The line of `at`, which mostly is behind the one before. */
static size_t line_of(struct mime_walk *w, const char *at) {
    if (!w->at || at < w->at) {
        w->at = w->input.ptr;
        w->line = 1;
    }
    for (const char *p = w->at; p < at && (p = memchr(p, '\n', (size_t)(at - p))); p++)
        w->line++;
    w->at = at;
    return w->line;
}

/* Begins with the parts of `p`; false: it has none. */
static bool open_level(struct mime_walk *w, const struct part *p, bool whole,
                       struct mime_level *level) {
    struct span preamble;
    *level = (struct mime_level){.rest = p->body, .boundary = p->boundary, .open = true,
                                 .digest = starts(p->type, "multipart/digest"),
                                 .whole = whole, .line = line_of(w, p->body.ptr)};
    bool any = p->boundary.len > 0 && next_part(level, &preamble) && level->rest.len > 0 &&
               level->open;
    if (!any && whole)
        w->rest = level->behind;
    return any;
}

/* Behind the last part. What follows a whole mail is read next. */
static void close_level(struct mime_walk *w, const struct mime_level *level, struct diagnostics *d) {
    if (level->open)
        diagnose_line(d, D_MIME_DAMAGED, level->line,
                      "the boundary \"%s\" never closes: the page may be cut",
                      quoted(d, level->boundary));
    if (level->whole)
        w->rest = level->behind;
}

/* One part is the page: the others are its frames and pictures, or the same in other forms. */
static bool is_choice(const struct part *p) {
    return starts(p->type, "multipart/related") || starts(p->type, "multipart/alternative");
}

static bool choose(struct mime_walk *w, struct diagnostics *d, bool whole, struct part *p) {
    struct mime_level level;
    struct span piece;
    struct part best = {0};
    int best_rank = 0;
    if (!open_level(w, p, whole, &level))
        return false;
    while (next_part(&level, &piece)) {
        struct part candidate = read_part(piece);
        int r = rank(&candidate, p);
        if (r > best_rank) {
            best_rank = r;
            best = candidate;
        }
    }
    close_level(w, &level, d);
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
    if (out->decoded.failed)
        return -1;
    out->bytes = (struct span){out->decoded.ptr ? out->decoded.ptr : "", out->decoded.len};
    return 0;
}

/* ---- addresses ---- */

/* "=?utf-8?Q?...?=" at the start of `s`: its text goes into `out`. The length of the word; 0: there
 * is none. */
static size_t decode_word(struct span s, struct buffer *out) {
    const char *end = span_end(s), *text = NULL;
    if (s.len < 2 || !starts(s, "=?"))
        return 0;
    const char *kind = memchr(s.ptr + 2, '?', s.len - 2);
    if (!kind || end - kind < 3 || kind[2] != '?')
        return 0;
    text = kind + 3;
    const char *close = memmem(text, (size_t)(end - text), "?=", 2);
    if (!close)
        return 0;
    struct span body = span_from(text, close);
    if ((kind[1] | 0x20) == 'b')
        decode_base64(body, out);
    else
        decode_quoted(body, out);
    return (size_t)(close + 2 - s.ptr);
}

/* The address in a header, in `out`: without the breaks of a folded line, and out of the encoded
 * words of RFC 2047, between which white space does not count. */
static void unfold_address(struct span s, struct buffer *out) {
    bool word = false;
    for (size_t i = 0; i < s.len;) {
        size_t blank = i;
        bool folded = false;
        for (; blank < s.len && is_space(s.ptr[blank]); blank++)
            folded |= s.ptr[blank] == '\n';
        struct span rest = {s.ptr + blank, s.len - blank};
        if (!folded && !(word && starts(rest, "=?")))
            buffer_append(out, s.ptr + i, blank - i);
        size_t taken = decode_word(rest, out);
        word = taken > 0;
        if (!word && rest.len) {
            buffer_char(out, *rest.ptr);
            taken = 1;
        }
        i = blank + taken;
    }
}

/* The address in a header. It is printable ASCII; letters beyond are escaped as browsers send them,
 * and a header with any other character is not trusted. -1 where memory ends. */
static int read_address(struct span s, struct arena *arena, struct span *address) {
    struct buffer text = {0}, out = {0};
    qp_string copy;
    *address = (struct span){"", 0};
    unfold_address(s, &text);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == 0x7F || (c >= 0x80 && memchr(s.ptr, c, s.len))) {
            out.len = 0;
            break;
        }
        if (c >= 0x80) {
            const char escape[3] = {'%', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15]};
            buffer_append(&out, escape, sizeof escape);
        } else {
            buffer_char(&out, (char)c);
        }
    }
    int rc = text.failed || out.failed ? -1 : 0;
    if (!rc && out.len && !arena_string(arena, (struct span){out.ptr, out.len}, &copy))
        *address = (struct span){copy.data, copy.size};
    else if (out.len)
        rc = -1;
    buffer_free(&text);
    buffer_free(&out);
    return rc;
}

/* ---- the walk ---- */

static void leave_unread(struct mime_walk *w, const struct part *p) {
    if (w->unread++ > 0)
        return;
    w->unread_line = line_of(w, p->body.ptr);
    w->unread_type = p->type;
}

static int open_page(struct mime_walk *w, struct part *p, struct span snapshot,
                     struct diagnostics *d, struct mime *out) {
    if (read_address(snapshot.len ? snapshot : p->location, d->arena, &out->location) ||
        decode_part(p, line_of(w, p->body.ptr), d, out))
        return -1;
    out->charset = p->charset;
    out->is_html = p->type.len ? !is_text(p) : sniff(out->bytes).kind == SNIFF_HTML;
    return 1;
}

/* Goes down to the page of a part. 1; 0: it has none, or several, which come next; -1 where memory
 * ends. `whole`: the part is a mail by itself, behind which another may follow. */
static int descend(struct mime_walk *w, struct part p, bool whole, int depth,
                   struct diagnostics *d, struct mime *out) {
    struct span snapshot = p.snapshot;
    bool chosen = whole;
    while (is_multipart(&p) || is_mail(&p)) {
        if (is_mail(&p)) {
            p = read_part(below_blank_lines(p.body));
            snapshot = p.snapshot;
            continue;
        }
        if (depth++ == MIME_DEEPEST) {
            diagnose_line(d, D_MIME_DAMAGED, line_of(w, p.body.ptr),
                          "parts within parts are read to a depth of %d: what is deeper is not",
                          MIME_DEEPEST);
            return 0;
        }
        if (!is_choice(&p)) {
            struct mime_level *level = &w->levels[w->count];
            w->count += open_level(w, &p, whole, level);
            level->depth = depth;
            return 0;
        }
        if (!choose(w, d, whole, &p))
            return 0;
        whole = false;
        chosen = true;
    }
    const char *next = whole ? next_mail(p.body) : NULL;
    if (next) {
        w->rest = span_from(next, span_end(p.body));
        p.body = span_from(p.body.ptr, next);
    }
    if (is_html(&p) || is_text(&p) || (chosen && starts(p.type, "text/")))
        return open_page(w, &p, snapshot, d, out);
    leave_unread(w, &p);
    return 0;
}

/* The next mail of a stream, or other text between mails. */
static int next_whole(struct mime_walk *w, struct diagnostics *d, struct mime *out) {
    struct span s = below_blank_lines(w->rest);
    struct part p = {.type = {"", 0}, .body = s};
    bool first = w->rest.ptr == w->input.ptr;
    w->rest = NO_SPAN;
    if (first || sniff_mail(s))
        p = read_part(s);
    else if (sniff(s).kind == SNIFF_EMPTY)
        return 0;
    return descend(w, p, true, 0, d, out);
}

void mime_start(struct mime_walk *w, struct span input) {
    *w = (struct mime_walk){.input = input, .rest = input};
}

static void tell_unread(struct mime_walk *w, struct diagnostics *d) {
    if (w->unread)
        diagnose_line(d, D_PART_LEFT_OUT, w->unread_line,
                      w->unread == 1 ? "%zu part of the mail is no page and is not read: %s"
                                     : "%zu parts of the mail are no pages and are not read: %s, ...",
                      w->unread, quoted(d, w->unread_type));
    w->unread = 0;
}

int mime_next(struct mime_walk *w, struct diagnostics *d, struct mime *out) {
    int rc = 0;
    *out = (struct mime){0};
    while (rc == 0) {
        struct span piece;
        if (w->count == 0 && w->rest.ptr) {
            rc = next_whole(w, d, out);
            continue;
        }
        if (w->count == 0)
            break;
        struct mime_level *level = &w->levels[w->count - 1];
        if (!next_part(level, &piece)) {
            w->count--;
            close_level(w, level, d);
            continue;
        }
        struct part p = read_part(piece);
        if (level->digest && p.type.len == 0)
            p.type = SPAN("message/rfc822");
        rc = descend(w, p, false, level->depth, d, out);
    }
    if (rc == 0)
        tell_unread(w, d);
    if (rc < 0)
        buffer_free(&out->decoded);
    return rc;
}
