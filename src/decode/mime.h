/* MHTML, and mail around a page: finds the part that holds the page, and undoes its transfer
 * encoding. */
#ifndef MIME_H
#define MIME_H
#include "base/diagnostic.h"
#include "base/place.h"

struct mime {
    struct span bytes;     /* the page: a part of the input, or the content of `decoded` */
    struct buffer decoded; /* the caller frees it */
    struct span charset;   /* as the header of the part declares it; may be empty */
    struct span location;  /* the address of the page; may be empty */
    bool is_html;          /* else plain text */
    struct origin origin;
};

/* Takes the `start` part of a multipart, else the first HTML, else the first text. Returns 0, or -1
 * where memory ends; where no part holds a page, out->bytes.ptr is NULL. */
int mime_open(struct span input, struct diagnostics *d, struct mime *out) QP_CHECK;

#endif
