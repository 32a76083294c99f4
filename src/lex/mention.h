/* Mentions of other questions in a text. Pure. */
#ifndef MENTION_H
#define MENTION_H
#include "base/span.h"

struct mention {
    enum qp_relation_type type;
    struct span text;   /* from the word "question" to the number: "question écrite n° 3705" */
    struct span number; /* as printed: "3705", "S905" */
};

/* The first mention at or behind *at, an offset in bytes that moves past it; false: there is none.
 * "les questions nos 12 et 13" are two mentions, whose texts both begin at "questions". */
bool mention_next(struct span text, size_t *at, struct mention *out);
/* The first number of a label's value, "0412S" in "QOSD n° 0412S"; ptr NULL: there is none. */
struct span mention_number(struct span value);

#endif
