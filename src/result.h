/* What qp_parse() gives: shared by parse.c, which makes it, and explain.c. */
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
    qp_diagnostic *messages; /* the diagnostics with their places, in order */
    enum qp_outcome outcome;
};

#endif
