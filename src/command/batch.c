/* A run over its inputs. Workers take groups of consecutive inputs from the list and convert them;
 * whoever finishes a group prints it and those that waited for it, in the order of the inputs. */
#include "command/batch.h"

#include "base/diagnostic.h"
#include "base/print.h"
#include "command/convert.h"
#include "command/leftover.h"
#include "command/progress.h"
#include "emit/emit.h"
#include "files/interrupt.h"
#include "files/output.h"
#include "files/terminal.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    GROUP_MOST = 32,              /* inputs handed over at once */
    GROUP_BYTES = 256 * 1024,     /* the same, for members of an archive */
    RING = 4,                     /* groups for each worker */
    FLUSH = 1024 * 1024,          /* bytes of results that a worker holds back at most */
    PENDING = 4 * 1024 * 1024,    /* bytes that wait to be printed, for each worker */
    FAILURES_MOST = 20            /* failed outputs in a row that end the run */
};

/* Consecutive inputs, which one worker converts. Groups are printed in the order of their
 * tickets. */
struct group {
    size_t ticket, count, sources, bytes;
    const struct source *files[GROUP_MOST]; /* NULL: a member of an archive, in `pages` */
    struct page_input pages[GROUP_MOST];
    struct arena arena; /* of the pages */
    struct results results;
    bool ready; /* to be printed */
    bool cut;   /* the run ended before all of it was done */
};

struct batch {
    const struct options *o;
    struct run run;
    struct output_folder folder;
    struct inputs inputs;
    struct output out, report, err;
    struct progress progress;
    struct tally tally;
    struct buffer text; /* for standard error */
    struct buffer targets; /* of the outputs: for --check and --prune */
    bool many;          /* a summary is wanted */
    bool any;           /* records were printed */
    bool document;      /* they are a document by themselves */
    bool unlisted;      /* the report can't be written */
    int status, signal;
    size_t failures;    /* outputs not written, in a row */

    size_t workers;
    struct group *ring;
    size_t ring_size;

    pthread_mutex_t source; /* its holder takes the next inputs */
    size_t next_input;
    struct archive_pages archive; /* container NULL: none is open */
    bool exhausted;

    pthread_mutex_t state; /* for the members below, and `ready` of the groups */
    pthread_cond_t changed;
    size_t taken, head; /* tickets: the next to be given, the next to be printed */
    size_t pending;     /* bytes that wait to be printed */
    bool printing;      /* one thread is at it */
    atomic_bool stopped;
};

struct worker {
    struct batch *b;
    struct group *group;
    struct converter converter;
    pthread_t thread;
};

/* ---- messages ---- */

static void raise_status(struct batch *b, int status) {
    if (status > b->status)
        b->status = status;
}

/* If memory ended within the messages, one that says so comes after those that are complete. */
static void print_text(struct batch *b) {
    int error = b->text.len ? output_write(&b->err, b->text.ptr, b->text.len) : 0;
    if (b->text.failed) {
        const char *message = no_memory_line(b->o->diagnostics);
        error = output_write(&b->err, message, strlen(message));
        raise_status(b, EXIT_SYSTEM);
        buffer_free(&b->text);
    }
    (void)error; /* where standard error can't be written nobody can be told */
    b->text.len = 0;
}

static void say_info(struct batch *b, const char *name, const qp_diagnostic_info *info,
                     const char *message) {
    progress_clear(&b->progress, &b->text);
    append_system(&b->text, b->o->diagnostics, name, info, message);
    print_text(b);
}

static void say_now(struct batch *b, const char *name, enum trouble trouble,
                    const char *message) {
    say_info(b, name, trouble_info(trouble), message);
}

static void say_no_memory(struct batch *b) {
    say_info(b, NULL, diagnostic_info(D_OUT_OF_MEMORY), strerror(ENOMEM));
}

/* ---- printing, in the order of the inputs ---- */

static void stop(struct batch *b) {
    pthread_mutex_lock(&b->state);
    b->stopped = true;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->state);
}

static void write_failed(struct batch *b, const char *name, int error) {
    if (error == EPIPE) /* "| head": end as the signal would have ended it */
        b->signal = SIGPIPE;
    else if (error == ECANCELED)
        b->signal = interrupted();
    else
        say_now(b, name, T_UNWRITABLE, output_error(error));
    raise_status(b, EXIT_SYSTEM);
    stop(b);
}

