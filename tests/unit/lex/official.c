/* Recognisers for the lines of the chambers' own pages. */
#include "lex/official_lex.h"
#include "question/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct span text(const char *s) {
    return (struct span){s, strlen(s)};
}

/* NULL stands for an absent value, "" for one that is there and empty. */
static void expect(const char *line, const char *what, struct span got, const char *want) {
    struct span wanted = want ? text(want) : NO_SPAN;
    bool same = want ? got.ptr && span_equal(got, wanted) : !got.ptr;
    if (!same)
        fail_msg("%s of \"%s\": wanted %s, got %.*s", what, line, want ? want : "none",
                 got.ptr ? (int)got.len : 4, got.ptr ? got.ptr : "none");
}

static const struct {
    const char *line;
    bool in_text;
    enum qp_site site;
    enum datum datum; /* DATUM_NONE: no label */
    const char *value;
} lines[] = {
    {"Rubrique > eau", false, QP_SITE_NONE, DATUM_RUBRIC, "eau"},
    {"RUBRIQUE : eau", false, QP_SITE_NONE, DATUM_RUBRIC, "eau"},
    {"Rubrique\u00A0:\u00A0eau", false, QP_SITE_NONE, DATUM_RUBRIC, "eau"},
    {"Rubrique eau", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Rubriques : eau", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Rubrique > eau", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Rubrique\teau", false, QP_SITE_NONE, DATUM_RUBRIC, "eau"},
    {"Rubrique > eau Soustitre > x", false, QP_SITE_NONE, DATUM_RUBRIC, "eau Soustitre > x"},
    {"Rubrique > eau Titre > Captages : suite", false, QP_SITE_NONE, DATUM_RUBRIC, "eau"},
    {"Titre > Sang et analyse : prise en charge", false, QP_SITE_NONE, DATUM_TITLE,
     "Sang et analyse : prise en charge"},
    {"Tête d'analyse > aucune", false, QP_SITE_NONE, DATUM_RUBRIC_HEAD, "aucune"},
    {"Te\u0302te d\u2019analyse > NFD", false, QP_SITE_NONE, DATUM_RUBRIC_HEAD, "NFD"},
    {"Question publiée au JO le : 12/06/2018 page : 4901", false, QP_SITE_NONE, DATUM_QUESTION_DATE,
     "12/06/2018 page : 4901"},
    {"Question publiée au JO le : demain", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Date de signalement : 15/04/2003 Date de renouvellement : 18/06/2003", false, QP_SITE_NONE,
     DATUM_SIGNALLED, "15/04/2003"},
    {"Question retirée le : 20/06/2017 (fin de mandat)", false, QP_SITE_NONE, DATUM_WITHDRAWAL,
     "20/06/2017 (fin de mandat)"},
    {"Question retirée ( caducite )", false, QP_SITE_NONE, DATUM_WITHDRAWAL, "( caducite )"},
    {"Question retirée du rôle", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Texte de la réponse", true, QP_SITE_NONE, DATUM_RESPONSE, ""},
    {"Texte de la REPONSE :", true, QP_SITE_NONE, DATUM_RESPONSE, ""},
    {"Texte de la réponse Le décret", true, QP_SITE_NONE, DATUM_RESPONSE, "Le décret"},
    {"Texte de la réponse École", true, QP_SITE_NONE, DATUM_RESPONSE, "École"},
    {"Texte de la réponse publiée en mai", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Débat public sur l'énergie", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Réponse publiée le 4 février 2025", true, QP_SITE_NONE, DATUM_RESPONSE, "4 février 2025"},
    {"Réponse publiée le mois dernier", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Question de : Mme Lucie Ferrand (Bretagne - EcoS)", false, QP_SITE_NONE, DATUM_PERSON,
     "Mme Lucie Ferrand (Bretagne - EcoS)"},
    {"Question de M. DOSSUS Thomas (Rhône - GEST) publiée le 10/11/2022", false, QP_SITE_NONE,
     DATUM_PERSON, "M. DOSSUS Thomas (Rhône - GEST) publiée le 10/11/2022"},
    {"Question de M. Dossus sur les crèches", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Réponse du Ministère de la santé", true, QP_SENAT, DATUM_RESPONSE, "Ministère de la santé"},
    {"Réponse du Ministère", true, QP_SENAT, DATUM_NONE, NULL},
    {"Réponse du Ministère de la santé.", true, QP_SENAT, DATUM_NONE, NULL},
    {"réponse du Ministère de la santé", true, QP_SENAT, DATUM_NONE, NULL},
    {"En attente de réponse du Ministère de la santé.", true, QP_SENAT, DATUM_AWAITED,
     "Ministère de la santé"},
    {"Transmise à Mme la ministre des sports", true, QP_SENAT, DATUM_TRANSFERRED,
     "Mme la ministre des sports"},
    {"Réponse du préfet", true, QP_SENAT, DATUM_NONE, NULL},
    {"Réponse du Ministère de la santé", true, QP_ASSEMBLEE, DATUM_NONE, NULL},
    {"Transmise au Premier ministre", true, QP_SENAT, DATUM_TRANSFERRED, "Premier ministre"},
    {"Transmise au préfet, la liste est publique.", true, QP_SENAT, DATUM_NONE, NULL},
    {"Transformée en QOSD", true, QP_SENAT, DATUM_TRANSFORMED, "QOSD"},
    {"Transformée en musée, la gare rouvre", true, QP_SENAT, DATUM_NONE, NULL},
    {"La question est caduque.", true, QP_SENAT, DATUM_LAPSED, "."},
    {"La question est caduque depuis mars", true, QP_SENAT, DATUM_NONE, NULL},
    {"La question a été retirée pour cause de fin de mandat.", true, QP_SENAT, DATUM_WITHDRAWAL,
     "pour cause de fin de mandat."},
    {"La question a été retirée du débat", true, QP_SENAT, DATUM_NONE, NULL},
    {"Plan du site - Mentions légales", true, QP_SENAT, DATUM_END, "- Mentions légales"},
    {"Plan du site de la commune", true, QP_SENAT, DATUM_NONE, NULL},
    {"- page 5601", true, QP_SENAT, DATUM_PAGE, "5601"},
    {"13ème législature", false, QP_SITE_NONE, DATUM_LEGISLATURE, "13ème législature"},
    {"16e Législature", false, QP_SITE_NONE, DATUM_LEGISLATURE, "16e Législature"},
    {"La 16e législature", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"13ème législature", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Question écrite", false, QP_SITE_NONE, DATUM_TYPE, "Question écrite"},
    {"QOSD", false, QP_SITE_NONE, DATUM_TYPE, "QOSD"},
    {"de M. Jean Martin (Groupe - Ain )", false, QP_SITE_NONE, DATUM_PERSON,
     "M. Jean Martin (Groupe - Ain )"},
    {"de la commune (Rhône - Ain)", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"16e circonscription", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"16e législature de la République", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"de M. Jean Martin", false, QP_SITE_NONE, DATUM_PERSON, "M. Jean Martin"},
    {"Texte de la réponse été", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Texte de la réponse × deux", true, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Titre :", false, QP_SITE_NONE, DATUM_TITLE, ""},
    {"Titre", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"Question retirée : caduque", false, QP_SITE_NONE, DATUM_WITHDRAWAL, "caduque"},
    {"La question a été retirée : demain", true, QP_SENAT, DATUM_NONE, NULL},
    {"La question a été retirée", true, QP_SENAT, DATUM_WITHDRAWAL, ""},
    {"La question a été retirée.", true, QP_SENAT, DATUM_WITHDRAWAL, "."},
    {"La question a été retirée le 2 mars 2009", true, QP_SENAT, DATUM_WITHDRAWAL, "le 2 mars 2009"},
    {"Plan du site", true, QP_SENAT, DATUM_END, ""},
    {"Plan du site | Contacts", true, QP_SENAT, DATUM_END, "| Contacts"},
    {"Erratum : JO du 3 mars 2009", true, QP_SENAT, DATUM_ERRATUM, "3 mars 2009"},
    {"Érratum : JO du 3 mars 2009", true, QP_SENAT, DATUM_ERRATUM, "3 mars 2009"},
    {"érratum : JO du 3 mars 2009", true, QP_SENAT, DATUM_NONE, NULL},
    {" Transmise au Premier ministre", true, QP_SENAT, DATUM_TRANSFERRED, "Premier ministre"},
    {"En attente de réponse du", true, QP_SENAT, DATUM_NONE, NULL},
    {"Question de la commune publiée le 3 mars 2009", false, QP_SENAT, DATUM_NONE, NULL},
    {"Question de M. DOSSUS Thomas (Rhône - GEST) - publiée le 10/11/2022", false, QP_SENAT,
     DATUM_PERSON, "M. DOSSUS Thomas (Rhône - GEST) - publiée le 10/11/2022"},
    {"", false, QP_SITE_NONE, DATUM_NONE, NULL},
    {"\u00A0", false, QP_SITE_NONE, DATUM_NONE, NULL},
};

static void recognises_labels(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct labelled got = {0};
        bool found = official_lex(text(lines[i].line), lines[i].in_text, lines[i].site, &got);
        if (found != (lines[i].datum != DATUM_NONE) || (found && got.datum != lines[i].datum))
            fail_msg("\"%s\": wanted %d, got %d", lines[i].line, lines[i].datum,
                     found ? (int)got.datum : -1);
        if (found)
            expect(lines[i].line, "the value", got.value, lines[i].value);
    }
}

static void takes_labels_one_by_one(void **state) {
    (void)state;
    struct labelled l;
    struct span line = SPAN("Ministère interrogé > Sports Ministère attributaire > Ville "
                            "Rubrique > a - b");
    static const enum datum data[] = {DATUM_ASKED, DATUM_ATTRIBUTED, DATUM_RUBRIC};
    static const char *const values[] = {"Sports", "Ville", "a - b"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(official_lex(line, false, QP_SITE_NONE, &l));
        assert_int_equal(l.datum, data[i]);
        expect(line.ptr, "the value", l.value, values[i]);
        line = l.more;
    }
    assert_null(line.ptr);
}

static const struct {
    const char *line, *type, *label, *number, *person, *title, *legislature;
} headings[] = {
    {"Question écrite n° 03705 de M. Thomas Dossus", "QE", "Question écrite", "03705",
     "M. Thomas Dossus", NULL, NULL},
    {"Question écrite n° 03705 de", "QE", "Question écrite", "03705", "", NULL, NULL},
    {"Question écrite n°03705 - 16e législature", "QE", "Question écrite", "03705", NULL, NULL,
     "16"},
    {"Question orale sans débat n° 0123S", "QOSD", "Question orale sans débat", "0123S", NULL, NULL,
     NULL},
    {"Question orale avec débat n° 0012A", "QOAD", "Question orale avec débat", "0012A", NULL, NULL,
     NULL},
    {"Question orale n°0123S - 16e législature", "QOSD", "Question orale", "0123S", NULL, NULL, "16"},
    {"Question orale avec débat portant sur un sujet européen n° 9E", "QOAE",
     "Question orale avec débat portant sur un sujet européen", "9E", NULL, NULL, NULL},
    {"Question orale n° 12", NULL, "Question orale", "12", NULL, NULL, NULL},
    {"Question crible n° 9C", "QC", "Question crible", "9C", NULL, NULL, NULL},
    {"Question écrite n° 12, 16e législature", "QE", "Question écrite", "12", NULL, NULL, "16"},
    {"Question écrite n° 12 – 16e législature", "QE", "Question écrite", "12", NULL, NULL, "16"},
    {"Question écrite n° 12 (16e législature)", "QE", "Question écrite", "12", NULL, NULL, "16"},
    {"Question écrite n° 12 (16e législature", "QE", "Question écrite", "12", NULL, NULL, "16"},
    {"QUESTION N° : 1472", NULL, NULL, "1472", NULL, NULL, NULL},
    {"Question écrite n°200 : Bacs : entretien", "QE", "Question écrite", "200", NULL,
     "Bacs : entretien", NULL},
};

static void reads_headings(void **state) {
    (void)state;
    struct heading h;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        const char *line = headings[i].line;
        if (!heading_chamber(text(line), &h))
            fail_msg("no heading: \"%s\"", line);
        expect(line, "the type", h.code ? text(h.code) : NO_SPAN, headings[i].type);
        expect(line, "the label", h.type_label, headings[i].label);
        expect(line, "the number", h.number, headings[i].number);
        expect(line, "the person", h.author, headings[i].person);
        expect(line, "the title", h.title, headings[i].title);
        expect(line, "the legislature", h.legislature, headings[i].legislature);
    }
    static const char *const none[] = {
        "Question écrite", "Question n°", "Question n° de M. X", "La question n° 12",
        "Question écrite n° 12 posée en mai", "Question n° 12345678901", "Questions n° 12",
        "Question no 12", "Question n° 12 (", "Question n° 12 - en mai",
        "Question n° 12 - 116e législature",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (heading_chamber(text(none[i]), &h))
            fail_msg("a heading: \"%s\"", none[i]);
}

static const struct {
    const char *line;
    bool group_first;
    const char *civility, *name, *group, *constituency, *rest;
} people[] = {
    {"M. Jean Martin (Socialiste - Ain)", true, "M.", "Jean Martin", "Socialiste", "Ain", ""},
    {"M. Jean Martin (Rhône - GEST)", false, "M.", "Jean Martin", "GEST", "Rhône", ""},
    {"Mme  Anne Petit ( Démocrate (MoDem et Indépendants) - Paris )", true, "Mme", "Anne Petit",
     "Démocrate (MoDem et Indépendants)", "Paris", ""},
    {"Mlle Anne Petit (La France insoumise - NUPES - Aude )", true, "Mlle", "Anne Petit",
     "La France insoumise - NUPES", "Aude", ""},
    {"M. Jean Martin (Bretagne - La France insoumise - NUPES)", false, "M.", "Jean Martin",
     "La France insoumise - NUPES", "Bretagne", ""},
    {"M. Jean Martin (Libertés (Socialistes - radicaux))", true, "M.", "Jean Martin",
     "Libertés (Socialistes - radicaux)", NULL, ""},
    {"M. X (Non inscrit - Français établis hors de France (1ère))", true, "M.", "X", "Non inscrit",
     "Français établis hors de France (1ère)", ""},
    {"M. Jean-Luc D'Arc\u00A0(SOC\u00A0-\u00A0Val-d'Oise\u00A0)", true, "M.", "Jean-Luc D'Arc",
     "SOC", "Val-d'Oise", ""},
    {"M Andre Martin (Socialiste - Ain)", true, "M", "Andre Martin", "Socialiste", "Ain", ""},
    {"M. DOSSUS Thomas (Rhône - GEST) publiée le 10/11/2022", false, "M.", "DOSSUS Thomas", "GEST",
     "Rhône", "publiée le 10/11/2022"},
    {"\u200BMme Anne Petit (Rhône - GEST)", false, "Mme", "Anne Petit", "GEST", "Rhône", ""},
    {"M\uFEFFme Anne Petit (Rhône - GEST)", false, "Mme", "Anne Petit", "GEST", "Rhône", ""},
    {"M. Jean Martin Ain)", true, "M.", "Jean Martin Ain)", NULL, NULL, NULL},
    {"M. Jean Martin (Rhône -GEST)", true, "M.", "Jean Martin", "Rhône -GEST", NULL, ""},
    {"M. Jean Martin", true, "M.", "Jean Martin", NULL, NULL, NULL},
    {"Jean Martin (Socialiste - Ain)", true, NULL, "Jean Martin", "Socialiste", "Ain", ""},
    {"Élodie Martin (Socialiste - Ain)", true, NULL, "Élodie Martin", "Socialiste", "Ain", ""},
};

static void reads_people(void **state) {
    (void)state;
    struct person p;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        const char *line = people[i].line;
        if (!person_read(text(line), people[i].group_first, &p))
            fail_msg("no person: \"%s\"", line);
        expect(line, "the civility", p.civility, people[i].civility);
        expect(line, "the name", p.name, people[i].name);
        expect(line, "the group", p.group, people[i].group);
        expect(line, "the constituency", p.constituency, people[i].constituency);
        expect(line, "the rest", p.rest, people[i].rest);
    }
    assert_false(person_read(SPAN("la commune (Rhône - Ain)"), true, &p));
    assert_false(person_read(SPAN(""), true, &p));
}

static void finds_hidden_codes(void **state) {
    (void)state;
    struct span codes;
    static const struct {
        const char *line;
        int legislature;
        const char *codes;
    } cases[] = {
        {"SOC 8 REP_PUB Limousin O", 8, "SOC 8 REP_PUB Limousin O"},
        {"COM 10 FL Ile-de-France N", 10, "COM 10 FL Ile-de-France N"},
        {"RPR 10 REP_PUB Provence-Alpes-Côte d'Azur O", 10,
         "RPR 10 REP_PUB Provence-Alpes-Côte d'Azur O"},
        {"des critères. UDF 11 RET Bretagne N", 11, "UDF 11 RET Bretagne N"},
        {"SOC 8 REP_PUB Limousin O", 9, NULL},
        {"SOC 8 REP_PUB a b c d e f g h i j O", 8, "SOC 8 REP_PUB a b c d e f g h i j O"},
        {"SOC 8 REP_PUB a b c d e f g h i j k O", 8, NULL},
        {"Il a été élu en 8 REP O", 8, NULL},
        {"Les communes de la zone N", 11, NULL},
        {"SOC 8 REP-PUB Limousin O", 8, "SOC 8 REP-PUB Limousin O"},
        {"SOC 8 REP2 Limousin O", 8, "SOC 8 REP2 Limousin O"},
        {"SOC 8 Rep Limousin O", 8, "SOC 8 Rep Limousin O"},
        {"UMP 12 Languedoc-Roussillon N", 12, "UMP 12 Languedoc-Roussillon N"},
        {"\tUMP 12 Étranger N", 12, "UMP 12 Étranger N"},
        {"ce qu'il compte faire. UMP 12 Pays de la Loire N", 12, "UMP 12 Pays de la Loire N"},
        {"Texte de la REPONSE :\tUMP 12 Corse N", 12, "UMP 12 Corse N"},
        {"un accord entre la SNCF et l'UMP 12 Bretagne N", 12, NULL},
        {"un accord de la SNCF 12 Bretagne N", 12, NULL},
        {"un accord. SNCF 12 en Bretagne N", 12, NULL},
        {"SOC 8 rEP Limousin O", 8, NULL},
        {"SOC 8 O", 8, "SOC 8 O"},
        {"O", 11, NULL},
        {"", 11, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool found = official_codes(text(cases[i].line), cases[i].legislature, &codes);
        expect(cases[i].line, "the codes", found ? codes : NO_SPAN, cases[i].codes);
    }
}

static void finds_whoever_answers(void **state) {
    (void)state;
    struct labelled l;
    char line[402] = "Réponse de ";
    static const struct {
        const char *line;
        enum qp_site site;
        const char *value;
    } cases[] = {
        {"Réponse de M. le ministre délégué", QP_SENAT, "M. le ministre délégué"},
        {"Réponse du Délégué", QP_SENAT, "Délégué"},
        {"Réponse du Délégué", QP_ASSEMBLEE, NULL},
        {"réponse du Délégué", QP_SENAT, NULL},
        {"Réponse de  ", QP_SENAT, NULL},
        {"Réponse", QP_SENAT, NULL},
        {"", QP_SENAT, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool found = official_answer(text(cases[i].line), cases[i].site, &l);
        expect(cases[i].line, "who answers", found ? l.value : NO_SPAN, cases[i].value);
    }
    memset(line + strlen(line), 'x', sizeof line - strlen(line));
    assert_true(official_answer((struct span){line, 400}, QP_SENAT, &l));
    assert_false(official_answer((struct span){line, 401}, QP_SENAT, &l));
}

static void tells_what_a_label_announces(void **state) {
    (void)state;
    char name[400];
    static const struct {
        enum datum datum;
        enum tail tail;
        unsigned effect;
        const char *value;
        bool fits;
    } cases[] = {
        {DATUM_PERSON, TAIL_VALUE, 0, "M. Jean Martin", true},
        {DATUM_PERSON, TAIL_DATED_PERSON, 0, "M. Jean Martin", false},
        {DATUM_CLOSED, TAIL_DATE, 0, "10/11/2022", true},
        {DATUM_WITHDRAWAL, TAIL_CLOSING, 0, "(fin de mandat)", true},
        {DATUM_WITHDRAWAL, TAIL_CLOSING, 0, "demain", false},
        {DATUM_PAGE, TAIL_VALUE, 0, "5601", true},
        {DATUM_PAGE, TAIL_VALUE, 0, "de garde", false},
        {DATUM_TITLE, TAIL_VALUE, 0, "Eau", true},
        {DATUM_RECALLS, TAIL_GIVEN, ABOVE_TEXT, "n° 2211", true},
        {DATUM_RECALLS, TAIL_GIVEN, ABOVE_TEXT, "orale sans débat n° 0123S", true},
        {DATUM_RECALLS, TAIL_GIVEN, ABOVE_TEXT, "Elle rappelle la question n° 2211", false},
        {DATUM_TRANSFORMED, TAIL_TYPE, ABOVE_TEXT, "QOSD", true},
        {DATUM_TRANSFORMED, TAIL_TYPE, ABOVE_TEXT, "Question orale sans débat n° 0123S", true},
        {DATUM_TRANSFORMED, TAIL_TYPE, ABOVE_TEXT, "M. Jean Martin demande l'heure", false},
        {DATUM_RUBRIC, TAIL_GIVEN, ABOVE_TEXT, "Eau", true},
        {DATUM_RUBRIC, TAIL_GIVEN, ABOVE_TEXT, "L'eau manque.", false},
        {DATUM_RUBRIC, TAIL_VALUE, 0, "L'eau manque.", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct labelled l = {.datum = cases[i].datum, .tail = cases[i].tail, .effect = cases[i].effect,
                             .value = text(cases[i].value)};
        if (official_value_fits(&l, false) != cases[i].fits)
            fail_msg("%d: \"%s\"", cases[i].datum, cases[i].value);
    }
    memset(name, 'A', sizeof name);
    assert_true(official_value_fits(&(struct labelled){.datum = DATUM_PERSON, .value = {name, 399}}, false));
    assert_false(official_value_fits(&(struct labelled){.datum = DATUM_PERSON, .value = {name, 400}}, false));
    struct labelled theme = {.datum = DATUM_RUBRIC, .value = SPAN("Eau")};
    assert_true(official_value_fits(&theme, true));
    theme.effect = ABOVE_TEXT;
    assert_false(official_value_fits(&theme, true));
}

static void tells_a_recalled_question(void **state) {
    (void)state;
    enum { LONGEST = RECALLED - 9 }; /* behind "question " */
    char made[RECALLED], value[LONGEST + 2];
    struct mention m = {.text = text("before")};
    memset(value, ' ', sizeof value);
    memcpy(value, "n° 2211", 8);
    assert_false(official_recalled((struct span){value, LONGEST + 1}, made, &m));
    assert_false(official_recalled(SPAN("celle d'hier"), made, &m));
    assert_false(official_recalled(SPAN("d'hier et la question n° 2211"), made, &m));
    expect("", "what was before", m.text, "before");
    assert_true(official_recalled((struct span){value, LONGEST}, made, &m));
    expect("", "a mention", m.text, "question n° 2211");
    expect("", "its number", m.number, "2211");
}

static void reads_small_parts(void **state) {
    (void)state;
    struct span second;
    assert_int_equal(number_small(SPAN("16e")), -1);
    assert_int_equal(number_small(SPAN("20240")), -1);
    assert_int_equal(number_small(SPAN("2024")), 2024);
    assert_int_equal(number_small(SPAN("9")), 9);
    expect("Rhône) - GEST", "the first", person_split(SPAN("Rhône) - GEST"), false, &second), "Rhône)");
    expect("Rhône) - GEST", "the second", second, "GEST");
    const char *ain = "Ain - Jura"; /* what stands before a text is not looked at */
    struct span dash = span_from(ain + 4, ain + strlen(ain));
    expect("- Jura", "the first", person_split(dash, false, &second), "- Jura");
    expect("- Jura", "the second", second, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recognises_labels),    cmocka_unit_test(takes_labels_one_by_one),
        cmocka_unit_test(reads_headings),       cmocka_unit_test(reads_people),
        cmocka_unit_test(finds_hidden_codes),   cmocka_unit_test(finds_whoever_answers),
        cmocka_unit_test(tells_what_a_label_announces), cmocka_unit_test(reads_small_parts),
        cmocka_unit_test(tells_a_recalled_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
