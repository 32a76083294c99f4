/* Takes off what Firefox's "Save page as ▸ Text files" and mail clients add to a text: the target of
 * a link behind its words, "source <http://…>", "source<http://…>" or "source [http://…]", and "*bold*",
 * "/italic/", "_underlined_". */
#include "base/fold.h"
#include "lex/lex.h"
#include "lex/official_lex.h"
#include "unwrap/dialects.h"

enum { LONGEST_TARGET = 2000, LONGEST_EMPHASIS = 400 };

/* Whether a link's target begins here: "https:", "#commentaire_12", "/question/15/1". */
static bool begins_target(const char *p, const char *end) {
    const char *from = p;
    if (p == end)
        return false;
    if (*p == '#' || *p == '/')
        return true;
    while (p < end && is_letter(*p))
        p++;
    return p - from >= 3 && p < end && *p == ':';
}

/* Behind the "<target>" or "[target]" at p; NULL: there is none. */
static const char *target_end(const char *p, const char *end) {
    char close = *p == '<' ? '>' : ']';
    if ((*p != '<' && *p != '[') || !begins_target(p + 1, end))
        return NULL;
    const char *stop = end - p > LONGEST_TARGET ? p + LONGEST_TARGET : end;
    for (const char *q = p + 1; q < stop && *q != *p; q++) {
        if (*q == ' ' && q[-1] != '/') /* an address that was cut, "file:///" / "dyn/PA1", is joined */
            return NULL;
        if (*q == close)
            return q + 1;
    }
    return NULL;
}

/* The target with which the line ends; NULL: there is none. */
static const char *last_target(struct span s) {
    const char *open = NULL;
    if (s.len && span_end(s)[-1] == '>')
        open = memrchr(s.ptr, '<', s.len);
    else if (s.len && span_end(s)[-1] == ']')
        open = memrchr(s.ptr, '[', s.len);
    return open && target_end(open, span_end(s)) == span_end(s) ? open : NULL;
}

bool mail_cuts_target(struct span s) {
    const char *open = memrchr(s.ptr, '<', s.len);
    if (!open || (open > s.ptr && open[-1] != ' '))
        return false;
    struct span rest = span_from(open + 1, span_end(s));
    return begins_target(rest.ptr, span_end(rest)) && !memchr(rest.ptr, '>', rest.len) &&
           !memchr(rest.ptr, ' ', rest.len);
}

/* Text without emphasis around the whole and without the target of its link. */
struct span mail_label(struct span s) {
    const char *open = last_target(s);
    if (open)
        s = span_trim(span_from(s.ptr, open));
    while (s.len > 2 && memchr("*/_", s.ptr[0], 3) && span_end(s)[-1] == s.ptr[0])
        s = (struct span){s.ptr + 1, s.len - 2};
    return s;
}

static bool is_label(struct span s) {
    struct labelled label;
    return lex_line(s) != DATUM_NONE || official_lex(s, false, QP_SITE_NONE, &label);
}

/* "*Réponse*", "/Réponse/", "_*Réponse*_" */
static bool is_marked_label(struct span s) {
    struct span rest;
    if ((s.ptr[0] | 0x20) == 'q' && memchr(s.ptr, '*', s.len) && fold_prefix(s, "question no :", &rest) &&
        rest.len && rest.ptr[0] == '*')
        return true; /* "Question N° : *51234*" */
    char mark = s.ptr[0];
    if (s.len < 4 || span_end(s)[-1] != mark || !memchr("*/_", mark, 3) || s.ptr[1] == mark || s.ptr[1] == ' ')
        return false;
    return is_label(mail_label(s));
}

/* A target on a line of its own, to which a mail client wrapped it, below "source" or a name. */
static bool is_wrapped_target(const struct page *page, size_t i) {
    struct span s = line_text(&page->lines[i]);
    if (i == 0 || last_target(s) != s.ptr || (page->lines[i].flags & LINE_STARTS))
        return false;
    struct span above = mail_label(line_text(&page->lines[i - 1]));
    return lex_line(above) == DATUM_SOURCE ||
           (i + 1 < page->count && may_be_name(above) &&
            lex_line(mail_label(line_text(&page->lines[i + 1]))) == DATUM_HEADING);
}

/* "Question de : M. Jean Roux <https://…>", "Question écrite n° 12 de *M. Jean Roux <https://…>* (Var -
 * UMP)" */
static bool names_member(struct span s) {
    struct span rest;
    return fold_prefix(s, "question ", &rest) || fold_prefix(s, "auteur :", &rest);
}

/* "Joséphine Montbrison <https://…>" right above the heading, and "source <…>" are links of the
 * page; a single target elsewhere may be the text's own. */
