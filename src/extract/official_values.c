/* Labelled values to the question's members. */
#include "extract/official_values.h"

#include "extract/identity.h"
#include "extract/official_events.h"
#include "extract/official_setters.h"
#include "lex/mention.h"
#include "lex/type.h"

#include <stddef.h>
#include <stdio.h>

/* The type in the codes of the page's own chamber: "Question au Gouvernement n° 0123G" of senat.fr
 * is QAG there, and QG at the Assemblée. A type that the chamber does not have has no code. */
static int put_type(const struct values *v, const struct question_type *t, const char *code,
                    qp_string *out) {
    bool senate = v->q->site == QP_SENAT;
    if (!code && !senate)
        code = t->assemblee;
    if (!code || out->data)
        return 0;
    if (strcmp(code, senate ? "QG" : "QAG") == 0)
        code = senate ? "QAG" : "QG";
    struct span type = {code, strlen(code)};
    if (!senate && !word_among(type, "QE QOSD QG"))
        return 0;
    return arena_string(v->rq->arena, type, out);
}

/* "10/11/2022 - page 5601" into a section's date and page; the first printed date stays. */
static int set_date(struct values *v, struct span value, size_t line, qp_date *date,
                    qp_string *page) {
    struct span rest;
    if (span_blank(value))
        return 0;
    qp_date read = read_date(v, value, line, &rest);
    bool another = date->year && read.year && date_compare(*date, read) != 0;
    if (!date->year)
        *date = read;
    struct span number = page_number(rest);
    struct span left = another      ? value
                       : number.ptr ? span_from(span_end(number), span_end(rest)) : skip_marks(rest);
    if (!span_blank(left))
        v->left = left;
    return number.ptr && !another ? put_first(v, number, page) : 0;
}

static int set_body_date(struct values *v, struct span value, size_t line) {
    v->dated = DATUM_QUESTION_DATE;
    return set_date(v, value, line, &v->q->body.date, &v->q->body.page);
}

static int set_answer_date(struct values *v, struct span value, size_t line) {
    if (span_blank(value))
        return 0;
    v->dated = DATUM_ANSWER_DATE;
    v->q->has_response = true;
    return set_date(v, value, line, &v->q->response.date, &v->q->response.page);
}

/* Finds these words; *rest is the text behind them. */
static bool find_words(struct span text, const char *words, struct span *rest) {
    for (size_t i = 0; i < text.len; i++)
        if ((i == 0 || text.ptr[i - 1] == ' ') &&
            fold_prefix(span_from(text.ptr + i, span_end(text)), words, rest))
            return true;
    return false;
}

/* "(fin de mandat)": a reason's full stop stays, the parentheses around it do not. */
static struct span without_parentheses(struct span s) {
    s = span_trim(s);
    if (s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')')
        return (struct span){s.ptr + 1, s.len - 2};
    return s;
}

/* "gel des vignes. perspectives." and "Enseignants; mutations" */
static int set_analysis(struct values *v, const struct labelled *l, size_t line) {
    qp_question *q = v->q;
    const char *from = l->value.ptr, *end = span_end(l->value);
    (void)line;
    for (const char *p = from; p <= end; p++) {
        if (p < end && !((*p == '.' || *p == ';') && (p + 1 == end || p[1] == ' ')))
            continue;
        struct span item = span_trim(span_from(from, p));
        from = p + 1;
        if (span_blank(item))
            continue;
        if (arena_reserve(v->rq->arena, (void **)&q->analysis, &v->analysis_cap,
                          q->analysis_count, 1, sizeof *q->analysis))
            return -1;
        qp_string *out = &q->analysis[q->analysis_count++];
        *out = (qp_string){0};
        if (put(v, item, out))
            return -1;
    }
    return 0;
}

/* From legislature 15 on the title is what the XML view and open data have there. */
static int on_analysis(struct values *v, const struct labelled *l, size_t line) {
    enum { TITLES = 15 };
    bool title = v->q->site == QP_ASSEMBLEE && v->q->legislature >= TITLES;
    return title ? put_first(v, l->value, &v->q->title) : set_analysis(v, l, line);
}

static int set_type(struct values *v, struct span label) {
    const struct question_type *type = type_named(label);
    if (!type || v->q->type.data)
        return 0;
    return put_type(v, type, type->code, &v->q->type) || put_first(v, label, &v->q->type_label)
               ? -1 : 0;
}

