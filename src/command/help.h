/* --help. */
#ifndef HELP_H
#define HELP_H
#include "qparse.h"

#include <stdbool.h>
#include <stdio.h>

/* The common options, on one screen, or `all`. */
void help_print(bool all, FILE *out);

#endif
