/* Takes off the marks of Markdown as pandoc, turndown and html2text write it: headings with "#" or
 * a line below, links, emphasis, tables with bars, pandoc's fences and attributes. */
#include "base/fold.h"
#include "lex/lex.h"
#include "lex/official_lex.h"
#include "unwrap/dialects.h"

#include <stdlib.h>

enum { LONGEST_LINK = 2000 };

/* The bytes of "## " at the start of a line, with its spaces; 0: none. */
static size_t hashes_before(struct span s) {
    size_t n = 0;
    while (n < s.len && n < 7 && s.ptr[n] == '#')
        n++;
    if (n == 0 || n > 6 || n == s.len || s.ptr[n] != ' ')
        return 0;
    while (n < s.len && s.ptr[n] == ' ')
        n++;
    return n;
}

/* The end of what may be a link or a tag at p. */
static const char *stop_at(const char *p, const char *end) {
    return end - p > LONGEST_LINK ? p + LONGEST_LINK : end;
}

/* "{.gris}", "{#contenu}", "{style="visibility: hidden"}" */
static bool begins_attributes(const char *p, const char *end) {
    end = stop_at(p, end);
    return p + 1 < end && *p == '{' &&
           (p[1] == '.' || p[1] == '#' || (is_letter(p[1]) && span_find(span_from(p, end), SPAN("=\""))));
}

/* The words of "# Le titre #". */
static struct span without_hashes(struct span s) {
    size_t n = 0;
    while (n < s.len && s.ptr[s.len - 1 - n] == '#')
        n++;
    return n && n < s.len && s.ptr[s.len - 1 - n] == ' ' ? span_trim((struct span){s.ptr, s.len - n}) : s;
}

static struct span without_attributes(struct span s) {
    const char *open = s.len && s.ptr[s.len - 1] == '}' ? memrchr(s.ptr, '{', s.len) : NULL;
    bool attributes = open && open > s.ptr && open[-1] == ' ' && begins_attributes(open, span_end(s));
    return attributes ? span_trim(span_from(s.ptr, open)) : s;
}

struct span markdown_label(struct span s) {
    size_t before = hashes_before(s);
    s = without_attributes((struct span){s.ptr + before, s.len - before});
    s = before ? without_hashes(s) : s;
    if (s.len > 4 && !memcmp(s.ptr, "**", 2) && !memcmp(span_end(s) - 2, "**", 2))
        s = (struct span){s.ptr + 2, s.len - 4};
    return s;
}

static bool is_label(struct span s) {
    struct labelled label;
    s = markdown_label(s);
    return s.len && (lex_line(s) != DATUM_NONE || official_lex(s, false, QP_SITE_NONE, &label));
}

static bool is_wide_sign(struct span s) {
    return span_equal(s, SPAN("—")) || span_equal(s, SPAN("–")) || span_equal(s, SPAN("‾")) ||
           span_equal(s, SPAN("¯"));
}

static bool is_heading(struct span s) {
    struct labelled label;
    return official_lex(s, false, QP_SITE_NONE, &label) && label.datum == DATUM_HEADING;
}

bool dialects_is_drawn(struct span s, char *sign) {
    char c = s.ptr[0];
    size_t n = c == '\xE2' ? 3 : c == '\xC2' ? 2 : 1;
    if (s.len < 2 * n || (s.ptr[n] != c && s.ptr[n] != ' '))
        return false;
    if (n == 1 ? !memchr("=-_~*#", c, 6) : s.len < 5 || !is_wide_sign((struct span){s.ptr, n}))
        return false;
    for (size_t i = n; i < s.len; i += n) {
        i += s.ptr[i] == ' '; /* "* * *" */
        if (s.len - i < n || memcmp(s.ptr + i, s.ptr, n) != 0)
            return false;
    }
    *sign = s.ptr[0];
    return true;
}

/* "::: {#contenu}", "::: menu_navigation", ":::" */
static bool is_fence(struct span s) {
    return s.len >= 3 && !memcmp(s.ptr, ":::", 3);
}

