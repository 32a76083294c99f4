/* The library as its users call it: outcomes, places, several pages, mail around a page. */
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
#define TAIL "Aucun commentaire n'a encore été formulé sur cette question.\n\nInscription\n"
#define PENDING HEAD BODY "Réponse\n\nCette question n'a pas encore de réponse.\n\n" TAIL
#define HTML(body) \
    "<html><body><div class=\"question\" id=\"question15-00012\"><h1>Jeanne Martin<br>Question " \
    "écrite N° 12 au Ministère du travail</h1><div id=\"question\"><h2>Question soumise le 3 mars " \
    "2012</h2>" body "</div><div id=\"reponse\"><h2>Réponse</h2><p>Cette question n'a pas encore de " \
    "réponse.</p></div></div><div class=\"commentaires\"><h3>Aucun commentaire n'a encore été " \
    "formulé sur cette question.</h3></div></body></html>"

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

static void assert_place(const qp_result *r, const char *code, size_t line, size_t column) {
    const qp_diagnostic *d = find(r, code);
    if (!d)
        fail_msg("no %s", code);
    assert_int_equal(d->line, line);
    assert_int_equal(d->column, column);
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
        {HEAD BODY, "truncated", QP_CONVERTED},
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

static void several(void **state) {
    static const char *const pages[] = {PENDING PENDING, PENDING "\f" PENDING,
                                        HTML("<p>a</p>") HTML("<p>b</p>")};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        qp_result *r = parse(pages[i], NULL);
        assert_int_equal(qp_result_count(r), 2);
        assert_non_null(find(r, "several-questions"));
        for (size_t k = 0; k < 2; k++) {
            assert_int_equal(qp_result_question(r, k)->status, QP_PENDING);
            assert_int_equal(qp_result_question(r, k)->body.blocks.count, 1);
            assert_int_equal(qp_result_question(r, k)->unparsed_count, 0);
        }
        qp_result_free(r);
    }
    /* a question's sheet may be cut right below its heading, or not be one at all */
    static const struct {
        const char *page, *numbers[2];
    } sheets[] = {
        {PENDING "\fPaul Durand\nQuestion écrite N° 13 au Ministère de la mer\n\nLe port\n",
         {"12", "13"}},
        {"Question écrite N° 11 au Travail\n\fQuestion écrite N° 12\n\nLe titre\n\n"
         "Question soumise le 3 mars 2012\n\n" BODY, {"12"}},
        {"Question N° 11 au Travail\nsource\nQuestion N° 12 au Travail\n"
         "Question soumise le 3 mars 2012\n\n" BODY, {"12"}},
        {PENDING "Question \u200B\n" PENDING, {"12", "12"}},
    };
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        qp_result *r = parse(sheets[i].page, NULL);
        assert_int_equal(qp_result_count(r), sheets[i].numbers[1] ? 2 : 1);
        for (size_t k = 0; k < qp_result_count(r); k++)
            assert_string_equal(qp_result_question(r, k)->number.data, sheets[i].numbers[k]);
        qp_result_free(r);
    }
    /* a paragraph that reads like a heading starts no question */
    qp_result *r = parse(HEAD BODY "Question écrite N° 13 au Ministère du travail\n\nRéponse\n\n"
                         "Cette question n'a pas encore de réponse.\n\n" TAIL, NULL);
    assert_int_equal(qp_result_count(r), 1);
    assert_int_equal(qp_result_question(r, 0)->body.blocks.count, 2);
    qp_result_free(r);
}

static void places_in_text(void **state) {
    (void)state;
    qp_result *r = parse(HEAD BODY "  Réponse émise le 31 juin 2012\n\nOui.\n\n" TAIL, NULL);
    assert_place(r, "date-invalid", 10, 3);
    qp_result_free(r);
    r = parse(HEAD "Réponse\n\nRéponse émise le 3 juin 2012\r\n\r\nOui.\n\n" TAIL, NULL);
    assert_place(r, "ambiguous-label", 8, 1);
    qp_result_free(r);
}

static void places_in_html(void **state) {
    (void)state;
    qp_result *r = parse(HTML("<p>été</p>\n<!-- "), NULL);
    assert_place(r, "unterminated-markup", 2, 1);
    qp_result_free(r);
}

