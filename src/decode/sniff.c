/* Recognises formats by their first bytes, and tells markup, mail and text apart. */
#include "decode/sniff.h"

#include "base/ascii.h"
#include "base/swar.h"
#include "decode/declared.h"

enum { WINDOW = 16 * 1024 };

#define NOT_READ "which is not read: "
#define PAGE NOT_READ "save the page as HTML, MHTML or text"
#define TEXT NOT_READ "save its text, or better the page itself as HTML, MHTML or text"
#define PICTURE NOT_READ "a picture has no text; save the page as HTML, MHTML or text"
#define UNPACK NOT_READ "unpack it first"
#define LINK "not the page itself: open it, and save the page as HTML, MHTML or text"
#define NOT_A_PAGE "not a page"
#define LIST "a list of pages: save those that it names"
#define RECORD NOT_A_PAGE ": --validate checks it, --diff compares it"

/* A format inside another comes first: an OpenDocument file is also a zip archive. */
static const struct magic {
    size_t at;
    struct span bytes;
    const char *name, *advice;
} magics[] = {
    {0, {"\x1F\x8B", 2}, "gzip-compressed data", UNPACK},
    {0, {"\3757zXZ\0", 6}, "xz-compressed data", UNPACK},
    {0, {"\x28\xB5\x2F\xFD", 4}, "zstd-compressed data", UNPACK},
    {4, {"1AY&SY", 6}, "bzip2-compressed data", UNPACK},
    {0, {"\x04\x22\x4D\x18", 4}, "lz4-compressed data", UNPACK},
    {30, {"mimetypeapplication/vnd.oasis.", 30}, "an OpenDocument file", TEXT},
    {30, {"[Content_Types].xml", 19}, "an Office Open XML document", TEXT},
    {30, {"_rels/.rels", 11}, "an Office Open XML document", TEXT},
    {30, {"docProps/", 9}, "an Office Open XML document", TEXT},
    {30, {"word/numbering.xml", 18}, "an Office Open XML document", TEXT},
    {30, {"word/settings.xml", 17}, "an Office Open XML document", TEXT},
    {30, {"word/document.xml", 17}, "an Office Open XML document", TEXT},
    {30, {"mimetypeapplication/epub", 24}, "an EPUB book", TEXT},
    {0, {"PK\3\4", 4}, "a zip archive", UNPACK},
    {0, {"PK\5\6", 4}, "a zip archive", UNPACK},
    {0, {"7z\xBC\xAF\x27\x1C", 6}, "a 7-Zip archive", UNPACK},
    {0, {"Rar!\x1A\x07", 6}, "a RAR archive", UNPACK},
    {257, {"ustar", 5}, "a tar archive", UNPACK},
    {0, {"WARC/1.", 7}, "a WARC web archive", UNPACK},
    {0, {"WARC/0.", 7}, "a WARC web archive", UNPACK},
    {0, {"bplist00", 8}, "a Safari web archive or property list", PAGE},
    {0, {"%PDF-", 5}, "a PDF document", TEXT},
    {0, {"%!PS", 4}, "a PostScript document", TEXT},
    {0, {"{\\rtf", 5}, "an RTF document", TEXT},
    {0, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8},
     "an OLE2 document (old Word, Excel or Outlook)", TEXT},
    {0, {"\x89PNG\r\n\x1A\n", 8}, "a PNG image", PICTURE},
    {0, {"\xFF\xD8\xFF", 3}, "a JPEG image", PICTURE},
    {0, {"GIF87a", 6}, "a GIF image", PICTURE},
    {0, {"GIF89a", 6}, "a GIF image", PICTURE},
    {8, {"WEBPVP8", 7}, "a WebP image", PICTURE},
    {0, {"II*\0", 4}, "a TIFF image", PICTURE},
    {0, {"MM\0*", 4}, "a TIFF image", PICTURE},
    {0, {"\177ELF", 4}, "an ELF program", PAGE},
    {0, {"SQLite format 3\0", 16}, "an SQLite database", PAGE},
    {0, {"[InternetShortcut]", 18}, "a link to a page", LINK},
};

/* Records that qparse wrote, and links to pages. White space does not count; an XML declaration,
 * names of stylesheets and comments may come first. */
