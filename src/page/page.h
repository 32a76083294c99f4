/* A page as lines, whatever its format. Some members of a line only markup fills; in plain text
 * they are zero. */
#ifndef PAGE_H
#define PAGE_H
#include "base/diagnostic.h"
#include "base/place.h"

enum line_flag {
    LINE_STARTS = 1, /* a blank line or the edge of a block is before it */
    LINE_ROW = 2,    /* a row of a table: tabs separate its cells */
    LINE_TABLE = 4,  /* the first row of a table */
    LINE_SHEET = 8,  /* a form feed, or another document, starts here */
    LINE_WHOLE = 32, /* complete: no line width of a tool cut it */
    LINE_RULE = 16    /* only a rule or a frame, as text browsers draw them */
};

/* The part of the page that a line belongs to, as the selectors of a site name it. */
enum role {
    ROLE_NONE,      /* unknown: plain text, or an element without a selector */
    ROLE_FURNITURE, /* menus, forms, widgets */
    ROLE_QUESTION,  /* in the division of the question; no more is known */
    ROLE_BODY,
    ROLE_RESPONSE,
    ROLE_COMMENTS,
    ROLE_COMMENT,
    ROLE_SOURCE,
    ROLE_GROUP_A, /* elements of an XML view that tell their children apart */
    ROLE_GROUP_B,
    ROLE_GROUP_C,
    ROLE_GROUP_D,
    ROLE_GROUP_E,
    ROLE_DATUM /* ROLE_DATUM + enum datum: the element holds the value of that datum */
};

/* The meaning of a line, or of the value that it labels. */
enum datum {
    DATUM_NONE,
    DATUM_HEADING,     /* type, number, and what else the site prints in one line */
    DATUM_LEGISLATURE,
    DATUM_REFERENCE,   /* the chamber's own identifier */
    DATUM_NUMBER,
    DATUM_TYPE,
    DATUM_PERSON,      /* "M. Jean Martin (Group - Department)" */
    DATUM_AUTHOR_ID,   /* the member's number at the Assemblée */
    DATUM_CIVILITY,
    DATUM_NAME,
    DATUM_FIRST_NAME,
    DATUM_GROUP,
    DATUM_GROUP_CODE,  /* the acronym of the group */
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
    DATUM_RETIRED,     /* withdrawn: a label without a value */
    DATUM_LAPSED,
    DATUM_CLOSED,      /* the date of a closing; without an answer that of a withdrawal */
    DATUM_CLOSING_REASON,
    DATUM_CLOSING_CODE,
    DATUM_CLOSING_PAGE, /* of the answer, where that closed the question */
    DATUM_SESSION,     /* asked and answered in a session */
    DATUM_KEYS,        /* the list of a page's values begins, below or above the texts */
    DATUM_AWAITED,     /* the ministry whose answer is awaited */
    DATUM_TRANSFERRED,
    DATUM_ORDER,       /* an attribution: the ministry, with the day below it */
    DATUM_ORDER_NUMBER, /* another one begins */
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
    DATUM_DATE,        /* date and page of the section around it */
    DATUM_UNDIGITISED, /* the site has no text */
    DATUM_OTHER,       /* a known label that the record has no use for */
    DATUM_CODE,        /* an element of an XML view that no table names: a code, no text */
    DATUM_UNKNOWN,     /* a label of unknown meaning: unparsed where it has a value */
    DATUM_END,         /* the tail of the page begins */
    /* lines of NosSénateurs.fr and NosDéputés.fr */
    DATUM_TOP,         /* the first line of the menus */
    DATUM_MENU,        /* the last line of the menus, right above the author */
    DATUM_PHOTO,       /* the alternative text of the photo */
    DATUM_SOURCE,      /* the word of the link to the official page */
    DATUM_BYLINE,      /* "Par X, le 2009-03-10", under the headings of 2009 */
    DATUM_SUBMITTED,   /* "Question soumise le 10 novembre 2022" */
    DATUM_ALERT,       /* the box that offers an e-mail when the answer comes */
    DATUM_NOTICE,      /* the same in 2013: a line above and below the response's heading */
    DATUM_ANSWERED,    /* "Réponse émise le 1er mai 2008" */
    DATUM_EXPECTED,    /* "Réponse à venir le 3 mai 2031" */
    DATUM_ANSWER,      /* "Réponse" */
    DATUM_NO_ANSWER,   /* "Cette question n'a pas encore de réponse." */
    DATUM_COMMENT_TITLE, /* "Commentaires", above their number in 2009 */
    DATUM_COMMENT_COUNT, /* "3 commentaires :" */
    DATUM_COMMENT,     /* "Le 12/03/2012 à 10:22, Anonyme a dit :" */
    DATUM_COMMENT_TOOL, /* rating, avatar, moderation: furniture among comments */
    DATUM_FORM,        /* the form for comments, or the text in its place */
    DATUM_COUNT
};

