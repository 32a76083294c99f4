/* Small pages of the chambers, in text and in markup, that lack something or hold more than
 * others: what becomes of each line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    const char *page;
    const char *findings; /* their codes, in the order of the page */
    const char *json;     /* parts of the first record, a '|' between them, ` for " */
};

/* Each code with a space behind it. */
static void codes_of(const qp_result *r, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++) {
        len += (size_t)snprintf(out + len, size - len, "%s ", qp_result_diagnostic(r, i)->code);
        assert_true(len < size);
    }
}

static void expect_parts(const struct row *row, const qp_question *q) {
    char *json, parts[1000];
    size_t size;
    assert_int_equal(qp_emit(q, QP_JSONL, QP_ALONE, &json, &size), 0);
    assert_true(strlen(row->json) < sizeof parts);
    strcpy(parts, row->json);
    for (char *p = parts; (p = strchr(p, '`'));)
        *p = '"';
    for (const char *part = parts; *part;) {
        size_t n = strcspn(part, "|");
        if (!memmem(json, size, part, n))
            fail_msg("no %.*s in\n%.*sof\n%s", (int)n, part, (int)size, json, row->page);
        part += n + (part[n] == '|');
    }
    qp_free(json);
}

static void expect_rows(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        char codes[1000];
        qp_result *r = qp_parse(row->page, strlen(row->page), NULL);
        assert_non_null(r);
        codes_of(r, codes, sizeof codes);
        if (strcmp(codes, row->findings) != 0)
            fail_msg("findings \"%s\" instead of \"%s\" for\n%s", codes, row->findings, row->page);
        size_t records = strstr(codes, "several-questions") ? 2 : 1;
        if (qp_result_count(r) != records)
            fail_msg("%zu records of\n%s", qp_result_count(r), row->page);
        expect_parts(row, qp_result_question(r, 0));
        qp_result_free(r);
    }
}

#define EXPECT(rows) expect_rows(rows, sizeof(rows) / sizeof *(rows))

#define AMBIGUOUS "ambiguous-label "
#define UNPARSED "unparsed-line "

#define PARAGRAPH(text) "{`type`:`paragraph`,`text`:`" text "`}"

/* ---- senat.fr ---- */

#define ASKED "M. Jean Roux interroge M. le ministre de la mer sur le port."
#define BELOW_HEADING "publiée dans le JO Sénat du 13/03/2008 - page 498"
#define UNTIL_2022(rest) \
    "13ème législature\n\nQuestion écrite n° 03705 de M. Jean Roux (Rhône - UMP)\n" \
    BELOW_HEADING "\n\n" ASKED "\n\n" rest "Plan du site - Mentions légales\n"
#define NUMBERED_2023 "16e législature\n\nQuestion écrite n°03705 - 16e législature\n\n"
#define BY_ROUX_2023 \
    "Question de M. ROUX Jean (Rhône - GEST) publiée le 10/11/2022\n\n" ASKED "\n\n"
#define SINCE_2023(rest) NUMBERED_2023 BY_ROUX_2023 rest "Page mise à jour le 3 mars 2023\n"
#define LAPSED "La question est caduque\n\n"

/* The date of a section below its text ends the text only where it is the same and tells a page
 * that is not known yet. */
