/* Lines to the record's texts: paragraphs, tables, comments, relations. All texts are in the arena
 * of the question; what returns int returns -1 when memory ends. */
#ifndef BLOCKS_H
#define BLOCKS_H
#include "extract/extract.h"

/* A value of one line, trimmed. A run of white space becomes one space, unless it is of no-break
 * spaces alone, which stay but for `plain_spaces`. An empty value is absent. */
int text_value(struct arena *arena, struct span s, bool plain_spaces, qp_string *out) QP_CHECK;

/* U+00A0, U+202F and U+2007 become spaces, in place. */
void text_make_plain(qp_string *s);

/* The paragraphs and tables of `lines`, except those of another section; marks the others with
 * `section`. */
int blocks_read(const struct extract_request *rq, struct stretch lines, enum section section,
                qp_blocks *out) QP_CHECK;
/* The comments and their printed number; a page has them if r->comments is a line. */
int comments_read(const struct extract_request *rq, const struct sections *r,
                  qp_question *q) QP_CHECK;
/* Other questions that the texts name; blocks_read() has marked their lines. */
int relations_read(const struct extract_request *rq, struct stretch lines,
                   qp_question *q) QP_CHECK;
/* Turns a name that is printed surname first, "ARNAUD Lucie", where a text has it in the order of
 * speech. */
int author_reorder(const struct extract_request *rq, qp_question *q) QP_CHECK;
/* Lines without a section, which no rule took, go to `unparsed`. */
int unparsed_read(const struct extract_request *rq, struct stretch lines,
                  qp_question *q) QP_CHECK;

#endif
