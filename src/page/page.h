/* What the readers make of an input: lines, whatever the input was. Markup adds to
 * a line what it knows; in plain text those members are zero. */
#ifndef PAGE_H
#define PAGE_H
#include "base/diagnostic.h"
#include "base/place.h"

enum line_flag {
    LINE_STARTS = 1, /* a blank line or a block's edge stands before it */
    LINE_ROW = 2,    /* a table's row: its cells are separated by tabs */
    LINE_TABLE = 4,  /* the first row of a table */
    LINE_SHEET = 8,  /* a form feed, or another document, starts here */
    LINE_WHOLE = 32, /* already put together: no tool's width cut it */
    LINE_RULE = 16    /* nothing but a rule or a frame, as text browsers draw them */
};

/* Where a line stands in the page's structure: what a site's selectors name. */
enum role {
    ROLE_NONE,      /* not known: plain text, or outside of what selectors name */
    ROLE_FURNITURE, /* menus, forms, widgets */
    ROLE_QUESTION,  /* in the question's division, no finer */
    ROLE_BODY,
    ROLE_RESPONSE,
    ROLE_COMMENTS,
    ROLE_COMMENT,
    ROLE_SOURCE,
    ROLE_GROUP_A, /* elements of an XML view whose children are told apart by them */
    ROLE_GROUP_B,
    ROLE_GROUP_C,
    ROLE_GROUP_D,
    ROLE_GROUP_E,
    ROLE_DATUM /* ROLE_DATUM + enum datum: the element holds the value of that datum */
};

/* What a line is, or the value that it labels. */
enum datum {
    DATUM_NONE,
    DATUM_HEADING,     /* type, number, and what else the site prints in one line */
    DATUM_LEGISLATURE,
    DATUM_NUMBER,
    DATUM_TYPE,
    DATUM_PERSON,      /* "M. Jean Martin (Group - Department)" */
    DATUM_CIVILITY,
    DATUM_NAME,
    DATUM_FIRST_NAME,
    DATUM_GROUP,
    DATUM_GROUP_CODE,  /* its acronym */
    DATUM_CONSTITUENCY,
    DATUM_ASKED,       /* ministries */
    DATUM_ATTRIBUTED,
    DATUM_ANSWERING,
    DATUM_RUBRIC,
    DATUM_RUBRIC_HEAD,
    DATUM_ANALYSIS,
    DATUM_TITLE,
    DATUM_QUESTION_DATE, /* "10/11/2022 - page 5601" */
    DATUM_QUESTION_PAGE,
    DATUM_ANSWER_DATE,
    DATUM_ANSWER_PAGE,
    DATUM_WITHDRAWAL,  /* "10/11/2022 (fin de mandat)" */
    DATUM_WITHDRAWAL_DATE,
    DATUM_WITHDRAWAL_REASON,
    DATUM_RETIRED,     /* withdrawn: the label alone */
    DATUM_LAPSED,
    DATUM_CLOSED,      /* a date of closing; a withdrawal where there is no answer */
    DATUM_CLOSING_REASON,
    DATUM_SESSION,     /* asked and answered in a session */
    DATUM_AWAITED,     /* the ministry whose answer is awaited */
    DATUM_TRANSFERRED,
    DATUM_ORDER,       /* an attribution: the ministry, and below it the day */
    DATUM_ORDER_DATE,
    DATUM_TRANSFORMED,
    DATUM_RECALLS,
    DATUM_SIGNALLED,
    DATUM_RENEWED,
    DATUM_ERRATUM,
    DATUM_ERRATUM_PAGE,
    DATUM_PAGE,        /* the page of the text above it */
    DATUM_BODY,        /* the question's text follows */
    DATUM_RESPONSE,    /* the answer's text follows */
    DATUM_DATE,        /* date and page of the section that it stands in */
    DATUM_OTHER,       /* known, of no use to the record */
    DATUM_UNKNOWN,     /* meaning not known: unparsed where it holds a value */
    DATUM_END,         /* the page's tail begins */
    /* what only NosSénateurs.fr and NosDéputés.fr print */
    DATUM_TOP,         /* the first line of the site's menus */
    DATUM_MENU,        /* the last line of the menus, right above the author */
    DATUM_PHOTO,       /* the photo's alternative text */
    DATUM_SOURCE,      /* the word of the link to the official page */
    DATUM_BYLINE,      /* "Par X, le 2009-03-10", under the headings of 2009 */
    DATUM_SUBMITTED,   /* "Question soumise le 10 novembre 2022" */
    DATUM_ALERT,       /* the box that offers an e-mail when the answer comes */
    DATUM_NOTICE,      /* its form of 2013, a line above and below the response's heading */
    DATUM_ANSWERED,    /* "Réponse émise le 1er mai 2008" */
    DATUM_EXPECTED,    /* "Réponse à venir le 3 mai 2031" */
    DATUM_ANSWER,      /* "Réponse" */
    DATUM_NO_ANSWER,   /* "Cette question n'a pas encore de réponse." */
    DATUM_COMMENT_TITLE, /* "Commentaires", above their number in 2009 */
    DATUM_COMMENT_COUNT, /* "3 commentaires :" */
    DATUM_COMMENT,     /* "Le 12/03/2012 à 10:22, Anonyme a dit :" */
    DATUM_COMMENT_TOOL, /* rating, avatar, moderation: furniture among comments */
    DATUM_FORM,        /* the comment form, or what stands in its place */
    DATUM_COUNT
};

