/* Other questions that the texts name, each once, with the target of the link around its number. */
#include "base/ascii.h"
#include "extract/blocks.h"
#include "extract/identity.h"
#include "lex/mention.h"
#include "question/number.h"

#include <stdlib.h>

/* The numbers so far, and a hash table of them: a text may name a million questions. */
struct seen {
    struct span *numbers;
    size_t count, cap;
    uint32_t *slots; /* `slot_count` of them, a power of two: 1 + an index into `numbers`; 0: free */
    size_t slot_count;
};

static size_t hash(struct span s) {
    size_t h = 5381;
    for (size_t i = 0; i < s.len; i++)
        h = h * 33 + (unsigned char)s.ptr[i];
    return h;
}

static uint32_t *slot_of(const struct seen *seen, struct span s) {
    size_t i = hash(s) & (seen->slot_count - 1);
    while (seen->slots[i] && !span_equal(seen->numbers[seen->slots[i] - 1], s))
        i = (i + 1) & (seen->slot_count - 1);
    return &seen->slots[i];
}

static int grow_table(struct seen *seen) {
    size_t slot_count = seen->slot_count ? seen->slot_count * 2 : 16;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots)
        return -1;
    free(seen->slots);
    seen->slots = slots;
    seen->slot_count = slot_count;
    for (size_t i = 0; i < seen->count; i++)
        *slot_of(seen, seen->numbers[i]) = (uint32_t)i + 1;
    return 0;
}

/* 1: new, 0: seen before, -1: memory ended. */
static int see(struct seen *seen, struct span s) {
    if (seen->count * 2 >= seen->slot_count && grow_table(seen))
        return -1;
    uint32_t *slot = slot_of(seen, s);
    if (*slot)
        return 0;
    if (array_reserve((void **)&seen->numbers, &seen->cap, seen->count, sizeof *seen->numbers))
        return -1;
    seen->numbers[seen->count++] = s;
    *slot = (uint32_t)seen->count;
    return 1;
}

struct search {
    const struct extract_request *rq;
    qp_question *q;
    struct seen seen;
    size_t cap;
    size_t labelled; /* relations that the page's labels told, which come first */
    size_t link;     /* links before this one are before the text still to come */
    struct buffer joined; /* the lines of a paragraph */
};

struct place_in {
    size_t line, before; /* bytes of the paragraph before that line */
};

/* Not in two groups, "12 345", whose blank may change. */
static bool is_alone(struct span number) {
    for (size_t i = 0; i < number.len; i++)
        if (!is_digit(number.ptr[i]) && !is_letter(number.ptr[i]))
            return false;
    return true;
}

static int add(struct search *s, const struct mention *m, struct span target) {
    qp_question *q = s->q;
    if (arena_reserve(s->rq->arena, (void **)&q->relations, &s->cap, q->relation_count, 1,
                      sizeof *q->relations))
        return -1;
    qp_relation *r = &q->relations[q->relation_count++];
    *r = (qp_relation){.type = m->type};
    bool plain = s->rq->options->plain_spaces;
    if (text_value(s->rq->arena, m->text, plain, &r->text))
        return -1;
    if (is_alone(m->number)) /* with it the text ends */
        r->number = (qp_string){r->text.data + r->text.size - m->number.len, m->number.len};
    else if (text_value(s->rq->arena, m->number, plain, &r->number))
        return -1;
    if (!target.ptr)
        return 0;
    return text_value(s->rq->arena, identity_own_path(q->site, target), plain, &r->url);
}

/* The target of the link around a number. Links come in the order of lines. */
static struct span link_target(struct search *s, size_t line, struct span number) {
    const struct page *page = s->rq->page;
    for (; s->link < page->link_count; s->link++) {
        const struct link *link = &page->links[s->link];
        if (link->line > line || (link->line == line && link->text.ptr > number.ptr))
            break;
        if (link->line == line && span_end(number) <= span_end(link->text))
            return link->target;
    }
    return NO_SPAN;
}

