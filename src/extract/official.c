/* The chambers' own pages: the grammar of labelled values around two texts. */
#include "extract/official.h"

#include "base/ascii.h"
#include "base/fold.h"
#include "extract/blocks.h"
#include "extract/identity.h"
#include "extract/official_read.h"
#include "extract/opening.h"
#include "lex/type.h"
#include "question/date.h"
#include "question/number.h"
#include "segment/official_find.h"

/* The text that follows a label on its own line, as dumps of tables have it. */
static void keep_rest(struct official *o, size_t i, struct span value) {
    struct line *l = line_at(o, i);
    l->offset += (uint32_t)(value.ptr - l->ptr);
    l->ptr = value.ptr;
    l->len = (uint32_t)value.len;
    l->flags = (uint8_t)((l->flags | LINE_STARTS) & ~LINE_ROW);
}

static void take_text(struct official *o, size_t i) {
    o->text_begun = true;
    mark(o, i, o->state == ANSWER ? SECTION_RESPONSE : SECTION_BODY, FIELD_BLOCKS);
}

/* A label's value may be on the next line, which was the next cell of a table. The title may be on
 * the line below "Question écrite n° 12 :", and the reason below the day of a closing. */
static void await(struct official *o, const struct labelled *l) {
    const qp_question *q = o->q;
    struct heading h;
    if (l->datum == DATUM_HEADING && !q->title.data && heading_chamber(l->value, &h) && h.title.ptr)
        o->open = (struct labelled){.datum = DATUM_TITLE, .tail = TAIL_VALUE};
    if (l->datum == DATUM_CLOSED && o->values.closing.year)
        o->open = (struct labelled){.datum = DATUM_CLOSING_REASON, .tail = TAIL_VALUE};
    bool opens_text = (l->effect & (OPENS_BODY | OPENS_ANSWER)) && l->datum != DATUM_PERSON &&
                      l->tail != TAIL_DATE;
    if (!l->family || !span_blank(l->value) || opens_text || l->tail == TAIL_NONE ||
        l->datum == DATUM_OTHER || l->datum == DATUM_END)
        return;
    o->open = *l;
}

/* The section's own date again, now with its page: pages of 2023 print the date above the text, and
 * "Publiée dans le JO Sénat du 10/11/2022 - page 5601" below it, a day after the sitting. */
static bool closes_text(const struct official *o, const struct labelled *l) {
    const qp_question *q = o->q;
    bool answer = o->values.answer_opened;
    qp_date date;
    struct span rest;
    if (l->datum != DATUM_DATE || o->state == HEAD || !o->text_begun ||
        (answer ? q->response.page.data : q->body.page.data) ||
        date_any(l->value, &date, &rest) != DATE_OK || span_blank(rest))
        return false;
    int later = date_compare(date, answer ? q->response.date : q->body.date);
    return later == 0 || (answer && later > 0 && o->values.session_dated);
}

/* "Imprimer" and "Partager cette page" are buttons above the texts too. */
static bool ends_here(const struct official *o, size_t i) {
    bool begun = o->state == BODY ? o->text_begun : o->body_opened || o->values.answer_opened;
    return begun && (o->told == NO_LINE || o->told < i);
}

static enum official_state state_after(const struct official *o, const struct labelled *l, size_t i) {
    if (l->effect & OPENS_BODY)
        return BODY;
    if (l->effect & OPENS_ANSWER)
        return ANSWER;
    if (l->datum == DATUM_DATE)
        return o->values.answer_opened ? ANSWER : BODY;
    if ((l->effect & ABOVE_TEXT) && !o->text_begun)
        return o->state;
    if (l->datum == DATUM_END || l->datum == DATUM_ALERT)
        return ends_here(o, i) ? AFTER : o->state;
    return HEAD;
}

/* Events whose next date may be on the next line. A question that was signalled has none: in the
 * text of a `fiche` the date below is of another kind, whose label is lost. */
