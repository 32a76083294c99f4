/* Joins lines that a tool wrapped at some width, 40 to 200 columns.
 *
 * A tool fills each line with as many words as fit: a line was wrapped if and only if the first
 * word of the next one would not have fitted. The width is unknown, so it is measured: it is the
 * longest line in paragraphs of the same indentation. Two things must show that the text is wrapped
 * at all: lines that end in mid-sentence, and no longer line. Any other text stays as it is. */
#include "base/fold.h"
#include "lex/lex.h"
#include "lex/official_lex.h"
#include "question/number.h"
#include "unwrap/dialects.h"

enum { CLASSES = 16, RAGGED = CLASSES, NARROWEST = 24, WIDEST = 200 };

/* Lines of one indentation; RAGGED: those of paragraphs in which it changes, as in centred ones. */
struct class {
    size_t widest;   /* longest line of paragraphs of several lines */
    size_t wrapped;  /* lines that the next word would not have fitted into */
    size_t midway;   /* of those, the ones that end in mid-sentence */
    size_t broken;   /* lines that end early, but not very early */
    size_t surely;   /* of those, the ones that end in a word that ends no line */
    size_t bound;    /* no width is above it: a word did not fit there */
    size_t ended;    /* of those, the ones that end as sentences and items of lists do */
};

/* The recognition of one line, which several questions ask for. */
struct recognised {
    const char *text; /* of that line; NULL: none yet */
    uint32_t len;
    bool has_kind, has_label;
    enum datum kind;
    struct labelled label;
};

enum { MEMORY = 8 }; /* lines: the questions are about neighbours */

struct folding {
    struct page *page;
    struct recognised *memory;
    struct class classes[CLASSES + 1];
    bool official;   /* a page of a chamber itself */
    bool glue;       /* the text has lost its no-break spaces */
    bool found;      /* it is known where the text begins */
    bool submitted;  /* a submission line begins the text, and the form for comments ends it */
    bool may;        /* some line ends in mid-sentence */
    bool dumped;     /* text browsers left their rules or brackets */
    size_t indent, width; /* of the main class; width 0: not a wrapped text */
    size_t first_text; /* from this line on only labels may be longer than the width */
};

static size_t block_end(const struct page *page, size_t i) {
    for (i++; i < page->count && !(page->lines[i].flags & LINE_STARTS); i++)
        ;
    return i;
}

/* Whether a line shows the width; forms, frames, aligned tables and long addresses do not. */
static bool measurable(const struct line *l) {
    struct span s = line_text(l);
    return !(l->flags & (LINE_ROW | LINE_RULE | LINE_WHOLE)) && l->len <= 4 * (WIDEST + 1) &&
           memchr(s.ptr, ' ', s.len) && !memmem(s.ptr, s.len, "   ", 3);
}

/* The class of two lines: lists and rules may be right above or below a paragraph. */
static size_t class_of(const struct line *l, const struct line *next) {
    return l->indent == next->indent && l->indent < CLASSES ? l->indent : RAGGED;
}

/* A no-break space is before this. The site's rule looks at bytes: not only « and », all characters
 * whose first byte is theirs have one before them ("§ 3"), */
static bool sticks(const char *p, const char *end) {
    return p < end && (*p == '\xC2' || memchr(":;?!%-0", *p, 7));
}

/* and all whose last byte is that of « have one behind them: "ambiguë". "n°" is of a link. */
static bool opens(struct span word) {
    unsigned char last = word.len ? (unsigned char)span_end(word)[-1] : 0;
    return last == 0xAB || last == '-' || fold_equal(word, "no");
}

size_t unfold_first_unit(struct span s, bool glue) {
    const char *p = s.ptr, *end = s.ptr + s.len;
    for (;;) {
        const char *word = p;
        while (p < end && *p != ' ')
            p++;
        if (p == end || !glue || !(opens(span_from(word, p)) || sticks(p + 1, end)))
            return utf8_length(span_from(s.ptr, p));
        p++;
    }
}

static bool fits(const struct folding *f, const struct line *l, const struct line *next,
                 size_t width) {
    return utf8_length(line_text(l)) + 1 + unfold_first_unit(line_text(next), f->glue) <= width;
}

/* "de", "la", "M.": no line of a page ends in such a word. */
static bool ends_openly(const struct line *l) {
    const char *word = memrchr(l->ptr, ' ', l->len);
    if (!word)
        return false;
    struct span last = span_from(word + 1, l->ptr + l->len);
    return last.len <= 4 && word_among(last, "de du des la le les un une et ou en au aux sur par pour "
                                             "dans que qui dont si ne sa son ses ce cet M. Mme MM. \xC3\xA0");
}

