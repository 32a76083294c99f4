/* Records read back: what was written and read is the same. */
#include "reading.h"

#include <dirent.h>

static char *load(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    if (!f)
        return NULL;
    struct buffer b = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buffer_append(&b, part, n);
    fclose(f);
    *size = b.len;
    text = b.ptr;
    return text;
}

static void same_again(const char *path, enum qp_format format) {
    size_t size;
    char *text = load(path, &size);
    if (!text)
        return;
    for (int strict = 0; strict < 2; strict++) {
        struct heard h;
        read_as(&h, (struct span){text, size}, format, strict);
        if (h.complaints.ptr[0] || h.records.len != size + 1 || memcmp(h.records.ptr, text, size))
            fail_msg("%s: %s\n%s", path, h.complaints.ptr, h.records.ptr);
        assert_int_equal(h.taken, 1);
        heard_free(&h);
    }
    free(text);
}

/* Every expected record of the fixtures, in both forms, plain and held against the XSD. */
static void test_round_trip(void **state) {
    (void)state;
    size_t count = 0;
    DIR *dir = opendir("fixtures");
    assert_non_null(dir);
    for (const struct dirent *d; (d = readdir(dir));) {
        char path[512];
        if (d->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "fixtures/%s/expected.json", d->d_name);
        same_again(path, QP_JSON);
        snprintf(path, sizeof path, "fixtures/%s/expected.xml", d->d_name);
        same_again(path, QP_XML);
        count++;
    }
    closedir(dir);
    assert_true(count > 50);
}

/* Each member of the struct has a value, and each list two items. */
static void test_full_record(void **state) {
    (void)state;
    qp_string cells[] = {STR("a"), STR(""), STR("é & <b>")};
    qp_row rows[] = {{cells, 3}, {NULL, 0}, {cells + 1, 1}};
    qp_block blocks[] = {{QP_PARAGRAPH, STR("un\ndeux ]]>\r \"\\/\x7f"), NULL, 0},
                         {QP_TABLE, STR("a\t\té & <b>\n\n"), rows, 3}};
    qp_string analysis[] = {STR("un"), STR("deux")};
    qp_relation relations[] = {{QP_RECALLS, STR("question n° 1"), STR("1"), STR("/x?a&b")},
                               {QP_TRANSFORMED_INTO, STR("question S1"), {0}, {0}}};
    qp_event events[] = {{QP_SIGNALLED, {2022, 1, 2, -1, 0}, STR("p. 3")},
                         {QP_ERRATUM, {.hour = -1}, {0}}};
    qp_comment comments[] = {{STR("Zoé"), {2021, 12, 31, 23, 59}, STR("a\n\nb")},
                             {{0}, {2021, 12, 31, -1, 0}, STR("")}};
    qp_unparsed unparsed[] = {{7, STR("?")}, {4294967296u, STR("!")}};
    qp_question q = {
        .file = STR(""), .id = STR("AN-16-QE-12"), .site = QP_ASSEMBLEE, .legislature = 16,
        .type = STR("QE"), .type_label = STR("Question écrite"), .number = STR("12"),
        .reference = STR("QANR5L16QE12"), .url = STR("u"), .source_url = STR("s"),
        .author = {STR("A B"), STR("Mme"), STR("G"), STR("C")},
        .ministry = {STR("d"), STR("a"), STR("t"), STR("r")}, .addressee = STR("M."),
        .title = STR("T\xC2\xA0!"), .rubric = STR("r"), .rubric_head = STR("h"),
        .analysis = analysis, .analysis_count = 2, .status = QP_LAPSED,
        .body = {{1999, 2, 28, -1, 0}, STR("1"), {blocks, 2}}, .has_response = true,
        .response = {{2000, 2, 29, -1, 0}, STR("2"), {2000, 3, 1, -1, 0}, {blocks, 1}},
        .has_withdrawal = true, .withdrawal = {{2001, 1, 1, -1, 0}, STR("caduque")},
        .relations = relations, .relation_count = 2, .events = events, .event_count = 2,
        .comment_count = 5, .comments = comments, .comment_item_count = 2,
        .unparsed = unparsed, .unparsed_count = 2,
    };
    for (enum qp_format format = QP_JSON; format <= QP_XML; format++) {
        char *text;
        size_t size;
        struct heard h;
        assert_int_equal(qp_emit(&q, format, QP_ALONE, &text, &size), 0);
        read_as(&h, (struct span){text, size}, format, true);
        assert_string_equal(h.complaints.ptr, "");
        assert_string_equal(h.records.ptr, text);
        heard_free(&h);
        qp_free(text);
    }
}

