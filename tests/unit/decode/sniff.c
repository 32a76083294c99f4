#include "decode/sniff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define BYTES(literal) literal, sizeof(literal) - 1
#define CONTROLS "\1\2\1\2\1"

struct row {
    const char *in;
    size_t in_len;
    const char *name; /* of a format that is not read; NULL: any */
};

/* In a block of its exact size, so that a read past the end is seen. */
static struct sniff sniff_exact(const char *in, size_t len) {
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, in, len);
    struct sniff found = sniff((struct span){copy, len});
    free(copy);
    return found;
}

static void check(const struct row *rows, size_t count, enum sniff_kind kind) {
    for (size_t i = 0; i < count; i++) {
        struct sniff found = sniff_exact(rows[i].in, rows[i].in_len);
        if (found.kind != kind || (rows[i].name && strcmp(found.name, rows[i].name) != 0))
            fail_msg("row %zu (%.60s) is %s", i, rows[i].in, found.name);
        assert_int_equal(found.advice != NULL, kind == SNIFF_OTHER);
    }
}

#define CHECK(rows, kind) check(rows, sizeof(rows) / sizeof *(rows), kind)

static void test_empty(void **state) {
    (void)state;
    static const struct row rows[] = {
        {BYTES(""), NULL},
        {BYTES(" "), NULL},
        {BYTES(" \t\r\n\f\n"), NULL},
        {BYTES("\xEF\xBB\xBF"), NULL},
        {BYTES("\xEF\xBB\xBF \n"), NULL},
        {BYTES("\xFF\xFE"), NULL},
        {BYTES("\xFF\xFE \0\r\0\n\0"), NULL},
        {BYTES("\xFE\xFF\0 \0\n"), NULL},
        {BYTES(" \0\n\0 \0\n\0"), NULL},
    };
    CHECK(rows, SNIFF_EMPTY);
    assert_int_equal(sniff(NO_SPAN).kind, SNIFF_EMPTY);
}

static void test_text(void **state) {
    (void)state;
    static const struct row rows[] = {
        {BYTES("Photo de Jeanne Aubépin\n\nQuestion écrite N° 12 au Ministère\n"), NULL},
        {BYTES("\xEF\xBB\xBFQuestion écrite"), NULL},
        {BYTES("{\"schema\":\"autre\"}"), NULL},
        {BYTES("{ \"schema\" : \"qpars"), NULL},
        {BYTES("Question schema=\"qparse/1\""), NULL},
        {BYTES("\xFF\xFEQ\0u\0e\0s\0t\0i\0o\0n\0"), NULL},
        {BYTES("Q\0u\0e\0s\0t\0i\0o\0n\0 \0\xE9\0"), NULL},
        {BYTES("\xE9t\xE9 \x92 \x80"), NULL},
        {BYTES("<b>Attention</b> aux délais\nQuestion écrite N° 12\n"), NULL},
        {BYTES("Le texte\n<b>Attention</b>\net <i>la suite</i>, <b>encore</b> <b>une</b> fois\n"),
         NULL},
        {BYTES("<p> est une balise"), NULL},
        {BYTES("<p>"), NULL},
        {BYTES("Entre <div> et </div>, on écrit <p> puis </p>.\n"), NULL},
        {BYTES("Les balises <div>, <p>, <table>, <ul> et <h1> sont usuelles.\n"), NULL},
        {BYTES("<http://exemple.fr/page>\n"), NULL},
        {BYTES("<< Monsieur le ministre >>"), NULL},
        {BYTES("a < b, <3, </ et <"), NULL},
        {BYTES("<divers> </divers>"), NULL},
        {BYTES("<developpements> <tableaux> <htmlbodydivtable>"), NULL},
        {BYTES("<b class=\"x\">Attention</b> aux délais"), NULL},
        {BYTES("> De : Jeanne Aubépin\n> Question écrite N° 12\n> <html>\n"), NULL},
        {BYTES("De : Jeanne Aubépin\nObjet : la question\n\nVoici le texte.\n"), NULL},
        {BYTES("Source: exemple\nDate: hier\n\nMIME-Version: 1.0 est un en-tête\n"), NULL},
        {BYTES("From la gare\n"), NULL},
        {BYTES("Il existe un\0 NUL dans ce texte, et il doit rester un texte lisible."), NULL},
        {BYTES("\x1B[1mQuestion\x1B[0m écrite"), NULL},
        {BYTES("oui\0non"), NULL},
        {BYTES("\xFF\xFE\x20\x20"), NULL},
        {BYTES("\xFF\xFEM\0I\0M\0E\0-\0V\0e\0r\0s\0i\0o\0n\0:\0"), NULL},
        {BYTES("fin </p> de </p> tout </div> cela </p>"), NULL},
        {BYTES("<!--> une flèche"), NULL},
        {BYTES("x"), NULL},
        {BYTES("\xFF"), NULL},
        {BYTES("PK, RTF et PDF sont des formats"), NULL},
        {BYTES("BZh9 dit-il"), NULL},
        {BYTES(CONTROLS "un texte de moins de soixante-quatre octets, à un près !"), NULL},
        {BYTES("<p"), NULL},
        {BYTES("<p "), NULL},
        {BYTES("<!-- un -->"), NULL},
        {BYTES("<!-- un --> "), NULL},
        {BYTES("# Titre\n\n- un *élément*\n- [lien](http://exemple.fr)\n"), NULL},
    };
    CHECK(rows, SNIFF_TEXT);
}

