#include "compare/compare.h"

#include "base/print.h"
#include "compare/align.h"
#include "emit/emit.h"
#include "question/date.h"
#include "question/names.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* The comparison at hand. */
struct comparing {
    const struct comparison *c;
    const qp_question *old, *new;
    struct arena arena;
    struct buffer text; /* of the message at hand */
    bool answered;      /* the status tells of the answer as a whole */
    bool closed;        /* and of the withdrawal */
    bool failed;
};

/* ---- messages ---- */

static void add(struct comparing *j, const char *text) {
    buffer_append(&j->text, text, strlen(text));
}

static void put(struct comparing *j, qp_string s) {
    j->c->put(&j->text, (struct span){s.data ? s.data : "", s.size});
}

static void add_number(struct comparing *j, size_t n) {
    char digits[24];
    size_t len = decimal((long)n, digits);
    buffer_append(&j->text, digits, len);
}

static qp_string date_string(struct comparing *j, qp_date date) {
    char digits[17];
    qp_string s = {0};
    size_t len = date.year ? date_format(date, digits) : 0;
    if (len && arena_string(&j->arena, (struct span){digits, len}, &s))
        j->failed = true;
    return s;
}

static qp_string number_string(struct comparing *j, long n) {
    char digits[24];
    qp_string s = {0};
    size_t len = decimal(n, digits);
    if (arena_string(&j->arena, (struct span){digits, len}, &s))
        j->failed = true;
    return s;
}

static qp_string name_string(const char *name) {
    return (qp_string){name, name ? strlen(name) : 0};
}

/* Tells what the message says and forgets it. */
static void tell(struct comparing *j, const char *what, const char *field, qp_string old, qp_string new) {
    struct change change = {what, field, old, new, {j->text.ptr, j->text.len}};
    if (j->text.failed)
        j->failed = true;
    else
        j->c->tell(j->c->user, &change);
    j->text.len = 0;
}

static const char *what_of(qp_string old, qp_string new) {
    return !old.data ? "added" : !new.data ? "removed" : "changed";
}

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

/* "A → B", or what changed between them. */
static void add_difference(struct comparing *j, qp_string old, qp_string new, struct manner manner) {
    bool coarse = false;
    if (words_diff(&j->arena, (struct span){old.data, old.size}, (struct span){new.data, new.size},
                   manner, j->c->marks, j->c->put, &j->text, &coarse))
        j->failed = true;
    if (coarse)
        add(j, " (compared coarsely: too much changed)");
}

