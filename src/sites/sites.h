/* A page family is a table, not a parser: its labels, the types of question in its headings, and
 * the elements of its markup that give lines their role. */
#ifndef SITE_H
#define SITE_H
#include "html/elements.h"
#include "page/page.h"

/* The rest of the line behind a label's words. A value is separated if a colon, ">" or a tab is
 * before it. */
enum tail {
    TAIL_NONE,         /* nothing, or a colon or full stop */
    TAIL_ANY,          /* whatever */
    TAIL_WHOLE_DATE,   /* a date, one that does not exist, or nothing */
    TAIL_ODD_DATE,     /* the same, or a few words that were meant for a date: "1er mars", "??/03/2014" */
    TAIL_BYLINE,       /* NAME, le DATE */
    TAIL_REASON,       /* [le DATE] [(reason)] */
    TAIL_VALUE,        /* a separator, and a value here or on the line below */
    TAIL_GIVEN,        /* a value; or a separator, and the value on the line below */
    TAIL_DATE,         /* nothing, or a date first */
    TAIL_MINISTRY,     /* a ministry's name, and perhaps "publiée le" and a date */
    TAIL_TYPE,         /* a type of question; or a separator, and the type on the line below */
    TAIL_DATED_PERSON, /* "M. Jean Martin (Rhône - GEST) publiée le 10/11/2022" */
    TAIL_CAUSE,        /* of a withdrawal, in its sentence: "pour cause de fin de mandat" */
    TAIL_CLOSING,      /* of a withdrawal, behind its label: "10/11/2022 (fin de mandat)" */
    TAIL_TEXT,         /* a text behind a separator, or nothing */
    TAIL_SENTENCE,     /* the same, or a sentence right behind the label, in a table's next cell */
    TAIL_NUMERIC,      /* the end of "Le texte n'est pas disponible en format numérique." */
    TAIL_MENU          /* nothing, or other entries of the menu behind "-" or "|" */
};

/* The effect of a label on the lines around it. */
enum effect {
    IN_TEXT = 1,      /* recognised within the texts too, where it ends them */
    OPENS_BODY = 2,
    OPENS_ANSWER = 4,
    ABOVE_TEXT = 8,   /* may be between a text's head and the text */
    BELOW_TEXT = 16,  /* opens the answer below the question's text; elsewhere it is a date */
    AT_EDGE = 32      /* may be the first or last line of an element that the markup marks as text */
};

struct label {
    enum datum datum;
    const char *words; /* folded, without what separates the value */
    enum tail tail;
    unsigned effect;
};

/* A type of question; the letter is in the numbers of the Sénat's oral questions. */
struct question_type {
    const char *words; /* folded, as headings print it */
    const char *code;  /* official code; NULL: the letter tells it, or nothing */
    char letter;       /* 0: none */
    const char *assemblee; /* the Assemblée's code, where `code` has none */
};

/* Those of both chambers, longer ones first; the word "question" alone is the last. Ends with words
 * NULL. */
extern const struct question_type question_types[];

/* An element of the markup, the role of its content, and the fact that one of its attributes
 * holds. */
struct selector {
    enum element element;
    const char *name;      /* of an element that HTML does not know, lower case; else NULL */
    const char *attribute; /* required; NULL: none */
    const char *value;     /* a word of its value, a final '#' for digits; NULL: any value */
    enum role inside;      /* only within this role; ROLE_NONE: anywhere */
    enum role role;        /* of its content; ROLE_NONE: as around it */
    const char *capture;   /* the attribute whose value is a fact; NULL: none */
    enum fact_kind fact;
};

/* A site whose pages print one heading, "TYPE N° NUMBER au MINISTRY". */
struct site {
    enum qp_site site;
    const char *codes; /* of the types that its headings print; NULL: the word "question" alone */
    bool has_title;
};

/* NosSénateurs.fr and NosDéputés.fr. */
extern const struct label regards_labels[];
extern const struct site *const sites[]; /* ends with NULL */
extern const struct site site_nossenateurs, site_nosdeputes;

/* A comment in the markup that says where the page's content begins or ends. */
struct comment_mark {
    const char *words; /* folded */
    enum fact_kind fact;
};

/* A generation of a chamber's own pages. */
struct family {
    const char *name, *years; /* as in qp_site_info */
    enum qp_site site;
    const struct label *labels; /* end with words NULL; NULL: none of its own */
    const struct selector *selectors;         /* end with EL_OTHER and no name; NULL: none */
    const struct comment_mark *marks; /* end with words NULL; NULL: none */
    bool group_first;                 /* "(Group - Department)", not "(Department - Group)" */
    bool seen;                        /* a real page was at hand, not only descriptions */
};

extern const struct family *const families[]; /* ends with NULL */

/* The order of most pages of a site, where a line tells no family: "de Mme Odile Lambert (Orne - UMP)". */
bool site_group_first(enum qp_site site);

#endif
