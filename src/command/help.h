/* --help. */
#ifndef HELP_H
#define HELP_H
#include "command/options.h"

#include <stdbool.h>
#include <stdio.h>

/* The common options, on one screen, or `all`. */
void help_print(enum help_about about, FILE *out);

#endif
