/* Reads WARC records one by one, and gives the pages in them. */
#include "archive/warc.h"

#include "base/ascii.h"
#include "decode/sniff.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEAD_MOST = 64 * 1024 /* bytes of a record's or a response's header */ };

struct warc {
    struct window window; /* of the archive */
    warc_gunzip *gunzip;
    size_t limit;
    size_t number;        /* of the record, from 1 */
    struct buffer block, body, url, charset;
    char message[160];
};

/* ---- the stream ---- */

static bool ensure(struct warc *w, size_t wanted) {
    return window_ensure(&w->window, wanted);
}

static struct span unused(const struct warc *w) {
    return window_unused(&w->window);
}

/* Uses up `size` bytes, the first `kept` of which go into `out`. False: they end early. */
static bool take(struct warc *w, uint64_t size, uint64_t kept, struct buffer *out) {
    while (size > 0) {
        if (!ensure(w, 1))
            return false;
        struct span s = unused(w);
        size_t n = s.len < size ? s.len : (size_t)size;
        size_t keep = n < kept ? n : (size_t)kept;
        buffer_append(out, s.ptr, keep);
        if (out->failed) {
            w->window.broken = true;
            return false;
        }
        kept -= keep;
        size -= n;
        w->window.at += n;
    }
    return true;
}

/* ---- headers: lines of "Name: value" ---- */

static struct span next_line(struct span *s) {
    const char *end = memchr(s->ptr, '\n', s->len);
    struct span line = end ? span_from(s->ptr, end) : *s;
    *s = end ? span_from(end + 1, span_end(*s)) : (struct span){span_end(*s), 0};
    return span_trim(line);
}

/* The length of a header, with the empty line that ends it; 0: it does not end in `s`. */
static size_t head_length(struct span s) {
    for (const char *p = s.ptr, *end = span_end(s); p < end; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            return 0;
        size_t left = (size_t)(end - p);
        if (left > 1 && p[1] == '\n')
            return (size_t)(p + 2 - s.ptr);
        if (left > 2 && p[1] == '\r' && p[2] == '\n')
            return (size_t)(p + 3 - s.ptr);
    }
    return 0;
}

/* The value of the first header of this name; ptr NULL: there is none. */
static struct span value_of(struct span head, const char *name) {
    size_t len = strlen(name);
    next_line(&head);
    while (head.len > 0) {
        struct span line = next_line(&head);
        if (line.len > len && line.ptr[len] == ':' && ascii_begins(line, name))
            return span_trim((struct span){line.ptr + len + 1, line.len - len - 1});
    }
    return NO_SPAN;
}

static bool read_number(struct span s, uint64_t *n) {
    *n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || *n > UINT64_MAX / 10 - 10)
            return false;
        *n = *n * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    return s.len > 0;
}

/* ---- a response ---- */

/* Media types that no page has. A page may come under any other. */
static bool is_no_page(struct span type) {
    static const char *const types[] = {"image/",          "audio/",
                                        "video/",          "font/",
                                        "text/css",        "text/javascript", "text/dns",
                                        "application/pdf", "application/javascript",
                                        "application/json", "application/x-javascript",
                                        "application/zip",  "application/gzip",
                                        "application/x-gzip"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ascii_begins(type, types[i]))
            return true;
    return false;
}

static const char *terminated(struct warc *w, struct buffer *b, struct span s) {
    b->len = 0;
    buffer_append(b, s.ptr, s.len);
    buffer_char(b, '\0');
    w->window.broken |= b->failed;
    return b->failed ? "" : b->ptr;
}

/* The "utf-8" of "text/html; charset=utf-8"; NULL: there is none. */
static const char *find_charset(struct warc *w, struct span type) {
    for (size_t i = 0; i + 8 < type.len; i++) {
        struct span rest = {type.ptr + i, type.len - i};
        if (!ascii_begins(rest, "charset="))
            continue;
        const char *p = rest.ptr + 8, *end = span_end(type);
        p += *p == '"' || *p == '\'';
        const char *start = p;
        while (p < end && *p > ' ' && *p != '"' && *p != '\'' && *p != ';')
            p++;
        return p > start ? terminated(w, &w->charset, span_from(start, p)) : NULL;
    }
    return NULL;
}

