#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/trickle.h"
#include "archive/warc.h"

#include <stdio.h>
#include <stdlib.h>

/* "gzip" that leaves the two bytes of its mark out. */
static int unpack(struct span bytes, size_t limit, struct buffer *out, const char **message) {
    (void)limit;
    *message = "its gzip data is damaged";
    buffer_append(out, bytes.ptr + 2, bytes.len - 2);
    return bytes.len == 3 ? -1 : 0;
}

/* What a member came to: "URL charset: BYTES", or "URL !refused" or "URL ?problem". */
static void put_member(struct buffer *b, int rc, const struct member *m) {
    char line[512];
    int n = rc < 0 ? snprintf(line, sizeof line, "end: %s\n", m->problem ? m->problem : "-")
            : m->problem || m->refused
                ? snprintf(line, sizeof line, "%s %c%s\n", m->name, m->problem ? '?' : '!',
                           m->problem ? m->problem : m->refused)
                : snprintf(line, sizeof line, "%s%s %s: %.*s\n", m->name, m->url ? "" : "?",
                           m->charset ? m->charset : "-", (int)m->bytes.len, m->bytes.ptr);
    buffer_append(b, line, (size_t)n);
}

static void read_all(const char *bytes, size_t size, size_t most, bool fails, warc_gunzip *gunzip,
                     const char *expected) {
    struct trickle s = {{bytes, size}, most, fails};
    struct warc *w = warc_open(read_trickle, &s, gunzip, 40);
    struct buffer b = {0};
    struct member m;
    int rc;
    assert_non_null(w);
    do {
        rc = warc_next(w, &m);
        if (rc)
            put_member(&b, rc, &m);
    } while (rc > 0);
    buffer_char(&b, '\0');
    if (strcmp(b.ptr, expected) != 0)
        fail_msg("%s\nis read as\n%s\nand not as\n%s", bytes, b.ptr, expected);
    buffer_free(&b);
    warc_close(w);
}

#define OK "HTTP/1.1 200 OK\r\n"

