/* Two texts compared word by word. */
#ifndef WORDS_H
#define WORDS_H
#include "base/memory.h"

enum piece_kind { PIECE_WORD, PIECE_MARK, PIECE_SPACE };

struct piece {
    struct span text;
    uint32_t symbol; /* equal pieces have equal symbols, once they are numbered */
    enum piece_kind kind;
};

struct pieces {
    struct piece *items;
    size_t count;
};

struct manner {
    bool exact; /* each kind and number of spaces counts; else any run of spaces is one */
    bool table; /* tabs and line breaks part cells and rows */
    bool long_text; /* sentences are pieces: words_diff() takes some fifty bytes for a piece */
};

/* An absent text is the same as a blank one, unless manner.exact. */
bool words_same(qp_string a, qp_string b, struct manner manner);
/* Splits a text into words, marks and runs of spaces; out->items is in the arena, their texts are
 * parts of `text`. Here and below -1: memory ended. */
int words_split(struct arena *arena, struct span text, struct manner manner,
                struct pieces *out) QP_CHECK;
/* Texts of more bytes together are long. */
enum { WORDS_MOST = 256 * 1024 };
/* Appends the pieces that count: texts that are the same give the same bytes. */
void words_plain(struct span text, struct manner manner, struct buffer *out);
/* Gives the pieces of all texts their symbols, which are below *symbols. */
int words_number(struct pieces *texts, size_t count, size_t *symbols) QP_CHECK;
/* Orders the numbered pieces of each text by their symbols, and drops its spaces. */
int words_sort(struct pieces *texts, size_t count, size_t symbols) QP_CHECK;
/* The share of words and marks that two sorted texts have in common, in any order: 0 to 1. */
double words_shared(const struct pieces *a, const struct pieces *b);

/* Written around words that went and words that came. */
struct marks {
    const char *gone, *gone_end, *come, *come_end;
};

/* Writes the new text with the words that came and went; long stretches that did not change are
 * left out. `put` writes page text. *coarse is set where the texts differ too much for an exact
 * answer. */
int words_diff(struct span old, struct span new, struct manner manner, const struct marks *marks,
               void (*put)(struct buffer *out, struct span text), struct buffer *out,
               bool *coarse) QP_CHECK;

#endif
