/* The items that two sequences have in common. */
#ifndef ALIGN_H
#define ALIGN_H
#include "qparse.h"

/* Items are numbers below `symbols`. kept_a[i] and kept_b[i] become true where both sequences have
 * the item, in the same order. Time is linear: where an exact answer would cost more, a whole
 * stretch counts as changed, and *coarse is set. -1: memory ended. */
int align(const uint32_t *a, size_t n, const uint32_t *b, size_t m, size_t symbols, bool *kept_a,
          bool *kept_b, bool *coarse) QP_CHECK;

#endif
