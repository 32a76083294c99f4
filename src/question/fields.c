/* The fields of a record. A new one is a row here, a member of its struct, and a line in both
 * schemas and the manual; tests name what was forgotten. */
#include "question/fields.h"

#include "question/names.h"

#include <stddef.h>

static const char *site_of(int value) {
    return qp_site_name((enum qp_site)value);
}

static const char *status_of(int value) {
    return qp_status_name((enum qp_status)value);
}

static const char *relation_of(int value) {
    return relation_name((enum qp_relation_type)value);
}

static const char *event_of(int value) {
    return event_name((enum qp_event_type)value);
}

#define LIST(name, type)                                                                           \
    static const struct field_list name = {name##_rows, sizeof name##_rows / sizeof *name##_rows,  \
                                           sizeof(type)}
#define AT(type, member) .at = offsetof(type, member)
#define COUNT(type, member) .count = offsetof(type, member)
#define Q(member) AT(qp_question, member)
#define HOW_MANY(member) COUNT(qp_question, member)

static const struct record_field author_rows[] = {
    {"id", VALUE_TEXT, AT(qp_author, id), .said_as = "author's id", .flags = ADDED},
    {"name", VALUE_TEXT, AT(qp_author, name), .said_as = "author"},
    {"civility", VALUE_TEXT, AT(qp_author, civility), .said_as = "civility"},
    {"group", VALUE_TEXT, AT(qp_author, group), .said_as = "group"},
    {"constituency", VALUE_TEXT, AT(qp_author, constituency), .said_as = "constituency"},
};
LIST(author, qp_author);

static const struct record_field ministry_rows[] = {
    {"name", VALUE_TEXT, AT(qp_ministry, name), .said_as = "ministry", .flags = ADDED | FOLLOWS},
    {"displayed", VALUE_TEXT, AT(qp_ministry, displayed), .said_as = "ministry"},
    {"asked", VALUE_TEXT, AT(qp_ministry, asked), .said_as = "ministry", .suffix = " (asked)"},
    {"attributed", VALUE_TEXT, AT(qp_ministry, attributed), .said_as = "ministry",
     .suffix = " (attributed)"},
    {"answering", VALUE_TEXT, AT(qp_ministry, answering), .said_as = "ministry",
     .suffix = " (answering)"},
};
LIST(ministry, qp_ministry);

static const struct record_field body_rows[] = {
    {"date", VALUE_DATE, AT(qp_body, date), .said_as = "question's date"},
    {"page", VALUE_TEXT, AT(qp_body, page), .said_as = "question's page"},
    {"blocks", VALUE_BLOCKS, AT(qp_body, blocks), .said_as = "question"},
};
LIST(body, qp_body);

static const struct record_field response_rows[] = {
    {"date", VALUE_DATE, AT(qp_response, date), .said_as = "answer's date"},
    {"page", VALUE_TEXT, AT(qp_response, page), .said_as = "answer's page"},
    {"expected", VALUE_DATE, AT(qp_response, expected),
     .said_as = "date that the answer is announced for"},
    {"blocks", VALUE_BLOCKS, AT(qp_response, blocks), .said_as = "answer"},
};
LIST(response, qp_response);

static const struct record_field withdrawal_rows[] = {
    {"date", VALUE_DATE, AT(qp_withdrawal, date), .said_as = "withdrawal's date"},
    {"reason", VALUE_TEXT, AT(qp_withdrawal, reason), .said_as = "withdrawal's reason",
     .flags = BY_WORDS},
};
LIST(withdrawal, qp_withdrawal);

static const struct record_field relation_rows[] = {
    {"type", VALUE_NAME, AT(qp_relation, type), .name_of = relation_of, .values = QP_CITES + 1,
     .flags = REQUIRED},
    {"text", VALUE_TEXT, AT(qp_relation, text), .flags = REQUIRED},
    {"number", VALUE_TEXT, AT(qp_relation, number)},
    {"url", VALUE_TEXT, AT(qp_relation, url)},
};
LIST(relation, qp_relation);

static const struct record_field event_rows[] = {
    {"type", VALUE_NAME, AT(qp_event, type), .name_of = event_of, .values = QP_ERRATUM + 1,
     .flags = REQUIRED},
    {"date", VALUE_DATE, AT(qp_event, date)},
    {"detail", VALUE_TEXT, AT(qp_event, detail)},
};
LIST(event, qp_event);