static const struct text_format {
    const char *begin, *name, *advice;
} text_formats[] = {
    {"{\"schema\":\"qparse/", "a record that qparse wrote", RECORD},
    {"<questionschema=\"qparse/", "a record that qparse wrote", RECORD},
    {"<questions><questionschema=\"qparse/", "a document of records that qparse wrote", RECORD},
    {"schema;file;id;", "a table of records that qparse wrote", NOT_A_PAGE},
    {"schema,file,id,", "a table of records that qparse wrote", NOT_A_PAGE},
    {"<akomaNtoso", "an Akoma Ntoso document", NOT_A_PAGE},
    {"<!DOCTYPEplist", "a link to a page, or another property list", LINK},
    {"<plist", "a link to a page, or another property list", LINK},
    {"[DesktopEntry]", "a link to a page", LINK},
    {"<rss", "an RSS feed", LIST},
    {"<rdf:RDF", "an RSS feed", LIST},
    {"<feed", "an Atom feed", LIST},
    {"<urlset", "a sitemap", LIST},
    {"<sitemapindex", "a sitemap", LIST},
    {"<opml", "a list of feeds", LIST},
};

static bool begins(struct span s, size_t at, struct span with) {
    return s.len > at && s.len - at >= with.len && s.ptr[at] == with.ptr[0] &&
           memcmp(s.ptr + at, with.ptr, with.len) == 0;
}

static bool is_known_format(struct span bytes, struct sniff *found) {
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (begins(bytes, magics[i].at, magics[i].bytes)) {
            *found = (struct sniff){SNIFF_OTHER, magics[i].name, magics[i].advice};
            return true;
        }
    return false;
}

bool sniff_office(struct span bytes) {
    enum { FIRST_NAME = 30 };
    if (!begins(bytes, 0, SPAN("PK\3\4")))
        return false;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (magics[i].at == FIRST_NAME && begins(bytes, FIRST_NAME, magics[i].bytes))
            return true;
    return begins(bytes, FIRST_NAME, SPAN("mimetype"));
}

/* Whether `view`, without its white space, begins with `pattern`. */
static bool begins_spaced(struct span view, const char *pattern) {
    const char *p = view.ptr, *end = span_end(view);
    while (*pattern) {
        while (p < end && is_space(*p))
            p++;
        if (p == end || *p++ != *pattern++)
            return false;
    }
    return true;
}

static struct span skip_prologue(struct span view) {
    for (;;) {
        const char *p = view.ptr, *end = span_end(view), *behind = NULL;
        while (p < end && is_space(*p))
            p++;
        struct span rest = span_from(p, end);
        if (begins(rest, 0, SPAN("<?xml")) && (behind = memmem(p, rest.len, "?>", 2)))
            view = span_from(behind + 2, end);
        else if (begins(rest, 0, SPAN("<!--")) && (behind = memmem(p, rest.len, "-->", 3)))
            view = span_from(behind + 3, end);
        else
            return rest;
    }
}

static bool is_text_format(struct span view, struct sniff *found) {
    view = skip_prologue(view);
    for (size_t i = 0; i < sizeof text_formats / sizeof *text_formats; i++)
        if (begins_spaced(view, text_formats[i].begin)) {
            *found = (struct sniff){SNIFF_OTHER, text_formats[i].name, text_formats[i].advice};
            return true;
        }
    return false;
}

/* Whether `s` begins with `word`, which is in lower case. */
static bool begins_word(struct span s, const char *word) {
    size_t i = 0;
    while (i < s.len && word[i] && to_lower(s.ptr[i]) == word[i])
        i++;
    return !word[i];
}

/* The input without a byte order mark and the white space at its start. */
static struct span skip_white(struct span bytes, enum encoding encoding) {
    size_t skip, unit = encoding == ENC_UTF16LE || encoding == ENC_UTF16BE ? 2 : 1;
    size_t letter = encoding == ENC_UTF16BE ? 1 : 0;
    encoding_from_bom(bytes, &skip);
    for (; bytes.len - skip >= unit; skip += unit)
        if (!is_space(bytes.ptr[skip + letter]) || (unit == 2 && bytes.ptr[skip + 1 - letter]))
            break;
    return (struct span){bytes.ptr + skip, bytes.len - skip};
}

/* The first WINDOW characters; UTF-16 goes into `room`, one byte per character. */
static struct span ascii_view(struct span bytes, enum encoding encoding, char room[WINDOW]) {
    if (encoding != ENC_UTF16LE && encoding != ENC_UTF16BE)
        return (struct span){bytes.ptr, bytes.len < WINDOW ? bytes.len : WINDOW};
    size_t n = bytes.len / 2 < WINDOW ? bytes.len / 2 : WINDOW, letter = encoding == ENC_UTF16BE;
    for (size_t i = 0; i < n; i++) {
        char low = bytes.ptr[2 * i + letter];
        room[i] = bytes.ptr[2 * i + 1 - letter] ? (char)0x80 : low;
    }
    return (struct span){room, n};
}

/* About every ninth random byte is a control character; a page with a few stray NULs must still be
 * read. */
