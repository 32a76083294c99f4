/* Finds the selectors of the sites that match a start tag. */
#include "read/selectors.h"

#include <assert.h>

/* Most selectors ask for class or id; no other attribute that they ask for begins with "cl" or
 * "id". */
static bool asks_class(const struct selector *h) {
    return h->attribute[0] == 'c' && h->attribute[1] == 'l';
}

static bool asks_id(const struct selector *h) {
    return h->attribute[0] == 'i' && h->attribute[1] == 'd';
}

/* A bit for a letter of either case. */
static uint32_t letter_of(char c) {
    return UINT32_C(1) << (c & 31);
}

static uint32_t letter_asked(const struct selector *h) {
    bool word = h->attribute && h->value && (asks_id(h) || asks_class(h));
    return word ? letter_of(h->value[0]) : 0;
}

void selectors_index(struct selector_index *index) {
    uint8_t count = 0;
    memset(index->of, 0, sizeof index->of);
    for (const struct family *const *f = families; *f; f++)
        for (const struct selector *h = (*f)->selectors; h && (h->element != EL_OTHER || h->name);
             h++) {
            size_t slot = selectors_slot(h->element, h->name ? h->name[0] : 0);
            struct element_selectors *of = &index->of[slot];
            assert(count < MOST_SELECTORS);
            index->selectors[++count] = h;
            index->next[count] = 0;
            if (of->first)
                index->next[of->last] = count;
            else
                of->first = count;
            of->last = count;
            index->letter[count] = letter_asked(h);
            of->letters |= index->letter[count];
            of->bare |= !h->attribute;
            of->other |= !index->letter[count];
        }
}

/* The bits for the first letters of the words in a value. */
static uint32_t letters_of(struct span value) {
    uint32_t letters = 0;
    bool between = true;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (is_space(c))
            between = true;
        else if (between) {
            letters |= letter_of(c);
            between = false;
        }
    }
    return letters;
}

bool selectors_begin(struct selector_walk *w, const struct selector_index *index,
                     const struct element_selectors *of, const struct html_token *t) {
    *w = (struct selector_walk){index, t, NO_SPAN, NO_SPAN, 0, of->first};
    for (size_t i = t->attribute_count; i-- > 0;) { /* of repeated ones the first counts */
        const struct html_attribute *a = &t->attributes[i];
        if (a->name.len == 2 && ascii_same(a->name, "id"))
            w->id = a->value;
        else if (a->name.len == 5 && ascii_same(a->name, "class"))
            w->class = a->value;
    }
    if (of->letters)
        w->letters = letters_of(w->class) | letters_of(w->id);
    return of->other || (w->letters & of->letters);
}

/* The pattern "question#" matches the word with at least one digit behind it. */
static bool word_matches(struct span word, const char *pattern) {
    size_t n = 0;
    while (n < word.len && pattern[n] == word.ptr[n])
        n++;
    if (n == word.len)
        return pattern[n] == '\0';
    return pattern[n] == '#' && is_digit(word.ptr[n]);
}

static bool words_match(struct span value, const char *pattern) {
    const char *p = value.ptr, *end = value.ptr + value.len;
    while (p < end) {
        while (p < end && is_space(*p))
            p++;
        const char *word = p;
        while (p < end && !is_space(*p))
            p++;
        if (p > word && word_matches(span_from(word, p), pattern))
            return true;
    }
    return false;
}

static bool matches(const struct selector_walk *w, const struct selector *h, uint8_t inside) {
    if (h->inside != ROLE_NONE && h->inside != inside)
        return false;
    if (h->name && !ascii_same(w->token->text, h->name))
        return false;
    if (!h->attribute)
        return true;
    struct span value = asks_class(h) ? w->class
                        : asks_id(h)  ? w->id
                                      : html_attribute(w->token, h->attribute);
    return value.ptr && (!h->value || words_match(value, h->value));
}

const struct selector *selectors_next(struct selector_walk *w, uint8_t inside) {
    while (w->at) {
        const struct selector_index *index = w->index;
        uint8_t at = w->at;
        w->at = index->next[at];
        if ((!index->letter[at] || (index->letter[at] & w->letters)) &&
            matches(w, index->selectors[at], inside))
            return index->selectors[at];
    }
    return NULL;
}
