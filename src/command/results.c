/* The results of several pages, in their order. */
#include "command/results.h"

#include <stdlib.h>

void results_add(struct results *r, struct done done) {
    if (array_reserve((void **)&r->done, &r->cap, r->count, sizeof *r->done)) {
        r->failed = true;
        return;
    }
    done.out_end = r->out.len;
    done.text_end = r->messages.text.len;
    done.report_end = r->messages.report.len;
    r->done[r->count++] = done;
    r->failed |= r->out.failed || r->targets.failed || r->messages.text.failed ||
                 r->messages.report.failed;
}

void results_clear(struct results *r) {
    r->out.len = r->messages.text.len = r->messages.report.len = r->count = r->targets.len = 0;
    r->archive = r->whole = false;
}

void results_free(struct results *r) {
    buffer_free(&r->out);
    buffer_free(&r->targets);
    messages_free(&r->messages);
    free(r->done);
    *r = (struct results){0};
}