static void dates_of_the_senate(void **state) {
#define JO "Publiée dans le JO Sénat du "
    static const struct row rows[] = {
        {UNTIL_2022(JO "13/03/2008 - page 499\n\nIl attend.\n\n" LAPSED), AMBIGUOUS,
         "`page`:`498`,`blocks`:[" PARAGRAPH(ASKED) "," PARAGRAPH(JO "13/03/2008 - page 499") ","
         PARAGRAPH("Il attend.") "]"},
        {UNTIL_2022("Réponse du Ministère de la mer\n" JO "01/05/2008 - page 868\n\nOui.\n\n"
                    JO "01/05/2008 - page 869\n\nNon.\n\n"), AMBIGUOUS,
         "`page`:`868`,`expected`:null,`blocks`:[" PARAGRAPH("Oui.") ","
         PARAGRAPH(JO "01/05/2008 - page 869") "," PARAGRAPH("Non.") "]"},
        {SINCE_2023(JO "31/02/2022 - page 5601\n\n" LAPSED), AMBIGUOUS,
         "`date`:`2022-11-10`,`page`:null|" PARAGRAPH(JO "31/02/2022 - page 5601")},
        {SINCE_2023(JO "10/11/2022\n\n" LAPSED), AMBIGUOUS,
         "`date`:`2022-11-10`,`page`:null|" PARAGRAPH(JO "10/11/2022")},
        {SINCE_2023(JO "10/11/2022 - page 5601\n\n" LAPSED), "",
         "`date`:`2022-11-10`,`page`:`5601`,`blocks`:[" PARAGRAPH(ASKED) "]"},
        {SINCE_2023("- page 5601\n\nRéponse du Ministère de la mer publiée le 02/02/2023\n\n"
                    "Oui.\n\n" JO "02/02/2023 - page 712\n\n"), "",
         "`date`:`2023-02-02`,`page`:`712`,`expected`:null,`blocks`:[" PARAGRAPH("Oui.") "]"},
    };
    (void)state;
    EXPECT(rows);
}

/* A button, a mark and a line of no meaning below the question. */
static void between_texts(void **state) {
    static const struct row rows[] = {
        {SINCE_2023("- page 5601\n\nPartager cette page\n\n"
                    "Réponse du Ministère de la mer publiée le 02/02/2023\n\nOui.\n\n"), "",
         "`page`:`5601`,`blocks`:[" PARAGRAPH(ASKED) "]|`blocks`:[" PARAGRAPH("Oui.") "]"},
        {SINCE_2023("- page 5601\n\n>\n\n" LAPSED), "", "`status`:`lapsed`|`unparsed`:[]"},
        {SINCE_2023("- page 5601\n\n)\n\n" LAPSED), UNPARSED, "`status`:`lapsed`|`text`:`)`}]"},
        {NUMBERED_2023 BY_ROUX_2023 "Partager cette page\n\nA\n\n", "",
         "`blocks`:[" PARAGRAPH(ASKED) "]|`unparsed`:[]"},
        /* lines of the text that begin like a mark, or are as short */
        {UNTIL_2022("> Un.\n\n: deux\n\nA\n\n" LAPSED), "",
         "`blocks`:[" PARAGRAPH(ASKED) "," PARAGRAPH("> Un.") "," PARAGRAPH(": deux") ","
         PARAGRAPH("A") "]"},
    };
    (void)state;
    EXPECT(rows);
}

#define DELEGATE "Réponse de M. le ministre délégué"
#define OF_THE_SEA "Réponse du Ministère de la mer"

/* Who answers, in a line that is no label by its words alone. */
static void answers_of_the_senate(void **state) {
    static const struct row rows[] = {
        {SINCE_2023("- page 5601\n\n" DELEGATE " publiée le 02/02/2023\n\nOui.\n\n"), "",
         "`answering`:`M. le ministre délégué`|`response`:{`date`:`2023-02-02`"},
        {SINCE_2023("- page 5601\n\n" DELEGATE " publiée le 31/02/2023\n\nOui.\n\n"),
         UNPARSED UNPARSED, "`response`:null"},
        {SINCE_2023("- page 5601\n\n" DELEGATE " publiée le 02/02/2023 dans le Journal "
                    "officiel\n\nOui.\n\n"), UNPARSED UNPARSED, "`response`:null"},
        {UNTIL_2022(DELEGATE "\n\nVoir la vidéo\n\n"), "",
         PARAGRAPH(ASKED) "," PARAGRAPH(DELEGATE) "]|`response`:null"},
    };
    (void)state;
    EXPECT(rows);
}

#define MARKUP(content) \
    "<!DOCTYPE html><html><head><title>Le port</title></head><body><!-- START : primary -->" \
    "<h1>Le port</h1><h2>13ème législature</h2><h2>Question écrite n° 03705 de <b>M. Jean Roux" \
    "</b> (Rhône - UMP)</h2><h3>" BELOW_HEADING "</h3><p>" ASKED "</p>" content \
    "<!-- END : primary --></body></html>"

