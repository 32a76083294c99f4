/* Trees to questions, by the list of a record's fields. */
#include "record/read.h"

#include "base/fold.h"
#include "decode/decode.h"
#include "emit/emit.h"
#include "question/date.h"
#include "question/fields.h"
#include "question/names.h"
#include "question/number.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>

/* A record has two values more than the struct: its schema, and the site's chamber. */
struct written {
    qp_question q; /* first: the fields' offsets count from it */
    qp_string schema, chamber;
};

/* ---- single values ---- */

static bool is_required(const struct record_field *f) {
    return f->flags & REQUIRED;
}

static const char *kind_word(const struct node *n) {
    switch (n->kind) {
    case NODE_OBJECT: return "an object";
    case NODE_LIST: return "a list";
    case NODE_STRING: return "a string";
    case NODE_INTEGER: return "a number";
    case NODE_NULL: return "null";
    case NODE_OTHER: return "a number with a fraction, true or false";
    case NODE_ELEMENT: break;
    }
    return n->inner ? "elements" : "text";
}

static void wanted(struct record_reader *r, const struct node *n, const char *what, bool required) {
    record_complain_at(r, n, "%s%s is wanted, not %s", what, required ? "" : " or null",
                       kind_word(n));
}

/* The value in quotes, cut to a readable length. */
static const char *shown(struct span s, char out[96]) {
    size_t len = s.len < 64 ? s.len : 64;
    while (len < s.len && len > 0 && ((unsigned char)s.ptr[len] & 0xC0) == 0x80)
        len--;
    snprintf(out, 96, "\"%.*s%s\"", (int)len, s.len ? s.ptr : "", len < s.len ? "…" : "");
    return out;
}

static bool as_text(struct record_reader *r, const struct node *n, const char *what, bool required,
                    struct span *out) {
    if (n->kind == NODE_NULL && !required)
        return false;
    if (n->kind == NODE_STRING || (n->kind == NODE_ELEMENT && !n->inner)) {
        *out = node_text(n);
        return true;
    }
    wanted(r, n, what, required);
    return false;
}

/* A text of `flags`, as a field has them. JSON alone is checked for what the XSD knows. */
static void read_text(struct record_reader *r, const struct node *n, unsigned flags, qp_string *out) {
    struct span text;
    if (!as_text(r, n, "a string", flags & REQUIRED, &text))
        return;
    if (r->schema && n->kind == NODE_STRING && text.len == 0 && !(flags & MAY_BE_EMPTY))
        record_complain_at(r, n, "an empty string: %s",
                           flags & REQUIRED ? "there is no such text" : "what is absent is null");
    size_t clean = decode_clean(text);
    const char *feed = text.len ? memchr(text.ptr, '\f', text.len) : NULL;
    if (clean < text.len || feed)
        record_complain_at(r, n, "a character that XML forbids");
    *out = (qp_string){text.ptr, text.len};
}

static void read_date(struct record_reader *r, const struct node *n, const struct record_field *f,
                      qp_date *out) {
    struct span text, rest;
    qp_date date;
    char digits[17], quote[96];
    if (!as_text(r, n, f->kind == VALUE_DATE ? "a date" : "a date or time", is_required(f), &text))
        return;
    if (date_iso(text, &date, &rest) == DATE_OK && f->kind == VALUE_MOMENT && rest.len == 6 &&
        *rest.ptr == 'T' && !date_time((struct span){rest.ptr + 1, 5}, &date, &rest))
        date.year = 0;
    /* " 2020-01-05" is read, but written otherwise: it is refused. */
    size_t len = date.year ? date_format(date, digits) : 0;
    if (len && span_equal(text, (struct span){digits, len}))
        *out = date;
    else
        record_complain_at(r, n, "%s is no %s", shown(text, quote),
                           f->kind == VALUE_DATE ? "day of the calendar, as YYYY-MM-DD"
                                          : "time, as YYYY-MM-DDTHH:MM or YYYY-MM-DD");
}

