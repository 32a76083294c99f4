#include "emit.h"

static inline void put(struct json *j, const char *bytes, size_t len) {
    buffer_put(j->out, bytes, len);
}

static bool needs_escape(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

static const char *run_end(const char *p, const char *end) {
    while (end - p >= 8) {
        uint64_t w = swar_load(p);
        if (swar_any(w, swar_below(w, 0x20) | swar_equal(w, '"') | swar_equal(w, '\\') |
                            swar_equal(w, 0x7F)))
            break;
        p += 8;
    }
    while (p < end && !needs_escape((unsigned char)*p))
        p++;
    return p;
}

static void put_escape(struct json *j, unsigned char c) {
    static const char short_form[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
    };
    static const char hex[] = "0123456789abcdef";
    char escape[6] = {'\\', (char)c, '0', '0', 0, 0};
    size_t len = 2;
    if (c < 0x20 && short_form[c]) {
        escape[1] = short_form[c];
    } else if (c < 0x20 || c == 0x7F) {
        escape[1] = 'u';
        escape[4] = hex[c >> 4];
        escape[5] = hex[c & 15];
        len = 6;
    }
    put(j, escape, len);
}

static void put_string(struct json *j, qp_string s) {
    const char *p = s.data, *end = p + s.size;
    put(j, "\"", 1);
    while (p < end) {
        const char *stop = run_end(p, end);
        put(j, p, (size_t)(stop - p));
        p = stop;
        if (p < end)
            put_escape(j, (unsigned char)*p++);
    }
    put(j, "\"", 1);
}

static void put_line_start(struct json *j) {
    /* Deepest: a cell in a row in `rows` in a block in `blocks` in `body`. */
    static const char spaces[] = "\n                ";
    if (!j->one_line)
        put(j, spaces, 1 + 2 * j->depth);
}

/* What stands before a value: comma, line, key. */
static void put_key(struct json *j, const char *key) {
    if (!j->first)
        put(j, ",", 1);
    j->first = false;
    put_line_start(j);
    if (key) {
        put(j, "\"", 1);
        put(j, key, strlen(key));
        put(j, "\": ", j->one_line ? 2 : 3);
    }
}

static void put_open(struct json *j, const char *bracket) {
    put(j, bracket, 1);
    j->depth++;
    j->first = true;
}

static void put_close(struct json *j, const char *bracket) {
    j->depth--;
    j->first = false;
    put_line_start(j);
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
    put_key(state, key);
    put(state, digits, emit_decimal(value, digits));
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
            /* The empty cells that `colspan` adds have no data. */
            const qp_string *cell = &row->cells[k];
            string(state, NULL, cell->data ? *cell : (qp_string){"", 0});
        }
        list_end(state);
    }
    list_end(state);
}

static void block(void *state, const qp_block *b) {
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

static int record(const qp_question *question, bool one_line, struct buffer *out) {
    struct json j = {.out = out, .one_line = one_line};
    put_open(&j, "{");
    emit_members(question, &json_hooks, &j);
    put_close(&j, "}");
    put(&j, "\n", 1);
    return out->failed ? -1 : 0;
}

int emit_json(const qp_question *question, enum qp_part part, struct buffer *out) {
    (void)part;
    return record(question, false, out);
}

int emit_jsonl(const qp_question *question, enum qp_part part, struct buffer *out) {
    (void)part;
    return record(question, true, out);
}
