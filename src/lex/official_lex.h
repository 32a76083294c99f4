/* The lines of the chambers' own pages: labels and what they announce. */
#ifndef OFFICIAL_LEX_H
#define OFFICIAL_LEX_H
#include "lex/heading.h"
#include "lex/mention.h"
#include "lex/person.h"
#include "sites/sites.h"

/* A label that a line starts with, and what follows it. */
struct labelled {
    const struct family *family; /* NULL where all families print it */
    const char *words;           /* as its table has them; NULL with `family` */
    enum datum datum;
    enum tail tail;
    unsigned effect;
    struct span value; /* trimmed; may be empty */
    struct span more;  /* the line from its next label on; ptr NULL: none */
};

/* "14ème législature", "Question écrite n° 03705 de M. X (Rhône - GEST)", "Rubrique > …".
 * `in_text`: only what ends a text; `site`: only its labels, QP_SITE_NONE: those of all. */
bool official_lex(struct span line, bool in_text, enum qp_site site, struct labelled *out);
/* "Réponse de M. le ministre délégué", "Réponse du Délégué interministériel publiée le D": a line
 * that only reads like a label; the caller needs more evidence. */
bool official_answer(struct span line, enum qp_site site, struct labelled *out);
/* Whether `value`, on a line of its own, can be what the label announced. `apart`: the line is
 * of another paragraph than the label. */
bool official_value_fits(const struct labelled *label, bool apart);
/* "n° 2211", "écrite n° 2211" behind "Rappelle la question :", or on the line below. `text` takes
 * the word "question" and the value, and holds the mention's spans. False: *out is unchanged. */
enum { RECALLED = 96 };
bool official_recalled(struct span value, char text[RECALLED], struct mention *out);
/* The Assemblée's hidden codes at a line's end, "COM 10 FL Ile-de-France N". */
bool official_codes(struct span line, int legislature, struct span *codes);

#endif
