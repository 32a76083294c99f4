/* What bytes are, by their content: a name or a suffix decides nothing. */
#ifndef SNIFF_H
#define SNIFF_H
#include "base/span.h"

enum sniff_kind {
    SNIFF_EMPTY, /* no byte, or nothing but a byte order mark and white space */
    SNIFF_TEXT,
    SNIFF_HTML,  /* XML too: the same tokenizer reads it */
    SNIFF_MHTML, /* mail headers first: a browser's single file, or a mail that wraps a page */
    SNIFF_OTHER  /* a format that is not read */
};

/* For a message: `name` is "a PDF document"; `advice` tells who has a SNIFF_OTHER what to do,
 * and is NULL for what is read. Static. */
struct sniff {
    enum sniff_kind kind;
    const char *name, *advice;
};

struct sniff sniff(struct span bytes);
/* A zip archive that is a document of an office program, by its first member's name. */
bool sniff_office(struct span bytes);

#endif
