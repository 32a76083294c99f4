/* Pages of the same sites that hold no question. */
#ifndef OTHER_PAGE_H
#define OTHER_PAGE_H
#include "page/page.h"

/* What the page is, for a message: "a list of results"; NULL: not known. */
const char *other_page(const struct page *page);

#endif
