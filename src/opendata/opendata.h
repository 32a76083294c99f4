/* The Assemblée's open data: questions as JSON or XML files, one a file or many. */
#ifndef OPENDATA_H
#define OPENDATA_H
#include "page/page.h"

/* Whether the text begins like such a file, or like another one in JSON. */
bool opendata_is(struct span text);
/* Reads page->source into lines, each with the role that its member has; a question is a sheet.
 * Input that is no open data of questions gives a diagnostic and no lines. -1 where memory ends, or as
 * page_add_line() says. */
int opendata_read(struct page *page, struct diagnostics *d) QP_CHECK;

#endif
