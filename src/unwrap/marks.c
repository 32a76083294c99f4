/* Takes off what text browsers and converters add to the text of a page. */
#include "base/fold.h"
#include "lex/lex.h"
#include "unwrap/dialects.h"

/* The bytes of "***** " at the start of a line, with the space; 0: none. */
static size_t mark_before(struct span s, char c) {
    size_t n = 0;
    while (n < s.len && n < 7 && s.ptr[n] == c)
        n++;
    return n >= 1 && n <= 6 && n < s.len && s.ptr[n] == ' ' ? n + 1 : 0;
}

/* The same for " *****" at its end. */
static size_t mark_behind(struct span s, char c) {
    size_t n = 0;
    while (n < s.len && n < 7 && s.ptr[s.len - 1 - n] == c)
        n++;
    return n >= 1 && n <= 6 && n < s.len && s.ptr[s.len - 1 - n] == ' ' ? n + 1 : 0;
}

/* html2text leaves no blank lines: a heading, "***** Question soumise le 3 mars 2012 *****", or
 * another indentation starts a paragraph. */
static void find_paragraphs(struct page *page) {
    for (size_t i = 0; i < page->count; i++) {
        struct line *l = &page->lines[i];
        if (mark_before(line_text(l), '*') ||
            (i > 0 && (mark_behind(line_text(l - 1), '*') || l->indent != l[-1].indent)))
            l->flags |= LINE_STARTS;
    }
}

/* The number of a "[12]" at p; 0: none. *after is behind it. */
static unsigned link_number(const char *p, const char *end, const char **after) {
    unsigned n = 0;
    const char *at = p + 1;
    while (at < end && at - p < 6 && is_digit(*at))
        n = n * 10 + (unsigned)(*at++ - '0');
    if (at == p + 1 || at == end || *at != ']')
        return 0;
    *after = at + 1;
    return n;
}

static bool is_list_head(struct span s) {
    enum { LONGEST = 40 }; /* "Références" with accents that stand apart */
    unsigned char first = (unsigned char)s.ptr[0] | 0x20;
    if (s.len > LONGEST || (first != 'r' && first != 'l' && first != 'v' && first < 0x80))
        return false;
    return fold_equal(s, "references") || fold_equal(s, "liens visibles") ||
           fold_equal(s, "visible links");
}

/* "1. https://www.senat.fr/" */
static bool is_list_item(struct span s) {
    size_t n = leading_digits(s);
    return n > 0 && s.len > n + 2 && s.ptr[n] == '.' && s.ptr[n + 1] == ' ' &&
           memmem(s.ptr, s.len, ":/", 2);
}

/* The end of the list at `head`: its heads and items, and the rest of addresses that were cut. */
static size_t list_end(const struct page *page, size_t head) {
    size_t i = head + 1;
    for (; i < page->count && !(page->lines[i].flags & LINE_SHEET); i++) {
        const struct line *l = &page->lines[i];
        bool rest = !(l->flags & LINE_STARTS) && !memchr(l->ptr, ' ', l->len);
        if (!rest && !is_list_item(line_text(l)) && !is_list_head(line_text(l)))
            break;
    }
    return i;
}

/* Drops the targets that lynx and elinks list below the page. A list that more text follows is a
 * text's own, unless links have its numbers, "[12]": then another page follows. `from`: the line
 * behind the list before. Returns the end of the list. */
static size_t drop_link_list(struct page *page, size_t from, size_t head) {
    size_t end = list_end(page, head);
    bool last = end == page->count || (page->lines[end].flags & LINE_SHEET);
    bool numbered = false;
    const char *after;
    for (size_t i = from; i < head && !last && !numbered; i++) {
        const struct line *l = &page->lines[i];
        const char *open = memchr(l->ptr, '[', l->len);
        numbered = open && link_number(open, l->ptr + l->len, &after) == 1;
    }
    if (!last && !numbered)
        return end;
    for (size_t i = head; i < end; i++)
        page->lines[i].flags |= LINE_RULE;
    if (!last)
        page->lines[end].flags |= LINE_SHEET | LINE_STARTS;
    page->link_list = true;
    return end;
}

