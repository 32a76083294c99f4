/* --diff: the questions of two sides are matched by id, path or file, and compared. Those of two
 * folders come in the same order, so that most match while they are read and are forgotten. */
#include "command/diff.h"

#include "base/print.h"
#include "command/documents.h"
#include "command/exit_status.h"
#include "compare/compare.h"
#include "emit/emit.h"
#include "files/interrupt.h"
#include "opendata/opendata.h"
#include "record/record.h"
#include "result.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* The memory of a document's questions, kept until the last of them has been compared. */
struct owner {
    size_t users;
    struct arena arena;
    qp_result *result; /* NULL: the document held records */
    const char *name;  /* of the document; NULL: standard input */
};

/* A question of one side. */
struct item {
    const qp_question *question;
    bool older; /* as struct record_reader has it */
    bool read;  /* it was read from a page or from open data, which `flavour` tells */
    enum flavour flavour;
    struct owner *owner;
    const char *path; /* below the operand, without a record's suffix; NULL: the operand itself */
    size_t order;     /* among the questions of its side */
    struct item *next;
};

struct side {
    struct inputs inputs;
    size_t next_input, count;   /* count: of questions so far */
    struct item *first, **last; /* a queue of questions that have been read */
    size_t waiting;             /* its length */
    struct item **left;         /* without a counterpart so far; NULL: has found one */
    size_t left_count, left_cap;
    bool ended;
};

/* The lines for one question. They are printed in the order of OLD; new questions follow in the
 * order of NEW. */
struct entry {
    bool is_new;
    size_t order, at, end; /* offsets in the text */
    size_t note_at, note_end; /* and in the annotations */
};

struct diff {
    struct documents documents;
    struct side old, new;
    struct side *reading;
    struct comparison comparison;
    struct buffer text;
    struct messages notes; /* annotations of the changes, for a GitHub runner */
    struct entry *entries;
    size_t entry_count, entry_cap;
    size_t same, changed, added, removed;
    size_t left_out;    /* values that were not compared, as only one of two sources has them */
    size_t strays;      /* files of a folder that are no records */
    qp_string stray;    /* the first one's name, which the arena holds */
    struct arena arena;
    bool failed; /* memory ended */
    bool alone;  /* one question on each side: they are compared without a heading */
    /* of the document at hand */
    const struct page_input *page;
    struct owner *owner;
    /* of the pair at hand */
    const struct item *pair[2];
    bool told; /* a difference was found */
    struct buffer note; /* the differences, for their annotation */
};

static void no_memory(struct diff *d) {
    d->failed = true;
    documents_no_memory(&d->documents);
}

/* ---- reading ---- */

static void release(struct owner *owner) {
    if (--owner->users > 0)
        return;
    qp_result_free(owner->result);
    arena_free(&owner->arena);
    free(owner);
}

/* The item's path: without ".json" the record that `-o DIR/` wrote for a page meets the page. */
static const char *path_of(struct diff *d, bool record) {
    static const char *const suffixes[] = {".jsonl", ".json", ".xml"};
    const struct page_input *page = d->page;
    struct span path = {page->target, page->target ? strlen(page->target) : 0};
    qp_string copy;
    if (!path.len || !(page->lenient || page->member))
        return NULL;
    for (size_t i = 0; record && i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t len = strlen(suffixes[i]);
        if (path.len > len && memcmp(span_end(path) - len, suffixes[i], len) == 0) {
            path.len -= len;
            break;
        }
    }
    if (arena_string(&d->owner->arena, path, &copy)) {
        no_memory(d);
        return NULL;
    }
    return copy.data;
}

static struct item *append_item(struct diff *d, const qp_question *question, bool record, bool older) {
    struct side *s = d->reading;
    struct item *item = arena_alloc(&d->owner->arena, sizeof *item);
    if (!item) {
        no_memory(d);
        return NULL;
    }
    *item = (struct item){.question = question, .older = older, .owner = d->owner,
                          .path = path_of(d, record), .order = s->count++};
    d->owner->users++;
    *s->last = item;
    s->last = &item->next;
    s->waiting++;
    return item;
}

