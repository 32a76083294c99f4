/* Recognisers for the lines of NosSénateurs.fr and NosDéputés.fr. */
#include "lex/lex.h"

#include "base/fold.h"
#include "question/date.h"

static uint32_t first_folded(struct span s) {
    struct fold f = fold_start(s);
    uint32_t c;
    while ((c = fold_next(&f)) == ' ')
        ;
    return c;
}

static const struct label *find_label(struct span line, uint32_t first, int kind) {
    struct span rest, value;
    for (const struct label *l = regards_labels; l->words; l++)
        if ((unsigned char)l->words[0] == first && (kind < 0 || (int)l->datum == kind) &&
            fold_prefix(line, l->words, &rest) && tail_fits(l, rest, &value))
            return l;
    return NULL;
}

bool lex_label(struct span line, enum datum kind, struct span *tail) {
    const struct label *l = find_label(line, first_folded(line), (int)kind);
    return l && fold_prefix(line, l->words, tail);
}

static bool is_alnum(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "3705", "S123", "11S0123"; the number may be missing ("00000" in the base). */
static struct span take_number(struct span *rest) {
    size_t n = 0, digits = 0;
    while (n < rest->len && is_alnum(rest->ptr[n]))
        digits += is_digit(rest->ptr[n++]);
    if (digits == 0 || n > 12)
        return NO_SPAN;
    struct span number = {rest->ptr, n};
    rest->ptr += n;
    rest->len -= n;
    return number;
}

static void split_suffix(struct heading *h) {
    static const char *const suffixes[] = {"(retiree)", "(caduque)"};
    struct span m = h->ministry;
    if (m.ptr[m.len - 1] != ')')
        return;
    for (const char *p = span_end(m); p > m.ptr;)
        if (*--p == '(') {
            struct span last = span_from(p, span_end(m));
            for (size_t i = 0; i < 2; i++)
                if (fold_equal(last, suffixes[i])) {
                    h->suffix = last;
                    h->ministry = span_trim(span_from(m.ptr, p));
                }
            return;
        }
}

/* NosSénateurs.fr printed the title behind the ministry in August 2011. */
static void split_title(struct heading *h) {
    struct span m = h->ministry;
    for (size_t i = 0; i + 3 <= m.len; i++)
        if (memcmp(m.ptr + i, " : ", 3) == 0) {
            h->title = span_trim(span_from(m.ptr + i + 3, span_end(m)));
            h->ministry = span_trim(span_from(m.ptr, m.ptr + i));
            return;
        }
}

bool lex_name(struct span text) {
    size_t words = 1;
    if (text.len > 120)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_digit(c) || c == ':' || c == '?' || c == '!' || c == '[' || c == '_')
            return false;
        words += c == ' ';
    }
    return words <= 9;
}

/* Behind "N°": number, "au", ministry, suffix; "de NAME" before "au" in 2009. */
static bool heading_tail(struct span rest, struct heading *h) {
    h->number = take_number(&rest);
    struct span by, ministry;
    if (fold_prefix(rest, "de ", &by)) {
        for (size_t i = 0; i + 4 <= by.len; i++) {
            struct span at = {by.ptr + i, by.len - i};
            if ((by.ptr[i] == ' ' || by.ptr[i] == '\xC2') && fold_prefix(at, "au ", &ministry)) {
                h->author = span_trim(span_from(by.ptr, at.ptr));
                rest = at;
                break;
            }
        }
        if (h->author.ptr && !lex_name(h->author))
            return false;
    }
    if (fold_equal(rest, "au")) {
        h->ministry = NO_SPAN;
        return true;
    }
    if (!fold_prefix(rest, "au ", &ministry))
        return h->number.ptr && span_blank(rest);
    h->ministry = span_trim(ministry);
    split_suffix(h);
    if (h->site->has_title)
        split_title(h);
    if (h->ministry.len == 0)
        h->ministry = NO_SPAN;
    return true;
}

