/* The output of a stream of records: standard output, or a file that appears once it is whole. */
#ifndef OUTPUT_H
#define OUTPUT_H
#include "qparse.h"

struct output {
    const char *path; /* NULL: standard output */
    char *temporary;  /* the file's name until it is whole; NULL: it is written directly */
    int fd;
    bool waits;       /* a pipe or terminal, whose reader may be slow */
    bool sync;
};

/* The message for an errno value of writing. Static text, or strerror()'s. */
const char *output_error(int error);

/* Those that return int return 0 or an errno value. */

/* Makes the folders above a path that are not there, as `mkdir -p` does. */
int output_make_parents(const char *path) QP_CHECK;
/* `path` NULL: standard output; it stays the caller's and has to last until output_close(). The
 * folders above a file are made. */
int output_open(struct output *o, const char *path, bool sync) QP_CHECK;
void output_open_fd(struct output *o, int fd);
/* ECANCELED once a signal has come, where a pipe's reader is waited for. */
int output_write(struct output *o, const char *bytes, size_t size) QP_CHECK;
/* Closes. If `whole`, a file gets its name; else the temporary file is removed. */
int output_close(struct output *o, bool whole) QP_CHECK;

/* Calls write() until all is written. */
int write_all(int fd, const char *bytes, size_t size) QP_CHECK;

#endif
