/* Setters of the events, each for a datum. 0, or -1 when memory ends. */
#ifndef OFFICIAL_EVENTS_H
#define OFFICIAL_EVENTS_H
#include "extract/official_values.h"

/* One or more days behind a label. */
int event_dated(struct values *v, const struct labelled *l, size_t line) QP_CHECK;
/* "Transmise au Ministère de l'intérieur le 12/12/2022" */
int event_transfer(struct values *v, const struct labelled *l, size_t line) QP_CHECK;
/* The page of the erratum above. */
int event_page(struct values *v, const struct labelled *l, size_t line) QP_CHECK;
/* An attribution of the XML view. */
int event_order_number(struct values *v, const struct labelled *l, size_t line) QP_CHECK;
int event_order(struct values *v, const struct labelled *l, size_t line) QP_CHECK;
int event_order_date(struct values *v, const struct labelled *l, size_t line) QP_CHECK;

#endif
