/* The inputs of a run, by name: the operands in their order, a folder's files in byte order of
 * their paths, then the list of --files-from. Only folders and that list are opened. */
#ifndef INPUTS_H
#define INPUTS_H
#include "base/memory.h"

/* Words of the command line, borrowed from argv. */
struct arguments {
    const char **items;
    size_t count;
};

/* Globs for the names in folders and archives. */
struct filter {
    struct arguments include, exclude;
};

/* Which inputs the command line asks for. */
struct selection {
    struct arguments operands;
    const char *list;     /* file that names more of them; NULL: none; "-": standard input */
    bool nul_separated;   /* the names in the list */
    size_t shard, shards; /* every `shards`-th input from the `shard`-th on; shards 0: all */
    struct filter filter;
    const char *output, *report; /* the files that are written are no inputs; NULL: none */
    const char *suffix; /* of the records that an output folder gets: "a.txt.json" beside "a.txt" */
};

/* Whether some of the operands' files may be left out, or others be read. */
static inline bool selects_part(const struct selection *s) {
    return s->shards || s->list || s->filter.include.count || s->filter.exclude.count;
}

enum source_problem { PROBLEM_UNREADABLE, PROBLEM_LINK_LOOP, PROBLEM_NOT_REGULAR };

enum source_kind {
    SOURCE_STDIN,
    SOURCE_NAMED,  /* by the user: it must be a question page */
    SOURCE_FOUND,  /* in a folder: it may be anything */
    SOURCE_PROBLEM /* it can't be read: `error` and `problem` tell why */
};

struct source {
    const char *path;
    /* Path of its output below the output folder, without the format's suffix; NULL: the name
     * leads out of the folder. */
    const char *target;
    int error; /* errno of a problem; 0: `problem` says all */
    uint8_t kind, problem;
};

struct inputs {
    struct source *items;
    size_t count, cap;
    bool many;            /* a folder or a list is among them */
    size_t seen;          /* inputs before --shard took its part */
    struct buffer *paths; /* of files in folders: own strings of `items` */
    size_t path_count, path_cap;
    struct buffer list;   /* of --files-from: owns strings, too */
    struct arena arena;
    const struct source **by_target; /* those that have a target, in its order */
    size_t target_count;
};

/* `usage`: the command line is wrong. */
struct inputs_error {
    char message[256];
    bool usage;
};

/* Finds the inputs; `wanted` stays the caller's and has to last. The output and the report are
 * passed over in folders; where a folder is its own output, the records beside its pages are. A named input that is one of them is an error. 0, or -1 with *error, and
 * *in is for inputs_free() only. */
int inputs_find(const struct selection *wanted, struct inputs *in,
                struct inputs_error *error) QP_CHECK;
void inputs_free(struct inputs *in);

/* Whether --include and --exclude let a name pass; a hidden file never does. `name` is the path
 * below the folder or within the archive. */
bool filter_wants(const struct filter *filter, const char *name);

/* The target of an input's name: without a leading '/', "." and empty components. `name` itself
 * if it has none of these. NULL with *outside: it holds ".." or nothing. NULL without: memory
 * ended. */
const char *target_of_name(struct arena *arena, const char *name, bool *outside);

/* Looks for two inputs whose outputs would be one file, or one a folder of the other: pair[0] and
 * pair[1], both NULL if there are none. To be called once. 0, or -1: memory ended. */
int inputs_collision(struct inputs *in, const char *suffix, const struct source *pair[2]) QP_CHECK;
/* Gives named files their folders below the longest one that they share: "pages/a/page.html" and
 * "pages/b/page.html" become "a/page.html" and "b/page.html". False: one leads out of it, or memory
 * ended, and targets stay. inputs_collision() may be called once more then. */
bool inputs_keep_folders(struct inputs *in);
/* The input that has this target; NULL: none. Needs inputs_collision() before; threads may share
 * *in then. */
const struct source *inputs_by_target(const struct inputs *in, struct span target);

#endif
