/* Where in a page's lines a question of the chambers' own sites is, and what shows that. */
#ifndef OFFICIAL_FIND_H
#define OFFICIAL_FIND_H
#include "lex/official_lex.h"
#include "segment/segment.h"

/* What speaks for an official page in lines [begin, end). */
struct evidence {
    struct stretch lines;
    size_t start;         /* the first line of the question; NO_LINE: none */
    size_t last;          /* the last line that is read */
    size_t labels;        /* of a family */
    size_t others;        /* questions named beside the first, as lists of results have them */
    bool number, body, text, ended; /* met: a number, the question's text, any, the page's tail */
    bool structured, bounded, headings, answer_headings; /* as in struct official */
    bool tail_known;      /* the markup says where the question ends */
    size_t told;          /* the last line that only a question's page has; NO_LINE: none */
    const struct family *family;
    size_t legislature, heading; /* the last ones above the text; NO_LINE: none */
    size_t again;                /* one of them below a text; NO_LINE: none */
    enum datum again_datum;
    struct span first, first_person;
};

/* What lines [begin, end) of a sheet hold; `fact` is the first fact of the sheet. */
struct evidence official_look(const struct page *page, enum qp_site site, size_t fact,
                              size_t begin, size_t end);
bool official_is_page(const struct evidence *e, enum qp_site site);
/* Joins "Question de M. X (Rhône - GEST)" with "publiée le 10/11/2022" below it, which a narrow
 * dump of a short page has wrapped: the two are what shows such a page. -1 when memory ends. */
int official_join_dates(struct page *page) QP_CHECK;
/* The end of the sheet that line i is in. */
size_t official_sheet_end(const struct page *page, size_t i);

/* Whether a chamber's own page is in the lines, by their content alone. */
bool official_page(const struct page *page);

/* A line of a text, as the markup says. */
static inline bool official_is_content(const struct line *l) {
    return l->role == ROLE_BODY || l->role == ROLE_RESPONSE;
}

/* A line that the markup places outside of the question says nothing. */
static inline bool official_is_outside(const struct line *l, bool bounded) {
    return l->role == ROLE_FURNITURE || (bounded && l->role == ROLE_NONE);
}

/* A paragraph there is one of the question's all the same: a stray "</td>" or "</div>" within
 * a text ended the element that holds it. */
static inline bool official_is_stray(const struct line *l, bool bounded) {
    enum { SHORTEST = 80 };
    return bounded && l->role == ROLE_NONE && l->len >= SHORTEST;
}

#endif
