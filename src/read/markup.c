/* HTML tokens to lines, as a browser would show them: what is hidden is no text, white
 * space collapses, blocks and <br> end lines, a table's row is a line. */
#include "base/fold.h"
#include "html/open_elements.h"
#include "read/read.h"
#include "read/selectors.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A link that is open in the line being made. */
struct open_link {
    size_t begin; /* in the line's text */
    struct span target;
    bool open;
};

/* An open element takes more memory than its tag of three characters may cost. */
enum { MAX_DEPTH = 100000 };

struct reader {
    const struct selector_index *selectors;
    struct page *page;
    struct diagnostics *d;
    struct html html;
    struct stack stack;
    struct buffer line;    /* the text of the line being made */
    struct buffer scratch; /* decoded text and attributes */
    struct context at;     /* the context in which the line began */
    size_t offset;         /* of the line's first character in the source */
    bool space;            /* white space stands before what comes next */
    uint8_t flags;         /* of the next line */
    size_t links;          /* of the page, before this line's */
    struct open_link link;
    bool row;              /* the line is a table's row */
    size_t cells;          /* begun in that row */
    size_t empty_cells;    /* tabs to write before the next cell */
    size_t spare_cells;    /* empty cells that colspan may still add */
    bool cells_reported;
    size_t max_depth;
    bool too_deep;
    size_t forbidden;      /* references to characters that XML forbids */
    size_t first_forbidden; /* offset of the first */
    bool xml;              /* no HTML: "<X/>" is empty, CDATA sections hold HTML */
    bool failed;
};

static bool is_content(uint8_t role) {
    return role == ROLE_BODY || role == ROLE_RESPONSE;
}

static void close_link(struct reader *r) {
    if (!r->link.open || r->line.len <= r->link.begin)
        return;
    /* the text's address is not known before the line is whole: an offset until then */
    struct link link = {{NULL, r->line.len - r->link.begin}, r->link.target, r->page->count,
                        r->link.begin};
    if (page_add_link(r->page, link))
        r->failed = true;
}

/* The line's text into the arena; links get their addresses in it. */
static void add_line(struct reader *r, struct span text) {
    qp_string copy;
    size_t skipped = (size_t)(text.ptr - r->line.ptr);
    if (arena_string(r->page->arena, text, &copy)) {
        r->failed = true;
        return;
    }
    for (size_t i = r->links; i < r->page->link_count; i++) {
        struct link *l = &r->page->links[i];
        size_t begin = l->offset > skipped ? l->offset - skipped : 0;
        l->text.ptr = copy.data + (begin < copy.size ? begin : copy.size);
        if (begin + l->text.len > copy.size)
            l->text.len = copy.size - (begin < copy.size ? begin : copy.size);
    }
    struct line line = {
        .ptr = copy.data,
        .len = (uint32_t)copy.size,
        .offset = (uint32_t)r->offset,
        .flags = (uint8_t)(r->flags | (r->row ? LINE_ROW : 0)),
        .level = r->at.level,
        .role = r->at.role,
    };
    if (copy.size > UINT32_MAX / 2 || page_add_line(r->page, line))
        r->failed = true;
}

/* Ends the line being made; `edge`: a block's edge, so that a paragraph ends as well. */
static void flush(struct reader *r, bool edge) {
    if (r->line.len == 0) { /* between two blocks, which is most often */
        r->flags |= LINE_STARTS;
        r->space = false;
        r->link.begin = 0;
        return;
    }
    close_link(r);
    struct span text = {r->line.ptr, r->line.len};
    while (text.len && text.ptr[text.len - 1] == ' ')
        text.len--;
    /* only a row and preformatted text begin with white space of ASCII */
    bool blank = text.len == 0 ||
                 (((unsigned char)text.ptr[0] >= 0x80 || text.ptr[0] == ' ' || r->row) && span_blank(text));
    if (!blank) {
        add_line(r, text);
        r->flags = 0;
        r->links = r->page->link_count;
    } else {
        r->page->link_count = r->links; /* a link around nothing but a no-break space */
    }
    if (edge || blank)
        r->flags |= LINE_STARTS;
    r->line.len = 0;
    r->link.begin = 0;
    r->space = false;
}

