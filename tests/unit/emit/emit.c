/* What no one format decides: names, numbers, values that no page gives, heads and tails. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "records.h"

#include "base/print.h"

static void test_names(void **state) {
    (void)state;
    static const struct {
        enum qp_site site;
        const char *name, *chamber;
    } sites[] = {
        {QP_NOSSENATEURS, "nossenateurs.fr", "senat"},
        {QP_NOSDEPUTES, "nosdeputes.fr", "an"},
        {QP_SENAT, "senat.fr", "senat"},
        {QP_ASSEMBLEE, "assemblee-nationale.fr", "an"},
    };
    for (size_t i = 0; i < COUNT(sites); i++) {
        char want[80];
        qp_question q = {.site = sites[i].site};
        char *json = emitted(&q, QP_JSONL, QP_ALONE);
        assert_string_equal(qp_site_name(sites[i].site), sites[i].name);
        assert_int_equal(qp_site_of(sites[i].name), sites[i].site);
        snprintf(want, sizeof want, "\"site\":\"%s\",\"chamber\":\"%s\",", sites[i].name,
                 sites[i].chamber);
        assert_non_null(strstr(json, want));
        qp_free(json);
    }
    static const char *const statuses[] = {NULL,        "pending", "announced",  "answered",
                                           "withdrawn", "lapsed",  "transformed"};
    for (size_t i = 1; i < COUNT(statuses); i++)
        assert_string_equal(qp_status_name((enum qp_status)i), statuses[i]);
    assert_null(qp_status_name(QP_STATUS_NONE));
    assert_null(qp_site_name(QP_SITE_NONE));
    assert_null(qp_site_name((enum qp_site)99));
    assert_int_equal(qp_site_of("senat"), QP_SITE_NONE);
}

static void test_decimal(void **state) {
    (void)state;
    static const long values[] = {0, 7, 10, 305, -1, 2147483647, LONG_MAX, LONG_MIN};
    for (size_t i = 0; i < COUNT(values); i++) {
        char want[32], got[24];
        int len = snprintf(want, sizeof want, "%ld", values[i]);
        assert_int_equal(decimal(values[i], got), len);
        assert_memory_equal(got, want, (size_t)len);
    }
}

/* What no page gives: a site that is not known, a table without rows, a text that is none. */
static void test_nothing(void **state) {
    (void)state;
    qp_block blocks[] = {{.type = QP_TABLE}, {.type = QP_PARAGRAPH}};
    qp_question q = {.comment_count = -1, .body.blocks = {blocks, 2}};
    char *text;
    size_t size;
    assert_int_equal(qp_emit(&q, QP_JSONL, QP_ALONE, &text, &size), 0);
    assert_non_null(strstr(text, "{\"type\":\"table\",\"rows\":[],\"text\":null}"));
    qp_free(text);
    assert_int_equal(qp_emit(&q, QP_AKN, QP_ALONE, &text, &size), 0);
    assert_non_null(strstr(text, "Parlement"));
    qp_free(text);
    assert_null(qp_schema(QP_CSV));
    assert_ptr_equal(qp_schema(QP_JSONL), qp_schema(QP_JSON));
}

/* Values that no enumeration has, as a caller's own question may hold. */
static void test_unknown_values(void **state) {
    enum { UNKNOWN = 99 };
    qp_block unknown = {(enum qp_block_type)UNKNOWN, TEXT("Un"), NULL, 0};
    qp_relation relation = {(enum qp_relation_type)UNKNOWN, TEXT("question"), {NULL, 0}, {NULL, 0}};
    qp_event event = {(enum qp_event_type)UNKNOWN, {0, 0, 0, -1, 0}, {NULL, 0}};
    qp_question q = {.site = (enum qp_site)UNKNOWN, .status = (enum qp_status)UNKNOWN,
                     .body.blocks = {&unknown, 1}, .relations = &relation, .relation_count = 1,
                     .events = &event, .event_count = 1};
    (void)state;
    char *json = emitted(&q, QP_JSONL, QP_ALONE), *xml = emitted(&q, QP_XML, QP_ALONE),
         *akn = emitted(&q, QP_AKN, QP_ITEM);
    assert_non_null(strstr(json, "\"site\":null,\"chamber\":null,"));
    assert_non_null(strstr(json, "\"status\":null,"));
    assert_non_null(strstr(json, "\"blocks\":[{\"text\":\"Un\"}]"));
    assert_non_null(strstr(json, "[{\"type\":\"cites\",\"text\":\"question\","));
    assert_non_null(strstr(json, "[{\"type\":\"erratum\",\"date\":null,"));
    assert_non_null(strstr(xml, "<blocks/>"));
    assert_non_null(strstr(akn, "showAs=\"Parlement\""));
    qp_free(json);
    qp_free(xml);
    qp_free(akn);
}

static void test_heads(void **state) {
    (void)state;
    assert_string_equal(qp_emit_head(QP_XML),
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<questions>\n");
    assert_string_equal(qp_emit_tail(QP_XML), "</questions>\n");
    assert_string_equal(qp_emit_head(QP_JSON), "");
    assert_string_equal(qp_emit_tail(QP_JSONL), "");
    assert_string_equal(qp_emit_tail(QP_CSV), "");
    assert_null(qp_schema(QP_CSV));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_decimal),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_unknown_values),
        cmocka_unit_test(test_heads),
    };
    qp_init(); /* does nothing, and is still there */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
