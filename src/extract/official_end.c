/* The end of an official page: whether it is whole, and the codes that are hidden there. */
#include "extract/official_read.h"

#include "base/fold.h"
#include "question/date.h"

/* Some text tools give each of the codes a line: "NC", "13", "Pays de la Loire", "N". Whether lines
 * [begin, end) are such codes. */
static bool are_codes(const struct official *o, size_t begin, size_t end) {
    enum { LONGEST = 200 };
    char joined[LONGEST];
    size_t size = 0;
    struct span codes;
    for (size_t i = begin; i < end; i++) {
        const struct line *l = line_at(o, i);
        if (l->len + 1 > LONGEST - size)
            return false;
        memcpy(joined + size, l->ptr, l->len);
        size += l->len;
        joined[size++] = ' ';
    }
    return official_codes((struct span){joined, size}, o->q->legislature, &codes) && codes.ptr == joined;
}

static bool drop_code_lines(struct official *o) {
    enum { MOST = 5 };
    size_t end = o->whole.end, begin = end;
    for (size_t n = 2; n <= MOST && end - o->whole.begin > n; n++) {
        if (are_codes(o, end - n, end))
            begin = end - n;
    }
    for (size_t i = begin; i < end; i++)
        mark(o, i, SECTION_FURNITURE, FIELD_NONE);
    o->whole.end = begin;
    return begin < end;
}

void official_drop_codes(struct official *o) {
    struct span text, codes;
    if (o->page->markup)
        return;
    if (drop_code_lines(o)) {
        o->state = AFTER;
        return;
    }
    for (size_t i = o->whole.end; i > o->whole.begin; i--) {
        struct line *l = line_at(o, i - 1);
        if (l->flags & LINE_RULE)
            continue;
        text = line_text(l);
        if (!official_codes(text, o->q->legislature, &codes))
            return;
        if (span_blank(span_from(text.ptr, codes.ptr))) { /* a row keeps its empty cells */
            mark(o, i - 1, SECTION_FURNITURE, FIELD_NONE);
            o->whole.end = i - 1;
        } else {
            l->len = (uint32_t)span_trim(span_from(text.ptr, codes.ptr)).len;
        }
        o->state = AFTER;
        return;
    }
}

/* A person selects whole sentences; a text that ends within one was cut. So was a page that goes on
 * below the question and tells no state, and one that ends above the texts. */
static bool is_whole(const struct official *o) {
    const struct values *v = &o->values;
    if (v->undigitised && !o->text_begun)
        return true;
    if (o->state == AFTER)
        return o->q->status != QP_STATUS_NONE;
    if (o->state == HEAD)
        return o->body_opened || v->answer_opened;
    if (o->state == ANSWER && !o->text_begun) /* "Texte de la réponse" is above nothing, too */
        return o->q->site == QP_ASSEMBLEE;
    for (size_t i = o->whole.end; i > o->whole.begin; i--) {
        const struct line *l = line_at(o, i - 1);
        if (l->section == SECTION_BODY || l->section == SECTION_RESPONSE)
            return (l->flags & LINE_ROW) || ends_sentence(line_text(l));
    }
    return v->answer_opened;
}

void official_report(struct official *o) {
    qp_question *q = o->q;
    size_t at = line_at(o, o->whole.begin)->offset;
    /* sheets of legislature 7, and many oral ones, have no text at all */
    bool no_text = o->values.undigitised ||
                   (q->site == QP_ASSEMBLEE && q->body.blocks.count == 0 &&
                    (o->page->markup ? o->page->closed : o->state == AFTER));
    bool whole = o->page->markup ? o->page->closed : is_whole(o);
    if (whole && q->status == QP_ANSWERED && q->response.blocks.count == 0 && !o->values.in_session && !no_text)
        diagnose(o->rq->d, D_ANSWER_EMPTY, at,
                 "the page says that there is an answer, but not which");
    /* the sitting is before the day on which both texts are printed */
    if (q->has_response && q->response.date.year && q->body.date.year && !o->values.session_dated &&
        date_compare(q->response.date, q->body.date) < 0)
        diagnose(o->rq->d, D_ANSWER_BEFORE_QUESTION, at, "the answer is dated before the question");
    if (!whole)
        diagnose(o->rq->d, D_TRUNCATED, line_at(o, o->whole.end - 1)->offset,
                 "the page ends before its tail: its text may be cut here");
}
