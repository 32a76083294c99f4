/* The readers: decoded text becomes lines. */
#ifndef READ_H
#define READ_H
#include "page/page.h"

/* Read page->source, which the caller sets, into page->lines. -1 where memory ends or the page has
 * too many lines (page->too_long). */
int read_text(struct page *page) QP_CHECK;
int read_html(struct page *page, struct diagnostics *d) QP_CHECK;
/* Adds the lines of a text in HTML, which a file of open data holds at `offset`. `text` is borrowed as
 * long as the page. */
int read_fragment(struct page *page, struct diagnostics *d, struct span text, enum role role,
                  size_t offset) QP_CHECK;

#endif
