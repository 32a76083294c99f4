/* The inputs of a run, in their order: operands as they stand, a folder's files in byte
 * order of the path, then the list of --files-from. Only names: nothing is opened but
 * folders and the list. */
#ifndef INPUTS_H
#define INPUTS_H
#include "base/memory.h"

/* Words of the command line, borrowed from argv. */
struct arguments {
    const char **items;
    size_t count;
};

/* What is read of folders and archives. */
struct filter {
    struct arguments include, exclude; /* globs */
};

/* What a run is to read. */
struct selection {
    struct arguments operands;
    const char *list;      /* a file with more of them; NULL: none; "-": standard input */
    bool nul_separated;    /* the list's names */
    size_t shard, shards;  /* only each of `shards` from the `shard`-th on; shards 0: all */
    struct filter filter;
    const char *output, *report; /* what is written, NULL: not: left out of folders */
};

enum source_problem { PROBLEM_UNREADABLE, PROBLEM_LINK_LOOP, PROBLEM_NOT_REGULAR };

enum source_kind {
    SOURCE_STDIN,
    SOURCE_NAMED,  /* by the user: not being a question page is an error */
    SOURCE_FOUND,  /* in a folder: it may be anything */
    SOURCE_PROBLEM /* can't be read, `error` and `problem` tell why */
};

struct source {
    const char *path;
    /* Below the output folder, without the format's suffix; NULL: the name leads out of it. */
    const char *target;
    int error; /* errno of a problem; 0: its kind says all */
    uint8_t kind, problem;
};

struct inputs {
    struct source *items;
    size_t count, cap;
    bool many;       /* a folder or a list is among them */
    size_t seen;     /* before --shard took its part */
    struct buffer *paths; /* what the walks over folders found */
    size_t path_count, path_cap;
    struct buffer list;
    struct arena arena;
    const struct source **by_target;
    size_t target_count;
};

/* Why there is nothing to be done; `usage`: because the command line is wrong. */
struct find_error {
    char message[256];
    bool usage;
};

/* The output and the report are left out of folders that are read; that a named input is one
 * of them is an error. After one, *in is for inputs_free() only. */
int find_inputs(const struct selection *wanted, struct inputs *in, struct find_error *error) QP_CHECK;
void inputs_free(struct inputs *in);

/* --include and --exclude, and that hidden files are left out. `name` is the path below the
 * folder or within the archive. */
bool find_wanted(const struct filter *filter, const char *name);

/* A name as a path below the output folder: no leading '/', no "." or empty component.
 * `name` itself where it is so already. *outside: it holds ".." or nothing at all (NULL is
 * returned then). NULL without it: memory ended. */
const char *find_target(struct arena *arena, const char *name, bool *outside);

/* Before pages are written into a folder: pair[0] and pair[1] are two entries whose outputs
 * would be one file, or one a folder of the other; both NULL: there are none. -1: memory
 * ended. */
int find_collision(struct inputs *in, const char *suffix, const struct source *pair[2]) QP_CHECK;
/* The entry of this target, once find_collision() has been asked; NULL: none. */
const struct source *find_by_target(const struct inputs *in, struct span target);

#endif
