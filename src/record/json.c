/* Records in JSON, by jansson, to trees. */
#include "record/json.h"

#ifdef HAVE_JANSSON
#include "record/memory_guard.h"

#include <jansson.h>
#include <stdlib.h>

/* jansson keeps no places, so this walks the text once more, in step with its tree: the
 * members of an object come in the order of the text. */
struct skim {
    struct record_reader *r;
    const char *start, *p, *end;
};

/* What jansson is busy with: a list or object, and which member is next. */
struct level {
    json_t *value;
    void *member;
    size_t index;
    struct node *node;
};

enum { DEPTH_MOST = 64 };

static const char *after_string(const char *p, const char *end) {
    for (p++; p < end && *p != '"'; p++)
        p += *p == '\\' && p + 1 < end;
    return p < end ? p + 1 : end;
}

/* The end of the record that begins at p. `*limit`: why it is not worth reading: jansson
 * needs 50 bytes for a value of two, and calls itself for each bracket. */
static const char *record_end(const char *p, const char *end, const char **limit) {
    size_t depth = 0, values = 0;
    *limit = NULL;
    while (p < end) {
        if (*p == '"') {
            p = after_string(p, end);
            continue;
        }
        if (*p == '{' || *p == '[')
            depth++;
        if (*p == ',' || *p == '{' || *p == '[')
            values++;
        if (depth > DEPTH_MOST)
            *limit = "the brackets are nested more deeply than any record's";
        else if (values > RECORD_NODES_MOST)
            *limit = "there are more values than 1,000,000";
        if (*limit)
            return p;
        if ((*p == '}' || *p == ']') && (depth == 0 || --depth == 0))
            return p + 1;
        p++;
    }
    return end;
}

static void skim_space(struct skim *s) {
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\t' || *s->p == '\r' ||
                             *s->p == ',' || *s->p == ':'))
        s->p++;
}

static struct span skim_scalar(struct skim *s) {
    const char *start = s->p;
    if (*s->p == '"')
        s->p = after_string(s->p, s->end);
    else
        while (s->p < s->end && !strchr(",:]} \n\r\t", *s->p))
            s->p++;
    return span_from(start, s->p);
}

static enum node_kind kind_of(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT: return NODE_OBJECT;
    case JSON_ARRAY: return NODE_LIST;
    case JSON_STRING: return NODE_STRING;
    case JSON_INTEGER: return NODE_INTEGER;
    case JSON_NULL: return NODE_NULL;
    case JSON_REAL:
    case JSON_TRUE:
    case JSON_FALSE: break;
    }
    return NODE_OTHER;
}

static int keep(struct arena *arena, const char *text, size_t size, struct span *out) {
    qp_string copy;
    if (arena_string(arena, (struct span){text, size}, &copy))
        return -1;
    *out = (struct span){copy.data, copy.size};
    return 0;
}

/* The value at s->p, which moves past a scalar or an opening bracket. */
static struct node *make(struct skim *s, json_t *value, struct node *parent, const char *key) {
    skim_space(s);
    struct node *n = record_node(s->r, parent, kind_of(value), (size_t)(s->p - s->start));
    if (!n)
        return NULL;
    n->name = key ? (struct span){key, strlen(key)} : NO_SPAN;
    if (n->kind == NODE_OBJECT || n->kind == NODE_LIST) {
        s->p++;
        return n;
    }
    struct span raw = skim_scalar(s);
    if (n->kind == NODE_INTEGER)
        n->text = raw;
    else if (n->kind == NODE_STRING && keep(s->r->arena, json_string_value(value),
                                            json_string_length(value), &n->text))
        return NULL;
    return n;
}

static struct level enter(json_t *value, struct node *node) {
    void *member = node->kind == NODE_OBJECT ? json_object_iter(value) : NULL;
    return (struct level){value, member, 0, node};
}

