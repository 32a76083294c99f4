/* The pipeline of qp_parse(): bytes, text, lines, tokens, sections, questions. */
#include "base/fold.h"
#include "base/place.h"
#include "decode/decode.h"
#include "decode/pages.h"
#include "extract/extract.h"
#include "extract/official.h"
#include "lex/other_page.h"
#include "opendata/opendata.h"
#include "read/read.h"
#include "result.h"
#include "segment/official_find.h"

#include <stdlib.h>

enum { DEFAULT_MAX_SIZE = 256 * 1024 * 1024 };

static void refuse(qp_result *r, enum code code, const char *what) {
    diagnose(&r->diagnostics, code, NO_PLACE, "%s", what);
}

static bool is_structured(const struct page *page) {
    for (size_t i = 0; i < page->fact_count; i++)
        if (page->facts[i].kind == FACT_DIVISION)
            return true;
    return false;
}

/* "Question N° 108" above "Par X, le 25 août 2009" */
static bool has_byline(const struct page *page, size_t i) {
    return page->lines[i].kind == DATUM_BYLINE && i > 0 && page->lines[i - 1].kind == DATUM_HEADING &&
           (page->lines[i].ptr[0] | 0x20) == 'p';
}

/* Whether the page is of NosSénateurs.fr or NosDéputés.fr: it has a submission line or a byline, or
 * the division that holds a question. Pages of the chambers have none of these. */
static bool is_regards(const struct page *page) {
    for (size_t i = 0; i < page->count; i++)
        if (page->lines[i].kind == DATUM_SUBMITTED || has_byline(page, i))
            return true;
    return is_structured(page);
}

static bool is_chamber(enum qp_site site) {
    return site == QP_SENAT || site == QP_ASSEMBLEE;
}

static bool may_be_official(const struct page *page, enum qp_site site) {
    return site == QP_SITE_NONE ? !is_regards(page) : is_chamber(site);
}

/* Read as a page of another site, a chamber's page would give the words of its menus: "Question N°
 * 3". */
static bool is_certainly_official(const struct page *page, enum qp_site site) {
    return site != QP_SITE_NONE && !is_chamber(site) && !is_regards(page) && official_page(page);
}

/* NosSénateurs.fr and NosDéputés.fr share a grammar; the name of a question in the heading tells
 * them apart. */
static bool is_asked(const struct sections *r, enum qp_site site) {
    return site == QP_SITE_NONE || r->heading.site->site == site;
}

static void leave_out(const struct extract_request *rq, const struct sections *r) {
    for (size_t i = r->whole.begin; i < r->whole.end; i++) {
        rq->page->lines[i].section = SECTION_NONE;
        rq->page->lines[i].field = FIELD_NONE;
    }
    diagnose(rq->d, D_OTHER_SITE, rq->page->lines[r->heading_line].offset,
             "a question of %s is left out, as the site is given as %s; give none to read it",
             qp_site_name(r->heading.site->site), qp_site_name(rq->options->site));
}

/* The questions found so far, in the order of the input. */
struct questions {
    qp_question *items;
    size_t count, cap;
    size_t first, second; /* where these two begin, in bytes into the decoded text */
};

static int add_questions(struct arena *arena, struct questions *list, const qp_question *more,
                         size_t count, size_t offset) {
    if (list->count == 0)
        list->first = offset;
    if (list->count < 2)
        list->second = offset;
    if (arena_reserve(arena, (void **)&list->items, &list->cap, list->count, count,
                      sizeof *list->items))
        return -1;
    if (count)
        memcpy(list->items + list->count, more, count * sizeof *more);
    list->count += count;
    return 0;
}

/* Whether one of the lines below the comments of a question, or above the first question, begins
 * like a heading of a chamber's page. Most forms and footers have none and need no closer look. */
static bool may_hold_question(const struct page *page, struct stretch in) {
    struct span rest;
    for (size_t i = in.begin; i < in.end; i++) {
        struct span line = line_text(&page->lines[i]);
        if ((line.ptr[0] | 0x20) == 'q' && fold_prefix(line, "question ", &rest) && rest.len)
            return true;
    }
    return false;
}

/* Reads a chamber's page from some lines of a page of another family; finds none where a part of
 * one is missing. */
