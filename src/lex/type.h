/* Printed types of questions. Recognisers are pure. */
#ifndef TYPE_H
#define TYPE_H

#include "sites/sites.h"

/* The row of a printed type that has a code, "Question écrite" or "QE"; NULL: it is none. */
const struct question_type *type_named(struct span label);
/* The code that the letter at a number's end tells, "0123S"; NULL: none. `number` is not empty. */
const char *type_of_letter(struct span number);

#endif
