/* Mentions of other questions in a text: the word "question", a short noun phrase, and a number or
 * a list of them. The sentence before it tells whether the question is recalled or only cited. */
#include "lex/mention.h"

#include "base/fold.h"
#include "question/date.h"

enum {
    GAP = 60,     /* characters from "question", or from the last number, to the next */
    PHRASE = 200, /* bytes of the noun phrase that "question" opens */
    RECALL = 400, /* bytes before "question" in which a verb that recalls it is looked for */
    WORD = 16     /* bytes of the longest word of the tables */
};

/* Words between "question" and its number. Any other word begins another phrase: "question sur la
 * loi n° 2010" names a law. */
static const char *const phrase_words[26] = {
    ['a' - 'a'] = "actualite au a avec an assemblee",
    ['c' - 'a'] = "crible",
    ['d' - 'a'] = "d' debat deposee deposees du de des date",
    ['e' - 'a'] = "ecrite ecrites europeen europeenne enregistree en",
    ['g' - 'a'] = "gouvernement",
    ['i' - 'a'] = "initiale",
    ['j' - 'a'] = "jo journal",
    ['l' - 'a'] = "l' le la",
    ['n' - 'a'] = "nationale numerotee",
    ['o' - 'a'] = "orale orales officiel",
    ['p' - 'a'] = "parlementaire parlementaires portant precitee precedente posee posees publiee "
                  "publiees parue parues",
    ['q' - 'a'] = "qe qosd qg qag",
    ['r' - 'a'] = "referencee ref reference",
    ['s' - 'a'] = "sans sujet susvisee sous senat",
    ['t' - 'a'] = "thematique thematiques",
    ['u' - 'a'] = "un",
};

/* Words that end a recall: "rappelle que la question n° 12 attend", "rappelle la réponse à …". */
static const char not_recalled[] = "que qu' dont qui reponse reponses cite evoque mentionne "
                                   "comme lorsque ou loi decret";

static bool among(const char *word, size_t size, const char *list) {
    return size <= WORD && word_among((struct span){word, size}, list);
}

static bool is(const char *word, size_t size, const char *other) {
    return size == strlen(other) && memcmp(word, other, size) == 0;
}

static void skip_spaces(struct fold *f) {
    struct fold ahead = *f;
    while (fold_next(&ahead) == ' ')
        *f = ahead;
}

/* A word and the apostrophe that elides it. Returns its folded size: 0 for no word, WORD + 1 for
 * one that is too long for the tables. */
static size_t read_word(struct fold *f, char word[WORD]) {
    size_t size = 0;
    struct fold ahead = *f;
    uint32_t c = fold_next(&ahead);
    while (fold_is_letter(c)) {
        if (size < WORD)
            word[size] = c < 0x80 ? (char)c : '?';
        size++;
        *f = ahead;
        c = fold_next(&ahead);
    }
    if (size && c == '\'') {
        if (size < WORD)
            word[size] = '\'';
        size++;
        *f = ahead;
    }
    return size <= WORD ? size : WORD + 1;
}

/* "n°", "no", "n °", "n", "nos", "n°s", "№", "numéro"; *several for a plural. The caller looks for
 * a number behind it, as "nos collègues" looks the same. */
static bool read_marker(struct fold *f, bool *several) {
    char word[WORD];
    struct fold g = *f;
    size_t size = read_word(&g, word);
    if (size == 0 || size > WORD)
        return false;
    if (is(word, size, "n")) {
        struct fold sign = g;
        skip_spaces(&sign);
        size = read_word(&sign, word);
        if (is(word, size, "o") || is(word, size, "os"))
            g = sign;
        *several = is(word, size, "os");
    } else if (among(word, size, "no numero nos numeros")) {
        *several = word[size - 1] == 's';
    } else if (size > 2 && memcmp(word, "no", 2) == 0 &&
               (is_digit(word[2]) || (size > 3 && is_digit(word[3])))) {
        /* "n°12", "n°S905": the degree sign and the number fold into one word */
        g = *f;
        (void)fold_next(&g);
        (void)fold_next(&g);
        *several = false;
    } else {
        return false;
    }
    struct fold dot = g;
    if (fold_next(&dot) == '.')
        g = dot;
    skip_spaces(&g);
    *f = g;
    return true;
}