/* Removes the chunks' heads from *body, which lies in `bytes`. False: it has no chunks, or damaged
 * ones. */
static bool join_chunks(char *bytes, struct span *body) {
    size_t at = 0, out = 0, len = body->len, first = (size_t)(body->ptr - bytes);
    char *p = bytes + first;
    for (;;) {
        size_t size = 0, digits = 0;
        for (; at < len && hex_digit(p[at]) >= 0; at++, digits++) {
            if (size > len)
                return false;
            size = size * 16 + (size_t)hex_digit(p[at]);
        }
        const char *end = digits ? memchr(p + at, '\n', len - at) : NULL;
        if (!end)
            return false;
        at = (size_t)(end + 1 - p);
        if (size == 0)
            break;
        if (size > len - at)
            return false;
        memmove(p + out, p + at, size);
        out += size;
        at += size;
        at += at < len && p[at] == '\r';
        if (at >= len || p[at++] != '\n')
            return false;
    }
    body->len = out;
    return true;
}

static int problem(struct warc *w, struct member *m, const char *text, struct span detail) {
    int len = (int)(detail.len < 60 ? detail.len : 60);
    snprintf(w->message, sizeof w->message, "%s%.*s", text, len, detail.ptr ? detail.ptr : "");
    m->problem = w->message;
    return 1;
}

static int refused(struct warc *w, struct member *m, const char *text, struct span detail) {
    int rc = problem(w, m, text, detail);
    m->refused = m->problem;
    m->problem = NULL;
    return rc;
}

static bool is_among(struct span word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (ascii_same(word, list[i]))
            return true;
    return false;
}

static int gunzip_body(struct warc *w, struct member *m) {
    const char *message = "this build can't read gzip";
    w->body.len = 0;
    if (!w->gunzip || w->gunzip(m->bytes, w->limit, &w->body, &message))
        return problem(w, m, message, NO_SPAN);
    w->window.broken |= w->body.failed;
    struct buffer packed = w->block;
    w->block = w->body;
    w->body = packed;
    m->bytes = (struct span){w->block.ptr, w->block.len};
    return 1;
}

/* Some crawlers decode a body and keep the header, so a body without the marks of its coding is
 * taken as it is. Browsers ignore codings that they do not know, such as "none" or "utf-8". */
static int undo_coding(struct warc *w, struct member *m, struct span coding) {
    static const char *const gzip[] = {"gzip", "x-gzip"};
    static const char *const others[] = {"br",  "zstd", "deflate", "compress", "x-compress",
                                         "dcb", "dcz",  "bzip2",   "xz"};
    if (is_among(coding, gzip, sizeof gzip / sizeof *gzip)) {
        bool packed = m->bytes.len >= 2 && memcmp(m->bytes.ptr, "\x1F\x8B", 2) == 0;
        return packed ? gunzip_body(w, m) : 1;
    }
    if (is_among(coding, others, sizeof others / sizeof *others) &&
        sniff(m->bytes).kind == SNIFF_OTHER)
        return problem(w, m, "its Content-Encoding is not read: ", coding);
    return 1;
}

/* Undoes the codings of a list, of which the last was put on last. */
static int decompress(struct warc *w, struct member *m, struct span codings) {
    enum { MOST = 4 }; /* "gzip, gzip" is seen; a longer list would be made to cost time */
    int rc = 1;
    for (int i = 0; i < MOST && codings.len > 0 && rc > 0 && !m->problem; i++) {
        size_t at = codings.len;
        while (at > 0 && codings.ptr[at - 1] != ',')
            at--;
        rc = undo_coding(w, m, span_trim(span_from(codings.ptr + at, span_end(codings))));
        codings.len = at ? at - 1 : 0;
    }
    return rc;
}

