/* Joins lines that are one by their words, whatever the width: a sentence of the site that was cut,
 * a heading over two lines, the parts of a comment's head. */
#include "base/fold.h"
#include "lex/lex.h"
#include "unwrap/unwrap.h"

enum { LONGEST_PIECES = 400, MOST_PIECES = 6 };

/* Lines [begin, begin + count) with a space between them; ptr NULL: they are too long, or of several
 * paragraphs. */
static struct span glue(const struct page *page, size_t begin, size_t count, char *out) {
    size_t n = 0;
    for (size_t i = begin; i < begin + count; i++) {
        const struct line *l = i < page->count ? &page->lines[i] : NULL;
        if (!l || (i > begin && (l->flags & LINE_STARTS)) || (l->flags & (LINE_ROW | LINE_RULE)) ||
            l->len + 1 > LONGEST_PIECES - n)
            return NO_SPAN;
        bool tight = n == 0 || out[n - 1] == '-' || l->ptr[0] == ',' || l->ptr[0] == '.';
        if (!tight)
            out[n++] = ' ';
        memcpy(out + n, l->ptr, l->len);
        n += l->len;
    }
    return (struct span){out, n};
}

/* The site's sentences, "Aucun commentaire … sur cette question." and the like, cut anywhere. */
static bool is_sentence(struct span s) {
    return fold_equal(s, "aucun commentaire n'a encore ete formule sur cette question.") ||
           fold_equal(s, "cette question n'a pas encore de reponse.");
}

static bool begins_sentence_of_site(struct span s) {
    struct span rest;
    return (s.ptr[0] == 'A' && fold_prefix(s, "aucun commentaire", &rest)) ||
           (s.ptr[0] == 'C' && fold_prefix(s, "cette question", &rest));
}

/* "Question orale avec débat portant sur un sujet" above "européen N° 3862 au Ministère de …" */
static bool is_heading(struct span s) {
    struct heading heading;
    return heading_regards(s, &heading) && heading.number.ptr && heading.ministry.ptr &&
           heading.author.ptr != s.ptr; /* "Question" alone, above another page */
}

/* "Le", "12/03/2012 à 10:22", ",", "Anonyme", "a dit :" */
static bool is_comment_head(struct span s) {
    struct byline head;
    return lex_comment(s, &head);
}

/* How many lines from `begin` on are one; 1: only itself. */
static size_t pieces(const struct page *page, size_t begin, char *out, struct span *text) {
    const struct line *l = &page->lines[begin];
    struct span s = line_text(l), rest;
    bool (*fits)(struct span) = NULL;
    if (l->len > LONGEST_PIECES / 2 || (l->flags & (LINE_ROW | LINE_RULE)) ||
        begin + 1 == page->count || (l[1].flags & LINE_STARTS))
        return 1;
    if (s.ptr[0] == 'Q' && fold_prefix(s, "question ", &rest))
        fits = is_heading;
    else if (begins_sentence_of_site(s))
        fits = is_sentence;
    else if (s.ptr[0] == 'L' && (fold_equal(s, "le") || (s.len < 24 && fold_prefix(s, "le ", &rest))))
        fits = is_comment_head;
    if (!fits || fits(s))
        return 1;
    for (size_t n = 2; n <= MOST_PIECES; n++) {
        *text = glue(page, begin, n, out);
        if (!text->ptr)
            return 1;
        if (fits(*text))
            return n;
    }
    return 1;
}

int join_pieces(struct page *page) {
    char out[LONGEST_PIECES];
    size_t to = 0;
    for (size_t i = 0, n; i < page->count; i += n) {
        struct span text;
        struct line l = page->lines[i];
        n = pieces(page, i, out, &text);
        if (n > 1) {
            qp_string copy;
            if (arena_string(page->arena, text, &copy))
                return -1;
            l.ptr = copy.data;
            l.len = (uint32_t)copy.size;
        }
        page->lines[to++] = l;
    }
    page->count = to;
    return 0;
}
