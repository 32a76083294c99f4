/* The comparison at hand, and the message of its next change. */
#ifndef MESSAGE_H
#define MESSAGE_H
#include "compare/compare.h"

struct comparing {
    const struct comparison *c;
    const qp_question *old, *new;
    struct arena arena;
    struct buffer text; /* the message so far */
    bool answered;      /* the status tells of the answer as a whole */
    bool closed;        /* the status tells of the withdrawal as a whole */
    bool failed;        /* memory ended */
};

/* Each adds to the message: words of ours, or page text as the reader may get it. */
void add_words(struct comparing *j, const char *text);
void add_string(struct comparing *j, qp_string s);
void add_number(struct comparing *j, size_t n);
/* "7 paragraphs, 1 table" */
void add_blocks(struct comparing *j, const qp_blocks *blocks);
/* The date behind `before`; nothing where there is none. */
void add_date(struct comparing *j, const char *before, qp_date date);
/* The new text, marked where it changed. */
void add_difference(struct comparing *j, qp_string old, qp_string new, struct manner manner);

/* Values as text, in the arena; data NULL: absent. */
qp_string date_string(struct comparing *j, qp_date date);
qp_string number_string(struct comparing *j, long n);
/* Borrows `name`, which may be NULL. */
qp_string name_string(const char *name);

/* Whether it does not count that only one question has a value; then that is noted. */
bool leave_out(struct comparing *j, bool was, bool is);
/* "added", "removed" or "changed" */
const char *what_of(qp_string old, qp_string new);
/* Tells the change with the message, and empties it. */
void tell(struct comparing *j, const char *what, const char *field, qp_string old, qp_string new);

#endif
