/* Events of a question: transfers, signals, renewals and errata. */
#include "extract/official_events.h"

#include "extract/official_setters.h"

static qp_event *add_event(struct values *v, enum qp_event_type type) {
    qp_question *q = v->q;
    if (arena_reserve(v->rq->arena, (void **)&q->events, &v->event_cap, q->event_count, 1,
                      sizeof *q->events))
        return NULL;
    qp_event *e = &q->events[q->event_count++];
    *e = (qp_event){.type = type};
    return e;
}

/* Several dates may follow one label: "Date de renouvellement: 12/03/2019, 18/06/2019",
 * "12/03/2019 et 18/06/2019". */
static int add_dated_events(struct values *v, enum qp_event_type type, struct span value,
                            size_t line) {
    struct span rest = value, next;
    qp_date again;
    bool listed = true;
    while (listed) {
        qp_event *e = add_event(v, type);
        if (!e)
            return -1;
        e->date = read_date(v, rest, line, &rest);
        struct span page = page_number(rest);
        if (page.ptr && put(v, page, &e->detail))
            return -1;
        rest = span_trim(page.ptr ? span_from(span_end(page), span_end(rest)) : rest);
        const char *before = rest.ptr;
        rest = skip_marks(rest);
        if (fold_prefix(rest, "et ", &next))
            rest = next;
        /* "15/04/2003 12/03/2003": the text of a `fiche` has lost which element the second was
         * in */
        listed = (type != QP_SIGNALLED || rest.ptr > before) &&
                 date_any(rest, &again, &next) == DATE_OK;
    }
    if (!span_blank(rest))
        v->left = rest;
    return 0;
}

/* The page of an erratum has its own element, behind that of the date, which may be empty. */
int event_page(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    if (v->dated != DATUM_ERRATUM && !add_event(v, QP_ERRATUM))
        return -1;
    v->dated = DATUM_NONE;
    return put(v, l->value, &v->q->events[v->q->event_count - 1].detail);
}

/* "Ministère de la mer le 12/12/2022" */
static qp_date take_last_date(struct span *s) {
    for (const char *p = span_end(*s); p > s->ptr; p--) {
        struct span from = span_from(p, span_end(*s)), rest;
        qp_date date;
        if (p[-1] != ' ' || !fold_prefix(from, "le ", &rest))
            continue;
        if (date_any(rest, &date, &rest) != DATE_OK || !span_blank(rest))
            break;
        *s = span_trim(span_from(s->ptr, p));
        return date;
    }
    return (qp_date){0};
}

/* "Date de signalement :" without a value is no event: its date is on the next line, or absent. */
int event_dated(struct values *v, const struct labelled *l, size_t line) {
    if (span_blank(l->value)) { /* an erratum's page may follow all the same */
        v->dated = l->datum == DATUM_ERRATUM ? DATUM_ERRATUM_PAGE : DATUM_NONE;
        return 0;
    }
    v->dated = l->datum;
    return add_dated_events(v, l->datum == DATUM_TRANSFERRED ? QP_TRANSFERRED
                               : l->datum == DATUM_SIGNALLED ? QP_SIGNALLED
                               : l->datum == DATUM_RENEWED   ? QP_RENEWED
                                                             : QP_ERRATUM,
                            l->value, line);
}

/* "Transmise au Ministère de l'intérieur"; the Assemblée prints only the date. */
int event_transfer(struct values *v, const struct labelled *l, size_t line) {
    if (l->tail != TAIL_MINISTRY)
        return event_dated(v, l, line);
    v->dated = DATUM_TRANSFERRED;
    qp_event *e = add_event(v, QP_TRANSFERRED);
    struct span to = l->value;
    if (e)
        e->date = take_last_date(&to);
    return !e || put(v, to, &e->detail) || put(v, to, &v->q->ministry.attributed) ? -1 : 0;
}

/* The XML view lists every attribution, even the first: number, ministry and day. */
int event_order_number(struct values *v, const struct labelled *l, size_t line) {
    (void)l, (void)line;
    v->dated = DATUM_ORDER;
    v->ordered = true;
    return add_event(v, QP_TRANSFERRED) ? 0 : -1;
}

int event_order(struct values *v, const struct labelled *l, size_t line) {
    qp_event *e = v->dated == DATUM_ORDER ? &v->q->events[v->q->event_count - 1] : NULL;
    if (!e || e->detail.data) { /* it has no number */
        if (event_order_number(v, l, line))
            return -1;
        e = &v->q->events[v->q->event_count - 1];
    }
    return put(v, l->value, &e->detail) || put(v, l->value, &v->q->ministry.attributed) ? -1 : 0;
}

int event_order_date(struct values *v, const struct labelled *l, size_t line) {
    qp_question *q = v->q;
    struct span rest;
    qp_event *last = v->dated == DATUM_ORDER ? &q->events[q->event_count - 1] : NULL;
    if (!last || last->date.year)
        v->left = l->value;
    else {
        last->date = read_date(v, l->value, line, &rest);
        v->left = rest;
    }
    return 0;
}
