/* A sentence walked word by word. Each word is folded and kept at a fixed size, so that a table's
 * words are compared in one step. Pure. */
#ifndef OPENING_WALK_H
#define OPENING_WALK_H
#include "base/fold.h"
#include "base/swar.h"

/* Folding makes "à" and "a", "où" and "ou", "interrogé" and "interroge" one word: pages of the
 * 1980s print no accents. Elided words keep their apostrophe ("l'"). */
enum { WORD_BYTES = 24 };
typedef char word_text[WORD_BYTES]; /* zeros behind a shorter word */

struct word {
    const char *begin, *end; /* as printed, with the dot of an abbreviation */
    word_text text;          /* folded, without that dot; cut where the word is longer */
    size_t size;             /* bytes of the folded word, uncut */
    char mark;               /* the mark before it, such as ',' or '.'; 0: only spaces */
    bool upper;              /* begins with a capital */
    bool shouted;            /* two bytes or more, all capitals but one: "L'", and so "Le" */
};

/* The word at *f, which moves behind it; false at the end of the text. */
bool word_next(struct fold *f, struct word *w);

/* `w`, with *f behind it, begins a pattern of words that only spaces part: *w becomes the pattern's
 * last word, and *f moves behind it. False leaves both. A pattern ends at '|' or NUL. */
bool phrase_at(struct word *w, struct fold *f, const char *pattern);
/* Whether one of the patterns, parted by '|', begins at `w`. */
bool any_phrase_at(struct word w, struct fold f, const char *patterns);

static inline bool word_is(const struct word *w, const word_text other) {
    return swar_load(w->text) == swar_load(other) &&
           memcmp(w->text + 8, other + 8, WORD_BYTES - 8) == 0;
}

static inline bool word_in(const struct word *w, const word_text *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (word_is(w, list[i]))
            return w->size <= WORD_BYTES;
    return false;
}

#define WORDS(...) ((const word_text[]){__VA_ARGS__})
#define among(w, list) word_in(w, list, sizeof(list) / sizeof(word_text))

#endif
