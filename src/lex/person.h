/* Persons in a page's lines. Recognisers are pure. */
#ifndef PERSON_H
#define PERSON_H

#include "base/span.h"

/* "M. Jean Martin (Group - Department)" */
struct person {
    struct span civility; /* a constant, no part of the text */
    struct span name, group, constituency;
    struct span rest; /* behind the closing parenthesis */
};
bool person_read(struct span text, bool group_first, struct person *out);
/* Splits at the last " - " outside of parentheses, or at the first; *second has ptr NULL where
 * there is none. */
struct span person_split(struct span s, bool last, struct span *second);
/* "M. Jean Martin", which no group follows: words with capitals but for particles. */
bool person_is_named(const struct person *p);

/* Whether the line may be a person's name: no menu's entry, no stretch of text. */
bool may_be_name(struct span text);
/* "Le décret …": a capital, which no word of a label begins with. */
bool begins_sentence(struct span value);
/* The line without the quotes, parentheses and blanks that close it. */
struct span without_closing(struct span line);
/* "… du port.", "… du port ! »", "(Applaudissements)": a whole sentence ends here; "prennent « plus du
 * tiers »" is a part of one. */
bool ends_sentence(struct span line);

#endif
