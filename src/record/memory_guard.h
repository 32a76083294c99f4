/* Memory for libxml2, whose validator (2.9.14) follows a NULL after a failed allocation. Control jumps
 * back to the guard instead; what the library held is leaked, and the run should end. One thread may
 * use guards. */
#ifndef MEMORY_GUARD_H
#define MEMORY_GUARD_H
#include "qparse.h"

#include <setjmp.h>
#include <stddef.h>

struct guard {
    jmp_buf back;
    struct guard *outer;
};

/* guard_begin(&g);
 * if (setjmp(g.back) == 0)
 *     ... the library's functions alone: what other code allocates here is leaked by the jump
 * else
 *     ... memory ended
 * guard_end(&g); */
void guard_begin(struct guard *g);
void guard_end(struct guard *g);

/* The library's allocators; without a guard they return NULL as malloc() does. */
void *guard_malloc(size_t size);
void *guard_realloc(void *old, size_t size);
char *guard_strdup(const char *text);

#endif
