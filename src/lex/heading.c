/* Headings: type, numero sign and number in one line, and what each site prints behind them. */
#include "lex/heading.h"

#include "base/fold.h"
#include "base/swar.h"
#include "lex/person.h"
#include "lex/tail.h"
#include "lex/type.h"

static bool is_alnum(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "n°", "N °": spelt with a degree or ordinal sign, which "No" and "n o" are not. */
static bool take_sign(struct span s, struct span *rest) {
    return (fold_prefix(s, "no", rest) || fold_prefix(s, "n o", rest)) && s.len > 2 &&
           !is_alnum(s.ptr[1]) && !is_alnum(s.ptr[2]);
}

/* "3705", "S123", "11S0123", "0123S" behind the sign, and what follows; NO_SPAN: it is missing, as
 * in pages whose base has "00000". */
static struct span take_number(struct span *rest) {
    enum { LONGEST = 12 };
    size_t n = 0, digits = 0;
    while (n < rest->len && is_alnum(rest->ptr[n]))
        digits += is_digit(rest->ptr[n++]);
    if (digits == 0 || n > LONGEST)
        return NO_SPAN;
    struct span number = {rest->ptr, n};
    *rest = span_from(span_end(number), span_end(*rest));
    return number;
}

/* The type's words and the sign; *rest begins with the number. */
static bool begin(struct span line, const struct question_type *type, struct heading *h,
                  struct span *rest) {
    struct span sign;
    if (!fold_prefix(line, type->words, &sign) || !take_sign(sign, rest))
        return false;
    *h = (struct heading){.type = type};
    h->type_label = span_trim(span_from(line.ptr, sign.ptr));
    return true;
}

/* ---- NosSénateurs.fr and NosDéputés.fr ---- */

static void split_suffix(struct heading *h) {
    static const char *const suffixes[] = {"(retiree)", "(caduque)"};
    struct span m = h->ministry;
    if (m.ptr[m.len - 1] != ')')
        return;
    for (const char *p = span_end(m); p > m.ptr;)
        if (*--p == '(') {
            struct span last = span_from(p, span_end(m));
            for (size_t i = 0; i < 2; i++)
                if (fold_equal(last, suffixes[i])) {
                    h->suffix = last;
                    h->ministry = span_trim(span_from(m.ptr, p));
                }
            return;
        }
}

/* NosSénateurs.fr printed the title behind the ministry in August 2011. */
static void split_title(struct heading *h) {
    struct span m = h->ministry;
    for (size_t i = 0; i + 3 <= m.len; i++)
        if (memcmp(m.ptr + i, " : ", 3) == 0) {
            h->title = span_trim(span_from(m.ptr + i + 3, span_end(m)));
            h->ministry = span_trim(span_from(m.ptr, m.ptr + i));
            return;
        }
}

/* The title of a browser's window, "Jeanne Martin : Question N° 7 au Ministère du travail (retirée) -
 * NosDéputés.fr": the author ends with a colon and the ministry with the site. */
static void split_window_title(struct span *author, struct heading *h) {
    const struct span nbsp = {"\xC2\xA0", 2};
    struct span before = *author, site;
    if (before.len == 0 || before.ptr[before.len - 1] != ':')
        return;
    before = span_trim(span_from(before.ptr, span_end(before) - 1));
    if (before.len > nbsp.len && memcmp(span_end(before) - nbsp.len, nbsp.ptr, nbsp.len) == 0)
        before.len -= nbsp.len;
    *author = before;
    struct span ministry = h->ministry.ptr ? person_split(h->ministry, true, &site) : NO_SPAN;
    if (ministry.ptr && site.ptr && fold_equal(site, qp_site_name(h->site->site))) {
        h->ministry = ministry;
        split_suffix(h);
    }
}

/* Behind the number: "au", ministry, suffix; "de NAME" before "au" in 2009. */
static bool regards_tail(struct span rest, struct heading *h) {
    struct span by, ministry;
    if (fold_prefix(rest, "de ", &by)) {
        for (size_t i = 0; i + 4 <= by.len; i++) {
            struct span at = {by.ptr + i, by.len - i};
            if ((by.ptr[i] == ' ' || by.ptr[i] == '\xC2') && fold_prefix(at, "au ", &ministry)) {
                h->author = span_trim(span_from(by.ptr, at.ptr));
                rest = at;
                break;
            }
        }
        if (h->author.ptr && !may_be_name(h->author))
            return false;
    }
    if (fold_equal(rest, "au")) {
        h->ministry = NO_SPAN;
        return true;
    }
    if (!fold_prefix(rest, "au ", &ministry))
        return h->number.ptr && span_blank(rest);
    h->ministry = span_trim(ministry);
    split_suffix(h);
    if (h->site->has_title)
        split_title(h);
    if (h->ministry.len == 0)
        h->ministry = NO_SPAN;
    return true;
}

static bool prints(const struct site *site, const struct question_type *type) {
    if (!site->codes)
        return type->words[strlen("question")] == '\0';
    return type->code && word_among((struct span){type->code, strlen(type->code)}, site->codes);
}

static bool regards_at(struct span line, struct heading *h) {
    struct span rest;
    for (const struct question_type *t = question_types; t->words; t++) {
        if (!begin(line, t, h, &rest))
            continue;
        h->code = t->code;
        h->number = take_number(&rest);
        for (const struct site *const *s = sites; *s; s++) {
            h->site = *s;
            if (prints(*s, t) && regards_tail(rest, h))
                return true;
        }
    }
    return false;
}

/* Whether a byte is there with which a numero sign ends. */
static bool has_last_byte(struct span line) {
    char last[LANES] = {0};
    lanes found = {0};
    for (size_t i = 0; i + LANES <= line.len; i += LANES) {
        lanes v = lanes_load(line.ptr + i);
        found |= (lanes)((v == 0xB0) | (v == 0xBA) | (v == 0x96) | (v == 0x9A));
    }
    size_t rest = line.len % LANES;
    memcpy(last, span_end(line) - rest, rest);
    lanes v = lanes_load(last);
    return lanes_any(found | (lanes)((v == 0xB0) | (v == 0xBA) | (v == 0x96) | (v == 0x9A)));
}

/* Every heading has a numero sign near its start: few other lines do. */
static bool has_numero_sign(struct span line) {
    static const struct span signs[] = {
        {"\xC2\xB0", 2}, {"\xC2\xBA", 2}, {"\xE2\x84\x96", 3}, {"\xCB\x9A", 2}};
    if (line.len > 400)
        line.len = 400;
    for (size_t i = 0; i < sizeof signs / sizeof *signs && has_last_byte(line); i++)
        if (span_find(line, signs[i]))
            return true;
    return false;
}

bool heading_regards(struct span line, struct heading *out) {
    enum { LONGEST_NAME = 200 };
    struct span rest;
    if (!has_numero_sign(line))
        return false;
    if (regards_at(line, out))
        return true;
    /* author and heading on one line: "Hélène Réponse Question écrite N° 12 au …" */
    for (size_t i = 1; i < line.len && i < LONGEST_NAME; i++) {
        struct span from = {line.ptr + i, line.len - i};
        if (line.ptr[i - 1] != ' ' || !fold_prefix(from, "question", &rest) ||
            !regards_at(from, out))
            continue;
        struct span before = span_trim((struct span){line.ptr, i});
        split_window_title(&before, out);
        if (!out->author.ptr)
            out->author = before;
        else if (!fold_same(out->author, before))
            out->before = before;
        return true;
    }
    return false;
}

/* ---- the chambers ---- */

bool heading_legislature(struct span line, struct span *number) {
    static const char *const endings[] = {"eme ", "e ", "ere "};
    size_t n = leading_digits(line);
    struct span rest;
    *number = (struct span){line.ptr, n};
    struct span tail = {line.ptr + n, line.len - n};
    for (size_t i = 0; n && n < 3 && i < 3; i++)
        if (fold_prefix(tail, endings[i], &rest) && fold_equal(rest, "legislature"))
            return true;
    return false;
}

/* Behind a heading's number. */
static bool chamber_tail(struct span rest, struct heading *h) {
    struct span after, number;
    if (span_blank(rest))
        return true;
    if (fold_prefix(rest, "de ", &after) || fold_equal(rest, "de")) {
        h->author = fold_equal(rest, "de") ? (struct span){span_end(rest), 0} : after;
        return true;
    }
    bool separated;
    struct span trimmed = span_trim(rest);
    after = tail_skip_separator(rest, &separated);
    if (separated) {
        h->title = after;
        return true;
    }
    if (!fold_prefix(trimmed, "- ", &after) && !fold_prefix(trimmed, ", ", &after) &&
        !fold_prefix(trimmed, "(", &after))
        return false;
    if (after.len && trimmed.ptr[0] == '(' && span_end(after)[-1] == ')')
        after.len--;
    if (!heading_legislature(after, &number))
        return false;
    h->legislature = number;
    return true;
}

bool heading_chamber(struct span line, struct heading *out) {
    enum { LONGEST = 10 };
    for (const struct question_type *t = question_types; t->words; t++) {
        struct span rest;
        bool separated;
        if (!begin(line, t, out, &rest))
            continue;
        rest = tail_skip_separator(rest, &separated);
        out->number = take_number(&rest);
        if (!out->number.ptr || !is_digit(out->number.ptr[0]) || out->number.len > LONGEST)
            continue;
        if (t[1].words)
            out->code = t->code ? t->code : type_of_letter(out->number);
        else
            out->type_label = NO_SPAN; /* the word "Question" alone names no type */
        return chamber_tail(rest, out);
    }
    *out = (struct heading){0};
    return false;
}
