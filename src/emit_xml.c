#include "emit.h"

#include <assert.h>
#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/threads.h>
#include <libxml/xmlIO.h>
#include <stdlib.h>

/* The layer below xmlTextWriter: its output buffer. The writer itself can't be used
 * soundly: in 2.9.14 xmlTextWriterStartElement() ignores that its list could not take
 * the element, which then leaks and ends the wrong element, with one message to the
 * generic handler as the only trace; and it costs five times as much. */
struct xml {
    xmlOutputBufferPtr io;
    const char *open[8]; /* elements that have begun, outermost first */
    size_t depth;
    bool start_open; /* the innermost start tag still lacks its '>' */
    bool failed;
};

/* Deepest: questions, question, body, blocks, table, row, cell. */
enum { MAX_INDENT = 2 * 8, MAX_NAME = 32 };

static void put(struct xml *x, const char *bytes, size_t len) {
    const size_t most = 1u << 20; /* libxml2 counts in int */
    while (len > 0 && !x->failed) {
        size_t part = len < most ? len : most;
        x->failed = xmlOutputBufferWrite(x->io, (int)part, bytes) < 0;
        bytes += part;
        len -= part;
    }
}

static const char *reference(char c, bool in_attribute) {
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
        return in_attribute ? "&quot;" : NULL;
    case '\n':
        return in_attribute ? "&#10;" : NULL;
    case '\t':
        return in_attribute ? "&#9;" : NULL;
    default:
        return NULL;
    }
}

/* *instead is what stands for the character at the run's end, NULL at the text's. */
static const char *run_end(const char *p, const char *end, bool in_attribute,
                           const char **instead) {
    while (!in_attribute && end - p >= 8) {
        uint64_t w = swar_load(p);
        if (swar_any(w, swar_equal(w, '&') | swar_equal(w, '<') | swar_equal(w, '>') |
                            swar_equal(w, '\r')))
            break;
        p += 8;
    }
    *instead = NULL;
    while (p < end && !(*instead = reference(*p, in_attribute)))
        p++;
    return p;
}

static void put_escaped(struct xml *x, qp_string s, bool in_attribute) {
    const char *p = s.data, *end = p + s.size, *instead;
    for (;;) {
        const char *stop = run_end(p, end, in_attribute, &instead);
        put(x, p, (size_t)(stop - p));
        if (!instead)
            return;
        put(x, instead, strlen(instead));
        p = stop + 1;
    }
}

/* `before` NAME `after`, indented, in one write: a write costs more than a copy. */
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
    put(x, tag, len);
}

static void close_start(struct xml *x) {
    if (x->start_open)
        put(x, ">\n", 2);
    x->start_open = false;
}

static void begin(void *state, const char *key) {
    struct xml *x = state;
    const char *element = key ? key : "item";
    close_start(x);
    put_tag(x, x->depth, "<", element, "");
    assert(x->depth < sizeof x->open / sizeof *x->open);
    x->open[x->depth++] = element;
    x->start_open = true;
}

static void end(void *state) {
    struct xml *x = state;
    const char *element = x->open[--x->depth];
    if (x->start_open)
        put(x, "/>\n", 3);
    else
        put_tag(x, x->depth, "</", element, ">\n");
    x->start_open = false;
}

static void leaf(struct xml *x, const char *element, qp_string text) {
    close_start(x);
    if (text.size == 0) {
        put_tag(x, x->depth, "<", element, "/>\n");
        return;
    }
    put_tag(x, x->depth, "<", element, ">");
    put_escaped(x, text, false);
    put_tag(x, 0, "</", element, ">\n");
}

static void string(void *state, const char *key, qp_string value) {
    if (value.data)
        leaf(state, key ? key : "item", value);
}

static void integer(void *state, const char *key, long value) {
    char digits[24];
    string(state, key, (qp_string){digits, emit_decimal(value, digits)});
}

/* Attributes stand in the start tag, before the walk comes to them. */
static void in_start_tag(void *state, const char *key, qp_string value) {
    (void)state, (void)key, (void)value;
}

static void nothing(void *state, const char *key) {
    (void)state, (void)key;
}

static void block(void *state, const qp_block *b) {
    switch (b->type) {
    case QP_PARAGRAPH:
        leaf(state, "paragraph", b->text);
        break;
    case QP_TABLE:
        begin(state, "table");
        for (size_t i = 0; i < b->row_count; i++) {
            begin(state, "row");
            for (size_t k = 0; k < b->rows[i].count; k++)
                leaf(state, "cell", b->rows[i].cells[k]);
            end(state);
        }
        end(state);
        break;
    }
}

static void attribute(struct xml *x, const char *key, qp_string value) {
    if (!value.data)
        return;
    put_tag(x, 0, " ", key, "=\"");
    put_escaped(x, value, true);
    put(x, "\"", 1);
}

static void record(struct xml *x, const qp_question *question, enum qp_part part) {
    static const char declaration[] = XML_DECLARATION;
    static const struct emitter hooks = {
        .object_begin = begin,
        .object_end = end,
        .list_begin = begin,
        .list_end = end,
        .list_empty = nothing,
        .attribute = in_start_tag,
        .string = string,
        .integer = integer,
        .absent = nothing,
        .block = block,
    };
    if (part == QP_ALONE)
        put(x, declaration, sizeof declaration - 1);
    else
        x->open[x->depth++] = "questions"; /* that qp_emit_head() has begun */
    begin(x, "question");
    attribute(x, "schema", (qp_string){QP_SCHEMA, sizeof QP_SCHEMA - 1});
    attribute(x, "id", question->id);
    emit_members(question, &hooks, x);
    end(x);
}

static int take_output(void *context, const char *bytes, int len) {
    struct buffer *out = context;
    buffer_append(out, bytes, (size_t)len);
    return out->failed ? -1 : len;
}

static int keep_output(void *context) {
    (void)context;
    return 0;
}

/* Any error is a failure, whatever the call that met it returns. Without a handler
 * libxml2 would also print it. */
#if LIBXML_VERSION >= 21200
static void record_error(void *context, const xmlError *error) {
#else
static void record_error(void *context, xmlErrorPtr error) {
#endif
    (void)error;
    *(bool *)context = true;
}

/* libxml2 makes a thread's error state on first use; where memory is out, 2.9.14
 * calls itself to say so until the stack ends. */
static bool thread_is_ready(void) {
#if LIBXML_VERSION >= 21200
    return xmlCheckThreadLocalStorage() == 0;
#else
    if (xmlIsMainThread())
        return true;
    void *probe = malloc(2 * sizeof(xmlGlobalState));
    bool room = probe != NULL;
    free(probe);
    return room && xmlGetGlobalState() != NULL;
#endif
}

int emit_xml(const qp_question *question, enum qp_part part, struct buffer *out) {
    bool error = false;
    if (!thread_is_ready())
        return -1;
    xmlStructuredErrorFunc previous = xmlStructuredError;
    void *previous_context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(&error, record_error);

    struct xml x = {.io = xmlOutputBufferCreateIO(take_output, keep_output, out, NULL)};
    x.failed = !x.io;
    if (x.io) {
        record(&x, question, part);
        x.failed |= xmlOutputBufferFlush(x.io) < 0 || x.io->error != 0;
        x.failed |= xmlOutputBufferClose(x.io) < 0;
    }
    if (error)
        xmlResetLastError(); /* it holds memory of its own */
    xmlSetStructuredErrorFunc(previous_context, previous);
    return x.failed || error || out->failed ? -1 : 0;
}

void qp_init(void) {
    xmlInitParser();
}
