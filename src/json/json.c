/* A strict pull reader of JSON. */
#include "json/json.h"

#include "base/ascii.h"
#include "base/print.h"
#include "base/swar.h"

/* The tokens that may come next. */
enum state {
    WANT_VALUE,
    WANT_VALUE_OR_END, /* behind '[' */
    WANT_KEY,
    WANT_KEY_OR_END, /* behind '{' */
    WANT_COLON,
    WANT_COMMA, /* or the closing bracket; at depth 0 the next text of a stream */
    FAILED
};

/* The token that a piece has cut; its first part is decoded already. */
enum token { NO_TOKEN, IN_STRING, IN_NUMBER };

/* A number's parts, in its order. */
enum { MINUS = 1, ZERO, WHOLE, POINT, FRACTION, LETTER_E, SIGN, EXPONENT };

void json_start(struct json_reader *r, size_t offset) {
    *r = (struct json_reader){.base = offset};
}

void json_free(struct json_reader *r) {
    buffer_free(&r->joined);
    buffer_free(&r->decoded);
    buffer_free(&r->objects);
}

static size_t offset_of(const struct json_reader *r, const char *at) {
    return r->base + (size_t)(at - r->begin);
}

int json_feed(struct json_reader *r, struct span piece, bool last) {
    if (r->begin)
        r->base = offset_of(r, r->end) - r->left_len;
    if (r->left_len) { /* "\\u00e" and "9" */
        r->joined.len = 0;
        buffer_append(&r->joined, r->left, r->left_len);
        buffer_append(&r->joined, piece.ptr, piece.len);
        if (r->joined.failed)
            return -1;
        piece = (struct span){r->joined.ptr, r->joined.len};
    }
    r->last = last;
    r->left_len = 0;
    r->begin = r->at = piece.ptr ? piece.ptr : "";
    r->end = r->begin + piece.len;
    return 0;
}

static enum json_event fail(struct json_reader *r, const char *at, const char *message) {
    r->offset = offset_of(r, at);
    r->message = message;
    r->state = FAILED;
    return JSON_ERROR;
}

static bool in_object(const struct json_reader *r) {
    size_t level = r->depth - 1;
    return r->depth && (r->objects.ptr[level / 8] >> level % 8 & 1);
}

/* A piece that ends within a token is no end; the last one is. */
static enum json_event cut(struct json_reader *r) {
    return r->last ? fail(r, r->end, "premature end of input") : JSON_MORE;
}

static enum json_event open_bracket(struct json_reader *r, bool object) {
    size_t level = r->depth;
    if (level == JSON_DEPTH_MOST)
        return fail(r, r->at, "brackets are nested more deeply than 65536");
    if (level / 8 == r->objects.len)
        buffer_char(&r->objects, 0);
    if (r->objects.failed)
        return JSON_NO_MEMORY;
    char bit = (char)(1 << level % 8);
    char *bits = &r->objects.ptr[level / 8];
    *bits = (char)(object ? *bits | bit : *bits & ~bit);
    r->offset = offset_of(r, r->at++);
    r->depth++;
    r->state = object ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
    return object ? JSON_OBJECT : JSON_LIST;
}

static enum json_event close_bracket(struct json_reader *r) {
    bool object = in_object(r);
    r->offset = offset_of(r, r->at++);
    r->depth--;
    r->state = WANT_COMMA;
    return object ? JSON_OBJECT_END : JSON_LIST_END;
}

/* ---- strings ---- */