static int set_affiliation(struct values *v, const struct person *p) {
    qp_author *a = &v->q->author;
    if (p->group.ptr && !a->group.data && put(v, p->group, &a->group))
        return -1;
    return p->constituency.ptr && !a->constituency.data ? put(v, p->constituency, &a->constituency)
                                                        : 0;
}

/* "publiée le 10/11/2022", ", posée en séance": on_person() has read it. */
static bool is_told_elsewhere(struct span rest) {
    struct span after;
    rest = skip_marks(rest);
    return span_blank(rest) || fold_prefix(rest, "publiee", &after) || fold_prefix(rest, "posee en seance", &after);
}

static int set_person(struct values *v, struct span text, bool group_first) {
    struct person p;
    qp_author *a = &v->q->author;
    if (!person_read(text, group_first, &p)) {
        v->left = span_blank(text) ? v->left : text;
        return 0;
    }
    if (a->name.data && !fold_has_words(value_text(&a->name), p.name))
        v->left = text;
    if (!a->name.data && (put(v, p.name, &a->name) || put(v, p.civility, &a->civility)))
        return -1;
    if (p.rest.len && !type_named(p.rest) && !is_told_elsewhere(p.rest))
        v->left = p.rest;
    return set_affiliation(v, &p) || (p.rest.ptr && set_type(v, p.rest)) ? -1 : 0;
}

/* The number of the link to the member's page, if the line has one. A text browser's list of links is
 * not read. */
static int set_member(struct values *v, size_t line) {
    qp_string *id = &v->q->author.id;
    char member[MEMBER_ID];
    size_t count;
    const struct link *links = page_links_of(v->rq->page, line, &count);
    for (size_t i = 0; v->rq->page->markup && !id->data && i < count; i++)
        if (put(v, identity_member(links[i].target, member), id))
            return -1;
    return 0;
}

static int on_author_id(struct values *v, const struct labelled *l, size_t line) {
    char id[32];
    (void)line;
    struct span digits = l->value;
    if (digits.len > 2 && memcmp(digits.ptr, "PA", 2) == 0) /* as open data has it */
        digits = span_from(digits.ptr + 2, span_end(digits));
    if (number_at(digits).len < span_trim(digits).len)
        v->left = l->value;
    int len = snprintf(id, sizeof id, "PA%.*s", (int)number_at(digits).len, digits.ptr);
    return len < 3 || v->q->author.id.data || (size_t)len >= sizeof id
               ? 0 : put(v, (struct span){id, (size_t)len}, &v->q->author.id);
}

static int on_heading(struct values *v, const struct labelled *l, size_t line) {
    struct heading h;
    qp_question *q = v->q;
    (void)heading_chamber(l->value, &h); /* it matched when the line got its label */
    if (put_type(v, h.type, h.code, &q->type) ||
        (h.type_label.ptr && !q->type_label.data && put(v, h.type_label, &q->type_label)))
        return -1;
    if ((!q->number.data && put(v, h.number, &q->number)) ||
        (h.title.ptr && !q->title.data && put(v, h.title, &q->title)))
        return -1;
    if (h.legislature.ptr && !q->legislature)
        q->legislature = number_small(h.legislature);
    if (!h.author.ptr)
        return 0;
    v->person_line = line;
    return set_person(v, h.author, q->site == QP_ASSEMBLEE) || set_member(v, line) ? -1 : 0;
}

static int on_person(struct values *v, const struct labelled *l, size_t line) {
    static const char *const words[] = {"publiee le ", "publiee dans le jo senat du "};
    struct span rest;
    v->person_line = line;
    v->sitting |= find_words(l->value, "posee en seance", &rest);
    for (size_t i = 0; i < 2; i++)
        if (find_words(l->value, words[i], &rest) && set_body_date(v, rest, line))
            return -1;
    return set_person(v, l->value, l->family ? l->family->group_first : site_group_first(v->q->site)) || set_member(v, line)
               ? -1 : 0;
}

static int on_legislature(struct values *v, const struct labelled *l, size_t line) {
    struct span digits = number_at(from_digit(l->value));
    (void)line;
    if (!v->q->legislature && digits.len && digits.len < 3)
        v->q->legislature = number_small(digits);
    if (digits.len && !fold_words_among(span_from(span_end(digits), span_end(l->value)),
                                        "e eme er ere legislature"))
        v->left = l->value;
    return 0;
}

static int on_type(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    return type_named(l->value) ? set_type(v, l->value)
                                : put_first(v, l->value, &v->q->type_label);
}

