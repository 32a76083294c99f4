/* Reads documents for --diff and --validate, and prints the messages about them. */
#include "command/documents.h"

#include "archive/archive.h"
#include "base/diagnostic.h"
#include "command/exit_status.h"
#include "files/interrupt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void documents_raise(struct documents *d, int status) {
    if (status > d->status)
        d->status = status;
}

void documents_say(struct documents *d, const char *name, enum trouble trouble,
                   const char *message) {
    append_system(&d->messages.text, d->o->diagnostics, name, trouble_info(trouble), message);
    documents_raise(d, EXIT_SYSTEM);
}

void documents_refuse(struct documents *d, const struct inputs_error *error) {
    documents_say(d, NULL, error->usage ? T_USAGE : T_UNREADABLE, error->message);
    if (!error->usage)
        return;
    d->status = EXIT_USAGE;
    d->unlisted = true; /* the report may be the file that must not be replaced */
}

void documents_no_memory(struct documents *d) {
    append_system(&d->messages.text, d->o->diagnostics, NULL, diagnostic_info(D_OUT_OF_MEMORY),
                  strerror(ENOMEM));
    documents_raise(d, EXIT_SYSTEM);
}

bool documents_refuses_size(struct documents *d, const struct page_input *page) {
    const qp_diagnostic_info *info = diagnostic_info(D_INPUT_TOO_LARGE);
    size_t limit = d->o->parse.max_size;
    char message[64];
    if (page->bytes.len <= limit)
        return false;
    snprintf(message, sizeof message, "the input is larger than %zu bytes", limit);
    qp_diagnostic said = {info->severity, 0, 0, info->code, message};
    say_diagnostic(&d->messages, page->name, &said, false);
    documents_raise(d, EXIT_NOT_QUESTION);
    return true;
}

void documents_flush(struct documents *d) {
    struct messages *m = &d->messages;
    if (m->text.failed || m->report.failed) {
        struct messages fresh = {.least = m->least, .as = m->as, .reported = m->reported};
        const char *message = no_memory_line(m->as);
        messages_free(m);
        *m = fresh;
        documents_raise(d, EXIT_SYSTEM);
        int unheard = output_write(&d->err, message, strlen(message));
        (void)unheard;
    }
    int error = m->report.len && !d->unlisted
                    ? output_write(&d->report, m->report.ptr, m->report.len) : 0;
    if (error) {
        d->unlisted = true;
        documents_say(d, d->report.path, T_UNWRITABLE, output_error(error));
    }
    error = m->text.len ? output_write(&d->err, m->text.ptr, m->text.len) : 0;
    (void)error; /* where standard error can't be written nobody can be told */
    m->text.len = m->report.len = 0;
}

int documents_open(struct documents *d, const struct options *o) {
    d->o = o;
    d->messages.least = o->least;
    d->messages.as = o->diagnostics;
    d->report.fd = -1;
    output_open_fd(&d->err, STDERR_FILENO);
    interrupt_catch();
    int error = o->read.report ? output_open(&d->report, o->read.report, o->sync) : 0;
    d->messages.reported = o->read.report && !error;
    if (!error)
        return 0;
    documents_say(d, o->read.report, T_UNWRITABLE, output_error(error));
    return -1;
}

static void cannot_read(struct documents *d, const char *name, const char *message) {
    say_system(&d->messages, name, T_UNREADABLE, message);
    documents_raise(d, EXIT_SYSTEM);
}

static void say_unreadable(struct documents *d, const char *name, int error) {
    if (error == INPUT_NOT_REGULAR)
        say_trouble(&d->messages, name, T_NOT_REGULAR, "this is no regular file");
    else if (error != ECANCELED)
        cannot_read(d, name, input_error(name, error));
}

static void say_source_problem(struct documents *d, const struct source *s) {
    if (s->error)
        cannot_read(d, s->path, strerror(s->error));
    else
        say_problem(&d->messages, s);
}

static void read_member(struct documents *d, const struct page_input *page) {
    if (page->not_regular) {
        say_trouble(&d->messages, page->name, T_NOT_REGULAR,
                    "a link or device in an archive is left out");
    } else if (page->problem) {
        say_trouble(&d->messages, page->name, T_ARCHIVE_DAMAGED, page->problem);
        documents_raise(d, EXIT_SYSTEM);
    } else if (page->refused && !page->lenient) {
        qp_diagnostic told = page_refusal(page);
        say_diagnostic(&d->messages, page->name, &told, false);
        documents_raise(d, EXIT_NOT_QUESTION);
    } else if (!page->refused) { /* refused: a server's answer that is no page */
        d->document(d->user, page);
    }
}

static void read_archive(struct documents *d, struct archive_pages *pages) {
    int rc;
    do {
        struct arena arena = {0};
        struct page_input page;
        rc = archive_pages_next(pages, &arena, false, &page);
        if (rc > 0 && page.member) { /* page.name is ARCHIVE!NAME */
            const char *name = page.name + strlen(pages->source->path) + 1;
            bool outside;
            page.target = target_of_name(&arena, name, &outside);
        }
        if (rc > 0)
            read_member(d, &page);
        arena_free(&arena);
    } while (rc > 0 && !interrupted());
    if (rc < 0)
        documents_no_memory(d);
    archive_pages_close(pages);
}

bool documents_read(struct documents *d, const struct source *s) {
    const char *name = s->kind == SOURCE_STDIN ? NULL : s->path;
    struct page_input page = {
        .name = name, .target = s->target, .lenient = s->kind == SOURCE_FOUND};
    struct input in;
    if (s->kind == SOURCE_PROBLEM) {
        say_source_problem(d, s);
        return true;
    }
    int error = input_open(&in, name, page.lenient ? INPUT_FOUND : INPUT_NAMED, &d->bytes);
    if (!error && container_sniff((struct span){d->bytes.ptr, d->bytes.len})) {
        struct archive_pages pages;
        archive_pages_start(&pages, s, &in, d->o, NULL);
        read_archive(d, &pages);
    } else if (!error) {
        error = input_rest(&in, d->o->parse.max_size);
        input_close(&in);
        page.bytes = (struct span){d->bytes.ptr, d->bytes.len};
        if (!error)
            d->document(d->user, &page);
    }
    if (error)
        say_unreadable(d, name, error);
    documents_flush(d);
    d->signal = interrupted();
    return !d->signal;
}

int documents_close(struct documents *d) {
    documents_flush(d);
    int error = output_close(&d->report, !d->signal && !d->unlisted);
    if (error) {
        documents_say(d, d->o->read.report, T_UNWRITABLE, output_error(error));
        documents_flush(d);
    }
    messages_free(&d->messages);
    buffer_free(&d->bytes);
    return d->status;
}