/* Four hexadecimal digits; -1: other characters. */
static long hex4(const char *p) {
    long value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* "\u00e9", or the pair "\ud83d\ude00". JSON_STRING: decoded. */
static enum json_event unicode_escape(struct json_reader *r) {
    const char *p = r->at;
    if (r->end - p < 6)
        return cut(r);
    long c = hex4(p + 2);
    if (c < 0)
        return fail(r, p, "four hexadecimal digits are wanted behind \\u");
    size_t len = 6;
    if (c >= 0xD800 && c < 0xDC00) {
        if (r->end - p < 8 || (p[6] == '\\' && p[7] == 'u' && r->end - p < 12))
            return cut(r);
        long low = p[6] == '\\' && p[7] == 'u' ? hex4(p + 8) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(r, p, "half of a surrogate pair");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        len = 12;
    } else if (c >= 0xDC00 && c <= 0xDFFF) {
        return fail(r, p, "half of a surrogate pair");
    }
    if (c == 0)
        return fail(r, p, "\\u0000 is no character of a text");
    buffer_codepoint(&r->decoded, (uint32_t)c);
    r->at += len;
    return JSON_STRING;
}

static enum json_event escape(struct json_reader *r) {
    static const char letters[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";
    if (r->end - r->at < 2)
        return cut(r);
    if (r->at[1] == 'u')
        return unicode_escape(r);
    const char *letter = r->at[1] ? strchr(letters, r->at[1]) : NULL;
    if (!letter)
        return fail(r, r->at, "no escape that JSON has");
    buffer_char(&r->decoded, characters[letter - letters]);
    r->at += 2;
    return JSON_STRING;
}

/* The end of a run of characters that need no decoding. */
static const char *plain_end(const char *p, const char *end) {
    for (; end - p >= 8; p += 8) {
        uint64_t eight = swar_load(p);
        uint64_t ends = swar_below(eight, 0x20) | swar_equal(eight, '"') | swar_equal(eight, '\\');
        if (swar_any(eight, ends) || (eight & SWAR_HIGH))
            break;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80)
        p++;
    return p;
}

/* A character outside of ASCII: its length; 0: ill-formed; -1: the piece cuts it. */
static int wide_character(const char *p, const char *end) {
    char copy[5] = {0};
    uint32_t c;
    size_t left = (size_t)(end - p), n = 1;
    memcpy(copy, p, left < 4 ? left : 4);
    size_t len = utf8_character(copy, &c);
    if (len)
        return (int)len;
    unsigned char first = (unsigned char)*p;
    size_t wanted = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    while (n < left && n < wanted && ((unsigned char)p[n] & 0xC0) == 0x80)
        n++;
    return n == left && left < wanted ? -1 : 0;
}

/* The string from r->at on, which is behind its quote or behind what is decoded. */
static enum json_event string(struct json_reader *r) {
    const char *from = r->at;
    bool key = r->state == WANT_KEY || r->state == WANT_KEY_OR_END;
    for (;;) {
        const char *p = plain_end(r->at, r->end);
        while (p < r->end && (unsigned char)*p >= 0x80) {
            int len = wide_character(p, r->end);
            if (len == 0)
                return fail(r, p, "a byte that is no UTF-8");
            if (len < 0)
                break;
            p = plain_end(p + len, r->end);
        }
        bool whole = p < r->end && *p == '"' && r->decoded.len == 0 && from == r->at;
        if (whole)
            r->text = span_from(from, p);
        else
            buffer_append(&r->decoded, r->at, (size_t)(p - r->at));
        r->at = p;
        if (p == r->end || (unsigned char)*p >= 0x80)
            return cut(r);
        if (*p == '"') {
            if (!whole)
                r->text = (struct span){r->decoded.len ? r->decoded.ptr : "", r->decoded.len};
            break;
        }
        if (*p != '\\')
            return fail(r, p, "a control character in a string");
        enum json_event event = escape(r);
        if (event != JSON_STRING)
            return event;
        from = NULL; /* the string is no stretch of the piece any more */
    }
    r->at++;
    r->token = NO_TOKEN;
    r->offset = r->begun;
    r->state = key ? WANT_COLON : WANT_COMMA;
    return r->decoded.failed ? JSON_NO_MEMORY : key ? JSON_KEY : JSON_STRING;
}

static enum json_event begin_string(struct json_reader *r) {
    r->begun = offset_of(r, r->at++);
    r->token = IN_STRING;
    r->decoded.len = 0;
    return string(r);
}

/* ---- numbers and words ---- */

/* The part of a number that `c` begins or goes on with behind `part`; 0: none. */
static unsigned number_part(unsigned part, char c) {
    switch (part) {
    case 0: return c == '-' ? MINUS : c == '0' ? ZERO : is_digit(c) ? WHOLE : 0;
    case MINUS: return c == '0' ? ZERO : is_digit(c) ? WHOLE : 0;
    case WHOLE:
        if (is_digit(c))
            return WHOLE;
        /* fall through */
    case ZERO: return c == '.' ? POINT : (c | 0x20) == 'e' ? LETTER_E : 0;
    case POINT: return is_digit(c) ? FRACTION : 0;
    case FRACTION: return is_digit(c) ? FRACTION : (c | 0x20) == 'e' ? LETTER_E : 0;
    case LETTER_E:
        if (c == '+' || c == '-')
            return SIGN;
        /* fall through */
    default: return is_digit(c) ? EXPONENT : 0;
    }
}

static bool ends_number(unsigned part) {
    return part == ZERO || part == WHOLE || part == FRACTION || part == EXPONENT;
}

/* Characters that need a gap behind a number or word: "01", "1x", "nullnull". */
static bool is_glued(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '+' || c == '-' || c == '"';
}

/* A number goes into `decoded` with its part before it, so that a piece may cut it anywhere. */
static enum json_event number(struct json_reader *r) {
    unsigned part = (unsigned char)r->decoded.ptr[0], next = 0;
    const char *p = r->at;
    while (p < r->end && (next = number_part(part, *p))) {
        part = next;
        p++;
    }
    buffer_append(&r->decoded, r->at, (size_t)(p - r->at));
    r->at = p;
    if (r->decoded.failed)
        return JSON_NO_MEMORY;
    r->decoded.ptr[0] = (char)part;
    if (p == r->end && !r->last)
        return JSON_MORE;
    if (!ends_number(part) && p == r->end)
        return cut(r);
    if (!ends_number(part) || (p < r->end && is_glued(*p)))
        return fail(r, p, "no number that JSON has");
    r->token = NO_TOKEN;
    r->text = (struct span){r->decoded.ptr + 1, r->decoded.len - 1};
    r->offset = r->begun;
    r->state = WANT_COMMA;
    return JSON_NUMBER;
}

static enum json_event begin_number(struct json_reader *r) {
    r->begun = offset_of(r, r->at);
    r->token = IN_NUMBER;
    r->decoded.len = 0;
    buffer_char(&r->decoded, 0);
    return r->decoded.failed ? JSON_NO_MEMORY : number(r);
}

static enum json_event word(struct json_reader *r) {
    static const struct {
        const char *text;
        size_t len;
        enum json_event event;
    } words[] = {{"true", 4, JSON_TRUE}, {"false", 5, JSON_FALSE}, {"null", 4, JSON_NULL}};
    size_t left = (size_t)(r->end - r->at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = left < words[i].len ? left : words[i].len;
        if (memcmp(r->at, words[i].text, n) != 0)
            continue;
        if (n < words[i].len || (n == left && !r->last)) /* what follows decides: "nullx" */
            return cut(r);
        if (n < left && is_glued(r->at[n]))
            break;
        r->offset = offset_of(r, r->at);
        r->at += n;
        r->state = WANT_COMMA;
        return words[i].event;
    }
    return fail(r, r->at, "no value that JSON has");
}

/* ---- values ---- */

static enum json_event value(struct json_reader *r, char c) {
    if (c == '{' || c == '[')
        return open_bracket(r, c == '{');
    if (c == '"')
        return begin_string(r);
    return c == '-' || is_digit(c) ? begin_number(r) : word(r);
}

static enum json_event key(struct json_reader *r, char c) {
    if (c == '}' && r->state == WANT_KEY_OR_END)
        return close_bracket(r);
    return c == '"' ? begin_string(r) : fail(r, r->at, "a key in quotes is wanted");
}

/* Passes a comma or colon; JSON_MORE: done, and a key or value is wanted. */
static enum json_event behind_value(struct json_reader *r, char c) {
    if (r->depth == 0) {
        r->state = WANT_VALUE;
        return JSON_MORE;
    }
    if (c == (in_object(r) ? '}' : ']'))
        return close_bracket(r);
    if (c != ',')
        return fail(r, r->at, in_object(r) ? "',' or '}' is wanted" : "',' or ']' is wanted");
    r->at++;
    r->state = in_object(r) ? WANT_KEY : WANT_VALUE;
    return JSON_MORE;
}

static bool skip_space(struct json_reader *r) {
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r'))
        r->at++;
    return r->at < r->end;
}

static enum json_event next(struct json_reader *r) {
    if (r->token == IN_STRING)
        return string(r);
    if (r->token == IN_NUMBER)
        return number(r);
    while (skip_space(r)) {
        enum json_event event;
        switch ((enum state)r->state) {
        case WANT_VALUE: return value(r, *r->at);
        case WANT_VALUE_OR_END: return *r->at == ']' ? close_bracket(r) : value(r, *r->at);
        case WANT_KEY:
        case WANT_KEY_OR_END: return key(r, *r->at);
        case WANT_COLON:
            if (*r->at != ':')
                return fail(r, r->at, "':' is wanted");
            r->at++;
            r->state = WANT_VALUE;
            break;
        case WANT_COMMA:
            event = behind_value(r, *r->at);
            if (event != JSON_MORE)
                return event;
            break;
        case FAILED: return JSON_ERROR;
        }
    }
    if (!r->last)
        return JSON_MORE;
    r->offset = offset_of(r, r->at);
    return r->depth ? cut(r) : JSON_END;
}

enum json_event json_next(struct json_reader *r) {
    enum json_event event = r->state == FAILED ? JSON_ERROR : next(r);
    if (event == JSON_MORE) { /* the piece is the caller's again */
        r->left_len = (size_t)(r->end - r->at);
        memcpy(r->left, r->at, r->left_len);
        r->at = r->end;
    }
    return event;
}