static int on_rubric_head(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    return v->q->rubric_head.data || fold_equal(l->value, "aucune tete d'analyse")
               ? 0 : put(v, l->value, &v->q->rubric_head);
}

static int on_question_date(struct values *v, const struct labelled *l, size_t line) {
    return set_body_date(v, l->value, line);
}

static int on_answer_date(struct values *v, const struct labelled *l, size_t line) {
    return set_answer_date(v, l->value, line);
}

/* The Sénat's date and page belong to the section that is open. */
static int on_date(struct values *v, const struct labelled *l, size_t line) {
    if (v->answer_opened && v->session_dated && !span_blank(l->value)) {
        v->q->response.date = (qp_date){0}; /* the sitting's, a day before */
        v->session_dated = false;
    }
    return v->answer_opened ? set_answer_date(v, l->value, line)
                            : set_body_date(v, l->value, line);
}

/* "page : 3391" below a date, "- page 5601" below a text. */
static int on_page(struct values *v, const struct labelled *l, size_t line) {
    qp_question *q = v->q;
    qp_string *member = v->answer_opened ? &q->response.page : &q->body.page;
    if (v->dated == DATUM_ERRATUM_PAGE)
        return event_page(v, l, line);
    if (v->dated == DATUM_ERRATUM)
        member = &q->events[q->event_count - 1].detail;
    else if (q->site == QP_ASSEMBLEE)
        member = v->dated == DATUM_ANSWER_DATE ? &q->response.page : &q->body.page;
    return member->data ? 0 : put(v, l->value, member);
}

/* "ministère : X publiée le 02/02/1994", "Ministère de l'intérieur publiée le 02/02/2012" */
static int set_answering(struct values *v, struct span value, size_t line) {
    struct span date = NO_SPAN, name, rest;
    for (const char *p = value.ptr; p < span_end(value); p++)
        if (p > value.ptr && p[-1] == ' ' &&
            fold_prefix(span_from(p, span_end(value)), "publiee ", &rest)) {
            date = rest;
            value = span_from(value.ptr, p);
        }
    if (date.ptr) {
        v->q->has_response = true;
        if (set_answer_date(v, from_digit(date), line))
            return -1;
    }
    if (fold_prefix(value, "ministere :", &name))
        value = name;
    return put_first(v, value, &v->q->ministry.answering);
}

static int on_response(struct values *v, const struct labelled *l, size_t line) {
    v->answer_opened = true;
    v->q->has_response |= l->tail == TAIL_MINISTRY; /* even where the page is cut below the line */
    if (l->tail == TAIL_MINISTRY)
        return set_answering(v, l->value, line);
    if (l->tail != TAIL_DATE)
        return 0;
    v->q->has_response = true;
    bool sitting = v->q->site == QP_SENAT;
    v->in_session |= sitting;
    /* "Réponse apportée en séance publique le D" below "Réponse du Ministère … publiée le D" */
    if (sitting && v->q->response.date.year)
        return 0;
    v->session_dated = sitting;
    return set_answer_date(v, l->value, line);
}

/* "10/11/2022 (fin de mandat)", "(fin de mandat)", "pour cause de fin de mandat." */
static int on_withdrawal(struct values *v, const struct labelled *l, size_t line) {
    struct span rest = span_trim(l->value), cause;
    qp_withdrawal *w = &v->q->withdrawal;
    v->retired = true;
    if (fold_prefix(rest, "pour cause de ", &cause)) {
        if (cause.len && cause.ptr[cause.len - 1] == '.')
            cause.len--;
        return put(v, cause, &w->reason);
    }
    if (fold_prefix(rest, "le ", &cause))
        rest = cause;
    if (rest.len && rest.ptr[0] != '(' && rest.ptr[0] != '.')
        w->date = read_date(v, rest, line, &rest);
    rest = without_parentheses(rest);
    return rest.len && rest.ptr[0] != '.' && !w->reason.data ? put(v, rest, &w->reason) : 0;
}

static int on_withdrawal_date(struct values *v, const struct labelled *l, size_t line) {
    struct span rest;
    v->retired = true;
    v->q->withdrawal.date = read_date(v, l->value, line, &rest);
    if (!span_blank(skip_marks(rest)))
        v->left = rest;
    return 0;
}

static int on_withdrawal_reason(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    v->retired = true;
    return put(v, without_parentheses(l->value), &v->q->withdrawal.reason);
}

