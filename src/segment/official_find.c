/* Finds pages of the chambers among the lines. Menus, lists of results and other pages name
 * questions too. */
#include "segment/official_find.h"

#include "base/fold.h"

enum { CLOSE = 6 }; /* lines between a legislature and its heading, at most */

/* The question begins at the last legislature before the text, or at the heading right above it;
 * without a legislature at the last heading. Menus and breadcrumbs above name the question too. */
static void see_start(struct evidence *e, enum datum datum, bool heads, size_t i) {
    size_t *legislature = &e->legislature, *heading = &e->heading;
    if (datum == DATUM_LEGISLATURE)
        *legislature = i;
    /* "Question de M. X … publiée le D" is no heading below "Question écrite n° 1" */
    if (heads && (datum != DATUM_PERSON || *heading == NO_LINE || i - *heading > CLOSE))
        *heading = i;
    if (!heads && datum != DATUM_LEGISLATURE)
        return;
    bool above = *legislature != NO_LINE && *heading != NO_LINE && *heading < *legislature;
    e->start = *legislature == NO_LINE                      ? *heading
               : above && *legislature - *heading <= CLOSE ? *heading
                                                            : *legislature;
}

/* The evidence that the markup of lines [begin, end) gives, before any is read. */
static struct evidence look_at_roles(const struct page *page, size_t fact, size_t begin,
                                     size_t end) {
    struct evidence e = {.lines = {begin, end}, .start = NO_LINE, .last = begin,
                         .legislature = NO_LINE, .heading = NO_LINE, .again = NO_LINE,
                         .told = NO_LINE, .person = NO_LINE};
    if (!page->markup) /* of many pages in one text: a walk over all lines for each is quadratic */
        return e;
    for (size_t i = fact; i < page->fact_count && page->facts[i].line <= end; i++) {
        const struct fact *f = &page->facts[i];
        if (f->kind == FACT_BEGIN && f->line >= begin && f->line < end)
            e.lines.begin = f->line;
        if (f->kind == FACT_END && f->line > e.lines.begin && f->line < e.lines.end) {
            e.lines.end = f->line;
            e.tail_known = true;
        }
    }
    bool around = false;
    for (size_t i = begin; i < end; i++) {
        uint8_t role = page->lines[i].role;
        e.structured |= official_is_content(&page->lines[i]) || role >= ROLE_DATUM;
        e.bounded |= role == ROLE_QUESTION || role >= ROLE_DATUM;
        around |= role == ROLE_QUESTION || role == ROLE_FURNITURE;
        if (role >= ROLE_DATUM && e.start == NO_LINE)
            e.start = i;
    }
    e.bare = e.bounded && !around;
    return e;
}

static void see_label(struct evidence *e, const struct line *l, const struct labelled *label) {
    bool marked = l->role >= ROLE_DATUM;
    bool tells = label->family && label->datum != DATUM_END && label->datum != DATUM_OTHER;
    e->labels += marked || tells;
    /* no other page has "Question de M. X (Rhône - GEST) publiée le 10/11/2022" or "publiée dans le
     * JO Sénat du 10/11/2012": they count twice */
    e->labels += label->tail == TAIL_DATED_PERSON ||
                 (label->datum == DATUM_DATE && !marked);
    if (tells && (!e->family || label->family->site == QP_SENAT))
        e->family = label->family;
    bool answers = label->datum == DATUM_AWAITED || (label->effect & OPENS_ANSWER);
    e->answer_headings |= l->level > 0 && answers;
    e->headings |= l->level > 0 && (answers || label->datum == DATUM_DATE);
}

static void see_number(struct evidence *e, const struct labelled *label) {
    struct heading h;
    bool dated = label->tail == TAIL_DATED_PERSON;
    if (dated && !e->first_person.ptr)
        e->first_person = label->value;
    e->others += dated && !span_equal(e->first_person, label->value);
    if (label->datum != DATUM_HEADING || !heading_chamber(label->value, &h))
        return;
    if (!e->first.ptr)
        e->first = h.number;
    e->others += !span_equal(e->first, h.number);
}

/* Of pages pasted one below the other the next one begins, at e->again: a legislature and a heading
 * below a text, or a heading below the page's tail. */
static bool begins_again(struct evidence *e, enum datum datum, bool heads, size_t i) {
    if (!e->text || !(heads || datum == DATUM_LEGISLATURE))
        return false;
    bool near = e->again != NO_LINE && i - e->again <= CLOSE && e->again_datum != datum;
    if (!near) {
        e->again = i;
        e->again_datum = datum;
    }
    return near || (heads && e->ended);
}

/* "Question de : Mme Lucie Ferrand (Bretagne - Écologiste)": no other page has that label, and the
 * affiliation, here or below, counts as a second one. */
static void see_person(struct evidence *e, const struct labelled *label, size_t i) {
    struct person p;
    if (!(label->effect & OPENS_BODY) || label->tail != TAIL_VALUE || e->person != NO_LINE ||
        !person_read(label->value, label->family->group_first, &p) || !p.civility.ptr)
        return;
    e->person = i;
    e->labels += p.group.ptr != NULL;
}

static bool is_affiliation(struct span line) {
    enum { LONGEST = 60 };
    struct span group;
    return span_find(line, SPAN("circonscription)")) ||
           (line.len < LONGEST && fold_prefix(line, "- ", &group));
}

