/* Records in XML to trees, by libxml2's SAX parser, which knows the place of each event and has no
 * limit on a text. It gets only clean UTF-8 without a DOCTYPE. */
#include "record/xml.h"

#include "base/fold.h"
#include "emit/emit.h"
#include "record/memory_guard.h"
#include "record/xsd.h"

#include <libxml/parserInternals.h>
#include <libxml/xmlmemory.h>
#include <limits.h>
#include <stdlib.h>

/* Deepest in a record: questions, question, body, blocks, table, row, cell. Libxml2 keeps
 * each name that it meets in a table that grows slow: 800,000 cost it 13 seconds. */
enum { DEPTH_MOST = 64, STRANGE_MOST = 1000 };

/* ---- before the root ---- */

struct prolog {
    const char *root;      /* behind its '<'; NULL: there is none */
    const char *doctype;   /* NULL: none */
    const char *unclosed;  /* a declaration or comment that never ends; NULL: none */
    struct span encoding;  /* as declared; empty: not */
};

static bool begins(struct span s, const char *word) {
    size_t len = strlen(word);
    for (size_t i = 0; i < len; i++)
        if (i >= s.len || (s.ptr[i] | 0x20) != (word[i] | 0x20))
            return false;
    return true;
}

/* The value of encoding="..." in an XML declaration. */
static struct span declared_encoding(struct span declaration) {
    const char *p = span_find(declaration, SPAN("encoding")), *end = span_end(declaration);
    if (!p)
        return NO_SPAN;
    p += sizeof "encoding" - 1;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' || *p == '='))
        p++;
    if (p == end || (*p != '"' && *p != '\''))
        return NO_SPAN;
    const char *stop = memchr(p + 1, *p, (size_t)(end - p - 1));
    return stop ? span_from(p + 1, stop) : NO_SPAN;
}

/* A declaration that holds '<' or '>' counts as unclosed: it is ill-formed, and libxml2 would look
 * for another declaration inside it. */
static struct prolog read_prolog(struct span text) {
    struct prolog found = {0};
    const char *p = text.ptr, *end = span_end(text);
    while (p < end) {
        struct span rest = span_from(p, end);
        const char *stop = NULL;
        if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') {
            p++;
            continue;
        }
        if (begins(rest, "<!doctype")) {
            found.doctype = p;
            return found;
        }
        if (begins(rest, "<?")) {
            stop = span_find(rest, SPAN("?>"));
            bool declaration = begins(rest, "<?xml") && p == text.ptr;
            if (stop && declaration && !memchr(p + 1, '<', (size_t)(stop - p - 1)) &&
                !memchr(p, '>', (size_t)(stop - p)))
                found.encoding = declared_encoding(span_from(p, stop));
            else if (declaration)
                stop = NULL;
            stop = stop ? stop + 2 : NULL;
        } else if (begins(rest, "<!--")) {
            stop = rest.len > 4 ? span_find(span_from(p + 4, end), SPAN("-->")) : NULL;
            stop = stop ? stop + 3 : NULL;
        } else {
            found.root = *p == '<' ? p + 1 : NULL;
            return found;
        }
        if (!stop) {
            found.unclosed = p;
            return found;
        }
        p = stop;
    }
    return found;
}

/* The end of a comment, a CDATA section or an instruction; for a tag its beginning. */
static const char *after_no_tag(struct span s) {
    static const struct {
        const char *begin;
        struct span end;
    } kinds[] = {{"<!--", {"-->", 3}}, {"<![CDATA[", {"]]>", 3}}, {"<?", {"?>", 2}}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i].begin);
        if (s.len < len || memcmp(s.ptr, kinds[i].begin, len) != 0)
            continue;
        const char *end = span_find(span_from(s.ptr + len, span_end(s)), kinds[i].end);
        return end ? end + kinds[i].end.len : span_end(s);
    }
    return s.ptr;
}

/* The place of a tag with more attributes than any record's; NULL: none. libxml2 holds each
 * attribute against all others of its tag: 80,000 cost it seconds, a million minutes. */
static const char *crowded_tag(struct span text) {
    enum { ATTRIBUTES_MOST = 64 };
    const char *p = text.ptr, *end = span_end(text);
    while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
        const char *tag = p;
        size_t quoted = 0;
        if ((p = after_no_tag(span_from(p, end))) != tag)
            continue;
        for (p++; p < end && *p != '>' && *p != '<' && quoted <= ATTRIBUTES_MOST; p++) {
            if (*p != '"' && *p != '\'')
                continue;
            const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
            quoted++;
            p = close ? close : end - 1;
        }
        if (quoted > ATTRIBUTES_MOST)
            return tag;
    }
    return NULL;
}