/* `<ret>` holds only its label; elsewhere it is empty. */
static int on_retired(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    if (!fold_words_among(l->value, "la question a ete retiree retire"))
        v->left = l->value;
    v->retired = true;
    return 0;
}

/* NosSénateurs.fr takes its reason from the same sentence, "La question est caduque". */
static int on_lapsed(struct values *v, const struct labelled *l, size_t line) {
    (void)l, (void)line;
    v->retired = v->lapsed = true;
    return put(v, SPAN("caduque"), &v->q->withdrawal.reason);
}

static int on_closed(struct values *v, const struct labelled *l, size_t line) {
    struct span rest = l->value;
    if (span_blank(l->value)) {
        v->closed |= l->tail == TAIL_REASON; /* "Question clôturée", a line without a day */
        return 0;
    }
    v->closed = true;
    qp_date date = read_date(v, l->value, line, &rest);
    if (!v->closing.year)
        v->closing = date;
    else if (date_compare(v->closing, date) != 0)
        v->left = l->value;
    return put_first(v, without_parentheses(rest), &v->closing_reason);
}

/* A selection may begin below the heading with the type: then the line above the text tells. */
bool values_debate(const struct values *v) {
    const qp_string *type = &v->q->type;
    return v->q->site == QP_ASSEMBLEE && (type->data ? strcmp(type->data, "QG") == 0 : v->sitting);
}

/* The day of a sitting dates both texts of a question to the Government; an oral question was
 * published before. */
static int set_sitting(struct values *v, struct span value, size_t line) {
    qp_question *q = v->q;
    qp_date date;
    struct span rest;
    bool again = date_any(value, &date, &rest) == DATE_OK &&
                 (date_compare(date, q->response.date) == 0 || date_compare(date, q->body.date) == 0);
    if (again)
        v->left = skip_marks(rest);
    else if (!q->body.date.year)
        return set_body_date(v, value, line);
    else if (values_debate(v) || q->response.date.year)
        v->left = value;
    else
        return set_answer_date(v, value, line);
    return 0;
}

/* "26 octobre 2022", "La question a été posée au Gouvernement en séance, parue dans le journal
 * officiel le 26 octobre 2022", and other words before the day. */
static int on_session(struct values *v, const struct labelled *l, size_t line) {
    qp_date date;
    struct span rest;
    v->in_session = true;
    v->sitting |= (l->effect & ABOVE_TEXT) != 0;
    for (const char *p = l->value.ptr; p < span_end(l->value); p++) {
        struct span from = span_from(p, span_end(l->value));
        if ((p == l->value.ptr || p[-1] == ' ') && date_any(from, &date, &rest) != DATE_NONE)
            return set_sitting(v, from, line);
    }
    v->left = skip_marks(l->value);
    return 0;
}

static int on_closing_code(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    bool published = fold_equal(l->value, "rep_pub");
    if (memchr(l->value.ptr, ' ', l->value.len)) /* no code */
        v->left = l->value;
    v->published |= published;
    v->closed |= !published;
    return 0;
}

static int on_keys(struct values *v, const struct labelled *l, size_t line) {
    (void)l, (void)line;
    v->keys = true;
    return 0;
}

static int on_code(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    if (memchr(l->value.ptr, ' ', l->value.len)) /* no code, which may be a text */
        v->left = l->value;
    return 0;
}

static int on_undigitised(struct values *v, const struct labelled *l, size_t line) {
    (void)l, (void)line;
    v->undigitised = true;
    return 0;
}

/* A label that the record has no use for, "Date :", and a value that is known neither. */
static int on_other(struct values *v, const struct labelled *l, size_t line) {
    (void)line;
    if (l->family && l->tail == TAIL_VALUE)
        v->left = l->value;
    return 0;
}

static int on_awaited(struct values *v, const struct labelled *l, size_t line) {
    qp_string *attributed = &v->q->ministry.attributed;
    (void)line;
    v->awaited = true;
    if (attributed->data && !fold_has_words(value_text(attributed), l->value))
        v->left = l->value;
    return attributed->data && v->dated == DATUM_TRANSFERRED
               ? 0 : put_first(v, l->value, attributed);
}

static struct span link_of(const struct values *v, size_t line) {
    size_t count;
    const struct link *links = page_links_of(v->rq->page, line, &count);
    return count ? links->target : NO_SPAN;
}

/* "Transformée en Question orale sans débat n° 0123S", "Transformée QOSD 0412S", "Transformée en QOSD",
 * whose link alone tells which; "Rappelle la question n° 1234", "Rappelle la question 02211". */
