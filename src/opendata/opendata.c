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

/* Whether the text is a question without a member around it. */
static bool is_alone(struct span head) {
    return !has_wrapper(head) &&
           (span_find(head, SPAN("\"QANR")) || span_find(head, SPAN("\"identifiant\"")));
}

/* Its question has a "uid"; the JSON that the sites' programs give has none. */
static bool is_json(struct span head) {
    return head.len > 2 && head.ptr[0] == '{' && span_find(head, SPAN("\"uid\"")) &&
           (has_wrapper(head) || is_alone(head));
}

/* `<question` around `<uid>`, perhaps in the list of a legislature. Every page in HTML is looked at: the
 * search for "<q" ends at a rare letter, that for the whole word at each 'n'. */
static bool is_xml(struct span head) {
    bool small = span_find(head, SPAN("<q"));
    return head.len > 9 && head.ptr[0] == '<' && (small || span_find(head, SPAN("<Q"))) &&
           span_find(head, small ? SPAN("<question") : SPAN("<QUESTION")) &&
           span_find(head, small ? SPAN("<uid>") : SPAN("<UID>"));
}

/* A vote, a member, an amendment: <scrutin xmlns="http://schemas.assemblee-nationale.fr/referentiel">,
 * {"scrutin": {"@xmlns": ...}}. */
static bool is_other(struct span head) {
    static const char name[] = "xmlns";
    bool html = ascii_begins(head, "<!") || ascii_begins(head, "<html");
    const char *schema = head.len && !html && (head.ptr[0] == '<' || head.ptr[0] == '{')
                             ? span_find(head, SPAN("http://schemas.assemblee-nationale.fr/referentiel"))
                             : NULL;
    return schema && schema - head.ptr > 10 &&
           span_find(span_from(schema - 10, schema), (struct span){name, sizeof name - 1});
}

bool opendata_is(struct span text) {
    struct span head = head_of(text);
    bool data = head.len && (head.ptr[0] == '{' || head.ptr[0] == '<');
    if (!data || ascii_begins(head, "<!doctype html") || ascii_begins(head, "<html")) /* most pages */
        return false;
    return is_json(head) || is_xml(head) || is_other(head);
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
    case JSON_TRUE: case JSON_FALSE: members_boolean(w->m, w->r.offset); return take_value(w, SPAN(""));
    case JSON_NULL: return take_value(w, SPAN(""));
    case JSON_ERROR: members_refuse(w->m, w->r.offset, w->r.message); return 0;
    case JSON_NO_MEMORY: return -1;
    case JSON_END: case JSON_MORE: break;
    }
    return 0;
}

static int read_json(struct members *m) {
    struct json_walk w = {.m = m};
    enum json_event event = JSON_END;
    if (is_alone(head_of(m->page->source)))
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
    size_t markup;      /* offset of the content of a text; 0: none is open */
    size_t within;      /* open elements in it, which are not escaped */
    bool marked;        /* it had some */
    bool quoted;        /* it has a CDATA section */
};

/* Text beside elements. */
static int mixed_text(struct xml_walk *w, size_t offset) {
    struct span text = {w->text.ptr, w->text.len};
    int rc = span_blank(text) ? 0 : members_value(w->m, text, offset);
    w->text.len = 0;
    return rc;
}

static int open_element(struct xml_walk *w, const struct html_token *t) {
    bool outside = !members_in_question(w->m);
    if (w->markup) { /* of HTML that is not escaped */
        w->marked = true;
        w->within += !t->self_closing;
        return 0;
    }
    if (mixed_text(w, t->offset))
        return -1;
    (void)members_push(w->m, t->text);
    w->depth++;
    w->leaf = true;
    if (members_begin(w->m, t->offset))
        return -1;
    if (outside && members_in_question(w->m))
        w->question = w->depth;
    w->within = 0;
    w->marked = w->quoted = false;
    if (!t->self_closing && members_in_text(w->m))
        w->markup = (size_t)(w->h.at - w->h.begin);
    return 0;
}

/* The value of the element that closes. Elements in a text are its HTML as it is. */
static int take_content(struct xml_walk *w, size_t end) {
    struct span source = w->m->page->source, text = {w->text.ptr, w->text.len};
    size_t begin = w->markup;
    w->markup = 0;
    if (begin && w->marked && w->quoted)
        members_refuse(w->m, begin, "a text of this question has elements and a CDATA section");
    if (begin && w->marked)
        return members_value(w->m, span_from(source.ptr + begin, source.ptr + end), begin);
    return w->leaf ? members_value(w->m, text, end) : mixed_text(w, end);
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
    if (w->markup && w->within > 0) {
        w->within--;
        return 0;
    }
    size_t before = without_last(w->m, t->text);
    if (before == SIZE_MAX) {
        members_refuse(w->m, t->offset, "this XML closes an element that is not open");
        return 0;
    }
    int rc = take_content(w, t->offset);
    w->leaf = false;
    w->text.len = 0;
    members_pop(w->m, before);
    if (w->depth-- == w->question) {
        w->question = 0;
        rc = rc || members_end(w->m) ? -1 : 0;
    }
    return rc;
}

/* Whether the text refers to no other entities than XML has, and to characters that it allows. */
static bool has_known_references(struct span text) {
    static const char *const known[] = {"amp;", "lt;", "gt;", "quot;", "apos;"};
    const char *p = text.ptr, *end = span_end(text);
    while (p < end && (p = memchr(p, '&', (size_t)(end - p)))) {
        struct span rest = span_from(++p, end);
        bool ok = rest.len > 2 && rest.ptr[0] == '#' &&
                  (is_digit(rest.ptr[1]) || (rest.ptr[1] == 'x' && hex_digit(rest.ptr[2]) >= 0)) &&
                  memchr(rest.ptr, ';', rest.len < 12 ? rest.len : 12);
        for (size_t i = 0; !ok && i < sizeof known / sizeof *known; i++)
            ok = rest.len >= strlen(known[i]) && memcmp(rest.ptr, known[i], strlen(known[i])) == 0;
        if (!ok)
            return false;
    }
    return true;
}

static int take_token(struct xml_walk *w, const struct html_token *t) {
    int rc = 0;
    switch (t->kind) {
    case HTML_START:
        rc = open_element(w, t);
        return rc == 0 && t->self_closing && !w->markup ? close_element(w, t) : rc;
    case HTML_CLOSE: return close_element(w, t);
    case HTML_TEXT:
        if (t->raw)
            html_newlines(t->text, &w->text);
        else if (has_known_references(t->text))
            html_decode(t->text, false, &w->text);
        else
            members_refuse(w->m, t->offset, "this XML names an entity that it does not define");
        w->quoted |= t->raw;
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