static void begin_text(struct reader *r, size_t offset) {
    if (r->line.len == 0) {
        r->offset = offset;
        r->at = r->stack.now;
    }
    if (r->space && r->line.len && r->line.ptr[r->line.len - 1] != '\t')
        buffer_char(&r->line, ' ');
    r->space = false;
}

#ifdef __SSE2__
enum { LANES = 16 };

/* Copies LANES bytes and says how many of them stand as they are: up to '&', a control
 * character, or the first of two spaces. Reads one byte more. */
static inline size_t copy_lanes(const char *p, char *to) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(p + 1));
    const __m128i space = _mm_set1_epi8(' '), control = _mm_set1_epi8(' ' - 1);
    __m128i pair = _mm_cmpeq_epi8(_mm_and_si128(_mm_cmpeq_epi8(v, space), next), space);
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, control), v);
    __m128i stop = _mm_or_si128(_mm_or_si128(pair, low), _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
    unsigned found = (unsigned)_mm_movemask_epi8(stop);
    _mm_storeu_si128((__m128i *)(void *)to, v);
    return found ? (size_t)__builtin_ctz(found) : LANES;
}
#else
enum { LANES = 8 };

/* The same, but for an answer that is LANES or 0. */
static inline size_t copy_lanes(const char *p, char *to) {
    uint64_t word = swar_load(p);
    /* zero where a space stands before another */
    uint64_t pair = (word ^ SWAR_ONES * ' ') | (swar_load(p + 1) ^ SWAR_ONES * ' ');
    memcpy(to, &word, sizeof word);
    return swar_any(word, swar_below(word, ' ') | swar_equal(word, '&')) ||
                   swar_any(pair, pair - SWAR_ONES)
               ? 0
               : LANES;
}
#endif

/* Copies text that stands as it is, up to a reference or to white space other than one ' '.
 * Many bytes at once, as this is the hot loop of a page's reading: also behind the text's
 * end, where the `source` goes on. */
static inline void copy_text(const char **from, const char *end, const char *source, char **to) {
    const char *p = *from;
    char *out = *to;
    size_t n = LANES;
    while (n == LANES && end - p > LANES) {
        n = copy_lanes(p, out);
        p += n;
        out += n;
    }
    if (n == LANES && source - p > LANES) {
        size_t left = (size_t)(end - p);
        n = copy_lanes(p, out);
        n = n < left ? n : left;
        p += n;
        out += n;
    }
    while (p < end && *p != '&' && (!is_space(*p) || (*p == ' ' && p + 1 < end && p[1] != ' ')))
        *out++ = *p++;
    *from = p;
    *to = out;
}

/* "&#32;", "&Tab;": a reference to white space, which collapses like any other. */
static bool skip_white_reference(const char **p, const char *end) {
    char bytes[8], *to = bytes;
    const char *rest = html_reference(*p, end, false, &to);
    if (to != bytes + 1 || !is_space(bytes[0]))
        return false;
    *p = rest;
    return true;
}

static bool may_be_white(char c) {
    return c == '#' || c == 'T' || c == 'N';
}

/* White space at *p; whether there was any. */
static inline bool skip_white(const char **p, const char *end, bool raw) {
    const char *begin = *p, *at = begin;
    for (;;) {
        while (at < end && is_space(*at))
            at++;
        *p = at;
        if (end - at < 4 || *at != '&' || raw || !may_be_white(at[1]) ||
            !skip_white_reference(p, end))
            return at > begin;
        at = *p;
    }
}

/* Decodes what begins with '&' at `p`, and counts "&#1;", of which only U+FFFD is left. */
static const char *decode_reference(struct reader *r, const char *p, const char *end,
                                    size_t offset, char **to) {
    static const char replacement[] = "\xEF\xBF\xBD";
    const char *from = *to, *rest = html_reference(p, end, false, to);
    if (rest - p < 3 || p[1] != '#' || *to - from != 3 || memcmp(from, replacement, 3) != 0 ||
        fold_equal(span_from(p, rest), "&#xfffd;") || fold_equal(span_from(p, rest), "&#65533;"))
        return rest;
    if (r->forbidden++ == 0)
        r->first_forbidden = offset;
    return rest;
}

