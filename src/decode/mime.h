/* MHTML, and mails around pages: finds the parts that hold a page, and undoes their transfer
 * encoding. */
#ifndef MIME_H
#define MIME_H
#include "base/diagnostic.h"
#include "base/place.h"

enum { MIME_DEEPEST = 16 }; /* multiparts in multiparts: mail programs stop at three or four */

struct mime {
    struct span bytes;     /* the page: a part of the input, or the content of `decoded` */
    struct buffer decoded; /* the caller frees it */
    struct span charset;   /* as the header of the part declares it; may be empty */
    struct span location;  /* the address of the page; may be empty; in the arena of diagnostics */
    bool is_html;          /* else plain text */
    struct origin origin;
};

/* A multipart that the walk is in. */
struct mime_level {
    struct span rest, boundary;
    struct span behind; /* what follows the multipart; ptr NULL: not known, or nothing */
    bool open;          /* no closing boundary line so far */
    bool digest;        /* its parts are mails unless they say otherwise */
    bool whole;         /* it is a mail of the stream, no part of one */
    int depth;
    size_t line;        /* of its first */
};

/* A walk over the pages of one mail or of several, one behind the other. Spans are of the input. */
struct mime_walk {
    struct span input, rest; /* rest: behind the mail at hand; ptr NULL: nothing */
    struct mime_level levels[MIME_DEEPEST];
    int count;
    const char *at;          /* a place, and its line */
    size_t line;
    size_t unread, unread_line; /* parts that are no pages; the first */
    struct span unread_type;
};

void mime_start(struct mime_walk *w, struct span input);
/* The next page, in the order of the input. In multipart/related it is the `start` part, else the
 * first HTML, else the first text; in multipart/alternative the first HTML, else the first text; in
 * all others, and in mails within mails, each HTML and each text. 1; 0 at the end, when a note tells
 * of the parts that are no pages; -1 where memory ends. */
int mime_next(struct mime_walk *w, struct diagnostics *d, struct mime *out) QP_CHECK;

#endif