/* "[10]: https://www.senat.fr/", "[source]: <https://www.senat.fr/>" */
static bool is_definition(struct span s, struct span *name, struct span *target) {
    const char *close = s.len > 4 && s.ptr[0] == '[' ? memmem(s.ptr, s.len, "]: ", 3) : NULL;
    if (!close || close == s.ptr + 1)
        return false;
    *name = span_from(s.ptr + 1, close);
    *target = span_trim(span_from(close + 3, span_end(s)));
    const char *title = memchr(target->ptr, ' ', target->len);
    if (title) /* [10]: /x "Jean Martin" */
        *target = span_from(target->ptr, title);
    if (target->len > 2 && target->ptr[0] == '<' && span_end(*target)[-1] == '>')
        *target = (struct span){target->ptr + 1, target->len - 2};
    const char *dot = memchr(target->ptr, '.', target->len);
    return memchr(target->ptr, '/', target->len) || target->ptr[0] == '#' ||
           (dot && dot + 1 < span_end(*target) && span_end(*target) == span_end(s));
}

/* The bytes of the HTML tag at p, which Markdown may hold: "<td>", "</a>"; 0: none. */
static size_t tag_bytes(const char *p, const char *end) {
    const char *name = p + 1 + (p + 1 < end && p[1] == '/');
    if (name >= end || !is_letter(*name))
        return 0;
    const char *stop = end - p > LONGEST_LINK ? p + LONGEST_LINK : end, *at = name;
    while (at < stop && (is_letter(*at) || is_digit(*at)))
        at++;
    if (at == stop || (*at != '>' && *at != ' ' && *at != '/'))
        return 0;
    const char *close = memchr(at, '>', (size_t)(stop - at));
    return close ? (size_t)(close + 1 - p) : 0;
}

/* "<div id="contenu">", "</tr> <tr>", the "\" of an empty line, or "* * *" for a rule */
static bool is_bare_mark(struct span s) {
    const char *p = s.ptr, *end = span_end(s);
    char sign;
    size_t n;
    if (s.len == 1)
        return s.ptr[0] == '\\' || s.ptr[0] == '|';
    if (s.ptr[0] != '<')
        return s.len > 2 && memchr("*-_", s.ptr[0], 3) && dialects_is_drawn(s, &sign);
    while (p < end && *p == '<' && (n = tag_bytes(p, end)) > 0)
        for (p += n; p < end && *p == ' ';)
            p++;
    return p == end;
}

/* "[source](http://…)", "Auteur : [Mme Lucie Ferrand](/dyn/deputes/PA1)" */
static bool links_label(struct span s) {
    const char *open = memchr(s.ptr, '[', s.len);
    const char *close = open ? memmem(open, (size_t)(span_end(s) - open), "](", 2) : NULL;
    if (!close)
        return false;
    return is_label(open == s.ptr ? span_from(open + 1, close) : span_trim(span_from(s.ptr, open)));
}

bool markdown_used(const struct page *page) {
    struct span text = page->source;
    bool hashes = memchr(text.ptr, '#', text.len);
    bool bold = memchr(text.ptr, '*', text.len) && span_find(text, SPAN("**"));
    bool linked = memchr(text.ptr, ']', text.len) &&
                  (span_find(text, SPAN("](")) || span_find(text, SPAN("][")));
    bool breaks = memchr(text.ptr, '\\', text.len) && span_find(text, SPAN("\\\n"));
    size_t hashed = 0, drawn = 0, doubled = 0, ends = 0, tagged = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct line *l = &page->lines[i];
        struct span s = line_text(l);
        char sign;
        if (hashes && hashes_before(s)) {
            hashed++;
            /* a title right above the heading of senat.fr */
            if (is_label(s) || (i + 1 < page->count && is_heading(line_text(l + 1))))
                return true;
        }
        if (bold && s.ptr[0] == '*' && s.len > 4 && s.ptr[1] == '*' && is_label(s))
            return true;
        if (i > 0 && !(l->flags & LINE_STARTS) && dialects_is_drawn(s, &sign)) {
            drawn += sign == '=' || sign == '-';
            doubled += sign == '=';
        }
        if (breaks && s.ptr[s.len - 1] == '\\' && is_label((struct span){s.ptr, s.len - 1}))
            return true; /* a <br> behind "Date :" */
        if (linked && links_label(s))
            return true;
        tagged += linked && s.ptr[0] == '<' && is_bare_mark(s);
        ends += linked && s.len > 3 && s.ptr[s.len - 1] == ')' && memmem(s.ptr, s.len, "](", 2);
    }
    return (hashed >= 2 && ends) || tagged > 2 || (doubled && (linked || drawn >= 2)) ||
           (linked && span_find(text, SPAN("\n:::")));
}

