/* The JSON reader: what it takes, what it refuses and where, in one piece and in many. */
#include "json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void note(struct buffer *out, const struct json_reader *r, enum json_event event) {
    static const char *const marks[] = {
        [JSON_NO_MEMORY] = "!memory ", [JSON_ERROR] = "!", [JSON_END] = "", [JSON_MORE] = "",
        [JSON_OBJECT] = "{ ", [JSON_OBJECT_END] = "} ", [JSON_LIST] = "[ ", [JSON_LIST_END] = "] ",
        [JSON_KEY] = "k:", [JSON_STRING] = "s:", [JSON_NUMBER] = "n:", [JSON_TRUE] = "true ",
        [JSON_FALSE] = "false ", [JSON_NULL] = "null ",
    };
    char place[64];
    buffer_append(out, marks[event], strlen(marks[event]));
    if (event == JSON_KEY || event == JSON_STRING || event == JSON_NUMBER) {
        buffer_append(out, r->text.ptr, r->text.len);
        buffer_char(out, ' ');
    } else if (event == JSON_ERROR) {
        buffer_append(out, place, (size_t)snprintf(place, sizeof place, "%zu %s", r->offset, r->message));
    }
}

/* The events of a text that comes in pieces of `size` bytes, each in memory of its own length. */
static char *events(struct span text, size_t size) {
    struct buffer out = {0};
    struct json_reader r;
    enum json_event event = JSON_MORE;
    json_start(&r, 0);
    for (size_t at = 0; event == JSON_MORE; at += size) {
        size_t left = text.len > at ? text.len - at : 0, n = left < size ? left : size;
        char *piece = malloc(n + !n);
        assert_non_null(piece);
        memcpy(piece, text.ptr + (n ? at : 0), n);
        assert_int_equal(json_feed(&r, (struct span){piece, n}, left <= size), 0);
        while ((event = json_next(&r)) > JSON_MORE)
            note(&out, &r, event);
        free(piece);
    }
    note(&out, &r, event);
    if (event == JSON_ERROR) /* it stays so */
        assert_int_equal(json_next(&r), JSON_ERROR);
    json_free(&r);
    buffer_char(&out, '\0');
    return out.ptr;
}

struct row {
    const char *text;
    size_t len;
    const char *events;
};
#define ROW(text, events) {text, sizeof(text) - 1, events}

static const struct row taken[] = {
    ROW("", ""),
    ROW(" \t\r\n", ""),
    ROW("{}", "{ } "),
    ROW("[]", "[ ] "),
    ROW("[[] , {}]", "[ [ ] { } ] "),
    ROW("{\"a\":1,\"b\" : [true,false,null]}", "{ k:a n:1 k:b [ true false null ] } "),
    ROW("\"\"", "s: "),
    ROW("\"a\\\"b\\\\\\/\\b\\f\\n\\r\\tc\"", "s:a\"b\\/\b\f\n\r\tc "),
    ROW("\"\\u00e9\\u00E9\\u20ac\"", "s:éé€ "),
    ROW("\"\\ud83d\\ude00\"", "s:😀 "),
    ROW("\"é€😀\x7F\"", "s:é€😀\x7F "),
    ROW("\"\\uD7FF\\uE000\\uFFFF\"", "s:\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF "),
    ROW("0", "n:0 "),
    ROW("[-0,12,-12.50,1e5,1E+5,0.1e-07]", "[ n:-0 n:12 n:-12.50 n:1e5 n:1E+5 n:0.1e-07 ] "),
    ROW("[123456789012345678901234567890]", "[ n:123456789012345678901234567890 ] "),
    ROW("{}\n{}", "{ } { } "),
    ROW("{}{}", "{ } { } "),
    ROW("1 2", "n:1 n:2 "),
    ROW("true null", "true null "),
    ROW("{\"a\":1,\"a\":2}", "{ k:a n:1 k:a n:2 } "), /* whether a key may come twice is the caller's */
    ROW("[\"abcdefghijklmnopqrstuvwxyz\"]", "[ s:abcdefghijklmnopqrstuvwxyz ] "),
};

