/* Two texts compared word by word: split into pieces, numbered so that equal pieces are equal
 * numbers, aligned, and written with their changes. */
#include "compare/words.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "compare/align.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- pieces ---- */

/* Spaces of every kind: copies of one page differ in U+00A0, U+202F and other typography. */
static bool is_gap(uint32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Letters and digits of any script; any other character that is no space is a mark. */
static bool is_word_character(uint32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
    if (c < 0xC0)
        return c == 0xAA || c == 0xB2 || c == 0xB3 || c == 0xB5 || c == 0xB9 || c == 0xBA;
    return c != 0xD7 && c != 0xF7 && !(c >= 0x2010 && c <= 0x205E) && !(c >= 0x3001 && c <= 0x303F);
}

static bool is_edge(uint32_t c, struct manner manner) {
    return manner.table && (c == '\t' || c == '\n');
}

static enum piece_kind kind_of(uint32_t c, struct manner manner) {
    if (is_gap(c) && !is_edge(c, manner))
        return PIECE_SPACE;
    return is_word_character(c) ? PIECE_WORD : PIECE_MARK;
}

/* A sentence, or several short lines or cells; `p` is behind its first character. */
static const char *sentence_end(const char *start, const char *p, const char *end) {
    enum { SHORTEST = 32, LONGEST = 4096 };
    while (p < end) {
        uint32_t c = utf8_next(&p, end);
        bool ends = c < 0x80 && strchr(".,;:!?\n\t", (int)c);
        if (p - start >= LONGEST || (ends && p - start >= SHORTEST))
            break;
    }
    return p;
}

/* The piece at *p, which moves past it: a run of letters or of spaces, or one mark. */
static struct piece next_piece(const char **p, const char *end, struct manner manner) {
    const char *start = *p;
    struct piece t = {.kind = kind_of(utf8_next(p, end), manner)};
    if (manner.long_text && t.kind != PIECE_SPACE) {
        *p = sentence_end(start, *p, end);
        return (struct piece){.text = span_from(start, *p), .kind = PIECE_WORD};
    }
    while (t.kind != PIECE_MARK && *p < end) {
        const char *next = *p;
        if (kind_of(utf8_next(&next, end), manner) != t.kind)
            break;
        *p = next;
    }
    t.text = span_from(start, *p);
    return t;
}

/* The next piece that counts. Without exactness all runs of spaces are one space, and spaces at the
 * ends of a text or cell count for nothing. */
static bool next_counted(const char **p, const char *end, struct manner manner, bool *first,
                         struct piece *t) {
    while (*p < end) {
        *t = next_piece(p, end, manner);
        if (t->kind == PIECE_SPACE && !manner.exact) {
            if (*first || *p == end || is_edge((unsigned char)**p, manner))
                continue;
            t->text = SPAN(" ");
        }
        *first = t->kind == PIECE_MARK && is_edge((unsigned char)*t->text.ptr, manner);
        return true;
    }
    return false;
}

bool words_same(qp_string a, qp_string b, struct manner manner) {
    if (a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0))
        return !manner.exact || !a.data == !b.data;
    if (manner.exact)
        return false;
    const char *p = a.data ? a.data : "", *q = b.data ? b.data : "";
    const char *p_end = p + a.size, *q_end = q + b.size;
    bool p_first = true, q_first = true;
    for (;;) {
        struct piece t, u;
        bool more = next_counted(&p, p_end, manner, &p_first, &t);
        if (more != next_counted(&q, q_end, manner, &q_first, &u))
            return false;
        if (!more)
            return true;
        if (!span_equal(t.text, u.text))
            return false;
    }
}

int words_split(struct arena *arena, struct span text, struct manner manner, struct pieces *out) {
    const char *start = text.ptr ? text.ptr : "", *p = start, *end = start + text.len;
    bool first = true;
    struct piece t;
    size_t count = 0;
    while (next_counted(&p, end, manner, &first, &t))
        count++;
    out->items = arena_array(arena, count + 1, sizeof *out->items);
    if (!out->items)
        return -1;
    out->count = 0;
    p = start;
    first = true;
    while (next_counted(&p, end, manner, &first, &t))
        out->items[out->count++] = t;
    return 0;
}