static bool is_binary(struct span view) {
    size_t controls = 0;
    for (const char *p = view.ptr, *end = span_end(view); p < end;) {
        uint64_t word;
        if (end - p >= 8 && (word = swar_load(p), !swar_any(word, swar_below(word, 0x20)))) {
            p += 8;
            continue;
        }
        unsigned char c = (unsigned char)*p++;
        controls += c < 0x20 && !is_space((char)c) && c != 0x1B;
    }
    /* a single byte shows no format */
    return view.len > 1 && controls * (view.len < 64 ? 2 : 16) > view.len;
}

static struct span take_line(struct span *s) {
    const char *lf = memchr(s->ptr, '\n', s->len);
    struct span line = lf ? span_from(s->ptr, lf) : *s;
    *s = lf ? span_from(lf + 1, span_end(*s)) : (struct span){span_end(*s), 0};
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* The length of the name of a header; 0: none, as in "Question N° 3 : …". */
static size_t header_name(struct span line) {
    size_t i = 0;
    while (i < line.len && line.ptr[i] > ' ' && line.ptr[i] != 0x7F && line.ptr[i] != ':')
        i++;
    return i < line.len && line.ptr[i] == ':' ? i : 0;
}

/* Headers with which no other text begins; a mail without them is a text. */
static bool proves_mail(struct span line) {
    static const char *const proofs[] = {"mime-version:",           "content-type: multipart/",
                                         "content-type: text/",     "content-type: message/",
                                         "content-type:multipart/", "content-type:text/",
                                         "from: <saved by",         "snapshot-content-location:"};
    for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++)
        if (begins_word(line, proofs[i]))
            return true;
    return false;
}

static bool is_mail(struct span view) {
    bool first = true;
    while (view.len > 0) {
        struct span line = take_line(&view);
        bool mbox = first && begins_word(line, "from ");
        bool folded = !first && line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
        if (!mbox && !folded && header_name(line) == 0)
            return false;
        if (proves_mail(line))
            return true;
        first = false;
    }
    return false;
}

bool sniff_mail(struct span bytes) {
    return is_mail((struct span){bytes.ptr, bytes.len < WINDOW ? bytes.len : WINDOW});
}

/* Elements of the structure of a page, by their first letter. Elements of running text (b, i, a,
 * span, br …) are not among them: a pasted page may hold a literal "<b>". */
static const char *const structure[26] = {
    ['a' - 'a'] = "aside article",
    ['b' - 'a'] = "body base blockquote",
    ['c' - 'a'] = "caption center",
    ['d' - 'a'] = "div dl dt dd",
    ['f' - 'a'] = "form footer fieldset frameset",
    ['h' - 'a'] = "html head h1 h2 h3 h4 h5 h6 header hr",
    ['i' - 'a'] = "iframe",
    ['l' - 'a'] = "link li",
    ['m' - 'a'] = "meta main",
    ['n' - 'a'] = "noscript nav",
    ['o' - 'a'] = "ol",
    ['p' - 'a'] = "p pre",
    ['q' - 'a'] = "question",
    ['s' - 'a'] = "script style section",
    ['t' - 'a'] = "title table thead tbody tr td th",
    ['u' - 'a'] = "ul",
};

struct tag {
    bool closes, has_attribute, is_structure, is_paragraph, is_doctype;
};

static bool is_structure(struct span name) {
    char word[12];
    if (name.len > sizeof word)
        return false;
    for (size_t i = 0; i < name.len; i++)
        word[i] = to_lower(name.ptr[i]);
    return word_indexed((struct span){word, name.len}, structure);
}

/* Reads the tag that begins with the '<' at p; false: there is none. An attribute is a name with
 * '=' right behind it. */
static bool read_tag(const char *p, const char *end, struct tag *tag) {
    *tag = (struct tag){0};
    p++;
    tag->is_doctype = begins_word(span_from(p, end), "!doctype");
    if (tag->is_doctype)
        return true;
    tag->closes = p < end && *p == '/';
    p += tag->closes;
    const char *name = p;
    while (p < end && (is_letter(*p) || (p > name && is_digit(*p))))
        p++;
    struct span word = span_from(name, p);
    if (p == end || word.len == 0 || (!is_space(*p) && *p != '>' && *p != '/'))
        return false;
    tag->is_structure = is_structure(word);
    tag->is_paragraph = word.len == 1 && to_lower(*name) == 'p';
    while (p < end && is_space(*p))
        p++;
    const char *attribute = p;
    while (p < end && (is_letter(*p) || *p == '-' || *p == ':'))
        p++;
    tag->has_attribute = p > attribute && p < end && *p == '=';
    return p > attribute || (p < end && (*p == '>' || *p == '/'));
}

