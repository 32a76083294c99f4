#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/place.h"

static struct span text(const char *s) {
    return (struct span){s, strlen(s)};
}

static void assert_place(struct place at, size_t line, size_t column) {
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
}

/* Any line break ends a line; columns are characters. */
static void in_the_text(void **state) {
    static const struct {
        const char *text;
        size_t offset, line, column;
    } rows[] = {
        {"", 0, 1, 1},
        {"ab", 1, 1, 2},
        {"ab", 9, 1, 3},
        {"\xC3\xA9z", 2, 1, 2},
        {"a\nb", 2, 2, 1},
        {"a\nb\nc", 5, 3, 2},
        {"a\r\nb", 3, 2, 1},
        {"a\rb", 2, 2, 1},
        {"a\r\r\nb", 4, 3, 1},
        {"a\r", 2, 2, 1},
        {"a\n\xC3\xA9\xC3\xA9", 6, 2, 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct place_cursor c =
            place_start(text(rows[i].text), (struct origin){.kind = ORIGIN_SAME});
        assert_place(place_of(&c, rows[i].offset), rows[i].line, rows[i].column);
        assert_place(place_of(&c, 0), 1, 1); /* back, too */
    }
}

static void in_the_input(void **state) {
    struct origin later = {.kind = ORIGIN_LATER, .line = 7},
                  flat = {.kind = ORIGIN_FLAT, .line = 7};
    struct place_cursor c = place_start(text("a\nbc"), later);
    (void)state;
    assert_place(place_of(&c, 3), 8, 2);
    c = place_start(text("a\nbc"), flat);
    assert_place(place_of(&c, 3), 7, 1);
}

/* Quoted-printable from line 5 on: where in the input each byte of the text comes from. */
static void quoted_printable(void **state) {
    static const struct {
        const char *raw, *text;
        size_t offset, line, column;
        bool single_bytes;
    } rows[] = {
        {"ab", "ab", 1, 5, 2, false},
        {"=C3=A9bc",
         "\xC3\xA9"
         "bc",
         3, 5, 8, false},
        {"=c3=a9b",
         "\xC3\xA9"
         "b",
         3, 5, 8, false},
        {"=c3=afb",
         "\xC3\xAF"
         "b",
         3, 5, 8, false},
        {"=E9b",
         "\xC3\xA9"
         "b",
         2, 5, 4, true},
        {"a=\nb", "ab", 1, 6, 1, false},
        {"a=\r\nb", "ab", 1, 6, 1, false},
        {"a=\rb", "ab", 1, 6, 1, false},
        {"a=\r", "a", 1, 6, 1, false},
        {"a\nb=\nc", "a\nbc", 3, 7, 1, false},
        {"a\r\nb", "a\nb", 2, 6, 1, false},
        {"a=0Db", "a\rb", 2, 5, 5, false},
        {"a=0D\nb", "a\r\nb", 3, 6, 1, false},
        {"a\r=0Abc", "a\r\nbc", 4, 6, 4, false}, /* half encoded: the line is right */
        {"a=zz=4z", "a=zz=4z", 6, 5, 7, false},
        {"a=@0=G0=`0=g0=0g=-0b", "a=@0=G0=`0=g0=0g=-0b", 19, 5, 20, false},
        {"a=", "a=", 2, 5, 3, false},
        {"a=4", "a=4", 3, 5, 4, false},
        {"ab", "abcd", 4, 5, 3, false}, /* never past the end of what was decoded */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct origin origin = {.kind = ORIGIN_QUOTED,
                                .raw = text(rows[i].raw),
                                .line = 5,
                                .single_bytes = rows[i].single_bytes};
        struct place_cursor c = place_start(text(rows[i].text), origin);
        struct place at = place_of(&c, rows[i].offset);
        if (at.line != rows[i].line || at.column != rows[i].column)
            fail_msg("row %zu: %zu:%zu", i, at.line, at.column);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_the_text),
        cmocka_unit_test(in_the_input),
        cmocka_unit_test(quoted_printable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