static void read_name(struct record_reader *r, const struct node *n, const struct record_field *f,
                      void *out) {
    struct span text;
    struct buffer names = {0};
    char quote[96];
    if (!as_text(r, n, "a string", is_required(f), &text))
        return;
    for (int value = 0; value < f->values; value++) {
        const char *name = f->name_of(value);
        if (!name)
            continue;
        if (span_equal(text, (struct span){name, strlen(name)})) {
            memcpy(out, &value, sizeof value);
            buffer_free(&names);
            return;
        }
        buffer_append(&names, ", ", names.len ? 2 : 0);
        buffer_append(&names, name, strlen(name));
    }
    buffer_char(&names, '\0');
    if (names.failed)
        r->failed = true;
    else
        record_complain_at(r, n, "%s is none of %s", shown(text, quote), names.ptr);
    buffer_free(&names);
}

/* A number without sign; -1 where it is none, or more than `most`. */
static long read_digits(struct span text, unsigned long most) {
    unsigned long value = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned char)text.ptr[i] - (unsigned)'0';
        if (digit > 9 || value > (most - digit) / 10)
            return -1;
        value = value * 10 + digit;
    }
    return text.len ? (long)value : -1;
}

static void read_number(struct record_reader *r, const struct node *n, const struct record_field *f,
                        void *out) {
    bool number = n->kind == NODE_INTEGER || (n->kind == NODE_ELEMENT && !n->inner);
    char quote[96];
    if (n->kind == NODE_NULL && !is_required(f))
        return;
    if (!number) {
        wanted(r, n, "a number", is_required(f));
        return;
    }
    struct span text = n->kind == NODE_ELEMENT ? span_trim(node_text(n)) : node_text(n);
    long most = f->kind == VALUE_INT ? INT_MAX : LONG_MAX;
    long value = read_digits(text, (unsigned long)most);
    if (value < f->least) {
        record_complain_at(r, n, "%s is no whole number from %d to %ld", shown(text, quote), f->least,
                           most);
    } else if (f->kind == VALUE_INT) {
        memcpy(out, &(int){(int)value}, sizeof(int));
    } else if (f->kind == VALUE_SIZE) {
        memcpy(out, &(size_t){(size_t)value}, sizeof(size_t));
    } else {
        memcpy(out, &value, sizeof value);
    }
}

/* ---- objects and lists ---- */

/* Whether the node is an object or a list, as `kind` says. */
static bool as_members(struct record_reader *r, const struct node *n, enum node_kind kind,
                       bool required) {
    if (n->kind == kind)
        return true;
    if (n->kind == NODE_NULL && !required)
        return false;
    if (n->kind != NODE_ELEMENT)
        wanted(r, n, kind == NODE_LIST ? "a list" : "an object", required);
    else if (n->mixed || (!n->inner && !span_blank(node_text(n))))
        record_complain_at(r, n, "elements are wanted, not text");
    else
        return true;
    return false;
}

static void *make_items(struct record_reader *r, const struct node *list, size_t size,
                        size_t *count) {
    size_t n = 0;
    for (const struct node *i = node_first(r, list); i; i = node_next(r, i))
        n++;
    void *items = n ? arena_array(r->arena, n, size) : NULL;
    if (n && !items)
        r->failed = true;
    else if (n)
        memset(items, 0, n * size);
    *count = items ? n : 0;
    return items;
}

/* One item of a list, at its place. */
typedef void read_item(struct record_reader *r, const struct node *n, const struct field_list *shape,
                       void *out);

/* Whether a long list has faults, which are told: "{},{}," in a list of comments would take forty
 * times its size, were memory made for all of them first. */
static bool is_spoiled(struct record_reader *r, const struct node *list, const struct field_list *shape,
                       size_t size, read_item *read) {
    enum { SPARE = 2 << 20 };
    union {
        qp_block block;
        char bytes[512];
    } item;
    size_t count = 0, before = r->faults;
    for (const struct node *i = node_first(r, list); i && count * size <= SPARE; i = node_next(r, i))
        count++;
    if (count * size <= SPARE)
        return false;
    for (const struct node *i = node_first(r, list); i && r->faults - before <= FAULTS_MOST;
         i = node_next(r, i)) {
        memset(&item, 0, sizeof item);
        read(r, i, shape, &item);
    }
    return r->faults > before;
}

static bool is_named(const struct node *n, const char *name) {
    return n->kind != NODE_ELEMENT || span_equal(node_name(n), (struct span){name, strlen(name)});
}

