/* Recognisers for the lines of the chambers' own pages. */
#include "lex/official_lex.h"

#include "base/fold.h"
#include "lex/heading.h"
#include "lex/tail.h"
#include "lex/type.h"
#include "question/date.h"
#include "question/number.h"

extern const struct family family_senat_2022;

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/* A line within a text that begins in mid-sentence, "réponse du ministre de l'intérieur". */
static bool goes_on(struct span line) {
    line = span_trim(line);
    unsigned char first = line.len ? (unsigned char)line.ptr[0] : 0;
    return (first >= 'a' && first <= 'z') ||
           (first == 0xC3 && (unsigned char)line.ptr[1] >= 0xA0);
}

static bool label_of(const struct family *f, struct span line, uint32_t first, bool in_text,
                     struct labelled *out) {
    struct span rest, value;
    for (const struct label *l = f->labels; l && l->words; l++) {
        if ((unsigned char)l->words[0] != first || (in_text && !(l->effect & IN_TEXT)) ||
            !fold_prefix(line, l->words, &rest))
            continue;
        if (in_text && l->tail != TAIL_NONE && l->datum != DATUM_DATE && goes_on(line))
            continue;
        if (!tail_fits(l, rest, &value))
            continue;
        *out = (struct labelled){f, l->words, l->datum, l->tail, l->effect, value, NO_SPAN};
        return true;
    }
    return false;
}

bool official_answer(struct span line, enum qp_site site, struct labelled *out) {
    static const char *const starts[] = {"reponse du ", "reponse des ", "reponse de la ",
                                         "reponse de "};
    enum { LONGEST = 400 };
    struct span value;
    if (site != QP_SENAT || line.len > LONGEST || goes_on(line))
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (!fold_prefix(line, starts[i], &value) || span_blank(value))
            continue;
        *out = (struct labelled){&family_senat_2022, starts[i], DATUM_RESPONSE,
                                 TAIL_MINISTRY, OPENS_ANSWER, span_trim(value), NO_SPAN};
        return true;
    }
    return false;
}

/* "question ", "question écrite ", "question orale sans débat " */
static bool is_question(struct span words) {
    return fold_equal(words, "question") || type_named(words) ||
           fold_words_among(words, "question ecrite orale qe qosd qag");
}

bool official_recalled(struct span value, char text[RECALLED], struct mention *out) {
    const struct span word = SPAN("question ");
    struct mention m;
    size_t at = 0;
    if (value.len > RECALLED - word.len)
        return false;
    memcpy(text, word.ptr, word.len);
    memcpy(text + word.len, value.ptr, value.len);
    struct span whole = {text, word.len + value.len};
    if (mention_next(whole, &at, &m) && m.text.ptr == text) {
        *out = m;
        return true;
    }
    struct span number = mention_number(whole); /* "02211", "écrite 02211": the link has left out the sign */
    if (!number.ptr || !is_question(span_from(text, number.ptr)) ||
        !span_blank(span_from(span_end(number), span_end(whole))))
        return false;
    *out = (struct mention){.text = span_from(text, span_end(number)), .number = number};
    return true;
}

bool official_value_fits(const struct labelled *label, bool apart) {
    char text[RECALLED];
    struct mention m;
    qp_date date;
    struct span rest, value = label->value;
    if (label->datum == DATUM_RECALLS)
        return official_recalled(value, text, &m);
    if (label->datum == DATUM_TRANSFORMED)
        return names_type(value);
    if (label->datum == DATUM_CLOSING_REASON)
        return !apart && value.len < 100 && value.ptr[value.len - 1] != '.';
    if (label->datum == DATUM_RUBRIC && (label->effect & ABOVE_TEXT)) /* the text may begin */
        return !apart && value.ptr[value.len - 1] != '.';
    if (label->datum == DATUM_PERSON)
        return label->tail != TAIL_DATED_PERSON && value.len < 400;
    if (label->tail == TAIL_DATE || label->tail == TAIL_CLOSING)
        return (date_any(value, &date, &rest) != DATE_NONE && /* a text may begin with a day */
                (!(label->effect & OPENS_ANSWER) || tail_closes(rest))) ||
               value.ptr[0] == '(';
    return label->datum != DATUM_PAGE || is_digit(value.ptr[0]);
}

static struct span last_word(struct span s) {
    s = span_trim(s);
    const char *p = span_end(s);
    while (p > s.ptr && p[-1] != ' ' && p[-1] != '\t')
        p--;
    return span_from(p, span_end(s));
}

