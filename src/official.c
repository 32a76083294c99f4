/* The chambers' own pages: lines to sections and values, and those to a question. */
#include "official.h"

#include "blocks.h"
#include "date.h"
#include "identity.h"
#include "opening.h"
#include "relation.h"

#include <stdio.h>
#include <stdlib.h>

enum state { BEFORE, HEAD, BODY, ANSWER, AFTER };

/* An event as it is met: they are sorted by date at the end. */
struct official {
    const struct extract_request *rq;
    struct page *page;
    qp_question *q;
    enum state state;
    bool structured;            /* the markup says which lines are texts */
    struct stretch whole;
    struct span value[DATUM_COUNT];
    size_t line[DATUM_COUNT];   /* index of the line, where a value is */
    const struct family *family;
    size_t events, analyses, event_cap;
    bool answer_opened, lapsed, in_session, transformed;
};

static struct line *line_at(const struct official *o, size_t i) {
    return &o->page->lines[i];
}

static int put(const struct official *o, struct span s, qp_string *out) {
    s = span_trim(s);
    if (span_blank(s))
        return 0;
    return text_value(o->rq->arena, s, o->rq->options->plain_spaces, out);
}

static qp_date read_date(const struct official *o, struct span s, size_t line, struct span *rest) {
    qp_date date = {0};
    if (date_any(s, &date, rest) == DATE_OK)
        return date;
    diagnose(o->rq->d, D_DATE_INVALID, line_at(o, line)->offset, "no day of the calendar: \"%s\"",
             quoted(o->rq->d, span_trim(s)));
    *rest = span_from(span_end(s), span_end(s));
    return (qp_date){0};
}

/* "page : 2505", ", page 3501", "- page 5601", "p.5601" */
static struct span page_number(struct span s) {
    static const char *const words[] = {"page", "p."};
    while (s.len && (s.ptr[0] == ',' || s.ptr[0] == '-' || s.ptr[0] == ' '))
        s.ptr++, s.len--;
    for (size_t i = 0; i < 2; i++) {
        struct span rest, more;
        if (!fold_prefix(s, words[i], &rest))
            continue;
        if (fold_prefix(rest, ":", &more))
            rest = more;
        size_t n = 0;
        while (n < rest.len && rest.ptr[n] >= '0' && rest.ptr[n] <= '9')
            n++;
        return n ? (struct span){rest.ptr, n} : NO_SPAN;
    }
    return NO_SPAN;
}

/* "10/11/2022 - page 5601" into a section's date and page; the first printed date stays. */
static int set_date(struct official *o, struct span value, size_t line, qp_date *date,
                    qp_string *page) {
    struct span rest;
    if (span_blank(value))
        return 0;
    qp_date read = read_date(o, value, line, &rest);
    if (!date->year)
        *date = read;
    struct span number = page_number(rest);
    return number.ptr && !page->data ? put(o, number, page) : 0;
}

static int add_event(struct official *o, enum qp_event_type type, struct span value, size_t line,
                     bool dated) {
    qp_question *q = o->q;
    struct span rest = value;
    if (q->event_count == o->event_cap) {
        size_t cap = o->event_cap ? o->event_cap * 2 : 4;
        qp_event *grown = arena_array(o->rq->arena, cap, sizeof *grown);
        if (!grown)
            return -1;
        if (q->event_count)
            memcpy(grown, q->events, q->event_count * sizeof *grown);
        q->events = grown;
        o->event_cap = cap;
    }
    qp_event *e = &q->events[q->event_count++];
    *e = (qp_event){.type = type};
    if (dated) {
        e->date = read_date(o, value, line, &rest);
        struct span page = page_number(rest);
        return page.ptr ? put(o, page, &e->detail) : 0;
    }
    return put(o, value, &e->detail);
}

