/* Included before all by tests/slow/coverage.py: a run that ends by a signal writes its counts, too, and
 * one that a signal does not end begins anew. */
#include <signal.h>

void __gcov_dump(void);
void __gcov_reset(void);
#define raise(number) (__gcov_dump(), __gcov_reset(), raise(number))