static bool may_be_dated_again(const struct official *o, enum datum datum) {
    return datum == DATUM_TRANSFERRED || datum == DATUM_RENEWED || datum == DATUM_ERRATUM ||
           (datum == DATUM_SIGNALLED && o->page->markup);
}

static int take_label(struct official *o, struct labelled *l, size_t i) {
    if ((l->effect & BELOW_TEXT) && o->state == HEAD) {
        l->datum = DATUM_ANSWER_DATE;
        l->effect &= ~(unsigned)OPENS_ANSWER;
    }
    bool closes = closes_text(o, l);
    if (value_set(&o->values, l, i))
        return -1;
    await(o, l);
    o->dated = may_be_dated_again(o, l->datum) && l->tail == TAIL_DATE ? *l : (struct labelled){0};
    o->state = closes ? HEAD : state_after(o, l, i);
    bool opens = (l->effect & OPENS_BODY) || (l->datum == DATUM_DATE && o->state == BODY);
    if (opens && !o->body_opened) {
        o->body_opened = true;
        o->text_line = i;
    }
    o->text_begun &= (l->effect & ABOVE_TEXT) != 0;
    if ((l->effect & (OPENS_BODY | OPENS_ANSWER)) && l->value.len &&
        l->tail != TAIL_DATE && l->tail != TAIL_MINISTRY && l->datum != DATUM_PERSON) {
        keep_rest(o, i, l->value);
        take_text(o, i);
    }
    if (l->datum == DATUM_UNKNOWN || !span_blank(o->values.left))
        mark(o, i, SECTION_NONE, FIELD_NONE);
    else if (l->datum == DATUM_END)
        mark(o, i, SECTION_FURNITURE, FIELD_NONE);
    return 0;
}

static int take_labels(struct official *o, struct labelled *l, size_t i) {
    mark(o, i, SECTION_METADATA, FIELD_NONE);
    while (l->more.ptr) {
        struct span more = l->more;
        if (take_label(o, l, i))
            return -1;
        (void)official_lex(more, false, l->family->site, l); /* the value was cut before a label */
    }
    return take_label(o, l, i);
}

static bool is_last_value(const struct official *o, size_t i) {
    struct labelled next;
    return i + 1 == o->whole.end || official_lex(line_text(line_at(o, i + 1)), false, o->q->site, &next);
}

/* A line below a label without a value, or below an author without a group. */
static int take_continuation(struct official *o, size_t i, bool *taken) {
    struct labelled label = o->open.datum != DATUM_NONE ? o->open : o->dated;
    const struct line *line = line_at(o, i);
    struct values *v = &o->values;
    qp_author *a = &o->q->author;
    qp_date date;
    struct span rest;
    bool another = o->open.datum == DATUM_NONE; /* a date below another of the same label */
    o->open.datum = DATUM_NONE;
    label.value = line_text(line);
    /* where blank lines part all lines, a closing's reason is above the next label or the end */
    bool apart = (line->flags & LINE_STARTS) &&
                 !(label.datum == DATUM_CLOSING_REASON && is_last_value(o, i));
    *taken = label.datum != DATUM_NONE && official_value_fits(&label, apart) &&
             (!another || date_any(label.value, &date, &rest) == DATE_OK);
    if (*taken)
        return take_labels(o, &label, i);
    if (v->person_line != o->last || v->person_line == NO_LINE)
        return 0;
    if (value_set_affiliation(v, label.value, taken))
        return -1;
    if (*taken) {
        mark(o, i, SECTION_METADATA, FIELD_AUTHOR);
        if (!a->group.data && !a->constituency.data)
            v->person_line = i;
    }
    return 0;
}

/* "La tarification des bacs" below "Question écrite n° 12 :". A title may read like a label, "Analyse :
 * le bilan"; those that the page prints next are none. */
static bool is_title(const struct official *o, size_t i) {
    static const enum datum next[] = {DATUM_LEGISLATURE, DATUM_PERSON, DATUM_HEADING, DATUM_KEYS,
                                      DATUM_QUESTION_DATE, DATUM_ANSWER_DATE};
    struct labelled l;
    if (o->open.datum != DATUM_TITLE)
        return false;
    bool known = official_lex(line_text(line_at(o, i)), false, o->q->site, &l);
    for (size_t k = 0; known && k < sizeof next / sizeof *next; k++)
        if (l.datum == next[k])
            return false;
    return true;
}

