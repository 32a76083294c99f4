/* Reads plain text into lines: pasted, extracted, dumped by a text browser, quoted in a mail. */
#include "base/fold.h"
#include "read/read.h"
#include "unwrap/unwrap.h"

#include <assert.h>
#include <stdlib.h>

static bool is_padding(char c) {
    return c == ' ' || c == '\t';
}

/* Where a line ends, and where the next one starts. A form feed ends a line, too, and so do U+2028
 * and U+2029, which word processors paste. */
struct cut {
    const char *end, *next;
    bool sheet; /* a form feed ends it: another sheet follows */
};

static struct cut cut_line(const char *at, const char *end, bool odd) {
    if (!odd) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        return lf ? (struct cut){lf, lf + 1, false} : (struct cut){end, end, false};
    }
    for (const char *p = at; p < end; p++) {
        if (*p == '\n' || *p == '\f')
            return (struct cut){p, p + 1, *p == '\f'};
        if (*p == '\r')
            return (struct cut){p, p + 1 + (p + 1 < end && p[1] == '\n'), false};
        if (*p == '\xE2' && p[1] == '\x80' && (p[2] == '\xA8' || p[2] == '\xA9'))
            return (struct cut){p, p + 3, false};
    }
    return (struct cut){end, end, false};
}

/* Facts about the source that the walk over it needs. */
struct layout {
    size_t lines;
    bool odd;    /* line ends other than \n */
    bool quoted; /* most lines start with the '>' of a quoted mail */
};

/* U+2028 or U+2029 */
static bool has_separator(struct span s) {
    const char *p = s.ptr, *end = span_end(s);
    for (; (p = memchr(p, 0xE2, (size_t)(end - p))); p++)
        if (p[1] == '\x80' && (p[2] == '\xA8' || p[2] == '\xA9'))
            return true;
    return false;
}

static struct layout survey(struct span text) {
    struct layout l = {0};
    const char *at = text.ptr, *end = text.ptr + text.len;
    l.odd = memchr(at, '\r', text.len) || memchr(at, '\f', text.len) ||
            has_separator(text);
    size_t marked = 0, full = 0;
    while (at < end) {
        struct cut cut = cut_line(at, end, l.odd);
        l.lines++;
        full += cut.end > at;
        marked += *at == '>';
        at = cut.next;
    }
    l.quoted = marked * 2 > full;
    return l;
}

static const char *skip_quotes(const char *at, const char *end) {
    const char *p = at;
    while (p < end && (*p == '>' || (*p == ' ' && p > at)))
        p++;
    /* one space belongs to the mark; more are the indentation of the text */
    while (p > at && p[-1] == ' ')
        p--;
    return p > at && p < end && *p == ' ' ? p + 1 : p;
}

static bool is_blank(struct span s) {
    return s.len == 0 || ((unsigned char)s.ptr[0] >= 0x80 && span_blank(s));
}

/* U+2500 to U+257F, with which w3m and elinks draw frames and rules. */
static bool is_drawn(const char *p) {
    return p[0] == '\xE2' && (p[1] == '\x94' || p[1] == '\x95');
}

/* "————": one dash alone is a table's cell */
static bool is_dashes(struct span s) {
    enum { FEWEST = 4, SIZE = 3 };
    if (s.len < FEWEST * SIZE || s.len % SIZE || (memcmp(s.ptr, "—", SIZE) != 0 && memcmp(s.ptr, "–", SIZE) != 0))
        return false;
    for (size_t i = SIZE; i < s.len; i += SIZE)
        if (memcmp(s.ptr + i, s.ptr, SIZE) != 0)
            return false;
    return true;
}

/* Frames and rules: "-----  ----", "+----+----", "| |", "________". */
static bool is_rule(struct span s) {
    size_t dashes = 0, groups = 0, underscores = 0;
    if (s.ptr[0] == '\xE2' && is_dashes(s))
        return true;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (is_drawn(s.ptr + i)) {
            dashes += 3;
            i += 2;
            continue;
        }
        if (c != '-' && c != '=' && c != '+' && c != '|' && c != '_' && c != ' ')
            return false;
        dashes += c == '-' || c == '=';
        underscores += c == '_';
        groups += i > 0 && (c == '-' || c == '=') && s.ptr[i - 1] != c;
    }
    return underscores >= 8 || (s.ptr[0] == '+' && s.len > 2) || dashes >= 10 ||
           (groups >= 1 && dashes >= 6) || (s.ptr[0] == '|' && s.len > 2);
}

