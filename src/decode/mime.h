/* MHTML, and mail around a page: the part that holds the page, transfer-decoded. */
#ifndef MIME_H
#define MIME_H
#include "base/diagnostic.h"
#include "base/place.h"

struct mime {
    struct span bytes;     /* of the page, transfer-decoded: input bytes or `decoded` */
    struct buffer decoded; /* owned */
    struct span charset;   /* as the part's header declares it; may be empty */
    struct span location;  /* the page's address; may be empty */
    bool is_html;          /* else plain text */
    struct origin origin;
};

/* Finds the root: a multipart's `start` part, else its first HTML, else its first text.
 * 0 or -1 when memory ends; where no part holds a page, bytes.ptr is NULL. */
int mime_open(struct span input, struct diagnostics *d, struct mime *out) QP_CHECK;

#endif