/* "gel des vignes. perspectives." and "Enseignants; mutations" */
static int read_analysis(struct official *o, struct span value) {
    size_t count = 1;
    qp_question *q = o->q;
    for (size_t i = 0; i + 1 < value.len; i++)
        count += (value.ptr[i] == '.' || value.ptr[i] == ';') && value.ptr[i + 1] == ' ';
    q->analysis = arena_array(o->rq->arena, count, sizeof *q->analysis);
    if (!q->analysis)
        return -1;
    const char *from = value.ptr, *end = span_end(value);
    for (const char *p = from; p <= end; p++) {
        bool cut = p == end || ((*p == '.' || *p == ';') && (p + 1 == end || p[1] == ' '));
        if (!cut)
            continue;
        struct span item = span_trim(span_from(from, p));
        if (!span_blank(item) && put(o, item, &q->analysis[q->analysis_count++]))
            return -1;
        from = p + 1;
    }
    return 0;
}

static int read_person(struct official *o, struct span text, bool group_first) {
    struct person p;
    qp_author *a = &o->q->author;
    if (a->name.data || !official_person(text, group_first, &p))
        return 0;
    if (put(o, p.name, &a->name) || (p.civility.ptr && put(o, p.civility, &a->civility)) ||
        (p.group.ptr && put(o, p.group, &a->group)) ||
        (p.constituency.ptr && put(o, p.constituency, &a->constituency)))
        return -1;
    const char *type = p.rest.ptr ? official_type(p.rest) : NULL;
    if (type && !o->q->type.data)
        return put(o, (struct span){type, strlen(type)}, &o->q->type) ||
               put(o, p.rest, &o->q->type_label);
    return 0;
}

static int set_type(struct official *o, struct span label) {
    const char *code = official_type(label);
    if (!code || o->q->type.data)
        return 0;
    return put(o, (struct span){code, strlen(code)}, &o->q->type) ||
           put(o, label, &o->q->type_label);
}

static int read_heading(struct official *o, struct span line) {
    struct official_heading h;
    if (!official_heading(line, &h))
        return 0;
    if (h.type && !o->q->type.data &&
        (put(o, (struct span){h.type, strlen(h.type)}, &o->q->type) ||
         put(o, h.type_label, &o->q->type_label)))
        return -1;
    if (!o->q->number.data && put(o, h.number, &o->q->number))
        return -1;
    if (h.title.ptr && !o->q->title.data && put(o, h.title, &o->q->title))
        return -1;
    if (h.legislature.ptr && !o->q->legislature)
        o->q->legislature = (int)strtol(h.legislature.ptr, NULL, 10);
    return h.person.ptr ? read_person(o, h.person, o->q->site == QP_ASSEMBLEE) : 0;
}

/* What follows the first place where these words stand. */
static bool find_words(struct span text, const char *words, struct span *rest) {
    for (size_t i = 0; i < text.len; i++)
        if ((i == 0 || text.ptr[i - 1] == ' ') &&
            fold_prefix((struct span){text.ptr + i, text.len - i}, words, rest))
            return true;
    return false;
}

/* "ministère : X publiée le 02/02/1994", "Ministère de l'intérieur publiée le 02/02/2012" */
static int read_answering(struct official *o, struct span value, size_t line) {
    struct span date = NO_SPAN, rest;
    struct span name;
    if (find_words(value, "publiee le ", &rest)) {
        date = rest;
        value.len = (size_t)(rest.ptr - value.ptr);
        while (value.len && (value.ptr[value.len - 1] | 0x20) != 'p')
            value.len--;
        value.len -= value.len > 0;
    }
    if (fold_prefix(value, "ministere :", &name))
        value = name;
    if (date.ptr && set_date(o, date, line, &o->q->response.date, &o->q->response.page))
        return -1;
    return o->q->ministry.answering.data ? 0 : put(o, value, &o->q->ministry.answering);
}

static int read_response_label(struct official *o, const struct labelled *l, size_t line) {
    o->answer_opened = true;
    if (l->flags & MINISTRY)
        return read_answering(o, l->value, line);
    if (!(l->flags & WITH_DATE))
        return 0;
    o->q->has_response = true;
    return set_date(o, l->value, line, &o->q->response.date, &o->q->response.page);
}

