/* Undoes what text browsers and converters did to the text of a page. */
#ifndef UNWRAP_H
#define UNWRAP_H
#include "page/page.h"

/* The steps of read_text(), on the lines of the input. -1 where memory ends.
 *
 * unsheet() drops the header and footer of each sheet of a printed page.
 * unbox() takes apart the box that text browsers draw around the table of an official page.
 * undress_blocks() finds out what a text browser or converter added, and where its paragraphs
 * start. unfold() joins the lines that a tool wrapped at some width, and keeps the line breaks of
 * the page. undress_text() takes off the numbers of links and the marks of html2text and Markdown;
 * it comes after that, as they counted when the tool filled its lines. join_pieces() joins lines
 * that are one by their words: a sentence of the site, a heading, the head of a comment. */
int unsheet(struct page *page) QP_CHECK;
int unbox(struct page *page) QP_CHECK;
/* The columns of the first unit that a tool keeps on one line: a word, with `glue` also the words
 * that a no-break space of the site tied to it, which w3m and lynx print as a space. */
size_t unfold_first_unit(struct span s, bool glue);
/* Whether a tool cut a date between the end of `before` and the start of `next`. */
bool unfold_cuts_date(struct span before, struct span next);
void undress_blocks(struct page *page);
/* The line as undress_text() will leave it, in `out`, for code that looks for labels; the line
 * itself where that takes more than `size` bytes. */
enum { LONGEST_LABEL = 800 };
struct span undress_label(const struct page *page, struct span line, char *out, size_t size);
int unfold(struct page *page) QP_CHECK;
int undress_text(struct page *page) QP_CHECK;
int join_pieces(struct page *page) QP_CHECK;

#endif
