/* Memory ends while records are written: memory.c is included with a realloc() of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct {
    long left;   /* allocations until one fails; negative: none does */
    bool sticky; /* all later ones fail too */
    long live;   /* blocks not yet freed */
} memory = {-1, false, 0};

static bool memory_fails(void) {
    if (memory.left < 0)
        return false;
    if (memory.left == 0) {
        if (!memory.sticky)
            memory.left = -1;
        return true;
    }
    memory.left--;
    return false;
}

static void *test_malloc_(size_t size) {
    void *p = memory_fails() ? NULL : malloc(size);
    memory.live += p != NULL;
    return p;
}

static void *test_realloc_(void *old, size_t size) {
    void *p = memory_fails() ? NULL : realloc(old, size);
    memory.live += p && !old;
    return p;
}

static void test_free_(void *p) {
    memory.live -= p != NULL;
    free(p);
}

#define malloc(size) test_malloc_(size)
#define realloc(old, size) test_realloc_(old, size)
#define free(p) test_free_(p)
#include "base/memory.c"
#undef malloc
#undef realloc
#undef free

#include "records.h"

/* What qp_emit() gave: freed as qp_free() does, and counted. */
static void release(char *out) {
    memory.live -= out != NULL;
    qp_free(out);
}

/* Fails allocation `k`: the right bytes or none, nothing kept. False
 * where the emitter makes no such allocation. */
static bool survives(const qp_question *q, enum qp_format format, enum qp_part part, long k,
                     bool sticky, const char *want) {
    char *out = NULL;
    size_t size = 0;
    long before = memory.live;
    memory.left = k;
    memory.sticky = sticky;
    int rc = qp_emit(q, format, part, &out, &size);
    bool failed = memory.left < 0 || (sticky && memory.left == 0);
    memory.left = -1;
    if (rc == 0) {
        assert_string_equal(out, want);
        assert_int_equal(size, strlen(want));
    } else {
        assert_int_equal(rc, -1);
        assert_null(out);
        assert_int_equal(size, 0);
    }
    release(out);
    assert_int_equal(memory.live, before);
    return failed;
}

static void sweep(const qp_question *q, enum qp_format format, enum qp_part part) {
    char *want = emitted(q, format, part);
    for (int sticky = 0; sticky < 2; sticky++) {
        long k = 0;
        while (survives(q, format, part, k, sticky, want))
            k++;
        assert_true(k >= 1);
    }
    qp_free(want);
}

static void test_memory_ends(void **state) {
    enum { FIRST_ROOM = 8192 }; /* as qp_emit() reserves */
    (void)state;
    size_t size = 40000;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = "un & deux\n"[i % 10];
    qp_block b = {QP_PARAGRAPH, {text, size}, NULL, 0};
    /* Escapes for which more is needed than was reserved, and a row that leaves no room for
     * the NUL behind it. */
    char *quotes = malloc(size);
    assert_non_null(quotes);
    memset(quotes, '"', size);
    static char filling[FIRST_ROOM];
    memset(filling, 'x', sizeof filling);
    qp_question questions[] = {full_question(), bare_question(),
                               {.site = QP_SENAT, .body.blocks = {&b, 1}},
                               {.site = QP_SENAT, .title = {quotes, size}},
                               {.site = QP_SENAT, .title = {filling, 0}}};
    qp_question *filled = &questions[COUNT(questions) - 1];
    char *empty = emitted(filled, QP_CSV, QP_ITEM);
    filled->title.size = FIRST_ROOM - strlen(empty);
    qp_free(empty);
    for (size_t i = 0; i < COUNT(questions); i++) {
        sweep(&questions[i], QP_JSON, QP_ALONE);
        sweep(&questions[i], QP_JSONL, QP_ALONE);
        sweep(&questions[i], QP_XML, QP_ALONE);
        sweep(&questions[i], QP_XML, QP_ITEM);
        sweep(&questions[i], QP_CSV, QP_ITEM);
        sweep(&questions[i], QP_AKN, QP_ALONE);
        sweep(&questions[i], QP_CSV_SHEET, QP_ALONE);
    }
    free(text);
    free(quotes);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
