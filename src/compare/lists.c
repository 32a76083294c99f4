/* Lists of a question compared: a table says how each list's members are read and told. */
#include "compare/lists.h"

#include "compare/pairs.h"
#include "question/names.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

enum fate { ADDED, REMOVED, MOVED };

static const char *const fates[] = {"added", "removed", "moved"};

struct list_kind {
    const char *path;
    size_t at, count_at, size;
    /* The whole member as text: equal texts are equal members. */
    int (*member)(struct comparing *j, const void *member, struct buffer *out);
    /* Adds to the message: "transferred to X on D". */
    void (*say)(struct comparing *j, const void *member, enum fate fate);
    qp_string (*value)(const void *member); /* of the change */
    /* The part that an edition leaves alone, as text; NULL: members come and go only whole. */
    int (*key)(struct comparing *j, const void *member, struct buffer *out);
    const char *edited; /* the path of the edited part below the member's, and its value */
    qp_string (*edited_value)(const void *member);
    void (*say_edited)(struct comparing *j, const void *old, const void *new);
};

static void add_fate(struct comparing *j, const char *label, enum fate fate) {
    add_words(j, label);
    add_words(j, " ");
    add_words(j, fates[fate]);
}

static int member_term(struct comparing *j, const void *member, struct buffer *out) {
    return pairs_text(j, *(const qp_string *)member, false, out);
}

static void say_term(struct comparing *j, const void *member, enum fate fate) {
    add_fate(j, "analysis", fate);
    add_words(j, ": ");
    add_string(j, *(const qp_string *)member);
}

static qp_string value_term(const void *member) {
    return *(const qp_string *)member;
}

static int key_relation(struct comparing *j, const void *member, struct buffer *out) {
    const qp_relation *r = member;
    buffer_char(out, (char)('0' + (int)r->type));
    return pairs_text(j, r->text, false, out) || pairs_text(j, r->number, false, out) ? -1 : 0;
}

static int member_relation(struct comparing *j, const void *member, struct buffer *out) {
    const qp_relation *r = member;
    return key_relation(j, member, out) || pairs_text(j, r->url, false, out) ? -1 : 0;
}

static void say_relation(struct comparing *j, const void *member, enum fate fate) {
    static const char *const verbs[] = {
        [QP_TRANSFORMED_INTO] = ": transformed into ", [QP_RECALLS] = ": recalls ",
        [QP_CITES] = ": cites ",
    };
    const qp_relation *r = member;
    add_fate(j, "relation", fate);
    add_words(j, verbs[r->type]);
    add_string(j, r->text);
}

static qp_string url_relation(const void *member) {
    return ((const qp_relation *)member)->url;
}

static void say_relation_edited(struct comparing *j, const void *old, const void *new) {
    const qp_relation *a = old, *b = new;
    add_words(j, "relation's address ");
    add_words(j, what_of(a->url, b->url));
    add_words(j, " (");
    add_string(j, b->text);
    add_words(j, "): ");
    add_string(j, a->url);
    add_words(j, a->url.data && b->url.data ? " → " : "");
    add_string(j, b->url);
}

static qp_string value_relation(const void *member) {
    return ((const qp_relation *)member)->text;
}

static int key_event(struct comparing *j, const void *member, struct buffer *out) {
    const qp_event *e = member;
    buffer_char(out, (char)('0' + (int)e->type));
    return pairs_text(j, date_string(j, e->date), false, out);
}

static int member_event(struct comparing *j, const void *member, struct buffer *out) {
    const qp_event *e = member;
    return key_event(j, member, out) || pairs_text(j, e->detail, false, out) ? -1 : 0;
}

static void say_event(struct comparing *j, const void *member, enum fate fate) {
    const qp_event *e = member;
    add_words(j, fate == ADDED ? "" : fates[fate]);
    add_words(j, fate == ADDED ? "" : ": ");
    add_words(j, event_name(e->type));
    if (e->detail.data) {
        add_words(j, e->type == QP_TRANSFERRED ? " to " : " (");
        add_string(j, e->detail);
        add_words(j, e->type == QP_TRANSFERRED ? "" : ")");
    }
    add_date(j, " on ", e->date);
}

static qp_string value_event(const void *member) {
    return ((const qp_event *)member)->detail;
}

static void say_event_edited(struct comparing *j, const void *old, const void *new) {
    const qp_event *a = old, *b = new;
    add_words(j, event_name(b->type));
    add_date(j, " on ", b->date);
    add_words(j, ": ");
    add_string(j, a->detail);
    add_words(j, a->detail.data && b->detail.data ? " → " : a->detail.data ? " removed" : "added ");
    add_string(j, b->detail);
}

static int key_comment(struct comparing *j, const void *member, struct buffer *out) {
    const qp_comment *c = member;
    return pairs_text(j, c->author, false, out) ||
                   pairs_text(j, date_string(j, c->date), false, out)
               ? -1 : 0;
}

static int member_comment(struct comparing *j, const void *member, struct buffer *out) {
    const qp_comment *c = member;
    return key_comment(j, member, out) || pairs_text(j, c->text, false, out) ? -1 : 0;
}

static void add_source(struct comparing *j, const qp_comment *c) {
    if (c->author.data) {
        add_words(j, " by ");
        add_string(j, c->author);
    }
    add_date(j, " on ", c->date);
}

static void say_comment(struct comparing *j, const void *member, enum fate fate) {
    add_fate(j, "comment", fate);
    add_words(j, fate == MOVED ? ":" : "");
    add_source(j, member);
}

static qp_string value_comment(const void *member) {
    return ((const qp_comment *)member)->text;
}