static bool is_capitals(struct span s) {
    for (size_t i = 0; i < s.len; i++)
        if (!is_capital(s.ptr[i]) && !is_digit(s.ptr[i]) && s.ptr[i] != '_' && s.ptr[i] != '-')
            return false;
    return s.len > 0;
}

/* GROUP LEGISLATURE [STATE] [REGION] ANSWERED, read from the end as the region may hold spaces.
 * A question that is not closed has no state, and a sentence may be right before the group. */
bool official_codes(struct span line, int legislature, struct span *out) {
    enum { WORDS = 12 };
    struct span left = span_trim(line), word = last_word(left);
    if (legislature == 0 || word.len != 1 || (word.ptr[0] != 'O' && word.ptr[0] != 'N'))
        return false;
    for (size_t i = 0; i < WORDS && left.len; i++) {
        left = span_from(left.ptr, word.ptr);
        struct span next = word;
        word = last_word(left);
        if (word.len == 0 || word.len > 2 || !is_digit(word.ptr[0]) ||
            !(is_capital(next.ptr[0]) || begins_sentence(next)) || number_small(word) != legislature)
            continue;
        struct span group = last_word(span_from(left.ptr, word.ptr));
        struct span before = span_trim(span_from(left.ptr, group.ptr));
        *out = span_from(group.ptr, span_end(span_trim(line)));
        bool sure = i > 0 && is_capitals(next);
        return is_capitals(group) && (sure || before.len == 0 || ends_sentence(before) ||
                                      without_closing(before).len < before.len || before.ptr[before.len - 1] == ':');
    }
    return false;
}

/* The first character that is no space, folded. */
static uint32_t first_letter(struct span line) {
    struct fold fold = fold_start(line);
    uint32_t first;
    while ((first = fold_next(&fold)) == ' ')
        ;
    return first;
}

static bool find_label(struct span line, bool in_text, enum qp_site site, struct labelled *out) {
    uint32_t first = first_letter(line);
    for (const struct family *const *f = families; *f; f++) {
        if ((site == QP_SITE_NONE || site == (*f)->site) && label_of(*f, line, first, in_text, out))
            return true;
    }
    return false;
}

/* Several labels on one line, as tables are dumped: "Ministère interrogé > X Rubrique > Y",
 * "Date de signalement : 15/04/2003 Date de renouvellement : …". Titles hold colons too: there
 * the label must have several words. Cuts the value where the next label begins, which may be at once:
 * "Date : Question publiée le 3 mars 1987". */
static void cut_value(struct labelled *l) {
    enum { LONGEST = 400 };
    struct labelled next;
    const char *end = span_end(l->value);
    if (l->value.len > LONGEST || l->tail == TAIL_NONE || (l->effect & (OPENS_BODY | OPENS_ANSWER | IN_TEXT)))
        return;
    const char *p = l->value.ptr;
    for (bool at_once = l->datum == DATUM_OTHER; p < end; at_once = false) {
        if (!at_once && !(p = memchr(p, ' ', (size_t)(end - p))))
            return;
        p += !at_once;
        if (p == end || !(is_capital(*p) || (*p & 0x80))) /* all labels begin so */
            continue;
        struct span from = span_from(p, end);
        if (!find_label(from, false, l->family->site, &next) || next.datum == DATUM_PAGE ||
            (!strchr(next.words, ' ') && !memchr(p, '>', (size_t)(next.value.ptr - p))))
            continue;
        l->value = span_trim(span_from(l->value.ptr, p));
        l->more = from;
        return;
    }
}

bool official_lex(struct span line, bool in_text, enum qp_site site, struct labelled *out) {
    struct heading heading;
    struct person person;
    struct span rest, number;
    if (find_label(line, in_text, site, out)) {
        cut_value(out);
        return true;
    }
    if (in_text)
        return false;
    *out = (struct labelled){.value = span_trim(line)};
    uint32_t first = first_letter(line);
    /* a heading, a type, "de M. X", or a number */
    if (first != 'q' && first != 'd' && !is_digit(first))
        return false;
    if (heading_chamber(line, &heading))
        out->datum = DATUM_HEADING;
    else if (heading_legislature(line, &number))
        out->datum = DATUM_LEGISLATURE;
    else if (type_named(line))
        out->datum = DATUM_TYPE;
    else if (fold_prefix(line, "de ", &rest) && person_read(rest, true, &person) &&
             (person.group.ptr || person_is_named(&person)))
        out->datum = DATUM_PERSON, out->value = rest;
    return out->datum != DATUM_NONE;
}
