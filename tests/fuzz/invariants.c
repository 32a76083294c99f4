#include "base/fold.h"
#include "invariants.h"

#include "result.h"
#include "sites/sites.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static xmlSchema *schema;

static void keep_quiet(void *user, const xmlError *error) {
    (void)user, (void)error;
}

const char *invariants_start(void) {
    const char *text = qp_schema(QP_XML);
    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)(void (*)(void))keep_quiet);
    xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(text, (int)strlen(text));
    HOLDS(parser);
    schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    HOLDS(schema);
    return NULL;
}

void invariants_end(void) {
    xmlSchemaFree(schema);
    xmlCleanupParser();
}

/* ---- characters ---- */

/* The length of the character at p; 0: ill-formed, or forbidden. */
static size_t character(const unsigned char *p, size_t left) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = *p < 0x80 ? 1 : *p < 0xC2 ? 0 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF5 ? 4 : 0;
    if (n == 0 || n > left)
        return 0;
    uint32_t c = n == 1 ? *p : *p & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (n > 1 && c < least[n])
        return 0;
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        return 0;
    return (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF ? 0 : n;
}

bool all_clean(const char *text, size_t size) {
    for (size_t i = 0, n; i < size; i += n)
        if ((n = character((const unsigned char *)text + i, size - i)) == 0)
            return false;
    return true;
}

/* ---- the same record in XML and in JSON ---- */

static xmlNode *next_element(xmlNode *node) {
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

static bool is_called(const xmlNode *node, const char *name) {
    return node && strcmp((const char *)node->name, name) == 0;
}

static bool says(xmlNode *node, const char *text, size_t size) {
    xmlChar *content = xmlNodeGetContent(node);
    bool same = content && strlen((const char *)content) == size &&
                memcmp(content, text, size) == 0;
    xmlFree(content);
    return same && !next_element(node->children);
}

static bool says_string(xmlNode *node, const json_t *value) {
    return json_is_string(value) && says(node, json_string_value(value), json_string_length(value));
}

static const char *same_row(xmlNode *row, json_t *cells) {
    xmlNode *cell = next_element(row->children);
    HOLDS(is_called(row, "row"));
    for (size_t i = 0; i < json_array_size(cells); i++) {
        HOLDS(is_called(cell, "cell") && says_string(cell, json_array_get(cells, i)));
        cell = next_element(cell->next);
    }
    HOLDS(!cell);
    return NULL;
}

/* A table's text is its rows joined by line breaks, their cells by tabs. */
static const char *check_table_text(json_t *rows, const json_t *text) {
    const char *at = json_string_value(text), *end = at + json_string_length(text);
    for (size_t r = 0; r < json_array_size(rows); r++) {
        json_t *cells = json_array_get(rows, r);
        if (r) /* before a row without cells, too */
            HOLDS(at < end && *at++ == '\n');
        for (size_t c = 0; c < json_array_size(cells); c++) {
            json_t *cell = json_array_get(cells, c);
            size_t size = json_string_length(cell);
            if (c)
                HOLDS(at < end && *at++ == '\t');
            HOLDS(size <= (size_t)(end - at) && memcmp(at, json_string_value(cell), size) == 0);
            at += size;
        }
    }
    HOLDS(at == end);
    return NULL;
}

static const char *same_block(xmlNode *node, json_t *block) {
    json_t *text = json_object_get(block, "text"), *rows = json_object_get(block, "rows");
    if (!rows) {
        HOLDS(json_object_size(block) == 2 && json_string_length(text) > 0);
        HOLDS(is_called(node, "paragraph") && says_string(node, text));
        return NULL;
    }
    xmlNode *row = next_element(node->children);
    HOLDS(json_object_size(block) == 3 && is_called(node, "table") && json_array_size(rows) > 0);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        HOLDS(row);
        KEEPS(same_row(row, json_array_get(rows, i)));
        row = next_element(row->next);
    }
    HOLDS(!row);
    return check_table_text(rows, text);
}

static const char *same_members(xmlNode *element, json_t *object);

static const char *same_list(xmlNode *element, json_t *list) {
    xmlNode *child = next_element(element->children);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *item = json_array_get(list, i);
        HOLDS(child);
        if (is_called(element, "blocks"))
            KEEPS(same_block(child, item));
        else if (json_is_object(item))
            KEEPS(same_members(child, item));
        else
            HOLDS(says_string(child, item));
        HOLDS(is_called(element, "blocks") || is_called(child, "item"));
        child = next_element(child->next);
    }
    HOLDS(!child);
    return NULL;
}

