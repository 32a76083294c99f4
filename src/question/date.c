/* Recognises, compares and writes dates. */
#include "question/date.h"

#include "base/fold.h"

enum { MAX_DIGITS = 5 };

static const qp_date absent = {0, 0, 0, -1, -1};

enum { LONGEST_MONTH = 12 };

static const struct {
    char name[LONGEST_MONTH]; /* padded with zeros: compared as a whole */
    unsigned month;
} months[] = {
    {"janvier", 1},   {"janv", 1},     {"fevrier", 2},   {"fevr", 2}, {"fev", 2},
    {"mars", 3},      {"avril", 4},    {"avr", 4},       {"mai", 5},  {"juin", 6},
    {"juillet", 7},   {"juil", 7},     {"aout", 8},      {"septembre", 9},
    {"sept", 9},      {"octobre", 10}, {"oct", 10},      {"novembre", 11},
    {"nov", 11},      {"decembre", 12}, {"dec", 12},
};

static bool at_ascii(const struct fold *f) {
    return !f->pending && f->at < f->end && (unsigned char)*f->at < 0x80;
}

static uint32_t peek(const struct fold *f) {
    if (at_ascii(f))
        return fold_table[(unsigned char)*f->at];
    struct fold ahead = *f;
    return fold_next(&ahead);
}

/* Folding makes French letters ASCII. A character that stays above ASCII is a sign or of another
 * script, and ends a word. */
static bool is_folded_letter(uint32_t c) {
    return c >= 'a' && c <= 'z';
}

static unsigned skip_spaces(struct fold *f) {
    unsigned count = 0;
    while (peek(f) == ' ') {
        fold_next(f);
        count += count < 2;
    }
    return count;
}

/* The number of digits, at most MAX_DIGITS: a line of a million digits costs five steps. */
static unsigned read_digits(struct fold *f, unsigned *value) {
    unsigned count = 0;
    *value = 0;
    while (count < MAX_DIGITS && is_digit(peek(f))) {
        *value = *value * 10 + (unsigned)(fold_next(f) - '0');
        count++;
    }
    return count;
}

static bool accept(struct fold *f, uint32_t c) {
    if (peek(f) != c)
        return false;
    (void)fold_next(f);
    return true;
}

static bool accept_word(struct fold *f, const char *word) {
    struct fold g = *f;
    while (*word && peek(&g) == (unsigned char)*word) {
        fold_next(&g);
        word++;
    }
    if (*word || is_folded_letter(peek(&g)))
        return false;
    *f = g;
    return true;
}

/* Behind the day: "er", perhaps with the space that a <sup> of the page leaves; "ᵉʳ", "°". */
static void skip_ordinal(struct fold *f) {
    enum { SMALL_E = 0x1D49, SMALL_R = 0x02B3 };
    struct fold g = *f;
    skip_spaces(&g);
    if (accept(&g, SMALL_E) ? accept(&g, SMALL_R) : accept_word(&g, "er") || accept_word(&g, "o"))
        *f = g;
}

/* "samedi 1er mars 2014", "lundi, le 3 mars 2014", "jeu. 12 mai 2011" */
static void skip_weekday(struct fold *f) {
    static const char *const days[] = {"lundi", "mardi", "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche", "lun",
                                       "mar", "mer", "jeu", "ven", "sam", "dim"};
    uint32_t first = peek(f);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct fold g = *f;
        if (first != (unsigned char)days[i][0] || !accept_word(&g, days[i]))
            continue;
        accept(&g, ',');
        accept(&g, '.');
        skip_spaces(&g);
        *f = g;
        if (accept_word(&g, "le") && skip_spaces(&g))
            *f = g;
        return;
    }
}

/* The day with its ordinal; 0: none, or the day of a date of zeros, which *zero tells. */
static unsigned read_day(struct fold *f, bool *zero) {
    unsigned day;
    *zero = false;
    if (accept_word(f, "premier"))
        return 1;
    unsigned count = read_digits(f, &day);
    if (count < 1 || count > 2)
        return 0;
    *zero = day == 0;
    if (day == 1)
        skip_ordinal(f);
    return day;
}

/* The month whose name comes next; 0: none. */
static unsigned read_month(struct fold *f) {
    char word[LONGEST_MONTH] = {0};
    size_t n = 0;
    struct fold g = *f;
    while (n < sizeof word && is_folded_letter(peek(&g)))
        word[n++] = (char)fold_next(&g);
    for (size_t i = 0; i < sizeof months / sizeof *months && n > 0; i++)
        if (memcmp(months[i].name, word, sizeof word) == 0) {
            accept(&g, '.');
            *f = g;
            return months[i].month;
        }
    return 0;
}

static unsigned month_days(unsigned month, unsigned year) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* The text up to `f` has the shape of a date; this checks the calendar. */
static enum date_result finish(struct fold f, unsigned day, unsigned month, unsigned year,
                               qp_date *out, struct span *rest) {
    skip_spaces(&f);
    if (rest)
        *rest = span_from(f.at, f.end);
    if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1 ||
        day > month_days(month, year))
        return DATE_BAD;
    *out = (qp_date){(int16_t)year, (int8_t)month, (int8_t)day, -1, -1};
    return DATE_OK;
}

static bool word_goes_on(const struct fold *f) {
    return is_folded_letter(peek(f));
}

