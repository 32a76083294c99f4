/* The pages of an archive, one after the other, with their names and outputs. */
#ifndef ARCHIVE_PAGES_H
#define ARCHIVE_PAGES_H
#include "base/place.h"
#include "command/options.h"
#include "files/input.h"

/* A page that has been read: a file, or a member of an archive. */
struct page_input {
    const char *name;   /* in messages and in the record; NULL: standard input */
    const char *target; /* as in struct source */
    struct span bytes;
    const char *url, *charset, *refused, *problem; /* as in struct member */
    struct timespec modified;                      /* the file's */
    struct place place; /* of its first byte, where it is a question of a list; line 0: it is none */
    bool member;      /* it has a name within the archive */
    bool lenient;     /* it was found, not named: it need not be a question */
    bool not_regular; /* a link or device in an archive: no bytes */
    bool collides;    /* another page has the same target */
};

/* How the page is parsed, and a diagnostic of its result with its place in the file. */
qp_options page_options(const struct page_input *page, const struct options *o);
qp_diagnostic page_diagnostic(const struct page_input *page, const qp_diagnostic *d);
/* The diagnostic of a page that is `refused`. */
qp_diagnostic page_refusal(const struct page_input *page);

/* Not to be moved while it is open: the container holds the address of `in`. */
struct archive_pages {
    const struct source *source;
    struct input in;
    struct container *container; /* NULL: none is open */
    const struct inputs *inputs;
    struct buffer first; /* bytes of the file that archive_pages_open() read */
    size_t count;        /* pages given so far */
    void *seen;          /* tsearch(): targets of the members so far */
};

/* Whether the file is likely an archive of many pages. A hint: of most its name is all that is
 * read. */
bool archive_pages_likely(const struct source *s);

/* Both begin with the archive `s`. `s`, `o` and `inputs` stay the caller's. `inputs` is for a run
 * that writes to a folder: members get targets there, checked against the targets of `inputs`;
 * NULL: they get none. */

/* Opens the file. False: it is no archive or can't be read; nothing is to be closed then. */
bool archive_pages_open(struct archive_pages *a, const struct source *s, const struct options *o,
                        const struct inputs *inputs);
/* Takes the open file over. Where memory ends, archive_pages_next() says so. */
void archive_pages_start(struct archive_pages *a, const struct source *s, const struct input *in,
                         const struct options *o, const struct inputs *inputs);

/* The next page, its name and target in the arena; its other strings and its bytes too where
 * `keep`, else they last until the next call. 1; 0 at the end; -1 when memory ended. */
int archive_pages_next(struct archive_pages *a, struct arena *arena, bool keep,
                       struct page_input *page) QP_CHECK;
void archive_pages_close(struct archive_pages *a);

#endif