static void write_out(struct batch *b, const char *bytes, size_t size) {
    if (size && !b->out.path) {
        progress_clear(&b->progress, &b->text); /* both may be on one terminal */
        print_text(b);
    }
    int error = size ? output_write(&b->out, bytes, size) : 0;
    b->any |= size > 0;
    if (error)
        write_failed(b, b->out.path ? b->out.path : "standard output", error);
}

static void count(struct batch *b, const struct done *d) {
    struct tally *t = &b->tally;
    t->pages += d->outcome != DONE_SKIPPED;
    t->converted += d->outcome == DONE_CONVERTED;
    t->not_questions += d->outcome == DONE_NOT_QUESTION;
    t->failed += d->outcome == DONE_FAILED;
    t->up_to_date += d->outcome == DONE_UP_TO_DATE;
    t->warned += d->warned;
    raise_status(b, d->status);
    if (d->wrote == WROTE)
        b->failures = 0;
    b->failures += d->wrote == WROTE_NOT;
}

/* The last page to be printed: of all, or the one whose failure ends the run. */
static struct done count_all(struct batch *b, const struct results *r) {
    struct done last = {0};
    for (size_t i = 0; i < r->count && b->failures < FAILURES_MOST; i++) {
        last = r->done[i];
        count(b, &last);
    }
    return last;
}

static void print_report(struct batch *b, const char *bytes, size_t size) {
    int error = size ? output_write(&b->report, bytes, size) : 0;
    if (!error)
        return;
    b->unlisted = true;
    write_failed(b, b->report.path, error);
}

static void print_head(struct batch *b) {
    struct buffer head = {0};
    append_head(b->o, &head);
    if (head.failed)
        write_failed(b, "standard output", ENOMEM);
    else
        write_out(b, head.ptr, head.len);
    buffer_free(&head);
}

/* Prints results of the group at the head. Only one thread at a time does. */
static void print_results(struct batch *b, struct results *r) {
    struct done end = count_all(b, r);
    if (end.text_end) {
        progress_clear(&b->progress, &b->text);
        print_text(b);
        int error = output_write(&b->err, r->messages.text.ptr, end.text_end);
        (void)error;
    }
    size_t skipped = 0;
    if (end.out_end && !b->any && !b->folder.path && !r->whole && b->o->action == ACT_CONVERT &&
        !b->o->dry_run) {
        skipped = strlen(qp_emit_between(b->o->format)); /* nothing is before the first record */
        print_head(b);
    }
    if (!b->any && b->o->action == ACT_EXPLAIN && end.out_end && r->out.ptr[0] == '\n')
        skipped = 1; /* the line between two pages */
    if (!b->stopped && end.out_end)
        write_out(b, r->out.ptr + skipped, end.out_end - skipped);
    print_report(b, r->messages.report.ptr, end.report_end);
    buffer_append(&b->targets, r->targets.ptr, r->targets.len);
    b->many |= r->archive;
    b->document |= r->whole;
    if (r->failed) {
        say_no_memory(b);
        raise_status(b, EXIT_SYSTEM);
        stop(b);
    }
    if (b->failures >= FAILURES_MOST) {
        say_now(b, NULL, T_UNWRITABLE,
                "20 outputs in a row could not be written: the run ends here");
        stop(b);
    }
    progress_draw(&b->progress, &b->tally, &b->text);
    print_text(b);
}

/* An archive may hold millions of members of which nothing is written. */
static size_t held(const struct results *r) {
    return r->out.len + r->targets.len + r->messages.text.len + r->messages.report.len +
           r->count * sizeof *r->done;
}

static void reset_group(struct group *g) {
    arena_free(&g->arena);
    if (held(&g->results) > FLUSH) {
        struct messages kept = g->results.messages;
        kept.text = kept.report = (struct buffer){0};
        results_free(&g->results);
        g->results.messages = kept;
    }
    results_clear(&g->results);
    g->ready = g->cut = false;
    g->count = g->sources = g->bytes = 0;
}

/* Prints the group, and those that are ready behind it, if it is its turn. Otherwise another
 * worker will. */
