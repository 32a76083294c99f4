/* Lines to tokens. Recognisers are pure: a line in, what it is and its parts out. */
#ifndef LEX_H
#define LEX_H
#include "sites/sites.h"

/* The page heading's parts, each a span of the line, trimmed; ptr NULL: not there. */
struct heading {
    const struct site *site;
    const struct type_label *type;
    struct span author; /* where author and heading share a line */
    struct span before; /* what stands before a heading that names its author behind "de" */
    struct span type_label, number, ministry, suffix, title;
};

/* Whether it may be a person's name: no menu's entry, no stretch of text. */
bool lex_name(struct span text);
bool lex_heading(struct span line, struct heading *out);

/* The rest of the line after the words of a label of this kind. */
bool lex_label(struct span line, enum token_kind kind, struct span *tail);

/* "Retirée le 30 juin 2010 (fin de mandat)": what follows the label's word. */
struct withdrawal_tail {
    struct span date, reason;
};
bool lex_withdrawal(struct span tail, struct withdrawal_tail *out);

/* "Aucun commentaire n'a encore été formulé sur cette question.", "3 commentaires :" */
bool lex_comment_count(struct span line, long *count);

/* "Le 12/03/2012 à 10:22, Anonyme a dit :", "Anonyme a dit le 14 septembre 2009:" */
struct comment_head {
    struct span date, author;
};
bool lex_comment(struct span line, struct comment_head *out);

/* "Jeanne Martin, le 2009-03-10": what follows "Par" under a heading of 2009. */
bool lex_byline(struct span tail, struct comment_head *out);

/* What a line of plain text is. */
enum token_kind lex_line(struct span line);

/* Gives every line its kind. `structured`: the markup says where lines stand, and a
 * label counts only where the site prints it. */
void lex_page(struct page *page, bool structured);

#endif
