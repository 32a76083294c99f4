/* The state of read_html() that its parts share. */
#ifndef READER_H
#define READER_H
#include "html/open_elements.h"
#include "page/page.h"
#include "read/selectors.h"

/* A link that is open in the line being made. */
struct open_link {
    size_t begin; /* in the line's text */
    struct span target;
    bool open;
};

struct reader {
    const struct selector_index *selectors;
    struct page *page;
    struct diagnostics *d;
    struct html html;
    struct stack stack;
    struct buffer line;    /* the text of the line being made */
    struct buffer scratch; /* decoded text and attributes */
    struct context at;     /* the context in which the line began */
    size_t offset;         /* of the line's first character in the source */
    bool space;            /* white space stands before what comes next */
    uint8_t flags;         /* of the next line */
    size_t links;          /* of the page, before this line's */
    struct open_link link;
    bool row;              /* the line is a table's row */
    size_t cells;          /* begun in that row */
    size_t empty_cells;    /* tabs to write before the next cell */
    size_t spare_cells;    /* empty cells that colspan may still add */
    bool cells_reported;
    size_t max_depth;
    bool too_deep;
    size_t forbidden;      /* references to characters that XML forbids */
    size_t first_forbidden; /* offset of the first */
    bool xml;              /* no HTML: "<X/>" is empty, CDATA sections hold HTML */
    bool failed;
};

/* Ends the line being made, which has text; `edge`: a block's edge, so that a paragraph ends
 * as well. */
void reader_end_line(struct reader *r, bool edge);

/* The same, whether it has text or not. */
static inline void flush(struct reader *r, bool edge) {
    if (r->line.len == 0) { /* between two blocks, which is most often */
        r->flags |= LINE_STARTS;
        r->space = false;
        r->link.begin = 0;
        return;
    }
    reader_end_line(r, edge);
}

void reader_open_link(struct reader *r, const struct html_token *t);
void reader_close_link(struct reader *r);

void reader_text(struct reader *r, const struct html_token *t);
/* An attribute's value with its references decoded: itself where it has none. */
struct span reader_attribute(struct reader *r, struct span raw);

/* The role that an element gives to its content; takes the facts and data that its selectors
 * ask for. */
uint8_t reader_walk_selectors(struct reader *r, struct selector_walk *walk,
                              const struct html_token *t);

static inline uint8_t apply_selectors(struct reader *r, enum element element,
                                      const struct html_token *t) {
    struct selector_walk walk;
    return selectors_start(&walk, r->selectors, element, t) ? reader_walk_selectors(r, &walk, t)
                                                            : r->stack.now.role;
}
void reader_comment(struct reader *r, const struct html_token *t);

/* In a table of the text an edge is white space, but for the table's own parts; `start` is the
 * start tag, NULL at an end. */
void reader_edge_in_table(struct reader *r, enum element element, const struct html_token *start);

#endif