static const struct record_field comment_rows[] = {
    {"author", VALUE_TEXT, AT(qp_comment, author)},
    {"date", VALUE_MOMENT, AT(qp_comment, date)},
    {"text", VALUE_TEXT, AT(qp_comment, text), .flags = REQUIRED | MAY_BE_EMPTY},
};
LIST(comment, qp_comment);

/* The struct has no object for these: the offsets are those of the question. */
static const struct record_field comments_rows[] = {
    {"count", VALUE_LONG, Q(comment_count), .said_as = "number of comments"},
    {"items", VALUE_LIST, Q(comments), HOW_MANY(comment_item_count), .shape = &comment},
};
LIST(comments, qp_question);

static const struct record_field unparsed_rows[] = {
    {"line", VALUE_SIZE, AT(qp_unparsed, line), .least = 1, .flags = REQUIRED | UNTOLD},
    {"text", VALUE_TEXT, AT(qp_unparsed, text), .flags = REQUIRED},
};
LIST(unparsed, qp_unparsed);

static const struct record_field record_rows[] = {
    {"schema", VALUE_SCHEMA, .flags = REQUIRED | ATTRIBUTE | UNTOLD},
    {"file", VALUE_TEXT, Q(file), .flags = MAY_BE_EMPTY | UNTOLD},
    {"id", VALUE_TEXT, Q(id), .said_as = "id", .flags = ATTRIBUTE},
    {"site", VALUE_NAME, Q(site), .name_of = site_of, .values = QP_ASSEMBLEE + 1, .said_as = "site",
     .flags = REQUIRED},
    {"chamber", VALUE_CHAMBER, .flags = REQUIRED | UNTOLD},
    {"legislature", VALUE_INT, Q(legislature), .least = 1, .said_as = "legislature"},
    {"type", VALUE_TEXT, Q(type), .said_as = "type"},
    {"type_label", VALUE_TEXT, Q(type_label), .said_as = "type's label", .flags = OR_CODE},
    {"number", VALUE_TEXT, Q(number), .said_as = "number"},
    {"reference", VALUE_TEXT, Q(reference), .said_as = "reference"},
    {"url", VALUE_TEXT, Q(url), .said_as = "address", .flags = OF_INPUT},
    {"source_url", VALUE_TEXT, Q(source_url), .said_as = "official page"},
    {"author", VALUE_OBJECT, Q(author), .shape = &author, .flags = REQUIRED},
    {"ministry", VALUE_OBJECT, Q(ministry), .shape = &ministry, .flags = REQUIRED},
    {"addressee", VALUE_TEXT, Q(addressee), .said_as = "addressee"},
    {"title", VALUE_TEXT, Q(title), .said_as = "title", .flags = BY_WORDS},
    {"rubric", VALUE_TEXT, Q(rubric), .said_as = "rubric"},
    {"rubric_head", VALUE_TEXT, Q(rubric_head), .said_as = "rubric's head"},
    {"analysis", VALUE_LIST, Q(analysis), HOW_MANY(analysis_count)},
    {"status", VALUE_NAME, Q(status), .name_of = status_of, .values = QP_TRANSFORMED + 1,
     .flags = TOLD_FIRST},
    {"body", VALUE_OBJECT, Q(body), .shape = &body, .flags = REQUIRED},
    {"response", VALUE_OPTIONAL, Q(response), HOW_MANY(has_response), .shape = &response,
     .said_as = "section of the answer"},
    {"withdrawal", VALUE_OPTIONAL, Q(withdrawal), HOW_MANY(has_withdrawal), .shape = &withdrawal,
     .said_as = "withdrawal"},
    {"relations", VALUE_LIST, Q(relations), HOW_MANY(relation_count), .shape = &relation},
    {"events", VALUE_LIST, Q(events), HOW_MANY(event_count), .shape = &event},
    {"comments", VALUE_OBJECT, .shape = &comments, .flags = REQUIRED},
    {"unparsed", VALUE_LIST, Q(unparsed), HOW_MANY(unparsed_count), .shape = &unparsed,
     .flags = OF_INPUT},
};

const struct field_list record_fields = {record_rows, sizeof record_rows / sizeof *record_rows,
                                         sizeof(qp_question)};

size_t field_columns(const struct record_field *field) {
    size_t columns = 0;
    if (field->kind != VALUE_OBJECT && field->kind != VALUE_OPTIONAL)
        return 1;
    for (size_t i = 0; i < field->shape->count; i++)
        columns += field_columns(&field->shape->items[i]);
    return columns;
}
