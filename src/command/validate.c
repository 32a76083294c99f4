/* --validate: reads records strictly and prints the faults. */
#include "command/validate.h"

#include "base/print.h"
#include "command/documents.h"
#include "command/exit_status.h"
#include "opendata/opendata.h"
#include "record/record.h"
#include "record/xsd.h"

enum { MESSAGES_HELD = 64 * 1024 }; /* bytes, before they are printed */

struct validation {
    struct documents documents;
    struct inputs inputs;
    struct schema *schema;
    size_t valid, invalid, others; /* records, and files without any */
    /* of the document at hand */
    const struct page_input *page;
    struct arena arena;
    size_t unread; /* faults where no record was found */
    bool silent;   /* these are not told: a folder may hold any files */
};

static void take(void *user, const qp_question *question, bool older) {
    (void)older;
    struct validation *v = user;
    v->valid += question != NULL;
    v->invalid += question == NULL;
    arena_free(&v->arena); /* the question is not needed */
}

static void complain(void *user, enum record_fault fault, struct place at, const char *message) {
    struct validation *v = user;
    const qp_diagnostic_info *info = fault_info(fault);
    qp_diagnostic d = {info->severity, at.line, at.column, info->code, message};
    bool silent = v->silent && fault == FAULT_OTHER;
    v->unread += fault == FAULT_OTHER;
    say_diagnostic(&v->documents.messages, v->page->name, &d, silent);
    if (v->documents.messages.text.len > MESSAGES_HELD)
        documents_flush(&v->documents);
    if (!silent)
        documents_raise(&v->documents, fault == FAULT_UNABLE ? EXIT_SYSTEM : EXIT_WARNED);
}

static bool ends_with(const char *name, const char *end) {
    size_t len = strlen(name), tail = strlen(end);
    return len > tail && strcmp(name + len - tail, end) == 0;
}

/* A folder may hold other files beside records, but a file with a record's name may be a record
 * that lost its beginning. */
static bool may_be_anything(const struct page_input *page) {
    return page->lenient && !ends_with(page->name, ".json") && !ends_with(page->name, ".jsonl") &&
           !ends_with(page->name, ".xml");
}

static void document(void *user, const struct page_input *page) {
    struct validation *v = user;
    const struct options *o = v->documents.o;
    struct span text = page->bytes;
    if (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0)
        text = (struct span){text.ptr + 3, text.len - 3};
    if (may_be_anything(page) && !o->strict && record_sniff(text) == RECORD_NONE) {
        v->others++;
        return;
    }
    v->page = page;
    v->silent = page->lenient && !o->strict;
    v->unread = 0;
    if (page->place.line || opendata_is(text)) {
        complain(v, FAULT_OTHER, page->place.line ? page->place : (struct place){1, 1},
                 "this is a question of the Assemblée's open data, and no record");
        v->others++;
        return;
    }
    struct record_reader reader = {.arena = &v->arena, .strict = true, .schema = v->schema,
                                   .take = take, .complain = complain, .user = v};
    if (!documents_refuses_size(&v->documents, page) && record_read(&reader, text))
        documents_no_memory(&v->documents);
    v->others += v->unread > 0;
    arena_free(&v->arena);
}

static void append_many(struct buffer *b, size_t n, const char *one, const char *many) {
    append_count(b, n);
    append_text(b, n == 1 ? one : many);
}

static void summarise(struct validation *v) {
    struct documents *d = &v->documents;
    struct buffer *b = &d->messages.text;
    if (!v->inputs.many || d->o->quiet || d->o->diagnostics == DIAGNOSTICS_JSON)
        return;
    append_many(b, v->valid + v->invalid, " record: ", " records: ");
    append_count(b, v->valid);
    append_text(b, " valid, ");
    append_count(b, v->invalid);
    append_text(b, " not valid");
    if (v->others) {
        append_text(b, "; ");
        append_many(b, v->others, " file holds none", " files hold none");
    }
    append_text(b, "\n");
}

static void run(struct validation *v) {
    struct documents *d = &v->documents;
    d->document = document;
    d->user = v;
    for (size_t i = 0; i < v->inputs.count; i++)
        if (!documents_read(d, &v->inputs.items[i]))
            break;
    /* Else a job that checks the wrong folder would pass. */
    if (v->inputs.many && v->valid + v->invalid == 0 && !d->signal && d->status == 0) {
        append_system(&d->messages.text, d->o->diagnostics, NULL, trouble_info(T_RECORD_OTHER),
                      "there is no record in the inputs");
        documents_raise(d, EXIT_WARNED);
    }
    summarise(v);
}

int validate_run(const struct options *o, int *signal) {
    struct validation v = {0};
    struct inputs_error error;
    if (documents_open(&v.documents, o) == 0) {
        if (inputs_find(&o->read, &v.inputs, &error)) {
            documents_refuse(&v.documents, &error);
        } else if (!(v.schema = schema_open())) {
            documents_no_memory(&v.documents);
        } else {
            run(&v);
        }
    }
    *signal = v.documents.signal;
    int status = documents_close(&v.documents);
    schema_close(v.schema);
    inputs_free(&v.inputs);
    return status;
}
