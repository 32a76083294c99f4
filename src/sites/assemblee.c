/* The Assemblée nationale's own pages: five generations. */
#include "sites/sites.h"

#define D(datum) (enum role)(ROLE_DATUM + DATUM_##datum)
#define ELEMENT(name, datum) {EL_OTHER, name, NULL, NULL, ROLE_NONE, D(datum), NULL, 0}
#define ELEMENT_IN(in, name, datum)                                                                \
    {EL_OTHER, name, NULL, NULL, (enum role)(in), D(datum), NULL, 0}
/* An attribute of an element that holds a value itself. */
#define ATTRIBUTE(name, attribute, datum)                                                          \
    {EL_OTHER, name, attribute, NULL, ROLE_NONE, ROLE_NONE, attribute,                             \
     (enum fact_kind)(FACT_DATUM + DATUM_##datum)}
#define GROUP(name, group) {EL_OTHER, name, NULL, NULL, ROLE_NONE, (enum role)(group), NULL, 0}
#define END {EL_OTHER, NULL, NULL, NULL, ROLE_NONE, ROLE_NONE, NULL, 0}

/* Labels that several generations share; "DATE page : N" may follow the dates. */
static const struct label labels[] = {
    {DATUM_ASKED, "ministere interroge", TAIL_VALUE, 0},
    {DATUM_ATTRIBUTED, "ministere attributaire", TAIL_VALUE, 0},
    {DATUM_RUBRIC, "rubrique", TAIL_VALUE, 0},
    {DATUM_RUBRIC_HEAD, "tete d'analyse", TAIL_VALUE, 0},
    {DATUM_ANALYSIS, "analyse", TAIL_VALUE, 0},
    {DATUM_QUESTION_DATE, "question publiee au jo le", TAIL_DATE, 0},
    {DATUM_ANSWER_DATE, "reponse publiee au jo le", TAIL_DATE, 0},
    {DATUM_WITHDRAWAL, "question retiree le", TAIL_CLOSING, 0},
    {DATUM_WITHDRAWAL, "retiree le", TAIL_CLOSING, 0},
    {DATUM_WITHDRAWAL, "question retiree", TAIL_CLOSING, 0},
    {DATUM_TRANSFERRED, "date de changement d'attribution", TAIL_DATE, 0},
    {DATUM_SIGNALLED, "date de signalement", TAIL_DATE, 0},
    {DATUM_SIGNALLED, "question signalee au jo le", TAIL_DATE, 0},
    {DATUM_RENEWED, "date de renouvellement", TAIL_DATE, 0},
    {DATUM_ERRATUM, "erratum de la question publie au jo le", TAIL_DATE, 0},
    {DATUM_ERRATUM, "erratum de la reponse publie au jo le", TAIL_DATE, 0},
    {DATUM_PAGE, "page", TAIL_VALUE, 0}, /* below a date, where a dump or a table parts them */
    {DATUM_BODY, "texte de la question", TAIL_SENTENCE, IN_TEXT | OPENS_BODY},
    {DATUM_RESPONSE, "texte de la reponse", TAIL_SENTENCE, IN_TEXT | OPENS_ANSWER},
    {DATUM_RESPONSE, "debat", TAIL_TEXT, IN_TEXT | OPENS_ANSWER},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

/* `fiche`: every value in an element of its own, most of them empty. */
static const struct selector fiche_selectors[] = {
    ELEMENT("leg", LEGISLATURE),
    ELEMENT("num", NUMBER),
    ELEMENT("civ", CIVILITY),
    ELEMENT("aut", NAME),
    ELEMENT("groupe", GROUP),
    ELEMENT("dept", CONSTITUENCY),
    ELEMENT("nat", TYPE),
    ELEMENT("ret", RETIRED),
    ELEMENT("dret", WITHDRAWAL_DATE),
    ELEMENT("cret", WITHDRAWAL_REASON),
    ELEMENT("mini", ASKED),
    ELEMENT("mina", ATTRIBUTED),
    ELEMENT("dpq", QUESTION_DATE),
    ELEMENT("pgq", QUESTION_PAGE),
    ELEMENT("dpr", ANSWER_DATE),
    ELEMENT("pgrep", ANSWER_PAGE),
    ELEMENT("derq", ERRATUM),
    ELEMENT("pgerq", ERRATUM_PAGE),
    ELEMENT("derr", ERRATUM),
    ELEMENT("pgerrep", ERRATUM_PAGE),
    ELEMENT("dsign", SIGNALLED),
    ELEMENT("draps", UNKNOWN),
    ELEMENT("dca", TRANSFERRED),
    ELEMENT("rub", RUBRIC),
    ELEMENT("tana", RUBRIC_HEAD),
    ELEMENT("ana", ANALYSIS),
    {EL_OTHER, "quest", NULL, NULL, ROLE_NONE, ROLE_BODY, NULL, 0},
    {EL_OTHER, "rep", NULL, NULL, ROLE_NONE, ROLE_RESPONSE, NULL, 0},
    {EL_OTHER, "comprep", NULL, NULL, ROLE_NONE, ROLE_RESPONSE, NULL, 0},
    END,
};

const struct family family_fiche = {
    "legislatures 7 to 13 (fiche)", "1981-2012", QP_ASSEMBLEE, labels,
    fiche_selectors, NULL, true, true};

/* The texts' cells; which text it is says the label before it. No saved page is at hand,
 * so that any element may have the class. */
#define TEXT(element) {element, NULL, "class", "contenutexte", ROLE_NONE, ROLE_BODY, NULL, 0}
static const struct selector leg13_selectors[] = {
    TEXT(EL_TD), TEXT(EL_DIV), TEXT(EL_P), TEXT(EL_SPAN), END,
};

const struct family family_leg13 = {"legislature 13, labels with >", "2007-2012",
                                    QP_ASSEMBLEE, NULL, leg13_selectors, NULL, true, false};

static const struct label col10_labels[] = {
    {DATUM_TITLE, "titre", TAIL_VALUE, 0},
    {DATUM_OTHER, "etre alerte(e) de la reponse", TAIL_NONE, IN_TEXT},
    {DATUM_OTHER, "[etre alerte(e) de la reponse]", TAIL_NONE, IN_TEXT},
    {DATUM_OTHER, "[ etre alerte(e) de la reponse ]", TAIL_NONE, IN_TEXT},
    {DATUM_OTHER, "(button) etre alerte(e) de la reponse", TAIL_NONE, IN_TEXT},
    {DATUM_END, "imprimer", TAIL_NONE, IN_TEXT},
    {DATUM_END, "(button) imprimer", TAIL_ANY, IN_TEXT},
    {DATUM_END, "printer-icon imprimer", TAIL_NONE, IN_TEXT},
    {DATUM_END, "[printer-icon] imprimer", TAIL_NONE, IN_TEXT},
    {DATUM_END, "(button) printer-icon imprimer", TAIL_NONE, IN_TEXT},
    {DATUM_END, "format pdf", TAIL_NONE, IN_TEXT},
    {DATUM_END, "lcp", TAIL_NONE, IN_TEXT},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

static const struct selector col10_selectors[] = {
    {EL_HEADER, NULL, "class", "question_legislature", ROLE_NONE, D(LEGISLATURE), NULL, 0},
    {EL_SECTION, NULL, "class", "question_header", ROLE_NONE, ROLE_QUESTION, NULL, 0},
    {EL_SECTION, NULL, "class", "question_info", ROLE_NONE, ROLE_QUESTION, NULL, 0},
    {EL_DIV, NULL, "class", "question_publish_date", ROLE_NONE, ROLE_QUESTION, NULL, 0},
    {EL_SECTION, NULL, "class", "question_answer", ROLE_NONE, ROLE_QUESTION, NULL, 0},
    {EL_DIV, NULL, "class", "question", ROLE_QUESTION, ROLE_BODY, NULL, 0},
    {EL_DIV, NULL, "class", "answer", ROLE_QUESTION, ROLE_RESPONSE, NULL, 0},
    {EL_DIV, NULL, "class", "reponse_contenu", ROLE_NONE, ROLE_RESPONSE, NULL, 0},
    {EL_SECTION, NULL, "class", "print_and_pdf", ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    END,
};

const struct family family_col10 = {"legislatures 14 to 16 (col10)", "2012-2024",
                                    QP_ASSEMBLEE, col10_labels, col10_selectors, NULL, true, true};

static const struct label dyn_labels[] = {
    {DATUM_PERSON, "question de", TAIL_VALUE, OPENS_BODY},
    {DATUM_PERSON, "auteur", TAIL_VALUE, 0},
    {DATUM_TYPE, "type de question", TAIL_VALUE, 0},
    {DATUM_ANSWERING, "ministere repondant", TAIL_VALUE, 0},
    {DATUM_QUESTION_DATE, "publication de la question au journal officiel du", TAIL_DATE, 0},
    {DATUM_ANSWER_DATE, "publication de la reponse au journal officiel du", TAIL_DATE, 0},
    {DATUM_QUESTION_DATE, "question publiee le", TAIL_DATE, 0},
    {DATUM_RESPONSE, "reponse publiee le", TAIL_DATE, IN_TEXT | OPENS_ANSWER | BELOW_TEXT},
    {DATUM_RESPONSE, "reponse en seance et publiee le", TAIL_DATE, IN_TEXT | OPENS_ANSWER | BELOW_TEXT},
    {DATUM_RESPONSE, "reponse en seance, et publiee le", TAIL_DATE, IN_TEXT | OPENS_ANSWER | BELOW_TEXT},
    {DATUM_SESSION, "question posee en seance, et publiee le", TAIL_DATE, IN_TEXT | ABOVE_TEXT | AT_EDGE},
    {DATUM_SESSION, "question posee en seance et publiee le", TAIL_DATE, IN_TEXT | ABOVE_TEXT | AT_EDGE},
    {DATUM_SESSION, "la question a ete posee au gouvernement en seance", TAIL_ANY, 0},
    {DATUM_SESSION, "date de la seance", TAIL_VALUE, 0},
    {DATUM_SIGNALLED, "signalement", TAIL_VALUE, 0},
    {DATUM_SIGNALLED, "question signalee le", TAIL_DATE, 0},
    {DATUM_SIGNALLED, "question signalee au gouvernement le", TAIL_DATE, 0},
    {DATUM_RENEWED, "renouvellement", TAIL_VALUE, 0},
    {DATUM_RENEWED, "question renouvelee le", TAIL_DATE, 0},
    {DATUM_TRANSFERRED, "changement d'attribution", TAIL_VALUE, 0},
    {DATUM_OTHER, "dates", TAIL_VALUE, 0},
    {DATUM_OTHER, "date", TAIL_VALUE, 0},
    {DATUM_CLOSED, "date de cloture", TAIL_VALUE, 0},
    {DATUM_CLOSED, "question cloturee", TAIL_REASON, IN_TEXT | AT_EDGE},
    {DATUM_CLOSED, "question retiree", TAIL_REASON, IN_TEXT | AT_EDGE},
    {DATUM_CLOSING_REASON, "cause", TAIL_VALUE, 0}, /* below the line "Question clôturée le D" */
    {DATUM_KEYS, "donnees cles", TAIL_NONE, IN_TEXT},
    {DATUM_END, "partager", TAIL_NONE, IN_TEXT},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

static const struct selector dyn_selectors[] = {
    {EL_DIV, NULL, "class", "_style-question", ROLE_NONE, ROLE_QUESTION, NULL, 0},
    {EL_P, NULL, "class", "_pa-small", ROLE_QUESTION, ROLE_BODY, NULL, 0},
    {EL_DIV, NULL, "class", "bloc-actions", ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    END,
};

const struct family family_dyn = {"current page, legislatures 8 to 17 (dyn)", "1986-",
                                  QP_ASSEMBLEE, dyn_labels, dyn_selectors, NULL, false, true};

/* The XML view. Its groups keep one date apart from another. Elements that are not named here hold codes
 * and numbers. */
enum {
    DEPOSIT = ROLE_GROUP_A,
    CLOSING = ROLE_GROUP_B,
    RENEWALS = ROLE_GROUP_C,
    ERRATUM = ROLE_GROUP_D,
    INDEX = ROLE_GROUP_E,
    /* `mini` and `mina`, as in a `fiche`, where they have no parts */
    ASKED = ROLE_DATUM + DATUM_ASKED,
    ATTRIBUTIONS = ROLE_DATUM + DATUM_ATTRIBUTED
};

static const struct selector xml_selectors[] = {
    GROUP("question", ROLE_QUESTION),
    ATTRIBUTE("question", "type", TYPE),
    ELEMENT("legislature", LEGISLATURE),
    GROUP("depot", DEPOSIT),
    ATTRIBUTE("depot", "numero", NUMBER),
    ELEMENT_IN(DEPOSIT, "date_jo", QUESTION_DATE),
    ELEMENT_IN(DEPOSIT, "page_jo", QUESTION_PAGE),
    {EL_OTHER, "texte_depot", NULL, NULL, ROLE_NONE, ROLE_BODY, NULL, 0},
    GROUP("auteur", ROLE_QUESTION),
    ELEMENT("id_acteur", AUTHOR_ID),
    ELEMENT("civilite", CIVILITY),
    ELEMENT("nom", NAME),
    ELEMENT("prenom", FIRST_NAME),
    ELEMENT("groupe", GROUP),
    ATTRIBUTE("groupe", "sigle", GROUP_CODE),
    ELEMENT_IN(D(GROUP), "libelle", GROUP),
    GROUP("circonscription", ROLE_QUESTION),
    ELEMENT("departement", CONSTITUENCY),
    ELEMENT("region", OTHER),
    GROUP("indexation_an", INDEX),
    ATTRIBUTE("indexation_an", "rubrique", RUBRIC),
    ELEMENT("rubrique", RUBRIC),
    ELEMENT("tete_analyse", RUBRIC_HEAD),
    GROUP("analyse", INDEX),
    ELEMENT("ana", ANALYSIS),
    ELEMENT("titre", TITLE),
    ELEMENT("developpe", OTHER), /* "Ministère de la défense", which pages print as "Défense" */
    ELEMENT_IN(ASKED, "abrege", ASKED),
    ELEMENT_IN(ATTRIBUTIONS, "abrege", ATTRIBUTED),
    {EL_OTHER, "ordre", "numero", NULL, (enum role)ATTRIBUTIONS, D(ORDER), "numero",
     (enum fact_kind)(FACT_DATUM + DATUM_ORDER_NUMBER)},
    ELEMENT_IN(ATTRIBUTIONS, "ordre", ORDER),
    ELEMENT_IN(D(ORDER), "abrege", ORDER),
    ELEMENT_IN(D(ORDER), "date_jo", ORDER_DATE),
    GROUP("erratum_question", ERRATUM),
    GROUP("erratum_reponse", ERRATUM),
    ELEMENT_IN(ERRATUM, "date_jo", ERRATUM),
    ELEMENT_IN(ERRATUM, "page_jo", ERRATUM_PAGE),
    ELEMENT("signalement", SIGNALLED),
    ELEMENT_IN(D(SIGNALLED), "date_jo", SIGNALLED),
    GROUP("renouvellement", RENEWALS),
    GROUP("ordre", RENEWALS),
    ELEMENT_IN(RENEWALS, "date_renouvellement", RENEWED),
    GROUP("cloture", CLOSING),
    ELEMENT_IN(CLOSING, "date_jo", CLOSED),
    ELEMENT_IN(CLOSING, "page_jo", CLOSING_PAGE),
    ELEMENT_IN(CLOSING, "abrege", CLOSING_CODE),
    ELEMENT_IN(CLOSING, "libelle", CLOSING_REASON),
    GROUP("reponse", ROLE_QUESTION),
    ELEMENT("date_jo_reponse", ANSWER_DATE),
    ELEMENT("page_jo_reponse", ANSWER_PAGE),
    {EL_OTHER, "texte_reponse", NULL, NULL, ROLE_NONE, ROLE_RESPONSE, NULL, 0},
    END,
};

const struct family family_xml = {"XML view, legislatures 14 to 16", "2012-2024", QP_ASSEMBLEE,
                                  NULL, xml_selectors, NULL, true, true};

/* Its members are a table of opendata/. */
const struct family family_opendata = {"open data, JSON and XML", "2012-", QP_ASSEMBLEE,
                                       NULL, NULL, NULL, true, true};
