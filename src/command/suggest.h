/* "Did you mean": among the words that are tried, the one next to what was typed. */
#ifndef SUGGEST_H
#define SUGGEST_H
#include <stdbool.h>
#include <stddef.h>

struct suggestion {
    const char *typed;
    size_t len;
    const char *word; /* NULL: none is near */
    size_t distance;
};

void suggest_try(struct suggestion *s, const char *word);

#endif
