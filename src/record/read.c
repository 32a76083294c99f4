/* Nodes to a question, by tables of what a record holds and where each value stands in the
 * struct. A record that was written and read again is the same: the tests hold the tables
 * and emit.c's walk together by that. */
#include "record/read.h"

#include "base/fold.h"
#include "decode/decode.h"
#include "emit/emit.h"
#include "question/date.h"
#include "question/names.h"
#include "question/number.h"
#include "record/xml.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>

enum field_kind {
    TEXT,
    DAY,
    MOMENT, /* a day, or a day and a time */
    NAME,   /* one of an enumeration */
    NUMBER_INT, NUMBER_LONG, NUMBER_SIZE,
    OBJECT,
    OPTIONAL, /* an object whose flag stands at `count` */
    LIST,     /* of objects, without a shape of texts; its length stands at `count` */
    BLOCKS
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t at, count; /* places in the struct */
    const struct shape *shape;
    const char *(*name_of)(int value); /* of a NAME; NULL: there is no such value */
    bool required;                     /* never absent */
    int least;                         /* of a number */
};

struct shape {
    const struct field *fields;
    size_t field_count, size;
};

/* A record tells more than the struct holds: its schema, and the site's chamber. */
struct written {
    qp_question q;
    qp_string schema, chamber;
};

static const char *site_of(int value) {
    return qp_site_name((enum qp_site)value);
}

static const char *status_of(int value) {
    return qp_status_name((enum qp_status)value);
}

static const char *relation_of(int value) {
    return value <= QP_CITES ? relation_name((enum qp_relation_type)value) : NULL;
}

static const char *event_of(int value) {
    return value <= QP_ERRATUM ? event_name((enum qp_event_type)value) : NULL;
}

/* ---- the tables ---- */

#define SHAPE(name, type)                                                                          \
    static const struct shape name = {name##_fields, sizeof name##_fields / sizeof *name##_fields, \
                                      sizeof(type)}
#define AT(type, member) .at = offsetof(type, member)
#define COUNT(type, member) .count = offsetof(type, member)

static const struct field author_fields[] = {
    {"name", TEXT, AT(qp_author, name)},
    {"civility", TEXT, AT(qp_author, civility)},
    {"group", TEXT, AT(qp_author, group)},
    {"constituency", TEXT, AT(qp_author, constituency)},
};
SHAPE(author, qp_author);

static const struct field ministry_fields[] = {
    {"displayed", TEXT, AT(qp_ministry, displayed)},
    {"asked", TEXT, AT(qp_ministry, asked)},
    {"attributed", TEXT, AT(qp_ministry, attributed)},
    {"answering", TEXT, AT(qp_ministry, answering)},
};
SHAPE(ministry, qp_ministry);

static const struct field body_fields[] = {
    {"date", DAY, AT(qp_body, date)},
    {"page", TEXT, AT(qp_body, page)},
    {"blocks", BLOCKS, AT(qp_body, blocks)},
};
SHAPE(body, qp_body);

static const struct field response_fields[] = {
    {"date", DAY, AT(qp_response, date)},
    {"page", TEXT, AT(qp_response, page)},
    {"expected", DAY, AT(qp_response, expected)},
    {"blocks", BLOCKS, AT(qp_response, blocks)},
};
SHAPE(response, qp_response);

static const struct field withdrawal_fields[] = {
    {"date", DAY, AT(qp_withdrawal, date)},
    {"reason", TEXT, AT(qp_withdrawal, reason)},
};
SHAPE(withdrawal, qp_withdrawal);

static const struct field relation_fields[] = {
    {"type", NAME, AT(qp_relation, type), .name_of = relation_of, .required = true},
    {"text", TEXT, AT(qp_relation, text), .required = true},
    {"number", TEXT, AT(qp_relation, number)},
    {"url", TEXT, AT(qp_relation, url)},
};
SHAPE(relation, qp_relation);

static const struct field event_fields[] = {
    {"type", NAME, AT(qp_event, type), .name_of = event_of, .required = true},
    {"date", DAY, AT(qp_event, date)},
    {"detail", TEXT, AT(qp_event, detail)},
};
SHAPE(event, qp_event);

static const struct field comment_fields[] = {
    {"author", TEXT, AT(qp_comment, author)},
    {"date", MOMENT, AT(qp_comment, date)},
    {"text", TEXT, AT(qp_comment, text), .required = true},
};
SHAPE(comment, qp_comment);

