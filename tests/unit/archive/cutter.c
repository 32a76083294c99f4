#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/cutter.h"
#include "lib/trickle.h"

#include <stdio.h>

enum { LIMIT = 120 };

/* What a member came to: "NAME LINE:COLUMN BYTES", "!" for what is refused. */
static void put_member(struct buffer *b, int rc, const struct member *m) {
    char line[512];
    int n = rc < 0 ? snprintf(line, sizeof line, "end: %s\n", m->problem ? m->problem : "-")
                   : snprintf(line, sizeof line, "%s%s %zu:%zu %s%.*s\n", m->refused ? "!" : "",
                              m->name, m->place.line, m->place.column, m->charset ? m->charset : "",
                              (int)m->bytes.len, m->bytes.ptr);
    buffer_append(b, line, (size_t)n);
}

static void read_all(struct span list, size_t most, bool fails, const char *expected) {
    struct trickle s = {list, most, fails};
    struct cutter *c = cutter_open(read_trickle, &s, LIMIT);
    struct buffer b = {0};
    struct member m;
    int rc;
    assert_non_null(c);
    assert_true(cutter_sniff(list));
    do {
        rc = cutter_next(c, &m);
        if (rc)
            put_member(&b, rc, &m);
    } while (rc > 0);
    buffer_char(&b, '\0');
    if (strcmp(b.ptr, expected) != 0)
        fail_msg("%.*s\nby %zu is read as\n%s\nand not as\n%s", (int)list.len, list.ptr, most, b.ptr,
                 expected);
    buffer_free(&b);
    cutter_close(c);
}

struct row {
    const char *list, *expected;
};

/* However many bytes come at a time. */
static void read_rows(const struct row *rows, size_t count, bool fails) {
    static const size_t steps[] = {1000000, 1, 3, 7};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
            read_all((struct span){rows[i].list, strlen(rows[i].list)}, steps[k], fails,
                     rows[i].expected);
}

#define LIST "{\"questionsEcrites\": {\"a\": \"question\", \"question\":"
#define U(n) "\"uid\":\"QANR5L14QE" n "\""

static void json(void **state) {
    static const struct row rows[] = {
        {LIST "[]}}", ""},
        {LIST " null}} ", ""},
        {"\xEF\xBB\xBF" LIST "[{" U("1") "},\n {\"a\": [{}], " U("2") "}]}}\n",
         "QANR5L14QE1 1:52 {" U("1") "}\nQANR5L14QE2 2:2 {\"a\": [{}], " U("2") "}\n"},
        {LIST "{" U("1") "}}}", "QANR5L14QE1 1:51 {" U("1") "}\n"},
        {LIST "[{" U("1") ",\"t\":\"}\\\\\\\"]\"}]}}",
         "QANR5L14QE1 1:52 {" U("1") ",\"t\":\"}\\\\\\\"]\"}\n"},
        /* names that no file can have, and none at all */
        {LIST "[{\"uid\":\"QANR/../1\"}, {\"uid\": 3}]}}",
         "question-1 1:52 {\"uid\":\"QANR/../1\"}\nquestion-2 1:73 {\"uid\": 3}\n"},
        /* a bracket too few, a quote too few, a bracket too many */
        {LIST "[{" U("1") ", [}, {\"x\":\"\", " U("2") "}]}}",
         "QANR5L14QE1 1:52 {" U("1") ", [}, \nQANR5L14QE2 1:78 {\"x\":\"\", " U("2") "}\n"},
        {LIST "[{" U("1") ",\"t\":\"}, {" U("2") "}, {" U("3") "}]}}",
         "QANR5L14QE1 1:52 {" U("1") ",\"t\":\"}, \nQANR5L14QE2 1:81 {" U("2") "}\n"
         "QANR5L14QE3 1:104 {" U("3") "}\n"},
        {LIST "[{" U("1") "}, \"t\":1}, {" U("2") "}]}}",
         "QANR5L14QE1 1:52 {" U("1") "}\n!question-2 1:75 \"t\":1}, \n"
         "QANR5L14QE2 1:83 {" U("2") "}\n"},
        {LIST "[{" U("1") "}]}} x", "QANR5L14QE1 1:52 {" U("1") "}\n!question-2 1:77 x\n"},
        /* cut */
        {LIST "[{" U("1") "}]}",
         "QANR5L14QE1 1:52 {" U("1") "}\nend: the list of its questions ends early\n"},
        {LIST "[{" U("1") ", ", "QANR5L14QE1 1:52 {" U("1") ", \n"},
        {LIST "[{" U("1") "}]}}\n" LIST "[{" U("2") "}]}}",
         "QANR5L14QE1 1:52 {" U("1") "}\nQANR5L14QE2 2:52 {" U("2") "}\n"},
    };
    (void)state;
    read_rows(rows, sizeof rows / sizeof *rows, false);
}

#define X(n) "<question><uid>Q" n "</uid></question>"

