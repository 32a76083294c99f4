/* The folder of -o DIR/: a file for each input, under the input's name. A file appears when
 * it is whole; nothing is written through a symbolic link or outside of the folder. */
#ifndef OUTPUT_FOLDER_H
#define OUTPUT_FOLDER_H
#include "files/inputs.h"

#include <time.h>

struct output_folder {
    const char *path;
    const char *suffix; /* ".json" */
    int fd;             /* -1: the folder does not exist, which only a dry run leaves so */
    bool sync, dry_run;
};

/* What one thread keeps from file to file. */
struct folder_writer {
    int fd;               /* of the folder last written to; -1: none */
    struct buffer folder; /* its path below the tree */
    struct buffer old;
    unsigned number, serial; /* of the writer among all, and of its temporary files */
};

enum output_state { OUTPUT_NEW, OUTPUT_CHANGED, OUTPUT_SAME };

/* Is `path` to be a tree: an existing folder, or a name that ends with '/'? */
bool output_folder_wanted(const char *path);
/* Makes the folder where it is missing (its parent must exist), and removes what a run that
 * was killed has left. 0 or an errno value. */
int output_folder_open(struct output_folder *t, const char *path) QP_CHECK;
void output_folder_close(struct output_folder *t);
/* `target` is a path without "..", empty or "." components. A file that holds these bytes
 * already is left as it is. 0 or an errno value. */
int output_folder_write(const struct output_folder *t, struct folder_writer *writer, const char *target,
               struct span bytes, enum output_state *state) QP_CHECK;
/* There is an output, and it is newer than this. */
bool output_folder_newer(const struct output_folder *t, struct folder_writer *writer, const char *target,
                struct timespec input);
void folder_writer_free(struct folder_writer *writer);

#endif
