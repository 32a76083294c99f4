/* Finds what a page says of its encoding: a byte order mark, the NULs of UTF-16, <meta>, an XML
 * declaration. */
#include "decode/declared.h"

#include "base/ascii.h"

enum encoding encoding_from_bom(struct span bytes, size_t *skip) {
    static const struct {
        const char *mark;
        size_t len;
        enum encoding encoding;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, ENC_UTF8},
        {"\xFF\xFE", 2, ENC_UTF16LE},
        {"\xFE\xFF", 2, ENC_UTF16BE},
    };
    *skip = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bytes.len >= marks[i].len && memcmp(bytes.ptr, marks[i].mark, marks[i].len) == 0) {
            *skip = marks[i].len;
            return marks[i].encoding;
        }
    return ENC_NONE;
}

/* In French text in UTF-16 the high byte of nearly every character is NUL, but not that of ’ œ …;
 * stray NULs in a page of bytes never reach this share. */
enum encoding encoding_from_nuls(struct span bytes) {
    size_t units = (bytes.len < PRESCAN ? bytes.len : PRESCAN) / 2, even = 0, odd = 0;
    if (units < 3 || !memchr(bytes.ptr, '\0', 2 * units)) /* nearly every page ends here */
        return ENC_NONE;
    for (size_t i = 0; i < units; i++) {
        even += !bytes.ptr[2 * i];
        odd += !bytes.ptr[2 * i + 1];
    }
    if (odd * 4 >= units * 3 && even * 16 <= units)
        return ENC_UTF16LE;
    if (even * 4 >= units * 3 && odd * 16 <= units)
        return ENC_UTF16BE;
    return ENC_NONE;
}

/* UTF-32LE begins like UTF-16LE with a NUL behind the mark; the NULs of its second character tell
 * it apart. */
bool is_utf32(struct span bytes) {
    static const char little[4] = "\xFF\xFE", big[4] = "\0\0\xFE\xFF";
    return bytes.len >= 8 && bytes.len % 4 == 0 &&
           ((memcmp(bytes.ptr, little, 4) == 0 && !bytes.ptr[6] && !bytes.ptr[7]) ||
            memcmp(bytes.ptr, big, 4) == 0);
}

/* The next attribute of a tag; false at the end of the tag. A '>' in quotes does not end it. */
static bool next_attribute(struct span *tag, struct span *name, struct span *value) {
    const char *p = tag->ptr, *end = span_end(*tag);
    while (p < end && (is_space(*p) || *p == '/'))
        p++;
    const char *begin = p;
    while (p < end && *p != '>' && *p != '/' && !is_space(*p) && (*p != '=' || p == begin))
        p++;
    *name = span_from(begin, p);
    *value = NO_SPAN;
    while (p < end && is_space(*p))
        p++;
    if (p < end && *p == '=' && name->len > 0) {
        do
            p++;
        while (p < end && is_space(*p));
        char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
        begin = p;
        while (p < end && (quote ? *p != quote : !is_space(*p) && *p != '>'))
            p++;
        *value = span_from(begin, p);
        if (quote && p < end)
            p++;
    }
    *tag = span_from(p, end);
    return name->len > 0;
}

/* The "iso-8859-1" in "text/html; charset=iso-8859-1" */
static struct span charset_of(struct span content) {
    static const char word[] = "charset";
    const char *p = content.ptr, *end = content.ptr ? span_end(content) : NULL;
    for (; (size_t)(end - p) > sizeof word - 1; p++) {
        if (!ascii_same((struct span){p, sizeof word - 1}, word))
            continue;
        const char *q = p + sizeof word - 1;
        while (q < end && is_space(*q))
            q++;
        if (q == end || *q != '=')
            continue;
        do
            q++;
        while (q < end && (is_space(*q) || *q == '"' || *q == '\''));
        const char *begin = q;
        while (q < end && !is_space(*q) && *q != ';' && *q != '"' && *q != '\'')
            q++;
        return span_from(begin, q);
    }
    return NO_SPAN;
}

/* Reads a tag to its end; returns the label of the encoding that it declares. */
static struct span label_in_tag(struct span *tag, bool is_meta) {
    struct span name, value, charset = NO_SPAN, content = NO_SPAN;
    bool pragma = false;
    while (next_attribute(tag, &name, &value)) {
        if (ascii_same(name, "charset") && !charset.ptr)
            charset = value;
        else if (ascii_same(name, "content") && !content.ptr)
            content = value;
        else if (ascii_same(name, "http-equiv"))
            pragma = ascii_same(value, "content-type");
    }
    /* The window cut this tag: its value may be incomplete. */
    if (!is_meta || tag->len == 0)
        return NO_SPAN;
    return charset.len ? charset : pragma ? charset_of(content) : NO_SPAN;
}

static const char *find(struct span in, const char *what, size_t len) {
    return in.len ? memmem(in.ptr, in.len, what, len) : NULL;
}

/* Moves *p behind the markup that begins with its '<'; returns the label that a <meta> declares. */
static struct span label_at(const char **p, const char *end) {
    struct span rest = span_from(*p, end);
    if (rest.len >= 4 && memcmp(rest.ptr, "<!--", 4) == 0) {
        const char *close = find(span_from(*p + 2, end), "-->", 3); /* "<!-->" is a whole comment */
        *p = close ? close + 3 : end;
        return NO_SPAN;
    }
    const char *name = *p + 1;
    if (name < end && *name == '/')
        name++;
    char first = name < end ? to_lower(*name) : '\0';
    if (first < 'a' || first > 'z') {
        *p = name;
        return NO_SPAN;
    }
    const char *after = name;
    while (after < end && !is_space(*after) && *after != '/' && *after != '>')
        after++;
    struct span tag = span_from(after, end);
    bool is_meta = name == *p + 1 && ascii_same(span_from(name, after), "meta");
    struct span label = label_in_tag(&tag, is_meta);
    *p = tag.ptr;
    return label;
}

static struct span label_in_page(struct span bytes) {
    if (bytes.len > PRESCAN)
        bytes.len = PRESCAN;
    if (bytes.len == 0)
        return NO_SPAN;
    const char *p = bytes.ptr, *end = span_end(bytes);
    while ((p = memchr(p, '<', (size_t)(end - p)))) {
        struct span label = label_at(&p, end);
        if (label.len)
            return label;
    }
    struct span xml = bytes, name, value;
    if (bytes.len > 5 && memcmp(bytes.ptr, "<?xml", 5) == 0 && is_space(bytes.ptr[5])) {
        xml.ptr += 5;
        xml.len -= 5;
        while (next_attribute(&xml, &name, &value))
            if (ascii_same(name, "encoding"))
                return value;
    }
    return NO_SPAN;
}

/* The declaration of the transport overrides that of the page. A declaration that can be read byte
 * by byte is not in UTF-16: a page that claims to be is UTF-8, as in browsers. */
struct declaration find_declaration(struct span bytes, const struct decode_request *request) {
    struct declaration found = {request->declared, request->declared_label};
    if (found.encoding == ENC_NONE && request->is_html) {
        struct span label = label_in_page(bytes);
        if (label.len)
            found = (struct declaration){encoding_from_label(label), label};
    }
    if (is_utf16(found.encoding))
        found.encoding = ENC_UTF8;
    return found;
}
