#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "question/date.h"

#include <stdlib.h>

static struct span of(const char *s) {
    return (struct span){s, strlen(s)};
}

typedef enum date_result recogniser(struct span text, qp_date *out, struct span *rest);

struct date_case {
    const char *text;
    enum date_result result;
    const char *formatted; /* "" unless DATE_OK */
    const char *rest;      /* NULL where DATE_NONE */
};

static const struct date_case long_dates[] = {
    {"10 novembre 2022", DATE_OK, "2022-11-10", ""},
    {"1er janvier 2013", DATE_OK, "2013-01-01", ""},
    {"1ER JANVIER 2013", DATE_OK, "2013-01-01", ""},
    {"1 er mai 2008 (caduque)", DATE_OK, "2008-05-01", "(caduque)"},
    {"1er Aout 2010", DATE_OK, "2010-08-01", ""},
    {"1e mai 2008", DATE_NONE, "", NULL},
    {"1ers mai 2008", DATE_NONE, "", NULL},
    {"1 \u0153uvre 2008", DATE_NONE, "", NULL},
    {"1 internationalisation 2008", DATE_NONE, "", NULL},
    {"1\u1d49\u02b3 mai 2008", DATE_OK, "2008-05-01", ""},
    {"1\u1d49 mai 2008", DATE_NONE, "", NULL},
    {"1\u00b0 mai 2008", DATE_OK, "2008-05-01", ""},
    {"premier mai 2008", DATE_OK, "2008-05-01", ""},
    {"premiers mai 2008", DATE_NONE, "", NULL},
    {"samedi 1er mars 2014", DATE_OK, "2014-03-01", ""},
    {"Dimanche, le 2 mars 2014 (x)", DATE_OK, "2014-03-02", "(x)"},
    {"lundi premier mars", DATE_NONE, "", NULL},
    {"samedis 1er mars 2014", DATE_NONE, "", NULL},
    {"samedi", DATE_NONE, "", NULL},
    {"  3\u00a0f\u00e9vrier\u202f2004, suite", DATE_OK, "2004-02-03", ", suite"},
    {"3 fevrier 2004", DATE_OK, "2004-02-03", ""},
    {"3 FE\u0301VRIER 2004", DATE_OK, "2004-02-03", ""},
    {"24 d\u00e9c. 1999", DATE_OK, "1999-12-24", ""},
    {"7 juil. 1981", DATE_OK, "1981-07-07", ""},
    {"07 juillet\n1981 suite", DATE_OK, "1981-07-07", "suite"},
    {"29 f\u00e9vrier 2020", DATE_OK, "2020-02-29", ""},
    {"29 f\u00e9vrier 2000", DATE_OK, "2000-02-29", ""},
    {"29 f\u00e9vrier 1900", DATE_BAD, "", ""},
    {"29 f\u00e9vrier 2021", DATE_BAD, "", ""},
    {"31 f\u00e9vrier 2020 (retrait)", DATE_BAD, "", "(retrait)"},
    {"31 avril 2020", DATE_BAD, "", ""},
    {"0 mars 2020", DATE_BAD, "", ""},
    {"32 mars 2020", DATE_BAD, "", ""},
    {"0  0000", DATE_BAD, "", ""},
    {"0 0000", DATE_BAD, "", ""},
    {"3  2012", DATE_BAD, "", ""},
    {"3 2012", DATE_NONE, "", NULL},
    {"3 mars 1799", DATE_BAD, "", ""},
    {"3 mars 1800", DATE_OK, "1800-03-03", ""},
    {"3 mars 2200", DATE_BAD, "", ""},
    {"10 novembre 2022,", DATE_OK, "2022-11-10", ","},
    {"10 novembre 20225", DATE_NONE, "", NULL},
    {"10 novembre 2022e", DATE_NONE, "", NULL},
    {"10 novembre 22", DATE_NONE, "", NULL},
    {"10 novembr 2022", DATE_NONE, "", NULL},
    {"10 novembres 2022", DATE_NONE, "", NULL},
    {"10 novembre2022", DATE_NONE, "", NULL},
    {"10novembre 2022", DATE_NONE, "", NULL},
    {"110 mai 2022", DATE_NONE, "", NULL},
    {"mai 2022", DATE_NONE, "", NULL},
    {"10 mai", DATE_NONE, "", NULL},
    {"", DATE_NONE, "", NULL},
    {"   ", DATE_NONE, "", NULL},
};

static const struct date_case short_dates[] = {
    {"12/03/2012", DATE_OK, "2012-03-12", ""},
    {"12/03/12 suite", DATE_OK, "2012-03-12", "suite"},
    {"1/3/69", DATE_OK, "2069-03-01", ""},
    {"1/3/70", DATE_OK, "1970-03-01", ""},
    {"12.03.2012.", DATE_OK, "2012-03-12", "."},
    {"12-03-2012", DATE_OK, "2012-03-12", ""},
    {"31/11/2012", DATE_BAD, "", ""},
    {"12/13/2012", DATE_BAD, "", ""},
    {"00/00/0000", DATE_BAD, "", ""},
    {"12/03-2012", DATE_NONE, "", NULL},
    {"/03/2012", DATE_NONE, "", NULL},
    {"12//2012", DATE_NONE, "", NULL},
    {"12/123/2012", DATE_NONE, "", NULL},
    {"12/03/2012e", DATE_NONE, "", NULL},
    {"12/03/123", DATE_NONE, "", NULL},
    {"12/03/20123", DATE_NONE, "", NULL},
    {"1.2.12.3", DATE_NONE, "", NULL},
    {"12/03", DATE_NONE, "", NULL},
    {"2010-837", DATE_NONE, "", NULL},
};