static struct span root_name(const struct prolog *prolog, struct span text) {
    const char *p = prolog->root, *end = span_end(text);
    while (p < end && !strchr(" \t\r\n/>", *p))
        p++;
    return span_from(prolog->root, p);
}

static bool is_record_name(struct span name) {
    return span_equal(name, SPAN("question")) || span_equal(name, SPAN("questions"));
}

bool xml_begins_record(struct span text) {
    struct prolog prolog = read_prolog(text);
    if (prolog.doctype) {
        const char *p = prolog.doctype + sizeof "<!doctype" - 1, *end = span_end(text);
        struct span rest = span_trim(span_from(p < end ? p : end, end));
        return begins(rest, "question");
    }
    return prolog.root && is_record_name(root_name(&prolog, text));
}

/* ---- events ---- */

struct record_xml {
    struct record_reader *r;
    struct span text;
    record_tree *tree;
    record_names *knows;
    xmlParserCtxtPtr context;
    struct schema_run run;
    uint32_t current; /* the innermost open element of a record; NODE_NONE: outside */
    uint32_t told;    /* the last one complained of: one fault is one complaint */
    uint32_t around[DEPTH_MOST + 4]; /* the elements around the current one */
    size_t inside;                   /* their number */
    struct buffer words;       /* since the last tag */
    size_t at;                 /* of the last tag's '<' */
    size_t depth;
    size_t strange; /* names that no record has */
    bool alien; /* `current` is in an element beside the records */
    bool ended; /* by a fault; later errors of libxml2 follow from it, and are not told */
};

static void give_up(struct record_xml *x) {
    x->ended = true;
    xmlStopParser(x->context);
}

static void fail(struct record_xml *x) {
    x->r->failed = true;
    give_up(x);
}

static void hear_schema(void *user, const char *attribute, const char *message) {
    struct record_xml *x = user;
    const struct node *n = node_at(x->r, x->current);
    if (n && x->current == x->told)
        return;
    x->told = x->current;
    if (n && attribute) {
        const struct node *a = node_member(x->r, n, (struct span){attribute, strlen(attribute)});
        n = a ? a : n;
    }
    if (n)
        record_complain_at(x->r, n, "%s", message);
    else
        record_complain(x->r, FAULT_INVALID, x->at, "%s", message);
}

static void hear_parser(void *user, schema_error error) {
    struct record_xml *x = user;
    char message[400];
    if (!error->message) {
        x->r->failed = true;
        return;
    }
    if (error->level < XML_ERR_ERROR || x->ended)
        return;
    long at = xmlByteConsumed(x->context);
    schema_message(error->message, message);
    record_complain(x->r, FAULT_MALFORMED, at > 0 ? (size_t)at : 0, "no XML: %s", message);
    give_up(x);
}

/* Once libxml2's validator has met an unexpected element, it accepts all elements beside it: those
 * that are no records are not shown to it. */
static bool feeds_schema(const struct record_xml *x) {
    return x->r->schema && !x->ended && !x->alien;
}

/* Passes the text between two tags on, in one piece. */
static void flush_words(struct record_xml *x) {
    buffer_char(&x->words, '\0'); /* libxml2's validator looks at the byte behind the last */
    if (x->words.failed) {
        fail(x);
        return;
    }
    x->words.len--;
    if (feeds_schema(x) && x->words.len)
        x->run.sax->characters(x->run.data, (const xmlChar *)x->words.ptr, (int)x->words.len);
    struct node *n = node_at(x->r, x->current);
    if (n && n->inner && !span_blank((struct span){x->words.ptr, x->words.len}))
        n->mixed = true;
}

static struct span span_of(const xmlChar *text) {
    return (struct span){(const char *)text, strlen((const char *)text)};
}

/* False: the rest is not read. */
static bool open_node(struct record_xml *x, const xmlChar *name) {
    x->strange += !x->knows(span_of(name));
    if (x->strange > STRANGE_MOST) {
        x->r->faults = 0; /* this one is told, whatever there was before */
        record_complain(x->r, FAULT_INVALID, x->at,
                        "1,000 elements have names that no record has: the rest is not looked at");
        give_up(x);
        return false;
    }
    uint32_t n = record_node(x->r, x->current, NODE_ELEMENT, span_of(name), x->at);
    if (n == NODE_NONE) {
        fail(x);
        return false;
    }
    x->around[x->inside++] = x->current;
    x->current = n;
    return true;
}