enum date_result date_long(struct span text, qp_date *out, struct span *rest) {
    struct fold f = fold_start(text);
    unsigned day, year, gap, month;
    bool zero;
    *out = absent;
    skip_spaces(&f);
    skip_weekday(&f);
    day = read_day(&f, &zero);
    if (day == 0 && !zero)
        return DATE_NONE;
    gap = skip_spaces(&f);
    if (gap == 0)
        return DATE_NONE;
    month = read_month(&f);
    /* the sites print a date of zeros as "0  0000": the name of the month is lost */
    if (month == 0 && gap < 2 && day != 0)
        return DATE_NONE;
    if (month != 0 && skip_spaces(&f) == 0)
        return DATE_NONE;
    if (read_digits(&f, &year) != 4 || word_goes_on(&f))
        return DATE_NONE;
    return finish(f, day, month, year, out, rest);
}

enum date_result date_short(struct span text, qp_date *out, struct span *rest) {
    struct fold f = fold_start(text);
    unsigned day, month, year, count;
    *out = absent;
    skip_spaces(&f);
    skip_weekday(&f);
    count = read_digits(&f, &day);
    uint32_t separator = peek(&f);
    if (count < 1 || count > 2 || (separator != '/' && separator != '.' && separator != '-'))
        return DATE_NONE;
    (void)fold_next(&f);
    count = read_digits(&f, &month);
    if (count < 1 || count > 2 || !accept(&f, separator))
        return DATE_NONE;
    count = read_digits(&f, &year);
    if ((count != 2 && count != 4) || word_goes_on(&f))
        return DATE_NONE;
    struct fold after = f;
    /* "1.2.12.3" numbers a paragraph */
    if (accept(&after, separator) && is_digit(peek(&after)))
        return DATE_NONE;
    if (count == 2)
        year += year >= 70 ? 1900 : 2000;
    return finish(f, day, month, year, out, rest);
}

enum date_result date_iso(struct span text, qp_date *out, struct span *rest) {
    struct fold f = fold_start(text);
    unsigned day, month, year;
    *out = absent;
    skip_spaces(&f);
    if (read_digits(&f, &year) != 4 || !accept(&f, '-') || read_digits(&f, &month) != 2 ||
        !accept(&f, '-') || read_digits(&f, &day) != 2)
        return DATE_NONE;
    struct fold after = f;
    bool time_follows = accept(&after, 't') && is_digit(peek(&after));
    if (word_goes_on(&f) && !time_follows)
        return DATE_NONE;
    return finish(f, day, month, year, out, rest);
}

/* Most texts begin with no digit, and need no look at the three forms. */
static bool may_be_date(struct span text) {
    struct fold f = fold_start(text);
    skip_spaces(&f);
    if (is_digit(peek(&f)))
        return true;
    struct fold g = f;
    skip_weekday(&g);
    return g.at != f.at || accept_word(&g, "premier");
}

enum date_result date_any(struct span text, qp_date *out, struct span *rest) {
    *out = absent;
    if (!may_be_date(text))
        return DATE_NONE;
    enum date_result result = date_long(text, out, rest);
    if (result == DATE_NONE)
        result = date_short(text, out, rest);
    if (result == DATE_NONE)
        result = date_iso(text, out, rest);
    return result;
}

bool date_time(struct span text, qp_date *date, struct span *rest) {
    struct fold f = fold_start(text);
    unsigned hour, minute, second, count;
    skip_spaces(&f);
    count = read_digits(&f, &hour);
    if (count < 1 || count > 2 || hour > 23)
        return false;
    if (!accept(&f, ':')) {
        skip_spaces(&f);
        if (!accept(&f, 'h'))
            return false;
        skip_spaces(&f);
    }
    if (read_digits(&f, &minute) != 2 || minute > 59)
        return false;
    struct fold seconds = f;
    if (accept(&seconds, ':') && read_digits(&seconds, &second) == 2 && second <= 60)
        f = seconds;
    if (word_goes_on(&f))
        return false;
    date->hour = (int8_t)hour;
    date->minute = (int8_t)minute;
    skip_spaces(&f);
    if (rest)
        *rest = span_from(f.at, f.end);
    return true;
}

static int compare(int a, int b) {
    return (a > b) - (a < b);
}

int date_compare(qp_date a, qp_date b) {
    int by_day = compare(a.year * 512 + a.month * 32 + a.day, b.year * 512 + b.month * 32 + b.day);
    if (by_day != 0 || a.year == 0)
        return by_day;
    return compare(a.hour < 0 ? -1 : a.hour * 60 + a.minute,
                   b.hour < 0 ? -1 : b.hour * 60 + b.minute);
}

static char *put_number(char *at, unsigned value, unsigned width) {
    for (unsigned i = width; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + width;
}

size_t date_format(qp_date date, char out[17]) {
    char *at = out;
    if (date.year > 0) {
        at = put_number(at, (unsigned)date.year, 4);
        *at++ = '-';
        at = put_number(at, (unsigned)date.month, 2);
        *at++ = '-';
        at = put_number(at, (unsigned)date.day, 2);
        if (date.hour >= 0) {
            *at++ = 'T';
            at = put_number(at, (unsigned)date.hour, 2);
            *at++ = ':';
            at = put_number(at, (unsigned)date.minute, 2);
        }
    }
    *at = '\0';
    return (size_t)(at - out);
}