/* Whether there was a change. */
static bool compare_value(struct comparing *j, const struct field *f) {
    struct manner manner = {.exact = j->c->exact};
    qp_string old = value_of(j, j->old, f), new = value_of(j, j->new, f);
    if (words_same(old, new, manner))
        return false;
    const char *what = what_of(old, new);
    add(j, f->label);
    add(j, " ");
    add(j, what);
    add(j, ": ");
    bool spaces = words_same(old, new, (struct manner){0});
    if (old.data && new.data && (f->words || spaces)) {
        add_difference(j, old, new, manner);
    } else {
        put(j, old);
        add(j, old.data && new.data ? " → " : "");
        put(j, new);
    }
    add(j, f->suffix);
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

static void add_blocks(struct comparing *j, const qp_blocks *blocks) {
    size_t tables = 0;
    for (size_t i = 0; i < blocks->count; i++)
        tables += blocks->items[i].type == QP_TABLE;
    size_t paragraphs = blocks->count - tables;
    if (paragraphs || !tables) {
        add_number(j, paragraphs);
        add(j, paragraphs == 1 ? " paragraph" : " paragraphs");
    }
    if (tables) {
        add(j, paragraphs ? ", " : "");
        add_number(j, tables);
        add(j, tables == 1 ? " table" : " tables");
    }
}

static void add_date(struct comparing *j, const char *before, qp_date date) {
    if (!date.year)
        return;
    add(j, before);
    put(j, date_string(j, date));
}

static void add_withdrawal(struct comparing *j) {
    const qp_withdrawal *w = &j->new->withdrawal;
    add_date(j, " on ", w->date);
    if (!w->reason.data)
        return;
    add(j, " (");
    put(j, w->reason);
    add(j, ")");
}

static void add_status(struct comparing *j, enum qp_status status) {
    const qp_question *q = j->new;
    switch (status) {
    case QP_ANSWERED:
        add(j, "answered");
        add_date(j, " on ", q->response.date);
        add(j, " (");
        add_blocks(j, &q->response.blocks);
        add(j, ")");
        break;
    case QP_ANNOUNCED:
        add(j, "answer announced");
        add_date(j, " for ", q->response.expected);
        break;
    case QP_WITHDRAWN:
        add(j, "withdrawn");
        add_withdrawal(j);
        break;
    case QP_LAPSED:
        add(j, "lapsed");
        add_withdrawal(j);
        break;
    case QP_TRANSFORMED:
        add(j, "transformed");
        for (size_t i = 0; i < q->relation_count; i++)
            if (q->relations[i].type == QP_TRANSFORMED_INTO) {
                add(j, " into ");
                put(j, q->relations[i].text);
                break;
            }
        break;
    case QP_PENDING:
        add(j, "pending");
        break;
    case QP_STATUS_NONE:
        add(j, "status unknown");
        break;
    }
}

static void compare_status(struct comparing *j) {
    const char *old = qp_status_name(j->old->status), *new = qp_status_name(j->new->status);
    if (j->old->status == j->new->status)
        return;
    /* What the message tells is not told again, field by field. */
    j->answered = j->old->response.blocks.count == 0 && j->old->response.date.year == 0 &&
                  (j->new->status == QP_ANSWERED || j->new->status == QP_ANNOUNCED);
    j->closed = !j->old->has_withdrawal &&
                (j->new->status == QP_WITHDRAWN || j->new->status == QP_LAPSED);
    add_status(j, j->new->status);
    if (old) {
        bool back = j->new->status == QP_PENDING || !new;
        add(j, back ? " (was " : "");
        add(j, back ? old : "");
        add(j, back ? ")" : "");
    }
    tell(j, new ? new : "unknown", ".status", name_string(old), name_string(new));
}

/* ---- lists ---- */

/* Members of a list as texts to compare, old and new ones numbered alike. */
struct pairs {
    struct pieces old, new; /* a token is a member as a whole */
    bool *old_kept, *new_kept;
    /* Where the counterpart of a member that was not kept stands, from 1 on; 0: it has none. */
    size_t *old_to, *new_from;
    bool *new_moved; /* the counterpart is the same, elsewhere */
};

static int list_make(struct comparing *j, size_t old_count, size_t new_count, struct pairs *l) {
    size_t both = old_count + new_count;
    l->old.count = old_count;
    l->new.count = new_count;
    l->old.items = arena_array(&j->arena, old_count + 1, sizeof *l->old.items);
    l->new.items = arena_array(&j->arena, new_count + 1, sizeof *l->new.items);
    l->old_kept = arena_array(&j->arena, both + new_count + 1, sizeof *l->old_kept);
    l->old_to = arena_array(&j->arena, both + 1, sizeof *l->old_to);
    if (!l->old.items || !l->new.items || !l->old_kept || !l->old_to)
        return -1;
    memset(l->old_kept, 0, (both + new_count) * sizeof *l->old_kept);
    memset(l->old_to, 0, both * sizeof *l->old_to);
    l->new_kept = l->old_kept + old_count;
    l->new_moved = l->old_kept + both;
    l->new_from = l->old_to + old_count;
    return 0;
}

/* A member's text, as it counts in a comparison. */
static int list_text(struct comparing *j, qp_string s, bool table, struct buffer *out) {
    struct manner manner = {.exact = j->c->exact, .table = table};
    struct pieces tokens;
    if (words_split(&j->arena, (struct span){s.data, s.size}, manner, &tokens))
        return -1;
    for (size_t i = 0; i < tokens.count; i++)
        buffer_append(out, tokens.items[i].text.ptr, tokens.items[i].text.len);
    buffer_char(out, '\0');
    return out->failed ? -1 : 0;
}

static int list_take(struct comparing *j, struct buffer *text, struct piece *member) {
    qp_string copy;
    int rc = text->failed ? -1 : arena_string(&j->arena, (struct span){text->ptr, text->len}, &copy);
    if (rc == 0)
        *member = (struct piece){.text = {copy.data, copy.size}, .kind = PIECE_WORD};
    text->len = 0;
    return rc;
}

/* Of the members that have no counterpart so far, the k-th of a symbol with the k-th of it,
 * wherever they stand. */
static int list_pair(struct pairs *l, size_t symbols, bool same) {
    size_t *first = calloc(symbols + 1, sizeof *first); /* by symbol, from 1 on */
    size_t *next = calloc(l->old.count + 1, sizeof *next);
    int rc = first && next ? 0 : -1;
    for (size_t i = l->old.count; rc == 0 && i > 0; i--)
        if (!l->old_kept[i - 1] && !l->old_to[i - 1]) {
            next[i - 1] = first[l->old.items[i - 1].symbol];
            first[l->old.items[i - 1].symbol] = i;
        }
    for (size_t k = 0; rc == 0 && k < l->new.count; k++) {
        size_t *i = &first[l->new.items[k].symbol];
        if (l->new_kept[k] || l->new_from[k] || !*i)
            continue;
        l->new_from[k] = *i;
        l->new_moved[k] = same;
        l->old_to[*i - 1] = k + 1;
        *i = next[*i - 1];
    }
    free(first);
    free(next);
    return rc;
}

static int list_compare(struct pairs *l) {
    struct pieces both[2] = {l->old, l->new};
    size_t symbols, n = l->old.count, m = l->new.count;
    uint32_t *a = malloc((n + m + 1) * sizeof *a);
    bool coarse = false;
    int rc = -1;
    if (a && words_number(both, 2, &symbols) == 0) {
        for (size_t i = 0; i < n; i++)
            a[i] = l->old.items[i].symbol;
        for (size_t i = 0; i < m; i++)
            a[n + i] = l->new.items[i].symbol;
        rc = align(a, n, a + n, m, symbols, l->old_kept, l->new_kept, &coarse) ||
                     list_pair(l, symbols, true)
                 ? -1 : 0;
    }
    free(a);
    return rc;
}

/* The next stretch that changed; false at the end. */
struct gap {
    size_t old, old_end, new, new_end;
};

static bool next_gap(const struct pairs *l, struct gap *g) {
    size_t n = l->old.count, m = l->new.count;
    g->old = g->old_end;
    g->new = g->new_end;
    while (g->old < n && g->new < m && l->old_kept[g->old] && l->new_kept[g->new])
        g->old++, g->new++;
    g->old_end = g->old;
    g->new_end = g->new;
    while (g->old_end < n && !l->old_kept[g->old_end])
        g->old_end++;
    while (g->new_end < m && !l->new_kept[g->new_end])
        g->new_end++;
    return g->old < g->old_end || g->new < g->new_end;
}

/* ---- blocks ---- */

struct section {
    const char *label, *path;
    const qp_blocks *old, *new;
};

static void tell_block(struct comparing *j, const struct section *s, const qp_block *old,
                       const qp_block *new) {
    const qp_block *b = new ? new : old;
    assert(b);
    size_t index = (size_t)(new ? new - s->new->items : old - s->old->items);
    bool table = old && new ? old->type == QP_TABLE && new->type == QP_TABLE
                            : b->type == QP_TABLE;
    struct manner manner = {.exact = j->c->exact, .table = table};
    qp_string none = {0}, was = old ? old->text : none, is = new ? new->text : none;
    const char *what = what_of(was, is);
    bool same = old && new && words_same(was, is, manner);
    if (same && !j->c->exact) /* a table of a page is text in some copies of it */
        return;
    char path[64];
    snprintf(path, sizeof path, "%s.blocks[%zu].text", s->path, index);
    add(j, s->label);
    add(j, b->type == QP_TABLE ? ", table " : ", paragraph ");
    add_number(j, index + 1);
    add(j, old && new ? ": " : " ");
    if (same) {
        add(j, b->type == QP_TABLE ? "is a table now" : "is no table any more");
    } else if (old && new) {
        add_difference(j, was, is, manner);
    } else {
        add(j, what);
        add(j, ": ");
        add_difference(j, was, is, manner);
    }
    tell(j, what, path, was, is);
}

static void tell_moved(struct comparing *j, const struct section *s, size_t from, size_t to) {
    const qp_block *old = &s->old->items[from], *new = &s->new->items[to];
    const char *kind = new->type == QP_TABLE ? "table " : "paragraph ";
    char path[64];
    snprintf(path, sizeof path, "%s.blocks[%zu].text", s->path, to);
    add(j, s->label);
    add(j, ", ");
    add(j, kind);
    add_number(j, to + 1);
    add(j, " moved: was ");
    add(j, kind);
    add_number(j, from + 1);
    tell(j, "moved", path, old->text, new->text);
}

enum { PAIRS_MOST = 64 };

/* In a stretch that changed, which old block became which new one: those that have words in
 * common, in order, so that as much as possible is. */
struct pairing {
    size_t n, m;
    double score[PAIRS_MOST + 1][PAIRS_MOST + 1];
    double alike[PAIRS_MOST][PAIRS_MOST];
};

static const double ALIKE = 0.4; /* less is another paragraph */

static int sort_blocks(struct comparing *j, const qp_block *blocks, size_t count, struct pieces *split) {
    for (size_t i = 0; i < count; i++) {
        struct span text = {blocks[i].text.data, blocks[i].text.size};
        if (words_split(&j->arena, text, (struct manner){0}, &split[i]))
            return -1;
    }
    return 0;
}

static int measure(struct comparing *j, const struct section *s, const struct gap *g,
                   const struct pairs *l, struct pairing *p) {
    struct pieces texts[2 * PAIRS_MOST];
    size_t symbols;
    p->n = g->old_end - g->old;
    p->m = g->new_end - g->new;
    if (sort_blocks(j, s->old->items + g->old, p->n, texts) ||
        sort_blocks(j, s->new->items + g->new, p->m, texts + p->n) ||
        words_number(texts, p->n + p->m, &symbols) || words_sort(texts, p->n + p->m, symbols))
        return -1;
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->m; k++)
            p->alike[i][k] = l->old_to[g->old + i] || l->new_from[g->new + k]
                                 ? 0 : words_shared(&texts[i], &texts[p->n + k]);
    return 0;
}

