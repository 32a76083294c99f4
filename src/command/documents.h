/* What --diff and --validate read: the documents of files, standard input, folders and
 * archives, one after the other; and what they say of them. */
#ifndef LOAD_H
#define LOAD_H
#include "command/convert.h"
#include "files/output.h"

struct loader {
    const struct options *o;
    struct journal journal;
    struct output err, report;
    struct buffer bytes;
    /* A document, for the call; `user` is the caller's. */
    void (*document)(void *user, const struct page_input *page);
    void *user;
    bool unlisted; /* the report can't be written */
    int status;    /* of the run, so far */
    int signal;    /* that ends it; 0: none */
};

/* Opens the report. The exit status is in l->status where this fails. */
int loader_open(struct loader *l, const struct options *o) QP_CHECK;
/* Each document of a source; what can't be read is said. False: the run is to end. */
bool loader_read(struct loader *l, const struct source *s) QP_CHECK;
void loader_raise(struct loader *l, int status);
/* Why find_inputs() found nothing to read. */
void loader_refuse(struct loader *l, const struct find_error *error);
void loader_no_memory(struct loader *l);
/* Whether a record is over the limit, which is said then. */
bool loader_refuses_size(struct loader *l, const struct page_input *page);
/* "qparse: NAME: MESSAGE" */
void loader_say(struct loader *l, const char *name, enum trouble trouble, const char *message);
/* Prints what has been said. */
void loader_flush(struct loader *l);
/* Closes all; the exit status. */
int loader_close(struct loader *l) QP_CHECK;

#endif
