/* The result of qp_parse(): parse.c makes it, explain.c reads it. */
#ifndef RESULT_H
#define RESULT_H
#include "decode/mime.h"
#include "page/page.h"

/* How an input shows its questions, which says what it can tell of them. */
enum flavour { FLAVOUR_TEXT, FLAVOUR_MARKUP, FLAVOUR_DATA };

struct qp_result {
    struct arena arena;
    struct diagnostics diagnostics;
    struct mime mime;
    struct buffer decoded;
    struct page page;
    enum flavour flavour;
    qp_question *questions;
    size_t count;
    qp_diagnostic *messages; /* the diagnostics with their places, in the order of these */
    size_t message_count;
    struct qp_result **parts; /* of an input of several pages, whose questions and messages are
                               * above; the parts own them */
    size_t part_count, part_cap;
    size_t left_out_line;     /* of the first page without a question */
    enum qp_outcome outcome;
};

#endif
