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

int number_small(struct span digits) {
    enum { LONGEST = 4 };
    int n = 0;
    if (digits.len == 0 || digits.len > LONGEST || leading_digits(digits) != digits.len)
        return -1;
    for (size_t i = 0; i < digits.len; i++)
        n = n * 10 + (digits.ptr[i] - '0');
    return n;
}
