/* A page on its way from bytes to text, shared by the parts of the decoder. */
#ifndef DECODING_H
#define DECODING_H
#include "decode/decode.h"

enum { REPLACEMENT = 0xFFFD }; /* what replaces bad bytes and forbidden characters */

struct damage {
    size_t count, first; /* `first` is an offset in the decoded text */
};

struct decoding {
    struct span bytes;
    const struct decode_request *request;
    struct diagnostics *d;
    struct buffer *owned;
    struct span text;
    bool marked;     /* a byte order mark says UTF-8 */
    bool suspicious; /* has a pair of characters that looks encoded twice */
    struct damage invalid, mixed, forbidden;
};

/* Converts j->bytes to j->text, which *j->owned then holds. -1 where memory ends. */
int decoding_convert(struct decoding *j, enum encoding encoding) QP_CHECK;
/* Undoes a double encoding of j->text if that is certain; else reports it. -1 where memory ends. */
int decoding_repair(struct decoding *j) QP_CHECK;

#endif
