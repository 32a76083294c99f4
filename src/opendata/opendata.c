/* Walks over JSON and XML, and hands what they hold to the table of members. */
#include "opendata/opendata.h"

#include "base/ascii.h"
#include "base/fold.h"
#include "html/tokenizer.h"
#include "json/json.h"
#include "opendata/members.h"

#include <stdlib.h>
#include <string.h>

/* The first bytes, which tell. */
static struct span head_of(struct span text) {
    enum { HEAD = 4096 };
    text = span_trim(text);
    return (struct span){text.ptr, text.len < HEAD ? text.len : HEAD};
}

/* Whether a member above the "uid" holds the question: {"question": {"uid": ...}}. Without one the
 * text is the question itself, as the list of a legislature has it. */
static bool has_wrapper(struct span head) {
    const char *uid = span_find(head, SPAN("\"uid\""));
    return span_find(uid ? span_from(head.ptr, uid) : head, SPAN("\"question")) != NULL;
}

/* Its question has a "uid"; the JSON that the sites' programs give has none. */
static bool is_json(struct span text) {
    text = head_of(text);
    return text.len > 2 && text.ptr[0] == '{' && span_find(text, SPAN("\"uid\"")) &&
           (has_wrapper(text) || span_find(text, SPAN("\"QANR")));
}

/* `<question` around `<uid>`, perhaps in the list of a legislature. Every page in HTML is looked at: the
 * search for "<q" ends at a rare letter, that for the whole word at each 'n'. */
static bool is_xml(struct span text) {
    text = head_of(text);
    return text.len > 9 && text.ptr[0] == '<' && span_find(text, SPAN("<q")) &&
           span_find(text, SPAN("<question")) && span_find(text, SPAN("<uid>"));
}

bool opendata_is(struct span text) {
    return is_json(text) || is_xml(text);
}

/* ---- JSON ---- */

/* An open bracket: the path's length around it, and whether it is the question's. */
struct bracket {
    size_t before;
    bool question;
};

struct json_walk {
    struct members *m;
    struct json_reader r;
    struct bracket *open;
    size_t count, cap;
    size_t before; /* the path's length before the key whose value is next */
    bool keyed;
};

static int open_bracket(struct json_walk *w, bool object) {
    bool outside = !members_in_question(w->m);
    size_t before = w->keyed ? w->before : w->m->path.len;
    if (object && members_begin(w->m, w->r.offset))
        return -1;
    if (array_reserve((void **)&w->open, &w->cap, w->count, sizeof *w->open))
        return -1;
    w->open[w->count++] = (struct bracket){before, outside && members_in_question(w->m)};
    w->keyed = false;
    return 0;
}

static int close_bracket(struct json_walk *w) {
    struct bracket b = w->open[--w->count];
    members_pop(w->m, b.before);
    return b.question ? members_end(w->m) : 0;
}

static int take_value(struct json_walk *w, struct span value) {
    int rc = members_value(w->m, value, w->r.offset);
    if (w->keyed)
        members_pop(w->m, w->before);
    w->keyed = false;
    return rc;
}

static int take_event(struct json_walk *w, enum json_event event) {
    switch (event) {
    case JSON_OBJECT: return open_bracket(w, true);
    case JSON_LIST: return open_bracket(w, false);
    case JSON_OBJECT_END: case JSON_LIST_END: return close_bracket(w);
    case JSON_KEY:
        w->keyed = true;
        w->before = w->m->path.len;
        if (!ascii_same(w->r.text, "#text")) /* how some tools write an element with attributes */
            (void)members_push(w->m, w->r.text);
        return 0;
    case JSON_STRING: case JSON_NUMBER: return take_value(w, w->r.text);
    case JSON_NULL: case JSON_TRUE: case JSON_FALSE: return take_value(w, SPAN(""));
    case JSON_ERROR: members_refuse(w->m, w->r.offset, w->r.message); return 0;
    case JSON_NO_MEMORY: return -1;
    case JSON_END: case JSON_MORE: break;
    }
    return 0;
}