static int on_relation(struct values *v, const struct labelled *l, size_t line) {
    char recalled[RECALLED];
    struct mention m = {.text = l->value};
    size_t at = 0;
    qp_question *q = v->q;
    bool transformed = l->datum == DATUM_TRANSFORMED;
    if (span_blank(l->value)) /* the value is on the next line, or absent */
        return 0;
    v->transformed |= transformed;
    if (!mention_next(line_text(&v->rq->page->lines[line]), &at, &m)) {
        if (!transformed)
            (void)official_recalled(l->value, recalled, &m);
        else if ((m.number = mention_number(l->value)).ptr)
            m.text = span_from(l->value.ptr, span_end(m.number));
    }
    if (arena_reserve(v->rq->arena, (void **)&q->relations, &v->relation_cap, q->relation_count, 1,
                      sizeof *q->relations))
        return -1;
    qp_relation *r = &q->relations[q->relation_count++];
    *r = (qp_relation){.type = transformed ? QP_TRANSFORMED_INTO : QP_RECALLS};
    struct span target = link_of(v, line), whole = line_text(&v->rq->page->lines[line]);
    if (m.text.ptr >= whole.ptr && span_end(m.text) < span_end(whole)) {
        struct span tail = span_from(span_end(m.text), span_end(whole));
        v->left = fold_words_among(tail, "caduque") ? NO_SPAN : tail;
    }
    return put(v, m.text, &r->text) || (m.number.ptr && put(v, m.number, &r->number)) ||
                   (target.ptr && put(v, identity_own_path(q->site, target), &r->url)) ? -1 : 0;
}

enum { NO_MEMBER = 0 };

/* For each datum a function, or a member that keeps its first value. */
static const struct {
    int (*set)(struct values *v, const struct labelled *l, size_t line);
    size_t in_question, in_values;
} rules[DATUM_COUNT] = {
#define MEMBER(m) {NULL, offsetof(qp_question, m), NO_MEMBER}
#define KEPT(m) {NULL, NO_MEMBER, offsetof(struct values, m)}
#define CALL(f) {f, NO_MEMBER, NO_MEMBER}
    [DATUM_HEADING] = CALL(on_heading),
    [DATUM_LEGISLATURE] = CALL(on_legislature),
    [DATUM_REFERENCE] = MEMBER(reference),
    [DATUM_NUMBER] = MEMBER(number),
    [DATUM_TYPE] = CALL(on_type),
    [DATUM_PERSON] = CALL(on_person),
    [DATUM_AUTHOR_ID] = CALL(on_author_id),
    [DATUM_CIVILITY] = MEMBER(author.civility),
    [DATUM_NAME] = MEMBER(author.name),
    [DATUM_FIRST_NAME] = KEPT(first_name),
    [DATUM_GROUP] = MEMBER(author.group),
    [DATUM_GROUP_CODE] = KEPT(group_code),
    [DATUM_CONSTITUENCY] = MEMBER(author.constituency),
    [DATUM_ASKED] = MEMBER(ministry.asked),
    [DATUM_ATTRIBUTED] = MEMBER(ministry.attributed),
    [DATUM_AWAITED] = CALL(on_awaited),
    [DATUM_ANSWERING] = MEMBER(ministry.answering),
    [DATUM_RUBRIC] = MEMBER(rubric),
    [DATUM_RUBRIC_HEAD] = CALL(on_rubric_head),
    [DATUM_ANALYSIS] = CALL(on_analysis),
    [DATUM_TITLE] = MEMBER(title),
    [DATUM_QUESTION_DATE] = CALL(on_question_date),
    [DATUM_QUESTION_PAGE] = MEMBER(body.page),
    [DATUM_ANSWER_DATE] = CALL(on_answer_date),
    [DATUM_ANSWER_PAGE] = MEMBER(response.page),
    [DATUM_WITHDRAWAL] = CALL(on_withdrawal),
    [DATUM_WITHDRAWAL_DATE] = CALL(on_withdrawal_date),
    [DATUM_WITHDRAWAL_REASON] = CALL(on_withdrawal_reason),
    [DATUM_RETIRED] = CALL(on_retired),
    [DATUM_LAPSED] = CALL(on_lapsed),
    [DATUM_CLOSED] = CALL(on_closed),
    [DATUM_CLOSING_REASON] = KEPT(closing_reason),
    [DATUM_CLOSING_CODE] = CALL(on_closing_code),
    [DATUM_CLOSING_PAGE] = KEPT(closing_page),
    [DATUM_SESSION] = CALL(on_session),
    [DATUM_KEYS] = CALL(on_keys),
    [DATUM_UNDIGITISED] = CALL(on_undigitised),
    [DATUM_OTHER] = CALL(on_other),
    [DATUM_CODE] = CALL(on_code),
    [DATUM_TRANSFERRED] = CALL(event_transfer),
    [DATUM_ORDER] = CALL(event_order),
    [DATUM_ORDER_NUMBER] = CALL(event_order_number),
    [DATUM_ORDER_DATE] = CALL(event_order_date),
    [DATUM_TRANSFORMED] = CALL(on_relation),
    [DATUM_RECALLS] = CALL(on_relation),
    [DATUM_SIGNALLED] = CALL(event_dated),
    [DATUM_RENEWED] = CALL(event_dated),
    [DATUM_ERRATUM] = CALL(event_dated),
    [DATUM_ERRATUM_PAGE] = CALL(event_page),
    [DATUM_PAGE] = CALL(on_page),
    [DATUM_RESPONSE] = CALL(on_response),
    [DATUM_DATE] = CALL(on_date),
#undef MEMBER
#undef KEPT
#undef CALL
};