/* The same page quoted-printable: "=C3=A9" is six columns of the input, and soft line
 * breaks end lines of the input that the page does not have. */
static void places_in_mhtml(void **state) {
    static const char mail[] =
        "MIME-Version: 1.0\r\n"
        "Snapshot-Content-Location: https://archive.nossenateurs.fr/question/15/00012\r\n"
        "Content-Type: multipart/related; boundary=\"b\"\r\n\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<div class=3D\"question\" id=3D\"question15-00012\"><h1>Jeanne Martin<br>Question =C3=A9=\r\n"
        "crite N=C2=B0 12 au Minist=C3=A8re du travail</h1><div id=3D\"question\">\r\n"
        "<h2>Question=20soumise=20le=2031 juin 2012</h2><p>=C3=89t=C3=A9</p></div>\r\n"
        "</div>\r\n--b--\r\n";
    (void)state;
    qp_result *r = parse(mail, NULL);
    assert_int_equal(qp_result_count(r), 1);
    const qp_question *q = qp_result_question(r, 0);
    assert_string_equal(q->body.blocks.items[0].text.data, "Été");
    assert_string_equal(q->url.data, "https://archive.nossenateurs.fr/question/15/00012");
    assert_int_equal(q->legislature, 15);
    assert_place(r, "date-invalid", 11, 5);
    qp_result_free(r);
}

