/* Roles, facts and data that selectors and comments of the sites mark. */
#include "base/fold.h"
#include "read/reader.h"

static void add_fact(struct reader *r, enum fact_kind kind, struct span value, size_t offset) {
    size_t line = r->page->count;
    if (r->failed || page_add_fact(r->page, (struct fact){kind, value, line, offset}))
        r->failed = true;
}

/* Adds the value of a datum from an attribute, as a line of its own. */
static void add_datum(struct reader *r, enum datum datum, struct span value, size_t offset) {
    if (r->failed || span_blank(value))
        return;
    flush(r, true);
    struct line line = {.ptr = value.ptr, .len = (uint32_t)value.len, .offset = (uint32_t)offset,
                        .flags = LINE_STARTS, .role = (uint8_t)(ROLE_DATUM + datum)};
    if (page_add_line(r->page, line))
        r->failed = true;
    r->links = r->page->link_count;
}

static void capture(struct reader *r, const struct selector *h, const struct html_token *t) {
    struct span value = h->capture ? html_attribute(t, h->capture) : NO_SPAN;
    if (!value.ptr)
        return;
    if (h->fact >= FACT_DATUM)
        add_datum(r, (enum datum)(h->fact - FACT_DATUM), reader_attribute(r, value), t->offset);
    else
        add_fact(r, h->fact, reader_attribute(r, value), t->offset);
}

/* The first selector with a role decides, as the tables of several families name some elements. */
uint8_t reader_walk_selectors(struct reader *r, struct selector_walk *walk,
                              const struct html_token *t) {
    const struct selector *h;
    enum role role = ROLE_NONE;
    while ((h = selectors_next(walk, r->stack.now.role))) {
        if (role != ROLE_NONE && !h->capture)
            continue;
        capture(r, h, t);
        if (role == ROLE_NONE)
            role = h->role;
    }
    return (uint8_t)role;
}

/* Comments that mark the content in the pages of a family. */
static bool on_mark(struct reader *r, struct span comment, size_t offset) {
    for (const struct family *const *f = families; *f; f++)
        for (const struct comment_mark *m = (*f)->marks; m && m->words; m++) {
            if (!fold_equal(comment, m->words))
                continue;
            flush(r, true);
            add_fact(r, m->fact, NO_SPAN, offset);
            return true;
        }
    return false;
}

/* Browsers and their extensions write the address of a page at the top of the file that they
 * save. */
void reader_comment(struct reader *r, const struct html_token *t) {
    static const char *const marks[] = {"saved from url=(", "Page saved with SingleFile"};
    struct span s = span_trim(t->text);
    if (on_mark(r, s, t->offset))
        return;
    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(marks[i]);
        if (s.len < len || memcmp(s.ptr, marks[i], len) != 0)
            continue;
        const char *at = memmem(s.ptr, s.len, "http", 4);
        if (!at)
            return;
        const char *end = at;
        while (end < s.ptr + s.len && !is_space(*end))
            end++;
        add_fact(r, FACT_URL, reader_attribute(r, span_from(at, end)), t->offset);
        return;
    }
}
