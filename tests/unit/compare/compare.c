/* What a comparison tells: the field and the message of each change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "compare/compare.h"
#include "record/record.h"

/* A row's record is a good one. */
static void complain(void *user, enum record_fault fault, struct place at, const char *message) {
    (void)user, (void)fault, (void)at;
    fail_msg("%s", message);
}

static void take(void *user, const qp_question *question, bool older) {
    (void)older;
    *(const qp_question **)user = question;
}

static const qp_question *question(struct arena *arena, const char *inside) {
    const qp_question *found = NULL;
    struct record_reader r = {.arena = arena, .take = take, .complain = complain, .user = &found};
    char *text;
    int len = asprintf(&text,
                       "<question schema=\"qparse/1\"><site>senat.fr</site>"
                       "<chamber>senat</chamber>%s</question>",
                       inside);
    assert_true(len > 0);
    assert_int_equal(record_read(&r, (struct span){text, (size_t)len}), 0);
    free(text);
    assert_non_null(found);
    return found;
}

static void put(struct buffer *out, struct span text) {
    buffer_append(out, text.ptr, text.len);
}

static void hear(void *user, const struct change *change) {
    struct buffer *heard = user;
    buffer_append(heard, change->field, strlen(change->field));
    buffer_append(heard, ": ", 2);
    buffer_append(heard, change->message.ptr, change->message.len);
    buffer_char(heard, '\n');
}

#define BODY(inside) "<body><blocks>" inside "</blocks></body>"
#define P(text) "<paragraph>" text "</paragraph>"
#define T(text) "<table><row><cell>" text "</cell></row></table>"
#define ANSWER(inside) "<response><blocks>" inside "</blocks></response>"
#define STATUS(status) "<status>" status "</status>"
#define RELATION(type, text, more) "<item><type>" type "</type><text>" text "</text>" more "</item>"

