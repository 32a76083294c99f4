/* Takes apart tables that w3m, elinks and pandoc draw as boxes: their cells become lines again.
 *
 * The pages of the Assemblée for legislatures 7 to 12 are such a table: a label to the left, its
 * value or a whole text to the right, each wrapped at the width of its column. */
#include "base/fold.h"
#include "page/page.h"
#include "unwrap/unwrap.h"

#include <stdlib.h>

enum { MOST_BARS = 8 };

struct bar {
    size_t column; /* in characters from the start of the line */
    size_t begin, end; /* bytes */
};

struct bars {
    struct bar items[MOST_BARS];
    size_t count;
};

static bool is_vertical(uint32_t c) {
    return c == '|' || c == 0x2502 || c == 0x2503;
}

/* A character where rules cross or meet the frame. */
static bool is_joint(uint32_t c) {
    return c == '+' || (c >= 0x250C && c <= 0x254B);
}

/* A right frame that is missing is taken to be at the end. */
static bool find_bars(struct span s, struct bars *out) {
    const char *p = s.ptr, *end = span_end(s);
    size_t column = 0;
    out->count = 0;
    for (; p < end; column++) {
        const char *from = p;
        if (!is_vertical(utf8_next(&p, end)))
            continue;
        if (out->count == MOST_BARS)
            return false;
        out->items[out->count++] =
            (struct bar){column, (size_t)(from - s.ptr), (size_t)(p - s.ptr)};
    }
    if (out->count == 0 || out->items[0].begin != 0)
        return false;
    if (out->items[out->count - 1].end != s.len && out->count < MOST_BARS)
        out->items[out->count++] = (struct bar){column, s.len, s.len};
    return out->count >= 2 && out->items[out->count - 1].end == s.len;
}

/* "+-----+--", "┌─────┬──", or "|-----+--", as links draws it */
static bool is_frame(const struct line *l) {
    const char *p = l->ptr, *end = p + l->len;
    uint32_t first = utf8_next(&p, end);
    bool goes_on = p < end && *p == '-'; /* the page may end right behind a "│" */
    return (l->flags & LINE_RULE) && (is_joint(first) || (is_vertical(first) && goes_on));
}

static bool is_row(const struct line *l) {
    const char *p = l->ptr;
    return is_vertical(utf8_next(&p, l->ptr + l->len));
}

/* Keeps the bars that both have; others belong to a table in a cell. */
static void keep_common(struct bars *common, const struct bars *other) {
    size_t kept = 0, k = 0;
    for (size_t i = 0; i < common->count; i++) {
        while (k < other->count && other->items[k].column < common->items[i].column)
            k++;
        if (k < other->count && other->items[k].column == common->items[i].column)
            common->items[kept++] = common->items[i];
    }
    common->count = kept;
}

static size_t last_column(const struct bars *bars) {
    return bars->items[bars->count - 1].column;
}

/* The line's bar for the k-th of its row; NULL: there is none. Browsers pad to a terminal's columns,
 * where 日 takes two and a combining accent none: behind these all bars are shifted. */
static const struct bar *bar_of(const struct bars *line, const struct bars *row, size_t k) {
    size_t column = row->items[k].column;
    size_t shifted = column + last_column(line) - last_column(row);
    if (line->count == row->count)
        return &line->items[k];
    if (k + 1 == row->count) /* text may be behind the frame */
        return &line->items[line->count - 1];
    for (size_t i = 0; i < line->count; i++)
        if (line->items[i].column == column || line->items[i].column == shifted)
            return &line->items[i];
    return NULL;
}

/* The k-th cell of a line, and how many columns its characters take beyond one each. */
static struct span cell_of(struct span s, const struct bars *row, size_t k, size_t *wider) {
    struct bars bars;
    const struct bar *from = NULL, *to = NULL;
    *wider = 0;
    if (find_bars(s, &bars)) {
        from = bar_of(&bars, row, k);
        to = bar_of(&bars, row, k + 1);
    }
    if (!from || !to || to->begin < from->end)
        return (struct span){s.ptr, 0};
    *wider = row->items[k + 1].column - row->items[k].column - (to->column - from->column);
    return (struct span){s.ptr + from->end, to->begin - from->end};
}

/* Whether the cell holds only the drawing of a table within it. */
static bool is_drawing(struct span s) {
    const char *p = s.ptr, *end = span_end(s);
    while (p < end) {
        uint32_t c = utf8_next(&p, end);
        if (!(c >= 0x2500 && c <= 0x257F) && (c >= 0x80 || !memchr("-+=| ", (int)c, 5)))
            return false;
    }
    return true;
}

struct box {
    struct page *page;
    struct line *lines; /* replace those of the page */
    size_t count, cap;
    struct buffer text; /* the text of the current line */
    size_t offset;
    uint8_t flags;
};

static int put_line(struct box *b) {
    qp_string copy;
    if (b->text.failed)
        return -1;
    if (b->text.len == 0)
        return 0;
    if (arena_string(b->page->arena, (struct span){b->text.ptr, b->text.len}, &copy) ||
        array_reserve((void **)&b->lines, &b->cap, b->count, sizeof *b->lines))
        return -1;
    b->lines[b->count++] = (struct line){.ptr = copy.data, .len = (uint32_t)copy.size,
                                         .offset = (uint32_t)b->offset, .flags = b->flags};
    b->text.len = 0;
    b->flags = LINE_WHOLE;
    return 0;
}