static void test_html(void **state) {
    (void)state;
    static const struct row rows[] = {
        {BYTES("<!DOCTYPE html>"), NULL},
        {BYTES("\t\n<!doctype HTML PUBLIC \"x\">"), NULL},
        {BYTES("\xEF\xBB\xBF<html lang=fr>"), NULL},
        {BYTES("<HTML><BODY align=center>"), NULL},
        {BYTES("<!-- a --> <!----> <title>Question</title>"), NULL},
        {BYTES("<!--> <html>"), NULL},
        {BYTES("<!-- une remarque sans fin"), NULL},
        {BYTES("<?xml version=\"1.0\"?><QUESTION TYPE=\"QE\">"), NULL},
        {BYTES("<QUESTION TYPE=\"QE\"><DEPOT NUMERO=\"12\">"), NULL},
        {BYTES("<div class=\"question\" id=\"question15-12\"><h1>"), NULL},
        {BYTES("<div>"), NULL},
        {BYTES("</div><h1>Titre</h1>"), NULL},
        {BYTES("<x9 y=\"1\"><p>Un</p>"), NULL},
        {BYTES("<h1/>"), NULL},
        {BYTES("<p class=texte>Le texte"), NULL},
        {BYTES("<p>Un paragraphe.</p>"), NULL},
        {BYTES("<p xml:lang=\"fr\">Le texte"), NULL},
        {BYTES("<a href=\"/aubepin\">Jeanne Aubépin</a><br/><span class=\"n\">Question</span>"),
         NULL},
        {BYTES("Photo<br>\n<h1>Jeanne</h1>\n<h2>Question</h2>\n<p>Texte.</p>\n"), NULL},
        {BYTES("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Q</title>"
               "</head><body><p>Texte</p></body></html>"),
         NULL},
        {BYTES("\xFF\xFE<\0h\0t\0m\0l\0>\0"), NULL},
        {BYTES("\xFE\xFF\0\n\0<\0h\0t\0m\0l\0>"), NULL},
        {BYTES("<\0h\0t\0m\0l\0>\0\xE9\0"), NULL},
        {BYTES("<!DOCTYPE html>\0\0\0\0\0\0\0\0<p>"), NULL},
    };
    CHECK(rows, SNIFF_HTML);
}

static void test_mhtml(void **state) {
    (void)state;
    static const struct row rows[] = {
        {BYTES("From: <Saved by Blink>\r\nSubject: Question\r\nMIME-Version: 1.0\r\n"), NULL},
        {BYTES("From: <Saved by WebKit>"), NULL},
        {BYTES("From: \"Saved by Internet Explorer\"\r\nMIME-Version: 1.0\r\n"), NULL},
        {BYTES("Subject: Q\n suite\n\tencore\nContent-Type: multipart/related;\n boundary=x\n\n"),
         NULL},
        {BYTES("Return-Path: <a@b>\nReceived: x\ncontent-type:text/html\n\n<html>"), NULL},
        {BYTES("From a@b Mon Jan 1\nMime-Version: 1.0\n\n"), NULL},
        {BYTES("\xEF\xBB\xBF\r\nMIME-Version: 1.0\r\n"), NULL},
        {BYTES("Snapshot-Content-Location: https://exemple.fr/\r\n"), NULL},
    };
    CHECK(rows, SNIFF_MHTML);
}

