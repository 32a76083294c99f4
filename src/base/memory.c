/* Growable buffers and arrays, and the arena. */
#include "base/memory.h"

#include "base/utf8.h"

#include <stdlib.h>

/* The build for tests makes one allocation per request: a sanitizer then sees the bounds of each,
 * and a test can make each fail. */
#ifdef QP_NO_SPARE
enum { BUFFER_FIRST = 1, ARRAY_FIRST = 1, ARENA_FIRST = 1, ARENA_MAX_CHUNK = 1 };
#else
enum { BUFFER_FIRST = 256, ARRAY_FIRST = 64, ARENA_FIRST = 16 * 1024, ARENA_MAX_CHUNK = 1024 * 1024 };
#endif

bool buffer_reserve(struct buffer *b, size_t more) {
    if (b->failed)
        return false;
    if (more <= b->cap - b->len)
        return true;
    size_t cap = b->cap ? b->cap : BUFFER_FIRST;
    while (cap - b->len < more) {
        if (cap > SIZE_MAX / 2) {
            b->failed = true;
            return false;
        }
        cap *= 2;
    }
    char *ptr = realloc(b->ptr, cap);
    if (!ptr) {
        b->failed = true;
        return false;
    }
    b->ptr = ptr;
    b->cap = cap;
    return true;
}

void buffer_append(struct buffer *b, const char *bytes, size_t len) {
    if (len == 0 || !buffer_reserve(b, len))
        return;
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

void buffer_char(struct buffer *b, char c) {
    if (b->len == b->cap && !buffer_reserve(b, 1))
        return;
    if (!b->failed)
        b->ptr[b->len++] = c;
}

void buffer_codepoint(struct buffer *b, uint32_t c) {
    char bytes[4];
    size_t len = utf8_encode(c, bytes);
    buffer_append(b, bytes, len);
}

void buffer_free(struct buffer *b) {
    free(b->ptr);
    *b = (struct buffer){0};
}

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
};

/* `size` bytes at a multiple of `align`, a power of two. */
static void *take(struct arena *a, size_t size, size_t align) {
    if (size > SIZE_MAX / 4)
        return NULL;
    struct arena_chunk *c = a->chunk;
    size_t start = c ? (c->used + align - 1) & ~(align - 1) : 0;
    if (!c || c->size < start || c->size - start < size) {
        size_t room = c ? c->size * 2 : ARENA_FIRST;
        if (room > ARENA_MAX_CHUNK)
            room = ARENA_MAX_CHUNK;
        if (room < size)
            room = size;
        struct arena_chunk *fresh = malloc(sizeof *fresh + room);
        if (!fresh)
            return NULL;
        fresh->next = c;
        fresh->size = room;
        a->chunk = c = fresh;
        start = 0;
    }
    c->used = start + size;
    return c->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size) {
    return take(a, size ? size : 1, _Alignof(max_align_t));
}

char *arena_text(struct arena *a, size_t size) {
    return take(a, size ? size : 1, 1);
}

void *arena_array(struct arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(a, count * size);
}

/* The link to the chunk that holds this array and nothing else, as that of a large one does. */
static struct arena_chunk **chunk_of(struct arena *a, const void *items, size_t size) {
    for (struct arena_chunk **c = &a->chunk; *c; c = &(*c)->next)
        if ((*c)->bytes == items && (*c)->size == size)
            return c;
    return NULL;
}

/* Copies would stay in the arena: of a million relations half the memory. */
static void *grow_chunk(struct arena_chunk **link, size_t size) {
    struct arena_chunk *c = realloc(*link, sizeof *c + size);
    if (!c)
        return NULL;
    c->used = c->size = size;
    *link = c;
    return c->bytes;
}

int arena_reserve(struct arena *a, void **items, size_t *cap, size_t count, size_t more,
                  size_t size) {
    if (count + more <= *cap)
        return 0;
    size_t grown_cap = 2 * (count + more);
    struct arena_chunk **own = *cap && grown_cap < SIZE_MAX / 4 / size ? chunk_of(a, *items, *cap * size) : NULL;
    if (own) {
        void *moved = grow_chunk(own, grown_cap * size);
        if (!moved)
            return -1;
        *items = moved;
        *cap = grown_cap;
        return 0;
    }
    void *grown = arena_array(a, grown_cap, size);
    if (!grown)
        return -1;
    if (count)
        memcpy(grown, *items, count * size);
    *items = grown;
    *cap = grown_cap;
    return 0;
}

int arena_string(struct arena *a, struct span s, qp_string *out) {
    char *copy = arena_text(a, s.len + 1);
    if (!copy)
        return -1;
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    *out = (qp_string){copy, s.len};
    return 0;
}

void arena_free(struct arena *a) {
    struct arena_chunk *c = a->chunk;
    while (c) {
        struct arena_chunk *next = c->next;
        free(c);
        c = next;
    }
    *a = (struct arena){0};
}

int array_reserve(void **items, size_t *cap, size_t count, size_t item_size) {
    if (count < *cap)
        return 0;
    size_t more = *cap ? *cap * 2 : ARRAY_FIRST;
    if (more > SIZE_MAX / 2 / item_size)
        return -1;
    void *grown = realloc(*items, more * item_size);
    if (!grown)
        return -1;
    *items = grown;
    *cap = more;
    return 0;
}
