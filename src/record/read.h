/* Trees to questions, with all checks of a record. */
#ifndef RECORD_READ_H
#define RECORD_READ_H
#include "record/nodes.h"

/* Makes the question, or complaints, and calls r->take(). */
void record_take(struct record_reader *r, const struct node *root);
/* Whether records have a key or an element of that name. */
bool record_knows(struct span name);

#endif