/* Joins two lines of a cell if the first word of the second did not fit into the first. A colon
 * never begins a line: in "attributaire : " a no-break space tied it to the word before. */
static int unbox_cell(struct box *b, const struct line *lines, size_t count, const struct bars *row,
                      size_t k) {
    struct span last = NO_SPAN;
    size_t width = row->items[k + 1].column - row->items[k].column - 1, taken = 0, wider;
    b->flags = LINE_WHOLE | LINE_STARTS;
    for (size_t i = 0; i < count; i++) {
        struct span s = span_trim(cell_of(line_text(&lines[i]), row, k, &wider));
        bool blank = span_blank(s) || is_drawing(s);
        bool full = last.ptr && !blank && taken + 1 + unfold_first_unit(s, true) > width;
        bool joined = full || (last.ptr && !blank && s.ptr[0] == ':');
        if (!joined && put_line(b))
            return -1;
        last = blank ? NO_SPAN : s;
        taken = utf8_length(s) + wider; /* unsigned: of accents that stand apart it is less */
        if (blank) {
            b->flags |= LINE_STARTS;
            continue;
        }
        if (!joined)
            b->offset = lines[i].offset + (size_t)(s.ptr - lines[i].ptr);
        else if (!unfold_cuts_date((struct span){b->text.ptr, b->text.len}, s))
            buffer_char(&b->text, ' ');
        buffer_append(&b->text, s.ptr, s.len);
    }
    return put_line(b);
}

static int copy_lines(struct box *b, const struct line *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (array_reserve((void **)&b->lines, &b->cap, b->count, sizeof *b->lines))
            return -1;
        b->lines[b->count++] = lines[i];
    }
    return 0;
}

/* Drops the bars that a line lacks: its text goes on in the cell before. All have the frame's. */
static void keep_found(struct bars *row, const struct line *lines, size_t count) {
    struct bars bars, all = *row;
    size_t kept = 0;
    for (size_t k = 0; k < all.count; k++) {
        bool found = true;
        for (size_t i = 0; i < count && found; i++)
            found = find_bars(line_text(&lines[i]), &bars) && bar_of(&bars, &all, k);
        if (found)
            row->items[kept++] = all.items[k];
    }
    row->count = kept;
}

/* The bars between the cells of a row, below a frame of that width: those that all lines as wide
 * have, else those of the first line. None if a line is no row. */
static struct bars row_bars(const struct line *lines, size_t count, size_t width) {
    struct bars common = {.count = 0}, bars;
    for (size_t i = 0; i < count; i++) {
        if (!find_bars(line_text(&lines[i]), &bars))
            return (struct bars){.count = 0};
        if (last_column(&bars) + 1 != width)
            continue;
        if (common.count)
            keep_common(&common, &bars);
        else
            common = bars;
    }
    if (!common.count)
        find_bars(line_text(&lines[0]), &common);
    keep_found(&common, lines, count);
    return common;
}

static int unbox_row(struct box *b, const struct line *lines, size_t count, size_t width) {
    struct bars bars = row_bars(lines, count, width);
    if (bars.count < 2)
        return copy_lines(b, lines, count);
    for (size_t i = 0; i + 1 < bars.count; i++)
        if (unbox_cell(b, lines, count, &bars, i))
            return -1;
    return 0;
}

/* The first row below a frame, "│Question N° :  │ de M. Martin Jean ( … ) │ QE │". Its first cell is
 * half-way down where the second has more lines. */
static bool heads_question(const struct page *page, size_t i) {
    struct bars bars;
    struct span rest;
    if (!is_frame(&page->lines[i]))
        return false;
    while (++i < page->count && !is_frame(&page->lines[i])) {
        struct span s = line_text(&page->lines[i]);
        if (!find_bars(s, &bars) || bars.count <= 2)
            return false;
        struct span cell = {s.ptr + bars.items[0].end, bars.items[1].begin - bars.items[0].end};
        if (!span_blank(cell))
            return fold_prefix(cell, "question n", &rest);
    }
    return false;
}

int unbox(struct page *page) {
    struct box b = {.page = page};
    bool inside = false, found = false;
    size_t width = 0; /* of the frame */
    for (size_t i = 0; i < page->count && !found; i++)
        found = heads_question(page, i);
    if (!found)
        return 0;
    int rc = 0;
    for (size_t i = 0, next; i < page->count && rc == 0; i = next) {
        next = i + 1;
        inside = (inside && (is_frame(&page->lines[i]) || is_row(&page->lines[i]))) ||
                 heads_question(page, i);
        if (!inside) {
            rc = copy_lines(&b, &page->lines[i], 1);
        } else if (!is_frame(&page->lines[i])) {
            while (next < page->count && is_row(&page->lines[next]) &&
                   !is_frame(&page->lines[next]))
                next++;
            rc = unbox_row(&b, &page->lines[i], next - i, width);
        } else {
            width = utf8_length(line_text(&page->lines[i]));
        }
    }
    buffer_free(&b.text);
    if (rc == 0) {
        free(page->lines);
        page->lines = b.lines;
        page->count = b.count;
        page->cap = b.cap;
    } else {
        free(b.lines);
    }
    return rc;
}
