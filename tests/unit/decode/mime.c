#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decode/mime.h"

#include <stdio.h>
#include <stdlib.h>

static const struct row {
    const char *input;
    const char *bytes; /* NULL: no part holds a page */
    const char *charset, *location;
    const char *said; /* what a diagnostic holds; NULL: there is none */
    bool is_text;
    size_t line; /* where the part starts */
} rows[] = {
    {"Content-Type: text/html; charset=utf-8\r\n\r\n<p>a", "<p>a", "utf-8", "", NULL, false, 3},
    {"Content-Type: TEXT/PLAIN\n\na\n", "a\n", "", "", NULL, true, 3},
    {"Content-Type: application/xhtml+xml\n\na", "a", "", "", NULL, false, 3},
    {"Content-Type: image/png\n\na", NULL, "", "", NULL, false, 0},
    {"Subject: x\n\na", "a", "", "", NULL, false, 3},
    {"Content-Type: text/html", "", "", "", NULL, false, 1},
    {"Content-Type: text/html\r", "", "", "", NULL, false, 1},
    {"Content-Type: text/html\n\rx", "", "", "", NULL, false, 2},
    {"Content-Type: text/html\n\r", "", "", "", NULL, false, 2},
    {"\r\n\nContent-Type: text/plain\n\na", "a", "", "", NULL, true, 5},
    {"", "", "", "", NULL, false, 1},
    {"no header\nContent-Type: text/plain\n\na", "a", "", "", NULL, true, 4},
    /* parameters */
    {"Content-Type: text/html;\n\tx=y;\r\n charset=\"iso-8859-1\" ; z\n\na", "a", "iso-8859-1", "",
     NULL, false, 5},
    {"Content-Type: text/html; charset=a;b=c\n\na", "a", "a", "", NULL, false, 3},
    {"Content-Type: text/html; charset=a b\n\na", "a", "a", "", NULL, false, 3},
    {"Content-Type: text/html; charset=\"a\n\na", "a", "a", "", NULL, false, 3},
    {"Content-Type: text/html; charset=\n\na", "a", "", "", NULL, false, 3},
    {"Content-Type: text/html; charset\n\na", "a", "", "", NULL, false, 3},
    {"Content-Type: text/html; charsets=a; charset=b\n\na", "a", "b", "", NULL, false, 3},
    /* addresses */
    {"Content-Location: https://a.fr/1\nContent-Type: text/html\n\na", "a", "", "https://a.fr/1",
     NULL, false, 4},
    {"Content-Location: https://a.fr/1\nSnapshot-Content-Location: https://a.fr/2\n\na", "a", "",
     "https://a.fr/2", NULL, false, 4},
    {"Content-Location: https://a.fr/\xC3\xA9\n\na", "a", "", "", NULL, false, 3},
    {"Content-Location: https://a.fr/ b\n\na", "a", "", "", NULL, false, 3},
    {"Content-Location: https://a.fr/\x7F\n\na", "a", "", "", NULL, false, 3},
    /* quoted-printable: white space at a line's end, '=' that means nothing */
    {"Content-Transfer-Encoding: quoted-printable\n\n=C3=a9=\r\nb \t\r\n=zz=4=4g=\xC3\n",
     "éb\n=zz=4=4g=\xC3\n", "", "", NULL, false, 3},
    {"Content-Transfer-Encoding: quoted-printable\n\n\r\na\n \t\nb", "\na\n\nb", "", "", NULL,
     false, 3},
    {"Content-Transfer-Encoding: quoted-printable\n\na=", "a", "", "", NULL, false, 3},
    {"Content-Transfer-Encoding: quoted-printable\n\na=3D=3d=@0=G0=`0=g0=-0", "a===@0=G0=`0=g0=-0",
     "", "", NULL, false, 3},
    {"Content-Transfer-Encoding: Quoted-Printable\n\n", "", "", "", NULL, false, 3},
    {"Content-Transfer-Encoding: 8bit\n\n=41", "=41", "", "", NULL, false, 3},
    /* base64 */
    {"Content-Transfer-Encoding: base64\n\nAz+/\r\n 9w==ignored", "\x03\x3F\xBF\xF7", "", "", NULL,
     false, 3},
    {"Content-Transfer-Encoding: base64\n\nYW\x7FJj@[`{:!", "abc", "", "",
     "7 characters in the base64 text", false, 3},
    {"Content-Transfer-Encoding: base64\n\n", "", "", "", NULL, false, 3},
    /* multiparts */
    {"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/plain\n\nt\n"
     "--b\nContent-Type: text/html\n\nh\n--b\nContent-Type: text/html\n\ni\n--b--\nend",
     "h\n", "", "", NULL, false, 10},
    {"Content-Type: multipart/related; boundary=b; start=\"<2>\"\n\n--b\nContent-Type: "
     "text/html\n\n"
     "h\n--b\nContent-ID: 2\nContent-Type: text/html\n\ni\n--b--\n",
     "i\n", "", "", NULL, false, 11},
    {"Content-Type: multipart/related; boundary=b; start=2\n\n--b\nContent-ID: <3>\n\n"
     "h\n--b\nContent-ID: <<2>>\nContent-Type: text/html\n\ni\n--b--\n",
     "i\n", "", "", NULL, false, 11},
    {"Content-Type: multipart/related; boundary=b; start=\"<\"\n\n--b\nContent-ID: <>\n\n"
     "h\n--b\nContent-Type: text/html\n\ni\n--b--\n",
     "i\n", "", "", NULL, false, 10},
    {"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: "
     "application/xhtml+xml\n\nh\n"
     "--b--\n",
     "h\n", "", "", NULL, false, 6},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; "
     "boundary=c\n\n--c\nContent-Type: text/html\n\nh\n--c--\n--b\n\nt\n--b--\n",
     "h\n", "", "", NULL, false, 9},
    {"Content-Type: multipart/related; boundary=b\n\npreamble\n-\n--\n-x\n--c\n--b\n\nt\nx", "t\nx",
     "", "", "the boundary \"b\" never closes", false, 10},
    {"Content-Type: multipart/related; boundary=b\n\n--b\n\nt\n--b-", "t\n", "", "",
     "the boundary \"b\" never closes", false, 5},
    {"Content-Type: multipart/related; boundary=b\n\n--b\n\nt\n--b-x\n", "t\n", "", "",
     "the boundary \"b\" never closes", false, 5},
    {"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nt\n--b--\n",
     NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\nno part", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\n--b", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\n--b--", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\n--b--\nx", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related\n\n--\n\nt\n", NULL, "", "", NULL, false, 0},
};

