#include "command/documents.h"

#include "archive/archive.h"
#include "base/diagnostic.h"
#include "command/batch.h"
#include "files/interrupt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void loader_raise(struct loader *l, int status) {
    if (status > l->status)
        l->status = status;
}

void loader_say(struct loader *l, const char *name, enum trouble trouble, const char *message) {
    append_system(&l->journal.text, l->o->diagnostics, name, trouble_info(trouble), message);
    loader_raise(l, EXIT_SYSTEM);
}

void loader_refuse(struct loader *l, const struct find_error *error) {
    loader_say(l, NULL, error->usage ? T_USAGE : T_UNREADABLE, error->message);
    if (!error->usage)
        return;
    l->status = EXIT_USAGE;
    l->unlisted = true; /* the report may be what would be replaced */
}

void loader_no_memory(struct loader *l) {
    append_system(&l->journal.text, l->o->diagnostics, NULL, diagnostic_info(D_OUT_OF_MEMORY),
                  strerror(ENOMEM));
    loader_raise(l, EXIT_SYSTEM);
}

bool loader_refuses_size(struct loader *l, const struct page_input *page) {
    const qp_diagnostic_info *info = diagnostic_info(D_INPUT_TOO_LARGE);
    size_t limit = l->o->parse.max_size;
    char message[64];
    if (page->bytes.len <= limit)
        return false;
    snprintf(message, sizeof message, "the input is larger than %zu bytes", limit);
    qp_diagnostic d = {info->severity, 0, 0, info->code, message};
    say_diagnostic(&l->journal, page->name, &d, false);
    loader_raise(l, EXIT_NOT_QUESTION);
    return true;
}

void loader_flush(struct loader *l) {
    struct journal *j = &l->journal;
    if (j->text.failed || j->report.failed) {
        struct journal fresh = {.quiet = j->quiet, .as = j->as, .reported = j->reported};
        const char *message = no_memory_line(j->as);
        journal_free(j);
        *j = fresh;
        loader_raise(l, EXIT_SYSTEM);
        int unheard = output_write(&l->err, message, strlen(message));
        (void)unheard;
    }
    int error = j->report.len && !l->unlisted
                    ? output_write(&l->report, j->report.ptr, j->report.len) : 0;
    if (error) {
        l->unlisted = true;
        loader_say(l, l->report.path, T_UNWRITABLE, output_error(error));
    }
    /* Where standard error can't be written there is nobody to tell. */
    error = j->text.len ? output_write(&l->err, j->text.ptr, j->text.len) : 0;
    (void)error;
    j->text.len = j->report.len = 0;
}

int loader_open(struct loader *l, const struct options *o) {
    l->o = o;
    l->journal.quiet = o->quiet;
    l->journal.as = o->diagnostics;
    l->report.fd = -1;
    output_open_fd(&l->err, STDERR_FILENO);
    interrupt_catch();
    int error = o->read.report ? output_open(&l->report, o->read.report, o->sync) : 0;
    l->journal.reported = o->read.report && !error;
    if (!error)
        return 0;
    loader_say(l, o->read.report, T_UNWRITABLE, output_error(error));
    return -1;
}

static void cannot_read(struct loader *l, const char *name, const char *message) {
    say_system(&l->journal, name, T_UNREADABLE, message);
    loader_raise(l, EXIT_SYSTEM);
}

static void say_unreadable(struct loader *l, const char *name, int error) {
    if (error == INPUT_NOT_REGULAR)
        say_trouble(&l->journal, name, T_NOT_REGULAR, "this is no regular file");
    else if (error != ECANCELED)
        cannot_read(l, name, input_error(name, error));
}

static void problem(struct loader *l, const struct source *s) {
    if (s->error)
        cannot_read(l, s->path, strerror(s->error));
    else
        say_problem(&l->journal, s);
}

static void member(struct loader *l, const struct page_input *page) {
    if (page->not_regular) {
        say_trouble(&l->journal, page->name, T_NOT_REGULAR,
                    "a link or device in an archive is left out");
    } else if (page->problem) {
        say_trouble(&l->journal, page->name, T_ARCHIVE_DAMAGED, page->problem);
        loader_raise(l, EXIT_SYSTEM);
    } else if (!page->refused) { /* an answer of a web server that is no page */
        l->document(l->user, page);
    }
}

static void read_archive(struct loader *l, struct reading *r) {
    struct job job = {.o = l->o};
    int rc;
    do {
        struct arena arena = {0};
        struct page_input page;
        rc = reading_next(r, &job, &arena, false, &page);
        bool outside;
        if (rc > 0 && page.member) /* NAME!MEMBER */
            page.target = find_target(&arena, page.name + strlen(r->source->path) + 1, &outside);
        if (rc > 0)
            member(l, &page);
        arena_free(&arena);
    } while (rc > 0 && !interrupted());
    if (rc < 0)
        loader_no_memory(l);
    reading_close(r);
}

bool loader_read(struct loader *l, const struct source *s) {
    const char *name = s->kind == SOURCE_STDIN ? NULL : s->path;
    struct page_input page = {.name = name, .target = s->target, .lenient = s->kind == SOURCE_FOUND};
    struct input in;
    if (s->kind == SOURCE_PROBLEM) {
        problem(l, s);
        return true;
    }
    int error = input_open(&in, name, page.lenient ? INPUT_FOUND : INPUT_NAMED, &l->bytes);
    if (!error && container_sniff((struct span){l->bytes.ptr, l->bytes.len})) {
        struct reading r = {.source = s, .in = in};
        r.container = container_open(&r.in, &l->o->read.filter, l->o->parse.max_size);
        read_archive(l, &r);
    } else if (!error) {
        error = input_rest(&in, l->o->parse.max_size);
        input_close(&in);
        page.bytes = (struct span){l->bytes.ptr, l->bytes.len};
        if (!error)
            l->document(l->user, &page);
    }
    if (error)
        say_unreadable(l, name, error);
    loader_flush(l);
    l->signal = interrupted();
    return !l->signal;
}

int loader_close(struct loader *l) {
    loader_flush(l);
    int error = output_close(&l->report, !l->signal && !l->unlisted);
    if (error) {
        loader_say(l, l->o->read.report, T_UNWRITABLE, output_error(error));
        loader_flush(l);
    }
    journal_free(&l->journal);
    buffer_free(&l->bytes);
    return l->status;
}
