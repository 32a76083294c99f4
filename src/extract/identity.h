/* Which question this is: legislature, type, reference, addresses, id. */
#ifndef IDENTITY_H
#define IDENTITY_H
#include "base/span.h"

struct extract_request;
struct fact;
struct sections;

/* NULL: the page has none. */
struct identity_facts {
    const struct fact *division; /* the id of the text's <div>, "question15-03705" */
    const struct fact *source;   /* the link to the official page */
    const struct fact *url;      /* the page's own address */
};

/* "GEST" in a photo's title, "Nom -- (Groupe parlementaire : GEST)". */
bool identity_group(struct span title, struct span *group);

/* For a page of NosSénateurs.fr or NosDéputés.fr, whose heading is read. Texts are in the arena;
 * -1, here and below: memory ended. */
int identity_read(const struct extract_request *rq, const struct sections *r,
                  const struct identity_facts *facts, qp_question *q) QP_CHECK;

/* For an official page, whose own address, or NO_SPAN, tells the reference. */
int identity_official(const struct extract_request *rq, struct span address,
                      qp_question *q) QP_CHECK;

/* A link's target as the page was served: browsers that save a page put scheme and host before
 * links to its own site. The result is a part of `target`. */
struct span identity_own_path(enum qp_site site, struct span target);

/* The member whose page an address is: "PA722150" of ".../deputes/PA722150", "14052D" of
 * "/senateur/dossus_thomas14052d.html"; ptr NULL: none. `id` may hold the result. */
enum { MEMBER_ID = 16 };
struct span identity_member(struct span address, char id[MEMBER_ID]);

#endif
