/* Pages of the same sites that hold no question, told by phrases that their lines begin with. */
#include "lex/other_page.h"

#include "base/fold.h"

/* The earliest of these that a line begins with decides. A leading '#' means a number, a leading
 * '|' the edge of a drawn table. */
static const struct {
    const char *words; /* folded */
    const char *kind;  /* of the page */
} phrases[] = {
    {"le site nossenateurs.fr est desormais arrete", "the notice that NosSénateurs.fr was closed"},
    {"temporary error", "an error page of the site"},
    {"503 ", "an error page of the site"},
    {"error 503", "an error page of the site"},
    {"erreur 503", "an error page of the site"},
    {"service unavailable", "an error page of the site"},
    {"service temporarily unavailable", "an error page of the site"},
    {"service temporairement indisponible", "an error page of the site"},
    {"502 bad gateway", "an error page of the site"},
    {"504 gateway", "an error page of the site"},
    {"500 internal server error", "an error page of the site"},
    {"internal server error", "an error page of the site"},
    {"403 forbidden", "an error page of the site"},
    {"erreur 500", "an error page of the site"},
    {"404 not found", "the site's page for what it does not have"},
    {"erreur 404", "the site's page for what it does not have"},
    {"error 404", "the site's page for what it does not have"},
    {"page non trouvee", "the site's page for what it does not have"},
    {"page introuvable", "the site's page for what it does not have"},
    {"la page que vous recherchez", "the site's page for what it does not have"},
    {"la page demandee n'existe pas", "the site's page for what it does not have"},
    {"301 moved", "a redirection"},
    {"302 found", "a redirection"},
    {"302 moved", "a redirection"},
    {"moved permanently", "a redirection"},
    {"object moved", "a redirection"},
    {"redirecting to", "a redirection"},
    {"vous allez etre redirige", "a redirection"},
    {"aucun resultat", "a list of results without any"},
    {"aucune question trouvee", "a list of results without any"},
    {"aucune question ne correspond", "a list of results without any"},
    {"# question trouvee", "a list of results"},
    {"# questions trouvees", "a list of results"},
    {"# question(s) trouvee(s)", "a list of results"},
    {"# resultat", "a list of results"},
    {"resultats de la recherche", "a list of results"},
    {"resultats de votre recherche", "a list of results"},
    {"recherche de questions", "a list of results"},
    {"liste des questions", "a list of questions"},
    {"ses questions", "a member's page"},
    {"toutes ses questions", "a member's page"},
    {"fiche de m", "a member's page"},
    {"informations sur le depute", "a member's page"},
    {"biographie", "a member's page"},
    {"mandats en cours", "a member's page"},
    {"mandat en cours", "a member's page"},
    {"travaux parlementaires de", "a member's page"},
    {"compte rendu integral", "a debate"},
    {"comptes rendus de la seance", "a debate"},
    {"compte rendu de la seance", "a debate"},
    {"seance du", "a debate"},
    {"seance publique du", "a debate"},
    {"presidence de", "a debate"},
    {"|question", "a table that html2text drew, which loses letters of it: use w3m or lynx"},
    {"{\"", "the output of an interface for programs (JSON)"},
    {"[{\"", "the output of an interface for programs (JSON)"},
    {"\"id\";", "the output of an interface for programs (CSV)"},
    {"id;", "the output of an interface for programs (CSV)"},
};

enum { PHRASES = sizeof phrases / sizeof *phrases };

static bool begins_with(struct span line, const char *words) {
    struct span rest;
    if (words[0] == '|') {
        size_t drawn = 0;
        while (drawn < line.len && memchr("|_ ", line.ptr[drawn], 3))
            drawn++;
        return drawn > 0 &&
               fold_prefix(span_from(line.ptr + drawn, span_end(line)), words + 1, &rest);
    }
    if (words[0] != '#')
        return fold_prefix(line, words, &rest);
    size_t n = leading_digits(line);
    return n > 0 && fold_prefix(span_from(line.ptr + n, span_end(line)), words + 2, &rest);
}

const char *other_page(const struct page *page) {
    enum { LINES = 2000 }; /* enough to get past a page's menus */
    size_t best = PHRASES;
    for (size_t i = 0; i < page->count && i < LINES; i++)
        for (size_t k = 0; k < best; k++)
            if (begins_with(line_text(&page->lines[i]), phrases[k].words))
                best = k;
    return best < PHRASES ? phrases[best].kind : NULL;
}
