/* The command line: one table for parsing, help and completions. */
#ifndef OPTIONS_H
#define OPTIONS_H
#include "files/inputs.h"

#include <stdio.h>

enum action {
    ACT_CONVERT, ACT_EXPLAIN, ACT_DIFF, ACT_VALIDATE, ACT_SCHEMA, ACT_LIST_DIAGNOSTICS,
    ACT_LIST_SITES, ACT_COMPLETION,
    ACT_HELP, ACT_VERSION
};
enum diagnostics_as { DIAGNOSTICS_TEXT, DIAGNOSTICS_JSON, DIAGNOSTICS_GITHUB };
enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

enum shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH };

/* The headings of --help=all, in their order. */
enum topic { TOPIC_INPUT, TOPIC_READING, TOPIC_OUTPUT, TOPIC_MESSAGES, TOPIC_INSTEAD, TOPIC_COUNT };

/* A word that an option takes, and its value: of an enum, or a bool. */
struct option_word {
    const char *text;
    int value;
};

/* Word `index` of an option, up to the first whose text is NULL. */
typedef struct option_word option_words(size_t index);

struct option_row {
    int id;               /* of an option with a short form: its letter */
    const char *name;
    const char *argument; /* the value's name in the help: completions take FILE and PATH for
                             names of files; "[…]": it may be left out; NULL: there is none */
    option_words *words;  /* NULL: the value is no word of a list */
    const char *help;
    enum topic topic;
    bool common;          /* --help without "=all" shows it */
};

/* NULL past the end. */
const struct option_row *options_row(size_t index);
bool option_is_short(const struct option_row *row);
bool option_is_optional(const struct option_row *row);
/* For a row with words: all of them, `between` in between. */
void option_print_words(const struct option_row *row, char between, FILE *out);

enum help_about { HELP_COMMON, HELP_ALL, HELP_DIFF, HELP_CSV, HELP_FORMATS };

struct options {
    enum action action;
    const char *mode; /* the option that asked for the action; NULL: converting */
    enum qp_format format;
    bool format_given;
    bool exact; /* --diff: spaces count */
    enum colour_when colour;
    struct selection read; /* `output`: a file or folder; NULL: standard output */
    bool strict, quiet, bom;
    enum qp_severity least; /* that is said */
    char csv_separator; /* 0: that of the format */
    qp_options parse;
    bool unnamed; /* no input was named: it is standard input */
    size_t jobs;  /* 0: as many as there are processors */
    bool update, dry_run, sync;
    bool check, prune; /* `check` sets `dry_run`: nothing is written */
    enum progress_when progress;
    enum diagnostics_as diagnostics;
    enum help_about help;
    enum shell shell; /* of --completion */
};

/* 0; -1: the command line is wrong; -2: memory ended. The message is on standard error then.
 * Strings point into `argv`. options_free() is due in any case. */
int options_parse(struct options *o, int argc, char **argv) QP_CHECK;
/* What the options ask of an output that can't give it; NULL: nothing. `folder`: it is one.
 * `whole`: the operands are folders or archives alone. */
const char *options_output_problem(const struct options *o, bool folder, bool whole);
void options_free(struct options *o);
/* Whether the output may have colours. */
bool options_colour(const struct options *o);

#endif
