/* The word that was meant: the one with the fewest letters wrong. */
#include "command/suggest.h"

#include <string.h>

enum { MOST = 24 }; /* letters of a word; no option is longer */

static bool same(char a, char b) {
    return (a | 0x20) == (b | 0x20);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Letters that are missing, too many, other ones, or two in the wrong order. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len) {
    size_t rows[MOST + 1][MOST + 1];
    for (size_t i = 0; i <= a_len; i++)
        for (size_t k = 0; k <= b_len; k++) {
            if (i == 0 || k == 0) {
                rows[i][k] = i + k;
                continue;
            }
            size_t n = least(rows[i - 1][k], rows[i][k - 1]) + 1;
            n = least(n, rows[i - 1][k - 1] + !same(a[i - 1], b[k - 1]));
            if (i > 1 && k > 1 && same(a[i - 1], b[k - 2]) && same(a[i - 2], b[k - 1]))
                n = least(n, rows[i - 2][k - 2] + 1);
            rows[i][k] = n;
        }
    return rows[a_len][b_len];
}

void suggest_try(struct suggestion *s, const char *word) {
    size_t len = strlen(word);
    if (len > MOST || s->len > MOST || len == 0)
        return;
    size_t n = distance(s->typed, s->len, word, len), most = s->len < 5 ? 1 : 2;
    if (n <= most && n < s->len && (!s->word || n < s->distance)) {
        s->word = word;
        s->distance = n;
    }
}