static bool said(const struct diagnostics *d, const char *what) {
    for (size_t i = 0; i < d->count; i++)
        if (strstr(d->items[i].message.data, what))
            return true;
    return false;
}

/* From a block of just that size, for the sanitizer to see a read past its end. */
static void open_copy(const char *input, size_t size, struct diagnostics *d, struct mime *m,
                      char **copy) {
    *copy = malloc(size ? size : 1);
    assert_non_null(*copy);
    memcpy(*copy, input, size);
    assert_int_equal(mime_open((struct span){*copy, size}, d, m), 0);
}

static void assert_span(struct span s, const char *text, const char *input) {
    if (!span_equal(s, (struct span){text, strlen(text)}))
        fail_msg("\"%.*s\" and not \"%s\" is read from\n%s", (int)s.len, s.len ? s.ptr : "", text,
                 input);
}

static void parts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct arena arena = {0};
        struct diagnostics d = {.arena = &arena};
        struct mime m;
        char *copy;
        open_copy(row->input, strlen(row->input), &d, &m, &copy);
        if (!row->bytes != !m.bytes.ptr && (row->bytes && *row->bytes))
            fail_msg("row %zu: a page was %sexpected: %s", i, row->bytes ? "" : "not ", row->input);
        if (row->bytes) {
            assert_span(m.bytes, row->bytes, row->input);
            assert_span(m.charset, row->charset, row->input);
            assert_span(m.location, row->location, row->input);
            assert_int_equal(m.is_html, !row->is_text);
            assert_int_equal(m.origin.line, row->line);
        }
        if (row->said ? !said(&d, row->said) : d.count > 0)
            fail_msg("row %zu: %s", i, d.count ? d.items[0].message.data : "nothing was said");
        buffer_free(&m.decoded);
        diagnostics_free(&d);
        arena_free(&arena);
        free(copy);
    }
}

/* `depth` multiparts, one in the other, around a page. */
static void nested(size_t depth, const char *bytes) {
    struct buffer b = {0};
    struct arena arena = {0};
    struct diagnostics d = {.arena = &arena};
    struct mime m;
    char *copy, part[80];
    for (size_t i = 0; i < depth; i++)
        buffer_append(&b, part,
                      (size_t)snprintf(part, sizeof part,
                                       "Content-Type: multipart/mixed; boundary=b%zux\n\n"
                                       "--b%zux\n",
                                       i, i));
    buffer_append(&b, "Content-Type: text/html\n\nh\n", 27);
    for (size_t i = depth; i > 0; i--)
        buffer_append(&b, part, (size_t)snprintf(part, sizeof part, "--b%zux--\n", i - 1));
    open_copy(b.ptr, b.len, &d, &m, &copy);
    if (bytes)
        assert_span(m.bytes, bytes, b.ptr);
    else
        assert_null(m.bytes.ptr);
    diagnostics_free(&d);
    arena_free(&arena);
    buffer_free(&b);
    free(copy);
}

static void depth(void **state) {
    (void)state;
    nested(16, "h\n");
    nested(17, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts), cmocka_unit_test(depth)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