static bool opens_parenthesis(struct span s) {
    size_t open = 0;
    for (size_t i = 0; i < s.len; i++) {
        open += s.ptr[i] == '(';
        open -= s.ptr[i] == ')' && open;
    }
    return open > 0;
}

/* "Question orale … de M. Ysé" above "de La Tour du Breuil (Lozère - RDSE)" */
static bool cuts_name(const struct line *l, const struct labelled *below) {
    struct heading h;
    struct person p;
    return below->datum == DATUM_PERSON && !below->family &&
           person_read(below->value, true, &p) && !p.civility.ptr &&
           heading_chamber(line_text(l), &h) && h.author.len > 0;
}

/* Whether line i and the one below it, which no blank line parts, were one: a long value or
 * a long "Publication de la réponse au Journal Officiel du" that a text browser wrapped. */
static bool was_wrapped(const struct official *o, const struct line *l, const struct line *next,
                        struct span joined) {
    enum { SHORTEST = 24, SHORTEST_TITLE = 40 };
    struct labelled label, below;
    struct heading h;
    enum qp_site site = o->q->site;
    bool open = opens_parenthesis(line_text(l)), known = official_lex(joined, false, site, &label);
    if (known && label.datum == DATUM_TYPE && label.family && !label.more.ptr &&
        type_named(label.value))
        return true; /* "Type de question : Question orale sans" above "débat", which is a label */
    if (official_lex(line_text(next), false, site, &below))
        return cuts_name(l, &below);
    if (!known) /* a value below its label */
        return o->open.datum != DATUM_NONE && l->len >= SHORTEST;
    if (label.datum == DATUM_HEADING)
        return open || !heading_chamber(line_text(l), &h) ||
               (l->len >= SHORTEST_TITLE && heading_chamber(joined, &h) && h.title.ptr);
    if (label.datum == DATUM_PERSON) /* "de M. Adrien" / "Lacombe" names nobody before it is joined */
        return open || next->ptr[0] == '(' || !official_lex(line_text(l), false, site, &below);
    return label.family && l->len >= SHORTEST &&
           label.tail != TAIL_NONE &&
           !(label.effect & (OPENS_BODY | OPENS_ANSWER | IN_TEXT)) &&
           label.datum != DATUM_END && label.datum != DATUM_OTHER;
}

static int mend_line(struct official *o, size_t i) {
    enum { LONGEST = 1000 };
    struct line *l = line_at(o, i);
    if (o->page->markup || o->state != HEAD)
        return 0;
    for (size_t k = i + 1; k < o->whole.end; k++) {
        const struct line *next = line_at(o, k);
        if ((next->flags & (LINE_STARTS | LINE_RULE)) || l->len + next->len > LONGEST)
            return 0;
        size_t gap = span_hyphenated(line_text(l)) ? 0 : 1, size = l->len + gap + next->len;
        char *text = arena_text(o->page->arena, size + 1);
        if (!text)
            return -1;
        memcpy(text, l->ptr, l->len);
        text[l->len] = ' ';
        memcpy(text + l->len + gap, next->ptr, next->len);
        if (!was_wrapped(o, l, next, (struct span){text, size}))
            return 0;
        l->ptr = text;
        l->len = (uint32_t)size;
        mark(o, k, SECTION_METADATA, FIELD_NONE);
    }
    return 0;
}

/* "Réponse publiée le 3 mars 2020" on a page that printed another day for the answer, or none. */
static bool is_another_date(const struct official *o, const struct labelled *l) {
    qp_date date;
    struct span rest;
    bool sat = o->values.in_session && !values_debate(&o->values); /* the sitting dates the question alone */
    if (!(l->effect & BELOW_TEXT) || span_blank(l->value) || !o->q->body.date.year || sat)
        return false;
    return date_any(l->value, &date, &rest) != DATE_OK ||
           date_compare(date, o->q->response.date) != 0;
}