static int split(struct page *page) {
    struct layout layout = survey(page->source);
    const char *at = page->source.ptr, *end = at + page->source.len;
    assert(page->count == 0);
    page->lines = malloc((layout.lines + 1) * sizeof *page->lines);
    if (!page->lines)
        return -1;
    page->cap = layout.lines + 1;
    uint8_t flags = LINE_STARTS;
    while (at < end) {
        struct cut cut = cut_line(at, end, layout.odd);
        const char *from = layout.quoted ? skip_quotes(at, cut.end) : at;
        struct span text = span_trim(span_from(from, cut.end));
        if (is_blank(text)) {
            flags |= LINE_STARTS;
        } else {
            size_t indent = 0;
            for (const char *p = from; p < text.ptr && indent < 1000; p++)
                indent += *p == '\t' ? 8 - indent % 8 : 1;
            page->too_long = page->max_lines && page->count >= page->max_lines;
            if (page->too_long)
                return -1;
            page->lines[page->count++] = (struct line){
                .ptr = text.ptr,
                .len = (uint32_t)text.len,
                .offset = (uint32_t)(text.ptr - page->source.ptr),
                .indent = (uint16_t)indent,
                .flags = (uint8_t)(flags | (is_rule(text) ? LINE_RULE : 0)),
            };
            flags = 0;
        }
        if (cut.sheet)
            flags = LINE_STARTS | LINE_SHEET;
        at = cut.next;
    }
    return 0;
}

static size_t count_tabs(struct span s) {
    size_t n = 0;
    for (const char *p = s.ptr, *end = s.ptr + s.len;
         p < end && (p = memchr(p, '\t', (size_t)(end - p))); p++)
        n++;
    return n;
}

/* The line with the white space at its ends, where empty cells of a table may be. */
static struct span untrimmed(const struct page *page, const struct line *l) {
    const char *begin = l->ptr, *end = l->ptr + l->len;
    const char *first = page->source.ptr, *last = first + page->source.len;
    while (begin > first && is_padding(begin[-1]))
        begin--;
    while (end < last && is_padding(*end))
        end++;
    while (begin < l->ptr && *begin == ' ')
        begin++;
    while (end > l->ptr + l->len && end[-1] == ' ')
        end--;
    return span_from(begin, end);
}

/* Makes rows of lines with tabs. Tabs at the ends of a line are empty cells if all rows of the
 * table then have the same length ("\tFrance\tEurope"), else only white space. */
static void read_table(struct page *page, size_t begin, size_t end) {
    bool inner = false, even = true;
    size_t columns = count_tabs(untrimmed(page, &page->lines[begin]));
    for (size_t i = begin; i < end; i++) {
        inner |= count_tabs(line_text(&page->lines[i])) > 0;
        even &= count_tabs(untrimmed(page, &page->lines[i])) == columns;
    }
    for (size_t i = begin; inner && i < end; i++) {
        struct line *l = &page->lines[i];
        if (even) {
            struct span whole = untrimmed(page, l);
            l->ptr = whole.ptr;
            l->len = (uint32_t)whole.len;
        }
        if (even || count_tabs(line_text(l)))
            l->flags |= LINE_ROW;
    }
}

static void read_tables(struct page *page) {
    if (!memchr(page->source.ptr, '\t', page->source.len))
        return;
    for (size_t i = 0, next; i < page->count; i = next) {
        next = i + 1;
        if (!count_tabs(untrimmed(page, &page->lines[i])))
            continue;
        while (next < page->count && !(page->lines[next].flags & LINE_STARTS) &&
               count_tabs(untrimmed(page, &page->lines[next])))
            next++;
        read_table(page, i, next);
    }
}

static int by_offset(const void *a, const void *b) {
    size_t x = ((const struct fact *)a)->offset, y = ((const struct fact *)b)->offset;
    return (x > y) - (x < y);
}

/* Facts go to the lines at which they were found, as lines were joined and dropped since. */
static void place_facts(struct page *page) {
    if (page->fact_count == 0)
        return;
    qsort(page->facts, page->fact_count, sizeof *page->facts, by_offset);
    size_t line = 0;
    for (size_t i = 0; i < page->fact_count; i++) {
        while (line < page->count && page->lines[line].offset < page->facts[i].offset)
            line++;
        page->facts[i].line = line;
    }
}

int read_text(struct page *page) {
    if (page->source.len == 0)
        return 0;
    if (split(page))
        return -1;
    read_tables(page);
    if (unsheet(page) || unbox(page))
        return -1;
    undress_blocks(page);
    if (unfold(page) || undress_text(page) || join_pieces(page))
        return -1;
    place_facts(page);
    return 0;
}
