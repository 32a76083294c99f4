/* One input to what becomes of it: records, diagnostics, a file in the output folder. */
#ifndef CONVERT_H
#define CONVERT_H
#include "base/memory.h"
#include "command/messages.h"
#include "files/input.h"
#include "files/inputs.h"
#include "files/output_folder.h"

enum outcome {
    DONE_CONVERTED,
    DONE_NOT_QUESTION,
    DONE_FAILED,
    DONE_UP_TO_DATE, /* left out by --update */
    DONE_SKIPPED     /* no page at all: a socket, a link that leads nowhere new */
};

enum wrote { WROTE_NOTHING, WROTE, WROTE_NOT };

/* What one page came to; its part of the results ends at these places. */
struct done {
    size_t out_end, text_end, report_end;
    uint8_t outcome, status, wrote;
    bool warned;
};

/* What a stretch of pages came to, in their order. */
struct results {
    struct buffer out; /* records, or the lines of a dry run */
    struct messages messages;
    struct done *done;
    size_t count, cap;
    bool archive; /* one was among the inputs */
    bool whole;   /* `out` is a document by itself */
    bool failed;  /* memory ended */
};

/* What is the same for all. */
struct run {
    const struct options *o;
    const struct inputs *inputs;
    const struct output_folder *folder; /* NULL: records go to one stream */
    bool alone;  /* a single page: its record may be a document by itself */
    bool colour; /* of --explain */
};

/* A page: what convert_source() makes of a file, or a member that was read beforehand. */
struct page_input {
    const char *name;   /* in messages and in the record; NULL: standard input */
    const char *target; /* as in struct source */
    struct span bytes;
    const char *url, *charset, *refused, *problem;
    struct timespec modified;
    bool member, lenient, not_regular, collides;
};

/* An archive and where one is in it. */
struct reading {
    const struct source *source;
    struct input in;
    struct container *container;
    struct buffer head;
    size_t pages; /* given so far */
    void *seen;   /* tsearch(): targets of the members so far */
};

/* What one thread keeps from page to page. */
struct converter {
    const struct run *run;
    struct folder_writer writer;
    struct buffer bytes, text;
    struct results *results;
    /* Called between pages: false ends the work on an archive. */
    bool (*between)(void *user);
    void *user;
    bool cut; /* the run ends, and not all of an input was done */
};

void convert_source(struct converter *c, const struct source *s);
void convert_page(struct converter *c, const struct page_input *page);
void converter_free(struct converter *c);
void results_clear(struct results *r);
void results_free(struct results *r);

/* Is this file likely to be an archive of many pages? By its name: a hint only. */
bool reading_likely(const struct source *s);
/* Opens an archive; false: it is none, or can't be read. */
bool reading_open(struct reading *r, const struct run *run, const struct source *s);
/* The next page, its strings in the arena (its bytes too, where `keep`). 1, 0 at the end,
 * -1 when memory ended. */
int reading_next(struct reading *r, const struct run *run, struct arena *arena, bool keep,
                 struct page_input *page) QP_CHECK;
void reading_close(struct reading *r);

#endif
