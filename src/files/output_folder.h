/* The folder of -o DIR/: a file for each input, under the input's name. A file appears once it is
 * whole. Nothing is written through a symbolic link or outside the folder. */
#ifndef OUTPUT_FOLDER_H
#define OUTPUT_FOLDER_H
#include "files/inputs.h"

#include <time.h>

/* Not written after output_folder_open(), so threads may share it. */
struct output_folder {
    const char *path;   /* as the user gave it */
    const char *suffix; /* of its files: ".json" */
    int fd;             /* -1: there is no folder, in a dry run only */
    bool sync, dry_run;
};

/* The state that one thread keeps from file to file. It starts as {.fd = -1, .number}. */
struct folder_writer {
    int fd;               /* the folder last written to; -1: none */
    struct buffer parent; /* its path below the output folder */
    struct buffer old;    /* bytes of the file that is compared */
    unsigned number;      /* of the writer among all: temporary files have it in their names */
    unsigned serial;      /* of its next temporary file */
};

enum output_state { OUTPUT_NEW, OUTPUT_CHANGED, OUTPUT_SAME };

/* Whether `path` means a folder: there is one, or the name ends with '/'. NULL does not. */
bool output_folder_wanted(const char *path);

/* Those that return int return 0 or an errno value. */

/* Makes the folder if it is missing (its parent must exist), and removes the temporary files of
 * runs that were killed. `path` stays the caller's and has to last. */
int output_folder_open(struct output_folder *out, const char *path) QP_CHECK;
void output_folder_close(struct output_folder *out);
/* Writes the file of `target`, a path without "..", empty or "." components. A file that holds
 * these bytes already is left as it is, with its time. */
int output_folder_write(const struct output_folder *out, struct folder_writer *writer,
                        const char *target, struct span bytes, enum output_state *state) QP_CHECK;
/* Whether the file of `target` is one of the folder's own: a regular file, to which no link leads. */
bool output_folder_holds(const struct output_folder *out, struct folder_writer *writer,
                         const char *target);
/* Removes such a file. */
int output_folder_remove(const struct output_folder *out, struct folder_writer *writer,
                         const char *target) QP_CHECK;
/* Whether the file of `target` exists and is newer than `input`. */
bool output_folder_newer(const struct output_folder *out, struct folder_writer *writer,
                         const char *target, struct timespec input);
void folder_writer_free(struct folder_writer *writer);

#endif
