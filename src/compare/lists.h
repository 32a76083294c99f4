/* Lists of a question compared. */
#ifndef LISTS_H
#define LISTS_H
#include "compare/message.h"

/* Tells every change of the list at this path, as ".relations"; `of_input`: it says
 * nothing of the question. j->failed: memory ended. */
void compare_list(struct comparing *j, const char *path, bool of_input);

#endif
