/* The names of sites, chambers, statuses, relations and events, for all code that reads or writes
 * records. qparse.h has those of sites and statuses. */
#ifndef NAMES_H
#define NAMES_H
#include "qparse.h"

/* "senat" or "an"; NULL for QP_SITE_NONE. */
const char *chamber_name(enum qp_site site);
const char *relation_name(enum qp_relation_type type);
const char *event_name(enum qp_event_type type);

#endif