static void finish_group(struct batch *b, struct group *done) {
    pthread_mutex_lock(&b->state);
    done->ready = true;
    b->pending += held(&done->results);
    while (!b->printing && !b->stopped) {
        struct group *g = &b->ring[b->head % b->ring_size];
        if (!g->ready)
            break;
        b->printing = true;
        pthread_mutex_unlock(&b->state);
        size_t bytes = held(&g->results);
        b->tally.sources += g->sources;
        print_results(b, &g->results);
        bool cut = g->cut;
        reset_group(g);
        pthread_mutex_lock(&b->state);
        b->printing = false;
        b->pending -= bytes;
        b->head++;
        if (cut)
            b->stopped = true;
        pthread_cond_broadcast(&b->changed);
    }
    pthread_mutex_unlock(&b->state);
}

/* Waits until it is the group's turn, and prints its results so far. */
static void print_early(struct batch *b, struct group *g) {
    pthread_mutex_lock(&b->state);
    while (!b->stopped && b->head != g->ticket)
        pthread_cond_wait(&b->changed, &b->state);
    bool print = !b->stopped;
    b->printing |= print;
    pthread_mutex_unlock(&b->state);
    if (!print)
        return;
    print_results(b, &g->results);
    results_clear(&g->results);
    pthread_mutex_lock(&b->state);
    b->printing = false;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->state);
}

/* ---- taking inputs ---- */

/* With several workers the pages of an archive are read here, one after the other, and all convert
 * them. An archive whose name does not tell is read and converted by one worker. */
static bool open_archive(struct batch *b, const struct source *s) {
    return b->workers > 1 && archive_pages_likely(s) &&
           archive_pages_open(&b->archive, s, b->o, b->run.inputs);
}

static void take_member(struct batch *b, struct group *g) {
    struct page_input *page = &g->pages[g->count];
    int rc = archive_pages_next(&b->archive, &g->arena, true, page);
    if (rc > 0) {
        g->results.archive |= page->member;
        g->files[g->count++] = NULL;
        g->bytes += page->bytes.len;
        return;
    }
    if (rc < 0)
        g->results.failed = true;
    g->results.archive |= rc == 0 && b->archive.count == 0;
    archive_pages_close(&b->archive);
    g->sources++;
}

/* Groups become small towards the end, so that all workers end at about the same time. */
static size_t group_size(const struct batch *b) {
    size_t left = b->inputs.count - b->next_input, share = left / (b->workers * RING);
    if (b->workers == 1)
        return GROUP_MOST;
    return share < 1 ? 1 : share < GROUP_MOST ? share : GROUP_MOST;
}

static void fill(struct batch *b, struct group *g) {
    size_t most = group_size(b);
    while (g->count < GROUP_MOST && g->bytes < GROUP_BYTES && !interrupted()) {
        if (b->archive.container) {
            take_member(b, g);
            continue;
        }
        if (b->next_input == b->inputs.count || g->count >= most)
            break;
        const struct source *s = &b->inputs.items[b->next_input++];
        if (open_archive(b, s))
            continue;
        g->files[g->count++] = s;
        g->sources++;
    }
    b->exhausted = (b->next_input == b->inputs.count && !b->archive.container) || interrupted();
}

/* Whether another group may begin: there is a free one, and not too much waits to be printed. One
 * always may if it is the next to be printed. */
static bool has_room(const struct batch *b) {
    return b->taken < b->head + b->ring_size &&
           (b->taken == b->head || b->pending < b->workers * PENDING);
}

static struct group *take_group(struct batch *b) {
    struct group *g = NULL;
    pthread_mutex_lock(&b->source);
    pthread_mutex_lock(&b->state);
    while (!b->stopped && !b->exhausted && !has_room(b))
        pthread_cond_wait(&b->changed, &b->state);
    bool more = !b->stopped && !b->exhausted;
    if (more) {
        g = &b->ring[b->taken % b->ring_size];
        g->ticket = b->taken++;
    }
    pthread_mutex_unlock(&b->state);
    if (more)
        fill(b, g);
    pthread_mutex_unlock(&b->source);
    return g;
}

/* ---- workers ---- */

