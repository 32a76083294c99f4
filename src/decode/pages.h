/* The pages of an input: of mails and MHTML files, and texts and HTML one behind the other. */
#ifndef PAGES_H
#define PAGES_H
#include "decode/mime.h"
#include "decode/sniff.h"

struct pages {
    struct mime_walk mail;
    struct span input;
    struct span rest; /* of a text or of HTML; ptr NULL: nothing */
    size_t line;      /* where it begins */
    bool split;       /* the rest may be more than one page */
    enum sniff_kind kind;
};

/* `kind`: SNIFF_TEXT, SNIFF_HTML or SNIFF_MHTML. `split`: other files may follow in the stream, text
 * behind HTML, HTML or a mail behind either. HTML without a doctype behind HTML stays one page: its
 * reader finds the questions. */
void pages_start(struct pages *p, struct span input, enum sniff_kind kind, bool split);
/* As mime_next(). */
int pages_next(struct pages *p, struct diagnostics *d, struct mime *out) QP_CHECK;

#endif
