/* French dates. Recognisers: pure, no state, no allocation. */
#ifndef DATE_H
#define DATE_H
#include "base/span.h"

enum date_result {
    DATE_NONE,   /* no date stands here */
    DATE_OK,
    DATE_BAD     /* the shape of a date, but no day of the calendar: *out is absent */
};

/* "1er janvier 2013", "10 novembre 2022", at the start of `text`, case, accents and
 * kind of space aside. *rest is what follows, spaces skipped. Bad: "31 février 2020",
 * "0  0000". */
enum date_result date_long(struct span text, qp_date *out, struct span *rest);
/* "12/03/2012", "12/03/12" (two digits: 70 and later are 19YY), also with '.' or '-'. */
enum date_result date_short(struct span text, qp_date *out, struct span *rest);
/* "2009-03-10". */
enum date_result date_iso(struct span text, qp_date *out, struct span *rest);
/* Any of the three. */
enum date_result date_any(struct span text, qp_date *out, struct span *rest);
/* "10:22", "10h22" into date's hour and minute. */
bool date_time(struct span text, qp_date *date, struct span *rest);

/* -1, 0, 1; an absent date is before all others. */
int date_compare(qp_date a, qp_date b);
/* "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM"; the length, at most 16, no NUL counted. */
size_t date_format(qp_date date, char out[17]);

#endif