/* A letter or digit, or the first byte of a letter outside ASCII. */
static bool word_at(const char *p, const char *end) {
    if (p >= end)
        return false;
    struct fold f = fold_start(span_from(p, end));
    return fold_is_letter(fold_next(&f));
}

/* The end of "345" in "12 345", p if there is none: three digits behind a space or a dot. */
static const char *second_group(const char *p, const char *end) {
    const char *digits = p;
    if (p == end)
        return p;
    uint32_t c = utf8_next(&digits, end);
    if (c != ' ' && c != '.' && c != 0xA0 && c != 0x202F && c != 0x2009)
        return p;
    if (leading_digits(span_from(digits, end)) != 3 || word_at(digits + 3, end))
        return p;
    return digits + 3;
}

/* "3705", "03705", "S905", "0123S", "11S123", "12 345"; NO_SPAN: there is none. */
static struct span read_number(const char *p, const char *end) {
    const char *from = p;
    bool letter = p < end && *p >= 'A' && *p <= 'Z';
    p += letter;
    size_t digits = leading_digits(span_from(p, end));
    if (digits == 0 || digits > 9)
        return NO_SPAN;
    p += digits;
    if (!letter && p < end && *p >= 'A' && *p <= 'Z') {
        p++;
        p += leading_digits(span_from(p, end));
    } else if (!letter && digits <= 3 && *from != '0') {
        p = second_group(p, end);
    }
    /* "2010-837" is a law, "12/2010" a circular */
    bool goes_on = p < end && (*p == '-' || *p == '/') && p + 1 < end && is_digit(p[1]);
    return goes_on || word_at(p, end) ? NO_SPAN : span_from(from, p);
}

struct span mention_number(struct span value) {
    struct span number = NO_SPAN;
    bool starts = true; /* behind a blank, or behind the ring of "n°0412S" */
    for (const char *p = value.ptr; p < span_end(value) && !number.ptr; p++) {
        number = starts ? read_number(p, span_end(value)) : NO_SPAN;
        starts = *p == ' ' || *p == '(' || *p == '\xA0' || *p == '\xB0' || *p == '\xBA';
    }
    return number;
}

/* The walk along the noun phrase that one "question" opens. */
struct numbers {
    const char *limit;  /* the end of the phrase at the latest */
    struct fold f;
    const char *anchor; /* the end of the last number, or "question": GAP counts from here */
    bool several;       /* "questions" or "nos": a bare number may follow "et" */
    bool counted;       /* a number has been met */
    bool adjacent;      /* the last number ends at f */
};

/* ", ", " et " or " ainsi que " behind a number; *comma: a comma alone. */
static bool read_separator(struct fold *f, bool *comma) {
    char word[WORD];
    struct span rest;
    struct fold g = *f;
    skip_spaces(&g);
    struct fold sign = g;
    uint32_t c = fold_next(&sign);
    *comma = c == ',' || c == ';';
    if (*comma || c == '&') {
        g = sign;
        skip_spaces(&g);
    }
    sign = g;
    size_t size = read_word(&sign, word);
    if (among(word, size, "et ou puis")) {
        g = sign;
        *comma = false;
    } else if (is(word, size, "ainsi") &&
               fold_prefix(span_from(g.at, g.end), "ainsi que ", &rest)) {
        g = fold_start(rest);
        *comma = false;
    } else if (!*comma && c != '&') {
        return false;
    }
    skip_spaces(&g);
    *f = g;
    return true;
}

/* Behind "13" in "nos 12, 13 et 14", not in "nos 12, 13 personnes". */
static bool list_goes_on(const char *p, const char *end) {
    char word[WORD];
    struct fold f = fold_start(span_from(p, end));
    skip_spaces(&f);
    struct fold ahead = f;
    uint32_t c = fold_next(&ahead);
    if (c == ',' || c == ';' || c == '.' || c == ')' || c == '&' || c == FOLD_END)
        return true;
    size_t size = read_word(&f, word);
    return among(word, size, "et ou");
}

/* Behind zero-width characters: "n° \u200B1234", as some tools copy it. */
static const char *behind_hidden(const char *p, const char *end) {
    struct fold f = fold_start(span_from(p, end));
    uint32_t c = fold_next(&f);
    return c < 0x80 && (unsigned char)f.at[-1] < 0x80 ? f.at - 1 : p;
}

