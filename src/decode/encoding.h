/* The encodings that can be read. */
#ifndef ENCODING_H
#define ENCODING_H
#include "base/span.h"

enum encoding {
    ENC_NONE, /* not declared, or unknown */
    ENC_UTF8,
    ENC_UTF16LE,
    ENC_UTF16BE,
    ENC_WINDOWS_1252, /* labels of ISO-8859-1 and US-ASCII mean this one, as in browsers */
    ENC_ISO_8859_15
};

/* The encoding of a label, ENC_NONE for an unknown one. Knows the labels of the WHATWG encoding
 * standard; ASCII case and outer white space do not matter. */
enum encoding encoding_from_label(struct span label);
const char *encoding_name(enum encoding encoding);

static inline bool is_utf16(enum encoding encoding) {
    return encoding == ENC_UTF16LE || encoding == ENC_UTF16BE;
}

/* The character of a byte in windows-1252; 0: it has none. */
uint32_t from_windows(unsigned char b);
/* The same in windows-1252 or ISO-8859-15. */
uint32_t from_byte(unsigned char b, enum encoding encoding);
/* The byte from 0x80 on that windows-1252 or Latin-1 reads as this character; 0: none. */
unsigned char to_windows(uint32_t c);

#endif