static const char *same_value(xmlNode *element, json_t *value) {
    char digits[32];
    switch (json_typeof(value)) {
    case JSON_OBJECT: return same_members(element, value);
    case JSON_ARRAY: return same_list(element, value);
    case JSON_STRING: HOLDS(says_string(element, value)); return NULL;
    case JSON_INTEGER:
        snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        HOLDS(says(element, digits, strlen(digits)));
        return NULL;
    default: return "a value of a record is neither object, list, string nor integer";
    }
}

static bool is_absent(const json_t *value) {
    return json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0);
}

/* The members in their order; those that are absent have no element, and two of the record's are
 * attributes. */
static const char *same_members(xmlNode *element, json_t *object) {
    xmlNode *child = next_element(element->children);
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        bool attribute = element->parent->type == XML_DOCUMENT_NODE &&
                         (strcmp(key, "schema") == 0 || strcmp(key, "id") == 0);
        if (attribute || is_absent(value))
            continue;
        HOLDS(is_called(child, key));
        KEEPS(same_value(child, value));
        child = next_element(child->next);
    }
    HOLDS(!child);
    return NULL;
}

static const char *same_attribute(xmlNode *root, const char *name, const json_t *value) {
    xmlChar *text = xmlGetProp(root, (const xmlChar *)name);
    bool same = text ? json_is_string(value) &&
                           strcmp((const char *)text, json_string_value(value)) == 0
                     : json_is_null(value);
    xmlFree(text);
    HOLDS(same);
    return NULL;
}

static const char *same_document(xmlDoc *doc, json_t *json) {
    xmlNode *root = xmlDocGetRootElement(doc);
    HOLDS(is_called(root, "question"));
    KEEPS(same_attribute(root, "schema", json_object_get(json, "schema")));
    KEEPS(same_attribute(root, "id", json_object_get(json, "id")));
    return same_members(root, json);
}

