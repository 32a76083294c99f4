/* Cuts a list of questions into them. */
#include "archive/cutter.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    HEAD = 4096, /* bytes in which a list shows that it is one */
    LOOK = 64,   /* bytes that tell a tag, or a uid, from others */
    TAG_MOST = 4096,
    STRING_MOST = 65536, /* of strings around the list */
    NAME_MOST = 64
};

/* A search for the end of a question, which goes on when more of it has been read. Offsets count
 * from its first byte that is in the window. */
struct scan {
    size_t at;
    size_t depth;      /* JSON: open brackets */
    bool in_string;    /* JSON */
    bool escaped;      /* JSON: the bytes before `at` are a '\\' that escapes what follows */
    bool uid;          /* JSON: its uid has been seen: another is that of the next question */
    size_t seen;       /* JSON: where it was seen at last */
    bool stray;        /* this is no question: something else is between them */
    const char *until; /* XML: ends the comment, CDATA section or instruction; NULL: none is open */
};

#define MARK "\xEF\xBB\xBF"

enum found { FOUND_NOTHING, FOUND_END, FOUND_NEXT };

struct cutter {
    struct window window;
    size_t limit;
    bool json;
    bool begun;         /* the head has been read */
    bool in_list;       /* JSON: between the questions of a list */
    bool ended;
    size_t depth;       /* brackets or elements that are open around the questions */
    struct place place; /* of the first unused byte */
    size_t number;      /* of the member, from 1 */
    struct buffer kept; /* the begin of a question that is longer than the limit */
    char name[NAME_MOST + 1], charset[32];
};

static struct span unused(const struct cutter *c) {
    return window_unused(&c->window);
}

/* Reads more than `have` bytes; false where none are left. */
static bool more(struct cutter *c, size_t have) {
    return window_ensure(&c->window, have + 1);
}

static bool has(struct cutter *c, size_t wanted) {
    return window_ensure(&c->window, wanted);
}

/* Uses up bytes. */
static void advance(struct cutter *c, size_t size) {
    const char *p = unused(c).ptr, *end = p + size, *lf;
    while (p < end && (lf = memchr(p, '\n', (size_t)(end - p)))) {
        c->place = (struct place){c->place.line + 1, 1};
        p = lf + 1;
    }
    c->place.column += utf8_length(span_from(p, end));
    c->window.at += size;
}

static struct span behind(struct span s, size_t size) {
    return size < s.len ? (struct span){s.ptr + size, s.len - size} : (struct span){span_end(s), 0};
}

static size_t spaces(struct span s) {
    size_t n = 0;
    while (n < s.len && is_space(s.ptr[n]))
        n++;
    return n;
}

static struct span skip_spaces(struct span s) {
    return behind(s, spaces(s));
}

/* ---- the first bytes ---- */

/* The end mark of the comment, CDATA section or instruction that begins here; NULL: none does. */
static const char *end_of(struct span s) {
    return ascii_begins(s, "<!--") ? "-->" : ascii_begins(s, "<![cdata[") ? "]]>"
         : ascii_begins(s, "<?")   ? "?>"  : NULL;
}

/* Behind the byte order mark, white space, instructions and comments. */
static struct span root_of(struct span s) {
    const char *end;
    if (ascii_begins(s, MARK))
        s = behind(s, 3);
    for (s = skip_spaces(s); (end = end_of(s)); s = skip_spaces(s)) {
        const char *p = span_find(s, (struct span){end, strlen(end)});
        s = p ? span_from(p + strlen(end), span_end(s)) : NO_SPAN;
    }
    return s;
}

/* "questionsEcrites", "questionsOralesSansDebat"; a list of qparse's own records is "questions". */
static bool names_list(struct span s) {
    return ascii_begins(s, "questions") && s.len > 9 && (is_letter(s.ptr[9]) || s.ptr[9] == '_');
}