static void read_row(struct record_reader *r, const struct node *n, qp_row *row) {
    if (!as_members(r, n, NODE_LIST, true))
        return;
    row->cells = make_items(r, n, sizeof *row->cells, &row->count);
    const struct node *cell = node_first(r, n);
    for (size_t i = 0; i < row->count; i++, cell = node_next(r, cell)) {
        if (!is_named(cell, "cell"))
            record_complain_at(r, cell, "only <cell> stands here");
        read_text(r, cell, REQUIRED | MAY_BE_EMPTY, &row->cells[i]);
    }
}

static void read_rows(struct record_reader *r, const struct node *n, qp_block *b) {
    if (!as_members(r, n, NODE_LIST, true))
        return;
    b->rows = make_items(r, n, sizeof *b->rows, &b->row_count);
    if (r->schema && n->kind == NODE_LIST && !n->inner)
        record_complain_at(r, n, "a table has at least one row");
    const struct node *row = node_first(r, n);
    for (size_t i = 0; i < b->row_count; i++, row = node_next(r, row)) {
        if (!is_named(row, "row"))
            record_complain_at(r, row, "only <row> stands here");
        read_row(r, row, &b->rows[i]);
    }
}

/* Whether the text has a character for each tab and line break between the cells. */
static bool may_join(const struct record_reader *r, const struct node *rows, const struct node *text) {
    size_t most = node_text(text).len + 1, marks = 0;
    const struct node *row = node_first(r, rows), *cell;
    for (; row && marks <= most; row = node_next(r, row)) {
        cell = node_first(r, row);
        do
            marks++;
        while (cell && (cell = node_next(r, cell)) && marks <= most);
    }
    return marks <= most;
}

/* Rows joined by a line break, their cells by a tab. */
static void join_rows(struct record_reader *r, qp_block *b) {
    size_t size = 1;
    for (size_t i = 0; i < b->row_count; i++)
        for (size_t k = 0; k < b->rows[i].count; k++)
            size += b->rows[i].cells[k].size + 1;
    char *text = arena_text(r->arena, size + b->row_count), *to = text;
    if (!text) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < b->row_count; i++) {
        if (i)
            *to++ = '\n';
        for (size_t k = 0; k < b->rows[i].count; k++) {
            const qp_string *cell = &b->rows[i].cells[k];
            if (k)
                *to++ = '\t';
            if (cell->size)
                memcpy(to, cell->data, cell->size);
            to += cell->size;
        }
    }
    *to = '\0';
    b->text = (qp_string){text, (size_t)(to - text)};
}

/* A block of JSON says what it is: {"type": "table", "rows": [...], "text": ...}. */
static void read_block(struct record_reader *r, const struct node *n, qp_block *b) {
    const struct node *type = NULL, *text = NULL, *rows = NULL;
    struct span word = NO_SPAN;
    char quote[96];
    if (!as_members(r, n, NODE_OBJECT, true))
        return;
    for (const struct node *m = node_first(r, n); m; m = node_next(r, m)) {
        if (span_equal(node_name(m), SPAN("type")))
            type = m;
        else if (span_equal(node_name(m), SPAN("text")))
            text = m;
        else if (span_equal(node_name(m), SPAN("rows")))
            rows = m;
        else
            record_complain_at(r, m, "no key of a block");
    }
    if (!type || !text) {
        record_complain_at(r, n, "missing: %s", type ? "text" : "type");
        return;
    }
    if (as_text(r, type, "a string", true, &word) && !span_equal(word, SPAN("paragraph")) &&
        !span_equal(word, SPAN("table")))
        record_complain_at(r, type, "%s is none of paragraph, table", shown(word, quote));
    b->type = span_equal(word, SPAN("table")) ? QP_TABLE : QP_PARAGRAPH;
    if (b->type == QP_TABLE && rows && text->kind == NODE_STRING && !may_join(r, rows, text)) {
        record_complain_at(r, text, "this is not the text of the rows");
        return;
    }
    if (b->type == QP_TABLE && rows)
        read_rows(r, rows, b);
    else if (b->type == QP_TABLE)
        record_complain_at(r, n, "missing: rows");
    else if (rows)
        record_complain_at(r, rows, "no key of a paragraph");
    qp_string said = {0};
    read_text(r, text, REQUIRED, &said);
    if (b->type == QP_TABLE && !r->failed)
        join_rows(r, b);
    else
        b->text = said;
    if (said.data && (said.size != b->text.size || memcmp(said.data, b->text.data, said.size) != 0))
        record_complain_at(r, text, "this is not the text of the rows");
}

