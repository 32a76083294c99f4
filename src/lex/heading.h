/* Headings of questions. Recognisers are pure: a line in, its parts out. */
#ifndef HEADING_H
#define HEADING_H

#include "sites/sites.h"

/* A heading's parts, each a span of the line, trimmed; ptr NULL: not there. */
struct heading {
    const struct site *site;          /* of NosSénateurs.fr or NosDéputés.fr; NULL: a chamber's own */
    const struct question_type *type;
    const char *code;                 /* official code of the type; NULL: not told */
    struct span type_label, number;
    struct span author; /* a chamber's with civility and group: "M. X (Rhône - GEST)" */
    struct span before; /* text before a heading that names its author behind "de" */
    struct span ministry, suffix, title;
    struct span legislature; /* its number */
};

/* "Question écrite N° 3705 au Ministère de l'intérieur (retirée)" */
bool heading_regards(struct span line, struct heading *out);
/* "Question écrite n° 03705 de M. X (Rhône - GEST)", "Question N° 1234 - 16e Législature" */
bool heading_chamber(struct span line, struct heading *out);
/* "14ème législature", "16e Législature" */
bool heading_legislature(struct span line, struct span *number);

#endif
