/* Which question this is: legislature, type, reference, addresses, id. */
#ifndef IDENTITY_H
#define IDENTITY_H
#include "base/span.h"

struct extract_request;
struct fact;
struct sections;

struct identity_facts {
    const struct fact *division, *source, *url; /* NULL: the page does not tell */
};

/* The group in a photo's title, "Nom -- (Groupe parlementaire : GEST)". */
bool identity_group(struct span title, struct span *group);

int identity_read(const struct extract_request *rq, const struct sections *r,
                  const struct identity_facts *facts, qp_question *q) QP_CHECK;

/* For an official page, which is its own source: reference and id from what the question
 * holds and from its address (may be NO_SPAN). */
int identity_official(const struct extract_request *rq, struct span address,
                      qp_question *q) QP_CHECK;

/* The target of a link as the page was served: one to the page's own site without
 * scheme and host, which browsers put before it when they save a page. */
struct span identity_own_path(enum qp_site site, struct span target);

#endif