static void read_any_block(struct record_reader *r, const struct node *n,
                           const struct field_list *shape, void *out) {
    qp_block *b = out;
    (void)shape;
    if (n->kind != NODE_ELEMENT) {
        read_block(r, n, b);
    } else if (is_named(n, "table")) {
        b->type = QP_TABLE;
        read_rows(r, n, b);
        join_rows(r, b);
    } else if (is_named(n, "paragraph")) {
        read_text(r, n, REQUIRED, &b->text);
    } else {
        record_complain_at(r, n, "only <paragraph> and <table> stand here");
    }
}

static void read_blocks(struct record_reader *r, const struct node *n, qp_blocks *out) {
    if (!as_members(r, n, NODE_LIST, true) ||
        is_spoiled(r, n, NULL, sizeof *out->items, read_any_block))
        return;
    out->items = make_items(r, n, sizeof *out->items, &out->count);
    const struct node *m = node_first(r, n);
    for (size_t i = 0; i < out->count; i++, m = node_next(r, m))
        read_any_block(r, m, NULL, &out->items[i]);
}

static void read_object(struct record_reader *r, const struct node *n, const struct field_list *shape,
                        bool required, void *out);

static void read_list_item(struct record_reader *r, const struct node *n,
                           const struct field_list *shape, void *out) {
    if (!is_named(n, "item"))
        record_complain_at(r, n, "only <item> stands here");
    if (shape)
        read_object(r, n, shape, true, out);
    else
        read_text(r, n, REQUIRED, out);
}

static void read_list(struct record_reader *r, const struct node *n, const struct record_field *f,
                      void *out) {
    size_t size = f->shape ? f->shape->size : sizeof(qp_string), count;
    if (!as_members(r, n, NODE_LIST, true) ||
        is_spoiled(r, n, f->shape, size, read_list_item))
        return;
    char *items = make_items(r, n, size, &count);
    memcpy((char *)out + f->at, &items, sizeof items);
    memcpy((char *)out + f->count, &count, sizeof count);
    const struct node *m = node_first(r, n);
    for (size_t i = 0; i < count; i++, m = node_next(r, m))
        read_list_item(r, m, f->shape, items + i * size);
}

static void read_field(struct record_reader *r, const struct node *n, const struct record_field *f,
                       void *out) {
    void *at = (char *)out + f->at;
    switch (f->kind) {
    case VALUE_SCHEMA: read_text(r, n, f->flags, &((struct written *)out)->schema); break;
    case VALUE_CHAMBER: read_text(r, n, f->flags, &((struct written *)out)->chamber); break;
    case VALUE_TEXT: read_text(r, n, f->flags, at); break;
    case VALUE_DATE:
    case VALUE_MOMENT: read_date(r, n, f, at); break;
    case VALUE_NAME: read_name(r, n, f, at); break;
    case VALUE_INT:
    case VALUE_LONG:
    case VALUE_SIZE: read_number(r, n, f, at); break;
    case VALUE_OBJECT: read_object(r, n, f->shape, true, at); break;
    case VALUE_OPTIONAL:
        *(bool *)((char *)out + f->count) = n->kind != NODE_NULL;
        read_object(r, n, f->shape, false, at);
        break;
    case VALUE_LIST: read_list(r, n, f, out); break;
    case VALUE_BLOCKS: read_blocks(r, n, at); break;
    }
}

static size_t field_of(const struct field_list *shape, struct span name) {
    size_t i = 0;
    while (i < shape->count &&
           !span_equal(name, (struct span){shape->items[i].key, strlen(shape->items[i].key)}))
        i++;
    return i;
}

/* Complains of required keys that are missing, and for validation of any. One message lists them
 * all: a file that is no record lacks every one. */