/* "| --- | :-: |" */
static bool is_separator(struct span s) {
    if (s.len < 3 || s.ptr[0] != '|' || !memchr(s.ptr, '-', s.len))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!memchr("|-: +=", s.ptr[i], 6))
            return false;
    return true;
}

static bool has_inner_bar(struct span s) {
    for (size_t i = 1; i + 1 < s.len; i++)
        if (s.ptr[i] == '|' && s.ptr[i - 1] != '\\')
            return true;
    return false;
}

/* The text of "| Ecrire un commentaire |   |", the head of a form's table: its first cell, without
 * the empty ones behind it. */
static struct span only_cell(struct span s) {
    s = span_trim((struct span){s.ptr + 1, s.len - 1});
    while (s.len && span_end(s)[-1] == '|')
        s = span_trim((struct span){s.ptr, s.len - 1});
    return s;
}

/* The title of a link, on the line below its definition. */
static bool is_link_title(const struct line *l, const struct line *above) {
    struct span s = line_text(l), name, target;
    return s.len > 2 && s.ptr[0] == '"' && span_end(s)[-1] == '"' && !(l->flags & LINE_STARTS) &&
           is_definition(line_text(above), &name, &target);
}

enum mark_use markdown_use(struct line *l, const struct line *above) {
    struct span s = line_text(l), name, target;
    if (is_separator(s))
        return MARK_WITHIN;
    if (is_fence(s) || is_bare_mark(s))
        return MARK_BETWEEN;
    if (is_definition(s, &name, &target) || (above && is_link_title(l, above)))
        l->flags |= LINE_RULE;
    else if (hashes_before(s))
        l->flags |= LINE_STARTS | LINE_WHOLE;
    else if (s.ptr[0] == '|' && s.len > 2 && span_end(s)[-1] == '|' && !(l->flags & LINE_RULE))
        l->flags |= has_inner_bar(s) && !is_label(only_cell(s)) ? LINE_ROW : LINE_WHOLE;
    return MARK_NONE;
}

struct definition {
    struct span name, target;
};

/* What copying a line needs to know of the page. */
struct copying {
    struct page *page;
    struct buffer *b;
    bool smart; /* pandoc wrote "--" for a dash, "\'" for an apostrophe, "\[" for a bracket that is none
                 * of a link, whose definition may be cut off */
    struct definition *definitions; /* sorted by name */
    size_t count, cap;
    size_t line;
    size_t link_end; /* the line on which a link ends that began above */
    size_t tag_end;  /* the same for a tag of HTML */
};