static void score(struct pairing *p) {
    for (size_t i = 0; i <= p->n; i++)
        for (size_t k = 0; k <= p->m; k++) {
            double best = 0;
            if (i > 0 && p->score[i - 1][k] > best)
                best = p->score[i - 1][k];
            if (k > 0 && p->score[i][k - 1] > best)
                best = p->score[i][k - 1];
            if (i > 0 && k > 0 && p->alike[i - 1][k - 1] >= ALIKE &&
                p->score[i - 1][k - 1] + p->alike[i - 1][k - 1] > best)
                best = p->score[i - 1][k - 1] + p->alike[i - 1][k - 1];
            p->score[i][k] = best;
        }
}

/* pair[i]: the new block of old block i, counted from 1; 0: none. */
static void choose(const struct pairing *p, size_t pair[PAIRS_MOST]) {
    size_t i = p->n, k = p->m;
    memset(pair, 0, PAIRS_MOST * sizeof *pair);
    while (i > 0 && k > 0) {
        if (p->score[i][k] == p->score[i][k - 1])
            k--;
        else if (p->score[i][k] == p->score[i - 1][k])
            i--;
        else
            pair[--i] = k--;
    }
}

/* Of three in the opposite order the middle one is where it was: the others are told. */
static void tell_new(struct comparing *j, const struct section *s, const struct pairs *l, size_t index) {
    size_t from = l->new_from[index];
    if (!from)
        tell_block(j, s, NULL, &s->new->items[index]);
    else if (from != index + 1)
        tell_moved(j, s, from - 1, index);
}

