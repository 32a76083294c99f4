/* Decoded text to lines. */
#ifndef READ_H
#define READ_H
#include "page/page.h"
#include "read/read.h"

/* Readers: decoded text to lines. 0, or -1 when memory ends. page->source is set. */
int read_text(struct page *page) QP_CHECK;
int read_html(struct page *page, struct diagnostics *d) QP_CHECK;

#endif
