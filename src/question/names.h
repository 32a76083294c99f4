/* The names of sites, chambers, statuses, relations and events, one list for all that reads or
 * writes them. Those of sites and statuses are in the public header. */
#ifndef NAMES_H
#define NAMES_H
#include "qparse.h"
#include "question/names.h"

/* "senat" or "an"; NULL for QP_SITE_NONE. */
const char *chamber_name(enum qp_site site);
const char *relation_name(enum qp_relation_type type);
const char *event_name(enum qp_event_type type);

#endif
