/* The record in our own XML. */
#include "base/print.h"
#include "emit/emit.h"
#include "emit/xml_writer.h"

static void begin(void *state, const char *key) {
    xml_begin(state, key ? key : "item");
}

static void end(void *state) {
    xml_end(state);
}

static void string(void *state, const char *key, qp_string value) {
    if (value.data)
        xml_leaf(state, key ? key : "item", value, XML_LINE_BREAKS);
}

static void integer(void *state, const char *key, long value) {
    char digits[24];
    string(state, key, (qp_string){digits, decimal(value, digits)});
}

/* The start tag has the attributes already. */
static void in_start_tag(void *state, const char *key, qp_string value) {
    (void)state, (void)key, (void)value;
}

static void nothing(void *state, const char *key) {
    (void)state, (void)key;
}

static void block(void *state, const qp_block *b) {
    struct xml *x = state;
    switch (b->type) {
    case QP_PARAGRAPH:
        xml_leaf(x, "paragraph", b->text, XML_LINE_BREAKS);
        break;
    case QP_TABLE:
        xml_begin(x, "table");
        for (size_t i = 0; i < b->row_count; i++) {
            xml_begin(x, "row");
            for (size_t k = 0; k < b->rows[i].count; k++)
                xml_leaf(x, "cell", b->rows[i].cells[k], XML_LINE_BREAKS);
            xml_end(x);
        }
        xml_end(x);
        break;
    }
}

const struct emitter xml_hooks = {
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

void xml_record_attributes(struct xml *x, const qp_question *question) {
    xml_attribute(x, "schema", (qp_string){QP_SCHEMA, sizeof QP_SCHEMA - 1});
    xml_attribute(x, "id", question->id);
}

int emit_xml(const qp_question *question, enum qp_part part, struct buffer *out) {
    struct xml x = {.out = out};
    if (part == QP_ALONE)
        xml_raw(&x, XML_DECLARATION);
    else
        xml_within(&x, "questions"); /* qp_emit_head() has begun it */
    xml_begin(&x, "question");
    xml_record_attributes(&x, question);
    emit_members(question, &xml_hooks, &x);
    xml_end(&x);
    return out->failed ? -1 : 0;
}
