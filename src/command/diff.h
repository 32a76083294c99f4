/* --diff OLD NEW: the changes between two versions of a question, or of many. */
#ifndef DIFF_H
#define DIFF_H
#include "command/options.h"

/* The exit status: 0 the same, 1 different, else as for conversions. *signal: the one that the
 * caller should end by; 0: none. */
int diff_run(const struct options *o, int *signal) QP_CHECK;

#endif