static void take(void *user, const qp_question *question, bool older) {
    if (question)
        (void)append_item(user, question, true, older);
}

static void complain(void *user, enum record_fault fault, struct place at, const char *message) {
    struct diff *d = user;
    const qp_diagnostic_info *info = fault_info(fault);
    qp_diagnostic told = {info->severity, at.line, at.column, info->code, message};
    say_diagnostic(&d->documents.messages, d->page->name, &told, false);
    documents_raise(&d->documents, fault == FAULT_UNABLE ? EXIT_SYSTEM : EXIT_NOT_QUESTION);
}

static void read_records(struct diff *d, struct span text) {
    struct record_reader reader = {.arena = &d->owner->arena, .take = take, .complain = complain,
                                   .user = d};
    if (!documents_refuses_size(&d->documents, d->page) && record_read(&reader, text))
        no_memory(d);
}

/* The page of an input of several that a question is of. */
static const qp_result *part_of(const qp_result *result, size_t question) {
    size_t part = 0;
    while (part < result->part_count && question >= result->parts[part]->count)
        question -= result->parts[part++]->count;
    return part < result->part_count ? result->parts[part] : result;
}

static void append_all(struct diff *d, const qp_result *result) {
    for (size_t i = 0; i < result->count; i++) {
        struct item *item = append_item(d, &result->questions[i], false, false);
        const qp_result *part = part_of(result, i);
        if (item)
            item->read = true, item->flavour = part->flavour;
    }
}

static void read_page(struct diff *d) {
    const struct options *o = d->documents.o;
    const struct page_input *page = d->page;
    qp_options options = page_options(page, o);
    qp_result *result = qp_parse(page->bytes.ptr, page->bytes.len, &options);
    d->owner->result = result;
    if (!result) {
        no_memory(d);
        return;
    }
    enum qp_outcome outcome = qp_result_outcome(result);
    bool silent = outcome == QP_NOT_QUESTION && page->lenient && !o->strict;
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++) {
        qp_diagnostic told = page_diagnostic(page, qp_result_diagnostic(result, i));
        say_diagnostic(&d->documents.messages, page->name, &told, silent);
    }
    if (outcome == QP_FAILED)
        documents_raise(&d->documents, EXIT_SYSTEM);
    else if (outcome == QP_NOT_QUESTION && !silent)
        documents_raise(&d->documents, EXIT_NOT_QUESTION);
    append_all(d, result);
}

/* A folder of pages may hold other JSON, which converting takes for no question, too. All records
 * have this in their "schema", wherever a tool has put the key. */
static bool is_stray(const struct diff *d, struct span text) {
    return d->page->lenient && !d->documents.o->strict && !span_find(text, SPAN("\"qparse/"));
}

static void leave_stray(struct diff *d) {
    const char *name = d->page->name;
    if (d->strays++ == 0 && arena_string(&d->arena, (struct span){name, strlen(name)}, &d->stray))
        no_memory(d);
}

static void document(void *user, const struct page_input *page) {
    struct diff *d = user;
    struct span text = page->bytes;
    d->page = page;
    d->owner = calloc(1, sizeof *d->owner);
    if (!d->owner) {
        no_memory(d);
        return;
    }
    d->owner->users = 1;
    qp_string name = {page->name, 0};
    if (page->name &&
        arena_string(&d->owner->arena, (struct span){page->name, strlen(page->name)}, &name))
        no_memory(d);
    d->owner->name = name.data;
    if (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0)
        text = (struct span){text.ptr + 3, text.len - 3};
    if (page->place.line || record_sniff(text) == RECORD_NONE || opendata_is(text))
        read_page(d);
    else if (is_stray(d, text))
        leave_stray(d);
    else
        read_records(d, text);
    release(d->owner);
}

