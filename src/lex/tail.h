/* The rest of a label's line, behind its words: one check for all sites. Recognisers are pure. */
#ifndef TAIL_H
#define TAIL_H
#include "sites/sites.h"

/* Whether `rest`, the line behind the label's words, is as the label's tail wants it. *value is
 * then the trimmed value behind the separator; it may be empty. */
bool tail_fits(const struct label *label, struct span rest, struct span *value);

/* Nothing, or a colon or full stop, which some templates print. */
bool tail_closes(struct span rest);
/* The text behind a colon or ">" that `s` begins with; *found: there is one. */
struct span tail_skip_separator(struct span s, bool *found);
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
/* "Jeanne Martin, le 2009-03-10" behind "Par", under a heading of 2009. */
bool tail_byline(struct span tail, struct byline *out);

#endif
