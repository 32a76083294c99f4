/* The pipeline: bytes, text, lines, tokens, sections, questions. */
#include "decode.h"
#include "extract.h"
#include "official.h"
#include "other_page.h"
#include "place.h"
#include "result.h"
#include "sniff.h"

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

/* A submission line, or the division that holds a question on NosSénateurs.fr and
 * NosDéputés.fr; the chambers' own pages have neither. */
static bool is_regards(const struct page *page) {
    for (size_t i = 0; i < page->count; i++)
        if (page->lines[i].kind == TOK_SUBMITTED)
            return true;
    for (size_t i = 0; i < page->fact_count; i++)
        if (page->facts[i].kind == FACT_DIVISION)
            return true;
    return false;
}

static bool is_chamber(enum qp_site site) {
    return site == QP_SENAT || site == QP_ASSEMBLEE;
}

static bool may_be_official(const struct page *page, enum qp_site site) {
    return site == QP_SITE_NONE ? !is_regards(page) : is_chamber(site);
}

/* Read as another site's, a chamber's page would give what its menus say: "Question N° 3". */
static bool is_certainly_official(const struct page *page, enum qp_site site) {
    return site != QP_SITE_NONE && !is_chamber(site) && !is_regards(page) && official_page(page);
}

/* The two sites share their grammar; what the heading calls a question tells them apart. */
static void keep_site(struct records *records, enum qp_site site) {
    size_t kept = 0;
    for (size_t i = 0; i < records->count; i++)
        if (site == QP_SITE_NONE || records->items[i].heading.site->site == site)
            records->items[kept++] = records->items[i];
    records->count = kept;
}

static int read_questions(qp_result *r, const qp_options *options) {
    struct page *page = &r->page;
    struct records records = {0};
    int rc = -1;
    struct extract_request rq = {page, &r->arena, &r->diagnostics, options};
    bool structured = is_structured(page), official = false;
    lex_page(page, structured);
    if (may_be_official(page, options->site) &&
        official_questions(&rq, &official, &r->questions, &r->count))
        goto out;
    if (official || is_chamber(options->site) || is_certainly_official(page, options->site)) {
        rc = 0;
        goto out;
    }
    if (segment(page, structured, &r->diagnostics, &records))
        goto out;
    keep_site(&records, options->site);
    /* A heading alone is a page cut below it, or one entry of something else. */
    bool cut = records.count == 1 && records.items[0].submitted == NO_LINE && !structured;
    if (cut && other_page(page))
        records.count = 0;
    r->questions = arena_array(&r->arena, records.count, sizeof *r->questions);
    if (!r->questions)
        goto out;
    for (size_t i = 0, from = 0; i < records.count; i++) {
        if (extract(&rq, &records.items[i], from, &r->questions[i]))
            goto out;
        from = records.items[i].whole.end + 1;
        r->count = i + 1;
    }
    if (r->count > 1)
        diagnose(&r->diagnostics, D_SEVERAL_QUESTIONS,
                 page->lines[records.items[1].heading_line].offset,
                 "the input holds %zu questions; each is a record", r->count);
    rc = 0;
out:
    free(records.items);
    return rc;
}

static int read_lines(struct page *page, enum sniff_kind kind, struct diagnostics *d) {
    if (kind == SNIFF_HTML) {
        page->markup = true;
        return read_html(page, d);
    }
    return read_text(page);
}

static enum sniff_kind forced_kind(enum qp_input input) {
    return input == QP_INPUT_HTML ? SNIFF_HTML : input == QP_INPUT_MHTML ? SNIFF_MHTML : SNIFF_TEXT;
}

/* The page in a mail or MHTML file; *bytes becomes NO_SPAN where there is none. */
static int open_mail(qp_result *r, struct span *bytes, struct decode_request *request) {
    struct mime *m = &r->mime;
    if (mime_open(*bytes, &r->diagnostics, m))
        return -1;
    *bytes = m->bytes;
    if (!bytes->ptr) {
        refuse(r, D_NOT_A_QUESTION, "no part of this mail or MHTML file holds a page");
        return 0;
    }
    request->is_html = m->is_html;
    request->declared_label = m->charset;
    request->declared = m->charset.len ? encoding_from_label(m->charset) : ENC_NONE;
    r->page.origin = m->origin;
    r->page.origin.single_bytes = request->declared != ENC_UTF8 && m->charset.len;
    qp_string url;
    if (m->location.len == 0)
        return 0;
    if (arena_string(&r->arena, m->location, &url))
        return -1;
    return page_add_fact(&r->page, (struct fact){FACT_URL, {url.data, url.size}, 0, 0});
}

/* Notes and warnings do not tell why there is no record: "Les S\xC3\nFAQ", cut within
 * a character, has a note on its encoding and still lacks a heading. */
static bool refused(const struct diagnostics *d) {
    for (size_t i = 0; i < d->count; i++)
        if (diagnostic_info(d->items[i].code)->severity == QP_ERROR)
            return true;
    return false;
}