static const struct row {
    const char *old, *new;
    bool exact;
    const char *changes;
} rows[] = {
    {"", "", false, ""},
    {STATUS("answered") ANSWER(P("Oui")), STATUS("answered") ANSWER(P("Oui") P("Non")), false,
     ".response.blocks[1].text: answer, paragraph 2 added: {+Non+}\n"},
    {STATUS("pending"), STATUS("answered") "<response><date>2020-01-02</date></response>", false,
     ".status: answered on 2020-01-02 (0 paragraphs)\n"},
    {STATUS("pending"), STATUS("answered") ANSWER(T("1")), false, ".status: answered (1 table)\n"},
    {STATUS("pending"), STATUS("answered") ANSWER(P("Oui") P("Non") T("1") T("2")), false,
     ".status: answered (2 paragraphs, 2 tables)\n"},
    {STATUS("pending"), STATUS("announced") "<response><expected>2020-01-02</expected></response>",
     false, ".status: answer announced for 2020-01-02\n"},
    {STATUS("announced") "<response><expected>2020-01-02</expected></response>",
     STATUS("announced") "<response><expected>2020-01-03</expected></response>", false,
     ".response.expected: date that the answer is announced for changed: 2020-01-02 → "
     "2020-01-03\n"},
    {STATUS("pending"),
     STATUS("transformed") "<relations>" RELATION("cites", "question 1", "")
         RELATION("transformed_into", "question 2", "") "</relations>",
     false,
     ".status: transformed into question 2\n"
     ".relations[0]: relation added: cites question 1\n"
     ".relations[1]: relation added: transformed into question 2\n"},
    {STATUS("pending"), STATUS("transformed"), false, ".status: transformed\n"},
    {STATUS("pending"),
     STATUS("withdrawn") "<withdrawal><date>2020-01-02</date><reason>fin</reason></withdrawal>",
     false, ".status: withdrawn on 2020-01-02 (fin)\n"},
    {STATUS("pending"), STATUS("lapsed") "<withdrawal/>", false, ".status: lapsed\n"},
    {STATUS("withdrawn") "<withdrawal><date>2020-01-02</date></withdrawal>",
     STATUS("lapsed") "<withdrawal><date>2020-01-03</date></withdrawal>", false,
     ".status: lapsed on 2020-01-03\n"
     ".withdrawal.date: withdrawal's date changed: 2020-01-02 → 2020-01-03\n"},
    {STATUS("answered") ANSWER(P("Oui")), STATUS("pending"), false,
     ".status: pending (was answered)\n"
     ".response.blocks: answer's text removed (1 paragraph)\n"},
    {STATUS("answered") "<response><date>2020-01-02</date></response>",
     STATUS("announced") "<response><date>2020-01-03</date></response>", false,
     ".status: answer announced\n"
     ".response.date: answer's date changed: 2020-01-02 → 2020-01-03\n"},
    {STATUS("pending"), "", false, ".status: status unknown (was pending)\n"},
    {"", STATUS("pending"), false, ".status: pending\n"},
    {"", "<response/>", false, ".response: section of the answer added\n"},
    {"<response/>", "", false, ".response: section of the answer removed\n"},
    {STATUS("lapsed"), STATUS("lapsed") "<withdrawal/>", false, ".withdrawal: withdrawal added\n"},
    {STATUS("lapsed") "<response/>", STATUS("pending"), false,
     ".status: pending (was lapsed)\n"},
    {"<legislature>15</legislature>", "", false, ".legislature: legislature removed: 15\n"},
    {"<title>un phare</title>", "<title>un\xC2\xA0phare</title>", false, ""},
    {"<title>un phare</title>", "<title>un\xC2\xA0phare</title>", true,
     ".title: title changed: un[-\\u0020-]{+\\u00a0+}phare\n"},
    {"<number>1 2</number>",
     "<number>1\xC2\xA0"
     "2</number>",
     true, ".number: number changed: 1[-\\u0020-]{+\\u00a0+}2\n"},
    {"<comments><count>2</count></comments>", "", false,
     ".comments.count: number of comments removed: 2\n"},
    {"<comments><count>2</count></comments>", "<comments><count>3</count></comments>", false,
     ".comments.count: number of comments changed: 2 → 3\n"},
    {"<comments><items><item><text>un</text></item></items></comments>",
     "<comments><items><item><text>deux</text></item></items></comments>", false,
     ".comments.items[0].text: comment: [-un-]{+deux+}\n"},
    {BODY(P("Un phare")), BODY(T("Un phare")), false, ""},
    {BODY(P("Un phare")), BODY(T("Un phare")), true,
     ".body.blocks[0].text: question, table 1: is a table now\n"},
    {BODY(T("Un phare")), BODY(P("Un phare")), true,
     ".body.blocks[0].text: question, paragraph 1: is no table any more\n"},
    {BODY(P("Un phare")), "", false, ".body.blocks: question's text removed (1 paragraph)\n"},
    {"", BODY(T("1") T("2")), false, ".body.blocks: question's text added (2 tables)\n"},
    {BODY(T("1") P("Un phare") T("2")), BODY(T("2") P("Un phare") T("1")), false,
     ".body.blocks[2].text: question, table 3 moved: was table 1\n"},
    {BODY(P("un a b c") P("deux d e f") P("trois g h i")), BODY(P("deux d e g") P("quatre")), false,
     ".body.blocks[0].text: question, paragraph 1 removed: [-un a b c-]\n"
     ".body.blocks[0].text: question, paragraph 1: deux d e [-f-]{+g+}\n"
     ".body.blocks[2].text: question, paragraph 3 removed: [-trois g h i-]\n"
     ".body.blocks[1].text: question, paragraph 2 added: {+quatre+}\n"},
    {BODY(P("a b c d e") P("x")), BODY(P("a b c d f") P("y z")), false,
     ".body.blocks[0].text: question, paragraph 1: a b c d [-e-]{+f+}\n"
     ".body.blocks[1].text: question, paragraph 2 removed: [-x-]\n"
     ".body.blocks[1].text: question, paragraph 2 added: {+y z+}\n"},
    /* the second looks like the new one, too, but less */
    {BODY(P("a b c d e f g h i j") P("a b c d e f l m n o")),
     BODY(P("p q r s t u v w x y") P("a b c d e f g h i k")), false,
     ".body.blocks[0].text: question, paragraph 1 added: {+p q r s t u v w x y+}\n"
     ".body.blocks[1].text: question, paragraph 2: a b c d e f g h i [-j-]{+k+}\n"
     ".body.blocks[1].text: question, paragraph 2 removed: [-a b c d e f l m n o-]\n"},
    {BODY(P("a") P("b") P("c")), BODY(P("c") P("b") P("a")), false,
     ".body.blocks[2].text: question, paragraph 3 moved: was paragraph 1\n"},
    {"<relations>" RELATION("cites", "question 1", "<url>/1</url>") "</relations>",
     "<relations>" RELATION("cites", "question 1", "") "</relations>", false,
     ".relations[0].url: relation's address removed (question 1): /1\n"},
    {"<relations>" RELATION("cites", "question 1", "") "</relations>",
     "<relations>" RELATION("cites", "question 1", "<url>/1</url>") "</relations>", false,
     ".relations[0].url: relation's address added (question 1): /1\n"},
    {"<relations>" RELATION("cites", "question 1", "<url>/1</url>") "</relations>",
     "<relations>" RELATION("cites", "question 1", "<url>/2</url>") "</relations>", false,
     ".relations[0].url: relation's address changed (question 1): /1 → /2\n"},
    {"<analysis><item>a</item><item>b</item><item>c</item></analysis>",
     "<analysis><item>c</item><item>b</item><item>a</item></analysis>", false,
     ".analysis[2]: analysis moved: a\n"},
};