static bool heading_at(struct span line, struct heading *h) {
    for (const struct site *const *s = sites; *s; s++)
        for (const struct type_label *t = (*s)->types; t->words; t++) {
            struct span rest, tail;
            if (!fold_prefix(line, t->words, &rest) ||
                !(fold_prefix(rest, "no", &tail) || fold_prefix(rest, "n o", &tail)))
                continue;
            /* it must be the numero sign, spelt with a degree or ordinal sign: "No", "n o" are
             * not */
            if (rest.len < 3 || is_alnum(rest.ptr[1]) || is_alnum(rest.ptr[2]))
                continue;
            *h = (struct heading){.site = *s, .type = t};
            h->type_label = span_trim(span_from(line.ptr, rest.ptr));
            if (heading_tail(tail, h))
                return true;
        }
    return false;
}

/* Every heading has a numero sign near its start: few other lines do. */
static bool has_numero_sign(struct span line) {
    static const struct span signs[] = {
        {"\xC2\xB0", 2}, {"\xC2\xBA", 2}, {"\xE2\x84\x96", 3}, {"\xCB\x9A", 2}};
    if (line.len > 400)
        line.len = 400;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (span_find(line, signs[i]))
            return true;
    return false;
}

bool lex_heading(struct span line, struct heading *out) {
    enum { LONGEST_NAME = 200 };
    struct span rest;
    if (!has_numero_sign(line))
        return false;
    if (heading_at(line, out))
        return true;
    /* author and heading on one line: "Hélène Réponse Question écrite N° 12 au …" */
    for (size_t i = 1; i < line.len && i < LONGEST_NAME; i++) {
        struct span from = {line.ptr + i, line.len - i};
        if (line.ptr[i - 1] != ' ' || !fold_prefix(from, "question", &rest) ||
            !heading_at(from, out))
            continue;
        struct span before = span_trim((struct span){line.ptr, i});
        if (!out->author.ptr)
            out->author = before;
        else if (!fold_same(out->author, before))
            out->before = before;
        return true;
    }
    return false;
}

bool lex_comment_count(struct span line, long *count) {
    struct span rest;
    if (fold_prefix(line, "aucun commentaire n'a encore ete formule", &rest) && rest.len < 80) {
        *count = 0;
        return true;
    }
    size_t n = 0;
    long value = 0;
    while (n < line.len && n < 7 && is_digit(line.ptr[n]))
        value = value * 10 + (line.ptr[n++] - '0');
    struct span words = {line.ptr + n, line.len - n};
    *count = value;
    return n > 0 && fold_prefix(words, "commentaire", &rest) &&
           (tail_closes(rest) || (fold_prefix(rest, "s", &rest) && tail_closes(rest)));
}

static bool ends_with(struct span s, const char *words, struct span *before) {
    /* the words are short: try the few places where they may start */
    for (size_t back = 1; back <= s.len && back < 40; back++) {
        const char *at = span_end(s) - back;
        if (((unsigned char)*at & 0xC0) != 0x80 && fold_equal(span_from(at, span_end(s)), words)) {
            *before = span_from(s.ptr, at);
            return true;
        }
    }
    return false;
}

bool lex_comment(struct span line, struct byline *out) {
    struct span rest, before, after;
    qp_date date;
    if ((line.ptr[0] | 0x20) == 'l' && fold_prefix(line, "le ", &rest) && ends_with(line, "a dit :", &before) &&
        date_any(rest, &date, &after) != DATE_NONE) {
        struct span time;
        if (fold_prefix(after, "a ", &time) && date_time(time, &date, &time))
            after = time;
        if (after.ptr[0] != ',') /* "Le 12/03/2012 a dit :" */
            return false;
        out->date = span_from(rest.ptr, after.ptr);
        out->author = NO_SPAN;
        if (span_end(before) > after.ptr + 1 &&
            !span_blank(span_from(after.ptr + 1, span_end(before))))
            out->author = span_trim(span_from(after.ptr + 1, span_end(before)));
        return true;
    }
    /* a name and a date: a paragraph is longer */
    if (line.len > 400 || !span_find((struct span){line.ptr, line.len < 160 ? line.len : 160}, SPAN("dit le")))
        return false;
    for (size_t i = 0; i + 10 < line.len && i < 120; i++) {
        struct span from = {line.ptr + i, line.len - i};
        if (line.ptr[i] != ' ' || !fold_prefix(from, "a dit le ", &rest))
            continue;
        if (date_any(rest, &date, &after) == DATE_NONE || !tail_closes(after))
            continue;
        out->date = span_from(rest.ptr, after.ptr);
        out->author = span_trim((struct span){line.ptr, i});
        return true;
    }
    return false;
}

