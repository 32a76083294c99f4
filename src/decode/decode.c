/* Decides on the encoding, in this order: one that the caller forces, a byte order mark, NULs, a
 * declaration, the bytes themselves. */
#include "decode/decode.h"

#include "decode/clean.h"
#include "decode/declared.h"
#include "decode/decoding.h"

/* A label for a message; it is not decoded, so bytes above ASCII become '?'. */
static const char *shown(struct decoding *j, struct span label) {
    char ascii[40];
    size_t len = label.len < sizeof ascii ? label.len : sizeof ascii;
    for (size_t i = 0; i < len; i++)
        ascii[i] = label.ptr[i] & 0x80 ? '?' : label.ptr[i];
    return quoted(j->d, (struct span){ascii, len});
}

static void diagnose_guess(struct decoding *j, struct span label, enum encoding encoding) {
    size_t place = first_above_ascii(j->text);
    if (label.len)
        diagnose(j->d, D_ENCODING_GUESSED, place,
                 "the declared encoding '%s' is not known; read as %s", shown(j, label),
                 encoding_name(encoding));
    else
        diagnose(j->d, D_ENCODING_GUESSED, place, "no declaration tells the encoding; read as %s",
                 encoding_name(encoding));
}

/* Reports a declaration that the bytes contradict; ASCII contradicts none. */
static void diagnose_declaration(struct decoding *j, const struct declaration *declared,
                                 enum encoding encoding) {
    bool guessed = encoding == ENC_WINDOWS_1252 || declared->label.len > 0;
    if (declared->encoding == encoding || (declared->encoding == ENC_NONE && !guessed))
        return;
    size_t place = first_above_ascii(j->text);
    if (place == NO_PLACE)
        return;
    if (declared->encoding == ENC_NONE)
        diagnose_guess(j, declared->label, encoding);
    else
        diagnose(j->d, D_CHARSET_MISMATCH, place, "declared as %s, read as %s",
                 declared->label.len ? shown(j, declared->label)
                                     : encoding_name(declared->encoding),
                 encoding_name(encoding));
}

static void diagnose_tallies(struct decoding *j) {
    const struct damage *t = &j->mixed;
    if (t->count)
        diagnose(j->d, D_MIXED_ENCODING, t->first,
                 "%zu byte%s of another encoding in UTF-8 text read as windows-1252", t->count,
                 t->count == 1 ? "" : "s");
    t = &j->invalid;
    if (t->count)
        diagnose(j->d, D_INVALID_ENCODING, t->first, "%zu ill-formed sequence%s became U+FFFD",
                 t->count, t->count == 1 ? "" : "s");
    t = &j->forbidden;
    if (t->count)
        diagnose(j->d, D_INVALID_CHARACTER, t->first,
                 "%zu character%s that XML forbids became U+FFFD", t->count,
                 t->count == 1 ? "" : "s");
}

/* More than one control character in `share` bytes: no text in any 8-bit encoding. */
static bool hopeless(struct span bytes, size_t share) {
    size_t n = bytes.len < PRESCAN ? bytes.len : PRESCAN, controls = 0;
    for (size_t i = 0; i < n; i++)
        controls += !allowed_ascii((byte)bytes.ptr[i]);
    return n >= 16 * share && controls * share > n;
}

/* The encoding of bytes that are not clean UTF-8; ENC_NONE: no text at all. */
static enum encoding choose(struct decoding *j, const struct declaration *declared) {
    const byte *p = (const byte *)j->bytes.ptr;
    struct census n = take_census(p, p + j->bytes.len);
    if (n.ill == 0)
        return hopeless(j->bytes, 2) ? ENC_NONE : ENC_UTF8;
    if (j->marked)
        return ENC_UTF8;
    if (declared->encoding == ENC_WINDOWS_1252 || declared->encoding == ENC_ISO_8859_15)
        return declared->encoding;
    if (n.sequences > n.ill || (declared->encoding == ENC_UTF8 && n.ill == n.tail))
        return ENC_UTF8;
    return declared->encoding == ENC_NONE && hopeless(j->bytes, 16) ? ENC_NONE : ENC_WINDOWS_1252;
}

static int finish(struct decoding *j) {
    if (decoding_repair(j))
        return -1;
    diagnose_tallies(j);
    return 0;
}

static int give_up(struct decoding *j) {
    j->text = NO_SPAN;
    diagnose(j->d, D_ENCODING_UNKNOWN, NO_PLACE, "no encoding makes text of these bytes");
    return 0;
}

static int decode_known(struct decoding *j, enum encoding encoding) {
    const byte *p = (const byte *)j->bytes.ptr, *end = p + j->bytes.len;
    j->text = j->bytes;
    bool same = encoding == ENC_UTF8 ||
                (!is_utf16(encoding) && first_above_ascii(j->bytes) == NO_PLACE);
    if (!(same && skip_clean(p, end, &j->suspicious) == end) && decoding_convert(j, encoding))
        return -1;
    return finish(j);
}

static int decode_found(struct decoding *j) {
    const byte *p = (const byte *)j->bytes.ptr, *end = p + j->bytes.len;
    struct declaration declared = find_declaration(j->bytes, j->request);
    enum encoding encoding = ENC_UTF8;
    j->text = j->bytes;
    if (skip_clean(p, end, &j->suspicious) != end) {
        encoding = choose(j, &declared);
        if (encoding == ENC_NONE)
            return give_up(j);
        if (decoding_convert(j, encoding))
            return -1;
    }
    diagnose_declaration(j, &declared, encoding);
    return finish(j);
}

static int decode_job(struct decoding *j) {
    enum encoding forced = j->request->forced;
    size_t skip = 0;
    enum encoding bom = encoding_from_bom(j->bytes, &skip);
    if (forced == ENC_NONE && is_utf32(j->bytes))
        return give_up(j);
    /* "utf-16" leaves the byte order to the mark. */
    if (forced == ENC_NONE || forced == bom || (is_utf16(forced) && is_utf16(bom))) {
        j->bytes.ptr += skip;
        j->bytes.len -= skip;
        j->marked = bom == ENC_UTF8;
        if (is_utf16(bom))
            forced = bom;
    }
    if (forced != ENC_NONE)
        return decode_known(j, forced);
    enum encoding wide = j->marked ? ENC_NONE : encoding_from_nuls(j->bytes);
    if (wide == ENC_NONE)
        return decode_found(j);
    if (decoding_convert(j, wide))
        return -1;
    if (j->request->declared != wide)
        diagnose_guess(j, NO_SPAN, wide);
    return finish(j);
}

int decode(struct span bytes, const struct decode_request *request, struct diagnostics *d,
           struct buffer *owned, struct span *text) {
    *text = NO_SPAN;
    if (bytes.len == 0)
        return 0;
    struct decoding j = {.bytes = bytes, .request = request, .d = d, .owned = owned};
    if (decode_job(&j))
        return -1;
    *text = j.text;
    return 0;
}
