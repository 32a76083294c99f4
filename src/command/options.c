/* The table of options, and the command line parsed by it. */
#include "command/options.h"

#include "command/suggest.h"
#include "emit/emit.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum id {
    OPT_FORMAT = 'f', OPT_OUTPUT = 'o', OPT_JOBS = 'j', OPT_NULL = '0', OPT_QUIET = 'q',
    OPT_HELP = 'h', OPT_VERSION = 'V',
    OPT_SPACES = 256, OPT_STRICT, OPT_EXPLAIN, OPT_SCHEMA, OPT_ENCODING, OPT_INPUT_FORMAT,
    OPT_INCLUDE, OPT_EXCLUDE, OPT_FILES_FROM, OPT_SHARD, OPT_UPDATE, OPT_DRY_RUN, OPT_CHECK,
    OPT_PRUNE, OPT_CSV_SEPARATOR, OPT_SYNC,
    OPT_PROGRESS, OPT_REPORT, OPT_LIST_DIAGNOSTICS, OPT_SITE, OPT_LIST_SITES, OPT_BOM,
    OPT_DIAGNOSTICS, OPT_COMPLETION, OPT_VALIDATE, OPT_DIFF,
    OPT_EXACT, OPT_COLOR,
    OPT_MAX_SIZE, OPT_MAX_DEPTH, OPT_MAX_CELLS, OPT_MAX_COMMENTS,
    OPT_MAX_LINES
};

/* Makes a function of a list of words. */
#define WORDS(name, ...)                                                                           \
    static struct option_word name(size_t index) {                                                 \
        static const struct option_word words[] = {__VA_ARGS__, {NULL, 0}};                        \
        return words[index];                                                                       \
    }

WORDS(spaces_words, {"keep", false}, {"plain", true})
WORDS(input_format_words, {"auto", QP_INPUT_AUTO}, {"text", QP_INPUT_TEXT},
      {"html", QP_INPUT_HTML}, {"mhtml", QP_INPUT_MHTML},
      {"opendata", QP_INPUT_OPENDATA})
WORDS(progress_words, {"auto", PROGRESS_AUTO}, {"always", PROGRESS_ALWAYS},
      {"never", PROGRESS_NEVER})
WORDS(color_words, {"auto", COLOUR_AUTO}, {"always", COLOUR_ALWAYS}, {"never", COLOUR_NEVER})
WORDS(diagnostics_words, {"text", DIAGNOSTICS_TEXT}, {"json", DIAGNOSTICS_JSON},
      {"github", DIAGNOSTICS_GITHUB})
WORDS(schema_words, {"json", QP_JSON}, {"xml", QP_XML})
WORDS(completion_words, {"bash", SHELL_BASH}, {"zsh", SHELL_ZSH}, {"fish", SHELL_FISH})
WORDS(quiet_words, {"notes", QP_WARNING})
WORDS(help_words, {"all", HELP_ALL}, {"diff", HELP_DIFF}, {"csv", HELP_CSV},
      {"formats", HELP_FORMATS})

/* Formats without a name (csv for spreadsheets) are another option's to ask for. */
static struct option_word format_words(size_t index) {
    const struct format *format;
    for (size_t i = 0; (format = format_at(i)); i++)
        if (format->name && index-- == 0)
            return (struct option_word){format->name, (int)i};
    return (struct option_word){NULL, 0};
}

static struct option_word site_words(size_t index) {
    int site = QP_SITE_NONE + 1 + (int)index;
    return (struct option_word){qp_site_name((enum qp_site)site), site};
}