/* The first '<' behind white space and comments; NULL where text comes before it. */
static const char *first_markup(struct span view) {
    const char *p = view.ptr, *end = span_end(view);
    while (p < end) {
        if (is_space(*p)) {
            p++;
        } else if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
            const char *close = memmem(p + 2, (size_t)(end - p - 2), "-->", 3);
            if (!close)
                return p; /* a comment longer than the window: no text begins with one */
            p = close + 3;
        } else {
            return *p == '<' ? p : NULL;
        }
    }
    return NULL;
}

struct count {
    size_t openers, closers, attributes, first;
};

static struct count count_tags(struct span view) {
    struct count n = {.first = view.len};
    const char *p = view.ptr, *end = span_end(view);
    for (; p < end && (p = memchr(p, '<', (size_t)(end - p))); p++) {
        struct tag tag;
        if (!read_tag(p, end, &tag))
            continue;
        n.attributes += tag.has_attribute;
        n.openers += tag.is_structure && !tag.closes;
        n.closers += tag.is_structure && tag.closes;
        if (tag.is_structure && n.first == view.len)
            n.first = (size_t)(p - view.ptr);
    }
    return n;
}

/* Markdown may hold raw HTML, "<div id="contenu">" first of all, and its headings and links are none of
 * HTML. */
static bool is_markdown(struct span view) {
    static const char *const tags[] = {"!doctype", "?xml", "html", "head", "body", "title", "h1", "h2", "h3", "form"};
    size_t headings = 0, divisions = 0;
    for (const char *p = view.ptr, *end = span_end(view); p < end && (p = memchr(p, '\n', (size_t)(end - p)));) {
        const char *at = ++p;
        divisions += ascii_begins(span_from(p, end), "</div>\n");
        while (at < end && *at == '#')
            at++;
        headings += at > p && at - p <= 6 && at < end && *at == ' ';
        while (at < end && (*at == '=' || (*at == '-' && at - p < 80)))
            at++;
        headings += at - p >= 3 && (*p == '=' || *p == '-') && (at == end || *at == '\n' || *at == '\r');
    }
    if (headings < 2 && !((headings || divisions > 1) && span_find(view, SPAN("](")) && !span_find(view, SPAN("<p>"))))
        return false;
    for (const char *p = view.ptr, *end = span_end(view); (p = memchr(p, '<', (size_t)(end - p))); p++)
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            if (begins_word(span_from(p + 1, end), tags[i]))
                return false;
    return true;
}

static bool is_markup(struct span view) {
    if (!view.len || !memchr(view.ptr, '<', view.len))
        return false;
    const char *first = first_markup(view), *end = span_end(view);
    struct tag tag;
    if (first &&
        (begins_word(span_from(first, end), "<?xml") || begins_word(span_from(first, end), "<!--")))
        return true;
    bool tagged = first && read_tag(first, end, &tag);
    if (tagged && (tag.is_doctype || begins_word(span_from(first, end), "<html")))
        return true;
    if (is_markdown(view))
        return false;
    /* "<p> est une balise" and "<b>Attention</b>" are sentences. */
    if (tagged && tag.is_structure && (!tag.is_paragraph || tag.has_attribute))
        return true;
    struct count n = count_tags(view);
    if (tagged && (tag.is_paragraph || tag.has_attribute))
        return n.closers + n.attributes >= 2 || (tag.is_paragraph && n.closers > 0);
    /* Text comes first. A page that lost its head, or that follows something else, is full of
     * markup from early on; a text that quotes a table is not. */
    return n.first < 2048 && n.openers >= 3 && n.closers >= 3 &&
           (n.openers + n.closers) * 160 >= view.len;
}

struct sniff sniff(struct span bytes) {
    static const struct sniff empty = {SNIFF_EMPTY, "an empty input", NULL};
    struct sniff found;
    char room[WINDOW];
    size_t skip;
    if (bytes.len == 0)
        return empty;
    enum encoding encoding = encoding_from_bom(bytes, &skip);
    if (encoding == ENC_NONE) {
        if (is_known_format(bytes, &found))
            return found;
        encoding = encoding_from_nuls(bytes);
    }
    bytes = skip_white(bytes, encoding);
    if (bytes.len == 0)
        return empty;
    if (is_known_format(bytes, &found))
        return found;
    struct span view = ascii_view(bytes, encoding, room);
    if (is_text_format(view, &found))
        return found;
    bool bytewise = view.ptr == bytes.ptr;
    if (bytewise && is_mail(view))
        return (struct sniff){SNIFF_MHTML, "an MHTML file", NULL};
    if (is_markup(view))
        return (struct sniff){SNIFF_HTML, "an HTML page", NULL};
    if (is_binary(view))
        return (struct sniff){SNIFF_OTHER, "binary data", PAGE};
    return (struct sniff){SNIFF_TEXT, "a text", NULL};
}