/* A text of the record. */
static int keep(struct record_xml *x, struct span text, qp_string *out) {
    *out = (qp_string){"", 0};
    return !text.len ? 0 : arena_string(x->r->arena, text, out);
}

/* In place: libxml2 hands on an attribute's '&' as "&#38;", each of them. */
static void take_ampersands(qp_string *s) {
    char *to = (char *)s->data;
    for (const char *p = s->data, *end = p + s->size; p < end; p++) {
        *to++ = *p;
        if (*p == '&' && end - p > 4)
            p += 4;
    }
    if (to < s->data + s->size)
        *to = '\0';
    s->size = (size_t)(to - s->data);
}

/* Attributes are members like elements, except those for a validator, "xsi:schemaLocation". */
static void add_attributes(struct record_xml *x, int count, const xmlChar **attributes) {
    static const char xsi[] = "http://www.w3.org/2001/XMLSchema-instance";
    for (int i = 0; i < count; i++, attributes += 5) {
        qp_string value;
        if (attributes[2] && strcmp((const char *)attributes[2], xsi) == 0)
            continue;
        struct span name = span_of(attributes[0]);
        uint32_t n = record_node(x->r, x->current, NODE_STRING, name, x->at);
        if (n == NODE_NONE || keep(x, span_from((const char *)attributes[3], (const char *)attributes[4]),
                       &value)) {
            fail(x);
            return;
        }
        take_ampersands(&value);
        x->strange += !x->knows(name);
        node_set_text(node_at(x->r, n), (struct span){value.data, value.size});
    }
}

/* The parser has read the tag up to its last attribute, and no tag holds another '<'. */
static size_t tag_start(struct record_xml *x) {
    long consumed = xmlByteConsumed(x->context);
    size_t at = consumed > 0 && (size_t)consumed < x->text.len ? (size_t)consumed : x->text.len;
    while (at > x->at && (at == x->text.len || x->text.ptr[at] != '<'))
        at--; /* the document may end within the tag */
    return at;
}

/* `outside`: the element is in no other. */
static void open_element(struct record_xml *x, const xmlChar *name, const xmlChar *uri, bool outside,
                         int count, const xmlChar **attributes) {
    bool other = !span_equal(span_of(name), SPAN("question"));
    if (outside)
        record_begin(x->r, x->at);
    if (!open_node(x, name))
        return;
    add_attributes(x, count, attributes);
    x->alien |= outside && x->depth > 1 && (uri || other);
    bool ours = !x->r->schema || (outside && x->alien); /* else the schema complains */
    if (uri && ours)
        record_complain_at(x->r, node_at(x->r, x->current), "a record has no namespace");
    if (outside && other && ours)
        record_complain_at(x->r, node_at(x->r, x->current), "only <question> stands here");
}

static void start_element(void *user, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int count, int defaulted, const xmlChar **attributes) {
    struct record_xml *x = user;
    bool outside = x->current == NODE_NONE;
    x->at = tag_start(x);
    flush_words(x);
    if (x->ended) /* the parser has freed the attributes */
        return;
    if (!outside && !span_blank((struct span){x->words.ptr, x->words.len}))
        node_at(x->r, x->current)->mixed = true;
    x->words.len = 0;
    if (x->depth++ > DEPTH_MOST) {
        record_complain(x->r, FAULT_INVALID, x->at, "nested more deeply than any record");
        give_up(x);
        return;
    }
    if (x->depth > 1 || uri || !span_equal(span_of(name), SPAN("questions")))
        open_element(x, name, uri, outside, count, attributes);
    if (feeds_schema(x))
        x->run.sax->startElementNs(x->run.data, name, prefix, uri, namespace_count, namespaces,
                                   count, defaulted, attributes);
}

static void end_record(struct record_xml *x) {
    if (x->r->faults)
        x->r->take(x->r->user, NULL, false);
    else
        x->tree(x->r, node_at(x->r, x->current));
    x->current = x->told = NODE_NONE;
    x->inside = 0;
    x->alien = false;
    record_forget(x->r);
}

