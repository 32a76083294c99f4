/* Lines to the record's texts: paragraphs, tables, comments, relations. */
#ifndef BLOCKS_H
#define BLOCKS_H
#include "extract/extract.h"

/* A single-line value: trimmed and folded; a run of white space that holds an ordinary
 * space becomes one space, a lone no-break space stays; one of nothing is absent. */
int text_value(struct arena *arena, struct span s, bool plain_spaces, qp_string *out) QP_CHECK;

/* U+00A0, U+202F and U+2007 become spaces, in place. */
void text_make_plain(qp_string *s);

/* Marks the lines it takes with `section`; lines that another section has are left out. */
int blocks_read(const struct extract_request *rq, struct stretch lines, enum section section,
                qp_blocks *out) QP_CHECK;
int comments_read(const struct extract_request *rq, const struct sections *r,
                  qp_question *q) QP_CHECK;
/* Other questions that the lines of the body and the response name. */
int relations_read(const struct extract_request *rq, struct stretch lines,
                   qp_question *q) QP_CHECK;
/* Puts an author's name, printed surname first, in the order of speech where a text of the
 * page names the same person. */
int author_reorder(const struct extract_request *rq, qp_question *q) QP_CHECK;
/* What no rule took: lines without a section go to `unparsed`. */
int unparsed_read(const struct extract_request *rq, struct stretch lines,
                  qp_question *q) QP_CHECK;

#endif
