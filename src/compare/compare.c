/* Two questions compared, field by field. */
#include "compare/compare.h"

#include "compare/blocks.h"
#include "compare/lists.h"
#include "question/fields.h"
#include "question/names.h"

#include <stddef.h>
#include <stdio.h>

/* ---- single values ---- */

static qp_string number_of(struct comparing *j, const struct record_field *f, long value) {
    return value >= f->least ? number_string(j, value) : (qp_string){0};
}

/* The value as text; data NULL: absent, or not a single one. */
static qp_string value_of(struct comparing *j, const struct record_field *f, const void *at) {
    switch (f->kind) {
    case VALUE_TEXT: return *(const qp_string *)at;
    case VALUE_DATE:
    case VALUE_MOMENT: return date_string(j, *(const qp_date *)at);
    case VALUE_NAME: return name_string(f->name_of(*(const int *)at));
    case VALUE_INT: return number_of(j, f, *(const int *)at);
    case VALUE_LONG: return number_of(j, f, *(const long *)at);
    case VALUE_SIZE: return number_of(j, f, (long)*(const size_t *)at);
    case VALUE_SCHEMA:
    case VALUE_CHAMBER:
    case VALUE_BLOCKS:
    case VALUE_LIST:
    case VALUE_OBJECT:
    case VALUE_OPTIONAL: break;
    }
    return (qp_string){0};
}

/* Whether the difference comes from the sources, not from the question. */
static bool is_of_source(struct comparing *j, const struct record_field *f, qp_string old, qp_string new) {
    struct manner manner = {0};
    bool code = f->flags & OR_CODE && j->c->across &&
                (words_same(old, j->old->type, manner) || words_same(new, j->new->type, manner));
    bool saved = f->flags & OF_INPUT && j->c->saved && !old.data != !new.data;
    if ((!code && !saved) || j->c->exact)
        return leave_out(j, old.data, new.data);
    ++*j->c->left_out;
    return true;
}

/* Tells a change, and returns whether there was one. */
static bool compare_value(struct comparing *j, const struct record_field *f, const char *path,
                          const void *was, const void *is) {
    struct manner manner = {.exact = j->c->exact};
    qp_string old = value_of(j, f, was), new = value_of(j, f, is);
    if (words_same(old, new, manner) || is_of_source(j, f, old, new))
        return false;
    const char *what = what_of(old, new);
    add_words(j, f->said_as);
    add_words(j, " ");
    add_words(j, what);
    add_words(j, ": ");
    bool spaces = words_same(old, new, (struct manner){0});
    if (old.data && new.data && ((f->flags & BY_WORDS) || spaces)) {
        add_difference(j, old, new, manner);
    } else {
        add_string(j, old);
        add_words(j, old.data && new.data ? " → " : "");
        add_string(j, new);
    }
    add_words(j, f->suffix ? f->suffix : "");
    tell(j, what, path, old, new);
    return true;
}

/* ---- the status ---- */

static void add_withdrawal(struct comparing *j) {
    const qp_withdrawal *w = &j->new->withdrawal;
    add_date(j, " on ", w->date);
    if (!w->reason.data)
        return;
    add_words(j, " (");
    add_string(j, w->reason);
    add_words(j, ")");
}

static void add_status(struct comparing *j, enum qp_status status) {
    const qp_question *q = j->new;
    switch (status) {
    case QP_ANSWERED:
        add_words(j, "answered");
        add_date(j, " on ", q->response.date);
        add_words(j, " (");
        add_blocks(j, &q->response.blocks);
        add_words(j, ")");
        break;
    case QP_ANNOUNCED:
        add_words(j, "answer announced");
        add_date(j, " for ", q->response.expected);
        break;
    case QP_WITHDRAWN:
        add_words(j, "withdrawn");
        add_withdrawal(j);
        break;
    case QP_LAPSED:
        add_words(j, "lapsed");
        add_withdrawal(j);
        break;
    case QP_TRANSFORMED:
        add_words(j, "transformed");
        for (size_t i = 0; i < q->relation_count; i++)
            if (q->relations[i].type == QP_TRANSFORMED_INTO) {
                add_words(j, " into ");
                add_string(j, q->relations[i].text);
                break;
            }
        break;
    case QP_PENDING:
        add_words(j, "pending");
        break;
    case QP_STATUS_NONE:
        add_words(j, "status unknown");
        break;
    }
}

