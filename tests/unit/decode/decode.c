/* The sources themselves, to reach the scanner's two variants and the table of labels. */
#include "decode/clean.c"
#include "decode/encoding.c"

#include "base/utf8.h"
#include "decode/declared.h"
#include "decode/decoding.h"

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

static void test_utf16_and_marks(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "UTF-8 mark",
         .in = BYTES("\xEF\xBB\xBFr\u00e9ponse"),
         .out = BYTES("r\u00e9ponse")},
        {.name = "a mark inside stays",
         .in = BYTES("\xEF\xBB\xBF\xEF\xBB\xBFoui \uFEFFnon"),
         .out = BYTES("\uFEFFoui \uFEFFnon")},
        {.name = "UTF-16LE with mark",
         .in = BYTES("\xFF\xFE\xE9\0t\0\xE9\0\x19\x20"),
         .out = BYTES("\u00e9t\u00e9\u2019")},
        {.name = "UTF-16BE with mark",
         .in = BYTES("\xFE\xFF\0\xE9\0t\0\xE9\x20\x19"),
         .out = BYTES("\u00e9t\u00e9\u2019")},
        {.name = "a pair of surrogates",
         .in = BYTES("\xFF\xFE\x3D\xD8\x00\xDE!\0"),
         .out = BYTES("\U0001F600!")},
        {.name = "UTF-16LE without mark",
         .in = BYTES("R\0\xE9\0p\0o\0n\0s\0e\0"),
         .out = BYTES("R\u00e9ponse"),
         .said = {{D_ENCODING_GUESSED, 1, "read as UTF-16LE"}}},
        {.name = "UTF-16BE without mark",
         .in = BYTES("\0R\0\xE9\0p\0o\0n\0s\0e"),
         .out = BYTES("R\u00e9ponse"),
         .said = {{D_ENCODING_GUESSED, 1, "read as UTF-16BE"}}},
        {.name = "a NUL behind the mark alone makes no UTF-32",
         .in = BYTES("\xFF\xFE\0\0a\0\0\x01"),
         .out = BYTES(FFFD "a\u0100"),
         .said = {{D_INVALID_CHARACTER, 0, "1 character "}}},
        {.name = "UTF-32LE",
         .in = BYTES("\xFF\xFE\0\0a\0\0\0"),
         .out = BYTES(""),
         .said = {{D_ENCODING_UNKNOWN, NO_PLACE, "no encoding"}}},
        {.name = "UTF-32BE",
         .in = BYTES("\0\0\xFE\xFF\0\0\0a"),
         .out = BYTES(""),
         .said = {{D_ENCODING_UNKNOWN, NO_PLACE, "no encoding"}}},
        {.name = "nothing but a mark",
         .in = BYTES("\xEF\xBB\xBF"),
         .out = BYTES(""),
         .request = {.is_html = true}},
        {.name = "UTF-16LE that the transport declares is no guess",
         .in = BYTES("R\0\xE9\0p\0o\0n\0s\0e\0"),
         .out = BYTES("R\u00e9ponse"),
         .request = {.declared = ENC_UTF16LE}},
        {.name = "odd length",
         .in = BYTES("\xFF\xFE\xE9\0t\0\xE9"),
         .out = BYTES("\u00e9t" FFFD),
         .said = {{D_INVALID_ENCODING, 3, "1 ill-formed sequence became"}}},
        {.name = "lone surrogates",
         .in = BYTES("\xFE\xFF\xD8\x00\0a\xDC\x00\0b\xD8\x00"),
         .out = BYTES(FFFD "a" FFFD "b" FFFD),
         .said = {{D_INVALID_ENCODING, 0, "3 ill-formed sequences became"}}},
        {.name = "a high surrogate before a pair",
         .in = BYTES("\xFE\xFF\xD8\x3D\xD8\x3D\xDE\x00"),
         .out = BYTES(FFFD "\U0001F600"),
         .said = {{D_INVALID_ENCODING, 0, "1 ill-formed"}}},
        {.name = "NUL and U+FFFE in UTF-16",
         .in = BYTES("\xFE\xFF\0a\0\0\0b\xFF\xFE\0\x0C"),
         .out = BYTES("a" FFFD "b" FFFD "\f"),
         .said = {{D_INVALID_CHARACTER, 1, "2 characters"}}},
        {.name = "UTF-32 is not read",
         .in = BYTES("\xFF\xFE\0\0a\0\0\0b\0\0\0"),
         .out = BYTES(""),
         .said = {{D_ENCODING_UNKNOWN, NO_PLACE, "no encoding"}}},
        {.name = "a NUL behind the mark of UTF-16 is no UTF-32",
         .in = BYTES("\xFF\xFE\0\0a\0b\0c\0d\0e\0"),
         .out = BYTES(FFFD "abcde"),
         .said = {{D_INVALID_CHARACTER, 0, "1 character "}}},
        {.name = "nor where the second character is none of four bytes",
         .in = BYTES("\xFF\xFE\0\0a\0b\0"),
         .out = BYTES(FFFD "ab"),
         .said = {{D_INVALID_CHARACTER, 0, "1 character "}}},
        {.name = "nor where the length is not that of UTF-32",
         .in = BYTES("\xFF\xFE\0\0a\0\0\0b\0"),
         .out = BYTES(FFFD "a" FFFD "b"),
         .said = {{D_INVALID_CHARACTER, 0, "2 characters "}}},
        {.name = "nothing but a mark", .in = BYTES("\xEF\xBB\xBF"), .out = BYTES("")},
        {.name = "nothing but a mark of UTF-16", .in = BYTES("\xFF\xFE"), .out = BYTES("")},
        {.name = "nothing", .in = BYTES(""), .out = BYTES("")},
    };
    CHECK(rows);
}

#define GOOD_PAGE                                                                                  \
    "\u00e9t\u00e9, h\u00e9las, \u00e0 c\u00f4t\u00e9 " /* 9 bytes above the accents */

