/* NosSénateurs.fr and NosDéputés.fr, all their templates. Codes and the letters of numbers are the
 * Sénat's own. */
#include "sites/sites.h"

/* NosDéputés.fr never prints the type: its base holds written questions, but a page
 * does not say so. */
const struct site site_nossenateurs = {QP_NOSSENATEURS, "QE QAG QC QOSD QOAE QOAD", true};
const struct site site_nosdeputes = {QP_NOSDEPUTES, NULL, false};

const struct site *const sites[] = {&site_nossenateurs, &site_nosdeputes, NULL};

const struct label regards_labels[] = {
    {DATUM_TOP, "une initiative de regardscitoyens.org", TAIL_ANY, 0},
    {DATUM_MENU, "faq", TAIL_NONE, 0},
    {DATUM_PHOTO, "photo de", TAIL_ANY, 0},
    {DATUM_PHOTO, "[photo de", TAIL_ANY, 0},
    {DATUM_PHOTO, "photo issue du site", TAIL_ANY, 0},
    {DATUM_PHOTO, "[photo issue du site", TAIL_ANY, 0},
    {DATUM_SOURCE, "source", TAIL_NONE, 0},
    {DATUM_SOURCE, "[source]", TAIL_NONE, 0},
    {DATUM_BYLINE, "par ", TAIL_BYLINE, 0}, /* August 2009 */
    {DATUM_BYLINE, "le ", TAIL_WHOLE_DATE, 0},    /* September 2009 */
    {DATUM_BODY, "question", TAIL_NONE, 0},
    {DATUM_SUBMITTED, "question soumise le", TAIL_ODD_DATE, 0},
    {DATUM_SUBMITTED, "soumise le", TAIL_WHOLE_DATE, 0}, /* September 2009 */
    {DATUM_ALERT, "etre alerte lorsque cette", TAIL_NONE, 0},
    {DATUM_ALERT, "question aura une reponse", TAIL_NONE, 0},
    {DATUM_ALERT, "etre alerte lorsque cette question aura une reponse", TAIL_NONE, 0},
    {DATUM_NOTICE, "etre informe par e-mail de la reponse", TAIL_NONE, 0},
    {DATUM_ALERT, "email", TAIL_NONE, 0},
    {DATUM_ALERT, "e-mail", TAIL_NONE, 0},
    {DATUM_ALERT, "[email]", TAIL_NONE, 0},
    {DATUM_ALERT, "[e-mail]", TAIL_NONE, 0},
    {DATUM_ALERT, "par email", TAIL_NONE, 0},
    {DATUM_ALERT, "par e-mail", TAIL_NONE, 0},
    {DATUM_ALERT, "emailpar email", TAIL_NONE, 0}, /* where a <br> was lost */
    {DATUM_ALERT, "e-mailpar e-mail", TAIL_NONE, 0},
    {DATUM_ALERT, "[table]", TAIL_NONE, 0}, /* in Markdown that has none */
    {DATUM_ALERT, "email par email", TAIL_NONE, 0}, /* one line in dumps that keep table rows */
    {DATUM_ALERT, "e-mail par e-mail", TAIL_NONE, 0},
    {DATUM_ALERT, "[email] par email", TAIL_NONE, 0},
    {DATUM_ALERT, "[e-mail] par e-mail", TAIL_NONE, 0},
    {DATUM_ANSWERED, "reponse emise le", TAIL_ODD_DATE, 0},
    {DATUM_EXPECTED, "reponse a venir le", TAIL_ODD_DATE, 0},
    {DATUM_ANSWER, "reponse", TAIL_NONE, 0},
    {DATUM_WITHDRAWAL, "retiree", TAIL_REASON, 0},
    {DATUM_NO_ANSWER, "cette question n'a pas encore de reponse", TAIL_NONE, 0},
    {DATUM_COMMENT_TITLE, "commentaires", TAIL_NONE, 0},
    {DATUM_COMMENT_TOOL, "vous trouvez ce commentaire constructif", TAIL_ANY, 0},
    {DATUM_COMMENT_TOOL, "attention, ce commentaire est en attente de validation", TAIL_ANY, 0},
    {DATUM_COMMENT_TOOL, "avatar", TAIL_NONE, 0},
    {DATUM_COMMENT_TOOL, "[avatar]", TAIL_NONE, 0},
    {DATUM_COMMENT_TOOL, "avatar par defaut", TAIL_NONE, 0},
    {DATUM_COMMENT_TOOL, "[avatar par defaut]", TAIL_NONE, 0},
    {DATUM_FORM, "ecrire un commentaire", TAIL_NONE, 0},
    {DATUM_FORM, "| ecrire", TAIL_ANY, 0}, /* pandoc's frame around the form */
    {DATUM_FORM, "commentaire", TAIL_NONE, 0},            /* the form's title when logged in */
    {DATUM_FORM, "inscription", TAIL_NONE, 0},
    {DATUM_FORM, "questions frequentes - donnees", TAIL_ANY, 0}, /* the footer, where there is no form */
    {DATUM_FORM, "regardscitoyens.org", TAIL_NONE, 0},
    {DATUM_FORM, "pour raisons techniques, le depot des commentaires", TAIL_ANY, 0},
    {DATUM_FORM, "cette legislature etant desormais achevee, les commentaires", TAIL_ANY, 0},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

static const struct selector selectors[] = {
    {EL_DIV, NULL, "id", "question#", ROLE_NONE, ROLE_QUESTION, "id", FACT_DIVISION},
    {EL_DIV, NULL, "id", "question", ROLE_QUESTION, ROLE_BODY, NULL, 0},
    {EL_DIV, NULL, "id", "reponse", ROLE_NONE, ROLE_RESPONSE, NULL, 0},
    {EL_DIV, NULL, "class", "commentaires", ROLE_NONE, ROLE_COMMENTS, NULL, 0},
    {EL_DIV, NULL, "class", "commentaire", ROLE_NONE, ROLE_COMMENT, "class", FACT_COMMENT},
    {EL_DIV, NULL, "class", "alerte", ROLE_NONE, ROLE_FURNITURE, NULL, 0}, /* "source alerte" too, of 2013 */
    {EL_DIV, NULL, "class", "source", ROLE_NONE, ROLE_SOURCE, NULL, 0},
    {EL_P, NULL, "class", "source", ROLE_NONE, ROLE_SOURCE, NULL, 0}, /* of August and September 2009 */
    {EL_A, NULL, "href", NULL, ROLE_SOURCE, ROLE_NONE, "href", FACT_SOURCE},
    {EL_IMG, NULL, "class", "photo_fiche", ROLE_NONE, ROLE_NONE, "title", FACT_PHOTO},
    /* where the site's script had moved it when the page was saved */
    {EL_IMG, NULL, "class", "photo_fiche", ROLE_NONE, ROLE_NONE, "jstitle", FACT_PHOTO},
    {EL_DIV, NULL, "id", "jstitle", ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    {EL_LINK, NULL, "rel", "canonical", ROLE_NONE, ROLE_NONE, "href", FACT_CANONICAL},
    {EL_FORM, NULL, NULL, NULL, ROLE_NONE, ROLE_FURNITURE, NULL, 0},
    {EL_OTHER, NULL, NULL, NULL, ROLE_NONE, ROLE_NONE, NULL, 0},
};

const struct family family_nossenateurs = {
    "question page, all templates", "2004-2023", QP_NOSSENATEURS, NULL, selectors, NULL, false, true};
/* Shares the markup with NosSénateurs.fr, whose family holds the selectors. */
const struct family family_nosdeputes = {
    "question page, all templates", "2007-2024", QP_NOSDEPUTES, NULL, NULL, NULL, false, true};
