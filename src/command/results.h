/* The results of several pages, in their order: records, messages and how each page ended. */
#ifndef RESULTS_H
#define RESULTS_H
#include "base/memory.h"
#include "command/messages.h"

enum outcome {
    DONE_CONVERTED,
    DONE_NOT_QUESTION,
    DONE_FAILED,
    DONE_UP_TO_DATE, /* --update left it out */
    DONE_SKIPPED     /* no page at all: a socket, a link that leads nowhere new */
};

/* A file in the output folder. WROTE_NOT: it could not be written. */
enum wrote { WROTE_NOTHING, WROTE, WROTE_NOT };

/* How one page ended. Its part of each buffer ends at these offsets. */
struct done {
    size_t out_end, text_end, report_end;
    uint8_t outcome, status, wrote; /* status: for the exit status */
    bool warned;
};

struct results {
    struct buffer out; /* records, or the lines of a dry run */
    struct messages messages;
    struct buffer targets; /* of the outputs, with NULs: for --check and --prune */
    struct done *done;
    size_t count, cap;
    bool archive; /* one was among the inputs */
    bool whole;   /* `out` is a document by itself */
    bool failed;  /* memory ended */
};

/* Ends a page: its part of the buffers is what they hold since the page before. Without memory
 * r->failed is set. */
void results_add(struct results *r, struct done done);
/* Forgets the pages and keeps the memory. */
void results_clear(struct results *r);
void results_free(struct results *r);

#endif