/* The struct has no object of its own for these: the places are the question's. */
static const struct field comments_fields[] = {
    {"count", NUMBER_LONG, AT(qp_question, comment_count)},
    {"items", LIST, AT(qp_question, comments), COUNT(qp_question, comment_item_count), &comment},
};
SHAPE(comments, qp_question);

static const struct field unparsed_fields[] = {
    {"line", NUMBER_SIZE, AT(qp_unparsed, line), .required = true, .least = 1},
    {"text", TEXT, AT(qp_unparsed, text), .required = true},
};
SHAPE(unparsed, qp_unparsed);

static const struct field record_fields[] = {
    {"schema", TEXT, AT(struct written, schema), .required = true},
    {"file", TEXT, AT(struct written, q.file)},
    {"id", TEXT, AT(struct written, q.id)},
    {"site", NAME, AT(struct written, q.site), .name_of = site_of, .required = true},
    {"chamber", TEXT, AT(struct written, chamber), .required = true},
    {"legislature", NUMBER_INT, AT(struct written, q.legislature), .least = 1},
    {"type", TEXT, AT(struct written, q.type)},
    {"type_label", TEXT, AT(struct written, q.type_label)},
    {"number", TEXT, AT(struct written, q.number)},
    {"reference", TEXT, AT(struct written, q.reference)},
    {"url", TEXT, AT(struct written, q.url)},
    {"source_url", TEXT, AT(struct written, q.source_url)},
    {"author", OBJECT, AT(struct written, q.author), .shape = &author, .required = true},
    {"ministry", OBJECT, AT(struct written, q.ministry), .shape = &ministry, .required = true},
    {"addressee", TEXT, AT(struct written, q.addressee)},
    {"title", TEXT, AT(struct written, q.title)},
    {"rubric", TEXT, AT(struct written, q.rubric)},
    {"rubric_head", TEXT, AT(struct written, q.rubric_head)},
    {"analysis", LIST, AT(struct written, q.analysis), COUNT(struct written, q.analysis_count)},
    {"status", NAME, AT(struct written, q.status), .name_of = status_of},
    {"body", OBJECT, AT(struct written, q.body), .shape = &body, .required = true},
    {"response", OPTIONAL, AT(struct written, q.response), COUNT(struct written, q.has_response),
     &response},
    {"withdrawal", OPTIONAL, AT(struct written, q.withdrawal),
     COUNT(struct written, q.has_withdrawal), &withdrawal},
    {"relations", LIST, AT(struct written, q.relations), COUNT(struct written, q.relation_count),
     &relation},
    {"events", LIST, AT(struct written, q.events), COUNT(struct written, q.event_count), &event},
    {"comments", OBJECT, AT(struct written, q), .shape = &comments, .required = true},
    {"unparsed", LIST, AT(struct written, q.unparsed), COUNT(struct written, q.unparsed_count),
     &unparsed},
};
SHAPE(record, struct written);

/* ---- single values ---- */

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
    return n->first ? "elements" : "text";
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
    if (n->kind == NODE_STRING || (n->kind == NODE_ELEMENT && !n->first)) {
        *out = n->text.ptr ? n->text : (struct span){"", 0};
        return true;
    }
    wanted(r, n, what, required);
    return false;
}

static void read_text(struct record_reader *r, const struct node *n, bool required, qp_string *out) {
    struct span text;
    if (!as_text(r, n, "a string", required, &text))
        return;
    size_t clean = decode_clean(text);
    const char *feed = text.len ? memchr(text.ptr, '\f', text.len) : NULL;
    if (clean < text.len || feed)
        record_complain_at(r, n, "a character that XML forbids");
    *out = (qp_string){text.ptr, text.len};
}

static void read_date(struct record_reader *r, const struct node *n, const struct field *f,
                      qp_date *out) {
    struct span text, rest;
    qp_date date;
    char digits[17], quote[96];
    if (!as_text(r, n, f->kind == DAY ? "a date" : "a date or time", f->required, &text))
        return;
    if (date_iso(text, &date, &rest) == DATE_OK && f->kind == MOMENT && rest.len == 6 &&
        *rest.ptr == 'T' && !date_time((struct span){rest.ptr + 1, 5}, &date, &rest))
        date.year = 0;
    /* What is read too kindly is not written the same. */
    size_t len = date.year ? date_format(date, digits) : 0;
    if (len && span_equal(text, (struct span){digits, len}))
        *out = date;
    else
        record_complain_at(r, n, "%s is no %s", shown(text, quote),
                           f->kind == DAY ? "day of the calendar, as YYYY-MM-DD"
                                          : "time, as YYYY-MM-DDTHH:MM or YYYY-MM-DD");
}

