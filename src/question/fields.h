/* The fields of a record, in one list for all code that writes, reads or compares them: the
 * emitters, the reader of records, --diff and the head of the CSV. */
#ifndef FIELDS_H
#define FIELDS_H

#include "qparse.h"

enum value_kind {
    VALUE_SCHEMA,   /* the version of the record; the struct does not hold it */
    VALUE_CHAMBER,  /* the chamber of the site; the struct does not hold it either */
    VALUE_TEXT,     /* qp_string */
    VALUE_DATE,     /* qp_date, a day */
    VALUE_MOMENT,   /* qp_date, a day and perhaps a time */
    VALUE_NAME,     /* one of an enumeration */
    VALUE_INT,      /* numbers: absent below `least` */
    VALUE_LONG,
    VALUE_SIZE,
    VALUE_BLOCKS,   /* qp_blocks */
    VALUE_LIST,     /* of texts, or of objects of `shape`; their number is at `count` */
    VALUE_OBJECT,   /* always there */
    VALUE_OPTIONAL  /* an object, there if the bool at `count` says so */
};

enum field_flag {
    REQUIRED = 1,  /* never absent */
    ATTRIBUTE = 2, /* in XML an attribute of the element of the record */
    BY_WORDS = 4,  /* --diff shows which words changed */
    MAY_BE_EMPTY = 8, /* a text; others are absent rather than empty */
    UNTOLD = 16,    /* not in --diff: it belongs to the input, or follows from another field */
    TOLD_FIRST = 32, /* --diff tells it in a sentence of its own, above the others */
    FOLLOWS = 64, /* from the object's other fields: --diff tells it where none of them changed */
    OF_INPUT = 256, /* of the input and how it was saved, not of the question */
    OR_CODE = 512, /* a label, or the type's code where a source has no label */
    ADDED = 128   /* after the first release: a record that has no such key is older, not broken */
};

struct field_list;

struct record_field {
    const char *key;
    enum value_kind kind;
    size_t at, count; /* offsets in the struct that holds it */
    unsigned flags;
    const struct field_list *shape;
    const char *(*name_of)(int value); /* NULL: the value is absent */
    int values;                        /* of the enumeration, from 0 on */
    int least;
    const char *said_as, *suffix; /* its name in --diff: SAID_AS added: VALUE SUFFIX */
};

struct field_list {
    const struct record_field *items;
    size_t count;
    size_t size; /* of the struct */
};

/* The fields of the record, in their order. Static. */
extern const struct field_list record_fields;

/* The number of cells that the field fills in a row of CSV. */
size_t field_columns(const struct record_field *field);

#endif
