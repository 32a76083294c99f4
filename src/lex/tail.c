/* The rest of a label's line, behind its words. */
#include "lex/tail.h"

#include "base/fold.h"
#include "lex/person.h"
#include "lex/type.h"
#include "question/date.h"

bool tail_closes(struct span rest) {
    rest = span_trim(rest);
    if (rest.len && (rest.ptr[rest.len - 1] == ':' || rest.ptr[rest.len - 1] == '.'))
        rest.len--;
    return span_blank(rest);
}

static bool whole_date(struct span tail) {
    qp_date date;
    struct span rest;
    if (span_blank(tail))
        return true; /* an empty date leaves "Question soumise le " */
    return date_any(tail, &date, &rest) != DATE_NONE && tail_closes(rest);
}

/* No date that can be read, and no sentence: "1er mars", "??/03/2014", "trente et un mars 2014",
 * "vendredi". */
static bool odd_date(struct span tail) {
    enum { MOST_BYTES = 40, MOST_WORDS = 5 };
    static const char names[] = "janvier fevrier mars avril mai juin juillet aout septembre octobre "
                                "novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche";
    bool digit = false, named = false, letter = false;
    size_t words = 0;
    tail = span_trim(tail);
    if (tail.len > MOST_BYTES || (tail.len && strchr(".,;:", tail.ptr[tail.len - 1])))
        return false;
    for (size_t i = 0, end; i < tail.len; i = end + 1, words++) {
        for (end = i; end < tail.len && tail.ptr[end] != ' '; end++) {
            digit |= is_digit(tail.ptr[end]);
            letter |= is_letter(tail.ptr[end]) || (tail.ptr[end] & 0x80);
        }
        named |= fold_words_among((struct span){tail.ptr + i, end - i}, names);
    }
    return words <= MOST_WORDS && (digit || named || !letter);
}

bool tail_withdrawal(struct span tail, struct withdrawal_tail *out) {
    struct span rest = tail;
    *out = (struct withdrawal_tail){NO_SPAN, NO_SPAN};
    if (fold_prefix(tail, "le ", &rest)) {
        qp_date date;
        struct span after;
        if (date_any(rest, &date, &after) == DATE_NONE)
            return false;
        out->date = span_from(rest.ptr, after.ptr);
        rest = after;
    }
    rest = span_trim(rest);
    if (rest.len >= 2 && rest.ptr[0] == '(' && rest.ptr[rest.len - 1] == ')') {
        out->reason = span_trim((struct span){rest.ptr + 1, rest.len - 2});
        return true;
    }
    return span_blank(rest);
}

bool tail_byline(struct span tail, struct byline *out) {
    for (size_t i = 0; i + 5 < tail.len && i < 200; i++) {
        struct span rest;
        if (tail.ptr[i] != ',' || !fold_prefix((struct span){tail.ptr + i + 1, tail.len - i - 1}, "le ", &rest))
            continue;
        out->author = span_trim((struct span){tail.ptr, i});
        out->date = rest;
        return rest.len > 0 && whole_date(rest);
    }
    return false;
}

struct span tail_skip_separator(struct span s, bool *found) {
    /* "n° 12\u00A0:"; span_trim() keeps no-break spaces, which are no part of a value */
    (void)fold_prefix(span_trim(s), "", &s);
    *found = s.len > 0 && (s.ptr[0] == ':' || s.ptr[0] == '>');
    if (*found)
        s = span_trim((struct span){s.ptr + 1, s.len - 1});
    (void)fold_prefix(s, "", &s);
    return s;
}

static struct span first_word(struct span s) {
    const char *space = memchr(s.ptr, ' ', s.len);
    return space ? span_from(s.ptr, space) : s;
}

/* "La question a été retirée", "… pour cause de fin de mandat.", "… le 12/03/2012" */
static bool is_cause(struct span value) {
    qp_date date;
    struct span rest;
    return span_blank(value) || value.ptr[0] == '(' || span_equal(value, SPAN(".")) ||
           fold_prefix(value, "pour cause de ", &rest) ||
           date_any(fold_prefix(value, "le ", &rest) ? rest : value, &date, &rest) != DATE_NONE;
}

/* "0412S", "n° 0412S", which a link leaves of "QOSD n° 0412S" */
static bool is_number_alone(struct span value) {
    struct span rest = value;
    if (fold_prefix(value, "no", &rest) || fold_prefix(value, "n o", &rest))
        rest = span_trim(rest);
    size_t n = 0;
    while (n < rest.len && is_digit(rest.ptr[n]))
        n++;
    bool letter = n > 0 && n + 1 == rest.len && is_letter(rest.ptr[n]);
    return letter || (n >= 5 && n == rest.len); /* a year has four digits */
}

bool names_type(struct span value) {
    struct span rest;
    return fold_prefix(value, "question", &rest) || type_named(first_word(value)) || is_number_alone(value);
}

/* "Réponse du Ministère de l'intérieur publiée le 02/02/2012": a ministry, perhaps a date,
 * and no sentence. */
