/* Records in XML to trees, and to r->schema on the way. */
#ifndef RECORD_XML_H
#define RECORD_XML_H
#include "record/nodes.h"

/* Whether it is an element's name or a key of a record. */
typedef bool record_names(struct span name);

/* Hands every record of the text, which is clean UTF-8, to `tree`. */
void record_read_xml(struct record_reader *r, struct span text, record_tree *tree,
                     record_names *knows);
/* Whether the text, trimmed and not empty, begins as a record does: <question> or <questions>, or a
 * DOCTYPE of that name, which is refused later. */
bool xml_begins_record(struct span text);

#endif