/* The string that a key is, without its quotes, *s moves behind its colon. NO_SPAN: it is none. */
static struct span take_key(struct span *s) {
    struct span rest = skip_spaces(*s);
    const char *end = rest.len && rest.ptr[0] == '"'
                          ? memchr(rest.ptr + 1, '"', rest.len - 1) : NULL;
    if (!end)
        return NO_SPAN;
    struct span key = span_from(rest.ptr + 1, end);
    rest = skip_spaces(span_from(end + 1, span_end(rest)));
    if (!rest.len || rest.ptr[0] != ':')
        return NO_SPAN;
    *s = behind(rest, 1);
    return key;
}

static bool is_json_list(struct span s) {
    s = behind(s, 1);
    struct span key = take_key(&s);
    s = skip_spaces(s);
    return names_list(key) && s.len && s.ptr[0] == '{';
}

bool cutter_sniff(struct span first) {
    if (first.len > HEAD)
        first.len = HEAD;
    first = root_of(first);
    return first.len > 1 && (first.ptr[0] == '{' ? is_json_list(first)
                                                 : first.ptr[0] == '<' && names_list(behind(first, 1)));
}

/* The declared encoding; UTF-8 is told by the bytes. */
static void read_declaration(struct cutter *c, struct span head) {
    const char *end = ascii_begins(head, "<?xml") ? span_find(head, SPAN("?>")) : NULL;
    const char *name = end ? span_find(span_from(head.ptr, end), SPAN("encoding=")) : NULL;
    size_t len = 0;
    if (!name || end - name < 12)
        return;
    for (name += 10; name + len < end && len + 1 < sizeof c->charset; len++)
        if (name[len] == '"' || name[len] == '\'')
            break;
    if (ascii_same((struct span){name, len}, "utf-8"))
        return;
    memcpy(c->charset, name, len);
    c->charset[len] = '\0';
}

/* ---- JSON ---- */

/* Whether a uid of a question begins at the quote: "uid": "QANR...". Bytes of a string can't be
 * these, as their quotes would be escaped. */
static bool is_uid(struct span s) {
    if (!ascii_begins(s, "\"uid\""))
        return false;
    s = skip_spaces(behind(s, 5));
    return s.len && s.ptr[0] == ':' && ascii_begins(skip_spaces(behind(s, 1)), "\"qanr");
}

/* The backslashes that `s` ends with. */
static size_t backslashes(struct span s) {
    size_t n = 0;
    while (n < s.len && s.ptr[s.len - 1 - n] == '\\')
        n++;
    return n;
}

/* Moves to the quote that ends the string; false: it is not there yet. */
static bool find_quote(struct scan *s, struct span text) {
    for (;;) {
        struct span rest = behind(text, s->at);
        const char *quote = memchr(rest.ptr, '"', rest.len);
        struct span before = {rest.ptr, quote ? (size_t)(quote - rest.ptr) : rest.len};
        size_t n = backslashes(before);
        bool escaped = (n + (n == before.len && s->escaped)) % 2;
        s->escaped = escaped && !quote;
        s->at += before.len;
        if (!quote || !escaped)
            return quote != NULL;
        s->at++;
    }
}

/* At a quote. FOUND_NEXT: another question's uid is here; the question began at s->at. */
static enum found take_quote(struct scan *s, struct span text) {
    if (is_uid(behind(text, s->at))) {
        const char *begin = s->uid ? memrchr(text.ptr + s->seen, '{', s->at - s->seen) : NULL;
        if (begin > text.ptr) {
            s->at = (size_t)(begin - text.ptr);
            return FOUND_NEXT;
        }
        s->uid = true;
        s->seen = s->at;
    }
    s->in_string = !s->in_string;
    s->at++;
    return FOUND_NOTHING;
}

static enum found scan_json(struct scan *s, struct span text, bool last) {
    while (s->at < text.len) {
        enum found found = FOUND_NOTHING;
        if (s->in_string && !find_quote(s, text))
            break;
        if (text.ptr[s->at] == '"' && text.len - s->at < LOOK && !last)
            break; /* it may begin a uid */
        switch (text.ptr[s->at]) {
        case '"': found = take_quote(s, text); break;
        case '{': case '[': s->depth++, s->at++; break;
        case '}': case ']':
            s->at++;
            found = --s->depth == 0 ? FOUND_END : FOUND_NOTHING;
            break;
        default: s->at++;
        }
        if (found)
            return found;
    }
    return FOUND_NOTHING;
}

