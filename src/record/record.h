/* Records that qparse wrote, JSON or XML, back into the struct. A document becomes a tree of
 * nodes with their places (record_json.c, record_xml.c), and record_read.c makes questions
 * of it. */
#ifndef RECORD_H
#define RECORD_H
#include "base/memory.h"

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

enum record_kind { RECORD_NONE, RECORD_JSON, RECORD_XML };

enum record_fault {
    FAULT_UNABLE,    /* a record may be there, but this build or libxml2 can't read it */
    FAULT_OTHER,     /* the document holds no record */
    FAULT_MALFORMED, /* it is no JSON or XML */
    FAULT_INVALID    /* a value or key is not as a record has it */
};

struct schema;

struct record_reader {
    struct arena *arena;   /* where questions and their texts are made */
    bool strict;           /* for validation: a missing key is wrong, and other rules hold */
    struct schema *schema; /* what questions are held against; NULL: nothing */
    /* A question without fault; it lives as long as the arena. NULL: one with a fault, which
     * has been told. */
    void (*take)(void *user, const qp_question *question);
    /* `message` is page text in parts, and lives for the call. */
    void (*complain)(void *user, enum record_fault fault, size_t offset, const char *message);
    void *user;

    /* From here on the readers' own. */
    struct arena scratch; /* the nodes of one record */
    size_t nodes;
    size_t faults; /* of one record */
    bool failed;   /* memory ended, or libxml2 did what it never does */
};

/* What these bytes are by their first ones. A page that holds '{' or '<' is none. */
enum record_kind record_sniff(struct span bytes);
/* Every record of a document, in order. -1: memory ended; all else is a complaint. */
int record_read(struct record_reader *r, struct span document) QP_CHECK;

/* The readers of either form, for a text that is clean UTF-8. A build without jansson reads
 * no JSON, and complains. */
void record_read_json(struct record_reader *r, struct span text);
void record_read_xml(struct record_reader *r, struct span text);

/* A node without its name and text, last among its parent's. NULL when memory ends. */
struct node *record_node(struct record_reader *r, struct node *parent, enum node_kind kind,
                         size_t offset) QP_CHECK;
/* A name that stands in records, as a key or an element. */
bool record_knows(struct span name);
/* A tree to a question, which is told to take(). */
void record_take(struct record_reader *r, const struct node *root);
/* A question that was read from JSON against r->schema; what is wrong is told of its nodes. */
void record_hold(struct record_reader *r, const qp_question *question, const struct node *root);
void record_complain(struct record_reader *r, enum record_fault fault, size_t offset,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same for a node, the message headed by its path: ".body.date: ...". */
void record_complain_at(struct record_reader *r, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