static bool is_ministry(struct span value) {
    static const char *const starts[] = {"ministere", "secretariat d'etat", "haut-commissariat",
                                         "premier ministre", "premiere ministre",
                                         "garde des sceaux", "ministre", "haut-commissaire",
                                         "m. le ministre", "mme la ministre",
                                         "m. le secretaire d'etat", "mme la secretaire d'etat"};
    struct span rest;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (fold_prefix(value, starts[i], &rest))
            return (i > 0 || !span_blank(rest)) && value.len < 400 &&
                   value.ptr[value.len - 1] != '.';
    return false;
}

/* "Ministère de l'économie, chargé des transports.": a name, behind whose commas no clause begins, as
 * in "Transmise au Ministère de l'eau, la demande est restée sans suite." */
static bool is_name_alone(struct span value) {
    for (const char *p = value.ptr; (p = memchr(p, ',', (size_t)(span_end(value) - p))); p++) {
        struct span part = span_trim(span_from(p + 1, span_end(value))), rest;
        if (!fold_prefix(part, "d'", &rest) &&
            !fold_words_among(first_word(part), "de du des et charge chargee delegue deleguee aupres garde "
                                                "porte-parole ministre secretaire"))
            return false;
    }
    return true;
}

/* "Question de M. DOSSUS Thomas (Rhône - GEST) publiée le 10/11/2022" */
static bool is_dated_person(struct span value) {
    struct person person;
    struct span after;
    return person_read(value, false, &person) && person.rest.ptr &&
           (fold_prefix(person.rest, "publiee le ", &after) ||
            fold_prefix(person.rest, "- publiee le ", &after));
}

static bool begins_with_date(struct span value) {
    qp_date date;
    struct span rest;
    return date_any(value, &date, &rest) != DATE_NONE;
}

/* "est pas disponible en format numérique.", "… sous forme numérique", "a pas été numérisé." */
static bool is_not_digitised(struct span value) {
    struct span rest;
    if (!fold_prefix(value, "est pas disponible", &rest) && !fold_prefix(value, "a pas ete", &rest))
        return false;
    while (rest.len && (span_end(rest)[-1] == '.' || span_end(rest)[-1] == ' '))
        rest.len--;
    const char *space = memrchr(rest.ptr, ' ', rest.len);
    return fold_words_among(space ? span_from(space, span_end(rest)) : rest, "numerique numerise numerisee");
}

/* Tails without a separator of their own, which most lines are looked at for. False: another one. */
static bool is_plain(const struct label *label, struct span rest, bool *fits) {
    struct withdrawal_tail withdrawal;
    struct byline byline;
    switch (label->tail) {
    case TAIL_ANY: *fits = true; return true;
    case TAIL_WHOLE_DATE: *fits = whole_date(rest); return true;
    case TAIL_ODD_DATE: *fits = whole_date(rest) || odd_date(rest); return true;
    case TAIL_BYLINE: *fits = tail_byline(rest, &byline); return true;
    case TAIL_REASON: *fits = tail_withdrawal(rest, &withdrawal); return true;
    case TAIL_NUMERIC: *fits = is_not_digitised(rest); return true;
    case TAIL_NONE: *fits = tail_closes(rest); return *fits;
    default: break; /* the others need the value */
    }
    return false;
}

bool tail_fits(const struct label *label, struct span rest, struct span *value) {
    bool separated, fits;
    *value = span_trim(rest);
    if (is_plain(label, rest, &fits))
        return fits;
    struct span v = tail_skip_separator(rest, &separated);
    separated |= rest.ptr[-1] == '\t'; /* a table's next cell */
    bool attributes = label->datum == DATUM_AWAITED || label->datum == DATUM_TRANSFERRED;
    if (attributes && label->tail == TAIL_MINISTRY && v.len && v.ptr[v.len - 1] == '.' && is_name_alone(v))
        v.len--;
    bool blank = span_blank(v);
    *value = span_trim(v);
    switch (label->tail) {
    case TAIL_ANY:
    case TAIL_WHOLE_DATE:
    case TAIL_ODD_DATE:
    case TAIL_BYLINE:
    case TAIL_NUMERIC:
    case TAIL_REASON: break; /* is_plain() has decided */
    case TAIL_NONE: return blank || span_equal(v, SPAN("."));
    case TAIL_VALUE: return separated;
    case TAIL_GIVEN: return separated || !blank;
    case TAIL_DATE: return blank || begins_with_date(v);
    case TAIL_MINISTRY: return is_ministry(v);
    case TAIL_TYPE: return blank ? separated : names_type(v);
    case TAIL_DATED_PERSON: return is_dated_person(v);
    case TAIL_CAUSE: return is_cause(v);
    case TAIL_CLOSING: return separated || is_cause(v);
    case TAIL_TEXT: return separated || blank;
    case TAIL_SENTENCE: return separated || blank || begins_sentence(v);
    case TAIL_MENU: return blank || v.ptr[0] == '-' || v.ptr[0] == '|';
    }
    return false;
}
