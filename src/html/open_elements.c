/* The stack of open elements. */
#include "html/open_elements.h"

#include "base/memory.h"

#include <stdlib.h>

int stack_start(struct stack *s) {
    *s = (struct stack){0};
    if (array_reserve((void **)&s->items, &s->cap, 0, sizeof *s->items))
        return -1;
    s->items[0] = (struct open_element){0};
    return 0;
}

int stack_grow(struct stack *s) {
    return s->count + 1 >= UINT32_MAX ||
                   array_reserve((void **)&s->items, &s->cap, s->count + 1, sizeof *s->items)
               ? -1
               : 0;
}

/* The number of elements from the topmost down to `position`, itself included. */
static size_t down_to(const struct stack *s, uint32_t position) {
    return s->count - position + 1;
}

static bool is_heading(enum element e) {
    return e >= EL_H1 && e <= EL_H6;
}

/* The topmost open heading; 0: none. */
static uint32_t top_heading(const struct stack *s) {
    uint32_t top = 0;
    for (int h = EL_H1; h <= EL_H6; h++)
        if (s->top[h] > top)
            top = s->top[h];
    return top;
}

static uint32_t highest(const struct stack *s, const enum element *list, size_t count) {
    uint32_t top = 0;
    for (size_t i = 0; i < count; i++)
        if (s->top[list[i]] > top)
            top = s->top[list[i]];
    return top;
}

/* A cell closes the cell before it, a row the row, a section the section. All that is open from the
 * lowest of them on, inside the innermost table, goes. */
static size_t closed_in_table(const struct stack *s, enum element element) {
    static const enum element parts[] = {EL_TD, EL_TH, EL_CAPTION, EL_TR,
                                         EL_TBODY, EL_THEAD, EL_TFOOT};
    size_t depth = element == EL_TD || element == EL_TH ? 3 : element == EL_TR ? 4 : 7;
    uint32_t table = s->top[EL_TABLE], lowest = 0;
    for (size_t i = 0; i < depth; i++) {
        uint32_t t = s->top[parts[i]];
        if (t > table && (lowest == 0 || t < lowest))
            lowest = t;
    }
    return lowest ? down_to(s, lowest) : 0;
}

static size_t closed_item(const struct stack *s, enum element element) {
    uint32_t item = s->items[s->count].item_below;
    if (!item)
        return 0;
    enum element open = (enum element)s->items[item].element;
    bool match = element == EL_LI ? open == EL_LI : open == EL_DD || open == EL_DT;
    return match ? down_to(s, item) : 0;
}

size_t stack_closed_by_start(const struct stack *s, enum element element) {
    size_t items = 0;
    switch (element) {
    case EL_TD: case EL_TH: case EL_TR: case EL_TBODY: case EL_THEAD: case EL_TFOOT: case EL_CAPTION:
        return s->top[EL_TABLE] ? closed_in_table(s, element) : 0;
    case EL_LI: case EL_DD: case EL_DT:
        items = closed_item(s, element);
        break;
    case EL_A: /* links do not nest */
        return s->top[EL_A] > s->items[s->count].block_below ? down_to(s, s->top[EL_A]) : 0;
    default:
        break;
    }
    uint32_t p = s->top[EL_P];
    if (p > s->items[s->count].scope_below && down_to(s, p) > items)
        return down_to(s, p);
    if (items == 0 && is_heading(element) && is_heading((enum element)s->items[s->count].element))
        return 1;
    return items;
}

size_t stack_closed_by_end(const struct stack *s, enum element element) {
    static const enum element lists[] = {EL_UL, EL_OL};
    uint32_t open = is_heading(element) ? top_heading(s) : s->top[element];
    uint32_t bound = s->items[s->count].scope_below;
    switch (element) {
    case EL_HTML: case EL_BODY: /* text behind them still belongs to the page */
        return 0;
    case EL_TD: case EL_TH: case EL_TR: case EL_TBODY: case EL_THEAD: case EL_TFOOT: case EL_CAPTION:
        bound = s->top[EL_TABLE];
        break;
    case EL_TABLE:
        bound = 0;
        break;
    case EL_LI: {
        uint32_t list = highest(s, lists, 2);
        bound = list > bound ? list : bound;
        break;
    }
    default:
        if (element_flags(element) & SCOPE)
            bound = 0;
        else if (!(element_flags(element) & BLOCK))
            bound = s->items[s->count].block_below;
        break;
    }
    return open > bound ? down_to(s, open) : 0;
}

void stack_free(struct stack *s) {
    free(s->items);
    *s = (struct stack){0};
}
