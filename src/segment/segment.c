/* Tokens to sections: which lines are a question, its body, its answer, its comments. */
#include "segment/segment.h"

#include "base/fold.h"
#include "question/date.h"

struct segmenter {
    struct page *page;
    bool structured;
    struct diagnostics *d;
};

static enum datum kind_at(const struct segmenter *w, size_t i) {
    return (enum datum)w->page->lines[i].kind;
}

static struct line *line_at(const struct segmenter *w, size_t i) {
    return &w->page->lines[i];
}

/* Lines that are nowhere content: rules that text browsers draw, and forms and widgets of
 * markup. */
static bool is_furniture(const struct segmenter *w, size_t i) {
    const struct line *l = line_at(w, i);
    return (l->flags & LINE_RULE) || l->role == ROLE_FURNITURE;
}

static void mark(const struct segmenter *w, size_t i, enum section section, enum field field) {
    line_at(w, i)->section = (uint8_t)section;
    line_at(w, i)->field = (uint8_t)field;
}

static size_t find(const struct segmenter *w, struct stretch in, enum datum kind) {
    for (size_t i = in.begin; i < in.end; i++)
        if (kind_at(w, i) == kind)
            return i;
    return NO_LINE;
}

/* Lines since the last heading that started a question. They are noted on the way: a search back
 * from each of many headings would be quadratic. */
struct since {
    bool any;   /* there was such a heading */
    bool sheet; /* a form feed or a new document */
    bool over;  /* comments, their form or the site's menus: that question has ended */
};

static void pass(const struct segmenter *w, size_t i, struct since *since) {
    enum datum kind = kind_at(w, i);
    since->sheet |= (line_at(w, i)->flags & LINE_SHEET) != 0;
    since->over |= kind == DATUM_COMMENT_COUNT || kind == DATUM_FORM || kind == DATUM_TOP;
}

/* A heading starts a question if a submission line follows before the next heading, or if a new
 * sheet began; a paragraph that reads like a heading has neither. Pages of 2009 have a byline or
 * "Question" near the heading instead, which counts only outside of a question's text. */
static bool starts_question(const struct segmenter *w, size_t heading, const struct since *since) {
    for (size_t i = heading + 1; i < w->page->count && kind_at(w, i) != DATUM_HEADING; i++) {
        if (kind_at(w, i) == DATUM_SUBMITTED)
            return true;
        if (i <= heading + 3 && (kind_at(w, i) == DATUM_BYLINE || kind_at(w, i) == DATUM_BODY) &&
            (!since->any || since->over))
            return true;
    }
    return since->any && since->sheet;
}

static size_t find_author(const struct segmenter *w, size_t heading, size_t from) {
    for (size_t i = heading; i > from;) {
        i--;
        if (is_furniture(w, i))
            continue;
        if (kind_at(w, i) != DATUM_NONE || (w->structured && line_at(w, i)->level == 0))
            return NO_LINE;
        return may_be_name(line_text(line_at(w, i))) ? i : NO_LINE;
    }
    return NO_LINE;
}

/* Pages of August 2009 print the author below the heading: above it is the site's menu, or the end
 * of another page. */
static bool has_byline(const struct segmenter *w, size_t heading) {
    struct span tail;
    struct byline byline;
    return heading + 1 < w->page->count && kind_at(w, heading + 1) == DATUM_BYLINE &&
           lex_label(line_text(line_at(w, heading + 1)), DATUM_BYLINE, &tail) &&
           tail_byline(tail, &byline);
}

/* The first line of a second question's page: its menus, its photo or its author. */
static size_t sheet_begin(const struct segmenter *w, size_t heading, size_t author, size_t from) {
    size_t begin = author == NO_LINE ? heading : author;
    for (size_t i = begin; i > from; i--)
        if (line_at(w, i)->flags & LINE_SHEET)
            return i;
    for (size_t i = begin; i > from; i--)
        if (kind_at(w, i - 1) == DATUM_TOP)
            return i - 1;
    if (begin > from && kind_at(w, begin - 1) == DATUM_PHOTO)
        begin--;
    return begin;
}

static bool same_text(const struct segmenter *w, size_t a, size_t b) {
    return span_equal(line_text(line_at(w, a)), line_text(line_at(w, b)));
}

