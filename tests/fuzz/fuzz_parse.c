/* libFuzzer target: any bytes through the library and out again in every format.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz_parse.c src/... -lxml2
 *
 * The first byte chooses the options, so that a corpus holds them too. Built with
 * -DFAIL_MALLOC and -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc the next two bytes
 * choose the allocation that fails: the answer is then "out of memory" or the very
 * bytes that a healthy run gives. */
#include "qparse.h"

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#ifdef FAIL_MALLOC
static size_t until_failure; /* 0: none fails */
static bool sticky;          /* once one has failed, all do */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool fails(void) {
    if (until_failure == 0)
        return false;
    if (until_failure > 1) {
        until_failure--;
        return false;
    }
    if (!sticky)
        until_failure = 0;
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
#endif

/* Growing text in which a run leaves all that it gave; never fails, unlike what it watches. */
struct transcript {
    char *ptr;
    size_t len, cap;
    bool failed; /* memory ended in the run */
};

static void put(struct transcript *t, const void *bytes, size_t size) {
    if (t->len + size > t->cap) {
        t->cap = (t->len + size) * 2;
#ifdef FAIL_MALLOC
        t->ptr = __real_realloc(t->ptr, t->cap);
#else
        t->ptr = realloc(t->ptr, t->cap);
#endif
        REQUIRE(t->ptr);
    }
    if (size)
        memcpy(t->ptr + t->len, bytes, size);
    t->len += size;
}

/* One character of well-formed UTF-8 that XML 1.0 allows: its length, else 0. */
static size_t character(const unsigned char *p, size_t left) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = *p < 0x80 ? 1 : *p < 0xC2 ? 0 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF5 ? 4 : 0;
    if (n == 0 || n > left)
        return 0;
    uint32_t c = n == 1 ? *p : *p & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (n > 1 && c < least[n])
        return 0;
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        return 0;
    return (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF ? 0 : n;
}

static bool clean(const char *text, size_t size) {
    for (size_t i = 0, n; i < size; i += n)
        if ((n = character((const unsigned char *)text + i, size - i)) == 0)
            return false;
    return true;
}

static void check_xml(const char *text, size_t size) {
    xmlDoc *doc = xmlReadMemory(text, (int)size, "record", "UTF-8", XML_PARSE_NONET | XML_PARSE_HUGE);
    REQUIRE(doc);
    xmlFreeDoc(doc);
}

static void emit(const qp_question *q, bool healthy, struct transcript *t) {
    static const enum qp_format formats[] = {QP_JSON, QP_JSONL, QP_XML};
    for (size_t i = 0; i < 4; i++) {
        enum qp_format format = formats[i < 3 ? i : 2];
        char *out = NULL;
        size_t size = 0;
        if (qp_emit(q, format, i < 3 ? QP_ALONE : QP_ITEM, &out, &size)) {
            REQUIRE(!out && !healthy);
            t->failed = true;
            continue;
        }
        REQUIRE(out && size && out[size] == '\0' && out[size - 1] == '\n');
        REQUIRE(clean(out, size));
        if (format == QP_JSONL)
            REQUIRE(memchr(out, '\n', size) == out + size - 1);
        if (healthy && format == QP_XML && i < 3)
            check_xml(out, size);
        put(t, out, size);
        qp_free(out);
    }
}

static void check_question(const qp_question *q) {
    REQUIRE(q->site != QP_SITE_NONE && qp_site_name(q->site));
    for (size_t i = 0; i < q->unparsed_count; i++)
        REQUIRE(q->unparsed[i].line >= 1);
}

/* Whether one of them is an error. */
static bool diagnostics(const qp_result *r, struct transcript *t) {
    bool refused = false;
    size_t count = qp_result_diagnostic_count(r);
    REQUIRE(qp_result_diagnostic(r, count) == NULL);
    for (size_t i = 0; i < count; i++) {
        const qp_diagnostic *d = qp_result_diagnostic(r, i);
        char place[64];
        REQUIRE((d->line >= 1) == (d->column >= 1));
        REQUIRE(clean(d->message, strlen(d->message)) && !strchr(d->message, '\n'));
        int n = snprintf(place, sizeof place, "%d:%zu:%zu ", d->severity, d->line, d->column);
        put(t, place, (size_t)n);
        put(t, d->code, strlen(d->code));
        put(t, d->message, strlen(d->message));
        refused |= d->severity == QP_ERROR;
    }
    return refused;
}

static void run(const uint8_t *bytes, size_t size, const qp_options *options, bool healthy,
                struct transcript *t) {
    qp_result *r = qp_parse(bytes, size, options);
    if (!r || qp_result_outcome(r) == QP_FAILED) {
        REQUIRE(!healthy);
        REQUIRE(!r || (qp_result_count(r) == 0 && qp_result_diagnostic_count(r) == 1));
        t->failed = true;
        qp_result_free(r);
        return;
    }
    REQUIRE((qp_result_outcome(r) == QP_CONVERTED) == (qp_result_count(r) > 0));
    bool refused = diagnostics(r, t);
    REQUIRE(refused == (qp_result_count(r) == 0));
    for (size_t i = 0; i < qp_result_count(r); i++) {
        check_question(qp_result_question(r, i));
        emit(qp_result_question(r, i), healthy, t);
    }
    char *out = NULL;
    size_t out_size;
    if (options->keep_lines && qp_explain(r, false, &out, &out_size)) {
        REQUIRE(!out && !healthy);
        t->failed = true;
    } else if (out) {
        REQUIRE(clean(out, out_size));
        put(t, out, out_size);
        qp_free(out);
    }
    qp_result_free(r);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
#ifdef FAIL_MALLOC
    xmlMemSetup(free, __wrap_malloc, __wrap_realloc, failing_strdup);
#endif
    qp_init();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct transcript one = {0}, two = {0};
    size_t head = 1;
#ifdef FAIL_MALLOC
    head = 3;
#endif
    if (size < head)
        return 0;
    qp_options options = {.input = (enum qp_input)(data[0] & 3),
                          .file = data[0] & 16 ? "page.html" : NULL,
                          .plain_spaces = data[0] & 4,
                          .keep_lines = data[0] & 8};
    /* A block of just that size, for the sanitizer to see a read past the end. */
    size -= head;
    uint8_t *bytes = malloc(size ? size : 1);
    REQUIRE(bytes);
    memcpy(bytes, data + head, size);
    run(bytes, size, &options, true, &one);
#ifdef FAIL_MALLOC
    sticky = data[0] & 32;
    until_failure = (size_t)(data[1] << 8 | data[2]) % 512 + 1;
    run(bytes, size, &options, false, &two);
    until_failure = 0;
#else
    run(bytes, size, &options, true, &two);
#endif
    if (!two.failed)
        REQUIRE(one.len == two.len && (one.len == 0 || memcmp(one.ptr, two.ptr, one.len) == 0));
    free(bytes);
    free(one.ptr);
    free(two.ptr);
    return 0;
}
