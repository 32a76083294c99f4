/* Memory for libraries that do not survive a failed allocation. */
#include "record/memory_guard.h"

#include <stdlib.h>
#include <string.h>

/* Static, as the libraries pass no context to their allocators. */
static struct guard *innermost;

void guard_begin(struct guard *g) {
    g->outer = innermost;
    innermost = g;
}

void guard_end(struct guard *g) {
    innermost = g->outer;
}

static void *checked(void *p) {
    if (!p && innermost)
        longjmp(innermost->back, 1);
    return p;
}

void *guard_malloc(size_t size) {
    return checked(malloc(size ? size : 1));
}

void *guard_realloc(void *old, size_t size) {
    return checked(realloc(old, size ? size : 1));
}

char *guard_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = guard_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}