static int read_official(const struct extract_request *rq, struct stretch in, struct questions *list) {
    struct page part;
    struct extract_request of_part = *rq;
    qp_question *found;
    size_t count;
    bool any;
    if (page_part(rq->page, in.begin, in.end, &part))
        return -1;
    of_part.page = &part;
    if (official_questions(&of_part, &any, &found, &count))
        return -1;
    return any ? add_questions(rq->arena, list, found, count, part.lines[0].offset) : 0;
}

/* The lines between two questions of a text. Only the end of the comments of a question shows where
 * a page of another family may begin; behind "Aucun commentaire" without a form it would be their
 * text. */
static struct stretch gap_above(const struct extract_request *rq, struct sections_list *records, size_t k) {
    struct stretch gap = {0, k < records->count ? records->items[k].whole.begin : rq->page->count};
    if (k == 0)
        return gap;
    struct sections *r = &records->items[k - 1];
    gap.begin = r->whole.end;
    for (size_t i = r->items.begin; i < r->items.end; i++)
        if (rq->page->lines[i].kind == DATUM_COMMENT)
            return gap;
    if (r->items.begin < r->items.end)
        gap.begin = r->items.begin;
    return gap;
}

static int read_gap(const struct extract_request *rq, struct sections_list *records, size_t k,
                    struct questions *list) {
    struct stretch gap = gap_above(rq, records, k);
    size_t before = list->count;
    if (rq->page->markup || !may_hold_question(rq->page, gap))
        return 0;
    if (read_official(rq, gap, list))
        return -1;
    if (list->count > before && k > 0) {
        struct sections *above = &records->items[k - 1];
        above->whole.end = above->items.end = gap.begin;
    }
    return 0;
}

/* Reads the questions of NosSénateurs.fr and NosDéputés.fr in a page or in a part of one. */
static int read_regards(const struct extract_request *rq, bool structured, struct questions *list) {
    struct page *page = rq->page;
    enum qp_site site = rq->options->site;
    struct sections_list records = {0};
    int rc = -1;
    if (segment(page, structured, rq->d, &records))
        goto out;
    /* A heading alone is a page that was cut below it, or one entry of a list. */
    bool cut = records.count == 1 && records.items[0].submitted == NO_LINE && !structured;
    if (cut && other_page(page))
        records.count = 0;
    for (size_t k = 0, from = 0; k <= records.count; k++) {
        struct questions below = {0};
        qp_question q;
        if (site == QP_SITE_NONE && !cut && read_gap(rq, &records, k, &below))
            goto out;
        if (k > 0) {
            struct sections *r = &records.items[k - 1];
            if (!is_asked(r, site))
                leave_out(rq, r);
            else if (extract(rq, r, from, &q) ||
                     add_questions(rq->arena, list, &q, 1, page->lines[r->heading_line].offset))
                goto out;
            from = r->whole.end + 1;
        }
        if (below.count && add_questions(rq->arena, list, below.items, below.count, below.first))
            goto out;
    }
    rc = 0;
out:
    free(records.items);
    return rc;
}

static int read_part(const struct extract_request *rq, struct stretch in, bool structured,
                     struct questions *list) {
    struct page part;
    struct extract_request of_part = *rq;
    if (in.begin == in.end)
        return 0;
    if (in.end - in.begin == rq->page->count)
        return read_regards(rq, structured, list);
    if (page_part(rq->page, in.begin, in.end, &part))
        return -1;
    of_part.page = &part;
    return read_regards(&of_part, structured, list);
}

/* Whether lines [begin, end) have a mark that only pages of NosSénateurs.fr and NosDéputés.fr have.
 * *fact moves on to the first fact at `end` or below. */
static bool regards_between(const struct page *page, size_t begin, size_t end, size_t *fact) {
    bool found = false;
    for (size_t i = begin; i < end; i++)
        found |= page->lines[i].kind == DATUM_SUBMITTED;
    for (; *fact < page->fact_count && page->facts[*fact].line < end; (*fact)++)
        found |= page->facts[*fact].kind == FACT_DIVISION;
    return found;
}

/* Reads sheets with a chamber's page, and the pages of NosSénateurs.fr and NosDéputés.fr between
 * them, each of which may take several sheets. */
