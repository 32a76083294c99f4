/* Records in the output folder that no page of the run gives: --check tells them, --prune removes
 * those whose page is gone. */
#ifndef LEFTOVER_H
#define LEFTOVER_H
#include "command/messages.h"
#include "command/options.h"
#include "files/output_folder.h"

struct leftovers {
    const struct options *o;
    const struct output_folder *folder;
    struct buffer *targets; /* of the outputs that the run gives, each with a NUL behind it */
    struct messages *messages;
    struct buffer *list; /* --prune --dry-run: the lines that tell what would be removed */
    size_t found, unremoved;
};

/* Whether the run asks for it, and its options leave no page of its inputs out. */
bool leftovers_wanted(const struct options *o);
/* Whether the operands are folders or archives alone: of single pages nobody can say which are
 * gone. */
bool leftovers_may_tell(const struct arguments *operands);
/* Tells of all of them, and with --prune removes those that it may. -1: memory ended. One thread
 * may read records at a time. */
int leftovers_find(struct leftovers *l) QP_CHECK;

#endif