/* Where labels are headings, a paragraph that reads like one stays text. */
static void headings_of_the_senate(void **state) {
#define AWAITED "En attente de réponse du Ministère de la santé"
    static const struct row rows[] = {
        {MARKUP("<p>" AWAITED "</p><h2>" OF_THE_SEA "</h2><p>Oui.</p>"), "",
         PARAGRAPH(ASKED) "," PARAGRAPH(AWAITED) "]|`answering`:`Ministère de la mer`"},
        {MARKUP("<p>" DELEGATE "</p><h2>" OF_THE_SEA "</h2><p>Oui.</p>"), "",
         PARAGRAPH(ASKED) "," PARAGRAPH(DELEGATE) "]|`answering`:`Ministère de la mer`"},
        {MARKUP("<p>" OF_THE_SEA " publiée le 01/04/2008</p><h2>" OF_THE_SEA "</h2><p>Oui.</p>"),
         "",
         PARAGRAPH(OF_THE_SEA " publiée le 01/04/2008") "]|`response`:{`date`:null"},
        {MARKUP("<p>" DELEGATE " publiée le 01/04/2008</p><h2>" OF_THE_SEA "</h2><p>Oui.</p>"), "",
         PARAGRAPH(DELEGATE " publiée le 01/04/2008") "]|`response`:{`date`:null"},
        {MARKUP("<p>" OF_THE_SEA "</p><p>Oui.</p>"), "",
         PARAGRAPH(OF_THE_SEA) "," PARAGRAPH("Oui.") "]|`response`:null"},
        {MARKUP("<p>" OF_THE_SEA " publiée le 01/05/2008</p><p>Oui.</p>"), "",
         "`answering`:`Ministère de la mer`|`response`:{`date`:`2008-05-01`"},
        {MARKUP("<p>" DELEGATE " publiée le 01/05/2008</p><p>Oui.</p>"), "",
         "`answering`:`M. le ministre délégué`|`response`:{`date`:`2008-05-01`"},
        {MARKUP("<p>" OF_THE_SEA " publiée le 31/02/2008</p><p>Oui.</p>"), "",
         PARAGRAPH(OF_THE_SEA " publiée le 31/02/2008") "|`response`:null"},
        {MARKUP("<p>" OF_THE_SEA " publiée le 01/05/2008 dans le Journal officiel</p>"), "",
         PARAGRAPH(OF_THE_SEA " publiée le 01/05/2008 dans le Journal officiel")
         "|`response`:null"},
        {MARKUP("<p>" DELEGATE "</p>"), "",
         PARAGRAPH(ASKED) "," PARAGRAPH(DELEGATE) "]|`response`:null"},
    };
    (void)state;
    EXPECT(rows);
}

/* The author's line, in one piece and in several. */
static void names_of_the_senate(void **state) {
#define NAMED(line) "13ème législature\n\n" line BELOW_HEADING "\n\n" ASKED "\n\n" LAPSED
#define ORAL "Question orale sans débat n° 0123S de "
#define ROUX(group) \
    "`name`:`Jean Roux`,`civility`:`M.`,`group`:" group ",`constituency`:`Rhône`"
    static const struct row rows[] = {
        {NAMED(ORAL "M. Ysé\nde La Tour du Breuil (Lozère - RDSE)\n"), "",
         "`name`:`Ysé de La Tour du Breuil`,`civility`:`M.`,`group`:`RDSE`"},
        {NAMED(ORAL "M. Jean Roux (Rhône -\nUMP)\n"), "", ROUX("`UMP`")},
        {NAMED(ORAL "\n\nM. Jean Roux\n\n(Rhône - UMP)\n\n"), "", ROUX("`UMP`")},
        {NAMED(ORAL "\n\nM. Jean Roux (Rhône)\n\n"), "", ROUX("null")},
        {NAMED(ORAL "M. Jean Roux (Rhône - UMP)\nLe port\n"), "",
         ROUX("`UMP`") "|`title`:`Le port`"},
        {NAMED("Question n° 12\nQuestion écrite\nde Anne Petit (Paris - SOC)\n"), "",
         "`type`:`QE`|`name`:`Anne Petit`"},
    };
    (void)state;
    EXPECT(rows);
}