static const struct date_case iso_dates[] = {
    {"2009-03-10", DATE_OK, "2009-03-10", ""},
    {"2009-03-10T10:22", DATE_OK, "2009-03-10", "T10:22"},
    {" 2009-03-10 ou plus tard", DATE_OK, "2009-03-10", "ou plus tard"},
    {"0000-00-00", DATE_BAD, "", ""},
    {"2009-02-29", DATE_BAD, "", ""},
    {"2009-03/10", DATE_NONE, "", NULL},
    {"2009-3-10", DATE_NONE, "", NULL},
    {"2009-03-101", DATE_NONE, "", NULL},
    {"2009-03-10te", DATE_NONE, "", NULL},
};

static void check(recogniser *recognise, const struct date_case *c) {
    char formatted[17];
    qp_date date = {1, 2, 3, 4, 5};
    struct span rest = NO_SPAN;
    enum date_result result = recognise(of(c->text), &date, &rest);
    if (result != c->result)
        fail_msg("\"%s\": result %d, not %d", c->text, (int)result, (int)c->result);
    assert_int_equal(date_format(date, formatted), strlen(c->formatted));
    assert_string_equal(formatted, c->formatted);
    if (!c->rest)
        assert_null(rest.ptr);
    else if (!rest.ptr || !span_equal(rest, of(c->rest)))
        fail_msg("\"%s\" leaves \"%.*s\"", c->text, (int)rest.len, rest.ptr ? rest.ptr : "");
}

#define CHECK_ALL(recognise, cases)                                                                \
    for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++)                                   \
    check(recognise, &(cases)[i])

static void test_long(void **state) {
    (void)state;
    CHECK_ALL(date_long, long_dates);
}

static void test_short(void **state) {
    (void)state;
    CHECK_ALL(date_short, short_dates);
}

static void test_iso(void **state) {
    (void)state;
    CHECK_ALL(date_iso, iso_dates);
}

static void test_any(void **state) {
    (void)state;
    CHECK_ALL(date_any, short_dates);
    CHECK_ALL(date_any, iso_dates);
    CHECK_ALL(date_any, long_dates);
    assert_int_equal(date_any(of("1er mai 2008"), &(qp_date){0}, NULL), DATE_OK);
}

static void test_time(void **state) {
    static const struct {
        const char *text, *formatted, *rest; /* rest NULL: no time */
    } cases[] = {
        {"10:22", "2012-03-12T10:22", ""},
        {" 9h05, suite", "2012-03-12T09:05", ", suite"},
        {"10 h 22", "2012-03-12T10:22", ""},
        {"10H22", "2012-03-12T10:22", ""},
        {"23:59:59", "2012-03-12T23:59", ""},
        {"00:00", "2012-03-12T00:00", ""},
        {"24:00", "2012-03-12", NULL},
        {"10:60", "2012-03-12", NULL},
        {"10:2", "2012-03-12", NULL},
        {"10:222", "2012-03-12", NULL},
        {"10:22:5", "2012-03-12T10:22", ":5"},
        {"10:22:99", "2012-03-12T10:22", ":99"},
        {"10:22e", "2012-03-12", NULL},
        {"10x22", "2012-03-12", NULL},
        {"10h", "2012-03-12", NULL},
        {"", "2012-03-12", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        qp_date date = {2012, 3, 12, -1, -1};
        struct span rest = NO_SPAN;
        char formatted[17];
        assert_int_equal(date_time(of(cases[i].text), &date, &rest), cases[i].rest != NULL);
        date_format(date, formatted);
        assert_string_equal(formatted, cases[i].formatted);
        assert_true(cases[i].rest ? span_equal(rest, of(cases[i].rest)) : rest.ptr == NULL);
    }
    assert_true(date_time(of("10:22"), &(qp_date){0}, NULL));
}

static void test_compare(void **state) {
    static const qp_date ordered[] = {
        {0, 0, 0, -1, -1},      {1800, 1, 1, -1, -1},   {2011, 12, 31, -1, -1},
        {2012, 1, 31, -1, -1},  {2012, 2, 1, -1, -1},   {2012, 2, 2, -1, -1},
        {2012, 2, 2, 0, 0},     {2012, 2, 2, 0, 1},     {2012, 2, 2, 1, 0},
    };
    (void)state;
    int n = (int)(sizeof ordered / sizeof *ordered);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            assert_int_equal(date_compare(ordered[i], ordered[j]), (i > j) - (i < j));
    assert_int_equal(date_compare((qp_date){0}, ordered[0]), 0);
}

/* A line of digits or spaces is read once at most. */
static void test_long_lines(void **state) {
    size_t size = 2 << 20;
    char *text = malloc(size);
    qp_date date;
    struct span rest;
    (void)state;
    assert_non_null(text);
    for (const char *c = "1 "; *c; c++) {
        memset(text, *c, size);
        assert_int_equal(date_any((struct span){text, size}, &date, &rest), DATE_NONE);
        assert_false(date_time((struct span){text, size}, &date, &rest));
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long),    cmocka_unit_test(test_short),
        cmocka_unit_test(test_iso),     cmocka_unit_test(test_any),
        cmocka_unit_test(test_time),    cmocka_unit_test(test_compare),
        cmocka_unit_test(test_long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