static const struct option_row rows[] = {
    {OPT_FORMAT, "format", "FORMAT", format_words,
     "json (default), jsonl, jsonarray, xml, csv, akn", TOPIC_OUTPUT, true},
    {OPT_BOM, "bom", NULL, NULL, "csv for spreadsheets: a byte order mark, no formulas",
     TOPIC_OUTPUT, false},
    {OPT_CSV_SEPARATOR, "csv-separator", "C", NULL,
     "between cells of csv: , (default), ;, | or tab", TOPIC_OUTPUT, false},
    {OPT_OUTPUT, "output", "PATH", NULL, "write here; in a folder (DIR/), a file for each page",
     TOPIC_OUTPUT, true},
    {OPT_SPACES, "spaces", "HOW", spaces_words, "no-break spaces: keep (default) or plain",
     TOPIC_OUTPUT, false},
    {OPT_UPDATE, "update", NULL, NULL, "leave out inputs that are older than their output",
     TOPIC_OUTPUT, false},
    {OPT_DRY_RUN, "dry-run", NULL, NULL, "write nothing, list what would be done", TOPIC_OUTPUT,
     false},
    {OPT_CHECK, "check", NULL, NULL, "write nothing; exit 1 where an output is not right",
     TOPIC_OUTPUT, false},
    {OPT_PRUNE, "prune", NULL, NULL, "remove outputs whose page is gone", TOPIC_OUTPUT, false},
    {OPT_SYNC, "sync", NULL, NULL, "have a file on the disk before it gets its name",
     TOPIC_OUTPUT, false},
    {OPT_INCLUDE, "include", "GLOB", NULL, "of folders and archives, only what GLOB matches",
     TOPIC_INPUT, false},
    {OPT_EXCLUDE, "exclude", "GLOB", NULL, "of folders and archives, not what GLOB matches",
     TOPIC_INPUT, false},
    {OPT_FILES_FROM, "files-from", "FILE", NULL, "more inputs, one a line; - is standard input",
     TOPIC_INPUT, false},
    {OPT_NULL, "null", NULL, NULL, "a NUL, no line break, ends names of --files-from",
     TOPIC_INPUT, false},
    {OPT_SHARD, "shard", "K/N", NULL, "only every N-th input from the K-th on", TOPIC_INPUT, false},
    {OPT_INPUT_FORMAT, "input-format", "KIND", input_format_words,
     "what the inputs are; auto (default) looks at each", TOPIC_READING, false},
    {OPT_SITE, "site", "NAME", site_words,
     "whose pages the inputs are, whatever they look like", TOPIC_READING, false},
    {OPT_ENCODING, "encoding", "NAME", NULL, "the inputs' encoding, whatever they declare",
     TOPIC_READING, false},
    {OPT_MAX_SIZE, "max-size", "SIZE", NULL, "refuse larger inputs (K, M, G; default: 256M)",
     TOPIC_READING, false},
    {OPT_MAX_LINES, "max-lines", "N", NULL, "refuse pages of more lines", TOPIC_READING, false},
    {OPT_MAX_DEPTH, "max-depth", "N", NULL, "refuse deeper nested elements (default: 100000)",
     TOPIC_READING, false},
    {OPT_MAX_CELLS, "max-cells", "N", NULL, "empty cells that colspan may add to a page",
     TOPIC_READING, false},
    {OPT_MAX_COMMENTS, "max-comments", "N", NULL, "comments of a question (default: 100000)",
     TOPIC_READING, false},
    {OPT_JOBS, "jobs", "N", NULL, "convert N pages at a time (default: one a processor)",
     TOPIC_READING, true},
    {OPT_STRICT, "strict", NULL, NULL, "a warning makes the exit status 1", TOPIC_MESSAGES, true},
    {OPT_QUIET, "quiet", "[NOTES]", quiet_words, "print errors only; --quiet=notes: no notes",
     TOPIC_MESSAGES, true},
    {OPT_PROGRESS, "progress", "WHEN", progress_words,
     "show how far it is: auto (default) on a terminal", TOPIC_MESSAGES, false},
    {OPT_DIAGNOSTICS, "diagnostics", "HOW", diagnostics_words,
     "as text (default), JSON lines, GitHub's annotations", TOPIC_MESSAGES, false},
    {OPT_REPORT, "report", "FILE", NULL, "write every diagnostic to FILE, as JSON lines",
     TOPIC_MESSAGES, false},
    {OPT_EXPLAIN, "explain", NULL, NULL, "show how each line of the page was read", TOPIC_INSTEAD,
     true},
    {OPT_DIFF, "diff", NULL, NULL, "tell what changed from OLD to NEW: --diff OLD NEW",
     TOPIC_INSTEAD, true},
    {OPT_EXACT, "exact", NULL, NULL, "with --diff: no-break spaces and wrapping count, too",
     TOPIC_INSTEAD, false},
    {OPT_COLOR, "color", "WHEN", color_words, "colours: auto (default) on a terminal",
     TOPIC_OUTPUT, false},
    {OPT_VALIDATE, "validate", NULL, NULL, "check records in JSON or XML, convert nothing",
     TOPIC_INSTEAD, true},
    {OPT_SCHEMA, "schema", "FORMAT", schema_words, "print the record's JSON Schema or XSD",
     TOPIC_INSTEAD, false},
    {OPT_LIST_DIAGNOSTICS, "list-diagnostics", NULL, NULL, "print every diagnostic's code",
     TOPIC_INSTEAD, false},
    {OPT_LIST_SITES, "list-sites", NULL, NULL, "print the sites and pages that are known",
     TOPIC_INSTEAD, false},
    {OPT_COMPLETION, "completion", "SHELL", completion_words,
     "print the completions of this shell", TOPIC_INSTEAD, false},
    {OPT_HELP, "help", "[ABOUT]", help_words, "print help: common, all, diff, csv or formats",
     TOPIC_INSTEAD, true},
    {OPT_VERSION, "version", NULL, NULL, "print the version", TOPIC_INSTEAD, true},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* In any case of letters: "-f JSON". */
static bool find_word(const struct option_row *row, const char *text, int *value) {
    struct option_word word;
    if (row->words == format_words && strcasecmp(text, "ndjson") == 0)
        text = "jsonl";
    for (size_t i = 0; (word = row->words(i)).text; i++) {
        *value = word.value;
        if (strcasecmp(word.text, text) == 0)
            return true;
    }
    return false;
}

static const struct option_row *row_of(int id) {
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

const struct option_row *options_row(size_t index) {
    return index < ROWS ? &rows[index] : NULL;
}

bool option_is_short(const struct option_row *row) {
    return row->id < 256;
}

bool option_is_optional(const struct option_row *row) {
    return row->argument && row->argument[0] == '[';
}

void option_print_words(const struct option_row *row, char between, FILE *out) {
    const char *text;
    for (size_t i = 0; (text = row->words(i).text); i++) {
        if (i)
            fputc(between, out);
        fputs(text, out);
    }
}

/* A number from 1 to `most`, 0 for any other. *end is behind its digits. */
static size_t number(const char *text, size_t most, const char **end) {
    size_t n = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        n = n > most ? n : n * 10 + (size_t)(*text - '0');
    *end = text;
    return n > most ? 0 : n;
}

/* Only a size may have a unit. */
static int set_limit(size_t *limit, const struct option_row *row, const char *value) {
    static const char units[] = "KMG";
    enum { MOST = 1 << 30 };
    const char *end;
    size_t n = number(value, MOST, &end);
    const char *unit = *end && row->id == OPT_MAX_SIZE ? strchr(units, *end) : NULL;
    unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    if (n && n <= (size_t)MOST >> shift && !end[unit != NULL]) {
        *limit = n << shift;
        return 0;
    }
    fprintf(stderr, "qparse: --%s needs a number from 1 to %s, not \"%s\"\n", row->name,
            row->id == OPT_MAX_SIZE ? "1G" : "1073741824", value);
    return -1;
}

static int set_jobs(struct options *o, const char *value) {
    enum { MOST = 1024 };
    const char *end;
    o->jobs = number(value, MOST, &end);
    if (o->jobs && !*end)
        return 0;
    fprintf(stderr, "qparse: --jobs needs a number from 1 to %d, not \"%s\"\n", MOST, value);
    return -1;
}

static int set_shard(struct options *o, const char *value) {
    enum { MOST = 1000000000 };
    const char *end;
    o->read.shard = number(value, MOST, &end);
    o->read.shards = *end == '/' ? number(end + 1, MOST, &end) : 0;
    if (o->read.shard && o->read.shard <= o->read.shards && !*end)
        return 0;
    fprintf(stderr, "qparse: --shard needs K/N with K from 1 to N, not \"%s\"\n", value);
    return -1;
}

static int set_separator(struct options *o, const char *value) {
    bool known = strlen(value) == 1 && strchr(",;|\t", *value);
    o->csv_separator = strcmp(value, "tab") == 0 ? '\t' : *value;
    if (known || o->csv_separator == '\t')
        return 0;
    fprintf(stderr, "qparse: --csv-separator needs one of , ; | and tab, not \"%s\"\n", value);
    return -1;
}

static int set_encoding(struct options *o, const char *value) {
    o->parse.encoding = value;
    if (qp_encoding_known(value))
        return 0;
    fprintf(stderr,
            "qparse: --encoding does not know \"%s\"; it knows utf-8, utf-16le, utf-16be, "
            "windows-1252, iso-8859-1 and iso-8859-15\n",
            value);
    return -1;
}

static int refuse_word(const struct option_row *row, const char *text) {
    fprintf(stderr, "qparse: --%s knows ", row->name);
    option_print_words(row, '|', stderr);
    fprintf(stderr, ", not \"%s\"", text);
    struct suggestion meant = {.typed = text, .len = strlen(text)};
    struct option_word word;
    for (size_t i = 0; (word = row->words(i)).text; i++)
        suggest_try(&meant, word.text);
    fprintf(stderr, meant.word ? "; did you mean %s?\n" : "\n", meant.word);
    return -1;
}

/* Two at once would do only one of them: "--diff --validate" in a job would be green for the other.
 * Help is always given. */
static int set_action(struct options *o, enum action action, const struct option_row *row) {
    if (o->action == ACT_HELP || action == ACT_HELP || o->action == action ||
        o->action == ACT_CONVERT) {
        o->action = o->action == ACT_HELP ? ACT_HELP : action;
        o->mode = row->name;
        return 0;
    }
    fprintf(stderr, "qparse: --%s and --%s can't be done at once\n", o->mode, row->name);
    return -1;
}

static int set(struct options *o, const struct option_row *row, const char *value) {
    int word = 0;
    if (row->words && value && !find_word(row, value, &word))
        return refuse_word(row, value);
    switch ((enum id)row->id) {
    case OPT_FORMAT:
        o->format = (enum qp_format)word;
        o->format_given = true;
        break;
    case OPT_BOM: o->bom = true; break;
    case OPT_CSV_SEPARATOR: return set_separator(o, value);
    case OPT_OUTPUT: o->read.output = strcmp(value, "-") == 0 ? NULL : value; break;
    case OPT_SPACES: o->parse.plain_spaces = word; break;
    case OPT_STRICT: o->strict = true; break;
    case OPT_QUIET:
        o->least = word ? (enum qp_severity)word : QP_ERROR;
        o->quiet = o->least == QP_ERROR;
        break;
    case OPT_INPUT_FORMAT: o->parse.input = (enum qp_input)word; break;
    case OPT_SITE: o->parse.site = (enum qp_site)word; break;
    case OPT_EXPLAIN: return set_action(o, ACT_EXPLAIN, row);
    case OPT_DIFF: return set_action(o, ACT_DIFF, row);
    case OPT_EXACT: o->exact = true; break;
    case OPT_COLOR: o->colour = (enum colour_when)word; break;
    case OPT_VALIDATE: return set_action(o, ACT_VALIDATE, row);
    case OPT_SCHEMA:
        o->format = (enum qp_format)word;
        return set_action(o, ACT_SCHEMA, row);
    case OPT_LIST_DIAGNOSTICS: return set_action(o, ACT_LIST_DIAGNOSTICS, row);
    case OPT_LIST_SITES: return set_action(o, ACT_LIST_SITES, row);
    case OPT_COMPLETION:
        o->shell = (enum shell)word;
        return set_action(o, ACT_COMPLETION, row);
    case OPT_HELP:
        o->help = (enum help_about)word;
        return set_action(o, ACT_HELP, row);
    case OPT_VERSION: return set_action(o, ACT_VERSION, row);
    case OPT_ENCODING: return set_encoding(o, value);
    case OPT_JOBS: return set_jobs(o, value);
    case OPT_SHARD: return set_shard(o, value);
    case OPT_MAX_SIZE: return set_limit(&o->parse.max_size, row, value);
    case OPT_MAX_LINES: return set_limit(&o->parse.max_lines, row, value);
    case OPT_MAX_DEPTH: return set_limit(&o->parse.max_depth, row, value);
    case OPT_MAX_CELLS: return set_limit(&o->parse.max_cells, row, value);
    case OPT_MAX_COMMENTS: return set_limit(&o->parse.max_comments, row, value);
    case OPT_INCLUDE: o->read.filter.include.items[o->read.filter.include.count++] = value; break;
    case OPT_EXCLUDE: o->read.filter.exclude.items[o->read.filter.exclude.count++] = value; break;
    case OPT_FILES_FROM: o->read.list = value; break;
    case OPT_NULL: o->read.nul_separated = true; break;
    case OPT_UPDATE: o->update = true; break;
    case OPT_DRY_RUN: o->dry_run = true; break;
    case OPT_CHECK: o->check = o->dry_run = true; break;
    case OPT_PRUNE: o->prune = true; break;
    case OPT_SYNC: o->sync = true; break;
    case OPT_PROGRESS: o->progress = (enum progress_when)word; break;
    case OPT_DIAGNOSTICS: o->diagnostics = (enum diagnostics_as)word; break;
    case OPT_REPORT: o->read.report = value; break;
    }
    return 0;
}

static void fill_getopt(struct option longs[ROWS + 1], char shorts[2 * ROWS + 2]) {
    size_t n = 0;
    for (size_t i = 0; i < ROWS; i++) {
        bool optional = option_is_optional(&rows[i]);
        longs[i] = (struct option){rows[i].name,
                                   optional           ? optional_argument
                                   : rows[i].argument ? required_argument
                                                      : no_argument,
                                   NULL, rows[i].id};
        if (option_is_short(&rows[i])) {
            shorts[n++] = (char)rows[i].id;
            if (rows[i].argument && !optional)
                shorts[n++] = ':';
        }
    }
    longs[ROWS] = (struct option){0};
    shorts[n] = '\0';
}

static bool is_word(const char *text, const char *word) {
    return text && strcmp(text, word) == 0;
}

static int check_diff(const struct options *o) {
    const char *problem = NULL;
    if (o->read.operands.count != 2 || o->read.list)
        problem = "--diff needs two operands, OLD and NEW";
    else if (is_word(o->read.operands.items[0], "-") && is_word(o->read.operands.items[1], "-"))
        problem = "standard input can't be both OLD and NEW";
    else if (o->format_given && o->format != QP_JSONL)
        problem = "--diff writes text, or with --format=jsonl a change a line";
    if (problem)
        fprintf(stderr, "qparse: %s\n", problem);
    return problem ? -1 : 0;
}

/* The message about an option that the action would ignore: "--diff --dry-run -o FILE" would
 * write. Options for speed and looks may be ignored. NULL: there is none. */
static const char *misplaced(const struct options *o) {
    bool diff = o->action == ACT_DIFF, checks = diff || o->action == ACT_VALIDATE;
    bool other = checks || o->action == ACT_EXPLAIN;
    const struct {
        bool wrong;
        const char *problem;
    } pairs[] = {
        {o->exact && !diff && o->action <= ACT_VALIDATE, "--exact is for --diff"},
        {o->update && checks, "--update is for converting, not for --diff or --validate"},
        {o->check && other, "--check is for converting: -o DIR/ --check"},
        {o->prune && other, "--prune is for converting: -o DIR/ --prune"},
        {o->check && (o->prune || o->update),
         "--check compares all outputs, and removes none: leave --prune and --update out"},
        {o->prune && (o->update || selects_part(&o->read)),
         "--prune needs to see every page: leave --update, --shard, --include, --exclude and "
         "--files-from out"},
        {o->prune && o->format != QP_JSON && o->format != QP_JSONL && o->format != QP_XML,
         "--prune reads the records that it removes: they are json, jsonl or xml"},
        {o->dry_run && checks, "--dry-run is for converting, not for --diff or --validate"},
        {o->read.shards && diff, "--diff needs all of OLD and NEW, so that --shard has no use"},
        {o->read.output && o->action == ACT_VALIDATE,
         "--validate writes nothing, so that --output has no use"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].wrong)
            return pairs[i].problem;
    return NULL;
}

/* The format that a file's name asks for: "-o questions.csv" is csv. The longest suffix counts, so
 * that ".akn.xml" is no xml. */
static enum qp_format format_of_name(const char *path, enum qp_format otherwise) {
    const struct format *format;
    size_t size = strlen(path), longest = 0;
    for (size_t i = 0; (format = format_at(i)); i++) {
        size_t len = strlen(format->suffix);
        if (len > longest && len < size && strcasecmp(path + size - len, format->suffix) == 0) {
            longest = len;
            otherwise = (enum qp_format)i;
        }
    }
    return otherwise;
}

/* Checks that need more than one option. */
static int check(struct options *o) {
    bool from_stdin = is_word(o->read.list, "-");
    for (size_t i = 0; from_stdin && i < o->read.operands.count; i++)
        if (is_word(o->read.operands.items[i], "-")) {
            fputs("qparse: standard input can't be a page and the list of --files-from\n", stderr);
            return -1;
        }
    if (o->read.output && !*o->read.output) {
        fputs("qparse: --output needs the name of a file or folder\n", stderr);
        return -1;
    }
    if (o->read.output && !o->format_given && o->action == ACT_CONVERT)
        o->format = format_of_name(o->read.output, o->format);
    if (o->bom && o->format != QP_CSV) {
        fputs("qparse: --bom is for csv: -f csv --bom\n", stderr);
        return -1;
    }
    if (o->csv_separator && o->format != QP_CSV) {
        fputs("qparse: --csv-separator is for csv: -f csv --csv-separator=;\n", stderr);
        return -1;
    }
    if (o->bom)
        o->format = QP_CSV_SHEET;
    o->read.suffix = format_of(o->format)->suffix;
    const char *problem = misplaced(o);
    if (problem) {
        fprintf(stderr, "qparse: %s\n", problem);
        return -1;
    }
    return o->action == ACT_DIFF ? check_diff(o) : 0;
}

/* No list has more words than there are arguments. */
static int make_lists(struct options *o, int argc) {
    size_t room = (size_t)argc + 1;
    o->read.operands.items = calloc(room, sizeof *o->read.operands.items);
    o->read.filter.include.items = calloc(room, sizeof *o->read.filter.include.items);
    o->read.filter.exclude.items = calloc(room, sizeof *o->read.filter.exclude.items);
    if (o->read.operands.items && o->read.filter.include.items && o->read.filter.exclude.items)
        return 0;
    fputs("qparse: memory ran out\n", stderr);
    return -1;
}

/* Behind getopt's message, about an unknown option or, with NULL, another fault. */
static void point_to_help(const char *option) {
    struct suggestion meant = {0};
    if (option && strncmp(option, "--", 2) == 0)
        meant = (struct suggestion){.typed = option + 2, .len = strcspn(option + 2, "=")};
    for (size_t i = 0; meant.typed && i < ROWS; i++)
        suggest_try(&meant, rows[i].name);
    if (meant.word)
        fprintf(stderr, "qparse: did you mean --%s? 'qparse --help' lists more\n", meant.word);
    else
        fprintf(stderr, "qparse: try 'qparse --help'\n");
}

int options_parse(struct options *o, int argc, char **argv) {
    struct option longs[ROWS + 1];
    char shorts[2 * ROWS + 2];
    fill_getopt(longs, shorts);
    *o = (struct options){.format = QP_JSON};
    if (make_lists(o, argc))
        return -2;
    for (int id; (id = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        const struct option_row *row = row_of(id);
        if (!row) {
            point_to_help(optopt ? NULL : argv[optind - 1]);
            return -1;
        }
        if (set(o, row, optarg))
            return -1;
    }
    for (int i = optind; i < argc; i++)
        o->read.operands.items[o->read.operands.count++] = argv[i];
    o->unnamed = o->read.operands.count == 0 && !o->read.list;
    if (o->unnamed)
        o->read.operands.items[o->read.operands.count++] = "-";
    return check(o);
}

const char *options_output_problem(const struct options *o, bool folder, bool whole) {
    if (folder && o->action == ACT_EXPLAIN)
        return "--explain writes to a file or standard output, not to a folder";
    if (o->update && !folder)
        return "--update needs a folder to write to: -o DIR/";
    if (o->prune && !whole)
        return "--prune needs folders or archives as inputs, and nothing else";
    if (o->check && !folder)
        return "--check needs the folder that was written to: -o DIR/";
    return o->prune && !folder ? "--prune needs a folder to write to: -o DIR/" : NULL;
}

void options_free(struct options *o) {
    free(o->read.operands.items);
    free(o->read.filter.include.items);
    free(o->read.filter.exclude.items);
    *o = (struct options){0};
}

bool options_colour(const struct options *o) {
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (o->colour != COLOUR_AUTO)
        return o->colour == COLOUR_ALWAYS;
    return !o->read.output && isatty(STDOUT_FILENO) && !(no_colour && *no_colour) &&
           !is_word(terminal, "dumb");
}
