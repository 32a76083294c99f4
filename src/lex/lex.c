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

/* Nothing, or the colon or full stop that some ages of a template print. */
static bool closes(struct span rest) {
    rest = span_trim(rest);
    if (rest.len && (rest.ptr[rest.len - 1] == ':' || rest.ptr[rest.len - 1] == '.'))
        rest.len--;
    return span_blank(rest);
}

static bool whole_date(struct span tail) {
    qp_date date;
    struct span rest;
    if (span_blank(tail))
        return true; /* an empty date leaves "Question soumise le " */
    return date_any(tail, &date, &rest) != DATE_NONE && closes(rest);
}

bool lex_withdrawal(struct span tail, struct withdrawal_tail *out) {
    struct span rest = tail;
    *out = (struct withdrawal_tail){NO_SPAN, NO_SPAN};
    if (fold_prefix(tail, "le ", &rest)) {
        qp_date date;
        struct span after;
        if (date_any(rest, &date, &after) == DATE_NONE)
            return false;
        out->date = span_from(rest.ptr, after.ptr);
        rest = after;
    }
    rest = span_trim(rest);
    if (rest.len >= 2 && rest.ptr[0] == '(' && rest.ptr[rest.len - 1] == ')') {
        out->reason = span_trim((struct span){rest.ptr + 1, rest.len - 2});
        return true;
    }
    return span_blank(rest);
}

/* "Jeanne Martin, le 2009-03-10" */
bool lex_byline(struct span tail, struct comment_head *out) {
    for (size_t i = 0; i + 5 < tail.len && i < 200; i++) {
        struct span rest;
        if (tail.ptr[i] != ',' || !fold_prefix((struct span){tail.ptr + i + 1, tail.len - i - 1}, "le ", &rest))
            continue;
        out->author = span_trim((struct span){tail.ptr, i});
        out->date = rest;
        return rest.len > 0 && whole_date(rest);
    }
    return false;
}

static bool tail_fits(enum tail tail, struct span rest) {
    struct withdrawal_tail parts;
    struct comment_head byline;
    switch (tail) {
    case TAIL_NONE: return closes(rest);
    case TAIL_DATE: return whole_date(rest);
    case TAIL_BYLINE: return lex_byline(rest, &byline);
    case TAIL_REASON: return lex_withdrawal(rest, &parts);
    case TAIL_ANY: break;
    }
    return true;
}

static const struct label *find_label(struct span line, uint32_t first, int kind) {
    struct span rest;
    for (const struct label *l = regards_labels; l->words; l++)
        if ((unsigned char)l->words[0] == first && (kind < 0 || (int)l->kind == kind) &&
            fold_prefix(line, l->words, &rest) && tail_fits(l->tail, rest))
            return l;
    return NULL;
}

bool lex_label(struct span line, enum token_kind kind, struct span *tail) {
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

/* What follows "N°": number, "au", ministry, suffix; "de NAME" before "au" in 2009. */
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
            /* it must be the numero sign, spelt with a degree or ordinal sign: "No", "n o" are not */
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
           (closes(rest) || (fold_prefix(rest, "s", &rest) && closes(rest)));
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

bool lex_comment(struct span line, struct comment_head *out) {
    struct span rest, before, after;
    qp_date date;
    if ((line.ptr[0] | 0x20) == 'l' && fold_prefix(line, "le ", &rest) && ends_with(line, "a dit :", &before) &&
        date_any(rest, &date, &after) != DATE_NONE) {
        struct span time;
        if (fold_prefix(after, "a ", &time) && date_time(time, &date, &time))
            after = time;
        if (after.ptr[0] != ',') /* "a dit :" stands behind the date */
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
        if (date_any(rest, &date, &after) == DATE_NONE || !closes(after))
            continue;
        out->date = span_from(rest.ptr, after.ptr);
        out->author = span_trim((struct span){line.ptr, i});
        return true;
    }
    return false;
}

enum token_kind lex_line(struct span line) {
    struct heading heading;
    struct comment_head comment;
    long count;
    uint32_t first = first_folded(line);
    const struct label *label = find_label(line, first, -1);
    if (label)
        return label->kind;
    if (lex_heading(line, &heading))
        return TOK_HEADING;
    if ((first == 'a' || is_digit(first)) && lex_comment_count(line, &count))
        return TOK_COMMENT_COUNT;
    return lex_comment(line, &comment) ? TOK_COMMENT : TOK_TEXT;
}

/* What a site's markup prints where, in a heading element or not: a paragraph "Réponse" in
 * the body is text. */
static const struct site_place {
    enum token_kind kind; /* the last: TOK_TEXT */
    bool heading;
} places[ROLE_DATUM][7] = {
    [ROLE_QUESTION] = {{TOK_HEADING, true}, {TOK_SUBMITTED, false}, {TOK_BYLINE, false}},
    [ROLE_SOURCE] = {{TOK_SOURCE, false}},
    [ROLE_BODY] = {{TOK_SUBMITTED, true}, {TOK_BODY, true}},
    [ROLE_RESPONSE] = {{TOK_ANSWERED, true}, {TOK_EXPECTED, true}, {TOK_ANSWER, true},
                       {TOK_WITHDRAWN, true}, {TOK_NO_ANSWER, false}},
    [ROLE_COMMENTS] = {{TOK_COMMENT_TITLE, true}, {TOK_COMMENT_COUNT, true}, {TOK_FORM, false}},
    [ROLE_COMMENT] = {{TOK_COMMENT, false}, {TOK_COMMENT_TOOL, false}},
};

static bool is_kind(struct span line, uint32_t first, enum token_kind kind) {
    struct heading heading;
    struct comment_head comment;
    long count;
    switch (kind) {
    case TOK_HEADING: return lex_heading(line, &heading);
    case TOK_COMMENT: return lex_comment(line, &comment);
    case TOK_COMMENT_COUNT: return lex_comment_count(line, &count);
    default: return find_label(line, first, (int)kind) != NULL;
    }
}

/* Only what the site prints there is looked for: most lines of a page are elsewhere. */
static enum token_kind lex_in_place(const struct line *line) {
    uint32_t first = 0;
    if (line->role >= ROLE_DATUM)
        return TOK_TEXT;
    for (const struct site_place *place = places[line->role]; place->kind != TOK_TEXT; place++) {
        if (place->heading != (line->level > 0))
            continue;
        if (!first)
            first = first_folded(line_text(line));
        if (is_kind(line_text(line), first, place->kind))
            return place->kind;
    }
    return TOK_TEXT;
}

void lex_page(struct page *page, bool structured) {
    for (size_t i = 0; i < page->count; i++) {
        struct line *line = &page->lines[i];
        enum token_kind kind = TOK_TEXT;
        if (!(line->flags & (LINE_ROW | LINE_RULE)) && line->role != ROLE_FURNITURE)
            kind = structured ? lex_in_place(line) : lex_line(line_text(line));
        line->kind = (uint8_t)kind;
    }
}
