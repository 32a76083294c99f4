/* The page as it was read, for the command's own buffer: a copy of it may be most of the memory. */
#ifndef EXPLAIN_H
#define EXPLAIN_H
#include "base/memory.h"

/* What qp_explain() shows, behind what `out` holds. -1: memory ended, and `out` is as it was. */
int explain_append(const qp_result *result, bool colour, struct buffer *out) QP_CHECK;

#endif
