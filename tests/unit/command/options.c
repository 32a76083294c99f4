/* The words that options take, and what each one sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/options.h"

#include <getopt.h>
#include <string.h>

static int parse(struct options *o, const char *argument) {
    char name[] = "qparse", text[64];
    char *arguments[] = {name, text, NULL};
    assert_true(strlen(argument) < sizeof text);
    strcpy(text, argument);
    optind = 0; /* getopt begins anew */
    return options_parse(o, 2, arguments);
}

enum member { FORMAT, SPACES, INPUT, SITE, COLOR, PROGRESS, DIAGNOSTICS, SHELL, ALL, MEMBERS };

static void values(void **state) {
    static const struct {
        const char *argument;
        enum member member;
        int value;
    } rows[] = {
        {"--format=json", FORMAT, QP_JSON},
        {"--format=jsonl", FORMAT, QP_JSONL},
        {"--format=xml", FORMAT, QP_XML},
        {"--format=csv", FORMAT, QP_CSV},
        {"--format=akn", FORMAT, QP_AKN},
        {"--spaces=keep", SPACES, false},
        {"--spaces=plain", SPACES, true},
        {"--input-format=auto", INPUT, QP_INPUT_AUTO},
        {"--input-format=text", INPUT, QP_INPUT_TEXT},
        {"--input-format=html", INPUT, QP_INPUT_HTML},
        {"--input-format=mhtml", INPUT, QP_INPUT_MHTML},
        {"--input-format=opendata", INPUT, QP_INPUT_OPENDATA},
        {"--site=nossenateurs.fr", SITE, QP_NOSSENATEURS},
        {"--site=nosdeputes.fr", SITE, QP_NOSDEPUTES},
        {"--site=senat.fr", SITE, QP_SENAT},
        {"--site=assemblee-nationale.fr", SITE, QP_ASSEMBLEE},
        {"--color=auto", COLOR, COLOUR_AUTO},
        {"--color=always", COLOR, COLOUR_ALWAYS},
        {"--color=never", COLOR, COLOUR_NEVER},
        {"--progress=auto", PROGRESS, PROGRESS_AUTO},
        {"--progress=always", PROGRESS, PROGRESS_ALWAYS},
        {"--progress=never", PROGRESS, PROGRESS_NEVER},
        {"--diagnostics=text", DIAGNOSTICS, DIAGNOSTICS_TEXT},
        {"--diagnostics=json", DIAGNOSTICS, DIAGNOSTICS_JSON},
        {"--diagnostics=github", DIAGNOSTICS, DIAGNOSTICS_GITHUB},
        {"--schema=json", FORMAT, QP_JSON},
        {"--schema=xml", FORMAT, QP_XML},
        {"--completion=bash", SHELL, SHELL_BASH},
        {"--completion=zsh", SHELL, SHELL_ZSH},
        {"--completion=fish", SHELL, SHELL_FISH},
        {"--help", ALL, false},
        {"--help=all", ALL, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct options o;
        assert_int_equal(parse(&o, rows[i].argument), 0);
        const int got[MEMBERS] = {
            [FORMAT] = (int)o.format,     [SPACES] = o.parse.plain_spaces,
            [INPUT] = (int)o.parse.input, [SITE] = (int)o.parse.site,
            [COLOR] = (int)o.colour,      [PROGRESS] = (int)o.progress,
            [SHELL] = (int)o.shell,       [DIAGNOSTICS] = (int)o.diagnostics,
            [ALL] = o.help == HELP_ALL,
        };
        if (got[rows[i].member] != rows[i].value)
            fail_msg("%s sets %d", rows[i].argument, got[rows[i].member]);
        options_free(&o);
    }
}

/* A word is taken whole: neither a part of one nor the list that the help shows. */
static void other_words(void **state) {
    static const char *const arguments[] = {"--format=js", "--format=json|jsonl", "--format=",
                                            "--format=nd-json", "--site=senat", "--help=al"};
    (void)state;
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
        struct options o;
        if (parse(&o, arguments[i]) != -1)
            fail_msg("%s is taken", arguments[i]);
        options_free(&o);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(other_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
