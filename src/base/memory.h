/* Growable buffers and arrays, and the arena of a result. */
#ifndef MEMORY_H
#define MEMORY_H
#include "base/span.h"

/* Bytes that the buffer owns; `{0}` is an empty one. Where memory ends, `failed` is set and stays
 * set, and appends do nothing: a caller checks it once, before it uses the content. */
struct buffer {
    char *ptr;
    size_t len, cap;
    bool failed;
};

/* Makes room for `more` bytes behind `len`; false where memory ends. */
bool buffer_reserve(struct buffer *b, size_t more);
void buffer_append(struct buffer *b, const char *bytes, size_t len);
void buffer_char(struct buffer *b, char c);
void buffer_codepoint(struct buffer *b, uint32_t c);
void buffer_free(struct buffer *b);

/* buffer_append() with the copy inline, for callers that mostly have room. */
static inline void buffer_put(struct buffer *b, const char *bytes, size_t len) {
    if (len >= b->cap - b->len) {
        buffer_append(b, bytes, len);
        return;
    }
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

/* Memory that lives until arena_free(); `{0}` is an empty arena. The functions return NULL or -1
 * where memory ends. What they allocate is not zeroed. */
struct arena {
    struct arena_chunk *chunk;
};

void *arena_alloc(struct arena *a, size_t size) QP_CHECK;
/* Not aligned: padding between the texts of a page of ten million lines would add up. */
char *arena_text(struct arena *a, size_t size) QP_CHECK;
void *arena_array(struct arena *a, size_t count, size_t size) QP_CHECK;
/* Makes room for `more` items behind the `count` of an array in the arena; an array that has to grow
 * moves. `*cap` is that of this function, 0 at first. */
int arena_reserve(struct arena *a, void **items, size_t *cap, size_t count, size_t more,
                  size_t size) QP_CHECK;
/* Copies `s`, with a NUL behind it. */
int arena_string(struct arena *a, struct span s, qp_string *out) QP_CHECK;
void arena_free(struct arena *a);

/* Makes room for one more item in an array of `count`, which malloc() owns and the caller frees; -1
 * where memory ends. */
int array_reserve(void **items, size_t *cap, size_t count, size_t item_size) QP_CHECK;

#endif
