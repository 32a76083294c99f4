/* The blocks of a section compared: paragraphs and tables that changed, moved, came or went. */
#include "compare/blocks.h"

#include "base/utf8.h"
#include "compare/pairs.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

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
    if (same && !j->c->exact) /* copied text of a page has paragraphs for its tables */
        return;
    char path[64];
    snprintf(path, sizeof path, "%s.blocks[%zu].text", s->path, index);
    add_words(j, s->label);
    add_words(j, b->type == QP_TABLE ? ", table " : ", paragraph ");
    add_number(j, index + 1);
    add_words(j, old && new ? ": " : " ");
    if (same) {
        add_words(j, b->type == QP_TABLE ? "is a table now" : "is no table any more");
    } else if (old && new) {
        add_difference(j, was, is, manner);
    } else {
        add_words(j, what);
        add_words(j, ": ");
        add_difference(j, was, is, manner);
    }
    tell(j, what, path, was, is);
}

static void tell_moved(struct comparing *j, const struct section *s, size_t from, size_t to) {
    const qp_block *old = &s->old->items[from], *new = &s->new->items[to];
    const char *kind = new->type == QP_TABLE ? "table " : "paragraph ";
    char path[64];
    snprintf(path, sizeof path, "%s.blocks[%zu].text", s->path, to);
    add_words(j, s->label);
    add_words(j, ", ");
    add_words(j, kind);
    add_number(j, to + 1);
    add_words(j, " moved: was ");
    add_words(j, kind);
    add_number(j, from + 1);
    tell(j, "moved", path, old->text, new->text);
}

enum { PAIRS_MOST = 64 };

/* Pairs the old blocks of a stretch with the new ones that they became: in order, so that the pairs
 * have as many words in common as possible. */
struct pairing {
    size_t n, m;
    double score[PAIRS_MOST + 1][PAIRS_MOST + 1];
    double alike[PAIRS_MOST][PAIRS_MOST];
};

static const double ALIKE = 0.4; /* of the words in common; less is another paragraph */

static size_t total_size(const qp_block *blocks, size_t count) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += blocks[i].text.size;
    return size;
}

static int split_blocks(struct arena *arena, const qp_block *blocks, size_t count, bool long_text,
                        struct pieces *split) {
    for (size_t i = 0; i < count; i++) {
        struct span text = {blocks[i].text.data, blocks[i].text.size};
        if (words_split(arena, text, (struct manner){.long_text = long_text}, &split[i]))
            return -1;
    }
    return 0;
}

static int measure(const struct section *s, const struct gap *g, const struct pairs *l,
                   struct pairing *p) {
    struct pieces texts[2 * PAIRS_MOST];
    struct arena arena = {0};
    const qp_block *old = s->old->items + g->old, *new = s->new->items + g->new;
    size_t symbols;
    p->n = g->old_end - g->old;
    p->m = g->new_end - g->new;
    bool long_text = total_size(old, p->n) + total_size(new, p->m) > WORDS_MOST;
    if (split_blocks(&arena, old, p->n, long_text, texts) ||
        split_blocks(&arena, new, p->m, long_text, texts + p->n) ||
        words_number(texts, p->n + p->m, &symbols) || words_sort(texts, p->n + p->m, symbols)) {
        arena_free(&arena);
        return -1;
    }
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->m; k++)
            p->alike[i][k] = l->old_to[g->old + i] || l->new_from[g->new + k]
                                 ? 0 : words_shared(&texts[i], &texts[p->n + k]);
    arena_free(&arena);
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

/* pair[i] becomes the new block of old block i, from 1 on; 0: none. */
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

/* In a reversed triple the middle keeps its index: only the outer two moved. */
static void tell_new(struct comparing *j, const struct section *s, const struct pairs *l,
                     size_t index) {
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
        if (!p || measure(s, g, l, p)) {
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

/* A section's whole text came or went. */
static void tell_text(struct comparing *j, const struct section *s) {
    bool came = s->old->count == 0;
    char path[32];
    snprintf(path, sizeof path, "%s.blocks", s->path);
    add_words(j, s->label);
    add_words(j, came ? "'s text added (" : "'s text removed (");
    add_blocks(j, came ? s->new : s->old);
    add_words(j, ")");
    tell(j, came ? "added" : "removed", path, (qp_string){0}, (qp_string){0});
}

static int member_block(struct comparing *j, const qp_block *b, struct buffer *text,
                        struct piece *out) {
    buffer_char(text, b->type == QP_TABLE ? 't' : 'p');
    return pairs_text(j, b->text, b->type == QP_TABLE, text) ? -1 : pairs_take(j, text, out);
}

/* A walk over the characters of all blocks that are no spaces. */
struct running {
    const qp_blocks *blocks;
    size_t next;
    const char *p, *end;
};

/* 0 at the end. */
static uint32_t next_visible(struct running *r) {
    for (;;) {
        while (r->p == r->end) {
            if (r->next == r->blocks->count)
                return 0;
            qp_string text = r->blocks->items[r->next++].text;
            r->p = text.data;
            r->end = text.data + text.size;
        }
        uint32_t c = utf8_next(&r->p, r->end);
        if (c > ' ' && c != 0xA0 && c != 0x2007 && c != 0x200B && c != 0x202F)
            return c;
    }
}

/* Where one of two inputs is text, paragraphs may have become one, or a table's cells lines. */
static bool same_running_text(const struct section *s) {
    struct running old = {.blocks = s->old}, new = {.blocks = s->new};
    uint32_t c;
    while ((c = next_visible(&old)) && c == next_visible(&new))
        ;
    return !c && !next_visible(&new);
}

bool compare_blocks(struct comparing *j, const struct section *s) {
    struct pairs l;
    struct gap g = {0};
    struct buffer text = {0};
    bool changed = false;
    if (leave_out(j, s->old->count, s->new->count) ||
        (j->c->across && !j->c->exact && same_running_text(s)))
        return false;
    if (!s->old->count != !s->new->count) {
        tell_text(j, s);
        return true;
    }
    int rc = pairs_make(j, s->old->count, s->new->count, &l);
    for (size_t i = 0; rc == 0 && i < s->old->count; i++)
        rc = member_block(j, &s->old->items[i], &text, &l.old.items[i]);
    for (size_t i = 0; rc == 0 && i < s->new->count; i++)
        rc = member_block(j, &s->new->items[i], &text, &l.new.items[i]);
    if (rc == 0)
        rc = pairs_find(&l);
    while (rc == 0 && pairs_gap(&l, &g)) {
        changed = true;
        rc = tell_gap(j, s, &l, &g);
    }
    buffer_free(&text);
    j->failed |= rc != 0;
    return changed;
}