static int set_withdrawal(struct official *o, struct span value, size_t line) {
    struct span rest = span_trim(value), cause;
    qp_withdrawal *w = &o->q->withdrawal;
    o->q->has_withdrawal = true;
    if (fold_prefix(rest, "pour cause de ", &cause))
        return put(o, cause.len && cause.ptr[cause.len - 1] == '.'
                          ? (struct span){cause.ptr, cause.len - 1} : cause, &w->reason);
    if (rest.len && rest.ptr[0] != '(' && rest.ptr[0] != '.')
        w->date = read_date(o, rest, line, &rest);
    rest = span_trim(rest);
    if (rest.len > 2 && rest.ptr[0] == '(' && rest.ptr[rest.len - 1] == ')')
        return put(o, (struct span){rest.ptr + 1, rest.len - 2}, &w->reason);
    return 0;
}

static int add_relation(struct official *o, enum qp_relation_type type, struct span line) {
    struct mention m;
    size_t at = 0;
    qp_question *q = o->q;
    if (!mention_next(line, &at, &m))
        return 0;
    qp_relation *grown = arena_array(o->rq->arena, q->relation_count + 1, sizeof *grown);
    if (!grown)
        return -1;
    if (q->relation_count)
        memcpy(grown, q->relations, q->relation_count * sizeof *grown);
    q->relations = grown;
    qp_relation *r = &grown[q->relation_count++];
    *r = (qp_relation){.type = type};
    return put(o, m.text, &r->text) || put(o, m.number, &r->number);
}

static qp_string *plain_member(qp_question *q, enum datum datum) {
    switch (datum) {
    case DATUM_NUMBER: return &q->number;
    case DATUM_CIVILITY: return &q->author.civility;
    case DATUM_NAME: return &q->author.name;
    case DATUM_GROUP: return &q->author.group;
    case DATUM_CONSTITUENCY: return &q->author.constituency;
    case DATUM_ASKED: return &q->ministry.asked;
    case DATUM_ATTRIBUTED: case DATUM_AWAITED: return &q->ministry.attributed;
    case DATUM_ANSWERING: return &q->ministry.answering;
    case DATUM_RUBRIC: return &q->rubric;
    case DATUM_TITLE: return &q->title;
    case DATUM_QUESTION_PAGE: return &q->body.page;
    case DATUM_ANSWER_PAGE: return &q->response.page;
    case DATUM_WITHDRAWAL_REASON: return &q->withdrawal.reason;
    default: return NULL;
    }
}

/* The French full stop of a reason stays; parentheses around it do not. */
static struct span without_parentheses(struct span s) {
    s = span_trim(s);
    if (s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')')
        return (struct span){s.ptr + 1, s.len - 2};
    return s;
}

