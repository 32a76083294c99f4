/* Spans: bytes that something else owns. */
#ifndef SPAN_H
#define SPAN_H
#include "qparse.h"

#include <string.h>

struct span {
    const char *ptr;
    size_t len;
};

#define SPAN(literal) ((struct span){literal, sizeof(literal) - 1})
#define NO_SPAN ((struct span){NULL, 0})

static inline struct span span_from(const char *begin, const char *end) {
    return (struct span){begin, (size_t)(end - begin)};
}

/* The test is for NO_SPAN: C allows no addition to a null pointer, not even of 0. */
static inline const char *span_end(struct span s) {
    return s.len ? s.ptr + s.len : s.ptr;
}

static inline bool span_equal(struct span a, struct span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* `s` without spaces, tabs and line breaks at both ends; no-break spaces stay. */
struct span span_trim(struct span s);
/* The first occurrence of `what`, which is not empty, or NULL. Looks for its last byte with
 * memchr(): far quicker than memmem() where that byte is rare. */
const char *span_find(struct span s, struct span what);
/* Whether `word` is in the list, whose words one space separates. */
bool word_among(struct span word, const char *list);
/* The same for long lists: one for each first letter from 'a' on, or NULL. */
bool word_indexed(struct span word, const char *const lists[26]);

#endif
