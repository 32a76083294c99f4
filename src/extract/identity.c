/* Which question a page shows: legislature, type and number out of addresses and the markup's ids,
 * and the id and reference made of them. */
#include "extract/identity.h"

#include "base/ascii.h"
#include "extract/blocks.h"
#include "question/number.h"

#include <stdio.h>

static bool find_in(struct span s, const char *words, struct span *after) {
    size_t len = strlen(words);
    const char *at = s.len >= len ? memmem(s.ptr, s.len, words, len) : NULL;
    if (at)
        *after = span_from(at + len, s.ptr + s.len);
    return at != NULL;
}

static bool take_text(struct span *s, const char *words) {
    size_t len = strlen(words);
    if (s->len < len || memcmp(s->ptr, words, len) != 0)
        return false;
    s->ptr += len;
    s->len -= len;
    return true;
}

static struct span take_digits(struct span *s) {
    struct span digits = {s->ptr, leading_digits(*s)};
    *s = span_from(span_end(digits), span_end(*s));
    return digits;
}

static bool legislature_plausible(int n) {
    return n >= 1 && n <= 99;
}

bool identity_group(struct span title, struct span *group) {
    struct span after;
    if (!find_in(title, "(Groupe parlementaire", &after) || !find_in(after, ":", &after))
        return false;
    const char *end = memrchr(after.ptr, ')', after.len);
    if (!end)
        return false;
    *group = span_trim(span_from(after.ptr, end));
    return group->len > 0;
}

/* Parts of an address or a division's id; -1 and NO_SPAN: absent. */
struct parts {
    int legislature, year;
    struct span type, number, reference;
};

static const struct parts no_parts = {-1, -1, {NULL, 0}, {NULL, 0}, {NULL, 0}};

/* "221103705" is of 2022: the year's last two digits, the month, the number. */
static int year_of(struct span yy) {
    int n = number_small((struct span){yy.ptr, 2});
    return n >= 70 ? 1900 + n : 2000 + n;
}

/* senat.fr: ".../qSEQ221103705.html", ".../qSEQ11050123S.html"; Assemblée:
 * ".../q15/15-1234QE.htm", "/dyn/16/questions/QANR5L16QE200". */
static struct parts official_parts(struct span address) {
    struct parts p = no_parts;
    struct span s;
    if (find_in(address, "QANR5L", &s)) {
        p.legislature = number_small(take_digits(&s));
        p.type = (struct span){s.ptr, 0};
        while (p.type.len < s.len && s.ptr[p.type.len] >= 'A' && s.ptr[p.type.len] <= 'Z')
            p.type.len++;
        s = span_from(span_end(p.type), span_end(s));
        p.number = take_digits(&s);
        if (p.legislature > 0 && p.number.len && word_among(p.type, "QE QG QOSD"))
            return p;
        return no_parts;
    }
    if (find_in(address, "qSEQ", &s)) {
        struct span reference = {s.ptr, 0};
        while (reference.len < s.len && (is_digit(s.ptr[reference.len]) ||
                                         (s.ptr[reference.len] >= 'A' && s.ptr[reference.len] <= 'Z')))
            reference.len++;
        if (reference.len >= 8 && is_digit(reference.ptr[0]) && is_digit(reference.ptr[1])) {
            p.reference = reference;
            p.year = year_of(reference);
        }
        return p;
    }
    for (s = address; find_in(s, "/q", &s);) {
        struct span t = s, again;
        struct span legislature = take_digits(&t);
        if (!take_text(&t, "/"))
            continue;
        again = take_digits(&t);
        if (legislature.len == 0 || !span_equal(legislature, again) || !take_text(&t, "-"))
            continue;
        p.number = take_digits(&t);
        p.type = (struct span){t.ptr, 0};
        while (p.type.len < t.len && t.ptr[p.type.len] >= 'A' && t.ptr[p.type.len] <= 'Z')
            p.type.len++;
        if (!word_among(p.type, "QE QG QOSD")) /* a broken link, "15-1234Qcm.htm" */
            p.type = NO_SPAN;
        p.legislature = number_small(legislature);
        break;
    }
    return p;
}

