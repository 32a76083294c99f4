/* The members of two lists paired: those that both have in the same order, and those that moved. */
#include "compare/pairs.h"

#include "compare/align.h"

#include <stdlib.h>

int pairs_make(struct comparing *j, size_t old_count, size_t new_count, struct pairs *l) {
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

int pairs_text(struct comparing *j, qp_string s, bool table, struct buffer *out) {
    struct manner manner = {.exact = j->c->exact, .table = table};
    words_plain((struct span){s.data, s.size}, manner, out);
    buffer_char(out, '\0');
    return out->failed ? -1 : 0;
}

int pairs_take(struct comparing *j, struct buffer *text, struct piece *member) {
    qp_string copy;
    struct span whole = {text->ptr, text->len};
    int rc = text->failed ? -1 : arena_string(&j->arena, whole, &copy);
    if (rc == 0)
        *member = (struct piece){.text = {copy.data, copy.size}, .kind = PIECE_WORD};
    text->len = 0;
    return rc;
}

int pairs_match(struct pairs *l, size_t symbols, bool same) {
    /* Unpaired old members, from 1 on: the first of each symbol, and the next of the same one. */
    size_t *first = calloc(symbols + 1, sizeof *first);
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

int pairs_find(struct pairs *l) {
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
                     pairs_match(l, symbols, true)
                 ? -1 : 0;
    }
    free(a);
    return rc;
}

bool pairs_gap(const struct pairs *l, struct gap *g) {
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
