/* Lines that no rule took, reported and kept. */
#include "base/place.h"
#include "extract/blocks.h"

int unparsed_read(const struct extract_request *rq, struct stretch in, qp_question *q) {
    enum { REPORTED = 20 };
    struct line *lines = rq->page->lines;
    size_t count = 0, k = 0;
    for (size_t i = in.begin; i < in.end; i++)
        count += lines[i].section == SECTION_NONE;
    if (count == 0)
        return 0;
    q->unparsed = arena_array(rq->arena, count, sizeof *q->unparsed);
    if (!q->unparsed)
        return -1;
    struct place_cursor cursor = place_start(rq->page->source, rq->page->origin);
    for (size_t i = in.begin; i < in.end; i++) {
        struct line *l = &lines[i];
        if (l->section != SECTION_NONE)
            continue;
        l->section = SECTION_UNPARSED;
        if (k < REPORTED)
            diagnose(rq->d, D_UNPARSED_LINE, l->offset, "not understood: \"%s\"%s",
                     quoted(rq->d, line_text(l)),
                     k + 1 == REPORTED ? "; more are not reported" : "");
        qp_unparsed *u = &q->unparsed[k++];
        u->line = place_of(&cursor, l->offset).line;
        if (text_value(rq->arena, line_text(l), rq->options->plain_spaces, &u->text))
            return -1;
    }
    q->unparsed_count = count;
    return 0;
}