/* What becomes of a line, for --explain and for the proof that none is lost. */
enum section { SECTION_NONE, SECTION_HEADER, SECTION_METADATA, SECTION_BODY, SECTION_RESPONSE,
               SECTION_COMMENTS, SECTION_FURNITURE, SECTION_UNPARSED };

enum field { FIELD_NONE, FIELD_AUTHOR, FIELD_TYPE, FIELD_TITLE, FIELD_SOURCE, FIELD_DATE,
             FIELD_BLOCKS, FIELD_EXPECTED, FIELD_WITHDRAWAL, FIELD_STATUS, FIELD_COUNT,
             FIELD_ITEMS };

/* Kept small: a pasted file may hold ten million lines. */
struct line {
    const char *ptr;  /* text, trimmed, never blank */
    uint32_t len;     /* bytes */
    uint32_t offset;  /* of its first byte in the decoded text */
    uint16_t indent;  /* columns, in plain text */
    uint8_t flags;
    uint8_t level;    /* 1 to 6 in a heading element */
    uint8_t role;
    uint8_t kind;     /* enum datum, set by the lexer */
    uint8_t section;  /* set once it is used */
    uint8_t field;    /* enum field: what became of it */
};

static inline struct span line_text(const struct line *line) {
    return (struct span){line->ptr, line->len};
}

enum fact_kind {
    FACT_DIVISION, /* the question division's id: "question15-03705" */
    FACT_SOURCE,   /* target of the link to the official page */
    FACT_PHOTO,    /* title of the author's photo: "Nom -- (Groupe parlementaire : GEST)" */
    FACT_URL,      /* address of the page itself */
    FACT_CANONICAL, /* the same by <link rel=canonical>, which templates get wrong more often */
    FACT_BEGIN,    /* comments around the page's content */
    FACT_END,
    FACT_DATUM     /* FACT_DATUM + enum datum: an attribute holds that datum's value, which
                    * becomes a line of its own, with the role of that datum */
};

/* What only markup tells. `line` counts the lines that stand before it. */
struct fact {
    enum fact_kind kind;
    struct span value;
    size_t line, offset;
};

/* A link's text, inside the text of a line, and its target. */
struct link {
    struct span text, target;
    size_t line;   /* index of the line */
    size_t offset; /* of the text in the line */
};


struct page {
    const qp_options *options; /* the limits of what is read */
    struct arena *arena; /* owns what lines say that is not a stretch of `source` */
    struct span source; /* the decoded text: offsets count in it */
    struct origin origin;
    bool markup;
    bool closed;   /* markup: the end tag of html or body was there */
    bool starred;  /* text by html2text: "***** heading *****", no blank lines */
    bool markdown;
    bool link_list; /* lynx and elinks list the links' targets below the text */
    struct line *lines;
    size_t count, cap;
    size_t max_lines;
    bool too_long; /* a line could not be added as there are max_lines */
    struct fact *facts;
    size_t fact_count, fact_cap;
    struct link *links;
    size_t link_count, link_cap;
};

void page_free(struct page *page);
int page_add_line(struct page *page, struct line line) QP_CHECK;
int page_add_fact(struct page *page, struct fact fact) QP_CHECK;
int page_add_link(struct page *page, struct link link) QP_CHECK;
/* The first link that does not stand above a line; links come in the order of lines. */
size_t page_first_link(const struct page *page, size_t line);
/* Lines [begin, end) as a page of their own, with the facts and links that stand among them. It
 * shares the lines, the arena owns the rest: for readers that add nothing to a page. */
int page_part(const struct page *page, size_t begin, size_t end, struct page *out) QP_CHECK;

#endif