/* "question15-03705", "question13-11S0123"; NosDéputés.fr: "question10935". */
static struct parts division_parts(struct span id) {
    struct parts p = no_parts;
    (void)take_text(&id, "question"); /* the selector matched it */
    struct span digits = take_digits(&id);
    if (!take_text(&id, "-")) {
        p.number = digits;
        return p;
    }
    p.legislature = number_small(digits);
    p.number = id;
    if (id.len > 3 && is_digit(id.ptr[0]) && is_digit(id.ptr[1]) && !is_digit(id.ptr[2]))
        p.year = year_of(id);
    return p;
}

/* Hosts of NosDéputés.fr that keep one legislature each. */
static const struct {
    const char *host;
    int legislature;
} hosts[] = {
    {"2007-2012.nosdeputes.fr", 13},
    {"2012-2017.nosdeputes.fr", 14},
    {"2017-2022.nosdeputes.fr", 15},
};

/* "/question/13/15388" on NosSénateurs.fr, "/14/question/QE/12" on NosDéputés.fr. */
static int address_legislature(struct span url) {
    struct span s, digits;
    if (find_in(url, "/question/", &s)) {
        digits = take_digits(&s);
        if (digits.len && digits.len <= 2 && take_text(&s, "/"))
            return number_small(digits);
    }
    for (size_t i = 0; i + 2 < url.len; i++) {
        s = span_from(url.ptr + i, span_end(url));
        if (!take_text(&s, "/"))
            continue;
        digits = take_digits(&s);
        if (digits.len && digits.len <= 2 && take_text(&s, "/question/"))
            return number_small(digits);
    }
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (find_in(url, hosts[i].host, &s))
            return hosts[i].legislature;
    return -1;
}

struct span identity_own_path(enum qp_site site, struct span target) {
    struct span s = target;
    const char *own = qp_site_name(site);
    size_t len = strlen(own);
    if (!take_text(&s, "http://") && !take_text(&s, "https://"))
        return target;
    const char *slash = memchr(s.ptr, '/', s.len);
    if (!slash || (size_t)(slash - s.ptr) < len || memcmp(slash - len, own, len) != 0)
        return target;
    return span_from(slash, span_end(s));
}

/* "14052D" of "/senateur/dossus_thomas14052d.html": five digits and a letter. */
static struct span senator(struct span page, char id[MEMBER_ID]) {
    enum { DIGITS = 5 };
    const char *end = memchr(page.ptr, '.', page.len), *letter;
    if (!end || end - page.ptr <= DIGITS || !is_letter(*(letter = end - 1)))
        return NO_SPAN;
    for (const char *p = letter - DIGITS; p < letter; p++)
        if (!is_digit(*p))
            return NO_SPAN;
    memcpy(id, letter - DIGITS, DIGITS + 1);
    id[DIGITS] = (char)(id[DIGITS] & ~0x20);
    return (struct span){id, DIGITS + 1};
}

struct span identity_member(struct span address, char id[MEMBER_ID]) {
    static const char *const folders[] = {"/deputes/PA", "/acteurs/PA", "/deputes/fiche/OMC_PA"};
    struct span after;
    if (find_in(address, "/senateur/", &after))
        return senator(after, id);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (!find_in(address, folders[i], &after))
            continue;
        struct span digits = take_digits(&after);
        if (digits.len && !(after.len && is_letter(after.ptr[0])))
            return span_from(digits.ptr - 2, span_end(digits));
    }
    return NO_SPAN;
}

static int make_id(const struct extract_request *rq, const struct parts *p, bool oral,
                   qp_question *q) {
    char id[64];
    struct span n = number_bare((struct span){q->number.data, q->number.size});
    if (!q->legislature || !q->type.data || !q->number.data || n.len == 0 || n.len > 12 ||
        (oral && p->year < 0))
        return 0;
    bool senate = q->site == QP_NOSSENATEURS || q->site == QP_SENAT;
    /* of two chambers' pages in one file the type may be the other one's, "Question au
     * Gouvernement" */
    if (!word_among((struct span){q->type.data, q->type.size},
                    senate ? "QE QOSD QOAD QOAE QAG QC" : "QE QOSD QG"))
        return 0;
    int len = oral ? snprintf(id, sizeof id, "SENAT-%d-%s-%d-%.*s", q->legislature, q->type.data,
                              p->year, (int)n.len, n.ptr)
                   : snprintf(id, sizeof id, "%s-%d-%s-%.*s", senate ? "SENAT" : "AN",
                              q->legislature, q->type.data, (int)n.len, n.ptr);
    return arena_string(rq->arena, (struct span){id, (size_t)len}, &q->id);
}