/* "… publiée le 02/02/2012", with which the value ends. */
static bool find_date(struct span value, struct span *rest) {
    for (const char *p = value.ptr; p < span_end(value); p++) {
        qp_date date;
        if ((p == value.ptr || p[-1] == ' ') &&
            fold_prefix(span_from(p, span_end(value)), "publiee le ", rest))
            return date_any(*rest, &date, rest) == DATE_OK && rest->len < 20;
    }
    return false;
}

/* "Question clôturée le 20 juin 2017", and perhaps "Cause : Fin de mandat", below a text: no line of
 * the text follows. */
static bool ends_text(const struct official *o, size_t i) {
    struct labelled next;
    struct span rest;
    for (size_t k = i + 1; k < o->whole.end; k++) {
        const struct line *l = line_at(o, k);
        if (says_nothing(l) || (k == i + 1 && fold_prefix(line_text(l), "cause", &rest)))
            continue;
        return !official_is_content(l) &&
               (o->structured || official_lex(line_text(l), false, o->q->site, &next));
    }
    return true;
}

/* A line that the markup marks as text, at an edge of which pages print a label. */
static bool is_edge(const struct official *o, size_t i, struct labelled *out) {
    bool below = o->state == HEAD && o->open.datum == DATUM_CLOSING_REASON;
    if (!official_lex(line_text(line_at(o, i)), !below, o->q->site, out))
        return false;
    if (below)
        return out->datum == DATUM_CLOSING_REASON;
    return (out->effect & AT_EDGE) &&
           (out->datum == DATUM_SESSION ? !o->text_begun : ends_text(o, i));
}

/* A line within a text that reads like a label: one that opens or dates a section again, or that a
 * page prints only between the two texts. It stays text. */
static bool stays_text(struct official *o, const struct labelled *l, size_t i) {
    const struct line *line = line_at(o, i);
    bool in_text = (o->state == BODY || o->state == ANSWER) && o->text_begun;
    /* the markup marks the text below it and not the line itself */
    bool heads = o->structured && i + 1 < o->whole.end && official_is_content(line_at(o, i + 1));
    bool another = !heads && is_another_date(o, l);
    bool again = (l->effect & OPENS_BODY)     ? o->body_opened
                 : (l->effect & OPENS_ANSWER) ? o->values.answer_opened || another
                 : l->datum == DATUM_CLOSED   ? !ends_text(o, i)
                 : l->datum == DATUM_DATE || l->datum == DATUM_SESSION;
    bool between = l->tail == TAIL_MINISTRY || (l->effect & ABOVE_TEXT) || l->datum == DATUM_WITHDRAWAL ||
                   l->datum == DATUM_LAPSED;
    between &= l->datum != DATUM_ERRATUM && l->datum != DATUM_PAGE && l->datum != DATUM_OTHER;
    bool early = l->datum == DATUM_END && (o->tail_known || (o->told != NO_LINE && o->told > i));
    if (!in_text || closes_text(o, l) || !(again || early || (between && o->state == ANSWER)))
        return false;
    diagnose(o->rq->d, D_AMBIGUOUS_LABEL, line->offset,
             "taken for text, as it stands within one: \"%s\"", quoted(o->rq->d, line_text(line)));
    return true;
}

/* This page prints the label as a heading, and the line is none. */
static bool is_no_heading(const struct official *o, const struct labelled *l) {
    struct span rest;
    if (l->effect & OPENS_BODY)
        return o->body_opened;
    if ((l->effect & BELOW_TEXT) && o->state == HEAD) /* a date among the page's values */
        return false;
    if ((l->effect & OPENS_ANSWER) || l->datum == DATUM_AWAITED)
        return o->answer_headings || !find_date(l->value, &rest);
    return l->datum == DATUM_DATE && !closes_text(o, l);
}

/* "Réponse de M. le ministre délégué": a heading, or right above the answer's date, or with
 * that date at its end. */
