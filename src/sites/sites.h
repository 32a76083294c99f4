/* A page family is a table, not a parser: which labels its pages print, how its
 * headings name the types of question, which elements of its markup say where a
 * line stands. */
#ifndef SITE_H
#define SITE_H
#include "html/elements.h"
#include "page/page.h"

enum token_kind {
    TOK_TEXT,
    TOK_HEADING,       /* "Question écrite N° 3705 au Ministère de l'intérieur (retirée)" */
    TOK_TOP,           /* the first line of the site's menus */
    TOK_MENU,          /* the last line of the menus, right above the author */
    TOK_PHOTO,         /* the photo's alternative text */
    TOK_SOURCE,        /* the word of the link to the official page */
    TOK_BYLINE,        /* "Par X, le 2009-03-10", under the headings of 2009 */
    TOK_BODY,          /* "Question", above the text in 2009 */
    TOK_SUBMITTED,     /* "Question soumise le 10 novembre 2022" */
    TOK_ALERT,         /* the box that offers an e-mail when the answer comes */
    TOK_NOTICE,        /* its form of 2013, a line above and below the response's heading */
    TOK_ANSWERED,      /* "Réponse émise le 1er mai 2008" */
    TOK_EXPECTED,      /* "Réponse à venir le 3 mai 2031" */
    TOK_ANSWER,        /* "Réponse" */
    TOK_WITHDRAWN,     /* "Retirée le 30 juin 2010 (fin de mandat)" */
    TOK_NO_ANSWER,     /* "Cette question n'a pas encore de réponse." */
    TOK_COMMENT_TITLE, /* "Commentaires", above their number in 2009 */
    TOK_COMMENT_COUNT, /* "3 commentaires :" */
    TOK_COMMENT,       /* "Le 12/03/2012 à 10:22, Anonyme a dit :" */
    TOK_COMMENT_TOOL,  /* rating, avatar, moderation: furniture among comments */
    TOK_FORM           /* the comment form, or what stands in its place */
};

/* What follows a label's words, to the end of the line. */
enum tail {
    TAIL_NONE,   /* nothing, or a colon or full stop */
    TAIL_DATE,   /* a date, a bad date or nothing */
    TAIL_BYLINE, /* NAME, le DATE */
    TAIL_REASON, /* [le DATE] [(reason)] */
    TAIL_ANY     /* whatever */
};

struct label {
    enum token_kind kind;
    const char *words; /* folded */
    enum tail tail;
};

struct type_label {
    const char *words; /* folded, as the heading prints it before "N°" */
    const char *code;  /* official code; NULL: the page does not tell the type */
    char letter;       /* in the numbers of the Sénat's oral questions; 0: none */
};

/* An element of the markup that a selector knows, the role of what stands inside, and
 * the fact that one of its attributes tells. */
struct selector {
    enum element element;
    const char *name;      /* of an element that HTML does not know, lower case; else NULL */
    const char *attribute; /* that it must have; NULL: none */
    const char *value;     /* a word of its value, a final '#' for digits; NULL: any value */
    enum role inside;      /* only within this role; ROLE_NONE: anywhere */
    enum role role;        /* of its content; ROLE_NONE: as around it */
    const char *capture;   /* the attribute whose value is a fact; NULL: none */
    enum fact_kind fact;
};

/* A site whose pages print one heading, "TYPE N° NUMBER au MINISTRY". */
struct site {
    enum qp_site site;
    const struct type_label *types; /* ends with words NULL */
    bool has_title;
};

/* NosSénateurs.fr and NosDéputés.fr: see PAGES.md. */
extern const struct label regards_labels[];
extern const struct site *const sites[]; /* ends with NULL */
extern const struct site site_nossenateurs, site_nosdeputes;

/* How a label of a chamber's own page may stand. */
enum datum_flag {
    IN_TEXT = 1,   /* recognised within the texts too, where it ends them */
    NO_VALUE = 2,  /* nothing but a colon or full stop follows */
    NEEDS_VALUE = 4,
    WITH_DATE = 8, /* a date must follow, or end the line after "publiée le" */
    OPENS_BODY = 16,
    OPENS_ANSWER = 32,
    MINISTRY = 64, /* a ministry's name follows, and perhaps "publiée le" and a date */
    ABOVE_TEXT = 128, /* may stand between a text's head and the text */
    MAY_TOUCH = 256,  /* the text may follow it without a colon, in a table's next cell */
    BELOW_TEXT = 512, /* opens the answer below the question's text; elsewhere it is a date */
    MENU = 1024       /* nothing follows but other entries, behind "-" or "|" */
};

struct datum_label {
    enum datum datum;
    const char *words; /* folded, without the ":" or ">" that may follow */
    unsigned flags;
};

/* A comment in the markup that says where the page's content begins or ends. */
struct comment_mark {
    const char *words; /* folded */
    enum fact_kind fact;
};

/* A generation of a chamber's own pages. */
struct family {
    const char *name, *years; /* as in qp_site_info */
    enum qp_site site;
    const struct datum_label *labels; /* end with words NULL; NULL: none of its own */
    const struct selector *selectors;         /* end with EL_OTHER and no name; NULL: none */
    const struct comment_mark *marks; /* end with words NULL; NULL: none */
    bool group_first;                 /* "(Group - Department)", not "(Department - Group)" */
};

extern const struct family *const families[]; /* ends with NULL */

#endif