enum datum lex_line(struct span line) {
    struct heading heading;
    struct byline comment;
    long count;
    uint32_t first = first_folded(line);
    const struct label *label = find_label(line, first, -1);
    if (label)
        return label->datum;
    if (lex_heading(line, &heading))
        return DATUM_HEADING;
    if ((first == 'a' || is_digit(first)) && lex_comment_count(line, &count))
        return DATUM_COMMENT_COUNT;
    return lex_comment(line, &comment) ? DATUM_COMMENT : DATUM_NONE;
}

/* The kinds that a site prints in each part of its markup, in a heading element or not: a paragraph
 * "Réponse" in the body is text. */
static const struct site_place {
    enum datum kind; /* the last: DATUM_NONE */
    bool heading;
} places[ROLE_DATUM][7] = {
    [ROLE_QUESTION] = {{DATUM_HEADING, true}, {DATUM_SUBMITTED, false}, {DATUM_BYLINE, false}},
    [ROLE_SOURCE] = {{DATUM_SOURCE, false}},
    [ROLE_BODY] = {{DATUM_SUBMITTED, true}, {DATUM_BODY, true}},
    [ROLE_RESPONSE] = {{DATUM_ANSWERED, true}, {DATUM_EXPECTED, true}, {DATUM_ANSWER, true},
                       {DATUM_WITHDRAWAL, true}, {DATUM_NO_ANSWER, false}},
    [ROLE_COMMENTS] = {{DATUM_COMMENT_TITLE, true}, {DATUM_COMMENT_COUNT, true}, {DATUM_FORM, false}},
    [ROLE_COMMENT] = {{DATUM_COMMENT, false}, {DATUM_COMMENT_TOOL, false}},
};

static bool is_kind(struct span line, uint32_t first, enum datum kind) {
    struct heading heading;
    struct byline comment;
    long count;
    switch (kind) {
    case DATUM_HEADING: return lex_heading(line, &heading);
    case DATUM_COMMENT: return lex_comment(line, &comment);
    case DATUM_COMMENT_COUNT: return lex_comment_count(line, &count);
    default: return find_label(line, first, (int)kind) != NULL;
    }
}

/* Only what the site prints there is looked for: most lines of a page are elsewhere. */
static enum datum lex_in_place(const struct line *line) {
    uint32_t first = 0;
    if (line->role >= ROLE_DATUM)
        return DATUM_NONE;
    for (const struct site_place *place = places[line->role]; place->kind != DATUM_NONE; place++) {
        if (place->heading != (line->level > 0))
            continue;
        if (!first)
            first = first_folded(line_text(line));
        if (is_kind(line_text(line), first, place->kind))
            return place->kind;
    }
    return DATUM_NONE;
}

void lex_page(struct page *page, bool structured) {
    for (size_t i = 0; i < page->count; i++) {
        struct line *line = &page->lines[i];
        enum datum kind = DATUM_NONE;
        if (!(line->flags & (LINE_ROW | LINE_RULE)) && line->role != ROLE_FURNITURE)
            kind = structured ? lex_in_place(line) : lex_line(line_text(line));
        line->kind = (uint8_t)kind;
    }
}
