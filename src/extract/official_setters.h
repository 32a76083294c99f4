/* Small parts of a value's line, and the setters of members, for the files that set values. */
#ifndef OFFICIAL_SETTERS_H
#define OFFICIAL_SETTERS_H
#include "base/fold.h"
#include "extract/blocks.h"
#include "extract/official_values.h"
#include "question/date.h"
#include "question/number.h"

static inline int put(const struct values *v, struct span s, qp_string *out) {
    s = span_trim(s);
    if (span_blank(s))
        return 0;
    return text_value(v->rq->arena, s, v->rq->options->plain_spaces, out);
}

/* The first value stays; another one of the same member is left for `unparsed`. */
static inline int put_first(struct values *v, struct span s, qp_string *out) {
    if (!out->data)
        return put(v, s, out);
    if (!span_blank(s) && !fold_same(s, value_text(out)))
        v->left = s;
    return 0;
}

/* "Signalée le 04/05/2004" in an element that is known to hold a date. */
static inline struct span from_digit(struct span s) {
    for (size_t i = 0; i < s.len; i++)
        if (is_digit(s.ptr[i]))
            return span_from(s.ptr + i, span_end(s));
    return s;
}

/* Without words of its own: "Signalée le 04/05/2004", "Question signalée au Gouvernement le 3 mai". */
static inline bool leads_to_date(struct span s) {
    return fold_words_among(s, "le du au paru parue publiee publie question signalee signale gouvernement renouvelee "
                               "renouvele retiree cloturee jo journal officiel senat dans date");
}

static inline qp_date read_date(struct values *v, struct span s, size_t line,
                                struct span *rest) {
    qp_date date = {0};
    enum date_result found = date_any(s, &date, rest);
    if (found == DATE_NONE) {
        struct span digits = from_digit(s);
        found = date_any(digits, &date, rest);
        if (found != DATE_NONE && !leads_to_date(span_from(s.ptr, digits.ptr)))
            v->left = s;
    }
    if (found == DATE_OK)
        return date;
    diagnose(v->rq->d, D_DATE_INVALID, v->rq->page->lines[line].offset,
             "no day of the calendar: \"%s\"", quoted(v->rq->d, span_trim(s)));
    if (found == DATE_NONE)
        *rest = span_from(span_end(s), span_end(s));
    return (qp_date){0};
}

static inline struct span skip_marks(struct span s) {
    while (s.len && (s.ptr[0] == ',' || s.ptr[0] == '-' || s.ptr[0] == ':' || s.ptr[0] == ';'))
        (void)fold_prefix((struct span){s.ptr + 1, s.len - 1}, "", &s);
    return s;
}

static inline struct span number_at(struct span s) {
    s.len = leading_digits(s);
    return s.len ? s : NO_SPAN;
}

/* "page : 2505", ", page 3501", "- page 5601", "p.5601" */
static inline struct span page_number(struct span s) {
    static const char *const words[] = {"page", "p."};
    struct span rest;
    s = skip_marks(span_trim(s));
    for (size_t i = 0; i < 2; i++)
        if (fold_prefix(s, words[i], &rest))
            return number_at(skip_marks(rest));
    return NO_SPAN;
}

#endif
