/* Writes XML, indented, through libxml2. Text must be valid UTF-8 that XML allows. */
#ifndef XML_H
#define XML_H
#include "base/memory.h"

#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>

/* The layer below xmlTextWriter: its output buffer. The writer itself can't be used
 * soundly: in 2.9.14 xmlTextWriterStartElement() ignores that its list could not take
 * the element, which then leaks and ends the wrong element, with one message to the
 * generic handler as the only trace; and it costs five times as much. */
struct xml {
    xmlOutputBufferPtr io;
    const char *open[12]; /* elements that have begun, outermost first */
    size_t depth;
    bool start_open; /* the innermost start tag still lacks its '>' */
    bool failed;
    bool error; /* libxml2 said so */
    xmlStructuredErrorFunc previous;
    void *previous_context;
};

/* What a line break in a text is written as. */
enum xml_breaks { XML_LINE_BREAKS, XML_BR };

/* -1 when memory ends: there is nothing to be closed then. Until xml_close(), which returns -1 if
 * anything has failed, *x stays where it is. */
int xml_open(struct xml *x, struct buffer *out) QP_CHECK;
int xml_close(struct xml *x) QP_CHECK;

/* Text that is XML already. */
void xml_raw(struct xml *x, const char *markup);
/* Elements are named by static text, of at most 32 bytes. */
void xml_begin(struct xml *x, const char *element);
/* Directly after xml_begin(). data NULL: nothing. */
void xml_attribute(struct xml *x, const char *key, qp_string value);
void xml_end(struct xml *x);
/* An element of text alone. */
void xml_leaf(struct xml *x, const char *element, qp_string text, enum xml_breaks breaks);
/* What is written from here on stands in an element that somebody else has begun. */
void xml_within(struct xml *x, const char *element);

#endif
