/* The stack of open elements: which end tag closes what, as browsers do it, but for
 * foster parenting and the adoption agency. Every step costs constant time, or time that
 * an earlier push has paid for: nothing searches the stack. */
#ifndef STACK_H
#define STACK_H
#include "html/elements.h"

/* What an element gives to its content. */
struct context {
    _Alignas(8) uint8_t role; /* copied as one word */
    uint8_t level;  /* 1 to 6 in a heading */
    bool hidden;
    bool preformatted;
    uint8_t table;  /* 0: none; 1: in a table of the text; 2: in a table inside a cell of it */
};

struct open_element {
    struct context outside;   /* the context to go back to */
    uint32_t element;
    uint32_t same_below;      /* the next one of this element; 0: none */
    uint32_t block_below;     /* nearest block or scope, itself included; likewise */
    uint32_t scope_below;     /* nearest scope */
    uint32_t item_below;      /* nearest block that a list item does not look through */
};

struct stack {
    struct open_element *items; /* items[0] is no element: the one below the first */
    size_t count, cap;          /* open elements: the innermost is items[count] */
    uint32_t top[EL_COUNT];     /* topmost of each element; 0: none */
    struct context now;
};

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

/* Closes the topmost element and goes back to the context outside of it. */
static inline void stack_pop(struct stack *s) {
    const struct open_element *e = &s->items[s->count--];
    s->top[e->element] = e->same_below;
    s->now = e->outside;
}

/* How many elements a start tag closes before its own is opened. */
size_t stack_closed_by_start(const struct stack *s, enum element element);
/* How many elements an end tag closes; 0 where it has none to close. */
size_t stack_closed_by_end(const struct stack *s, enum element element);
void stack_free(struct stack *s);

#endif
