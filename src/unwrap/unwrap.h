/* What text browsers and converters did to a page's text, undone. */
#ifndef UNWRAP_H
#define UNWRAP_H
#include "page/page.h"
#include "unwrap/unwrap.h"

/* Steps of read_text(), on lines as they stand in the input. 0, or -1 when memory ends.
 *
 * unbox() takes apart the box that text browsers draw around an official page's table.
 * undress_blocks() finds out what a text browser or converter has added, and where its
 * paragraphs start. unfold() joins the lines that a tool wrapped at some width; line
 * breaks that the page has stay. undress_text() then takes off link numbers and their
 * list, html2text's and Markdown's marks, which counted while lines were filled. */
int unbox(struct page *page) QP_CHECK;
/* Columns of what a tool moved to the next line as one: a word, with `glue` those that
 * the site's no-break spaces tie to it, which w3m and lynx print as spaces. */
size_t unfold_first_unit(struct span s, bool glue);
/* Whether a tool has cut a date where one line ends and the next begins. */
bool unfold_cuts_date(struct span before, struct span next);
void undress_blocks(struct page *page);
/* What undress_text() will leave of a line, for those that look whether it is a label;
 * the line itself where that takes more than `size` bytes. */
struct span undress_label(const struct page *page, struct span line, char *out, size_t size);
int unfold(struct page *page) QP_CHECK;
int undress_text(struct page *page) QP_CHECK;

#endif
