/* Writes XML, indented. Text must be valid UTF-8 of characters that XML allows. */
#ifndef XML_WRITER_H
#define XML_WRITER_H
#include "base/memory.h"

/* Begins as {.out = buffer}, whose `failed` tells of memory that ended. */
struct xml {
    struct buffer *out;
    const char *open[12]; /* elements that have begun, outermost first */
    size_t depth;
    bool start_open; /* the innermost start tag still lacks its '>' */
};

/* Line breaks in a text: as they are, or as <br/>. */
enum xml_breaks { XML_LINE_BREAKS, XML_BR };

/* `markup` is XML already. */
void xml_raw(struct xml *x, const char *markup);
/* Names of elements are static text of at most 32 bytes. */
void xml_begin(struct xml *x, const char *element);
/* Only directly after xml_begin(). data NULL: no attribute. */
void xml_attribute(struct xml *x, const char *key, qp_string value);
void xml_end(struct xml *x);
/* An element that holds only text. */
void xml_leaf(struct xml *x, const char *element, qp_string text, enum xml_breaks breaks);
/* The elements to come are in `element`, which the caller has begun, and ends, itself. */
void xml_within(struct xml *x, const char *element);

#endif
