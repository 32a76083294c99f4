/* The text that bytes become, and what is said of those that are damaged or mixed. */
#include "rows.h"

#include "base/utf8.h"
#include "decode/decoding.h"
#include "decode/encoding.h"

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
        cmocka_unit_test(test_mojibake),
        cmocka_unit_test(test_mojibake_anywhere),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_one_byte),
        cmocka_unit_test(test_zero_copy),
        cmocka_unit_test(test_bad_byte_anywhere),
        cmocka_unit_test(test_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
