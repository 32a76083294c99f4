/* The opening sentence of a question: who speaks to whom. Pure. */
#ifndef OPENING_H
#define OPENING_H
#include "base/span.h"

struct opening {
    struct span civility;  /* of the author, as printed: "M.", "Mme", "Mlle", "M" */
    struct span speaker;   /* the author as the sentence names them, without civility */
    struct span addressee; /* "M. le ministre de l'intérieur et des outre-mer" */
    bool invented;         /* "X interroge le Ministère …": the site made the sentence up */
};

/* Reads the first paragraph of a question, of which all spans are parts. One that is absent or not
 * sure has ptr NULL. `author` is the name that the heading prints, or NO_SPAN. */
struct opening opening_read(struct span paragraph, struct span author);

#endif
