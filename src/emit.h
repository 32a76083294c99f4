/* One walk over the question for every format; a format is a set of hooks. */
#ifndef EMIT_H
#define EMIT_H

#include "text.h"

/* What a format does with a value. `key` NULL: a member of a list. Failure sticks
 * in the state; whoever started the walk looks there once. */
struct emitter {
    void (*object_begin)(void *state, const char *key);
    void (*object_end)(void *state);
    void (*list_begin)(void *state, const char *key);
    void (*list_end)(void *state);
    void (*list_empty)(void *state, const char *key);
    /* A member that is an attribute of the record's element in XML. */
    void (*attribute)(void *state, const char *key, qp_string value);
    /* data NULL: absent. */
    void (*string)(void *state, const char *key, qp_string value);
    void (*integer)(void *state, const char *key, long value);
    /* Neither value nor object. */
    void (*absent)(void *state, const char *key);
    /* A member of the list `blocks`. */
    void (*block)(void *state, const qp_block *block);
};

/* The members of the record in their order; the record's own brackets are the caller's. */
void emit_members(const qp_question *question, const struct emitter *hooks, void *state);
/* The digits of a number; their count, no NUL. */
size_t emit_decimal(long value, char out[24]);

/* One record and its line end. -1 when memory ends; what *out holds is then no record. */
int emit_json(const qp_question *question, bool one_line, struct buffer *out) QP_CHECK;
int emit_xml(const qp_question *question, enum qp_part part, struct buffer *out) QP_CHECK;

#endif
