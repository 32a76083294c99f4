/* Comma-separated values after RFC 4180: a row for each question, a cell for each key without keys
 * below it. */
#include "base/print.h"
#include "base/swar.h"
#include "emit/emit.h"
#include "question/fields.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>

struct csv {
    struct buffer *out;
    bool sheet;       /* for spreadsheets */
    char separator;   /* of cells */
    bool begun;       /* the row has a cell */
    bool list;        /* within a list */
    bool objects;     /* within a list of objects */
    bool item;        /* the list has an item */
    struct json json; /* writes a list of objects */
    size_t start;     /* where in *out that list begins */
};

static void put(struct csv *c, const char *bytes, size_t len) {
    buffer_put(c->out, bytes, len);
}

static void begin_cell(struct csv *c) {
    if (c->begun)
        put(c, &c->separator, 1);
    c->begun = true;
}

/* A spreadsheet would compute a page's text that begins like this: "=HYPERLINK(…)". */
static bool is_formula(qp_string s) {
    return s.size > 0 && memchr("=+-@\t\r", s.data[0], 6) != NULL;
}

static void guard(struct csv *c, qp_string s) {
    if (c->sheet && is_formula(s))
        put(c, "'", 1);
}

static bool needs_quotes(qp_string s, char separator) {
    const char *p = s.data, *end = p + s.size;
    for (; end - p >= 8; p += 8) {
        uint64_t w = swar_load(p);
        if (swar_any(w, swar_equal(w, (unsigned char)separator) | swar_equal(w, '"') | swar_equal(w, '\n') |
                            swar_equal(w, '\r')))
            return true;
    }
    for (; p < end; p++)
        if (*p == separator || *p == '"' || *p == '\n' || *p == '\r')
            return true;
    return false;
}

/* Text within quotes: quotes in it are doubled. */
static void put_quoted(struct csv *c, const char *p, size_t len) {
    if (len == 0)
        return;
    const char *end = p + len;
    for (const char *quote; (quote = memchr(p, '"', (size_t)(end - p))); p = quote + 1) {
        put(c, p, (size_t)(quote - p));
        put(c, "\"\"", 2);
    }
    put(c, p, (size_t)(end - p));
}

/* The same for text that is in the output already, from `start` on. It is moved in place, from its
 * end: a second buffer would be as large as a page of comments. */
static void double_quotes(struct buffer *b, size_t start) {
    size_t quotes = 0;
    for (size_t i = start; i < b->len; i++)
        quotes += b->ptr[i] == '"';
    if (!buffer_reserve(b, quotes))
        return;
    const char *from = b->ptr + b->len;
    b->len += quotes;
    for (char *to = b->ptr + b->len; to > from;) {
        *--to = *--from;
        if (*to == '"')
            *--to = '"';
    }
}

static void cell(struct csv *c, qp_string s) {
    begin_cell(c);
    if (s.size == 0)
        return;
    bool quotes = needs_quotes(s, c->separator);
    if (quotes)
        put(c, "\"", 1);
    guard(c, s);
    if (quotes)
        put_quoted(c, s.data, s.size);
    else
        put(c, s.data, s.size);
    if (quotes)
        put(c, "\"", 1);
}

/* Adds an item of a list of texts. */
static void join(struct csv *c, const char *between, qp_string s) {
    if (c->item)
        put(c, between, strlen(between));
    else
        guard(c, s);
    c->item = true;
    put_quoted(c, s.data, s.size);
}

static void object_begin(void *state, const char *key) {
    struct csv *c = state;
    if (!c->list)
        return;
    if (!c->objects) {
        c->json = (struct json){.out = c->out, .one_line = true, .first = true};
        c->start = c->out->len;
        json_hooks.list_begin(&c->json, NULL);
    }
    c->objects = true;
    json_hooks.object_begin(&c->json, key);
}

static void object_end(void *state) {
    struct csv *c = state;
    if (c->list)
        json_hooks.object_end(&c->json);
}

