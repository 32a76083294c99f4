#include "html/tokenizer.h"

#include "html/entities.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

/* As a reader's loop does it. */
static void next_token(struct html *h, struct html_token *t) {
    if (!html_next_plain(h, t))
        html_next(h, t);
}

static void put(struct buffer *b, const char *text) {
    buffer_append(b, text, strlen(text));
}

static void put_span(struct buffer *b, struct span s) {
    buffer_append(b, s.ptr, s.len);
}

static void put_attributes(struct buffer *b, const struct html_token *t) {
    for (size_t i = 0; i < t->attribute_count; i++) {
        const struct html_attribute *a = &t->attributes[i];
        put(b, " ");
        put_span(b, a->name);
        if (!a->value.ptr)
            continue;
        put(b, "=[");
        html_decode(a->value, true, b);
        put(b, "]");
    }
}

/* A token as the tables below write it: "text", r"raw text", <tag a=[value] b>,
 * <tag/>, </tag>, #comment#, !doctype!. */
static void put_token(struct buffer *b, const struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
        put(b, t->raw ? "r\"" : "\"");
        if (t->raw)
            html_newlines(t->text, b);
        else
            html_decode(t->text, false, b);
        put(b, "\"");
        break;
    case HTML_START:
    case HTML_CLOSE:
        put(b, t->kind == HTML_START ? "<" : "</");
        put_span(b, t->text);
        put_attributes(b, t);
        put(b, t->self_closing ? "/>" : ">");
        break;
    case HTML_COMMENT:
    case HTML_DOCTYPE:
        put(b, t->kind == HTML_COMMENT ? "#" : "!");
        html_newlines(t->text, b);
        put(b, t->kind == HTML_COMMENT ? "#" : "!");
        break;
    case HTML_END:
        break;
    }
}

/* Without a byte more, so that a sanitizer or valgrind sees a read past the end. */
static char *exact_copy(struct span s) {
    char *copy = malloc(s.len ? s.len : 1);
    assert_non_null(copy);
    memcpy(copy, s.ptr, s.len);
    return copy;
}

/* The tokens of the input in `out`; returns `unterminated`. */
static size_t tokens_of(struct span input, bool allow_cdata, struct buffer *out) {
    char *copy = exact_copy(input);
    struct html h;
    struct html_token t;
    html_start(&h, (struct span){copy, input.len});
    h.allow_cdata = allow_cdata;
    out->len = 0;
    for (next_token(&h, &t); t.kind != HTML_END; next_token(&h, &t)) {
        put_token(out, &t);
        if (t.kind == HTML_START)
            h.state = html_state_for(t.text);
    }
    assert_int_equal(t.offset, input.len);
    assert_false(h.failed);
    size_t unterminated = h.unterminated;
    next_token(&h, &t);
    assert_int_equal(t.kind, HTML_END);
    html_free(&h);
    free(copy);
    buffer_char(out, '\0');
    return unterminated;
}

struct row {
    const char *input, *tokens;
};

static void check(const struct row *rows, size_t count, bool allow_cdata) {
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        struct span input = {rows[i].input, strlen(rows[i].input)};
        tokens_of(input, allow_cdata, &out);
        if (strcmp(out.ptr, rows[i].tokens) != 0)
            print_error("row %zu: %s\n", i, rows[i].input);
        assert_string_equal(out.ptr, rows[i].tokens);
    }
    buffer_free(&out);
}

#define CHECK(rows, allow_cdata) check(rows, sizeof(rows) / sizeof *(rows), allow_cdata)

