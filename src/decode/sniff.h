/* Recognises the format of an input by its content; names and suffixes do not matter. */
#ifndef SNIFF_H
#define SNIFF_H
#include "base/span.h"

enum sniff_kind {
    SNIFF_EMPTY, /* no bytes, or only a byte order mark and white space */
    SNIFF_TEXT,
    SNIFF_HTML,  /* XML too: the same tokenizer reads it */
    SNIFF_MHTML, /* begins with mail headers: a page that a browser saved in one file, or a mail
                  * around a page */
    SNIFF_OTHER  /* a known format that is not read, or binary data */
};

/* `name`, such as "a PDF document", is for messages. `advice` tells the user what to do with a
 * SNIFF_OTHER; it is NULL for all others. Both are static. */
struct sniff {
    enum sniff_kind kind;
    const char *name, *advice;
};

struct sniff sniff(struct span bytes);
/* Whether the bytes begin with the headers of a mail or MHTML file. Reads to the first blank line at
 * most. */
bool sniff_mail(struct span bytes);
/* Whether a zip archive is the document of an office program, by the name of its first member. */
bool sniff_office(struct span bytes);

#endif