/* One record around an answer, and what it comes to. */
static void answers(void **state) {
    static const struct {
        const char *answer, *expected;
    } rows[] = {
        {OK "\r\nab", "- : ab"},
        {OK "\nab", "- : ab"},
        {OK "A: b\n\rc\n\nab", "- : ab"},
        {"http/1.0 203\n\nab", "- : ab"},
        {OK "Content-Type: text/html; charset=utf-8\r\n\r\nab", "- utf-8: ab"},
        {OK "Content-Type: text/html;charset='latin1';x\r\n\r\nab", "- latin1: ab"},
        {OK "Content-Type: text/html; CHARSET=\"a\" \r\n\r\nab", "- a: ab"},
        {OK "Content-Type: text/html; charset=a;b=c\r\n\r\nab", "- a: ab"},
        {OK "Content-Type: text/html; charset=a b\r\n\r\nab", "- a: ab"},
        {OK "Content-Type: text/html; charset=;\r\n\r\nab", "- : ab"},
        {OK "Content-Type: text/html; charset=\r\n\r\nab", "- : ab"},
        {OK "Content-Type: text/html; charsets=\r\n\r\nab", "- : ab"},
        {OK "Content-Type: a\r\n\r\nab", "- : ab"},
        {OK "Content-Type:\r\n\r\nab", "- : ab"},
        /* what the headers refuse */
        {OK "Content-Type: image/png\r\n\r\nab", "!the server says that this is image/png"},
        {OK "Content-Type: TEXT/CSS\r\n\r\nab", "!the server says that this is TEXT/CSS"},
        {"HTTP/1.1 404 Not Found\r\n\r\nab", "!the server answered 404"},
        {"HTTP/1.1 30\r\n\r\nab", "!the server answered 30"},
        {"HTTP/1.1\r\n\r\nab", "!the server answered "},
        {"GET / HTTP/1.1\r\n\r\n", "?this is no HTTP response"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n", "?this is no HTTP response"},
        {"HTTP/1.1 200 OK", "?this is no HTTP response"},
        {"HTTP/1.1 200 OK\r\n\r", "?this is no HTTP response"},
        {"", "?this is no HTTP response"},
        /* lengths */
        {OK "Content-Length: 2\r\n\r\nab", "- : ab"},
        {OK "Content-Length: 1\r\n\r\nab", "- : ab"},
        {OK "Content-Length: 3\r\n\r\nab", "?it is shorter than its Content-Length: 3"},
        {OK "Content-Length: x\r\n\r\nab", "- : ab"},
        {OK "Content-Length: 99999999999999999999\r\n\r\nab", "- : ab"},
        {OK "Content-Length:\r\n\r\nab", "- : ab"},
        {OK "Content-Length 3\r\nContent-Lengths: 3\r\n\r\nab", "- : ab"},
        /* chunks */
        {OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "- : abc"},
        {OK "Transfer-Encoding: Chunked\r\n\r\n2;x=y\nab\nA\n0123456789\n0\n", "- : ab0123456789"},
        {OK "Transfer-Encoding: chunked\r\n\r\nb\n01234567890\r\n0\n", "- : 01234567890"},
        {OK "Transfer-Encoding: chunked\r\n\r\n1x\na\n0\n", "- : a"},
        {OK "Transfer-Encoding: chunked\r\n\r\n<p>", "- : <p>"},
        {OK "Transfer-Encoding: chunked\r\n\r\n", "- : "},
        {OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\n", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\n3\r\nab", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n@\r\n", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\n2", "?its chunks are damaged"},
        {OK "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na", "?its chunks are damaged"},
        /* what the crawler left compressed, and what it did not */
        {OK "Content-Encoding: gzip\r\n\r\n\x1F\x8B"
            "ab",
         "- : ab"},
        {OK "Content-Encoding: X-GZIP\r\n\r\n\x1F\x8B"
            "ab",
         "- : ab"},
        {OK "Content-Encoding: gzip\r\n\r\n\x1F\x8B"
            "a",
         "?its gzip data is damaged"},
        {OK "Content-Encoding: gzip\r\n\r\nab", "- : ab"},
        {OK "Content-Encoding: gzip\r\n\r\n\x1F", "- : \x1F"},
        {OK "Content-Encoding: identity\r\n\r\nab", "- : ab"},
        {OK "Content-Encoding: br\r\n\r\n\1\2\3\4", "?its Content-Encoding is not read: br"},
        {OK "Content-Encoding: zstd\r\n\r\n\x28\xB5\x2F\xFD",
         "?its Content-Encoding is not read: zstd"},
        {OK "Content-Encoding: br\r\n\r\nab", "- : ab"},
        {OK "Content-Encoding: utf-8\r\n\r\n\1\2\3\4", "- : \1\2\3\4"},
        {OK "Content-Encoding: none, ,\r\n\r\nab", "- : ab"},
        {OK "Content-Encoding: gzip , identity\r\n\r\n\x1F\x8B"
            "ab",
         "- : ab"},
        {OK "Content-Encoding: gzip, gzip\r\n\r\n\x1F\x8B\x1F\x8B"
            "ab",
         "- : ab"},
        {OK "Content-Encoding: br, gzip\r\n\r\n\x1F\x8B\1\2\3\4",
         "?its Content-Encoding is not read: br"},
        {OK "Transfer-Encoding: gzip , chunked\r\n\r\n4\n\x1F\x8B"
            "ab\n0\n",
         "- : ab"},
        {OK "Transfer-Encoding: gzip\r\n\r\n\x1F\x8B"
            "ab",
         "- : \x1F\x8B"
         "ab"},
        {OK "Content-Encoding: "
            "0123456789012345678901234567890123456789012345678901234567890123\r\n\r\nab",
         "- : ab"},
        /* longer than the limit */
        {OK "\r\n0123456789012345678901234567890123456789012345",
         "- : 01234567890123456789012345678901234567890"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char record[1024], expected[512], *copy;
        int n = snprintf(record, sizeof record,
                         "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
                         "WARC-Target-URI: http://a/\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n",
                         strlen(rows[i].answer), rows[i].answer);
        const char *rest = rows[i].expected;
        bool whole = strncmp(rest, "- : ", 4) == 0;
        snprintf(expected, sizeof expected, "http://a/ %s%s\n", whole ? "-: " : "",
                 whole                         ? rest + 4
                 : strncmp(rest, "- ", 2) == 0 ? rest + 2
                                               : rest);
        for (size_t most = 1; most <= sizeof record; most += 1023) {
            copy = malloc((size_t)n + 1);
            assert_non_null(copy);
            memcpy(copy, record, (size_t)n + 1);
            read_all(copy, (size_t)n, most, false, unpack, expected);
            free(copy);
        }
    }
}

#define HEAD "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
#define PAGE "HTTP/1.1 200 OK\r\n\r\nab" /* 21 bytes */

static void records(void **state) {
    static const struct {
        const char *archive, *expected;
        bool fails;
    } rows[] = {
        {"", "", false},
        {"", "end: -\n", true},
        {"\r\n\n", "", false},
        {HEAD "WARC-Target-URI: <http://a/>\r\nContent-Length: 21\r\n\r\n" PAGE "\r\n\r\n"
              "WARC/0.18\nWARC-Type: request\nContent-Length: 1\n\nx\n" HEAD
              "WARC-Target-URI: http://b/\r\nContent-Length: 21\r\n\r\n" PAGE,
         "http://a/ -: ab\nhttp://b/ -: ab\n", false},
        {HEAD "WARC-Target-URI: <>\r\nContent-Length: 21\r\n\r\n" PAGE, "<> -: ab\n", false},
        {HEAD "WARC-Target-URI: <bc\r\nContent-Length: 21\r\n\r\n" PAGE, "<bc -: ab\n", false},
        {HEAD "Content-Length: 21\r\n\r\n" PAGE, "record-1? -: ab\n", false},
        {"\r\n\nWARC/1.0\nContent-Length: 0\nWARC-Type: warcinfo\n\n\n" HEAD
         "Content-Length: 21\r\n\r\n" PAGE,
         "record-2? -: ab\n", false},
        {"WARC/1.0\nWARC-Type: response\nContent-Type: text/dns\nWARC-Target-URI: a\n"
         "Content-Length: 1\n\nx",
         "a !the record says that this is text/dns\n", false},
        {HEAD "WARC-Target-URI: a\nWARC-Segment-Number: 1\nContent-Length: 1\n\nx",
         "a ?it is one of several segments of a page, which are not joined\n", false},
        {HEAD "WARC-Target-URI: a\r\nWARC-Truncated: length\r\nContent-Length: 21\r\n\r\n" PAGE,
         "a ?the crawler cut it short: length\n", false},
        {HEAD "WARC-Target-URI: a\r\nContent-Length: 22\r\n\r\n" PAGE,
         "end: the archive ends within a record\n", false},
        {HEAD "WARC-Target-URI: a\r\nContent-Length: 22\r\n\r\n" PAGE, "end: -\n", true},
        {HEAD "\r\n", "end: a WARC record has no Content-Length\n", false},
        {HEAD "Content-Length: -1\r\n\r\n", "end: a WARC record has no Content-Length\n", false},
        {HEAD, "end: the header of a WARC record does not end\n", false},
        {HEAD, "end: -\n", true},
        {"WARC/2.0\r\n", "end: a WARC record was expected and something else is there\n", false},
        {"WARC", "end: a WARC record was expected and something else is there\n", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t most = 1; most < 2000; most += 1023)
            read_all(rows[i].archive, strlen(rows[i].archive), most, rows[i].fails, NULL,
                     rows[i].expected);
    static const char packed[] = HEAD "WARC-Target-URI: a\r\nContent-Length: 44\r\n\r\n" OK
                                      "Content-Encoding: gzip\r\n\r\n\x1F";
    read_all(packed, sizeof packed - 1, 4096, false, NULL, "a -: \x1F\n");
    static const char nul[] = HEAD "WARC-Target-URI: a\0b\r\nContent-Length: 21\r\n\r\n" PAGE;
    read_all(nul, sizeof nul - 1, 4096, false, NULL, "record-1? -: ab\n");
}

/* Where the page is, by the type of the record and of what it holds. */
static void forms(void **state) {
    static const struct {
        const char *type, *media, *block, *expected;
    } rows[] = {
        {"resource", "text/html; charset='utf-8'", "ab", "a utf-8: ab\n"},
        {"Conversion", "text/plain", "ab", "a -: ab\n"},
        {"resource", "", "ab", "a -: ab\n"},
        {"resource", "image/png", "ab", "a !the record says that this is image/png\n"},
        {"resource", "application/http;msgtype=response", OK "\nab", "a -: ab\n"},
        {"resource", "application/http", "ab", "a ?this is no HTTP response\n"},
        {"resource", "application/warc-fields", "ab", ""},
        {"response", "", OK "\nab", "a -: ab\n"},
        {"response", "", "ab", "a ?this is no HTTP response\n"},
        {"response", "text/html", OK "Content-Type: x;charset=y\n\nab", "a y: ab\n"},
        {"response", "text/html", "ab", "a -: ab\n"},
        {"", "", "ab", "a -: ab\n"},
        {"", "application/http; msgtype=request", "GET /\n\n", ""},
        {"other", "", OK "\nab", "a -: ab\n"},
        {"request", "text/html", "ab", ""},
        {"revisit", "application/http;msgtype=response", OK "\n", ""},
        {"metadata", "text/html", "ab", ""},
        {"warcinfo", "text/html", "ab", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char record[512];
        int n = snprintf(record, sizeof record,
                         "WARC/1.0\r\nWARC-Type: %s\r\nContent-Type: %s\r\n"
                         "WARC-Target-URI: a\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n",
                         rows[i].type, rows[i].media, strlen(rows[i].block), rows[i].block);
        read_all(record, (size_t)n, 4096, false, NULL, rows[i].expected);
    }
}

/* The records that came before an error are given. */
static void late_error(void **state) {
    static const char two[] = HEAD "WARC-Target-URI: a\r\nContent-Length: 21\r\n\r\n" PAGE
                                   "\r\n\r\n" HEAD
                                   "WARC-Target-URI: b\r\nContent-Length: 21\r\n\r\n" PAGE;
    (void)state;
    for (size_t most = 1; most < 2000; most += 1023)
        read_all(two, sizeof two - 1, most, true, NULL, "a -: ab\nb -: ab\nend: -\n");
}

static void fill(struct buffer *b, size_t size) {
    while (size--)
        buffer_char(b, 'x');
}

/* A record's header as long as may be, and longer; where its end is far away, too. */
static void long_headers(void **state) {
    static const char start[] = HEAD "WARC-Target-URI: a\r\nContent-Length: 21\r\nX: ";
    enum { MOST = 64 * 1024 };
    static const struct {
        size_t size;
        const char *expected;
    } rows[] = {
        {5000, "a -: ab\n"},
        {MOST, "a -: ab\n"},
        {MOST + 1, "end: the header of a WARC record does not end\n"},
        {MOST * 8, "end: the header of a WARC record does not end\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer b = {0};
        buffer_append(&b, start, sizeof start - 1);
        fill(&b, rows[i].size - 4 - b.len);
        buffer_append(&b, "\r\n\r\n" PAGE, 4 + 21);
        buffer_char(&b, '\0');
        read_all(b.ptr, b.len - 1, 8192, false, NULL, rows[i].expected);
        buffer_free(&b);
    }
}

/* The same of an answer's. */
static void long_answer_headers(void **state) {
    static const char start[] = HEAD "WARC-Target-URI: a\r\nContent-Length: 65540\r\n\r\n" OK "X: ";
    (void)state;
    for (int longer = 0; longer < 2; longer++) {
        struct buffer b = {0};
        buffer_append(&b, start, sizeof start - 1);
        fill(&b, 65536 - 17 - 3 - 4 + (size_t)longer);
        buffer_append(&b, "\r\n\r\nabcd", (size_t)(8 - longer));
        buffer_char(&b, '\0');
        read_all(b.ptr, b.len - 1, 8192, false, NULL,
                 longer ? "a ?this is no HTTP response\n" : "a -: abcd\n");
        buffer_free(&b);
    }
}

/* A page beyond the limit was cut and then called damaged: its chunks or its length. */
static void large_pages(void **state) {
    static const char *const headers[] = {"Transfer-Encoding: chunked\r\n\r\n1ffff\r\n",
                                          "Content-Length: 131071\r\n\r\n", "\r\n"};
    enum { LIMIT = 100, SIZE = 131071 };
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct buffer b = {0};
        char start[200];
        size_t body = strlen(headers[i]) + strlen(OK) + SIZE;
        int n = snprintf(start, sizeof start, HEAD "WARC-Target-URI: http://a/\r\nContent-Length: %zu"
                         "\r\n\r\n" OK "%s", body, headers[i]);
        buffer_append(&b, start, (size_t)n);
        fill(&b, SIZE);
        struct trickle s = {{b.ptr, b.len}, SIZE, false};
        struct warc *w = warc_open(read_trickle, &s, NULL, LIMIT);
        struct member m;
        assert_non_null(w);
        assert_int_equal(warc_next(w, &m), 1);
        assert_null(m.problem);
        assert_int_equal(m.bytes.len, LIMIT + 1);
        warc_close(w);
        buffer_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(records),
        cmocka_unit_test(forms),
        cmocka_unit_test(late_error),
        cmocka_unit_test(long_headers),
        cmocka_unit_test(long_answer_headers),
        cmocka_unit_test(large_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
