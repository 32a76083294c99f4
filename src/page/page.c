/* Adds lines, facts and links to a page, and takes parts of one. */
#include "page/page.h"

#include "base/ascii.h"

#include <stddef.h>
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

/* Whether the path up to `end` ends in the time of a copy, "/20170321101500" or "/2017id_". */
static bool ends_in_time(const char *begin, const char *end) {
    enum { SHORTEST = 4, LONGEST = 14, MODIFIER = 3 };
    const char *p = end;
    if (p - begin > MODIFIER && p[-1] == '_')
        p -= MODIFIER;
    const char *last = p;
    while (p > begin && is_digit(p[-1]))
        p--;
    return p > begin && p[-1] == '/' && last - p >= SHORTEST && last - p <= LONGEST;
}

/* "https://web.archive.org/web/20170321101500/https://www.senat.fr/a": archives of the web write
 * the time of their copy before an address, and do so for each link of a page. */
static struct span original(struct span address) {
    const struct span schemes[] = {SPAN("/http://"), SPAN("/https://")};
    for (size_t i = 0; i < 2; i++) {
        const char *at = address.len ? span_find(address, schemes[i]) : NULL;
        if (at && ends_in_time(address.ptr, at))
            return span_from(at + 1, span_end(address));
    }
    return address;
}

int page_add_fact(struct page *page, struct fact fact) {
    if (array_reserve((void **)&page->facts, &page->fact_cap, page->fact_count, sizeof fact))
        return -1;
    fact.value = original(fact.value);
    page->facts[page->fact_count++] = fact;
    return 0;
}

int page_add_link(struct page *page, struct link link) {
    if (array_reserve((void **)&page->links, &page->link_cap, page->link_count, sizeof link))
        return -1;
    link.target = original(link.target);
    page->links[page->link_count++] = link;
    return 0;
}

/* The first of `count` items at `line` or below; the line of an item is `line_at` bytes into it. */
static size_t first_from(const void *items, size_t count, size_t size, size_t line_at, size_t line) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *item = (const char *)items + middle * size;
        if (*(const size_t *)(const void *)(item + line_at) < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t first_fact(const struct page *page, size_t line) {
    return first_from(page->facts, page->fact_count, sizeof *page->facts,
                      offsetof(struct fact, line), line);
}

static size_t first_link(const struct page *page, size_t line) {
    return first_from(page->links, page->link_count, sizeof *page->links,
                      offsetof(struct link, line), line);
}

const struct link *page_links_of(const struct page *page, size_t line, size_t *count) {
    size_t first = first_link(page, line), end = first;
    while (end < page->link_count && page->links[end].line == line)
        end++;
    *count = end - first;
    return *count ? page->links + first : NULL;
}

int page_part(const struct page *page, size_t begin, size_t end, struct page *out) {
    size_t fact = first_fact(page, begin), link = first_link(page, begin);
    size_t facts_end = end < page->count ? first_fact(page, end) : page->fact_count;
    *out = *page;
    out->lines += begin;
    out->count = end - begin;
    out->fact_count = facts_end - fact;
    out->link_count = first_link(page, end) - link;
    out->facts = arena_array(page->arena, out->fact_count, sizeof *out->facts);
    out->links = arena_array(page->arena, out->link_count, sizeof *out->links);
    if (!out->facts || !out->links)
        return -1;
    for (size_t i = 0; i < out->fact_count; i++) {
        out->facts[i] = page->facts[fact + i];
        out->facts[i].line -= begin;
    }
    for (size_t i = 0; i < out->link_count; i++) {
        out->links[i] = page->links[link + i];
        out->links[i].line -= begin;
    }
    return 0;
}
