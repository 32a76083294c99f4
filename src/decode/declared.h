/* The encoding that a page declares or shows by its bytes. */
#ifndef DECLARED_H
#define DECLARED_H
#include "decode/decode.h"

enum { PRESCAN = 4096 }; /* bytes at the start that are searched for a declaration or NULs */

/* The encoding of a byte order mark, ENC_NONE without one; *skip is the size of the mark. */
enum encoding encoding_from_bom(struct span bytes, size_t *skip);
/* UTF-16 without a mark, recognised by NULs in every second byte; ENC_NONE: it is not. */
enum encoding encoding_from_nuls(struct span bytes);
bool is_utf32(struct span bytes);

struct declaration {
    enum encoding encoding; /* ENC_NONE with a label: an unknown one */
    struct span label;
};

struct declaration find_declaration(struct span bytes, const struct decode_request *request);

#endif
