/* Records in JSON to trees: a stream of records, or lists of them. */
#include "record/json.h"

#include "json/json.h"

/* Of a record's brackets; and of numbers in lists, which take more memory than their "1,". */
enum { DEPTH_MOST = 64, STRANGE_MOST = 1000 };

/* The document while its events are read. */
struct trees {
    struct record_reader *r;
    struct json_reader json;
    record_tree *tree;
    size_t list;       /* brackets around the record: 1 within a list of records */
    size_t begun;      /* offset of the record, or of the event between records */
    uint32_t open;     /* the innermost object or list of the record; NODE_NONE: between records */
    uint32_t around[DEPTH_MOST + 4]; /* those around it */
    size_t depth;
    size_t strange;    /* values in lists that no list of a record holds */
    struct span key;   /* of the value that comes next */
};

static enum node_kind kind_of(enum json_event event, struct span text) {
    switch (event) {
    case JSON_OBJECT: return NODE_OBJECT;
    case JSON_LIST: return NODE_LIST;
    case JSON_STRING: return NODE_STRING;
    case JSON_NULL: return NODE_NULL;
    case JSON_NUMBER:
        for (size_t i = 0; i < text.len; i++)
            if (text.ptr[i] == '.' || (text.ptr[i] | 0x20) == 'e')
                return NODE_OTHER;
        return NODE_INTEGER;
    default: return NODE_OTHER;
    }
}

static int keep(struct arena *arena, struct span text, struct span *out) {
    qp_string copy;
    if (arena_string(arena, text, &copy))
        return -1;
    *out = (struct span){copy.data, copy.size};
    return 0;
}

static int add_value(struct trees *t, enum json_event event) {
    enum node_kind kind = kind_of(event, t->json.text);
    bool listed = t->open != NODE_NONE && !t->key.ptr;
    uint32_t index = record_node(t->r, t->open, kind, t->key, t->json.offset);
    struct span text = NO_SPAN;
    if (index == NODE_NONE)
        return -1;
    t->key = NO_SPAN;
    if (kind == NODE_OBJECT || kind == NODE_LIST) {
        t->around[t->depth++] = t->open;
        t->open = index;
    } else if (kind == NODE_STRING || kind == NODE_INTEGER) {
        if (keep(kind == NODE_STRING ? t->r->arena : &t->r->scratch, t->json.text, &text))
            return -1;
        node_set_text(node_at(t->r, index), text);
    }
    t->strange += listed && kind >= NODE_INTEGER;
    return 0;
}

static void forget(struct trees *t) {
    t->open = NODE_NONE;
    t->depth = t->strange = 0;
    t->key = NO_SPAN;
    record_forget(t->r);
}

static void close_value(struct trees *t) {
    uint32_t root = t->open;
    t->open = t->around[--t->depth];
    if (t->open != NODE_NONE)
        return;
    t->tree(t->r, node_at(t->r, root));
    forget(t);
}

/* Why the record is not worth reading on; NULL: it is. */
static const char *limit_of(const struct trees *t) {
    if (t->json.depth > DEPTH_MOST + t->list)
        return "the brackets are nested more deeply than any record's";
    if (t->strange > STRANGE_MOST)
        return "1,000 values are of a kind that no list holds: the rest is not looked at";
    return t->json.offset - t->begun > RECORD_SIZE_MOST ? "it is larger than 4 GB" : NULL;
}

/* An event outside of a record. False: it begins none. */
static bool between(struct trees *t, enum json_event event) {
    if (event == JSON_OBJECT) {
        record_begin(t->r, t->begun);
        t->list = t->json.depth - 1;
        return t->list <= 1;
    }
    return t->json.depth <= 1 && (event == JSON_LIST || event == JSON_LIST_END);
}

/* False: the event is a fault, which has been told. */
static bool take_event(struct trees *t, enum json_event event) {
    const char *limit;
    if (t->open == NODE_NONE && !between(t, event)) {
        record_begin(t->r, t->json.offset);
        record_complain(t->r, FAULT_MALFORMED, t->json.offset, "no JSON: a record begins with '{'");
        return false;
    }
    if (t->open == NODE_NONE && event != JSON_OBJECT)
        return true; /* a list of records */
    if (event == JSON_KEY)
        t->r->failed |= keep(&t->r->scratch, t->json.text, &t->key) != 0;
    else if (event == JSON_OBJECT_END || event == JSON_LIST_END)
        close_value(t);
    else
        t->r->failed |= add_value(t, event) != 0;
    limit = limit_of(t);
    if (limit)
        record_complain(t->r, FAULT_INVALID, t->begun, "%s", limit);
    return !limit;
}

/* Behind a record that can't be read: the next line that begins with one, as they do in a stream of
 * either layout. */
static const char *next_record(const char *p, const char *end) {
    const char *lf;
    while (p < end && (lf = memchr(p, '\n', (size_t)(end - p)))) {
        p = lf + 1;
        if (p < end && *p == '{')
            return p;
    }
    return end;
}

static void complain(struct trees *t) {
    bool outside = t->open == NODE_NONE && t->json.depth == 0;
    if (t->open == NODE_NONE)
        record_begin(t->r, t->json.offset);
    record_complain(t->r, FAULT_MALFORMED, t->json.offset, "no JSON: %s",
                    outside ? "a record begins with '{'" : t->json.message);
}

/* Reads up to a fault. The offset from which on to look for the next record. */
static size_t read_stream(struct trees *t, struct span rest) {
    enum json_event event = JSON_MORE;
    size_t from = t->begun;
    json_start(&t->json, from);
    if (json_feed(&t->json, rest, true))
        t->r->failed = true;
    while (!t->r->failed && (event = json_next(&t->json)) > JSON_MORE) {
        if (t->open == NODE_NONE)
            t->begun = t->json.offset;
        if (!take_event(t, event))
            break;
    }
    if (event == JSON_NO_MEMORY)
        t->r->failed = true;
    if (event == JSON_ERROR)
        complain(t);
    size_t next = event == JSON_ERROR && t->open != NODE_NONE ? t->begun : t->json.offset;
    json_free(&t->json);
    forget(t);
    if (event == JSON_END || t->r->failed)
        return from + rest.len;
    t->r->take(t->r->user, NULL, false);
    return next;
}

void record_read_json(struct record_reader *r, struct span text, record_tree *tree) {
    const char *end = span_end(text), *p = text.ptr;
    while (p < end && !r->failed) {
        struct trees t = {.r = r, .tree = tree, .begun = (size_t)(p - text.ptr), .open = NODE_NONE};
        p = next_record(text.ptr + read_stream(&t, span_from(p, end)), end);
    }
}
