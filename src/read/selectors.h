/* Finds the selectors of the sites that match a start tag. */
#ifndef SELECTORS_H
#define SELECTORS_H
#include "html/tokenizer.h"
#include "sites/sites.h"

enum { MOST_SELECTORS = 255, LETTERS = 32 };

/* The selectors of all families by element, in the order of the tables, so that most tags need no
 * search. Numbers count from 1; 0: none. */
struct selector_index {
    const struct selector *selectors[MOST_SELECTORS + 1];
    uint32_t letter[MOST_SELECTORS + 1]; /* a bit for the first letter of the id or class asked for;
                                          * 0: none */
    uint8_t next[MOST_SELECTORS + 1];    /* the next selector of the same element */
    struct element_selectors {
        uint8_t first, last;
        bool bare;        /* one of them asks for no attribute */
        bool other;       /* one of them asks for no word of id or class */
        uint32_t letters; /* their bits together */
    } of[EL_COUNT + LETTERS]; /* elements unknown to HTML are found by their first letter */
};

void selectors_index(struct selector_index *index);

/* A walk over the selectors that may match one start tag. */
struct selector_walk {
    const struct selector_index *index;
    const struct html_token *token;
    struct span id, class;
    uint32_t letters; /* bits for the first letters of the words of both */
    uint8_t at;
};

static inline size_t selectors_slot(enum element element, char first) {
    return element != EL_OTHER ? (size_t)element : EL_COUNT + ((size_t)first & (LETTERS - 1));
}

bool selectors_begin(struct selector_walk *w, const struct selector_index *index,
                     const struct element_selectors *of, const struct html_token *t);

/* Starts a walk over the selectors that may match the start tag; false: none may. */
static inline bool selectors_start(struct selector_walk *w, const struct selector_index *index,
                                   enum element element, const struct html_token *t) {
    const struct element_selectors *of = &index->of[selectors_slot(element, t->text.ptr[0])];
    return of->first && (t->attribute_count || of->bare) && selectors_begin(w, index, of, t);
}

/* The next selector that matches, NULL: none is left; `inside` is the role around the tag. */
const struct selector *selectors_next(struct selector_walk *w, uint8_t inside);

#endif
