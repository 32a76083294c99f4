/* Records in JSON to trees. */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H
#include "record/nodes.h"

/* Hands every record of the text, which is clean UTF-8, to `tree`. */
void record_read_json(struct record_reader *r, struct span text, record_tree *tree);

#endif