/* The use that a line is put to: qp_explain() shows it, and tests prove that no line is lost. */
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
    uint8_t section;  /* set when the line is used */
    uint8_t field;    /* enum field, likewise */
};

static inline struct span line_text(const struct line *line) {
    return (struct span){line->ptr, line->len};
}

enum fact_kind {
    FACT_DIVISION, /* the id of the division of a question: "question15-03705" */
    FACT_SOURCE,   /* the target of the link to the official page */
    FACT_PHOTO,    /* the title of the author's photo: "Nom -- (Groupe parlementaire : GEST)" */
    FACT_URL,      /* the address of the page itself */
    FACT_CANONICAL, /* the same by <link rel=canonical>, which templates get wrong more often */
    FACT_BEGIN,    /* comments around the content of the page */
    FACT_END,
    FACT_COMMENT,  /* a comment begins, whose first lines are its avatar and its head */
    FACT_DATUM     /* FACT_DATUM + enum datum: an attribute holds the value of that datum, which
                    * becomes a line with the role of that datum */
};

/* A fact that only markup tells; `line` is the index of the first line below it. */
struct fact {
    enum fact_kind kind;
    struct span value;
    size_t line, offset;
};

/* The text of a link, which is part of the text of a line, and its target. */
struct link {
    struct span text, target;
    size_t line;   /* index of that line */
    size_t offset; /* bytes into the text of the line */
};

struct page {
    const qp_options *options; /* for its limits; NULL: the defaults */
    struct arena *arena; /* owns the text of lines that is not in `source` */
    struct span source; /* the decoded text, in which offsets count */
    struct origin origin;
    bool markup;
    bool data;     /* open data: roles of lines tell all, and no line names the author */
    bool closed;   /* markup: </html> or </body> was there */
    bool starred;  /* text of html2text: "***** heading *****", no blank lines */
    bool markdown;
    bool mail;     /* text of Firefox or a mail client: "source <http://…>", "*bold*" */
    bool link_list; /* text of lynx or elinks, which list the targets of links below it */
    struct line *lines;
    size_t count, cap;
    size_t max_lines;
    bool too_long; /* a line more than max_lines was there */
    struct fact *facts;
    size_t fact_count, fact_cap;
    struct link *links;
    size_t link_count, link_cap;
};

void page_free(struct page *page);
/* -1 where memory ends, or where the page has max_lines already (`too_long`). */
int page_add_line(struct page *page, struct line line) QP_CHECK;
/* -1 where memory ends. An address loses what an archive of the web put before it. */
int page_add_fact(struct page *page, struct fact fact) QP_CHECK;
int page_add_link(struct page *page, struct link link) QP_CHECK;
/* The links of a line, in their order; the page owns them. */
const struct link *page_links_of(const struct page *page, size_t line, size_t *count);
/* Lines [begin, end) as a page of its own, with the facts and links among them, for code that adds
 * nothing to a page. It shares the lines; the arena owns the rest, so it needs no page_free(). -1
 * where memory ends. */
int page_part(const struct page *page, size_t begin, size_t end, struct page *out) QP_CHECK;

#endif
