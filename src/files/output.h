/* Where a stream of records goes: standard output, or a file that appears when it is whole. */
#ifndef OUTPUT_H
#define OUTPUT_H
#include "qparse.h"

struct output {
    const char *path; /* NULL: standard output */
    char *temporary;  /* what is written until it is renamed; NULL: written directly */
    int fd;
    bool waits;       /* a pipe or terminal, whose reader may be slow */
    bool sync;
};

/* What a system call's error means for a name that is written to. */
const char *output_error(int error);

/* Those with a result return 0 or an errno value. */
int output_open(struct output *o, const char *path, bool sync) QP_CHECK;
void output_open_fd(struct output *o, int fd);
int output_write(struct output *o, const char *bytes, size_t size) QP_CHECK;
/* Closes; a file gets its name only now, and only if `whole`. */
int output_close(struct output *o, bool whole) QP_CHECK;

/* write() until all is written. 0 or an errno value. */
int write_all(int fd, const char *bytes, size_t size) QP_CHECK;

#endif
