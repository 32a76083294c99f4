/* --validate: checks records, whoever wrote them, against the record's contract (src/schema/). */
#ifndef VALIDATE_H
#define VALIDATE_H
#include "command/options.h"

/* The exit status. *signal: the one that the caller should end by; 0: none. */
int validate_run(const struct options *o, int *signal) QP_CHECK;

#endif
