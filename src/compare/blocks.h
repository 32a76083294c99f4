/* The blocks of a section compared. */
#ifndef COMPARE_BLOCKS_H
#define COMPARE_BLOCKS_H
#include "compare/message.h"

struct section {
    const char *label, *path; /* "answer", ".response" */
    const qp_blocks *old, *new;
};

/* Tells every change, and returns whether there was one. j->failed: memory ended. */
bool compare_blocks(struct comparing *j, const struct section *s);

#endif
