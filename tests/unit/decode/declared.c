/* Which encoding is read: what the page, its server or the caller declares, or the bytes tell. */
#include "rows.h"

#include "decode/encoding.c" /* the source, for its table of labels */

#include "decode/declared.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declared),
        cmocka_unit_test(test_forced),
        cmocka_unit_test(test_prescan),
        cmocka_unit_test(test_prescan_window),
        cmocka_unit_test(test_pattern_of_nuls),
        cmocka_unit_test(test_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
