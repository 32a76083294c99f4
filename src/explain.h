/* The page as it was read, appended to the buffer of the caller: a copy of it could take most of
 * the memory. */
#ifndef EXPLAIN_H
#define EXPLAIN_H
#include "base/memory.h"

struct explain_look {
    bool colour;
    size_t columns; /* longer lines are cut; 0: none is */
};

/* Appends the text of qp_explain(). -1: memory ended, and `out` is as before. */
int explain_append(const qp_result *result, const struct explain_look *look,
                   struct buffer *out) QP_CHECK;

#endif