static void test_text_and_tags(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"Le maire répond.", "\"Le maire répond.\""},
        {"<p>Été</p>", "<p>\"Été\"</p>"},
        {"<H1>a</H1\n>", "<H1>\"a\"</H1>"},
        {"<br/><br /><br/ >", "<br/><br/><br>"},
        {"J'<3 les 5 < 6 communes", "\"J'<3 les 5 < 6 communes\""},
        {"<<<b>", "\"<<\"<b>"},
        {"a<", "\"a<\""},
        {"a</", "\"a</\""},
        {"a</>b", "\"a\"\"b\""},
        {"</><p>a", "<p>\"a\""},
        {"</ p>b", "# p#\"b\""},
        {"</3>", "#3#"},
        {"<?xml version='1.0'?>b", "#?xml version='1.0'?#\"b\""},
        {"<!x>b<!>", "#x#\"b\"##"},
        {"<!DOCTYPE html><!doctype>", "! html!!!"},
        {"<!doctype a PUBLIC \"x>y\">", "! a PUBLIC \"x!\"y\">\""},
        {"<p<b>", "<p<b>"},
        {"<dépôt>", "<dépôt>"},
        {"</p class=a id=b/>", "</p>"},
        {"<p", ""},
        {"a<p b", "\"a\""},
        {"a<p b='c>d", "\"a\""},
        {"<plaintext></plaintext>&amp;", "<plaintext>r\"</plaintext>&amp;\""},
    };
    CHECK(rows, false);
}

static void test_attributes(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"<a b>", "<a b>"},
        {"<a b=c>", "<a b=[c]>"},
        {"<a b='c d'e=\"f'>\">", "<a b=[c d] e=[f'>]>"},
        {"<a\tb\r\n=\f c\nd>", "<a b=[c] d>"},
        {"<a b=c/>", "<a b=[c/]>"},
        {"<a b=\"c\"/>", "<a b=[c]/>"},
        {"<a b/>", "<a b/>"},
        {"<a b=/>", "<a b=[/]>"},
        {"<a b=>c", "<a b=[]>\"c\""},
        {"<a b=''>", "<a b=[]>"},
        {"<a/b/c>", "<a b c>"},
        {"<a =b =>", "<a =b=[]>"},
        {"<a b==c>", "<a b=[=c]>"},
        {"<a b='c'=d>", "<a b=[c] =d>"},
        {"<a \"b\" 'c<>", "<a \"b\" 'c<>"},
        {"<a b=c\"d'e`f=g<h>", "<a b=[c\"d'e`f=g<h]>"},
        {"<a B=1 b=2>", "<a B=[1] b=[2]>"},
        {"<a b=&eacute;>", "<a b=[é]>"},
        {"<a title='à\r\nb'>", "<a title=[à\nb]>"},
    };
    CHECK(rows, false);
}

static void test_comments(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"<!--a-->b", "#a#\"b\""},
        {"<!---->b", "##\"b\""},
        {"<!-->b", "##\"b\""},
        {"<!--->b", "##\"b\""},
        {"<!----!>b", "##\"b\""},
        {"<!---!>b-->", "#-!>b#"},
        {"<!--!>b-->", "#!>b#"},
        {"<!--a--!>b", "#a#\"b\""},
        {"<!--a--->b", "#a-#\"b\""},
        {"<!--a-- >b-->", "#a-- >b#"},
        {"<!--a--!->b-->", "#a--!->b#"},
        {"<!-- <p>b</p> -->", "# <p>b</p> #"},
        {"<!--a<!--b-->c", "#a<!--b#\"c\""},
        {"<!--a<!-->b", "#a<!#\"b\""},
        {"<!--a", "#a#"},
        {"<!--a-", "#a#"},
        {"<!--a--", "#a#"},
        {"<!--a--!", "#a#"},
        {"<!--a--!-", "#a--!#"},
        {"<!--", "##"},
        {"<!---", "##"},
        {"<!-a-->", "#-a--#"},
        {"<!", "##"},
    };
    CHECK(rows, false);
}

