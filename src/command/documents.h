/* The documents that --diff and --validate read, from files, standard input, folders and archives,
 * one after the other; and the messages about them. */
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
    /* Called for each document, which lasts for the call only; `user` is the caller's. */
    void (*document)(void *user, const struct page_input *page);
    void *user;
    bool unlisted; /* the report can't be written */
    int status;    /* the exit status so far */
    int signal;    /* the one that ends the run; 0: none */
};

/* Opens the report; d->document is the caller's to set. -1: d->status tells the exit status.
 * documents_close() is due in either case. */
int documents_open(struct documents *d, const struct options *o) QP_CHECK;
/* Reads the documents of a source; its errors become messages. False: the run is to end. */
bool documents_read(struct documents *d, const struct source *s) QP_CHECK;
/* The highest exit status counts. */
void documents_raise(struct documents *d, int status);
/* The message for an error of inputs_find(). */
void documents_refuse(struct documents *d, const struct inputs_error *error);
void documents_no_memory(struct documents *d);
/* Whether a record is larger than the limit; then a message says so. */
bool documents_refuses_size(struct documents *d, const struct page_input *page);
/* "qparse: NAME: MESSAGE", and an exit status of 4. */
void documents_say(struct documents *d, const char *name, enum trouble trouble,
                   const char *message);
/* Prints the messages so far. */
void documents_flush(struct documents *d);
/* Prints the rest and closes all. The exit status. */
int documents_close(struct documents *d) QP_CHECK;

#endif
