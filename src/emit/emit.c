#include "emit/emit.h"

#include "base/print.h"
#include "question/date.h"
#include "question/names.h"

#include <stdlib.h>

/* The walk: a format's hooks and where they write. */
struct record_walk {
    const struct emitter *hooks;
    void *state;
};

static void string(struct record_walk w, const char *key, qp_string value) {
    w.hooks->string(w.state, key, value);
}

static void name(struct record_walk w, const char *key, const char *value) {
    string(w, key, (qp_string){value, value ? strlen(value) : 0});
}

static void integer(struct record_walk w, const char *key, bool present, long value) {
    if (present)
        w.hooks->integer(w.state, key, value);
    else
        w.hooks->absent(w.state, key);
}

static void date(struct record_walk w, const char *key, qp_date value) {
    char digits[17];
    if (value.year == 0)
        w.hooks->absent(w.state, key);
    else
        string(w, key, (qp_string){digits, date_format(value, digits)});
}

static void object_begin(struct record_walk w, const char *key) {
    w.hooks->object_begin(w.state, key);
}

static void object_end(struct record_walk w) {
    w.hooks->object_end(w.state);
}

/* False where there is nothing between: no list_end() then. */
static bool list_begin(struct record_walk w, const char *key, size_t count) {
    if (count == 0)
        w.hooks->list_empty(w.state, key);
    else
        w.hooks->list_begin(w.state, key);
    return count > 0;
}

static void list_end(struct record_walk w) {
    w.hooks->list_end(w.state);
}

static void blocks(struct record_walk w, const qp_blocks *list) {
    if (!list_begin(w, "blocks", list->count))
        return;
    for (size_t i = 0; i < list->count; i++)
        w.hooks->block(w.state, &list->items[i]);
    list_end(w);
}

static void author(struct record_walk w, const qp_author *a) {
    object_begin(w, "author");
    string(w, "name", a->name);
    string(w, "civility", a->civility);
    string(w, "group", a->group);
    string(w, "constituency", a->constituency);
    object_end(w);
}

static void ministry(struct record_walk w, const qp_ministry *m) {
    object_begin(w, "ministry");
    string(w, "displayed", m->displayed);
    string(w, "asked", m->asked);
    string(w, "attributed", m->attributed);
    string(w, "answering", m->answering);
    object_end(w);
}

static void analysis(struct record_walk w, const qp_question *q) {
    if (!list_begin(w, "analysis", q->analysis_count))
        return;
    for (size_t i = 0; i < q->analysis_count; i++)
        string(w, NULL, q->analysis[i]);
    list_end(w);
}

static void body(struct record_walk w, const qp_body *b) {
    object_begin(w, "body");
    date(w, "date", b->date);
    string(w, "page", b->page);
    blocks(w, &b->blocks);
    object_end(w);
}

static void response(struct record_walk w, bool present, const qp_response *r) {
    if (!present) {
        w.hooks->absent(w.state, "response");
        return;
    }
    object_begin(w, "response");
    date(w, "date", r->date);
    string(w, "page", r->page);
    date(w, "expected", r->expected);
    blocks(w, &r->blocks);
    object_end(w);
}

static void withdrawal(struct record_walk w, bool present, const qp_withdrawal *v) {
    if (!present) {
        w.hooks->absent(w.state, "withdrawal");
        return;
    }
    object_begin(w, "withdrawal");
    date(w, "date", v->date);
    string(w, "reason", v->reason);
    object_end(w);
}

static void relations(struct record_walk w, const qp_question *q) {
    if (!list_begin(w, "relations", q->relation_count))
        return;
    for (size_t i = 0; i < q->relation_count; i++) {
        const qp_relation *r = &q->relations[i];
        object_begin(w, NULL);
        name(w, "type", relation_name(r->type));
        string(w, "text", r->text);
        string(w, "number", r->number);
        string(w, "url", r->url);
        object_end(w);
    }
    list_end(w);
}

static void events(struct record_walk w, const qp_question *q) {
    if (!list_begin(w, "events", q->event_count))
        return;
    for (size_t i = 0; i < q->event_count; i++) {
        const qp_event *e = &q->events[i];
        object_begin(w, NULL);
        name(w, "type", event_name(e->type));
        date(w, "date", e->date);
        string(w, "detail", e->detail);
        object_end(w);
    }
    list_end(w);
}