static int read_sheets(const struct extract_request *rq, bool structured, struct questions *list) {
    const struct page *page = rq->page;
    size_t from = 0, fact = 0;
    for (size_t i = 0, end; i < page->count; i = end) {
        struct questions here = {0};
        end = official_sheet_end(page, i);
        if ((i == 0 && end == page->count) || regards_between(page, i, end, &fact))
            continue;
        if (read_official(rq, (struct stretch){i, end}, &here))
            return -1;
        if (here.count == 0)
            continue;
        if (read_part(rq, (struct stretch){from, i}, structured, list) ||
            add_questions(rq->arena, list, here.items, here.count, page->lines[i].offset))
            return -1;
        from = end;
    }
    return read_part(rq, (struct stretch){from, page->count}, structured, list);
}

static bool has_said(const struct diagnostics *d, enum code code) {
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].code == code)
            return true;
    return false;
}

static int read_questions(qp_result *r, const qp_options *options) {
    struct page *page = &r->page;
    struct extract_request rq = {page, &r->arena, &r->diagnostics, options};
    struct questions list = {0};
    bool structured = is_structured(page), official = false;
    if (page->data)
        return official_questions(&rq, &official, &r->questions, &r->count);
    lex_page(page, structured);
    if (may_be_official(page, options->site) &&
        official_questions(&rq, &official, &r->questions, &r->count))
        return -1;
    if (official || is_chamber(options->site) || is_certainly_official(page, options->site))
        return 0;
    bool mixed = options->site == QP_SITE_NONE && is_regards(page);
    if (mixed ? read_sheets(&rq, structured, &list) : read_regards(&rq, structured, &list))
        return -1;
    r->questions = list.items;
    r->count = list.count;
    if (r->count > 1 && !has_said(&r->diagnostics, D_SEVERAL_QUESTIONS))
        diagnose(&r->diagnostics, D_SEVERAL_QUESTIONS, list.second,
                 "the input holds %zu questions; each is a record", r->count);
    return 0;
}

/* Open data is told by content, unless another format is named. */
static bool is_opendata(const struct page *page, enum qp_input input) {
    return input == QP_INPUT_OPENDATA || (input == QP_INPUT_AUTO && opendata_is(page->source));
}

static int read_lines(struct page *page, enum sniff_kind kind, struct diagnostics *d) {
    if (is_opendata(page, page->options->input))
        return opendata_read(page, d);
    if (kind == SNIFF_HTML) {
        page->markup = true;
        return read_html(page, d);
    }
    return read_text(page);
}

static enum sniff_kind forced_kind(enum qp_input input) {
    return input == QP_INPUT_HTML ? SNIFF_HTML : input == QP_INPUT_MHTML ? SNIFF_MHTML : SNIFF_TEXT;
}

/* Notes what a mail tells of its page. */
static int note_mail(qp_result *r, struct decode_request *request) {
    const struct mime *m = &r->mime;
    request->declared_label = m->charset;
    request->declared = m->charset.len ? encoding_from_label(m->charset) : ENC_NONE;
    r->page.origin.single_bytes = request->declared != ENC_UTF8 && m->charset.len;
    qp_string url;
    if (m->location.len == 0)
        return 0;
    if (arena_string(&r->arena, m->location, &url))
        return -1;
    return page_add_fact(&r->page, (struct fact){FACT_URL, {url.data, url.size}, 0, 0});
}

/* Only an error tells why there is no record: "Les S\xC3\nFAQ", cut within a character, has a note
 * on its encoding and still lacks a heading. */
static bool refused(const struct diagnostics *d) {
    for (size_t i = 0; i < d->count; i++)
        if (diagnostic_info(d->items[i].code)->severity == QP_ERROR)
            return true;
    return false;
}

/* Takes what the caller knows about the origin of the page. The address goes into the record as it
 * is, so it must be printable ASCII. */
static int note_origin(qp_result *r, const qp_options *options, struct decode_request *request) {
    if (options->charset) {
        request->declared_label = (struct span){options->charset, strlen(options->charset)};
        request->declared = encoding_from_label(request->declared_label);
    }
    const char *p = options->url;
    while (p && *p > ' ' && *p < 0x7F)
        p++;
    if (!p || p == options->url || *p)
        return 0;
    qp_string url;
    if (arena_string(&r->arena, span_from(options->url, p), &url))
        return -1;
    return page_add_fact(&r->page, (struct fact){FACT_URL, {url.data, url.size}, 0, 0});
}

