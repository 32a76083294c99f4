#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum id {
    OPT_FORMAT = 'f', OPT_OUTPUT = 'o', OPT_QUIET = 'q', OPT_HELP = 'h', OPT_VERSION = 'V',
    OPT_SPACES = 256, OPT_STRICT, OPT_EXPLAIN, OPT_SCHEMA, OPT_ENCODING, OPT_INPUT_FORMAT,
    OPT_LIST_DIAGNOSTICS
};

/* An option's value must be one of `values` (separated by '|') where that is not NULL. */
static const struct option_row {
    enum id id;
    const char *name, *argument, *values, *help;
} rows[] = {
    {OPT_FORMAT, "format", "FORMAT", "json|jsonl|xml", "json (default), jsonl or xml"},
    {OPT_OUTPUT, "output", "FILE", NULL, "write to FILE, which appears when it is whole"},
    {OPT_SPACES, "spaces", "HOW", "keep|plain", "no-break spaces: keep (default) or plain"},
    {OPT_STRICT, "strict", NULL, NULL, "a warning makes the exit status 1"},
    {OPT_QUIET, "quiet", NULL, NULL, "print errors only"},
    {OPT_ENCODING, "encoding", "NAME", NULL, "the inputs' encoding, whatever they declare"},
    {OPT_INPUT_FORMAT, "input-format", "KIND", "auto|text|html|mhtml",
     "what the inputs are; auto (default) looks at each"},
    {OPT_EXPLAIN, "explain", NULL, NULL, "show how each line of the page was read"},
    {OPT_SCHEMA, "schema", "FORMAT", "json|xml", "print the record's JSON Schema or XSD"},
    {OPT_LIST_DIAGNOSTICS, "list-diagnostics", NULL, NULL, "print every diagnostic's code"},
    {OPT_HELP, "help", NULL, NULL, "print this help"},
    {OPT_VERSION, "version", NULL, NULL, "print the version"},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* The place of `value` among the words of "a|b|c"; -1 for none. */
static int choice(const char *values, const char *value) {
    size_t len = strlen(value);
    for (int n = 0; *values; n++) {
        size_t word = strcspn(values, "|");
        if (word == len && memcmp(values, value, len) == 0)
            return n;
        values += word + (values[word] == '|');
    }
    return -1;
}

static const struct option_row *row_of(int id) {
    for (size_t i = 0; i < ROWS; i++)
        if ((int)rows[i].id == id)
            return &rows[i];
    return NULL;
}

static int set(struct options *o, const struct option_row *row, const char *value) {
    int n = row->values ? choice(row->values, value) : 0;
    if (n < 0) {
        fprintf(stderr, "qparse: --%s knows %s, not \"%s\"\n", row->name, row->values, value);
        return -1;
    }
    switch (row->id) {
    case OPT_FORMAT: o->format = (enum qp_format)n; break;
    case OPT_OUTPUT: o->output = value; break;
    case OPT_SPACES: o->parse.plain_spaces = n == 1; break;
    case OPT_STRICT: o->strict = true; break;
    case OPT_QUIET: o->quiet = true; break;
    case OPT_INPUT_FORMAT: o->parse.input = (enum qp_input)n; break;
    case OPT_EXPLAIN: o->action = ACT_EXPLAIN; break;
    case OPT_SCHEMA:
        o->action = ACT_SCHEMA;
        o->format = n == 0 ? QP_JSON : QP_XML;
        break;
    case OPT_LIST_DIAGNOSTICS: o->action = ACT_LIST_DIAGNOSTICS; break;
    case OPT_HELP: o->action = ACT_HELP; break;
    case OPT_VERSION: o->action = ACT_VERSION; break;
    case OPT_ENCODING:
        if (!qp_encoding_known(value)) {
            fprintf(stderr,
                    "qparse: --encoding does not know \"%s\"; it knows utf-8, utf-16le, utf-16be, "
                    "windows-1252, iso-8859-1 and iso-8859-15\n",
                    value);
            return -1;
        }
        o->parse.encoding = value;
        break;
    }
    return 0;
}

static void fill_getopt(struct option longs[ROWS + 1], char shorts[2 * ROWS + 2]) {
    size_t n = 0;
    for (size_t i = 0; i < ROWS; i++) {
        longs[i] = (struct option){rows[i].name,
                                   rows[i].argument ? required_argument : no_argument, NULL,
                                   (int)rows[i].id};
        if (rows[i].id < 256) {
            shorts[n++] = (char)rows[i].id;
            if (rows[i].argument)
                shorts[n++] = ':';
        }
    }
    longs[ROWS] = (struct option){0};
    shorts[n] = '\0';
}

int options_parse(struct options *o, int argc, char **argv) {
    struct option longs[ROWS + 1];
    char shorts[2 * ROWS + 2];
    fill_getopt(longs, shorts);
    *o = (struct options){.format = QP_JSON};
    for (int id; (id = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        const struct option_row *row = row_of(id);
        if (!row) { /* getopt has said which */
            fprintf(stderr, "qparse: try 'qparse --help'\n");
            return -1;
        }
        if (set(o, row, optarg))
            return -1;
    }
    o->inputs = argv + optind;
    o->input_count = argc - optind;
    return 0;
}

char *options_usage(void) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("usage: qparse [OPTION]... [INPUT]...\n"
          "\n"
          "Turns saved or pasted pages of French parliamentary questions into records.\n"
          "No INPUT, or -, is standard input.\n"
          "\n",
          out);
    for (size_t i = 0; i < ROWS; i++) {
        char left[64];
        int n = rows[i].id < 256 ? snprintf(left, sizeof left, "-%c, ", (int)rows[i].id)
                                 : snprintf(left, sizeof left, "    ");
        snprintf(left + n, sizeof left - (size_t)n, "--%s%s%s", rows[i].name,
                 rows[i].argument ? "=" : "", rows[i].argument ? rows[i].argument : "");
        fprintf(out, "  %-26s %s\n", left, rows[i].help);
    }
    fputs("\n"
          "Exit status: 0 all converted; 1 --strict and a warning; 2 usage; 3 an input is no\n"
          "question page; 4 reading, writing or memory failed. The highest that applies.\n",
          out);
    if (fclose(out)) {
        free(text);
        return NULL;
    }
    return text;
}
