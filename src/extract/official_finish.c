/* The question once all values and texts of its official page are read: the status, the order of
 * the events, the author's whole name. */
#include "extract/official_values.h"

#include "base/fold.h"
#include "question/date.h"

#include <stdlib.h>

static int compare_events(const void *a, const void *b) {
    const qp_event *const *x = a, *const *y = b;
    int c = date_compare((*x)->date, (*y)->date);
    return c ? c : (*x > *y) - (*x < *y); /* as printed, where dates are equal */
}

/* The same signal or renewal, which a page tells in two places. */
static bool same_event(const qp_event *a, const qp_event *b) {
    return a->type == b->type && (a->type == QP_SIGNALLED || a->type == QP_RENEWED) &&
           a->date.year && date_compare(a->date, b->date) == 0;
}

static int sort_events(struct values *v) {
    qp_question *q = v->q;
    if (q->event_count < 2)
        return 0;
    const qp_event **order = arena_array(v->rq->arena, q->event_count, sizeof *order);
    qp_event *sorted = arena_array(v->rq->arena, q->event_count, sizeof *sorted);
    if (!order || !sorted)
        return -1;
    for (size_t i = 0; i < q->event_count; i++)
        order[i] = &q->events[i];
    qsort(order, q->event_count, sizeof *order, compare_events);
    size_t count = 0;
    for (size_t i = 0; i < q->event_count; i++)
        if (count == 0 || !same_event(&sorted[count - 1], order[i]))
            sorted[count++] = *order[i];
    q->events = sorted;
    q->event_count = count;
    return 0;
}

/* The first attribution is of the day of the question, and no transfer. */
static void drop_first_order(struct values *v) {
    qp_question *q = v->q;
    qp_event *e = q->events;
    if (!v->ordered)
        return;
    while (e->type != QP_TRANSFERRED)
        e++;
    q->event_count--;
    memmove(e, e + 1, (size_t)(q->events + q->event_count - e) * sizeof *e);
}

static bool says_answered(struct span reason) {
    struct span rest;
    return fold_prefix(reason, "reponse publiee", &rest);
}

static bool says_lapsed(const qp_string *reason) {
    struct span rest, text = {reason->data, reason->size};
    return reason->data &&
           (fold_prefix(text, "caduque", &rest) || fold_prefix(text, "caducite", &rest));
}

/* A closing that tells of an answer is no withdrawal. */
static void read_closing(struct values *v) {
    qp_question *q = v->q;
    bool published = v->published || (q->withdrawal.reason.data && says_answered(value_text(&q->withdrawal.reason))) ||
                     (v->closing_reason.data && says_answered(value_text(&v->closing_reason)));
    v->closed |= v->closing_reason.data != NULL;
    if (published) {
        q->has_response = true;
        if (!q->response.page.data)
            q->response.page = v->closing_page;
        v->retired = v->closed = false;
    }
    if (v->closed && !v->retired && !q->has_response && q->response.blocks.count == 0 &&
        !v->in_session) {
        v->retired = true;
        q->withdrawal = (qp_withdrawal){v->closing, v->closing_reason};
    }
}

static void read_status(struct values *v) {
    qp_question *q = v->q;
    bool answered = q->has_response || q->response.blocks.count || v->in_session;
    q->has_withdrawal = v->retired && !answered;
    if (answered) {
        q->status = QP_ANSWERED;
        q->has_response = true;
        if (v->retired)
            diagnose(v->rq->d, D_STATUS_CONFLICT, NO_PLACE,
                     "the page tells of a withdrawal and of an answer");
    } else if (v->retired) {
        q->status = v->lapsed || says_lapsed(&q->withdrawal.reason) ? QP_LAPSED : QP_WITHDRAWN;
    } else if (v->transformed) {
        q->status = QP_TRANSFORMED;
    } else if (v->answer_opened || v->keys || v->ended || v->rq->page->closed || v->awaited) {
        q->status = QP_PENDING;
    }
    if (!q->has_withdrawal)
        q->withdrawal = (qp_withdrawal){0};
}

/* Left for `unparsed`. */
static void leave(struct values *v, size_t line) {
    v->rq->page->lines[line].section = SECTION_UNPARSED;
}

/* A page of an answer that is not there, and the reason of a closing that is no withdrawal. */
static void leave_rest(struct values *v, const qp_withdrawal *told) {
    qp_question *q = v->q;
    if (!q->has_response && q->response.page.data) {
        leave(v, v->page_line);
        q->response.page = (qp_string){0};
    }
    const qp_string *reason = told->reason.data ? &told->reason : &v->closing_reason;
    if (reason->data && !q->has_withdrawal && !says_answered(value_text(reason)))
        leave(v, v->reason_line);
}

static int join_name(struct values *v) {
    qp_author *a = &v->q->author;
    struct buffer b = {0};
    if (!a->group.data)
        a->group = v->group_code;
    if (!v->first_name.data)
        return 0;
    buffer_append(&b, v->first_name.data, v->first_name.size);
    if (a->name.data) {
        buffer_char(&b, ' ');
        buffer_append(&b, a->name.data, a->name.size);
    }
    int rc = b.failed ? -1 : arena_string(v->rq->arena, (struct span){b.ptr, b.len}, &a->name);
    buffer_free(&b);
    return rc;
}

/* The sitting dates both. */
static void date_debate(qp_question *q) {
    if (!q->body.date.year)
        q->body.date = q->response.date;
    if (!q->response.date.year)
        q->response.date = q->body.date;
}

int values_finish(struct values *v) {
    if (join_name(v))
        return -1;
    drop_first_order(v);
    read_closing(v);
    qp_withdrawal told = v->q->withdrawal;
    read_status(v);
    leave_rest(v, &told);
    if (values_debate(v) && v->q->has_response)
        date_debate(v->q);
    return sort_events(v);
}