static bool take_number(struct numbers *w, const char *at, struct span *number) {
    *number = read_number(behind_hidden(at, w->f.end), w->f.end);
    if (!number->ptr || span_end(*number) > w->limit)
        return false;
    w->f = fold_start(span_from(span_end(*number), w->f.end));
    w->anchor = span_end(*number);
    w->counted = w->adjacent = true;
    return true;
}

/* The next number of a list: "13" behind "nos 12". */
static bool next_of_list(struct numbers *w, struct span *number) {
    struct fold f = w->f;
    bool comma, several = false;
    if (!read_separator(&f, &comma))
        return false;
    if (read_marker(&f, &several)) {
        w->several |= several;
        return take_number(w, f.at, number);
    }
    if (!w->several || !w->adjacent)
        return false;
    *number = read_number(f.at, w->f.end);
    if (!number->ptr || (comma && !list_goes_on(span_end(*number), w->f.end)))
        return false;
    return take_number(w, f.at, number);
}

/* "question du 3 mars 2011 n° 12" */
static bool skip_date(struct numbers *w) {
    qp_date date;
    struct span rest;
    if (date_any(span_from(w->f.at, w->limit), &date, &rest) == DATE_NONE)
        return false;
    const char *end = rest.ptr;
    while (end[-1] == ' ' || end[-1] == '\n')
        end--;
    w->f = fold_start(span_from(end, w->f.end));
    w->adjacent = false;
    return true;
}

/* The next number of the phrase; false at its end. */
static bool numbers_next(struct numbers *w, struct span *number) {
    char word[WORD];
    for (;;) {
        bool several = false;
        if (w->counted && next_of_list(w, number))
            return true;
        skip_spaces(&w->f);
        if (w->f.at >= w->limit || utf8_length(span_from(w->anchor, w->f.at)) > GAP)
            return false;
        struct fold ahead = w->f;
        if (fold_next(&ahead) == ',' && !w->counted) {
            w->f = ahead;
            continue;
        }
        if (skip_date(w))
            continue;
        ahead = w->f;
        if (read_marker(&ahead, &several)) {
            /* "question n° 12 (n° 13)": a second marker without "et" is another phrase */
            if (w->counted || !take_number(w, ahead.at, number))
                return false;
            w->several |= several;
            return true;
        }
        size_t size = read_word(&w->f, word);
        if (size > WORD || !word_indexed((struct span){word, size}, phrase_words))
            return false;
        w->adjacent = false;
    }
}

/* The next 'q' or 'Q', or `end`. It looks in steps: a text of capitals holds no 'q', and looking to
 * its end behind each 'Q' would be quadratic. */
static const char *next_q(const char *p, const char *end) {
    enum { STEP = 256 };
    while (p < end) {
        size_t len = end - p < STEP ? (size_t)(end - p) : STEP;
        const char *lower = memchr(p, 'q', len);
        const char *upper = memchr(p, 'Q', lower ? (size_t)(lower - p) : len);
        if (lower || upper)
            return upper ? upper : lower;
        p += len;
    }
    return end;
}

/* The next word "question" or "questions" from *p on; *p moves behind it. */
static bool find_question(struct span text, const char **p, struct span *found) {
    static const char word[] = "question";
    const char *end = span_end(text);
    for (const char *q = next_q(*p, end); end - q >= 8; q = next_q(q + 1, end)) {
        size_t n = 1;
        while (n < 8 && (q[n] | 0x20) == word[n])
            n++;
        if (n < 8)
            continue;
        const char *after = q + 8;
        after += after < end && (*after | 0x20) == 's';
        bool starts = q == text.ptr || !word_at(utf8_start(q - 1), q);
        if (!starts || word_at(after, end))
            continue;
        *found = span_from(q, after);
        *p = after;
        return true;
    }
    *p = end;
    return false;
}

/* The dot of "M." or "art. 3" ends no sentence. */
static bool ends_sentence(uint32_t c, const char *word, size_t size, struct fold f) {
    if (c == '!' || c == '?')
        return true;
    return c == '.' && size > 1 && !among(word, size, "mm mme mlle art al no nos dr") &&
           fold_next(&f) == ' ';
}