/* What a datum sets in the question. */
static int set_datum(struct official *o, const struct labelled *l, size_t i) {
    qp_question *q = o->q;
    qp_string *member = plain_member(q, l->datum);
    struct span rest;
    bool in_answer = o->answer_opened;
    if (member)
        return member->data ? 0 : put(o, without_parentheses(l->value), member);
    switch (l->datum) {
    case DATUM_HEADING: return read_heading(o, l->value);
    case DATUM_LEGISLATURE:
        if (!q->legislature)
            q->legislature = (int)strtol(l->value.ptr, NULL, 10);
        return 0;
    case DATUM_TYPE: return set_type(o, l->value);
    case DATUM_PERSON:
        o->line[DATUM_PERSON] = i;
        if (find_words(l->value, "publiee le ", &rest) &&
            set_date(o, rest, i, &q->body.date, &q->body.page))
            return -1;
        return read_person(o, l->value, !l->family || l->family->group_first);
    case DATUM_RUBRIC_HEAD:
        return fold_equal(l->value, "aucune tete d'analyse") ? 0 : put(o, l->value, &q->rubric_head);
    case DATUM_ANALYSIS: return q->analysis_count ? 0 : read_analysis(o, l->value);
    case DATUM_QUESTION_DATE: return set_date(o, l->value, i, &q->body.date, &q->body.page);
    case DATUM_ANSWER_DATE:
        q->has_response = true;
        return set_date(o, l->value, i, &q->response.date, &q->response.page);
    case DATUM_DATE:
        return in_answer ? set_date(o, l->value, i, &q->response.date, &q->response.page)
                         : set_date(o, l->value, i, &q->body.date, &q->body.page);
    case DATUM_PAGE:
        member = in_answer ? &q->response.page : &q->body.page;
        return member->data ? 0 : put(o, l->value, member);
    case DATUM_RESPONSE: return read_response_label(o, l, i);
    case DATUM_WITHDRAWAL: return set_withdrawal(o, l->value, i);
    case DATUM_WITHDRAWAL_DATE:
        q->has_withdrawal = true;
        q->withdrawal.date = read_date(o, l->value, i, &rest);
        return 0;
    case DATUM_LAPSED: q->has_withdrawal = o->lapsed = true; return 0;
    case DATUM_CLOSED:
        if (!q->has_response && !q->has_withdrawal)
            return set_withdrawal(o, l->value, i);
        return 0;
    case DATUM_SESSION:
        o->in_session = true;
        return find_words(l->value, "journal officiel le ", &rest) && !q->body.date.year
                   ? set_date(o, rest, i, &q->body.date, &q->body.page)
                   : 0;
    case DATUM_TRANSFERRED: {
        bool dated = !(l->flags & MINISTRY);
        return add_event(o, QP_TRANSFERRED, l->value, i, dated) ||
               (!dated && put(o, l->value, &q->ministry.attributed));
    }
    case DATUM_SIGNALLED: return add_event(o, QP_SIGNALLED, l->value, i, true);
    case DATUM_RENEWED: return add_event(o, QP_RENEWED, l->value, i, true);
    case DATUM_ERRATUM: return add_event(o, QP_ERRATUM, l->value, i, true);
    case DATUM_ERRATUM_PAGE:
        return q->event_count ? put(o, l->value, &q->events[q->event_count - 1].detail) : 0;
    case DATUM_TRANSFORMED:
        o->transformed = true;
        return add_relation(o, QP_TRANSFORMED_INTO, line_text(line_at(o, i)));
    case DATUM_RECALLS: return add_relation(o, QP_RECALLS, line_text(line_at(o, i)));
    default: return 0;
    }
}

static void mark(const struct official *o, size_t i, enum section section, enum field field) {
    line_at(o, i)->section = (uint8_t)section;
    line_at(o, i)->field = (uint8_t)field;
}

/* The text that follows a label on its own line, as dumps of tables have it. */
static void keep_rest(struct official *o, size_t i, struct span value) {
    struct line *l = line_at(o, i);
    l->offset += (uint32_t)(value.ptr > l->ptr && value.ptr <= l->ptr + l->len ? value.ptr - l->ptr : 0);
    l->ptr = value.ptr;
    l->len = (uint32_t)value.len;
    l->flags = (uint8_t)((l->flags | LINE_STARTS) & ~LINE_ROW);
}

static void take_text(struct official *o, size_t i) {
    mark(o, i, o->state == ANSWER ? SECTION_RESPONSE : SECTION_BODY, FIELD_BLOCKS);
}

static int take_label(struct official *o, const struct labelled *l, size_t i) {
    mark(o, i, SECTION_METADATA, FIELD_NONE);
    if (l->family && l->family->site == QP_SENAT && !o->family)
        o->family = l->family;
    if (set_datum(o, l, i))
        return -1;
    bool opens = l->flags & (OPENS_BODY | OPENS_ANSWER);
    if (l->flags & OPENS_BODY)
        o->state = BODY;
    else if (l->flags & OPENS_ANSWER)
        o->state = ANSWER;
    else if (l->datum == DATUM_DATE)
        o->state = o->answer_opened ? ANSWER : BODY;
    else if (l->datum == DATUM_END)
        o->state = AFTER;
    else if (o->state != BEFORE)
        o->state = HEAD;
    if (opens && l->value.len && !(l->flags & (WITH_DATE | MINISTRY)) && l->datum != DATUM_PERSON) {
        keep_rest(o, i, l->value);
        take_text(o, i);
    }
    if (l->datum == DATUM_UNKNOWN)
        mark(o, i, SECTION_NONE, FIELD_NONE);
    return 0;
}