/* References are decoded and white space collapses on the way into the line. */
static void append_collapsed(struct reader *r, struct span text, bool raw, size_t offset) {
    const char *p = text.ptr, *end = text.ptr + text.len;
    r->space |= skip_white(&p, end, raw);
    if (p == end)
        return;
    begin_text(r, offset + (size_t)(p - text.ptr));
    if (!buffer_reserve(&r->line, html_room(text.len) + LANES))
        return;
    char *to = r->line.ptr + r->line.len;
    const char *source = r->html.end;
    while (p < end) {
        copy_text(&p, end, source, &to);
        if (p == end)
            break;
        if (skip_white(&p, end, raw))
            *(to[-1] == ' ' ? to - 1 : to++) = ' ';
        else if (raw)
            *to++ = *p++;
        else
            p = decode_reference(r, p, end, offset + (size_t)(p - text.ptr), &to);
    }
    if (to[-1] == ' ') {
        to--;
        r->space = true;
    }
    r->line.len = (size_t)(to - r->line.ptr);
}

/* The same count for text that html_decode() decodes as a whole. */
static void count_forbidden(struct reader *r, struct span raw, size_t offset) {
    char bytes[8];
    const char *end = span_end(raw);
    for (const char *p = raw.ptr; p < end && (p = memmem(p, (size_t)(end - p), "&#", 2));) {
        char *to = bytes;
        p = decode_reference(r, p, end, offset + (size_t)(p - raw.ptr), &to);
    }
}

static void append_preformatted(struct reader *r, struct span text, size_t offset) {
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end) {
        const char *line = p;
        while (p < end && *p != '\n' && *p != '\f' && *p != '\t')
            p++;
        if (p > line) {
            begin_text(r, offset + (size_t)(line - text.ptr));
            buffer_append(&r->line, line, (size_t)(p - line));
        }
        if (p < end && *p++ == '\n')
            flush(r, false);
        else
            r->space = true;
    }
}

__attribute__((noinline)) /* as the other three: each kind of token pays for its own registers */
static void on_text(struct reader *r, const struct html_token *t) {
    if (r->stack.now.hidden)
        return;
    /* in a cell a line break is a space, whatever the element says */
    if (!r->stack.now.preformatted || r->stack.now.table) {
        append_collapsed(r, t->text, t->raw, t->offset);
        return;
    }
    r->scratch.len = 0;
    if (t->raw)
        html_newlines(t->text, &r->scratch);
    else
        html_decode(t->text, false, &r->scratch);
    if (!t->raw)
        count_forbidden(r, t->text, t->offset);
    if (r->scratch.failed)
        return;
    append_preformatted(r, (struct span){r->scratch.ptr, r->scratch.len}, t->offset);
}

/* An attribute's value with its references decoded: itself where it has none. */
static struct span decoded(struct reader *r, struct span raw) {
    qp_string copy = {0};
    if (html_plain(raw) && (raw.len == 0 || !memchr(raw.ptr, '\f', raw.len)))
        return span_trim(raw);
    r->scratch.len = 0;
    html_decode(raw, true, &r->scratch);
    count_forbidden(r, raw, (size_t)(raw.ptr - r->html.begin));
    /* href="&#12;": the one white space of HTML that XML forbids */
    for (size_t i = 0; i < r->scratch.len; i++)
        if (r->scratch.ptr[i] == '\f')
            r->scratch.ptr[i] = ' ';
    if (r->scratch.failed ||
        arena_string(r->page->arena, span_trim((struct span){r->scratch.ptr, r->scratch.len}), &copy))
        r->failed = true;
    return (struct span){copy.data, copy.size};
}

static void add_fact(struct reader *r, enum fact_kind kind, struct span value, size_t offset) {
    size_t line = r->page->count;
    if (r->failed || page_add_fact(r->page, (struct fact){kind, value, line, offset}))
        r->failed = true;
}

