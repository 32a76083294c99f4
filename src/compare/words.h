/* Two texts compared word by word. */
#ifndef WORDS_H
#define WORDS_H
#include "base/memory.h"

enum piece_kind { PIECE_WORD, PIECE_MARK, PIECE_SPACE };

/* Equal symbols are equal tokens. */
struct piece {
    struct span text;
    uint32_t symbol;
    enum piece_kind kind;
};

struct pieces {
    struct piece *items;
    size_t count;
};

/* How texts are looked at. */
struct manner {
    bool exact; /* each kind and number of spaces counts; else any run of them is one */
    bool table; /* tabs and line breaks keep cells and rows apart */
};

/* The two say the same. Absent is the same as blank, but for exact. */
bool words_same(qp_string a, qp_string b, struct manner manner);
/* Words, marks and runs of spaces; in the arena. */
int words_split(struct arena *arena, struct span text, struct manner manner,
                struct pieces *out) QP_CHECK;
/* Numbers the tokens of all texts, equal ones alike; *symbols is how many there are. */
int words_number(struct pieces *texts, size_t count, size_t *symbols) QP_CHECK;
/* The share of words and marks that both have, in any order: 0 to 1. `a` and `b` are numbered,
 * and sorted by words_sort(). */
double words_shared(const struct pieces *a, const struct pieces *b);
/* Orders the numbered tokens of each text by their symbols, and drops its spaces. */
int words_sort(struct pieces *texts, size_t count, size_t symbols) QP_CHECK;

/* How a difference is written: what stands around words that went and came. */
struct marks {
    const char *gone, *gone_end, *come, *come_end;
};

/* The new text with what changed in it, long stretches that did not left out. `put` writes
 * page text. *coarse is set where not every word could be looked at. */
int words_diff(struct arena *arena, struct span old, struct span new, struct manner manner,
               const struct marks *marks, void (*put)(struct buffer *out, struct span text),
               struct buffer *out, bool *coarse) QP_CHECK;

#endif