static void mail(void **state) {
    static const struct {
        const char *mail;
        bool found, damaged;
    } rows[] = {
        /* the `start` part, not the first HTML; base64 */
        {"MIME-Version: 1.0\nContent-Type: multipart/related; start=\"<two@x>\"; boundary=b\n\n"
         "--b\nContent-Type: text/html\n\n<p>Non</p>\n"
         "--b\nContent-Type: text/html; charset=utf-8\nContent-ID: <two@x>\n"
         "Content-Transfer-Encoding: base64\n\n"
         "PGgxPkplYW5uZSBNYXJ0aW48YnI+UXVlc3Rpb24gTsKwIDEyIGF1IE1pbmlzdMOocmU8L2gxPg==\n--b--\n",
         true, false},
        /* a mail with two forms of a page, one in the other */
        {"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"
         "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n"
         "--b\nContent-Type: text/html\n\n<h1>Jeanne Martin<br>Question N&deg; 12 au Travail</h1>\n"
         "--b--\n--a--\n", true, false},
        /* a boundary that never closes */
        {"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
         "Content-Type: text/html\n\n<h1>Jeanne Martin<br>Question N&deg; 12 au Travail</h1>\n",
         true, true},
        {"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
         "Content-Type: image/png\n\nx\n--b--\n", false, false},
        /* one HTML part without a multipart around it */
        {"From: a@b.fr\nMIME-Version: 1.0\nContent-Type: text/html;\n charset=\"iso-8859-1\"\n\n"
         "<h1>Jeanne Martin<br>Question N\xB0 12 au Travail</h1>\n", true, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_options options = {.input = QP_INPUT_MHTML};
        qp_result *r = parse(rows[i].mail, &options);
        assert_int_equal(qp_result_count(r), rows[i].found);
        assert_int_equal(find(r, "mime-damaged") != NULL, rows[i].damaged);
        if (rows[i].found)
            assert_string_equal(qp_result_question(r, 0)->author.name.data, "Jeanne Martin");
        qp_result_free(r);
    }
}

/* A mail that is a text is read as one: each line stands for itself. */
static void mail_of_text(void **state) {
    (void)state;
    qp_result *r = parse("From: a@b.fr\nMIME-Version: 1.0\n"
                         "Content-Type: text/plain; charset=utf-8\n\n" PENDING, NULL);
    assert_int_equal(qp_result_count(r), 1);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(qp_result_diagnostic_count(r), 0);
    assert_string_equal(q->author.name.data, "Jeanne Martin");
    assert_string_equal(q->title.data, "Le titre");
    assert_int_equal(q->status, QP_PENDING);
    qp_result_free(r);
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

#define SENATE(person, dates) \
    "16e législature\n\nQuestion écrite n°03705 - 16e législature\n\nLe port\n\n" person "\n\n" \
    "M. Jean Roux interroge M. le ministre de la mer sur le port.\n\n" dates \
    "Page mise à jour le 3 mars 2023\n"
#define PERSON "Question de M. ROUX Jean (Rhône - GEST)"
#define ANSWER "Réponse du Ministère de la mer publiée le 12/12/2022\n\nLe port est ouvert.\n\n"
#define DATES(answered) \
    "Publiée dans le JO Sénat du 10/11/2022 - page 5601\n\nRéponse du Ministère de la mer publiée le " \
    answered "\n\nLe port est ouvert.\n\nPubliée dans le JO Sénat du " answered " - page 6001\n\n"

static void pages_of_the_senate(void **state) {
    static const struct {
        const char *page;
        enum qp_site site;
        size_t count;
        const char *finding;
    } rows[] = {
        {SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2022")), QP_SITE_NONE, 1, NULL},
        {SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2022")), QP_SENAT, 1, NULL},
        {SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2022")), QP_ASSEMBLEE, 0, "not-a-question"},
        {SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2022")), QP_NOSDEPUTES, 0, "not-a-question"},
        {SENATE(PERSON "\npubliée le 10/11/2022", DATES("12/12/2022")), QP_SITE_NONE, 1, NULL},
        {SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2021")), QP_SITE_NONE, 1,
         "answer-before-question"},
        {PENDING, QP_NOSSENATEURS, 1, NULL},
        {"Jeanne Martin\nQuestion écrite N° 12 au Travail\n\nLe titre\n", QP_NOSSENATEURS, 1,
         "truncated"},
        {PENDING, QP_SENAT, 0, "not-a-question"},
        {PENDING, QP_NOSDEPUTES, 0, "not-a-question"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_options options = {.site = rows[i].site};
        qp_result *r = parse(rows[i].page, &options);
        assert_int_equal(qp_result_count(r), rows[i].count);
        if (rows[i].finding)
            assert_non_null(find(r, rows[i].finding));
        else
            assert_int_equal(qp_result_diagnostic_count(r), 0);
        if (rows[i].count && rows[i].site != QP_NOSSENATEURS) {
            const qp_question *q = qp_result_question(r, 0);
            assert_string_equal(q->number.data, "03705");
            assert_string_equal(q->author.name.data, "Jean ROUX");
            assert_string_equal(q->author.group.data, "GEST");
            assert_int_equal(q->body.date.day, 10);
            assert_int_equal(q->unparsed_count, 0);
            assert_int_equal(q->response.blocks.count, 1);
        }
        qp_result_free(r);
    }
}

static size_t count_said(const qp_result *r, const char *code) {
    size_t count = 0;
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++)
        count += strcmp(qp_result_diagnostic(r, i)->code, code) == 0;
    return count;
}

/* "Question N° 12" is of NosDéputés.fr, "Question écrite N° 12" of NosSénateurs.fr. What is left
 * out is told, and none of it comes into the record: not even its address. */
static void questions_of_another_site(void **state) {
#define DEPUTY "Paul Durand\nQuestion N° 13 au Ministère de la mer\n\n" \
               "Question soumise le 4 mars 2012\n\nM. Paul Durand interroge le ministre.\n\n" \
               "Réponse\n\nCette question n'a pas encore de réponse.\n\n" TAIL
    static const struct {
        const char *page, *number;
        enum qp_site site;
        size_t line;
        const char *message;
    } rows[] = {
        {PENDING DEPUTY, "12", QP_NOSSENATEURS, 18,
         "a question of nosdeputes.fr is left out, as the site is given as nossenateurs.fr; give "
         "none to read it"},
        {PENDING DEPUTY, "13", QP_NOSDEPUTES, 2,
         "a question of nossenateurs.fr is left out, as the site is given as nosdeputes.fr; give "
         "none to read it"},
        {"<link rel=\"canonical\" href=\"https://www.nossenateurs.fr/question/15/12\">\n"
         HTML("<p>a</p>") "<div class=\"question\" id=\"question13-00013\"><h1>Paul Durand<br>Question "
         "N° 13 au Ministère de la mer</h1><div id=\"question\"><h2>Question soumise le 4 mars 2012</h2>"
         "<p>Le port.</p></div><div id=\"reponse\"><h2>Réponse</h2><p>Cette question n'a pas encore de "
         "réponse.</p></div></div><div class=\"commentaires\"><h3>Aucun commentaire n'a encore été "
         "formulé sur cette question.</h3></div>", "13", QP_NOSDEPUTES, 2, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_options options = {.site = rows[i].site};
        qp_result *r = parse(rows[i].page, &options);
        assert_int_equal(qp_result_count(r), 1);
        assert_string_equal(qp_result_question(r, 0)->number.data, rows[i].number);
        assert_int_equal(qp_result_question(r, 0)->unparsed_count, 0);
        assert_int_equal(qp_result_question(r, 0)->url.size, 0);
        assert_int_equal(count_said(r, "other-site"), 1);
        assert_null(find(r, "several-questions"));
        assert_int_equal(find(r, "other-site")->line, rows[i].line);
        if (rows[i].message)
            assert_string_equal(find(r, "other-site")->message, rows[i].message);
        qp_result_free(r);
    }
    qp_options options = {.site = QP_NOSSENATEURS, .keep_lines = true};
    qp_result *r = parse(PENDING DEPUTY, &options);
    char *lines = NULL;
    size_t size = 0;
    assert_int_equal(qp_explain(r, false, &lines, &size), 0);
    assert_non_null(strstr(lines, "    17  -                      Paul Durand\n"));
    qp_free(lines);
    qp_result_free(r);
#undef DEPUTY
}

/* Two pages of a chamber below one of NosSénateurs.fr: that there are several is said once. */
static void several_families(void **state) {
    static const char *const pages[] = {
        PENDING SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2022"))
            SENATE(PERSON " publiée le 10/11/2022", DATES("12/12/2022")),
        PENDING SENATE(PERSON "\npubliée le 10/11/2022", ANSWER)
            SENATE(PERSON "\npubliée le 10/11/2022", ANSWER),
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        qp_result *r = parse(pages[i], NULL);
        assert_int_equal(qp_result_count(r), 3);
        assert_string_equal(qp_result_question(r, 0)->number.data, "12");
        assert_string_equal(qp_result_question(r, 1)->number.data, "03705");
        assert_string_equal(qp_result_question(r, 2)->number.data, "03705");
        assert_int_equal(count_said(r, "several-questions"), 1);
        qp_result_free(r);
    }
}

/* On a sheet of its own a chamber's page begins behind the form feed, not on the line before. */
static void last_sheet_of_another_family(void **state) {
    (void)state;
    qp_result *r = parse(PENDING "\f" SENATE(PERSON " publiée le 10/11/2022", ANSWER), NULL);
    size_t line = 1;
    for (const char *p = PENDING; (p = strchr(p, '\n')); p++)
        line++;
    assert_int_equal(qp_result_count(r), 2);
    assert_int_equal(qp_result_diagnostic_count(r), 1);
    const qp_diagnostic *d = qp_result_diagnostic(r, 0);
    assert_string_equal(d->code, "several-questions");
    assert_int_equal(d->line, line);
    assert_int_equal(d->column, 2);
    qp_result_free(r);
}

/* Two pages of senat.fr, of which the first has a paragraph of one sign and words below its tail. */
static void pages_of_a_chamber(void **state) {
    (void)state;
    qp_result *r = parse(SENATE(PERSON " publiée le 10/11/2022", ANSWER) "Le Sénat et vous\n\n"
                         SENATE(PERSON " publiée le 10/11/2022", ANSWER "X\n\n"), NULL);
    assert_int_equal(qp_result_count(r), 2);
    assert_int_equal(count_said(r, "several-questions"), 1);
    const qp_question *first = qp_result_question(r, 0), *second = qp_result_question(r, 1);
    assert_int_equal(first->response.blocks.count, 1);
    assert_int_equal(second->response.blocks.count, 2);
    assert_string_equal(second->response.blocks.items[1].text.data, "X");
    qp_result_free(r);
}

/* The oral question of a number is another than the written one of the same. */
static void transformed_into_its_number(void **state) {
    (void)state;
    qp_result *r = parse(HEAD "Cette question a été transformée en question N° S12.\n\n" BODY
                         "Réponse\n\nCette question n'a pas encore de réponse.\n\n" TAIL, NULL);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(q->status, QP_TRANSFORMED);
    assert_int_equal(q->relation_count, 1);
    assert_string_equal(q->author.civility.data, "Mme");
    qp_result_free(r);
}

/* "2 commentaires :" in an answer is a paragraph of it, where comments stand below another. */
static void comments_within_an_answer(void **state) {
    (void)state;
    qp_result *r = parse(HEAD BODY "Réponse émise le 4 avril 2012\n\nOn lit :\n\n2 commentaires :\n\n"
                         "Oui.\n\n1 commentaire :\n\nLe 12/04/2012 à 10:22, Anonyme a dit :\n\nMerci.\n\n"
                         "Inscription\n", NULL);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(q->response.blocks.count, 3);
    assert_int_equal(q->comment_count, 1);
    assert_int_equal(q->comment_item_count, 1);
    qp_result_free(r);
}

#define TOP(above, heading, title) \
    above "Question écrite N° 12 au Ministère du travail" heading "\n\n" title "\n\n" \
    "Question soumise le 3 mars 2012\n\n" BODY
#define NONE_YET "Cette question n'a pas encore de réponse.\n\n"
#define NAME "Jeanne Martin\n"
#define NOT_YET "Réponse\n\n" NONE_YET TAIL
#define OLD "Question écrite N° 12 au Ministère du travail"
#define SUBMITTED "Question soumise le 3 mars 2012\n\n"

/* Pages of NosSénateurs.fr in text that lack something or have more than others. */
static void unusual_pages(void **state) {
    static const struct {
        const char *page, *author, *title;
        enum qp_status status;
        const char *finding;
    } rows[] = {
        {TOP("Menu 12\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, NULL, "Le titre", QP_PENDING,
         "author-missing"},
        {TOP("Menu :\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, NULL, "Le titre", QP_PENDING,
         "author-missing"},
        {TOP("Qui ?\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, NULL, "Le titre", QP_PENDING,
         "author-missing"},
        {TOP("Moi !\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, NULL, "Le titre", QP_PENDING,
         "author-missing"},
        {TOP("[menu\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, NULL, "Le titre", QP_PENDING,
         "author-missing"},
        {TOP("le_menu\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, NULL, "Le titre", QP_PENDING,
         "author-missing"},
        {TOP("Un deux trois quatre cinq six sept huit neuf dix\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL,
         NULL, "Le titre", QP_PENDING, "author-missing"},
        {TOP("Celuidontlenomestsansfinetleprenomaussicommeilconvientaquisenommesoimemeetquinaguereletempsdendire"
             "plusquecelanesefaitpasetencoremoinssecrit\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL,
         NULL, "Le titre", QP_PENDING, "author-missing"},
        {TOP(NAME "--------------\n", "", "Le titre") "Réponse\n\n" NONE_YET TAIL, "Jeanne Martin", "Le titre",
         QP_PENDING, "unparsed-line"},
        {TOP(NAME, "", "Photo de Jeanne Martin\n\nLe titre") "Réponse\n\n" NONE_YET TAIL, "Jeanne Martin",
         "Le titre", QP_PENDING, NULL},
        {TOP(NAME, "", "Le titre\nqui va loin") "Réponse\n\n" NONE_YET TAIL, "Jeanne Martin",
         "Le titre qui va loin", QP_PENDING, NULL},
        {TOP(NAME, "", "Le titre") "Retirée le 30 juin 2013 (fin de mandat)\n\n" TAIL, "Jeanne Martin", "Le titre",
         QP_WITHDRAWN, "status-conflict"},
        {TOP(NAME, " (caduque)", "Le titre") "Retirée (caduque)\n\n" TAIL, "Jeanne Martin", "Le titre", QP_LAPSED,
         NULL},
        {TOP(NAME, " (caduque)", "Le titre") "Réponse\n\n" NONE_YET TAIL, "Jeanne Martin", "Le titre", QP_PENDING,
         "status-conflict"},
        {TOP(NAME, " (retirée)", "Le titre") "Réponse à venir le 3 mai 2031\n\n" NONE_YET TAIL, "Jeanne Martin",
         "Le titre", QP_ANNOUNCED, "status-conflict"},
        {TOP(NAME, "", "Le titre") "Réponse\n\n" NONE_YET "être informé par e-mail de la réponse\n\n" TAIL,
         "Jeanne Martin", "Le titre", QP_PENDING, NULL},
        {TOP(NAME, "", "Le titre") "Réponse\n", "Jeanne Martin", "Le titre", QP_STATUS_NONE, "truncated"},
        {TOP(NAME, "", "Le titre") "Réponse émise le 1er mai 2011\n\nOui.\n\n" TAIL, "Jeanne Martin", "Le titre",
         QP_ANSWERED, "answer-before-question"},
        {TOP(NAME, "", "Le titre") "Réponse émise le 31 mai 2012\n\n" TAIL, "Jeanne Martin", "Le titre", QP_ANSWERED,
         "answer-empty"},
        {HEAD BODY "Réponse\n\nÊtre alerté lorsque cette question aura une réponse\n\nEmail\n\n"
         "par email\n\n" NONE_YET TAIL, "Jeanne Martin", "Le titre", QP_PENDING, NULL},
        {HEAD BODY "Réponse\n\n" TAIL, "Jeanne Martin", "Le titre", QP_PENDING, NULL},
        {HEAD BODY "Retirée le 30 juin 2013\n\nRéponse émise le 31 mai 2012\n\nOui.\n\n" TAIL,
         "Jeanne Martin", "Le titre", QP_WITHDRAWN, "ambiguous-label"},
        {HEAD TAIL, "Jeanne Martin", "Le titre", QP_STATUS_NONE, "truncated"},
        {HEAD "3 mars 2012, et le port est fermé depuis.\n\n" NOT_YET, "Jeanne Martin",
         "Le titre", QP_PENDING, NULL},
        {HEAD "3 mars 2012\n\n" NOT_YET, "Jeanne Martin", "Le titre", QP_PENDING,
         "date-replaced-text"},
        {NAME OLD "\n\nLe titre\n\nQuestion soumise le\n\n" BODY
         "Réponse émise le 31 mai 2012\n\nOui.\n\n" TAIL, "Jeanne Martin", "Le titre",
         QP_ANSWERED, "date-invalid"},
        /* a line of 2009 above one of 2010 */
        {OLD "\nPar Jeanne Martin, le 2012-03-03\n\nLe titre\n\n" SUBMITTED BODY NOT_YET,
         "Jeanne Martin", "Le titre", QP_PENDING, NULL},
        {NAME OLD "\nLe 3 mars 2012\n\nLe titre\n\n" SUBMITTED BODY NOT_YET,
         "Jeanne Martin", "Le titre", QP_PENDING, "unparsed-line"},
        {NAME OLD "\n\nLe titre\n\nLe 3 mars 2012\n\n" SUBMITTED BODY NOT_YET,
         "Jeanne Martin", "Le titre", QP_PENDING, "unparsed-line"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        qp_result *r = parse(rows[i].page, NULL);
        const qp_question *q = qp_result_question(r, 0);
        assert_int_equal(qp_result_count(r), 1);
        const char *author = q->author.name.data;
        if (rows[i].author ? !author || strcmp(author, rows[i].author) != 0 : author != NULL)
            fail_msg("row %zu: by %s", i, author ? author : "nobody");
        assert_string_equal(q->title.data, rows[i].title);
        assert_int_equal(q->status, rows[i].status);
        if (rows[i].finding && !find(r, rows[i].finding))
            fail_msg("row %zu: no %s", i, rows[i].finding);
        if (!rows[i].finding && qp_result_diagnostic_count(r))
            fail_msg("row %zu: %s", i, qp_result_diagnostic(r, 0)->message);
        qp_result_free(r);
    }
}

/* A heading that was wrapped, of a question whose number the site had lost. */
static void wrapped_heading(void **state) {
    (void)state;
    qp_result *r = parse(NAME "Question écrite N° au Ministère du travail et\nde la sieste\n\n"
                         "Le titre\n\n" SUBMITTED BODY NOT_YET, NULL);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(qp_result_diagnostic_count(r), 1);
    assert_non_null(find(r, "number-missing"));
    assert_null(q->number.data);
    assert_string_equal(q->ministry.displayed.data, "Ministère du travail et de la sieste");
    assert_string_equal(q->title.data, "Le titre");
    qp_result_free(r);
}

#define MARKUP(above, body) \
    "<div class=\"question\" id=\"question15-00012\">" above "<h1>" OLD "</h1>" \
    "<div id=\"question\"><h2>" SUBMITTED "</h2>" body "</div>" \
    "<div id=\"reponse\"><h2>Réponse</h2><p>" NONE_YET "</p></div></div>" \
    "<div class=\"commentaires\"><h3>Aucun commentaire n'a encore été formulé sur cette " \
    "question.</h3></div>"

/* In markup a name is a heading; a text that begins with a table opens with no sentence. */
static void unusual_markup(void **state) {
    (void)state;
    qp_result *r = parse(MARKUP("<p>Jeanne Martin</p>", "<p>" BODY "</p>"), NULL);
    assert_int_equal(qp_result_count(r), 1);
    const qp_question *q = qp_result_question(r, 0);
    assert_non_null(find(r, "author-missing"));
    assert_null(q->author.name.data);
    assert_string_equal(q->addressee.data, "M. le ministre du travail");
    qp_result_free(r);
    r = parse(MARKUP("<h1>Jeanne Martin</h1>", "<table><tr><td>" BODY "</td><td>12</td></tr>"
                     "</table><p>Voici le tableau.</p>"), NULL);
    q = qp_result_question(r, 0);
    assert_int_equal(qp_result_diagnostic_count(r), 0);
    assert_string_equal(q->author.name.data, "Jeanne Martin");
    assert_int_equal(q->body.blocks.count, 2);
    assert_int_equal(q->body.blocks.items[0].type, QP_TABLE);
    assert_null(q->addressee.data);
    qp_result_free(r);
}

/* A comment whose author gave an empty name. */
static void nameless_comment(void **state) {
    (void)state;
    qp_result *r = parse(HEAD BODY "Réponse\n\n" NONE_YET "1 commentaire :\n\n"
                         "Le 12/03/2012 à 10:22, a dit :\n\nUn mot.\n\n"
                         "Vous trouvez ce commentaire constructif : non neutre oui\n\n"
                         "Inscription\n", NULL);
    const qp_question *q = qp_result_question(r, 0);
    assert_int_equal(qp_result_diagnostic_count(r), 0);
    assert_int_equal(q->comment_item_count, 1);
    assert_null(q->comments[0].author.data);
    assert_int_equal(q->comments[0].date.minute, 22);
    assert_string_equal(q->comments[0].text.data, "Un mot.");
    qp_result_free(r);
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

/* What the page of an error says counts where it stands near the start. */
static void other_pages(void **state) {
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
    r = parse(HTML("<p>a</p>"), &options);
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
    strcpy(page + len, " entre autres. Cette question a été transformée en question N° S123.\n\nRéponse\n\n"
                       "Cette question n'a pas encore de réponse.\n\n" TAIL);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes),       cmocka_unit_test(limits),
        cmocka_unit_test(questions_of_another_site),
        cmocka_unit_test(several),        cmocka_unit_test(places_in_text),
        cmocka_unit_test(places_in_html), cmocka_unit_test(places_in_mhtml),
        cmocka_unit_test(mail),           cmocka_unit_test(the_table),
        cmocka_unit_test(file_names),     cmocka_unit_test(pages_of_the_senate),
        cmocka_unit_test(unusual_pages),  cmocka_unit_test(options_of_the_caller),
        cmocka_unit_test(many_relations), cmocka_unit_test(several_families),
        cmocka_unit_test(pages_of_a_chamber), cmocka_unit_test(comments_within_an_answer),
        cmocka_unit_test(transformed_into_its_number),
        cmocka_unit_test(unusual_markup), cmocka_unit_test(nameless_comment),
        cmocka_unit_test(explanation),    cmocka_unit_test(other_pages),
        cmocka_unit_test(mail_of_text),   cmocka_unit_test(wrapped_heading),
        cmocka_unit_test(last_sheet_of_another_family),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
