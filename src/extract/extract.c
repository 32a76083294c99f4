/* Sections of a page of NosSénateurs.fr or NosDéputés.fr to the question's fields. */
#include "extract/extract.h"

#include "base/fold.h"
#include "extract/blocks.h"
#include "extract/identity.h"
#include "extract/opening.h"
#include "lex/person.h"
#include "question/date.h"

#include <stdlib.h>

struct work {
    const struct extract_request *rq;
    struct page *page;
    struct sections *r;
    qp_question *q;
};

static struct line *line_at(const struct work *w, size_t i) {
    return &w->page->lines[i];
}

static int put(const struct work *w, struct span s, qp_string *out) {
    return text_value(w->rq->arena, s, w->rq->options->plain_spaces, out);
}

/* The date behind a label; one that is no day of the calendar is reported, and left out. Words behind
 * it go to `unparsed`. */
static qp_date read_date(const struct work *w, struct span s, size_t line) {
    qp_date date = {0};
    struct span rest;
    if (date_any(s, &date, &rest) != DATE_OK) {
        diagnose(w->rq->d, D_DATE_INVALID, line_at(w, line)->offset,
                 "no day of the calendar: \"%s\"", quoted(w->rq->d, span_trim(s)));
        return (qp_date){0};
    }
    if (!tail_closes(rest) && rest.ptr[0] != '(')
        line_at(w, line)->section = SECTION_NONE;
    return date;
}

static qp_date label_date(const struct work *w, size_t line, enum datum kind) {
    struct span tail = NO_SPAN;
    (void)lex_label(line_text(line_at(w, line)), kind, &tail); /* the line is of that kind */
    return read_date(w, tail, line);
}

/* Facts are in the order of their lines. Those of a record are found by halving: a
 * page of n records and n facts must not cost n times n. */
static const struct fact *fact_of(const struct work *w, enum fact_kind kind, size_t from) {
    const struct fact *facts = w->page->facts;
    size_t low = 0, high = w->page->fact_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (facts[mid].line < from)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t i = low; i < w->page->fact_count && facts[i].line <= w->r->whole.end; i++)
        if (facts[i].kind == kind)
            return &facts[i];
    return NULL;
}

/* Pages of August 2009 print the author below the heading, not above it. */
static struct span byline_author(const struct work *w) {
    struct span tail;
    struct byline byline;
    size_t i = w->r->heading_line + 1;
    if (i < w->r->whole.end && lex_label(line_text(line_at(w, i)), DATUM_BYLINE, &tail) &&
        tail_byline(tail, &byline))
        return byline.author;
    return NO_SPAN;
}

static int read_author(const struct work *w, const struct fact *photo) {
    struct span name = w->r->heading.author, byline = byline_author(w), group;
    if (!name.ptr)
        name = byline;
    else if (byline.ptr && !fold_same(name, byline)) /* unparsed tells the other */
        line_at(w, w->r->heading_line + 1)->section = SECTION_NONE;
    if (w->r->heading.before.ptr) /* "Menu Question n° 5 de Jean Roux au Travail" */
        line_at(w, w->r->heading_line)->section = SECTION_NONE;
    if (name.ptr)
        w->r->author = NO_LINE;
    else if (w->r->author != NO_LINE)
        name = line_text(line_at(w, w->r->author));
    if (!name.ptr)
        diagnose(w->rq->d, D_AUTHOR_MISSING, line_at(w, w->r->heading_line)->offset,
                 "no line above the heading names the author");
    else if (put(w, name, &w->q->author.name))
        return -1;
    if (photo && identity_group(photo->value, &group))
        return put(w, group, &w->q->author.group);
    return 0;
}

/* Reads a wrapped heading again as one line. Where the joined line is no heading, or has another
 * number, the lines below are none of it: "Question N° 48210" above a damaged byline. */
static int join_heading(const struct work *w) {
    struct sections *r = w->r;
    struct buffer b = {0};
    struct heading heading;
    qp_string joined;
    if (r->heading_end <= r->heading_line + 1)
        return 0;
    for (size_t i = r->heading_line; i < r->heading_end; i++) {
        if (i > r->heading_line)
            buffer_char(&b, '\n');
        buffer_append(&b, line_at(w, i)->ptr, line_at(w, i)->len);
    }
    int rc = b.failed ? -1 : arena_string(w->rq->arena, (struct span){b.ptr, b.len}, &joined);
    buffer_free(&b);
    if (rc)
        return rc;
    if (heading_regards((struct span){joined.data, joined.size}, &heading) &&
        (!r->heading.number.ptr || span_equal(r->heading.number, heading.number)))
        r->heading = heading;
    else
        for (size_t i = r->heading_line + 1; i < r->heading_end; i++)
            line_at(w, i)->section = SECTION_NONE;
    return 0;
}

