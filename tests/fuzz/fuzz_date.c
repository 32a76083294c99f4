/* French dates: what is read is a day of the calendar, stays within the text and can be
 * written and read again. */
#include "base/memory.h"
#include "fuzz.h"

#include "question/date.h"

#include <stdlib.h>
#include <time.h>

typedef enum date_result reader(struct span text, qp_date *out, struct span *rest);

static bool is_within(struct span part, struct span whole) {
    return part.ptr >= whole.ptr && span_end(part) == span_end(whole);
}

/* The C library's calendar, as an independent judge. */
static bool exists(qp_date d) {
    struct tm tm = {.tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day, .tm_hour = 12};
    struct tm wanted = tm;
    return timegm(&tm) != (time_t)-1 && tm.tm_mday == wanted.tm_mday && tm.tm_mon == wanted.tm_mon &&
           tm.tm_year == wanted.tm_year;
}

static void check_written(qp_date d) {
    char text[17];
    qp_date again;
    struct span rest;
    d.hour = -1;
    size_t n = date_format(d, text);
    REQUIRE(n == 10);
    REQUIRE(date_iso((struct span){text, n}, &again, &rest) == DATE_OK && rest.len == 0);
    REQUIRE(date_compare(d, again) == 0);
}

static void check_read(reader *read, struct span text) {
    qp_date date = {.year = 77, .hour = 7};
    struct span rest = {0};
    switch (read(text, &date, &rest)) {
    case DATE_NONE: break;
    case DATE_BAD:
        REQUIRE(date.year == 0 && is_within(rest, text));
        break;
    case DATE_OK:
        REQUIRE(is_within(rest, text) && rest.len < text.len);
        REQUIRE(date.hour == -1 && exists(date));
        check_written(date);
        if (date_time(rest, &date, &rest))
            REQUIRE(date.hour >= 0 && date.hour < 24 && date.minute >= 0 && date.minute < 60 &&
                    is_within(rest, text));
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static reader *const readers[] = {date_long, date_short, date_iso, date_any};
    struct buffer clean = {0};
    cleaned(data, size, &clean);
    char *exact = (char *)exact_copy((const uint8_t *)clean.ptr, clean.len);
    struct span text = {exact, clean.len};
    qp_date any, one;
    struct span any_rest, rest;
    enum date_result found = DATE_NONE;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        check_read(readers[i], text);
    for (size_t i = 0; i < 3 && found == DATE_NONE; i++)
        found = readers[i](text, &one, &rest);
    REQUIRE(date_any(text, &any, &any_rest) == found);
    if (found == DATE_OK)
        REQUIRE(date_compare(one, any) == 0 && span_equal(rest, any_rest));
    free(exact);
    buffer_free(&clean);
    return 0;
}