static bool is_answer(const struct official *o, size_t i, struct labelled *out) {
    const struct line *l = line_at(o, i);
    struct labelled next;
    struct span rest;
    if (!o->body_opened || o->values.answer_opened ||
        !official_answer(line_text(l), o->q->site, out))
        return false;
    if (l->level > 0)
        return true;
    if (o->headings && o->answer_headings)
        return false;
    return find_date(out->value, &rest) ||
           (i + 1 < o->whole.end &&
            official_lex(line_text(line_at(o, i + 1)), true, o->q->site, &next) &&
            next.datum == DATUM_DATE);
}

/* Where the markup marks the texts, or prints the labels around them as headings, a line
 * of a text that reads like a label stays text. */
static bool lex(struct official *o, size_t i, struct labelled *out) {
    const struct line *l = line_at(o, i);
    bool in_text = (o->state == BODY || o->state == ANSWER) && !o->structured;
    unsigned opens = OPENS_BODY | OPENS_ANSWER;
    if (is_title(o, i)) {
        *out = o->open;
        out->value = line_text(l);
        return true;
    }
    if (official_is_content(l) && l->level == 0)
        return is_edge(o, i, out);
    if (!official_lex(line_text(l), in_text, o->q->site, out))
        return is_answer(o, i, out);
    if (official_is_content(l))
        return (out->effect & opens) || out->datum == DATUM_OTHER;
    if (l->level == 0 && o->headings && is_no_heading(o, out))
        return false;
    return l->level > 0 || !stays_text(o, out, i);
}

/* A table, a list or a stray tag within a text ends the element that marks it,
 * "<p class="_pa-small">…<table>": what follows and is no label belongs to the text. */
static bool goes_on(const struct official *o) {
    return (o->state == BODY || o->state == ANSWER) && o->text_begun && o->last != NO_LINE &&
           line_at(o, o->last)->field == FIELD_BLOCKS;
}

/* A paragraph of the question that the markup places outside of it. */
static bool take_stray(struct official *o, size_t i) {
    struct labelled label;
    const struct line *l = line_at(o, i);
    bool within = goes_on(o) && i + 1 < o->whole.end && l->role == ROLE_NONE;
    if (!official_is_outside(l, o->bounded) || says_nothing(l) ||
        !(within || official_is_stray(l, o->bounded)) ||
        official_lex(line_text(l), false, o->q->site, &label))
        return false;
    if (goes_on(o))
        take_text(o, i);
    return true;
}

/* "Envoyer", a line that is only a link to a mail without an address. */
static bool is_share_link(const struct official *o, size_t i) {
    struct span rest;
    size_t count;
    if (!o->page->markup)
        return false;
    const struct link *links = page_links_of(o->page, i, &count);
    return count && links->text.len == line_at(o, i)->len &&
           fold_prefix(links->target, "mailto:?", &rest);
}

static bool has_word(struct span s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_digit(s.ptr[i]) || is_letter(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0xC3)
            return true;
    return false;
}

/* A line between elements that hold the values, where a `fiche` has "Rubrique :", "de" and "(": other
 * words there are none that the page prints. */
static bool is_label_alone(const struct official *o, const struct line *l) {
    struct labelled label;
    struct span rest;
    return l->role == ROLE_FURNITURE || (fold_prefix(line_text(l), "question n", &rest) && !has_word(rest)) ||
           !has_word(line_text(l)) || fold_equal(line_text(l), "de") ||
           (official_lex(line_text(l), false, o->q->site, &label) && !has_word(label.value));
}

