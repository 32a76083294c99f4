/* Repairs text that was encoded as UTF-8 twice: "Ã©" becomes "é" again. */
#include "base/utf8.h"
#include "decode/clean.h"
#include "decode/decoding.h"

/* Reads one character that was encoded twice, "Ã©", into the bytes of "é"; moves behind it and
 * returns their number. Where it is not such a character, moves behind it and returns 0. Needs a
 * character above ASCII. */
static size_t undo(const char **p, const char *end, byte bytes[4]) {
    bytes[0] = to_windows(utf8_next(p, end));
    size_t need = bytes[0] < 0xC2   ? 0
                  : bytes[0] < 0xE0 ? 2
                  : bytes[0] < 0xF0 ? 3
                  : bytes[0] < 0xF5 ? 4
                                    : 0;
    const char *at = *p;
    for (size_t i = 1; i < need; i++) {
        if (at == end)
            return 0;
        bytes[i] = to_windows(utf8_next(&at, end));
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    }
    if (need == 0 || form_at(bytes, bytes + need).kind != GOOD)
        return 0;
    *p = at;
    return need;
}

/* Whether no word of any language holds this pair. A word in capitals may end in Ã before a
 * no-break space, a closing quote or an ellipsis, as in "IRMÃ »": then it proves nothing. */
static bool certain(const byte bytes[4]) {
    switch (bytes[0]) {
    case 0xC2:
    case 0xC3:
    case 0xC5:
        return bytes[1] != 0xA0 && bytes[1] != 0xBB && bytes[1] != 0x92 && bytes[1] != 0x94 &&
               bytes[1] != 0x85 && bytes[1] != 0x9B;
    case 0xE2:
        return true;
    default:
        return false;
    }
}

struct survey {
    size_t undone, certain, other;
    size_t first; /* offset of the first certain one */
};

/* A U+FFFD that replaced a forbidden character, which was ASCII and does not speak against a
 * repair. */
static bool is_own_replacement(const struct decoding *j, const char *p, const char *end) {
    return j->forbidden.count > 0 && end - p >= 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0;
}

static struct survey take_survey(const struct decoding *j) {
    struct survey n = {0};
    const char *p = j->text.ptr, *end = span_end(j->text);
    while (p < end) {
        if (!(*p & 0x80)) {
            p++;
            continue;
        }
        if (is_own_replacement(j, p, end)) {
            p += 3;
            continue;
        }
        const char *begin = p;
        byte bytes[4];
        if (!undo(&p, end, bytes)) {
            n.other++;
            continue;
        }
        n.undone++;
        if (certain(bytes) && n.certain++ == 0)
            n.first = (size_t)(begin - j->text.ptr);
    }
    return n;
}

static void undo_all(struct decoding *j, struct buffer *out) {
    const char *p = j->text.ptr, *end = span_end(j->text);
    size_t forbidden = j->forbidden.first;
    while (p < end && !out->failed) {
        const char *run = p;
        while (p < end && !(*p & 0x80))
            p++;
        buffer_append(out, run, (size_t)(p - run));
        if (p == end)
            break;
        if (is_own_replacement(j, p, end)) {
            if ((size_t)(p - j->text.ptr) == forbidden)
                j->forbidden.first = out->len;
            buffer_append(out, p, 3);
            p += 3;
            continue;
        }
        byte bytes[4];
        size_t len = undo(&p, end, bytes);
        if (!(len == 3 && out->len == 0 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0))
            buffer_append(out, (const char *)bytes, len);
    }
}

static void diagnose_suspected(struct decoding *j, const struct survey *n) {
    if (n->certain > 0)
        diagnose(j->d, D_MOJIBAKE_SUSPECTED, n->first,
                 "%zu character%s to be encoded twice; the text is left as it is", n->certain,
                 n->certain == 1 ? " seems" : "s seem");
}

/* Repairs only if double encoding explains every character above ASCII, at least two of them and
 * one with certainty: else the page may merely quote such text. */
int decoding_repair(struct decoding *j) {
    if (!j->suspicious || j->text.len == 0)
        return 0;
    struct survey n = take_survey(j);
    bool whole = n.other == 0 && j->mixed.count == 0 && j->invalid.count == 0;
    if (!whole || n.undone < 2 || n.certain == 0) {
        diagnose_suspected(j, &n);
        return 0;
    }
    struct buffer out = {0};
    buffer_reserve(&out, j->text.len);
    undo_all(j, &out);
    if (out.failed) {
        buffer_free(&out);
        return -1;
    }
    buffer_free(j->owned);
    *j->owned = out;
    j->text = (struct span){out.ptr, out.len};
    diagnose(j->d, D_ENCODING_REPAIRED, first_above_ascii(j->text),
             "%zu characters were encoded twice as UTF-8; decoded twice", n.undone);
    n = take_survey(j);
    diagnose_suspected(j, &n);
    return 0;
}