/* The next question of a side, left in the queue; NULL at the end. */
static struct item *peek(struct diff *d, struct side *s) {
    while (!s->first && !s->ended) {
        d->reading = s;
        s->last = &s->first;
        s->ended = s->next_input == s->inputs.count || d->failed ||
                   !documents_read(&d->documents, &s->inputs.items[s->next_input++]);
    }
    return s->first;
}

static struct item *pop(struct side *s) {
    struct item *item = s->first;
    s->first = item->next;
    s->waiting--;
    return item;
}

/* ---- telling ---- */

static const struct marks plain = {"[-", "-]", "{+", "+}"},
                          colours = {"\033[31m", "\033[m", "\033[32m", "\033[m"};

static void put_raw(struct buffer *out, struct span text) {
    buffer_append(out, text.ptr, text.len);
}

/* The path that a person knows the question by. */
static const char *shown_path(const struct item *item) {
    if (item->path)
        return item->path;
    return item->question->file.data ? item->question->file.data : "-";
}

static void heading(struct diff *d) {
    const struct item *old = d->pair[0], *new = d->pair[1], *any = new ? new : old;
    struct buffer *out = &d->text;
    assert(any);
    if (old && new && strcmp(shown_path(old), shown_path(new)) != 0) {
        append_escaped(out, shown_path(old));
        append_text(out, " → ");
    }
    append_escaped(out, shown_path(any));
    if (any->question->id.data) {
        append_text(out, " (");
        append_escaped_span(out, (struct span){any->question->id.data, any->question->id.size});
        append_text(out, ")");
    }
    append_text(out, "\n");
}

static void tell_text(void *user, const struct change *change) {
    struct diff *d = user;
    if (!d->told && !d->alone)
        heading(d);
    d->told = true;
    append_text(&d->text, d->alone ? "" : "  ");
    buffer_append(&d->text, change->message.ptr, change->message.len);
    append_text(&d->text, "\n");
}

static void string(struct json *j, const char *key, const char *value) {
    json_hooks.string(j, key, (qp_string){value, strlen(value)});
}

static qp_string file_of(const struct item *item) {
    return item ? item->question->file : (qp_string){0};
}

static void tell_jsonl(void *user, const struct change *change) {
    struct diff *d = user;
    const struct item *any = d->pair[1] ? d->pair[1] : d->pair[0];
    struct json j = {.out = &d->text, .one_line = true, .first = true};
    d->told = true;
    json_hooks.object_begin(&j, NULL);
    string(&j, "change", change->what);
    json_hooks.string(&j, "id", any->question->id);
    json_hooks.string(&j, "old_file", file_of(d->pair[0]));
    json_hooks.string(&j, "new_file", file_of(d->pair[1]));
    string(&j, "field", change->field);
    json_hooks.string(&j, "old", change->old);
    json_hooks.string(&j, "new", change->new);
    json_hooks.string(&j, "message", (qp_string){change->message.ptr, change->message.len});
    json_hooks.object_end(&j);
    append_text(&d->text, "\n");
}

static bool annotates(const struct diff *d) {
    return d->documents.o->diagnostics == DIAGNOSTICS_GITHUB;
}

static void tell(void *user, const struct change *change) {
    struct diff *d = user;
    if (d->documents.o->format == QP_JSONL)
        tell_jsonl(d, change);
    else
        tell_text(d, change);
    if (!annotates(d))
        return;
    append_text(&d->note, d->note.len ? "\n" : "");
    buffer_append(&d->note, change->message.ptr, change->message.len);
}

/* One for each question: a runner shows ten. */
static void annotate(struct diff *d) {
    const struct item *old = d->pair[0], *new = d->pair[1];
    const char *name = new ? new->owner->name : NULL;
    if (!d->note.len)
        return;
    buffer_char(&d->note, '\0');
    d->notes.text.failed |= d->note.failed;
    if (!d->note.failed)
        say_trouble(&d->notes, name || !old ? name : old->owner->name, T_QUESTION_CHANGED,
                    d->note.ptr);
    d->note.len = 0;
}