static int take_line(struct official *o, size_t i) {
    struct line *l = line_at(o, i);
    struct labelled label = {0};
    bool taken = false;
    if (l->section != SECTION_NONE)
        return 0;
    if (take_stray(o, i))
        return 0;
    bool outside = official_is_outside(l, o->bounded), nothing = says_nothing(l) || is_share_link(o, i);
    if (outside && !nothing && !is_label_alone(o, l))
        return 0;
    if (outside || nothing) {
        mark(o, i, SECTION_FURNITURE, FIELD_NONE);
        return 0;
    }
    if (mend_line(o, i))
        return -1;
    bool marked = l->role >= ROLE_DATUM;
    if (marked) {
        label.datum = (enum datum)(l->role - ROLE_DATUM);
        label.value = line_text(l);
    }
    if (marked || lex(o, i, &label)) {
        o->open.datum = DATUM_NONE;
        return take_labels(o, &label, i);
    }
    if (!official_is_content(l) && take_continuation(o, i, &taken))
        return -1;
    if (taken)
        return 0;
    o->open.datum = DATUM_NONE;
    if (official_is_content(l)) {
        o->state = l->role == ROLE_RESPONSE || o->state == ANSWER ? ANSWER : BODY;
        take_text(o, i);
    } else if ((o->state == BODY || o->state == ANSWER) && (!o->structured || goes_on(o))) {
        take_text(o, i);
    }
    return 0;
}

static int copy(const struct official *o, struct span s, qp_string *out) {
    return text_value(o->rq->arena, s, o->rq->options->plain_spaces, out);
}

static int read_opening(struct official *o) {
    const qp_blocks *b = &o->q->body.blocks;
    if (b->count == 0 || b->items[0].type != QP_PARAGRAPH)
        return 0;
    qp_string *name = &o->q->author.name;
    struct opening p = opening_read((struct span){b->items[0].text.data, b->items[0].text.size},
                                    (struct span){name->data, name->size});
    if (o->page->data && !name->data && p.speaker.ptr && copy(o, p.speaker, name))
        return -1;
    if (p.civility.ptr && !o->q->author.civility.data &&
        copy(o, p.civility, &o->q->author.civility))
        return -1;
    return p.addressee.ptr ? copy(o, p.addressee, &o->q->addressee) : 0;
}

/* Menus and breadcrumbs name questions above the page's own heading, and so may a page. */
static void note_other(struct official *o, const struct line *l,
                       const struct heading *h) {
    struct span own = {o->q->number.data, o->q->number.size};
    if (o->page->markup || !own.ptr || number_same(own, h->number))
        return;
    diagnose(o->rq->d, D_AMBIGUOUS_LABEL, l->offset,
             "heads another question above this one's heading, and is left out: \"%s\"",
             quoted(o->rq->d, line_text(l)));
}

/* The title above the text: the nearest h1, or in text the line that no label explains, or
 * the one right above the heading. */
static int read_title(struct official *o, size_t from) {
    size_t begin = o->whole.begin;
    if (o->q->title.data || o->q->site != QP_SENAT)
        return 0;
    for (size_t i = o->text_line > begin ? o->text_line : begin; i > from; i--) {
        struct line *l = line_at(o, i - 1);
        struct heading h;
        if (heading_chamber(line_text(l), &h))
            note_other(o, l, &h);
        bool free = o->page->markup ? l->level == 1 : i <= begin || l->section == SECTION_UNPARSED;
        if (!free || h.number.ptr || o->q->title.data)
            continue;
        mark(o, i - 1, SECTION_METADATA, FIELD_TITLE);
        if (copy(o, line_text(l), &o->q->title))
            return -1;
    }
    return 0;
}

static const struct fact *address_of(const struct official *o) {
    static const enum fact_kind kinds[] = {FACT_URL, FACT_CANONICAL};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = o->fact; i < o->page->fact_count; i++) {
            if (o->page->facts[i].line > o->whole.end)
                break;
            if (o->page->facts[i].kind == kinds[k])
                return &o->page->facts[i];
        }
    return NULL;
}

/* The exchange in a sitting is the answer, whichever label is above it: "Question de :", "DEBAT",
 * "Texte de la réponse". */
static void answer_debate(struct official *o) {
    for (size_t i = o->whole.begin; values_debate(&o->values) && i < o->whole.end; i++)
        if (line_at(o, i)->section == SECTION_BODY)
            line_at(o, i)->section = SECTION_RESPONSE;
}

