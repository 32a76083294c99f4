#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/print.h"
#include "command/messages.h"
#include "archive/zip_name.h"

static void assert_says(struct buffer *b, const char *expected) {
    buffer_char(b, '\0');
    assert_string_equal(b->ptr, expected);
    buffer_free(b);
}

/* What is ill-formed, or would move a terminal's cursor, hide or turn text, is escaped byte by
 * byte; each character's neighbour is not. */
static void escapes(void **state) {
    static const struct {
        const char *text, *escaped;
    } rows[] = {
        {"", ""},
        {"a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {"a\x1F\x7F~ ", "a\\x1f\\x7f~ "},
        {"\xC2\x80\xC2\x9F\xC2\xA0", "\\xc2\\x80\\xc2\\x9f\xC2\xA0"},
        {"\xE2\x80\x8A\xE2\x80\x8B\xE2\x80\x8F\xE2\x80\x90",
         "\xE2\x80\x8A\\xe2\\x80\\x8b\\xe2\\x80\\x8f\xE2\x80\x90"},
        {"\xE2\x80\xA7\xE2\x80\xA8\xE2\x80\xAE\xE2\x80\xAF",
         "\xE2\x80\xA7\\xe2\\x80\\xa8\\xe2\\x80\\xae\xE2\x80\xAF"},
        {"\xE2\x81\x9F\xE2\x81\xA0\xE2\x81\xA9\xE2\x81\xAA",
         "\xE2\x81\x9F\\xe2\\x81\\xa0\\xe2\\x81\\xa9\xE2\x81\xAA"},
        {"\xEF\xBB\xBE\xEF\xBB\xBF\xEF\xBC\x80", "\xEF\xBB\xBE\\xef\\xbb\\xbf\xEF\xBC\x80"},
        /* ill-formed: alone, cut, overlong, a surrogate, beyond the last, no first byte */
        {"\x80"
         "a",
         "\\x80a"},
        {"\xC3", "\\xc3"},
        {"\xC3"
         "a",
         "\\xc3a"},
        {"\xE2\x82", "\\xe2\\x82"},
        {"\xC1\xBF", "\\xc1\\xbf"},
        {"\xE0\x9F\xBF\xE0\xA0\x80", "\\xe0\\x9f\\xbf\xE0\xA0\x80"},
        {"\xED\x9F\xBF\xED\xA0\x80\xEE\x80\x80", "\xED\x9F\xBF\\xed\\xa0\\x80\xEE\x80\x80"},
        {"\xF4\x8F\xBF\xBF\xF4\x90\x80\x80", "\xF4\x8F\xBF\xBF\\xf4\\x90\\x80\\x80"},
        {"\xF8\x80\x80\x80", "\\xf8\\x80\\x80\\x80"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer b = {0};
        append_escaped(&b, rows[i].text);
        assert_says(&b, rows[i].escaped);
        assert_int_equal(is_utf8(rows[i].text), i < 8);
    }
}

/* Names of zip archives: UTF-8, or MS-DOS. */
static void zip_names(void **state) {
    static const struct {
        const char *name, *expected;
    } rows[] = {
        {"r\xC3\xA9ponse", "réponse"},
        {"r\x82ponse", "réponse"},
        {"\x80\xFF", "Ç\u00A0"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer b = {0};
        zip_name(rows[i].name, &b);
        assert_says(&b, rows[i].expected);
    }
}

static void counts(void **state) {
    static const struct {
        size_t n;
        const char *text;
    } rows[] = {{0, "0"}, {999, "999"}, {1000, "1,000"}, {1234567, "1,234,567"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer b = {0};
        append_count(&b, rows[i].n);
        assert_says(&b, rows[i].text);
    }
}

/* One message in every form, with a name and a place, and without. */
static void forms(void **state) {
    static const qp_diagnostic placed = {QP_WARNING, 3, 4, "the-code", "100 %\r\n\"\\\x01\x7F\x80"},
                               whole = {QP_ERROR, 0, 0, "the-code", "m"},
                               note = {QP_NOTE, 0, 0, "the-code", "m"};
    static const struct {
        enum diagnostics_as as;
        const char *name;
        const qp_diagnostic *d;
        const char *text;
    } rows[] = {
        {DIAGNOSTICS_TEXT, "a:b", &placed,
         "a:b:3:4: warning: 100 %\\x0d\\x0a\"\\\\x01\\x7f\\x80 [the-code]\n"},
        {DIAGNOSTICS_TEXT, NULL, &whole, "<stdin>: error: m [the-code]\n"},
        {DIAGNOSTICS_JSON, "a\"b", &placed,
         "{\"file\":\"a\\\"b\",\"line\":3,\"column\":4,\"severity\":\"warning\",\"code\":\"the-"
         "code\","
         "\"message\":\"100 %\\u000d\\u000a\\\"\\\\\\u0001\\u007f\xEF\xBF\xBD\"}\n"},
        {DIAGNOSTICS_JSON, NULL, &note,
         "{\"file\":null,\"line\":null,\"column\":null,\"severity\":\"note\",\"code\":\"the-code\","
         "\"message\":\"m\"}\n"},
        {DIAGNOSTICS_GITHUB, "a:b,c%", &placed,
         "::warning file=a%3Ab%2Cc%25,line=3,col=4,title=the-code::"
         "100 %25%0D%0A\"\\\\x01\\x7f\\x80\n"},
        {DIAGNOSTICS_GITHUB, NULL, &whole, "::error title=the-code::m\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct messages j = {.as = rows[i].as};
        say_diagnostic(&j, rows[i].name, rows[i].d, false);
        assert_int_equal(j.report.len, 0);
        assert_says(&j.text, rows[i].text);
    }
}

/* What is left out of standard error stands in the report all the same. */
static void silence(void **state) {
    static const qp_diagnostic note = {QP_NOTE, 0, 0, "c", "m"},
                               warning = {QP_WARNING, 0, 0, "c", "m"},
                               error = {QP_ERROR, 0, 0, "c", "m"};
    static const struct {
        enum qp_severity least;
        bool silent;
        const qp_diagnostic *d;
        bool said;
    } rows[] = {
        {QP_NOTE, false, &note, true},       {QP_WARNING, false, &note, false},
        {QP_WARNING, false, &warning, true}, {QP_ERROR, false, &warning, false},
        {QP_ERROR, false, &error, true},     {QP_NOTE, true, &error, false},
        {QP_ERROR, true, &error, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct messages j = {.least = rows[i].least, .reported = true};
        say_diagnostic(&j, "a", rows[i].d, rows[i].silent);
        assert_int_equal(j.text.len > 0, rows[i].said);
        assert_true(j.report.len > 0);
        messages_free(&j);
    }
}

static void system_errors(void **state) {
    static const struct {
        enum diagnostics_as as;
        const char *name, *text, *nameless; /* of a message that no input is the reason of */
    } rows[] = {
        {DIAGNOSTICS_TEXT, "a\n", "qparse: a\\x0a: m\n", "qparse: a\\x0a: m\n"},
        {DIAGNOSTICS_TEXT, NULL, "qparse: standard input: m\n", "qparse: m\n"},
        {DIAGNOSTICS_JSON, NULL,
         "{\"file\":null,\"line\":null,\"column\":null,\"severity\":\"error\",\"code\":"
         "\"unreadable\","
         "\"message\":\"m\"}\n",
         "{\"file\":null,\"line\":null,\"column\":null,\"severity\":\"error\",\"code\":"
         "\"unreadable\","
         "\"message\":\"m\"}\n"},
        {DIAGNOSTICS_GITHUB, "a", "::error file=a,title=unreadable::m\n",
         "::error file=a,title=unreadable::m\n"},
        {DIAGNOSTICS_GITHUB, NULL, "::error title=unreadable::m\n",
         "::error title=unreadable::m\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int reported = 0; reported < 2; reported++) {
            struct messages j = {.as = rows[i].as, .reported = reported};
            struct buffer b = {0};
            say_system(&j, rows[i].name, T_UNREADABLE, "m");
            assert_int_equal(j.report.len > 0, reported);
            assert_says(&j.text, rows[i].text);
            messages_free(&j);
            append_system(&b, rows[i].as, rows[i].name, trouble_info(T_UNREADABLE), "m");
            assert_says(&b, rows[i].nameless);
        }
    struct messages j = {.least = QP_ERROR};
    say_trouble(&j, "a", T_LINK_LOOP, "m");
    say_trouble(&j, "a", T_COLLISION, "m");
    assert_says(&j.text, "a: error: m [collision]\n");
    assert_null(trouble_info(T_COUNT));
    assert_string_equal(fault_info(FAULT_INVALID)->code, "record-invalid");
}

/* The constant lines are what append_system() makes. */
static void without_memory(void **state) {
    static const qp_diagnostic_info info = {"out-of-memory", QP_ERROR, ""};
    (void)state;
    for (int as = DIAGNOSTICS_TEXT; as <= DIAGNOSTICS_GITHUB; as++) {
        struct buffer b = {0};
        append_system(&b, (enum diagnostics_as)as, NULL, &info, "Cannot allocate memory");
        assert_says(&b, no_memory_line((enum diagnostics_as)as));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),        cmocka_unit_test(zip_names),
        cmocka_unit_test(counts),         cmocka_unit_test(forms),
        cmocka_unit_test(silence),        cmocka_unit_test(system_errors),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
