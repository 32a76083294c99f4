/* The command line: one table for parsing, usage and completions. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "qparse.h"

enum action {
    ACT_CONVERT, ACT_EXPLAIN, ACT_SCHEMA, ACT_LIST_DIAGNOSTICS, ACT_LIST_SITES, ACT_HELP, ACT_VERSION
};
enum diagnostics_as { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON, DIAGNOSTICS_GITHUB };
enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

/* Words of the command line, borrowed from argv. */
struct words {
    const char **items;
    size_t count;
};

struct options {
    enum action action;
    enum qp_format format;
    const char *output; /* a file or folder; NULL: standard output */
    bool strict, quiet, bom;
    qp_options parse;
    const char **inputs; /* operands */
    size_t input_count;
    struct words include, exclude;
    const char *files_from; /* NULL: no list; "-": standard input */
    bool nul_separated;
    size_t shard, shards; /* shards 0: all inputs */
    size_t jobs;          /* 0: as many as there are processors */
    bool update, dry_run, sync;
    enum progress_when progress;
    enum diagnostics_as diagnostics;
    const char *report; /* NULL: none */
};

/* 0; -1 where the command line is wrong, which has then been said on stderr. Either way
 * options_free() frees what the options own. */
int options_parse(struct options *o, int argc, char **argv) QP_CHECK;
void options_free(struct options *o);
/* The text of --help, to be freed; NULL when memory ends. */
char *options_usage(void);

#endif
