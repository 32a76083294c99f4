/* The progress line of a run and the summary at its end. The text is added to a buffer, which the
 * caller prints. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include "command/messages.h"
#include "command/options.h"

#include <time.h>

struct tally {
    size_t pages, converted, not_questions, failed, warned, up_to_date;
    size_t sources; /* files and archives done; --shard's share is all of them */
};

struct progress {
    bool on, drawn;
    bool automatic; /* not asked for: no line once all is done, so none for one pasted page */
    size_t sources; /* in all */
    size_t columns; /* of the terminal; 0: it does not tell */
    struct timespec start, last;
};

void progress_start(struct progress *p, enum progress_when when, size_t sources);
/* Replaces the line if the last one is old enough. */
void progress_draw(struct progress *p, const struct tally *t, struct buffer *out);
/* Removes the line, before something else is printed. */
void progress_clear(struct progress *p, struct buffer *out);
/* "10,000 pages: 9,981 converted, ..." */
void progress_summary(const struct progress *p, const struct tally *t, const struct options *o,
                      struct buffer *out);

#endif