/* "Question de M. X (Rhône - GEST)", whose date stands below it, and what is none. */
static void dates_below_the_author(void **state) {
#define NOT_DATED UNPARSED UNPARSED UNPARSED "truncated "
#define ASKED_UNPARSED "`name`:null|`blocks`:[]|{`line`:8,`text`:`" ASKED "`}]"
#define BELOW(author, line) \
    NUMBERED_2023 "Question de " author "\n" line " le 10/11/2022\n\n" ASKED \
    "\n\n- page 5601\n\n" LAPSED
    static const struct row rows[] = {
        {BELOW("M. ROUX Jean (Rhône - GEST)", "publiée"), "",
         "`name`:`Jean ROUX`|`date`:`2022-11-10`"},
        {BELOW("M. ROUX Jean (Rhône - GEST)", "posée"), NOT_DATED, ASKED_UNPARSED},
        {BELOW("M. ROUX Jean (Rhône - GEST) et autres", "publiée"), NOT_DATED, ASKED_UNPARSED},
        {BELOW("M. ROUX Jean", "publiée"), NOT_DATED, ASKED_UNPARSED},
        {BELOW("la commune", "publiée"), NOT_DATED, ASKED_UNPARSED},
    };
    (void)state;
    EXPECT(rows);
}

/* Each line that no rule took is kept, but not each is told. */
static void many_unparsed_lines(void **state) {
    enum { LINES = 25, TOLD = 20 };
    char page[4096] = NUMBERED_2023 BY_ROUX_2023 "- page 5601\n\n";
    size_t len = strlen(page);
    (void)state;
    for (int i = 0; i < LINES; i++)
        len += (size_t)sprintf(page + len, "Rebut %d\n\n", i);
    strcpy(page + len, LAPSED);
    qp_result *r = qp_parse(page, strlen(page), NULL);
    assert_non_null(r);
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

/* ---- assemblee-nationale.fr ---- */

#define FERRAND "Mme Lucie Ferrand (Bretagne - Écologiste et Social)"
#define BACS "Mme Lucie Ferrand interroge M. le ministre de la mer sur les bacs."
#define CURRENT(title, dates, rest) \
    "Question écrite n°345 : " title "\n17ème Législature\n" dates "\nQuestion de : " FERRAND \
    "\n\n" BACS "\n\n" rest "Données clés\n\nAuteur : " FERRAND "\n\npartager\n"
#define DATES \
    "Publication de la question au Journal Officiel du 5 novembre 2024, page 5801\n" \
    "Publication de la réponse au Journal Officiel du 4 février 2025, page 512\n"

/* The line between the two texts, whose date the page has told above them. */
static void current_pages(void **state) {
#define LONG_TITLE "Bacs du littoral : entretien des bacs, des quais"
#define ANSWERED_ON "`response`:{`date`:`2025-02-04`,`page`:"
    static const struct row rows[] = {
        {CURRENT("Bacs", DATES, "Réponse publiée le 4 février 2025\n\nOui.\n\n"), "",
         "[" PARAGRAPH(BACS) "]|" ANSWERED_ON "`512`,`expected`:null,`blocks`:[" PARAGRAPH("Oui.")},
        {CURRENT("Bacs", DATES, "Réponse publiée le\n\n4 février 2025\n\nOui.\n\n"), "",
         "[" PARAGRAPH(BACS) "]|" ANSWERED_ON "`512`|" PARAGRAPH("Oui.") "]},`withdrawal`"},
        {CURRENT("Bacs", DATES, "Réponse publiée le 31 février 2025\n\nOui.\n\n"),
         "answer-empty " AMBIGUOUS,
         PARAGRAPH(BACS) "," PARAGRAPH("Réponse publiée le 31 février 2025") ","
         PARAGRAPH("Oui.") "]"},
        {CURRENT("Bacs", "", "Réponse publiée le 4 février 2025\n\nOui.\n\n"), "",
         "`body`:{`date`:null|" ANSWERED_ON "null"},
        {CURRENT(LONG_TITLE "\net des cales", DATES, "Réponse publiée le 4 février 2025\n\n"),
         "answer-empty ", "`title`:`" LONG_TITLE " et des cales`"},
    };
    (void)state;
    EXPECT(rows);
}

#define SOURCES "M. Adrien Lacombe interroge M. le ministre sur les sources."
#define LACOMBE "`name`:`Adrien Lacombe`,`civility`:`M.`,`group`:`SOC`,`constituency`:`Aude`"

static void pages_since_2012(void **state) {
#define SINCE_2012(head, texts) \
    "15ème législature\n\nQuestion N° 9876\n" head "Question publiée au JO le : 12/06/2018 " \
    "page : 4901\n" texts "\n\nImprimer\n\nFormat PDF\n"
#define HEAD "de M. Adrien Lacombe (SOC - Aude)\nQuestion écrite\n"
#define BODY "Texte de la question\n\n" SOURCES
#define RENEWED "Date de renouvellement : 18/09/2018\n"
#define RENEWAL "{`type`:`renewed`,`date`:`2018-09-18`,`detail`:null}"
    static const struct row rows[] = {
        /* the exchange of a QG is its answer */
        {SINCE_2012(HEAD, "Texte de la réponse\n\nM. Adrien Lacombe. Et les sources ?"), "",
         "`status`:`answered`|`page`:`4901`,`blocks`:[]}|`blocks`:["
         PARAGRAPH("M. Adrien Lacombe. Et les sources ?") "]"},
        {SINCE_2012("de M. Adrien Lacombe\n(SOC - Aude)\nQuestion écrite\n", BODY), "", LACOMBE},
        {SINCE_2012("Question\nécrite\n", BODY), UNPARSED UNPARSED,
         "`type`:null|[{`line`:4,`text`:`Question`},{`line`:5,`text`:`écrite`}]"},
        {SINCE_2012(HEAD RENEWED "\n(à la demande du groupe)\n", BODY), UNPARSED,
         "[" RENEWAL "]|`text`:`(à la demande du groupe)`}]"},
        {SINCE_2012(HEAD RENEWED "25/09/2018\n", BODY), "",
         RENEWAL ",{`type`:`renewed`,`date`:`2018-09-25`,`detail`:null}]"},
        {SINCE_2012(HEAD, "Texte de la question\n\n" SOURCES "\t12\nCaptages\t3"), "",
         "`addressee`:null|`rows`:[[`" SOURCES "`,`12`],[`Captages`,`3`]]"},
        {SINCE_2012(HEAD, BODY "\n\nSources\t12\nCaptages\t3\t4"), "",
         PARAGRAPH(SOURCES) "|`rows`:[[`Sources`,`12`],[`Captages`,`3`,`4`]]"},
        {SINCE_2012(HEAD, "Texte de la question : " SOURCES "\n\nTexte de la réponse : Oui."), "",
         "`blocks`:[" PARAGRAPH(SOURCES) "]|`blocks`:[" PARAGRAPH("Oui.") "]"},
    };
    (void)state;
    EXPECT(rows);
}

static void markup_since_2012(void **state) {
#define COL10(between, texts) \
    "<!DOCTYPE html><html><head><title>Question</title></head><body><header " \
    "class='question_legislature'>15ème législature</header><section class='question_header'>" \
    "<div id='question_col10'>Question N° 9876</div><div id='question_col80'>de <span>M. Adrien " \
    "Lacombe</span> (SOC - Aude )</div><div id='question_col10'>Question écrite</div></section>" \
    between "<section class='question_answer'>" texts "</section></body></html>"
#define IN_BODY(inside) "<div class='question'><h3>Texte de la question</h3>" inside "</div>"
#define IN_ANSWER(inside) "<div class='answer'><h3>Texte de la réponse</h3>" inside "</div>"
    static const struct row rows[] = {
        /* headings within a text: one that is no label there, one that is */
        {COL10("", IN_BODY("<p>" SOURCES "</p>") IN_ANSWER("<h4>Rubrique : eau</h4><p>Oui.</p>"
               "<h4>Être alerté(e) de la réponse</h4>")), "",
         LACOMBE "|`rubric`:null|`body`:{`date`:null|`blocks`:[" PARAGRAPH("Rubrique : eau") ","
         PARAGRAPH("Oui.") "]"},
        {COL10("<div>&gt;</div><div>Suite</div>", IN_BODY("<p>" SOURCES "</p>")), "",
         "`blocks`:[" PARAGRAPH(SOURCES) "]|`unparsed`:[]"},
        {COL10("", "<h3>Texte de la question</h3><p>Voir la séance.</p><div class='question'><p>"
               SOURCES "</p></div>"), UNPARSED,
         "`blocks`:[" PARAGRAPH(SOURCES) "]|`text`:`Voir la séance.`}]"},
        {COL10("", IN_BODY("<table><tr><td>" SOURCES "</td><td>12</td></tr></table>")), "",
         "`addressee`:null|`rows`:[[`" SOURCES "`,`12`]]"},
    };
    (void)state;
    EXPECT(rows);
}

#define WORDS_10 "Jean Ange Marie Pierre Paul Luc Marc Guy Yves Roch"

/* A name printed surname first is put in order where a text names it, up to twelve words. */
static void names_of_many_words(void **state) {
#define FICHE(name, text) \
    "<html><body><leg>11ème législature</leg><num>21234</num><civ>M.</civ><aut>" name "</aut>" \
    "<nat>QE</nat><quest>M. " text " demande son avis à M. le ministre.</quest></body></html>"
    static const struct row rows[] = {
        {FICHE("Roussel " WORDS_10 " Bertrand", WORDS_10 " Bertrand Roussel"), "",
         "`name`:`" WORDS_10 " Bertrand Roussel`"},
        {FICHE("Roussel " WORDS_10 " Bertrand Xavier", WORDS_10 " Bertrand Xavier Roussel"), "",
         "`name`:`Roussel " WORDS_10 " Bertrand Xavier`"},
        {FICHE("Roussel Bertrand \u00A0", "Bertrand Roussel"), "", "`name`:`Bertrand Roussel`"},
    };
    (void)state;
    EXPECT(rows);
}

/* ---- both ---- */

/* Menus above a page and lists around it name questions too. */
static void beside_other_questions(void **state) {
#define MENU "Accueil\nTravaux\nComptes rendus\nRapports\nOrganes\nEurope\nTerritoires\n"
#define LEGISLATURE_13(above) above "13ème législature\n" BELOW_HEADING "\n\n" ASKED "\n\n" LAPSED
#define TYPED "Question écrite n° 03705 de M. Jean Roux (Rhône - UMP)\n"
#define VASSEUR "Mme Hélène Vasseur interroge Mme la ministre."
#define CELLS(above) \
    "<html><body>" above "<table><tr><td>13ème législature</td></tr><tr><td>Question N° : 51234" \
    "</td><td>de Mme Hélène Vasseur ( NC - Marne )</td><td>Question écrite</td></tr><tr><td>" \
    "Question publiée au JO le : 16/06/2009 page : 5712</td></tr><tr><td>Texte de la question" \
    "</td><td class='contenutexte'>" VASSEUR "</td></tr></table></body></html>"
    static const struct row rows[] = {
        {"Question écrite n° 1\n" BY_ROUX_2023 LAPSED, "", "`number`:`1`|`name`:`Jean ROUX`"},
        {"Question écrite n° 1\n" MENU BY_ROUX_2023 LAPSED, "", "`number`:null|`name`:`Jean ROUX`"},
        {LEGISLATURE_13(TYPED), "", "`legislature`:13|`number`:`03705`"},
        {TYPED TYPED TYPED TYPED "\nRubrique : eau\n\nMinistère interrogé : Mer\n\nTexte de la "
         "question\n\n" ASKED "\n", "truncated ", "`number`:`03705`|`rubric`:`eau`"},
        {LEGISLATURE_13(TYPED MENU), "", "`legislature`:13|`number`:null"},
        {CELLS("<p>Question N° 1</p><p>Question N° 2</p><p>Question N° 3</p>"), "",
         "`number`:`51234`|" PARAGRAPH(VASSEUR)},
    };
    (void)state;
    EXPECT(rows);
}

#define ANOTHER_DOCUMENT \
    "<html><head><link rel=canonical href='https://www.senat.fr/'></head><body><p>Accueil</p>" \
    "</body></html>"

/* Where a page begins and ends in a file that holds more. */
static void edges_of_pages(void **state) {
#define LINES "Un quai.\n\nUn phare.\n\nUn bac.\n\nUne digue.\n\nUne cale.\n\nUne grue.\n\n"
    static const struct row rows[] = {
        {UNTIL_2022("14ème législature\n\n" LINES ORAL "M. Luc Noir (Ain - SOC)\n\n" LAPSED), "",
         PARAGRAPH("Une grue.") "," PARAGRAPH(ORAL "M. Luc Noir (Ain - SOC)")},
        {UNTIL_2022("14ème législature\n\n" LINES LAPSED) UNTIL_2022(LAPSED), "several-questions ",
         PARAGRAPH("14ème législature") "," PARAGRAPH("Un quai.")},
        {"<!-- END : primary -->" MARKUP("<h2>" OF_THE_SEA "</h2><p>Oui.</p>"), "",
         "`number`:`03705`|`blocks`:[" PARAGRAPH("Oui.") "]"},
        {ANOTHER_DOCUMENT MARKUP("<h2>" OF_THE_SEA "</h2><p>Oui.</p>"), "",
         "`number`:`03705`,`reference`:null,`url`:null"},
    };
    (void)state;
    EXPECT(rows);
}

/* The codes below a text, in a table's second cell. */
static void codes_in_a_row(void **state) {
    static const struct row rows[] = {
        {"16e législature\n\nQuestion écrite n° 01234 de Mme Jeanne Martin (Rhône - GEST)\n"
         BELOW_HEADING "\n\n" ASKED "\n\na\tb\n\tCOM 16 FL O", "",
         PARAGRAPH(ASKED) "|`rows`:[[`a`,`b`]],"},
    };
    (void)state;
    EXPECT(rows);
}

/* A line that another site's page may have too makes none of the chambers'. */
static void one_label(void **state) {
    static const struct row rows[] = {
        {"Question écrite n° 123\n\nRubrique : eau\n\n" ASKED "\n",
         "ministry-missing author-missing " UNPARSED "truncated ",
         "`site`:`nossenateurs.fr`|`title`:`Rubrique : eau`,`rubric`:null"},
        {"Question écrite n° 123\n\nRubrique : eau\n\nMinistère interrogé : Mer\n\n" ASKED "\n",
         "truncated " UNPARSED, "`site`:`assemblee-nationale.fr`|`rubric`:`eau`"},
    };
    (void)state;
    EXPECT(rows);
}

/* A chamber's page is none of the site that the caller names, below another document either. */
static void pages_of_another_site(void **state) {
#define PAGE_2012 COL10("", IN_BODY("<p>" SOURCES "</p>"))
    static const char *const pages[] = {PAGE_2012, ANOTHER_DOCUMENT PAGE_2012};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        qp_options options = {.site = QP_NOSDEPUTES};
        char codes[1000];
        qp_result *r = qp_parse(pages[i], strlen(pages[i]), &options);
        assert_non_null(r);
        codes_of(r, codes, sizeof codes);
        assert_string_equal(codes, "not-a-question ");
        assert_int_equal(qp_result_count(r), 0);
        qp_result_free(r);
    }
}

