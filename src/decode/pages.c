/* Finds where one page of an input ends and the next, of another kind, begins. */
#include "decode/pages.h"

#include "base/ascii.h"

void pages_start(struct pages *p, struct span input, enum sniff_kind kind, bool split) {
    *p = (struct pages){.input = input, .rest = input, .line = 1, .split = split, .kind = kind};
    if (kind == SNIFF_MHTML)
        mime_start(&p->mail, input);
}

/* Whether a line heads a question, "Question écrite N° 12", whatever is before it: other text around a
 * page is left to its reader. */
static bool may_be_page(struct span s) {
    enum { LONGEST_TYPE = 80 };
    const char *end = span_end(s);
    for (const char *at = s.ptr; at < end && (at = memchr(at, '\xB0', (size_t)(end - at))); at++) { /* "N°" */
        const char *from = at - s.ptr > LONGEST_TYPE ? at - LONGEST_TYPE : s.ptr;
        const char *line = memrchr(from, '\n', (size_t)(at - from));
        for (const char *p = line ? line : from; p < at; p++)
            if (ascii_begins(span_from(p, end), "question"))
                return true;
    }
    return false;
}

/* The start of HTML behind text: a line that begins with its first tag. NULL: none. */
static const char *find_html(struct span s) {
    const char *end = span_end(s);
    for (const char *at = s.ptr; (at = memchr(at, '<', (size_t)(end - at))); at++) {
        struct span rest = span_from(at, end);
        if (at > s.ptr && at[-1] == '\n' &&
            (ascii_begins(rest, "<!doctype html") || ascii_begins(rest, "<html") || ascii_begins(rest, "<?xml ")))
            return at;
    }
    return NULL;
}

/* The start of text behind HTML or XML: what follows its last tag. NULL: there is none. */
static const char *find_text(struct span s) {
    const char *end = span_end(s), *at = end;
    while (at > s.ptr && is_space(at[-1]))
        at--;
    if (at - s.ptr < 7 || ascii_begins(span_from(at - 7, end), "</html>")) /* nearly all end here */
        return NULL;
    while ((at = s.ptr < at ? memrchr(s.ptr, '<', (size_t)(at - s.ptr)) : NULL)) {
        bool html = ascii_begins(span_from(at, end), "</html>");
        if (!html && !ascii_begins(span_from(at, end), "</question>"))
            continue;
        const char *behind = at + strlen(html ? "</html>" : "</question>"); /* a text may hold "<https://…>" */
        while (behind < end && is_space(*behind))
            behind++;
        return sniff(span_from(behind, end)).kind == SNIFF_TEXT ? behind : NULL;
    }
    return NULL;
}

/* The start of a mail or MHTML file before `end`. NULL: there is none. */
static const char *find_mail(struct span s, const char *end) {
    enum { TRIES = 64 };
    int tries = 0;
    for (const char *at = s.ptr + 1; tries < TRIES && at < end && (at = memchr(at, 'F', (size_t)(end - at))); at++) {
        if (at[-1] != '\n' || end - at <= 4 || memcmp(at, "From", 4) != 0)
            continue;
        if (sniff_mail(span_from(at, span_end(s))))
            return at;
        tries++;
    }
    return NULL;
}

struct next {
    const char *at; /* NULL: there is no other page */
    enum sniff_kind kind;
};

static void take_first(struct next *next, const char *at, enum sniff_kind kind) {
    if (at && (!next->at || at < next->at))
        *next = (struct next){at, kind};
}

/* Takes what follows the document that ends right above `at`, where another begins: this one, or a
 * text between them. False: no document ends there. */
static bool take_document(struct span s, const char *at, struct next *next) {
    const char *tag = memrchr(s.ptr, '<', (size_t)(at - s.ptr));
    struct span last = tag ? span_from(tag, at) : NO_SPAN;
    if (!tag || (!ascii_begins(last, "</html>") && !ascii_begins(last, "</question>")))
        return false;
    const char *behind = memchr(tag, '>', (size_t)(at - tag));
    struct span between = span_from(behind + 1, at);
    const char *p = between.ptr;
    while (p < at && (is_space(*p) || memchr("\xEF\xBB\xBF", *p, 3))) /* a byte order mark */
        p++;
    bool text = p < at && may_be_page(between);
    take_first(next, text ? between.ptr : at, text ? SNIFF_TEXT : SNIFF_HTML);
    return true;
}

/* A document behind the one at hand: only two letters are looked for, which are rare in pages. */
static void find_documents(struct span s, struct next *next) {
    static const struct {
        char letter;
        const char *begin;
    } signs[] = {{'!', "<!doctype"}, {'?', "<?xml "}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *end = next->at ? next->at : span_end(s); /* not all of the rest for each of many documents */
        for (const char *at = s.ptr + 1; at < end && (at = memchr(at, signs[i].letter, (size_t)(end - at))); at++) {
            if (at[-1] != '<' || at - 1 == s.ptr || !ascii_begins(span_from(at - 1, end), signs[i].begin))
                continue;
            if (take_document(s, at - 1, next))
                break;
        }
    }
}

/* Where the next page begins. The kind of the page at hand goes into *html. */
static struct next find_next(const struct pages *p, bool *html) {
    const char *at = p->rest.ptr, *end = span_end(p->rest), *found;
    struct next next = {NULL, SNIFF_TEXT};
    *html = p->kind == SNIFF_HTML;
    if (!p->split)
        return next;
    while (at < end && is_space(*at))
        at++;
    bool tag = at < end && (*at == '<' || (unsigned char)*at == 0xEF); /* 0xEF: a byte order mark */
    if (!tag || !*html) {
        found = find_html(p->rest);
        take_first(&next, found, SNIFF_HTML);
        take_first(&next, find_mail(p->rest, next.at ? next.at : end), SNIFF_MHTML);
        if (!next.at || !may_be_page(span_from(p->rest.ptr, next.at)))
            return (struct next){NULL, SNIFF_TEXT};
        *html = false;
        return next;
    }
    found = find_text(p->rest);
    if (found && may_be_page(span_from(found, end)))
        take_first(&next, found, SNIFF_TEXT);
    find_documents(p->rest, &next);
    take_first(&next, find_mail(p->rest, next.at ? next.at : end), SNIFF_MHTML);
    return next;
}

int pages_next(struct pages *p, struct diagnostics *d, struct mime *out) {
    if (p->kind == SNIFF_MHTML)
        return mime_next(&p->mail, d, out);
    *out = (struct mime){0};
    if (!p->rest.ptr)
        return 0;
    bool html, first = p->rest.ptr == p->input.ptr;
    struct next next = find_next(p, &html);
    const char *end = span_end(p->rest);
    *out = (struct mime){.bytes = span_from(p->rest.ptr, next.at ? next.at : end), .is_html = html};
    if (!first)
        out->origin = (struct origin){ORIGIN_LATER, out->bytes, p->line, false};
    for (const char *at = p->rest.ptr; next.at && at < next.at; at++) {
        at = memchr(at, '\n', (size_t)(next.at - at));
        if (!at)
            break;
        p->line++;
    }
    p->rest = next.at ? span_from(next.at, end) : NO_SPAN;
    p->kind = next.kind;
    if (next.at && next.kind == SNIFF_MHTML) {
        mime_start(&p->mail, p->input); /* its lines count from the input's first */
        p->mail.rest = p->rest;
    }
    return 1;
}
