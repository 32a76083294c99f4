/* The folder of -o DIR/: a file for each input, under the input's name. A file appears when
 * it is whole; nothing is written through a symbolic link or outside of the folder. */
#ifndef TREE_H
#define TREE_H
#include "files/inputs.h"

#include <time.h>

struct tree {
    const char *path;
    const char *suffix; /* ".json" */
    int fd;             /* -1: the folder does not exist, which only a dry run leaves so */
    bool sync, dry_run;
};

/* What one thread keeps from file to file. */
struct tree_hand {
    int fd;               /* of the folder last written to; -1: none */
    struct buffer folder; /* its path below the tree */
    struct buffer old;
    unsigned number, serial; /* of the hand among all, and of its temporary files */
};

enum tree_state { TREE_NEW, TREE_CHANGED, TREE_SAME };

/* Is `path` to be a tree: an existing folder, or a name that ends with '/'? */
bool tree_wanted(const char *path);
/* Makes the folder where it is missing (its parent must exist), and removes what a run that
 * was killed has left. 0 or an errno value. */
int tree_open(struct tree *t, const char *path) QP_CHECK;
void tree_close(struct tree *t);
/* `target` is a path without "..", empty or "." components. A file that holds these bytes
 * already is left as it is. 0 or an errno value. */
int tree_write(const struct tree *t, struct tree_hand *hand, const char *target,
               struct span bytes, enum tree_state *state) QP_CHECK;
/* There is an output, and it is newer than this. */
bool tree_newer(const struct tree *t, struct tree_hand *hand, const char *target,
                struct timespec input);
void tree_hand_free(struct tree_hand *hand);

#endif