static void test_ill_formed(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "coded surrogate",
         .in = BYTES(GOOD_PAGE "\xED\xA0\x80."),
         .out = BYTES(GOOD_PAGE FFFD "."),
         .said = {{D_INVALID_ENCODING, sizeof GOOD_PAGE - 1, "1 ill-formed sequence became"}}},
        {.name = "past U+10FFFF",
         .in = BYTES("a\u00e9\u00e9\u00e9\u00e9\u00e9\xF4\x90\x80\x80."),
         .out = BYTES("a\u00e9\u00e9\u00e9\u00e9\u00e9" FFFD "."),
         .said = {{D_INVALID_ENCODING, 11, "1 ill-formed"}}},
        {.name = "five and six bytes",
         .in = BYTES("\xF8\x88\x80\x80\x80 \xFC\x84\x80\x80\x80\x80"),
         .out = BYTES(FFFD " " FFFD),
         .said = {{D_INVALID_ENCODING, 0, "2 ill-formed"}},
         .request = {.forced = ENC_UTF8}},
        {.name = "overlong forms never give a slash",
         .in = BYTES(GOOD_PAGE "\xC0\xAF\xE0\x80\xAF."),
         .out = BYTES(GOOD_PAGE FFFD FFFD "."),
         .said = {{D_INVALID_ENCODING, sizeof GOOD_PAGE - 1, "2 ill-formed sequences became"}}},
        {.name = "overlong NUL of three and four bytes",
         .in = BYTES("\xE0\x80\x80-\xF0\x80\x80\x80-\xF0\x8F\xBF\xBF-\xC1\xBF"),
         .out = BYTES(FFFD "-" FFFD "-" FFFD "-" FFFD),
         .said = {{D_INVALID_ENCODING, 0, "4 ill-formed"}},
         .request = {.forced = ENC_UTF8}},
        {.name = "cut short in the middle",
         .in = BYTES(GOOD_PAGE "\xE2\x80?\xF0\x9F\x98?"),
         .out = BYTES(GOOD_PAGE FFFD "?" FFFD "?"),
         .said = {{D_INVALID_ENCODING, sizeof GOOD_PAGE - 1, "2 ill-formed"}}},
        {.name = "cut short at the end",
         .in = BYTES(GOOD_PAGE "\xC3"),
         .out = BYTES(GOOD_PAGE FFFD),
         .said = {{D_INVALID_ENCODING, sizeof GOOD_PAGE - 1, "1 ill-formed"}}},
        {.name = "a declared page cut in its first accent",
         .in = BYTES("<meta charset=utf-8>caf\xC3"),
         .out = BYTES("<meta charset=utf-8>caf" FFFD),
         .said = {{D_INVALID_ENCODING, 23, "1 ill-formed"}},
         .request = {.is_html = true}},
        {.name = "a mark means UTF-8 whatever follows",
         .in = BYTES("\xEF\xBB\xBF\xE9t\xE9 \xE2\x80"),
         .out = BYTES("\u00e9t\u00e9 " FFFD),
         .said = {{D_MIXED_ENCODING, 0, "2 bytes"}, {D_INVALID_ENCODING, 6, "1 ill-formed"}}},
        {.name = "noncharacters of XML",
         .in = BYTES("\u00e9\xEF\xBF\xBE\xEF\xBF\xBF\U0001FFFE."),
         .out = BYTES("\u00e9" FFFD FFFD "\U0001FFFE."),
         .said = {{D_INVALID_CHARACTER, 2, "2 characters that XML forbids"}}},
        {.name = "U+FFFD of the page is none of ours",
         .in = BYTES("a" FFFD),
         .out = BYTES("a" FFFD)},
    };
    CHECK(rows);
}

static void test_mixed(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "one byte changes one character",
         .in = BYTES("la s\u00e9curit\u00e9 du b\xE2timent, d\u00e9j\u00e0"),
         .out = BYTES("la s\u00e9curit\u00e9 du b\u00e2timent, d\u00e9j\u00e0"),
         .said = {{D_MIXED_ENCODING, 18, "1 byte of another encoding"}}},
        {.name = "a pasted Latin-1 paragraph",
         .in = BYTES(GOOD_PAGE GOOD_PAGE "\n\xAB\xA0L\x92\x9Cuvre rejet\xE9\xA0: \x85\xBB\n"),
         .out = BYTES(GOOD_PAGE GOOD_PAGE
                      "\n\u00ab\u00a0L\u2019\u0153uvre rejet\u00e9\u00a0: \u2026\u00bb\n"),
         .said = {{D_MIXED_ENCODING, 2 * sizeof GOOD_PAGE - 1, "8 bytes"}}},
        {.name = "a Latin-1 quote behind an e acute is no cut Chinese character",
         .in = BYTES(GOOD_PAGE "refus\xE9\xBB."),
         .out = BYTES(GOOD_PAGE "refus\u00e9\u00bb."),
         .said = {{D_MIXED_ENCODING, sizeof GOOD_PAGE + 4, "2 bytes"}}},
        {.name = "bytes that windows-1252 does not have",
         .in = BYTES(GOOD_PAGE "\x81 \x8D \x8F"),
         .out = BYTES(GOOD_PAGE FFFD " " FFFD " " FFFD),
         .said = {{D_INVALID_ENCODING, sizeof GOOD_PAGE - 1, "3 ill-formed"}}},
        {.name = "FF and FE",
         .in = BYTES(GOOD_PAGE "\xFF\xFE"),
         .out = BYTES(GOOD_PAGE "\u00ff\u00fe"),
         .said = {{D_MIXED_ENCODING, sizeof GOOD_PAGE - 1, "2 bytes"}}},
        {.name = "C0 at the end begins nothing",
         .in = BYTES(GOOD_PAGE "\xC0"),
         .out = BYTES(GOOD_PAGE "\u00c0"),
         .said = {{D_MIXED_ENCODING, sizeof GOOD_PAGE - 1, "1 byte"}}},
        {.name = "as many bad bytes as good sequences: not UTF-8",
         .in = BYTES("\u00e9 \xE9"),
         .out = BYTES("\u00c3\u00a9 \u00e9"),
         .said = {{D_ENCODING_GUESSED, 0, GUESSED_1252},
                  {D_MOJIBAKE_SUSPECTED, 0, "1 character seems"}}},
        {.name = "one good sequence more: UTF-8",
         .in = BYTES("\u00e9\u00e9 \xE9"),
         .out = BYTES("\u00e9\u00e9 \u00e9"),
         .said = {{D_MIXED_ENCODING, 5, "1 byte"}}},
    };
    CHECK(rows);
}

