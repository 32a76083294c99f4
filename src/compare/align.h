/* What two sequences have in common: Myers's O(ND) difference in linear space, with an end. */
#ifndef ALIGN_H
#define ALIGN_H
#include "qparse.h"

/* Equal numbers are equal items; they are smaller than `symbols`. kept_a[i] and kept_b[i] tell
 * whether an item stands in both, in the same order. Time is linear: where the two differ so
 * much that an exact answer would cost more, a stretch counts as changed whole, and *coarse
 * is set. -1: memory ended. */
int align(const uint32_t *a, size_t n, const uint32_t *b, size_t m, size_t symbols, bool *kept_a,
          bool *kept_b, bool *coarse) QP_CHECK;

#endif
