/* Reads markup into lines, as a browser shows them: hidden elements have no text, white space
 * collapses, blocks and <br> end lines, a row of a table is one line. */
#include "base/fold.h"
#include "html/open_elements.h"
#include "read/read.h"
#include "read/reader.h"

/* A limit, as an open element takes more memory than its tag of three characters. */
enum { MAX_DEPTH = 100000 };

static bool is_content(uint8_t role) {
    return role == ROLE_BODY || role == ROLE_RESPONSE;
}

static bool contains_word(struct span value, const char *word) {
    struct span rest;
    for (size_t i = 0; i < value.len; i++)
        if (((value.ptr[i] & 0x80) || (value.ptr[i] | 0x20) == word[0]) &&
            fold_prefix((struct span){value.ptr + i, value.len - i}, word, &rest))
            return true;
    return false;
}

static bool style_hides(struct span style) {
    static const char *const ways[] = {"display:none", "display: none", "visibility:hidden",
                                       "visibility: hidden"};
    if (!contains_word(style, "none") && !contains_word(style, "hidden"))
        return false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (contains_word(style, ways[i]))
            return true;
    return false;
}

static bool is_hidden(enum element element, const struct html_token *t) {
    if (element_flags(element) & HIDDEN)
        return true;
    for (size_t i = 0; i < t->attribute_count; i++) {
        const struct html_attribute *a = &t->attributes[i];
        if (a->name.len == 6 && ascii_same(a->name, "hidden"))
            return true;
        if (a->name.len == 5 && ascii_same(a->name, "style") && style_hides(a->value))
            return true;
    }
    return element == EL_DIALOG && !html_attribute(t, "open").ptr;
}

/* The edge of a block, at its start or end. */
static inline void edge(struct reader *r, enum element element, const struct html_token *start) {
    if (r->stack.now.table)
        reader_edge_in_table(r, element, start);
    else
        flush(r, true);
}

static inline void pop_one(struct reader *r) {
    const struct open_element *top = &r->stack.items[r->stack.count];
    enum element element = (enum element)top->element;
    if (element_flags(element) & BLOCK)
        edge(r, element, NULL);
    else if ((top->outside.role != r->stack.now.role || r->xml) && !r->stack.now.table)
        flush(r, true); /* a line has one role, and holds one element of an XML view */
    if (element == EL_A) {
        reader_close_link(r);
        r->link.open = false;
    }
    stack_pop(&r->stack);
}

static void pop(struct reader *r, size_t count) {
    while (count--)
        pop_one(r);
}

static void line_break(struct reader *r) {
    if (r->stack.now.hidden)
        return;
    if (r->stack.now.table)
        r->space = true;
    else
        flush(r, false);
}

static bool is_table_part(enum element e) {
    return e == EL_TD || e == EL_TH || e == EL_TR || e == EL_TBODY || e == EL_THEAD ||
           e == EL_TFOOT;
}

/* Whether the start tag of a special element opens it here. */
static bool may_open(struct reader *r, enum element element) {
    /* not in a text: `fiche` pages of the Assemblée nest an <html> in it */
    if (element == EL_HTML && r->page->count && !is_content(r->stack.now.role) && !r->stack.top[EL_TD])
        r->flags |= LINE_SHEET | LINE_STARTS;
    if ((element == EL_HTML || element == EL_BODY) && r->stack.top[element])
        return false;
    /* as in a browser: no cell without a table */
    return !is_table_part(element) || r->stack.top[EL_TABLE];
}

static void on_void(struct reader *r, enum element element) {
    if (element == EL_BR)
        line_break(r);
    if (element == EL_HR && !r->stack.now.hidden)
        edge(r, element, NULL);
}

/* Sets the context inside a special element. */
static void look_inside(struct reader *r, struct context *inside, enum element element) {
    if (element >= EL_H1 && element <= EL_H6)
        inside->level = (uint8_t)(element - EL_H1 + 1);
    inside->preformatted |= element == EL_PRE;
    if (element == EL_TABLE && (inside->table || is_content(inside->role) || reader_table_of_text(r)))
        inside->table = inside->table ? 2 : 1;
}

