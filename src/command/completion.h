/* What --completion prints: the options and their values, as the shells want to be told. */
#ifndef COMPLETION_H
#define COMPLETION_H
#include "command/options.h"

#include <stdio.h>

void completion_print(enum shell shell, FILE *out);

#endif
