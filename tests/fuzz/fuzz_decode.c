/* Bytes to clean text. The first byte chooses what is declared or forced. */
#include "fuzz.h"

#include "decode/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

struct decoded {
    struct arena arena;
    struct diagnostics d;
    struct buffer owned;
    struct span text;
};

static void run(struct decoded *out, struct span bytes, const struct decode_request *request) {
    *out = (struct decoded){0};
    out->d.arena = &out->arena;
    REQUIRE(decode(bytes, request, &out->d, &out->owned, &out->text) == 0 && !out->d.failed);
}

static void release(struct decoded *out) {
    buffer_free(&out->owned);
    diagnostics_free(&out->d);
    arena_free(&out->arena);
}

/* A form feed is left for the readers. */
static bool is_clean(struct span s) {
    while (s.len) {
        const char *feed = memchr(s.ptr, '\f', s.len);
        size_t n = feed ? (size_t)(feed - s.ptr) : s.len;
        if (!all_clean(s.ptr, n))
            return false;
        s.ptr += feed ? n + 1 : n;
        s.len -= feed ? n + 1 : n;
    }
    return true;
}

static bool says(const struct decoded *r, enum code code) {
    for (size_t i = 0; i < r->d.count; i++)
        if (r->d.items[i].code == code)
            return true;
    return false;
}

/* The C library's own conversion, where it gets to the end without a doubt. */
static void check_against_iconv(const struct decoded *r, struct span bytes, const char *encoding) {
    size_t room = bytes.len * 3 + 4, left = room;
    char *expected = malloc(room), *to = expected, *from = (char *)bytes.ptr;
    iconv_t ic = iconv_open("UTF-8", encoding);
    REQUIRE(expected && ic != (iconv_t)-1);
    if (iconv(ic, &from, &bytes.len, &to, &left) == 0) {
        struct span e = {expected, room - left};
        if (e.len >= 3 && memcmp(e.ptr, "\xEF\xBB\xBF", 3) == 0)
            e = (struct span){e.ptr + 3, e.len - 3};
        if (is_clean(e))
            REQUIRE(says(r, D_ENCODING_REPAIRED) || span_equal(e, r->text));
    }
    iconv_close(ic);
    free(expected);
}

/* What has been decoded once stays as it is; a second mark is a character of the text. */
static void check_again(const struct decoded *r) {
    static const struct decode_request forced = {.forced = ENC_UTF8};
    struct decoded again;
    if (r->text.len >= 3 && memcmp(r->text.ptr, "\xEF\xBB\xBF", 3) == 0)
        return;
    run(&again, r->text, &forced);
    REQUIRE(span_equal(again.text, r->text) || says(&again, D_ENCODING_REPAIRED));
    release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const enum encoding all[] = {ENC_NONE, ENC_UTF8, ENC_UTF16LE, ENC_UTF16BE,
                                        ENC_WINDOWS_1252, ENC_ISO_8859_15, ENC_NONE, ENC_NONE};
    if (size < 1)
        return 0;
    struct decode_request request = {.forced = all[data[0] & 7],
                                     .declared = all[data[0] >> 3 & 7],
                                     .declared_label = SPAN("a label"),
                                     .is_html = data[0] & 64};
    uint8_t *exact = exact_copy(data + 1, size - 1);
    struct span bytes = {(const char *)exact, size - 1};
    struct decoded r;
    run(&r, bytes, &request);
    REQUIRE(is_clean(r.text));
    REQUIRE(r.text.len <= 3 * bytes.len);
    if (r.text.ptr != r.owned.ptr && r.text.len)
        REQUIRE(r.text.ptr >= bytes.ptr && span_end(r.text) <= span_end(bytes));
    for (size_t i = 0; i < r.d.count; i++)
        REQUIRE(r.d.items[i].offset == NO_PLACE || r.d.items[i].offset <= r.text.len);
    check_again(&r);
    if (request.forced == ENC_UTF8)
        check_against_iconv(&r, bytes, "UTF-8");
    if (request.forced == ENC_UTF16LE)
        check_against_iconv(&r, bytes, "UTF-16LE");
    if (request.forced == ENC_UTF16BE)
        check_against_iconv(&r, bytes, "UTF-16BE");
    release(&r);
    free(exact);
    return 0;
}
