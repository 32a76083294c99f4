/* Trees of a document's values, and complaints about them. */
#include "record/nodes.h"

#include "base/ascii.h"
#include "base/print.h"

#include <stdarg.h>
#include <stdio.h>

enum { FAULTS_MOST = 20 };

struct node *record_node(struct record_reader *r, struct node *parent, enum node_kind kind,
                         size_t offset) {
    struct node *n = arena_alloc(&r->scratch, sizeof *n);
    if (!n)
        return NULL;
    r->nodes++;
    *n = (struct node){.parent = parent, .kind = kind, .offset = offset};
    if (parent && parent->last)
        parent->last->next = n;
    else if (parent)
        parent->first = n;
    if (parent)
        parent->last = n;
    return n;
}

static bool is_item(const struct node *n) {
    static const char *const items[] = {"item", "paragraph", "table", "cell"};
    if (n->parent->kind != NODE_ELEMENT)
        return n->parent->kind == NODE_LIST;
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (span_equal(n->name, (struct span){items[i], strlen(items[i])}))
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

/* As jq writes it, the same for both forms: a <paragraph> is ".blocks[0]". */
static void append_path(struct buffer *b, const struct node *n) {
    const struct node *up[64];
    size_t depth = 0;
    for (; n->parent && depth < sizeof up / sizeof *up; n = n->parent)
        up[depth++] = n;
    if (depth == 0)
        buffer_char(b, '.');
    while (depth > 0) {
        n = up[--depth];
        bool row = n->parent->kind == NODE_ELEMENT && span_equal(n->name, SPAN("row"));
        if (row || is_item(n)) {
            char digits[24];
            size_t index = 0;
            for (const struct node *s = n->parent->first; s != n; s = s->next)
                index++;
            if (row)
                buffer_append(b, ".rows", 5);
            buffer_char(b, '[');
            buffer_append(b, digits, decimal((long)index, digits));
            buffer_char(b, ']');
            continue;
        }
        const char *quote = plain_key(n->name) ? "" : "\"";
        buffer_char(b, '.');
        buffer_append(b, quote, strlen(quote));
        buffer_append(b, n->name.ptr, n->name.len < 60 ? n->name.len : 60);
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

/* `node` NULL: of none. */
__attribute__((format(printf, 5, 0))) static void
complain(struct record_reader *r, enum record_fault fault, size_t offset, const struct node *node,
         const char *format, va_list args) {
    struct buffer message = {0};
    if (r->faults++ > FAULTS_MOST)
        return;
    if (r->faults > FAULTS_MOST) {
        r->complain(r->user, fault, offset, "there is more, which is not listed");
        return;
    }
    if (node) {
        append_path(&message, node);
        buffer_append(&message, ": ", 2);
    }
    append_formatted(&message, format, args);
    if (message.failed)
        r->failed = true;
    else
        r->complain(r->user, fault, offset, message.ptr);
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
    complain(r, FAULT_INVALID, node->offset, node, format, args);
    va_end(args);
}

const struct node *node_member(const struct node *n, struct span name) {
    for (n = n->first; n; n = n->next)
        if (span_equal(n->name, name))
            return n;
    return NULL;
}
