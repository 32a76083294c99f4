/* One walk over the question for every format. A format is a set of hooks and a row of the table of
 * formats. */
#ifndef EMIT_H
#define EMIT_H
#include "base/memory.h"

/* The hooks of a format, which write values. `key` NULL: the value is a member of a list. A failure
 * stays in the state, to be checked once after the walk. */
struct emitter {
    void (*object_begin)(void *state, const char *key);
    void (*object_end)(void *state);
    void (*list_begin)(void *state, const char *key);
    void (*list_end)(void *state);
    void (*list_empty)(void *state, const char *key);
    /* A member that in XML is an attribute of the record's element. */
    void (*attribute)(void *state, const char *key, qp_string value);
    /* data NULL: absent. */
    void (*string)(void *state, const char *key, qp_string value);
    void (*integer)(void *state, const char *key, long value);
    /* A number, date or object that the record lacks. */
    void (*absent)(void *state, const char *key);
    /* A member of the list `blocks`. */
    void (*block)(void *state, const qp_block *block);
};

/* Calls the hooks for the record's members, in their order. The record's own brackets are the
 * caller's to write. */
void emit_members(const qp_question *question, const struct emitter *hooks, void *state);

/* The state of json_hooks: JSON laid out as by `jq .` or, on one line, by `jq -c .` (1.6). It
 * begins as {out, one_line, .first = true}. */
struct json {
    struct buffer *out;
    bool one_line;
    bool first; /* the innermost bracket is empty so far */
    size_t depth;
};

extern const struct emitter json_hooks;

/* Their state is a struct xml, whose start tag of the record is open. */
extern const struct emitter xml_hooks;
struct xml;
/* Adds the attributes to the record's start tag. */
void xml_record_attributes(struct xml *x, const qp_question *question);

/* Adds one record and its line end. -1 when memory ends: *out may then hold a part of it. Threads
 * may call it with different buffers. */
typedef int emit_function(const qp_question *question, enum qp_part part, struct buffer *out);

emit_function emit_json, emit_jsonl, emit_xml, emit_csv, emit_csv_sheet, emit_akn, emit_jsonarray;

/* A row of the table of formats. */
struct format {
    const char *name;        /* its word for --format; NULL: another option asks for it */
    emit_function *emit;
    const char *suffix;      /* of the files in an output folder */
    const char *head, *tail; /* around QP_ITEM records; a head of NULL is csv_head()'s */
    const char *between;     /* before each of them but the first */
    bool single;             /* a document holds one question only */
};

const struct format *format_of(enum qp_format format);
/* Row `index` of the table, which is the format's enum value; NULL past the end. */
const struct format *format_at(size_t index);

#define XML_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* The first line of csv: the names of its columns. For spreadsheets a byte order mark is before
 * them. Static text. */
const char *csv_head(bool sheet);
/* The same line, and a record, with another separator of cells than ','. -1 as emit_function says. */
void csv_append_head(bool sheet, char separator, struct buffer *out);
int csv_append(const qp_question *question, bool sheet, char separator, enum qp_part part,
               struct buffer *out);

#endif