/* Neither a menu nor a list below a question has such a line. */
static bool tells_more(const struct labelled *l) {
    return l->family && l->family->site == QP_SENAT &&
           (l->datum == DATUM_DATE || l->datum == DATUM_PAGE || l->tail == TAIL_MINISTRY ||
            l->datum == DATUM_RESPONSE || l->datum == DATUM_LAPSED);
}

struct evidence official_look(const struct page *page, enum qp_site site, size_t fact,
                              size_t begin, size_t end) {
    struct evidence e = look_at_roles(page, fact, begin, end);
    bool fixed = e.start != NO_LINE, within = false;
    for (size_t i = e.lines.begin; i < e.lines.end; i++) {
        const struct line *l = &page->lines[i];
        struct labelled label = {0};
        bool marked = l->role >= ROLE_DATUM;
        if (official_is_content(l) || (within && official_is_stray(l, e.bounded)))
            e.last = i;
        within = official_is_content(l) || (within && l->role != ROLE_FURNITURE);
        if (official_is_outside(l, e.bounded) || (official_is_content(l) && l->level == 0))
            continue;
        if (!marked && !official_lex(line_text(l), false, site, &label)) {
            e.labels += e.person != NO_LINE && i == e.person + 1 && is_affiliation(line_text(l));
            continue;
        }
        if (marked)
            label.datum = (enum datum)(l->role - ROLE_DATUM);
        see_label(&e, l, &label);
        see_number(&e, &label);
        if (label.datum == DATUM_PERSON && label.family)
            see_person(&e, &label, i);
        bool heads = label.datum == DATUM_HEADING || label.datum == DATUM_NUMBER ||
                     label.tail == TAIL_DATED_PERSON;
        e.number |= heads;
        if (!page->markup && begins_again(&e, label.datum, heads, i)) {
            e.lines.end = e.again;
            break;
        }
        if (!e.body && !fixed)
            see_start(&e, label.datum, heads, i);
        e.body |= (label.effect & OPENS_BODY) || label.datum == DATUM_DATE;
        e.text |= e.body || (label.effect & OPENS_ANSWER);
        e.ended |= e.text && label.datum == DATUM_END;
        if (tells_more(&label))
            e.told = i;
        e.last = i;
    }
    if (e.start == NO_LINE)
        e.start = e.person;
    return e;
}

bool official_is_page(const struct evidence *e, enum qp_site site) {
    enum { FEW = 3 };
    if (e->start == NO_LINE || !(e->number || e->person != NO_LINE) || (e->others >= FEW && !e->structured))
        return false;
    if (site == QP_SITE_NONE)
        return e->labels >= 2;
    bool senate = e->family && e->family->site == QP_SENAT;
    return e->labels >= 1 && (site == QP_SENAT) == senate;
}

/* "Question de Mme ROUX Jeanne" above "(Var - UMP) publiée le 02/02/2012", or cut elsewhere: how many
 * lines are one; *out has room for them. 1: only the first. */
static size_t dated_lines(const struct page *page, size_t i, char *out, size_t room, size_t *size) {
    enum { MOST = 3 };
    struct span rest;
    struct labelled label;
    *size = 0;
    for (size_t n = 1; n <= MOST && i + n <= page->count; n++) {
        const struct line *l = &page->lines[i + n - 1];
        if (l->len + 1 > room - *size || (n > 1 && (l->flags & (LINE_STARTS | LINE_RULE))) ||
            (n > 1 && fold_prefix(line_text(l), "question ", &rest)))
            return 1;
        if (n > 1)
            out[(*size)++] = ' ';
        memcpy(out + *size, l->ptr, l->len);
        *size += l->len;
        if (official_lex((struct span){out, *size}, false, QP_SENAT, &label) && label.tail == TAIL_DATED_PERSON)
            return n;
    }
    return 1;
}

int official_join_dates(struct page *page) {
    char text[400];
    size_t size;
    struct span rest;
    for (size_t i = 0; !page->markup && i + 1 < page->count; i++) {
        struct line *l = &page->lines[i];
        if ((l->ptr[0] | 0x20) != 'q' || !fold_prefix(line_text(l), "question de ", &rest) || (rest.len && rest.ptr[0] == ':'))
            continue;
        size_t n = dated_lines(page, i, text, sizeof text, &size);
        if (n == 1)
            continue;
        l->ptr = arena_text(page->arena, size);
        if (!l->ptr)
            return -1;
        memcpy((char *)l->ptr, text, size);
        l->len = (uint32_t)size;
        for (; n > 1; n--)
            page->lines[i + n - 1].flags |= LINE_RULE; /* its text is now in the line above */
    }
    return 0;
}

size_t official_sheet_end(const struct page *page, size_t i) {
    for (i++; i < page->count && !(page->lines[i].flags & LINE_SHEET); i++)
        ;
    return i;
}

bool official_page(const struct page *page) {
    size_t fact = 0;
    for (size_t i = 0, end; i < page->count; i = end) {
        end = official_sheet_end(page, i);
        while (fact < page->fact_count && page->facts[fact].line < i)
            fact++;
        struct evidence e = official_look(page, QP_SITE_NONE, fact, i, end);
        if (official_is_page(&e, QP_SITE_NONE))
            return true;
    }
    return false;
}
