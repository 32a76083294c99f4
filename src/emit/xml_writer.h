/* Writes XML, indented, through libxml2. Text must be valid UTF-8 of characters that XML allows. */
#ifndef XML_WRITER_H
#define XML_WRITER_H
#include "base/memory.h"

#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>

/* Writes to the output buffer below xmlTextWriter. That writer takes five times as long, and is
 * not safe without memory: in 2.9.14 xmlTextWriterStartElement() does not notice that its list
 * could not take the element, which leaks, and a wrong element is ended later. */
struct xml {
    xmlOutputBufferPtr io;
    const char *open[12]; /* elements that have begun, outermost first */
    size_t depth;
    bool start_open; /* the innermost start tag still lacks its '>' */
    bool failed;
    bool error; /* libxml2 reported one */
    xmlStructuredErrorFunc previous; /* the thread's error handler before xml_open() */
    void *previous_context;
};

/* Line breaks in a text: as they are, or as <br/>. */
enum xml_breaks { XML_LINE_BREAKS, XML_BR };

/* -1 when memory ends: nothing is to be closed then. Until xml_close() *x must not be moved: the
 * thread's errors of libxml2 go to it. */
int xml_open(struct xml *x, struct buffer *out) QP_CHECK;
/* -1 if anything has failed. */
int xml_close(struct xml *x) QP_CHECK;

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
