/* Words and digits of ASCII. */
#include "base/ascii.h"

size_t leading_digits(struct span s) {
    size_t n = 0;
    while (n < s.len && is_digit(s.ptr[n]))
        n++;
    return n;
}

bool ascii_begins(struct span s, const char *lower) {
    for (size_t i = 0; lower[i]; i++)
        if (i == s.len || to_lower(s.ptr[i]) != lower[i])
            return false;
    return true;
}
