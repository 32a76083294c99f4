/* What no page alone can ask of qp_parse(): outcomes, limits, options, long pages. Small pages
 * are tests/pages/cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail\n\nLe titre\n\n" \
             "Question soumise le 3 mars 2012\n\n"
#define BODY "Mme Jeanne Martin interroge M. le ministre du travail sur la sieste.\n\n"
#define NOT_YET "Réponse\n\nCette question n'a pas encore de réponse.\n\n" \
                "Aucun commentaire n'a encore été formulé sur cette question.\n"
#define PENDING HEAD BODY NOT_YET "\nInscription\n"
#define MARKUP \
    "<div class=\"question\" id=\"question13-12\"><h1>Jeanne Martin<br>Question écrite N° 12 au " \
    "Ministère du travail</h1><div id=\"question\"><h2>Question soumise le 3 mars 2012</h2>" \
    "</div></div>"

static qp_result *parse(const char *page, const qp_options *options) {
    qp_result *r = qp_parse(page, strlen(page), options);
    assert_non_null(r);
    return r;
}

static const qp_diagnostic *find(const qp_result *r, const char *code) {
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++)
        if (strcmp(qp_result_diagnostic(r, i)->code, code) == 0)
            return qp_result_diagnostic(r, i);
    return NULL;
}

static void outcomes(void **state) {
    static const struct {
        const char *page, *code;
        enum qp_outcome outcome;
    } rows[] = {
        {"", "empty-input", QP_NOT_QUESTION},
        {" \n\t\n", "empty-input", QP_NOT_QUESTION},
        {"Bonjour,\nune lettre.\n", "not-a-question", QP_NOT_QUESTION},
        {"%PDF-1.7\n", "input-format", QP_NOT_QUESTION},
        {"<html><body><p>Bonjour</p></body></html>", "not-a-question", QP_NOT_QUESTION},
        {HEAD "Mme Jeanne Martin interroge", "truncated", QP_CONVERTED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_result *r = parse(rows[i].page, NULL);
        assert_int_equal(qp_result_outcome(r), rows[i].outcome);
        assert_non_null(find(r, rows[i].code));
        qp_result_free(r);
    }
    qp_result *r = parse(PENDING, NULL);
    assert_int_equal(qp_result_diagnostic_count(r), 0);
    assert_int_equal(qp_result_question(r, 0)->status, QP_PENDING);
    assert_null(qp_result_question(r, 1));
    qp_result_free(r);
}

static void limits(void **state) {
    qp_options options = {.max_size = 100};
    char page[102];
    (void)state;
    memset(page, 'x', sizeof page);
    for (size_t size = 99; size <= 101; size++) {
        qp_result *r = qp_parse(page, size, &options);
        assert_non_null(r);
        assert_int_equal(find(r, "input-too-large") != NULL, size > 100);
        qp_result_free(r);
    }
}

static void the_table(void **state) {
    const qp_diagnostic_info *a, *b;
    (void)state;
    for (size_t i = 0; (a = qp_diagnostic_info_at(i)); i++) {
        assert_true(strlen(a->meaning) > 10);
        for (size_t k = 0; k < i && (b = qp_diagnostic_info_at(k)); k++)
            assert_string_not_equal(a->code, b->code);
    }
}

/* A file's name is bytes, of which a record holds text. */
static void file_names(void **state) {
    static const struct {
        const char *name, *file;
    } rows[] = {
        {"a", "a"},
        {"", NULL},
        {"été\u20AC\U0001F600", "été\u20AC\U0001F600"},
        {"a\x01\xFFz", "a\uFFFD\uFFFDz"},
        {"\xC0\xAF", "\uFFFD\uFFFD"},                   /* overlong */
        {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},
        {"\xF0\x80\x80\xAF", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},        /* half a pair */
        {"\xEE\x80\x80", "\xEE\x80\x80"},
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"}, /* beyond Unicode */
        {"\xEF\xBF\xBE\xEF\xBF\xBF", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xC3", "\uFFFD"},
        {"\xC3z", "\uFFFDz"},
        {"\xE2\x82z", "\uFFFD\uFFFDz"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_options options = {.file = rows[i].name};
        qp_result *r = parse(PENDING, &options);
        const qp_string file = qp_result_question(r, 0)->file;
        if (rows[i].file)
            assert_string_equal(file.data, rows[i].file);
        else
            assert_int_equal(file.size, 0);
        qp_result_free(r);
    }
}

/* A page can't send commands to the terminal that shows it, neither with C1 controls nor DEL. */
static void explanation(void **state) {
    qp_options options = {.keep_lines = true};
    char *out;
    size_t size;
    (void)state;
    qp_result *r = parse(HEAD "Une s\xC2\x9B" "31mieste\x7F.\n\n" NOT_YET, &options);
    assert_int_equal(qp_explain(r, false, &out, &size), 0);
    assert_non_null(strstr(out, "body       blocks      Une s\uFFFD31mieste\uFFFD.\n"));
    assert_null(strstr(out, "\xC2\x9B"));
    assert_int_equal(strlen(out), size);
    qp_free(out);
    qp_result_free(r);
}

/* A question of another site is left out of what is read, but not of what is shown. */
static void explanation_of_what_is_left_out(void **state) {
    qp_options options = {.site = QP_NOSSENATEURS, .keep_lines = true};
    char *out;
    size_t size;
    (void)state;
    qp_result *r = parse(PENDING "Paul Durand\nQuestion N° 13 au Ministère de la mer\n\n"
                         "Question soumise le 4 mars 2012\n\n" NOT_YET, &options);
    assert_int_equal(qp_result_count(r), 1);
    assert_int_equal(qp_explain(r, false, &out, &size), 0);
    assert_non_null(strstr(out, "    17  -                      Paul Durand\n"));
    qp_free(out);
    qp_result_free(r);
}

/* What the page of an error says counts where it stands near the start. */
static void error_page_far_below(void **state) {
    enum { LINES = 2000 };
    static char page[2 * LINES + 40];
    (void)state;
    for (int above = LINES - 1; above <= LINES; above++) {
        for (int i = 0; i < above; i++)
            memcpy(page + 2 * i, "x\n", 2);
        strcpy(page + 2 * above, "404 Not Found\n");
        qp_result *r = parse(page, NULL);
        const qp_diagnostic *d = find(r, "not-a-question");
        assert_non_null(d);
        assert_int_equal(strstr(d->message, "the site's page for") != NULL, above < LINES);
        qp_result_free(r);
    }
}

static void options_of_the_caller(void **state) {
    (void)state;
    static const struct {
        const char *url, *kept;
    } rows[] = {
        {"https://a.fr/question/13/12", "https://a.fr/question/13/12"},
        {"", NULL}, {"https://a.fr/a b", NULL}, {"https://a.fr/\xC3\xA9", NULL}, {"a\x7F", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_options options = {.url = rows[i].url};
        qp_result *r = parse(PENDING, &options);
        const qp_string url = qp_result_question(r, 0)->url;
        if (rows[i].kept)
            assert_string_equal(url.data, rows[i].kept);
        else
            assert_null(url.data);
        qp_result_free(r);
    }
    qp_options options = {.max_lines = 3};
    qp_result *r = parse(PENDING, &options);
    assert_non_null(find(r, "limit-lines"));
    assert_null(qp_result_diagnostic(r, qp_result_diagnostic_count(r)));
    assert_int_equal(qp_result_count(r), 0);
    qp_result_free(r);
    r = parse(MARKUP MARKUP, &options);
    assert_non_null(find(r, "limit-lines"));
    assert_int_equal(qp_result_count(r), 0);
    qp_result_free(r);
    for (int forced = 0; forced < 2; forced++) {
        options = (qp_options){.input = forced ? QP_INPUT_HTML : QP_INPUT_AUTO};
        r = parse("Un mot <h1>Jeanne Martin<br>Question N° 12 au Travail</h1>", &options);
        assert_int_equal(qp_result_count(r), forced);
        qp_result_free(r);
    }
    options = (qp_options){.encoding = "iso-8859-1", .max_size = SIZE_MAX};
    r = parse("\xC3\xA9", &options);
    assert_non_null(find(r, "not-a-question"));
    qp_result_free(r);
    assert_true(qp_encoding_known("latin1"));
    assert_false(qp_encoding_known("klingon"));
}

/* Each question once, however many are named; only where a body begins is one transformed. */
static void many_relations(void **state) {
    enum { NAMED = 100 };
    char page[16384] = HEAD BODY "Elle cite";
    size_t len = strlen(page);
    (void)state;
    for (int twice = 0; twice < 2; twice++)
        for (int i = 0; i < NAMED; i++)
            len += (size_t)sprintf(page + len, " la question n° %d,", 1000 + i);
    strcpy(page + len, " entre autres. Cette question a été transformée en question N° S123.\n\n" NOT_YET);
    qp_result *r = parse(page, NULL);
    assert_int_equal(qp_result_count(r), 1);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(q->relation_count, NAMED + 1);
    for (int i = 0; i < NAMED; i++)
        assert_int_equal(atoi(q->relations[i].number.data), 1000 + i);
    assert_string_equal(q->relations[NAMED].number.data, "S123");
    assert_int_equal(q->relations[NAMED].type, QP_CITES);
    assert_int_equal(q->status, QP_PENDING);
    qp_result_free(r);
}

/* Lines that stand there many times are a question each, or none. What they cost is asked by
 * linear.py. */
static void repetition(void **state) {
    static const struct {
        const char *start, *line;
        size_t lines, questions;
    } rows[] = {
        {"Question écrite N° 1 au Ministère du travail\nQuestion soumise le 3 mars 2012\n\n",
         "Question écrite N° 2 au Ministère du travail\n", 10000, 1},
        {HEAD BODY NOT_YET "2 commentaires :\n", "avatar\n", 10000, 1},
        {"<div class=\"source\"><a href=\"/\">source</a></div>", MARKUP, 10000, 10000},
    };
    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        size_t head = strlen(rows[k].start), each = strlen(rows[k].line);
        size_t size = head + rows[k].lines * each;
        char *page = malloc(size);
        assert_non_null(page);
        memcpy(page, rows[k].start, head);
        for (size_t i = 0; i < rows[k].lines; i++)
            memcpy(page + head + i * each, rows[k].line, each);
        qp_result *r = qp_parse(page, size, NULL);
        assert_non_null(r);
        assert_int_equal(qp_result_count(r), rows[k].questions);
        qp_result_free(r);
        free(page);
    }
}

/* Each line that no rule took is kept, but not each is told. */
static void many_unparsed_lines(void **state) {
    enum { LINES = 25, TOLD = 20 };
    char page[4096] =
        "16e législature\n\nQuestion écrite n°03705 - 16e législature\n\nQuestion de M. ROUX Jean "
        "(Rhône - GEST) publiée le 10/11/2022\n\nM. Jean Roux interroge M. le ministre de la mer sur "
        "le port.\n\n- page 5601\n\n";
    size_t len = strlen(page);
    (void)state;
    for (int i = 0; i < LINES; i++)
        len += (size_t)sprintf(page + len, "Rebut %d\n\n", i);
    strcpy(page + len, "La question est caduque\n\n");
    qp_result *r = parse(page, NULL);
    assert_int_equal(qp_result_count(r), 1);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(q->unparsed_count, LINES);
    assert_string_equal(q->unparsed[LINES - 1].text.data, "Rebut 24");
    assert_int_equal(qp_result_diagnostic_count(r), TOLD);
    for (size_t i = 0; i < TOLD; i++) {
        const qp_diagnostic *d = qp_result_diagnostic(r, i);
        assert_string_equal(d->code, "unparsed-line");
        assert_int_equal(strstr(d->message, "more are not reported") != NULL, i + 1 == TOLD);
    }
    qp_result_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes),
        cmocka_unit_test(limits),
        cmocka_unit_test(the_table),
        cmocka_unit_test(file_names),
        cmocka_unit_test(explanation),
        cmocka_unit_test(explanation_of_what_is_left_out),
        cmocka_unit_test(error_page_far_below),
        cmocka_unit_test(options_of_the_caller),
        cmocka_unit_test(many_relations),
        cmocka_unit_test(repetition),
        cmocka_unit_test(many_unparsed_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
