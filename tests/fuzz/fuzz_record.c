/* Records that somebody wrote: what is taken is a record, can be written and read again in
 * both forms, and is no other than itself; and a failed allocation changes nothing but that
 * it is said. The first bytes choose: how strictly, and which allocation fails. */
#include "fuzz.h"

#include "compare/compare.h"
#include "emit/emit.h"
#include "record/record.h"
#include "record/xsd.h"

#include <sanitizer/lsan_interface.h>
#include <stdlib.h>

static struct schema *schema;

struct reading {
    struct transcript heard;
    struct buffer last; /* of the last question, as a line of JSON */
    struct arena arena;
    const qp_question *previous;
    size_t taken;
    bool strict, exact, checked;
};

static void complain(void *user, enum record_fault fault, struct place at, const char *message) {
    struct reading *r = user;
    transcript_put(&r->heard, &fault, sizeof fault);
    transcript_put(&r->heard, &at, sizeof at);
    transcript_text(&r->heard, message);
}

static void take(void *user, const qp_question *q, bool older);

static int read_text(struct reading *r, const char *text, size_t size) {
    struct record_reader reader = {.arena = &r->arena, .strict = r->strict,
                                   .schema = r->strict ? schema : NULL, .take = take,
                                   .complain = complain, .user = r};
    return record_read(&reader, (struct span){text, size});
}

static void free_reading(struct reading *r) {
    free(r->heard.ptr);
    buffer_free(&r->last);
    arena_free(&r->arena);
}

/* Written in either form and read again it is the same. */
static void check_again(const struct reading *r, const qp_question *q) {
    static const enum qp_format formats[] = {QP_JSONL, QP_JSON, QP_XML};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct reading again = {.strict = r->strict, .exact = r->exact};
        char *text;
        size_t size;
        REQUIRE(qp_emit(q, formats[i], QP_ALONE, &text, &size) == 0);
        REQUIRE(read_text(&again, text, size) == 0);
        REQUIRE(again.taken == 1 && again.last.len == r->last.len &&
                memcmp(again.last.ptr, r->last.ptr, r->last.len) == 0);
        qp_free(text);
        free_reading(&again);
    }
}

static void put(struct buffer *out, struct span text) {
    buffer_append(out, text.ptr, text.len);
}

static void count_change(void *user, const struct change *change) {
    REQUIRE(all_clean(change->message.ptr, change->message.len));
    ++*(size_t *)user;
}

static size_t changes(const struct reading *r, const qp_question *old, const qp_question *new) {
    static const struct marks marks = {"[-", "-]", "{+", "+}"};
    size_t count = 0;
    struct comparison c = {.exact = r->exact, .marks = &marks, .put = put, .tell = count_change, .user = &count};
    REQUIRE(compare_questions(&c, old, new) == 0);
    return count;
}

static void check_compared(const struct reading *r, const qp_question *q) {
    REQUIRE(changes(r, q, q) == 0);
    if (r->previous)
        REQUIRE((changes(r, r->previous, q) == 0) == (changes(r, q, r->previous) == 0));
}

static void take(void *user, const qp_question *q, bool older) {
    (void)older;
    struct reading *r = user;
    transcript_text(&r->heard, q ? "taken" : "refused");
    if (!q)
        return;
    r->taken++;
    r->last.len = 0;
    if (emit_jsonl(q, QP_ALONE, &r->last)) {
        r->heard.failed = true;
        return;
    }
    transcript_put(&r->heard, r->last.ptr, r->last.len);
    if (r->checked) {
        if (r->strict)
            require_kept(check_record(q));
        check_again(r, q);
        check_compared(r, q);
    }
    r->previous = q;
}

/* Whatever fails, what is heard is right or said to be not all. */
static void check_failing(const struct reading *whole, const char *text, size_t size, size_t k,
                          bool sticky) {
    struct reading r = {.strict = whole->strict};
    __lsan_disable(); /* what libxml2 had is lost: record/memory_guard.h says why */
    fail_allocation(k, sticky);
    int rc = read_text(&r, text, size);
    fail_allocation(0, false);
    __lsan_enable();
    REQUIRE(rc != 0 || r.heard.failed || transcript_equal(&r.heard, &whole->heard));
    free_reading(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 3)
        return 0;
    if (!schema)
        REQUIRE((schema = schema_open()));
    struct reading r = {.strict = data[0] & 1, .exact = data[0] & 2, .checked = true};
    size_t fail_at = (size_t)data[1] << 8 | data[2];
    bool sticky = data[0] & 4;
    size -= 3;
    char *text = (char *)exact_copy(data + 3, size);
    REQUIRE(read_text(&r, text, size) == 0);
    if (fail_at)
        check_failing(&r, text, size, fail_at, sticky);
    free(text);
    free_reading(&r);
    return 0;
}