/* The next member of a list or object; NULL: none. */
static json_t *next_member(struct skim *s, struct level *l, const char **key) {
    *key = NULL;
    if (l->node->kind == NODE_LIST)
        return json_array_get(l->value, l->index++);
    if (!l->member)
        return NULL;
    json_t *value = json_object_iter_value(l->member);
    *key = json_object_iter_key(l->member);
    l->member = json_object_iter_next(l->value, l->member);
    skim_space(s);
    skim_scalar(s); /* the key */
    return value;
}

/* NULL: memory ended. */
static struct node *make_tree(struct skim *s, json_t *record) {
    struct level stack[DEPTH_MOST + 1];
    size_t depth = 0;
    struct node *root = make(s, record, NULL, NULL);
    if (!root)
        return NULL;
    stack[depth++] = enter(record, root);
    while (depth > 0) {
        struct level *top = &stack[depth - 1];
        const char *key;
        json_t *value = next_member(s, top, &key);
        if (!value) {
            skim_space(s);
            s->p++; /* the closing bracket */
            depth--;
            continue;
        }
        struct node *n = make(s, value, top->node, key);
        if (!n)
            return NULL;
        if (n->kind == NODE_OBJECT || n->kind == NODE_LIST)
            stack[depth++] = enter(value, n);
    }
    return root;
}

static void complain_syntax(struct record_reader *r, size_t offset, const json_error_t *error) {
    size_t at = error->position > 0 ? (size_t)error->position : 0;
    record_complain(r, FAULT_MALFORMED, offset + at, "no JSON: %s", error->text);
}

/* -1: memory ended. */
static int load(struct span text, json_t **record, json_error_t *error) {
    struct guard guard;
    volatile int rc = -1;
    json_set_alloc_funcs(guard_malloc, free);
    guard_begin(&guard);
    if (setjmp(guard.back) == 0) {
        *record = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, error);
        rc = 0;
    }
    guard_end(&guard);
    return rc;
}

/* `text` is the record alone. False: it is no JSON. */
static bool read_one(struct record_reader *r, struct span document, struct span text,
                     record_tree *tree) {
    json_error_t error;
    json_t *record = NULL;
    if (load(text, &record, &error)) {
        r->failed = true;
        return true;
    }
    if (!record) {
        complain_syntax(r, (size_t)(text.ptr - document.ptr), &error);
        return false;
    }
    struct skim s = {r, document.ptr, text.ptr, span_end(text)};
    struct node *root = make_tree(&s, record);
    if (root)
        tree(r, root);
    else
        r->failed = true;
    json_decref(record);
    arena_free(&r->scratch);
    r->nodes = 0;
    return true;
}

static const char *skip_space(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
        p++;
    return p;
}

/* After a record that can't be read: the next line that begins with one, as they do in a
 * stream of either layout. */
static const char *next_record(const char *p, const char *end) {
    const char *lf;
    while (p < end && (lf = memchr(p, '\n', (size_t)(end - p)))) {
        p = lf + 1;
        if (p < end && *p == '{')
            return p;
    }
    return end;
}

void record_read_json(struct record_reader *r, struct span text, record_tree *tree) {
    static const char list[] = "a list is no record: jq -c '.[]' makes a stream of its members";
    const char *end = span_end(text), *p = skip_space(text.ptr, end);
    while (p < end && !r->failed) {
        const char *limit, *stop = record_end(p, end, &limit), *problem = limit;
        size_t at = (size_t)(p - text.ptr);
        r->faults = 0;
        if (*p != '{')
            problem = *p == '[' ? list : "no JSON: a record begins with '{'";
        if (problem)
            record_complain(r, *p == '{' ? FAULT_INVALID : FAULT_MALFORMED, at, "%s", problem);
        if (!problem && read_one(r, text, span_from(p, stop), tree)) {
            p = skip_space(stop, end);
            continue;
        }
        r->take(r->user, NULL);
        p = next_record(limit ? stop : p, end);
    }
}
#else
void record_read_json(struct record_reader *r, struct span text, record_tree *tree) {
    (void)text, (void)tree;
    record_complain(r, FAULT_UNABLE, 0,
                    "this build reads no JSON records: it was made without jansson");
}
#endif
