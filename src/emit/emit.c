/* The walk over a record, the table of formats, and the public functions that write. */
#include "emit/emit.h"

#include "base/print.h"
#include "question/date.h"
#include "question/fields.h"
#include "question/names.h"

#include <stdlib.h>

/* A format's hooks, the state that they write to, and the question. */
struct record_walk {
    const struct emitter *hooks;
    void *state;
    const qp_question *question;
};

static void name(const struct record_walk *w, const char *key, const char *value) {
    w->hooks->string(w->state, key, (qp_string){value, value ? strlen(value) : 0});
}

static void text(const struct record_walk *w, const struct record_field *f, qp_string value) {
    (f->flags & ATTRIBUTE ? w->hooks->attribute : w->hooks->string)(w->state, f->key, value);
}

static void number(const struct record_walk *w, const struct record_field *f, long value) {
    if (value >= f->least)
        w->hooks->integer(w->state, f->key, value);
    else
        w->hooks->absent(w->state, f->key);
}

static void date(const struct record_walk *w, const char *key, qp_date value) {
    char digits[17];
    if (value.year == 0)
        w->hooks->absent(w->state, key);
    else
        w->hooks->string(w->state, key, (qp_string){digits, date_format(value, digits)});
}

static void blocks(const struct record_walk *w, const char *key, const qp_blocks *list) {
    if (list->count == 0) {
        w->hooks->list_empty(w->state, key);
        return;
    }
    w->hooks->list_begin(w->state, key);
    for (size_t i = 0; i < list->count; i++)
        w->hooks->block(w->state, &list->items[i]);
    w->hooks->list_end(w->state);
}

/* Calls itself as deeply as the table of fields is. */
static void object(const struct record_walk *w, const char *key, const struct field_list *shape,
                   const char *at);

static void list(const struct record_walk *w, const struct record_field *f, const char *at) {
    const char *items;
    size_t count;
    memcpy(&items, at + f->at, sizeof items);
    memcpy(&count, at + f->count, sizeof count);
    if (count == 0) {
        w->hooks->list_empty(w->state, f->key);
        return;
    }
    w->hooks->list_begin(w->state, f->key);
    for (size_t i = 0; i < count; i++)
        if (f->shape)
            object(w, NULL, f->shape, items + i * f->shape->size);
        else
            w->hooks->string(w->state, NULL, ((const qp_string *)(const void *)items)[i]);
    w->hooks->list_end(w->state);
}

/* `at`: the struct that has the field. */
static void field(const struct record_walk *w, const struct record_field *f, const char *at) {
    const void *value = at + f->at;
    switch (f->kind) {
    case VALUE_SCHEMA: text(w, f, (qp_string){QP_SCHEMA, sizeof QP_SCHEMA - 1}); break;
    case VALUE_CHAMBER: name(w, f->key, chamber_name(w->question->site)); break;
    case VALUE_TEXT: text(w, f, *(const qp_string *)value); break;
    case VALUE_DATE:
    case VALUE_MOMENT: date(w, f->key, *(const qp_date *)value); break;
    case VALUE_NAME: name(w, f->key, f->name_of(*(const int *)value)); break;
    case VALUE_INT: number(w, f, *(const int *)value); break;
    case VALUE_LONG: number(w, f, *(const long *)value); break;
    case VALUE_SIZE: number(w, f, (long)*(const size_t *)value); break;
    case VALUE_BLOCKS: blocks(w, f->key, value); break;
    case VALUE_LIST: list(w, f, at); break;
    case VALUE_OPTIONAL:
        if (!*(const bool *)(at + f->count)) {
            w->hooks->absent(w->state, f->key);
            break;
        }
        /* fall through */
    case VALUE_OBJECT: object(w, f->key, f->shape, value); break;
    }
}

static void object(const struct record_walk *w, const char *key, const struct field_list *shape,
                   const char *at) {
    w->hooks->object_begin(w->state, key);
    for (size_t i = 0; i < shape->count; i++)
        field(w, &shape->items[i], at);
    w->hooks->object_end(w->state);
}

void emit_members(const qp_question *question, const struct emitter *hooks, void *state) {
    struct record_walk w = {hooks, state, question};
    for (size_t i = 0; i < record_fields.count; i++)
        field(&w, &record_fields.items[i], (const char *)question);
}

static const struct format formats[] = {
    [QP_JSON] = {"json", emit_json, ".json", "", "", "", false},
    [QP_JSONL] = {"jsonl", emit_jsonl, ".jsonl", "", "", "", false},
    [QP_XML] = {"xml", emit_xml, ".xml", XML_DECLARATION "<questions>\n", "</questions>\n", "",
                false},
    [QP_CSV] = {"csv", emit_csv, ".csv", NULL, "", "", false},
    [QP_AKN] = {"akn", emit_akn, ".akn.xml", "", "", "", true},
    [QP_CSV_SHEET] = {NULL, emit_csv_sheet, ".csv", NULL, "", "", false},
    [QP_JSONARRAY] = {"jsonarray", emit_jsonarray, ".json", "[\n", "\n]\n", ",\n", false},
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
    /* Room for an ordinary record at once saves copies while the buffer grows. */
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
    const char *head = format_of(format)->head;
    return head ? head : csv_head(format == QP_CSV_SHEET);
}

const char *qp_emit_tail(enum qp_format format) {
    return format_of(format)->tail;
}

const char *qp_emit_between(enum qp_format format) {
    return format_of(format)->between;
}

const char *qp_version(void) {
    return QP_VERSION;
}

void qp_init(void) {
}

void qp_free(void *memory) {
    free(memory);
}
