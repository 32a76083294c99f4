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

void help_print(bool all, FILE *out) {
    fputs("usage: qparse [OPTION]... [INPUT]...\n"
          "Turns saved or pasted pages of French parliamentary questions into records.\n"
          "An INPUT is a page, a folder, or an archive (tar, zip, gz, xz, zst, WARC);\n"
          "no INPUT, or -, is standard input.\n"
          "\n",
          out);
    if (all)
        print_topics(out);
    else
        print_common(out);
    fputs("\n"
          "Exit status: 0 all converted; 1 a warning (--strict), a change (--diff), a fault\n"
          "(--validate); 2 usage; 3 an input is no question page; 4 reading, writing or\n"
          "memory failed. The highest counts.\n",
          out);
}
