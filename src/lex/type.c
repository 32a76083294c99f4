/* Printed types of questions, to their official codes. */
#include "lex/type.h"

#include "base/fold.h"

const struct question_type *type_named(struct span label) {
    label = span_trim(label);
    for (const struct question_type *t = question_types; t->words; t++)
        if ((t->code && span_equal(label, (struct span){t->code, strlen(t->code)})) ||
            ((t->code || t->assemblee) && fold_equal(label, t->words)))
            return t;
    return NULL;
}

const char *type_of_letter(struct span number) {
    for (const struct question_type *t = question_types; t->words; t++)
        if (t->letter && span_end(number)[-1] == t->letter)
            return t->code;
    return NULL;
}