/* Questions that the texts name, beside a link and within one, and what no first line says. */
static void questions_named_in_texts(void **state) {
#define NTH(number) "question écrite n° " number
#define CITES(number, url) \
    "{`type`:`cites`,`text`:`" NTH(number) "`,`number`:`" number "`,`url`:" url "}"
    static const struct row rows[] = {
        {MARKUP("<p>La " NTH("12") " reste, comme <a href=/13>la " NTH("13") "</a>, là.</p>"), "",
         "[" CITES("12", "null") "," CITES("13", "`/13`") "]"},
        {BY_ROUX_2023 "La " NTH("12") " reste là.\n\n- page 5601\n\n" LAPSED, "",
         "`number`:null|[" CITES("12", "null") "]"},
        {MARKUP("<p>Cette question a été transformée en " NTH("12") ".</p>"), "",
         "`status`:`pending`|[" CITES("12", "null") "]"},
    };
    (void)state;
    EXPECT(rows);
}

/* What an archive of the web writes before each address of a page is left out. */
static void archives_of_the_web(void **state) {
#define COPY(time, own, source, target) \
    "<html><head><link rel=canonical href='" time own "'></head><body><div id=question15-12 class=" \
    "question><h1>Jeanne Martin<br>Question N° 12 au Ministère du travail</h1><div class=" \
    "source><a href='" time source "'>source</a></div><div id=question><h2>Question soumise le " \
    "3 mars 2012</h2><p>Mme Jeanne Martin rappelle sa <a href='" time target "'>question écrite " \
    "n° 11</a>.</p></div></div></body></html>"
#define COPIED(time) \
    COPY(time, "https://www.nosdeputes.fr/15/question/QE/12", \
         "http://questions.assemblee-nationale.fr/q15/15-12QE.htm", \
         "https://www.nosdeputes.fr/15/question/QE/11")
#define LINKED(time) COPY(time, "http://a.fr/12", "http://a.fr/q", "http://a.fr/11")
#define ADDRESSES(time) \
    "`url`:`" time "http://a.fr/12`,`source_url`:`" time "http://a.fr/q`|`url`:`" time \
    "http://a.fr/11`}"
#define ORIGINAL \
    "`legislature`:15|`url`:`https://www.nosdeputes.fr/15/question/QE/12`,`source_url`:" \
    "`http://questions.assemblee-nationale.fr/q15/15-12QE.htm`|`url`:`/15/question/QE/11`}"
    static const struct row rows[] = {
        {COPIED("https://web.archive.org/web/20170321101500/"), "truncated ", ORIGINAL},
        {COPIED("/web/20170321101500id_/"), "truncated ", ORIGINAL},
        {COPIED("//web.archive.org/web/2017/"), "truncated ", ORIGINAL},
        {LINKED("/web/201/"), "truncated ", ADDRESSES("/web/201/")},
        {LINKED("/web/201703211015001/"), "truncated ", ADDRESSES("/web/201703211015001/")},
        {LINKED("/web/a2017/"), "truncated ", ADDRESSES("/web/a2017/")},
        {LINKED("2017/"), "truncated ", ADDRESSES("2017/")},
        {LINKED("/_/"), "truncated ", ADDRESSES("/_/")},
        {COPY("", "http://a.fr/12", "/q12345/12345-1QE.htm", "/11"), "truncated ", "`reference`:null"},
    };
    (void)state;
    EXPECT(rows);
}

