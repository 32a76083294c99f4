/* The result of qp_parse(): parse.c makes it, explain.c reads it. */
#ifndef RESULT_H
#define RESULT_H
#include "decode/mime.h"
#include "page/page.h"

struct qp_result {
    struct arena arena;
    struct diagnostics diagnostics;
    struct mime mime;
    struct buffer decoded;
    struct page page;
    qp_question *questions;
    size_t count;
    qp_diagnostic *messages; /* the diagnostics with their places, in the order of these */
    enum qp_outcome outcome;
};

#endif
