/* Lines to tokens. Recognisers are pure: they take a line, and give its kind and parts. */
#ifndef LEX_H
#define LEX_H
#include "lex/heading.h"
#include "lex/person.h"
#include "lex/tail.h"
#include "sites/sites.h"


/* The rest of the line after the words of a label of this kind. */
bool lex_label(struct span line, enum datum kind, struct span *tail);

/* "Aucun commentaire n'a encore été formulé sur cette question.", "3 commentaires :" */
bool lex_comment_count(struct span line, long *count);

/* "Le 12/03/2012 à 10:22, Anonyme a dit :", "Anonyme a dit le 14 septembre 2009:" */
bool lex_comment(struct span line, struct byline *out);

/* The kind of a line of plain text. */
enum datum lex_line(struct span line);

/* Gives every line its kind. `structured`: the markup tells the sections, and a label counts only
 * in the one where the site prints it. */
void lex_page(struct page *page, bool structured);

#endif
