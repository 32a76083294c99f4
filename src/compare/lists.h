/* Lists of a question compared. */
#ifndef LISTS_H
#define LISTS_H
#include "compare/message.h"

struct list_kind;
extern const struct list_kind analysis_list, relation_list, event_list, comment_list, unparsed_list;

/* Tells every change of one list. j->failed: memory ended. */
void compare_list(struct comparing *j, const struct list_kind *kind);

#endif