/* Of the pair at hand: its lines begin at `at` in the text. */
static void add_entry(struct diff *d, size_t at) {
    const struct item *any = d->pair[0] ? d->pair[0] : d->pair[1];
    size_t note_at = d->notes.text.len;
    annotate(d);
    if (array_reserve((void **)&d->entries, &d->entry_cap, d->entry_count, sizeof *d->entries)) {
        no_memory(d);
        return;
    }
    d->entries[d->entry_count++] = (struct entry){
        !d->pair[0], any->order, at, d->text.len, note_at, d->notes.text.len};
}

static void compare(struct diff *d, struct item *old, struct item *new) {
    size_t at = d->text.len;
    d->pair[0] = old;
    d->pair[1] = new;
    d->told = false;
    d->comparison.older = old->older || new->older;
    d->comparison.saved = old->read && new->read;
    d->comparison.across = d->comparison.saved && (old->flavour != new->flavour ||
                                                   old->question->site != new->question->site);
    if (compare_questions(&d->comparison, old->question, new->question))
        no_memory(d);
    d->changed += d->told;
    d->same += !d->told;
    if (d->told)
        add_entry(d, at);
    release(old->owner);
    release(new->owner);
}

static void tell_one(struct diff *d, struct item *old, struct item *new) {
    struct change change = {old ? "removed" : "added", ".", {0}, {0}, NO_SPAN};
    struct item *one = old ? old : new;
    assert(one);
    const qp_question *q = one->question;
    struct buffer message = {0};
    size_t at = d->text.len;
    append_text(&message, old ? "question removed" : "question added");
    if (q->title.data) {
        append_text(&message, ": ");
        d->comparison.put(&message, (struct span){q->title.data, q->title.size});
    }
    d->text.failed |= message.failed;
    change.message = (struct span){message.ptr, message.len};
    d->pair[0] = old;
    d->pair[1] = new;
    d->told = false;
    d->comparison.tell(d, &change);
    buffer_free(&message);
    d->removed += old != NULL;
    d->added += new != NULL;
    add_entry(d, at);
    release(one->owner);
}

/* ---- matching ---- */

static int by_string(qp_string a, qp_string b) {
    if (!a.data || !b.data)
        return !b.data - !a.data;
    return strcmp(a.data, b.data);
}

static qp_string path_string(const struct item *item) {
    return item->path ? (qp_string){item->path, strlen(item->path)} : item->question->file;
}

enum key { KEY_ID_AND_PATH, KEY_ID, KEY_PATH, KEY_FILE };

static int by_key(enum key key, const struct item *a, const struct item *b) {
    int order = 0;
    switch (key) {
    case KEY_ID_AND_PATH:
        order = by_string(path_string(a), path_string(b));
        return order ? order : by_string(a->question->id, b->question->id);
    case KEY_ID: return by_string(a->question->id, b->question->id);
    case KEY_PATH: return by_string(path_string(a), path_string(b));
    case KEY_FILE: return by_string(a->question->file, b->question->file);
    }
    return order;
}

static int put_aside(struct diff *d, struct side *s) {
    struct item *item = pop(s);
    if (array_reserve((void **)&s->left, &s->left_cap, s->left_count, sizeof(struct item *))) {
        release(item->owner);
        no_memory(d);
        return -1;
    }
    s->left[s->left_count++] = item;
    return 0;
}

/* Matches by id and path while both sides are read. */
static void merge(struct diff *d) {
    struct item *old, *new;
    while ((old = peek(d, &d->old)), (new = peek(d, &d->new)), old || new) {
        int order = !old ? 1 : !new ? -1 : by_key(KEY_ID_AND_PATH, old, new);
        if (d->failed || d->documents.signal)
            break;
        if (order == 0)
            compare(d, pop(&d->old), pop(&d->new));
        else if (put_aside(d, order < 0 ? &d->old : &d->new))
            break;
    }
}