static int tell_gap(struct comparing *j, const struct section *s, const struct pairs *l,
                    const struct gap *g) {
    const qp_block *old = s->old->items, *new = s->new->items;
    size_t n = g->old_end - g->old, m = g->new_end - g->new, k = 0;
    size_t pair[PAIRS_MOST] = {0};
    if (n > 0 && m > 0 && n <= PAIRS_MOST && m <= PAIRS_MOST) {
        struct pairing *p = calloc(1, sizeof *p);
        if (!p || measure(j, s, g, l, p)) {
            free(p);
            return -1;
        }
        score(p);
        choose(p, pair);
        free(p);
    }
    for (size_t i = 0; i < n; i++) {
        size_t to = i < PAIRS_MOST && pair[i] ? pair[i] - 1 : k;
        bool paired = i < PAIRS_MOST && pair[i];
        for (; paired && k < to; k++)
            tell_new(j, s, l, g->new + k);
        if (!l->old_to[g->old + i])
            tell_block(j, s, &old[g->old + i], paired ? &new[g->new + k] : NULL);
        k += paired;
    }
    for (; k < m; k++)
        tell_new(j, s, l, g->new + k);
    return 0;
}

/* All or nothing of a section's text: told as one change. */
static void tell_text(struct comparing *j, const struct section *s) {
    bool came = s->old->count == 0;
    char path[32];
    snprintf(path, sizeof path, "%s.blocks", s->path);
    add(j, s->label);
    add(j, came ? "'s text added (" : "'s text removed (");
    add_blocks(j, came ? s->new : s->old);
    add(j, ")");
    tell(j, came ? "added" : "removed", path, (qp_string){0}, (qp_string){0});
}

