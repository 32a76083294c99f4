/* What --help prints. */
#ifndef HELP_H
#define HELP_H
#include "qparse.h"

#include <stdbool.h>
#include <stdio.h>

/* What most runs need, on one screen; or every option. */
void help_print(bool all, FILE *out);

#endif