static void refuse_page(qp_result *r, enum qp_site site) {
    const char *what = refused_page(&r->page);
    if (site != QP_SITE_NONE)
        diagnose(&r->diagnostics, D_NOT_A_QUESTION, NO_PLACE,
                 "no line heads a question as pages of %s have it", qp_site_name(site));
    else if (what)
        diagnose(&r->diagnostics, D_NOT_A_QUESTION, NO_PLACE,
                 "no line heads a question: this looks like %s", what);
    else
        refuse(r, D_NOT_A_QUESTION, "no line heads a question: this is not a question page");
}

/* Reads the page in r->mime. 0, or -1 where memory ends; a page that can't be read gives a diagnostic
 * and no question. */
static int read_page(qp_result *r, const qp_options *options, bool mail) {
    struct decode_request request = {.is_html = r->mime.is_html};
    struct span text;
    r->page.origin = r->mime.origin;
    if (note_origin(r, options, &request) || (mail && note_mail(r, &request)))
        return -1;
    if (options->encoding)
        request.forced = encoding_from_label(
            (struct span){options->encoding, strlen(options->encoding)});
    if (decode(r->mime.bytes, &request, &r->diagnostics, &r->decoded, &text))
        return -1;
    if (options->keep_lines && text.ptr != r->decoded.ptr) { /* the lines outlive the input */
        buffer_append(&r->decoded, text.ptr, text.len);
        if (r->decoded.failed)
            return -1;
        text.ptr = r->decoded.ptr;
    }
    r->page.source = text;
    /* A line takes 24 bytes, in markup its text again, and may be one letter of the page. */
    r->page.max_lines = options->max_lines ? options->max_lines : 300000 + text.len / 8;
    if (read_lines(&r->page, r->mime.is_html ? SNIFF_HTML : SNIFF_TEXT, &r->diagnostics)) {
        if (!r->page.too_long)
            return -1;
        diagnose(&r->diagnostics, D_LIMIT_LINES, r->page.lines[r->page.count - 1].offset,
                 "the page has more than %zu lines with text", r->page.max_lines);
    }
    r->flavour = r->page.data ? FLAVOUR_DATA : r->page.markup ? FLAVOUR_MARKUP : FLAVOUR_TEXT;
    if (refused(&r->diagnostics))
        return 0;
    if (read_questions(r, options))
        return -1;
    if (r->count == 0 && !refused(&r->diagnostics))
        refuse_page(r, options->site);
    return 0;
}

