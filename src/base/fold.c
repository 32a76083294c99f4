/* Folds case, accents, spaces and signs of text. */
#include "base/fold.h"

/* U+00C0 to U+017F without case and accents; '{' means ae, '|' oe, '}' ij, and ' ' leaves the
 * character as it is. */
static const char latin[] = "aaaaaa{ceeeeiiii nooooo ouuuuy  aaaaaa{ceeeeiiii nooooo ouuuuy y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghh  iiiiiiiiii}}jjkk lllllll"
                            "lllnnnnnn   oooooo||rrrrrrsssssssstttt  uuuuuuuuuuuuwwyyyzzzzzz ";

static bool fold_vanishes(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
}

static uint32_t fold_wide(struct fold *f, uint32_t c) {
    if (c >= 0xC0 && c < 0x180 && latin[c - 0xC0] != ' ') {
        char l = latin[c - 0xC0];
        if (l == '{' || l == '|')
            f->pending = 'e';
        else if (l == '}')
            f->pending = 'j';
        return l == '{' ? 'a' : l == '|' ? 'o' : l == '}' ? 'i' : (unsigned char)l;
    }
    switch (c) {
    case 0xA0: case 0x85: case 0x1680: case 0x202F: case 0x205F: case 0x3000: case 0x2028: case 0x2029:
        return ' ';
    case 0x2018: case 0x2019: case 0x201B: case 0x2BC: case 0xB4: case 0x2032:
        return '\'';
    case 0xB0: case 0xBA: case 0x2DA:
        return 'o';
    case 0x2116: /* "№" */
        f->pending = 'o';
        return 'n';
    case 0xFB00: f->pending = 'f'; return 'f';
    case 0xFB01: f->pending = 'i'; return 'f';
    case 0xFB02: f->pending = 'l'; return 'f';
    default:
        if (c >= 0x2000 && c <= 0x200A)
            return ' ';
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
            return '-';
        return c;
    }
}

const unsigned char fold_table[128] =
    "                                "
    " !\"#$%&'()*+,-./0123456789:;<=>?"
    "@abcdefghijklmnopqrstuvwxyz[\\]^_"
    "'abcdefghijklmnopqrstuvwxyz{|}~\x7F";

uint32_t fold_other(struct fold *f) {
    if (f->pending) {
        char c = f->pending;
        f->pending = 0;
        return (unsigned char)c;
    }
    while (f->at < f->end) {
        if ((unsigned char)*f->at < 0x80)
            return fold_next(f); /* the characters before it vanished */
        uint32_t c = utf8_next(&f->at, f->end);
        if (!fold_vanishes(c))
            return fold_wide(f, c);
    }
    return FOLD_END;
}

bool fold_prefix(struct span text, const char *pattern, struct span *rest) {
    const char *at = text.ptr, *end = text.ptr + text.len;
    char pending = 0;
    bool gap = true; /* more spaces may follow */
    for (const char *p = pattern; *p;) {
        uint32_t c;
        if (!pending && at < end && (unsigned char)*at < 0x80) {
            c = fold_table[(unsigned char)*at++];
        } else {
            struct fold f = {at, end, pending};
            c = fold_other(&f);
            at = f.at;
            pending = f.pending;
        }
        if (gap && c == ' ')
            continue;
        if (c != (unsigned char)*p)
            return false;
        gap = *p++ == ' ';
    }
    /* the pattern ends within a ligature: another word */
    if (pending)
        return false;
    struct fold f = {at, end, 0}, before = f;
    uint32_t c;
    while ((c = fold_next(&f)) == ' ')
        before = f;
    /* a rest of spaces and characters that vanish is empty */
    if (rest)
        *rest = c == FOLD_END ? span_from(text.ptr + text.len, text.ptr + text.len)
                              : span_from(before.at, before.end);
    return true;
}

bool fold_equal(struct span text, const char *pattern) {
    struct span rest;
    return fold_prefix(text, pattern, &rest) && span_blank(rest);
}

bool fold_same(struct span a, struct span b) {
    struct fold fa = fold_start(a), fb = fold_start(b);
    for (;;) {
        uint32_t ca = fold_next(&fa), cb = fold_next(&fb);
        if (ca != cb)
            return false;
        if (ca == FOLD_END)
            return true;
    }
}

bool span_blank(struct span s) {
    struct fold f = fold_start(s);
    uint32_t c;
    while ((c = fold_next(&f)) == ' ')
        ;
    return c == FOLD_END;
}

enum { LONGEST_WORD = 64 };

/* The next run of letters and digits, cut at LONGEST_WORD bytes; empty at the end. */
static struct span next_word(struct fold *f, char word[LONGEST_WORD]) {
    struct span out = {word, 0};
    uint32_t c;
    while ((c = fold_next(f)) != FOLD_END) {
        if (fold_is_letter(c)) {
            if (out.len < LONGEST_WORD)
                word[out.len++] = c < 0x80 ? (char)c : (char)(0x80 | (c & 0x7F));
        } else if (out.len) {
            break;
        }
    }
    return out;
}

bool fold_words_among(struct span text, const char *list) {
    struct fold f = fold_start(text);
    char word[LONGEST_WORD];
    for (struct span w; (w = next_word(&f, word)).len;)
        if (!word_among(w, list))
            return false;
    return true;
}

bool fold_has_words(struct span text, struct span words) {
    enum { LONGEST = 400 }; /* each word is looked for from the text's start */
    struct fold f = fold_start(words), g;
    char word[LONGEST_WORD], other[LONGEST_WORD];
    if (text.len > LONGEST || words.len > LONGEST)
        return fold_same(text, words);
    for (struct span w, x; (w = next_word(&f, word)).len;) {
        for (g = fold_start(text); (x = next_word(&g, other)).len && !span_equal(w, x);)
            ;
        if (!x.len)
            return false;
    }
    return true;
}

bool span_hyphenated(struct span s) {
    if (s.len < 2 || s.ptr[s.len - 1] != '-')
        return false;
    unsigned char c = (unsigned char)s.ptr[s.len - 2];
    bool spaced = c == 0xA0 && s.len > 2 && s.ptr[s.len - 3] == '\xC2';
    return (c >= 0x80 && !spaced) || is_digit((char)c) || is_letter((char)c);
}