static int for_sort(const void *a, const void *b, void *key) {
    const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
    int order = by_key(*(enum key *)key, x, y);
    return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static void sort_side(struct side *s, enum key key) {
    size_t kept = 0;
    for (size_t i = 0; i < s->left_count; i++)
        if (s->left[i])
            s->left[kept++] = s->left[i];
    s->left_count = kept;
    if (kept)
        qsort_r(s->left, kept, sizeof(struct item *), for_sort, &key);
}

/* Two questions that have ids match by these alone, whatever their paths. */
static bool may_pair(enum key key, const struct item *old, const struct item *new) {
    bool ids = old->question->id.data && new->question->id.data;
    return key == KEY_ID ? ids : !ids;
}

/* Of several questions with one key the k-th of OLD matches the k-th of NEW. */
static void pair_by(struct diff *d, enum key key) {
    struct side *o = &d->old, *n = &d->new;
    size_t i = 0, k = 0;
    sort_side(o, key);
    sort_side(n, key);
    while (i < o->left_count && k < n->left_count) {
        struct item *old = o->left[i], *new = n->left[k];
        int order = by_key(key, old, new);
        if (order == 0 && may_pair(key, old, new)) {
            o->left[i] = n->left[k] = NULL;
            compare(d, old, new);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

static void tell_rest(struct diff *d) {
    for (size_t i = 0; i < d->old.left_count; i++)
        if (d->old.left[i])
            tell_one(d, d->old.left[i], NULL);
    for (size_t i = 0; i < d->new.left_count; i++)
        if (d->new.left[i])
            tell_one(d, NULL, d->new.left[i]);
    d->old.left_count = d->new.left_count = 0;
}

/* ---- the run ---- */

/* One page or record against another: they are compared whatever their ids. */
static bool is_alone(struct diff *d) {
    const struct item *old = peek(d, &d->old), *new = peek(d, &d->new);
    return old && new && d->old.waiting == 1 && d->new.waiting == 1 && !d->old.inputs.many &&
           !d->new.inputs.many && !old->path && !new->path;
}

/* The questions of a side that could not be read are not "removed". */
static bool is_unread(struct diff *d, const struct side *s) {
    return s->count == 0 && !s->inputs.many && d->documents.status >= EXIT_NOT_QUESTION;
}

static void compare_all(struct diff *d) {
    d->alone = is_alone(d);
    if (d->alone) {
        compare(d, pop(&d->old), pop(&d->new));
        return;
    }
    merge(d);
    pair_by(d, KEY_ID);
    pair_by(d, KEY_PATH);
    pair_by(d, KEY_FILE);
    if (!d->failed && !d->documents.signal && !is_unread(d, &d->old) && !is_unread(d, &d->new))
        tell_rest(d);
}

static int by_order(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->is_new != y->is_new)
        return x->is_new - y->is_new;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void write_out(struct diff *d) {
    const char *name = d->documents.o->read.output;
    struct output out;
    int error = output_open(&out, name, d->documents.o->sync);
    bool opened = !error;
    if (d->entry_count)
        qsort(d->entries, d->entry_count, sizeof *d->entries, by_order);
    for (size_t i = 0; i < d->entry_count && d->notes.text.len; i++)
        buffer_append(&d->documents.messages.text, d->notes.text.ptr + d->entries[i].note_at,
                      d->entries[i].note_end - d->entries[i].note_at);
    for (size_t i = 0; i < d->entry_count && !error; i++)
        error = output_write(&out, d->text.ptr + d->entries[i].at,
                             d->entries[i].end - d->entries[i].at);
    int closed = opened ? output_close(&out, !error) : 0;
    error = error ? error : closed;
    if (error == EPIPE)
        d->documents.signal = SIGPIPE;
    else if (error == ECANCELED)
        d->documents.signal = interrupted();
    else if (error)
        documents_say(&d->documents, name ? name : "standard output", T_UNWRITABLE,
                      output_error(error));
}

/* One message for all: a folder may hold many. */
static void tell_strays(struct diff *d) {
    char message[128];
    if (!d->strays)
        return;
    if (d->strays == 1)
        snprintf(message, sizeof message, "this is no record of qparse, and is left out");
    else
        snprintf(message, sizeof message,
                 "this and %zu other%s are no records of qparse, and are left out", d->strays - 1, d->strays == 2 ? "" : "s");
    say_trouble(&d->documents.messages, d->stray.data, T_RECORD_STRAY, message);
}

/* A job that compares folders whose files are no records any more must not be green. */
static void check_any(struct diff *d) {
    if (d->old.count || d->new.count || selects_part(&d->documents.o->read) ||
        d->documents.status >= EXIT_NOT_QUESTION)
        return;
    append_system(&d->documents.messages.text, d->documents.o->diagnostics, NULL,
                  trouble_info(T_NOTHING_COMPARED),
                  "nothing to compare: neither side holds a question page or a record");
    documents_raise(&d->documents, EXIT_NOT_QUESTION);
}

static void add_left_out(struct diff *d, const char *before) {
    struct buffer *b = &d->documents.messages.text;
    append_text(b, before);
    append_count(b, d->left_out);
    append_text(b, d->left_out == 1 ? " value that only one source has was" : " values that only one source has were");
    append_text(b, " not compared (--exact compares all)");
}

static void summarise(struct diff *d) {
    const struct options *o = d->documents.o;
    struct buffer *b = &d->documents.messages.text;
    bool many = d->old.inputs.many || d->new.inputs.many;
    size_t count = d->same + d->changed + d->added + d->removed;
    if (o->quiet || o->diagnostics == DIAGNOSTICS_JSON || (!many && !d->left_out))
        return;
    if (d->alone) {
        add_left_out(d, "");
        append_text(b, "\n");
        return;
    }
    append_count(b, count);
    append_text(b, count == 1 ? " question: " : " questions: ");
    append_count(b, d->same);
    append_text(b, " the same, ");
    append_count(b, d->changed);
    append_text(b, " changed, ");
    append_count(b, d->added);
    append_text(b, " added, ");
    append_count(b, d->removed);
    append_text(b, " removed");
    if (d->left_out)
        add_left_out(d, "; ");
    append_text(b, "\n");
}

static void run(struct diff *d) {
    const struct options *o = d->documents.o;
    bool lines = o->format == QP_JSONL;
    d->comparison = (struct comparison){
        .exact = o->exact,
        .marks = !lines && !annotates(d) && options_colour(o) ? &colours : &plain,
        .put = lines ? put_raw : append_escaped_span,
        .tell = tell,
        .user = d,
        .left_out = &d->left_out,
    };
    d->notes = (struct messages){.as = o->diagnostics, .least = o->least};
    d->documents.document = document;
    d->documents.user = d;
    compare_all(d);
    if (d->text.failed || d->notes.text.failed)
        no_memory(d);
    if (d->failed || d->documents.signal)
        return;
    if (d->entry_count)
        documents_raise(&d->documents, EXIT_WARNED);
    tell_strays(d);
    check_any(d);
    write_out(d);
    summarise(d);
}

static int find_side(struct diff *d, struct side *s, size_t operand) {
    struct selection one = d->documents.o->read;
    struct inputs_error error;
    one.operands.items += operand;
    one.operands.count = 1;
    if (inputs_find(&one, &s->inputs, &error) == 0)
        return 0;
    documents_refuse(&d->documents, &error);
    return -1;
}

static void free_side(struct side *s) {
    while (s->first)
        release(pop(s)->owner);
    for (size_t i = 0; i < s->left_count; i++)
        if (s->left[i])
            release(s->left[i]->owner);
    free(s->left);
    inputs_free(&s->inputs);
}

int diff_run(const struct options *o, int *signal) {
    struct diff d = {0};
    if (documents_open(&d.documents, o) == 0 && find_side(&d, &d.old, 0) == 0 &&
        find_side(&d, &d.new, 1) == 0)
        run(&d);
    *signal = d.documents.signal;
    int status = documents_close(&d.documents);
    free_side(&d.old);
    free_side(&d.new);
    arena_free(&d.arena);
    buffer_free(&d.text);
    buffer_free(&d.note);
    messages_free(&d.notes);
    free(d.entries);
    return status;
}
