/* What read_html() makes of markup, line by line. */
#include "read/read.h"
#include "page/page.h"

#include "html/elements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NBSP "\xC2\xA0"

/* The lines, each behind a '|'. */
static void read_lines(const char *html, struct buffer *out) {
    struct arena arena = {0};
    struct diagnostics d = {.arena = &arena};
    struct page page = {.arena = &arena, .source = {html, strlen(html)}, .markup = true};
    out->len = 0;
    assert_int_equal(read_html(&page, &d), 0);
    assert_int_equal(d.count, 0);
    for (size_t i = 0; i < page.count; i++) {
        buffer_char(out, '|');
        buffer_append(out, page.lines[i].ptr, page.lines[i].len);
    }
    buffer_char(out, '\0');
    page_free(&page);
    arena_free(&arena);
}

static void expect(const char *html, const char *lines) {
    struct buffer out = {0};
    read_lines(html, &out);
    if (strcmp(out.ptr, lines) != 0)
        print_error("%s\n", html);
    assert_string_equal(out.ptr, lines);
    buffer_free(&out);
}

static void test_white_space(void **state) {
    (void)state;
    static const struct {
        const char *html, *lines;
    } rows[] = {
        {"a b", "|a b"},
        {"  a \n\t b  ", "|a b"},
        {"a\r\nb\rc\fd", "|a b c d"},
        {"a &#32; b", "|a b"},
        {"a&#32;&#x20;&Tab;&NewLine;b", "|a b"},
        {"&#32;a&#32;", "|a"},
        {"a&#10;", "|a"},
        {" &#32; ", ""},
        {"a &#9;<b>b</b>", "|a b"},
        {"a &#33; b", "|a ! b"},
        {"a&nbsp; &nbsp;b", "|a" NBSP " " NBSP "b"},
        {"&nbsp;a", "|" NBSP "a"},
        {"&Ntilde;a", "|\xC3\x91" "a"},
        {"a &", "|a &"},
        {"a & b &b", "|a & b &b"},
        {"&#", "|&#"},
        {"a <b> b</b> c", "|a b c"},
        {"a<b>b </b> c", "|ab c"},
        {"<i>a </i><b>&#32;b</b>", "|a b"},
        {"<pre>a  b\n &#32;c</pre>", "|a  b|  c"},
        {"<pre> &nbsp;</pre>a<pre>  &#8203; </pre>", "|a"},
        {"<plaintext>a &amp;  b", "|a &amp; b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].html, rows[i].lines);
}

/* Which start and end tags close what stands open: where a paragraph ends shows it. */
static void test_closed(void **state) {
    (void)state;
    static const struct {
        const char *html, *lines;
    } rows[] = {
        {"<ul><li>a<li>b</li>c</ul>d", "|a|b|c|d"},
        {"<ul><li>a<ul><li>b</li>c</ul></li>d</ul>e", "|a|b|c|d|e"},
        {"<ul><li>a<ol></li>b</ol></ul>c", "|a|b|c"},
        {"<ol><li>a<ul>b</ul></li>c</ol>", "|a|b|c"},
        {"<li>a</li>b</li>c", "|a|bc"},
        {"<ul><li>a<table><tr><td>b</li>c</table>d</ul>", "|a|bc|d"},
        {"<dl><dt>a<dd>b<dt>c</dl>d", "|a|b|c|d"},
        {"<dl><dd>a<li>b<dd>c</dl>", "|a|b|c"},
        {"<li><p>a<li>b", "|a|b"},
        {"<p>a<li>b<p>c", "|a|b|c"},
        {"<td>a<tr>b<caption>c", "|ab|c"},
        {"<h1>a<h2>b</h3>c", "|a|b|c"},
        {"<h1>a</h4>b</h1>c", "|a|bc"},
        {"<h2>a<i>b<h3>c", "|ab|c"},
        {"<a>b<a>c</a>d", "|bcd"},
        {"<p>a<table><tr><td><p>b</table>c", "|a|b|c"},
        {"<table><tbody><tr><th>a<td>b<tfoot><tr><td>c</table>d", "|a|b|c|d"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].html, rows[i].lines);
}

/* Every length and place, as text is copied many bytes at once. */
static void test_places(void **state) {
    (void)state;
    static const struct {
        const char *html, *text;
    } rows[] = {{"&amp;", "&"}, {"  ", " "}, {" \n", " "}, {"\n", " "}, {"&#32;", " "},
                {"\xC3\xA9", "\xC3\xA9"}, {" &nbsp;", " " NBSP}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t before = 1; before < 40; before++)
            for (size_t after = 1; after < 40; after += 3) {
                char html[128], lines[128];
                sprintf(html, "<p>%.*s%s%.*s</p>", (int)before,
                        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", rows[i].html, (int)after,
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP");
                sprintf(lines, "|%.*s%s%.*s", (int)before,
                        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", rows[i].text, (int)after,
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP");
                expect(html, lines);
            }
}

/* The text may end where memory does. */
static void test_nothing_behind(void **state) {
    (void)state;
    static const char *const before[] = {"", "<pre>", "<p>"};
    for (size_t i = 0; i < 3 * 70; i++) {
        size_t len = i / 3 + 1, tag = strlen(before[i % 3]);
        char *html = malloc(tag + len);
        struct arena arena = {0};
        struct diagnostics d = {.arena = &arena};
        assert_non_null(html);
        memcpy(html, before[i % 3], tag);
        memset(html + tag, 'a', len);
        struct page page = {.arena = &arena, .source = {html, tag + len}, .markup = true};
        assert_int_equal(read_html(&page, &d), 0);
        assert_int_equal(page.count, 1);
        assert_int_equal(page.lines[0].len, len);
        page_free(&page);
        arena_free(&arena);
        free(html);
    }
}

/* An element's name may end there, too: its first eight bytes are looked at together. */
static void test_names_at_the_end(void **state) {
    (void)state;
    static const char page[] = "a<p>b</p>";
    for (size_t len = 1; len < sizeof page; len++) {
        char *html = malloc(len);
        struct arena arena = {0};
        struct diagnostics d = {.arena = &arena};
        assert_non_null(html);
        memcpy(html, page, len);
        struct page read = {.arena = &arena, .source = {html, len}, .markup = true};
        assert_int_equal(read_html(&read, &d), 0);
        assert_true(read.count > 0);
        page_free(&read);
        free(d.items);
        arena_free(&arena);
        free(html);
    }
}

static enum element element_named(const char *name) {
    struct span s = {name, strlen(name)};
    return element_of(s, name_key(s));
}

static void test_elements(void **state) {
    (void)state;
    for (unsigned i = EL_OTHER + 1; i < EL_COUNT; i++) {
        char name[16];
        size_t len = element_table[i].length;
        strcpy(name, element_table[i].name);
        assert_int_equal(element_named(name), i);
        name[0] = (char)(name[0] - 'a' + 'A');
        assert_int_equal(element_named(name), i);
        strcpy(name + len, "x");
        assert_int_equal(element_named(name), EL_OTHER);
    }
    assert_int_equal(element_named(""), EL_OTHER);
    assert_int_equal(element_named("blockquot"), EL_OTHER);
    assert_int_equal(element_named("textare"), EL_OTHER);
    assert_int_equal(element_named("\xC3\xA9"), EL_OTHER);
    expect("<TEXTAREA>a</p></TextArea><P>b</P ><blockquote>c</BLOCKQUOTE>d", "|b|c|d");
    expect("<blockquote>a</blockquotx>b</blockquote>c", "|ab|c");
    expect("<p height=1 accept=hidden>a<p hidden>b", "|a");
    expect("<x-y.z>a<x_>b</x-y.z>c<div\n>d</div/>e", "|abc|d|e");
}

static void test_what_shows(void **state) {
    (void)state;
    static const struct {
        const char *html, *lines;
    } rows[] = {
        {"<pre>   \na\n\n \nb\tc\fd</pre>", "|a|b c d"},
        {"<pre><plaintext>a &amp;\nb", "|a &amp;|b"},
        {"a<p>&nbsp;</p>b", "|a|b"},
        {"a &#xFFFD; &#65533; &#xfffd;", "|a \xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD"},
        {"<question type=' '>a</question>", "|a"},
        {"<p style='\xC3\xA9 display:none'>a</p>b", "|b"},
        {"<p style='visibility: hidden'>a</p>b", "|b"},
        {"<p style='content:none'>a</p>b", "|a|b"},
        {"<p style='color:red'>a</p>b", "|a|b"},
        {"<dialog>a</dialog>b", "|b"},
        {"<dialog open>a</dialog>b", "|a|b"},
        {"<div hidden>a<br>b<hr>c</p>d</div>e", "|e"},
        {"<thead>a</thead><tbody>b</tbody><tfoot>c</tfoot><tr>d</tr><th>e</th><td>f</td>", "|abcdef"},
        {"<table><thead><tr><td>a</td></tr></thead><tfoot><tr><th>b</th></tr></tfoot></table>", "|a|b"},
        {"a</br>b</body>c</html>d", "|a|bcd"},
        {"<body>a<body>b", "|ab"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].html, rows[i].lines);
}

#define XML "<?xml version='1.0'?>"
#define BODY(html) "<div class=question id=question15-1><div id=question>" html "</div></div>"

/* A table of a text keeps its rows and cells. */
static void test_tables(void **state) {
    (void)state;
    static const struct {
        const char *html, *lines;
    } rows[] = {
        {BODY("<table><caption>t</caption><tr><th>a</th><td colspan=2>b</td><td>c</td></tr></table>"),
         "|t|a\tb\t\tc"},
        {BODY("<table><tr><td colspan=2x>a<td colspan=-1>b<td colspan=/>c<td colspan=0>d<td colspan=:>e"),
         "|a\t\tb\tc\td\te"},
        {BODY("<table><tr><td> </td><td>&nbsp;</td></tr><tr><td>a<pre>b\nc</pre><br>d</td></tr></table>"),
         "|a b c d"},
        {BODY("<table><tr><td>a<table><caption>t</caption><tr><td>b</td><th>c</th></tr></table>d</td></tr></table>"),
         "|a t b c d"},
        /* an element that an XML view gives a meaning */
        {BODY("<table><tr><td>a <nom>b</nom> c</td><td>d</td></tr></table>"), "|a b c\td"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].html, rows[i].lines);
    /* no cell is wider than a thousand columns */
    char widest[1 + 1 + 1000 + 1 + 1];
    snprintf(widest, sizeof widest, "|a%*sb", 1000, "");
    memset(widest + 2, '\t', 1000);
    expect(BODY("<table><tr><td colspan=100000>a<td>b"), widest);
}

struct reading {
    struct arena arena;
    struct diagnostics d;
    struct page page;
};

static void begin_reading(struct reading *r, const char *html, const qp_options *options) {
    *r = (struct reading){0};
    r->d.arena = &r->arena;
    r->page = (struct page){.arena = &r->arena, .source = {html, strlen(html)}, .options = options,
                            .markup = true};
    assert_int_equal(read_html(&r->page, &r->d), 0);
}

static void end_reading(struct reading *r) {
    page_free(&r->page);
    diagnostics_free(&r->d);
    arena_free(&r->arena);
}

static void expect_code(const char *html, const qp_options *options, const char *code, const char *message) {
    struct reading r;
    begin_reading(&r, html, options);
    assert_int_equal(r.d.count, 1);
    assert_string_equal(diagnostic_info(r.d.items[0].code)->code, code);
    assert_non_null(strstr(r.d.items[0].message.data, message));
    end_reading(&r);
}

static void test_findings(void **state) {
    static const qp_options shallow = {.max_depth = 3}, narrow = {.max_cells = 2};
    (void)state;
    expect_code("a<b><i><u><b>", &shallow, "limit-depth", "more than 3");
    expect_code(BODY("<table><tr><td colspan=2>a<td colspan=3>b<td colspan=4>c<td colspan=2>d"), &(qp_options){
                .max_cells = 1}, "limit-cells", "colspan");
    expect_code(BODY("<table><tr><td colspan=9999>a"), &narrow, "limit-cells", "colspan");
    expect_code("a&#1;", NULL, "invalid-character", "1 reference ");
    expect_code("<pre>a&#1;&#2;</pre>", NULL, "invalid-character", "2 references ");
    expect_code("a<!-- b", NULL, "unterminated-markup", "\"<!-- b\"");
    expect_code("a<!--\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                "\xC3\xA9\xC3\xA9\xC3\xA9", NULL, "unterminated-markup", "\xC3\xA9\"");
    expect_code("a<!--b\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
                "\xC3\xA9\xC3\xA9\xC3\xA9", NULL, "unterminated-markup", "\xC3\xA9\"");
    expect_code("<p title=\"a>b</p><p title=\"c>d</p>", NULL, "unterminated-markup", "quote");
    expect_code("<p title=\"a>b</p><a href=\"/c\">d</a>", NULL, "unterminated-markup",
                "\"\"a>b</p>");
    /* of several the first */
    expect_code("<p title=\"a>b</p><p title=\"c>d</p><p title=\"e>f</p><p title=\"g>h</p>", NULL,
                "unterminated-markup", "\"a>b</p>");
    expect_code(XML "<q a=\"b>c</q><q a=\"d>e<![CDATA[<p a=\"f>g</p><p a=\"h>i]]></q>", NULL,
                "unterminated-markup", "\"b>c</q>");
    expect_code(XML "<q><![CDATA[<b><i><u><b>]]></q>", &shallow, "limit-depth", "more than 3");
}

static void test_links_and_facts(void **state) {
    struct reading r;
    (void)state;
    begin_reading(&r, "<pre><a href=' /x '>a  </a>\n</pre><div hidden><a href=y>b</a></div><a>c</a>", NULL);
    assert_int_equal(r.page.link_count, 1);
    assert_int_equal(r.page.links[0].text.len, 1);
    assert_true(span_equal(r.page.links[0].target, SPAN("/x")));
    end_reading(&r);
    begin_reading(&r, "<a hreflang=fr href=/y>a</a>", NULL);
    assert_int_equal(r.page.link_count, 1);
    assert_true(span_equal(r.page.links[0].target, SPAN("/y")));
    end_reading(&r);
    begin_reading(&r, "<!-- saved from url=(0008)http://a --><!-- saved from url=(0014)about:internet -->"
                      "<!-- saved from url=(0008)http://b c -->d", NULL);
    assert_int_equal(r.page.fact_count, 2);
    assert_true(span_equal(r.page.facts[0].value, SPAN("http://a")));
    assert_true(span_equal(r.page.facts[1].value, SPAN("http://b")));
    assert_false(r.page.closed);
    end_reading(&r);
}

/* "<X/>" is empty in XML alone, and a CDATA section holds HTML, which ends with it. */
static void test_xml(void **state) {
    static const struct {
        const char *source, *lines;
        bool closed;
    } rows[] = {
        {"<?xml version='1.0'?><q><u/>a<![CDATA[<b>c</p></i>]]>d</q>", "|ac|d", true},
        {"<?xml version='1.0'?><q>a<![CDATA[</q>b]]>c</q>", "|abc", true},
        {"<?xml version='1.0'?><q>a", "|a", false},
        {"<?xml version='1.0'?><html>a<script/>b</script>c", "|ac", false},
        {"<?xml version='1.0'?><!DOCTYPE html><p>a<script/>b</script>c", "|ac", false},
        {"<QUESTION type='QE'>a<u/>b</QUESTION>", "|QE|ab", true},
        {"<?xml?>", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reading r;
        begin_reading(&r, rows[i].source, NULL);
        if (r.page.closed != rows[i].closed)
            fail_msg("%s", rows[i].source);
        end_reading(&r);
        expect(rows[i].source, rows[i].lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_white_space),
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_nothing_behind),
        cmocka_unit_test(test_names_at_the_end),
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_what_shows),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_links_and_facts),
        cmocka_unit_test(test_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
