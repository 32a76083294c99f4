#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lex/lex.h"

static struct span text(const char *s) {
    return (struct span){s, strlen(s)};
}

static void assert_span(struct span got, const char *want) {
    if (!want) {
        assert_null(got.ptr);
        return;
    }
    assert_non_null(got.ptr);
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr, want, got.len);
}

static void kinds(void **state) {
    static const struct {
        const char *line;
        enum datum kind;
    } rows[] = {
        {"Réponse", DATUM_ANSWER},
        {"RÉPONSE", DATUM_ANSWER},
        {"Re\xCC\x81ponse", DATUM_ANSWER},
        {"Reponse :", DATUM_ANSWER},
        {"Réponse\xC2\xA0émise le 1er mai 2008", DATUM_ANSWERED},
        {"Réponse émise le 31 février 2008", DATUM_ANSWERED},
        {"Réponse émise le ministre", DATUM_NONE},
        {"Réponse : aucune à ce jour.", DATUM_NONE},
        {"Réponse à venir le 3 mai 2031", DATUM_EXPECTED},
        {"Retirée", DATUM_WITHDRAWAL},
        {"Retirée le 30 juin 2010 (fin de mandat)", DATUM_WITHDRAWAL},
        {"Retirée (caduque.)", DATUM_WITHDRAWAL},
        {"Retirée du marché en 2018, elle reste en vente.", DATUM_NONE},
        {"Question soumise le 10 novembre 2022", DATUM_SUBMITTED},
        {"Question soumise le 0  0000", DATUM_SUBMITTED},
        {"Question soumise le ", DATUM_SUBMITTED},
        {"Question soumise le Gouvernement à rude épreuve", DATUM_NONE},
        {"Question écrite N° 3705 au Premier Ministre", DATUM_HEADING},
        {"Question écrite N°  au Premier Ministre", DATUM_HEADING},
        {"Question N° 77033 au ", DATUM_HEADING},
        {"Question no 77033 au Ministère", DATUM_NONE},
        {"Question écrite N° 3~ au Ministère", DATUM_NONE},
        {"Question N° 1234567890123 au Ministère", DATUM_NONE},
        {"N° 5 Question no", DATUM_NONE},
        {"Question écrite N ° 3705 au Ministère", DATUM_HEADING},
        {"Question n\xC2\xA0\xC2\xB0\xC2\xA0" "77033 au Ministère", DATUM_HEADING},
        {"Question n o 77033 au Ministère du 1° mai", DATUM_NONE},
        {"Question no 77033 au Ministère du 1° mai", DATUM_NONE},
        {"Jeanne Réponse Question écrite N° 12 au Ministère du travail", DATUM_HEADING},
        {"Cette question n'a pas encore de réponse.", DATUM_NO_ANSWER},
        {"Cette question n\xE2\x80\x99" "a pas encore de réponse", DATUM_NO_ANSWER},
        {"Aucun commentaire n'a encore été formulé sur cette question.", DATUM_COMMENT_COUNT},
        {"3 commentaires\xC2\xA0:", DATUM_COMMENT_COUNT},
        {"1 commentaire :", DATUM_COMMENT_COUNT},
        {"2 commentaires : c'est peu.", DATUM_NONE},
        {"2 commentaire, donc", DATUM_NONE},
        {"12345678 commentaires :", DATUM_NONE},
        {"Aucun commentaire n'a encore été formulé par quiconque, et personne ne pense à en formuler un "
         "avant longtemps, si tant est que cela vienne.", DATUM_NONE},
        {"Le 12/03/2012,a dit :", DATUM_COMMENT},
        {"Le 12/03/2012 à midi, Anonyme a dit :", DATUM_NONE},
        {"Il dit le mot", DATUM_NONE},
        {"Il a dit le mot de trop", DATUM_NONE},
        {"Numa a dit le 14 septembre 2009 que non", DATUM_NONE},
        {"Numa, dont le nom est sans fin et le prénom aussi, comme il convient à qui se nomme soi-même, et qui "
         "n'a guère le temps d'en dire plus, a dit le 14 septembre 2009:", DATUM_NONE},
        {"Le 12/03/2012 à 10:22, Anonyme a dit :", DATUM_COMMENT},
        {"Le 31/02/2012 à 10:22, Anonyme a dit :", DATUM_COMMENT},
        {"Numa a dit le 14 septembre 2009:", DATUM_COMMENT},
        {"Le ministre a dit :", DATUM_NONE},
        {"Photo de Jeanne Martin", DATUM_PHOTO},
        {"source", DATUM_SOURCE},
        {"sources", DATUM_NONE},
        {"par e-mail", DATUM_ALERT},
        {"par email, le service n'a rien dit", DATUM_NONE},
        {"Ecrire un commentaire", DATUM_FORM},
        {"Par Léonce Barjavel, le 2009-03-10", DATUM_BYLINE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (lex_line(text(rows[i].line)) != rows[i].kind)
            fail_msg("\"%s\" is %d, not %d", rows[i].line, (int)lex_line(text(rows[i].line)),
                     (int)rows[i].kind);
}

static void headings(void **state) {
    static const struct {
        const char *line, *author, *number, *ministry, *suffix, *title;
        enum qp_site site;
    } rows[] = {
        {"Question écrite N° 3705 au Ministère de l'intérieur (retirée)", NULL, "3705",
         "Ministère de l'intérieur", "(retirée)", NULL, QP_NOSSENATEURS},
        {"Question orale sans débat N° 910 au Ministère  des relations (avec le parlement)", NULL,
         "910", "Ministère  des relations (avec le parlement)", NULL, NULL, QP_NOSSENATEURS},
        {"Question N° 77033 au Ministère du travail", NULL, "77033", "Ministère du travail", NULL,
         NULL, QP_NOSDEPUTES},
        {"Thomas Question Question N° 5 au Premier ministre", "Thomas Question", "5",
         "Premier ministre", NULL, NULL, QP_NOSDEPUTES},
        {"Question n° 5 de Ève Le Goff au Ministère de la Culture", "Ève Le Goff", "5",
         "Ministère de la Culture", NULL, NULL, QP_NOSDEPUTES},
        {"Question écrite N° 12 au Ministère du travail : Le titre", NULL, "12",
         "Ministère du travail", NULL, "Le titre", QP_NOSSENATEURS},
        {"Question N° 5 au Ministère)", NULL, "5", "Ministère)", NULL, NULL, QP_NOSDEPUTES},
        {"Question n° 5 de Ève Le Goff\xC2\xA0" "au Travail", "Ève Le Goff", "5", "Travail", NULL, NULL,
         QP_NOSDEPUTES},
        {"Menu Question n° 5 de Jean Roux au Travail", "Jean Roux", "5", "Travail", NULL, NULL,
         QP_NOSDEPUTES},
        {"Jean Roux Question n° 5 de JEAN ROUX au Travail", "JEAN ROUX", "5", "Travail", NULL, NULL,
         QP_NOSDEPUTES},
        {"Question écrite N° 12 au (caduque)", NULL, "12", NULL, "(caduque)", NULL, QP_NOSSENATEURS},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct heading h;
        assert_true(heading_regards(text(rows[i].line), &h));
        assert_span(h.author, rows[i].author);
        assert_span(h.number, rows[i].number);
        assert_span(h.ministry, rows[i].ministry);
        assert_span(h.suffix, rows[i].suffix);
        assert_span(h.title, rows[i].title);
        assert_int_equal(h.site->site, rows[i].site);
    }
}

/* As long as a name may be. */
static void names(void **state) {
    (void)state;
    assert_true(may_be_name(text("Marie de la Tour du Pin de La Roche")));
    assert_false(may_be_name(text("Marie de la Tour du Pin de La Roche Noire")));
    assert_false(may_be_name(text("Jean Roux 2")));
}

static void withdrawals(void **state) {
    struct withdrawal_tail w;
    (void)state;
    assert_true(tail_withdrawal(text(" le 30 juin 2010 (fin de mandat.)"), &w));
    assert_span(w.reason, "fin de mandat.");
    assert_non_null(w.date.ptr);
    assert_true(tail_withdrawal(text(" (caduque)"), &w));
    assert_null(w.date.ptr);
    assert_true(tail_withdrawal(text(""), &w));
    assert_false(tail_withdrawal(text(" le 30 juin 2010 par son auteur"), &w));
    assert_false(tail_withdrawal(text(" le soir"), &w));
    assert_false(tail_withdrawal(text(" (caduque"), &w));
}

static void comments(void **state) {
    struct byline head;
    long count = -1;
    (void)state;
    assert_true(lex_comment(text("Le 12/03/2012 à 10:22, a dit : a dit :"), &head));
    assert_span(head.author, "a dit :");
    assert_true(lex_comment(text("Le 12/03/2012 à 10:22, a dit :"), &head));
    assert_null(head.author.ptr);
    assert_true(lex_comment_count(text("12 commentaires :"), &count));
    assert_int_equal(count, 12);
    assert_false(lex_comment_count(text("commentaires :"), &count));
    assert_true(tail_byline(text("Jeanne Martin, le 2009-03-10"), &head));
    assert_span(head.author, "Jeanne Martin");
    assert_false(tail_byline(text("Jeanne Martin, le      "), &head));
    assert_false(tail_byline(text("Jeanne Martin, la bonne"), &head));
    static const char longest[240] = "Jeanne";
    assert_false(tail_byline((struct span){longest, sizeof longest}, &head));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(headings),
        cmocka_unit_test(names),
        cmocka_unit_test(withdrawals),
        cmocka_unit_test(comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