static int read_json(struct members *m) {
    struct json_walk w = {.m = m};
    enum json_event event = JSON_END;
    if (!has_wrapper(head_of(m->page->source)))
        (void)members_push(m, SPAN("question"));
    json_start(&w.r, 0);
    int rc = json_feed(&w.r, m->page->source, true);
    do {
        if (rc == 0)
            rc = take_event(&w, event = json_next(&w.r));
    } while (rc == 0 && event > JSON_MORE && !m->refused);
    m->page->closed = event == JSON_END;
    json_free(&w.r);
    free(w.open);
    return rc;
}

/* ---- XML ---- */

struct xml_walk {
    struct members *m;
    struct html h;
    struct buffer text; /* of the element that is open */
    size_t question;    /* open elements where the question began; 0: in none */
    size_t depth;
    bool leaf;          /* no element was in the one that is open */
};

static int open_element(struct xml_walk *w, const struct html_token *t) {
    bool outside = !members_in_question(w->m);
    (void)members_push(w->m, t->text);
    w->depth++;
    w->leaf = true;
    w->text.len = 0;
    if (members_begin(w->m, t->offset))
        return -1;
    if (outside && members_in_question(w->m))
        w->question = w->depth;
    return 0;
}

/* The length of the path without its last name, which is `name`; SIZE_MAX: another one is open. */
static size_t without_last(const struct members *m, struct span name) {
    size_t len = m->path.len;
    if (len < name.len + 1 || memcmp(m->path.ptr + len - 1 - name.len, name.ptr, name.len) != 0 ||
        (len > name.len + 1 && m->path.ptr[len - 2 - name.len] != '.'))
        return SIZE_MAX;
    return len - 1 - name.len;
}

static int close_element(struct xml_walk *w, const struct html_token *t) {
    size_t before = without_last(w->m, t->text);
    int rc = 0;
    if (before == SIZE_MAX) {
        members_refuse(w->m, t->offset, "this XML closes an element that is not open");
        return 0;
    }
    if (w->leaf)
        rc = members_value(w->m, (struct span){w->text.ptr, w->text.len}, t->offset);
    w->leaf = false;
    members_pop(w->m, before);
    if (w->depth-- == w->question) {
        w->question = 0;
        rc = rc || members_end(w->m) ? -1 : 0;
    }
    return rc;
}

static int take_token(struct xml_walk *w, const struct html_token *t) {
    int rc = 0;
    switch (t->kind) {
    case HTML_START:
        rc = open_element(w, t);
        return rc == 0 && t->self_closing ? close_element(w, t) : rc;
    case HTML_CLOSE: return close_element(w, t);
    case HTML_TEXT:
        if (t->raw)
            html_newlines(t->text, &w->text);
        else
            html_decode(t->text, false, &w->text);
        return w->text.failed ? -1 : 0;
    case HTML_DOCTYPE:
        members_refuse(w->m, t->offset, "a DOCTYPE is refused");
        break;
    case HTML_COMMENT: case HTML_END: break;
    }
    return 0;
}

static int read_xml(struct members *m) {
    struct xml_walk w = {.m = m};
    struct html_token t;
    int rc = 0;
    html_start(&w.h, m->page->source);
    w.h.allow_cdata = true;
    do {
        html_next(&w.h, &t);
        rc = take_token(&w, &t);
    } while (rc == 0 && t.kind != HTML_END && !m->refused);
    if (w.h.failed)
        rc = -1;
    if (rc == 0 && w.depth > 0)
        members_refuse(m, m->page->source.len, "this XML ends within an element");
    m->page->closed = w.depth == 0;
    html_free(&w.h);
    buffer_free(&w.text);
    return rc;
}

static bool begins_with(struct span text, char c) {
    text = span_trim(text);
    return text.len && text.ptr[0] == c;
}

int opendata_read(struct page *page, struct diagnostics *d) {
    struct members m = {.page = page, .d = d};
    page->markup = page->data = true;
    int rc = begins_with(page->source, '<') ? read_xml(&m) : read_json(&m);
    if (rc == 0 && m.questions == 0)
        members_refuse(&m, NO_PLACE, "this file holds no question of the Assemblée's open data");
    if (m.path.failed)
        rc = -1;
    buffer_free(&m.path);
    return rc;
}