/* Only the uid of a question ends this. */
static const struct scan stray_json = {.depth = SIZE_MAX / 2, .uid = true, .stray = true};

/* Moves to the next question of the list, or out of it. True: *s is where a question, or what should
 * be one, begins. */
static bool find_in_list(struct cutter *c, struct scan *s) {
    while (has(c, 1)) {
        char here = *unused(c).ptr;
        if (here == ',' || is_space(here)) {
            advance(c, 1);
        } else if (here == ']') {
            advance(c, 1);
            c->in_list = false;
            c->depth -= c->depth > 0;
            return false;
        } else {
            *s = here == '{' ? (struct scan){0} : stray_json;
            return true;
        }
    }
    return false;
}

/* Skips a string around the list; true: it is the key of questions. */
static bool skip_string(struct cutter *c) {
    struct scan s = {.at = 1};
    while (!find_quote(&s, unused(c)))
        if (s.at > STRING_MOST || !more(c, unused(c).len)) {
            advance(c, 1);
            return false;
        }
    struct span key = {unused(c).ptr, s.at + 1};
    bool named = ascii_same(key, "\"question\"");
    advance(c, key.len);
    for (; has(c, 1) && is_space(*unused(c).ptr); advance(c, 1))
        ;
    if (!named || !has(c, 1) || *unused(c).ptr != ':')
        return false;
    advance(c, 1);
    for (; has(c, 1) && is_space(*unused(c).ptr); advance(c, 1))
        ;
    return true;
}

/* Moves to the next question. */
static bool find_json(struct cutter *c, struct scan *s) {
    while (has(c, 1)) {
        char here = *unused(c).ptr;
        if (c->in_list) {
            if (find_in_list(c, s))
                return true;
        } else if (here == '"') {
            if (!skip_string(c) || !has(c, 1))
                continue;
            here = *unused(c).ptr;
            *s = (struct scan){0};
            if (here == '{')
                return true; /* the only one */
            c->in_list = here == '[';
            c->depth += c->in_list;
            advance(c, c->in_list);
        } else if (c->depth == 0 && here != '{' && !is_space(here)) {
            *s = stray_json; /* behind the end */
            return true;
        } else {
            c->depth += here == '{' || here == '[';
            c->depth -= c->depth && (here == '}' || here == ']');
            advance(c, 1);
        }
    }
    return false;
}

/* ---- XML ---- */

/* Whether the tag, "<question" or "</question", begins here, in whatever case. */
static bool is_tag(struct span s, const char *tag) {
    size_t len = strlen(tag);
    return ascii_begins(s, tag) && s.len > len &&
           (is_space(s.ptr[len]) || s.ptr[len] == '>' || s.ptr[len] == '/');
}

static const char *find_question(struct span s) {
    const char *p = s.ptr, *end = span_end(s);
    while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
        if (is_tag(span_from(p, end), "<question"))
            return p;
        p++;
    }
    return NULL;
}

/* The length of the tag that `s` begins with; 0: it does not end. */
static size_t tag_length(struct span s) {
    const char *end = memchr(s.ptr, '>', s.len < TAG_MOST ? s.len : TAG_MOST);
    return end ? (size_t)(end + 1 - s.ptr) : 0;
}

/* Within a comment, CDATA section or instruction, which the next question ends, too. */
static enum found scan_closed(struct scan *s, struct span text) {
    struct span rest = behind(text, s->at), end = {s->until, strlen(s->until)};
    const char *close = span_find(rest, end);
    const char *next = find_question(close ? span_from(rest.ptr, close) : rest);
    if (next) {
        s->at += (size_t)(next - rest.ptr);
        return FOUND_NEXT;
    }
    if (close)
        s->at += (size_t)(close - rest.ptr) + end.len, s->until = NULL;
    else if (rest.len > LOOK)
        s->at = text.len - LOOK;
    return FOUND_NOTHING;
}

