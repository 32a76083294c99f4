/* Pages of the same sites that hold no question, told by phrases that their lines begin with. */
#include "lex/other_page.h"

#include "base/ascii.h"
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

#define ERROR_PAGE "an error page"
#define NO_ANSWER "a browser's page for a site that did not answer"
#define CHECK "a check that a person is there, not the page: open it in a browser"

/* These too, where nothing heads a question: in a page that was cut they may be of its texts. */
static const struct {
    const char *words, *kind;
} last_phrases[] = {
    {"400 bad request", ERROR_PAGE},
    {"401 unauthorized", ERROR_PAGE},
    {"404 -", ERROR_PAGE},
    {"410 gone", ERROR_PAGE},
    {"429 too many requests", ERROR_PAGE},
    {"too many requests", ERROR_PAGE},
    {"not found", ERROR_PAGE},
    {"page not found", ERROR_PAGE},
    {"file not found", ERROR_PAGE},
    {"the requested url", ERROR_PAGE},
    {"the page you", ERROR_PAGE},
    {"la page que vous", ERROR_PAGE},
    {"cette page n'existe", ERROR_PAGE},
    {"bad gateway", ERROR_PAGE},
    {"bad request", ERROR_PAGE},
    {"gateway time", ERROR_PAGE},
    {"http status", ERROR_PAGE},
    {"http error", ERROR_PAGE},
    {"erreur http", ERROR_PAGE},
    {"access denied", ERROR_PAGE},
    {"access to this", ERROR_PAGE},
    {"acces refuse", ERROR_PAGE},
    {"acces interdit", ERROR_PAGE},
    {"forbidden", ERROR_PAGE},
    {"the requested resource", ERROR_PAGE},
    {"you don't have permission", ERROR_PAGE},
    {"vous n'etes pas autorise", ERROR_PAGE},
    {"oups", ERROR_PAGE},
    {"oops", ERROR_PAGE},
    {"whoops", ERROR_PAGE},
    {"une erreur est survenue", ERROR_PAGE},
    {"une erreur s'est produite", ERROR_PAGE},
    {"erreur interne", ERROR_PAGE},
    {"erreur serveur", ERROR_PAGE},
    {"erreur 4", ERROR_PAGE},
    {"erreur 5", ERROR_PAGE},
    {"error 4", ERROR_PAGE},
    {"error 5", ERROR_PAGE},
    {"error 1", ERROR_PAGE},
    {"site en maintenance", ERROR_PAGE},
    {"le site est en maintenance", ERROR_PAGE},
    {"le site est en cours de maintenance", ERROR_PAGE},
    {"maintenance en cours", ERROR_PAGE},
    {"this site can't be reached", NO_ANSWER},
    {"ce site est inaccessible", NO_ANSWER},
    {"la connexion a echoue", NO_ANSWER},
    {"unable to connect", NO_ANSWER},
    {"delai d'attente depasse", NO_ANSWER},
    {"hum, nous ne parvenons pas", NO_ANSWER},
    {"hmm. we're having trouble", NO_ANSWER},
    {"just a moment", CHECK},
    {"un instant", CHECK},
    {"checking your browser", CHECK},
    {"checking if the site", CHECK},
    {"verify you are human", CHECK},
    {"verifying you are human", CHECK},
    {"verifiez que vous etes", CHECK},
    {"verification de securite", CHECK},
    {"sorry, you have been blocked", CHECK},
    {"attention required", CHECK},
    {"request blocked", CHECK},
};

/* Two of these make a member's page: each alone may be of any text. */
static const char *const of_member[] = {
    "ancien senateur", "ancienne senatrice", "senateur d", "senatrice d", "ancien depute",
    "ancienne deputee", "depute d", "deputee d", "elu senateur", "elue senatrice", "elu depute",
    "elue deputee", "elu le", "elue le", "reelu le", "reelue le", "travaux legislatifs",
    "travaux en commission", "champ lexical", "responsabilites", "fonctions au senat",
    "fonctions a l'assemblee", "mandats et fonctions", "profession",
    "date de naissance", "date et lieu de naissance", "ne le", "nee le", "suppleant", "groupe politique",
    "declaration d'interet", "presence en commission",
};

