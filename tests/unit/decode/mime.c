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
    {"Content-Type: image/png\n\na", NULL, "", "", "1 part of the mail is no page", false, 0},
    {"Subject: x\n\na", "a", "", "", NULL, true, 3},
    {"Subject: x\n\n<html>", "<html>", "", "", NULL, false, 3},
    {"Content-Type: text/html", "", "", "", NULL, false, 1},
    {"Content-Type: text/html\r", "", "", "", NULL, false, 1},
    {"Content-Type: text/html\n\rx", "", "", "", NULL, false, 2},
    {"Content-Type: text/html\n\r", "", "", "", NULL, false, 2},
    {"\r\n\nContent-Type: text/plain\n\na", "a", "", "", NULL, true, 5},
    {"", "", "", "", NULL, true, 1},
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
     "https://a.fr/2", NULL, true, 4},
    {"Content-Location: https://a.fr/\xC3\xA9\n\na", "a", "", "", NULL, true, 3},
    {"Content-Location: https://a.fr/ b\n\na", "a", "", "", NULL, true, 3},
    /* folded, and in encoded words */
    {"Content-Location: https://a.fr/\r\n\tb\n /c\nContent-Type: text/html\n\na", "a", "",
     "https://a.fr/b/c", NULL, false, 6},
    {"Snapshot-Content-Location: =?utf-8?Q?https=3A//a.fr/x=5F?=\n =?UTF-8?b?w6k=?= "
     "=?utf-8?q?y?=\nContent-Type: text/html\n\na",
     "a", "", "https://a.fr/x_%C3%A9y", NULL, false, 5},
    {"Content-Location: =?utf-8?Q?https=3A//a.fr/=20?=\nContent-Type: text/html\n\na", "a", "", "",
     NULL, false, 4},
    {"Content-Location: =?utf-8?Q?x\nContent-Type: text/html\n\na", "a", "", "=?utf-8?Q?x", NULL,
     false, 4},
    {"Content-Type: text/html; charset='utf-8'\n\na", "a", "utf-8", "", NULL, false, 3},
    {"Content-Location: https://a.fr/\x7F\n\na", "a", "", "", NULL, true, 3},
    /* quoted-printable: white space at a line's end, '=' that means nothing */
    {"Content-Transfer-Encoding: quoted-printable\n\n=C3=a9=\r\nb \t\r\n=zz=4=4g=\xC3\n",
     "éb\n=zz=4=4g=\xC3\n", "", "", NULL, true, 3},
    {"Content-Transfer-Encoding: quoted-printable\n\n\r\na\n \t\nb", "\na\n\nb", "", "", NULL,
     true, 3},
    {"Content-Transfer-Encoding: quoted-printable\n\na=", "a", "", "", NULL, true, 3},
    {"Content-Transfer-Encoding: quoted-printable\n\na=3D=3d=@0=G0=`0=g0=-0", "a===@0=G0=`0=g0=-0",
     "", "", NULL, true, 3},
    {"Content-Transfer-Encoding: Quoted-Printable\n\n", "", "", "", NULL, true, 3},
    {"Content-Transfer-Encoding: 8bit\n\n=41", "=41", "", "", NULL, true, 3},
    /* base64 */
    {"Content-Transfer-Encoding: base64\n\nAz+/\r\n 9w==ignored", "\x03\x3F\xBF\xF7", "", "", NULL,
     true, 3},
    {"Content-Transfer-Encoding: base64\n\nYW\x7FJj@[`{:!", "abc", "", "",
     "7 characters in the base64 text", true, 3},
    {"Content-Transfer-Encoding: base64\n\n", "", "", "", NULL, true, 3},
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
     "", "", "the boundary \"b\" never closes", true, 10},
    {"Content-Type: multipart/related; boundary=b\n\n--b\n\nt\n--b-", "t\n", "", "",
     "the boundary \"b\" never closes", true, 5},
    {"Content-Type: multipart/related; boundary=b\n\n--b\n\nt\n--b-x\n", "t\n", "", "",
     "the boundary \"b\" never closes", true, 5},
    {"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nt\n--b--\n",
     NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\nno part", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\n--b", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\n--b--", NULL, "", "", NULL, false, 0},
    {"Content-Type: multipart/related; boundary=b\n\n--b--\nx", "x", "", "", NULL, true, 4},
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
    struct mime_walk w;
    mime_start(&w, (struct span){*copy, size});
    assert_true(mime_next(&w, d, m) >= 0);
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
            if (m.is_html == row->is_text)
                fail_msg("row %zu: HTML or text: %s", i, row->input);
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

/* Each page of an input, as "LINE:BYTES|", and what is said of the rest. */
static void walks(void **state) {
#define HTML "Content-Type: text/html\n\n"
#define TEXT "Content-Type: text/plain\n\n"
#define MIXED "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
#define RELATED "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    static const struct {
        const char *input, *pages, *said;
    } walk_rows[] = {
        {MIXED "--b\n" HTML "1\n--b\n" TEXT "2\n--b\n\n3\n--b--\n", "7:1\n|11:2\n|14:3\n|", NULL},
        {RELATED "--b\n" HTML "1\n--b\n" HTML "2\n--b--\n", "7:1\n|", NULL},
        {MIXED "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n" TEXT "1\n--c\n" HTML
               "2\n--c--\n--b\n" HTML "3\n--b--\n",
         "14:2\n|19:3\n|", NULL},
        {MIXED "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n"
               "--c\n" HTML "1\n--c\n" HTML "2\n--c--\n--b--\n",
         "12:1\n|16:2\n|", NULL},
        {MIXED "--b\nContent-Type: message/rfc822\n\nSubject: x\n\n1\n--b\n" TEXT "2\n--b--\n",
         "9:1\n|13:2\n|", NULL},
        {"MIME-Version: 1.0\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\n1\n"
         "--b--\n",
         "8:1\n|", NULL},
        /* files */
        {MIXED "--b\nContent-Type: application/octet-stream; name=a.HTM\n\n1\n--b\n"
               "Content-Type: application/octet-stream\n"
               "Content-Disposition: attachment; filename*=utf-8''a.txt\n\n2\n--b\n"
               "Content-Type: application/octet-stream; name=a.eml\n\n" HTML "3\n--b--\n",
         "7:1\n|12:2\n|18:3\n|", NULL},
        {MIXED "--b\nContent-Type: application/pdf\n\n1\n--b\n" HTML "2\n--b\n"
               "Content-Type: image/png\n\n3\n--b--\n",
         "11:2\n|", "7 2 parts of the mail are no pages and are not read: application/pdf, ..."},
        {MIXED "--b\nContent-Type: text/css\n\n1\n--b--\n", "",
         "7 1 part of the mail is no page and is not read: text/css"},
        /* mails in a row */
        {RELATED "--b\n" HTML "1\n--b--\n" RELATED "--b\n" HTML "2\n--b--\n\n\n", "7:1\n|15:2\n|",
         NULL},
        {RELATED "--b\n" HTML "1\n--b--\n\nfoot\n", "7:1\n|10:foot\n|", NULL},
        {RELATED "--b--\n" RELATED "--b\n" HTML "1\n--b--\n", "11:1\n|", NULL},
        {"MIME-Version: 1.0\n" TEXT "1\nMIME-Version: 1.0\n" TEXT "2\n\nSubject: x\nMIME-Version: 1.0\n"
         "\n3\n",
         "4:1\n|8:2\n\n|13:3\n|", NULL},
        {"From a@b Mon\nMIME-Version: 1.0\n\nFrom here\nFrom: a\nFrom c@d Mon\nMIME-Version: 1.0\n\n2",
         "4:From here\nFrom: a\n|9:2|", NULL},
        {"From: <Saved by x>\nContent-Type: multipart/related; boundary=c\n\n--c\n" HTML "1\n" RELATED
         "--b\n" HTML "2\n--b--\n",
         "7:1\n|14:2\n|", "4 the boundary \"c\" never closes: the page may be cut"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof walk_rows / sizeof *walk_rows; i++) {
        struct arena arena = {0};
        struct diagnostics d = {.arena = &arena};
        struct buffer got = {0};
        struct mime_walk w;
        struct mime m;
        char line[200];
        mime_start(&w, (struct span){walk_rows[i].input, strlen(walk_rows[i].input)});
        while (mime_next(&w, &d, &m) == 1) {
            buffer_append(&got, line,
                          (size_t)snprintf(line, sizeof line, "%zu:%.*s|", m.origin.line,
                                           (int)m.bytes.len, m.bytes.ptr));
            buffer_free(&m.decoded);
        }
        buffer_char(&got, '\0');
        assert_string_equal(got.ptr, walk_rows[i].pages);
        assert_int_equal(d.count, walk_rows[i].said != NULL);
        if (d.count) {
            snprintf(line, sizeof line, "%zu %s", d.items[0].line, d.items[0].message.data);
            assert_string_equal(line, walk_rows[i].said);
        }
        buffer_free(&got);
        diagnostics_free(&d);
        arena_free(&arena);
    }
}

static void depth(void **state) {
    (void)state;
    nested(16, "h\n");
    nested(17, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts), cmocka_unit_test(walks),
                                       cmocka_unit_test(depth)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
