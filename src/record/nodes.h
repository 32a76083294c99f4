/* A document as a tree of nodes, which know their place in it, and complaints about them. */
#ifndef NODES_H
#define NODES_H
#include "record/record.h"

enum node_kind {
    NODE_OBJECT,
    NODE_LIST,
    NODE_STRING,
    NODE_INTEGER,
    NODE_NULL,
    NODE_OTHER,  /* true, false, a number with a fraction: no record holds one */
    NODE_ELEMENT /* of XML: an object, list, string or integer, as its place wants it */
};

/* A table of a million cells is as many nodes: each is small, and they are counted from the first,
 * which is the root. */
struct node {
    union {
        const char *text; /* of a string or element, NUL behind it; an integer's digits; a name */
        size_t first;     /* `inner`: the first node in it */
    };
    uint32_t size;        /* of the text; `inner`: the last node in it */
    uint32_t next;        /* the node beside it; of the last one the node around it */
    uint32_t offset;      /* of the value, or of the element's '<', from the record's begin */
    uint8_t kind;         /* enum node_kind */
    bool last : 1, inner : 1;
    bool named : 1;       /* the node before it holds its name: a key, or an element's */
    bool mixed : 1;       /* an element that holds words beside elements */
};
enum { NODE_NONE = UINT32_MAX, RECORD_SIZE_MOST = UINT32_MAX - 1 };

/* Complaints of one record that are told. */
enum { FAULTS_MOST = 20 };

/* Takes one record's tree, whose nodes are gone after the call. */
typedef void record_tree(struct record_reader *r, const struct node *root);

/* A node without text, last among its parent's, NODE_NONE: the root. Its name is borrowed; without
 * a pointer it has none. `offset` is of the document. NODE_NONE when memory ends. */
uint32_t record_node(struct record_reader *r, uint32_t parent, enum node_kind kind,
                     struct span name, size_t offset) QP_CHECK;
/* Until the next call of record_node(). */
struct node *node_at(const struct record_reader *r, uint32_t index);
void node_set_text(struct node *n, struct span text);
/* Drops all nodes; the next one is a root. */
void record_forget(struct record_reader *r);

struct span node_name(const struct node *n);
/* Empty where it has none. */
struct span node_text(const struct node *n);
/* NULL: none. */
const struct node *node_first(const struct record_reader *r, const struct node *n);
const struct node *node_next(const struct record_reader *r, const struct node *n);
/* The first member of that name; NULL: none. */
const struct node *node_member(const struct record_reader *r, const struct node *n,
                               struct span name);

/* A record begins here, or something that should be one: no later complaint is before it. */
void record_begin(struct record_reader *r, size_t offset);

void record_complain(struct record_reader *r, enum record_fault fault, size_t offset,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Of a node, the message headed by its path: ".body.date: ...". */
void record_complain_at(struct record_reader *r, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The complaint that counts those not told. */
void record_complain_rest(struct record_reader *r);

#endif