static int set_reference(const struct extract_request *rq, const struct parts *p,
                         qp_question *q) {
    char made[64];
    if (q->reference.data) /* of open data */
        return 0;
    if (p->reference.ptr)
        return arena_string(rq->arena, p->reference, &q->reference);
    if (p->type.len == 0 || p->number.len == 0 || p->number.len > 12 ||
        !legislature_plausible(p->legislature))
        return 0;
    int len = snprintf(made, sizeof made, "QANR5L%dQ%.*s%.*s", p->legislature,
                       (int)p->type.len - 1, p->type.ptr + 1, (int)p->number.len, p->number.ptr);
    return arena_string(rq->arena, (struct span){made, (size_t)len}, &q->reference);
}

static int read_addresses(const struct extract_request *rq, const struct identity_facts *facts,
                          qp_question *q) {
    if (facts->source &&
        text_value(rq->arena, facts->source->value, rq->options->plain_spaces, &q->source_url))
        return -1;
    return facts->url ? text_value(rq->arena, facts->url->value, rq->options->plain_spaces, &q->url)
                      : 0;
}

int identity_read(const struct extract_request *rq, const struct sections *r,
                  const struct identity_facts *facts, qp_question *q) {
    struct parts official = facts->source ? official_parts(facts->source->value) : no_parts;
    struct parts division = facts->division ? division_parts(facts->division->value) : no_parts;
    const int legislatures[] = {official.legislature, division.legislature,
                                facts->url ? address_legislature(facts->url->value) : -1};
    if (read_addresses(rq, facts, q) || set_reference(rq, &official, q))
        return -1;
    for (size_t i = 0; i < 3 && !q->legislature; i++)
        if (legislature_plausible(legislatures[i]))
            q->legislature = legislatures[i];
    if (!q->type.data && official.type.len &&
        arena_string(rq->arena, official.type, &q->type))
        return -1;
    if (division.number.ptr && q->number.data &&
        !number_same(division.number, (struct span){q->number.data, q->number.size}))
        diagnose(rq->d, D_NUMBER_CONFLICT, rq->page->lines[r->heading_line].offset,
                 "the heading says number %s, the division \"%s\"", q->number.data,
                 quoted(rq->d, division.number));
    if (official.year < 0)
        official.year = division.year;
    return make_id(rq, &official, r->heading.type->letter != 0, q);
}

static bool is_oral_of_senate(const qp_question *q) {
    return q->site == QP_SENAT && q->type.data && strcmp(q->type.data, "QE") != 0;
}

/* Tells where the page's address and its text have different numbers. */
static void compare_numbers(const struct extract_request *rq, const struct parts *p,
                            const qp_question *q) {
    enum { YEAR_AND_MONTH = 4 };
    struct span told = p->number;
    if (q->site == QP_SENAT && p->reference.ptr)
        told = span_from(p->reference.ptr + YEAR_AND_MONTH, span_end(p->reference));
    if (told.len && q->number.data &&
        !number_same(told, (struct span){q->number.data, q->number.size}))
        diagnose(rq->d, D_NUMBER_CONFLICT, NO_PLACE, "the page says number %s, its address \"%s\"",
                 q->number.data, quoted(rq->d, told));
}

int identity_official(const struct extract_request *rq, struct span address, qp_question *q) {
    struct parts p = official_parts(address);
    compare_numbers(rq, &p, q);
    if (p.legislature > 0 && q->legislature && p.legislature != q->legislature)
        diagnose(rq->d, D_NUMBER_CONFLICT, NO_PLACE,
                 "the page says legislature %d, its address %d", q->legislature, p.legislature);
    if (p.legislature > 0) /* the address outranks the text */
        q->legislature = p.legislature;
    if (q->site == QP_ASSEMBLEE && q->type.data && q->number.data && q->legislature) {
        p.legislature = q->legislature;
        p.type = (struct span){q->type.data, q->type.size};
        p.number = number_bare((struct span){q->number.data, q->number.size});
    }
    return set_reference(rq, &p, q) || make_id(rq, &p, is_oral_of_senate(q), q) ? -1 : 0;
}
