/* What the fuzz targets share: a plan read from the first bytes, allocations that fail, and
 * the end of the program where something does not hold. */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/memory.h"
#include "invariants.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            give_up(__FILE__ ":" INVARIANTS_TEXT(__LINE__) ": " #condition);                       \
    } while (0)

_Noreturn void give_up(const char *broken);
/* For the answers of checks. */
static inline void require_kept(const char *broken) {
    if (broken)
        give_up(broken);
}

/* How an input is to be read, chosen by its first bytes so that a corpus holds it too. */
struct plan {
    qp_options options;
    bool forced;    /* the target's own kind of input, not what the content says */
    bool sticky;    /* once an allocation has failed, all do */
    size_t fail_at; /* the allocation of the second run that fails, from 1; 0: none */
};
enum { PLAN_SIZE = 4 };
/* False where there are fewer bytes than that. */
bool plan_read(const uint8_t **data, size_t *size, struct plan *plan);

/* From now on the k-th allocation fails; 0: none does any more. Ours, and libxml2's once
 * watch_memory() has been called, before its first use. */
void fail_allocation(size_t k, bool sticky);
/* Whether one has, since then. */
bool allocation_failed(void);
void watch_memory(void);

/* All that a run gives, to be compared with what another gives. Never fails itself. */
struct transcript {
    char *ptr;
    size_t len, cap;
    bool failed; /* memory ended in the run, and it said so */
};
void transcript_put(struct transcript *t, const void *bytes, size_t size);
void transcript_text(struct transcript *t, const char *text); /* NULL: nothing */
/* How the reading ended, with its diagnostics. */
void transcript_outcome(struct transcript *t, const qp_result *r);
/* The records in every format. */
void transcript_records(struct transcript *t, const qp_result *r);
bool transcript_equal(const struct transcript *a, const struct transcript *b);

/* A block of just that size, for the sanitizer to see a read past its end. */
uint8_t *exact_copy(const uint8_t *bytes, size_t size);

/* Valid UTF-8 without forbidden characters, as every stage behind the decoder may expect. */
struct buffer;
void cleaned(const uint8_t *bytes, size_t size, struct buffer *out);

#endif