static enum found scan_xml(struct scan *s, struct span text, bool last) {
    while (s->at < text.len) {
        if (s->until) {
            enum found found = scan_closed(s, text);
            if (found || s->until)
                return found;
            continue;
        }
        struct span rest = behind(text, s->at);
        const char *tag = memchr(rest.ptr, '<', rest.len);
        s->at = tag ? (size_t)(tag - text.ptr) : text.len;
        rest = behind(text, s->at);
        if (!tag || (rest.len < LOOK && !last && !memchr(rest.ptr, '>', rest.len)))
            break;
        bool ends = is_tag(rest, "</question");
        if (ends || is_tag(rest, "<question")) {
            size_t len = tag_length(rest), whole = rest.len < TAG_MOST ? rest.len : TAG_MOST;
            if (!ends && s->at > 0)
                return FOUND_NEXT;
            if (!len && whole < TAG_MOST && !last)
                break;
            if (ends || (len && rest.ptr[len - 2] == '/')) {
                s->at += len ? len : whole;
                return FOUND_END;
            }
        }
        s->until = end_of(rest);
        s->at++;
    }
    return FOUND_NOTHING;
}

/* Uses up all bytes to the mark `end`, and the mark. */
static void skip_closed(struct cutter *c, const char *end) {
    struct span mark = {end, strlen(end)};
    const char *p;
    while (!(p = span_find(unused(c), mark))) {
        size_t len = unused(c).len;
        advance(c, len > mark.len ? len - mark.len : 0);
        if (!more(c, unused(c).len)) {
            advance(c, unused(c).len);
            return;
        }
    }
    advance(c, (size_t)(p - unused(c).ptr) + mark.len);
}

/* Uses up a tag between questions. */
static void skip_tag(struct cutter *c) {
    size_t len = 0;
    while (!(len = tag_length(unused(c))) && unused(c).len < TAG_MOST && more(c, unused(c).len))
        ;
    struct span tag = {unused(c).ptr, len ? len : unused(c).len < TAG_MOST ? unused(c).len : 1};
    if (len > 2 && tag.ptr[1] == '/')
        c->depth -= c->depth > 0;
    else if (len > 2 && is_letter(tag.ptr[1]) && tag.ptr[len - 2] != '/')
        c->depth++;
    advance(c, tag.len);
}

/* Moves to the next question, or to an end tag or a text that has no place between questions. */
static bool find_xml(struct cutter *c, struct scan *s) {
    while (has(c, 1)) {
        (void)has(c, LOOK);
        struct span rest = unused(c);
        const char *closed = end_of(rest);
        char here = *rest.ptr;
        if (is_space(here)) {
            advance(c, 1);
        } else if (here != '<' ? c->depth < 2
                               : is_tag(rest, "<question") || is_tag(rest, "</question") ||
                                     (c->depth == 0 && ascii_begins(rest, "</"))) {
            *s = (struct scan){.stray = !is_tag(rest, "<question")};
            return true;
        } else if (here != '<') {
            advance(c, 1);
        } else if (closed) {
            skip_closed(c, closed);
        } else {
            skip_tag(c);
        }
    }
    return false;
}

/* ---- members ---- */

/* The value behind the first "uid" or <uid>. */
static struct span uid_of(const struct cutter *c, struct span s) {
    const char *p = s.ptr, *end = span_end(s);
    while (p < end && (p = memchr(p, c->json ? '"' : '<', (size_t)(end - p)))) {
        struct span rest = span_from(p, end);
        if (!c->json && ascii_begins(rest, "<uid>"))
            return span_trim(behind(rest, 5));
        struct span key = c->json && ascii_begins(rest, "\"uid\"") ? take_key(&rest) : NO_SPAN;
        rest = skip_spaces(rest);
        if (key.len && rest.len && rest.ptr[0] == '"')
            return behind(rest, 1);
        p++;
    }
    return NO_SPAN;
}