/* True for "chunked", and for "gzip, chunked" with *inner "gzip": no Content-Encoding names it. */
static bool is_chunked(struct span codings, struct span *inner) {
    struct span last = codings;
    for (size_t i = 0; i < codings.len; i++)
        if (codings.ptr[i] == ',')
            last = (struct span){codings.ptr + i + 1, codings.len - i - 1};
    *inner = last.ptr > codings.ptr ? span_trim(span_from(codings.ptr, last.ptr - 1)) : NO_SPAN;
    return ascii_same(span_trim(last), "chunked");
}

static int read_body(struct warc *w, struct member *m, struct span header, bool cut) {
    struct span length = value_of(header, "content-length"), coding;
    bool chunked = is_chunked(value_of(header, "transfer-encoding"), &coding);
    uint64_t declared;
    if (cut) /* longer than the limit: the caller will see that */
        return 1;
    /* A chunked body begins with a number. Without one the crawler has joined the chunks. */
    if (chunked && m->bytes.len > 0 && hex_digit(m->bytes.ptr[0]) >= 0) {
        if (!join_chunks(w->block.ptr, &m->bytes))
            return problem(w, m, "its chunks are damaged", NO_SPAN);
    } else if (!chunked && read_number(length, &declared) && declared > m->bytes.len) {
        return problem(w, m, "it is shorter than its Content-Length: ", length);
    }
    if (!coding.len)
        coding = value_of(header, "content-encoding");
    return decompress(w, m, coding);
}

static int read_response(struct warc *w, struct member *m, bool cut) {
    struct span block = {w->block.ptr, w->block.len}, rest = block;
    size_t head = head_length(block);
    if (!ascii_begins(block, "http/") || head == 0 || head > HEAD_MOST)
        return problem(w, m, "this is no HTTP response", NO_SPAN);
    struct span header = {block.ptr, head}, status = next_line(&rest);
    const char *code = memchr(status.ptr, ' ', status.len);
    struct span number = code ? span_trim(span_from(code, span_end(status))) : NO_SPAN;
    struct span type = value_of(header, "content-type");
    number.len = number.len < 3 ? number.len : 3;
    if (number.len < 3 || number.ptr[0] != '2')
        return refused(w, m, "the server answered ", number);
    if (is_no_page(type))
        return refused(w, m, "the server says that this is ", type);
    m->charset = find_charset(w, type);
    m->bytes = (struct span){block.ptr + head, block.len - head};
    return read_body(w, m, header, cut);
}

/* ---- records ---- */

bool warc_sniff(struct span first) {
    while (first.len > 0 && (first.ptr[0] == '\r' || first.ptr[0] == '\n'))
        first = span_from(first.ptr + 1, span_end(first));
    return ascii_begins(first, "warc/0.") || ascii_begins(first, "warc/1.");
}

static int damaged(struct warc *w, struct member *m, const char *text) {
    if (w->window.broken || w->window.failed)
        return -1;
    problem(w, m, text, NO_SPAN);
    return -1;
}

/* Finds the next record's header: 1, with its length in *length; 0 at the end; -1 on an error. */
static int find_head(struct warc *w, struct member *m, size_t *length) {
    while (ensure(w, 1) && (unused(w).ptr[0] == '\r' || unused(w).ptr[0] == '\n'))
        w->window.at++;
    if (!ensure(w, 1))
        return w->window.broken || w->window.failed ? -1 : 0;
    for (size_t wanted = 4096;; wanted *= 4) {
        bool all = !ensure(w, wanted);
        if (!warc_sniff(unused(w)))
            return damaged(w, m, "a WARC record was expected and something else is there");
        struct span s = unused(w);
        s.len = s.len < HEAD_MOST ? s.len : HEAD_MOST;
        *length = head_length(s);
        if (*length)
            return 1;
        if (all || wanted > HEAD_MOST)
            return damaged(w, m, "the header of a WARC record does not end");
    }
}

/* Where the page of a record is. */
enum form {
    FORM_NONE, /* the record is about others */
    FORM_HTTP, /* behind the header of a response */
    FORM_BARE  /* the record is the page */
};

/* By the record's header. Without a type it may be any; unknown types are read as if they had
 * none. */
