/* Finds where one page of an input ends and the next, of another kind, begins. */
#include "decode/pages.h"

#include "base/ascii.h"

void pages_start(struct pages *p, struct span input, enum sniff_kind kind, bool split) {
    *p = (struct pages){.rest = input, .line = 1, .split = split, .kind = kind};
    if (kind == SNIFF_MHTML)
        mime_start(&p->mail, input);
}

/* Whether a line begins as the headings of questions do: other text around a page is left to its
 * reader. */
static bool may_be_page(struct span s) {
    const char *end = span_end(s);
    for (const char *at = s.ptr; at && at < end; at = memchr(at, '\n', (size_t)(end - at))) {
        at += *at == '\n';
        if (ascii_begins(span_from(at, end), "question "))
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
            (ascii_begins(rest, "<!doctype html") || ascii_begins(rest, "<html")))
            return at;
    }
    return NULL;
}

/* The start of text behind HTML: what follows the last "</html>". NULL: only tags and white space
 * do. */
static const char *find_text(struct span s) {
    const char *end = span_end(s), *at = end;
    while (at > s.ptr && is_space(at[-1]))
        at--;
    if (at == s.ptr || at[-1] == '>') /* nearly all end here */
        return NULL;
    while ((at = s.ptr < at ? memrchr(s.ptr, '<', (size_t)(at - s.ptr)) : NULL)) {
        if (!ascii_begins(span_from(at, end), "</html>"))
            continue;
        const char *behind = at + strlen("</html>");
        return memchr(behind, '<', (size_t)(end - behind)) ? NULL : behind;
    }
    return NULL;
}

/* Where the next page begins; NULL: nowhere. The kind of the page at hand goes into *html. */
static const char *find_next(const struct pages *p, bool *html) {
    const char *at = p->rest.ptr, *end = span_end(p->rest), *next;
    *html = p->kind == SNIFF_HTML;
    if (!p->split)
        return NULL;
    while (at < end && is_space(*at))
        at++;
    bool tag = at < end && (*at == '<' || (unsigned char)*at == 0xEF); /* 0xEF: a byte order mark */
    if (!tag || !*html) {
        next = find_html(p->rest);
        if (!next || !may_be_page(span_from(p->rest.ptr, next)))
            return NULL;
        *html = false;
        return next;
    }
    next = find_text(p->rest);
    return next && may_be_page(span_from(next, end)) ? next : NULL;
}

int pages_next(struct pages *p, struct diagnostics *d, struct mime *out) {
    if (p->kind == SNIFF_MHTML)
        return mime_next(&p->mail, d, out);
    *out = (struct mime){0};
    if (!p->rest.ptr)
        return 0;
    bool html, first = p->line == 1;
    const char *next = find_next(p, &html), *end = span_end(p->rest);
    *out = (struct mime){.bytes = span_from(p->rest.ptr, next ? next : end), .is_html = html};
    if (!first)
        out->origin = (struct origin){ORIGIN_LATER, out->bytes, p->line, false};
    for (const char *at = p->rest.ptr; next && at < next; at++) {
        at = memchr(at, '\n', (size_t)(next - at));
        if (!at)
            break;
        p->line++;
    }
    p->rest = next ? span_from(next, end) : NO_SPAN;
    p->kind = html ? SNIFF_TEXT : SNIFF_HTML;
    return 1;
}
