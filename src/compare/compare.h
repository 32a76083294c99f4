/* Changes between two versions of a question, told by meaning. */
#ifndef COMPARE_H
#define COMPARE_H
#include "base/memory.h"
#include "compare/words.h"

/* Strings live for the call. */
struct change {
    /* "added", "removed", "changed" or "moved"; of a status the new one's name, "unknown" where the
     * new record has none. */
    const char *what;
    const char *field;   /* as jq writes it: ".response.blocks[2].text" */
    qp_string old, new;  /* data NULL: absent */
    struct span message; /* "answered on 2023-02-16 (7 paragraphs)" */
};

struct comparison {
    bool exact; /* no-break spaces and line breaks count, too */
    bool older; /* one question is of a record without the keys that were added: they don't count */
    bool across; /* their inputs can't tell the same: a value that only one has doesn't count */
    bool saved;  /* both were read from inputs: an address that only one has comes from its saving */
    size_t *left_out; /* the number of differences that don't count for these reasons; `exact`: none */
    const struct marks *marks;
    void (*put)(struct buffer *out, struct span text); /* page text, as the reader may get it */
    void (*tell)(void *user, const struct change *change);
    void *user;
};

/* Tells every change: the status first, then in the order of the record. The name of the input and
 * line numbers are no part of a question. -1: memory ended. */
int compare_questions(const struct comparison *c, const qp_question *old,
                      const qp_question *new) QP_CHECK;

#endif