/* Called after each page. False: the run ends. */
static bool between_pages(void *user) {
    struct worker *w = user;
    if (held(&w->group->results) > FLUSH)
        print_early(w->b, w->group);
    return !interrupted() && !w->b->stopped && !w->group->results.failed;
}

static void *work(void *user) {
    struct worker *w = user;
    while ((w->group = take_group(w->b))) {
        struct group *g = w->group;
        size_t i = 0;
        w->converter.results = &g->results;
        for (; i < g->count && between_pages(w); i++)
            if (g->files[i])
                convert_source(&w->converter, g->files[i]);
            else
                convert_page(&w->converter, &g->pages[i]);
        g->cut = i < g->count || w->converter.cut;
        finish_group(w->b, g);
    }
    return NULL;
}

static size_t processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set))
        return 1;
    int n = CPU_COUNT(&set);
    return n < 1 ? 1 : (size_t)n;
}

/* At most one for each input, unless an input may hold many pages. */
static size_t count_workers(const struct batch *b) {
    size_t jobs = b->o->jobs ? b->o->jobs : processors();
    if (b->inputs.count >= jobs)
        return jobs;
    for (size_t i = 0; i < b->inputs.count; i++)
        if (archive_pages_likely(&b->inputs.items[i]))
            return jobs;
    return b->inputs.count ? b->inputs.count : 1;
}

