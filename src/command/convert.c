#include "command/convert.h"

#include "archive/archive.h"
#include "base/print.h"
#include "emit/emit.h"
#include "explain.h"
#include "files/output.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { STATUS_WARNED = 1, STATUS_NOT_QUESTION = 3, STATUS_SYSTEM = 4 };

/* ---- results ---- */

void results_clear(struct results *r) {
    r->out.len = r->messages.text.len = r->messages.report.len = r->count = 0;
    r->archive = r->whole = false;
}

void results_free(struct results *r) {
    buffer_free(&r->out);
    messages_free(&r->messages);
    free(r->done);
    *r = (struct results){0};
}

static void finish(struct results *r, struct done done) {
    if (array_reserve((void **)&r->done, &r->cap, r->count, sizeof *r->done)) {
        r->failed = true;
        return;
    }
    done.out_end = r->out.len;
    done.text_end = r->messages.text.len;
    done.report_end = r->messages.report.len;
    r->done[r->count++] = done;
    r->failed |= r->out.failed || r->messages.text.failed || r->messages.report.failed;
}

static void fail(struct converter *c, const char *name, enum trouble trouble, const char *message) {
    say_trouble(&c->results->messages, name, trouble, message);
    finish(c->results, (struct done){.outcome = DONE_FAILED, .status = STATUS_SYSTEM});
}

static void fail_system(struct converter *c, const char *name, const char *message) {
    say_system(&c->results->messages, name, T_UNREADABLE, message);
    finish(c->results, (struct done){.outcome = DONE_FAILED, .status = STATUS_SYSTEM});
}

/* ---- a page ---- */

static bool is_about_kind(const char *code) {
    static const char *const codes[] = {"not-a-question", "input-format", "empty-input"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

/* The input is something else than a question page; false where it could not be read. */
static bool is_something_else(const qp_result *result) {
    bool other = qp_result_outcome(result) == QP_NOT_QUESTION;
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++) {
        const qp_diagnostic *d = qp_result_diagnostic(result, i);
        other &= d->severity != QP_ERROR || is_about_kind(d->code);
    }
    return other;
}

/* Whether there were warnings. */
static bool say_all(struct converter *c, const struct page_input *page, const qp_result *result,
                    bool silent) {
    bool warned = false;
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++) {
        const qp_diagnostic *d = qp_result_diagnostic(result, i);
        warned |= d->severity == QP_WARNING;
        say_diagnostic(&c->results->messages, page->name, d, silent);
    }
    return warned;
}

/* Whole records only: what memory cuts short is taken back. */
static int append_records(const struct run *run, const qp_result *result, bool alone,
                          struct buffer *out) {
    size_t start = out->len, count = qp_result_count(result);
    emit_function *emit = format_of(run->o->format)->emit;
    for (size_t i = 0; i < count; i++) {
        if (emit(qp_result_question(result, i), alone ? QP_ALONE : QP_ITEM, out)) {
            out->len = start;
            out->failed = false; /* the next page may be a smaller one */
            return -1;
        }
    }
    return 0;
}

static int append_document(const struct run *run, const qp_result *result, bool alone,
                           struct buffer *out) {
    if (!alone)
        append_text(out, qp_emit_head(run->o->format));
    int rc = append_records(run, result, alone, out);
    if (!alone)
        append_text(out, qp_emit_tail(run->o->format));
    return rc || out->failed ? -1 : 0;
}

static void append_path(struct buffer *b, const struct output_folder *t, const char *target) {
    append_text(b, t->path);
    if (b->len && b->ptr[b->len - 1] != '/')
        buffer_char(b, '/');
    append_text(b, target);
    append_text(b, t->suffix);
}

static void clear_text(struct converter *c) {
    c->text.len = 0;
    c->text.failed = false; /* what was too large for memory is another page */
}