static const char *check_xml(const char *text, size_t size, json_t *json) {
    xmlDoc *doc = xmlReadMemory(text, (int)size, "record", "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_HUGE);
    HOLDS(doc);
    const char *broken = same_document(doc, json);
    xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
    if (!broken && (!validator || xmlSchemaValidateDoc(validator, doc) != 0))
        broken = "the XML is not of the schema";
    xmlSchemaFreeValidCtxt(validator);
    xmlFreeDoc(doc);
    return broken;
}

static const char *check_texts(const char *const text[], const size_t size[]) {
    json_t *one = json_loadb(text[QP_JSON], size[QP_JSON], JSON_REJECT_DUPLICATES, NULL);
    json_t *line = json_loadb(text[QP_JSONL], size[QP_JSONL], JSON_REJECT_DUPLICATES, NULL);
    const char *broken = NULL;
    if (!one || !line)
        broken = "the JSON is ill-formed";
    else if (!json_equal(one, line))
        broken = "json and jsonl differ";
    else
        broken = check_xml(text[QP_XML], size[QP_XML], one);
    json_decref(one);
    json_decref(line);
    return broken;
}

const char *check_record(const qp_question *q) {
    enum { FORMATS = QP_XML + 1 };
    char *text[FORMATS] = {NULL};
    size_t size[FORMATS] = {0};
    const char *broken = NULL;
    for (int f = 0; f < FORMATS && !broken; f++)
        if (qp_emit(q, (enum qp_format)f, QP_ALONE, &text[f], &size[f]))
            broken = "a record can't be emitted";
        else if (size[f] == 0 || text[f][size[f]] != '\0' || text[f][size[f] - 1] != '\n')
            broken = "a record does not end with a line end";
        else if (size[f] > INT_MAX || !all_clean(text[f], size[f]))
            broken = "a record holds characters that XML forbids";
    if (!broken && memchr(text[QP_JSONL], '\n', size[QP_JSONL]) !=
                       text[QP_JSONL] + size[QP_JSONL] - 1)
        broken = "a record of jsonl has more than one line";
    if (!broken)
        broken = check_texts((const char *const *)text, size);
    for (int f = 0; f < FORMATS; f++)
        qp_free(text[f]);
    return broken;
}

/* ---- no text is lost ---- */

/* How many bytes of white space stand at `at`, as one character; 0: none. */
static size_t space_at(struct span s, size_t at) {
    static const struct span spaces[] = {
        {" ", 1}, {"\t", 1}, {"\n", 1}, {"\r", 1}, {"\f", 1}, {"\xC2\xA0", 2},
        {"\xE2\x80\xAF", 3}, {"\xE2\x80\x87", 3}};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (s.len - at >= spaces[i].len && memcmp(s.ptr + at, spaces[i].ptr, spaces[i].len) == 0)
            return spaces[i].len;
    return 0;
}

/* Text without any white space: how a value was folded, joined or cut into cells is then no
 * difference. */
static void append_squeezed(struct buffer *b, struct span s) {
    for (size_t at = 0; at < s.len;) {
        size_t skip = space_at(s, at);
        if (!skip)
            buffer_char(b, s.ptr[at]);
        at += skip ? skip : 1;
    }
}

static void append_value(struct buffer *b, qp_string s) {
    if (s.size)
        append_squeezed(b, (struct span){s.data, s.size});
    buffer_char(b, '\n');
}

static void append_blocks(struct buffer *b, const qp_blocks *blocks) {
    for (size_t i = 0; i < blocks->count; i++)
        append_value(b, blocks->items[i].text);
}

/* All that a record says of the page in the page's own words. */
static void append_record(struct buffer *b, const qp_question *q) {
    const qp_string values[] = {q->type_label, q->number, q->author.name, q->ministry.displayed,
                                q->title, q->withdrawal.reason};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        append_value(b, values[i]);
    append_blocks(b, &q->body.blocks);
    append_blocks(b, &q->response.blocks);
    for (size_t i = 0; i < q->comment_item_count; i++) {
        append_value(b, q->comments[i].author);
        append_value(b, q->comments[i].text);
    }
    for (size_t i = 0; i < q->unparsed_count; i++)
        append_value(b, q->unparsed[i].text);
}

/* A heading without the suffix that tells the question's state, which may be all of its last
 * line where the heading was wrapped. */
static struct span without_suffix(struct span line) {
    const char *open = memrchr(line.ptr, '(', line.len);
    struct span last = open ? span_from(open, span_end(line)) : NO_SPAN;
    if (open && (fold_equal(last, "(retiree)") || fold_equal(last, "(caduque)")))
        line.len = (size_t)(open - line.ptr);
    return line;
}

static bool is_kept(struct span line, const struct buffer *record, struct buffer *scratch) {
    scratch->len = 0;
    append_squeezed(scratch, line);
    return scratch->len == 0 ||
           memmem(record->ptr, record->len, scratch->ptr, scratch->len) != NULL;
}

/* "°", behind white space or not. */
static bool is_sign_at(struct span line, size_t at) {
    for (size_t skip; (skip = space_at(line, at)) > 0;)
        at += skip;
    return line.len - at >= 2 && memcmp(line.ptr + at, "\xC2\xB0", 2) == 0;
}

/* A heading is cut into type, number, ministry and title: its words are what is kept. */
static bool are_words_kept(struct span line, const struct buffer *record,
                           struct buffer *scratch) {
    for (size_t at = 0; at < line.len;) {
        struct span word = {line.ptr + at, 0};
        while (at < line.len && !space_at(line, at))
            at++, word.len++;
        at += space_at(line, at);
        /* "Questionn ° 12", "Question écriteN ° 12": the letter is the sign's */
        if (word.len && (word.ptr[word.len - 1] | 0x20) == 'n' && is_sign_at(line, at))
            word.len--;
        bool said = fold_equal(word, "question") || span_find(word, SPAN("\xC2\xB0"));
        if (word.len > 3 && !said && !is_kept(word, record, scratch))
            return false;
    }
    return true;
}

/* Lines whose words are a label's, or become a value that is no text: a date, a number. */
static bool is_label(const struct line *l) {
    return l->kind != DATUM_NONE && l->field != FIELD_BLOCKS && l->section != SECTION_UNPARSED;
}

static bool is_furniture(const struct page *page, size_t i) {
    const struct line *l = &page->lines[i];
    if (l->role == ROLE_FURNITURE || (l->flags & LINE_RULE) || l->kind != DATUM_NONE)
        return true;
    /* a label of the site's that was wrapped */
    return i > 0 && !(l->flags & LINE_STARTS) && page->lines[i - 1].section == SECTION_FURNITURE;
}

static const char *check_regards_line(const struct page *page, size_t i,
                                      const struct buffer *record, struct buffer *scratch) {
    const struct line *l = &page->lines[i];
    switch ((enum section)l->section) {
    case SECTION_NONE: break;
    case SECTION_FURNITURE: HOLDS(is_furniture(page, i)); break;
    case SECTION_HEADER:
        HOLDS(l->kind == DATUM_BYLINE ||
              are_words_kept(without_suffix(line_text(l)), record, scratch));
        break;
    case SECTION_METADATA:
    case SECTION_BODY:
    case SECTION_RESPONSE:
    case SECTION_COMMENTS:
    case SECTION_UNPARSED:
        HOLDS(is_label(l) || is_kept(line_text(l), record, scratch));
        break;
    }
    return NULL;
}

/* On the chambers' own pages values are parted from labels and turned round; texts are not. */
static const char *check_official_line(const struct page *page, size_t i,
                                       const struct buffer *record, struct buffer *scratch) {
    const struct line *l = &page->lines[i];
    if (l->field == FIELD_BLOCKS || l->section == SECTION_UNPARSED)
        HOLDS(is_kept(line_text(l), record, scratch));
    return NULL;
}

static void tell_line(const struct line *l) {
    fprintf(stderr, "section %d, field %d, kind %d, role %d, flags %d: \"%.*s\"\n", l->section,
            l->field, l->kind, l->role, l->flags, (int)l->len, l->ptr);
}

/* In a text, from the first heading on, what no section has stands behind the form. */
static const char *check_end(const struct page *page) {
    size_t i = 0;
    while (i < page->count && page->lines[i].section != SECTION_HEADER)
        i++;
    while (i < page->count && page->lines[i].section != SECTION_NONE)
        i++;
    if (i == page->count)
        return NULL;
    const struct line *l = &page->lines[i];
    if (l->kind != DATUM_FORM)
        tell_line(l);
    HOLDS(l->kind == DATUM_FORM);
    for (; i < page->count; i++)
        HOLDS(page->lines[i].section == SECTION_NONE);
    return NULL;
}

static bool says_code(const qp_result *r, const char *code) {
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++)
        if (strcmp(qp_result_diagnostic(r, i)->code, code) == 0)
            return true;
    return false;
}

