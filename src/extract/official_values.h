/* Labelled values of an official page to the question's members. */
#ifndef OFFICIAL_VALUES_H
#define OFFICIAL_VALUES_H
#include "extract/extract.h"
#include "lex/official_lex.h"

/* A question while its page is read. */
struct values {
    const struct extract_request *rq;
    qp_question *q;
    size_t event_cap, analysis_cap, relation_cap;
    struct span left;           /* the part of the last value that no rule understood */
    size_t reason_line, page_line; /* those that told of a closing's reason, and of the answer's page */
    size_t person_line;         /* the line that named the author; NO_LINE: none yet */
    enum datum dated;           /* the date that a "page : N" after it belongs to */
    bool answer_opened;         /* the answer's label was met */
    bool sitting;               /* "posée en séance" is above the text */
    bool published;             /* the closing's code says that an answer closed the question */
    bool lapsed, in_session, session_dated, transformed, retired, closed, awaited, keys;
    bool undigitised;           /* the page says that it has no text */
    bool ended;                 /* the page goes on below the question */
    bool ordered;               /* all attributions are among the events, even the first */
    qp_date closing;            /* counts only for a question without an answer */
    qp_string closing_reason, closing_page;
    qp_string first_name;       /* of a page that prints it apart from the name */
    qp_string group_code;       /* the group's acronym, used where its name is not printed */
};

/* A question to the Government of the Assemblée: what is said in the sitting is its answer. */
bool values_debate(const struct values *v);
static inline struct span value_text(const qp_string *s) {
    return (struct span){s->data, s->size};
}

/* 0, or -1 when memory ends. */
int value_set(struct values *v, const struct labelled *l, size_t line) QP_CHECK;
/* "Essonne (2e circonscription) - La France insoumise", "(Rhône - GEST)": a line below one
 * that named the author without them. */
int value_set_affiliation(struct values *v, struct span text, bool *taken) QP_CHECK;
/* Sets what depends on several values, once all lines and texts are read. */
int values_finish(struct values *v) QP_CHECK;

#endif
