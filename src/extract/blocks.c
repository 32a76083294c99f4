/* Lines to paragraphs and tables, and one-line values. */
#include "extract/blocks.h"

#include "base/fold.h"

static size_t wide_space(const char *p, const char *end) {
    if (end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    if (end - p >= 3 && (memcmp(p, "\xE2\x80\xAF", 3) == 0 || memcmp(p, "\xE2\x80\x87", 3) == 0))
        return 3;
    return 0;
}

static bool plain_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int text_value(struct arena *arena, struct span s, bool plain_spaces, qp_string *out) {
    s = span_trim(s);
    char *copy = arena_text(arena, s.len + 1);
    if (!copy)
        return -1;
    const char *p = s.ptr, *end = s.ptr + s.len;
    size_t n = 0;
    while (p < end) {
        while (p < end && (unsigned char)*p > ' ' && *p != '\xC2' && *p != '\xE2')
            copy[n++] = *p++;
        if (p == end)
            break;
        const char *run = p;
        bool ordinary = false, broken = false;
        size_t wide = 0;
        while (p < end && (plain_space(*p) || (wide = wide_space(p, end)))) {
            ordinary |= plain_space(*p);
            broken |= *p == '\n';
            p += plain_space(*p) ? 1 : wide;
        }
        if (p == run) {
            copy[n++] = *p++;
        } else if (broken && span_hyphenated((struct span){copy, n})) {
            continue;
        } else if (ordinary || plain_spaces) {
            if (n > 0 && p < end) /* "eau &nbsp;" ends in spaces: span_trim() keeps U+00A0 */
                copy[n++] = ' ';
        } else {
            memcpy(copy + n, run, (size_t)(p - run));
            n += (size_t)(p - run);
        }
    }
    copy[n] = '\0';
    *out = (qp_string){n ? copy : NULL, n};
    return 0;
}

void text_make_plain(qp_string *s) {
    char *to = (char *)s->data;
    const char *p = s->data, *end = p + s->size;
    while (p < end) {
        size_t wide = wide_space(p, end);
        *to++ = wide ? ' ' : *p;
        p += wide ? wide : 1;
    }
    *to = '\0';
    s->size = (size_t)(to - s->data);
}

/* Lines [begin, end) joined by line breaks. */
static int join_lines(const struct extract_request *rq, size_t begin, size_t end, qp_string *out) {
    size_t size = end - begin;
    for (size_t i = begin; i < end; i++)
        size += rq->page->lines[i].len;
    char *text = arena_text(rq->arena, size);
    if (!text)
        return -1;
    char *to = text;
    for (size_t i = begin; i < end; i++) {
        const struct line *l = &rq->page->lines[i];
        if (i > begin)
            *to++ = '\n';
        memcpy(to, l->ptr, l->len);
        to += l->len;
    }
    *to = '\0';
    *out = (qp_string){text, (size_t)(to - text)};
    if (rq->options->plain_spaces)
        text_make_plain(out);
    return 0;
}

static int read_row(const struct extract_request *rq, struct span text, qp_row *row) {
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\t';
    row->cells = arena_array(rq->arena, count, sizeof *row->cells);
    if (!row->cells)
        return -1;
    const char *cell = text.ptr, *end = text.ptr + text.len;
    for (const char *p = cell; p <= end; p++) {
        if (p < end && *p != '\t')
            continue;
        qp_string *value = &row->cells[row->count++];
        if (text_value(rq->arena, span_from(cell, p), rq->options->plain_spaces, value))
            return -1;
        if (!value->data)
            *value = (qp_string){"", 0};
        cell = p + 1;
    }
    return 0;
}

/* The table's text is made of its cells: both have the same spaces then. */
static int table_text(const struct extract_request *rq, qp_block *b) {
    size_t size = 1;
    for (size_t r = 0; r < b->row_count; r++)
        for (size_t c = 0; c < b->rows[r].count; c++)
            size += b->rows[r].cells[c].size + 1;
    char *text = arena_text(rq->arena, size), *to = text;
    if (!text)
        return -1;
    for (size_t r = 0; r < b->row_count; r++)
        for (size_t c = 0; c < b->rows[r].count; c++) {
            const qp_string *cell = &b->rows[r].cells[c];
            if (r || c)
                *to++ = c ? '\t' : '\n';
            memcpy(to, cell->data, cell->size);
            to += cell->size;
        }
    *to = '\0';
    b->text = (qp_string){text, (size_t)(to - text)};
    return 0;
}

static int read_table(const struct extract_request *rq, size_t begin, size_t end, qp_block *b) {
    b->type = QP_TABLE;
    b->rows = arena_array(rq->arena, end - begin, sizeof *b->rows);
    if (!b->rows)
        return -1;
    for (size_t i = begin; i < end; i++) {
        b->rows[b->row_count] = (qp_row){0};
        if (read_row(rq, line_text(&rq->page->lines[i]), &b->rows[b->row_count++]))
            return -1;
    }
    return table_text(rq, b);
}

static bool is_furniture(const struct line *l, enum section section) {
    return l->role == ROLE_FURNITURE || (l->flags & LINE_RULE) ||
           (l->section != SECTION_NONE && l->section != (uint8_t)section);
}

/* The end of the paragraph, table or run of furniture that begins at line i. */
static size_t block_end(const struct page *page, size_t i, size_t end, enum section section) {
    bool row = page->lines[i].flags & LINE_ROW;
    bool furniture = is_furniture(&page->lines[i], section);
    for (i++; i < end && !furniture; i++) {
        const struct line *l = &page->lines[i];
        if (is_furniture(l, section) || (bool)(l->flags & LINE_ROW) != row ||
            (l->flags & (row ? LINE_TABLE : LINE_STARTS)))
            break;
    }
    return i;
}

int blocks_read(const struct extract_request *rq, struct stretch in, enum section section,
                qp_blocks *out) {
    struct page *page = rq->page;
    size_t count = 0, k = 0;
    for (size_t i = in.begin; i < in.end; i = block_end(page, i, in.end, section))
        count += !is_furniture(&page->lines[i], section);
    if (count == 0) {
        for (size_t i = in.begin; i < in.end; i++)
            if (page->lines[i].section == SECTION_NONE)
                page->lines[i].section = SECTION_FURNITURE;
        return 0;
    }
    out->items = arena_array(rq->arena, count, sizeof *out->items);
    if (!out->items)
        return -1;
    for (size_t i = in.begin, next; i < in.end; i = next) {
        next = block_end(page, i, in.end, section);
        struct line *l = &page->lines[i];
        if (is_furniture(l, section)) {
            if (l->section == SECTION_NONE)
                l->section = SECTION_FURNITURE;
            continue;
        }
        qp_block *b = &out->items[k++];
        *b = (qp_block){0};
        if (l->flags & LINE_ROW ? read_table(rq, i, next, b) : join_lines(rq, i, next, &b->text))
            return -1;
        for (size_t j = i; j < next; j++) {
            page->lines[j].section = (uint8_t)section;
            page->lines[j].field = FIELD_BLOCKS;
        }
    }
    out->count = k;
    return 0;
}