/* A heading that a text browser wrapped goes on below; a blank line parts the title from it. */
static size_t heading_end(const struct segmenter *w, const struct sections *r, size_t end) {
    size_t i = r->heading_line + 1, title = NO_LINE;
    if (w->page->markup)
        return i;
    while (i < end && kind_at(w, i) == DATUM_NONE && !(line_at(w, i)->flags & LINE_STARTS))
        i++;
    for (size_t k = i; k < end && title == NO_LINE; k++)
        if (kind_at(w, k) == DATUM_NONE)
            title = k;
    return title == NO_LINE && r->heading.site->has_title ? r->heading_line + 1 : i;
}

/* A title that reads like the site's own words, "Photo de classe", "Email". */
static void keep_last_title(const struct segmenter *w, struct sections *r, size_t end) {
    size_t last = end - 1;
    if (r->title.begin != NO_LINE || !r->heading.site->has_title || last < r->heading_end || is_furniture(w, last) ||
        (w->structured && line_at(w, last)->level == 0) ||
        (kind_at(w, last) != DATUM_PHOTO && kind_at(w, last) != DATUM_ALERT))
        return;
    r->title = (struct stretch){last, end};
    mark(w, last, SECTION_METADATA, FIELD_TITLE);
}

static void read_title(const struct segmenter *w, struct sections *r, size_t end) {
    r->title = (struct stretch){NO_LINE, NO_LINE};
    r->heading_end = heading_end(w, r, end);
    for (size_t i = r->heading_line + 1; i < end; i++) {
        enum datum kind = kind_at(w, i);
        if (i < r->heading_end)
            mark(w, i, SECTION_HEADER, FIELD_TYPE);
        else if (is_furniture(w, i) || kind == DATUM_PHOTO || kind == DATUM_ALERT) {
            mark(w, i, SECTION_FURNITURE, FIELD_NONE);
        } else if (kind == DATUM_SOURCE) {
            mark(w, i, SECTION_METADATA, FIELD_SOURCE);
        } else if (kind == DATUM_BYLINE && i == r->heading_line + 1) {
            if (has_byline(w, r->heading_line)) /* "Le 3 mars 2012" names nobody */
                mark(w, i, SECTION_HEADER, FIELD_AUTHOR);
        } else if (r->title.begin == NO_LINE && r->heading.site->has_title &&
                   (!w->structured || line_at(w, i)->level > 0)) {
            r->title = (struct stretch){i, i + 1};
            mark(w, i, SECTION_METADATA, FIELD_TITLE);
        } else if (r->title.end == i && !(line_at(w, i)->flags & LINE_STARTS) &&
                   !same_text(w, i, i - 1)) {
            r->title.end = i + 1;
            mark(w, i, SECTION_METADATA, FIELD_TITLE);
        } /* what is left is unparsed */
    }
    keep_last_title(w, r, end);
}

/* "Réponse émise le ??/03/2014" is a heading where none has a date. */
static bool has_date(const struct segmenter *w, size_t i) {
    struct span tail, rest;
    qp_date date;
    if (kind_at(w, i) != DATUM_ANSWERED && kind_at(w, i) != DATUM_EXPECTED)
        return true;
    return !lex_label(line_text(line_at(w, i)), kind_at(w, i), &tail) || span_blank(tail) ||
           date_any(tail, &date, &rest) != DATE_NONE;
}

/* How strongly a line claims to head the response; 0: not at all. */
static int claim(const struct segmenter *w, size_t i, size_t end) {
    switch (kind_at(w, i)) {
    case DATUM_ANSWERED:
    case DATUM_EXPECTED:
    case DATUM_WITHDRAWAL: return 3;
    case DATUM_ANSWER: {
        size_t next = i + 1;
        while (next < end && is_furniture(w, next))
            next++;
        return next < end && kind_at(w, next) == DATUM_NO_ANSWER ? 2 : 1;
    }
    default: return 0;
    }
}

