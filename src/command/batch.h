/* A run over its inputs, by several workers. Its output is the same for every number of them. */
#ifndef BATCH_H
#define BATCH_H
#include "command/exit_status.h"
#include "command/options.h"

/* The exit status. *signal: the one that the caller should end by, all being closed; 0: none. */
int batch_run(const struct options *o, int *signal) QP_CHECK;

#endif