#define META_LATIN1 "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">"
#define META_UTF8 "<meta charset=\"utf-8\">"

static void test_declared(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "undeclared windows-1252",
         .in = BYTES("L\x92\x9Cuvre \x80"),
         .out = BYTES("L\u2019\u0153uvre \u20ac"),
         .said = {{D_ENCODING_GUESSED, 1, GUESSED_1252}}},
        {.name = "its five holes",
         .in = BYTES("\xE9\x81\x8D\x8F\x90\x9D"),
         .out = BYTES("\u00e9" FFFD FFFD FFFD FFFD FFFD),
         .said = {{D_ENCODING_GUESSED, 0, GUESSED_1252}, {D_INVALID_ENCODING, 2, "5 ill-formed"}}},
        {.name = "Latin-1 declared",
         .in = BYTES(META_LATIN1 "l\x92\xE9t\xE9"),
         .out = BYTES(META_LATIN1 "l\u2019\u00e9t\u00e9"),
         .request = {.is_html = true}},
        {.name = "Latin-1 declared, bytes are UTF-8",
         .in = BYTES(META_LATIN1 "\u00e9t\u00e9"),
         .out = BYTES(META_LATIN1 "\u00e9t\u00e9"),
         .said = {{D_CHARSET_MISMATCH, sizeof META_LATIN1 - 1,
                   "declared as iso-8859-1, read as UTF-8"}},
         .request = {.is_html = true}},
        {.name = "Latin-1 declared, nothing but ASCII",
         .in = BYTES(META_LATIN1 "ete"),
         .out = BYTES(META_LATIN1 "ete"),
         .request = {.is_html = true}},
        {.name = "UTF-8 declared, bytes are windows-1252",
         .in = BYTES(META_UTF8 "l\x92\xE9t\xE9"),
         .out = BYTES(META_UTF8 "l\u2019\u00e9t\u00e9"),
         .said = {{D_CHARSET_MISMATCH, sizeof META_UTF8,
                   "declared as utf-8, read as windows-1252"}},
         .request = {.is_html = true}},
        {.name = "the transport may declare without a label",
         .in = BYTES("l\x92\xE9t\xE9"),
         .out = BYTES("l\u2019\u00e9t\u00e9"),
         .said = {{D_CHARSET_MISMATCH, 1, "declared as UTF-8, read as windows-1252"}},
         .request = {.declared = ENC_UTF8}},
        {.name = "UTF-8 declared, one bad byte",
         .in = BYTES(META_UTF8 "\u00e9t\u00e9 \xE9"),
         .out = BYTES(META_UTF8 "\u00e9t\u00e9 \u00e9"),
         .said = {{D_MIXED_ENCODING, sizeof META_UTF8 + 5, "1 byte"}},
         .request = {.is_html = true}},
        {.name = "a meta that says UTF-16 means UTF-8",
         .in = BYTES("<meta charset=utf-16>\u00e9"),
         .out = BYTES("<meta charset=utf-16>\u00e9"),
         .request = {.is_html = true}},
        {.name = "an unknown label",
         .in = BYTES("<meta charset=gb2312>\xE9t\xE9"),
         .out = BYTES("<meta charset=gb2312>\u00e9t\u00e9"),
         .said = {{D_ENCODING_GUESSED, 21, "'gb2312' is not known; read as windows-1252"}},
         .request = {.is_html = true}},
        {.name = "an unknown label on UTF-8",
         .in = BYTES("<meta charset=x\xE9y>\u00e9\u00e9\u00e9"),
         .out = BYTES("<meta charset=x\u00e9y>\u00e9\u00e9\u00e9"),
         .said = {{D_ENCODING_GUESSED, 15, "'x?y' is not known; read as UTF-8"},
                  {D_MIXED_ENCODING, 15, "1 byte"}},
         .request = {.is_html = true}},
        {.name = "the transport's word before the page's",
         .in = BYTES("<meta charset=iso-8859-1>\xA4"),
         .out = BYTES("<meta charset=iso-8859-1>\u20ac"),
         .request = {.is_html = true, .declared = ENC_ISO_8859_15}},
        {.name = "the page's where the transport's is unknown",
         .in = BYTES("<meta charset=iso-8859-15>\xA4"),
         .out = BYTES("<meta charset=iso-8859-15>\u20ac"),
         .request = {.is_html = true, .declared_label = {"klingon", 7}}},
        {.name = "the transport's unknown label",
         .in = BYTES("\xA4"),
         .out = BYTES("\u00a4"),
         .said = {{D_ENCODING_GUESSED, 0, "'klingon' is not known"}},
         .request = {.declared_label = {"klingon", 7}}},
        {.name = "ISO-8859-15 with its own eight and those of Windows",
         .in = BYTES("\xA4\xA6\xA8\xB4\xB8\xBC\xBD\xBE\x92\xE9"),
         .out = BYTES("\u20ac\u0160\u0161\u017d\u017e\u0152\u0153\u0178\u2019\u00e9"),
         .request = {.declared = ENC_ISO_8859_15}},
        {.name = "a text has no meta",
         .in = BYTES("<meta charset=iso-8859-15>\xA4"),
         .out = BYTES("<meta charset=iso-8859-15>\u00a4"),
         .said = {{D_ENCODING_GUESSED, 26, GUESSED_1252}}},
        {.name = "a control character in a declared page",
         .in = BYTES("\xE9\x01"),
         .out = BYTES("\u00e9" FFFD),
         .said = {{D_INVALID_CHARACTER, 2, "1 character "}},
         .request = {.declared = ENC_WINDOWS_1252}},
    };
    CHECK(rows);
}