/* The value of a datum that an attribute holds, as a line of its own. */
static void add_datum(struct reader *r, enum datum datum, struct span value, size_t offset) {
    if (r->failed || span_blank(value))
        return;
    flush(r, true);
    struct line line = {.ptr = value.ptr, .len = (uint32_t)value.len, .offset = (uint32_t)offset,
                        .flags = LINE_STARTS, .role = (uint8_t)(ROLE_DATUM + datum)};
    if (page_add_line(r->page, line))
        r->failed = true;
    r->links = r->page->link_count;
}

static void capture(struct reader *r, const struct selector *h, const struct html_token *t) {
    struct span value = h->capture ? html_attribute(t, h->capture) : NO_SPAN;
    if (!value.ptr)
        return;
    if (h->fact >= FACT_DATUM)
        add_datum(r, (enum datum)(h->fact - FACT_DATUM), decoded(r, value), t->offset);
    else
        add_fact(r, h->fact, decoded(r, value), t->offset);
}

/* The role that an element gives to its content: the first selector's that gives one, as several
 * families name some elements; facts are taken on the way. */
static uint8_t apply_selectors(struct reader *r, enum element element, const struct html_token *t) {
    struct selector_walk walk;
    const struct selector *h;
    enum role role = ROLE_NONE;
    if (!selectors_start(&walk, r->selectors, element, t))
        return r->stack.now.role;
    while ((h = selectors_next(&walk, r->stack.now.role))) {
        if (role != ROLE_NONE && !h->capture)
            continue;
        capture(r, h, t);
        if (role == ROLE_NONE)
            role = h->role;
    }
    return role == ROLE_NONE ? r->stack.now.role : (uint8_t)role;
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

static size_t colspan(const struct html_token *t) {
    struct span value = html_attribute(t, "colspan");
    size_t n = 0;
    for (size_t i = 0; i < value.len && n <= 1000; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            break;
        n = n * 10 + (size_t)(value.ptr[i] - '0');
    }
    return n < 1 ? 1 : n > 1000 ? 1000 : n; /* the standard's limits */
}

/* A cell may span a thousand columns: the empty cells are paid from the page's size, so
 * that memory stays in proportion to it. */
static size_t spanned(struct reader *r, const struct html_token *t) {
    size_t more = colspan(t) - 1;
    if (more > r->spare_cells) {
        if (!r->cells_reported)
            diagnose(r->d, D_LIMIT_CELLS, t->offset,
                     "colspan asks for more empty cells than the limit allows a page");
        r->cells_reported = true;
        more = 0;
    }
    r->spare_cells -= more;
    return more;
}

static void end_row(struct reader *r) {
    for (; r->row && r->empty_cells; r->empty_cells--)
        buffer_char(&r->line, '\t');
    flush(r, false);
    r->row = false;
    r->cells = 0;
    r->empty_cells = 0;
}

static void begin_cell(struct reader *r, const struct html_token *t) {
    if (!r->row) {
        flush(r, false);
        r->row = true;
    }
    r->empty_cells += r->cells > 0;
    r->cells++;
    r->space = false;
    if (r->line.len == 0) {
        r->offset = t->offset;
        r->at = r->stack.now;
    }
    /* the tabs of the cells above; what colspan adds stands behind this one's text */
    for (; r->empty_cells; r->empty_cells--)
        buffer_char(&r->line, '\t');
    r->empty_cells = spanned(r, t);
}

/* In a table of the text an edge is white space, but for the table's own parts. */
static void edge_in_table(struct reader *r, enum element element, const struct html_token *start) {
    unsigned table = r->stack.now.table;
    if (table == 1 && (element == EL_TR || element == EL_TABLE))
        end_row(r);
    if (table == 1 && element == EL_TABLE)
        r->flags |= LINE_STARTS | (start ? LINE_TABLE : 0);
    else if (table == 1 && start && (element == EL_TD || element == EL_TH))
        begin_cell(r, start);
    else if (table == 1 && element == EL_CAPTION)
        flush(r, true);
    else
        r->space = true;
}

/* A block's edge, at its start or end. */
static inline void edge(struct reader *r, enum element element, const struct html_token *start) {
    if (r->stack.now.table)
        edge_in_table(r, element, start);
    else
        flush(r, true);
}

static inline void pop_one(struct reader *r) {
    const struct open_element *top = &r->stack.items[r->stack.count];
    enum element element = (enum element)top->element;
    if (element_flags(element) & BLOCK)
        edge(r, element, NULL);
    else if (top->outside.role != r->stack.now.role && !r->stack.now.table)
        flush(r, true); /* a line has one role */
    if (element == EL_A) {
        close_link(r);
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

static void open_link(struct reader *r, const struct html_token *t) {
    struct span target = html_attribute(t, "href");
    /* the Sénat's own pages mark no content: what stands outside of forms and menus may be */
    r->link.open = target.ptr && r->stack.now.role != ROLE_FURNITURE && !r->stack.now.hidden;
    if (!r->link.open)
        return;
    r->link.target = decoded(r, target);
    r->link.begin = r->line.len + (r->space && r->line.len);
}

static bool is_table_part(enum element e) {
    return e == EL_TD || e == EL_TH || e == EL_TR || e == EL_TBODY || e == EL_THEAD || e == EL_TFOOT;
}

/* Whether a special element's start tag counts where it stands. */
static bool may_stand(struct reader *r, enum element element) {
    /* not within a text: the Assemblée's `fiche` pages nest an <html> in it */
    if (element == EL_HTML && r->page->count && !is_content(r->stack.now.role))
        r->flags |= LINE_SHEET | LINE_STARTS;
    if ((element == EL_HTML || element == EL_BODY) && r->stack.top[element])
        return false;
    /* as in a browser: a cell without a table is not there */
    return !is_table_part(element) || r->stack.top[EL_TABLE];
}

static void on_void(struct reader *r, enum element element) {
    if (element == EL_BR)
        line_break(r);
    if (element == EL_HR && !r->stack.now.hidden)
        edge(r, element, NULL);
}

/* What a special element says of its content. */
static void look_inside(struct context *inside, enum element element) {
    if (element >= EL_H1 && element <= EL_H6)
        inside->level = (uint8_t)(element - EL_H1 + 1);
    inside->preformatted |= element == EL_PRE;
    if (element == EL_TABLE && (inside->table || is_content(inside->role)))
        inside->table = inside->table ? 2 : 1;
}

__attribute__((noinline)) /* as the other three: each kind of token pays for its own registers */
static void on_start(struct reader *r, const struct html_token *t) {
    enum element element = element_of(t->text, t->key);
    unsigned flags = element_flags(element);
    if (flags & RAW)
        r->html.state = html_state_for(t->text);
    if ((flags & SPECIAL) && !may_stand(r, element))
        return;
    uint8_t around = r->stack.now.role;
    /* most blocks stand where nothing is to be closed */
    if (flags & AROUND_ITEMS ? r->stack.top[EL_P] != 0 : (flags & BLOCK) || element == EL_A)
        pop(r, stack_closed_by_start(&r->stack, element));
    struct context inside = r->stack.now;
    inside.role = apply_selectors(r, element, t);
    if ((flags & VOID) || (t->self_closing && r->xml)) {
        on_void(r, element);
        return;
    }
    inside.hidden |= is_hidden(element, t);
    if (element == EL_TABLE && is_content(around)) /* it ends a <p> of a text, and is of the text */
        inside.role = around;
    if (flags & SPECIAL)
        look_inside(&inside, element);
    if (inside.role != r->stack.now.role && !inside.table)
        flush(r, true); /* a line has one role */
    if (r->stack.count >= r->max_depth) {
        diagnose(r->d, D_LIMIT_DEPTH, t->offset, "more than %zu elements are open here", r->max_depth);
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
        open_link(r, t);
}

__attribute__((noinline))
static void on_close(struct reader *r, const struct html_token *t) {
    enum element element = (enum element)r->stack.items[r->stack.count].element;
    /* nearly every end tag closes the innermost element; what follows </body> belongs to it */
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

/* Comments that a family's pages have around their content. */
static bool on_mark(struct reader *r, struct span comment, size_t offset) {
    for (const struct family *const *f = families; *f; f++)
        for (const struct comment_mark *m = (*f)->marks; m && m->words; m++) {
            if (!fold_equal(comment, m->words))
                continue;
            flush(r, true);
            add_fact(r, m->fact, NO_SPAN, offset);
            return true;
        }
    return false;
}

/* What browsers and their extensions write at the top of a page that they save. */
__attribute__((noinline))
static void on_comment(struct reader *r, const struct html_token *t) {
    static const char *const marks[] = {"saved from url=(", "Page saved with SingleFile"};
    struct span s = span_trim(t->text);
    if (on_mark(r, s, t->offset))
        return;
    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(marks[i]);
        if (s.len < len || memcmp(s.ptr, marks[i], len) != 0)
            continue;
        const char *at = memmem(s.ptr, s.len, "http", 4);
        if (!at)
            return;
        const char *end = at;
        while (end < s.ptr + s.len && !is_space(*end))
            end++;
        add_fact(r, FACT_URL, decoded(r, span_from(at, end)), t->offset);
        return;
    }
}

/* The source from a '<' or a quote on, enough of it for a message. */
static struct span shown(const struct reader *r, size_t offset) {
    struct span source = r->page->source;
    struct span cut = span_from(source.ptr + offset, span_end(source));
    if (cut.len > 30) /* the start is enough, and need not end between two characters */
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
    case HTML_TEXT: on_text(r, t); break;
    case HTML_START: on_start(r, t); break;
    case HTML_CLOSE: on_close(r, t); break;
    case HTML_COMMENT: on_comment(r, t); break;
    case HTML_DOCTYPE: case HTML_END: break;
    }
}

/* The HTML, often malformed, that an XML view holds in a CDATA section: what it leaves open
 * ends with it. */
static void read_cdata(struct reader *r, const struct html_token *section) {
    struct html outer = r->html;
    struct html_token t;
    size_t depth = r->stack.count;
    html_start(&r->html, section->text);
    r->html.begin = outer.begin; /* offsets count from there */
    for (html_next(&r->html, &t); t.kind != HTML_END && !r->failed && !r->too_deep;
         html_next(&r->html, &t)) {
        if (t.kind == HTML_CLOSE && r->stack.count <= depth)
            continue; /* nothing in here is open */
        on_token(r, &t);
    }
    if (r->stack.count > depth)
        pop(r, r->stack.count - depth);
    outer.failed |= r->html.failed;
    if (outer.swallowed == HTML_NO_OFFSET)
        outer.swallowed = r->html.swallowed;
    html_free(&r->html);
    r->html = outer;
}

/* The Assemblée's XML view, with its declaration or without. */
static bool is_xml(struct span source) {
    static const char declaration[] = "<?xml", root[] = "<QUESTION ";
    struct span s = span_trim(source);
    return s.len > 10 && (memcmp(s.ptr, declaration, 5) == 0 || memcmp(s.ptr, root, 10) == 0) &&
           !memmem(s.ptr, s.len < 1024 ? s.len : 1024, "<html", 5) &&
           !memmem(s.ptr, s.len < 1024 ? s.len : 1024, "<!DOCTYPE html", 14);
}

int read_html(struct page *page, struct diagnostics *d) {
    static const qp_options defaults;
    const qp_options *limits = page->options ? page->options : &defaults;
    struct selector_index selectors;
    struct reader r = {.selectors = &selectors, .page = page, .d = d, .flags = LINE_STARTS};
    struct html_token t;
    if (stack_start(&r.stack))
        return -1;
    r.spare_cells = limits->max_cells ? limits->max_cells : 1000 + page->source.len / 8;
    r.max_depth = limits->max_depth ? limits->max_depth : MAX_DEPTH;
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
    flush(&r, true);
    report_damage(&r);
    int rc = r.failed || r.html.failed || r.line.failed || r.scratch.failed ? -1 : 0;
    html_free(&r.html);
    stack_free(&r.stack);
    buffer_free(&r.line);
    buffer_free(&r.scratch);
    return rc;
}
