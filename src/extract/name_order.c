/* Names in the order of speech. The official pages print "ARNAUD Lucie", and their texts often say
 * "Mme Lucie Arnaud": the author's words take the order that they have behind a civility. */
#include "base/fold.h"
#include "extract/blocks.h"

enum { MOST_WORDS = 12 };

struct name_words {
    struct span items[MOST_WORDS];
    size_t count;
};

static bool split_words(struct span s, struct name_words *out) {
    out->count = 0;
    const char *p = s.ptr, *end = s.ptr + s.len;
    while (p < end) {
        if (*p == ' ') {
            p++;
            continue;
        }
        const char *word = p;
        while (p < end && *p != ' ')
            p++;
        if (out->count == MOST_WORDS)
            return false;
        out->items[out->count++] = span_from(word, p);
    }
    return out->count > 1;
}

/* A word of the name, accents and case aside. The Assemblée prints U+FFFD for the accented letters of
 * some names: it stands for any letter. */
static bool is_word(struct span word, struct span name) {
    struct fold a = fold_start(word), b = fold_start(name);
    uint32_t x, y;
    do {
        x = fold_next(&a);
        y = fold_next(&b);
        if (x != y && !(y == 0xFFFD && fold_is_letter(x)))
            return false;
    } while (x != FOLD_END);
    return true;
}

/* Whether `text` begins with all words of `name`, accents and case aside; order[n] is the index of
 * the n-th. */
static bool order_of(const struct name_words *name, struct span text, size_t order[MOST_WORDS]) {
    bool used[MOST_WORDS] = {false};
    for (size_t n = 0; n < name->count; n++) {
        size_t k = 0;
        struct span rest = NO_SPAN;
        for (; k < name->count; k++) {
            if (used[k])
                continue;
            const char *end = text.ptr;
            while (end < span_end(text) && !memchr(" ,\n.);:", *end, 7))
                end++;
            if (is_word(span_from(text.ptr, end), name->items[k])) {
                rest = span_from(end, span_end(text));
                break;
            }
        }
        if (!rest.ptr)
            return false;
        used[k] = true;
        order[n] = k;
        while (rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '\n'))
            rest.ptr++, rest.len--;
        text = rest;
    }
    return true;
}

static bool find_order(const struct name_words *name, struct span text, size_t order[MOST_WORDS]) {
    static const char *const civilities[] = {"m. ", "mme ", "mlle ", "m ",
                                             "monsieur ", "madame ", "mademoiselle "};
    struct span rest;
    for (size_t i = 0; i < text.len; i++) {
        if ((text.ptr[i] | 0x20) != 'm' || (i && text.ptr[i - 1] != ' ' && text.ptr[i - 1] != '\n'))
            continue;
        struct span from = {text.ptr + i, text.len - i};
        for (size_t c = 0; c < sizeof civilities / sizeof *civilities; c++)
            if (fold_prefix(from, civilities[c], &rest) && order_of(name, rest, order))
                return true;
    }
    return false;
}

static bool order_in(const struct name_words *name, const qp_blocks *blocks,
                     size_t order[MOST_WORDS]) {
    for (size_t i = 0; i < blocks->count; i++)
        if (find_order(name, (struct span){blocks->items[i].text.data, blocks->items[i].text.size},
                       order))
            return true;
    return false;
}

int author_reorder(const struct extract_request *rq, qp_question *q) {
    struct name_words name;
    size_t order[MOST_WORDS];
    if (!q->author.name.data ||
        !split_words((struct span){q->author.name.data, q->author.name.size}, &name) ||
        !(order_in(&name, &q->body.blocks, order) || order_in(&name, &q->response.blocks, order)))
        return 0;
    struct buffer b = {0};
    for (size_t i = 0; i < name.count; i++) {
        if (i)
            buffer_char(&b, ' ');
        buffer_append(&b, name.items[order[i]].ptr, name.items[order[i]].len);
    }
    int rc = b.failed ? -1 : arena_string(rq->arena, (struct span){b.ptr, b.len}, &q->author.name);
    buffer_free(&b);
    return rc;
}