static bool is_content(const struct line *l) {
    return l->role == ROLE_BODY || l->role == ROLE_RESPONSE;
}

/* A line that the markup places outside of the question says nothing. */
static bool is_outside(const struct line *l, bool structured) {
    return l->role == ROLE_FURNITURE || (structured && l->role == ROLE_NONE);
}

static int take_line(struct official *o, size_t i) {
    struct line *l = line_at(o, i);
    struct labelled label = {0};
    bool content = is_content(l);
    if (is_outside(l, o->structured) || (l->flags & LINE_RULE)) {
        mark(o, i, SECTION_FURNITURE, FIELD_NONE);
        return 0;
    }
    if (l->role >= ROLE_DATUM) {
        label.datum = (enum datum)(l->role - ROLE_DATUM);
        label.value = line_text(l);
        if (o->state == BEFORE)
            o->state = HEAD;
        return take_label(o, &label, i);
    }
    bool in_text = o->state == BODY || o->state == ANSWER;
    if ((!content || l->level > 0) && official_lex(line_text(l), in_text && !o->structured, &label))
        return take_label(o, &label, i);
    if (content) {
        if (l->role == ROLE_RESPONSE || o->state == ANSWER)
            o->state = ANSWER;
        else
            o->state = BODY;
        take_text(o, i);
    } else if (in_text && !o->structured) {
        take_text(o, i);
    }
    return 0;
}

/* "Essonne (2e circonscription) - La France insoumise", below an author without group. */
static int read_second_line(struct official *o, size_t i, bool *taken) {
    struct span second, text = line_text(line_at(o, i));
    qp_author *a = &o->q->author;
    *taken = false;
    if (!a->name.data || a->group.data || a->constituency.data || text.len > 200 ||
        o->line[DATUM_PERSON] + 1 != i)
        return 0;
    struct span first = official_split(text, false, &second);
    if (!second.ptr || text.ptr[text.len - 1] == '.')
        return 0;
    *taken = true;
    mark(o, i, SECTION_METADATA, FIELD_AUTHOR);
    return put(o, first, &a->constituency) || put(o, second, &a->group) ? -1 : 0;
}

static int compare_events(const void *a, const void *b) {
    const qp_event *const *x = a, *const *y = b;
    int c = date_compare((*x)->date, (*y)->date);
    return c ? c : (*x > *y) - (*x < *y); /* as printed, where dates are equal */
}

static int sort_events(struct official *o) {
    qp_question *q = o->q;
    if (q->event_count < 2)
        return 0;
    const qp_event **order = arena_array(o->rq->arena, q->event_count, sizeof *order);
    qp_event *sorted = arena_array(o->rq->arena, q->event_count, sizeof *sorted);
    if (!order || !sorted)
        return -1;
    for (size_t i = 0; i < q->event_count; i++)
        order[i] = &q->events[i];
    qsort(order, q->event_count, sizeof *order, compare_events);
    for (size_t i = 0; i < q->event_count; i++)
        sorted[i] = *order[i];
    q->events = sorted;
    return 0;
}

static int read_opening(struct official *o) {
    const qp_blocks *b = &o->q->body.blocks;
    if (b->count == 0 || b->items[0].type != QP_PARAGRAPH)
        return 0;
    qp_string *name = &o->q->author.name;
    struct opening p = opening_read((struct span){b->items[0].text.data, b->items[0].text.size},
                                    (struct span){name->data, name->size});
    if (p.civility.ptr && !o->q->author.civility.data && put(o, p.civility, &o->q->author.civility))
        return -1;
    return p.addressee.ptr ? put(o, p.addressee, &o->q->addressee) : 0;
}

