/* The items that two sequences have in common, by Myers's O(ND) difference in linear space. Two
 * ways grow from both ends of a box, one diagonal to each side at every step; where they meet the
 * box is split, and both halves are treated alike. The steps are limited: a box that takes more is
 * not split. */
#include "compare/align.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEPS_EACH = 1000,       /* for each item: enough for a thousand words that share none */
    ITEMS_MOST = 4 * 1000000 /* the diagonals take 8 bytes an item */
};

/* Items [a0, a1) of one and [b0, b1) of the other, still to be compared. */
struct box {
    int32_t a0, a1, b0, b1;
};

/* The items that the other sequence has too; `at` is their index in the whole sequence. */
struct sequence {
    uint32_t *items;
    int32_t *at;
    int32_t count;
    bool *kept;
};

struct alignment {
    struct sequence a, b;
    int32_t *forward, *backward; /* by diagonal: the furthest index in a that is reached */
    struct box *stack;
    size_t depth, room;
    size_t steps;
    bool coarse;
};

static int push(struct alignment *w, struct box box) {
    if (w->depth == w->room) {
        size_t room = w->room ? 2 * w->room : 64;
        struct box *stack = realloc(w->stack, room * sizeof *stack);
        if (!stack)
            return -1;
        w->stack = stack;
        w->room = room;
    }
    w->stack[w->depth++] = box;
    return 0;
}

/* Keeps equal items at both ends, and takes them off the box. */
static void trim(struct alignment *w, struct box *x) {
    while (x->a0 < x->a1 && x->b0 < x->b1 && w->a.items[x->a0] == w->b.items[x->b0]) {
        w->a.kept[w->a.at[x->a0++]] = true;
        w->b.kept[w->b.at[x->b0++]] = true;
    }
    while (x->a0 < x->a1 && x->b0 < x->b1 && w->a.items[x->a1 - 1] == w->b.items[x->b1 - 1]) {
        w->a.kept[w->a.at[--x->a1]] = true;
        w->b.kept[w->b.at[--x->b1]] = true;
    }
}

/* The ways from one end. Each step reaches the even diagonals or the odd ones, by turns. */
struct front {
    int32_t *reached; /* by diagonal: index in a minus index in b */
    int32_t low, high;
};

/* One diagonal more to each side; at a side of the box one less. `outside` is beaten by any
 * index. */
static void widen(struct front *f, int32_t least, int32_t most, int32_t outside) {
    if (f->low > least)
        f->reached[--f->low - 1] = outside;
    else
        f->low++;
    if (f->high < most)
        f->reached[++f->high + 1] = outside;
    else
        f->high--;
}

static bool reaches(const struct front *f, int32_t diagonal) {
    return diagonal >= f->low && diagonal <= f->high;
}

static int32_t forwards(struct alignment *w, const struct box *x, struct front *f, int32_t d) {
    int32_t below = f->reached[d - 1], above = f->reached[d + 1];
    int32_t i = below >= above ? below + 1 : above, k = i - d;
    for (; i < x->a1 && k < x->b1 && w->a.items[i] == w->b.items[k]; i++, k++)
        w->steps++;
    w->steps++;
    return f->reached[d] = i;
}

static int32_t backwards(struct alignment *w, const struct box *x, struct front *f, int32_t d) {
    int32_t below = f->reached[d - 1], above = f->reached[d + 1];
    int32_t i = below < above ? below : above - 1, k = i - d;
    for (; i > x->a0 && k > x->b0 && w->a.items[i - 1] == w->b.items[k - 1]; i--, k--)
        w->steps++;
    w->steps++;
    return f->reached[d] = i;
}

