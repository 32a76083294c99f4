/* The stack of open elements. It decides which elements a tag closes, as browsers do, but without
 * foster parenting and the adoption agency. Nothing searches the stack: each step takes constant
 * time, or time that an earlier push has paid for. */
#ifndef STACK_H
#define STACK_H
#include "html/elements.h"

/* The state that an element gives to its content. */
struct context {
    _Alignas(8) uint8_t role; /* the whole is copied as one word */
    uint8_t level;  /* 1 to 6 in a heading */
    bool hidden;
    bool preformatted;
    uint8_t table;  /* 0: no table; 1: in a table of the text; 2: in a table within it */
};

struct open_element {
    struct context outside;   /* the context to restore behind it */
    uint32_t element;
    uint32_t same_below;      /* position of the next one of this element; 0: none */
    uint32_t block_below;     /* position of the nearest block or scope, itself included; 0: none */
    uint32_t scope_below;     /* the same for a scope */
    uint32_t item_below;      /* the same for a block that ends the search for an open list item */
};

struct stack {
    struct open_element *items; /* items[0] is no element; the innermost one is items[count] */
    size_t count, cap;
    uint32_t top[EL_COUNT];     /* position of the topmost one of each element; 0: none */
    struct context now;
};

/* -1 where memory ends, as for stack_grow() and stack_push(). */
int stack_start(struct stack *s) QP_CHECK;
int stack_grow(struct stack *s) QP_CHECK;

static inline QP_CHECK int stack_push(struct stack *s, enum element element) {
    if (s->count + 1 >= s->cap && stack_grow(s))
        return -1;
    uint32_t self = (uint32_t)s->count + 1;
    const struct open_element *below = &s->items[s->count];
    struct open_element *e = &s->items[self];
    unsigned flags = element_flags(element);
    bool block = flags & (BLOCK | SCOPE);
    e->outside = s->now;
    e->element = element;
    e->same_below = s->top[element];
    e->block_below = block ? self : below->block_below;
    e->scope_below = flags & SCOPE ? self : below->scope_below;
    e->item_below = block && !(flags & AROUND_ITEMS) ? self : below->item_below;
    s->top[element] = self;
    s->count = self;
    return 0;
}

/* Closes the topmost element and restores the context outside it. */
static inline void stack_pop(struct stack *s) {
    const struct open_element *e = &s->items[s->count--];
    s->top[e->element] = e->same_below;
    s->now = e->outside;
}

/* The number of elements that a start tag closes before its own opens. */
size_t stack_closed_by_start(const struct stack *s, enum element element);
/* The number of elements that an end tag closes; 0: it has nothing to close. */
size_t stack_closed_by_end(const struct stack *s, enum element element);
void stack_free(struct stack *s);

#endif