static void check_missing(struct record_reader *r, const struct node *n, const struct field_list *shape,
                          uint32_t seen) {
    struct buffer names = {0};
    bool all = r->strict && n->kind == NODE_OBJECT;
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *f = &shape->items[i];
        if (seen & 1u << i || f->flags & ADDED ||
            !(all || (is_required(f) && f->kind != VALUE_OBJECT)))
            continue;
        buffer_append(&names, ", ", names.len ? 2 : 0);
        buffer_append(&names, f->key, strlen(f->key));
    }
    if (names.len == 0 && !names.failed)
        return;
    buffer_char(&names, '\0');
    if (names.failed)
        r->failed = true;
    else
        record_complain_at(r, n, "missing: %s", names.ptr);
    buffer_free(&names);
}

static bool knows(const struct field_list *shape, struct span name) {
    if (field_of(shape, name) < shape->count)
        return true;
    for (size_t i = 0; i < shape->count; i++)
        if (shape->items[i].shape && knows(shape->items[i].shape, name))
            return true;
    return false;
}

bool record_knows(struct span name) {
    return knows(&record_fields, name) ||
           word_among(name, "question questions item paragraph table row cell");
}

/* Calls itself as deeply as the tables are, never as the input. */
static void read_object(struct record_reader *r, const struct node *n, const struct field_list *shape,
                        bool required, void *out) {
    uint32_t seen = 0;
    if (!as_members(r, n, NODE_OBJECT, required))
        return;
    for (const struct node *m = node_first(r, n); m && !r->failed; m = node_next(r, m)) {
        size_t i = field_of(shape, node_name(m));
        if (i == shape->count)
            record_complain_at(r, m, "no key of a record");
        else if (seen & 1u << i)
            record_complain_at(r, m, "this stands twice");
        else
            read_field(r, m, &shape->items[i], out);
        if (i < shape->count && shape->items[i].flags & ADDED)
            r->older = false;
        seen |= i < shape->count ? 1u << i : 0;
    }
    if (!r->failed)
        check_missing(r, n, shape, seen);
}

/* ---- a record ---- */

static bool is_text(qp_string s, const char *word) {
    return span_equal((struct span){s.data, s.size}, (struct span){word, strlen(word)});
}

static bool take_word(struct span *s, const char *list) {
    struct span word = {s->ptr, 0};
    while (word.len < s->len && s->ptr[word.len] != '-')
        word.len++;
    bool taken = word.len < s->len && word_among(word, list);
    if (taken)
        *s = span_from(span_end(word) + 1, span_end(*s));
    return taken;
}

/* Digits without zeros before them, up to a '-' or the end. */
static bool take_number(struct span *s) {
    size_t n = leading_digits(*s);
    bool last = n == s->len;
    if (n == 0 || (s->ptr[0] == '0' && (n > 1 || !last)) || (!last && s->ptr[n] != '-'))
        return false;
    *s = (struct span){s->ptr + n + !last, s->len - n - !last};
    return true;
}

/* SENAT-15-QE-3705, AN-14-QE-47351, SENAT-13-QOSD-2011-123 */
static bool is_id(struct span s) {
    bool senate = take_word(&s, "SENAT");
    if ((!senate && !take_word(&s, "AN")) || !take_number(&s))
        return false;
    if (senate && take_word(&s, "QOSD QOAD QOAE QAG QC")) {
        if (leading_digits(s) != 4 || s.len < 5 || s.ptr[4] != '-')
            return false;
        s = (struct span){s.ptr + 5, s.len - 5};
    } else if (!take_word(&s, senate ? "QE" : "QE QOSD QG")) {
        return false;
    }
    return take_number(&s) && s.len == 0;
}

static void check_id(struct record_reader *r, const qp_question *q, const struct node *root) {
    char quote[96];
    struct span id = {q->id.data, q->id.size};
    if (id.ptr && !is_id(id))
        record_complain_at(r, node_member(r, root, SPAN("id")),
                           "%s does not fit the pattern of ids, as SENAT-15-QE-3705 does",
                           shown(id, quote));
}

/* The id says chamber, legislature, type and number once more; between type and number an
 * oral question of the Sénat has a year, which the XSD's pattern looks at. */