__attribute__((noinline)) /* out of line: each kind of token then pays only for its own registers */
static void on_start(struct reader *r, const struct html_token *t) {
    enum element element = element_of(t->text, t->key);
    unsigned flags = element_flags(element);
    if (flags & RAW)
        r->html.state = html_state_for(t->text);
    if ((flags & SPECIAL) && !may_open(r, element))
        return;
    uint8_t around = r->stack.now.role;
    /* mostly no <p> is open: nothing to close */
    if (flags & AROUND_ITEMS ? r->stack.top[EL_P] != 0 : (flags & BLOCK) || element == EL_A)
        pop(r, stack_closed_by_start(&r->stack, element));
    struct context inside = r->stack.now;
    inside.role = apply_selectors(r, element, t);
    if ((flags & VOID) || (t->self_closing && r->xml)) {
        on_void(r, element);
        return;
    }
    inside.hidden |= is_hidden(element, t);
    if (element == EL_TABLE && is_content(around)) /* the table ends a <p> of a text, and belongs to
                                                    * the text */
        inside.role = around;
    if (flags & SPECIAL)
        look_inside(r, &inside, element);
    if ((inside.role != r->stack.now.role || r->xml) && !inside.table)
        flush(r, true);
    if (r->stack.count >= r->max_depth) {
        diagnose(r->d, D_LIMIT_DEPTH, t->offset, "more than %zu elements are open here",
                 r->max_depth);
        r->too_deep = true;
        return;
    }
    if (stack_push(&r->stack, element)) {
        r->failed = true;
        return;
    }
    r->stack.now = inside;
    if (!inside.hidden && (flags & BLOCK))
        edge(r, element, t);
    if (element == EL_A)
        reader_open_link(r, t);
}

__attribute__((noinline))
static void on_close(struct reader *r, const struct html_token *t) {
    enum element element = (enum element)r->stack.items[r->stack.count].element;
    /* nearly every end tag closes the innermost element; text behind </body> belongs to it */
    if (t->text.len < 8 && t->key == swar_load(element_table[element].name) &&
        element != EL_HTML && element != EL_BODY) {
        pop_one(r);
        return;
    }
    element = element_of(t->text, t->key);
    r->page->closed |= element == EL_HTML || element == EL_BODY;
    if (element == EL_BR) { /* "</br>" is a line break */
        line_break(r);
        return;
    }
    size_t count = stack_closed_by_end(&r->stack, element);
    if (count == 0 && element == EL_P && !r->stack.now.hidden)
        edge(r, element, NULL); /* "</p>" alone makes an empty paragraph */
    pop(r, count);
}

/* The source from a '<' or a quote on, short enough for a message. */
static struct span shown(const struct reader *r, size_t offset) {
    struct span source = r->page->source;
    struct span cut = span_from(source.ptr + offset, span_end(source));
    if (cut.len > 30) /* the cut may be within a character */
        cut.len = 30;
    while (((unsigned char)cut.ptr[cut.len - 1] & 0xC0) == 0x80)
        cut.len--;
    if ((unsigned char)cut.ptr[cut.len - 1] >= 0xC0)
        cut.len--;
    return cut;
}

static void report_damage(struct reader *r) {
    size_t unterminated = r->html.unterminated, swallowed = r->html.swallowed;
    if (unterminated != HTML_NO_OFFSET)
        diagnose(r->d, D_UNTERMINATED, unterminated,
                 "this never ends, and what follows is no text: \"%s\"",
                 quoted(r->d, shown(r, unterminated)));
    if (swallowed != HTML_NO_OFFSET)
        diagnose(r->d, D_UNTERMINATED, swallowed,
                 "a quote that closes this is missing, and text is lost up to the next: \"%s\"",
                 quoted(r->d, shown(r, swallowed)));
    if (r->forbidden)
        diagnose(r->d, D_INVALID_CHARACTER, r->first_forbidden,
                 "%zu reference%s to characters that XML forbids became U+FFFD", r->forbidden,
                 r->forbidden == 1 ? "" : "s");
}

static inline void on_token(struct reader *r, const struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: reader_text(r, t); break;
    case HTML_START: on_start(r, t); break;
    case HTML_CLOSE: on_close(r, t); break;
    case HTML_COMMENT: reader_comment(r, t); break;
    case HTML_DOCTYPE: case HTML_END: break;
    }
}

