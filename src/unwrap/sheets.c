/* Takes the header and footer off each sheet of a printed page, as pdftotext prints them: its title
 * and the time above, its address and "1/2" below.
 *
 * The count of the sheets shows that a page was printed: a form feed without one parts documents. */
#include "base/fold.h"
#include "lex/lex.h"
#include "unwrap/unwrap.h"

enum { MOST_SHEETS = 10000, HEADER = 3, FOOTER = 3 };

/* The number at p; 0: none, or more than a page has sheets. *after is behind it. */
static unsigned number_at(const char *p, const char *end, const char **after) {
    unsigned n = 0;
    for (*after = p; *after < end && is_digit(**after) && n < MOST_SHEETS; ++*after)
        n = n * 10 + (unsigned)(**after - '0');
    return n < MOST_SHEETS ? n : 0;
}

/* "1/2", "1 of 2", "1 sur 2" at p: the sheet's number; 0: none. */
static unsigned count_at(const char *p, const char *end, const char **after) {
    static const char *const between[] = {"/", " of ", " sur ", " / "};
    const char *behind;
    unsigned n = number_at(p, end, &behind);
    for (size_t i = 0; n && i < sizeof between / sizeof *between; i++) {
        size_t len = strlen(between[i]);
        if ((size_t)(end - behind) <= len || memcmp(behind, between[i], len) != 0)
            continue;
        unsigned all = number_at(behind + len, end, after);
        if (all >= n && (*after == end || **after == ' '))
            return n;
    }
    return 0;
}

/* The address that is a word of the line; ptr NULL: none. */
static struct span address_in(struct span s) {
    const char *at = memmem(s.ptr, s.len, "://", 3), *end = span_end(s), *p = at, *q = at;
    if (!at)
        return NO_SPAN;
    while (p > s.ptr && p[-1] != ' ')
        p--;
    while (q < end && *q != ' ')
        q++;
    return span_from(p, q);
}

/* "12/1/26, 12:05 AM", "01/12/2026 00:05": *after is behind it. */
static bool has_time(struct span s, const char **after) {
    const char *p = s.ptr, *end = span_end(s);
    static const char marks[] = "//:";
    for (size_t i = 0; i < 3; i++) {
        if (!number_at(p, end, &p) || p == end || *p++ != marks[i])
            return false;
        if (i < 1)
            continue;
        if (i == 1) {
            if (!number_at(p, end, &p))
                return false;
            while (p < end && (*p == ',' || *p == ' '))
                p++;
        }
    }
    while (p < end && (is_digit(*p) || *p == ':'))
        p++;
    if (end - p >= 3 && p[0] == ' ' && (p[1] == 'A' || p[1] == 'P') && p[2] == 'M')
        p += 3;
    *after = p;
    return p == end || *p == ' ';
}

/* The sheet's number that the line of a footer prints, at its start behind nothing, or at its end
 * behind an address or a wide gap; 0: none. */
static unsigned sheet_count(struct span s) {
    const char *end = span_end(s), *after;
    unsigned n = count_at(s.ptr, end, &after);
    if (n && (after == end || has_time(span_trim(span_from(after, end)), &after)))
        return n;
    const char *p = memrchr(s.ptr, ' ', s.len);
    struct span address = address_in(s);
    if (!p || !address.ptr || address.ptr != s.ptr)
        return 0;
    n = count_at(p + 1, end, &after);
    return after == end ? n : 0;
}

struct sheet {
    size_t begin, end; /* lines */
    size_t first, last; /* those of the page, without header and footer */
    bool bare;         /* the number is alone on its line */
    unsigned count;    /* its number; 0: the sheet was not printed */
    struct span address;
};

/* Finds the footer: the count, and the address or the time beside it, each on a line or on one. */
static void find_footer(const struct page *page, struct sheet *sheet) {
    const char *after;
    size_t from = sheet->end;
    for (size_t k = 0; k < FOOTER && from > sheet->begin; k++) {
        struct span s = line_text(&page->lines[from - 1]);
        unsigned count = sheet_count(s);
        struct span address = address_in(s);
        if (count && !sheet->count) {
            sheet->count = count;
            sheet->bare = !address.ptr;
        } else if (!(address.len == s.len && address.ptr) && !(has_time(s, &after) && after == span_end(s))) {
            break;
        }
        if (address.ptr)
            sheet->address = address;
        from--;
    }
    if (sheet->count)
        sheet->last = from;
}