/* Two lines with the date of an answer are two answers; else one of them may well be text. */
static void report_rival(const struct segmenter *w, size_t rival, size_t taken) {
    bool twice = kind_at(w, rival) == DATUM_ANSWERED && kind_at(w, taken) == DATUM_ANSWERED &&
                 has_date(w, rival);
    diagnose(w->d, twice ? D_DUPLICATE_SECTION : D_AMBIGUOUS_LABEL, line_at(w, rival)->offset,
             "\"%s\" could head the response too; it stays text, as \"%s\" is taken",
             quoted(w->d, line_text(line_at(w, rival))), quoted(w->d, line_text(line_at(w, taken))));
}

/* August and September 2009: the answer's division without a heading. */
static size_t find_response_division(const struct segmenter *w, struct stretch in) {
    for (size_t i = in.begin; i < in.end; i++)
        if (line_at(w, i)->role == ROLE_RESPONSE)
            return i;
    return NO_LINE;
}

static size_t find_answer(const struct segmenter *w, struct stretch in) {
    size_t best = NO_LINE;
    int strength = 0;
    for (size_t i = in.begin; i < in.end; i++) {
        int c = claim(w, i, in.end);
        if (c > strength || (c && c == strength && has_date(w, i) && !has_date(w, best))) {
            strength = c;
            best = i;
        }
    }
    if (best == NO_LINE)
        return w->structured ? find_response_division(w, in) : NO_LINE;
    size_t reported = 0;
    for (size_t i = in.begin; i < in.end && reported < 3; i++)
        if (i != best && claim(w, i, in.end)) {
            reported++;
            report_rival(w, i, best);
        }
    return best;
}

/* Whether comments, their form or the end follow. */
static bool heads_comments(const struct segmenter *w, size_t i, size_t end) {
    for (i++; i < end && is_furniture(w, i);)
        i++;
    return i == end || kind_at(w, i) == DATUM_COMMENT || kind_at(w, i) == DATUM_COMMENT_TOOL ||
           kind_at(w, i) == DATUM_FORM;
}

/* The line with the number of comments: one before comments or the form, else the last one. A
 * paragraph of the answer may read "2 commentaires :". Until November 2009 it is "Commentaires". */
static size_t find_comments(const struct segmenter *w, struct stretch in) {
    size_t last = NO_LINE, title = NO_LINE;
    for (size_t i = in.begin; i < in.end; i++) {
        if (kind_at(w, i) == DATUM_COMMENT_COUNT) {
            last = i;
            if (heads_comments(w, i, in.end))
                return i;
        } else if (kind_at(w, i) == DATUM_COMMENT_TITLE && title == NO_LINE &&
                   (w->structured || heads_comments(w, i, in.end))) {
            title = i;
        }
    }
    return last != NO_LINE ? last : title;
}

/* The end of the comments: the form, or the end of their division. "Commentaire" is the form's
 * title, but a comment's text right below its head. */
static size_t find_form(const struct segmenter *w, struct stretch in) {
    bool in_division = in.begin > 0 && line_at(w, in.begin - 1)->role == ROLE_COMMENTS;
    size_t above = NO_LINE;
    for (size_t i = in.begin; i < in.end; i++) {
        uint8_t role = line_at(w, i)->role;
        if (in_division && role != ROLE_COMMENTS && role != ROLE_COMMENT && role != ROLE_FURNITURE)
            return i;
        if (kind_at(w, i) == DATUM_FORM && (above == NO_LINE || kind_at(w, above) != DATUM_COMMENT))
            return i;
        if (kind_at(w, i) != DATUM_COMMENT_TOOL) /* a comment's avatar */
            above = i;
    }
    return NO_LINE;
}

/* The end of the box between the date and the text: only there is "par email" no text. */
static size_t skip_alert(const struct segmenter *w, size_t begin, size_t end) {
    bool found = false;
    size_t i = begin;
    for (; i < end && (is_furniture(w, i) || kind_at(w, i) == DATUM_ALERT); i++)
        found |= kind_at(w, i) == DATUM_ALERT;
    return found ? i : begin;
}

/* The beginning of a box right above the answer's heading, as of 28 February 2013; `end` where there is
 * none. */