static bool begins_low(const struct line *l) {
    unsigned char first = (unsigned char)l->ptr[0];
    if (first >= 'a' && first <= 'z')
        return true;
    struct fold fold = fold_start(line_text(l));
    return first == 0xC3 && (unsigned char)l->ptr[1] >= 0x9F && fold_next(&fold) < 0x80;
}

/* Whether the first line ends in mid-sentence: "… de la" / "commune", not "… la commune." / "Il
 * demande". A comma ends the items of some lists. */
static bool midway(const struct line *l, const struct line *next, bool comma) {
    char last = l->ptr[l->len - 1];
    if (memchr(".:;!?", last, 5) || (last == ',' && !comma))
        return ends_openly(l);
    return begins_low(next) || ends_openly(l);
}

static struct recognised *recognise(const struct folding *f, const struct line *l) {
    struct recognised *r = &f->memory[(size_t)(l - f->page->lines) % MEMORY];
    if (r->text != l->ptr || r->len != l->len)
        *r = (struct recognised){.text = l->ptr, .len = l->len};
    return r;
}

/* The label of a chamber's page that a line is, without the marks that a tool put around its
 * words. */
static struct labelled label_of(const struct folding *f, const struct line *l) {
    char plain[LONGEST_LABEL];
    struct recognised *r = recognise(f, l);
    if (r->has_label)
        return r->label;
    struct span s = undress_label(f->page, line_text(l), plain, sizeof plain);
    if (!official_lex(s, false, QP_SITE_NONE, &r->label))
        r->label = (struct labelled){0};
    r->label.value = NO_SPAN;
    r->has_label = true;
    return r->label;
}

static bool is_label(const struct folding *f, const struct line *l) {
    return label_of(f, l).datum != DATUM_NONE;
}

/* The kind of a line, which a tool may have dressed with its marks. */
static enum datum kind_of(const struct folding *f, const struct line *l) {
    char plain[LONGEST_LABEL];
    struct recognised *r = recognise(f, l);
    if (!r->has_kind)
        r->kind = lex_line(undress_label(f->page, line_text(l), plain, sizeof plain));
    r->has_kind = true;
    return r->kind;
}

/* Follows where the text begins and ends: menus and footers have lines of their own lengths. Only
 * lines with the initials of "Question soumise", "Ecrire un commentaire" and the like are lexed. */
static bool in_text(const struct folding *f, const struct line *l, bool inside) {
    if (!f->found || f->official || !memchr("QqSsEeC\xC3#*", l->ptr[0], 10))
        return inside;
    enum datum kind = kind_of(f, l);
    return kind == DATUM_SUBMITTED || (kind == DATUM_HEADING && !f->submitted) ||
           (inside && kind != DATUM_FORM);
}

/* Counts a line that another of its paragraph follows. */
static void count(struct folding *f, struct class *c, const struct line *l) {
    size_t columns = utf8_length(line_text(l));
    bool wrapped = !fits(f, l, l + 1, c->widest);
    bool open = midway(l, l + 1, f->dumped || c != f->classes);
    f->may |= midway(l, l + 1, true);
    c->wrapped += wrapped;
    c->midway += wrapped && open;
    c->surely += wrapped && ends_openly(l);
    if (wrapped && open) {
        size_t bound = columns + unfold_first_unit(line_text(l + 1), f->glue);
        c->bound = c->bound == 0 || bound < c->bound ? bound : c->bound;
    }
    if (wrapped || columns * 2 <= c->widest /* shorter ones are menus */ ||
        (f->official && (is_label(f, l) || is_label(f, l + 1))))
        return;
    c->broken++;
    c->ended += memchr(".:;!?", l->ptr[l->len - 1], 5) != NULL;
}

static void measure(struct folding *f, bool widths) {
    struct page *page = f->page;
    bool inside = !f->submitted;
    for (size_t b = 0, end; b < page->count; b = end) {
        end = block_end(page, b);
        for (size_t i = b; i < end; i++) {
            const struct line *l = &page->lines[i];
            inside = in_text(f, l, inside);
            if (!inside || end - b == 1)
                continue;
            struct class *c = &f->classes[i + 1 < end ? class_of(l, l + 1) : class_of(l - 1, l)];
            if (!measurable(l))
                continue;
            size_t columns = utf8_length(line_text(l));
            if (widths && columns > c->widest)
                c->widest = columns;
            if (widths || i + 1 == end || (l[1].flags & (LINE_ROW | LINE_RULE | LINE_WHOLE)) ||
                memmem(l[1].ptr, l[1].len, "   ", 3))
                continue;
            count(f, c, l);
        }
    }
}