/* Finds the header: lines with the time or the address at an edge, and the title beside them. */
static void find_header(const struct page *page, struct sheet *sheet) {
    size_t marks = sheet->begin;
    bool bare = false;
    for (size_t i = sheet->begin; i < sheet->last && i < sheet->begin + HEADER; i++) {
        struct span s = line_text(&page->lines[i]), address = address_in(s);
        const char *after;
        bool timed = has_time(s, &after), addressed = address.ptr && span_end(address) == span_end(s);
        if (!timed && !addressed)
            continue;
        if (addressed)
            sheet->address = address;
        bare |= timed ? after == span_end(s) : address.len == s.len;
        marks = i + 1;
    }
    /* the title is a line of its own behind "12/1/26, 12:05 AM" */
    if (bare && marks == sheet->begin + 1 && marks < sheet->last)
        marks++;
    sheet->first = marks;
}

/* `before`: the number of the sheet above; the footer of a page that was cut is lost. */
static struct sheet read_sheet(const struct page *page, size_t begin, unsigned before) {
    struct sheet sheet = {.begin = begin, .end = begin + 1, .address = NO_SPAN};
    while (sheet.end < page->count && !(page->lines[sheet.end].flags & LINE_SHEET))
        sheet.end++;
    sheet.first = sheet.begin;
    sheet.last = sheet.end;
    find_footer(page, &sheet);
    if (sheet.count || before)
        find_header(page, &sheet);
    if (sheet.first > begin && !sheet.count)
        sheet.count = before + 1;
    return sheet;
}

/* Whether a paragraph goes on behind the edge of a sheet. */
static bool goes_on(const struct line *above, const struct line *below) {
    unsigned char first = (unsigned char)below->ptr[0];
    return !memchr(".!?:", above->ptr[above->len - 1], 4) && first >= 'a' && first <= 'z';
}

/* Without -layout pdftotext leaves no blank line between paragraphs: below the submission line one
 * ends where the next word would have fitted. A proportional font makes that a rough measure. */
static void part_paragraphs(struct page *page) {
    size_t widest = 0, text = page->count;
    for (size_t i = 0; i < page->count && text == page->count; i++)
        if (lex_line(line_text(&page->lines[i])) == DATUM_SUBMITTED)
            text = i;
    for (size_t i = text; i < page->count; i++) {
        size_t columns = utf8_length(line_text(&page->lines[i]));
        widest = columns > widest ? columns : widest;
    }
    for (size_t i = text; i + 1 < page->count; i++) {
        struct span s = line_text(&page->lines[i]), next = line_text(&page->lines[i + 1]);
        bool ends = memchr(".!?:", span_end(s)[-1], 4) || lex_line(s) != DATUM_NONE;
        if (ends && (utf8_length(s) + 1 + unfold_first_unit(next, true)) * 10 < widest * 9)
            page->lines[i + 1].flags |= LINE_STARTS;
    }
}

int unsheet(struct page *page) {
    size_t to = 0;
    unsigned before = 0;
    bool raw = false;
    if (!memchr(page->source.ptr, '\f', page->source.len))
        return 0;
    for (size_t begin = 0, end; begin < page->count; begin = end) {
        struct sheet sheet = read_sheet(page, begin, before);
        end = sheet.end;
        before = sheet.count;
        raw |= sheet.bare;
        bool later = sheet.count > 1 && to > 0;
        if (sheet.count == 1 && sheet.address.ptr &&
            page_add_fact(page, (struct fact){FACT_URL, sheet.address, to, page->lines[begin].offset}))
            return -1;
        for (size_t i = sheet.first; i < sheet.last; i++) {
            struct line l = page->lines[i];
            if (i == sheet.first && sheet.count)
                l.flags |= later ? LINE_STARTS : LINE_STARTS | LINE_SHEET;
            if (i == sheet.first && later) {
                l.flags &= (uint8_t)~LINE_SHEET;
                if (goes_on(&page->lines[to - 1], &l))
                    l.flags &= (uint8_t)~LINE_STARTS;
            }
            page->lines[to++] = l;
        }
    }
    page->count = to;
    if (raw)
        part_paragraphs(page);
    return 0;
}