/* A page with a title of its own has none in its heading: " : " is then a part of the ministry,
 * which may be any text where the site mistook the addressee. */
static struct span ministry_of(const struct work *w) {
    const struct heading *h = &w->r->heading;
    if (!h->title.ptr || w->r->title.begin == NO_LINE)
        return h->ministry;
    return span_from(h->ministry.ptr ? h->ministry.ptr : h->title.ptr, span_end(h->title));
}

static int read_heading(const struct work *w) {
    if (join_heading(w))
        return -1;
    const struct heading *h = &w->r->heading;
    size_t offset = line_at(w, w->r->heading_line)->offset;
    qp_question *q = w->q;
    struct span ministry = ministry_of(w);
    q->site = h->site->site;
    if (h->code) {
        if (put(w, h->type_label, &q->type_label) ||
            put(w, (struct span){h->code, strlen(h->code)}, &q->type))
            return -1;
    }
    if (!h->number.ptr)
        diagnose(w->rq->d, D_NUMBER_MISSING, offset, "the heading has no number");
    else if (put(w, h->number, &q->number))
        return -1;
    if (!ministry.ptr && !byline_author(w).ptr) /* those of August 2009 print none */
        diagnose(w->rq->d, D_MINISTRY_MISSING, offset, "the heading names no ministry");
    else if (ministry.ptr && put(w, ministry, &q->ministry.displayed))
        return -1;
    return h->title.ptr ? put(w, h->title, &q->title) : 0;
}

static int read_title(const struct work *w) {
    struct stretch t = w->r->title;
    if (t.begin == NO_LINE)
        return 0;
    struct buffer b = {0};
    for (size_t i = t.begin; i < t.end; i++) {
        if (i > t.begin)
            buffer_char(&b, '\n');
        buffer_append(&b, line_at(w, i)->ptr, line_at(w, i)->len);
    }
    int rc = b.failed ? -1 : put(w, (struct span){b.ptr, b.len}, &w->q->title);
    buffer_free(&b);
    return rc;
}

static int read_opening(const struct work *w) {
    const qp_blocks *blocks = &w->q->body.blocks;
    size_t first = 0;
    if (blocks->count > 1 && w->q->relation_count &&
        w->q->relations[0].type == QP_TRANSFORMED_INTO)
        first = 1;
    if (first >= blocks->count || blocks->items[first].type != QP_PARAGRAPH)
        return 0;
    const qp_string *text = &blocks->items[first].text;
    const qp_string *name = &w->q->author.name;
    struct opening o = opening_read((struct span){text->data, text->size},
                                    (struct span){name->data, name->size});
    if (o.invented)
        diagnose(w->rq->d, D_OPENING_INVENTED, line_at(w, w->r->body.begin)->offset,
                 "the sentence \"%s\" was put there by the site",
                 quoted(w->rq->d, (struct span){text->data, text->size}));
    if (o.civility.ptr && put(w, o.civility, &w->q->author.civility))
        return -1;
    return o.addressee.ptr ? put(w, o.addressee, &w->q->addressee) : 0;
}

static bool says_lapsed(struct span reason) {
    struct span rest;
    return fold_prefix(reason, "caduque", &rest) || fold_prefix(reason, "caducite", &rest);
}

static int read_withdrawal(const struct work *w, struct span tail, bool lapsed) {
    struct withdrawal_tail parts;
    qp_question *q = w->q;
    (void)tail_withdrawal(tail, &parts); /* it matched when the line got its kind */
    q->has_withdrawal = true;
    if (parts.date.ptr)
        q->withdrawal.date = read_date(w, parts.date, w->r->answer);
    q->status = lapsed || (parts.reason.ptr && says_lapsed(parts.reason)) ? QP_LAPSED : QP_WITHDRAWN;
    return parts.reason.ptr ? put(w, parts.reason, &q->withdrawal.reason) : 0;
}