/* "Publication_de_la_question": html2text writes "_" for each space in the text of a link. */
static bool is_underscored(struct span s) {
    size_t n = 0;
    for (size_t i = 1; i + 1 < s.len; i++)
        n += s.ptr[i] == '_' && s.ptr[i - 1] != '_' && s.ptr[i + 1] != '_';
    return n >= 2 && !memmem(s.ptr, s.len, "//", 2);
}

/* Looks for the marks of converters. Most pages have none of their characters. */
static void count_marks(struct page *page) {
    enum { SOME = 2, STARS = 3 };
    struct span text = page->source;
    bool stars = memchr(text.ptr, '*', text.len), underscores = memchr(text.ptr, '_', text.len);
    size_t starred = 0, wrapped = 0, underscored = 0;
    for (size_t i = 0; (stars || underscores) && i < page->count; i++) {
        struct span s = line_text(&page->lines[i]);
        size_t before = stars ? mark_before(s, '*') : 0, behind = stars ? mark_behind(s, '*') : 0;
        char sign;
        starred += before && behind && !dialects_is_drawn(s, &sign); /* turndown's rule, "* * *" */
        /* a wrapped heading begins on one line and ends on another */
        wrapped += before > STARS;
        wrapped += behind > STARS;
        underscored += underscores && is_underscored(s);
    }
    bool linked = underscored && span_find(text, SPAN("](")); /* "::: {.question_big_content}" in Markdown */
    page->starred = starred >= SOME || wrapped > SOME || (underscored > SOME && !linked);
    page->markdown = !page->starred && markdown_used(page);
    page->mail = !page->starred && !page->markdown && mail_used(page);
}

/* Whether line i is drawn below a heading or a label, "-------" below "Réponse". A paragraph of
 * three dashes between two others is text. */
static bool is_underline(const struct page *page, size_t i) {
    const struct line *l = &page->lines[i];
    char sign;
    char first = l->ptr[0];
    bool word = (unsigned char)first < 0x80 && (l->len < 2 || (l->ptr[1] != first && l->ptr[1] != ' '));
    if (i == 0 || word || !dialects_is_drawn(line_text(l), &sign) || ((l - 1)->flags & LINE_RULE))
        return false;
    bool alone = i + 1 == page->count || (l[1].flags & LINE_STARTS);
    if (!(l->flags & LINE_STARTS) && l->len > 2 && sign != '*' && sign != '#' &&
        (l->flags & LINE_RULE ? sign == '=' || page->markdown : alone))
        return true;
    char plain[LONGEST_LABEL];
    return lex_line(undress_label(page, line_text(l - 1), plain, sizeof plain)) != DATUM_NONE;
}

/* Drops the lines that are only marks. */
static void drop_marks(struct page *page) {
    size_t to = 0;
    bool starts = false;
    for (size_t i = 0; i < page->count; i++) {
        struct line l = page->lines[i];
        bool underline = is_underline(page, i);
        enum mark_use use = underline        ? MARK_BETWEEN
                            : page->markdown ? markdown_use(&l, i ? &page->lines[i - 1] : NULL)
                                             : MARK_NONE;
        if (use == MARK_NONE) {
            l.flags |= starts ? LINE_STARTS : 0;
            page->lines[to++] = l;
            starts = false;
            continue;
        }
        if (page->markdown && to && underline && !(l.flags & LINE_STARTS))
            page->lines[to - 1].flags |= LINE_WHOLE; /* a heading, which no writer wraps */
        starts |= use == MARK_BETWEEN || (l.flags & LINE_STARTS);
    }
    page->count = to;
}

