/* Memory for libxml2, whose validator (2.9.14) follows a NULL where memory ends. Where an allocation
 * fails, control goes back to where the guard was set; what the library had is lost, and the run should
 * end. */
#ifndef GUARD_H
#define GUARD_H
#include "qparse.h"

#include <setjmp.h>
#include <stddef.h>

struct guard {
    jmp_buf back;
    struct guard *outer;
};

/* guard_begin(&g);
 * if (setjmp(g.back) == 0)
 *     ... the library's functions, and nothing that takes memory of its own
 * else
 *     ... memory ended
 * guard_end(&g); */
void guard_begin(struct guard *g);
void guard_end(struct guard *g);

/* Where no guard is set these are malloc() and its kin. */
void *guard_malloc(size_t size);
void *guard_realloc(void *old, size_t size);
char *guard_strdup(const char *text);

#endif