/* NosSénateurs.fr: an id that begins like the division's, white space behind a class. */
static void divisions_of_markup(void **state) {
#define DIVISION(attributes) \
    "<html><body><div " attributes "><h1>Jeanne Martin<br>Question écrite N° 12 au Ministère du " \
    "travail</h1><h1>La sieste</h1><div id=question><h2>Question soumise le 3 mars 2012</h2>" \
    "<p>Mme Jeanne Martin interroge M. le ministre.</p><p>Réponse</p></div><div id=reponse><h2>" \
    "Réponse</h2><p>Cette question n'a pas encore de réponse.</p></div></div><div class=" \
    "'commentaires '><h3>Aucun commentaire n'a encore été formulé sur cette question.</h3></div>" \
    "</body></html>"
    static const struct row rows[] = {
        {DIVISION("id=question13-12"), "", "`legislature`:13,"},
        {DIVISION("id='question13-12 '"), "", "`legislature`:13,"},
        {DIVISION("id=question-13-12"), AMBIGUOUS, "`legislature`:null,"},
        {DIVISION("id=questionA"), AMBIGUOUS, "`legislature`:null,"},
    };
    (void)state;
    EXPECT(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_the_senate),      cmocka_unit_test(between_texts),
        cmocka_unit_test(answers_of_the_senate),    cmocka_unit_test(headings_of_the_senate),
        cmocka_unit_test(names_of_the_senate),      cmocka_unit_test(dates_below_the_author),
        cmocka_unit_test(many_unparsed_lines),      cmocka_unit_test(current_pages),
        cmocka_unit_test(pages_since_2012),         cmocka_unit_test(markup_since_2012),
        cmocka_unit_test(names_of_many_words),      cmocka_unit_test(beside_other_questions),
        cmocka_unit_test(edges_of_pages),           cmocka_unit_test(pages_of_another_site),
        cmocka_unit_test(questions_named_in_texts), cmocka_unit_test(divisions_of_markup),
        cmocka_unit_test(one_label),                cmocka_unit_test(archives_of_the_web),
        cmocka_unit_test(codes_in_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
