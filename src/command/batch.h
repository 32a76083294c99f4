/* A run over its inputs: order, workers, outputs. What is printed is the same for every
 * number of workers. */
#ifndef BATCH_H
#define BATCH_H
#include "command/options.h"

enum { EXIT_WARNED = 1, EXIT_USAGE = 2, EXIT_NOT_QUESTION = 3, EXIT_SYSTEM = 4 };

/* The exit status. *signal: what the caller should end by, now that all is tidy; 0: none. */
int batch_run(const struct options *o, int *signal) QP_CHECK;

#endif
