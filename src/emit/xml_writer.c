/* Tags, indentation and escapes. */
#include "emit/xml_writer.h"

#include "base/swar.h"

#include <assert.h>

enum { MAX_INDENT = 2 * 12, MAX_NAME = 32 };

/* The place of a text decides how its characters are written. */
enum place { IN_TEXT, IN_LINES, IN_ATTRIBUTE };

static const char *reference(char c, enum place place) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return place == IN_ATTRIBUTE ? "&quot;" : NULL;
    case '\n':
        return place == IN_ATTRIBUTE ? "&#10;" : place == IN_LINES ? "<br/>" : NULL;
    case '\t':
        return place == IN_ATTRIBUTE ? "&#9;" : NULL;
    default:
        return NULL;
    }
}

/* The end of a run of characters that are written as they are. *instead: the text for the character
 * there; NULL: the text ends. */
static const char *run_end(const char *p, const char *end, enum place place,
                           const char **instead) {
    while (place == IN_TEXT && end - p >= 8) {
        uint64_t w = swar_load(p);
        if (swar_any(w, swar_equal(w, '&') | swar_equal(w, '<') | swar_equal(w, '>') |
                            swar_equal(w, '\r')))
            break;
        p += 8;
    }
    *instead = NULL;
    while (p < end && !(*instead = reference(*p, place)))
        p++;
    return p;
}

static void put_escaped(struct xml *x, qp_string s, enum place place) {
    const char *p = s.data, *end = p + s.size, *instead;
    for (;;) {
        const char *stop = run_end(p, end, place, &instead);
        buffer_put(x->out, p, (size_t)(stop - p));
        if (!instead)
            return;
        buffer_put(x->out, instead, strlen(instead));
        p = stop + 1;
    }
}

/* Writes `before` `key` `after`, indented, at once: three appends cost more. */
static void put_tag(struct xml *x, size_t depth, const char *before, const char *key,
                    const char *after) {
    char tag[MAX_INDENT + MAX_NAME + 8];
    size_t key_len = strlen(key), len = 2 * depth;
    assert(len <= MAX_INDENT && key_len <= MAX_NAME);
    memset(tag, ' ', len);
    for (; *before; before++)
        tag[len++] = *before;
    memcpy(tag + len, key, key_len);
    len += key_len;
    for (; *after; after++)
        tag[len++] = *after;
    buffer_put(x->out, tag, len);
}

static void close_start(struct xml *x) {
    if (x->start_open)
        buffer_put(x->out, ">\n", 2);
    x->start_open = false;
}

void xml_raw(struct xml *x, const char *markup) {
    buffer_put(x->out, markup, strlen(markup));
}

void xml_within(struct xml *x, const char *element) {
    assert(x->depth < sizeof x->open / sizeof *x->open);
    x->open[x->depth++] = element;
}

void xml_begin(struct xml *x, const char *element) {
    close_start(x);
    put_tag(x, x->depth, "<", element, "");
    xml_within(x, element);
    x->start_open = true;
}

void xml_end(struct xml *x) {
    const char *element = x->open[--x->depth];
    if (x->start_open)
        buffer_put(x->out, "/>\n", 3);
    else
        put_tag(x, x->depth, "</", element, ">\n");
    x->start_open = false;
}

void xml_leaf(struct xml *x, const char *element, qp_string text, enum xml_breaks breaks) {
    close_start(x);
    if (text.size == 0) {
        put_tag(x, x->depth, "<", element, "/>\n");
        return;
    }
    put_tag(x, x->depth, "<", element, ">");
    put_escaped(x, text, breaks == XML_BR ? IN_LINES : IN_TEXT);
    put_tag(x, 0, "</", element, ">\n");
}

void xml_attribute(struct xml *x, const char *key, qp_string value) {
    assert(x->start_open);
    if (!value.data)
        return;
    put_tag(x, 0, " ", key, "=\"");
    put_escaped(x, value, IN_ATTRIBUTE);
    buffer_put(x->out, "\"", 1);
}
