/* Mentions of other questions in a text. Pure. */
#ifndef RELATION_H
#define RELATION_H
#include "base/span.h"

struct mention {
    enum qp_relation_type type;
    struct span text;   /* from the word "question" to the number: "question écrite n° 3705" */
    struct span number; /* as printed: "3705", "S905" */
};

/* The first mention at or after *at (an offset in `text`), which moves past it;
 * false where there is no more. A plural ("les questions nos 12 et 13") is one
 * mention for each number, all with the same text up to their number. */
bool mention_next(struct span text, size_t *at, struct mention *out);

#endif