static void test_raw_text(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"<title>a<b>&amp;</b></title>c", "<title>\"a<b>&</b>\"</title>\"c\""},
        {"<title></title>", "<title></title>"},
        {"<title>a</TITLE >b", "<title>\"a\"</TITLE>\"b\""},
        {"<title>a</titles></title/>b", "<title>\"a</titles>\"</title>\"b\""},
        {"<title>a</title", "<title>\"a</title\""},
        {"<title>a</title b", "<title>\"a\""},
        {"<style>a>b{}&amp;<!--</style>c", "<style>r\"a>b{}&amp;<!--\"</style>\"c\""},
        {"<textarea><p></textarea>", "<textarea>\"<p>\"</textarea>"},
        {"<xmp></iframe></xmp>", "<xmp>r\"</iframe>\"</xmp>"},
        {"<noscript><p></noscript>", "<noscript><p></noscript>"},
        {"<script>if (a<b && c>d) '<p>'</script>e",
         "<script>r\"if (a<b && c>d) '<p>'\"</script>\"e\""},
        {"<script><!--</script>a", "<script>r\"<!--\"</script>\"a\""},
        {"<script><!--<script></script>a--></script>b",
         "<script>r\"<!--<script></script>a-->\"</script>\"b\""},
        {"<script><!--<script>-->a</script>b", "<script>r\"<!--<script>-->a\"</script>\"b\""},
        {"<script><!-->a<script></script>b", "<script>r\"<!-->a<script>\"</script>\"b\""},
        {"<script><!--<script></script></script>a",
         "<script>r\"<!--<script></script>\"</script>\"a\""},
        {"<script><!--<scripts></script>a", "<script>r\"<!--<scripts>\"</script>\"a\""},
        {"<script><!--<script></scripts></script>-->a",
         "<script>r\"<!--<script></scripts></script>-->a\""},
        {"<script>a\r\nb", "<script>r\"a\nb\""},
        {"<script>a<", "<script>r\"a<\""},
        {"<script><!--<script><", "<script>r\"<!--<script><\""},
    };
    CHECK(rows, false);
}

static void test_cdata(void **state) {
    (void)state;
    static const struct row without[] = {
        {"<![CDATA[a<b>c]]>d", "#[CDATA[a<b#\"c]]>d\""},
    };
    CHECK(without, false);
    static const struct row with[] = {
        {"<![CDATA[a<b>c&amp;]]>d", "r\"a<b>c&amp;\"\"d\""},
        {"<![CDATA[]]>d", "\"d\""},
        {"<![CDATA[a]]]>d", "r\"a]\"\"d\""},
        {"<![CDATA[a] ]>]]>d", "r\"a] ]>\"\"d\""},
        {"<![CDATA[a]]", "r\"a]]\""},
        {"<![cdata[a]]>", "#[cdata[a]]#"},
    };
    CHECK(with, true);
}

static void check_decode(const struct row *rows, size_t count, bool in_attribute) {
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(rows[i].input);
        char *copy = exact_copy((struct span){rows[i].input, len});
        out.len = 0;
        html_decode((struct span){copy, len}, in_attribute, &out);
        buffer_char(&out, '\0');
        assert_string_equal(out.ptr, rows[i].tokens);
        free(copy);
    }
    buffer_free(&out);
}