static void conflict(const struct work *w, const char *suffix) {
    size_t at = w->r->answer;
    diagnose(w->rq->d, D_STATUS_CONFLICT, line_at(w, at)->offset,
             "the heading says \"%s\", the response section \"%s\"", suffix,
             quoted(w->rq->d, line_text(line_at(w, at))));
}

/* The response section's own heading decides; the suffix of the page's heading is only compared
 * with it. */
static int read_status(const struct work *w) {
    const struct sections *r = w->r;
    qp_question *q = w->q;
    struct span suffix = r->heading.suffix, tail = NO_SPAN;
    if (r->answer == NO_LINE)
        return 0;
    bool lapsed = suffix.ptr && fold_equal(suffix, "(caduque)");
    bool withdrawn = false;
    enum datum kind = (enum datum)line_at(w, r->answer)->kind;
    switch (kind) {
    case DATUM_WITHDRAWAL:
        withdrawn = true;
        (void)lex_label(line_text(line_at(w, r->answer)), kind, &tail);
        if (read_withdrawal(w, tail, lapsed))
            return -1;
        break;
    case DATUM_EXPECTED:
        q->status = QP_ANNOUNCED;
        q->has_response = true;
        q->response.expected = label_date(w, r->answer, kind);
        break;
    case DATUM_ANSWERED:
        q->status = QP_ANSWERED;
        q->has_response = true;
        q->response.date = label_date(w, r->answer, kind);
        break;
    default: /* a bare "Réponse" */
        q->has_response = !r->no_answer && r->response.begin < r->response.end;
        q->status = q->has_response ? QP_ANSWERED : r->no_answer || !r->cut ? QP_PENDING
                                                                              : QP_STATUS_NONE;
        break;
    }
    if (suffix.ptr && !withdrawn)
        conflict(w, lapsed ? "caduque" : "retirée");
    else if (withdrawn && !suffix.ptr)
        conflict(w, "nothing");
    return 0;
}

static int read_response(const struct work *w) {
    qp_question *q = w->q;
    const struct sections *r = w->r;
    if (r->answer == NO_LINE || q->status == QP_PENDING || q->status == QP_ANNOUNCED ||
        q->has_withdrawal || !q->has_response)
        return 0;
    if (blocks_read(w->rq, r->response, SECTION_RESPONSE, &q->response.blocks))
        return -1;
    if (q->response.blocks.count == 0)
        diagnose(w->rq->d, D_ANSWER_EMPTY, line_at(w, r->answer)->offset,
                 "an answer is dated but has no text");
    if (q->response.date.year && q->body.date.year &&
        date_compare(q->response.date, q->body.date) < 0)
        diagnose(w->rq->d, D_ANSWER_BEFORE_QUESTION, line_at(w, r->answer)->offset,
                 "the answer is dated before the question");
    return 0;
}

static qp_date submission_date(const struct work *w) {
    struct line *l = line_at(w, w->r->submitted);
    struct byline byline;
    struct span tail;
    switch ((enum datum)l->kind) {
    case DATUM_SUBMITTED: return label_date(w, w->r->submitted, DATUM_SUBMITTED);
    case DATUM_BYLINE: /* "Par NAME, le DATE" or "Le DATE" */
        if (lex_label(line_text(l), DATUM_BYLINE, &tail))
            return read_date(w, tail_byline(tail, &byline) ? byline.date : tail, w->r->submitted);
        return (qp_date){0};
    default: return (qp_date){0};
    }
}

static int read_body(const struct work *w) {
    const struct sections *r = w->r;
    qp_body *body = &w->q->body;
    if (r->submitted != NO_LINE)
        body->date = submission_date(w);
    if (r->submitted != NO_LINE && blocks_read(w->rq, r->body, SECTION_BODY, &body->blocks))
        return -1;
    if (body->blocks.count == 1) {
        qp_date date;
        struct span rest, text = {body->blocks.items[0].text.data, body->blocks.items[0].text.size};
        if (date_any(text, &date, &rest) == DATE_OK && span_blank(rest))
            diagnose(w->rq->d, D_DATE_REPLACED_TEXT, line_at(w, r->body.begin)->offset,
                     "the question's text is only a date: the site lost the rest");
    }
    return 0;
}

/* "+=====+====", the frame of a table that ends in mid-line */
static bool cuts_frame(const struct line *l) {
    return (l->flags & LINE_RULE) && l->ptr[0] == '+' && l->ptr[l->len - 1] != '+';
}

