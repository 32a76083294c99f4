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

/* Of the part [p, end) of the text. */
static struct survey take_survey_of(const struct decoding *j, const char *p, const char *end) {
    struct survey n = {0};
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

static struct survey take_survey(const struct decoding *j) {
    return take_survey_of(j, j->text.ptr, span_end(j->text));
}

static void undo_all(struct decoding *j, const char *p, const char *end, struct buffer *out) {
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

/* An XML view of the Assemblée comes out of a base in which one field may be encoded twice and another
 * not. */
static bool has_fields(const struct decoding *j) {
    struct span text = span_trim(j->text);
    return j->forbidden.count + j->mixed.count + j->invalid.count == 0 && text.len > 10 &&
           (memcmp(text.ptr, "<?xml", 5) == 0 || memcmp(text.ptr, "<QUESTION ", 10) == 0);
}

/* Undoes the fields, which are between tags or within one, that double encoding explains as a whole.
 * Their number and the first one's new place are returned. */
static struct survey undo_fields(struct decoding *j, struct buffer *out) {
    const char *p = j->text.ptr, *end = span_end(j->text);
    struct survey all = {0};
    while (p < end && !out->failed) {
        const char *field = p++;
        while (p < end && *p != '<' && *p != '>')
            p++;
        struct survey n = take_survey_of(j, field, p);
        if (n.other == 0 && n.certain > 0) {
            if (all.undone == 0)
                all.first = out->len + (n.first - (size_t)(field - j->text.ptr));
            all.undone += n.undone;
            undo_all(j, field, p, out);
        } else {
            buffer_append(out, field, (size_t)(p - field));
        }
    }
    return all;
}

/* Repairs only if double encoding explains every character above ASCII, at least two of them and
 * one with certainty: else the page may merely quote such text. */
int decoding_repair(struct decoding *j) {
    if (!j->suspicious || j->text.len == 0)
        return 0;
    struct survey n = take_survey(j);
    bool whole = n.other == 0 && j->mixed.count == 0 && j->invalid.count == 0;
    bool all = whole && n.undone >= 2 && n.certain > 0;
    if (!all && !(n.certain > 0 && has_fields(j))) {
        diagnose_suspected(j, &n);
        return 0;
    }
    struct buffer out = {0};
    buffer_reserve(&out, j->text.len);
    if (all)
        undo_all(j, j->text.ptr, span_end(j->text), &out);
    else
        n = undo_fields(j, &out);
    if (out.failed) {
        buffer_free(&out);
        return -1;
    }
    buffer_free(j->owned);
    *j->owned = out;
    j->text = (struct span){out.ptr, out.len};
    if (n.undone)
        diagnose(j->d, D_ENCODING_REPAIRED, all ? first_above_ascii(j->text) : n.first,
                 "%zu character%s encoded twice as UTF-8; decoded twice", n.undone,
                 n.undone == 1 ? " was" : "s were");
    n = take_survey(j);
    diagnose_suspected(j, &n);
    return 0;
}
