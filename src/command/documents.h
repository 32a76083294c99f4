/* What --diff and --validate read: the documents of files, standard input, folders and
 * archives, one after the other; and what they say of them. */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H
#include "command/archive_pages.h"
#include "command/messages.h"
#include "files/output.h"

struct documents {
    const struct options *o;
    struct messages messages;
    struct output err, report;
    struct buffer bytes;
    /* A document, for the call; `user` is the caller's. */
    void (*document)(void *user, const struct page_input *page);
    void *user;
    bool unlisted; /* the report can't be written */
    int status;    /* of the run, so far */
    int signal;    /* that ends it; 0: none */
};

/* Opens the report. The exit status is in d->status where this fails. */
int documents_open(struct documents *d, const struct options *o) QP_CHECK;
/* Each document of a source; what can't be read is said. False: the run is to end. */
bool documents_read(struct documents *d, const struct source *s) QP_CHECK;
void documents_raise(struct documents *d, int status);
/* Why find_inputs() found nothing to read. */
void documents_refuse(struct documents *d, const struct find_error *error);
void documents_no_memory(struct documents *d);
/* Whether a record is over the limit, which is said then. */
bool documents_refuses_size(struct documents *d, const struct page_input *page);
/* "qparse: NAME: MESSAGE" */
void documents_say(struct documents *d, const char *name, enum trouble trouble, const char *message);
/* Prints what has been said. */
void documents_flush(struct documents *d);
/* Closes all; the exit status. */
int documents_close(struct documents *d) QP_CHECK;

#endif
