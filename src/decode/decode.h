/* Decodes bytes to clean UTF-8: no byte order mark at the start, no NUL, no character that XML 1.0
 * forbids except the form feed, which separates the pages of a text and is white space in HTML.
 * Line ends stay. Each replacement and each guess is diagnosed, with an offset in the decoded
 * text. */
#ifndef DECODE_H
#define DECODE_H
#include "base/diagnostic.h"
#include "decode/encoding.h"

/* The number of bytes at the start that are clean already. */
size_t decode_clean(struct span bytes);

struct decode_request {
    enum encoding forced;       /* ENC_NONE: found by declaration and content */
    enum encoding declared;     /* by a MIME header or the caller; ENC_NONE: not, or unknown */
    struct span declared_label; /* as written, for messages; may be empty */
    bool is_html;               /* search the first bytes for <meta charset> too */
};

/* *text is the decoded text: the input itself where that is clean already, else the content of
 * *owned. *owned is `{0}` before; the caller frees it in any case. Returns 0, or -1 where memory
 * ends. Bytes that are no text in any encoding give 0, an empty *text and D_ENCODING_UNKNOWN. */
int decode(struct span bytes, const struct decode_request *request, struct diagnostics *d,
           struct buffer *owned, struct span *text) QP_CHECK;

#endif
