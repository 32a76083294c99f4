#include "page.h"

#include <stdlib.h>

void page_free(struct page *page) {
    free(page->lines);
    free(page->facts);
    free(page->links);
    *page = (struct page){0};
}

int page_add_line(struct page *page, struct line line) {
    page->too_long = page->max_lines && page->count >= page->max_lines;
    if (page->too_long || array_reserve((void **)&page->lines, &page->cap, page->count, sizeof line))
        return -1;
    page->lines[page->count++] = line;
    return 0;
}

int page_add_fact(struct page *page, struct fact fact) {
    if (array_reserve((void **)&page->facts, &page->fact_cap, page->fact_count, sizeof fact))
        return -1;
    page->facts[page->fact_count++] = fact;
    return 0;
}

int page_add_link(struct page *page, struct link link) {
    if (array_reserve((void **)&page->links, &page->link_cap, page->link_count, sizeof link))
        return -1;
    page->links[page->link_count++] = link;
    return 0;
}