/* "rappelle", "rappelant", and "rappel" before "de" or ':', unlike "rappel à l'ordre". */
static bool recalls_by(const char *word, size_t size, struct fold f) {
    if (size < 6 || size > 11 || memcmp(word, "rappel", 6) != 0)
        return false;
    if (size > 6)
        return word[6] == 'l' || word[6] == 'e' || word[6] == 'a';
    char next[WORD];
    skip_spaces(&f);
    struct fold ahead = f;
    if (fold_next(&ahead) == ':')
        return true;
    size = read_word(&f, next);
    return among(next, size, "de des d' du");
}

/* Most sentences hold no "rappel": this look at their bytes is cheaper than folding. */
static bool has_recall(const char *p, const char *end) {
    for (; end - p >= 6; p++)
        if ((*p | 0x20) == 'r' && (p[1] | 0x20) == 'a' && (p[2] | 0x20) == 'p' &&
            (p[3] | 0x20) == 'p' && (p[4] | 0x20) == 'e' && (p[5] | 0x20) == 'l')
            return true;
    return false;
}

/* The sentence before `question` recalls it: "Il lui rappelle les termes de sa question n° 12". */
static bool is_recalled(struct span text, const char *question) {
    const char *from = (size_t)(question - text.ptr) > RECALL
                           ? utf8_start(question - RECALL)
                           : text.ptr;
    if (!has_recall(from, question))
        return false;
    struct fold f = fold_start(span_from(from, question));
    char word[WORD];
    bool recalled = false;
    size_t size = 0;
    for (;;) {
        struct fold ahead = f;
        uint32_t c = fold_next(&ahead);
        if (c == FOLD_END)
            return recalled;
        if (fold_is_letter(c)) {
            size = read_word(&f, word);
            if (recalls_by(word, size, fold_start(span_from(f.at, span_end(text)))))
                recalled = true;
            else if (among(word, size, not_recalled))
                recalled = false;
            continue;
        }
        if (ends_sentence(c, word, size, ahead))
            recalled = false;
        if (c != ' ')
            size = 0;
        f = ahead;
    }
}

/* The text opens with "Cette question a été transformée en question N° S123." */
static bool is_transformed(struct span text, const char *question) {
    struct span rest;
    if (!fold_prefix(text, "cette question a ete transformee en ", &rest) &&
        !fold_prefix(text, "question transformee en ", &rest))
        return false;
    return rest.ptr == question || (fold_prefix(rest, "une ", &rest) && rest.ptr == question);
}

static struct numbers numbers_start(struct span text, struct span question) {
    const char *end = span_end(text);
    const char *limit = (size_t)(end - question.ptr) > PHRASE
                            ? utf8_start(question.ptr + PHRASE)
                            : end;
    return (struct numbers){
        .limit = limit,
        .f = fold_start(span_from(span_end(question), end)),
        .anchor = question.ptr,
        .several = question.len == 9,
    };
}

/* The last "question" before `from`, whose list may reach over `from`; else `from`. */
static const char *phrase_start(struct span text, const char *from) {
    const char *p = (size_t)(from - text.ptr) > PHRASE ? utf8_start(from - PHRASE)
                                                       : text.ptr;
    const char *start = from;
    struct span before = span_from(text.ptr, from), question;
    while (find_question(before, &p, &question))
        start = question.ptr;
    return start;
}

bool mention_next(struct span text, size_t *at, struct mention *out) {
    if (*at >= text.len) /* a NULL text too */
        return false;
    const char *from = text.ptr + *at;
    const char *p = phrase_start(text, from);
    struct span question, number;
    while (find_question(text, &p, &question)) {
        struct numbers w = numbers_start(text, question);
        while (numbers_next(&w, &number)) {
            if (number.ptr < from)
                continue;
            *at = (size_t)(span_end(number) - text.ptr);
            out->text = span_from(question.ptr, span_end(number));
            out->number = number;
            out->type = is_transformed(text, question.ptr) ? QP_TRANSFORMED_INTO
                        : is_recalled(text, question.ptr)  ? QP_RECALLS
                                                           : QP_CITES;
            return true;
        }
    }
    *at = text.len;
    return false;
}
