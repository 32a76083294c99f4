/* Recognisers for the lines of NosSénateurs.fr and NosDéputés.fr. */
#include "lex/lex.h"

#include "base/fold.h"
#include "lex/heading.h"
#include "question/date.h"

static uint32_t first_folded(struct span s) {
    struct fold f = fold_start(s);
    uint32_t c;
    while ((c = fold_next(&f)) == ' ')
        ;
    return c;
}

/* `known`: the place in the markup, or an earlier look, tells that the label is one, whatever is
 * where its date should be. */
static const struct label *find_label(struct span line, uint32_t first, int kind, bool known) {
    struct span rest, value;
    for (const struct label *l = regards_labels; l->words; l++)
        if ((unsigned char)l->words[0] == first && (kind < 0 || (int)l->datum == kind) &&
            fold_prefix(line, l->words, &rest) &&
            ((known && l->tail == TAIL_ODD_DATE) || tail_fits(l, rest, &value)))
            return l;
    return NULL;
}

bool lex_label(struct span line, enum datum kind, struct span *tail) {
    const struct label *l = find_label(line, first_folded(line), (int)kind, true);
    return l && fold_prefix(line, l->words, tail);
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

/* "login a dit le 14 septembre 2009:" */
static bool ends_in_digit(struct span s) {
    while (s.len && (s.ptr[s.len - 1] == ':' || s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == ' '))
        s.len--;
    return s.len && (is_digit(s.ptr[s.len - 1]) || (s.ptr[s.len - 1] & 0x80)); /* a no-break space */
}

/* The words of the picture that templates of 2009 print right before a comment's head:
 * "avatarLe 12/10/2009 à 10:22, marcel a dit :" */
static struct span without_avatar(struct span line) {
    static const char *const avatars[] = {"[avatar par defaut]", "avatar par defaut", "[avatar]", "avatar"};
    struct span rest;
    if ((line.ptr[0] | 0x20) == 'a' || line.ptr[0] == '[')
        for (size_t i = 0; i < sizeof avatars / sizeof *avatars; i++)
            if (fold_prefix(line, avatars[i], &rest) && rest.len)
                return rest;
    return line;
}

bool lex_comment(struct span line, struct byline *out) {
    struct span rest, before, after;
    qp_date date;
    line = without_avatar(line);
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
    /* a name and a date: a paragraph is longer, and few end in a year */
    if (line.len > 400 || !ends_in_digit(line) || !span_find((struct span){line.ptr, line.len < 160 ? line.len : 160}, SPAN("dit le")))
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
    const struct label *label = find_label(line, first, -1, false);
    if (label)
        return label->datum;
    if (heading_regards(line, &heading))
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
    case DATUM_HEADING: return heading_regards(line, &heading);
    case DATUM_COMMENT: return lex_comment(line, &comment);
    case DATUM_COMMENT_COUNT: return lex_comment_count(line, &count);
    default: return find_label(line, first, (int)kind, true) != NULL;
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

/* The comments whose heads are still to come: a head within a comment is a quotation. */
struct comment_heads {
    const struct fact *next, *end;
    bool open;
};

static void pass_facts(struct comment_heads *heads, size_t line) {
    for (; heads->next < heads->end && heads->next->line <= line; heads->next++)
        heads->open |= heads->next->kind == FACT_COMMENT;
}

void lex_page(struct page *page, bool structured) {
    struct comment_heads heads = {page->facts, page->facts + page->fact_count, false};
    for (size_t i = 0; i < page->count; i++) {
        struct line *line = &page->lines[i];
        enum datum kind = DATUM_NONE;
        if (!(line->flags & (LINE_ROW | LINE_RULE)) && line->role != ROLE_FURNITURE)
            kind = structured ? lex_in_place(line) : lex_line(line_text(line));
        if (kind == DATUM_SOURCE && i > 0 && line[-1].kind == DATUM_SOURCE)
            kind = DATUM_NONE; /* the title "Source" */
        if (kind == DATUM_COMMENT && structured) {
            pass_facts(&heads, i);
            kind = heads.open ? kind : DATUM_NONE;
            heads.open = false;
        }
        line->kind = (uint8_t)kind;
    }
}
