/* Growable buffers and arrays, and the arena of a result. */
#ifndef MEMORY_H
#define MEMORY_H
#include "base/span.h"

/* Owned bytes. A failed growth sticks: appends then do nothing, and whoever takes
 * the content looks at `failed` once. */
struct buffer {
    char *ptr;
    size_t len, cap;
    bool failed;
};

bool buffer_reserve(struct buffer *b, size_t more);
void buffer_append(struct buffer *b, const char *bytes, size_t len);
void buffer_char(struct buffer *b, char c);
void buffer_codepoint(struct buffer *b, uint32_t c);
void buffer_free(struct buffer *b);

/* buffer_append() where there is mostly room: the copy alone, inline. */
static inline void buffer_put(struct buffer *b, const char *bytes, size_t len) {
    if (len >= b->cap - b->len) {
        buffer_append(b, bytes, len);
        return;
    }
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

/* Memory that lives as long as the result; NULL when there is none left. */
struct arena {
    struct arena_chunk *chunk;
};

void *arena_alloc(struct arena *a, size_t size) QP_CHECK;
/* For bytes: a page of ten million lines has no room for padding between them. */
char *arena_text(struct arena *a, size_t size) QP_CHECK;
void *arena_array(struct arena *a, size_t count, size_t size) QP_CHECK;
/* Room for `more` items behind the `count` of an array in the arena, which is copied where it has
 * to grow. */
int arena_reserve(struct arena *a, void **items, size_t *cap, size_t count, size_t more,
                  size_t size) QP_CHECK;
/* A copy with a NUL behind it. */
int arena_string(struct arena *a, struct span s, qp_string *out) QP_CHECK;
void arena_free(struct arena *a);

/* Grows an array kept by malloc to hold one more item; -1 when memory ends. */
int array_reserve(void **items, size_t *cap, size_t count, size_t item_size) QP_CHECK;

#endif
