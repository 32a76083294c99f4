/* senat.fr: the page until 2022 and the one since 2023, see PAGES.md. */
#include "sites/sites.h"

static const struct datum_label labels[] = {
    {DATUM_DATE, "publiee dans le jo senat du", WITH_DATE | IN_TEXT},
    {DATUM_AWAITED, "en attente de reponse du", IN_TEXT | MINISTRY},
    {DATUM_RESPONSE, "reponse du", IN_TEXT | OPENS_ANSWER | MINISTRY},
    {DATUM_RESPONSE, "reponse de la", IN_TEXT | OPENS_ANSWER | MINISTRY},
    {DATUM_RESPONSE, "reponse apportee en seance publique le", WITH_DATE | IN_TEXT | OPENS_ANSWER},
    {DATUM_TRANSFERRED, "transmise au", IN_TEXT | MINISTRY | ABOVE_TEXT},
    {DATUM_TRANSFERRED, "transmise a la", IN_TEXT | MINISTRY | ABOVE_TEXT},
    {DATUM_TRANSFERRED, "transmise a", IN_TEXT | MINISTRY | ABOVE_TEXT},
    {DATUM_TRANSFORMED, "transformee en", NEEDS_VALUE | IN_TEXT | ABOVE_TEXT},
    {DATUM_RECALLS, "rappelle la question", NEEDS_VALUE | IN_TEXT | ABOVE_TEXT},
    {DATUM_ERRATUM, "erratum : jo du", WITH_DATE | IN_TEXT | ABOVE_TEXT},
    {DATUM_ERRATUM, "erratum jo du", WITH_DATE | IN_TEXT | ABOVE_TEXT},
    {DATUM_RUBRIC, "concerne le theme", NEEDS_VALUE | IN_TEXT | ABOVE_TEXT},
    {DATUM_WITHDRAWAL, "la question a ete retiree", IN_TEXT},
    {DATUM_LAPSED, "la question est caduque", NO_VALUE | IN_TEXT},
    {DATUM_END, "plan du site", IN_TEXT | MENU},
    {DATUM_END, "mentions legales", IN_TEXT | MENU},
    {DATUM_END, "accessibilite", IN_TEXT | MENU},
    {DATUM_END, "contacts", IN_TEXT | MENU},
    {DATUM_END, "haut de page", IN_TEXT | MENU},
    {DATUM_END, "retour en haut de page", IN_TEXT | MENU},
    {DATUM_END, "imprimer", IN_TEXT | MENU},
    {DATUM_END, "partager cette page", IN_TEXT | MENU},
    {DATUM_OTHER, "voir la video", NO_VALUE | IN_TEXT | ABOVE_TEXT},
    {DATUM_OTHER, "voir le compte rendu de la seance", NO_VALUE | IN_TEXT | ABOVE_TEXT},
    {DATUM_NONE, NULL, 0},
};

static const struct comment_mark marks[] = {
    {"start : primary", FACT_BEGIN},
    {"end : primary", FACT_END},
    {NULL, 0},
};

const struct family family_senat_2022 = {"page until 2022", "1978-2022", QP_SENAT, labels,
                                         NULL, marks, false};

static const struct datum_label labels_2023[] = {
    {DATUM_PERSON, "question de", WITH_DATE | OPENS_BODY},
    {DATUM_PAGE, "- page", NEEDS_VALUE | IN_TEXT | ABOVE_TEXT},
    {DATUM_END, "page mise a jour le", IN_TEXT},
    {DATUM_NONE, NULL, 0},
};

static const struct selector selectors_2023[] = {
    {EL_NAV, NULL, NULL, NULL, ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    {EL_FOOTER, NULL, NULL, NULL, ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    {EL_OTHER, NULL, NULL, NULL, ROLE_NONE, ROLE_NONE, NULL, 0},
};

const struct family family_senat_2023 = {"page since 2023", "1978-", QP_SENAT, labels_2023,
                                         selectors_2023, NULL, false};
