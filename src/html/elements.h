/* The HTML elements that matter for reading a page, and their effect on lines. */
#ifndef ELEMENT_H
#define ELEMENT_H
#include "base/swar.h"

/* name, flags. Sorted by first letter; the most frequent name of a letter comes first. */
#define ELEMENTS(X)                                                                               \
    X(A, "a", 0) X(ADDRESS, "address", BLOCK | AROUND_ITEMS) X(AREA, "area", VOID)                \
    X(ARTICLE, "article", BLOCK) X(ASIDE, "aside", BLOCK) X(AUDIO, "audio", HIDDEN)               \
    X(BR, "br", VOID | SPECIAL) X(B, "b", 0) X(BASE, "base", VOID)                                \
    X(BLOCKQUOTE, "blockquote", BLOCK) X(BODY, "body", BLOCK | SPECIAL)                           \
    X(BUTTON, "button", HIDDEN | SCOPE) X(CANVAS, "canvas", HIDDEN)                               \
    X(CAPTION, "caption", BLOCK | SCOPE) X(CENTER, "center", BLOCK) X(COL, "col", VOID)           \
    X(COLGROUP, "colgroup", 0) X(DIV, "div", BLOCK | AROUND_ITEMS)                                \
    X(DATALIST, "datalist", HIDDEN) X(DD, "dd", BLOCK) X(DETAILS, "details", BLOCK)               \
    X(DIALOG, "dialog", BLOCK | SPECIAL) X(DIR, "dir", BLOCK) X(DL, "dl", BLOCK)                  \
    X(DT, "dt", BLOCK) X(EM, "em", 0) X(EMBED, "embed", VOID) X(FONT, "font", 0)                  \
    X(FORM, "form", BLOCK) X(FIELDSET, "fieldset", BLOCK) X(FIGCAPTION, "figcaption", BLOCK)      \
    X(FIGURE, "figure", BLOCK) X(FOOTER, "footer", BLOCK) X(H1, "h1", BLOCK | SPECIAL)            \
    X(H2, "h2", BLOCK | SPECIAL) X(H3, "h3", BLOCK | SPECIAL) X(H4, "h4", BLOCK | SPECIAL)        \
    X(H5, "h5", BLOCK | SPECIAL) X(H6, "h6", BLOCK | SPECIAL) X(HEAD, "head", 0)                  \
    X(HEADER, "header", BLOCK) X(HGROUP, "hgroup", BLOCK) X(HR, "hr", BLOCK | VOID | SPECIAL)     \
    X(HTML, "html", BLOCK | SPECIAL) X(IMG, "img", VOID) X(INPUT, "input", VOID) X(I, "i", 0)     \
    X(IFRAME, "iframe", HIDDEN | RAW) X(LI, "li", BLOCK) X(LABEL, "label", 0)                     \
    X(LINK, "link", VOID) X(LEGEND, "legend", BLOCK) X(META, "meta", VOID)                        \
    X(MAIN, "main", BLOCK) X(MENU, "menu", BLOCK) X(NAV, "nav", BLOCK)                            \
    X(NOEMBED, "noembed", HIDDEN | RAW) X(NOFRAMES, "noframes", HIDDEN | RAW)                     \
    X(NOSCRIPT, "noscript", HIDDEN) X(OBJECT, "object", SCOPE) X(OL, "ol", BLOCK)                 \
    X(OPTION, "option", HIDDEN) X(P, "p", BLOCK | AROUND_ITEMS) X(PARAM, "param", VOID)           \
    X(PLAINTEXT, "plaintext", BLOCK | RAW) X(PRE, "pre", BLOCK | SPECIAL) X(RP, "rp", HIDDEN)     \
    X(SPAN, "span", 0) X(STRONG, "strong", 0) X(SCRIPT, "script", HIDDEN | RAW)                   \
    X(SECTION, "section", BLOCK) X(SELECT, "select", HIDDEN) X(SOURCE, "source", VOID)            \
    X(STYLE, "style", HIDDEN | RAW) X(SUMMARY, "summary", BLOCK) X(SVG, "svg", HIDDEN)            \
    X(TD, "td", BLOCK | SCOPE | SPECIAL) X(TR, "tr", BLOCK | SPECIAL)                             \
    X(TH, "th", BLOCK | SCOPE | SPECIAL) X(TABLE, "table", BLOCK | SCOPE | SPECIAL)               \
    X(TBODY, "tbody", BLOCK | SPECIAL) X(TEMPLATE, "template", HIDDEN | SCOPE)                    \
    X(TEXTAREA, "textarea", HIDDEN | RAW) X(TFOOT, "tfoot", BLOCK | SPECIAL)                      \
    X(THEAD, "thead", BLOCK | SPECIAL) X(TITLE, "title", HIDDEN | RAW) X(TRACK, "track", VOID)    \
    X(UL, "ul", BLOCK) X(U, "u", 0) X(VIDEO, "video", HIDDEN) X(WBR, "wbr", VOID)                 \
    X(XMP, "xmp", BLOCK | RAW)

enum element_flag {
    BLOCK = 1,        /* starts and ends a line; closes an open p */
    VOID = 2,         /* has no content and no end tag */
    HIDDEN = 4,       /* its content is not text of the page */
    SCOPE = 8,        /* an end tag inside closes nothing outside */
    AROUND_ITEMS = 16, /* an li, dd or dt inside still closes the one that it is in */
    RAW = 32,          /* html_state_for() gives the end of its text */
    SPECIAL = 64       /* its start tag is checked, or changes the context */
};

enum element {
    EL_OTHER, /* any other name: an inline element */
#define X(id, name, flags) EL_##id,
    ELEMENTS(X)
#undef X
        EL_COUNT
};


struct element_info {
    char name[12]; /* at least eight bytes: they are compared as one number */
    unsigned short length, flags;
};
extern const struct element_info element_table[EL_COUNT + 1]; /* the last has no name */

static inline unsigned element_flags(enum element element) {
    return element_table[element].flags;
}

/* The first element of each letter in the list; EL_OTHER: none. */
extern const unsigned char element_starts[32];
/* Whether a name of eight letters or more matches behind its key. */
bool element_rest_is(struct span name, const struct element_info *e);

/* The element of a name in any case; `key` is its name_key(). */
static inline enum element element_of(struct span name, uint64_t key) {
    if (name.len == 0)
        return EL_OTHER;
    char letter = (char)(name.ptr[0] | 0x20);
    const struct element_info *e = &element_table[element_starts[letter & 31]];
    for (; e->name[0] == letter; e++)
        if (swar_load(e->name) == key && (e->length < 8 || element_rest_is(name, e)))
            return (enum element)(e - element_table);
    return EL_OTHER;
}

#endif
