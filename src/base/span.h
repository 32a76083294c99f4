/* Borrowed bytes. */
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

/* NO_SPAN ends where it begins: compilers see an addition, the standard a null pointer that
 * nothing may be added to. */
static inline const char *span_end(struct span s) {
    return s.len ? s.ptr + s.len : s.ptr;
}

static inline bool span_equal(struct span a, struct span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Spaces, tabs and line breaks off both ends; no-break spaces stay. */
struct span span_trim(struct span s);
/* The first place where `what` stands, or NULL. Looks for its last byte with memchr():
 * quicker than memmem() by far where that byte is rare. `what` is not empty. */
const char *span_find(struct span s, struct span what);
/* `word` is one of the list's, which stand apart by one space each. */
bool word_among(struct span word, const char *list);
/* The same for long lists: one for each first letter from 'a' on, or NULL. */
bool word_indexed(struct span word, const char *const lists[26]);

#endif