/* A line that can't be read does not hide those behind it. */
static void test_stream(void **state) {
    (void)state;
    char *line = record(QP_JSONL), *text = NULL;
    struct heard h;
    assert_true(asprintf(&text, "%s{\"schema\":\"qparse/1\",\n%s\n  %s{\"a\n{\n%s", line, line, line,
                         line) > 0);
    read_as(&h, (struct span){text, strlen(text)}, QP_JSONL, true);
    assert_int_equal(h.taken, 4);
    assert_int_equal(h.refused, 3);
    heard_free(&h);
    free(text);
    qp_free(line);
}

static void test_sniff(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum record_kind kind;
    } cases[] = {
        {"", RECORD_NONE}, {" \n", RECORD_NONE}, {"{", RECORD_NONE}, {" {\"schema\"", RECORD_JSON},
        {"{}", RECORD_JSON}, {"[{", RECORD_JSON}, {"[Photo de Zoé]", RECORD_NONE},
        {"{Photo}", RECORD_NONE}, {"<html>", RECORD_NONE}, {"<!DOCTYPE html>", RECORD_NONE},
        {"<question>", RECORD_XML}, {"<questions/>", RECORD_XML}, {"<questionnaire>", RECORD_NONE},
        {"<?xml version=\"1.0\"?>\n<!-- a -->\n<questions>", RECORD_XML},
        {"<!DOCTYPE question [", RECORD_XML}, {"<", RECORD_NONE}, {"<!--", RECORD_NONE},
        {"<?xml version='1.0'?><QUESTION>", RECORD_NONE}, {"[]", RECORD_JSON},
        {" [ ]\n", RECORD_JSON}, {"[ ] Rechercher", RECORD_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (record_sniff((struct span){cases[i].text, strlen(cases[i].text)}) != cases[i].kind)
            fail_msg("%s", cases[i].text);
}

/* Every beginning of a record. */
static void test_cut(void **state) {
    (void)state;
    for (enum qp_format format = QP_JSON; format <= QP_XML; format++) {
        char *text = record(format);
        for (size_t size = strlen(text) - 1; size-- > 0;)
            for (int strict = 0; strict < 2; strict++) {
                struct heard h;
                read_as(&h, (struct span){text, size}, QP_JSONL, strict);
                assert_int_equal(h.taken, 0);
                assert_true(h.complaints.len > 1);
                heard_free(&h);
            }
        qp_free(text);
    }
}

/* What libxml2 says, on one line and cut between two characters. */
static void test_message(void **state) {
    char a[303], said[305], out[400];
    (void)state;
    schema_message("Element 'a':\n not expected. \n", out);
    assert_string_equal(out, "Element 'a':  not expected");
    schema_message(" .\n", out);
    assert_string_equal(out, "");
    memset(a, 'a', sizeof a);
    snprintf(said, sizeof said, "%.300s", a);
    schema_message(said, out);
    assert_string_equal(out, said);
    snprintf(said, sizeof said, "%.299sé", a);
    schema_message(said, out);
    assert_int_equal(strlen(out), 299 + strlen("…"));
    assert_string_equal(out + 299, "…");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_full_record),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_sniff),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_message),
    };
    schema = schema_open();
    int failed = schema ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    schema_close(schema);
    return failed;
}
