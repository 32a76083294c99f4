/* Bytes to clean UTF-8: no NUL, no character that XML 1.0 forbids but the form feed
 * (which ends a page of a text and is white space in HTML), no BOM at the start. Line
 * ends stay as they are. What was replaced or guessed is diagnosed, with places that
 * count in the decoded text. */
#ifndef DECODE_H
#define DECODE_H
#include "base/diagnostic.h"
#include "decode/encoding.h"

/* How many bytes at the start are clean already. */
size_t decode_clean(struct span bytes);

struct decode_request {
    enum encoding forced;       /* --encoding; ENC_NONE: find out */
    enum encoding declared;     /* by a MIME header or <meta>; ENC_NONE: not, or unknown */
    struct span declared_label; /* as written, for the message; may be empty */
    bool is_html;               /* look for <meta charset> in the first bytes too */
};

/* *text is the decoded text: either the input itself (already clean) or the content
 * of *owned, which starts as zero and which the caller frees in any case. Returns 0,
 * or -1 when memory ends. An input whose encoding can't be told gives 0 with *text
 * empty and D_ENCODING_UNKNOWN. */
int decode(struct span bytes, const struct decode_request *request, struct diagnostics *d,
           struct buffer *owned, struct span *text) QP_CHECK;

#endif
