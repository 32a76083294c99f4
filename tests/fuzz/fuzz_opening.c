/* Who speaks to whom, and which other questions a text names: what is found are stretches of
 * the text, and the search ends. The first line is the author's name. */
#include "base/fold.h"
#include "base/memory.h"
#include "fuzz.h"

#include "extract/opening.h"
#include "lex/mention.h"

#include <stdlib.h>

static bool starts_character(const char *p, struct span text) {
    return p == span_end(text) || ((unsigned char)*p & 0xC0) != 0x80;
}

static void check_part(struct span part, struct span text) {
    if (!part.ptr)
        return;
    REQUIRE(part.len > 0 && part.ptr >= text.ptr && span_end(part) <= span_end(text));
    REQUIRE(starts_character(part.ptr, text) && starts_character(span_end(part), text));
    REQUIRE(span_equal(span_trim(part), part) && !span_blank(part));
}

static void check_opening(struct span text, struct span author) {
    static const char *const civilities[] = {"m", "m.", "mme", "mme.", "mlle", "mlle.",
                                             "monsieur", "madame", "mademoiselle"};
    struct opening o = opening_read(text, author), again = opening_read(text, author);
    bool known = !o.civility.ptr;
    check_part(o.civility, text);
    check_part(o.speaker, text);
    check_part(o.addressee, text);
    for (size_t i = 0; i < sizeof civilities / sizeof *civilities; i++)
        known |= o.civility.ptr && fold_equal(o.civility, civilities[i]);
    REQUIRE(known);
    if (author.ptr && o.speaker.ptr && o.addressee.ptr)
        REQUIRE(span_end(o.speaker) <= o.addressee.ptr || span_end(o.addressee) <= o.speaker.ptr);
    REQUIRE(o.addressee.ptr == again.addressee.ptr && o.addressee.len == again.addressee.len);
}

static void check_mentions(struct span text) {
    struct mention m;
    for (size_t at = 0, before = 0; mention_next(text, &at, &m); before = at) {
        REQUIRE(at > before && at <= text.len);
        check_part(m.text, text);
        check_part(m.number, text);
        REQUIRE(m.text.ptr && m.number.ptr);
        REQUIRE(m.number.ptr >= m.text.ptr && span_end(m.number) <= span_end(m.text));
        REQUIRE(m.type == QP_TRANSFORMED_INTO || m.type == QP_RECALLS || m.type == QP_CITES);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct buffer clean = {0};
    cleaned(data, size, &clean);
    char *exact = (char *)exact_copy((const uint8_t *)clean.ptr, clean.len);
    struct span all = {exact, clean.len};
    const char *end = all.len ? memchr(exact, '\n', all.len) : NULL;
    struct span author = end ? span_trim(span_from(exact, end)) : NO_SPAN;
    struct span text = span_trim(end ? span_from(end + 1, span_end(all)) : all);
    if (text.len) {
        check_opening(text, author);
        check_opening(text, NO_SPAN);
        check_mentions(text);
    }
    free(exact);
    buffer_free(&clean);
    return 0;
}