static void read_name(struct record_reader *r, const struct node *n, const struct field *f,
                      void *out) {
    enum { MOST = 8 };
    struct span text;
    struct buffer names = {0};
    char quote[96];
    if (!as_text(r, n, "a string", f->required, &text))
        return;
    for (int value = 0; value < MOST; value++) {
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

static void read_number(struct record_reader *r, const struct node *n, const struct field *f,
                        void *out) {
    bool number = n->kind == NODE_INTEGER || (n->kind == NODE_ELEMENT && !n->first);
    char quote[96];
    if (n->kind == NODE_NULL && !f->required)
        return;
    if (!number) {
        wanted(r, n, "a number", f->required);
        return;
    }
    struct span text = n->kind == NODE_ELEMENT ? span_trim(n->text) : n->text;
    long most = f->kind == NUMBER_INT ? INT_MAX : LONG_MAX;
    long value = read_digits(text, (unsigned long)most);
    if (value < f->least) {
        record_complain_at(r, n, "%s is no whole number from %d to %ld", shown(text, quote), f->least,
                           most);
    } else if (f->kind == NUMBER_INT) {
        memcpy(out, &(int){(int)value}, sizeof(int));
    } else if (f->kind == NUMBER_SIZE) {
        memcpy(out, &(size_t){(size_t)value}, sizeof(size_t));
    } else {
        memcpy(out, &value, sizeof value);
    }
}

/* ---- objects and lists ---- */

/* As an object or a list: what it holds are its members. */
static bool as_members(struct record_reader *r, const struct node *n, enum node_kind kind,
                       bool required) {
    if (n->kind == kind)
        return true;
    if (n->kind == NODE_NULL && !required)
        return false;
    if (n->kind != NODE_ELEMENT)
        wanted(r, n, kind == NODE_LIST ? "a list" : "an object", required);
    else if (n->mixed || (!n->first && !span_blank(n->text)))
        record_complain_at(r, n, "elements are wanted, not text");
    else
        return true;
    return false;
}

static void *make_items(struct record_reader *r, const struct node *list, size_t size,
                        size_t *count) {
    size_t n = 0;
    for (const struct node *i = list->first; i; i = i->next)
        n++;
    void *items = n ? arena_array(r->arena, n, size) : NULL;
    if (n && !items)
        r->failed = true;
    else if (n)
        memset(items, 0, n * size);
    *count = items ? n : 0;
    return items;
}

static bool is_named(const struct node *n, const char *name) {
    return n->kind != NODE_ELEMENT || span_equal(n->name, (struct span){name, strlen(name)});
}

static void read_row(struct record_reader *r, const struct node *n, qp_row *row) {
    if (!as_members(r, n, NODE_LIST, true))
        return;
    row->cells = make_items(r, n, sizeof *row->cells, &row->count);
    const struct node *cell = n->first;
    for (size_t i = 0; i < row->count; i++, cell = cell->next) {
        if (!is_named(cell, "cell"))
            record_complain_at(r, cell, "only <cell> stands here");
        read_text(r, cell, true, &row->cells[i]);
    }
}

static void read_rows(struct record_reader *r, const struct node *n, qp_block *b) {
    if (!as_members(r, n, NODE_LIST, true))
        return;
    b->rows = make_items(r, n, sizeof *b->rows, &b->row_count);
    const struct node *row = n->first;
    for (size_t i = 0; i < b->row_count; i++, row = row->next) {
        if (!is_named(row, "row"))
            record_complain_at(r, row, "only <row> stands here");
        read_row(r, row, &b->rows[i]);
    }
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
    for (const struct node *m = n->first; m; m = m->next) {
        if (span_equal(m->name, SPAN("type")))
            type = m;
        else if (span_equal(m->name, SPAN("text")))
            text = m;
        else if (span_equal(m->name, SPAN("rows")))
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
    if (b->type == QP_TABLE && rows)
        read_rows(r, rows, b);
    else if (b->type == QP_TABLE)
        record_complain_at(r, n, "missing: rows");
    else if (rows)
        record_complain_at(r, rows, "no key of a paragraph");
    qp_string said = {0};
    read_text(r, text, true, &said);
    if (b->type == QP_TABLE && !r->failed)
        join_rows(r, b);
    else
        b->text = said;
    if (said.data && (said.size != b->text.size || memcmp(said.data, b->text.data, said.size) != 0))
        record_complain_at(r, text, "this is not the text of the rows");
}

static void read_blocks(struct record_reader *r, const struct node *n, qp_blocks *out) {
    if (!as_members(r, n, NODE_LIST, true))
        return;
    out->items = make_items(r, n, sizeof *out->items, &out->count);
    const struct node *m = n->first;
    for (size_t i = 0; i < out->count; i++, m = m->next) {
        qp_block *b = &out->items[i];
        if (m->kind != NODE_ELEMENT) {
            read_block(r, m, b);
        } else if (is_named(m, "table")) {
            b->type = QP_TABLE;
            read_rows(r, m, b);
            join_rows(r, b);
        } else if (is_named(m, "paragraph")) {
            read_text(r, m, true, &b->text);
        } else {
            record_complain_at(r, m, "only <paragraph> and <table> stand here");
        }
    }
}

static void read_object(struct record_reader *r, const struct node *n, const struct shape *shape,
                        bool required, void *out);

static void read_list(struct record_reader *r, const struct node *n, const struct field *f,
                      void *out) {
    size_t size = f->shape ? f->shape->size : sizeof(qp_string), count;
    if (!as_members(r, n, NODE_LIST, true))
        return;
    char *items = make_items(r, n, size, &count);
    memcpy((char *)out + f->at, &items, sizeof items);
    memcpy((char *)out + f->count, &count, sizeof count);
    const struct node *m = n->first;
    for (size_t i = 0; i < count; i++, m = m->next) {
        if (!is_named(m, "item"))
            record_complain_at(r, m, "only <item> stands here");
        if (f->shape)
            read_object(r, m, f->shape, true, items + i * size);
        else
            read_text(r, m, true, (qp_string *)(void *)(items + i * size));
    }
}

static void read_field(struct record_reader *r, const struct node *n, const struct field *f,
                       void *out) {
    void *at = (char *)out + f->at;
    switch (f->kind) {
    case TEXT: read_text(r, n, f->required, at); break;
    case DAY:
    case MOMENT: read_date(r, n, f, at); break;
    case NAME: read_name(r, n, f, at); break;
    case NUMBER_INT:
    case NUMBER_LONG:
    case NUMBER_SIZE: read_number(r, n, f, at); break;
    case OBJECT: read_object(r, n, f->shape, true, at); break;
    case OPTIONAL:
        *(bool *)((char *)out + f->count) = n->kind != NODE_NULL;
        read_object(r, n, f->shape, false, at);
        break;
    case LIST: read_list(r, n, f, out); break;
    case BLOCKS: read_blocks(r, n, at); break;
    }
}

static size_t field_of(const struct shape *shape, struct span name) {
    size_t i = 0;
    while (i < shape->field_count &&
           !span_equal(name, (struct span){shape->fields[i].name, strlen(shape->fields[i].name)}))
        i++;
    return i;
}

/* What has no value that stands for none, or any key of an object to validate; in one message: a
 * file that is no record at all lacks them all. */
static void check_missing(struct record_reader *r, const struct node *n, const struct shape *shape,
                          uint32_t seen) {
    struct buffer names = {0};
    bool all = r->strict && n->kind == NODE_OBJECT;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *f = &shape->fields[i];
        if (seen & 1u << i || !(all || (f->required && f->kind != OBJECT)))
            continue;
        buffer_append(&names, ", ", names.len ? 2 : 0);
        buffer_append(&names, f->name, strlen(f->name));
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

bool record_knows(struct span name) {
    static const struct shape *const shapes[] = {
        &record, &author, &ministry, &body, &response, &withdrawal, &relation, &event, &comments,
        &comment, &unparsed,
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (field_of(shapes[i], name) < shapes[i]->field_count)
            return true;
    return word_among(name, "question questions item paragraph table row cell");
}

/* Calls itself as deeply as the tables are, never as the input. */
static void read_object(struct record_reader *r, const struct node *n, const struct shape *shape,
                        bool required, void *out) {
    uint32_t seen = 0;
    if (!as_members(r, n, NODE_OBJECT, required))
        return;
    for (const struct node *m = n->first; m && !r->failed; m = m->next) {
        size_t i = field_of(shape, m->name);
        if (i == shape->field_count)
            record_complain_at(r, m, "no key of a record");
        else if (seen & 1u << i)
            record_complain_at(r, m, "this stands twice");
        else
            read_field(r, m, &shape->fields[i], out);
        seen |= i < shape->field_count ? 1u << i : 0;
    }
    if (!r->failed)
        check_missing(r, n, shape, seen);
}

/* ---- a record ---- */

static bool is_text(qp_string s, const char *word) {
    return span_equal((struct span){s.data, s.size}, (struct span){word, strlen(word)});
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

/* Whether an answer or its announcement stands in the record as the status has it: unknown
 * where the page is cut, and of what was withdrawn an answer may be shown. */
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

/* What a record says twice, once all values are what they should be. */
static void check_agreement(struct record_reader *r, const qp_question *q,
                            const struct node *root) {
    const struct node *status = node_member(root, SPAN("status"));
    bool closed = q->status == QP_WITHDRAWN || q->status == QP_LAPSED;
    char quote[96];
    if (q->id.data && !is_id_of(q))
        record_complain_at(r, node_member(root, SPAN("id")),
                           "%s is not made of this record's chamber, legislature, type and number",
                           shown((struct span){q->id.data, q->id.size}, quote));
    if (!has_its_response(q))
        record_complain_at(r, status, "\"%s\", %s a response", qp_status_name(q->status),
                           q->has_response ? "but there is" : "without");
    if (closed && !q->has_withdrawal)
        record_complain_at(r, status, "\"%s\", without a withdrawal", qp_status_name(q->status));
}

/* What no XSD can say: how values go together. */
static void check_together(struct record_reader *r, const struct written *rec,
                           const struct node *root) {
    static const char *const senat = "QE QOSD QOAD QOAE QAG QC", *const an = "QE QOSD QG";
    const qp_question *q = &rec->q;
    const char *chamber = chamber_name(q->site);
    const struct node *type = node_member(root, SPAN("type")), *end = node_member(root, SPAN("withdrawal"));
    char quote[96];
    if (!is_text(rec->chamber, chamber))
        record_complain_at(r, node_member(root, SPAN("chamber")), "the chamber of %s is %s",
                           qp_site_name(q->site), chamber);
    else if (type && q->type.data && !word_among((struct span){q->type.data, q->type.size},
                                                 *chamber == 's' ? senat : an))
        record_complain_at(r, type, "%s is no type of question of this chamber",
                           shown((struct span){q->type.data, q->type.size}, quote));
    if (end && q->has_withdrawal && q->status != QP_WITHDRAWN && q->status != QP_LAPSED)
        record_complain_at(r, end, "the status is neither withdrawn nor lapsed");
}

/* Nothing is wrong so far. Where memory ended there are values missing of which nothing is told. */
static bool is_sound(const struct record_reader *r) {
    return !r->faults && !r->failed;
}

void record_take(struct record_reader *r, const struct node *root) {
    struct written *rec = arena_alloc(r->arena, sizeof *rec);
    const struct node *schema = node_member(root, SPAN("schema"));
    if (!rec) {
        r->failed = true;
        return;
    }
    *rec = (struct written){.q.comment_count = -1};
    if (!schema && !r->strict)
        record_complain_at(r, root, "no \"schema\" says that this is a record");
    else
        read_object(r, root, &record, true, rec);
    if (is_sound(r) && !is_text(rec->schema, QP_SCHEMA))
        record_complain_at(r, schema, "this version reads %s", QP_SCHEMA);
    if (is_sound(r) && r->strict)
        check_together(r, rec, root);
    if (is_sound(r) && r->schema && root->kind == NODE_OBJECT)
        record_hold(r, &rec->q, root, record_knows);
    if (is_sound(r) && r->strict)
        check_agreement(r, &rec->q, root);
    if (!r->failed)
        r->take(r->user, r->faults ? NULL : &rec->q);
}
