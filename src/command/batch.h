/* A run over its inputs: order, workers, outputs. What is printed is the same for every
 * number of workers. */
#ifndef BATCH_H
#define BATCH_H
#include "command/exit_status.h"
#include "command/options.h"

/* The exit status. *signal: what the caller should end by, now that all is tidy; 0: none. */
int batch_run(const struct options *o, int *signal) QP_CHECK;

#endif
