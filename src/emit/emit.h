/* One walk over the question for every format; a format is a set of hooks. */
#ifndef EMIT_H
#define EMIT_H
#include "base/memory.h"

/* What a format does with a value. `key` NULL: a member of a list. Failure sticks
 * in the state; whoever started the walk looks there once. */
struct emitter {
    void (*object_begin)(void *state, const char *key);
    void (*object_end)(void *state);
    void (*list_begin)(void *state, const char *key);
    void (*list_end)(void *state);
    void (*list_empty)(void *state, const char *key);
    /* A member that is an attribute of the record's element in XML. */
    void (*attribute)(void *state, const char *key, qp_string value);
    /* data NULL: absent. */
    void (*string)(void *state, const char *key, qp_string value);
    void (*integer)(void *state, const char *key, long value);
    /* Neither value nor object. */
    void (*absent)(void *state, const char *key);
    /* A member of the list `blocks`. */
    void (*block)(void *state, const qp_block *block);
};

/* The members of the record in their order; the record's own brackets are the caller's. */
void emit_members(const qp_question *question, const struct emitter *hooks, void *state);
/* JSON laid out as `jq .` or, on one line, as `jq -c .` (1.6) does. Starts as {out, one_line};
 * `first`: nothing stands yet in the innermost bracket. */
struct json {
    struct buffer *out;
    bool one_line, first;
    size_t depth;
};

extern const struct emitter json_hooks;

/* The hooks' state is a struct xml, whose record's start tag is open. */
extern const struct emitter xml_hooks;
struct xml;
void xml_record_attributes(struct xml *x, const qp_question *question);

/* One record and its line end. -1 when memory ends; what *out holds is then no record. */
typedef int emit_function(const qp_question *question, enum qp_part part, struct buffer *out);

emit_function emit_json, emit_jsonl, emit_xml, emit_csv, emit_csv_sheet, emit_akn;

/* A row of the table of formats. */
struct format {
    const char *name; /* as --format knows it; NULL: it does not */
    emit_function *emit;
    const char *suffix;      /* of the files in an output folder */
    const char *head, *tail; /* around ITEM records; head NULL: csv_head()'s */
    bool single;             /* a document has one question */
};

const struct format *format_of(enum qp_format format);
/* Row `index` of the table, which is the format's enum value; NULL past the end. */
const struct format *format_at(size_t index);

#define XML_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* The row of names that csv begins with, for spreadsheets behind a byte order mark. Static text. */
const char *csv_head(bool sheet);

#endif