static void test_forced(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "windows-1252 forced on UTF-8",
         .in = BYTES("\u00e9 et tout"),
         .out = BYTES("\u00c3\u00a9 et tout"),
         .said = {{D_MOJIBAKE_SUSPECTED, 0, "1 character seems"}},
         .request = {.forced = ENC_WINDOWS_1252}},
        {.name = "UTF-8 forced on Latin-1",
         .in = BYTES("\xE9t\xE9 !"),
         .out = BYTES("\u00e9t\u00e9 !"),
         .said = {{D_MIXED_ENCODING, 0, "2 bytes"}},
         .request = {.forced = ENC_UTF8}},
        {.name = "UTF-16 forced, the mark tells the order",
         .in = BYTES("\xFE\xFF\0a"),
         .out = BYTES("a"),
         .request = {.forced = ENC_UTF16LE}},
        {.name = "UTF-16BE forced without mark",
         .in = BYTES("\x20\x19\x20\x19"),
         .out = BYTES("\u2019\u2019"),
         .request = {.forced = ENC_UTF16BE}},
        {.name = "UTF-8 forced, mark dropped",
         .in = BYTES("\xEF\xBB\xBFoui"),
         .out = BYTES("oui"),
         .request = {.forced = ENC_UTF8}},
        {.name = "windows-1252 forced keeps what is no mark to it",
         .in = BYTES("\xEF\xBB\xBFoui"),
         .out = BYTES("\u00ef\u00bb\u00bfoui"),
         .request = {.forced = ENC_WINDOWS_1252}},
        {.name = "forced before declared",
         .in = BYTES("<meta charset=utf-8>\xA4"),
         .out = BYTES("<meta charset=utf-8>\u20ac"),
         .request = {.forced = ENC_ISO_8859_15, .is_html = true}},
    };
    CHECK(rows);
}