static int by_name(const void *a, const void *b) {
    struct span x = ((const struct definition *)a)->name, y = ((const struct definition *)b)->name;
    int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

static int collect_definitions(struct copying *c) {
    for (size_t i = 0; i < c->page->count; i++) {
        struct definition d;
        const struct line *l = &c->page->lines[i];
        if (!(l->flags & LINE_RULE) || !is_definition(line_text(l), &d.name, &d.target))
            continue;
        if (array_reserve((void **)&c->definitions, &c->cap, c->count, sizeof d))
            return -1;
        c->definitions[c->count++] = d;
    }
    if (c->count)
        qsort(c->definitions, c->count, sizeof *c->definitions, by_name);
    return 0;
}

static bool defined(const struct copying *c, struct span name, struct span *target) {
    struct definition key = {.name = name};
    const struct definition *d =
        c->count ? bsearch(&key, c->definitions, c->count, sizeof key, by_name) : NULL;
    if (d)
        *target = d->target;
    return d != NULL;
}

/* The "]" of the "[" at p, or NULL. */
static const char *closing(const char *p, const char *end) {
    size_t depth = 0;
    if (end - p > LONGEST_LINK)
        end = p + LONGEST_LINK;
    for (; p < end; p++) {
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (*p == '[')
            depth++;
        else if (*p == ']' && --depth == 0)
            return p;
    }
    return NULL;
}

/* The ")" of the "(" at p: a title may hold others, "(/x "Jean Martin (UC)")". */
static const char *target_end(const char *p, const char *end) {
    size_t depth = 0;
    for (; p < end; p++) {
        depth += *p == '(';
        if (*p == ')' && --depth == 0)
            return p;
    }
    return NULL;
}

/* Behind what makes a link of the brackets at `open` and `close`: "(target)", "[10]", "[]",
 * "{.gris}", or a definition of the text itself; NULL: they are text. */
static const char *link_end(const struct copying *c, const char *open, const char *close,
                            const char *end, struct span *target) {
    struct span text = span_from(open + 1, close);
    const char *p = close + 1, *stop = end - p > LONGEST_LINK ? p + LONGEST_LINK : end;
    *target = NO_SPAN;
    if (p < end && *p == '(') {
        const char *q = target_end(p, stop);
        if (!q)
            return NULL;
        *target = span_from(p + 1, q);
        const char *title = memchr(target->ptr, ' ', target->len);
        if (title)
            target->len = (size_t)(title - target->ptr);
        p = q + 1;
    } else if (p < end && *p == '[') {
        const char *q = memchr(p, ']', (size_t)(stop - p));
        if (!q || (!defined(c, q == p + 1 ? text : span_from(p + 1, q), target) && !c->smart))
            return NULL;
        p = q + 1;
    } else if (!begins_attributes(p, end) && !defined(c, text, target) &&
               !c->smart) {
        return NULL;
    }
    if (begins_attributes(p, end)) {
        const char *q = memchr(p, '}', (size_t)(end - p));
        p = q ? q + 1 : p;
    }
    return p;
}

static bool is_punctuation(char c) {
    return c > ' ' && c < 0x7F && !is_digit(c) && !is_letter(c);
}

/* Whether p is the "!" of an image or a mark of emphasis. */
static bool is_sign(const char *p, const char *begin, const char *end) {
    if (*p == '!')
        return p + 1 < end && p[1] == '[';
    return *p == '*' || (*p == '_' && (p == begin || p + 1 == end || p[-1] == ' ' || p[1] == ' ' ||
                                       is_punctuation(p[-1]) || is_punctuation(p[1])));
}

/* Copies what pandoc writes in ASCII as the character that it is; returns its bytes, 0: none. */
static size_t copy_smart(const char *p, const char *end, struct buffer *b) {
    static const struct {
        const char *ascii, *sign;
    } signs[] = {{"---", "\xE2\x80\x94"}, {"--", "\xE2\x80\x93"}, {"...", "\xE2\x80\xA6"}, {"'", "\xE2\x80\x99"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i].ascii);
        if ((size_t)(end - p) >= n && !memcmp(p, signs[i].ascii, n)) {
            buffer_append(b, signs[i].sign, 3);
            return n;
        }
    }
    return 0;
}

/* The links that are open within one another: an image is the text of one. */
enum { MOST_OPEN = 4 };
struct open_links {
    struct {
        const char *close, *after;
    } items[MOST_OPEN];
    size_t count;
};