static void test_references(void **state) {
    (void)state;
    static const struct row text[] = {
        {"", ""},
        {"l&#39;&eacute;lu &amp;c.", "l'élu &c."},
        {"n&deg;&nbsp;12 &#8211; &#x2019;&#X2019", "n°\u00A0" "12 – ’’"},
        {"&eacutea &eacute", "éa é"},
        {"&notin; &notit; &not", "∉ ¬it; ¬"},
        {"&AMP;&AMP &Amp;", "&& &Amp;"},
        {"&hellip &hellip;", "&hellip …"},
        {"&frac12;&frac1;&sup2", "½&frac1;²"},
        {"&acE; &nGt;", "\u223E\u0333 \u226B\u20D2"},
        {"& &; &# &#; &#x; &#xg; &#a;", "& &; &# &#; &#x; &#xg; &#a;"},
        {"&&amp;&", "&&&"},
        {"&#128;&#x85;&#x92;&#150;&#159;", "€…’–Ÿ"},
        {"&#129;&#127;", "\xC2\x81\x7F"},
        {"&#0;&#1;&#x0B;&#xFFFE;", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"&#xD800;&#xDFFF;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"&#4294967361;&#x100000041;", "\uFFFD\uFFFD"}, /* 65 in 32 bits */
        {"&#x10FFFF;&#xFFFD;&#9;&#10;&#13;", "\U0010FFFF\uFFFD\t\n\r"},
        {"a\r\nb\rc\r\r\nd\n", "a\nb\nc\n\nd\n"},
        {"\r&eacute;\r", "\né\n"},
        {"&\r", "&\n"},
    };
    check_decode(text, sizeof text / sizeof *text, false);
    static const struct row attribute[] = {
        {"?a=1&copy=2", "?a=1&copy=2"},
        {"?a&copyb", "?a&copyb"},
        {"?a&copy2", "?a&copy2"},
        {"?a&copy;=b", "?a©=b"},
        {"?a&copy b&copy", "?a© b©"},
        {"&notit; &notin;", "&notit; ∉"},
        {"&#233=&#xe9g", "é=ég"},
        {"&amp;lt;", "&lt;"},
    };
    check_decode(attribute, sizeof attribute / sizeof *attribute, true);
}

static void test_every_name(void **state) {
    (void)state;
    struct buffer in = {0}, out = {0};
    size_t count = sizeof entities / sizeof *entities;
    assert_int_equal(count, 2125);
    for (size_t i = 0; i < count; i++) {
        in.len = out.len = 0;
        put(&in, "&");
        buffer_append(&in, (const char *)&entity_names + entities[i].name, entities[i].name_len);
        size_t bare_len = in.len;
        put(&in, ";");
        html_decode((struct span){in.ptr, in.len}, true, &out);
        assert_int_equal(out.len, entities[i].value_len);
        assert_memory_equal(out.ptr, entities[i].value, out.len);
        if (!entities[i].bare)
            continue;
        out.len = 0;
        html_decode((struct span){in.ptr, bare_len}, true, &out);
        assert_int_equal(out.len, entities[i].value_len);
    }
    buffer_free(&in);
    buffer_free(&out);
}

static void test_unterminated(void **state) {
    (void)state;
    static const struct {
        const char *input;
        size_t offset;
    } rows[] = {
        {"", HTML_NO_OFFSET},
        {"<p>a &am", HTML_NO_OFFSET},
        {"a<", HTML_NO_OFFSET},
        {"a</", HTML_NO_OFFSET},
        {"<p>a", HTML_NO_OFFSET},
        {"<script>a</script>", HTML_NO_OFFSET},
        {"<plaintext>a", HTML_NO_OFFSET},
        {"<!--a-->", HTML_NO_OFFSET},
        {"ab<!--c", 2},
        {"ab<!--c--", 2},
        {"ab<!c", 2},
        {"ab<!doctype", 2},
        {"ab<p", 2},
        {"ab</p", 2},
        {"ab<p c", 2},
        {"ab<p c=", 2},
        {"ab<p c=d", 2},
        {"ab<p c='d'", 2},
        {"ab<p c='d>e</p>", 7},
        {"ab</p c='d>", 8},
        {"ab<title>", 2},
        {"ab<title>c</title", 2},
        {"ab<title>c</title ", 10},
        {"ab<script a='b'><!--<script></script>", 2},
        {"<p><style>a", 3},
        {"ab<![CDATA[c]]", 2},
        {"ab<![CDATA[c]]>", HTML_NO_OFFSET},
        {"ab<![CDATA[", 2},
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span input = {rows[i].input, strlen(rows[i].input)};
        size_t offset = tokens_of(input, true, &out);
        if (offset != rows[i].offset)
            print_error("%s: %zu\n", rows[i].input, offset);
        assert_int_equal(offset, rows[i].offset);
    }
    buffer_free(&out);
}

static void test_offsets_and_flags(void **state) {
    (void)state;
    static const struct {
        enum html_kind kind;
        size_t offset;
        bool raw;
    } expected[] = {
        {HTML_TEXT, 0, false},     /* é */
        {HTML_START, 2, false},   /* <p id=a> */
        {HTML_TEXT, 10, false},   /* &lt; */
        {HTML_CLOSE, 14, false},  /* </p> */
        {HTML_TEXT, 18, false},    /* b */
        {HTML_COMMENT, 19, false},
        {HTML_TEXT, 27, false},   /* \r\n */
        {HTML_TEXT, 32, false},    /* c, behind </> */
        {HTML_START, 33, false},  /* <style> */
        {HTML_TEXT, 40, true},     /* &d */
        {HTML_CLOSE, 42, false},
        {HTML_START, 50, false},  /* <style> */
        {HTML_TEXT, 57, true},    /* \r */
        {HTML_CLOSE, 58, false},
        {HTML_DOCTYPE, 66, false},
        {HTML_END, 76, false},
    };
    struct html h;
    struct html_token t;
    html_start(&h, SPAN("é<p id=a>&lt;</p>b<!--c-->\r\n</>c<style>&d</style><style>\r</style>"
                        "<!doctype>"));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        next_token(&h, &t);
        assert_int_equal(t.kind, expected[i].kind);
        assert_int_equal(t.offset, expected[i].offset);
        assert_int_equal(t.raw, expected[i].raw);
        if (t.kind == HTML_START)
            h.state = html_state_for(t.text);
    }
    html_free(&h);
}