bool mail_used(const struct page *page) {
    enum { SOME = 3 };
    size_t found = 0;
    bool angles = memchr(page->source.ptr, '<', page->source.len);
    bool marks = angles || memchr(page->source.ptr, '[', page->source.len);
    for (size_t i = 0; i < page->count; i++) {
        struct span s = line_text(&page->lines[i]), label;
        if (is_marked_label(s) || (marks && is_wrapped_target(page, i)))
            return true;
        const char *p = marks ? last_target(s) : NULL, *within = NULL;
        if (angles && memchr(s.ptr, '<', s.len))
            within = memmem(s.ptr, s.len, " <", 2);
        if ((p && p > s.ptr) || (within && (target_end(within + 1, span_end(s)) || mail_cuts_target(s)))) {
            label = mail_label(s);
            if (++found >= SOME || names_member(s) || (label.len < s.len && lex_line(label) == DATUM_SOURCE) ||
                (i + 1 < page->count && label.len < s.len && may_be_name(label) &&
                 lex_line(mail_label(line_text(&page->lines[i + 1]))) == DATUM_HEADING))
                return true;
        }
    }
    return false;
}

static bool is_edge(const char *p, const char *begin, const char *end) {
    return p < begin || p >= end || !(is_letter(*p) || is_digit(*p) || (unsigned char)*p >= 0x80);
}

/* The mark that ends the emphasis at p, or NULL: marks are at the edges of words, but Firefox writes
 * "*M. Delattre. *Monsieur" and "*_Texte de la QUESTION : _*". */
static const char *emphasis_end(const char *p, const char *begin, const char *end) {
    if (!memchr("*/_", *p, 3) || !is_edge(p - 1, begin, end) || p + 1 >= end || p[1] == ' ' ||
        p[1] == *p || (p > begin && p[-1] == *p))
        return NULL;
    if (p == begin && end[-1] == *p && end - p > 2 && end - p < LONGEST_EMPHASIS) /* "/JO du 20/03/2008/" */
        return end - 1;
    const char *stop = end - p > LONGEST_EMPHASIS ? p + LONGEST_EMPHASIS : end;
    for (const char *q = p + 2; q < stop; q++) {
        if (*q != *p || q[-1] == *p)
            continue;
        bool behind_blank = q[-1] == ' ' && *p != '/';
        if ((q[-1] != ' ' && is_edge(q + 1, begin, end)) || behind_blank)
            return *p == '/' && memchr(p + 1, '/', (size_t)(q - p - 1)) ? NULL : q;
    }
    return NULL;
}

/* Copies a line; *within: it begins, and is left, within a target that was cut. */
static int copy(struct page *page, size_t line, struct buffer *b, bool *within) {
    enum { MOST_OPEN = 4 };
    struct span s = line_text(&page->lines[line]);
    const char *p = s.ptr, *end = span_end(s), *open[MOST_OPEN], *from = p;
    size_t depth = 0;
    const char *rest = *within ? memchr(p, '>', s.len) : NULL;
    *within = mail_cuts_target(s);
    if (rest)
        from = p = rest + 1;
    while (p < end) {
        const char *after = *p == '<' || *p == '[' ? target_end(p, end) : NULL, *close;
        if (after) {
            while (b->len && b->ptr[b->len - 1] == ' ')
                b->len--;
            bool wrapped = p == s.ptr && line > 0 && !(page->lines[line].flags & LINE_STARTS);
            struct span text = wrapped ? line_text(&page->lines[line - 1]) : span_from(from, p);
            if (dialects_add_source(page, line, text, span_from(p + 1, after - 1)))
                return -1;
            p = after;
        } else if (*p == '<' && *within && !memchr(p, ' ', (size_t)(end - p))) {
            p = end;
        } else if (depth && open[depth - 1] == p) {
            depth--;
            p++;
        } else if (depth < MOST_OPEN && (close = emphasis_end(p, s.ptr, end))) {
            open[depth++] = close;
            p++;
        } else {
            buffer_char(b, *p++);
        }
    }
    return 0;
}

int mail_strip(struct page *page, struct buffer *b) {
    bool within = false;
    for (size_t i = 0; i < page->count; i++) {
        struct line *l = &page->lines[i];
        if (l->flags & LINE_RULE)
            continue;
        b->len = 0;
        if (copy(page, i, b, &within) || b->failed)
            return -1;
        if (span_blank((struct span){b->ptr, b->len})) /* the link's text was a picture */
            l->flags |= LINE_RULE;
        else if (dialects_replace(page, l, b, (l->flags & LINE_ROW) != 0))
            return -1;
        else if ((l->flags & LINE_ROW) && lex_line(line_text(l)) != DATUM_NONE)
            l->flags &= (uint8_t)~LINE_ROW; /* "Email <…>", a tab, "par email <…>": the alert's box */
    }
    return 0;
}