/* What changed between two questions of this inside, as lines. */
static struct buffer compared(const char *old, const char *new, bool exact) {
    static const struct marks marks = {"[-", "-]", "{+", "+}"};
    struct arena arena = {0};
    struct buffer heard = {0};
    struct comparison c = {.exact = exact, .marks = &marks, .put = put, .tell = hear, .user = &heard};
    assert_int_equal(compare_questions(&c, question(&arena, old), question(&arena, new)), 0);
    buffer_char(&heard, '\0');
    arena_free(&arena);
    return heard;
}

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer heard = compared(rows[i].old, rows[i].new, rows[i].exact);
        assert_string_equal(heard.ptr, rows[i].changes);
        buffer_free(&heard);
    }
}

/* A value that is none of the texts of a record. */
static void test_site(void **state) {
    static const struct marks marks = {"[-", "-]", "{+", "+}"};
    struct buffer heard = {0};
    struct comparison c = {.marks = &marks, .put = put, .tell = hear, .user = &heard};
    qp_question old = {.site = QP_SENAT}, new = {.site = QP_NOSSENATEURS};
    (void)state;
    assert_int_equal(compare_questions(&c, &old, &new), 0);
    buffer_char(&heard, '\0');
    assert_string_equal(heard.ptr, ".site: site changed: senat.fr → nossenateurs.fr\n");
    buffer_free(&heard);
}

/* Paragraphs of one word each, which no other has. */
static char *paragraphs(char letter, size_t count) {
    struct buffer b = {0};
    buffer_append(&b, "<body><blocks>", 14);
    for (size_t i = 0; i < count; i++) {
        char one[64];
        int len = snprintf(one, sizeof one, P("%c%zu"), letter, i);
        buffer_append(&b, one, (size_t)len);
    }
    buffer_append(&b, "</blocks></body>", 17);
    assert_false(b.failed);
    return b.ptr;
}

static size_t count_of(const struct buffer *heard, const char *words) {
    size_t n = 0;
    for (const char *p = heard->ptr; (p = strstr(p, words)); p++)
        n++;
    return n;
}

/* Too many paragraphs for each to be held against each: all are told, none as edited. */
static void test_many_paragraphs(void **state) {
    static const size_t counts[][2] = {{70, 70}, {70, 1}, {1, 70}, {64, 64}};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char *old = paragraphs('a', counts[i][0]), *new = paragraphs('b', counts[i][1]);
        struct buffer heard = compared(old, new, false);
        assert_int_equal(count_of(&heard, " removed: "), counts[i][0]);
        assert_int_equal(count_of(&heard, " added: "), counts[i][1]);
        buffer_free(&heard);
        free(old);
        free(new);
    }
}

/* Words in an order that has little in common with that of the others. */
static char *disorder(uint32_t seed, size_t count) {
    struct buffer b = {0};
    buffer_append(&b, "<title>", 7);
    for (size_t i = 0; i < count; i++) {
        char one[16];
        seed = seed * 1664525 + 1013904223;
        int len = snprintf(one, sizeof one, "w%u ", (unsigned)(seed >> 16) % 1000);
        buffer_append(&b, one, (size_t)len);
    }
    buffer_append(&b, "</title>", 9);
    assert_false(b.failed);
    return b.ptr;
}

static void test_coarse(void **state) {
    char *old = disorder(1, 6000), *new = disorder(2, 6000);
    (void)state;
    struct buffer heard = compared(old, new, false);
    assert_non_null(strstr(heard.ptr, " (compared coarsely: too much changed)\n"));
    buffer_free(&heard);
    free(old);
    free(new);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_site),
        cmocka_unit_test(test_many_paragraphs),
        cmocka_unit_test(test_coarse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
