/* --completion: the options and their values, as a script for a shell. */
#ifndef COMPLETION_H
#define COMPLETION_H
#include "command/options.h"

#include <stdio.h>

void completion_print(enum shell shell, FILE *out);

#endif
