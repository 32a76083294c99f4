/* Runs of the command within this process, in a folder of their own that holds `in` and `list`,
 * and what they leave: for tests that have its calls fail (failing_calls.h). */
#ifndef RUNS_H
#define RUNS_H

#include "lib/failing_calls.h"

#include <stdbool.h>
#include <stddef.h>

struct run {
    const char *name;
    const char *arguments; /* separated by spaces */
    const char *before;    /* of an undisturbed run that makes what is there already; NULL */
    bool lossy;            /* memory that ends is lost by a library: record/memory_guard.h */
    bool memory;           /* nothing but memory ends, at each place */
    const char *given;     /* as standard input; NULL: a page */
    bool lists;            /* prints what it would do, and no stream */
    bool piped;            /* standard input and output are pipes, else files */
    bool socket;           /* standard output is one */
    bool untyped;          /* the disk does not tell what its entries are */
    bool signalled;        /* signals come, too */
};

extern const struct run runs[];
extern const size_t run_count;

struct bytes {
    char *ptr;
    size_t size;
};

struct file {
    char *path;
    struct bytes bytes;
};

struct outcome {
    int status, signal;
    struct bytes out, err;
    struct file files[64];
    size_t count;
};

/* What a run comes to where nothing fails, and what is there before it. */
struct healthy {
    struct outcome before, whole;
    size_t calls[CALL_COUNT], descriptors;
};

/* QPARSE_SWEEP=full */
extern bool full;
extern size_t failed_calls;

/* Of a group of tests. The folder is the working directory meanwhile. */
int runs_start(void **state);
int runs_end(void **state);
/* Fills it with what runs read; `top` is the checkout. */
void make_inputs(const char *top);
struct bytes read_whole(const char *path);
void write_whole(const char *path, const char *bytes, size_t size);

/* One run, with other arguments than its own where it is that before it. Its standard streams are
 * the process's while it is on. */
void perform(const struct run *run, const char *arguments, enum call call, size_t k, int error,
             bool sticky, struct outcome *o);
/* Adds what files there are now. */
void look_around(struct outcome *o);
void free_outcome(struct outcome *o);
void run_healthy(const struct run *run, struct healthy *healthy);
void free_healthy(struct healthy *healthy);
/* Leaves in the folder what was there before a run. */
void clear_folder(void);
void restore(const struct outcome *before);
size_t open_descriptors(void);

bool same_outcome(const struct outcome *a, const struct outcome *b);
/* Each line of a stream is one of the undisturbed run's, in its order. */
bool is_part(struct bytes part, struct bytes whole);
/* As it was before the run, or as it was to be. */
bool is_whole(const char *path, struct bytes b, const struct outcome *whole,
              const struct outcome *before);
const struct bytes *find_file(const struct outcome *o, const char *path);
/* The path of a file that should not be there, or not so; NULL: all is well. */
const char *judge_files(const struct outcome *o, const struct outcome *whole,
                        const struct outcome *before);

#endif
