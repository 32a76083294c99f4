/* Inputs that once gave a wrong answer, found by fuzzing and by damaging pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define QUESTION(number) "Question écrite N° " number " au Ministère du travail\n"
#define SUBMITTED "Question soumise le 3 mars 2012\n\n"
#define BODY "Mme Jeanne Martin interroge M. le ministre du travail sur la sieste.\n\n"
#define NO_COMMENT "Aucun commentaire n'a encore été formulé sur cette question.\n"
#define PAGE_2012 "Jeanne Martin\n" QUESTION("12") "\nLe titre\n\n" SUBMITTED BODY \
                  "Réponse\n\nCette question n'a pas encore de réponse.\n\n" NO_COMMENT
#define PAGE_2009 "Question n° 34 de Jeanne Martin au Ministère du travail\nsource\nLe 26 mai 2009\n\n" \
                  BODY "Reponse\nCette question n'a pas encore de réponse.\n\n" NO_COMMENT

static qp_result *parse(const char *page) {
    qp_result *r = qp_parse(page, strlen(page), NULL);
    assert_non_null(r);
    return r;
}

static const qp_diagnostic *find(const qp_result *r, const char *code) {
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++)
        if (strcmp(qp_result_diagnostic(r, i)->code, code) == 0)
            return qp_result_diagnostic(r, i);
    return NULL;
}

/* A note on the encoding is no reason: an input without a record has an error too. */
static void refusal_has_a_reason(void **state) {
    static const char *const pages[] = {"Les S\xC3\nFAQ", "Un mot \x01\n", "Les \xE9lus\n"};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        qp_result *r = parse(pages[i]);
        assert_int_equal(qp_result_outcome(r), QP_NOT_QUESTION);
        const qp_diagnostic *d = find(r, "not-a-question");
        assert_non_null(d);
        assert_int_equal(d->severity, QP_ERROR);
        qp_result_free(r);
    }
}

/* Without the line that heads it, an answer reads like the end of the question. */
static void no_state_is_told(void **state) {
    (void)state;
    qp_result *r = parse("Jeanne Martin\n" QUESTION("12") "\nLe titre\n\n" SUBMITTED BODY
                         "La sieste est un droit.\n\n" NO_COMMENT);
    assert_int_equal(qp_result_count(r), 1);
    assert_int_equal(qp_result_question(r, 0)->status, QP_STATUS_NONE);
    const qp_diagnostic *d = find(r, "truncated");
    assert_non_null(d);
    assert_int_equal(d->line, 12);
    qp_result_free(r);
}

/* Pages of 2009 have no "Question soumise le"; the second was lost without a word. */
static void pages_of_2009_in_one_file(void **state) {
    static const char *const files[] = {PAGE_2012 PAGE_2009, PAGE_2009 PAGE_2012,
                                        PAGE_2009 PAGE_2009, PAGE_2009 "\f" PAGE_2012};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        qp_result *r = parse(files[i]);
        assert_int_equal(qp_result_count(r), 2);
        assert_non_null(find(r, "several-questions"));
        qp_result_free(r);
    }
    /* a text that quotes such a page is still one question */
    qp_result *r = parse("Jeanne Martin\n" QUESTION("12") "\nLe titre\n\n" SUBMITTED BODY
                         "Question n° 34 de Jean Roux au Ministère du travail\nLe 26 mai 2009\n\n"
                         "Réponse\n\nCette question n'a pas encore de réponse.\n\n" NO_COMMENT);
    assert_int_equal(qp_result_count(r), 1);
    qp_result_free(r);
}

/* U+000C is white space in HTML and forbidden in XML. */
static void form_feed_in_an_address(void **state) {
    static const char *const targets[] = {"\f", "&#12;", "https://www.senat.fr/a\fb"};
    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char page[1000], *out;
        size_t size;
        snprintf(page, sizeof page,
                 "<div class=\"question\" id=\"question13-12\"><h1>Jeanne Martin<br>Question écrite "
                 "N° 12 au Ministère du travail</h1><div class=\"source\"><a href=\"%s\">source</a>"
                 "</div><div id=\"question\"><h2>Question soumise le 3 mars 2012</h2>"
                 "<p>Où <a href=\"%s\">dormir</a> ?</p></div></div>", targets[i], targets[i]);
        qp_result *r = parse(page);
        assert_int_equal(qp_result_count(r), 1);
        assert_int_equal(qp_emit(qp_result_question(r, 0), QP_XML, QP_ALONE, &out, &size), 0);
        assert_null(memchr(out, '\f', size));
        qp_free(out);
        qp_result_free(r);
    }
}

#define DIVISION "<div class=\"question\" id=\"question13-12\"><h1>Jeanne Martin<br>Question écrite " \
                 "N° 12 au Ministère du travail</h1><div id=\"question\"><h2>Question soumise le 3 " \
                 "mars 2012</h2></div></div>"

/* Repeated lines that once cost the square of their number: seconds, not milliseconds. */
static void repetition_is_cheap(void **state) {
    static const struct {
        const char *start, *line;
        size_t lines, questions;
    } rows[] = {
        {QUESTION("1") SUBMITTED, QUESTION("2"), 100000, 1},
        {PAGE_2012 "2 commentaires :\n", "avatar\n", 150000, 1},
        {"<div class=\"source\"><a href=\"/\">source</a></div>", DIVISION, 40000, 40000},
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
        clock_t begin = clock();
        qp_result *r = qp_parse(page, size, NULL);
        assert_non_null(r);
        assert_true((clock() - begin) / CLOCKS_PER_SEC < 4);
        assert_int_equal(qp_result_count(r), rows[k].questions);
        qp_result_free(r);
        free(page);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusal_has_a_reason),
        cmocka_unit_test(no_state_is_told),
        cmocka_unit_test(pages_of_2009_in_one_file),
        cmocka_unit_test(form_feed_in_an_address),
        cmocka_unit_test(repetition_is_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
