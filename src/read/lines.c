/* Lines and links of a page of markup. */
#include "base/fold.h"
#include "read/reader.h"

void reader_close_link(struct reader *r) {
    if (!r->link.open || r->line.len <= r->link.begin)
        return;
    /* an offset, until the line is complete and its text has an address */
    struct link link = {{NULL, r->line.len - r->link.begin}, r->link.target, r->page->count,
                        r->link.begin};
    if (page_add_link(r->page, link))
        r->failed = true;
}

/* Copies the text of the line into the arena, and gives the links their addresses in it. */
static void add_line(struct reader *r, struct span text) {
    qp_string copy;
    size_t skipped = (size_t)(text.ptr - r->line.ptr);
    if (arena_string(r->page->arena, text, &copy)) {
        r->failed = true;
        return;
    }
    for (size_t i = r->links; i < r->page->link_count; i++) {
        struct link *l = &r->page->links[i];
        size_t begin = l->offset > skipped ? l->offset - skipped : 0;
        l->text.ptr = copy.data + (begin < copy.size ? begin : copy.size);
        if (begin + l->text.len > copy.size)
            l->text.len = copy.size - (begin < copy.size ? begin : copy.size);
    }
    struct line line = {
        .ptr = copy.data,
        .len = (uint32_t)copy.size,
        .offset = (uint32_t)r->offset,
        .flags = (uint8_t)(r->flags | (r->row ? LINE_ROW : 0)),
        .level = r->at.level,
        .role = r->at.role,
    };
    if (copy.size > UINT32_MAX / 2 || page_add_line(r->page, line))
        r->failed = true;
}

void reader_end_line(struct reader *r, bool edge) {
    reader_close_link(r);
    struct span text = {r->line.ptr, r->line.len};
    while (text.len && text.ptr[text.len - 1] == ' ')
        text.len--;
    /* only a row and preformatted text begin with ASCII white space */
    bool blank = text.len == 0 ||
                 (((unsigned char)text.ptr[0] >= 0x80 || text.ptr[0] == ' ' || r->row) &&
                  span_blank(text));
    if (!blank) {
        add_line(r, text);
        r->flags = 0;
        r->links = r->page->link_count;
    } else {
        r->page->link_count = r->links; /* a link around only a no-break space */
    }
    if (edge || blank)
        r->flags |= LINE_STARTS;
    r->line.len = 0;
    r->link.begin = 0;
    r->space = false;
}

void reader_open_link(struct reader *r, const struct html_token *t) {
    struct span target = html_attribute(t, "href");
    /* the Sénat's own pages mark no content: all but forms and menus may be content */
    r->link.open = target.ptr && r->stack.now.role != ROLE_FURNITURE && !r->stack.now.hidden;
    if (!r->link.open)
        return;
    r->link.target = reader_attribute(r, target);
    r->link.begin = r->line.len + (r->space && r->line.len);
}
