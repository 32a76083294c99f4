/* The command line: one table for parsing, usage and completions. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "qparse.h"

enum action { ACT_CONVERT, ACT_EXPLAIN, ACT_SCHEMA, ACT_LIST_DIAGNOSTICS, ACT_HELP, ACT_VERSION };

struct options {
    enum action action;
    enum qp_format format;
    const char *output; /* NULL: standard output */
    bool strict, quiet;
    qp_options parse;
    char **inputs; /* operands, borrowed from argv */
    int input_count;
};

/* 0; -1 where the command line is wrong, which has then been said on stderr. */
int options_parse(struct options *o, int argc, char **argv) QP_CHECK;
/* The text of --help, to be freed; NULL when memory ends. */
char *options_usage(void);

#endif
