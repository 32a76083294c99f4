/* How the suites of decode.c ask: rows of bytes, with the text and the diagnostics that they give. */
#ifndef DECODE_ROWS_H
#define DECODE_ROWS_H

#include "decode/clean.c" /* the source, for the scanner's two variants */

#include "decode/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define BYTES(literal) literal, sizeof(literal) - 1

struct said {
    int code; /* -1: none */
    size_t place;
    const char *words; /* in the message */
};

struct row {
    const char *name;
    const char *in;
    size_t in_len;
    const char *out;
    size_t out_len;
    struct said said[3]; /* up to the first without words */
    struct decode_request request;
};

struct decoded {
    struct arena arena;
    struct diagnostics d;
    struct buffer owned;
    struct span text;
};

/* The input stands at the end of a block of its own, so that reading past it is seen. */
static void run(struct decoded *r, const char *in, size_t len, struct decode_request request) {
    *r = (struct decoded){0};
    r->d.arena = &r->arena;
    assert_int_equal(decode((struct span){in, len}, &request, &r->d, &r->owned, &r->text), 0);
    assert_false(r->d.failed);
}

static void end(struct decoded *r) {
    buffer_free(&r->owned);
    diagnostics_free(&r->d);
    arena_free(&r->arena);
}

static char *exact(const char *in, size_t len) {
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, in, len);
    return copy;
}

static void check_said(const struct row *row, const struct decoded *r) {
    size_t n = 0;
    while (n < 3 && row->said[n].words)
        n++;
    for (size_t i = 0; i < r->d.count && i < n; i++) {
        const struct diagnostic *item = &r->d.items[i];
        if ((int)item->code != row->said[i].code || item->offset != row->said[i].place ||
            !strstr(item->message.data, row->said[i].words))
            fail_msg("%s: diagnostic %zu is %s at %zu: %s", row->name, i,
                     diagnostic_info(item->code)->code, item->offset, item->message.data);
    }
    if (r->d.count != n)
        fail_msg("%s: %zu diagnostics, not %zu; the first: %s", row->name, r->d.count, n,
                 r->d.count ? r->d.items[0].message.data : "");
}

static void check_row(const struct row *row) {
    struct decoded r;
    char *in = exact(row->in, row->in_len);
    run(&r, in, row->in_len, row->request);
    if (r.text.len != row->out_len ||
        (row->out_len && memcmp(r.text.ptr, row->out, row->out_len) != 0))
        fail_msg("%s: got \"%.*s\" (%zu bytes)", row->name, (int)r.text.len,
                 r.text.ptr ? r.text.ptr : "", r.text.len);
    check_said(row, &r);
    end(&r);
    free(in);
}

static void check_rows(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i]);
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

#define FFFD "\xEF\xBF\xBD"
#define GUESSED_1252 "no declaration tells the encoding; read as windows-1252"

#define GOOD_PAGE                                                                                  \
    "\u00e9t\u00e9, h\u00e9las, \u00e0 c\u00f4t\u00e9 " /* 9 bytes above the accents */

#endif
