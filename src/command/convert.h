/* Converts one input: to records, messages and a file in the output folder. */
#ifndef CONVERT_H
#define CONVERT_H
#include "command/archive_pages.h"
#include "command/results.h"
#include "explain.h"
#include "files/output_folder.h"

/* The same for all converters of a run, and only read. */
struct run {
    const struct options *o;
    const struct output_folder *folder; /* NULL: records go to one stream */
    const struct inputs *inputs; /* no page of an archive may have their targets; NULL: no folder */
    bool alone;                  /* a single page: its record may be a document by itself */
    struct explain_look look;
};

/* The state that a thread keeps from page to page. Threads share nothing else that is written. */
struct converter {
    const struct run *run;
    struct folder_writer writer;
    struct buffer bytes, text;
    struct results *results; /* of the input at hand, the caller's */
    /* Called between the pages of an archive: false ends the work on it. */
    bool (*between)(void *user);
    void *user;
    bool cut; /* the run ends, and the input is not done */
};

/* What is before the first record of a stream. */
void append_head(const struct options *o, struct buffer *out);
/* Errors are in the results: each page has its entry there. */
void convert_source(struct converter *c, const struct source *s);
void convert_page(struct converter *c, const struct page_input *page);
void converter_free(struct converter *c);

#endif