void undress_blocks(struct page *page) {
    for (size_t i = 0, from = 0; i + 1 < page->count; i++) {
        const struct line *l = &page->lines[i];
        if (!(l->flags & LINE_RULE) && is_list_head(line_text(l)) &&
            (is_list_item(line_text(l + 1)) || is_list_head(line_text(l + 1)))) {
            from = drop_link_list(page, from, i);
            i = from - 1;
        }
    }
    count_marks(page);
    drop_marks(page);
    if (page->starred)
        find_paragraphs(page);
}

int dialects_replace(struct page *page, struct line *l, const struct buffer *b, bool row) {
    qp_string copy;
    struct span s = {b->ptr, b->len};
    if (!row)
        s = span_trim(s);
    if (!b->failed && span_blank(s))
        return 0;
    if (b->failed || arena_string(page->arena, s, &copy))
        return -1;
    l->ptr = copy.data;
    l->len = (uint32_t)copy.size;
    return 0;
}

int dialects_add_source(struct page *page, size_t line, struct span text, struct span target) {
    qp_string copy;
    if (!fold_equal(text, "source") || target.len < 4 || memcmp(target.ptr, "http", 4) != 0)
        return 0;
    if (arena_string(page->arena, target, &copy))
        return -1;
    return page_add_fact(page, (struct fact){.kind = FACT_SOURCE, .line = line,
                                             .value = {copy.data, copy.size},
                                             .offset = page->lines[line].offset});
}

/* Finds the numbers that count up by one and returns how many; with `b`, copies the line without
 * them. */
static size_t pass_numbers(struct span s, unsigned *expected, struct buffer *b) {
    const char *p = s.ptr, *end = s.ptr + s.len, *from = p, *after;
    size_t found = 0;
    while (p < end && (p = memchr(p, '[', (size_t)(end - p)))) {
        unsigned n = link_number(p, end, &after);
        if (n == 0 || (*expected && n != *expected)) {
            p++;
            continue;
        }
        *expected = n + 1;
        found++;
        if (b)
            buffer_append(b, from, (size_t)(p - from));
        p = from = after;
    }
    if (b)
        buffer_append(b, from, (size_t)(end - from));
    return found;
}

/* lynx and elinks number the links, "[8]source". Without their list below the page, four numbers in
 * a row show that they are theirs. */
static int strip_numbers(struct page *page, struct buffer *b) {
    size_t found = 0;
    unsigned expected = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct line *l = &page->lines[i];
        expected = l->flags & LINE_SHEET ? 0 : expected; /* another page numbers its own links */
        if (!(l->flags & LINE_RULE))
            found += pass_numbers(line_text(l), &expected, NULL);
    }
    if (found < 4 && !page->link_list)
        return 0;
    expected = 0;
    for (size_t i = 0; i < page->count; i++) {
        struct line *l = &page->lines[i];
        expected = l->flags & LINE_SHEET ? 0 : expected;
        if ((l->flags & LINE_RULE) || !memchr(l->ptr, '[', l->len))
            continue;
        b->len = 0;
        if (!pass_numbers(line_text(l), &expected, b))
            continue;
        if (dialects_replace(page, l, b, false))
            return -1;
        if (span_blank((struct span){b->ptr, b->len})) /* the text of the link was a picture */
            l->flags |= LINE_RULE;
    }
    return 0;
}

struct span undress_label(const struct page *page, struct span line, char *out, size_t size) {
    if (page->markdown)
        return markdown_label(line);
    if (page->mail)
        return mail_label(line);
    const char *p = line.ptr, *end = span_end(line), *after;
    size_t n = 0;
    if (page->starred) {
        p += mark_before(line, '*');
        end -= mark_behind(span_from(p, end), '*');
    }
    if ((size_t)(end - p) > size)
        return line;
    while (p < end) {
        if (*p == '[' && link_number(p, end, &after)) {
            p = after;
            continue;
        }
        out[n++] = page->starred && *p == '_' ? ' ' : *p;
        p++;
    }
    return (struct span){out, n};
}

