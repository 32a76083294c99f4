/* Converts one input: a page is parsed and written, an archive gives its pages. */
#include "command/convert.h"

#include "archive/archive.h"
#include "base/print.h"
#include "command/exit_status.h"
#include "emit/emit.h"
#include "files/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void fail(struct converter *c, const char *name, enum trouble trouble, const char *message) {
    say_trouble(&c->results->messages, name, trouble, message);
    results_add(c->results, (struct done){.outcome = DONE_FAILED, .status = EXIT_SYSTEM});
}

static void fail_system(struct converter *c, const char *name, const char *message) {
    say_system(&c->results->messages, name, T_UNREADABLE, message);
    results_add(c->results, (struct done){.outcome = DONE_FAILED, .status = EXIT_SYSTEM});
}

/* ---- a page ---- */

static bool is_about_kind(const char *code) {
    static const char *const codes[] = {"not-a-question", "input-format", "empty-input"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

/* Whether the input was read and is no question page: each error says just that. */
static bool is_something_else(const qp_result *result) {
    bool other = qp_result_outcome(result) == QP_NOT_QUESTION;
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++) {
        const qp_diagnostic *d = qp_result_diagnostic(result, i);
        other &= d->severity != QP_ERROR || is_about_kind(d->code);
    }
    return other;
}

/* True: there were warnings. */
static bool say_all(struct converter *c, const struct page_input *page, const qp_result *result,
                    bool silent) {
    bool warned = false;
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++) {
        qp_diagnostic d = page_diagnostic(page, qp_result_diagnostic(result, i));
        warned |= d.severity == QP_WARNING;
        say_diagnostic(&c->results->messages, page->name, &d, silent);
    }
    return warned;
}

void append_head(const struct options *o, struct buffer *out) {
    if (o->csv_separator)
        csv_append_head(o->format == QP_CSV_SHEET, o->csv_separator, out);
    else
        append_text(out, qp_emit_head(o->format));
}

static int append_record(const struct options *o, const qp_question *question, enum qp_part part,
                         struct buffer *out) {
    return o->csv_separator
               ? csv_append(question, o->format == QP_CSV_SHEET, o->csv_separator, part, out)
               : format_of(o->format)->emit(question, part, out);
}

/* Adds all records of a page or, where memory ends, none. `first`: nothing is before them. */
static int append_records(const struct run *run, const qp_result *result, bool alone, bool first,
                          struct buffer *out) {
    size_t start = out->len, count = qp_result_count(result);
    for (size_t i = 0; i < count; i++) {
        append_text(out, first && i == 0 ? "" : qp_emit_between(run->o->format));
        if (append_record(run->o, qp_result_question(result, i), alone ? QP_ALONE : QP_ITEM, out)) {
            out->len = start;
            out->failed = false; /* the next page may be smaller */
            return -1;
        }
    }
    return 0;
}

static int append_document(const struct run *run, const qp_result *result, bool alone,
                           struct buffer *out) {
    if (!alone)
        append_head(run->o, out);
    int rc = append_records(run, result, alone, true, out);
    if (!alone)
        append_text(out, qp_emit_tail(run->o->format));
    return rc || out->failed ? -1 : 0;
}

static void append_path(struct buffer *b, const struct output_folder *folder, const char *target) {
    append_text(b, folder->path);
    if (b->len && b->ptr[b->len - 1] != '/')
        buffer_char(b, '/');
    append_text(b, target);
    append_text(b, folder->suffix);
}

static void clear_text(struct converter *c) {
    c->text.len = 0;
    c->text.failed = false; /* memory may have ended with another page */
}

/* The path of a target's file, in c->text; "" when memory ends, which ends the run. */
static const char *output_name(struct converter *c, const char *target) {
    clear_text(c);
    append_path(&c->text, c->run->folder, target);
    buffer_char(&c->text, '\0');
    c->results->failed |= c->text.failed;
    return c->text.failed ? "" : c->text.ptr;
}