/* While texts are read, lines that no rule took must not be taken for blocks. */
static void change_section(struct official *o, enum section from, enum section to) {
    for (size_t i = o->whole.begin; i < o->whole.end; i++)
        if (line_at(o, i)->section == (uint8_t)from)
            line_at(o, i)->section = (uint8_t)to;
}

static int finish(struct official *o, size_t from) {
    qp_question *q = o->q;
    const struct fact *url = address_of(o);
    official_drop_codes(o);
    answer_debate(o);
    o->values.ended = o->state == AFTER;
    change_section(o, SECTION_NONE, SECTION_UNPARSED);
    if (read_title(o, from) || blocks_read(o->rq, o->whole, SECTION_BODY, &q->body.blocks) ||
        blocks_read(o->rq, o->whole, SECTION_RESPONSE, &q->response.blocks) ||
        values_finish(&o->values) || author_reorder(o->rq, q) || read_opening(o))
        return -1;
    if (url && copy(o, url->value, &q->url))
        return -1;
    extract_ministry(&q->ministry);
    official_report(o);
    change_section(o, SECTION_UNPARSED, SECTION_NONE);
    return relations_read(o->rq, o->whole, q) ||
           identity_official(o->rq, url ? url->value : NO_SPAN, q) ||
           unparsed_read(o->rq, o->whole, q) ? -1 : 0;
}

static int read_one(struct official *o, const struct evidence *e, size_t from) {
    bool senate = e->family && e->family->site == QP_SENAT;
    o->page = o->rq->page;
    *o->q = (qp_question){.comment_count = -1, .site = senate ? QP_SENAT : QP_ASSEMBLEE};
    o->values = (struct values){.rq = o->rq, .q = o->q, .person_line = NO_LINE};
    o->whole = (struct stretch){e->start, o->structured && !e->bare ? e->last + 1 : e->lines.end};
    if (extract_file_name(o->rq, &o->q->file))
        return -1;
    for (size_t i = o->whole.begin; i < o->whole.end; i++) {
        if (o->state == AFTER) {
            o->whole.end = i;
            break;
        }
        if (take_line(o, i))
            return -1;
        if (!says_nothing(line_at(o, i)))
            o->last = i;
    }
    return finish(o, from);
}

/* The questions of a page while they are counted. */
struct questions {
    qp_question *items;
    size_t count, cap;
};

/* The questions of lines [at, end); markup holds one at most. */
static int read_sheet(const struct extract_request *rq, size_t fact, size_t at, size_t end,
                      struct questions *list) {
    enum qp_site site = rq->options->site;
    while (at < end) {
        struct evidence e = official_look(rq->page, site, fact, at, end);
        if (!official_is_page(&e, site))
            return 0;
        struct official o = {.rq = rq, .structured = e.structured, .bounded = e.bounded,
                             .headings = e.headings, .answer_headings = e.answer_headings,
                             .tail_known = e.tail_known, .told = e.told, .fact = fact,
                             .last = NO_LINE};
        if (arena_reserve(rq->arena, (void **)&list->items, &list->cap, list->count, 1,
                          sizeof *list->items))
            return -1;
        o.q = &list->items[list->count++];
        if (read_one(&o, &e, e.lines.begin))
            return -1;
        if (list->count == 2)
            diagnose(rq->d, D_SEVERAL_QUESTIONS, rq->page->lines[e.start].offset,
                     "the input holds several questions; each is a record");
        at = rq->page->markup ? end : o.whole.end;
    }
    return 0;
}

int official_questions(const struct extract_request *rq, bool *found, qp_question **questions,
                       size_t *count) {
    const struct page *page = rq->page;
    struct questions list = {0};
    size_t fact = 0;
    if (official_join_dates(rq->page))
        return -1;
    for (size_t i = 0, end; i < page->count; i = end) {
        end = official_sheet_end(page, i);
        while (fact < page->fact_count && page->facts[fact].line < i)
            fact++;
        if (read_sheet(rq, fact, i, end, &list))
            return -1;
    }
    *found = list.count > 0;
    *questions = list.items;
    *count = list.count;
    return 0;
}
