/* The members of two lists paired: those that both have in the same order, and those that moved. */
#ifndef PAIRS_H
#define PAIRS_H
#include "compare/message.h"

/* Two lists of members as texts, numbered alike. All arrays are in the arena of the comparison. */
struct pairs {
    struct pieces old, new;    /* a piece is a whole member */
    bool *old_kept, *new_kept; /* both lists have the member, in the same order */
    /* The counterpart of a member that was not kept, from 1 on; 0: it has none. */
    size_t *old_to, *new_from;
    bool *new_moved; /* the counterpart is the same, elsewhere */
};

/* A stretch of both lists that changed; {0} before the first. */
struct gap {
    size_t old, old_end, new, new_end;
};

/* All that return int: -1 when memory ends. */
int pairs_make(struct comparing *j, size_t old_count, size_t new_count, struct pairs *l) QP_CHECK;
/* Appends a text as it counts in a comparison, with a NUL behind it. */
int pairs_text(struct comparing *j, qp_string s, bool table, struct buffer *out) QP_CHECK;
/* Makes a member of the text, and empties it. */
int pairs_take(struct comparing *j, struct buffer *text, struct piece *member) QP_CHECK;
/* Fills the pairs, once old.items and new.items are taken. */
int pairs_find(struct pairs *l) QP_CHECK;
/* Pairs members of one symbol that have no counterpart yet, the k-th with the k-th, wherever they
 * are. `same`: they count as moved. */
int pairs_match(struct pairs *l, size_t symbols, bool same) QP_CHECK;

/* The next stretch that changed; false at the end. */
bool pairs_gap(const struct pairs *l, struct gap *g);

#endif
