/* The state of read_html(), which the files of this folder share. */
#ifndef READER_H
#define READER_H
#include "html/open_elements.h"
#include "page/page.h"
#include "read/selectors.h"

/* The link that is open in the current line. */
struct open_link {
    size_t begin; /* in the text of the line */
    struct span target;
    bool open;
};

struct reader {
    const struct selector_index *selectors;
    struct page *page;
    struct diagnostics *d;
    struct html html;
    struct stack stack;
    struct buffer line;    /* the text of the current line */
    struct buffer scratch; /* decoded text and attributes */
    struct context at;     /* the context at the start of the line */
    size_t offset;         /* of the first character of the line in the source */
    bool space;            /* white space comes before the next text */
    uint8_t flags;         /* of the current line */
    size_t links;          /* in the page, before those of the line */
    struct open_link link;
    bool row;              /* the line is a row of a table */
    size_t cells;          /* begun in the row */
    size_t empty_cells;    /* still to be written as tabs before the next cell */
    size_t spare_cells;    /* that colspan may still add */
    bool cells_reported;
    size_t looked;         /* lines of the page that were searched for the date of a text */
    bool dated;            /* one was found: "publiée dans le JO Sénat du 10/11/2022" */
    size_t max_depth;
    bool too_deep;
    size_t forbidden;      /* references to characters that XML forbids */
    size_t first_forbidden; /* offset of the first */
    bool xml;              /* not HTML: "<X/>" is empty, CDATA sections hold HTML */
    bool failed;
};

/* Ends the current line, which has text. At the `edge` of a block the paragraph ends, too. */
void reader_end_line(struct reader *r, bool edge);

/* The same for a line with or without text. */
static inline void flush(struct reader *r, bool edge) {
    if (r->line.len == 0) { /* most often: between two blocks */
        r->flags |= LINE_STARTS;
        r->space = false;
        r->link.begin = 0;
        return;
    }
    reader_end_line(r, edge);
}

void reader_open_link(struct reader *r, const struct html_token *t);
void reader_close_link(struct reader *r);

/* Whether the table that begins here holds data of a text that no element marks. */
bool reader_table_of_text(struct reader *r);

/* Adds text to the current line, unless it is hidden. */
void reader_text(struct reader *r, const struct html_token *t);
/* The value of an attribute, decoded: `raw` itself without references, else in the arena. */
struct span reader_attribute(struct reader *r, struct span raw);

/* The role of an element that some selectors may match; ROLE_NONE: none gives it one. */
uint8_t reader_walk_selectors(struct reader *r, struct selector_walk *walk,
                              const struct html_token *t);

/* The role that an element gives to its content. Adds the facts and data of its selectors. */
static inline uint8_t apply_selectors(struct reader *r, enum element element,
                                      const struct html_token *t) {
    struct selector_walk walk;
    uint8_t around = r->stack.now.role, role = ROLE_NONE;
    if (selectors_start(&walk, r->selectors, element, t))
        role = reader_walk_selectors(r, &walk, t);
    if (role == ROLE_NONE && r->xml && around != ROLE_NONE)
        return ROLE_DATUM + DATUM_CODE;
    return role == ROLE_NONE ? around : role;
}

/* Adds the facts that comments hold: marks around the content, the address of a saved page. */
void reader_comment(struct reader *r, const struct html_token *t);

/* In a table of the text an edge is white space, except for the parts of the table. `start` is the
 * start tag, NULL at an end. */
void reader_edge_in_table(struct reader *r, enum element element, const struct html_token *start);

#endif