/* What 0xA4 becomes tells which declaration was found: the euro only in ISO-8859-15. */
static void test_prescan(void **state) {
    (void)state;
    static const struct {
        const char *page;
        bool found;
    } rows[] = {
        {"<meta charset=iso-8859-15>", true},
        {"<META CHARSET='ISO-8859-15'>", true},
        {"<meta/charset=\"iso-8859-15\"/>", true},
        {"<meta name=a charset = iso-8859-15 >", true},
        {"<meta http-equiv=content-type content='text/html; charset=iso-8859-15'>", true},
        {"<meta content=\"text/html;charset = 'iso-8859-15'\" http-equiv=Content-Type>", true},
        {"<meta http-equiv=content-type content=\"charset charset=iso-8859-15; x\">", true},
        {"<meta http-equiv=content-type content='text/html; version=5; charset=iso-8859-15'>", true},
        {"<meta http-equiv=content-type content='charset= iso-8859-15'>", true},
        {"<meta http-equiv=content-type content='charset=\"iso-8859-15\"; x'>", true},
        {"<meta http-equiv=content-type content='charset=iso-8859-15 x'>", true},
        {"<meta http-equiv=content-type content=charset=iso-8859-15 content='charset=utf8'>", true},
        {"<meta http-equiv=content-type content='charset '><meta charset=iso-8859-15>", true},
        {"<meta http-equiv=content-type content='charset='><meta charset=iso-8859-15>", true},
        {"<meta name/charset=iso-8859-15>", true},
        {"<{a><meta charset=iso-8859-15>", true},
        {"<meta =x charset=iso-8859-15>", true},
        {"<meta name=\"a\"charset=iso-8859-15>", true},
        {"<meta charset=iso-8859-15 charset=utf-8>", true},
        {"<!doctype html><html a='>'><head><meta charset=iso-8859-15>", true},
        {"<!-- > --><meta charset=iso-8859-15>", true},
        {"<!--><meta charset=iso-8859-15>", true},
        {"<?xml version=\"1.0\" encoding=\"iso-8859-15\"?><QUESTION>", true},
        {"<?xml version='1.0' encoding='utf-8'?><meta charset=iso-8859-15>", true},
        {"<p <meta charset=utf-8><meta charset=iso-8859-15>", true},
        {"<meta name=x content='charset=iso-8859-15'>", false},
        {"<meta content='text/html; charset=iso-8859-15' name='Content-Type'>", false},
        {"<!-- <meta charset=iso-8859-15> -->", false},
        {"<!-- <meta charset=iso-8859-15>", false},
        {"<p title='<meta charset=iso-8859-15>'>", false},
        {"<metal charset=iso-8859-15>", false},
        {"</meta charset=iso-8859-15>", false},
        {"<script charset=iso-8859-15>", false},
        {"charset=iso-8859-15", false},
        {"<meta charset=iso-8859-15", false},
        {"<meta charset=''>", false},
        {"<meta charset>", false},
        {"<meta http-equiv=content-type content=charset>", false},
        {"<meta http-equiv=content-type>", false},
        {" <?xml version='1.0' encoding='iso-8859-15'?>", false},
        {"<?xml version='1.0'?><p encoding='iso-8859-15'>", false},
        {"<?xmlish encoding='iso-8859-15'?>", false},
        {"<", false},
        {"</", false},
        {"<?xml ", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decoded r;
        size_t len = strlen(rows[i].page);
        char *in = exact(rows[i].page, len + 1);
        in[len] = '\xA4';
        run(&r, in, len + 1, (struct decode_request){.is_html = true});
        const char *tail = rows[i].found ? "\u20ac" : "\u00a4";
        if (r.text.len < len + 2 || memcmp(r.text.ptr + len, tail, 2) != 0)
            fail_msg("%s: %.*s", rows[i].page, (int)r.text.len, r.text.ptr);
        end(&r);
        free(in);
    }
}

/* A declaration counts when it ends within the first 4096 bytes. */
static void test_prescan_window(void **state) {
    (void)state;
    static const char meta[] = "<meta charset=iso-8859-15>";
    for (size_t last = PRESCAN - 1; last <= PRESCAN + 1; last++) {
        char page[PRESCAN + 2];
        memset(page, ' ', sizeof page);
        memcpy(page + last - (sizeof meta - 1), meta, sizeof meta - 1);
        page[last] = '\xA4';
        struct decoded r;
        run(&r, page, last + 1, (struct decode_request){.is_html = true});
        assert_memory_equal(r.text.ptr + last, last <= PRESCAN ? "\u20ac" : "\u00a4", 2);
        end(&r);
    }
}

static void test_pattern_of_nuls(void **state) {
    (void)state;
    static const struct {
        const char *in;
        size_t len;
        enum encoding encoding;
    } rows[] = {
        {BYTES("a\0b\0c\0"), ENC_UTF16LE},
        {BYTES("\0a\0b\0c"), ENC_UTF16BE},
        {BYTES("a\0\x19\x20"
               "b\0c\0"),
         ENC_UTF16LE},
        {BYTES("\0a\x20\x19\0b\0c"), ENC_UTF16BE},
        {BYTES("a\0b\0"), ENC_NONE},
        {BYTES("a\0\x19\x20"
               "b\0"),
         ENC_NONE},
        {BYTES("a\0\0\0b\0\0\0"), ENC_NONE},
        {BYTES("\0\0\0a\0\0\0b"), ENC_NONE},
        {BYTES("un NUL\0 et un autre\0"), ENC_NONE},
        {BYTES(""), ENC_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (encoding_from_nuls((struct span){rows[i].in, rows[i].len}) != rows[i].encoding)
            fail_msg("row %zu", i);
}

static void test_labels(void **state) {
    (void)state;
    static const struct {
        const char *label;
        enum encoding encoding;
    } rows[] = {
        {"UTF-8", ENC_UTF8},
        {" utf8\r\n", ENC_UTF8},
        {"Latin1", ENC_WINDOWS_1252},
        {"ISO-8859-1", ENC_WINDOWS_1252},
        {"US-ASCII", ENC_WINDOWS_1252},
        {"cp1252", ENC_WINDOWS_1252},
        {"windows-1252", ENC_WINDOWS_1252},
        {"\tiso8859-15\f", ENC_ISO_8859_15},
        {"UTF-16", ENC_UTF16LE},
        {"utf-16be", ENC_UTF16BE},
        {"", ENC_NONE},
        {"utf-", ENC_NONE},
        {"utf-88", ENC_NONE},
        {"utf 8", ENC_NONE},
        {"gb2312", ENC_NONE},
        {"\xC3\xA9", ENC_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span label = {rows[i].label, strlen(rows[i].label)};
        if (encoding_from_label(label) != rows[i].encoding)
            fail_msg("%s", rows[i].label);
    }
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        assert_int_equal(
            encoding_from_label((struct span){labels[i].label, strlen(labels[i].label)}),
            labels[i].encoding);
    assert_int_equal(encoding_from_label(NO_SPAN), ENC_NONE);
    assert_string_equal(encoding_name(ENC_ISO_8859_15), "ISO-8859-15");
    assert_string_equal(encoding_name(ENC_NONE), "unknown");
}

static void test_mojibake(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "through windows-1252",
         .in = BYTES("R\u00c3\u00a9ponse \u00c3\u2030mise, l\u00e2\u20ac\u2122\u00c5\u201cuvre "
                     "\u00c3\u00a0 N\u00c2\u00b0"),
         .out = BYTES("R\u00e9ponse \u00c9mise, l\u2019\u0153uvre \u00e0 N\u00b0"),
         .said = {{D_ENCODING_REPAIRED, 1, "6 characters"}}},
        {.name = "through Latin-1, with C1 controls",
         .in = BYTES("R\u00c3\u00a9ponse \u00c3\xC2\x89mise, l\u00e2\xC2\x80\xC2\x99"),
         .out = BYTES("R\u00e9ponse \u00c9mise, l\u2019"),
         .said = {{D_ENCODING_REPAIRED, 1, "3 characters"}}},
        {.name = "nothing but apostrophes",
         .in = BYTES("l\u00e2\u20ac\u2122une et l\u00e2\u20ac\u2122autre"),
         .out = BYTES("l\u2019une et l\u2019autre"),
         .said = {{D_ENCODING_REPAIRED, 1, "2 characters"}}},
        {.name = "a mark encoded twice goes",
         .in = BYTES("\u00ef\u00bb\u00bfR\u00c3\u00a9ponse \u00c3\u00a9mise"),
         .out = BYTES("R\u00e9ponse \u00e9mise"),
         .said = {{D_ENCODING_REPAIRED, 1, "3 characters"}}},
        {.name = "a picture of four bytes",
         .in = BYTES("\u00f0\u0178\u02dc\u20ac R\u00c3\u00a9ponse \u00c3\u00a9mise"),
         .out = BYTES("\U0001F600 R\u00e9ponse \u00e9mise"),
         .said = {{D_ENCODING_REPAIRED, 0, "3 characters"}}},
        {.name = "entities stand aside",
         .in = BYTES("<p>R&eacute;ponse \u00c3\u00a9mise \u00c3\u00a0 17 h"),
         .out = BYTES("<p>R&eacute;ponse \u00e9mise \u00e0 17 h"),
         .said = {{D_ENCODING_REPAIRED, 18, "2 characters"}},
         .request = {.is_html = true}},
        {.name = "a NUL does not hinder, and its place is that in the new text",
         .in = BYTES("\u00c3\u00a9t\u00c3\u00a9\0."),
         .out = BYTES("\u00e9t\u00e9" FFFD "."),
         .said = {{D_ENCODING_REPAIRED, 0, "2 characters"},
                  {D_INVALID_CHARACTER, 5, "1 character "}}},
        {.name = "of two NULs the first has its place in the new text",
         .in = BYTES("\u00c3\u00a9\0\u00c3\u00a9\0."),
         .out = BYTES("\u00e9" FFFD "\u00e9" FFFD "."),
         .said = {{D_ENCODING_REPAIRED, 0, "2 characters"},
                  {D_INVALID_CHARACTER, 2, "2 characters "}}},
        {.name = "a NUL, and a good accent at the very end: only suspected",
         .in = BYTES("\0\u00c3\u00a9 \u00c3\u00a9 \u00e9"),
         .out = BYTES(FFFD "\u00c3\u00a9 \u00c3\u00a9 \u00e9"),
         .said = {{D_MOJIBAKE_SUSPECTED, 3, "2 characters seem"},
                  {D_INVALID_CHARACTER, 0, "1 character "}}},
        {.name = "an apostrophe in front is no mark",
         .in = BYTES("\u00e2\u20ac\u2122autre R\u00c3\u00a9ponse"),
         .out = BYTES("\u2019autre R\u00e9ponse"),
         .said = {{D_ENCODING_REPAIRED, 0, "2 characters"}}},
        {.name = "in UTF-16",
         .in = BYTES("\xFF\xFE\xC3\0\xA9\0t\0\xC3\0\xA9\0"),
         .out = BYTES("\u00e9t\u00e9"),
         .said = {{D_ENCODING_REPAIRED, 0, "2 characters"}}},
        {.name = "encoded three times: once undone, still suspected",
         .in = BYTES("\u00c3\u0192\u00c2\u00a9 et \u00c3\u0192\u00c2\u00a8"),
         .out = BYTES("\u00c3\u00a9 et \u00c3\u00a8"),
         .said = {{D_ENCODING_REPAIRED, 0, "4 characters"},
                  {D_MOJIBAKE_SUSPECTED, 0, "2 characters seem"}}},
        {.name = "one sequence is too few",
         .in = BYTES("R\u00c3\u00a9ponse"),
         .out = BYTES("R\u00c3\u00a9ponse"),
         .said = {{D_MOJIBAKE_SUSPECTED, 1, "1 character seems to be encoded twice"}}},
        {.name = "one good accent: only suspected",
         .in = BYTES("d\u00e9j\u00c3\u00a0 \u00c3\u00a9mise, R\u00c3\u00a9ponse"),
         .out = BYTES("d\u00e9j\u00c3\u00a0 \u00c3\u00a9mise, R\u00c3\u00a9ponse"),
         .said = {{D_MOJIBAKE_SUSPECTED, 9, "2 characters seem to be"}}},
        {.name = "a character that windows-1252 lacks: only suspected",
         .in = BYTES("\u00c3\u00a9mise \u00c3\u00a9 \u03b1"),
         .out = BYTES("\u00c3\u00a9mise \u00c3\u00a9 \u03b1"),
         .said = {{D_MOJIBAKE_SUSPECTED, 0, "2 characters seem"}}},
        {.name = "cut within the last character: only suspected",
         .in = BYTES("\u00c3\u00a9mise \u00c3\u00a9 \u00c3"),
         .out = BYTES("\u00c3\u00a9mise \u00c3\u00a9 \u00c3"),
         .said = {{D_MOJIBAKE_SUSPECTED, 0, "2 characters seem"}}},
        {.name = "a byte of another encoding among it: only suspected",
         .in = BYTES("\u00c3\u00a9 \u00c3\u00a8 \u00c3\xA0"),
         .out = BYTES("\u00c3\u00a9 \u00c3\u00a8 \u00c3\u00a0"),
         .said = {{D_MOJIBAKE_SUSPECTED, 0, "2 characters seem"},
                  {D_MIXED_ENCODING, 12, "1 byte"}}},
        {.name = "ill-formed bytes among it: only suspected",
         .in = BYTES("\u00c3\u00a9 \u00c3\u00a8 \xE2\x80 \0"),
         .out = BYTES("\u00c3\u00a9 \u00c3\u00a8 " FFFD " " FFFD),
         .said = {{D_MOJIBAKE_SUSPECTED, 0, "2 characters seem"},
                  {D_INVALID_ENCODING, 10, "1 ill-formed"},
                  {D_INVALID_CHARACTER, 14, "1 character "}}},
        {.name = "French",
         .in = BYTES(GOOD_PAGE "cr\u00e9\u00e9e \u00c0 \u00c9 \u00c2ge"),
         .out = BYTES(GOOD_PAGE "cr\u00e9\u00e9e \u00c0 \u00c9 \u00c2ge")},
        {.name = "Portuguese and Vietnamese names",
         .in = BYTES("JO\u00c3O, MA\u00c7\u00c3, IRM\u00c3\u00a0\u00bb, IRM\u00c3\u2026, \u00c2n"),
         .out =
             BYTES("JO\u00c3O, MA\u00c7\u00c3, IRM\u00c3\u00a0\u00bb, IRM\u00c3\u2026, \u00c2n")},
        {.name = "capitals before a no-break space, and nothing else",
         .in = BYTES("RETRAIT\u00c9\u00a0: LIBERT\u00c9\u00a0! IRM\u00c3\u00a0"),
         .out = BYTES("RETRAIT\u00c9\u00a0: LIBERT\u00c9\u00a0! IRM\u00c3\u00a0")},
        {.name = "capitals before a closing quote, and nothing else",
         .in = BYTES("IRM\u00c3\u203a, IRM\u00c3\u2019, IRM\u00c3\u201d"),
         .out = BYTES("IRM\u00c3\u203a, IRM\u00c3\u2019, IRM\u00c3\u201d")},
    };
    CHECK(rows);
}

/* The pair is seen wherever it stands to a block of the scanner. */
static void test_mojibake_anywhere(void **state) {
    (void)state;
    for (size_t at = 0; at < 140; at++) {
        char page[256];
        memset(page, 'e', sizeof page);
        memcpy(page + at, "\u00c3\u00a9", 4);
        struct decoded r;
        run(&r, page, sizeof page, (struct decode_request){0});
        assert_int_equal(r.d.count, 1);
        assert_int_equal(r.d.items[0].code, D_MOJIBAKE_SUSPECTED);
        assert_int_equal(r.d.items[0].offset, at);
        end(&r);
    }
}

static void test_characters(void **state) {
    (void)state;
    static const struct row rows[] = {
        {.name = "NUL in text, tag, attribute and comment",
         .in = BYTES("a\0b<p\0q><p title='a\0b'><!--\0-->la suite"),
         .out = BYTES("a" FFFD "b<p" FFFD "q><p title='a" FFFD "b'><!--" FFFD "-->la suite"),
         .said = {{D_INVALID_CHARACTER, 1, "4 characters that XML forbids"}}},
        {.name = "every control",
         .in = BYTES("\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0B\f\r\x0E\x0F\x10\x11\x12\x13\x14\x15"
                     "\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F the text is long enough"),
         .out = BYTES(FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "\t\n" FFFD "\f\r" FFFD FFFD FFFD FFFD
                          FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD
                                                              " the text is long enough"),
         .said = {{D_INVALID_CHARACTER, 0, "27 characters"}}},
        {.name = "DEL, NEL, bidi, zero width, mark and no-break spaces stay",
         .in = BYTES("a\x7F\xC2\x85\u202e\u200b\uFEFF\u00a0\u202f:"),
         .out = BYTES("a\x7F\xC2\x85\u202e\u200b\uFEFF\u00a0\u202f:")},
        {.name = "combining accents, ligatures and capitals stay",
         .in = BYTES("Re\u0301ponse \ufb01n \u0152uvre R\u00c9PONSE"),
         .out = BYTES("Re\u0301ponse \ufb01n \u0152uvre R\u00c9PONSE")},
        {.name = "line ends and form feeds stay",
         .in = BYTES("a\r\nb\rc\u2028d\n\r\n\f e"),
         .out = BYTES("a\r\nb\rc\u2028d\n\r\n\f e")},
        {.name = "references are the HTML reader's",
         .in = BYTES("&#1; &#146;"),
         .out = BYTES("&#1; &#146;")},
        {.name = "bytes that are mostly NUL",
         .in = BYTES("a\0\0\0b\0\0\0c\0\0\0d\0\0\0e\0\0\0f\0\0\0g\0\0\0h\0\0\0"),
         .out = BYTES(""),
         .said = {{D_ENCODING_UNKNOWN, NO_PLACE, "no encoding"}}},
    };
    CHECK(rows);
}

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static bool is_clean(struct span text) {
    bool ignored = true;
    const byte *p = (const byte *)text.ptr;
    return text.len == 0 || skip_clean(p, p + text.len, &ignored) == p + text.len;
}

static void test_random_bytes(void **state) {
    (void)state;
    enum { SIZE = 65536 };
    char *noise = malloc(SIZE);
    assert_non_null(noise);
    uint32_t seed = 2463534242u;
    for (size_t i = 0; i < SIZE; i++)
        noise[i] = (char)next_random(&seed);
    struct decoded r;
    run(&r, noise, SIZE, (struct decode_request){0});
    assert_int_equal(r.text.len, 0);
    assert_int_equal(r.d.count, 1);
    assert_int_equal(r.d.items[0].code, D_ENCODING_UNKNOWN);
    end(&r);
    for (enum encoding forced = ENC_UTF8; forced <= ENC_ISO_8859_15; forced++) {
        run(&r, noise, SIZE - 1, (struct decode_request){.forced = forced});
        assert_true(r.text.len > SIZE / 2 && r.text.len <= (size_t)3 * SIZE);
        assert_true(is_clean(r.text));
        end(&r);
    }
    free(noise);
}

static void test_one_byte(void **state) {
    (void)state;
    for (unsigned b = 0; b < 256; b++) {
        char in[1] = {(char)b}, expected[4];
        uint32_t c = from_windows((byte)b);
        size_t len = utf8_encode(c && allowed(c) ? c : REPLACEMENT, expected);
        struct decoded r;
        run(&r, in, 1, (struct decode_request){0});
        assert_int_equal(r.text.len, len);
        assert_memory_equal(r.text.ptr, expected, len);
        size_t said = b >= 0x80 ? (c ? 1 : 2) : !allowed(b);
        assert_int_equal(r.d.count, said);
        end(&r);
    }
}

static void test_zero_copy(void **state) {
    (void)state;
    static const char clean[] = "Photo d\u2019un \u00e9lu\f\U0001F600";
    static const char marked[] = "\xEF\xBB\xBF\u00e9";
    struct decoded r;
    run(&r, clean, sizeof clean - 1, (struct decode_request){0});
    assert_ptr_equal(r.text.ptr, clean);
    assert_null(r.owned.ptr);
    end(&r);
    run(&r, marked, sizeof marked - 1, (struct decode_request){.forced = ENC_UTF8});
    assert_ptr_equal(r.text.ptr, marked + 3);
    end(&r);
    run(&r, "ascii", 5, (struct decode_request){.forced = ENC_WINDOWS_1252});
    assert_null(r.owned.ptr);
    end(&r);
}

/* Table 3-7 of the Unicode standard; the length of the good sequence at p, or 0. */
static size_t reference(const byte *p, size_t left) {
    static const struct {
        byte low, high, second_low, second_high, len;
    } ranges[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    if (p[0] < 0x80)
        return p[0] >= 0x20 || (p[0] && strchr("\t\n\r\f", p[0]));
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (p[0] < ranges[i].low || p[0] > ranges[i].high)
            continue;
        if (left < ranges[i].len || p[1] < ranges[i].second_low || p[1] > ranges[i].second_high)
            return 0;
        for (size_t k = 2; k < ranges[i].len; k++)
            if (p[k] < 0x80 || p[k] > 0xBF)
                return 0;
        return p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE ? 0 : ranges[i].len;
    }
    return 0;
}

static size_t reference_clean(const byte *p, size_t len) {
    size_t at = 0;
    for (size_t n; at < len && (n = reference(p + at, len - at)) > 0;)
        at += n;
    return at;
}

static void compare(const byte *p, size_t len) {
    bool suspicious = false;
    size_t got = (size_t)(skip_clean(p, p + len, &suspicious) - p);
    size_t expected = reference_clean(p, len);
    if (got != expected)
        fail_msg("%02x %02x %02x: clean up to %zu, not %zu", p[0], p[1], p[2], got, expected);
}

static void test_every_short_sequence(void **state) {
    (void)state;
    byte s[3] = {0};
    for (unsigned a = 0; a < 256; a++) {
        s[0] = (byte)a;
        compare(s, 1);
        for (unsigned b = 0; b < 256; b++) {
            s[1] = (byte)b;
            compare(s, 2);
            /* behind what leads no sequence the others are one of two, which are all tried */
            for (unsigned c = 0; c < 256; c += a < 0xC0 ? 5 : 1) {
                s[2] = (byte)c;
                compare(s, 3);
            }
        }
    }
}

/* The same in the midst and at the edges of the blocks that are read at once. */
static void test_sequences_in_blocks(void **state) {
    (void)state;
    static const byte last[] = {0x00, 0x0A, 0x0B, 'a',  0x7F, 0x80, 0x8F, 0x90,
                                0x9F, 0xA0, 0xBD, 0xBE, 0xBF, 0xC3, 0xE2, 0xFF};
    static const size_t places[] = {0, 7, 30, 60, 61, 62, 63, 64};
    byte page[160];
    memset(page, ' ', sizeof page);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        byte *s = page + places[i];
        for (unsigned a = 0; a < 256; a++) {
            s[0] = (byte)a;
            for (unsigned b = 0; b < 256; b++) {
                s[1] = (byte)b;
                for (size_t c = 0; c < sizeof last; c++) {
                    s[2] = last[c];
                    bool suspicious = false;
                    size_t got = (size_t)(skip_clean(page, page + sizeof page, &suspicious) - page);
                    size_t n = places[i] + reference_clean(s, 6);
                    if (n == places[i] + 6) /* behind the longest sequence are spaces */
                        n = sizeof page;
                    if (got != n)
                        fail_msg("%02x %02x %02x at %zu: %zu, not %zu", a, b, last[c], places[i],
                                 got, n);
                }
            }
        }
        memset(s, ' ', 3);
    }
}

static void test_four_bytes(void **state) {
    (void)state;
    static const byte edges[] = {0x7F, 0x80, 0x8F, 0x90, 0xBF, 0xC0};
    for (unsigned lead = 0xEF; lead < 256; lead++)
        for (size_t i = 0; i < 6 * 6 * 6; i++) {
            byte s[4] = {(byte)lead, edges[i % 6], edges[i / 6 % 6], edges[i / 36]};
            compare(s, 4);
        }
}

/* Whatever the bytes, one bad byte inserted changes nothing before or behind it. */
static void test_bad_byte_anywhere(void **state) {
    (void)state;
    static const char page[] =
        "L\u2019\u0153uvre, d\u00e9j\u00e0 \u00e9cout\u00e9e par un \u00e9l\u00e8ve de "
        "Saint-\u00c9tienne, co\u00fbtait dix \u20ac \u2014 h\u00e9las, "
        "l\u2019\u00e9t\u00e9 m\u00eame.";
    for (size_t at = 0; at < sizeof page; at++) {
        if (((byte)page[at] & 0xC0) == 0x80)
            continue;
        char in[sizeof page + 1];
        memcpy(in, page, at);
        in[at] = '\xFC';
        memcpy(in + at + 1, page + at, sizeof page - at);
        struct decoded r;
        run(&r, in, sizeof page, (struct decode_request){0});
        assert_int_equal(r.text.len, sizeof page + 1);
        assert_memory_equal(r.text.ptr, page, at);
        assert_memory_equal(r.text.ptr + at, "\u00fc", 2);
        assert_memory_equal(r.text.ptr + at + 2, page + at, sizeof page - 1 - at);
        assert_int_equal(r.d.count, 1);
        assert_int_equal(r.d.items[0].code, D_MIXED_ENCODING);
        assert_int_equal(r.d.items[0].offset, at);
        end(&r);
    }
}

static void test_memory_ends(void **state) {
    (void)state;
    static const char *const inputs[] = {"\xE9t\xE9", "\xFF\xFEz", "\x01", "\u00e9\u00e9\xE9"};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        struct arena arena = {0};
        struct diagnostics d = {.arena = &arena};
        struct buffer owned = {.failed = true};
        struct span text;
        assert_int_equal(decode((struct span){inputs[i], strlen(inputs[i])},
                                &(struct decode_request){0}, &d, &owned, &text),
                         -1);
        assert_int_equal(text.len, 0);
        diagnostics_free(&d);
        arena_free(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf16_and_marks),
        cmocka_unit_test(test_ill_formed),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_declared),
        cmocka_unit_test(test_forced),
        cmocka_unit_test(test_prescan),
        cmocka_unit_test(test_prescan_window),
        cmocka_unit_test(test_pattern_of_nuls),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_mojibake),
        cmocka_unit_test(test_mojibake_anywhere),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_one_byte),
        cmocka_unit_test(test_zero_copy),
        cmocka_unit_test(test_every_short_sequence),
        cmocka_unit_test(test_sequences_in_blocks),
        cmocka_unit_test(test_four_bytes),
        cmocka_unit_test(test_bad_byte_anywhere),
        cmocka_unit_test(test_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
