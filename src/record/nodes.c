/* Trees of a document's values, and complaints about them. */
#include "record/nodes.h"

#include "base/ascii.h"
#include "base/print.h"

#include <stdarg.h>
#include <stdio.h>

enum { COMPLAINTS_MOST = 1000 };

static struct node *add(struct record_reader *r) {
    if (r->node_count >= NODE_NONE ||
        array_reserve((void **)&r->nodes, &r->node_cap, r->node_count, sizeof *r->nodes))
        return NULL;
    struct node *n = &r->nodes[r->node_count++];
    *n = (struct node){.next = NODE_NONE, .last = true};
    return n;
}

uint32_t record_node(struct record_reader *r, uint32_t parent, enum node_kind kind,
                     struct span name, size_t offset) {
    struct node *n;
    if (name.ptr) {
        if (!(n = add(r)))
            return NODE_NONE;
        node_set_text(n, name);
    }
    if (!(n = add(r)))
        return NODE_NONE;
    uint32_t index = (uint32_t)(r->node_count - 1);
    n->kind = (uint8_t)kind;
    n->named = name.ptr != NULL;
    n->offset = (uint32_t)(offset - r->begun);
    if (parent == NODE_NONE)
        return index;
    struct node *around = &r->nodes[parent];
    n->next = parent;
    if (around->inner) {
        struct node *before = &r->nodes[around->size];
        before->next = index;
        before->last = false;
    } else {
        around->first = index;
        around->inner = true;
    }
    around->size = index;
    return index;
}

struct node *node_at(const struct record_reader *r, uint32_t index) {
    return index == NODE_NONE ? NULL : &r->nodes[index];
}

static const struct node *around(const struct record_reader *r, const struct node *n) {
    while (!n->last)
        n = &r->nodes[n->next];
    return node_at(r, n->next);
}

void node_set_text(struct node *n, struct span text) {
    n->text = text.ptr;
    n->size = (uint32_t)text.len;
}

void record_forget(struct record_reader *r) {
    arena_free(&r->scratch);
    r->node_count = 0;
}

struct span node_name(const struct node *n) {
    return n->named ? (struct span){n[-1].text, n[-1].size} : NO_SPAN;
}

struct span node_text(const struct node *n) {
    return n->inner || !n->text ? (struct span){"", 0} : (struct span){n->text, n->size};
}

const struct node *node_first(const struct record_reader *r, const struct node *n) {
    return n->inner ? &r->nodes[n->first] : NULL;
}

const struct node *node_next(const struct record_reader *r, const struct node *n) {
    return n->last ? NULL : &r->nodes[n->next];
}

static bool is_item(const struct node *n, const struct node *parent) {
    static const char *const items[] = {"item", "paragraph", "table", "cell"};
    if (parent->kind != NODE_ELEMENT)
        return parent->kind == NODE_LIST;
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (span_equal(node_name(n), (struct span){items[i], strlen(items[i])}))
            return true;
    return false;
}

static bool plain_key(struct span key) {
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !is_digit(c) && c != '_')
            return false;
    }
    return key.len > 0;
}

static void append_index(struct buffer *b, const struct record_reader *r, const struct node *n,
                         const struct node *parent) {
    char digits[24];
    size_t index = 0;
    for (const struct node *s = node_first(r, parent); s != n; s = node_next(r, s))
        index++;
    buffer_char(b, '[');
    buffer_append(b, digits, decimal((long)index, digits));
    buffer_char(b, ']');
}

/* As jq writes it, the same for both forms: a <paragraph> is ".blocks[0]". */
static void append_path(struct buffer *b, const struct record_reader *r, const struct node *n) {
    const struct node *up[66], *parent;
    size_t depth = 0;
    for (; n && depth < sizeof up / sizeof *up; n = around(r, n))
        up[depth++] = n;
    if (depth == 1)
        buffer_char(b, '.');
    for (depth--; depth > 0; depth--) {
        parent = up[depth];
        n = up[depth - 1];
        struct span name = node_name(n);
        bool row = parent->kind == NODE_ELEMENT && span_equal(name, SPAN("row"));
        if (row)
            buffer_append(b, ".rows", 5);
        if (row || is_item(n, parent)) {
            append_index(b, r, n, parent);
            continue;
        }
        const char *quote = plain_key(name) ? "" : "\"";
        buffer_char(b, '.');
        buffer_append(b, quote, strlen(quote));
        buffer_append(b, name.ptr, name.len < 60 ? name.len : 60);
        buffer_append(b, quote, strlen(quote));
    }
}

__attribute__((format(printf, 2, 0))) static void append_formatted(struct buffer *b,
                                                                  const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    size_t size = (size_t)vsnprintf(NULL, 0, format, args) + 1;
    if (buffer_reserve(b, size)) {
        vsnprintf(b->ptr + b->len, size, format, again);
        b->len += size;
    }
    va_end(again);
}

void record_begin(struct record_reader *r, size_t offset) {
    r->faults = 0;
    r->begun = offset;
}

static struct place place_in(struct record_reader *r, size_t offset) {
    place_of(&r->begin, r->begun);
    if (offset < r->here.at)
        r->here = r->begin;
    return place_of(&r->here, offset);
}

/* `node` NULL: of none. */
__attribute__((format(printf, 5, 0))) static void
complain(struct record_reader *r, enum record_fault fault, size_t offset, const struct node *node,
         const char *format, va_list args) {
    struct buffer message = {0};
    if (r->faults++ > FAULTS_MOST)
        return;
    struct place at = place_in(r, offset);
    if (r->told == COMPLAINTS_MOST) {
        if (!r->untold++)
            r->untold_at = at;
        return;
    }
    r->told++;
    if (r->faults > FAULTS_MOST) {
        r->complain(r->user, fault, at, "there is more, which is not listed");
        return;
    }
    if (node) {
        append_path(&message, r, node);
        buffer_append(&message, ": ", 2);
    }
    append_formatted(&message, format, args);
    if (message.failed)
        r->failed = true;
    else
        r->complain(r->user, fault, at, message.ptr);
    buffer_free(&message);
}

void record_complain(struct record_reader *r, enum record_fault fault, size_t offset,
                     const char *format, ...) {
    va_list args;
    va_start(args, format);
    complain(r, fault, offset, NULL, format, args);
    va_end(args);
}

void record_complain_at(struct record_reader *r, const struct node *node, const char *format, ...) {
    va_list args;
    va_start(args, format);
    complain(r, FAULT_INVALID, r->begun + node->offset, node, format, args);
    va_end(args);
}

void record_complain_rest(struct record_reader *r) {
    char message[64];
    if (!r->untold)
        return;
    snprintf(message, sizeof message, "%zu more %s not listed", r->untold,
             r->untold == 1 ? "fault is" : "faults are");
    r->complain(r->user, FAULT_INVALID, r->untold_at, message);
}

const struct node *node_member(const struct record_reader *r, const struct node *n,
                               struct span name) {
    for (n = node_first(r, n); n; n = node_next(r, n))
        if (span_equal(node_name(n), name))
            return n;
    return NULL;
}