void words_plain(struct span text, struct manner manner, struct buffer *out) {
    const char *p = text.ptr ? text.ptr : "", *end = p + text.len;
    bool first = true;
    struct piece t;
    while (next_counted(&p, end, manner, &first, &t))
        buffer_append(out, t.text.ptr, t.text.len);
}

static int by_text(const void *a, const void *b) {
    const struct piece *x = *(struct piece *const *)a, *y = *(struct piece *const *)b;
    if (x->text.len != y->text.len)
        return x->text.len < y->text.len ? -1 : 1;
    return memcmp(x->text.ptr, y->text.ptr, x->text.len);
}

/* Pieces that are equal up to `depth` bytes. */
struct symbol_group {
    struct piece **items;
    size_t count, depth;
};

enum {
    FEW = 64,  /* fewer pieces than these are sorted as wholes */
    KEYS = 257 /* a byte, or the end of the piece */
};

static size_t key_at(const struct piece *t, size_t depth) {
    return depth < t->text.len ? (unsigned char)t->text.ptr[depth] + 1U : 0;
}

/* Parts the group by its next byte, by way of `spare`; pieces that end there are equal. Large parts
 * go onto the stack. */
static void part(struct symbol_group g, struct piece **spare, struct symbol_group *stack,
                 size_t *depth) {
    size_t ends[KEYS] = {0};
    for (size_t i = 0; i < g.count; i++)
        ends[key_at(g.items[i], g.depth)]++;
    for (size_t k = 1; k < KEYS; k++)
        ends[k] += ends[k - 1];
    memcpy(spare, g.items, g.count * sizeof *spare);
    for (size_t i = g.count; i > 0; i--)
        g.items[--ends[key_at(spare[i - 1], g.depth)]] = spare[i - 1];
    for (size_t k = 1; k < KEYS; k++) { /* ends[k] is now the beginning of part k */
        size_t end = k + 1 < KEYS ? ends[k + 1] : g.count;
        struct symbol_group next = {g.items + ends[k], end - ends[k], g.depth + 1};
        if (next.count >= FEW)
            stack[(*depth)++] = next;
        else if (next.count > 1)
            qsort(next.items, next.count, sizeof *next.items, by_text);
    }
}

/* Orders the pieces so that equal ones are neighbours, byte by byte: a sort that compares whole
 * words would take more than twice as long for twice as many. */
static int bring_together(struct piece **all, size_t n) {
    struct piece **spare = malloc((n + 1) * sizeof *spare);
    struct symbol_group *stack = malloc((n / FEW + 1) * sizeof *stack);
    size_t depth = 0;
    int rc = -1;
    if (!spare || !stack)
        goto out;
    stack[depth++] = (struct symbol_group){all, n, 0};
    while (depth) {
        struct symbol_group g = stack[--depth];
        part(g, spare, stack, &depth);
    }
    rc = 0;
out:
    free(spare);
    free(stack);
    return rc;
}

int words_number(struct pieces *texts, size_t count, size_t *symbols) {
    size_t n = 0;
    uint32_t symbol = 0;
    int rc = -1;
    for (size_t i = 0; i < count; i++)
        n += texts[i].count;
    struct piece **all = malloc((n + 1) * sizeof *all);
    if (!all)
        return -1;
    n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < texts[i].count; k++)
            all[n++] = &texts[i].items[k];
    if (bring_together(all, n))
        goto out;
    for (size_t i = 0; i < n; i++) {
        symbol += i > 0 && by_text(&all[i - 1], &all[i]) != 0;
        all[i]->symbol = symbol;
    }
    *symbols = n ? (size_t)symbol + 1 : 0;
    rc = 0;
out:
    free(all);
    return rc;
}

/* A piece and the text that it belongs to. */
struct owned {
    struct piece piece;
    size_t text;
};

