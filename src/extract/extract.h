/* Sections to the question's fields. */
#ifndef EXTRACT_H
#define EXTRACT_H
#include "segment/segment.h"

struct extract_request {
    struct page *page;
    struct arena *arena; /* owns all that the question holds */
    struct diagnostics *d;
    const qp_options *options;
};

/* Fills `out` from one record's sections; `facts_from` is the first line whose facts are its own.
 * 0, or -1 when memory ends. */
int extract(const struct extract_request *request, struct sections *record, size_t facts_from,
            qp_question *out) QP_CHECK;

/* Fills `ministry.name` from the labels that are read. */
void extract_ministry(qp_ministry *m);
/* options->file without bytes that XML can't hold. */
int extract_file_name(const struct extract_request *request, qp_string *out) QP_CHECK;

#endif