/* Opens a link at p, and notes the address of the official page. */
static bool open_link(struct copying *c, struct open_links *open, const char *p, const char *end,
                      int *rc) {
    struct span target;
    const char *close = open->count < MOST_OPEN ? closing(p, end) : NULL;
    const char *after = close ? link_end(c, p, close, end, &target) : NULL;
    if (!after)
        return false;
    open->items[open->count].close = close;
    open->items[open->count++].after = after;
    if (target.ptr)
        *rc = dialects_add_source(c->page, c->line, span_from(p + 1, close), target);
    return true;
}

/* Behind the "(/alerte)", "[2]" or "{.gris}" at p; NULL: there is none. */
static const char *behind_link(const char *p, const char *end) {
    const char *close = NULL;
    end = stop_at(p, end);
    if (p < end && *p == '(')
        close = target_end(p, end);
    else if (p < end && (*p == '[' || *p == '{'))
        close = memchr(p, *p == '[' ? ']' : '}', (size_t)(end - p));
    if (close && *p != '{' && begins_attributes(close + 1, end)) /* "](/dyn/deputes/PA7){.link}" */
        return behind_link(close + 1, end);
    return close ? close + 1 : NULL;
}

/* How many lines below the "[" at p its link ends, "la réponse](/alerte)", where line breaks are within
 * it; 0: it is none. */
static size_t link_lines(const struct copying *c, const char *p, const char *end) {
    enum { MOST = 4 };
    if (closing(p, end))
        return 0;
    for (size_t n = 1; n <= MOST && c->line + n < c->page->count; n++) {
        const struct line *l = &c->page->lines[c->line + n];
        const char *open = memchr(l->ptr, '[', l->len), *close = memchr(l->ptr, ']', l->len);
        if (l->flags & LINE_STARTS)
            return 0;
        if (close && (!open || open > close))
            return behind_link(close + 1, l->ptr + l->len) ? n : 0;
    }
    return 0;
}

/* The bytes of "<https://www.senat.fr/>"; 0: it is none. */
static size_t autolink_bytes(const char *p, const char *end) {
    const char *close = memchr(p, '>', end - p > LONGEST_LINK ? LONGEST_LINK : (size_t)(end - p));
    return close && !memchr(p, ' ', (size_t)(close - p)) && memmem(p, (size_t)(close - p), "://", 3)
               ? (size_t)(close + 1 - p) : 0;
}

/* "<span" / "class="regular">": whether a tag begins at p and ends on the line below. */
static bool cuts_tag(const struct copying *c, const char *p, const char *end) {
    const struct line *next = c->line + 1 < c->page->count ? &c->page->lines[c->line + 1] : NULL;
    if (p + 1 >= end || !is_letter(p[1]) || end - p > LONGEST_LINK || memchr(p, '>', (size_t)(end - p)) ||
        !next || (next->flags & LINE_STARTS))
        return false;
    const char *close = memchr(next->ptr, '>', next->len);
    return close && !memchr(next->ptr, '<', (size_t)(close - next->ptr));
}

static int copy(struct copying *c, struct span s) {
    const char *p = s.ptr, *end = span_end(s);
    struct open_links open = {.count = 0};
    int rc = 0;
    while (p < end && rc == 0) {
        const char *after;
        size_t n;
        if (p == s.ptr && c->tag_end == c->line && c->line > 0 && (after = memchr(p, '>', s.len))) {
            p = after + 1;
        } else if (*p == '<' && cuts_tag(c, p, end)) {
            c->tag_end = c->line + 1;
            p = end;
        } else if (*p == '\\' && (p + 1 == end || is_punctuation(p[1]))) {
            if (p + 1 < end)
                buffer_char(c->b, p[1]);
            p += p + 1 < end ? 2 : 1;
        } else if (*p == '[' && open_link(c, &open, p, end, &rc)) {
            p++;
        } else if (c->link_end == c->line && *p == ']' && !open.count && (after = behind_link(p + 1, end))) {
            p = after;
        } else if (*p == '[' && !open.count && (n = link_lines(c, p, end)) > 0) {
            c->link_end = c->line + n;
            p++;
        } else if (*p == ']' && open.count && open.items[open.count - 1].close == p) {
            p = open.items[--open.count].after;
        } else if (*p == '<' && (n = autolink_bytes(p, end))) {
            buffer_append(c->b, p + 1, n - 2);
            p += n;
        } else if (*p == '<' && (n = tag_bytes(p, end))) {
            buffer_char(c->b, ' ');
            p += n;
        } else if (is_sign(p, s.ptr, end)) {
            p++;
        } else if (c->smart && (*p == '-' || *p == '.' || *p == '\'') && (n = copy_smart(p, end, c->b))) {
            p += n;
        } else {
            buffer_char(c->b, *p++);
        }
    }
    return rc;
}

