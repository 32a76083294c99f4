/* Converts bytes in a known encoding to clean UTF-8. */
#include "base/utf8.h"
#include "decode/clean.h"
#include "decode/decoding.h"

static void note(struct damage *tally, size_t place) {
    if (tally->count++ == 0)
        tally->first = place;
}

static void put_replacement(struct decoding *j, struct damage *why) {
    note(why, j->owned->len);
    buffer_codepoint(j->owned, REPLACEMENT);
}

static void put(struct decoding *j, uint32_t c) {
    if (allowed(c))
        buffer_codepoint(j->owned, c);
    else
        put_replacement(j, &j->forbidden);
}

static void put_windows(struct decoding *j, byte b, struct damage *read_as) {
    uint32_t c = from_windows(b);
    if (!c) {
        put_replacement(j, &j->invalid);
        return;
    }
    note(read_as, j->owned->len);
    buffer_codepoint(j->owned, c);
}

static void convert_utf8(struct decoding *j, const byte *p, const byte *end) {
    while (p < end) {
        const byte *dirty = skip_clean(p, end, &j->suspicious);
        buffer_append(j->owned, (const char *)p, (size_t)(dirty - p));
        p = dirty;
        if (p == end)
            break;
        struct form form = form_at(p, end);
        if (form.kind == LONE)
            put_windows(j, *p, &j->mixed);
        else
            put_replacement(j, form.kind == FORBIDDEN ? &j->forbidden : &j->invalid);
        p += form.len;
    }
}

/* The end of a run of allowed ASCII: most bytes of a page in any encoding are in one. */
static const byte *skip_ascii(const byte *p, const byte *end) {
    while ((p = skip_printable(p, end)) < end && *p < 0x80 && allowed_ascii(*p))
        p++;
    return p;
}

static void convert_bytes(struct decoding *j, const byte *p, const byte *end,
                          enum encoding encoding) {
    while (p < end) {
        const byte *run = p;
        p = skip_ascii(p, end);
        buffer_append(j->owned, (const char *)run, (size_t)(p - run));
        if (p == end)
            break;
        uint32_t c = from_byte(*p, encoding);
        if (!c && *p >= 0x80)
            put_replacement(j, &j->invalid);
        else
            put(j, c);
        p++;
    }
}

static uint32_t unit_at(const byte *p, bool big) {
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void convert_utf16(struct decoding *j, const byte *p, const byte *end, bool big) {
    while (end - p >= 2) {
        uint32_t c = unit_at(p, big);
        p += 2;
        uint32_t low = c >= 0xD800 && c < 0xDC00 && end - p >= 2 ? unit_at(p, big) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            put(j, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
            p += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            put_replacement(j, &j->invalid);
        } else {
            put(j, c);
        }
    }
    if (p < end)
        put_replacement(j, &j->invalid);
}

int decoding_convert(struct decoding *j, enum encoding encoding) {
    const byte *p = (const byte *)j->bytes.ptr, *end = p + j->bytes.len;
    j->suspicious = false;
    buffer_reserve(j->owned, j->bytes.len + j->bytes.len / 8 + 16);
    if (is_utf16(encoding))
        convert_utf16(j, p, end, encoding == ENC_UTF16BE);
    else if (encoding == ENC_UTF8)
        convert_utf8(j, p, end);
    else
        convert_bytes(j, p, end, encoding);
    if (j->owned->failed)
        return -1;
    j->text = (struct span){j->owned->ptr, j->owned->len};
    if (encoding != ENC_UTF8) {
        const byte *out = (const byte *)j->text.ptr;
        skip_clean(out, out + j->text.len, &j->suspicious);
    }
    return 0;
}
