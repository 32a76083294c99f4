/* senat.fr: the page until 2022 and the one since 2023. */
#include "sites/sites.h"

static const struct label labels[] = {
    {DATUM_DATE, "publiee dans le jo senat du", TAIL_DATE, IN_TEXT},
    {DATUM_AWAITED, "en attente de reponse du", TAIL_MINISTRY, IN_TEXT},
    {DATUM_RESPONSE, "reponse du", TAIL_MINISTRY, IN_TEXT | OPENS_ANSWER},
    {DATUM_RESPONSE, "reponse de la", TAIL_MINISTRY, IN_TEXT | OPENS_ANSWER},
    {DATUM_RESPONSE, "reponse apportee en seance publique le", TAIL_DATE, IN_TEXT | OPENS_ANSWER},
    {DATUM_TRANSFERRED, "transmise au", TAIL_MINISTRY, IN_TEXT | ABOVE_TEXT},
    {DATUM_TRANSFERRED, "transmise a la", TAIL_MINISTRY, IN_TEXT | ABOVE_TEXT},
    {DATUM_TRANSFERRED, "transmise a", TAIL_MINISTRY, IN_TEXT | ABOVE_TEXT},
    {DATUM_TRANSFORMED, "transformee en", TAIL_TYPE, IN_TEXT | ABOVE_TEXT},
    {DATUM_TRANSFORMED, "transformee", TAIL_TYPE, IN_TEXT | ABOVE_TEXT},
    {DATUM_RECALLS, "rappelle la question", TAIL_GIVEN, IN_TEXT | ABOVE_TEXT},
    {DATUM_ERRATUM, "erratum : jo du", TAIL_DATE, IN_TEXT | ABOVE_TEXT},
    {DATUM_ERRATUM, "erratum jo du", TAIL_DATE, IN_TEXT | ABOVE_TEXT},
    {DATUM_RUBRIC, "concerne le theme", TAIL_GIVEN, IN_TEXT | ABOVE_TEXT},
    {DATUM_WITHDRAWAL, "la question a ete retiree", TAIL_CAUSE, IN_TEXT},
    {DATUM_LAPSED, "la question est caduque", TAIL_NONE, IN_TEXT},
    {DATUM_OTHER, "question posee en seance publique le", TAIL_DATE, IN_TEXT | ABOVE_TEXT},
    /* in the place of a text of 1979 to 1992 */
    {DATUM_UNDIGITISED, "le texte de cette question n'", TAIL_NUMERIC, IN_TEXT | ABOVE_TEXT},
    {DATUM_UNDIGITISED, "le texte de la question n'", TAIL_NUMERIC, IN_TEXT | ABOVE_TEXT},
    {DATUM_UNDIGITISED, "le texte de cette reponse n'", TAIL_NUMERIC, IN_TEXT | ABOVE_TEXT},
    {DATUM_UNDIGITISED, "le texte de la reponse n'", TAIL_NUMERIC, IN_TEXT | ABOVE_TEXT},
    {DATUM_ALERT, "soyez informe de la reponse", TAIL_NONE, IN_TEXT},
    {DATUM_ALERT, "soyez informe(e) de la reponse", TAIL_NONE, IN_TEXT},
    {DATUM_ALERT, "si vous souhaitez etre informe par courrier electronique", TAIL_ANY, IN_TEXT},
    {DATUM_END, "plan du site", TAIL_MENU, IN_TEXT},
    {DATUM_END, "mentions legales", TAIL_MENU, IN_TEXT},
    {DATUM_END, "accessibilite", TAIL_MENU, IN_TEXT},
    {DATUM_END, "contacts", TAIL_MENU, IN_TEXT},
    {DATUM_END, "haut de page", TAIL_MENU, IN_TEXT},
    {DATUM_END, "retour en haut de page", TAIL_MENU, IN_TEXT},
    {DATUM_END, "imprimer", TAIL_MENU, IN_TEXT},
    {DATUM_END, "partager cette page", TAIL_MENU, IN_TEXT},
    {DATUM_OTHER, "voir la video", TAIL_NONE, IN_TEXT | ABOVE_TEXT},
    {DATUM_OTHER, "voir le compte rendu de la seance", TAIL_NONE, IN_TEXT | ABOVE_TEXT},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

static const struct comment_mark marks[] = {
    {"start : primary", FACT_BEGIN},
    {"end : primary", FACT_END},
    {NULL, 0},
};

const struct family family_senat_2022 = {"page until 2022", "1978-2022", QP_SENAT, labels,
                                         NULL, marks, false, false};

static const struct label labels_2023[] = {
    {DATUM_PERSON, "question de", TAIL_DATED_PERSON, OPENS_BODY},
    {DATUM_PAGE, "- page", TAIL_GIVEN, IN_TEXT | ABOVE_TEXT},
    {DATUM_END, "page mise a jour le", TAIL_ANY, IN_TEXT},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

static const struct selector selectors_2023[] = {
    {EL_NAV, NULL, NULL, NULL, ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    {EL_FOOTER, NULL, NULL, NULL, ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    {EL_OTHER, NULL, NULL, NULL, ROLE_NONE, ROLE_NONE, NULL, 0},
};

const struct family family_senat_2023 = {"page since 2023", "1978-", QP_SENAT, labels_2023,
                                         selectors_2023, NULL, false, false};