static void name_member(struct cutter *c, struct span bytes, bool refused) {
    struct span uid = uid_of(c, bytes);
    size_t len = 0;
    while (len < uid.len && len <= NAME_MOST &&
           (is_letter(uid.ptr[len]) || is_digit(uid.ptr[len]) || uid.ptr[len] == '-' || uid.ptr[len] == '_'))
        len++;
    if (refused || len == 0 || len > NAME_MOST || len == uid.len || (uid.ptr[len] != '"' && uid.ptr[len] != '<'))
        snprintf(c->name, sizeof c->name, "question-%zu", c->number);
    else
        snprintf(c->name, sizeof c->name, "%.*s", (int)len, uid.ptr);
}

static int fail(struct cutter *c, struct member *m) {
    c->ended = true;
    *m = (struct member){0};
    return -1;
}

/* Adds to the first bytes of a question as long as there are no more than the limit and one. */
static void keep(struct cutter *c, struct span bytes) {
    size_t room = c->limit + 1 - c->kept.len;
    buffer_append(&c->kept, bytes.ptr, bytes.len < room ? bytes.len : room);
}

/* Searches the end of the question that begins here. Beyond the limit only the first bytes are
 * kept. */
static enum found find_end(struct cutter *c, struct scan *s) {
    for (;;) {
        struct span text = unused(c);
        bool last = c->window.ended;
        enum found found = c->json ? scan_json(s, text, last) : scan_xml(s, text, last);
        if (found || last || c->window.broken || c->kept.failed)
            return found;
        if (s->at > c->limit && s->at > 2 * LOOK) {
            size_t gone = s->at - LOOK; /* the last are for a look back */
            keep(c, (struct span){text.ptr, gone});
            advance(c, gone);
            s->at -= gone;
            s->seen -= s->seen < gone ? s->seen : gone;
        }
        (void)more(c, unused(c).len); /* the scan goes on without, too */
    }
}

/* The question that begins here. */
static int take(struct cutter *c, struct scan *s, struct member *m) {
    struct place place = c->place;
    c->kept.len = 0;
    c->number++;
    enum found found = find_end(c, s);
    if (c->window.broken || c->kept.failed || (c->window.failed && !found))
        return fail(c, m);
    size_t len = found ? s->at : unused(c).len;
    struct span bytes = {unused(c).ptr, len};
    if (c->kept.len) {
        keep(c, bytes);
        if (c->kept.failed)
            return fail(c, m);
        bytes = (struct span){c->kept.ptr, c->kept.len};
    }
    if (bytes.len > c->limit)
        bytes.len = c->limit + 1;
    name_member(c, bytes, s->stray);
    advance(c, len); /* the bytes stay where they are until more are read */
    c->ended = !found;
    c->in_list |= found == FOUND_NEXT;
    *m = (struct member){.name = c->name, .bytes = bytes, .place = place,
                         .charset = c->charset[0] ? c->charset : NULL,
                         .refused = s->stray ? "this part of the list is no question" : NULL};
    return 1;
}

static void begin(struct cutter *c) {
    c->begun = true;
    (void)has(c, HEAD);
    if (ascii_begins(unused(c), MARK))
        c->window.at += 3;
    struct span head = unused(c);
    head.len = head.len < HEAD ? head.len : HEAD;
    struct span root = root_of(head);
    c->json = root.len && root.ptr[0] == '{';
    read_declaration(c, skip_spaces(head));
}

int cutter_next(struct cutter *c, struct member *m) {
    struct scan s;
    *m = (struct member){0};
    if (c->ended)
        return 0;
    if (!c->begun)
        begin(c);
    if (c->json ? find_json(c, &s) : find_xml(c, &s))
        return take(c, &s, m);
    if (c->window.broken || c->window.failed)
        return fail(c, m);
    c->ended = true;
    if (c->depth == 0)
        return 0;
    m->problem = "the list of its questions ends early";
    return -1;
}

struct cutter *cutter_open(window_read *read, void *user, size_t limit) {
    struct cutter *c = calloc(1, sizeof *c);
    if (c)
        *c = (struct cutter){.window = {.read = read, .user = user}, .limit = limit,
                             .place = {1, 1}};
    return c;
}

void cutter_close(struct cutter *c) {
    if (!c)
        return;
    window_free(&c->window);
    buffer_free(&c->kept);
    free(c);
}