static bool says_lapsed(const qp_string *reason) {
    struct span rest, text = {reason->data, reason->size};
    return reason->data &&
           (fold_prefix(text, "caduque", &rest) || fold_prefix(text, "caducite", &rest));
}

static void read_status(struct official *o) {
    qp_question *q = o->q;
    bool answered = q->has_response || q->response.blocks.count || o->in_session;
    if (answered) {
        q->status = QP_ANSWERED;
        q->has_response = true;
        if (q->has_withdrawal)
            q->has_withdrawal = false;
    } else if (q->has_withdrawal) {
        q->status = o->lapsed || says_lapsed(&q->withdrawal.reason) ? QP_LAPSED : QP_WITHDRAWN;
    } else if (o->transformed) {
        q->status = QP_TRANSFORMED;
    } else if (o->answer_opened || q->body.blocks.count || o->page->closed) {
        q->status = QP_PENDING;
    }
}

static void report(struct official *o) {
    qp_question *q = o->q;
    size_t at = line_at(o, o->whole.begin)->offset;
    if (q->status == QP_ANSWERED && q->response.blocks.count == 0)
        diagnose(o->rq->d, D_ANSWER_EMPTY, at, "the page says that there is an answer, but not which");
    if (q->has_response && q->response.date.year && q->body.date.year &&
        date_compare(q->response.date, q->body.date) < 0)
        diagnose(o->rq->d, D_ANSWER_BEFORE_QUESTION, at, "the answer is dated before the question");
    if (!(o->page->markup ? o->page->closed : o->state == AFTER || o->state == HEAD))
        diagnose(o->rq->d, D_TRUNCATED, line_at(o, o->whole.end - 1)->offset,
                 "the page ends before its tail: its text may be cut here");
}

/* The title above the heading: the nearest h1, or in text the line right above it. */
static int read_title(struct official *o, size_t from) {
    if (o->q->title.data || o->q->site != QP_SENAT)
        return 0;
    for (size_t i = o->whole.begin; i > from; i--) {
        struct line *l = line_at(o, i - 1);
        if (o->page->markup && l->level != 1)
            continue;
        mark(o, i - 1, SECTION_METADATA, FIELD_TITLE);
        return put(o, line_text(l), &o->q->title);
    }
    return 0;
}

static const struct fact *address_of(const struct official *o) {
    static const enum fact_kind kinds[] = {FACT_URL, FACT_CANONICAL};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < o->page->fact_count; i++)
            if (o->page->facts[i].kind == kinds[k] && o->page->facts[i].line <= o->whole.end)
                return &o->page->facts[i];
    return NULL;
}

static int finish(struct official *o, size_t from) {
    qp_question *q = o->q;
    const struct fact *url = address_of(o);
    if (read_title(o, from) || blocks_read(o->rq, o->whole, SECTION_BODY, &q->body.blocks) ||
        blocks_read(o->rq, o->whole, SECTION_RESPONSE, &q->response.blocks) ||
        author_reorder(o->rq, q) || read_opening(o))
        return -1;
    read_status(o);
    if (url && put(o, url->value, &q->url))
        return -1;
    report(o);
    return relations_read(o->rq, o->whole, q) || sort_events(o) ||
           identity_official(o->rq, url ? url->value : NO_SPAN, q) ||
           unparsed_read(o->rq, o->whole, q) ? -1 : 0;
}

/* What speaks for an official page in lines [begin, end). */
struct evidence {
    size_t start;  /* the first line of the question; NO_LINE: none */
    size_t last;   /* the last line that is read */
    size_t labels; /* of a family */
    bool number, body;
    const struct family *family;
};

/* Menus and breadcrumbs name the question too: what counts is the last legislature before
 * the text, and the heading right above it or, where none is printed, the last heading. */
