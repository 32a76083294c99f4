/* A page that is being decoded. */
#ifndef DECODING_H
#define DECODING_H
#include "decode/decode.h"

enum { REPLACEMENT = 0xFFFD }; /* for what cannot be kept */

struct damage {
    size_t count, first; /* `first` in the decoded text */
};

struct decoding {
    struct span bytes;
    const struct decode_request *request;
    struct diagnostics *d;
    struct buffer *owned;
    struct span text;
    bool marked;     /* as UTF-8, by a byte order mark */
    bool suspicious; /* holds pairs that double encoding makes */
    struct damage invalid, mixed, forbidden;
};

/* j->bytes to j->text, which *j->owned then holds. -1 when memory ends. */
int decoding_convert(struct decoding *j, enum encoding encoding) QP_CHECK;
/* Undoes a double encoding of j->text where it is certain. -1 when memory ends. */
int decoding_repair(struct decoding *j) QP_CHECK;

#endif