/* The columns of a paragraph on one line; 0: it is none, or a tool never wraps it. */
static size_t single_line(const struct folding *f, const struct line *l, size_t width) {
    if ((l->flags & (LINE_ROW | LINE_RULE | LINE_WHOLE)) || l->len <= width ||
        !memchr(l->ptr, ' ', l->len) || memmem(l->ptr, l->len, "   ", 3))
        return 0;
    size_t columns = utf8_length(line_text(l));
    return columns > width && kind_of(f, l) == DATUM_NONE &&
                   !(f->official && is_label(f, l)) /* pandoc never wraps a heading */
               ? columns : 0;
}

/* The width that paragraphs on one line show, too; 0: too many are longer than any width that the
 * wrapped lines allow. */
static size_t widened(const struct folding *f, size_t class) {
    enum { FEW = 4, MANY = 8 };
    const struct class *c = &f->classes[class];
    size_t width = c->widest, longer = 0;
    bool inside = true;
    for (size_t b = f->first_text, end; b < f->page->count; b = end) {
        end = block_end(f->page, b);
        const struct line *l = &f->page->lines[b];
        for (size_t i = b; i < end; i++)
            inside = in_text(f, &f->page->lines[i], inside);
        size_t columns = inside && l->indent == class ? single_line(f, l, width) : 0;
        longer += columns > c->bound;
        if (columns && columns <= c->bound)
            width = columns;
    }
    bool sure = c->midway >= (f->dumped || class > 0 ? FEW : MANY);
    return longer && !(sure && longer * FEW <= c->midway) ? 0 : width;
}

/* Text browsers draw rules, and put in brackets what they cannot show. */
static bool looks_dumped(const struct page *page) {
    for (size_t i = 0; i < page->count; i++)
        if ((page->lines[i].flags & LINE_RULE) || page->lines[i].ptr[0] == '[')
            return true;
    return false;
}

/* In a text that is not wrapped a list of similar lines has a longest one, too: lines that end
 * early must not prevail, and a single wrapped line shows nothing. */
static bool is_wrapped(const struct folding *f, size_t class) {
    const struct class *c = &f->classes[class];
    if (c->widest < NARROWEST || c->widest > WIDEST || c->midway == 0 ||
        c->midway * 3 < c->wrapped)
        return false;
    if (f->page->starred) /* html2text ends each paragraph early, without a blank line */
        return true;
    bool dumped = class > 0 || f->dumped;
    return c->wrapped + (dumped ? c->ended : 0) >= c->broken && (c->wrapped > 1 || c->surely || dumped);
}

/* Measures anew, now that it is known where the text is, and labels of a chamber's page count as
 * complete lines. */
static void measure_again(struct folding *f) {
    memset(f->classes, 0, sizeof f->classes);
    measure(f, true);
    measure(f, false);
}

static bool is_better(const struct class *a, const struct class *b) {
    return a->wrapped != b->wrapped ? a->wrapped > b->wrapped : a->widest > b->widest;
}

static void find_width(struct folding *f) {
    size_t best = RAGGED;
    for (size_t i = 0; i < RAGGED; i++)
        if (is_wrapped(f, i) && (best == RAGGED || is_better(&f->classes[i], &f->classes[best])))
            best = i;
    if (best == RAGGED)
        return;
    f->indent = best;
    f->width = widened(f, best);
}

/* Paragraphs of different indentation have the same right edge, not the same width. */
static size_t width_for(const struct folding *f, size_t class) {
    size_t indent = class == RAGGED ? 0 : class;
    size_t edge = f->indent + f->width;
    if (f->width == 0)
        return SIZE_MAX;
    return class == f->indent ? f->width : edge > indent ? edge - indent : 0;
}

/* "16e Législature", "Réponse du Ministère de l'intérieur publiée le 17/03/1994" */
static bool is_complete(const struct folding *f, const struct line *l) {
    enum { YEAR = 4 };
    struct labelled label = label_of(f, l);
    size_t digits = 0;
    while (digits < l->len && is_digit(l->ptr[l->len - 1 - digits]))
        digits++;
    return label.datum == DATUM_LEGISLATURE ||
           ((label.effect & (OPENS_BODY | OPENS_ANSWER)) && digits == YEAR);
}

