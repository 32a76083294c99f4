/* French dates. No function keeps state or allocates. */
#ifndef DATE_H
#define DATE_H
#include "base/span.h"

enum date_result {
    DATE_NONE,   /* no date */
    DATE_OK,
    DATE_BAD     /* the shape of a date, but no day of the calendar; *out is absent */
};

/* "1er janvier 2013", "10 novembre 2022", at the start of `text`, whatever its case, accents and
 * kind of space; a weekday may be before it: "samedi 1er mars 2014", "premier mars 2014". *rest is the text behind it and its spaces; `rest` may be NULL. "31 février 2020"
 * and "0  0000" are bad. */
enum date_result date_long(struct span text, qp_date *out, struct span *rest);
/* "12/03/2012", "12/03/12" (two digits: 70 and later are 19YY), also with '.' or '-'. */
enum date_result date_short(struct span text, qp_date *out, struct span *rest);
/* "2009-03-10". */
enum date_result date_iso(struct span text, qp_date *out, struct span *rest);
/* Any of the three. */
enum date_result date_any(struct span text, qp_date *out, struct span *rest);
/* "10:22", "10h22" into date's hour and minute. */
bool date_time(struct span text, qp_date *date, struct span *rest);

/* -1, 0 or 1; an absent date comes before all others, a day without a time before the same day with
 * one. */
int date_compare(qp_date a, qp_date b);
/* Writes "YYYY-MM-DD", "YYYY-MM-DDTHH:MM", or "" for an absent date; returns the length without the
 * NUL. */
size_t date_format(qp_date date, char out[17]);

#endif
