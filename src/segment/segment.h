/* Tokens to sections: the grammar of a page of NosSénateurs.fr or NosDéputés.fr. */
#ifndef SEGMENT_H
#define SEGMENT_H
#include "lex/lex.h"

#define NO_LINE ((size_t)-1)

/* Lines [begin, end) of the page. */
struct stretch {
    size_t begin, end;
};

/* One question's sections, as indexes of lines; NO_LINE where there is none. */
struct sections {
    struct heading heading;
    struct stretch whole;     /* from the author to the last line that may be the page's */
    size_t author;            /* the line above the heading */
    size_t heading_line;
    size_t heading_end;       /* behind the heading and the lines that it was wrapped to */
    struct stretch title;
    size_t submitted;
    struct stretch body;
    size_t answer;            /* the response section's heading */
    bool no_answer;           /* "Cette question n'a pas encore de réponse." follows it */
    struct stretch response;
    size_t comments;          /* the line that prints the number of comments */
    struct stretch items;
    bool cut;                 /* the page ends before its comments or its form */
    bool comments_cut;        /* the page may end within its last comment */
};

struct sections_list {
    struct sections *items;
    size_t count, cap;
};

/* Finds the questions of a page whose lines have their kind, and marks each line with its section.
 * The caller frees out->items, which are none where the page has no question. 0, or -1 when memory
 * ends. */
int segment(struct page *page, bool structured, struct diagnostics *d,
            struct sections_list *out) QP_CHECK;

#endif