/* Whether the page itself begins a line so: "- le nombre de communes ;", to which a no-break space
 * would have tied the word before, and "(Applaudissements.)" behind a whole sentence. */
static bool begins_line(const struct line *l, const struct line *next) {
    static const char ends[] = ".:;,!?";
    struct span s = line_text(next);
    bool ended = memchr(ends, l->ptr[l->len - 1], sizeof ends - 1) != NULL;
    if (s.len > 2 && s.ptr[0] == '-' && s.ptr[1] == ' ')
        return ended;
    return ended && s.len > 4 && s.ptr[0] == '(' && s.ptr[1] >= 'A' && s.ptr[1] <= 'Z' &&
           !memcmp(span_end(s) - 2, ".)", 2);
}

/* The number of a list's item, "2. https://…"; 0: it is none. */
static int item_number(const struct line *l) {
    enum { MOST_DIGITS = 3 };
    size_t digits = leading_digits(line_text(l));
    return digits && digits <= MOST_DIGITS && l->len > digits + 1 && l->ptr[digits] == '.' && l->ptr[digits + 1] == ' '
               ? number_small((struct span){l->ptr, digits}) : 0;
}

/* "1. https://…" / "2. https://…", or "Les sources :" / "1. https://…" */
static bool begins_item(const struct line *l, const struct line *next) {
    int number = item_number(next);
    return number && (number == item_number(l) + 1 || (number == 1 && l->ptr[l->len - 1] == ':'));
}

/* "Question de : Mme Lucie Ferrand" above "Finistère (2e circonscription) - Groupe" */
static bool names_author(const struct folding *f, const struct line *l, const struct line *next) {
    struct labelled label = label_of(f, l);
    struct span below = line_text(next);
    return label.datum == DATUM_PERSON && (label.effect & OPENS_BODY) && label.tail == TAIL_VALUE &&
           below.ptr[0] != '(' && (span_find(below, SPAN(" (")) || span_find(below, SPAN("- ")));
}

/* "Question soumise le 13 décembre" / "2017" */
static bool cuts_year(const struct line *l, const struct line *next) {
    enum { YEAR = 4 };
    struct span s = line_text(next);
    return !is_digit(l->ptr[l->len - 1]) && leading_digits(s) == YEAR &&
           (s.len == YEAR || s.ptr[YEAR] == ' ');
}

/* Whether a line break of the page is between the lines: a label is complete on its line, except
 * that a reason in parentheses may have been wrapped; and no label continues a line. */
static bool keeps_apart(const struct folding *f, const struct line *l, const struct line *next) {
    struct byline head;
    char plain[LONGEST_LABEL];
    enum datum kind = kind_of(f, next);
    if (begins_line(l, next) || begins_item(l, next) ||
        (f->page->markdown && l->ptr[l->len - 1] == '\\')) /* pandoc writes <br> so */
        return true;
    switch (kind_of(f, l)) {
    case DATUM_WITHDRAWAL:
        return next->ptr[0] != '(';
    case DATUM_COMMENT_TOOL:
        return kind == DATUM_COMMENT_TOOL || kind == DATUM_FORM;
    case DATUM_COMMENT: /* the line of an author named "a dit :" may be cut before its end */
        return kind == DATUM_COMMENT_TOOL ||
               (lex_comment(undress_label(f->page, line_text(l), plain, sizeof plain), &head) &&
                head.author.ptr);
    case DATUM_SOURCE: case DATUM_ANSWER: case DATUM_NOTICE: case DATUM_FORM:
        return true;
    case DATUM_SUBMITTED: case DATUM_ANSWERED: case DATUM_EXPECTED:
        return !midway(l, next, true) && !cuts_year(l, next);
    case DATUM_NO_ANSWER:
    case DATUM_COMMENT_COUNT: /* "… pas encore de réponse" / "satisfaisante." is a sentence */
        return !midway(l, next, true);
    default:
        if (!f->official)
            return kind == DATUM_COMMENT_TOOL || kind == DATUM_SUBMITTED;
        return is_label(f, next) || is_complete(f, l) ||
               names_author(f, l, next);
    }
}

/* Whether w3m or lynx cut a long address between the lines: the last word begins like an address,
 * and it or the next word has a sign that no word of a sentence has. */
