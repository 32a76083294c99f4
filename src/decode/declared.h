/* The encoding that the bytes of a page tell of themselves. */
#ifndef DECLARED_H
#define DECLARED_H
#include "decode/decode.h"

enum { PRESCAN = 4096 }; /* bytes in which a declaration, or a pattern of NULs, is looked for */

/* The encoding that a byte order mark tells, *skip being the mark's size. */
enum encoding encoding_from_bom(struct span bytes, size_t *skip);
/* UTF-16 without a mark: NULs stand at every second byte and nowhere else. */
enum encoding encoding_from_nuls(struct span bytes);
bool is_utf32(struct span bytes);

struct declaration {
    enum encoding encoding; /* ENC_NONE with a label: one that is not known */
    struct span label;
};

struct declaration find_declaration(struct span bytes, const struct decode_request *request);

#endif
