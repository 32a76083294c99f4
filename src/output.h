/* Where records go: standard output, or a file that appears when it is whole. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "text.h"

struct output {
    const char *path; /* NULL: standard output */
    char *temporary;  /* what is written until it is renamed; NULL: written directly */
    int fd;
};

/* Each returns 0 or an errno value. */
int output_open(struct output *o, const char *path) QP_CHECK;
int output_write(struct output *o, const char *bytes, size_t size) QP_CHECK;
/* Closes; a file gets its name only now, and only if `whole`. */
int output_close(struct output *o, bool whole) QP_CHECK;

#endif
