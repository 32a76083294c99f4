/* What read_html() makes of markup, line by line. */
#include "page.h"

#include "element.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NBSP "\xC2\xA0"

/* The lines, each behind a '|'. */
static void read(const char *html, struct buffer *out) {
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
    read(html, &out);
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
        {"<plaintext>a &amp;  b", "|a &amp; b"},
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_white_space),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_nothing_behind),
        cmocka_unit_test(test_names_at_the_end),
        cmocka_unit_test(test_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