/* html2text writes "_" for each space in the text of a link. */
static void copy_spaces(struct span s, struct buffer *b) {
    const char *p = s.ptr, *end = s.ptr + s.len;
    while (p < end) {
        const char *word = p;
        while (p < end && *p != ' ')
            p++;
        struct span w = span_from(word, p);
        bool address = memchr(w.ptr, '@', w.len) || memmem(w.ptr, w.len, "//", 2);
        for (size_t i = 0; i < w.len; i++)
            buffer_char(b, w.ptr[i] == '_' && !address ? ' ' : w.ptr[i]);
        if (p < end)
            buffer_char(b, *p++);
    }
}

static int strip_stars(struct page *page, struct buffer *b) {
    for (size_t i = 0; i < page->count; i++) {
        struct line *l = &page->lines[i];
        struct span s = line_text(l);
        size_t before = mark_before(s, '*');
        s.ptr += before;
        s.len -= before;
        s.len -= mark_behind(s, '*');
        b->len = 0;
        copy_spaces(s, b);
        if (dialects_replace(page, l, b, false))
            return -1;
    }
    return 0;
}

/* Whether p is the '^' of raised text, "16^e", "1^er", "XVIII^e", as text browsers show it; pandoc
 * writes "16^(e)", in Markdown "16^e^". The '^' of a power stays: without it "m^2" would be another unit. *tail is the
 * raised text, *after is behind it. */
static bool is_raised(const char *p, const char *begin, const char *end, struct span *tail,
                      const char **after) {
    static const char *const endings[] = {"o", "os", "er", "re", "e", "ere", "eme", "nd", "nde", "me", "mes", "lle"};
    enum { OF_NUMBERS = 2 }; /* "n^o 12345", "N^os 12 et 13" */
    if (*p != '^' || p == begin)
        return false;
    bool number = (p[-1] | 0x20) == 'n' && (p - 1 == begin || !is_letter(p[-2]));
    if (!number && !is_digit(p[-1]) && !memchr("IVXLCM", p[-1], 6))
        return false;
    bool bracketed = p + 1 < end && p[1] == '(';
    *tail = (struct span){p + 1 + bracketed, 0};
    while (span_end(*tail) < end &&
           (is_letter(*span_end(*tail)) || (unsigned char)*span_end(*tail) >= 0x80))
        tail->len++;
    *after = span_end(*tail) + bracketed;
    if (bracketed && (span_end(*tail) == end || *span_end(*tail) != ')'))
        return false;
    if (!bracketed && *after < end && **after == '^')
        ++*after;
    for (size_t i = 0; i < (number ? OF_NUMBERS : sizeof endings / sizeof *endings); i++)
        if (fold_equal(*tail, endings[i]))
            return true;
    return false;
}

static int strip_raised(struct page *page, struct buffer *b) {
    for (size_t i = 0; i < page->count; i++) {
        struct line *l = &page->lines[i];
        const char *end = l->ptr + l->len;
        if (!memchr(l->ptr, '^', l->len))
            continue;
        b->len = 0;
        for (const char *p = l->ptr; p < end;) {
            struct span tail;
            const char *after;
            if (is_raised(p, l->ptr, end, &tail, &after)) {
                buffer_append(b, tail.ptr, tail.len);
                p = after;
            } else {
                buffer_char(b, *p++);
            }
        }
        if (b->len != l->len && dialects_replace(page, l, b, false))
            return -1;
    }
    return 0;
}

int undress_text(struct page *page) {
    struct buffer b = {0};
    int rc = page->markdown ? 0 : strip_numbers(page, &b); /* "[source][10]" is a link of its own */
    if (rc == 0 && memchr(page->source.ptr, '^', page->source.len))
        rc = strip_raised(page, &b);
    if (rc == 0 && page->starred)
        rc = strip_stars(page, &b);
    if (rc == 0 && page->markdown)
        rc = markdown_strip(page, &b);
    if (rc == 0 && page->mail)
        rc = mail_strip(page, &b);
    buffer_free(&b);
    return rc;
}