static void end_element(void *user, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri) {
    struct record_xml *x = user;
    flush_words(x);
    struct node *n = node_at(x->r, x->current);
    if (feeds_schema(x))
        x->run.sax->endElementNs(x->run.data, name, prefix, uri);
    if (n && !n->inner) {
        qp_string text;
        if (keep(x, (struct span){x->words.ptr, x->words.len}, &text)) {
            fail(x);
            return;
        }
        node_set_text(n, (struct span){text.data, text.size});
    }
    x->words.len = 0;
    x->depth--;
    if (n && x->inside > 1)
        x->current = x->around[--x->inside];
    else if (n)
        end_record(x);
}

static void characters(void *user, const xmlChar *text, int len) {
    struct record_xml *x = user;
    buffer_append(&x->words, (const char *)text, (size_t)len);
}

/* read_prolog() has refused any DOCTYPE; this is for one that it overlooks. */
static void doctype(void *user, const xmlChar *name, const xmlChar *id, const xmlChar *uri) {
    (void)name, (void)id, (void)uri;
    fail(user);
}

/* ---- documents ---- */

static void parse(struct record_xml *x) {
    static const xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start_element,
        .endElementNs = end_element,
        .characters = characters,
        .ignorableWhitespace = characters,
        .cdataBlock = characters,
        .internalSubset = doctype,
        .serror = hear_parser,
    };
    x->context = xmlCreateMemoryParserCtxt(x->text.ptr, (int)x->text.len);
    x->run.complain = hear_schema;
    x->run.user = x;
    if (!x->context || (x->r->schema && schema_begin(x->r->schema, &x->run))) {
        x->r->failed = true;
        return;
    }
    *x->context->sax = handler;
    x->context->userData = x;
    /* HUGE: a text may have more than 10 MB. It lifts the limit of depth too, which is counted
     * here. */
    xmlCtxtUseOptions(x->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    xmlParseDocument(x->context);
    if (x->r->schema && schema_end(&x->run))
        x->r->failed = true;
    if (x->current != NODE_NONE)
        x->r->take(x->r->user, NULL, false); /* the document ended within a record */
}

static void read_document(struct record_xml *x) {
    struct guard guard;
    xmlMemSetup(free, guard_malloc, guard_realloc, guard_strdup);
    guard_begin(&guard);
    if (setjmp(guard.back) == 0) {
        xmlInitParser();
        xmlSetStructuredErrorFunc(x, hear_parser);
        parse(x);
        xmlFreeParserCtxt(x->context);
        xmlResetLastError();
    } else {
        x->r->failed = true;
    }
    guard_end(&guard);
    xmlSetStructuredErrorFunc(NULL, NULL);
    buffer_free(&x->words);
}

static bool names_utf8(struct span name) {
    return name.len == 0 || (name.len == 5 && begins(name, "utf-8"));
}

void record_read_xml(struct record_reader *r, struct span text, record_tree *tree,
                     record_names *knows) {
    struct prolog prolog = read_prolog(text);
    const char *p = prolog.encoding.ptr;
    if (prolog.doctype)
        record_complain(r, FAULT_MALFORMED, (size_t)(prolog.doctype - text.ptr),
                        "a document with a DOCTYPE is not read: a record has none");
    else if (prolog.unclosed)
        record_complain(r, FAULT_MALFORMED, (size_t)(prolog.unclosed - text.ptr),
                        "no XML: this never ends");
    else if (!names_utf8(prolog.encoding))
        record_complain(r, FAULT_MALFORMED, (size_t)(p - text.ptr),
                        "the declared encoding is %.*s, that of a record UTF-8",
                        (int)(prolog.encoding.len < 40 ? prolog.encoding.len : 40), p);
    else if (prolog.root && !is_record_name(root_name(&prolog, text)))
        record_complain(r, FAULT_OTHER, (size_t)(prolog.root - text.ptr) - 1,
                        "the root is neither <question> nor <questions>");
    else if ((p = crowded_tag(text)))
        record_complain(r, FAULT_INVALID, (size_t)(p - text.ptr),
                        "this tag has more attributes than any record's");
    else if (text.len > INT_MAX)
        record_complain(r, FAULT_UNABLE, 0, "libxml2 reads no more than 2 GB");
    else
        read_document(&(struct record_xml){.r = r, .text = text, .tree = tree, .knows = knows,
                                           .current = NODE_NONE, .told = NODE_NONE});
}
