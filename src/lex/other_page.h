/* Pages of the same sites that hold no question. */
#ifndef OTHER_PAGE_H
#define OTHER_PAGE_H
#include "page/page.h"

/* The page's kind, for a message: "a list of results", a constant; NULL: not known. */
const char *other_page(const struct page *page);
/* The same of a page in which nothing heads a question: less evidence is enough. */
const char *refused_page(const struct page *page);

#endif
