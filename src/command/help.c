/* --help, made from the table of options. */
#include "command/help.h"

#include "command/options.h"

static const char *const headings[TOPIC_COUNT] = {
    [TOPIC_INPUT] = "Which pages",
    [TOPIC_READING] = "How they are read",
    [TOPIC_OUTPUT] = "What is written",
    [TOPIC_MESSAGES] = "What is said",
    [TOPIC_INSTEAD] = "Instead of converting",
};

static void print_row(const struct option_row *row, FILE *out) {
    char left[64];
    int n = option_is_short(row) ? snprintf(left, sizeof left, "-%c, ", row->id)
                                 : snprintf(left, sizeof left, "    ");
    const char *argument = row->argument ? row->argument : "";
    if (option_is_optional(row))
        snprintf(left + n, sizeof left - (size_t)n, "--%s[=%s", row->name, argument + 1);
    else
        snprintf(left + n, sizeof left - (size_t)n, "--%s%s%s", row->name, *argument ? "=" : "",
                 argument);
    fprintf(out, "  %-25s %s\n", left, row->help);
}

static void print_common(FILE *out) {
    const struct option_row *row;
    for (size_t i = 0; (row = options_row(i)); i++)
        if (row->common)
            print_row(row, out);
}

static void print_topics(FILE *out) {
    const struct option_row *row;
    for (int topic = 0; topic < TOPIC_COUNT; topic++) {
        fprintf(out, "%s%s:\n", topic ? "\n" : "", headings[topic]);
        for (size_t i = 0; (row = options_row(i)); i++)
            if ((int)row->topic == topic)
                print_row(row, out);
    }
}

static const char *const subjects[] = {
    [HELP_DIFF] =
        "usage: qparse --diff [OPTION]... OLD NEW\n"
        "Tells what changed from OLD to NEW, pages or records, files, folders or archives:\n"
        "  qparse --diff yesterday.html today.html\n"
        "  qparse --diff records/ pages/             records of -o records/ and their pages\n"
        "  git show HEAD:a.json | qparse --diff - a.json\n"
        "\n"
        "Questions match by their id, else by their path. -f jsonl writes a change a line;\n"
        "--exact counts spaces of every kind.\n"
        "Exit status: 0 nothing changed; 1 something did; 3 nothing could be compared.\n",
    [HELP_CSV] =
        "A row for each question, a column for each key, after RFC 4180:\n"
        "  qparse -f csv -o questions.csv pages/\n"
        "  qparse -f csv --bom '--csv-separator=;' -o questions.csv pages/\n"
        "The second is for spreadsheets: a byte order mark tells them the encoding, cells that\n"
        "they would compute are guarded, and French ones want ';' between cells.\n"
        "\n"
        "A text's paragraphs are parted by blank lines, a list of objects is JSON.\n",
    [HELP_FORMATS] =
        "json       one object for each question, over many lines (the default)\n"
        "jsonl      one object a line: for jq, grep and streams\n"
        "jsonarray  one list of objects: one document, however many questions\n"
        "xml        <questions> around them, after the XSD of --schema=xml\n"
        "csv        a row for each question: --help=csv\n"
        "akn        Akoma Ntoso 3.0, a document for each question\n"
        "\n"
        "-o questions.csv chooses by its suffix, where -f is not given.\n",
};

static const char examples[] =
    "\n"
    "  qparse page.html                     one page, to standard output\n"
    "  qparse -o records/ pages/            a folder: a record for each page\n"
    "  qparse -f csv -o all.csv pages.zip   an archive, as a table\n";

void help_print(enum help_about about, FILE *out) {
    if (about > HELP_ALL) {
        fputs(subjects[about], out);
        return;
    }
    fputs("usage: qparse [OPTION]... [INPUT]...\n"
          "Turns saved or pasted pages of French parliamentary questions into records.\n"
          "An INPUT is a page, a folder, or an archive (tar, zip, gz, xz, zst, WARC);\n"
          "no INPUT, or -, is standard input.\n"
          "\n",
          out);
    if (about == HELP_ALL)
        print_topics(out);
    else
        print_common(out);
    fputs(about == HELP_ALL ? "" : examples, out);
    fputs("\n"
          "Exit status: 0 all converted; 1 a warning (--strict), a change (--diff), a fault\n"
          "(--validate); 2 usage; 3 an input is no question page; 4 reading, writing or\n"
          "memory failed. The highest counts. man qparse tells all.\n",
          out);
}
