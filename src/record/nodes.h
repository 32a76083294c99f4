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

struct node {
    struct node *parent, *first, *last, *next;
    struct span name; /* the key or the element's name; none in a JSON list */
    struct span text; /* of a string or element, NUL behind it; an integer's digits */
    size_t offset;    /* of the value, or of the element's '<', in the document */
    enum node_kind kind;
    bool mixed;       /* an element that holds words beside elements */
};

/* A record of a page of 256 MB has fewer; without a limit "[[],[],..." needs thirty times its
 * size. */
enum { RECORD_NODES_MOST = 1000000 };

/* Takes one record's tree, whose nodes are gone after the call. */
typedef void record_tree(struct record_reader *r, const struct node *root);

/* A node without its name and text, last among its parent's; it is in r->scratch. NULL when memory
 * ends. */
struct node *record_node(struct record_reader *r, struct node *parent, enum node_kind kind,
                         size_t offset) QP_CHECK;
/* The first member of that name; NULL: none. */
const struct node *node_member(const struct node *n, struct span name);

/* Of one record the first 20 complaints are told. */
void record_complain(struct record_reader *r, enum record_fault fault, size_t offset,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same for a node, the message headed by its path: ".body.date: ...". */
void record_complain_at(struct record_reader *r, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