static size_t alert_above(const struct segmenter *w, size_t begin, size_t end) {
    size_t i = end;
    bool found = false;
    for (; i > begin; i--) {
        enum datum kind = kind_at(w, i - 1);
        if (!is_furniture(w, i - 1) && kind != DATUM_ALERT && kind != DATUM_NOTICE)
            break;
        found |= kind == DATUM_NOTICE || fold_prefix(line_text(line_at(w, i - 1)), "etre alerte lorsque", NULL);
    }
    return found ? i : end;
}

static void read_response(const struct segmenter *w, struct sections *r, size_t end) {
    size_t i = r->answer, from = i;
    if (claim(w, i, end))
        mark(w, i++, SECTION_RESPONSE, FIELD_STATUS);
    from = i;
    while (i < end && (is_furniture(w, i) || kind_at(w, i) == DATUM_ALERT || kind_at(w, i) == DATUM_NOTICE))
        i++;
    for (; i < end && kind_at(w, i) == DATUM_NO_ANSWER; i++) { /* it may be pasted twice */
        r->no_answer = true;
        mark(w, i, SECTION_RESPONSE, FIELD_STATUS);
    }
    while (r->no_answer && i < end && (is_furniture(w, i) || kind_at(w, i) == DATUM_NOTICE))
        i++;
    for (size_t k = from; k < i; k++)
        if (line_at(w, k)->section == SECTION_NONE)
            mark(w, k, SECTION_FURNITURE, FIELD_NONE);
    r->response = (struct stretch){i, end};
}

/* Body and response between the submission line and `end`. In a page that was put together by hand
 * the response may come first. */
static void read_body(const struct segmenter *w, struct sections *r, size_t end) {
    size_t from = r->submitted == NO_LINE ? end : r->submitted + 1;
    while (from < end && kind_at(w, from) == DATUM_SOURCE) /* below the line with the date in 2009 */
        mark(w, from++, SECTION_METADATA, FIELD_SOURCE);
    if (from < end && kind_at(w, from) == DATUM_BODY) /* "Question", above the text in 2009 */
        mark(w, from++, SECTION_BODY, FIELD_NONE);
    size_t begin = skip_alert(w, from, end);
    for (size_t i = from; i < begin; i++)
        mark(w, i, SECTION_FURNITURE, FIELD_NONE);
    r->answer = find_answer(w, (struct stretch){begin, end});
    size_t body_end = r->answer == NO_LINE ? end : r->answer;
    for (size_t i = alert_above(w, begin, body_end); i < body_end;)
        mark(w, --body_end, SECTION_FURNITURE, FIELD_NONE);
    r->body = (struct stretch){begin, body_end};
    if (r->answer != NO_LINE) {
        read_response(w, r, end);
    } else if (r->submitted != NO_LINE) {
        r->answer = find_answer(w, (struct stretch){r->heading_line + 1, r->submitted});
        if (r->answer != NO_LINE) {
            read_response(w, r, r->submitted);
            diagnose(w->d, D_ORDER, line_at(w, r->answer)->offset,
                     "the response stands before the question");
        }
    }
    size_t again = find(w, r->body, DATUM_SUBMITTED);
    if (again != NO_LINE)
        diagnose(w->d, D_DUPLICATE_SECTION, line_at(w, again)->offset,
                 "a second submission line stays text: \"%s\"",
                 quoted(w->d, line_text(line_at(w, again))));
}

/* The beginning of the comments: pages of 2009 print a title above their number, and the number may
 * be pasted twice. */
static size_t comments_begin(const struct segmenter *w, size_t comments, size_t from) {
    size_t begin = comments;
    while (begin > from && kind_at(w, begin - 1) == DATUM_COMMENT_COUNT &&
           same_text(w, begin - 1, comments)) {
        mark(w, --begin, SECTION_COMMENTS, FIELD_COUNT);
        diagnose(w->d, D_DUPLICATE_SECTION, line_at(w, begin)->offset,
                 "the number of comments stands twice: \"%s\"",
                 quoted(w->d, line_text(line_at(w, begin))));
    }
    while (begin > from && kind_at(w, begin - 1) == DATUM_COMMENT_TITLE)
        mark(w, --begin, SECTION_FURNITURE, FIELD_NONE);
    return begin;
}

/* Each comment ends with the offer to rate it, the last one with the form: a page that ends with
 * neither may have lost the end of that comment. */