static void see_start(struct evidence *e, enum datum datum, bool heads, size_t i,
                      size_t *legislature, size_t *heading) {
    enum { CLOSE = 6 };
    if (datum == DATUM_LEGISLATURE)
        *legislature = i;
    if (heads)
        *heading = i;
    if (!heads && datum != DATUM_LEGISLATURE)
        return;
    bool above = *legislature != NO_LINE && *heading != NO_LINE && *heading < *legislature;
    e->start = *legislature == NO_LINE                      ? *heading
               : above && *legislature - *heading <= CLOSE ? *heading
                                                            : *legislature;
}

static struct evidence look(const struct page *page, bool structured, size_t begin, size_t end) {
    struct evidence e = {.start = NO_LINE, .last = begin};
    size_t legislature = NO_LINE, heading = NO_LINE;
    for (size_t i = begin; i < end; i++) {
        const struct line *l = &page->lines[i];
        struct labelled label = {0};
        bool marked = l->role >= ROLE_DATUM;
        if (is_content(l))
            e.last = i;
        if (is_outside(l, structured) || (is_content(l) && l->level == 0))
            continue;
        if (!marked && !official_lex(line_text(l), false, &label))
            continue;
        if (marked)
            label.datum = (enum datum)(l->role - ROLE_DATUM);
        e.labels += marked || label.family;
        if (label.family && (!e.family || label.family->site == QP_SENAT))
            e.family = label.family;
        bool heads = label.datum == DATUM_HEADING || label.datum == DATUM_NUMBER ||
                     (label.datum == DATUM_PERSON && (label.flags & WITH_DATE));
        e.number |= heads;
        if (!e.body)
            see_start(&e, label.datum, heads, i, &legislature, &heading);
        e.body |= (label.flags & OPENS_BODY) || label.datum == DATUM_DATE;
        e.last = i;
    }
    return e;
}

static bool is_official(const struct evidence *e) {
    return e->start != NO_LINE && e->number && e->labels >= 2;
}

static int read_one(struct official *o, const struct evidence *e, size_t begin, size_t end) {
    bool taken;
    o->family = e->family;
    o->q->site = e->family && e->family->site == QP_SENAT ? QP_SENAT : QP_ASSEMBLEE;
    o->whole = (struct stretch){e->start, o->structured ? e->last + 1 : end};
    o->line[DATUM_PERSON] = NO_LINE - 1;
    o->state = HEAD;
    for (size_t i = o->whole.begin; i < o->whole.end; i++) {
        if (o->state == AFTER) {
            o->whole.end = i;
            break;
        }
        if (read_second_line(o, i, &taken) || (!taken && take_line(o, i)))
            return -1;
    }
    return finish(o, begin);
}

static size_t sheet_end(const struct page *page, size_t i) {
    for (i++; i < page->count && !(page->lines[i].flags & LINE_SHEET); i++)
        ;
    return i;
}

int official_questions(const struct extract_request *rq, bool *found, qp_question **questions,
                       size_t *count) {
    struct page *page = rq->page;
    size_t sheets = 0, n = 0;
    for (size_t i = 0; i < page->count; i = sheet_end(page, i))
        sheets++;
    *found = false;
    for (size_t i = 0, end; i < page->count; i = end) {
        end = sheet_end(page, i);
        bool structured = false;
        for (size_t k = i; k < end; k++)
            structured |= is_content(&page->lines[k]) || page->lines[k].role >= ROLE_DATUM;
        struct evidence e = look(page, structured, i, end);
        if (!is_official(&e))
            continue;
        if (!*found && !(*questions = arena_array(rq->arena, sheets, sizeof **questions)))
            return -1;
        *found = true;
        struct official o = {.rq = rq, .page = page, .q = &(*questions)[n]};
        *o.q = (qp_question){.comment_count = -1};
        o.structured = structured;
        if (extract_file_name(rq, &o.q->file) || read_one(&o, &e, i, end))
            return -1;
        *count = ++n;
    }
    return 0;
}