/* A label names the question already, perhaps as "03705" where the text says "3705". */
static bool is_labelled(const struct search *s, struct span number) {
    for (size_t i = 0; i < s->labelled; i++) {
        const qp_string *n = &s->q->relations[i].number;
        if (n->data && number_same((struct span){n->data, n->size}, number))
            return true;
    }
    return false;
}

static bool has_letter(struct span number) {
    return leading_digits(number) < number.len;
}

/* The question's own number. "S123" is an oral question, which is not the written question 123. */
static bool is_own(const struct search *s, struct span number) {
    struct span own = {s->q->number.data, s->q->number.size};
    return own.ptr && number_same(own, number) && (has_letter(own) || !has_letter(number));
}

/* The text of a paragraph: "sa question<br/>écrite n° 1234" is one mention. Most are one line. */
static struct span paragraph_text(struct search *s, struct stretch in) {
    const struct page *page = s->rq->page;
    if (in.end == in.begin + 1)
        return line_text(&page->lines[in.begin]);
    s->joined.len = 0;
    for (size_t i = in.begin; i < in.end; i++) {
        buffer_append(&s->joined, page->lines[i].ptr, page->lines[i].len);
        buffer_char(&s->joined, '\n');
    }
    return (struct span){s->joined.ptr, s->joined.len};
}

/* The same number where its line has it, and that line; numbers come in their order. */
static struct span number_in_line(const struct search *s, struct span text, struct span number,
                                  struct place_in *at) {
    const struct line *lines = s->rq->page->lines;
    size_t offset = (size_t)(number.ptr - text.ptr);
    while (offset - at->before > lines[at->line].len)
        at->before += lines[at->line++].len + 1;
    return (struct span){lines[at->line].ptr + (offset - at->before), number.len};
}

static int read_paragraph(struct search *s, struct stretch in, bool first) {
    struct span text = paragraph_text(s, in);
    struct place_in place = {in.begin, 0};
    struct mention m;
    if (s->joined.failed)
        return -1;
    for (size_t at = 0; mention_next(text, &at, &m);) {
        m.number = number_in_line(s, text, m.number, &place);
        if (is_own(s, m.number) || is_labelled(s, m.number))
            continue;
        int fresh = see(&s->seen, m.number);
        if (fresh < 0)
            return -1;
        if (m.type == QP_TRANSFORMED_INTO && !first)
            m.type = QP_CITES;
        if (fresh && add(s, &m, link_target(s, place.line, m.number)))
            return -1;
    }
    return 0;
}

/* The end of the paragraph, or of the row of a table, that begins at line i. */
static size_t paragraph_end(const struct page *page, size_t i, size_t end) {
    const struct line *first = &page->lines[i];
    for (i++; i < end && !(first->flags & LINE_ROW); i++) {
        const struct line *l = &page->lines[i];
        if (l->field != FIELD_BLOCKS || l->section != first->section ||
            (l->flags & (LINE_STARTS | LINE_ROW)))
            break;
    }
    return i;
}

int relations_read(const struct extract_request *rq, struct stretch in, qp_question *q) {
    struct search s = {.rq = rq, .q = q, .cap = q->relation_count};
    s.labelled = q->relation_count < 8 ? q->relation_count : 8;
    const struct page *page = rq->page;
    bool first = true;
    int rc = 0;
    for (size_t i = in.begin, next; rc == 0 && i < in.end; i = next) {
        const struct line *l = &page->lines[i];
        next = i + 1;
        if (l->field != FIELD_BLOCKS)
            continue;
        next = paragraph_end(page, i, in.end);
        rc = read_paragraph(&s, (struct stretch){i, next}, first && l->section == SECTION_BODY);
        first = false;
    }
    free(s.seen.slots);
    free(s.seen.numbers);
    buffer_free(&s.joined);
    return rc;
}