static int by_place(const void *a, const void *b) {
    const struct diagnostic *x = a, *y = b;
    size_t px = x->offset + 1, py = y->offset + 1; /* NO_PLACE + 1 is 0: it comes first */
    if (px != py)
        return px < py ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int publish(qp_result *r) {
    struct diagnostics *d = &r->diagnostics;
    r->message_count = d->count;
    r->messages = arena_array(&r->arena, d->count, sizeof *r->messages);
    if (!r->messages)
        return -1;
    for (size_t i = 0; i < d->count; i++)
        d->items[i].order = i;
    if (d->count)
        qsort(d->items, d->count, sizeof *d->items, by_place);
    struct place_cursor cursor = place_start(r->page.source, r->page.origin);
    for (size_t i = 0; i < d->count; i++) {
        const struct diagnostic *item = &d->items[i];
        const qp_diagnostic_info *info = diagnostic_info(item->code);
        qp_diagnostic *m = &r->messages[i];
        *m = (qp_diagnostic){info->severity, 0, 0, info->code, item->message.data};
        if (item->offset != NO_PLACE) {
            struct place place = place_of(&cursor, item->offset);
            m->line = place.line;
            m->column = place.column;
        } else if (item->line) {
            m->line = item->line;
            m->column = 1;
        }
    }
    return 0;
}

static qp_result *new_result(const qp_options *options) {
    qp_result *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->diagnostics.arena = &r->arena;
    r->page.arena = &r->arena;
    r->page.options = options;
    return r;
}

static void free_page(qp_result *r) {
    page_free(&r->page);
    buffer_free(&r->decoded);
    buffer_free(&r->mime.decoded);
}

/* ---- inputs of several pages: each is a result of its own, and all are given as one ---- */

/* Whether the page was read, and is no question page. */
static bool is_other(const qp_result *part) {
    bool other = part->count == 0;
    for (size_t i = 0; i < part->diagnostics.count; i++) {
        enum code code = part->diagnostics.items[i].code;
        other &= diagnostic_info(code)->severity != QP_ERROR || code == D_NOT_A_QUESTION;
    }
    return other;
}

/* Adds a page, which is owned from here on, or counts it as left out. */
static int add_part(qp_result *r, const qp_options *options, struct mime *m, bool mail,
                    size_t *left_out) {
    qp_result *part = new_result(options);
    if (!part) {
        buffer_free(&m->decoded);
        return -1;
    }
    part->mime = *m;
    if (array_reserve((void **)&r->parts, &r->part_cap, r->part_count, sizeof *r->parts) ||
        read_page(part, options, mail) || part->diagnostics.failed || publish(part)) {
        qp_result_free(part);
        return -1;
    }
    size_t line = m->origin.line ? m->origin.line : 1;
    if (is_other(part)) {
        if ((*left_out)++ == 0)
            r->left_out_line = line;
        part->message_count = 0;
        if (!options->keep_lines) {
            qp_result_free(part);
            return 0;
        }
    }
    for (size_t i = 0; i < part->message_count && part->messages[i].line == 0; i++)
        part->messages[i].line = line, part->messages[i].column = 1;
    if (!options->keep_lines)
        free_page(part);
    r->parts[r->part_count++] = part;
    return 0;
}

static bool is_before(const qp_diagnostic *a, const qp_diagnostic *b) {
    return a->line < b->line || (a->line == b->line && a->column < b->column);
}

/* The messages of all parts, among those of the whole, which are few. */
static int join_messages(qp_result *r) {
    size_t count = r->message_count, own = 0, n = 0;
    for (size_t i = 0; i < r->part_count; i++)
        count += r->parts[i]->message_count;
    qp_diagnostic *all = arena_array(&r->arena, count, sizeof *all);
    if (!all)
        return -1;
    for (size_t i = 0; i < r->part_count; i++)
        for (size_t k = 0; k < r->parts[i]->message_count; k++) {
            const qp_diagnostic *next = &r->parts[i]->messages[k];
            while (own < r->message_count && !is_before(next, &r->messages[own]))
                all[n++] = r->messages[own++];
            all[n++] = *next;
        }
    while (own < r->message_count)
        all[n++] = r->messages[own++];
    r->messages = all;
    r->message_count = n;
    return 0;
}

/* What the parts come to: their questions in a row, and what is to be said of all. */
static int join_parts(qp_result *r, size_t left_out) {
    size_t second = 0;
    for (size_t i = 0; i < r->part_count; i++) {
        qp_result *part = r->parts[i];
        if (r->count == 1 && part->count > 0)
            second = part->mime.origin.line;
        r->count += part->count;
    }
    r->questions = arena_array(&r->arena, r->count, sizeof *r->questions);
    if (!r->questions)
        return -1;
    for (size_t i = 0, n = 0; i < r->part_count; n += r->parts[i++]->count)
        if (r->parts[i]->count)
            memcpy(r->questions + n, r->parts[i]->questions,
                   r->parts[i]->count * sizeof *r->questions);
    if (r->count && left_out)
        diagnose_line(&r->diagnostics, D_PART_LEFT_OUT, r->left_out_line,
                      "%zu page%s of the input hold%s no question, the first here", left_out,
                      left_out == 1 ? "" : "s", left_out == 1 ? "s" : "");
    else if (left_out && (r->part_count == 0 || r->part_count == left_out))
        diagnose(&r->diagnostics, D_NOT_A_QUESTION, NO_PLACE,
                 "none of the %zu pages of this input is a question page", left_out);
    if (second)
        diagnose_line(&r->diagnostics, D_SEVERAL_QUESTIONS, second,
                      "the input holds %zu questions; each is a record", r->count);
    return publish(r) || join_messages(r) ? -1 : 0;
}

static int read_pages(qp_result *r, struct pages *pages, const qp_options *options) {
    bool mail = pages->kind == SNIFF_MHTML, next_mail;
    struct mime next;
    size_t left_out = 0;
    int rc = pages_next(pages, &r->diagnostics, &r->mime);
    if (rc == 0)
        refuse(r, D_NOT_A_QUESTION, "no part of this mail or MHTML file holds a page");
    next_mail = pages->kind == SNIFF_MHTML;
    if (rc == 1)
        rc = pages_next(pages, &r->diagnostics, &next);
    else if (rc == 0)
        return publish(r);
    if (rc <= 0)
        return rc < 0 || read_page(r, options, mail) || publish(r) ? -1 : 0;
    struct mime first = r->mime;
    r->mime = (struct mime){0};
    if (add_part(r, options, &first, mail, &left_out)) {
        buffer_free(&next.decoded);
        return -1;
    }
    while (rc == 1) {
        rc = add_part(r, options, &next, next_mail, &left_out);
        next_mail = pages->kind == SNIFF_MHTML;
        rc = rc ? -1 : pages_next(pages, &r->diagnostics, &next);
    }
    return rc < 0 ? -1 : join_parts(r, left_out);
}

/* 0, or -1 where memory ends. An input that can't be read gives a diagnostic and no question. */
static int run(qp_result *r, struct span bytes, const qp_options *options) {
    struct sniff sniffed = sniff(bytes);
    enum sniff_kind kind = sniffed.kind;
    struct pages pages;
    if (kind == SNIFF_EMPTY) {
        refuse(r, D_EMPTY_INPUT, "the input is empty");
        return publish(r);
    }
    if (options->input != QP_INPUT_AUTO)
        kind = forced_kind(options->input);
    if (kind == SNIFF_OTHER) {
        diagnose(&r->diagnostics, D_INPUT_FORMAT, NO_PLACE, "this is %s, %s", sniffed.name,
                 sniffed.advice);
        return publish(r);
    }
    pages_start(&pages, bytes, kind, options->input == QP_INPUT_AUTO);
    return read_pages(r, &pages, options);
}

/* The diagnostic of a result without memory; static, as nothing can be allocated. */
static const qp_diagnostic out_of_memory = {QP_ERROR, 0, 0, "out-of-memory", "memory ran out"};

qp_result *qp_parse(const void *bytes, size_t size, const qp_options *options) {
    static const qp_options defaults;
    if (!options)
        options = &defaults;
    qp_result *r = new_result(options);
    if (!r)
        return NULL;
    size_t limit = options->max_size ? options->max_size : DEFAULT_MAX_SIZE;
    if (limit > UINT32_MAX / 4) /* places are 32 bits wide, and decoding may triple a text */
        limit = UINT32_MAX / 4;
    if (size > limit)
        diagnose(&r->diagnostics, D_INPUT_TOO_LARGE, NO_PLACE,
                 "the input is larger than %zu bytes", limit);
    int rc = size > limit ? publish(r) : run(r, (struct span){bytes, size}, options);
    if (rc || r->diagnostics.failed) {
        r->count = 0;
        r->messages = NULL;
        r->outcome = QP_FAILED;
    } else {
        r->outcome = r->count ? QP_CONVERTED : QP_NOT_QUESTION;
    }
    if (!options->keep_lines || r->outcome == QP_FAILED)
        free_page(r);
    return r;
}

void qp_result_free(qp_result *r) {
    if (!r)
        return;
    for (size_t i = 0; i < r->part_count; i++)
        qp_result_free(r->parts[i]);
    free(r->parts);
    free_page(r);
    diagnostics_free(&r->diagnostics);
    arena_free(&r->arena);
    free(r);
}

enum qp_outcome qp_result_outcome(const qp_result *r) {
    return r->outcome;
}

size_t qp_result_count(const qp_result *r) {
    return r->count;
}

const qp_question *qp_result_question(const qp_result *r, size_t index) {
    return index < r->count ? &r->questions[index] : NULL;
}

size_t qp_result_diagnostic_count(const qp_result *r) {
    return r->messages ? r->message_count : r->outcome == QP_FAILED;
}

const qp_diagnostic *qp_result_diagnostic(const qp_result *r, size_t index) {
    if (index >= qp_result_diagnostic_count(r))
        return NULL;
    return r->messages ? &r->messages[index] : &out_of_memory;
}

bool qp_encoding_known(const char *label) {
    return encoding_from_label((struct span){label, strlen(label)}) != ENC_NONE;
}
