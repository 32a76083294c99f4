#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/diagnostic.h"

/* Text of a page within a message: nothing that a terminal obeys, and not much of it. */
static void quotes(void **state) {
    static const struct {
        const char *text, *quoted;
    } rows[] = {
        {NULL, ""},
        {"", ""},
        {"a\x1F\x7F~ é", "a\\u001f\\u007f~ é"},
        {"\xC2\x80\xC2\x9F\u00A0", "\\u0080\\u009f\u00A0"},
        {"\u200A\u200B\u200F\u2010", "\u200A\\u200b\\u200f\u2010"},
        {"\u2027\u2028\u202E\u202F", "\u2027\\u2028\\u202e\u202F"},
        {"\u205F\u2060\u2069\u206A", "\u205F\\u2060\\u2069\u206A"},
        {"\uFEFE\uFEFF\uFF00", "\uFEFE\\ufeff\uFF00"},
        {"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééaa",
         "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééaa"},
        {"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééaab",
         "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééaa…"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        struct diagnostics d = {.arena = &arena};
        const char *text = rows[i].text;
        struct span s = text ? (struct span){text, strlen(text)} : NO_SPAN;
        assert_string_equal(quoted(&d, s), rows[i].quoted);
        assert_false(d.failed);
        diagnostics_free(&d);
        arena_free(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(quotes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
