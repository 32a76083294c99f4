/* The chambers' own pages: labelled values around two texts. Families of labels differ, the grammar
 * is the same. */
#ifndef OFFICIAL_H
#define OFFICIAL_H
#include "extract/extract.h"

/* Looks for an official page in the lines; *found tells whether it is one. Fills the
 * questions of the page, in the arena. 0, or -1 when memory ends. */
int official_questions(const struct extract_request *rq, bool *found, qp_question **questions,
                       size_t *count) QP_CHECK;

#endif