static void xml(void **state) {
    static const struct row rows[] = {
        {"<?xml version=\"1.0\"?><!-- a --><questionsEcrites x='y'/>", ""},
        {"<?xml version='1.0' encoding='ISO-8859-15'?>\n<questionsOralesSansDebat>\n" X("1")
         "<a><b>c</b></a><!-- " X("2") " --><question/></questionsOralesSansDebat>\n",
         "Q1 3:1 ISO-8859-15" X("1") "\nquestion-2 3:93 ISO-8859-15<question/>\n"},
        {"<QuestionsEcrites><QUESTION x=''><UID>1</UID></QUESTION ></QuestionsEcrites>",
         "1 1:19 <QUESTION x=''><UID>1</UID></QUESTION >\n"},
        /* an end that is none, and an end too few */
        {"<questionsEcrites><question><![CDATA[</question>]]><!--</question>--></question>"
         "</questionsEcrites>",
         "question-1 1:19 <question><![CDATA[</question>]]><!--</question>--></question>\n"},
        {"<questionsEcrites><question><uid>1</uid>" X("2") "</questionsEcrites>",
         "1 1:19 <question><uid>1</uid>\nQ2 1:41 " X("2") "\n"},
        {"<questionsEcrites><question><![CDATA[<a></question>" X("2") "<question><![CDATA[]]></question>"
         "</questionsEcrites>",
         "question-1 1:19 <question><![CDATA[<a></question>\nQ2 1:52 " X("2") "\n"
         "question-3 1:86 <question><![CDATA[]]></question>\n"},
        /* an end too many, text, and what is behind the end */
        {"<questionsEcrites>" X("1") "<a/></question>text" X("2") "</questionsEcrites>x",
         "Q1 1:19 " X("1") "\n!question-2 1:57 </question>\n!question-3 1:68 text\n"
         "Q2 1:72 " X("2") "\n!question-5 1:125 x\n"},
        {"<questionsEcrites>" X("1") "</questionsEcrites>\n<questionsX>" X("2") "</questionsX>",
         "Q1 1:19 " X("1") "\nQ2 2:13 " X("2") "\n"},
        /* cut */
        {"<questionsEcrites>" X("1") "</questionsEc",
         "Q1 1:19 " X("1") "\nend: the list of its questions ends early\n"},
        {"<questionsEcrites>\n<question><uid>1</ui", "1 2:1 <question><uid>1</ui\n"},
    };
    (void)state;
    read_rows(rows, sizeof rows / sizeof *rows, false);
}

static void others_are_no_lists(void **state) {
    static const char *const others[] = {
        "",
        "{",
        "<",
        "<question><uid>1</uid></question>",
        "<questions><question schema=\"qparse/1\"/></questions>",
        "<!DOCTYPE a><questionsEcrites/>",
        "{\"question\": {\"uid\": \"1\"}}",
        "{\"questions\": [1]}",
        "{\"questionsEcrites\": [1]}",
        "{\"questionsEcrites\": ",
        "questionsEcrites",
        "<!-- <questionsEcrites>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (cutter_sniff((struct span){others[i], strlen(others[i])}))
            fail_msg("%s", others[i]);
}

/* Of a question that is longer than the limit so many bytes are given, and one. */
static void the_limit_is_of_a_question(void **state) {
    static const char *const lists[][2] = {
        {LIST "[{" U("1") ", \"t\": \"", "\"}, {" U("2") "}]}}"},
        {"<questionsEcrites><question><uid>Q1</uid>", "</question>" X("2") "</questionsEcrites>"}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const char *const *list = lists[i / 2];
        struct buffer b = {0};
        struct member m;
        buffer_append(&b, list[0], strlen(list[0]));
        for (size_t n = 0; n < 900000; n++)
            buffer_char(&b, n % 1000 ? 'a' : '\n');
        buffer_append(&b, list[1], strlen(list[1]));
        struct trickle s = {{b.ptr, b.len}, i % 2 ? 1000000 : 100, false};
        struct cutter *c = cutter_open(read_trickle, &s, LIMIT);
        assert_int_equal(cutter_next(c, &m), 1);
        assert_string_equal(m.name, i / 2 ? "Q1" : "QANR5L14QE1");
        assert_int_equal(m.bytes.len, LIMIT + 1);
        assert_memory_equal(m.bytes.ptr, i / 2 ? "<question>" : "{\"uid\":\"QA", 10);
        assert_int_equal(cutter_next(c, &m), 1);
        assert_string_equal(m.name, i / 2 ? "Q2" : "QANR5L14QE2");
        assert_int_equal(m.place.line, 901);
        assert_int_equal(cutter_next(c, &m), 0);
        cutter_close(c);
        buffer_free(&b);
    }
}

static void an_error_of_reading_comes_last(void **state) {
    static const struct row rows[] = {
        {LIST "[{" U("1") "}, ", "QANR5L14QE1 1:52 {" U("1") "}\nend: -\n"},
        {LIST "[{" U("1") "}, {", "QANR5L14QE1 1:52 {" U("1") "}\nend: -\n"},
        {"<questionsEcrites>" X("1") "<question", "Q1 1:19 " X("1") "\nend: -\n"},
    };
    (void)state;
    read_rows(rows, sizeof rows / sizeof *rows, true);
    cutter_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json),
        cmocka_unit_test(xml),
        cmocka_unit_test(others_are_no_lists),
        cmocka_unit_test(the_limit_is_of_a_question),
        cmocka_unit_test(an_error_of_reading_comes_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