static void test_formats(void **state) {
    (void)state;
    static const struct row rows[] = {
        {BYTES("\x1F\x8B\x08"), "gzip-compressed data"},
        {BYTES("\3757zXZ\0"), "xz-compressed data"},
        {BYTES("\x28\xB5\x2F\xFD"), "zstd-compressed data"},
        {BYTES("BZh91AY&SY"), "bzip2-compressed data"},
        {BYTES("PK\3\4\x14"), "a zip archive"},
        {BYTES("PK\5\6"), "a zip archive"},
        {BYTES("PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0"
               "mimetypeapplication/vnd.oasis.opendocument.text"),
         "an OpenDocument file"},
        {BYTES("PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0[Content_Types].xml"),
         "an Office Open XML document"},
        {BYTES("%PDF-1.7"), "a PDF document"},
        {BYTES("\xEF\xBB\xBF\n%PDF-1.7"), "a PDF document"},
        {BYTES("{\\rtf1\\ansi"), "an RTF document"},
        {BYTES("\x89PNG\r\n\x1A\n"), "a PNG image"},
        {BYTES("\xFF\xD8\xFF\xE0"), "a JPEG image"},
        {BYTES("GIF89a"), "a GIF image"},
        {BYTES("RIFF\1\2\3\4WEBPVP8 "), "a WebP image"},
        {BYTES("WARC/1.0\r\n"), "a WARC web archive"},
        {BYTES("bplist00\1"), "a Safari web archive or property list"},
        {BYTES("\177ELF\2"), "an ELF program"},
        {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
         "an OLE2 document (old Word, Excel or Outlook)"},
        {BYTES("SQLite format 3\0"), "an SQLite database"},
        {BYTES("[InternetShortcut]\r\nURL=https://www.exemple.fr/\r\n"), "a link to a page"},
        {BYTES("<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"\">\n<plist/>"),
         "a link to a page, or another property list"},
        {BYTES("{\"schema\":\"qparse/1\",\"file\":null"), "a record that qparse wrote"},
        {BYTES("\xEF\xBB\xBF{\n  \"schema\": \"qparse/1\",\n"), "a record that qparse wrote"},
        {BYTES("<question schema=\"qparse/1\">"), "a record that qparse wrote"},
        {BYTES("<?xml version=\"1.0\"?>\n<questions>\n  <question schema=\"qparse/1\">"),
         "a document of records that qparse wrote"},
        {BYTES("schema,file,id,site\r\n"), "a table of records that qparse wrote"},
        {BYTES("<akomaNtoso xmlns=\"x\">"), "an Akoma Ntoso document"},
        {BYTES("\0\0\0\0\0\0\0\0"), "binary data"},
        {BYTES("\0\0"), "binary data"},
        {BYTES("\1\2"), "binary data"},
        {BYTES(CONTROLS "une suite de soixante-quatre octets, tous comptés un à un"), "binary data"},
        {BYTES("a\0\0\0b\0\0\0c\0\0\0d\0\0\0"), "binary data"},
    };
    CHECK(rows, SNIFF_OTHER);
}

static void test_large(void **state) {
    (void)state;
    enum { SIZE = 70000 };
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);

    memset(bytes, 0, SIZE);
    memcpy(bytes + 257, "ustar", 5);
    memcpy(bytes, "page.html", 9);
    assert_string_equal(sniff((struct span){bytes, SIZE}).name, "a tar archive");

    uint32_t seed = 88172645u;
    for (size_t i = 0; i < SIZE; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (char)(seed >> 24);
    }
    assert_string_equal(sniff((struct span){bytes, 65536}).name, "binary data");

    memset(bytes, '\n', SIZE);
    assert_int_equal(sniff((struct span){bytes, SIZE}).kind, SNIFF_EMPTY);
    memcpy(bytes + SIZE - 6, "<html>", 6);
    assert_int_equal(sniff((struct span){bytes, SIZE}).kind, SNIFF_HTML);

    for (size_t i = 0; i < SIZE; i += 2) /* UTF-16, of which only the start is looked at */
        memcpy(bytes + i, "e", 2);
    assert_int_equal(sniff((struct span){bytes, SIZE}).kind, SNIFF_TEXT);
    memcpy(bytes, "<\0h\0t\0m\0l\0>", 12);
    assert_int_equal(sniff((struct span){bytes, SIZE}).kind, SNIFF_HTML);
    free(bytes);
}

/* A long text that quotes a table, far behind its start or in a small share of it. */
static void test_text_with_table(void **state) {
    (void)state;
    static const char table[] = "<table><tr><td>1</td></tr></table>\n";
    for (size_t at = 0; at < 6000; at += 2000) {
        char text[8000];
        memset(text, 'e', sizeof text);
        memcpy(text, "Texte\n", 6);
        memcpy(text + 6 + at, table, sizeof table - 1);
        assert_int_equal(sniff((struct span){text, sizeof text}).kind, SNIFF_TEXT);
    }
    char text[8000];
    memset(text, 'e', sizeof text);
    memcpy(text, "Texte\n", 6);
    for (size_t at = 3000; at + sizeof table < sizeof text; at += sizeof table)
        memcpy(text + at, table, sizeof table - 1);
    assert_int_equal(sniff((struct span){text, sizeof text}).kind, SNIFF_TEXT);
}

/* No prefix of a page or of a mail is read past its end, and none is another format. */
static void test_prefixes(void **state) {
    (void)state;
    static const char page[] =
        "<!-- x --><div class=\"q\" id='a'><p>Texte</p></div><!doctype html>";
    static const char mail[] = "From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n\r\n";
    for (size_t n = 0; n < sizeof page; n++)
        assert_true(sniff_exact(page, n).kind <= SNIFF_HTML);
    for (size_t n = 0; n < sizeof mail; n++)
        assert_int_equal(sniff_exact(mail, n).kind, n == 0   ? SNIFF_EMPTY
                                                    : n < 15 ? SNIFF_TEXT
                                                             : SNIFF_MHTML);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),    cmocka_unit_test(test_text),
        cmocka_unit_test(test_html),     cmocka_unit_test(test_mhtml),
        cmocka_unit_test(test_formats),  cmocka_unit_test(test_large),
        cmocka_unit_test(test_prefixes), cmocka_unit_test(test_text_with_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