enum { PHRASES = sizeof phrases / sizeof *phrases,
       LINES = 2000 /* enough to get past a page's menus */ };

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
    size_t best = PHRASES;
    for (size_t i = 0; i < page->count && i < LINES; i++)
        for (size_t k = 0; k < best; k++)
            if (begins_with(line_text(&page->lines[i]), phrases[k].words))
                best = k;
    return best < PHRASES ? phrases[best].kind : NULL;
}

enum { LAST = sizeof last_phrases / sizeof *last_phrases,
       OF_MEMBER = sizeof of_member / sizeof *of_member };

/* An address alone, with the marks of Markdown around it or none. */
static bool is_address(struct span line) {
    static const char *const begins[] = {"http://", "https://", "www."};
    const char *link = memmem(line.ptr, line.len, "](http", 6);
    if (line.ptr[0] == '[' && line.ptr[line.len - 1] == ')' && link)
        return true;
    if (line.len > 2 && (line.ptr[0] == '-' || line.ptr[0] == '*') && line.ptr[1] == ' ')
        line = span_trim(span_from(line.ptr + 2, span_end(line)));
    if (line.ptr[0] == '<')
        line = span_from(line.ptr + 1, span_end(line));
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ascii_begins(line, begins[i]))
            return !memchr(line.ptr, ' ', line.len);
    return false;
}

/* "<?xml …" whose element is not <html>. */
static bool is_program_xml(struct span source) {
    struct span s = span_trim(source);
    if (!ascii_begins(s, "<?xml"))
        return false;
    for (const char *p = s.ptr, *end = span_end(s); (p = memchr(p, '<', (size_t)(end - p))); p++) {
        struct span tag = span_from(p, end);
        if (ascii_begins(tag, "<!--")) {
            p = memmem(p, tag.len, "-->", 3);
            if (!p)
                return false;
        } else if (tag.len > 1 && tag.ptr[1] != '?' && tag.ptr[1] != '!') {
            return !ascii_begins(tag, "<html");
        }
    }
    return false;
}

/* `source` is not empty. */
static struct span title_of(struct span source) {
    const char *title = memmem(source.ptr, source.len, "<title", 6), *end = span_end(source);
    const char *begin = title ? memchr(title, '>', (size_t)(end - title)) : NULL;
    const char *behind = begin ? memchr(begin, '<', (size_t)(end - begin)) : NULL;
    return behind ? span_trim(span_from(begin + 1, behind)) : NO_SPAN;
}

static size_t earliest(struct span line, size_t best) {
    for (size_t k = 0; k < best; k++)
        if (begins_with(line, last_phrases[k].words))
            return k;
    return best;
}

const char *refused_page(const struct page *page) {
    const char *other = other_page(page);
    size_t addresses = 0, lines = page->count < LINES ? page->count : LINES;
    bool markup = page->markup && page->source.len;
    size_t best = markup ? earliest(title_of(page->source), LAST) : LAST;
    uint64_t member = 0;
    for (size_t i = 0; !other && i < lines; i++) {
        struct span line = line_text(&page->lines[i]);
        addresses += is_address(line);
        best = earliest(line, best);
        for (size_t k = 0; k < OF_MEMBER; k++)
            member |= (uint64_t)begins_with(line, of_member[k]) << k;
    }
    if (other)
        return other;
    if (best < LAST)
        return last_phrases[best].kind;
    if (lines && addresses * 2 >= lines)
        return "an address: save the page that it leads to";
    if (member & (member - 1))
        return "a member's page";
    if (markup && lines == 0 && memmem(page->source.ptr, page->source.len, "refresh", 7))
        return "a redirection";
    return is_program_xml(page->source) ? "the output of an interface for programs (XML)" : NULL;
}