static void say_comment_edited(struct comparing *j, const void *old, const void *new) {
    const qp_comment *a = old, *b = new;
    add_words(j, "comment");
    add_source(j, b);
    add_words(j, ": ");
    add_difference(j, a->text, b->text, (struct manner){.exact = j->c->exact});
}

static int member_unparsed(struct comparing *j, const void *member, struct buffer *out) {
    return pairs_text(j, ((const qp_unparsed *)member)->text, false, out);
}

static void say_unparsed(struct comparing *j, const void *member, enum fate fate) {
    add_fate(j, "line that was not understood", fate);
    add_words(j, ": ");
    add_string(j, ((const qp_unparsed *)member)->text);
}

static qp_string value_unparsed(const void *member) {
    return ((const qp_unparsed *)member)->text;
}

#define LIST(list, count) offsetof(qp_question, list), offsetof(qp_question, count)

static const struct list_kind kinds[] = {
    {".analysis", LIST(analysis, analysis_count), sizeof(qp_string), member_term, say_term,
     value_term, NULL, NULL, NULL, NULL},
    {".relations", LIST(relations, relation_count), sizeof(qp_relation), member_relation,
     say_relation, value_relation, key_relation, "url", url_relation, say_relation_edited},
    {".events", LIST(events, event_count), sizeof(qp_event), member_event, say_event, value_event,
     key_event, "detail", value_event, say_event_edited},
    {".comments.items", LIST(comments, comment_item_count), sizeof(qp_comment), member_comment,
     say_comment, value_comment, key_comment, "text", value_comment, say_comment_edited},
    {".unparsed", LIST(unparsed, unparsed_count), sizeof(qp_unparsed), member_unparsed,
     say_unparsed, value_unparsed, NULL, NULL, NULL, NULL},
};

static const struct list_kind *kind_at(const char *path) {
    const struct list_kind *kind = kinds, *end = kinds + sizeof kinds / sizeof *kinds;
    while (kind < end && strcmp(kind->path, path) != 0)
        kind++;
    assert(kind < end); /* a list of the record's fields that has no row above */
    return kind;
}

struct members {
    const char *items;
    size_t count;
};

static struct members members_of(const qp_question *q, const struct list_kind *kind) {
    struct members m;
    memcpy(&m.items, (const char *)q + kind->at, sizeof m.items);
    memcpy(&m.count, (const char *)q + kind->count_at, sizeof m.count);
    return m;
}

static int number_members(struct comparing *j, const struct list_kind *kind, bool key,
                          struct members m, struct pieces *out) {
    struct buffer text = {0};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < m.count; i++) {
        rc = (key ? kind->key : kind->member)(j, m.items + i * kind->size, &text);
        if (rc == 0)
            rc = pairs_take(j, &text, &out->items[i]);
    }
    buffer_free(&text);
    return rc;
}

static int pair_edited(struct comparing *j, const struct list_kind *kind, struct members old,
                       struct members new, struct pairs *l) {
    struct pieces both[2] = {l->old, l->new};
    size_t symbols;
    if (!kind->key)
        return 0;
    return number_members(j, kind, true, old, &l->old) ||
                   number_members(j, kind, true, new, &l->new) ||
                   words_number(both, 2, &symbols) || pairs_match(l, symbols, false)
               ? -1 : 0;
}

static void tell_member(struct comparing *j, const struct list_kind *kind, const void *member,
                        size_t index, enum fate fate) {
    qp_string none = {0}, value = kind->value(member);
    char path[64];
    snprintf(path, sizeof path, "%s[%zu]", kind->path, index);
    kind->say(j, member, fate);
    tell(j, fates[fate], path, fate == ADDED ? none : value, fate == REMOVED ? none : value);
}

static void tell_edited(struct comparing *j, const struct list_kind *kind, const void *old,
                        const void *new, size_t index) {
    assert(kind->edited_value); /* pair_edited() has paired them by it */
    qp_string was = kind->edited_value(old), is = kind->edited_value(new);
    char path[64];
    if (leave_out(j, was.data, is.data))
        return;
    snprintf(path, sizeof path, "%s[%zu].%s", kind->path, index, kind->edited);
    kind->say_edited(j, old, new);
    tell(j, what_of(was, is), path, was, is);
}

static void tell_members(struct comparing *j, const struct list_kind *kind, struct members old,
                         struct members new, const struct pairs *l, const struct gap *g) {
    for (size_t i = g->old; i < g->old_end; i++)
        if (!l->old_to[i])
            tell_member(j, kind, old.items + i * kind->size, i, REMOVED);
    for (size_t k = g->new; k < g->new_end; k++) {
        const char *is = new.items + k * kind->size;
        size_t from = l->new_from[k];
        if (from && !l->new_moved[k])
            tell_edited(j, kind, old.items + (from - 1) * kind->size, is, k);
        else if (from != k + 1)
            tell_member(j, kind, is, k, from ? MOVED : ADDED);
    }
}

void compare_list(struct comparing *j, const char *path, bool of_input) {
    const struct list_kind *kind = kind_at(path);
    struct members old = members_of(j->old, kind), new = members_of(j->new, kind);
    struct pairs l;
    struct gap g = {0};
    if (leave_out(j, old.count, new.count && !(of_input && old.count))) /* of_input: all of it */
        return;
    if (pairs_make(j, old.count, new.count, &l) || number_members(j, kind, false, old, &l.old) ||
        number_members(j, kind, false, new, &l.new) || pairs_find(&l) ||
        pair_edited(j, kind, old, new, &l)) {
        j->failed = true;
        return;
    }
    while (pairs_gap(&l, &g))
        tell_members(j, kind, old, new, &l, &g);
}