static int member_block(struct comparing *j, const qp_block *b, struct buffer *text, struct piece *out) {
    buffer_char(text, b->type == QP_TABLE ? 't' : 'p');
    return list_text(j, b->text, b->type == QP_TABLE, text) ? -1 : list_take(j, text, out);
}

static bool compare_blocks(struct comparing *j, const struct section *s) {
    struct pairs l;
    struct gap g = {0};
    struct buffer text = {0};
    bool changed = false;
    if (!s->old->count != !s->new->count) {
        tell_text(j, s);
        return true;
    }
    int rc = list_make(j, s->old->count, s->new->count, &l);
    for (size_t i = 0; rc == 0 && i < s->old->count; i++)
        rc = member_block(j, &s->old->items[i], &text, &l.old.items[i]);
    for (size_t i = 0; rc == 0 && i < s->new->count; i++)
        rc = member_block(j, &s->new->items[i], &text, &l.new.items[i]);
    if (rc == 0)
        rc = list_compare(&l);
    while (rc == 0 && next_gap(&l, &g)) {
        changed = true;
        rc = tell_gap(j, s, &l, &g);
    }
    buffer_free(&text);
    j->failed |= rc != 0;
    return changed;
}

/* ---- other lists ---- */

enum fate { ADDED, REMOVED, MOVED };

static const char *const fates[] = {"added", "removed", "moved"};

/* What a list's members are, for one piece of code to compare them all. */
struct list_kind {
    const char *path;
    size_t at, count_at, size;
    /* The member as text, for comparing. */
    int (*member)(struct comparing *j, const void *member, struct buffer *out);
    /* What is said of it: "transferred to X on D". */
    void (*say)(struct comparing *j, const void *member, enum fate fate);
    qp_string (*value)(const void *member);
    /* What tells that two are one that was edited; NULL: nothing does. */
    int (*key)(struct comparing *j, const void *member, struct buffer *out);
    const char *edited; /* the member's key that the edition is told of, and its value */
    qp_string (*edited_value)(const void *member);
    void (*say_edited)(struct comparing *j, const void *old, const void *new);
};