static bool is_id_of(const qp_question *q) {
    const char *chamber = chamber_name(q->site);
    struct span number = number_bare((struct span){q->number.data, q->number.size});
    struct span id = {q->id.data, q->id.size}, tail = {span_end(id) - number.len, number.len};
    char head[64];
    if (!q->type.data || !number.len || !q->legislature)
        return false;
    int len = snprintf(head, sizeof head, "%s-%d-%s-", *chamber == 's' ? "SENAT" : "AN",
                       q->legislature, q->type.data);
    return len < (int)sizeof head && id.len >= (size_t)len + number.len &&
           memcmp(id.ptr, head, (size_t)len) == 0 && span_equal(tail, number) && tail.ptr[-1] == '-';
}

/* Whether the record has an answer, or its announcement, as the status says. A page that is cut has
 * no status, and a withdrawn question may have an answer. */
static bool has_its_response(const qp_question *q) {
    switch (q->status) {
    case QP_ANSWERED:
    case QP_ANNOUNCED: return q->has_response;
    case QP_PENDING:
    case QP_TRANSFORMED: return !q->has_response;
    case QP_WITHDRAWN:
    case QP_LAPSED:
    case QP_STATUS_NONE: break;
    }
    return true;
}

/* A record says some things twice: both must agree. */
static void check_agreement(struct record_reader *r, const qp_question *q,
                            const struct node *root) {
    const struct node *status = node_member(r, root, SPAN("status"));
    bool closed = q->status == QP_WITHDRAWN || q->status == QP_LAPSED;
    char quote[96];
    if (q->id.data && !is_id_of(q))
        record_complain_at(r, node_member(r, root, SPAN("id")),
                           "%s is not made of this record's chamber, legislature, type and number",
                           shown((struct span){q->id.data, q->id.size}, quote));
    if (!has_its_response(q))
        record_complain_at(r, status, "\"%s\", %s a response", qp_status_name(q->status),
                           q->has_response ? "but there is" : "without");
    if (closed && !q->has_withdrawal)
        record_complain_at(r, status, "\"%s\", without a withdrawal", qp_status_name(q->status));
}

/* Rules between values, which an XSD can't express. */
static void check_together(struct record_reader *r, const struct written *rec,
                           const struct node *root) {
    static const char *const senat = "QE QOSD QOAD QOAE QAG QC", *const an = "QE QOSD QG";
    const qp_question *q = &rec->q;
    const char *chamber = chamber_name(q->site);
    const struct node *type = node_member(r, root, SPAN("type"));
    const struct node *end = node_member(r, root, SPAN("withdrawal"));
    char quote[96];
    if (!is_text(rec->chamber, chamber))
        record_complain_at(r, node_member(r, root, SPAN("chamber")), "the chamber of %s is %s",
                           qp_site_name(q->site), chamber);
    else if (type && q->type.data && !word_among((struct span){q->type.data, q->type.size},
                                                 *chamber == 's' ? senat : an))
        record_complain_at(r, type, "%s is no type of question of this chamber",
                           shown((struct span){q->type.data, q->type.size}, quote));
    if (end && q->has_withdrawal && q->status != QP_WITHDRAWN && q->status != QP_LAPSED)
        record_complain_at(r, end, "the status is neither withdrawn nor lapsed");
}

/* No fault so far. Where memory ended values are missing without a complaint. */
static bool is_sound(const struct record_reader *r) {
    return !r->faults && !r->failed;
}

void record_take(struct record_reader *r, const struct node *root) {
    struct written made = {.q.comment_count = -1}, *rec = &made;
    const struct node *schema = node_member(r, root, SPAN("schema"));
    r->older = true;
    if (!schema && !r->strict)
        record_complain_at(r, root, "no \"schema\" says that this is a record");
    else
        read_object(r, root, &record_fields, true, rec);
    if (is_sound(r) && !is_text(rec->schema, QP_SCHEMA))
        record_complain_at(r, schema, "this version reads %s", QP_SCHEMA);
    if (is_sound(r) && r->strict)
        check_together(r, rec, root);
    if (is_sound(r) && r->schema && root->kind == NODE_OBJECT)
        check_id(r, &rec->q, root);
    if (is_sound(r) && r->strict)
        check_agreement(r, &rec->q, root);
    if (is_sound(r) && !(rec = arena_alloc(r->arena, sizeof *rec)))
        r->failed = true;
    if (r->failed)
        return;
    *rec = made; /* of a record without faults it is in the arena */
    r->take(r->user, r->faults ? NULL : &rec->q, r->older);
}
