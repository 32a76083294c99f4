/* The marks of single tools, for the files of this folder. */
#ifndef DIALECTS_H
#define DIALECTS_H
#include "page/page.h"
#include "unwrap/unwrap.h"

/* The place of a line that is only a mark: none, or one to drop. */
enum mark_use {
    MARK_NONE,
    MARK_WITHIN, /* within a paragraph or a table, which goes on below */
    MARK_BETWEEN /* what is below begins anew */
};

bool markdown_used(const struct page *page);
/* The line's use in Markdown; sets its flags. `above`: the line above it in the input, or NULL. */
enum mark_use markdown_use(struct line *l, const struct line *above);
/* The words of a heading, without its marks. */
struct span markdown_label(struct span s);
int markdown_strip(struct page *page, struct buffer *b) QP_CHECK;

/* Whether links have their target behind them, "source <http://…>". */
bool mail_used(const struct page *page);
struct span mail_label(struct span s);
/* Whether a tool cut a target in angle brackets at the end of `s`. */
bool mail_cuts_target(struct span s);
int mail_strip(struct page *page, struct buffer *b) QP_CHECK;

/* One sign, "=", "-", "_" or "~", from end to end. */
bool dialects_is_drawn(struct span s, char *sign);
/* Gives a line its new text, unless that is blank, as for "_" alone. `row`: tabs at its ends are
 * empty cells. */
int dialects_replace(struct page *page, struct line *l, const struct buffer *b,
                     bool row) QP_CHECK;
/* Notes the target of a link "source" on a line. */
int dialects_add_source(struct page *page, size_t line, struct span text,
                        struct span target) QP_CHECK;

#endif