int words_sort(struct pieces *texts, size_t count, size_t symbols) {
    size_t n = 0;
    int rc = -1;
    for (size_t i = 0; i < count; i++)
        n += texts[i].count;
    size_t *starts = calloc(symbols + 1, sizeof *starts);
    struct owned *sorted = calloc(n + 1, sizeof *sorted);
    if (!starts || !sorted)
        goto out;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < texts[i].count; k++)
            starts[texts[i].items[k].symbol + 1]++;
    for (size_t s = 0; s < symbols; s++)
        starts[s + 1] += starts[s];
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < texts[i].count; k++)
            sorted[starts[texts[i].items[k].symbol]++] = (struct owned){texts[i].items[k], i};
        texts[i].count = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct pieces *text = &texts[sorted[i].text];
        if (sorted[i].piece.kind != PIECE_SPACE)
            text->items[text->count++] = sorted[i].piece;
    }
    rc = 0;
out:
    free(starts);
    free(sorted);
    return rc;
}

double words_shared(const struct pieces *a, const struct pieces *b) {
    size_t i = 0, k = 0, shared = 0;
    while (i < a->count && k < b->count) {
        uint32_t x = a->items[i].symbol, y = b->items[k].symbol;
        shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    return a->count + b->count ? 2.0 * (double)shared / (double)(a->count + b->count) : 1;
}

/* ---- differences ---- */

struct difference {
    struct pieces old, new;
    bool *old_kept, *new_kept;
    const struct marks *marks;
    struct manner manner;
    void (*put)(struct buffer *out, struct span text);
    struct buffer *out;
};

enum {
    CONTEXT = 10, /* words shown around a change */
    LEFT_OUT = 14 /* words between two contexts; fewer are shown too */
};

static int compare(struct difference *d, bool *coarse) {
    struct pieces both[2] = {d->old, d->new};
    size_t symbols, n = d->old.count, m = d->new.count;
    uint32_t *a = malloc((n + m + 1) * sizeof *a);
    d->old_kept = malloc(n + m + 1);
    int rc = -1;
    if (a && d->old_kept && words_number(both, 2, &symbols) == 0) {
        d->new_kept = d->old_kept + n;
        for (size_t i = 0; i < n; i++)
            a[i] = d->old.items[i].symbol;
        for (size_t i = 0; i < m; i++)
            a[n + i] = d->new.items[i].symbol;
        rc = align(a, n, a + n, m, symbols, d->old_kept, d->new_kept, coarse);
    }
    free(a);
    return rc;
}

/* "[-un-]{+le+} [-petit-]{+grand+}" reads worse than "[-un petit-]{+le grand+}": between two
 * changes pieces without a word among them count as changed. */
static void join_changes(struct difference *d) {
    size_t i = 0, k = 0, n = d->old.count, m = d->new.count;
    bool changed = false;
    while (i < n || k < m) {
        size_t from = i, words = 0, run = 0;
        for (; i < n && k < m && d->old_kept[i] && d->new_kept[k]; i++, k++, run++)
            words += d->old.items[i].kind == PIECE_WORD;
        bool more = i < n || k < m;
        if (changed && more && words == 0 && run > 0) {
            memset(d->old_kept + from, 0, run);
            memset(d->new_kept + k - run, 0, run);
        }
        for (; i < n && !d->old_kept[i]; i++)
            changed = true;
        for (; k < m && !d->new_kept[k]; k++)
            changed = true;
    }
}

static bool blank(const struct piece *t, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (t[i].kind != PIECE_SPACE)
            return false;
    return true;
}

/* "\u00a0": where only spaces changed, the reader has to see which. */
static void put_spaces(struct difference *d, struct span text) {
    const char *p = text.ptr, *end = span_end(text);
    while (p < end) {
        char name[16];
        int len = snprintf(name, sizeof name, "\\u%04x", (unsigned)utf8_next(&p, end));
        buffer_append(d->out, name, (size_t)len);
    }
}

static void put_text(struct difference *d, struct span text) {
    const char *p = text.ptr, *from = p, *end = span_end(text);
    for (; p < end; p++) {
        if (*p != '\n' && *p != '\t')
            continue;
        d->put(d->out, span_from(from, p));
        d->put(d->out, !d->manner.table ? SPAN(" ") : *p == '\t' ? SPAN(" | ") : SPAN(" / "));
        from = p + 1;
    }
    d->put(d->out, span_from(from, end));
}

static void put_pieces(struct difference *d, const struct piece *t, size_t count, bool spaces) {
    for (size_t i = 0; i < count; i++) {
        if (t[i].kind == PIECE_SPACE && spaces)
            put_spaces(d, t[i].text);
        else if (t[i].kind == PIECE_SPACE && memchr(t[i].text.ptr, '\n', t[i].text.len))
            d->put(d->out, SPAN(" "));
        else
            put_text(d, t[i].text);
    }
}

static void put_changed(struct difference *d, const struct piece *t, size_t count, bool spaces,
                        const char *begin, const char *end) {
    if (count == 0)
        return;
    buffer_append(d->out, begin, strlen(begin));
    put_pieces(d, t, count, spaces);
    buffer_append(d->out, end, strlen(end));
}

/* Of many words between two changes only those near a change are shown. */
static void put_kept(struct difference *d, const struct piece *t, size_t count, bool first,
                     bool last) {
    size_t words = 0, seen = 0, before = first ? 0 : CONTEXT, after = last ? 0 : CONTEXT;
    for (size_t i = 0; i < count; i++)
        words += t[i].kind == PIECE_WORD;
    if (words < before + after + LEFT_OUT) {
        put_pieces(d, t, count, false);
        return;
    }
    size_t head = 0, tail = count;
    for (; head < count && seen < before; head++)
        seen += t[head].kind == PIECE_WORD;
    for (seen = 0; tail > head && seen < after; tail--)
        seen += t[tail - 1].kind == PIECE_WORD;
    put_pieces(d, t, head, false);
    buffer_append(d->out, head ? " …" : "…", head ? sizeof " …" - 1 : sizeof "…" - 1);
    if (tail < count)
        buffer_char(d->out, ' ');
    put_pieces(d, t + tail, count - tail, false);
}

static void write_out(struct difference *d) {
    size_t i = 0, k = 0, n = d->old.count, m = d->new.count;
    while (i < n || k < m) {
        size_t old_from = i, new_from = k;
        for (; i < n && k < m && d->old_kept[i] && d->new_kept[k]; i++)
            k++;
        put_kept(d, d->new.items + new_from, k - new_from, new_from == 0 && old_from == 0,
                 i == n && k == m);
        old_from = i;
        new_from = k;
        while (i < n && !d->old_kept[i])
            i++;
        while (k < m && !d->new_kept[k])
            k++;
        const struct piece *gone = d->old.items + old_from, *come = d->new.items + new_from;
        bool spaces = d->manner.exact && blank(gone, i - old_from) &&
                      blank(come, k - new_from);
        put_changed(d, gone, i - old_from, spaces, d->marks->gone, d->marks->gone_end);
        put_changed(d, come, k - new_from, spaces, d->marks->come, d->marks->come_end);
    }
}

int words_diff(struct span old, struct span new, struct manner manner, const struct marks *marks,
               void (*put)(struct buffer *out, struct span text), struct buffer *out,
               bool *coarse) {
    struct arena arena = {0};
    manner.long_text = old.len + new.len > WORDS_MOST;
    struct difference d = {.marks = marks, .manner = manner, .put = put, .out = out};
    int rc = -1;
    *coarse |= manner.long_text;
    if (words_split(&arena, old, manner, &d.old) == 0 &&
        words_split(&arena, new, manner, &d.new) == 0 && compare(&d, coarse) == 0) {
        join_changes(&d);
        write_out(&d);
        rc = out->failed ? -1 : 0;
    }
    free(d.old_kept);
    arena_free(&arena);
    return rc;
}