static int run_workers(struct batch *b) {
    struct worker *workers = calloc(b->workers, sizeof *workers);
    size_t started = 1;
    b->ring_size = b->workers == 1 ? 1 : b->workers * RING;
    b->ring = calloc(b->ring_size, sizeof *b->ring);
    if (!workers || !b->ring) {
        free(workers);
        return -1;
    }
    for (size_t i = 0; i < b->ring_size; i++) {
        b->ring[i].results.messages.as = b->o->diagnostics;
        b->ring[i].results.messages.least = b->o->least;
        b->ring[i].results.messages.reported = b->report.path != NULL;
    }
    for (size_t i = 0; i < b->workers; i++) {
        workers[i].b = b;
        workers[i].converter = (struct converter){
            .run = &b->run, .writer = {.fd = -1, .number = (unsigned)i}, .between = between_pages,
            .user = &workers[i]};
    }
    /* If the system gives no more threads, fewer do the work. */
    while (started < b->workers &&
           pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
        started++;
    work(&workers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    for (size_t i = 0; i < b->workers; i++)
        converter_free(&workers[i].converter);
    free(workers);
    return 0;
}

/* ---- before and after ---- */

static void say_collision(struct batch *b, const struct source *pair[2]) {
    struct buffer message = {0};
    append_text(&message, pair[0]->path);
    append_text(&message, " and ");
    append_text(&message, pair[1]->path);
    append_text(&message, " would write to the same place: ");
    append_text(&message, b->folder.path);
    append_text(&message, b->folder.path[strlen(b->folder.path) - 1] == '/' ? "" : "/");
    append_text(&message, pair[0]->target);
    append_text(&message, b->folder.suffix);
    append_text(&message, "; name the folder above them instead");
    if (b->o->diagnostics == DIAGNOSTICS_TEXT)
        append_text(&message, " [collision]");
    buffer_char(&message, '\0');
    say_now(b, NULL, T_COLLISION, message.failed ? strerror(ENOMEM) : message.ptr);
    buffer_free(&message);
}

/* 0, or the exit status of a run that can't begin. */
static int prepare_inputs(struct batch *b) {
    struct inputs_error error;
    const struct source *pair[2];
    if (inputs_find(&b->o->read, &b->inputs, &error)) {
        say_now(b, NULL, error.usage ? T_USAGE : T_UNREADABLE, error.message);
        return error.usage ? EXIT_USAGE : EXIT_SYSTEM;
    }
    if (!b->folder.path)
        return 0;
    int rc = inputs_collision(&b->inputs, b->folder.suffix, pair);
    if (rc == 0 && pair[0] && inputs_keep_folders(&b->inputs)) {
        rc = inputs_collision(&b->inputs, b->folder.suffix, pair);
        if (!pair[0] && b->o->least == QP_NOTE)
            say_now(b, NULL, T_FOLDERS_KEPT,
                    "two inputs have one name: outputs keep their folders");
    }
    if (rc) {
        say_no_memory(b);
        return EXIT_SYSTEM;
    }
    if (pair[0])
        say_collision(b, pair);
    return pair[0] ? EXIT_USAGE : 0;
}

static int prepare_outputs(struct batch *b) {
    const char *name = b->o->read.output;
    int error = 0;
    if (b->folder.path)
        error = output_folder_open(&b->folder, name);
    if (!error && b->o->dry_run)
        error = output_open(&b->out, NULL, false);
    else if (!error && !b->folder.path)
        error = output_open(&b->out, name, b->o->sync);
    if (!error && b->o->read.report && (!b->o->dry_run || b->o->check)) {
        name = b->o->read.report;
        error = output_open(&b->report, name, false);
    }
    if (error)
        say_now(b, name, T_UNWRITABLE, output_error(error));
    return error ? EXIT_SYSTEM : 0;
}

/* Whether several questions would go to one stream in a format whose documents hold one each.
 * Archives are known by their names here; convert.c refuses the others. */
static bool needs_folder(const struct batch *b, bool alone) {
    return format_of(b->o->format)->single && b->o->action == ACT_CONVERT && !b->folder.path &&
           !(alone && !(b->inputs.count && archive_pages_likely(&b->inputs.items[0])));
}

/* "-o records pages/" before there is any: whoever forgot the slash wants no file of that name. */
static bool may_mean_folder(const char *output) {
    struct stat st;
    const char *slash = output ? strrchr(output, '/') : NULL;
    return output && !strchr(slash ? slash : output, '.') && lstat(output, &st) && errno == ENOENT;
}

static int prepare(struct batch *b) {
    const struct options *o = b->o;
    bool folder = output_folder_wanted(o->read.output);
    b->out.fd = b->report.fd = b->folder.fd = -1;
    const char *problem = options_output_problem(o, folder, leftovers_may_tell(&o->read.operands));
    if (problem) {
        say_now(b, NULL, T_USAGE, problem);
        return EXIT_USAGE;
    }
    b->folder = (struct output_folder){.path = folder ? o->read.output : NULL,
                            .suffix = format_of(o->format)->suffix, .fd = -1, .sync = o->sync,
                            .dry_run = o->dry_run};
    int status = prepare_inputs(b);
    bool alone = !b->inputs.many && o->read.operands.count == 1;
    if (!status && needs_folder(b, alone)) {
        say_now(b, NULL, T_USAGE,
                "this format makes a document of each question: name one page, or a folder to "
                "write to (-o DIR/)");
        status = EXIT_USAGE;
    }
    if (!status && !folder && !alone && may_mean_folder(o->read.output)) {
        say_now(b, o->read.output, T_USAGE,
                "several inputs go to a folder, whose name ends with a slash, or to a file, whose "
                "name has a suffix as .jsonl");
        status = EXIT_USAGE;
    }
    interrupt_catch();
    if (!status)
        status = prepare_outputs(b);
    b->many = b->inputs.many || (folder && b->inputs.count > 1);
    b->run = (struct run){
        .o = o, .folder = folder ? &b->folder : NULL,
        .inputs = folder ? &b->inputs : NULL,
        .alone = alone,
        .look = {options_colour(o), o->read.output ? 0 : terminal_columns(STDOUT_FILENO)}};
    return status;
}

/* Nothing is removed where a page may be there that this run did not read. */
static bool may_prune(struct batch *b) {
    if (b->status < EXIT_USAGE && !b->signal && !b->tally.failed && b->tally.converted)
        return true;
    say_now(b, NULL, T_OUTPUT_KEPT,
            "--prune removes nothing, as not all was read, or nothing was converted");
    return false;
}

static void find_leftovers(struct batch *b) {
    struct messages messages = {.as = b->o->diagnostics, .least = b->o->least,
                                .reported = b->report.path != NULL};
    struct buffer list = {0};
    struct leftovers l = {b->o, &b->folder, &b->targets, &messages, &list, 0, 0};
    if (!leftovers_wanted(b->o) || b->stopped || (b->o->prune && !may_prune(b)))
        return;
    if (b->targets.failed || leftovers_find(&l) || messages.text.failed || list.failed) {
        say_no_memory(b);
        raise_status(b, EXIT_SYSTEM);
    }
    raise_status(b, l.unremoved ? EXIT_SYSTEM : b->o->check && l.found ? EXIT_WARNED : 0);
    progress_clear(&b->progress, &b->text);
    buffer_append(&b->text, messages.text.ptr, messages.text.len);
    print_text(b);
    write_out(b, list.ptr, list.len);
    print_report(b, messages.report.ptr, messages.report.len);
    messages_free(&messages);
    buffer_free(&list);
}

static void close_outputs(struct batch *b, bool whole) {
    if (whole && b->any && !b->folder.path && !b->document && !b->o->dry_run) {
        const char *tail = qp_emit_tail(b->o->format);
        write_out(b, tail, strlen(tail));
        whole = !b->stopped;
    }
    bool reported = !b->signal && !b->unlisted;
    int error = output_close(&b->out, whole && b->any); /* without records an old file stays */
    if (error)
        write_failed(b, b->out.path ? b->out.path : "standard output", error);
    error = output_close(&b->report, reported);
    if (error)
        write_failed(b, b->report.path, error);
    output_folder_close(&b->folder);
}

/* A job over a folder whose pages are no more what they were must not be green. Where a filter or a
 * shard leaves nothing, or all is up to date, nothing was to be converted. */
static void check_any(struct batch *b) {
    const struct tally *t = &b->tally;
    const struct selection *read = &b->o->read;
    char message[128];
    if (!b->many || (b->o->dry_run && !b->o->check) || b->stopped || t->converted ||
        t->up_to_date || b->status >= EXIT_NOT_QUESTION || (!t->pages && selects_part(read)))
        return;
    if (t->pages)
        snprintf(message, sizeof message, "%zu %s a question page; --strict lists them",
                 t->pages, t->pages == 1 ? "file, and it is not" : "files, none of them");
    else
        snprintf(message, sizeof message, "nothing to convert: no file is there");
    say_now(b, NULL, T_NOTHING_CONVERTED, message);
    raise_status(b, EXIT_NOT_QUESTION);
}

static void summarise(struct batch *b) {
    progress_clear(&b->progress, &b->text);
    bool lines = b->o->diagnostics == DIAGNOSTICS_JSON; /* among which no text may be */
    bool listing = b->o->dry_run && !b->o->check;
    if (b->many && b->signal != SIGPIPE && !b->o->quiet && !listing && !lines) {
        if (b->signal)
            append_text(&b->text, "interrupted: ");
        progress_summary(&b->progress, &b->tally, b->o, &b->text);
    }
    print_text(b);
}

static void free_all(struct batch *b) {
    for (size_t i = 0; b->ring && i < b->ring_size; i++) {
        arena_free(&b->ring[i].arena);
        results_free(&b->ring[i].results);
    }
    free(b->ring);
    if (b->archive.container)
        archive_pages_close(&b->archive);
    inputs_free(&b->inputs);
    buffer_free(&b->text);
    buffer_free(&b->targets);
    pthread_mutex_destroy(&b->source);
    pthread_mutex_destroy(&b->state);
    pthread_cond_destroy(&b->changed);
}

int batch_run(const struct options *o, int *signal) {
    struct batch b = {.o = o, .source = PTHREAD_MUTEX_INITIALIZER,
                      .state = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    output_open_fd(&b.err, STDERR_FILENO);
    int status = prepare(&b);
    if (status) {
        raise_status(&b, status);
        close_outputs(&b, false);
    } else {
        b.workers = count_workers(&b);
        bool lines = o->diagnostics == DIAGNOSTICS_JSON && o->progress == PROGRESS_AUTO;
        progress_start(&b.progress, lines ? PROGRESS_NEVER : o->progress, b.inputs.count);
        if (run_workers(&b)) {
            say_no_memory(&b);
            raise_status(&b, EXIT_SYSTEM);
            b.stopped = true;
        }
        if (interrupted() && (b.next_input < b.inputs.count || b.archive.container))
            b.stopped = true;
        if (interrupted() && b.stopped && !b.signal)
            b.signal = interrupted();
        find_leftovers(&b);
        close_outputs(&b, !b.stopped);
        check_any(&b);
        summarise(&b);
    }
    *signal = b.signal;
    status = b.status;
    free_all(&b);
    return status;
}
