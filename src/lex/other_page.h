/* Pages of the same sites that hold no question. */
#ifndef OTHER_PAGE_H
#define OTHER_PAGE_H
#include "page/page.h"

/* The page's kind, for a message: "a list of results", a constant; NULL: not known. */
const char *other_page(const struct page *page);

#endif