/* A person selects whole sentences; a text or comment that ends within one was cut. So was a whole page
 * that tells no state: a paste without its line "Réponse émise le 1er mai 2018" has the answer within
 * its question's text. */
static bool is_cut(const struct work *w, bool template) {
    const struct sections *r = w->r;
    const struct line *last = line_at(w, r->whole.end - 1);
    bool unknown = w->q->status == QP_STATUS_NONE;
    bool ended = (last->flags & LINE_ROW) || ends_sentence(line_text(last));
    if (!r->cut)
        return unknown || (r->comments_cut && !ended && !w->page->closed);
    if (w->page->markup) /* the site's own markup has comments, which a stray "<textarea>" hides */
        return unknown || !w->page->closed || template;
    return last->field == FIELD_BLOCKS ? !ended : unknown || cuts_frame(last);
}

static void check_cut(const struct work *w, bool template) {
    const struct sections *r = w->r;
    bool unknown = w->q->status == QP_STATUS_NONE;
    if (!is_cut(w, template))
        return;
    size_t at = r->cut || r->comments == NO_LINE || !unknown ? r->whole.end - 1 : r->comments;
    diagnose(w->rq->d, D_TRUNCATED, line_at(w, at)->offset,
             !r->cut && !unknown ? "the page ends before its form: its last comment may be cut here"
             : !r->cut ? "no response section stands before this: the question's state is not known"
             : unknown ? "the page ends before its response section: its state is not known"
                       : "the page ends before its comments: its text may be cut here");
}

/* Bytes of a sequence of valid UTF-8 that XML allows at p; 0: there is none. */
static size_t legal_bytes(const char *p, const char *end) {
    static const uint32_t least[] = {0, 0x20, 0x80, 0x800, 0x10000};
    unsigned char b = (unsigned char)*p;
    size_t n = b < 0x80 ? 1 : b >= 0xF8 || b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    if (n == 0 || (size_t)(end - p) < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if (((unsigned char)p[i] & 0xC0) != 0x80)
            return 0;
    const char *at = p;
    uint32_t c = utf8_next(&at, end);
    bool legal = c >= least[n] && c <= 0x10FFFF && !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE &&
                 c != 0xFFFF;
    return legal ? n : 0;
}

void extract_ministry(qp_ministry *m) {
    const qp_string in_order[] = {m->answering, m->attributed, m->asked, m->displayed};
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order && !m->name.data; i++)
        m->name = in_order[i];
}

/* A file's name is any bytes; those that XML can't hold become U+FFFD. */
int extract_file_name(const struct extract_request *rq, qp_string *out) {
    struct buffer b = {0};
    const char *p = rq->options->file, *end = p ? p + strlen(p) : NULL;
    if (!p)
        return 0;
    while (p < end) {
        size_t n = legal_bytes(p, end);
        buffer_append(&b, n ? p : "\xEF\xBF\xBD", n ? n : 3);
        p += n ? n : 1;
    }
    int rc = b.failed ? -1 : arena_string(rq->arena, (struct span){b.ptr, b.len}, out);
    buffer_free(&b);
    return rc;
}

int extract(const struct extract_request *rq, struct sections *r, size_t facts_from,
            qp_question *q) {
    struct work w = {rq, rq->page, r, q};
    *q = (qp_question){.comment_count = -1};
    const struct fact *url = fact_of(&w, FACT_URL, facts_from);
    if (!url)
        url = fact_of(&w, FACT_CANONICAL, facts_from);
    struct identity_facts facts = {
        fact_of(&w, FACT_DIVISION, facts_from),
        fact_of(&w, FACT_SOURCE, facts_from),
        url,
    };
    struct stretch seen = {r->author != NO_LINE ? r->author : r->heading_line, r->whole.end};
    if (extract_file_name(rq, &q->file) || read_heading(&w) ||
        read_author(&w, fact_of(&w, FACT_PHOTO, facts_from)) ||
        read_title(&w) || read_body(&w) || read_status(&w) || read_response(&w) ||
        comments_read(rq, r, q) || relations_read(rq, r->whole, q) || read_opening(&w) ||
        identity_read(rq, r, &facts, q) || unparsed_read(rq, seen, q))
        return -1;
    extract_ministry(&q->ministry);
    if (q->status == QP_PENDING && q->relation_count &&
        q->relations[0].type == QP_TRANSFORMED_INTO)
        q->status = QP_TRANSFORMED;
    check_cut(&w, facts.division != NULL);
    return 0;
}
