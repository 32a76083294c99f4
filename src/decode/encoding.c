/* The labels and names of encodings, and the tables of those of one byte. */
#include "decode/encoding.h"

#include "base/ascii.h"

static const struct {
    const char *label;
    enum encoding encoding;
} labels[] = {
    {"unicode-1-1-utf-8", ENC_UTF8},
    {"unicode11utf8", ENC_UTF8},
    {"unicode20utf8", ENC_UTF8},
    {"utf-8", ENC_UTF8},
    {"utf8", ENC_UTF8},
    {"x-unicode20utf8", ENC_UTF8},
    {"csunicode", ENC_UTF16LE},
    {"iso-10646-ucs-2", ENC_UTF16LE},
    {"ucs-2", ENC_UTF16LE},
    {"unicode", ENC_UTF16LE},
    {"unicodefeff", ENC_UTF16LE},
    {"utf-16", ENC_UTF16LE},
    {"utf-16le", ENC_UTF16LE},
    {"unicodefffe", ENC_UTF16BE},
    {"utf-16be", ENC_UTF16BE},
    {"ansi_x3.4-1968", ENC_WINDOWS_1252},
    {"ascii", ENC_WINDOWS_1252},
    {"cp1252", ENC_WINDOWS_1252},
    {"cp819", ENC_WINDOWS_1252},
    {"csisolatin1", ENC_WINDOWS_1252},
    {"ibm819", ENC_WINDOWS_1252},
    {"iso-8859-1", ENC_WINDOWS_1252},
    {"iso-ir-100", ENC_WINDOWS_1252},
    {"iso8859-1", ENC_WINDOWS_1252},
    {"iso88591", ENC_WINDOWS_1252},
    {"iso_8859-1", ENC_WINDOWS_1252},
    {"iso_8859-1:1987", ENC_WINDOWS_1252},
    {"l1", ENC_WINDOWS_1252},
    {"latin1", ENC_WINDOWS_1252},
    {"us-ascii", ENC_WINDOWS_1252},
    {"windows-1252", ENC_WINDOWS_1252},
    {"x-cp1252", ENC_WINDOWS_1252},
    {"csisolatin9", ENC_ISO_8859_15},
    {"iso-8859-15", ENC_ISO_8859_15},
    {"iso8859-15", ENC_ISO_8859_15},
    {"iso885915", ENC_ISO_8859_15},
    {"iso_8859-15", ENC_ISO_8859_15},
    {"l9", ENC_ISO_8859_15},
};

/* "charset="'utf-8'"": quotes within quotes are no part of a label. */
static bool is_around(char c) {
    return is_space(c) || c == '\'' || c == '"';
}

enum encoding encoding_from_label(struct span label) {
    while (label.len > 0 && is_around(label.ptr[0]))
        label.ptr++, label.len--;
    while (label.len > 0 && is_around(label.ptr[label.len - 1]))
        label.len--;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (ascii_same(label, labels[i].label))
            return labels[i].encoding;
    return ENC_NONE;
}

const char *encoding_name(enum encoding encoding) {
    switch (encoding) {
    case ENC_NONE:
        break;
    case ENC_UTF8:
        return "UTF-8";
    case ENC_UTF16LE:
        return "UTF-16LE";
    case ENC_UTF16BE:
        return "UTF-16BE";
    case ENC_WINDOWS_1252:
        return "windows-1252";
    case ENC_ISO_8859_15:
        return "ISO-8859-15";
    }
    return "unknown";
}

/* windows-1252 from 0x80 on; 0: no character. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* ISO-8859-15 where it differs from windows-1252. Its 0x80 to 0x9F are control characters that
 * nobody writes: a page with these bytes was made on Windows and means ’ or œ. */
static const struct {
    unsigned char from;
    uint16_t to;
} latin9[] = {
    {0xA4, 0x20AC}, {0xA6, 0x0160}, {0xA8, 0x0161}, {0xB4, 0x017D},
    {0xB8, 0x017E}, {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178},
};

uint32_t from_windows(unsigned char b) {
    return b >= 0x80 && b < 0xA0 ? windows[b - 0x80] : b;
}

uint32_t from_byte(unsigned char b, enum encoding encoding) {
    if (encoding == ENC_ISO_8859_15)
        for (size_t i = 0; i < sizeof latin9 / sizeof *latin9; i++)
            if (latin9[i].from == b)
                return latin9[i].to;
    return from_windows(b);
}

unsigned char to_windows(uint32_t c) {
    if (c >= 0x80 && c <= 0xFF)
        return (unsigned char)c;
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        if (windows[i] == c)
            return (unsigned char)(0x80 + i);
    return 0;
}
