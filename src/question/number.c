/* The number of a question without leading zeros, letters and year. */
#include "question/number.h"

#include "base/ascii.h"

struct span number_bare(struct span s) {
    while (s.len && !is_digit(s.ptr[s.len - 1]))
        s.len--;
    for (size_t i = s.len; i > 0; i--)
        if (!is_digit(s.ptr[i - 1])) {
            s = span_from(s.ptr + i, span_end(s));
            break;
        }
    while (s.len && *s.ptr == '0')
        s.ptr++, s.len--;
    return s;
}

bool number_same(struct span a, struct span b) {
    return span_equal(number_bare(a), number_bare(b));
}
