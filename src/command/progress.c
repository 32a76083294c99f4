/* The progress line of a run and the summary at its end. */
#include "command/progress.h"

#include "base/print.h"
#include "files/terminal.h"

#include <stdio.h>
#include <unistd.h>

static double seconds(struct timespec from, struct timespec to) {
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static double since(struct timespec from) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return seconds(from, now);
}

void progress_start(struct progress *p, enum progress_when when, size_t sources) {
    bool terminal = when == PROGRESS_AUTO && isatty(STDERR_FILENO);
    *p = (struct progress){.on = when == PROGRESS_ALWAYS || terminal, .automatic = terminal,
                           .sources = sources,
                           .columns = terminal_columns(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &p->start);
    if (when != PROGRESS_ALWAYS)
        p->last = p->start;
}

static void append_bar(struct buffer *out, size_t done, size_t all) {
    enum { WIDTH = 20 };
    size_t full = all ? (size_t)((double)done / (double)all * WIDTH) : 0;
    buffer_char(out, '[');
    for (size_t i = 0; i < WIDTH; i++)
        buffer_char(out, i < full ? '#' : '.');
    buffer_char(out, ']');
}

/* Ten times a second: a terminal takes its time. "left" counts files: how many pages an archive
 * holds is not known beforehand. */
void progress_draw(struct progress *p, const struct tally *t, struct buffer *out) {
    struct timespec now;
    if (!p->on || (p->automatic && t->sources == p->sources))
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds(p->last, now) < 0.1)
        return;
    p->last = now;
    p->drawn = true;
    append_text(out, "\r");
    size_t start = out->len;
    append_bar(out, t->sources, p->sources);
    append_text(out, " ");
    append_count(out, t->pages);
    append_text(out, " pages, ");
    append_count(out, (size_t)((double)t->pages / seconds(p->start, now)));
    append_text(out, "/s, ");
    append_count(out, p->sources - t->sources);
    append_text(out, " left, ");
    append_count(out, t->failed);
    append_text(out, " failed");
    if (p->columns && out->len - start >= p->columns)
        out->len = start + p->columns - 1; /* "\r" returns to the start of one row only */
    append_text(out, "\033[K");
}

void progress_clear(struct progress *p, struct buffer *out) {
    if (p->drawn)
        append_text(out, "\r\033[K");
    p->drawn = false;
}

static void append_part(struct buffer *out, const char *before, size_t n, const char *what) {
    append_text(out, before);
    append_count(out, n);
    append_text(out, what);
}

void progress_summary(const struct progress *p, const struct tally *t, const struct options *o,
                      struct buffer *out) {
    char time[32];
    append_part(out, "", t->pages, t->pages == 1 ? " page" : " pages");
    append_part(out, ": ", t->converted, " converted");
    if (o->update)
        append_part(out, ", ", t->up_to_date, " up to date");
    append_part(out, ", ", t->not_questions, " not questions");
    append_part(out, ", ", t->failed, " failed");
    append_part(out, ", ", t->warned, " with warnings");
    snprintf(time, sizeof time, "; %.2f s", since(p->start));
    append_text(out, time);
    if (t->not_questions && !o->strict && !o->read.report)
        append_text(out, " (--strict or --report=FILE tells which are no questions)");
    append_text(out, "\n");
}