static void say_what(struct comparing *j, const char *label, enum fate fate) {
    add(j, label);
    add(j, " ");
    add(j, fates[fate]);
}

static int member_term(struct comparing *j, const void *member, struct buffer *out) {
    return list_text(j, *(const qp_string *)member, false, out);
}

static void say_term(struct comparing *j, const void *member, enum fate fate) {
    say_what(j, "analysis", fate);
    add(j, ": ");
    put(j, *(const qp_string *)member);
}

static qp_string value_term(const void *member) {
    return *(const qp_string *)member;
}

static int key_relation(struct comparing *j, const void *member, struct buffer *out) {
    const qp_relation *r = member;
    buffer_char(out, (char)('0' + (int)r->type));
    return list_text(j, r->text, false, out) || list_text(j, r->number, false, out) ? -1 : 0;
}

static int member_relation(struct comparing *j, const void *member, struct buffer *out) {
    const qp_relation *r = member;
    return key_relation(j, member, out) || list_text(j, r->url, false, out) ? -1 : 0;
}

static void say_relation(struct comparing *j, const void *member, enum fate fate) {
    static const char *const verbs[] = {
        [QP_TRANSFORMED_INTO] = ": transformed into ", [QP_RECALLS] = ": recalls ",
        [QP_CITES] = ": cites ",
    };
    const qp_relation *r = member;
    say_what(j, "relation", fate);
    add(j, verbs[r->type]);
    put(j, r->text);
}

static qp_string url_relation(const void *member) {
    return ((const qp_relation *)member)->url;
}

static void say_relation_edited(struct comparing *j, const void *old, const void *new) {
    const qp_relation *a = old, *b = new;
    add(j, "relation's address ");
    add(j, what_of(a->url, b->url));
    add(j, " (");
    put(j, b->text);
    add(j, "): ");
    put(j, a->url);
    add(j, a->url.data && b->url.data ? " → " : "");
    put(j, b->url);
}

static qp_string value_relation(const void *member) {
    return ((const qp_relation *)member)->text;
}

static int member_event(struct comparing *j, const void *member, struct buffer *out) {
    const qp_event *e = member;
    buffer_char(out, (char)('0' + (int)e->type));
    return list_text(j, date_string(j, e->date), false, out) || list_text(j, e->detail, false, out)
               ? -1 : 0;
}

static void say_event(struct comparing *j, const void *member, enum fate fate) {
    const qp_event *e = member;
    add(j, fate == ADDED ? "" : fates[fate]);
    add(j, fate == ADDED ? "" : ": ");
    add(j, event_name(e->type));
    if (e->detail.data) {
        add(j, e->type == QP_TRANSFERRED ? " to " : " (");
        put(j, e->detail);
        add(j, e->type == QP_TRANSFERRED ? "" : ")");
    }
    add_date(j, " on ", e->date);
}

static qp_string value_event(const void *member) {
    return ((const qp_event *)member)->detail;
}

static int key_comment(struct comparing *j, const void *member, struct buffer *out) {
    const qp_comment *c = member;
    return list_text(j, c->author, false, out) || list_text(j, date_string(j, c->date), false, out)
               ? -1 : 0;
}

static int member_comment(struct comparing *j, const void *member, struct buffer *out) {
    const qp_comment *c = member;
    return key_comment(j, member, out) || list_text(j, c->text, false, out) ? -1 : 0;
}

static void add_source(struct comparing *j, const qp_comment *c) {
    if (c->author.data) {
        add(j, " by ");
        put(j, c->author);
    }
    add_date(j, " on ", c->date);
}

static void say_comment(struct comparing *j, const void *member, enum fate fate) {
    say_what(j, "comment", fate);
    add(j, fate == MOVED ? ":" : "");
    add_source(j, member);
}

static qp_string value_comment(const void *member) {
    return ((const qp_comment *)member)->text;
}