/* A name made in c->text; "" when memory ends, which ends the run. */
static const char *output_name(struct converter *c, const char *target) {
    clear_text(c);
    append_path(&c->text, c->run->folder, target);
    buffer_char(&c->text, '\0');
    c->results->failed |= c->text.failed;
    return c->text.failed ? "" : c->text.ptr;
}

static void list(struct converter *c, const struct page_input *page, const char *state) {
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
        done->status = STATUS_SYSTEM;
    } else if (run->folder->dry_run) {
        list(c, page, states[state]);
    }
    return 0;
}

/* What can't be told before the page is read: it holds several questions, or is one of an
 * archive's pages on their way to one stream. */
static void refuse_several(struct converter *c, const struct page_input *page, struct done *done) {
    say_trouble(&c->results->messages, page->name, T_UNWRITABLE,
                page->member && !c->run->folder
                    ? "this format makes a document of each question: -o DIR/ has room for all"
                    : "this format makes a document of each question, and this page holds several");
    *done = (struct done){.outcome = DONE_FAILED, .status = STATUS_SYSTEM, .wrote = WROTE_NOT};
}

static int write_records(struct converter *c, const struct page_input *page,
                         const qp_result *result, struct done *done) {
    const struct run *run = c->run;
    bool alone = run->alone && !page->member && qp_result_count(result) == 1;
    if (run->o->action == ACT_EXPLAIN)
        return qp_result_outcome(result) == QP_FAILED
                   ? 0
                   : explain_append(result, run->colour, &c->results->out);
    if (qp_result_outcome(result) != QP_CONVERTED)
        return 0;
    if (format_of(run->o->format)->single && (qp_result_count(result) > 1 || !(alone || run->folder))) {
        refuse_several(c, page, done);
        return 0;
    }
    if (run->folder)
        return write_file(c, page, result, alone, done);
    if (alone)
        c->results->whole = true;
    return append_records(run, result, alone, &c->results->out);
}

static void parse_page(struct converter *c, const struct page_input *page) {
    const struct options *o = c->run->o;
    struct done done = {.outcome = DONE_CONVERTED};
    qp_options options = o->parse;
    options.file = page->name;
    options.url = page->url;
    options.charset = page->charset;
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
        done.status = STATUS_WARNED;
    if (qp_result_outcome(result) == QP_FAILED) {
        done.outcome = DONE_FAILED;
        done.status = STATUS_SYSTEM;
    } else if (qp_result_outcome(result) == QP_NOT_QUESTION) {
        done.outcome = something_else ? DONE_NOT_QUESTION : DONE_FAILED;
        done.status = silent ? 0 : STATUS_NOT_QUESTION;
    }
    done.warned = warned && done.outcome == DONE_CONVERTED;
    int rc = write_records(c, page, result, &done);
    qp_result_free(result);
    if (rc)
        fail_system(c, page->name, strerror(ENOMEM));
    else
        finish(c->results, done);
}

/* Only members of a web archive are refused, and of members other things are expected. */
static void refuse(struct converter *c, const struct page_input *page) {
    bool silent = !c->run->o->strict;
    qp_diagnostic d = {QP_ERROR, 0, 0, "not-a-question", page->refused};
    say_diagnostic(&c->results->messages, page->name, &d, silent);
    finish(c->results, (struct done){.outcome = DONE_NOT_QUESTION,
                                     .status = silent ? 0 : STATUS_NOT_QUESTION});
}

/* Members are pages: what is packed once more is not looked into. */
static void leave_packed(struct converter *c, const struct page_input *page, const char *what) {
    struct messages *j = &c->results->messages;
    char message[160];
    if (container_sniff(page->bytes)) {
        snprintf(message, sizeof message, "this is %s within another, which is not read", what);
        say_trouble(j, page->name, T_ARCHIVE_NESTED, message);
        finish(c->results,
               (struct done){.outcome = DONE_NOT_QUESTION,
                             .status = c->run->o->strict ? STATUS_NOT_QUESTION : 0});
    } else {
        snprintf(message, sizeof message,
                 "this is %s, which this build, without libarchive, does not read", what);
        say_trouble(j, page->name, T_ARCHIVE_UNREAD, message);
        finish(c->results,
               (struct done){.outcome = DONE_FAILED, .status = STATUS_NOT_QUESTION});
    }
}

