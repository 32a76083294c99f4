/* The command: options in, exit status out. */
#include "command/batch.h"
#include "command/completion.h"
#include "command/diff.h"
#include "command/help.h"
#include "command/messages.h"
#include "command/validate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void list_diagnostics(FILE *out) {
    static const char *const words[] = {"note", "warning", "error"};
    const qp_diagnostic_info *d;
    for (size_t i = 0; (d = qp_diagnostic_info_at(i)); i++)
        fprintf(out, "%-24s %-8s %s\n", d->code, words[d->severity], d->meaning);
    for (int i = 0; (d = trouble_info((enum trouble)i)); i++)
        fprintf(out, "%-24s %-8s %s\n", d->code, words[d->severity], d->meaning);
}

static void list_sites(FILE *out) {
    qp_site_info s;
    for (size_t i = 0; qp_site_info_at(i, &s); i++)
        fprintf(out, "%-24s %-10s %-19s %s\n", qp_site_name(s.site), s.years,
                s.seen ? "seen" : "after descriptions", s.name);
}

/* By the signal itself, so that a shell sees what ended the command. */
static int end_by(int number) {
    signal(number, SIG_DFL);
    raise(number);
    return 128 + number;
}

static int print(const struct options *o) {
    if (o->action == ACT_HELP)
        help_print(o->help, stdout);
    else if (o->action == ACT_COMPLETION)
        completion_print(o->shell, stdout);
    else if (o->action == ACT_VERSION)
        puts("qparse " QP_VERSION);
    else if (o->action == ACT_SCHEMA)
        fputs(qp_schema(o->format), stdout);
    else if (o->action == ACT_LIST_SITES)
        list_sites(stdout);
    else
        list_diagnostics(stdout);
    /* fflush() and fclose() don't tell of a write that failed before. */
    if (ferror(stdout) || fflush(stdout) || fclose(stdout)) {
        if (errno == EPIPE)
            return end_by(SIGPIPE);
        fprintf(stderr, "qparse: standard output: %s\n", strerror(errno));
        return EXIT_SYSTEM;
    }
    return 0;
}

/* Else a user who types only "qparse" would think that it hangs. */
static void say_waiting(const struct options *o) {
    bool list = o->read.list && strcmp(o->read.list, "-") == 0;
    if ((!list && !o->unnamed) || o->quiet || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return;
    const char *what = list                         ? "the inputs' names: type one a line"
                       : o->action == ACT_VALIDATE ? "a record: paste it"
                                                   : "a page: paste it";
    fprintf(stderr,
            "qparse: waiting for %s, then press Ctrl-D; Ctrl-C gives up, and\n"
            "        'qparse --help' tells what else can be done\n",
            what);
}

/* If a standard stream is closed ("2>&-"), the next file that is opened would get its number, and
 * the messages. /dev/null takes the place, opened so that using the stream is still an error. */
static void guard_streams(void) {
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", modes[fd]) < 0)
            return;
}

int main(int argc, char **argv) {
    struct options o;
    int status, number = 0;
    guard_streams();
    signal(SIGPIPE, SIG_IGN); /* write() says EPIPE, and the run ends quietly */
    signal(SIGXFSZ, SIG_IGN); /* a file too large is an error like a full disk */
    int wrong = options_parse(&o, argc, argv);
    if (wrong) {
        status = wrong == -1 ? EXIT_USAGE : EXIT_SYSTEM;
    } else {
        if (o.parse.max_size == 0)
            o.parse.max_size = (size_t)256 << 20;
        if (o.action == ACT_CONVERT || o.action == ACT_EXPLAIN || o.action == ACT_VALIDATE)
            say_waiting(&o);
        if (o.action == ACT_CONVERT || o.action == ACT_EXPLAIN)
            status = batch_run(&o, &number);
        else if (o.action == ACT_DIFF)
            status = diff_run(&o, &number);
        else if (o.action == ACT_VALIDATE)
            status = validate_run(&o, &number);
        else
            status = print(&o);
    }
    options_free(&o);
    return number ? end_by(number) : status;
}
