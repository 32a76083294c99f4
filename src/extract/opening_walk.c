/* A sentence walked word by word. */
#include "extract/opening_walk.h"

/* The character that was just read. */
static const char *last_read(const struct fold *f) {
    return utf8_start(f->at - 1);
}

/* For a character beyond ASCII. */
static bool is_capital(const char *at, const char *end) {
    uint32_t c = utf8_next(&at, end);
    if (c < 0x100)
        return c >= 0xC0 && c <= 0xDE;
    if (c < 0x180) /* capitals are the even ones but for two runs */
        return ((c >= 0x139 && c <= 0x148) || c >= 0x178) ? c % 2 == 1 || c == 0x178 : c % 2 == 0;
    return true;
}

static bool was_capital(const struct fold *f) {
    char c = f->at[-1];
    return c & 0x80 ? is_capital(last_read(f), f->end) : c >= 'A' && c <= 'Z';
}

static char mark_of(uint32_t c) {
    switch (c) {
    case '.': case '!': case '?': case 0x2026:
        return '.';
    case '-': /* "le ministre de la mer - sur les ports": a dash parts as a comma does */
        return ',';
    default:
        return c < 0x80 ? (char)c : '"';
    }
}

static const word_text abbreviations[] = {"mm", "mme", "mlle", "mmes", "dr", "st", "ste"};

/* The dot of "M." or of an initial ends no sentence. */
static void take_dot(struct fold *f, struct word *w) {
    struct fold ahead = *f;
    if (fold_next(&ahead) != '.' || (w->size != 1 && !among(w, abbreviations)))
        return;
    *f = ahead;
    w->end = ahead.at;
}

/* Most of a word is ASCII, which needs no fold_next(). Returns the count of capitals. */
static size_t read_ascii(struct fold *f, struct word *w) {
    size_t capitals = 0;
    for (; !f->pending && f->at < f->end; f->at++) {
        unsigned char c = (unsigned char)*f->at;
        if (c >= 0x80 || !fold_is_letter(fold_table[c]))
            break;
        capitals += c >= 'A' && c <= 'Z';
        if (w->size < sizeof w->text)
            w->text[w->size] = (char)fold_table[c];
        w->size++;
    }
    return capitals;
}

static void read_letters(struct fold *f, struct word *w, uint32_t c) {
    size_t capitals = 0;
    for (;;) {
        capitals += was_capital(f);
        if (w->size < sizeof w->text)
            w->text[w->size] = c < 0x80 ? (char)c : '?';
        w->size++;
        capitals += read_ascii(f, w);
        w->end = f->at;
        struct fold ahead = *f;
        c = fold_next(&ahead);
        if (c == '\'' && w->size < 8) { /* "aujourd'" is the longest */
            w->text[w->size++] = '\'';
            w->end = ahead.at;
            *f = ahead;
            break;
        }
        struct fold behind = ahead;
        if (!fold_is_letter(c) && (c != '-' || !fold_is_letter(fold_next(&behind))))
            break;
        *f = ahead;
    }
    w->shouted = w->size > 1 && capitals + 1 >= w->size;
}

/* "sante" and U+0301: fold_next() skips the accent, which still belongs to the printed word. */
static void take_accents(struct fold *f, struct word *w) {
    while (f->end - f->at >= 2 && (f->at[0] == '\xCC' ||
                                   (f->at[0] == '\xCD' && (unsigned char)f->at[1] < 0xB0)))
        f->at += 2;
    if (f->at > w->end)
        w->end = f->at;
}

bool word_next(struct fold *f, struct word *w) {
    *w = (struct word){0};
    for (;;) {
        uint32_t c = fold_next(f);
        if (c == FOLD_END)
            return false;
        if (fold_is_letter(c)) {
            w->begin = last_read(f);
            w->upper = was_capital(f);
            read_letters(f, w, c);
            take_accents(f, w);
            take_dot(f, w);
            return true;
        }
        char mark = c == ' ' ? 0 : mark_of(c);
        if (mark && (!w->mark || mark == '.'))
            w->mark = mark;
    }
}

bool phrase_at(struct word *w, struct fold *f, const char *pattern) {
    if (w->text[0] != pattern[0])
        return false;
    struct word at = *w;
    struct fold after = *f;
    for (;;) {
        size_t n = strcspn(pattern, " |");
        if (at.size != n || memcmp(at.text, pattern, n) != 0)
            return false;
        if (pattern[n] != ' ')
            break;
        pattern += n + 1;
        if (!word_next(&after, &at) || at.mark)
            return false;
    }
    *w = at;
    *f = after;
    return true;
}

bool any_phrase_at(struct word w, struct fold f, const char *patterns) {
    while (patterns) {
        if (phrase_at(&w, &f, patterns))
            return true;
        patterns = strchr(patterns, '|');
        if (patterns)
            patterns++;
    }
    return false;
}
