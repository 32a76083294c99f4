/* Two questions compared, field by field. */
#include "compare/compare.h"

#include "compare/blocks.h"
#include "compare/lists.h"
#include "question/names.h"

#include <stddef.h>

/* ---- single values ---- */

enum kind { TEXT, DATE, INTEGER, COUNT, SITE };

struct field {
    const char *label, *suffix, *path;
    size_t at;
    enum kind kind;
    bool words; /* long enough to be compared word by word */
};

#define AT(member) offsetof(qp_question, member)

static const struct field fields[] = {
    {"id", "", ".id", AT(id), TEXT, false},
    {"site", "", ".site", AT(site), SITE, false},
    {"legislature", "", ".legislature", AT(legislature), INTEGER, false},
    {"type", "", ".type", AT(type), TEXT, false},
    {"type's label", "", ".type_label", AT(type_label), TEXT, false},
    {"number", "", ".number", AT(number), TEXT, false},
    {"reference", "", ".reference", AT(reference), TEXT, false},
    {"address", "", ".url", AT(url), TEXT, false},
    {"official page", "", ".source_url", AT(source_url), TEXT, false},
    {"author", "", ".author.name", AT(author.name), TEXT, false},
    {"civility", "", ".author.civility", AT(author.civility), TEXT, false},
    {"group", "", ".author.group", AT(author.group), TEXT, false},
    {"constituency", "", ".author.constituency", AT(author.constituency), TEXT, false},
    {"ministry", "", ".ministry.displayed", AT(ministry.displayed), TEXT, false},
    {"ministry", " (asked)", ".ministry.asked", AT(ministry.asked), TEXT, false},
    {"ministry", " (attributed)", ".ministry.attributed", AT(ministry.attributed), TEXT, false},
    {"ministry", " (answering)", ".ministry.answering", AT(ministry.answering), TEXT, false},
    {"addressee", "", ".addressee", AT(addressee), TEXT, false},
    {"title", "", ".title", AT(title), TEXT, true},
    {"rubric", "", ".rubric", AT(rubric), TEXT, false},
    {"rubric's head", "", ".rubric_head", AT(rubric_head), TEXT, false},
};

static const struct field body_fields[] = {
    {"question's date", "", ".body.date", AT(body.date), DATE, false},
    {"question's page", "", ".body.page", AT(body.page), TEXT, false},
};

static const struct field response_fields[] = {
    {"answer's date", "", ".response.date", AT(response.date), DATE, false},
    {"answer's page", "", ".response.page", AT(response.page), TEXT, false},
    {"date that the answer is announced for", "", ".response.expected", AT(response.expected), DATE,
     false},
};

static const struct field withdrawal_fields[] = {
    {"withdrawal's date", "", ".withdrawal.date", AT(withdrawal.date), DATE, false},
    {"withdrawal's reason", "", ".withdrawal.reason", AT(withdrawal.reason), TEXT, true},
};

static const struct field count_field = {
    "number of comments", "", ".comments.count", AT(comment_count), COUNT, false,
};

#define SOME(table) (table), sizeof(table) / sizeof *(table)

static qp_string value_of(struct comparing *j, const qp_question *q, const struct field *f) {
    const void *at = (const char *)q + f->at;
    switch (f->kind) {
    case TEXT: return *(const qp_string *)at;
    case DATE: return date_string(j, *(const qp_date *)at);
    case INTEGER: return *(const int *)at ? number_string(j, *(const int *)at) : (qp_string){0};
    case COUNT: return *(const long *)at >= 0 ? number_string(j, *(const long *)at) : (qp_string){0};
    case SITE: return name_string(qp_site_name(*(const enum qp_site *)at));
    }
    return (qp_string){0};
}

/* Tells a change, and returns whether there was one. */
static bool compare_value(struct comparing *j, const struct field *f) {
    struct manner manner = {.exact = j->c->exact};
    qp_string old = value_of(j, j->old, f), new = value_of(j, j->new, f);
    if (words_same(old, new, manner))
        return false;
    const char *what = what_of(old, new);
    add_words(j, f->label);
    add_words(j, " ");
    add_words(j, what);
    add_words(j, ": ");
    bool spaces = words_same(old, new, (struct manner){0});
    if (old.data && new.data && (f->words || spaces)) {
        add_difference(j, old, new, manner);
    } else {
        add_string(j, old);
        add_words(j, old.data && new.data ? " → " : "");
        add_string(j, new);
    }
    add_words(j, f->suffix);
    tell(j, what, f->path, old, new);
    return true;
}

static bool compare_values(struct comparing *j, const struct field *table, size_t count) {
    bool changed = false;
    for (size_t i = 0; i < count; i++)
        changed |= compare_value(j, &table[i]);
    return changed;
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
    if (j->old->status == j->new->status)
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

/* Tells of a section that only one question has, and that is empty. */
static void compare_presence(struct comparing *j, const char *label, const char *path, bool old,
                             bool new) {
    if (old == new || j->old->status != j->new->status)
        return;
    add_words(j, label);
    add_words(j, old ? " removed" : " added");
    tell(j, old ? "removed" : "added", path, (qp_string){0}, (qp_string){0});
}

static void compare_response(struct comparing *j) {
    const qp_blocks *old = &j->old->response.blocks, *new = &j->new->response.blocks;
    if (j->answered)
        return;
    bool changed = compare_values(j, SOME(response_fields));
    changed |= compare_blocks(j, &(struct section){"answer", ".response", old, new});
    if (!changed)
        compare_presence(j, "section of the answer", ".response", j->old->has_response,
                         j->new->has_response);
}

/* A change of the printed number is told only where the comments do not explain it. */
static void compare_comments(struct comparing *j) {
    const qp_question *old = j->old, *new = j->new;
    compare_list(j, &comment_list);
    long more = (long)new->comment_item_count - (long)old->comment_item_count;
    if (old->comment_count < 0 || new->comment_count - old->comment_count != more)
        compare_value(j, &count_field);
}

int compare_questions(const struct comparison *c, const qp_question *old, const qp_question *new) {
    struct comparing j = {.c = c, .old = old, .new = new};
    compare_status(&j);
    compare_values(&j, SOME(fields));
    compare_list(&j, &analysis_list);
    compare_values(&j, SOME(body_fields));
    compare_blocks(&j, &(struct section){"question", ".body", &old->body.blocks, &new->body.blocks});
    compare_response(&j);
    if (!j.closed && !compare_values(&j, SOME(withdrawal_fields)))
        compare_presence(&j, "withdrawal", ".withdrawal", old->has_withdrawal, new->has_withdrawal);
    compare_list(&j, &relation_list);
    compare_list(&j, &event_list);
    compare_comments(&j);
    compare_list(&j, &unparsed_list);
    buffer_free(&j.text);
    arena_free(&j.arena);
    return j.failed ? -1 : 0;
}