/* Reads the rest of a text in HTML, which is often malformed: what it leaves open ends with it, and
 * an end tag of nothing in it says nothing. */
static void read_inner(struct reader *r) {
    struct html_token t;
    size_t depth = r->stack.count;
    for (html_next(&r->html, &t); t.kind != HTML_END && !r->failed && !r->too_deep;
         html_next(&r->html, &t))
        if (t.kind != HTML_CLOSE || r->stack.count > depth)
            on_token(r, &t);
    if (r->stack.count > depth)
        pop(r, r->stack.count - depth);
}

/* Reads the HTML in a CDATA section of an XML view. */
static void read_cdata(struct reader *r, const struct html_token *section) {
    struct html outer = r->html;
    html_start(&r->html, section->text);
    r->xml = false;
    r->html.begin = outer.begin; /* offsets count from there */
    read_inner(r);
    outer.failed |= r->html.failed;
    if (outer.swallowed == HTML_NO_OFFSET)
        outer.swallowed = r->html.swallowed;
    html_free(&r->html);
    r->html = outer;
    r->xml = true;
}

/* The XML view of the Assemblée, with or without an XML declaration. */
static bool is_xml(struct span source) {
    static const char declaration[] = "<?xml", root[] = "<QUESTION ";
    struct span s = span_trim(source);
    return s.len > 10 && (memcmp(s.ptr, declaration, 5) == 0 || memcmp(s.ptr, root, 10) == 0) &&
           !memmem(s.ptr, s.len < 1024 ? s.len : 1024, "<html", 5) &&
           !memmem(s.ptr, s.len < 1024 ? s.len : 1024, "<!DOCTYPE html", 14);
}

/* Sets the limits for `size` bytes of markup. -1 where memory ends. */
static int start_reader(struct reader *r, size_t size) {
    static const qp_options defaults;
    const qp_options *limits = r->page->options ? r->page->options : &defaults;
    r->spare_cells = limits->max_cells ? limits->max_cells : 1000 + size / 8;
    r->max_depth = limits->max_depth ? limits->max_depth : MAX_DEPTH;
    return stack_start(&r->stack) ? -1 : 0;
}

/* Adds the last line. -1 where memory ended. */
static int end_reader(struct reader *r) {
    flush(r, true);
    report_damage(r);
    int rc = r->failed || r->html.failed || r->line.failed || r->scratch.failed ? -1 : 0;
    html_free(&r->html);
    stack_free(&r->stack);
    buffer_free(&r->line);
    buffer_free(&r->scratch);
    return rc;
}

int read_html(struct page *page, struct diagnostics *d) {
    struct selector_index selectors;
    struct reader r = {.selectors = &selectors, .page = page, .d = d, .flags = LINE_STARTS};
    struct html_token t;
    if (start_reader(&r, page->source.len))
        return -1;
    selectors_index(&selectors);
    html_start(&r.html, page->source);
    r.xml = r.html.allow_cdata = is_xml(page->source);
    do {
        if (!html_next_plain(&r.html, &t))
            html_next(&r.html, &t);
        if (r.xml && t.kind == HTML_TEXT && t.raw)
            read_cdata(&r, &t);
        else
            on_token(&r, &t);
    } while (t.kind != HTML_END && !r.failed && !r.too_deep);
    page->closed |= r.xml && r.stack.count == 0;
    pop(&r, r.stack.count);
    return end_reader(&r);
}

int read_fragment(struct page *page, struct diagnostics *d, struct span text, enum role role,
                  size_t offset) {
    static const struct selector_index none; /* its classes mean nothing */
    struct reader r = {.selectors = &none, .page = page, .d = d, .flags = LINE_STARTS};
    size_t first = page->count, said = d->count;
    if (start_reader(&r, text.len))
        return -1;
    r.stack.now.role = (uint8_t)role;
    html_start(&r.html, text);
    read_inner(&r);
    int rc = end_reader(&r);
    for (size_t i = first; i < page->count; i++)
        page->lines[i].offset = (uint32_t)offset;
    for (size_t i = said; i < d->count; i++)
        d->items[i].offset = offset;
    return rc;
}