static void list_output(struct converter *c, const struct page_input *page, const char *state) {
    struct buffer *out = &c->results->out;
    const char *name = output_name(c, page->target);
    if (c->text.failed)
        return;
    append_text(out, state);
    buffer_char(out, ' ');
    append_escaped(out, page->name ? page->name : "-");
    append_text(out, " -> ");
    append_escaped(out, name);
    buffer_char(out, '\n');
}

/* --check: the output has to be what the page gives. */
static void check_output(struct converter *c, const struct page_input *page,
                         enum output_state state, struct done *done) {
    struct buffer b = {0};
    if (state == OUTPUT_SAME)
        return;
    append_text(&b, state == OUTPUT_NEW ? "missing: the record of "
                                        : "differs from the record of ");
    append_escaped(&b, page->name ? page->name : "standard input");
    buffer_char(&b, '\0');
    if (b.failed)
        c->results->failed = true;
    else
        say_trouble(&c->results->messages, output_name(c, page->target),
                    state == OUTPUT_NEW ? T_OUTPUT_MISSING : T_OUTPUT_DIFFERS, b.ptr);
    buffer_free(&b);
    done->status = done->status > EXIT_WARNED ? done->status : EXIT_WARNED;
}

static int write_file(struct converter *c, const struct page_input *page, const qp_result *result,
                      bool alone, struct done *done) {
    static const char *const states[] = {"new", "changed", "unchanged"};
    const struct run *run = c->run;
    enum output_state state;
    clear_text(c);
    if (append_document(run, result, alone, &c->text))
        return -1;
    int error = output_folder_write(run->folder, &c->writer, page->target,
                                    (struct span){c->text.ptr, c->text.len}, &state);
    done->wrote = error ? WROTE_NOT : WROTE;
    if (error) {
        say_system(&c->results->messages, output_name(c, page->target), T_UNWRITABLE,
                   output_error(error));
        done->outcome = DONE_FAILED;
        done->status = EXIT_SYSTEM;
    } else if (run->o->check) {
        check_output(c, page, state, done);
    } else if (run->folder->dry_run) {
        list_output(c, page, states[state]);
    }
    if (run->o->check || run->o->prune)
        buffer_append(&c->results->targets, page->target, strlen(page->target) + 1);
    return 0;
}

/* Known only once the page is read: it holds several questions, or is one of several pages of an
 * archive that go to one stream. */
static void refuse_several(struct converter *c, const struct page_input *page, struct done *done) {
    say_trouble(&c->results->messages, page->name, T_UNWRITABLE,
                page->member && !c->run->folder
                    ? "this format makes a document of each question: -o DIR/ has room for all"
                    : "this format makes a document of each question, and this page holds several");
    *done = (struct done){.outcome = DONE_FAILED, .status = EXIT_SYSTEM, .wrote = WROTE_NOT};
}

/* A page among several has its name above it, as head(1) and tail(1) have it. */
static int explain_page(struct converter *c, const struct page_input *page,
                        const qp_result *result) {
    struct buffer *out = &c->results->out;
    size_t start = out->len;
    if (qp_result_outcome(result) == QP_FAILED)
        return 0;
    if (!c->run->alone || page->member) {
        append_text(out, "\n==> ");
        append_escaped(out, page->name ? page->name : "standard input");
        append_text(out, " <==\n");
    }
    int rc = explain_append(result, &c->run->look, out);
    if (rc)
        out->len = start;
    return rc;
}

static int write_records(struct converter *c, const struct page_input *page,
                         const qp_result *result, struct done *done) {
    const struct run *run = c->run;
    bool alone = run->alone && !page->member && qp_result_count(result) == 1;
    if (run->o->action == ACT_EXPLAIN)
        return explain_page(c, page, result);
    if (qp_result_outcome(result) != QP_CONVERTED)
        return 0;
    if (format_of(run->o->format)->single &&
        (qp_result_count(result) > 1 || !(alone || run->folder))) {
        refuse_several(c, page, done);
        return 0;
    }
    if (run->folder)
        return write_file(c, page, result, alone, done);
    if (alone)
        c->results->whole = true;
    return append_records(run, result, alone, alone, &c->results->out);
}