static void comments(struct record_walk w, const qp_question *q) {
    object_begin(w, "comments");
    integer(w, "count", q->comment_count >= 0, q->comment_count);
    if (list_begin(w, "items", q->comment_item_count)) {
        for (size_t i = 0; i < q->comment_item_count; i++) {
            const qp_comment *c = &q->comments[i];
            object_begin(w, NULL);
            string(w, "author", c->author);
            date(w, "date", c->date);
            string(w, "text", c->text);
            object_end(w);
        }
        list_end(w);
    }
    object_end(w);
}

static void unparsed(struct record_walk w, const qp_question *q) {
    if (!list_begin(w, "unparsed", q->unparsed_count))
        return;
    for (size_t i = 0; i < q->unparsed_count; i++) {
        object_begin(w, NULL);
        integer(w, "line", true, (long)q->unparsed[i].line);
        string(w, "text", q->unparsed[i].text);
        object_end(w);
    }
    list_end(w);
}

void emit_members(const qp_question *q, const struct emitter *hooks, void *state) {
    struct record_walk w = {hooks, state};
    hooks->attribute(state, "schema", (qp_string){QP_SCHEMA, sizeof QP_SCHEMA - 1});
    string(w, "file", q->file);
    hooks->attribute(state, "id", q->id);
    name(w, "site", qp_site_name(q->site));
    name(w, "chamber", chamber_name(q->site));
    integer(w, "legislature", q->legislature != 0, q->legislature);
    string(w, "type", q->type);
    string(w, "type_label", q->type_label);
    string(w, "number", q->number);
    string(w, "reference", q->reference);
    string(w, "url", q->url);
    string(w, "source_url", q->source_url);
    author(w, &q->author);
    ministry(w, &q->ministry);
    string(w, "addressee", q->addressee);
    string(w, "title", q->title);
    string(w, "rubric", q->rubric);
    string(w, "rubric_head", q->rubric_head);
    analysis(w, q);
    name(w, "status", qp_status_name(q->status));
    body(w, &q->body);
    response(w, q->has_response, &q->response);
    withdrawal(w, q->has_withdrawal, &q->withdrawal);
    relations(w, q);
    events(w, q);
    comments(w, q);
    unparsed(w, q);
}

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static const struct format formats[] = {
    [QP_JSON] = {"json", emit_json, ".json", "", "", false},
    [QP_JSONL] = {"jsonl", emit_jsonl, ".jsonl", "", "", false},
    [QP_XML] = {"xml", emit_xml, ".xml", XML_DECLARATION "<questions>\n", "</questions>\n", false},
    [QP_CSV] = {"csv", emit_csv, ".csv", CSV_HEADER, "", false},
    [QP_AKN] = {"akn", emit_akn, ".akn.xml", "", "", true},
    [QP_CSV_SHEET] = {NULL, emit_csv_sheet, ".csv", BYTE_ORDER_MARK CSV_HEADER, "", false},
};

const struct format *format_of(enum qp_format format) {
    return &formats[format];
}

const struct format *format_at(size_t index) {
    return index < sizeof formats / sizeof *formats ? &formats[index] : NULL;
}

int qp_emit(const qp_question *question, enum qp_format format, enum qp_part part, char **out,
            size_t *size) {
    struct buffer b = {0};
    int rc = -1;
    *out = NULL;
    *size = 0;
    /* Room for an ordinary record at once: growing there from nothing copies it again. */
    if (!buffer_reserve(&b, 8192))
        goto out;
    rc = format_of(format)->emit(question, part, &b);
    buffer_char(&b, '\0');
    if (rc != 0 || b.failed) {
        rc = -1;
        goto out;
    }
    *size = b.len - 1;
    *out = b.ptr;
    b = (struct buffer){0};
out:
    buffer_free(&b);
    return rc;
}

const char *qp_emit_head(enum qp_format format) {
    return format_of(format)->head;
}

const char *qp_emit_tail(enum qp_format format) {
    return format_of(format)->tail;
}

void qp_free(void *memory) {
    free(memory);
}