static void test_empty_input(void **state) {
    (void)state;
    struct html h;
    struct html_token t;
    html_start(&h, NO_SPAN);
    next_token(&h, &t);
    assert_int_equal(t.kind, HTML_END);
    assert_int_equal(h.unterminated, HTML_NO_OFFSET);
    html_free(&h);
}

static void test_names(void **state) {
    (void)state;
    assert_true(ascii_same(SPAN("DIV"), "div"));
    assert_true(ascii_same(SPAN("h1"), "h1"));
    assert_false(ascii_same(SPAN("di"), "div"));
    assert_false(ascii_same(SPAN("divs"), "div"));
    assert_false(ascii_same(SPAN("d\0v"), "d"));
    assert_false(ascii_same(SPAN("\x13"), "3")); /* letters only lose case */
    assert_int_equal(html_state_for(SPAN("TextArea")), HTML_RCDATA);
    assert_int_equal(html_state_for(SPAN("TITLE")), HTML_RCDATA);
    assert_int_equal(html_state_for(SPAN("script")), HTML_SCRIPT);
    assert_int_equal(html_state_for(SPAN("noframes")), HTML_RAWTEXT);
    assert_int_equal(html_state_for(SPAN("plaintext")), HTML_PLAINTEXT);
    assert_int_equal(html_state_for(SPAN("table")), HTML_DATA);
    assert_int_equal(html_state_for(SPAN("plaintexts")), HTML_DATA);
    assert_true(html_plain(SPAN("a < b\n")));
    assert_false(html_plain(SPAN("a & b")));
    assert_false(html_plain(SPAN("a\r")));
    assert_true(html_plain(NO_SPAN));
}

/* Where time grew with the square of the size, each of these would take half an hour, and
 * tests/run.sh ends what takes longer than a quarter. */
static void test_linear_time(void **state) {
    (void)state;
    static const struct {
        const char *head, *repeated;
    } rows[] = {
        {"", "<"},
        {"", "</"},
        {"", "</>"},
        {"", "a<b>"},
        {"", "a\r<b>"},
        {"", "a&<b>"},
        {"", "a<!-->"},
        {"", "<!--"},
        {"", "<!"},
        {"<!--", ">"},
        {"<!--", "-"},
        {"<a ", "b "},
        {"<a ", "'' "},
        {"<a ", "b=c/"},
        {"<a b='", "c"},
        {"", "<script><!--</script>"},
        {"", "<title></title>"},
        {"<script>", "<!--"},
        {"<script><!--", "<script>-"},
        {"<title>", "</title<"},
        {"", "<![CDATA["},
        {"", "<![CDATA[]]>"},
        {"", "&"},
        {"&#", "1"},
        {"", "&notin\r"},
        {"", "&CounterClockwiseContourIntegra"},
    };
    struct buffer in = {0}, out = {0}, many = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        in.len = many.len = 0;
        while (many.len < 1000)
            put(&many, rows[i].repeated);
        put(&in, rows[i].head);
        while (in.len < 2000000)
            buffer_append(&in, many.ptr, many.len);
        tokens_of((struct span){in.ptr, in.len}, true, &out);
        out.len = 0;
        html_decode((struct span){in.ptr, in.len}, true, &out);
        assert_false(in.failed || out.failed || many.failed);
    }
    buffer_free(&in);
    buffer_free(&out);
    buffer_free(&many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_tags),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_raw_text),
        cmocka_unit_test(test_cdata),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_every_name),
        cmocka_unit_test(test_unterminated),
        cmocka_unit_test(test_offsets_and_flags),
        cmocka_unit_test(test_empty_input),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
