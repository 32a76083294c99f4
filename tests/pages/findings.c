/* Inputs that once gave a wrong answer, found by fuzzing and by damaging pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qparse.h"
#include "archive/warc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Lines that stand there many times are a question each, or none. What they cost is asked by
 * linear.py. */
static void repetition(void **state) {
    static const struct {
        const char *start, *line;
        size_t lines, questions;
    } rows[] = {
        {QUESTION("1") SUBMITTED, QUESTION("2"), 10000, 1},
        {PAGE_2012 "2 commentaires :\n", "avatar\n", 10000, 1},
        {"<div class=\"source\"><a href=\"/\">source</a></div>", DIVISION, 10000, 10000},
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

static bool says(qp_string s, const char *text) {
    return s.size == strlen(text) && memcmp(s.data, text, s.size) == 0;
}

static bool is_unparsed(const qp_question *q, const char *text) {
    for (size_t i = 0; i < q->unparsed_count; i++)
        if (says(q->unparsed[i].text, text))
            return true;
    return false;
}

/* "15-1234Qcm.htm" gave the type "Q" and an id with it. */
static void type_of_an_address(void **state) {
    (void)state;
    qp_result *r = parse("<div class=\"question\" id=\"question1234\"><h1>Jeanne Martin<br>Question "
                         "N° 1234 au Ministère du travail</h1><div class=\"source\"><a href=\"https://"
                         "questions.assemblee-nationale.fr/q15/15-1234Qcm.htm\">source</a></div>"
                         "<div id=\"question\"><h2>Question soumise le 3 mars 2012</h2></div></div>");
    assert_int_equal(qp_result_count(r), 1);
    assert_null(qp_result_question(r, 0)->type.data);
    assert_null(qp_result_question(r, 0)->id.data);
    assert_int_equal(qp_result_question(r, 0)->legislature, 15);
    qp_result_free(r);
}

/* The last line of a page was taken for the next one's author, and lost. */
static void byline_below_another_page(void **state) {
    (void)state;
    qp_result *r = parse(PAGE_2012 "Question N° 34\nPar Jean Roux, le 2009-03-10\nsource\n\n" BODY
                         "Reponse\nElle dort.\n\n1 commentaire :\n\nA a dit le 14 septembre 2009:\n\n"
                         "Un mot\n\nQuestion N° 35\nPar Jean Roux, le 2009-03-11\nsource\n\n" BODY);
    assert_int_equal(qp_result_count(r), 3);
    assert_true(says(qp_result_question(r, 1)->comments[0].text, "Un mot"));
    assert_true(says(qp_result_question(r, 2)->author.name, "Jean Roux"));
    qp_result_free(r);
}

/* The record ended at the first form, above the text that followed it. */
static void response_before_the_question(void **state) {
    (void)state;
    qp_result *r = parse("Jeanne Martin\n" QUESTION("12") "\nLe titre\n\nRéponse émise le 1er mai 2012\n\n"
                         "Oui.\n\nEcrire un commentaire\n\nUn mot perdu\n\n" SUBMITTED BODY
                         "Ecrire un commentaire\n\nInscription\n");
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(q->body.blocks.count, 1);
    assert_int_equal(q->unparsed_count + q->response.blocks.count, 3);
    assert_true(says(q->response.blocks.items[2].text, "Un mot perdu"));
    assert_non_null(find(r, "order"));
    qp_result_free(r);
}

/* Two titles: the heading's was overwritten. It is the ministry's, where the site took a
 * stretch of text for one. */
static void title_in_heading_and_below(void **state) {
    (void)state;
    qp_result *r = parse("Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail : la sieste\n\n"
                         "Le titre\n\n" SUBMITTED BODY);
    const qp_question *q = qp_result_question(r, 0);
    assert_true(says(q->title, "Le titre"));
    assert_true(says(q->ministry.displayed, "Ministère du travail : la sieste"));
    qp_result_free(r);
}

/* What stands right below a heading was joined to it, though together they are none. */
static void line_below_a_heading(void **state) {
    (void)state;
    qp_result *r = parse("Question N° 12\nPar Jeanne Martin, le 2O09\n\nUn mot\n");
    const qp_question *q = qp_result_question(r, 0);
    assert_true(says(q->number, "12"));
    assert_true(is_unparsed(q, "Par Jeanne Martin, le 2O09"));
    qp_result_free(r);
}

/* The heading's author stays; one that the line below names was lost in silence. */
static void authors_in_heading_and_below(void **state) {
    static const struct {
        const char *below;
        bool is_another;
    } rows[] = {{"Jeanne MARTIN", false}, {"Jean Roux", true}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char page[200], line[64];
        snprintf(line, sizeof line, "Par %s, le 2009-03-10", rows[i].below);
        snprintf(page, sizeof page,
                 "Question n° 12 de Jeanne Martin au Ministère du travail\n%s\n\nUn mot\n", line);
        qp_result *r = parse(page);
        const qp_question *q = qp_result_question(r, 0);
        assert_true(says(q->author.name, "Jeanne Martin"));
        assert_int_equal(q->body.date.month, 3);
        assert_int_equal(is_unparsed(q, line), rows[i].is_another);
        qp_result_free(r);
    }
}

/* Joined to one line these gave an author of forty words. */
static void another_heading_below_a_heading(void **state) {
    (void)state;
    qp_result *r = parse("Accueil\nQuestions\nQuestion écrite n° 1\nAvenir des haras\n"
                         "Question écrite n° 03705 de Mme Odile Lambert (Orne - UMP)\n"
                         "Une longue phrase de la question, au cours de laquelle on parle.\n");
    assert_int_equal(qp_result_count(r), 1);
    const qp_question *q = qp_result_question(r, 0);
    assert_string_equal(q->number.data, "1");
    assert_null(q->ministry.displayed.data);
    assert_non_null(find(r, "truncated"));
    qp_result_free(r);
}

/* "de" and "au" stand in sentences too. */
static void no_name_in_a_heading(void **state) {
    (void)state;
    qp_result *r = parse("Question n° 34 de la part des 12 maires réunis hier au ministère\n");
    assert_int_equal(qp_result_outcome(r), QP_NOT_QUESTION);
    qp_result_free(r);
}

/* A line of which the tool's marks are all became a line of nothing. */
static void no_blank_line(void **state) {
    (void)state;
    qp_result *r = parse("[1]A\n[2]B\n[3]C\n[4]D\n\nJeanne Martin\n" QUESTION("12") "[5]\n\n[6]Le titre\n\n"
                         SUBMITTED BODY "[7]\n\nRéponse\n\nOui.\n\n[8]\n\n" NO_COMMENT);
    const qp_question *q = qp_result_question(r, 0);
    assert_true(says(q->title, "Le titre"));
    assert_int_equal(q->unparsed_count, 0);
    assert_int_equal(q->body.blocks.count, 1);
    assert_int_equal(q->response.blocks.count, 1);
    qp_result_free(r);
}

static ssize_t read_string(void *user, char *to, size_t room) {
    struct span *left = user;
    size_t n = left->len < room ? left->len : room;
    memcpy(to, left->ptr, n);
    left->ptr += n;
    left->len -= n;
    return (ssize_t)n;
}

/* A page beyond the limit was cut and then called damaged: its chunks or its length. */
static void large_page_in_a_web_archive(void **state) {
    static const char *const headers[] = {"Transfer-Encoding: chunked\r\n\r\n1ffff\r\n",
                                          "Content-Length: 131071\r\n\r\n", "\r\n"};
    enum { LIMIT = 100, SIZE = 131071 };
    (void)state;
    char *archive = malloc(SIZE + 1000);
    assert_non_null(archive);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        size_t body = strlen(headers[i]) + strlen("HTTP/1.1 200 OK\r\n") + SIZE;
        int n = snprintf(archive, 1000,
                         "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
                         "WARC-Target-URI: http://a/\r\nContent-Length: %zu\r\n\r\n"
                         "HTTP/1.1 200 OK\r\n%s", body, headers[i]);
        memset(archive + n, 'a', SIZE);
        struct span left = {archive, (size_t)n + SIZE};
        struct warc *w = warc_open(read_string, &left, NULL, LIMIT);
        struct member m;
        assert_non_null(w);
        assert_int_equal(warc_next(w, &m), 1);
        assert_null(m.problem);
        assert_int_equal(m.bytes.len, LIMIT + 1);
        warc_close(w);
    }
    free(archive);
}

/* An address of nothing was a value of nothing, which the schema forbids. */
static void empty_addresses(void **state) {
    (void)state;
    qp_result *r = parse("<link rel=\"canonical\" href=\"\"><div class=\"question\" id=\"question13-12\"><h1>"
                         "Jeanne Martin<br>Question écrite N° 12 au Ministère du travail</h1><div "
                         "class=\"source\"><a href=\" \">source</a></div><h1>Le titre</h1><div id=\"question\">"
                         "<h2>Question soumise le 3 mars 2012</h2><p>Voir la <a href=\"\">question écrite "
                         "N° 11</a>.</p><table><tr><td></td><td>a</td></tr></table></div></div>");
    const qp_question *q = qp_result_question(r, 0);
    assert_null(q->url.data);
    assert_null(q->source_url.data);
    assert_int_equal(q->relation_count, 1);
    assert_null(q->relations[0].url.data);
    assert_non_null(q->body.blocks.items[1].rows[0].cells[0].data); /* a cell is there all the same */
    assert_null(find(r, "limit-cells")); /* and spans no other */
    qp_result_free(r);
}

#define ANSWERED "Réponse émise le 1er mai 2012\n\nElle est un droit.\n\n"
#define HEAD(heading, title) "Jeanne Martin\n" heading "\n" title "\n\n" SUBMITTED BODY
#define TITLED(below, title) HEAD(QUESTION("12"), below title) ANSWERED NO_COMMENT

/* A title that reads like a heading took the page over: its number, and its words as the author. */
static void title_like_a_heading(void **state) {
    static const struct {
        const char *page, *title;
    } rows[] = {
        {TITLED("", "Réponse à la question n° 3705"), "Réponse à la question n° 3705"},
        {TITLED("source\n\n", "Rappel de la question écrite n° 4127"), "Rappel de la question écrite n° 4127"},
        {TITLED("source\n\n", "Question écrite N° 3 au Ministère de la mer"),
         "Question écrite N° 3 au Ministère de la mer"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_result *r = parse(rows[i].page);
        const qp_question *q = qp_result_question(r, 0);
        assert_int_equal(qp_result_count(r), 1);
        assert_int_equal(qp_result_diagnostic_count(r), 0);
        assert_true(says(q->author.name, "Jeanne Martin"));
        assert_true(says(q->number, "12"));
        assert_true(says(q->title, rows[i].title));
        qp_result_free(r);
    }
    /* without "source" a whole heading, its author in its line, may be the next page's */
    qp_result *r = parse("Jeanne Martin\n" QUESTION("12") "\n" "Jean Roux " QUESTION("13") "\nLe titre\n\n"
                         SUBMITTED BODY ANSWERED NO_COMMENT);
    assert_true(says(qp_result_question(r, qp_result_count(r) - 1)->number, "13"));
    qp_result_free(r);
}

/* Lines that were pasted twice became the end of the answer or of the title. */
static void lines_twice(void **state) {
    static const char *const pages[] = {
        TITLED("", "Le titre") NO_COMMENT,
        TITLED("", "Le titre") "\n" NO_COMMENT "\n" NO_COMMENT,
        HEAD(QUESTION("12"), "Le titre\nLe titre") ANSWERED NO_COMMENT,
        HEAD(QUESTION("12"), "Le titre") ANSWERED "2 commentaires :\n2 commentaires :\n\nA a dit le 3 mai 2012 :\n\n"
            "Un\n\nB a dit le 3 mai 2012 :\n\nDeux\n\nEcrire un commentaire\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        qp_result *r = parse(pages[i]);
        const qp_question *q = qp_result_question(r, 0);
        assert_true(find(r, "duplicate-section") || find(r, "unparsed-line"));
        assert_null(find(r, "comment-count"));
        assert_true(says(q->title, "Le titre"));
        assert_int_equal(q->response.blocks.count, 1);
        qp_result_free(r);
    }
    qp_result *r = parse(HEAD(QUESTION("12"), "Le titre") "Réponse émise le 1er mai 2012\n\nCette question n'a pas "
                         "encore de réponse.\n\nCette question n'a pas encore de réponse.\n\n" NO_COMMENT);
    assert_int_equal(qp_result_question(r, 0)->response.blocks.count, 0);
    assert_non_null(find(r, "answer-empty"));
    qp_result_free(r);
}

/* The form stands below the last comment, since 2010 the offer to rate it: a page that ends with
 * neither may be cut. */
static void cut_within_a_comment(void **state) {
    static const struct {
        const char *page, *code;
    } rows[] = {
        {"", "truncated"},
        {"Deux\n", "truncated"},
        {"Deux\n\nEcrire un commentaire\n", NULL},
        {"Deux\n\nVous trouvez ce commentaire constructif : non neutre oui\n", NULL},
        {"Deux\n\nVous trouvez ce commentaire constructif : non\nneutre oui\n", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char page[2000];
        snprintf(page, sizeof page, "%s2 commentaires :\n\nLe 12/03/2012 à 10:22, A a dit :\n\nUn\n\n"
                 "Le 12/03/2012 à 10:23, B a dit :\n\n%s", HEAD(QUESTION("12"), "Le titre") ANSWERED,
                 rows[i].page);
        qp_result *r = parse(page);
        assert_int_equal(qp_result_question(r, 0)->comment_item_count, 2);
        assert_int_equal(qp_result_diagnostic_count(r), rows[i].code ? 1 : 0);
        assert_true(!rows[i].code || find(r, rows[i].code));
        qp_result_free(r);
    }
}

/* Pages of NosDéputés.fr have no title: what follows " : " is the ministry's. And the last entry
 * of the site's menus is no author. */
static void words_that_are_no_title_and_no_author(void **state) {
    (void)state;
    qp_result *r = parse("FAQ\nQuestion N° 12 au Ministère du travail : la sieste\n\n" SUBMITTED BODY ANSWERED
                         NO_COMMENT);
    const qp_question *q = qp_result_question(r, 0);
    assert_null(q->title.data);
    assert_true(says(q->ministry.displayed, "Ministère du travail : la sieste"));
    assert_null(q->author.name.data);
    assert_non_null(find(r, "author-missing"));
    qp_result_free(r);
}

/* A word that a line's end cuts at its hyphen, whichever letter stands before that. */
static void hyphen_at_a_lines_end(void **state) {
    (void)state;
    qp_result *r = parse(
        "Jeanne Martin\n" QUESTION("12") "\nLe titre\n\n" SUBMITTED
        "Mme Jeanne Martin interroge M. le ministre du travail sur la sieste, un rendez-\n"
        "vous que chacun devrait avoir chaque jour avec son lit, et dont la durée légale\n"
        "n'a jamais été fixée par un décret. Elle constate que la sieste est pratiquée LÀ-\n"
        "BAS, au sud du pays, sans que nul ne la compte, et demande s'il entend la faire\n"
        "entrer dans le code, avec une durée de vingt minutes au moins, sur tout le pays.\n\n"
        "Réponse\n\nCette question n'a pas encore de réponse.\n\n" NO_COMMENT);
    const qp_string text = qp_result_question(r, 0)->body.blocks.items[0].text;
    assert_non_null(strstr(text.data, "un rendez-vous que"));
    assert_non_null(strstr(text.data, "LÀ-BAS, au"));
    qp_result_free(r);
}

/* Two lines that ran into one: what stands before a heading that names its author is kept. */
static void words_before_a_heading(void **state) {
    (void)state;
    static const struct {
        const char *page, *unparsed;
    } rows[] = {
        {"Avenir des haras " PAGE_2009, "Avenir des haras Question n° 34 de Jeanne Martin au Ministère du travail"},
        {"Jeanne Martin " PAGE_2009, NULL},
        {PAGE_2009, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_result *r = parse(rows[i].page);
        const qp_question *q = qp_result_question(r, 0);
        assert_true(says(q->author.name, "Jeanne Martin"));
        assert_int_equal(q->unparsed_count, rows[i].unparsed != NULL);
        if (rows[i].unparsed)
            assert_true(is_unparsed(q, rows[i].unparsed));
        qp_result_free(r);
    }
}

/* What stands below "Rappelle la question :" or "Concerne le thème :" is its value or the text's
 * first words; the label alone made a relation that named nothing, and took those words. */
static void label_without_a_value(void **state) {
    (void)state;
    static const struct {
        const char *lines, *relation, *rubric;
        enum qp_status status;
        const char *text; /* NULL: BODY */
    } rows[] = {
        {"Rappelle la question n° 02211\n\n", "question n° 02211", NULL, QP_PENDING, NULL},
        {"Rappelle la question : n° 02211\n\n", "question n° 02211", NULL, QP_PENDING, NULL},
        {"Rappelle la question>\nn° 02211\n\n", "question n° 02211", NULL, QP_PENDING, NULL},
        {"Rappelle la question :\n\nécrite n° 02211\n", "question écrite n° 02211", NULL, QP_PENDING, NULL},
        {"Rappelle la question : celle d'hier\n\n", "celle d'hier", NULL, QP_PENDING, NULL},
        {"Rappelle la question :\n\n", NULL, NULL, QP_PENDING, NULL},
        {"Rappelle la question :\n", NULL, NULL, QP_PENDING, NULL},
        {"Transformée en :\n\n", NULL, NULL, QP_PENDING, NULL},
        {"Transformée en :\nQOSD\n\n", "QOSD", NULL, QP_TRANSFORMED, NULL},
        {"Transformée en :\n\nQuestion orale sans débat n° 0123S\n\n",
         "Question orale sans débat n° 0123S", NULL, QP_TRANSFORMED, NULL},
        {"Concerne le thème : Agriculture\n\n", NULL, "Agriculture", QP_PENDING, NULL},
        {"Concerne le thème :\nAgriculture\n\n", NULL, "Agriculture", QP_PENDING, NULL},
        {"Concerne le thème :\n\n", NULL, NULL, QP_PENDING, NULL},
        {"Concerne le thème :\n", NULL, NULL, QP_PENDING, NULL},
        {"Concerne le thème :\n\n", NULL, NULL, QP_PENDING, "Mme Jeanne Martin demande\nun droit.\n\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char page[1000];
        const char *text = rows[i].text ? rows[i].text : BODY;
        snprintf(page, sizeof page,
                 "Avenir des haras nationaux\n13ème législature\n"
                 "Question écrite n° 03705 de Mme Odile Lambert (Orne - UMP)\n"
                 "publiée dans le JO Sénat du 13/03/2008 - page 498\n%s"
                 "%s\nPlan du site - Mentions légales\n", rows[i].lines, text);
        qp_result *r = parse(page);
        const qp_question *q = qp_result_question(r, 0);
        if (q->relation_count != (rows[i].relation != NULL) ||
            (rows[i].relation && !says(q->relations->text, rows[i].relation)) ||
            (rows[i].rubric ? !says(q->rubric, rows[i].rubric) : q->rubric.data != NULL) ||
            q->status != rows[i].status || q->body.blocks.count != 1 ||
            strncmp(text, q->body.blocks.items[0].text.data, strlen(text) - 2) != 0)
            fail_msg("%s", rows[i].lines);
        if (rows[i].relation && strstr(rows[i].relation, "02211"))
            assert_true(says(q->relations->number, "02211"));
        qp_result_free(r);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusal_has_a_reason),
        cmocka_unit_test(no_state_is_told),
        cmocka_unit_test(pages_of_2009_in_one_file),
        cmocka_unit_test(form_feed_in_an_address),
        cmocka_unit_test(repetition),
        cmocka_unit_test(type_of_an_address),
        cmocka_unit_test(byline_below_another_page),
        cmocka_unit_test(response_before_the_question),
        cmocka_unit_test(title_in_heading_and_below),
        cmocka_unit_test(authors_in_heading_and_below),
        cmocka_unit_test(line_below_a_heading),
        cmocka_unit_test(another_heading_below_a_heading),
        cmocka_unit_test(no_name_in_a_heading),
        cmocka_unit_test(no_blank_line),
        cmocka_unit_test(large_page_in_a_web_archive),
        cmocka_unit_test(empty_addresses),
        cmocka_unit_test(title_like_a_heading),
        cmocka_unit_test(lines_twice),
        cmocka_unit_test(cut_within_a_comment),
        cmocka_unit_test(words_that_are_no_title_and_no_author),
        cmocka_unit_test(hyphen_at_a_lines_end),
        cmocka_unit_test(words_before_a_heading),
        cmocka_unit_test(label_without_a_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