static bool cuts_address(struct span before, const struct line *next) {
    static const char marks[] = "/?=&#%_";
    const char *word = memrchr(before.ptr, ' ', before.len);
    struct span last = span_from(word ? word + 1 : before.ptr, span_end(before));
    if (last.len < 8 || (memcmp(last.ptr, "http", 4) != 0 && memcmp(last.ptr, "www.", 4) != 0))
        return false;
    const char *end = memchr(next->ptr, ' ', next->len);
    struct span first = span_from(next->ptr, end ? end : next->ptr + next->len);
    for (const char *m = marks; *m; m++)
        if (span_end(last)[-1] == *m || memchr(first.ptr, *m, first.len))
            return true;
    return memmem(first.ptr, first.len, ".htm", 4) != NULL;
}

/* html2text breaks dates, too, "10/" "11/2022", and so does w3m, "17/07" "/2018". */
bool unfold_cuts_date(struct span before, struct span next) {
    const char *end = span_end(before), *first = next.ptr;
    if (before.len == 0 || next.len == 0) /* a buffer for which memory ended */
        return false;
    return (before.len > 1 && end[-1] == '/' && is_digit(end[-2]) && is_digit(first[0])) ||
           (is_digit(end[-1]) && next.len > 1 && first[0] == '/' && is_digit(first[1]));
}

/* Joins lines [begin, end). html2text breaks behind hyphens; no tool breaks a word anywhere
 * else. */
static int join(struct page *page, size_t begin, size_t end, struct line *out) {
    size_t size = 0;
    for (size_t i = begin; i < end; i++)
        size += page->lines[i].len + 1;
    char *text = arena_text(page->arena, size), *to = text;
    if (!text)
        return -1;
    for (size_t i = begin; i < end; i++) {
        const struct line *l = &page->lines[i];
        memcpy(to, l->ptr, l->len);
        to += l->len;
        if (i + 1 < end && !span_hyphenated(line_text(l)) && l->ptr[l->len - 1] != '(' &&
            !(page->mail && mail_cuts_target(span_from(text, to))) && !unfold_cuts_date(line_text(l), line_text(l + 1)) &&
            !cuts_address(span_from(text, to), l + 1))
            *to++ = ' ';
    }
    out->ptr = text;
    out->len = (uint32_t)(to - text);
    return 0;
}

static bool was_wrapped(const struct folding *f, size_t i) {
    const struct line *l = &f->page->lines[i];
    size_t width = width_for(f, class_of(l, l + 1));
    return !((l->flags | l[1].flags) & (LINE_ROW | LINE_RULE | LINE_WHOLE)) && !fits(f, l, l + 1, width) &&
           !keeps_apart(f, l, l + 1);
}

static int unfold_block(struct folding *f, size_t begin, size_t end, size_t *to) {
    struct page *page = f->page;
    for (size_t i = begin, next; i < end; i = next) {
        for (next = i + 1; next < end && was_wrapped(f, next - 1); next++)
            ;
        struct line joined = page->lines[i];
        if (page->starred) /* no blank line tells the end of a paragraph from a line break */
            joined.flags |= LINE_STARTS;
        if (next - i > 1 && join(page, i, next, &joined))
            return -1;
        page->lines[(*to)++] = joined;
    }
    return 0;
}

/* Finds the line right above the text of a question, and whether the page is a chamber's. */
static void find_text(struct folding *f) {
    for (size_t i = 0; i < f->page->count; i++) {
        bool submitted = kind_of(f, &f->page->lines[i]) == DATUM_SUBMITTED;
        struct labelled label = label_of(f, &f->page->lines[i]);
        bool opens = (label.effect & (OPENS_BODY | OPENS_ANSWER)) || label.datum == DATUM_DATE;
        if (submitted || opens) {
            f->official = !submitted;
            f->submitted = submitted;
            f->first_text = i; /* 0 where the page begins with it */
            return;
        }
    }
}

int unfold(struct page *page) {
    struct recognised memory[MEMORY] = {{0}};
    struct folding f = {.page = page, .memory = memory};
    f.glue = !span_find(page->source, SPAN("\xC2\xA0"));
    measure(&f, true);
    measure(&f, false);
    if (!f.may && !page->starred) /* most texts: nobody need find where the question begins */
        return 0;
    find_text(&f);
    f.found = true;
    f.dumped = page->mail || page->markdown || looks_dumped(page);
    measure_again(&f);
    find_width(&f);
    if (f.width == 0 && !page->starred)
        return 0;
    size_t to = 0;
    for (size_t b = 0, end; b < page->count; b = end) {
        end = block_end(page, b);
        if (unfold_block(&f, b, end, &to))
            return -1;
    }
    page->count = to;
    return 0;
}
