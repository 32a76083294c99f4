/* Tables of a page's text: a row becomes a line, with tabs between its cells. */
#include "base/diagnostic.h"
#include "lex/official_lex.h"
#include "read/reader.h"

static size_t colspan(const struct html_token *t) {
    struct span value = html_attribute(t, "colspan");
    size_t n = 0;
    for (size_t i = 0; i < value.len && n <= 1000; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            break;
        n = n * 10 + (size_t)(value.ptr[i] - '0');
    }
    return n < 1 ? 1 : n > 1000 ? 1000 : n; /* the limits of the standard */
}

/* A cell may span a thousand columns. The size of the page pays for the empty cells, so that memory
 * stays in proportion to it. */
static size_t spanned(struct reader *r, const struct html_token *t) {
    size_t more = colspan(t) - 1;
    if (more > r->spare_cells) {
        if (!r->cells_reported)
            diagnose(r->d, D_LIMIT_CELLS, t->offset,
                     "colspan asks for more empty cells than the limit allows a page");
        r->cells_reported = true;
        more = 0;
    }
    r->spare_cells -= more;
    return more;
}

static void end_row(struct reader *r) {
    for (; r->row && r->empty_cells; r->empty_cells--)
        buffer_char(&r->line, '\t');
    flush(r, false);
    r->row = false;
    r->cells = 0;
    r->empty_cells = 0;
}

static void begin_cell(struct reader *r, const struct html_token *t) {
    if (!r->row) {
        flush(r, false);
        r->row = true;
    }
    r->empty_cells += r->cells > 0;
    r->cells++;
    r->space = false;
    if (r->line.len == 0) {
        r->offset = t->offset;
        r->at = r->stack.now;
    }
    /* the tabs of the cells before; those that colspan adds follow the text of this one */
    for (; r->empty_cells; r->empty_cells--)
        buffer_char(&r->line, '\t');
    r->empty_cells = spanned(r, t);
}

void reader_edge_in_table(struct reader *r, enum element element, const struct html_token *start) {
    unsigned table = r->stack.now.table;
    if (table == 1 && (element == EL_TR || element == EL_TABLE))
        end_row(r);
    if (table == 1 && element == EL_TABLE)
        r->flags |= LINE_STARTS | (start ? LINE_TABLE : 0);
    else if (table == 1 && start && (element == EL_TD || element == EL_TH))
        begin_cell(r, start);
    else if (table == 1 && element == EL_CAPTION)
        flush(r, true);
    else
        r->space = true;
}

/* A table that holds another one or a heading is the layout of a page. Each byte is looked at for one
 * table only, as the search ends where the next begins. */
static bool is_layout(const struct html *html) {
    const char *p = html->at;
    while ((p = memchr(p, '<', (size_t)(html->end - p))) && html->end - p > 6) {
        const char *name = ++p;
        if (ascii_same((struct span){name, 5}, "table"))
            return true;
        if (ascii_same((struct span){name, 6}, "/table"))
            return false;
        if ((name[0] | 0x20) == 'h' && name[1] >= '1' && name[1] <= '6')
            return true;
    }
    return true;
}

bool reader_table_of_text(struct reader *r) {
    const struct page *page = r->page;
    for (; !r->dated && r->looked < page->count; r->looked++) {
        const struct line *l = &page->lines[r->looked];
        struct labelled label;
        char first = (char)(l->ptr[0] | 0x20);
        r->dated = (first == 'p' || first == 'q') &&
                   official_lex(line_text(l), false, QP_SITE_NONE, &label) && label.family &&
                   (label.datum == DATUM_DATE || label.tail == TAIL_DATED_PERSON);
    }
    return r->dated && !is_layout(&r->html);
}
