/* Records that qparse wrote, JSON or XML, back into the struct. */
#ifndef RECORD_H
#define RECORD_H
#include "base/memory.h"
#include "base/place.h"

enum record_kind { RECORD_NONE, RECORD_JSON, RECORD_XML };

enum record_fault {
    FAULT_UNABLE,    /* a record may be there, but this build or libxml2 can't read it */
    FAULT_OTHER,     /* the document holds no record */
    FAULT_MALFORMED, /* the document is no JSON or XML */
    FAULT_INVALID    /* a value or key is not as a record has it */
};

struct schema;
struct node;

struct record_reader {
    struct arena *arena;   /* where questions and their texts are made */
    bool strict;           /* for validation: a missing key is a fault, and other rules hold */
    struct schema *schema; /* that questions must fit; NULL: none */
    /* A question without fault; it lives as long as the arena. NULL: the question has a fault,
     * which has been told. `older`: the record has no key that later versions of qparse added. */
    void (*take)(void *user, const qp_question *question, bool older);
    /* `message` may hold page text, and lives for the call. Of a record the first 20 complaints are
     * told, of a document 1,000; a last one counts those that are not. */
    void (*complain)(void *user, enum record_fault fault, struct place at, const char *message);
    void *user;

    /* From here on the reader's own. */
    struct arena scratch; /* keys and digits of one record */
    struct node *nodes;   /* of one record */
    size_t node_count, node_cap;
    size_t faults; /* of one record */
    size_t told;   /* complaints of the document */
    size_t untold;
    struct place untold_at;           /* the first of them */
    /* Faults are found in no order, but within their record: places are counted from its start. */
    size_t begun;
    struct place_cursor begin, here;
    bool older;    /* no added key was seen in it */
    bool failed;   /* memory ended, or libxml2 failed */
};

/* The kind that the first bytes show. A page that holds '{' or '<' is none. */
enum record_kind record_sniff(struct span bytes);
/* Every record of a document, in order. -1: memory ended; all else is a complaint. One thread may
 * read at a time (record/memory_guard.h). */
int record_read(struct record_reader *r, struct span document) QP_CHECK;

#endif
