/* The number of a question, however it is printed. */
#ifndef NUMBER_H
#define NUMBER_H
#include "base/span.h"

/* The digits that count: "03705" and "S3705" give "3705", "11S0123" and "0123S" give "123". */
struct span number_bare(struct span s);
/* Whether both are one number but for zeros, letters and year: "S123", "11S0123", "123". */
bool number_same(struct span a, struct span b);

/* The value of one to four digits, as of a legislature or a year; -1: anything else. */
int number_small(struct span digits);

#endif