/* "| Aubrac | 2 |" becomes cells between tabs. */
static int copy_row(struct copying *c, struct span s) {
    const char *from = s.ptr + 1, *end = span_end(s) - 1;
    for (const char *p = from; p <= end; p++) {
        if (p < end && (*p != '|' || p[-1] == '\\'))
            continue;
        if (from > s.ptr + 1)
            buffer_char(c->b, '\t');
        if (copy(c, span_trim(span_from(from, p))))
            return -1;
        from = p + 1;
    }
    return 0;
}

/* The bytes of a list's "*   " or "-   "; "* " alone may begin with emphasis. senat.fr prints "- page
 * 5601" itself. */
static size_t bullet_before(struct span s) {
    struct span rest;
    size_t n = 1;
    if (s.len < 3 || !memchr("*-", s.ptr[0], 2) || s.ptr[1] != ' ' || fold_prefix(s, "- page ", &rest))
        return 0;
    while (n < s.len && s.ptr[n] == ' ')
        n++;
    return n;
}

static int strip_line(struct copying *c, struct line *l) {
    struct span s = line_text(l);
    c->b->len = 0;
    if ((l->flags & LINE_ROW) && s.ptr[0] == '|') {
        if (copy_row(c, s) || c->b->failed)
            return -1;
        if (lex_line((struct span){c->b->ptr, c->b->len}) != DATUM_NONE) /* "Email", a picture, "par email" */
            l->flags &= (uint8_t)~LINE_ROW;
        return dialects_replace(c->page, l, c->b, true);
    }
    size_t before = hashes_before(s);
    s = without_attributes((struct span){s.ptr + before, s.len - before});
    s = before ? without_hashes(s) : s;
    if (s.len && s.ptr[0] == '|') /* a table of one column */
        s = span_trim((struct span){s.ptr + 1, s.len - 1});
    while (s.len && s.ptr[s.len - 1] == '|') /* the last cells of a table's row */
        s = span_trim((struct span){s.ptr, s.len - 1});
    /* "- " within a paragraph is the page's own dash */
    size_t bullet = before || !(l->flags & LINE_STARTS) ? 0 : bullet_before(s);
    if (copy(c, (struct span){s.ptr + bullet, s.len - bullet}))
        return -1;
    bool mark = c->link_end > c->line || s.ptr[0] == '<' || c->tag_end == c->line;
    if (mark && span_blank((struct span){c->b->ptr, c->b->len})) /* "[![](/i.png)\", "<td><br />" */
        l->flags |= LINE_RULE;
    return dialects_replace(c->page, l, c->b, false);
}

int markdown_strip(struct page *page, struct buffer *b) {
    struct copying c = {.page = page, .b = b};
    c.smart = span_find(page->source, SPAN("\\'")) != NULL;
    int rc = collect_definitions(&c);
    for (; rc == 0 && c.line < page->count; c.line++)
        if (!(page->lines[c.line].flags & LINE_RULE))
            rc = strip_line(&c, &page->lines[c.line]);
    free(c.definitions);
    return rc;
}