static enum form form_of(struct span head) {
    static const char *const about[] = {"warcinfo", "request", "metadata", "revisit"};
    struct span type = value_of(head, "warc-type"), media = value_of(head, "content-type");
    if (is_among(type, about, sizeof about / sizeof *about))
        return FORM_NONE;
    if (ascii_begins(media, "application/http"))
        return memmem(media.ptr, media.len, "request", 7) ? FORM_NONE : FORM_HTTP;
    if (ascii_begins(media, "application/warc-fields"))
        return FORM_NONE;
    return ascii_same(type, "response") && media.len == 0 ? FORM_HTTP : FORM_BARE;
}

/* The address, or the place in the archive where the record has none that can be written down. */
static void name_record(struct warc *w, struct member *m, struct span url) {
    char place[32];
    if (url.len > 2 && url.ptr[0] == '<' && url.ptr[url.len - 1] == '>')
        url = (struct span){url.ptr + 1, url.len - 2};
    if (url.len > 0 && !memchr(url.ptr, '\0', url.len)) {
        m->url = m->name = terminated(w, &w->url, url);
        return;
    }
    int len = snprintf(place, sizeof place, "record-%zu", w->number);
    m->name = terminated(w, &w->url, (struct span){place, (size_t)len});
}

/* What the record's header tells of its page, before that is read. */
static void read_head(struct warc *w, struct member *m, struct span head, enum form form) {
    struct span truncated = value_of(head, "warc-truncated"), type = value_of(head, "content-type");
    name_record(w, m, value_of(head, "warc-target-uri"));
    if (truncated.len)
        problem(w, m, "the crawler cut it short: ", truncated);
    else if (value_of(head, "warc-segment-number").len)
        problem(w, m, "it is one of several segments of a page, which are not joined", NO_SPAN);
    else if (form == FORM_BARE && is_no_page(type))
        refused(w, m, "the record says that this is ", type);
    else if (form == FORM_BARE)
        m->charset = find_charset(w, type);
}

static int read_record(struct warc *w, struct member *m, size_t length) {
    struct span head = {unused(w).ptr, length};
    enum form form = form_of(head);
    uint64_t size;
    if (!read_number(value_of(head, "content-length"), &size))
        return damaged(w, m, "a WARC record has no Content-Length");
    if (form != FORM_NONE)
        read_head(w, m, head, form);
    w->window.at += length; /* spans into the header are of no use any more */
    w->block.len = 0;
    uint64_t most = form == FORM_NONE ? 0 : (uint64_t)w->limit + HEAD_MOST + 1;
    if (!take(w, size, most, &w->block))
        return damaged(w, m, "the archive ends within a record");
    if (form == FORM_NONE || m->problem || m->refused)
        return form != FORM_NONE;
    m->bytes = (struct span){w->block.ptr, w->block.len};
    if (form == FORM_BARE && ascii_begins(m->bytes, "http/"))
        form = FORM_HTTP; /* a response whose record does not say so */
    int rc = form == FORM_HTTP ? read_response(w, m, size > most) : 1;
    if (m->bytes.len > w->limit)
        m->bytes.len = w->limit + 1;
    return rc;
}

int warc_next(struct warc *w, struct member *m) {
    for (;;) {
        size_t length;
        *m = (struct member){0};
        int rc = find_head(w, m, &length);
        if (rc <= 0)
            return rc;
        w->number++;
        rc = read_record(w, m, length);
        if (w->window.broken)
            return -1;
        if (rc)
            return rc;
    }
}

struct warc *warc_open(window_read *read, void *user, warc_gunzip *gunzip, size_t limit) {
    struct warc *w = calloc(1, sizeof *w);
    if (w)
        *w = (struct warc){.window = {.read = read, .user = user}, .gunzip = gunzip, .limit = limit};
    return w;
}

void warc_close(struct warc *w) {
    if (!w)
        return;
    window_free(&w->window);
    buffer_free(&w->block);
    buffer_free(&w->body);
    buffer_free(&w->url);
    buffer_free(&w->charset);
    free(w);
}
