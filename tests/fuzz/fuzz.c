#include "fuzz.h"

#include "decode/decode.h"

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>

#include <stdio.h>
#include <stdlib.h>

void give_up(const char *broken) {
    fprintf(stderr, "%s\n", broken);
    abort();
}

/* ---- allocations: linked with --wrap, so that only ours and libxml2's are seen ---- */

static size_t until_failure; /* 0: none fails */
static bool failure_sticks;
static bool has_failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void fail_allocation(size_t k, bool sticky) {
    until_failure = k;
    failure_sticks = sticky;
    has_failed = false;
}

bool allocation_failed(void) {
    return has_failed;
}

static bool fails(void) {
    if (until_failure == 0)
        return false;
    if (until_failure > 1) {
        until_failure--;
        return false;
    }
    if (!failure_sticks)
        until_failure = 0;
    has_failed = true;
    return true;
}

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return fails() ? NULL : __real_realloc(old, size);
}

static char *failing_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = __wrap_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void watch_memory(void) {
    xmlMemSetup(free, __wrap_malloc, __wrap_realloc, failing_strdup);
    xmlInitParser();
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    watch_memory();
    require_kept(invariants_start());
    return 0;
}

/* ---- plans ---- */

/* Mostly what people use: most values of the bytes choose the default. */
bool plan_read(const uint8_t **data, size_t *size, struct plan *plan) {
    static const char *const encodings[] = {"utf-8", "windows-1252", "utf-16le", "iso-8859-15"};
    static const char *const charsets[] = {"utf-8", "iso-8859-1", "x-unknown"};
    static const char *const names[] = {NULL, "page.html", "a\xFF\x01\"<&.txt", "d/page.mhtml"};
    const uint8_t *b = *data;
    if (*size < PLAN_SIZE)
        return false;
    unsigned encoding = b[1] & 15, charset = b[1] >> 4 & 7, site = b[0] & 7;
    *plan = (struct plan){
        .options = {.encoding = encoding < 4 ? encodings[encoding] : NULL,
                    .charset = charset < 3 ? charsets[charset] : NULL,
                    .url = b[1] & 128 ? "https://www.nossenateurs.fr/question/15/03705" : NULL,
                    .file = names[b[0] >> 3 & 3],
                    .plain_spaces = b[0] & 32,
                    .site = site < 5 ? (enum qp_site)site : QP_SITE_NONE},
        .forced = b[0] & 64,
        .sticky = b[0] & 128,
        .fail_at = (size_t)b[2] << 8 | b[3],
    };
    if (plan->fail_at > 4096) /* more than a small page needs: a run that fails nowhere */
        plan->fail_at %= 512;
    *data += PLAN_SIZE;
    *size -= PLAN_SIZE;
    return true;
}

/* ---- transcripts ---- */

void transcript_put(struct transcript *t, const void *bytes, size_t size) {
    if (t->len + size > t->cap) {
        t->cap = (t->len + size) * 2;
        t->ptr = __real_realloc(t->ptr, t->cap);
        REQUIRE(t->ptr);
    }
    if (size)
        memcpy(t->ptr + t->len, bytes, size);
    t->len += size;
}

void transcript_text(struct transcript *t, const char *text) {
    transcript_put(t, text ? text : "", text ? strlen(text) : 0);
    transcript_put(t, "\n", 1);
}

static void put_record(struct transcript *t, const qp_question *q) {
    static const struct {
        enum qp_format format;
        enum qp_part part;
    } forms[] = {{QP_JSON, QP_ALONE}, {QP_JSONL, QP_ALONE}, {QP_XML, QP_ALONE}, {QP_XML, QP_ITEM},
                 {QP_CSV, QP_ALONE},  {QP_CSV, QP_ITEM},    {QP_AKN, QP_ALONE}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char *out = (char *)"";
        size_t size = 0;
        if (qp_emit(q, forms[i].format, forms[i].part, &out, &size)) {
            REQUIRE(!out);
            t->failed = true;
            continue;
        }
        REQUIRE(out && size && out[size] == '\0');
        transcript_put(t, out, size);
        qp_free(out);
    }
}

static void put_diagnostics(struct transcript *t, const qp_result *r) {
    for (size_t i = 0; i < qp_result_diagnostic_count(r); i++) {
        const qp_diagnostic *d = qp_result_diagnostic(r, i);
        char place[64];
        snprintf(place, sizeof place, "%d:%zu:%zu ", d->severity, d->line, d->column);
        transcript_put(t, place, strlen(place));
        transcript_text(t, d->code);
        transcript_text(t, d->message);
    }
}

void transcript_outcome(struct transcript *t, const qp_result *r) {
    if (!r || qp_result_outcome(r) == QP_FAILED) {
        REQUIRE(!r || (qp_result_count(r) == 0 && qp_result_diagnostic_count(r) == 1));
        t->failed = true;
        return;
    }
    char counts[64];
    snprintf(counts, sizeof counts, "%d %zu\n", qp_result_outcome(r), qp_result_count(r));
    transcript_text(t, counts);
    put_diagnostics(t, r);
}

void transcript_records(struct transcript *t, const qp_result *r) {
    for (size_t i = 0; r && i < qp_result_count(r); i++)
        put_record(t, qp_result_question(r, i));
}

bool transcript_equal(const struct transcript *a, const struct transcript *b) {
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

/* ---- inputs ---- */

uint8_t *exact_copy(const uint8_t *bytes, size_t size) {
    uint8_t *copy = __real_malloc(size);
    REQUIRE(copy);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

void cleaned(const uint8_t *bytes, size_t size, struct buffer *out) {
    struct arena arena = {0};
    struct diagnostics d = {.arena = &arena};
    struct buffer owned = {0};
    struct span text;
    struct decode_request request = {.forced = ENC_UTF8};
    REQUIRE(decode((struct span){(const char *)bytes, size}, &request, &d, &owned, &text) == 0);
    buffer_append(out, text.ptr, text.len);
    REQUIRE(!out->failed);
    buffer_free(&owned);
    diagnostics_free(&d);
    arena_free(&arena);
}