static void parse_page(struct converter *c, const struct page_input *page) {
    const struct options *o = c->run->o;
    struct done done = {.outcome = DONE_CONVERTED};
    qp_options options = page_options(page, o);
    options.keep_lines = o->action == ACT_EXPLAIN;
    qp_result *result = qp_parse(page->bytes.ptr, page->bytes.len, &options);
    if (!result) {
        fail_system(c, page->name, strerror(ENOMEM));
        return;
    }
    bool something_else = is_something_else(result);
    bool silent = something_else && page->lenient && !o->strict;
    bool warned = say_all(c, page, result, silent);
    if (warned && o->strict)
        done.status = EXIT_WARNED;
    if (qp_result_outcome(result) == QP_FAILED) {
        done.outcome = DONE_FAILED;
        done.status = EXIT_SYSTEM;
    } else if (qp_result_outcome(result) == QP_NOT_QUESTION) {
        done.outcome = something_else ? DONE_NOT_QUESTION : DONE_FAILED;
        done.status = silent ? 0 : EXIT_NOT_QUESTION;
    }
    done.warned = warned && done.outcome == DONE_CONVERTED;
    int rc = write_records(c, page, result, &done);
    qp_result_free(result);
    if (rc)
        fail_system(c, page->name, strerror(ENOMEM));
    else
        results_add(c->results, done);
}

/* A web archive refuses a member for the server's answer. Silently: it holds other things than
 * pages. A list of questions should not. */
static void refuse(struct converter *c, const struct page_input *page) {
    bool silent = page->lenient && !c->run->o->strict;
    qp_diagnostic d = page_refusal(page);
    say_diagnostic(&c->results->messages, page->name, &d, silent);
    results_add(c->results, (struct done){.outcome = DONE_NOT_QUESTION,
                                          .status = silent ? 0 : EXIT_NOT_QUESTION});
}

/* An archive within an archive is not read; a build without libarchive reads none. */
static void leave_packed(struct converter *c, const struct page_input *page, const char *what) {
    struct messages *m = &c->results->messages;
    char message[160];
    if (container_sniff(page->bytes)) {
        snprintf(message, sizeof message, "this is %s within another, which is not read", what);
        say_trouble(m, page->name, T_ARCHIVE_NESTED, message);
        results_add(c->results,
                    (struct done){.outcome = DONE_NOT_QUESTION,
                                  .status = c->run->o->strict ? EXIT_NOT_QUESTION : 0});
    } else {
        snprintf(message, sizeof message,
                 "this is %s, which this build, without libarchive, does not read", what);
        say_trouble(m, page->name, T_ARCHIVE_UNREAD, message);
        results_add(c->results,
                    (struct done){.outcome = DONE_FAILED, .status = EXIT_NOT_QUESTION});
    }
}

static void up_to_date(struct converter *c, const struct page_input *page) {
    if (c->run->o->dry_run)
        list_output(c, page, "up-to-date");
    results_add(c->results, (struct done){.outcome = DONE_UP_TO_DATE});
}

void convert_page(struct converter *c, const struct page_input *page) {
    const struct run *run = c->run;
    const char *packed;
    if (page->not_regular) {
        say_trouble(&c->results->messages, page->name, T_NOT_REGULAR,
                    "a link or device in an archive is left out");
        results_add(c->results, (struct done){.outcome = DONE_SKIPPED});
    } else if (page->problem) {
        fail(c, page->name, T_ARCHIVE_DAMAGED, page->problem);
    } else if (page->refused) {
        refuse(c, page);
    } else if ((packed = container_name(page->bytes))) {
        leave_packed(c, page, packed);
    } else if (run->folder && !page->target) {
        fail(c, page->name, T_NAME_OUTSIDE, "the name leads out of the output folder");
    } else if (page->collides) {
        fail(c, page->name, T_COLLISION, "another page has been written under the same name");
    } else if (run->folder && run->o->update &&
               output_folder_newer(run->folder, &c->writer, page->target, page->modified)) {
        up_to_date(c, page);
    } else {
        parse_page(c, page);
    }
}