/* What the caller knows of where the page comes from. An address goes into the record as it
 * stands, so it must be text that needs no decoding. */
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
    const char *what = other_page(&r->page);
    if (site != QP_SITE_NONE)
        diagnose(&r->diagnostics, D_NOT_A_QUESTION, NO_PLACE,
                 "no line heads a question as pages of %s have it", qp_site_name(site));
    else if (what)
        diagnose(&r->diagnostics, D_NOT_A_QUESTION, NO_PLACE,
                 "no line heads a question: this looks like %s", what);
    else
        refuse(r, D_NOT_A_QUESTION, "no line heads a question: this is not a question page");
}

/* 0, or -1 when memory ends; what can't be read has said so and gives no question. */
static int run(qp_result *r, struct span bytes, const qp_options *options) {
    struct sniff sniffed = sniff(bytes);
    enum sniff_kind kind = sniffed.kind;
    if (kind == SNIFF_EMPTY) {
        refuse(r, D_EMPTY_INPUT, "the input is empty");
        return 0;
    }
    if (options->input != QP_INPUT_AUTO)
        kind = forced_kind(options->input);
    if (kind == SNIFF_OTHER) {
        diagnose(&r->diagnostics, D_INPUT_FORMAT, NO_PLACE, "this is %s, %s", sniffed.name,
                 sniffed.advice);
        return 0;
    }
    struct decode_request request = {.is_html = kind == SNIFF_HTML};
    if (note_origin(r, options, &request))
        return -1;
    if (kind == SNIFF_MHTML) {
        if (open_mail(r, &bytes, &request))
            return -1;
        if (!bytes.ptr)
            return 0;
        kind = request.is_html ? SNIFF_HTML : SNIFF_TEXT;
    }
    if (options->encoding)
        request.forced = encoding_from_label(
            (struct span){options->encoding, strlen(options->encoding)});
    struct span text;
    if (decode(bytes, &request, &r->diagnostics, &r->decoded, &text))
        return -1;
    if (options->keep_lines && text.ptr != r->decoded.ptr) { /* they outlive the caller's bytes */
        buffer_append(&r->decoded, text.ptr, text.len);
        if (r->decoded.failed)
            return -1;
        text.ptr = r->decoded.ptr;
    }
    r->page.source = text;
    /* A line takes 24 bytes, in markup its text again, and may be one letter of the page. */
    r->page.max_lines = options->max_lines ? options->max_lines : 300000 + text.len / 8;
    if (read_lines(&r->page, kind, &r->diagnostics)) {
        if (!r->page.too_long)
            return -1;
        diagnose(&r->diagnostics, D_LIMIT_LINES, r->page.lines[r->page.count - 1].offset,
                 "the page has more than %zu lines with text", r->page.max_lines);
    }
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
    size_t px = x->offset + 1, py = y->offset + 1; /* NO_PLACE comes first */
    if (px != py)
        return px < py ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int publish(qp_result *r) {
    struct diagnostics *d = &r->diagnostics;
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

/* What a result says when memory ended: static, as nothing can be allocated. */
static const qp_diagnostic out_of_memory = {QP_ERROR, 0, 0, "out-of-memory", "memory ran out"};

qp_result *qp_parse(const void *bytes, size_t size, const qp_options *options) {
    static const qp_options defaults;
    qp_result *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    if (!options)
        options = &defaults;
    r->diagnostics.arena = &r->arena;
    r->page.arena = &r->arena;
    r->page.options = options;
    size_t limit = options->max_size ? options->max_size : DEFAULT_MAX_SIZE;
    if (limit > UINT32_MAX / 4) /* places are 32 bits wide, and decoding may triple a text */
        limit = UINT32_MAX / 4;
    int rc = 0;
    if (size > limit)
        diagnose(&r->diagnostics, D_INPUT_TOO_LARGE, NO_PLACE,
                 "the input is larger than %zu bytes", limit);
    else
        rc = run(r, (struct span){bytes, size}, options);
    if (rc || r->diagnostics.failed || publish(r)) {
        r->count = 0;
        r->messages = NULL;
        r->outcome = QP_FAILED;
    } else {
        r->outcome = r->count ? QP_CONVERTED : QP_NOT_QUESTION;
    }
    if (!options->keep_lines || r->outcome == QP_FAILED) {
        page_free(&r->page);
        buffer_free(&r->decoded);
        buffer_free(&r->mime.decoded);
    }
    return r;
}

void qp_result_free(qp_result *r) {
    if (!r)
        return;
    page_free(&r->page);
    buffer_free(&r->decoded);
    buffer_free(&r->mime.decoded);
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
    return r->messages ? r->diagnostics.count : r->outcome == QP_FAILED;
}

const qp_diagnostic *qp_result_diagnostic(const qp_result *r, size_t index) {
    if (index >= qp_result_diagnostic_count(r))
        return NULL;
    return r->messages ? &r->messages[index] : &out_of_memory;
}

bool qp_encoding_known(const char *label) {
    return encoding_from_label((struct span){label, strlen(label)}) != ENC_NONE;
}
