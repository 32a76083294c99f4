/* How far a run is, and what it came to in the end. Makes text only: who prints it is the
 * caller. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include "command/messages.h"
#include "command/options.h"

#include <time.h>

struct tally {
    size_t pages, converted, not_questions, failed, warned, up_to_date;
    size_t sources; /* files and archives done, of those that --shard left */
};

struct progress {
    bool on, drawn;
    bool automatic; /* nothing to look at once all is done: a page that was pasted, say */
    size_t sources; /* to do */
    struct timespec start, last;
};

void progress_start(struct progress *p, enum progress_when when, size_t sources);
/* A line that replaces the one before, where it is time for it. */
void progress_draw(struct progress *p, const struct tally *t, struct buffer *out);
/* Takes the line away before something else is printed. */
void progress_clear(struct progress *p, struct buffer *out);
/* "10,000 pages: 9,981 converted, ..." */
void progress_summary(const struct progress *p, const struct tally *t, bool update,
                      struct buffer *out);

#endif
