/* The command: options in, exit status out; the only place that writes to stdout. */
#include "input.h"
#include "options.h"
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_WARNED = 1, EXIT_USAGE = 2, EXIT_NOT_QUESTION = 3, EXIT_SYSTEM = 4 };

struct run {
    const struct options *o;
    struct output out;
    struct buffer bytes;
    int status;
    size_t written; /* records */
    bool any;       /* something was written */
};

static void raise_status(struct run *r, int status) {
    if (status > r->status)
        r->status = status;
}

/* A file's name as a message may print it: no control characters, no ill-formed bytes. */
static void print_name(const char *path) {
    for (const unsigned char *p = (const unsigned char *)path; *p; p++)
        if (*p < 0x20 || *p == 0x7F)
            fprintf(stderr, "\\x%02x", *p);
        else
            fputc(*p, stderr);
}

static void system_error(struct run *r, const char *path, int error) {
    raise_status(r, EXIT_SYSTEM);
    fputs("qparse: ", stderr);
    print_name(path);
    fprintf(stderr, ": %s\n", strerror(error));
}

static void print_diagnostics(struct run *r, const qp_result *result, const char *name) {
    static const char *const words[] = {"note", "warning", "error"};
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++) {
        const qp_diagnostic *d = qp_result_diagnostic(result, i);
        if (d->severity == QP_WARNING && r->o->strict)
            raise_status(r, EXIT_WARNED);
        if (r->o->quiet && d->severity != QP_ERROR)
            continue;
        print_name(name);
        if (d->line)
            fprintf(stderr, ":%zu:%zu", d->line, d->column);
        fprintf(stderr, ": %s: %s [%s]\n", words[d->severity], d->message, d->code);
    }
}

