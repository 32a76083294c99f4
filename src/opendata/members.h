/* The members of a question that are read, gathered in the order of the file and added to the page in
 * the order that extract/ needs. */
#ifndef MEMBERS_H
#define MEMBERS_H
#include "base/memory.h"
#include "page/page.h"

/* A value that a question has. */
struct entry {
    size_t member; /* index of its row */
    struct span value;
    size_t offset;
};

enum { MEMBERS_MOST = 32 };

struct members {
    struct page *page;
    struct diagnostics *d;
    struct buffer path;    /* names of the open members, a '.' behind each */
    size_t question;       /* where the path within the question begins; 0: in none */
    struct entry *entries;
    size_t count, cap;
    size_t places[MEMBERS_MOST]; /* by row: 1 + the index of its last entry; 0: it has none */
    size_t questions;
    bool refused;          /* a diagnostic was given */
};

/* Opens a member that holds others, or one item of its list; a member named "question" is one. */
int members_begin(struct members *m, size_t offset) QP_CHECK;
/* The value of the member that is open: "" for null. `value` is copied. -1 where memory ends. */
int members_value(struct members *m, struct span value, size_t offset) QP_CHECK;
/* The open member is true or false. */
void members_boolean(struct members *m, size_t offset);
/* Whether it is one whose value is a text in HTML. */
bool members_in_text(const struct members *m);
/* The question ends: its lines are added. */
int members_end(struct members *m) QP_CHECK;
/* Adds a name to the path; returns the length before. */
size_t members_push(struct members *m, struct span name);
void members_pop(struct members *m, size_t before);
bool members_in_question(const struct members *m);
void members_refuse(struct members *m, size_t offset, const char *why);

#endif
