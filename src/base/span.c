/* Spans: trimmed, searched, looked up in lists of words. */
#include "base/span.h"

struct span span_trim(struct span s) {
    while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t' || s.ptr[0] == '\n' || s.ptr[0] == '\r'))
        s.ptr++, s.len--;
    while (s.len > 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' ||
                         s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return s;
}

const char *span_find(struct span s, struct span what) {
    size_t before = what.len - 1;
    if (s.len < what.len)
        return NULL;
    const char *p = s.ptr + before, *end = span_end(s);
    while (p < end && (p = memchr(p, what.ptr[before], (size_t)(end - p)))) {
        if (memcmp(p - before, what.ptr, before) == 0)
            return p - before;
        p++;
    }
    return NULL;
}

bool word_among(struct span word, const char *list) {
    for (const char *p = list; *p; p += *p == ' ') {
        size_t n = 0;
        while (n < word.len && p[n] == word.ptr[n])
            n++;
        if (n == word.len && (p[n] == ' ' || p[n] == '\0'))
            return true;
        for (p += n; *p && *p != ' ';)
            p++;
    }
    return false;
}

bool word_indexed(struct span word, const char *const lists[26]) {
    unsigned letter = word.len ? (unsigned char)word.ptr[0] - (unsigned)'a' : 26;
    return letter < 26 && lists[letter] && word_among(word, lists[letter]);
}