static const char *check_lines(const qp_result *r) {
    struct buffer record = {0}, scratch = {0};
    const char *broken = NULL;
    bool is_regards = true; /* all are: no line tells which family it was read by */
    for (size_t i = 0; i < r->count; i++) {
        enum qp_site site = r->questions[i].site;
        is_regards &= site == QP_NOSSENATEURS || site == QP_NOSDEPUTES;
        append_record(&record, &r->questions[i]);
    }
    size_t i = 0;
    while (i < r->page.count && r->page.lines[i].field != FIELD_TYPE && is_regards)
        i++;
    for (; i < r->page.count && !broken; i++) {
        broken = is_regards ? check_regards_line(&r->page, i, &record, &scratch)
                            : check_official_line(&r->page, i, &record, &scratch);
        if (!broken && span_blank(line_text(&r->page.lines[i])))
            broken = "a line is blank";
        if (broken)
            tell_line(&r->page.lines[i]);
    }
    if (!broken && r->count == 1 && is_regards && !r->page.markup && !says_code(r, "other-site"))
        broken = check_end(&r->page);
    if (record.failed || scratch.failed)
        broken = "memory ended in a check";
    buffer_free(&record);
    buffer_free(&scratch);
    return broken;
}

/* ---- results ---- */

static const char *check_diagnostics(const qp_result *r) {
    size_t count = qp_result_diagnostic_count(r), line = 0;
    bool refused = false;
    HOLDS(qp_result_diagnostic(r, count) == NULL);
    for (size_t i = 0; i < count; i++) {
        const qp_diagnostic *d = qp_result_diagnostic(r, i);
        HOLDS((d->line >= 1) == (d->column >= 1));
        HOLDS(all_clean(d->message, strlen(d->message)) && !strpbrk(d->message, "\n\r\t"));
        refused |= d->severity == QP_ERROR;
        if (r->page.origin.kind == ORIGIN_SAME && d->line) {
            HOLDS(d->line >= line);
            line = d->line;
        }
    }
    HOLDS(refused == (qp_result_count(r) == 0));
    return NULL;
}

/* Of a page a row without cells is none, while a record that is read may have one. */
static const char *check_rows(const qp_blocks *blocks) {
    for (size_t i = 0; i < blocks->count; i++)
        for (size_t k = 0; k < blocks->items[i].row_count; k++)
            HOLDS(blocks->items[i].rows[k].count > 0);
    return NULL;
}

const char *check_result(const qp_result *r) {
    size_t count = qp_result_count(r);
    HOLDS(qp_result_outcome(r) != QP_FAILED);
    HOLDS((qp_result_outcome(r) == QP_CONVERTED) == (count > 0));
    HOLDS(qp_result_question(r, count) == NULL);
    KEEPS(check_diagnostics(r));
    for (size_t i = 0; i < count; i++) {
        const qp_question *q = qp_result_question(r, i);
        HOLDS(qp_site_name(q->site));
        for (size_t k = 0; k < q->unparsed_count; k++)
            HOLDS(q->unparsed[k].line >= 1 && q->unparsed[k].text.size > 0);
        KEEPS(check_rows(&q->body.blocks));
        KEEPS(check_rows(&q->response.blocks));
        KEEPS(check_record(q));
    }
    return count && r->page.lines ? check_lines(r) : NULL;
}