static void say_comment_edited(struct comparing *j, const void *old, const void *new) {
    const qp_comment *a = old, *b = new;
    add(j, "comment");
    add_source(j, b);
    add(j, ": ");
    add_difference(j, a->text, b->text, (struct manner){.exact = j->c->exact});
}

static int member_unparsed(struct comparing *j, const void *member, struct buffer *out) {
    return list_text(j, ((const qp_unparsed *)member)->text, false, out);
}

static void say_unparsed(struct comparing *j, const void *member, enum fate fate) {
    say_what(j, "line that was not understood", fate);
    add(j, ": ");
    put(j, ((const qp_unparsed *)member)->text);
}

static qp_string value_unparsed(const void *member) {
    return ((const qp_unparsed *)member)->text;
}

static const struct list_kind
    terms = {".analysis", AT(analysis), AT(analysis_count), sizeof(qp_string), member_term,
             say_term, value_term, NULL, NULL, NULL, NULL},
    relations = {".relations", AT(relations), AT(relation_count), sizeof(qp_relation),
                 member_relation, say_relation, value_relation, key_relation, "url",
                 url_relation, say_relation_edited},
    events = {".events", AT(events), AT(event_count), sizeof(qp_event), member_event, say_event,
              value_event, NULL, NULL, NULL, NULL},
    comments = {".comments.items", AT(comments), AT(comment_item_count), sizeof(qp_comment),
                member_comment, say_comment, value_comment, key_comment, "text", value_comment,
                say_comment_edited},
    unparsed = {".unparsed", AT(unparsed), AT(unparsed_count), sizeof(qp_unparsed),
                member_unparsed, say_unparsed, value_unparsed, NULL, NULL, NULL, NULL};

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
            rc = list_take(j, &text, &out->items[i]);
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
                   words_number(both, 2, &symbols) || list_pair(l, symbols, false)
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

static void compare_list(struct comparing *j, const struct list_kind *kind) {
    struct members old = members_of(j->old, kind), new = members_of(j->new, kind);
    struct pairs l;
    struct gap g = {0};
    if (list_make(j, old.count, new.count, &l) || number_members(j, kind, false, old, &l.old) ||
        number_members(j, kind, false, new, &l.new) || list_compare(&l) ||
        pair_edited(j, kind, old, new, &l)) {
        j->failed = true;
        return;
    }
    while (next_gap(&l, &g))
        tell_members(j, kind, old, new, &l, &g);
}

/* ---- all of it ---- */

/* A section that is there in one alone, and has nothing in it. */
static void compare_presence(struct comparing *j, const char *label, const char *path, bool old,
                             bool new) {
    if (old == new || j->old->status != j->new->status)
        return;
    say_what(j, label, old);
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

/* The printed number says nothing new where the comments do. */
static void compare_comments(struct comparing *j) {
    const qp_question *old = j->old, *new = j->new;
    compare_list(j, &comments);
    long more = (long)new->comment_item_count - (long)old->comment_item_count;
    if (old->comment_count < 0 || new->comment_count - old->comment_count != more)
        compare_value(j, &count_field);
}

int compare_questions(const struct comparison *c, const qp_question *old, const qp_question *new) {
    struct comparing j = {.c = c, .old = old, .new = new};
    compare_status(&j);
    compare_values(&j, SOME(fields));
    compare_list(&j, &terms);
    compare_values(&j, SOME(body_fields));
    compare_blocks(&j, &(struct section){"question", ".body", &old->body.blocks, &new->body.blocks});
    compare_response(&j);
    if (!j.closed && !compare_values(&j, SOME(withdrawal_fields)))
        compare_presence(&j, "withdrawal", ".withdrawal", old->has_withdrawal, new->has_withdrawal);
    compare_list(&j, &relations);
    compare_list(&j, &events);
    compare_comments(&j);
    compare_list(&j, &unparsed);
    buffer_free(&j.text);
    arena_free(&j.arena);
    return j.failed ? -1 : 0;
}