int value_set(struct values *v, const struct labelled *l, size_t line) {
    char *base = rules[l->datum].in_values ? (char *)v : (char *)v->q;
    v->left = NO_SPAN;
    size_t member = rules[l->datum].in_question | rules[l->datum].in_values;
    if (l->datum == DATUM_CLOSED || l->datum == DATUM_CLOSING_REASON || l->datum == DATUM_WITHDRAWAL ||
        l->datum == DATUM_WITHDRAWAL_REASON)
        v->reason_line = line;
    if (l->datum == DATUM_PAGE || l->datum == DATUM_ANSWER_PAGE)
        v->page_line = v->q->response.page.data ? v->page_line : line;
    if (rules[l->datum].set)
        return rules[l->datum].set(v, l, line);
    if (!member)
        return 0;
    return put_first(v, l->value, (qp_string *)(void *)(base + member));
}

static bool says(const qp_string *value, struct span s) {
    return value->data && fold_same((struct span){value->data, value->size}, s);
}

/* "Val-d'Oise (8e circonscription)", which a line without a group is. */
static bool is_constituency(struct span s) {
    struct span end = SPAN("circonscription)");
    return s.len > end.len && fold_same(span_from(span_end(s) - end.len, span_end(s)), end);
}

int value_set_affiliation(struct values *v, struct span text, bool *taken) {
    qp_author *a = &v->q->author;
    enum { LONGEST = 300 };
    struct person p;
    struct span second;
    const char *tail = span_find(text, SPAN(", posée en séance"));
    if (tail)
        text = span_from(text.ptr, tail);
    *taken = false;
    if (text.len > LONGEST || span_blank(text) || text.ptr[text.len - 1] == '.')
        return 0;
    bool named = person_read(text, v->q->site == QP_ASSEMBLEE, &p) && p.civility.ptr;
    if (!a->name.data) { /* "Question écrite n° 03705 de", a line break, "M. Thomas Dossus" */
        *taken = named;
        return *taken ? set_person(v, text, v->q->site == QP_ASSEMBLEE) : 0;
    }
    if (named) /* "Mme Lucie Arnaud interroge": the text of a page that prints no group */
        return 0;
    p = (struct person){0};
    if (text.ptr[text.len - 1] == '-' && text.len > 2) /* no group: "Corse (1re circonscription) -" */
        text = span_trim(span_from(text.ptr, span_end(text) - 1));
    if (fold_prefix(text, "- ", &p.group)) { /* no constituency: "- SOC" */
        *taken = !a->group.data || says(&a->group, p.group);
        return *taken ? set_affiliation(v, &p) : 0;
    }
    struct span inside = without_parentheses(text);
    bool whole = inside.len != span_trim(text).len && inside.ptr[inside.len - 1] != ')';
    p.constituency = person_split(whole ? inside : text, false, &second);
    p.group = second;
    if (a->group.data || a->constituency.data) /* the same person is named again */
        *taken = second.ptr && says(&a->constituency, p.constituency) && says(&a->group, second);
    else
        *taken = second.ptr || whole || is_constituency(p.constituency);
    return *taken ? set_affiliation(v, &p) : 0;
}