static const struct row refused[] = {
    ROW("{", "{ !1 premature end of input"),
    ROW("[1,", "[ n:1 !3 premature end of input"),
    ROW("{\"a\"", "{ k:a !4 premature end of input"),
    ROW("\"abc", "!4 premature end of input"),
    ROW("\"ab\\", "!4 premature end of input"),
    ROW("\"ab\\u00", "!7 premature end of input"),
    ROW("\"\xC3", "!2 premature end of input"),
    ROW("tru", "!3 premature end of input"),
    ROW("-", "!1 premature end of input"),
    ROW("1.", "!2 premature end of input"),
    ROW("1e+", "!3 premature end of input"),
    ROW("[1 2]", "[ n:1 !3 ',' or ']' is wanted"),
    ROW("[1,]", "[ n:1 !3 no value that JSON has"),
    ROW("[,1]", "[ !1 no value that JSON has"),
    ROW("[1}", "[ n:1 !2 ',' or ']' is wanted"),
    ROW("{\"a\":1]", "{ k:a n:1 !6 ',' or '}' is wanted"),
    ROW("{\"a\":1,}", "{ k:a n:1 !7 a key in quotes is wanted"),
    ROW("{,}", "{ !1 a key in quotes is wanted"),
    ROW("{a:1}", "{ !1 a key in quotes is wanted"),
    ROW("{'a':1}", "{ !1 a key in quotes is wanted"),
    ROW("{1:1}", "{ !1 a key in quotes is wanted"),
    ROW("{\"a\" 1}", "{ k:a !5 ':' is wanted"),
    ROW("{\"a\"::1}", "{ k:a !5 no value that JSON has"),
    ROW("{\"a\":}", "{ k:a !5 no value that JSON has"),
    ROW("{\"a\"}", "{ k:a !4 ':' is wanted"),
    ROW("]", "!0 no value that JSON has"),
    ROW("{}}", "{ } !2 no value that JSON has"),
    ROW("{},{}", "{ } !2 no value that JSON has"),
    ROW("01", "!1 no number that JSON has"),
    ROW("-01", "!2 no number that JSON has"),
    ROW("+1", "!0 no value that JSON has"),
    ROW(".5", "!0 no value that JSON has"),
    ROW("1.e5", "!2 no number that JSON has"),
    ROW("1.5.2", "!3 no number that JSON has"),
    ROW("1e5.2", "!3 no number that JSON has"),
    ROW("1ee5", "!2 no number that JSON has"),
    ROW("--1", "!1 no number that JSON has"),
    ROW("0x1F", "!1 no number that JSON has"),
    ROW("1_000", "!1 no number that JSON has"),
    ROW("1a", "!1 no number that JSON has"),
    ROW("NaN", "!0 no value that JSON has"),
    ROW("Infinity", "!0 no value that JSON has"),
    ROW("-Infinity", "!1 no number that JSON has"),
    ROW("True", "!0 no value that JSON has"),
    ROW("nullnull", "!0 no value that JSON has"),
    ROW("[nul]", "[ !1 no value that JSON has"),
    ROW("// x", "!0 no value that JSON has"),
    ROW("[1/* x */]", "[ n:1 !2 ',' or ']' is wanted"),
    ROW("\"a\nb\"", "!2 a control character in a string"),
    ROW("\"a\tb\"", "!2 a control character in a string"),
    ROW("\"a\0b\"", "!2 a control character in a string"),
    ROW("\"\\x41\"", "!1 no escape that JSON has"),
    ROW("\"\\'\"", "!1 no escape that JSON has"),
    ROW("\"\\\0\"", "!1 no escape that JSON has"),
    ROW("\"\\u00g0\"", "!1 four hexadecimal digits are wanted behind \\u"),
    ROW("\"\\u0000\"", "!1 \\u0000 is no character of a text"),
    ROW("\"\\ud83d\"  ", "!1 half of a surrogate pair"),
    ROW("\"\\ud83dx\"", "!1 half of a surrogate pair"),
    ROW("\"\\ud83d\\u0041\"", "!1 half of a surrogate pair"),
    ROW("\"\\ude00\\ud83d\"", "!1 half of a surrogate pair"),
    ROW("\"\xE9te\"", "!1 a byte that is no UTF-8"),
    ROW("\"\xC0\xAF\"", "!1 a byte that is no UTF-8"),
    ROW("\"\xED\xA0\x80\"", "!1 a byte that is no UTF-8"),
    ROW("\"\xF4\x90\x80\x80\"", "!1 a byte that is no UTF-8"),
    ROW("\"\x80\"", "!1 a byte that is no UTF-8"),
    ROW("\xEF\xBB\xBF{}", "!0 no value that JSON has"), /* a mark is taken off before */
    ROW("[\xC2\xA0]", "[ !1 no value that JSON has"),
    ROW("[\f1]", "[ !1 no value that JSON has"),
};

/* Whatever the pieces, the events are the same: each token is cut at each of its bytes. */
static void hold(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t size = rows[i].len + 1; size > 0; size--) {
            char *got = events((struct span){rows[i].text, rows[i].len}, size);
            if (strcmp(got, rows[i].events) != 0)
                fail_msg("%s in pieces of %zu: %s, not %s", rows[i].text, size, got, rows[i].events);
            free(got);
        }
}

static void takes(void **state) {
    (void)state;
    hold(taken, sizeof taken / sizeof *taken);
}

static void refuses(void **state) {
    (void)state;
    hold(refused, sizeof refused / sizeof *refused);
}

static void offsets(void **state) {
    static const char text[] = " {\"a\" : [ 10, \"x\\ny\" ]}";
    static const size_t places[] = {1, 2, 8, 10, 14, 21, 22};
    static const size_t depths[] = {1, 1, 2, 2, 2, 1, 0};
    struct json_reader r;
    (void)state;
    json_start(&r, 100);
    assert_int_equal(json_feed(&r, SPAN(text), true), 0);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        assert_true(json_next(&r) > JSON_MORE);
        assert_int_equal(r.offset, 100 + places[i]);
        assert_int_equal(r.depth, depths[i]);
    }
    assert_int_equal(json_next(&r), JSON_END);
    assert_int_equal(r.offset, 100 + sizeof text - 1);
    json_free(&r);
}

static void depth(void **state) {
    char *text = malloc(JSON_DEPTH_MOST + 1);
    struct json_reader r;
    enum json_event event;
    (void)state;
    assert_non_null(text);
    memset(text, '[', JSON_DEPTH_MOST + 1);
    json_start(&r, 0);
    assert_int_equal(json_feed(&r, (struct span){text, JSON_DEPTH_MOST + 1}, true), 0);
    while ((event = json_next(&r)) == JSON_LIST)
        ;
    assert_int_equal(event, JSON_ERROR);
    assert_int_equal(r.offset, JSON_DEPTH_MOST);
    assert_string_equal(r.message, "brackets are nested more deeply than 65536");
    json_free(&r);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes), cmocka_unit_test(refuses),
        cmocka_unit_test(offsets), cmocka_unit_test(depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
