/* What follows a label's words: one check for all sites. Recognisers are pure. */
#ifndef TAIL_H
#define TAIL_H

#include "sites/sites.h"

/* Whether `rest`, what follows the label's words on their line, is what the label wants. *value is
 * then what it labels, without what separates it, trimmed; it may be empty. */
bool tail_fits(const struct label *label, struct span rest, struct span *value);

/* Nothing, or the colon or full stop that some ages of a template print. */
bool tail_closes(struct span rest);
/* What stands behind a colon or ">" at the begin of `s`; *found: there is one. */
struct span tail_skip_separator(struct span s, bool *found);
/* "Le décret …": a capital, which no word of a label begins with. */
bool begins_sentence(struct span value);
/* "Question orale sans débat n° 0123S", "QOSD" */
bool names_type(struct span value);

/* "le 30 juin 2010 (fin de mandat)": ptr NULL where the part is not there. */
struct withdrawal_tail {
    struct span date, reason;
};
bool tail_withdrawal(struct span tail, struct withdrawal_tail *out);

/* Who has written something, and when; ptr NULL: not told. */
struct byline {
    struct span date, author;
};
/* "Jeanne Martin, le 2009-03-10": what follows "Par" under a heading of 2009. */
bool tail_byline(struct span tail, struct byline *out);

#endif