static bool comments_cut(const struct segmenter *w, struct stretch items) {
    size_t i = items.end;
    while (i > items.begin && is_furniture(w, i - 1))
        i--;
    while (i > items.begin && kind_at(w, i - 1) == DATUM_NONE && !(line_at(w, i - 1)->flags & LINE_STARTS))
        i--; /* the offer was wrapped */
    return i > items.begin && kind_at(w, i - 1) != DATUM_COMMENT_TOOL;
}

static void read_record(const struct segmenter *w, struct sections *r) {
    size_t end = r->whole.end;
    struct stretch rest = {r->heading_line + 1, end};
    mark(w, r->heading_line, SECTION_HEADER, FIELD_TYPE);
    if (r->author != NO_LINE) {
        mark(w, r->author, SECTION_HEADER, FIELD_AUTHOR);
        for (size_t i = r->author + 1; i < r->heading_line; i++)
            mark(w, i, SECTION_FURNITURE, FIELD_NONE);
    }
    r->submitted = find(w, rest, DATUM_SUBMITTED);
    if (r->submitted == NO_LINE) { /* 2009: a line with author or date, or only "Question" */
        struct stretch near = {rest.begin, rest.begin + 3 < end ? rest.begin + 3 : end};
        r->submitted = find(w, near, DATUM_BYLINE);
        if (r->submitted == NO_LINE)
            r->submitted = find(w, rest, DATUM_BODY);
    }
    if (r->submitted != NO_LINE)
        mark(w, r->submitted, SECTION_BODY, FIELD_DATE);

    struct stretch tail = {r->submitted == NO_LINE ? rest.begin : r->submitted + 1, end};
    r->comments = find_comments(w, tail);
    r->items = (struct stretch){end, end};
    size_t content_end = end;
    if (r->comments != NO_LINE) {
        mark(w, r->comments, SECTION_COMMENTS, FIELD_COUNT);
        content_end = comments_begin(w, r->comments, tail.begin);
        struct stretch items = {r->comments + 1, end};
        size_t form = find_form(w, items);
        r->items = (struct stretch){items.begin, form == NO_LINE ? end : form};
        r->comments_cut = form == NO_LINE && comments_cut(w, r->items);
    }
    read_body(w, r, content_end);
    size_t title_end = r->submitted != NO_LINE ? r->submitted : content_end;
    if (r->answer != NO_LINE && r->answer < title_end)
        title_end = r->answer;
    read_title(w, r, title_end);
    /* without comments the page ends at the form, below its last text */
    struct stretch *last = r->answer > r->submitted ? &r->response : &r->body;
    bool bare = r->comments == NO_LINE && r->answer != NO_LINE;
    size_t form = bare ? find_form(w, *last) : NO_LINE;
    if (form != NO_LINE)
        last->end = form;
    r->cut = r->comments == NO_LINE && form == NO_LINE;
    if (r->items.begin < end)
        r->whole.end = r->items.end;
    else if (bare && last->end > r->answer)
        r->whole.end = last->end;
}

/* "Rappel de la question n° 3705" heads a question, but right below a heading it is its title.
 * A browser's page has "source" between the two, where nothing but a title can follow. */
static void keep_titles(const struct segmenter *w) {
    struct heading above, below;
    for (size_t i = 0, next; i < w->page->count; i = next) {
        next = i + 1;
        if (kind_at(w, i) != DATUM_HEADING)
            continue;
        bool source = false;
        for (; next < w->page->count && (is_furniture(w, next) || kind_at(w, next) == DATUM_SOURCE); next++)
            source |= kind_at(w, next) == DATUM_SOURCE;
        if (next == w->page->count || kind_at(w, next) != DATUM_HEADING ||
            (line_at(w, next)->flags & LINE_SHEET) ||
            !heading_regards(line_text(line_at(w, i)), &above) ||
            !heading_regards(line_text(line_at(w, next)), &below) || !above.site->has_title)
            continue;
        if (source || !below.ministry.ptr)
            line_at(w, next++)->kind = DATUM_NONE;
    }
}

enum { MOST_BYTES = 80 }; /* of the offer in one line */

