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

/* What an option is about, in the order of --help=all. */
enum topic { TOPIC_INPUT, TOPIC_READING, TOPIC_OUTPUT, TOPIC_MESSAGES, TOPIC_INSTEAD, TOPIC_COUNT };

/* A word that may be an option's value, and the value: of the enum that the option sets. */
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

struct options {
    enum action action;
    enum qp_format format;
    bool format_given;
    bool exact; /* of a comparison: spaces count */
    enum colour_when colour;
    struct selection read; /* its `output` is a file or folder; NULL: standard output */
    bool strict, quiet, bom;
    qp_options parse;
    bool unnamed; /* there was none: it is standard input */
    size_t jobs;          /* 0: as many as there are processors */
    bool update, dry_run, sync;
    enum progress_when progress;
    enum diagnostics_as diagnostics;
    bool all;           /* of the help */
    enum shell shell;   /* whose completions */
};

/* 0; -1 where the command line is wrong, -2 where memory ended, which has then been said on
 * stderr. In any case options_free() frees what the options own. */
int options_parse(struct options *o, int argc, char **argv) QP_CHECK;
void options_free(struct options *o);
/* Whether what is printed may have colours. */
bool options_colour(const struct options *o);

#endif
