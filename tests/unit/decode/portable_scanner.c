/* The same tests of the code for machines without SSE2. */
#define DECODE_PORTABLE 1
#include "scanner.c"
