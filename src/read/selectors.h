/* Which hooks of the families' tables an element of the markup meets. */
#ifndef HOOKS_H
#define HOOKS_H
#include "html/tokenizer.h"
#include "sites/sites.h"

enum { MOST_HOOKS = 255, LETTERS = 32 };

/* The hooks of all families by element, in the order of the tables: most tags of a page need
 * no look at any. Numbers count from 1; 0: none. */
struct hook_index {
    const struct hook *hooks[MOST_HOOKS + 1];
    uint32_t letter[MOST_HOOKS + 1]; /* the id or class begins with; 0: it asks for neither */
    uint8_t next[MOST_HOOKS + 1];    /* the next hook of the same element */
    struct element_hooks {
        uint8_t first, last;
        bool bare;        /* one of them asks for no attribute */
        bool other;       /* one of them asks for another than id and class */
        uint32_t letters; /* of all */
    } of[EL_COUNT + LETTERS]; /* elements that HTML does not know: by their first letter */
};

void hooks_index(struct hook_index *index);

/* What a walk over the hooks of a tag asks again and again. */
struct hook_walk {
    const struct hook_index *index;
    const struct html_token *token;
    struct span id, class;
    uint32_t letters; /* that the words of both begin with */
    uint8_t at;
};

static inline size_t hooks_slot(enum element element, char first) {
    return element != EL_OTHER ? (size_t)element : EL_COUNT + ((size_t)first & (LETTERS - 1));
}

bool hooks_begin(struct hook_walk *w, const struct hook_index *index,
                 const struct element_hooks *of, const struct html_token *t);

/* Starts a walk over the hooks that may match the start tag; false where there is none. */
static inline bool hooks_start(struct hook_walk *w, const struct hook_index *index,
                               enum element element, const struct html_token *t) {
    const struct element_hooks *of = &index->of[hooks_slot(element, t->text.ptr[0])];
    return of->first && (t->attribute_count || of->bare) && hooks_begin(w, index, of, t);
}

/* The next hook that matches where `inside` is the role around the tag; NULL: no more. */
const struct hook *hooks_next(struct hook_walk *w, uint8_t inside);

#endif
