/* JSON, laid out as jq does it, and JSON lines. */
#include "base/print.h"
#include "base/swar.h"
#include "emit/emit.h"

#include <assert.h>

/* Indents the deepest value: a cell in a row in `rows` in a block in `blocks` in `body`. */
static const char line_start[] = "\n                ";
enum { LONGEST_KEY = 32, AROUND_KEY = sizeof line_start + 6 };

static inline bool room(struct json *j, size_t more) {
    struct buffer *b = j->out;
    return more < b->cap - b->len || buffer_reserve(b, more);
}

static inline void put(struct json *j, const char *bytes, size_t len) {
    struct buffer *b = j->out;
    if (!room(j, len))
        return;
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

enum { LONGEST_ESCAPE = 6 };

/* How a byte is written in a string: 0: as it is; 'u': as a code; else: this letter behind a
 * backslash. */
static const char escapes[256] = {
#define U4 'u', 'u', 'u', 'u'
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b', 't', 'n', 'u', 'f', 'r', 'u', 'u', U4, U4, U4, U4,
#undef U4
    ['"'] = '"', ['\\'] = '\\', [0x7F] = 'u',
};

/* Copies bytes that are written as they are, up to the first that is not. *from and *to move. */
static inline void copy_run(const char **from, const char *end, char **to) {
    const char *p = *from;
    char *out = *to;
    for (; end - p >= LANES; p += LANES, out += LANES) {
        lanes v = lanes_load(p);
        if (lanes_any((v < 0x20) | (v == '"') | (v == '\\') | (v == 0x7F)))
            break;
        memcpy(out, &v, sizeof v);
    }
    while (p < end && !escapes[(unsigned char)*p])
        *out++ = *p++;
    *from = p;
    *to = out;
}

static char *write_escape(char *to, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = escapes[c];
    if (escapes[c] == 'u') {
        *to++ = '0';
        *to++ = '0';
        *to++ = hex[c >> 4];
        *to++ = hex[c & 15];
    }
    return to;
}

static void put_string(struct json *j, qp_string s) {
    const char *p = s.data, *end = p + s.size;
    if (!room(j, s.size + 2))
        return;
    char *to = j->out->ptr + j->out->len;
    *to++ = '"';
    for (;;) {
        copy_run(&p, end, &to);
        if (p == end)
            break;
        /* The room made so far has one byte for the escape. */
        j->out->len = (size_t)(to - j->out->ptr);
        if (!room(j, (size_t)(end - p) + LONGEST_ESCAPE + 1))
            return;
        to = write_escape(j->out->ptr + j->out->len, (unsigned char)*p++);
    }
    *to++ = '"';
    j->out->len = (size_t)(to - j->out->ptr);
}

static char *write_line_start(const struct json *j, char *to) {
    if (j->one_line)
        return to;
    memcpy(to, line_start, 1 + 2 * j->depth);
    return to + 1 + 2 * j->depth;
}

/* Writes what comes before a value: comma, line break, key. */
static void put_key(struct json *j, const char *key) {
    if (!room(j, LONGEST_KEY + AROUND_KEY))
        return;
    char *to = j->out->ptr + j->out->len;
    if (!j->first)
        *to++ = ',';
    j->first = false;
    to = write_line_start(j, to);
    if (key) {
        *to++ = '"';
        for (const char *from = key; *from; from++)
            *to++ = *from;
        assert(to - (j->out->ptr + j->out->len) <= LONGEST_KEY + AROUND_KEY - 3);
        *to++ = '"';
        *to++ = ':';
        if (!j->one_line)
            *to++ = ' ';
    }
    j->out->len = (size_t)(to - j->out->ptr);
}

static void put_open(struct json *j, const char *bracket) {
    put(j, bracket, 1);
    j->depth++;
    j->first = true;
}

static void put_close(struct json *j, const char *bracket) {
    j->depth--;
    j->first = false;
    if (room(j, sizeof line_start))
        j->out->len = (size_t)(write_line_start(j, j->out->ptr + j->out->len) - j->out->ptr);
    put(j, bracket, 1);
}

static void object_begin(void *state, const char *key) {
    put_key(state, key);
    put_open(state, "{");
}

static void object_end(void *state) {
    put_close(state, "}");
}

static void list_begin(void *state, const char *key) {
    put_key(state, key);
    put_open(state, "[");
}

static void list_end(void *state) {
    put_close(state, "]");
}

static void list_empty(void *state, const char *key) {
    put_key(state, key);
    put(state, "[]", 2);
}

static void absent(void *state, const char *key) {
    put_key(state, key);
    put(state, "null", 4);
}

static void string(void *state, const char *key, qp_string value) {
    if (!value.data) {
        absent(state, key);
        return;
    }
    put_key(state, key);
    put_string(state, value);
}

static void integer(void *state, const char *key, long value) {
    char digits[24];
    size_t len = decimal(value, digits);
    put_key(state, key);
    put(state, digits, len);
}

static void rows(void *state, const qp_block *table) {
    if (table->row_count == 0) {
        list_empty(state, "rows");
        return;
    }
    list_begin(state, "rows");
    for (size_t i = 0; i < table->row_count; i++) {
        const qp_row *row = &table->rows[i];
        if (row->count == 0) {
            list_empty(state, NULL);
            continue;
        }
        list_begin(state, NULL);
        for (size_t k = 0; k < row->count; k++) {
            /* An empty cell that `colspan` added has no data. */
            const qp_string *cell = &row->cells[k];
            string(state, NULL, cell->data ? *cell : (qp_string){"", 0});
        }
        list_end(state);
    }
    list_end(state);
}

/* As block() would, but faster: a batch writes mostly paragraphs. */
static void line_paragraph(struct json *j, qp_string text) {
    static const char head[] = ",{\"type\":\"paragraph\",\"text\":";
    size_t comma = j->first ? 1 : 0;
    put(j, head + comma, sizeof head - 1 - comma);
    put_string(j, text);
    put(j, "}", 1);
    j->first = false;
}

static void block(void *state, const qp_block *b) {
    struct json *j = state;
    if (j->one_line && b->type == QP_PARAGRAPH && b->text.data) {
        line_paragraph(j, b->text);
        return;
    }
    object_begin(state, NULL);
    switch (b->type) {
    case QP_PARAGRAPH:
        string(state, "type", (qp_string){"paragraph", 9});
        break;
    case QP_TABLE:
        string(state, "type", (qp_string){"table", 5});
        rows(state, b);
        break;
    }
    string(state, "text", b->text);
    object_end(state);
}

const struct emitter json_hooks = {
    .object_begin = object_begin,
    .object_end = object_end,
    .list_begin = list_begin,
    .list_end = list_end,
    .list_empty = list_empty,
    .attribute = string,
    .string = string,
    .integer = integer,
    .absent = absent,
    .block = block,
};

static void record(struct json j, const qp_question *question) {
    put_open(&j, "{");
    emit_members(question, &json_hooks, &j);
    put_close(&j, "}");
}

static int record_line(struct json j, const qp_question *question) {
    record(j, question);
    buffer_char(j.out, '\n');
    return j.out->failed ? -1 : 0;
}

int emit_json(const qp_question *question, enum qp_part part, struct buffer *out) {
    (void)part;
    return record_line((struct json){.out = out}, question);
}

int emit_jsonl(const qp_question *question, enum qp_part part, struct buffer *out) {
    (void)part;
    return record_line((struct json){.out = out, .one_line = true}, question);
}

/* As `jq -s .` lays a list out: its items are indented. */
int emit_jsonarray(const qp_question *question, enum qp_part part, struct buffer *out) {
    if (part == QP_ALONE)
        append_text(out, qp_emit_head(QP_JSONARRAY));
    append_text(out, "  ");
    record((struct json){.out = out, .depth = 1}, question);
    if (part == QP_ALONE)
        append_text(out, qp_emit_tail(QP_JSONARRAY));
    return out->failed ? -1 : 0;
}
