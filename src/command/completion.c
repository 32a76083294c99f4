/* --completion: scripts for bash, zsh and fish, made from the table of options. */
#include "command/completion.h"

#include <string.h>

enum value { VALUE_NONE, VALUE_WORDS, VALUE_FILE, VALUE_FREE };

static enum value value_of(const struct option_row *row) {
    if (!row->argument)
        return VALUE_NONE;
    if (row->words)
        return VALUE_WORDS;
    bool file = strcmp(row->argument, "FILE") == 0 || strcmp(row->argument, "PATH") == 0;
    return file ? VALUE_FILE : VALUE_FREE;
}

/* Text for within single quotes of a shell. Characters of `escaped` get a backslash. */
static void print_quoted(const char *text, const char *escaped, FILE *out) {
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\'", out);
        else if (strchr(escaped, *text))
            fputc('\\', out);
        fputc(*text, out);
    }
}

/* ---- bash ---- */

/* Bash gives "--format=js" as three words, or as one where the user has set COMP_WORDBREAKS. */
static const char bash_head[] =
    "_qparse() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} before=\n"
    "    if [[ $cur == --*=* ]]; then\n"
    "        option=${cur%%=*} before=${cur%%=*}= cur=${cur#*=}\n"
    "    elif [[ $cur == = ]]; then\n"
    "        cur=\n"
    "    elif [[ $option == = ]]; then\n"
    "        option=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    elif [[ $option == --help ]]; then\n"
    "        option=\n"
    "    fi\n"
    "    COMPREPLY=()\n"
    "    case $option in\n";

static const char bash_middle[] =
    "    *)\n"
    "        if [[ $cur == -* ]]; then\n"
    "            mapfile -t COMPREPLY < <(compgen -W '";

static const char bash_tail[] =
    "' -- \"$cur\")\n"
    "            [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null\n"
    "        else\n"
    "            compopt -o filenames 2>/dev/null\n"
    "            mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
    "        fi\n"
    "        ;;\n"
    "    esac\n"
    "    COMPREPLY=(\"${COMPREPLY[@]/#/$before}\")\n"
    "}\n"
    "complete -F _qparse qparse\n";

static void print_bash_case(const struct option_row *row, FILE *out) {
    enum value value = value_of(row);
    if (value == VALUE_NONE)
        return;
    fputs("    ", out);
    if (option_is_short(row) && !option_is_optional(row))
        fprintf(out, "-%c | ", row->id);
    fprintf(out, "--%s)", row->name);
    if (value == VALUE_FREE) {
        fputs(" ;;\n", out);
        return;
    }
    fputs("\n        ", out);
    if (value == VALUE_FILE)
        fputs("compopt -o filenames 2>/dev/null\n        ", out);
    fputs("mapfile -t COMPREPLY < <(compgen ", out);
    if (value == VALUE_WORDS) {
        fputs("-W '", out);
        option_print_words(row, ' ', out);
        fputs("'", out);
    } else {
        fputs("-f", out);
    }
    fputs(" -- \"$cur\")\n        ;;\n", out);
}

static void print_bash(FILE *out) {
    const struct option_row *row;
    fputs(bash_head, out);
    for (size_t i = 0; (row = options_row(i)); i++)
        print_bash_case(row, out);
    fputs(bash_middle, out);
    for (size_t i = 0; (row = options_row(i)); i++) {
        fprintf(out, "%s--%s%s", i ? " " : "", row->name,
                row->argument && !option_is_optional(row) ? "=" : "");
        if (option_is_short(row))
            fprintf(out, " -%c", row->id);
    }
    fputs(bash_tail, out);
}

/* ---- zsh ---- */

static void print_zsh_row(const struct option_row *row, FILE *out) {
    enum value value = value_of(row);
    const char *joint = value == VALUE_NONE ? "" : option_is_optional(row) ? "=-" : "=";
    fputs("    ", out);
    if (option_is_short(row) && !option_is_optional(row))
        fprintf(out, "'*'{-%c%s,--%s%s}'", row->id, *joint ? "+" : "", row->name, joint);
    else if (option_is_short(row))
        fprintf(out, "'*-%c' '*--%s%s", row->id, row->name, joint);
    else
        fprintf(out, "'*--%s%s", row->name, joint);
    fputc('[', out);
    print_quoted(row->help, "[]:\\", out);
    fputc(']', out);
    if (value != VALUE_NONE) {
        fputs(option_is_optional(row) ? "::" : ":", out);
        print_quoted(row->argument, ":\\[]", out);
        fputc(':', out);
    }
    if (value == VALUE_WORDS) {
        fputc('(', out);
        option_print_words(row, ' ', out);
        fputc(')', out);
    } else if (value == VALUE_FILE) {
        fputs("_files", out);
    } else if (value == VALUE_FREE) {
        fputc(' ', out);
    }
    fputs("' \\\n", out);
}

static void print_zsh(FILE *out) {
    const struct option_row *row;
    fputs("#compdef qparse\n_arguments -s -S \\\n", out);
    for (size_t i = 0; (row = options_row(i)); i++)
        print_zsh_row(row, out);
    fputs("    '*:input:_files'\n", out);
}

/* ---- fish ---- */

static void print_fish(FILE *out) {
    const struct option_row *row;
    for (size_t i = 0; (row = options_row(i)); i++) {
        enum value value = value_of(row);
        fputs("complete -c qparse", out);
        if (option_is_short(row))
            fprintf(out, " -s %c", row->id);
        fprintf(out, " -l %s", row->name);
        if (value == VALUE_FILE)
            fputs(" -r -F", out);
        else if (value != VALUE_NONE)
            fputs(option_is_optional(row) ? " -f" : " -x", out);
        if (value == VALUE_WORDS) {
            fputs(" -a '", out);
            option_print_words(row, ' ', out);
            fputc('\'', out);
        }
        fputs(" -d '", out);
        print_quoted(row->help, "\\", out);
        fputs("'\n", out);
    }
}

void completion_print(enum shell shell, FILE *out) {
    switch (shell) {
    case SHELL_BASH: print_bash(out); break;
    case SHELL_ZSH: print_zsh(out); break;
    case SHELL_FISH: print_fish(out); break;
    }
}
