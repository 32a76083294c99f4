/* --validate: records that qparse or anybody wrote, held against the record's contract. */
#ifndef VALIDATE_H
#define VALIDATE_H
#include "command/options.h"

/* The exit status. *signal: what the caller should end by; 0: none. */
int validate_run(const struct options *o, int *signal) QP_CHECK;

#endif
