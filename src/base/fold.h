/* Text folded for comparison with labels. */
#ifndef FOLD_H
#define FOLD_H
#include "base/ascii.h"
#include "base/utf8.h"

/* Folding: letters lose case, accents and ligatures, every kind of space becomes one ' ',
 * apostrophes "'", dashes '-', the degree and ordinal signs 'o'; combining and zero-width
 * characters vanish. Other characters stay.
 *
 * A cursor walks a span one folded character at a time; `at` is where the next unread character
 * starts in the span. */
struct fold {
    const char *at, *end;
    char pending; /* second letter of a ligature */
};

static inline struct fold fold_start(struct span s) {
    return (struct fold){s.ptr, span_end(s), 0};
}

#define FOLD_END 0xFFFFFFFFu
/* fold_next() for characters that are not ASCII. */
uint32_t fold_other(struct fold *f);

/* The folded form of each ASCII character. */
extern const unsigned char fold_table[128];

static inline uint32_t fold_next(struct fold *f) {
    if (f->pending || f->at >= f->end || (unsigned char)*f->at >= 0x80)
        return fold_other(f);
    return fold_table[(unsigned char)*f->at++];
}

/* Whether a folded character is a letter or digit of any script. */
static inline bool fold_is_letter(uint32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || is_digit(c);
    return c >= 0x180 && c != FOLD_END && !(c >= 0x2000 && c <= 0x2BFF);
}

/* Whether `text` begins with the folded ASCII `pattern`, whose spaces each match one or more. *rest
 * is the text behind the match and its spaces; `rest` may be NULL. */
bool fold_prefix(struct span text, const char *pattern, struct span *rest);
/* Whether `text` is the folded `pattern` and, beside it, only white space. */
bool fold_equal(struct span text, const char *pattern);
/* Whether both are equal once folded. */
bool fold_same(struct span a, struct span b);

/* Whether each folded word of `text` is in the list, whose words one space separates. */
bool fold_words_among(struct span text, const char *list);
/* Whether `text` has all words of `words`, in any order: "Ferrand Lucie" and "Lucie Ferrand". */
bool fold_has_words(struct span text, struct span words);

/* Whether `s` is nothing but white space, no-break spaces and zero-width characters. */
bool span_blank(struct span s);
/* Whether `s`, the text of a line, ends in the hyphen of a word that goes on below, as in "peut-être";
 * not in the dash of "Socialiste -", even behind a no-break space. */
bool span_hyphenated(struct span s);

#endif