static int write_out(struct run *r, const char *bytes, size_t size) {
    r->any = true;
    int error = output_write(&r->out, bytes, size);
    if (error == EPIPE) { /* "| head": end as the signal would have ended it */
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    if (error)
        system_error(r, r->o->output ? r->o->output : "standard output", error);
    return error ? -1 : 0;
}

/* One operand that gives one record is a document by itself; the root of any other run
 * is the list of questions. */
static int write_questions(struct run *r, const qp_result *result) {
    enum qp_format format = r->o->format;
    size_t count = qp_result_count(result);
    bool alone = r->o->input_count <= 1 && count == 1;
    for (size_t i = 0; i < count; i++) {
        char *text = NULL;
        size_t size = 0;
        const char *head = qp_emit_head(format);
        if (!alone && r->written == 0 && write_out(r, head, strlen(head)))
            return -1;
        if (qp_emit(qp_result_question(result, i), format, alone ? QP_ALONE : QP_ITEM, &text,
                    &size)) {
            system_error(r, "record", ENOMEM);
            return -1;
        }
        int rc = write_out(r, text, size);
        qp_free(text);
        if (rc)
            return -1;
        r->written += !alone;
    }
    return 0;
}

static int write_explanation(struct run *r, const qp_result *result) {
    char *text = NULL;
    size_t size = 0;
    const char *no_colour = getenv("NO_COLOR");
    bool colour = !r->o->output && isatty(STDOUT_FILENO) && !(no_colour && *no_colour);
    if (qp_explain(result, colour, &text, &size)) {
        system_error(r, "explanation", ENOMEM);
        return -1;
    }
    int rc = write_out(r, text, size);
    qp_free(text);
    return rc;
}

/* -1 where there is no use in going on: the output can't be written. */
static int convert(struct run *r, const char *path) {
    bool is_stdin = strcmp(path, "-") == 0;
    qp_options options = r->o->parse;
    int error = input_read(is_stdin ? NULL : path, r->o->parse.max_size, &r->bytes);
    if (error == EISDIR) {
        raise_status(r, EXIT_SYSTEM);
        fputs("qparse: ", stderr);
        print_name(path);
        fputs(": this is a folder; name its files, as in: qparse ", stderr);
        print_name(path);
        fputs("/*\n", stderr);
        return 0;
    }
    if (error) {
        system_error(r, is_stdin ? "standard input" : path, error);
        return 0;
    }
    options.file = is_stdin ? NULL : path;
    options.keep_lines = r->o->action == ACT_EXPLAIN;
    qp_result *result = qp_parse(r->bytes.ptr, r->bytes.len, &options);
    if (!result) {
        system_error(r, path, ENOMEM);
        return 0;
    }
    print_diagnostics(r, result, is_stdin ? "<stdin>" : path);
    int rc = 0;
    if (qp_result_outcome(result) == QP_FAILED)
        raise_status(r, EXIT_SYSTEM);
    else if (qp_result_outcome(result) == QP_NOT_QUESTION)
        raise_status(r, EXIT_NOT_QUESTION);
    if (r->o->action == ACT_EXPLAIN && qp_result_outcome(result) != QP_FAILED)
        rc = write_explanation(r, result);
    else if (qp_result_outcome(result) == QP_CONVERTED)
        rc = write_questions(r, result);
    qp_result_free(result);
    return rc;
}

static int convert_all(const struct options *o) {
    struct run r = {.o = o};
    static char dash[] = "-";
    char *only[] = {dash};
    char **inputs = o->input_count ? o->inputs : only;
    int count = o->input_count ? o->input_count : 1;
    int error = output_open(&r.out, o->output), rc = 0;
    if (error) {
        system_error(&r, o->output, error);
        r.out.fd = -1;
        error = output_close(&r.out, false);
        return r.status;
    }
    for (int i = 0; i < count && rc == 0; i++)
        rc = convert(&r, inputs[i]);
    if (rc == 0 && r.written) {
        const char *tail = qp_emit_tail(o->format);
        rc = write_out(&r, tail, strlen(tail));
    }
    error = output_close(&r.out, rc == 0 && r.any);
    if (error)
        system_error(&r, o->output ? o->output : "standard output", error);
    buffer_free(&r.bytes);
    return r.status;
}

static void list_diagnostics(FILE *out) {
    static const char *const words[] = {"note", "warning", "error"};
    const qp_diagnostic_info *d;
    for (size_t i = 0; (d = qp_diagnostic_info_at(i)); i++)
        fprintf(out, "%-24s %-8s %s\n", d->code, words[d->severity], d->meaning);
}

static int print(const struct options *o) {
    char *usage = NULL;
    if (o->action == ACT_HELP)
        fputs((usage = options_usage()) ? usage : "", stdout);
    else if (o->action == ACT_VERSION)
        puts("qparse " QP_VERSION);
    else if (o->action == ACT_SCHEMA)
        fputs(qp_schema(o->format), stdout);
    else
        list_diagnostics(stdout);
    free(usage);
    /* A write that failed before is told by ferror() alone. */
    if (ferror(stdout) || fflush(stdout) || fclose(stdout)) {
        if (errno == EPIPE) {
            signal(SIGPIPE, SIG_DFL);
            raise(SIGPIPE);
        }
        fprintf(stderr, "qparse: standard output: %s\n", strerror(errno));
        return EXIT_SYSTEM;
    }
    return 0;
}

/* With standard error closed ("2>&-") the next file opened would get its number, and the
 * diagnostics. The other two stay closed, so that using them is an error. */
static void guard_stderr(void) {
    if (fcntl(STDERR_FILENO, F_GETFD) != -1)
        return;
    int fd = open("/dev/null", O_WRONLY);
    if (fd >= 0 && fd != STDERR_FILENO) {
        dup2(fd, STDERR_FILENO);
        close(fd);
    }
}

int main(int argc, char **argv) {
    struct options o;
    guard_stderr();
    signal(SIGPIPE, SIG_IGN); /* write() says EPIPE; write_out() ends quietly */
    signal(SIGXFSZ, SIG_IGN); /* a file too large is an error like a full disk */
    if (options_parse(&o, argc, argv))
        return EXIT_USAGE;
    if (o.parse.max_size == 0)
        o.parse.max_size = (size_t)256 << 20;
    return o.action == ACT_CONVERT || o.action == ACT_EXPLAIN ? convert_all(&o) : print(&o);
}
