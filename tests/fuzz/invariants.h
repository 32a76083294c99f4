/* What holds of every result, whatever the input: for fuzz targets and for tests. Each check
 * gives NULL, or says in static text what does not hold. They allocate by means of their own
 * libraries, so nothing may be made to fail while they run. */
#ifndef INVARIANTS_H
#define INVARIANTS_H

#include "qparse.h"

/* The condition, with its place, as the answer of a check that does not hold. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return __FILE__ ":" INVARIANTS_TEXT(__LINE__) ": " #condition;                         \
    } while (0)
#define INVARIANTS_TEXT(line) INVARIANTS_DIGITS(line)
#define INVARIANTS_DIGITS(line) #line

/* Hands on the answer of another check. */
#define KEEPS(check)                                                                               \
    do {                                                                                           \
        const char *broken_ = (check);                                                             \
        if (broken_)                                                                               \
            return broken_;                                                                        \
    } while (0)

/* Once, before the others: reads the schema. */
const char *invariants_start(void);
void invariants_end(void);

/* Whether all of it is UTF-8 that XML 1.0 allows. */
bool all_clean(const char *text, size_t size);

/* One record in every format: well-formed, of the schema, with the same values in each. */
const char *check_record(const qp_question *question);

/* All of a result: its records, its diagnostics, and, where it was read with keep_lines, that
 * no text of the page is lost. */
const char *check_result(const qp_result *result);

#endif
