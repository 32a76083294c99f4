/* Reads WARC records one by one, and gives the pages of HTTP responses. */
#include "archive/warc.h"

#include "base/ascii.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    STEP = 256 * 1024,
    HEAD_MOST = 64 * 1024 /* bytes of a record's or a response's header */
};

struct warc {
    warc_read *read;
    void *user;
    warc_gunzip *gunzip;
    size_t limit;
    struct buffer window; /* bytes of the archive: those from `at` on are unused */
    size_t at;
    bool ended, broken;   /* broken: read() or memory failed */
    struct buffer block, body, url, charset;
    char message[160];
};

/* ---- the stream ---- */

/* Reads until `wanted` bytes are unused. False: there are fewer, or an error. */
static bool ensure(struct warc *w, size_t wanted) {
    struct buffer *b = &w->window;
    if (b->len - w->at >= wanted)
        return true;
    if (w->at) {
        memmove(b->ptr, b->ptr + w->at, b->len - w->at);
        b->len -= w->at;
        w->at = 0;
    }
    while (!w->ended && !w->broken && b->len < wanted) {
        if (!buffer_reserve(b, STEP)) {
            w->broken = true;
            break;
        }
        ssize_t n = w->read(w->user, b->ptr + b->len, b->cap - b->len);
        w->broken = n < 0;
        w->ended = n == 0;
        if (n > 0)
            b->len += (size_t)n;
    }
    return !w->broken && b->len - w->at >= wanted;
}

static struct span unused(const struct warc *w) {
    return (struct span){w->window.ptr + w->at, w->window.len - w->at};
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
            w->broken = true;
            return false;
        }
        kept -= keep;
        size -= n;
        w->at += n;
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
                                        "text/css",        "text/javascript",
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
    w->broken |= b->failed;
    return b->failed ? "" : b->ptr;
}

/* Of "text/html; charset=utf-8": "utf-8"; NULL: none. */
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

/* Some crawlers decode a body and keep the header, so a body that is not compressed is taken as it
 * is. */
static int decompress(struct warc *w, struct member *m, struct span encoding) {
    const char *message = "this build can't read gzip";
    bool gzip = ascii_same(encoding, "gzip") || ascii_same(encoding, "x-gzip");
    if (encoding.len == 0 || ascii_same(encoding, "identity"))
        return 1;
    if (!gzip)
        return problem(w, m, "its Content-Encoding is not read: ", encoding);
    if (m->bytes.len < 2 || memcmp(m->bytes.ptr, "\x1F\x8B", 2) != 0)
        return 1;
    w->body.len = 0;
    if (!w->gunzip || w->gunzip(m->bytes, w->limit, &w->body, &message))
        return problem(w, m, message, NO_SPAN);
    w->broken |= w->body.failed;
    m->bytes = (struct span){w->body.ptr, w->body.len};
    return 1;
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
    return ascii_begins(first, "warc/0.") || ascii_begins(first, "warc/1.");
}

static int damaged(struct warc *w, struct member *m, const char *text) {
    if (w->broken)
        return -1;
    problem(w, m, text, NO_SPAN);
    return -1;
}

/* Finds the next record's header: 1, with its length in *length; 0 at the end; -1 on an error. */
static int find_head(struct warc *w, struct member *m, size_t *length) {
    while (ensure(w, 1) && (unused(w).ptr[0] == '\r' || unused(w).ptr[0] == '\n'))
        w->at++;
    if (!ensure(w, 1))
        return w->broken ? -1 : 0;
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

static int read_record(struct warc *w, struct member *m, size_t length) {
    struct span head = {unused(w).ptr, length}, url = value_of(head, "warc-target-uri");
    bool response = ascii_same(value_of(head, "warc-type"), "response") &&
                    ascii_begins(value_of(head, "content-type"), "application/http");
    struct span truncated = value_of(head, "warc-truncated");
    uint64_t size;
    if (!read_number(value_of(head, "content-length"), &size))
        return damaged(w, m, "a WARC record has no Content-Length");
    if (url.len > 2 && url.ptr[0] == '<' && url.ptr[url.len - 1] == '>')
        url = (struct span){url.ptr + 1, url.len - 2};
    response = response && url.len > 0 && !memchr(url.ptr, '\0', url.len);
    if (response) {
        m->url = m->name = terminated(w, &w->url, url);
        if (truncated.len)
            problem(w, m, "the crawler cut it short: ", truncated);
    }
    w->at += length; /* spans into the header are of no use any more */
    w->block.len = 0;
    uint64_t most = response ? (uint64_t)w->limit + HEAD_MOST + 1 : 0;
    if (!take(w, size, most, &w->block))
        return damaged(w, m, "the archive ends within a record");
    if (!response || m->problem)
        return response;
    int rc = read_response(w, m, size > most);
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
        rc = read_record(w, m, length);
        if (w->broken)
            return -1;
        if (rc)
            return rc;
    }
}

struct warc *warc_open(warc_read *read, void *user, warc_gunzip *gunzip, size_t limit) {
    struct warc *w = calloc(1, sizeof *w);
    if (w)
        *w = (struct warc){.read = read, .user = user, .gunzip = gunzip, .limit = limit};
    return w;
}

void warc_close(struct warc *w) {
    if (!w)
        return;
    buffer_free(&w->window);
    buffer_free(&w->block);
    buffer_free(&w->body);
    buffer_free(&w->url);
    buffer_free(&w->charset);
    free(w);
}