static void up_to_date(struct converter *c, const struct page_input *page) {
    if (c->run->o->dry_run)
        list(c, page, "up-to-date");
    finish(c->results, (struct done){.outcome = DONE_UP_TO_DATE});
}

void convert_page(struct converter *c, const struct page_input *page) {
    const struct run *run = c->run;
    const char *packed;
    if (page->not_regular) {
        say_trouble(&c->results->messages, page->name, T_NOT_REGULAR,
                    "a link or device in an archive is left out");
        finish(c->results, (struct done){.outcome = DONE_SKIPPED});
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

static void convert_archive(struct converter *c, struct reading *r) {
    int rc;
    do {
        struct arena arena = {0};
        struct page_input page;
        rc = reading_next(r, c->run, &arena, false, &page);
        if (rc > 0) {
            c->results->archive |= page.member;
            convert_page(c, &page);
        }
        arena_free(&arena);
    } while (rc > 0 && c->between(c->user));
    c->results->archive |= rc == 0 && r->pages == 0;
    c->cut |= rc > 0;
    if (rc < 0)
        fail_system(c, r->source->path, strerror(ENOMEM));
    reading_close(r);
}

static void say_unreadable(struct converter *c, const struct source *s, int error) {
    const char *name = s->kind == SOURCE_STDIN ? NULL : s->path;
    if (error == INPUT_NOT_REGULAR) {
        say_trouble(&c->results->messages, name, T_NOT_REGULAR, "this is no regular file");
        finish(c->results, (struct done){.outcome = DONE_SKIPPED});
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
    finish(c->results, (struct done){.outcome = DONE_SKIPPED});
}

/* What needs no look into the file. */
static bool is_settled(struct converter *c, const struct source *s, struct page_input *page) {
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
        finish(c->results, (struct done){.outcome = DONE_SKIPPED});
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
    /* A page is mostly smaller; what a large one needed is not kept for ever. */
    enum { KEPT = 4 * 1024 * 1024 };
    struct page_input page = {.name = s->kind == SOURCE_STDIN ? NULL : s->path,
                              .target = s->target, .lenient = s->kind == SOURCE_FOUND};
    struct input in;
    if (is_settled(c, s, &page))
        return;
    int error = input_open(&in, page.name, page.lenient ? INPUT_FOUND : INPUT_NAMED, &c->bytes);
    if (!error && container_sniff((struct span){c->bytes.ptr, c->bytes.len})) {
        struct reading r = {.source = s, .in = in};
        r.container = container_open(&r.in, &c->run->o->read.filter, c->run->o->parse.max_size);
        convert_archive(c, &r);
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

/* ---- archives ---- */

bool reading_likely(const struct source *s) {
    static const char *const ends[] = {".tar",     ".tgz",     ".txz",  ".tzst",   ".tar.gz",
                                       ".tar.xz",  ".tar.zst", ".zip",  ".warc",   ".warc.gz",
                                       ".tar.bz2", ".tbz2",    ".warc.zst"};
    struct stat st;
    size_t len = strlen(s->path);
    if (s->kind != SOURCE_NAMED && s->kind != SOURCE_FOUND)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t tail = strlen(ends[i]);
        if (len > tail && strcmp(s->path + len - tail, ends[i]) == 0)
            return stat(s->path, &st) == 0 && S_ISREG(st.st_mode);
    }
    return false;
}

bool reading_open(struct reading *r, const struct run *run, const struct source *s) {
    *r = (struct reading){.source = s};
    if (input_open(&r->in, s->path, INPUT_FOUND, &r->head) == 0) {
        if (container_sniff((struct span){r->head.ptr, r->head.len})) {
            r->container = container_open(&r->in, &run->o->read.filter, run->o->parse.max_size);
            if (r->container)
                return true;
        }
        input_close(&r->in);
    }
    buffer_free(&r->head);
    return false;
}

void reading_close(struct reading *r) {
    container_close(r->container);
    input_close(&r->in);
    buffer_free(&r->head);
    tdestroy(r->seen, free);
    r->seen = NULL;
    r->container = NULL;
    r->source = NULL;
}

static int by_string(const void *a, const void *b) {
    return strcmp(a, b);
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push /* gcc's analyzer does not know that tsearch() keeps its key */
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
/* Whether a page of this target was there before; -1 when memory ended. */
static int is_seen(struct reading *r, const struct inputs *inputs, const char *target) {
    if (find_by_target(inputs, (struct span){target, strlen(target)}))
        return 1;
    char *copy = strdup(target);
    char **node = copy ? tsearch(copy, &r->seen, by_string) : NULL;
    if (node && *node == copy)
        return 0; /* the folder owns it */
    free(copy);
    return node ? 1 : -1;
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

static const char *join(struct arena *arena, const char *a, char between, const char *b) {
    size_t first = strlen(a), second = strlen(b);
    char *text = arena_alloc(arena, first + second + 2);
    if (!text)
        return NULL;
    memcpy(text, a, first);
    text[first] = between;
    memcpy(text + first + 1, b, second + 1);
    return text;
}

static int set_target(struct reading *r, const struct run *run, struct arena *arena,
                      const char *name, struct page_input *page) {
    bool outside;
    page->target = NULL;
    if (!run->folder || !r->source->target)
        return 0;
    const char *target = find_target(arena, name, &outside);
    if (outside)
        return 0;
    if (target)
        page->target = join(arena, r->source->target, '/', target);
    int seen = page->target ? is_seen(r, run->inputs, page->target) : -1;
    page->collides = seen > 0;
    return seen < 0 ? -1 : 0;
}

/* NULL stays NULL. */
static int keep_string(struct arena *arena, const char **text) {
    qp_string copy;
    if (!*text)
        return 0;
    if (arena_string(arena, (struct span){*text, strlen(*text)}, &copy))
        return -1;
    *text = copy.data;
    return 0;
}

static int keep_all(struct arena *arena, struct page_input *page) {
    qp_string copy;
    if (keep_string(arena, &page->url) || keep_string(arena, &page->charset) ||
        keep_string(arena, &page->refused) || keep_string(arena, &page->problem))
        return -1;
    if (!page->bytes.ptr)
        return 0;
    if (arena_string(arena, page->bytes, &copy))
        return -1;
    page->bytes.ptr = copy.data;
    return 0;
}

/* The output of https://www.example.org/a is www.example.org/a.json. */
static const char *without_scheme(const struct member *m) {
    const char *end = m->url ? strstr(m->name, "://") : NULL;
    return end ? end + 3 : m->name;
}

int reading_next(struct reading *r, const struct run *run, struct arena *arena, bool keep,
                 struct page_input *page) {
    const struct source *s = r->source;
    struct member m = {0};
    if (!r->container)
        return -1;
    int rc = container_next(r->container, &m);
    if (rc == 0)
        return 0;
    r->pages++;
    *page = (struct page_input){.name = s->kind == SOURCE_STDIN ? NULL : s->path,
                                .target = s->target, .bytes = m.bytes, .url = m.url,
                                .charset = m.charset, .refused = m.refused, .problem = m.problem,
                                .modified = r->in.modified, .lenient = s->kind == SOURCE_FOUND,
                                .not_regular = m.not_regular};
    if (m.name) {
        page->member = page->lenient = true;
        page->name = join(arena, s->path, '!', m.name);
        bool read = !m.problem && !m.refused && !m.not_regular;
        if (!page->name || (read && set_target(r, run, arena, without_scheme(&m), page)))
            return -1;
    }
    return keep && keep_all(arena, page) ? -1 : 1;
}