static void list_begin(void *state, const char *key) {
    struct csv *c = state;
    (void)key;
    begin_cell(c);
    put(c, "\"", 1);
    c->list = true;
    c->item = false;
}

static void list_end(void *state) {
    struct csv *c = state;
    if (c->objects) {
        json_hooks.list_end(&c->json);
        double_quotes(c->out, c->start);
    }
    put(c, "\"", 1);
    c->list = c->objects = false;
}

static void list_empty(void *state, const char *key) {
    (void)key;
    begin_cell(state);
}

static void string(void *state, const char *key, qp_string value) {
    struct csv *c = state;
    if (c->objects)
        json_hooks.string(&c->json, key, value);
    else if (c->list)
        join(c, "; ", value);
    else
        cell(c, value);
}

static void integer(void *state, const char *key, long value) {
    struct csv *c = state;
    char digits[24];
    if (c->objects)
        json_hooks.integer(&c->json, key, value);
    else
        cell(c, (qp_string){digits, decimal(value, digits)});
}

/* An absent object has an empty cell for each of its keys. */
static size_t cell_count(const char *key) {
    for (size_t i = 0; i < record_fields.count; i++) {
        const struct record_field *f = &record_fields.items[i];
        if (f->kind == VALUE_OPTIONAL && strcmp(f->key, key) == 0)
            return field_columns(f);
    }
    return 1;
}

static void absent(void *state, const char *key) {
    struct csv *c = state;
    if (c->objects) {
        json_hooks.absent(&c->json, key);
        return;
    }
    for (size_t n = cell_count(key); n > 0; n--)
        begin_cell(c);
}

static void block(void *state, const qp_block *b) {
    join(state, "\n\n", b->text);
}

static int row(const qp_question *question, bool sheet, char separator, struct buffer *out) {
    static const struct emitter hooks = {
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
    struct csv c = {.out = out, .sheet = sheet, .separator = separator};
    emit_members(question, &hooks, &c);
    put(&c, "\r\n", 2);
    return out->failed ? -1 : 0;
}

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* The names of the fields, "author.name", put together at the first call. */
static char head[2048];

static char *put_name(char *to, const char *prefix, const struct record_field *field) {
    char name[64];
    int len = snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "." : "", field->key);
    if (field->kind == VALUE_OBJECT || field->kind == VALUE_OPTIONAL) {
        for (size_t i = 0; i < field->shape->count; i++)
            to = put_name(to, name, &field->shape->items[i]);
        return to;
    }
    assert(len < (int)sizeof name && to + len + 4 < head + sizeof head);
    memcpy(to, name, (size_t)len);
    to[len] = ',';
    return to + len + 1;
}

static void make_head(void) {
    char *to = head + sizeof BYTE_ORDER_MARK - 1;
    memcpy(head, BYTE_ORDER_MARK, sizeof BYTE_ORDER_MARK - 1);
    for (size_t i = 0; i < record_fields.count; i++)
        to = put_name(to, "", &record_fields.items[i]);
    memcpy(to - 1, "\r\n", 3); /* replaces the last comma */
}

const char *csv_head(bool sheet) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_head);
    return sheet ? head : head + sizeof BYTE_ORDER_MARK - 1;
}

void csv_append_head(bool sheet, char separator, struct buffer *out) {
    size_t start = out->len;
    const char *names = csv_head(sheet);
    buffer_append(out, names, strlen(names));
    for (size_t i = start; i < out->len; i++)
        if (out->ptr[i] == ',')
            out->ptr[i] = separator;
}

int csv_append(const qp_question *question, bool sheet, char separator, enum qp_part part,
               struct buffer *out) {
    if (part == QP_ALONE)
        csv_append_head(sheet, separator, out);
    return row(question, sheet, separator, out);
}

int emit_csv(const qp_question *question, enum qp_part part, struct buffer *out) {
    return csv_append(question, false, ',', part, out);
}

int emit_csv_sheet(const qp_question *question, enum qp_part part, struct buffer *out) {
    return csv_append(question, true, ',', part, out);
}
