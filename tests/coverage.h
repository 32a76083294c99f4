/* Included before all by tests/coverage.py: a run that ends by a signal writes its counts, too. */
#include <signal.h>

void __gcov_dump(void);
#define raise(number) (__gcov_dump(), raise(number))