static void compare_status(struct comparing *j) {
    const char *old = qp_status_name(j->old->status), *new = qp_status_name(j->new->status);
    if (j->old->status == j->new->status || leave_out(j, old, new))
        return;
    /* The message tells of these: field by field they would be told twice. */
    j->answered = j->old->response.blocks.count == 0 && j->old->response.date.year == 0 &&
                  (j->new->status == QP_ANSWERED || j->new->status == QP_ANNOUNCED);
    j->closed = !j->old->has_withdrawal &&
                (j->new->status == QP_WITHDRAWN || j->new->status == QP_LAPSED);
    add_status(j, j->new->status);
    if (old) {
        bool back = j->new->status == QP_PENDING || !new;
        add_words(j, back ? " (was " : "");
        add_words(j, back ? old : "");
        add_words(j, back ? ")" : "");
    }
    tell(j, new ? new : "unknown", ".status", name_string(old), name_string(new));
}

/* ---- all of it ---- */

/* Calls itself as deeply as the list of fields is. */
static bool compare_fields(struct comparing *j, const struct field_list *shape, const char *path,
                           const char *old, const char *new);

/* An object that only one question may have. One that is there and empty is told of by itself. */
static bool compare_optional(struct comparing *j, const struct record_field *f, const char *path,
                             const char *old, const char *new) {
    bool was = *(const bool *)(old + f->count), is = *(const bool *)(new + f->count);
    if (f->at == offsetof(qp_question, response) ? j->answered : j->closed)
        return false;
    if (compare_fields(j, f->shape, path, old + f->at, new + f->at))
        return true;
    if (was == is || j->old->status != j->new->status || leave_out(j, was, is))
        return false;
    add_words(j, f->said_as);
    add_words(j, was ? " removed" : " added");
    tell(j, was ? "removed" : "added", path, (qp_string){0}, (qp_string){0});
    return true;
}

/* Whether the comments explain the change of their printed number. */
static bool is_counted(const struct comparing *j) {
    const qp_question *old = j->old, *new = j->new;
    long more = (long)new->comment_item_count - (long)old->comment_item_count;
    return old->comment_count >= 0 && new->comment_count - old->comment_count == more;
}

static bool compare_field(struct comparing *j, const struct record_field *f, const char *parent,
                          const char *old, const char *new) {
    char path[64];
    snprintf(path, sizeof path, "%s.%s", parent, f->key);
    switch (f->kind) {
    case VALUE_BLOCKS:
        return compare_blocks(j, &(struct section){f->said_as, parent,
                                                   (const qp_blocks *)(const void *)(old + f->at),
                                                   (const qp_blocks *)(const void *)(new + f->at)});
    case VALUE_LIST: compare_list(j, path, f->flags & OF_INPUT); return false;
    case VALUE_OBJECT: return compare_fields(j, f->shape, path, old + f->at, new + f->at);
    case VALUE_OPTIONAL: return compare_optional(j, f, path, old, new);
    case VALUE_LONG:
        if (is_counted(j))
            return false;
        break;
    case VALUE_SCHEMA:
    case VALUE_CHAMBER:
    case VALUE_TEXT:
    case VALUE_DATE:
    case VALUE_MOMENT:
    case VALUE_NAME:
    case VALUE_INT:
    case VALUE_SIZE: break;
    }
    return compare_value(j, f, path, old + f->at, new + f->at);
}

static bool compare_fields(struct comparing *j, const struct field_list *shape, const char *path,
                           const char *old, const char *new) {
    bool changed = false;
    size_t left_out = j->c->left_out ? *j->c->left_out : 0;
    /* A number is told behind what it counts. */
    for (int last = 0; last < 2; last++)
        for (size_t i = 0; i < shape->count; i++) {
            const struct record_field *f = &shape->items[i];
            bool follows = f->flags & FOLLOWS;
            if ((f->flags & (UNTOLD | TOLD_FIRST)) || (f->flags & ADDED && j->c->older) ||
                (f->kind == VALUE_LONG || follows) != last || (follows && changed))
                continue;
            /* It is that of another ministry where the source tells another. */
            if (follows && j->c->across && *j->c->left_out > left_out)
                continue;
            changed |= compare_field(j, f, path, old, new);
        }
    return changed;
}

int compare_questions(const struct comparison *c, const qp_question *old, const qp_question *new) {
    struct comparing j = {.c = c, .old = old, .new = new};
    compare_status(&j);
    compare_fields(&j, &record_fields, "", (const char *)old, (const char *)new);
    buffer_free(&j.text);
    arena_free(&j.arena);
    return j.failed ? -1 : 0;
}