/* A point on a shortest way through the box; false: it is not found within `most` steps. */
static bool split(struct alignment *w, const struct box *x, size_t most, int32_t *i, int32_t *k) {
    int32_t least = x->a0 - x->b1, greatest = x->a1 - x->b0;
    struct front f = {w->forward, x->a0 - x->b0, x->a0 - x->b0};
    struct front b = {w->backward, x->a1 - x->b1, x->a1 - x->b1};
    bool odd = (f.low - b.low) & 1;
    f.reached[f.low] = x->a0;
    b.reached[b.low] = x->a1;
    while (w->steps < most) {
        widen(&f, least, greatest, -1);
        for (int32_t d = f.high; d >= f.low; d -= 2) {
            *i = forwards(w, x, &f, d);
            *k = *i - d;
            if (odd && reaches(&b, d) && b.reached[d] <= *i)
                return true;
        }
        widen(&b, least, greatest, INT32_MAX);
        for (int32_t d = b.high; d >= b.low; d -= 2) {
            *i = backwards(w, x, &b, d);
            *k = *i - d;
            if (!odd && reaches(&f, d) && *i <= f.reached[d])
                return true;
        }
    }
    return false;
}

static int compare(struct alignment *w) {
    size_t most = STEPS_EACH * ((size_t)w->a.count + (size_t)w->b.count);
    if (push(w, (struct box){0, w->a.count, 0, w->b.count}))
        return -1;
    while (w->depth > 0) {
        struct box x = w->stack[--w->depth];
        int32_t i, k;
        trim(w, &x);
        if (x.a0 == x.a1 || x.b0 == x.b1)
            continue;
        if (!split(w, &x, most, &i, &k))
            w->coarse = true;
        else if (push(w, (struct box){i, x.a1, k, x.b1}) || push(w, (struct box){x.a0, i, x.b0, k}))
            return -1;
    }
    return 0;
}

static int reduce(struct sequence *s, const uint32_t *items, size_t count, const bool *in_other) {
    s->items = malloc((count + 1) * sizeof *s->items);
    s->at = malloc((count + 1) * sizeof *s->at);
    if (!s->items || !s->at)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (in_other[items[i]]) {
            s->items[s->count] = items[i];
            s->at[s->count++] = (int32_t)i;
        }
    return 0;
}

static bool *mark(const uint32_t *items, size_t count, size_t symbols) {
    bool *marks = calloc(symbols + 1, sizeof *marks);
    for (size_t i = 0; marks && i < count; i++)
        marks[items[i]] = true;
    return marks;
}

static int prepare(struct alignment *w, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                   size_t symbols) {
    bool *in_a = mark(a, n, symbols), *in_b = mark(b, m, symbols);
    int rc = -1;
    if (in_a && in_b && reduce(&w->a, a, n, in_b) == 0 && reduce(&w->b, b, m, in_a) == 0)
        rc = 0;
    free(in_a);
    free(in_b);
    return rc;
}

int align(const uint32_t *a, size_t n, const uint32_t *b, size_t m, size_t symbols, bool *kept_a,
          bool *kept_b, bool *coarse) {
    struct alignment w = {.a.kept = kept_a, .b.kept = kept_b};
    int32_t *diagonals = NULL;
    int rc = -1;
    memset(kept_a, 0, n * sizeof *kept_a);
    memset(kept_b, 0, m * sizeof *kept_b);
    if (n > ITEMS_MOST || m > ITEMS_MOST) {
        *coarse = true;
        return 0;
    }
    if (prepare(&w, a, n, b, m, symbols))
        goto out;
    /* Diagonals from -b.count - 1 to a.count + 1, for each direction. */
    size_t width = (size_t)w.a.count + (size_t)w.b.count + 3;
    diagonals = malloc(2 * width * sizeof *diagonals);
    if (!diagonals)
        goto out;
    w.forward = diagonals + w.b.count + 1;
    w.backward = w.forward + width;
    if (compare(&w))
        goto out;
    *coarse |= w.coarse;
    rc = 0;
out:
    free(w.a.items);
    free(w.a.at);
    free(w.b.items);
    free(w.b.at);
    free(diagonals);
    free(w.stack);
    return rc;
}
