/* Persons: civility, name, group and constituency. */
#include "lex/person.h"

#include "base/fold.h"

static const struct {
    const char *words, *printed;
} civilities[] = {{"mme ", "Mme"}, {"mlle ", "Mlle"}, {"m. ", "M."}, {"m ", "M"},
                  {"mm. ", "MM."}, {"mmes ", "Mmes"}};

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool begins_sentence(struct span value) {
    if (value.len < 2)
        return false;
    struct fold fold = fold_start(value);
    uint32_t letter = fold_next(&fold);
    bool accented = value.ptr[0] == '\xC3' && (unsigned char)value.ptr[1] < 0x9F;
    return is_capital(value.ptr[0]) || (accented && letter < 0x80);
}

static bool ends_with(struct span s, const struct span *signs, size_t count, size_t *len) {
    for (size_t i = 0; i < count; i++) {
        *len = signs[i].len;
        if (s.len > *len && memcmp(span_end(s) - *len, signs[i].ptr, *len) == 0)
            return true;
    }
    return false;
}

struct span without_closing(struct span line) {
    static const struct span closing[] = {{")", 1}, {"]", 1}, {"\"", 1}, {"»", 2},
                                          {"”", 3}, {" ", 1}, {"\u00A0", 2}, {"\u202F", 3}};
    size_t len;
    line = span_trim(line);
    while (ends_with(line, closing, sizeof closing / sizeof *closing, &len))
        line.len -= len;
    return line;
}

bool ends_sentence(struct span line) {
    static const struct span ends[] = {{".", 1}, {"!", 1}, {"?", 1}, {"…", 3}};
    size_t len;
    struct span inside = without_closing(line);
    line = span_trim(line);
    return ends_with(inside, ends, sizeof ends / sizeof *ends, &len) ||
           (inside.len < line.len && (line.ptr[0] == '(' || line.ptr[0] == '['));
}

/* The last group of parentheses, which may hold others: "Démocrate (MoDem et
 * Indépendants) - Paris". Returns its '(' or NULL; *close is behind its ')'. */
static const char *last_group(struct span s, const char **close) {
    const char *end = memrchr(s.ptr, ')', s.len);
    int depth = 0;
    if (!end)
        return NULL;
    *close = end + 1;
    for (const char *p = end; p >= s.ptr; p--) {
        depth += *p == ')';
        depth -= *p == '(';
        if (depth == 0)
            return p;
    }
    return NULL;
}

/* Without the white space at its ends, no-break spaces included. */
static struct span strip(struct span s) {
    const char *nbsp = "\xC2\xA0";
    struct span before;
    do {
        before = s = span_trim(s);
        if (s.len >= 2 && memcmp(s.ptr, nbsp, 2) == 0)
            s = span_from(s.ptr + 2, span_end(s));
        if (s.len >= 2 && memcmp(span_end(s) - 2, nbsp, 2) == 0)
            s.len -= 2;
    } while (s.len != before.len);
    return s;
}

/* A dash between spaces, one of which may be a no-break space. */
static bool is_dash(const char *p, struct span s) {
    return p > s.ptr && p + 1 < span_end(s) && *p == '-' && (p[-1] == ' ' || p[-1] == '\xA0') &&
           (p[1] == ' ' || p[1] == '\xC2');
}

struct span person_split(struct span s, bool last, struct span *second) {
    const char *at = NULL;
    size_t depth = 0; /* of parentheses, within which a dash is the name's own */
    for (const char *p = s.ptr; p < span_end(s); p++) {
        depth += *p == '(';
        depth -= *p == ')' && depth;
        if (depth == 0 && is_dash(p, s)) {
            at = p;
            if (!last)
                break;
        }
    }
    *second = at ? strip(span_from(at + 1, span_end(s))) : NO_SPAN;
    return strip(at ? span_from(s.ptr, at) : s);
}

bool person_read(struct span text, bool group_first, struct person *out) {
    struct span rest = NO_SPAN;
    *out = (struct person){0};
    for (size_t i = 0; i < sizeof civilities / sizeof *civilities && !rest.ptr; i++)
        if (fold_prefix(text, civilities[i].words, &rest)) /* pages have U+200B within it */
            out->civility = (struct span){civilities[i].printed, strlen(civilities[i].printed)};
        else
            rest = NO_SPAN;
    if (!rest.ptr && !begins_sentence(rest = span_trim(text)))
        return false;
    const char *close, *open = last_group(rest, &close);
    out->name = strip(open ? span_from(rest.ptr, open) : rest);
    if (!open)
        return true;
    struct span inside = span_from(open + 1, close - 1), second;
    struct span first = person_split(inside, group_first, &second);
    out->rest = strip(span_from(close, span_end(rest)));
    out->group = group_first ? first : second;
    out->constituency = group_first ? second : first;
    return true;
}

static struct span first_word(struct span s) {
    const char *space = memchr(s.ptr, ' ', s.len);
    return space ? span_from(s.ptr, space) : s;
}

bool person_is_named(const struct person *p) {
    enum { LONGEST = 60 };
    struct span left = p->name;
    size_t words = 0;
    if (!p->civility.ptr || left.len > LONGEST)
        return false;
    for (; left.len; words++) {
        struct span word = first_word(left);
        if (!begins_sentence(word) && !word_among(word, "de du des la le d'"))
            return false;
        left = span_trim(span_from(span_end(word), span_end(left)));
    }
    return words > 1;
}

bool may_be_name(struct span text) {
    size_t words = 1;
    if (text.len > 120)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_digit(c) || c == ':' || c == '?' || c == '!' || c == '[' || c == '_')
            return false;
        words += c == ' ';
    }
    return words <= 9;
}
