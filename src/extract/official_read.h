/* A question while its official page is read line by line, for the files that share the work. */
#ifndef OFFICIAL_READ_H
#define OFFICIAL_READ_H
#include "extract/official_values.h"
#include "segment/official_find.h"

enum official_state { HEAD, BODY, ANSWER, AFTER };

struct official {
    const struct extract_request *rq;
    struct page *page;
    qp_question *q;
    struct values values;
    enum official_state state;
    bool structured;      /* the markup says which lines are texts */
    bool bounded;         /* the markup says which lines are not the question's */
    bool headings;        /* the labels around the texts are headings in the markup */
    bool answer_headings; /* so are those that open the answer */
    bool tail_known;      /* the markup says where the question ends */
    size_t told;          /* the last line that only a question's page has; NO_LINE: none */
    struct stretch whole;
    struct labelled open; /* a label whose value is the next line; datum NONE: none */
    bool text_begun;      /* since the state was entered */
    bool body_opened;     /* the label of the question's text was met */
    size_t text_line;     /* that label's line; 0: none */
    size_t fact;          /* the first fact of this page */
    size_t last;          /* the line that said something before this one */
    struct labelled dated; /* the label of an event's date, on the line before */
};

static inline struct line *line_at(const struct official *o, size_t i) {
    return &o->page->lines[i];
}

static inline void mark(const struct official *o, size_t i, enum section section, enum field field) {
    line_at(o, i)->section = (uint8_t)section;
    line_at(o, i)->field = (uint8_t)field;
}

/* Rules, and the colon of a label that the page puts on a line of its own. */
static inline bool says_nothing(const struct line *l) {
    return (l->flags & LINE_RULE) || (l->len == 1 && (l->ptr[0] == ':' || l->ptr[0] == '>'));
}

/* Text browsers show the codes that the page hides below its table, "COM 10 FL
 * Ile-de-France N", and some on the last line of the text: they are no text. */
void official_drop_codes(struct official *o);
/* Tells of a cut page, of an answer without text and of days that contradict each other. */
void official_report(struct official *o);

#endif
