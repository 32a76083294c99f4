/* Finds a question of the chambers' own sites among a page's lines. */
#ifndef OFFICIAL_FIND_H
#define OFFICIAL_FIND_H
#include "lex/official_lex.h"
#include "segment/segment.h"

/* Evidence that these lines are a chamber's page. */
struct evidence {
    struct stretch lines;
    size_t start;         /* the first line of the question; NO_LINE: none */
    size_t last;          /* the last line that is read */
    size_t labels;        /* of a family */
    size_t others;        /* questions named beside the first, as lists of results have them */
    bool number, body, text, ended; /* seen: a number, the question's text, any text, the tail */
    size_t person;        /* "Question de : Mme X", with which a selection may start; NO_LINE: none */
    bool structured, bounded, headings, answer_headings; /* as in struct official */
    bool bare;                   /* each value has an element, and the page nothing else around them */
    bool tail_known;      /* the markup says where the question ends */
    size_t told;          /* the last line that only a question's page has; NO_LINE: none */
    const struct family *family;
    size_t legislature, heading; /* the last ones above the text; NO_LINE: none */
    size_t again;                /* a legislature or heading below a text; NO_LINE: none */
    enum datum again_datum;
    struct span first, first_person;
};

/* Gathers it from lines [begin, end) of a sheet, whose first fact is `fact`. */
struct evidence official_look(const struct page *page, enum qp_site site, size_t fact,
                              size_t begin, size_t end);
bool official_is_page(const struct evidence *e, enum qp_site site);
/* Joins "Question de M. X (Rhône - GEST)" with "publiée le 10/11/2022" below it: a narrow dump
 * wraps them, and a short page has no other evidence. -1 when memory ends. */
int official_join_dates(struct page *page) QP_CHECK;
/* The end of the sheet that line i is in. */
size_t official_sheet_end(const struct page *page, size_t i);

/* Whether a chamber's own page is among the lines, whatever site the options name. */
bool official_page(const struct page *page);

/* The markup says that the line belongs to a text. */
static inline bool official_is_content(const struct line *l) {
    return l->role == ROLE_BODY || l->role == ROLE_RESPONSE;
}

/* The markup says that the line is outside of the question. */
static inline bool official_is_outside(const struct line *l, bool bounded) {
    return l->role == ROLE_FURNITURE || (bounded && l->role == ROLE_NONE);
}

/* A long line that only seems outside: a stray "</td>" or "</div>" within a text ended its
 * element. */
static inline bool official_is_stray(const struct line *l, bool bounded) {
    enum { SHORTEST = 80 };
    return bounded && l->role == ROLE_NONE && l->len >= SHORTEST;
}

#endif