void converter_free(struct converter *c) {
    folder_writer_free(&c->writer);
    buffer_free(&c->bytes);
    buffer_free(&c->text);
}

/* ---- a file ---- */

static void convert_archive(struct converter *c, struct archive_pages *pages) {
    int rc;
    do {
        struct arena arena = {0};
        struct page_input page;
        rc = archive_pages_next(pages, &arena, false, &page);
        if (rc > 0) {
            c->results->archive |= page.member;
            convert_page(c, &page);
        }
        arena_free(&arena);
    } while (rc > 0 && c->between(c->user));
    c->results->archive |= rc == 0 && pages->count == 0;
    c->cut |= rc > 0;
    if (rc < 0)
        fail_system(c, pages->source->path, strerror(ENOMEM));
    archive_pages_close(pages);
}

static void say_unreadable(struct converter *c, const struct source *s, int error) {
    const char *name = s->kind == SOURCE_STDIN ? NULL : s->path;
    if (error == INPUT_NOT_REGULAR) {
        say_trouble(&c->results->messages, name, T_NOT_REGULAR, "this is no regular file");
        results_add(c->results, (struct done){.outcome = DONE_SKIPPED});
    } else if (error == ECANCELED) {
        c->cut = true;
    } else {
        fail_system(c, name, input_error(name, error));
    }
}

static void leave_problem(struct converter *c, const struct source *s) {
    if (s->error) {
        fail_system(c, s->path, strerror(s->error));
        return;
    }
    say_problem(&c->results->messages, s);
    results_add(c->results, (struct done){.outcome = DONE_SKIPPED});
}

/* True: the source is done, its file need not be opened. */
static bool settle_unopened(struct converter *c, const struct source *s, struct page_input *page) {
    const struct run *run = c->run;
    struct stat st;
    if (s->kind == SOURCE_PROBLEM) {
        leave_problem(c, s);
        return true;
    }
    if (!run->folder && run->o->dry_run) {
        append_text(&c->results->out, "convert ");
        append_escaped(&c->results->out, s->path);
        buffer_char(&c->results->out, '\n');
        results_add(c->results, (struct done){.outcome = DONE_SKIPPED});
        return true;
    }
    if (run->folder && run->o->update && s->target && page->name && stat(s->path, &st) == 0 &&
        output_folder_newer(run->folder, &c->writer, s->target, st.st_mtim)) {
        up_to_date(c, page);
        return true;
    }
    return false;
}

void convert_source(struct converter *c, const struct source *s) {
    /* Most pages are smaller. The memory that a larger one needed is given back. */
    enum { KEPT = 4 * 1024 * 1024 };
    struct page_input page = {.name = s->kind == SOURCE_STDIN ? NULL : s->path,
                              .target = s->target, .lenient = s->kind == SOURCE_FOUND};
    struct input in;
    if (settle_unopened(c, s, &page))
        return;
    int error = input_open(&in, page.name, page.lenient ? INPUT_FOUND : INPUT_NAMED, &c->bytes);
    if (!error && container_sniff((struct span){c->bytes.ptr, c->bytes.len})) {
        struct archive_pages pages;
        archive_pages_start(&pages, s, &in, c->run->o, c->run->inputs);
        convert_archive(c, &pages);
        return;
    }
    if (!error) {
        error = input_rest(&in, c->run->o->parse.max_size);
        input_close(&in);
    }
    if (error) {
        say_unreadable(c, s, error);
    } else {
        page.bytes = (struct span){c->bytes.ptr, c->bytes.len};
        page.modified = in.modified;
        convert_page(c, &page);
    }
    if (c->bytes.cap > KEPT)
        buffer_free(&c->bytes);
    if (c->text.cap > KEPT)
        buffer_free(&c->text);
}