/* The lines from `from` on that are the offer to be informed of the answer; 0: none. */
static size_t notice_lines(const struct segmenter *w, size_t from) {
    enum { MOST_LINES = 3 };
    char text[MOST_BYTES];
    size_t len = 0;
    struct span tail;
    for (size_t n = 0; n < MOST_LINES && from + n < w->page->count; n++) {
        const struct line *l = line_at(w, from + n);
        if (len + 1 + l->len > sizeof text)
            break;
        memcpy(text + len, l->ptr, l->len);
        len += l->len;
        if (lex_label((struct span){text, len}, DATUM_NOTICE, &tail))
            return n + 1;
        text[len++] = ' ';
    }
    return 0;
}

/* Pages of February 2013 print the offer in three lines: "être informé" / "par e-mail de" / "la
 * réponse". */
static void join_notices(const struct segmenter *w) {
    enum { LONGEST_IMAGE = 12 };
    for (size_t i = 0; i < w->page->count; i++) {
        if (kind_at(w, i) != DATUM_NONE || line_at(w, i)->len >= MOST_BYTES ||
            !fold_prefix(line_text(line_at(w, i)), "etre informe", NULL))
            continue;
        size_t n = notice_lines(w, i);
        const struct line *above = i ? line_at(w, i - 1) : NULL;
        if (n && above && above->ptr[0] == '[' && above->len < LONGEST_IMAGE) /* "[IMG]", the box's picture */
            line_at(w, i - 1)->kind = DATUM_NOTICE;
        for (; n > 0; n--)
            line_at(w, i + n - 1)->kind = DATUM_NOTICE;
    }
}

/* Of two headings without a text between them only the second heads one. A menu, or the title of a
 * browser's window, may name the same question. */
static void report_passed(const struct segmenter *w, size_t passed, size_t taken) {
    enum { NEAR = 8 };
    struct heading above, below;
    if (passed == NO_LINE || w->page->markup || taken - passed > NEAR ||
        !heading_regards(line_text(line_at(w, passed)), &above) ||
        !heading_regards(line_text(line_at(w, taken)), &below) || span_equal(above.number, below.number))
        return;
    diagnose(w->d, D_AMBIGUOUS_LABEL, line_at(w, passed)->offset,
             "heads another question above this one's heading, and is left out: \"%s\"",
             quoted(w->d, line_text(line_at(w, passed))));
}

int segment(struct page *page, bool structured, struct diagnostics *d, struct sections_list *out) {
    struct segmenter w = {page, structured, d};
    struct since since = {0};
    size_t fallback = NO_LINE, passed = NO_LINE, from = 0;
    keep_titles(&w);
    join_notices(&w);
    for (size_t i = 0; i < page->count; i++) {
        pass(&w, i, &since);
        if (kind_at(&w, i) != DATUM_HEADING)
            continue;
        if (fallback == NO_LINE)
            fallback = i;
        if (!starts_question(&w, i, &since)) {
            passed = !since.any || since.over ? i : passed;
            continue;
        }
        report_passed(&w, passed, i);
        passed = NO_LINE;
        if (array_reserve((void **)&out->items, &out->cap, out->count, sizeof *out->items))
            return -1;
        out->items[out->count++] = (struct sections){.heading_line = i};
        since = (struct since){.any = true};
    }
    if (out->count == 0 && fallback != NO_LINE) { /* a page cut below its heading */
        if (array_reserve((void **)&out->items, &out->cap, 0, sizeof *out->items))
            return -1;
        out->items[out->count++] = (struct sections){.heading_line = fallback};
    }
    for (size_t k = 0; k < out->count; k++) {
        struct sections *r = &out->items[k];
        heading_regards(line_text(&page->lines[r->heading_line]), &r->heading);
        r->author = r->heading.author.ptr || has_byline(&w, r->heading_line)
                        ? NO_LINE
                        : find_author(&w, r->heading_line, from);
        r->whole.begin = sheet_begin(&w, r->heading_line, r->author, from);
        if (k > 0)
            out->items[k - 1].whole.end = r->whole.begin;
        r->whole.end = page->count;
        from = r->heading_line + 1;
    }
    for (size_t k = 0; k < out->count; k++)
        read_record(&w, &out->items[k]);
    return 0;
}
