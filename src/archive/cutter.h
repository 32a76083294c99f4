/* The one file in which the Assemblée's open data gives a legislature: a list of questions as JSON
 * or XML, cut into them as it is read. The cut needs no well-formed list: a question that does not
 * end is cut where the next begins. */
#ifndef CUTTER_H
#define CUTTER_H
#include "archive/archive.h"
#include "archive/window.h"

struct cutter;

/* Whether a file with these first bytes is such a list. */
bool cutter_sniff(struct span first);
/* `user` is for `read`. `limit`: bytes of a question. NULL: memory ended. */
struct cutter *cutter_open(window_read *read, void *user, size_t limit) QP_CHECK;
/* As container_next(). A question is named by its uid or, where it has none that can be a file's
 * name, by its place, as "question-3"; member->place is that of its first byte. Bytes between
 * questions that are none are a refused member. After an error of `read`, or without memory: -1 with
 * member->problem NULL. */
int cutter_next(struct cutter *c, struct member *member) QP_CHECK;
/* NULL is allowed. */
void cutter_close(struct cutter *c);

#endif
