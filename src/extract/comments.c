/* Comments of NosSénateurs.fr and NosDéputés.fr, and their printed number. */
#include "base/fold.h"
#include "extract/blocks.h"
#include "question/date.h"

static qp_date comment_date(const struct extract_request *rq, struct span s, size_t offset) {
    qp_date date = {0};
    struct span rest, time;
    if (date_any(s, &date, &rest) != DATE_OK) {
        diagnose(rq->d, D_DATE_INVALID, offset, "no day of the calendar: \"%s\"",
                 quoted(rq->d, span_trim(s)));
        return (qp_date){0};
    }
    if (fold_prefix(rest, "a ", &time))
        date_time(time, &date, &rest);
    return date;
}

/* A line of the site's tools without a word of another kind: "… constructif : non neutre oui" may be
 * wrapped, and a comment may begin right below. */
static bool is_tool(const struct line *l) {
    return fold_words_among(line_text(l),
                            "vous trouvez ce commentaire constructif non neutre oui 0 1 attention est en "
                            "attente de validation par email les autres utilisateurs ne peuvent pas le voir "
                            "avatar defaut");
}

/* A comment's paragraphs joined by blank lines, without the site's tools such as ratings. */
static int comment_text(const struct extract_request *rq, size_t begin, size_t end,
                        qp_string *out) {
    struct buffer b = {0};
    bool tool = false; /* a tool's line, or one that a narrow text wrapped: "… : +1" / "-1" */
    for (size_t i = begin; i < end; i++) {
        struct line *l = &rq->page->lines[i];
        tool = (l->kind == DATUM_COMMENT_TOOL || (tool && !(l->flags & LINE_STARTS))) && is_tool(l);
        if (tool || l->role == ROLE_FURNITURE || (l->flags & LINE_RULE)) {
            l->section = SECTION_FURNITURE;
            continue;
        }
        if (b.len)
            buffer_append(&b, "\n\n", l->flags & LINE_STARTS ? 2 : 1);
        buffer_append(&b, l->ptr, l->len);
        l->section = SECTION_COMMENTS;
        l->field = FIELD_ITEMS;
    }
    int rc = b.failed ? -1 : arena_string(rq->arena, (struct span){b.ptr, b.len}, out);
    if (rc == 0 && rq->options->plain_spaces)
        text_make_plain(out);
    buffer_free(&b);
    return rc;
}

enum { MAX_COMMENTS = 100000 };

/* The number of comments to read; lines of the others go to `unparsed`. */
static size_t limited(const struct extract_request *rq, size_t count, size_t offset) {
    size_t limit = rq->options->max_comments ? rq->options->max_comments : MAX_COMMENTS;
    if (count <= limit)
        return count;
    diagnose(rq->d, D_LIMIT_COMMENTS, offset, "%zu comments are more than the limit of %zu", count,
             limit);
    return limit;
}

static int read_items(const struct extract_request *rq, struct stretch in, size_t count,
                      qp_question *q) {
    struct page *page = rq->page;
    q->comments = arena_array(rq->arena, count, sizeof *q->comments);
    if (!q->comments)
        return -1;
    for (size_t i = in.begin; i < in.end && q->comment_item_count < count; i++) {
        struct byline head;
        struct line *l = &page->lines[i];
        if (l->kind != DATUM_COMMENT || !lex_comment(line_text(l), &head))
            continue;
        qp_comment *c = &q->comments[q->comment_item_count++];
        *c = (qp_comment){.date = comment_date(rq, head.date, l->offset)};
        l->section = SECTION_COMMENTS;
        l->field = FIELD_ITEMS;
        size_t end = i + 1;
        while (end < in.end && page->lines[end].kind != DATUM_COMMENT)
            end++;
        if ((head.author.ptr &&
             text_value(rq->arena, head.author, rq->options->plain_spaces, &c->author)) ||
            comment_text(rq, i + 1, end, &c->text))
            return -1;
    }
    return 0;
}

/* Below the printed number, another comment's tools or its avatar: a head elsewhere may be quoted. */
static bool is_below_comment(const struct page *page, struct stretch in, size_t i) {
    while (i > in.begin && (page->lines[i - 1].role == ROLE_FURNITURE || (page->lines[i - 1].flags & LINE_RULE)))
        i--;
    return i == in.begin || is_tool(&page->lines[i - 1]);
}

/* Where the printed number is that of the heads below a comment's end, the others are quoted by one. */
static size_t drop_quoted(const struct page *page, struct stretch in, size_t count, long printed) {
    size_t below = 0;
    if (printed < 0 || (size_t)printed >= count)
        return count;
    for (size_t i = in.begin; i < in.end; i++)
        below += page->lines[i].kind == DATUM_COMMENT && is_below_comment(page, in, i);
    if (below != (size_t)printed)
        return count;
    for (size_t i = in.begin; i < in.end; i++)
        if (page->lines[i].kind == DATUM_COMMENT && !is_below_comment(page, in, i))
            page->lines[i].kind = DATUM_NONE;
    return below;
}

int comments_read(const struct extract_request *rq, const struct sections *r, qp_question *q) {
    struct page *page = rq->page;
    if (r->comments == NO_LINE)
        return 0;
    struct line *head = &page->lines[r->comments];
    struct span rest;
    if (head->kind == DATUM_COMMENT_COUNT)
        (void)lex_comment_count(line_text(head), &q->comment_count);
    if (fold_prefix(line_text(head), "aucun commentaire", &rest) &&
        !fold_equal(rest, "n'a encore ete formule sur cette question.") &&
        !fold_words_among(rest, "n a encore ete formule sur cette question"))
        head->section = SECTION_NONE; /* its last words are the page's */
    size_t count = 0;
    for (size_t i = r->items.begin; i < r->items.end; i++) {
        struct line *l = &page->lines[i];
        count += l->kind == DATUM_COMMENT;
        /* above the first comment: other lines than these stay for `unparsed` */
        if (count == 0 && ((l->kind == DATUM_COMMENT_TOOL && is_tool(l)) || l->role == ROLE_FURNITURE ||
                           (l->flags & LINE_RULE)))
            l->section = SECTION_FURNITURE;
    }
    count = drop_quoted(page, r->items, count, q->comment_count);
    if (count && read_items(rq, r->items, limited(rq, count, head->offset), q))
        return -1;
    if (head->kind == DATUM_COMMENT_COUNT && q->comment_count != (long)count)
        diagnose(rq->d, D_COMMENT_COUNT, head->offset,
                 "printed number of comments: %ld, shown: %zu", q->comment_count, count);
    return 0;
}
