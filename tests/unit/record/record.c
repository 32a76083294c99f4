/* Records read back: what was written and read is the same, and what is no record is told
 * with its place. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "emit/emit.h"
#include "base/place.h"
#include "record/record.h"
#include "record/xsd.h"

/* What a reading came to: the records, written again, and the complaints as lines. */
struct heard {
    struct buffer records, complaints;
    struct span text;
    enum qp_format format;
    size_t taken, refused;
};

static void take(void *user, const qp_question *question) {
    struct heard *h = user;
    if (!question) {
        h->refused++;
        return;
    }
    h->taken++;
    assert_int_equal(format_of(h->format)->emit(question, QP_ALONE, &h->records), 0);
}

static void complain(void *user, enum record_fault fault, size_t offset, const char *message) {
    static const char *const faults[] = {"unable", "other", "malformed", "invalid"};
    struct heard *h = user;
    struct place_cursor cursor = place_start(h->text, (struct origin){.kind = ORIGIN_SAME});
    struct place at = place_of(&cursor, offset);
    char place[64];
    snprintf(place, sizeof place, "%zu:%zu %s ", at.line, at.column, faults[fault]);
    buffer_append(&h->complaints, place, strlen(place));
    buffer_append(&h->complaints, message, strlen(message));
    buffer_char(&h->complaints, '\n');
}

static struct schema *schema;

static void read_as(struct heard *h, struct span given, enum qp_format format, bool strict) {
    struct arena arena = {0};
    char *exact = malloc(given.len); /* for the sanitizer to see a read past its end */
    struct span text = {exact, given.len};
    assert_true(exact || !given.len);
    if (given.len)
        memcpy(exact, given.ptr, given.len);
    *h = (struct heard){.text = text, .format = format};
    struct record_reader r = {.arena = &arena, .strict = strict, .schema = strict ? schema : NULL,
                              .take = take, .complain = complain, .user = h};
    assert_int_equal(record_read(&r, text), 0);
    buffer_char(&h->records, '\0');
    buffer_char(&h->complaints, '\0');
    arena_free(&arena);
    free(exact);
}

static void heard_free(struct heard *h) {
    buffer_free(&h->records);
    buffer_free(&h->complaints);
}

static char *load(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    if (!f)
        return NULL;
    struct buffer b = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buffer_append(&b, part, n);
    fclose(f);
    *size = b.len;
    text = b.ptr;
    return text;
}

static void same_again(const char *path, enum qp_format format) {
    size_t size;
    char *text = load(path, &size);
    if (!text)
        return;
    for (int strict = 0; strict < 2; strict++) {
        struct heard h;
        read_as(&h, (struct span){text, size}, format, strict);
        if (h.complaints.ptr[0] || h.records.len != size + 1 || memcmp(h.records.ptr, text, size))
            fail_msg("%s: %s\n%s", path, h.complaints.ptr, h.records.ptr);
        assert_int_equal(h.taken, 1);
        heard_free(&h);
    }
    free(text);
}

/* Every expected record of the fixtures, in both forms, plain and held against the XSD. */
static void test_round_trip(void **state) {
    (void)state;
    size_t count = 0;
    DIR *dir = opendir("fixtures");
    assert_non_null(dir);
    for (const struct dirent *d; (d = readdir(dir));) {
        char path[512];
        if (d->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "fixtures/%s/expected.json", d->d_name);
        same_again(path, QP_JSON);
        snprintf(path, sizeof path, "fixtures/%s/expected.xml", d->d_name);
        same_again(path, QP_XML);
        count++;
    }
    closedir(dir);
    assert_true(count > 50);
}

#define STR(literal) {literal, sizeof(literal) - 1}

/* Each member of the struct has a value, and each list two items. */
static void test_full_record(void **state) {
    (void)state;
    qp_string cells[] = {STR("a"), STR(""), STR("é & <b>")};
    qp_row rows[] = {{cells, 3}, {NULL, 0}, {cells + 1, 1}};
    qp_block blocks[] = {{QP_PARAGRAPH, STR("un\ndeux ]]>\r \"\\/\x7f"), NULL, 0},
                         {QP_TABLE, STR("a\t\té & <b>\n\n"), rows, 3}};
    qp_string analysis[] = {STR("un"), STR("deux")};
    qp_relation relations[] = {{QP_RECALLS, STR("question n° 1"), STR("1"), STR("/x?a&b")},
                               {QP_TRANSFORMED_INTO, STR("question S1"), {0}, {0}}};
    qp_event events[] = {{QP_SIGNALLED, {2022, 1, 2, -1, 0}, STR("p. 3")},
                         {QP_ERRATUM, {.hour = -1}, {0}}};
    qp_comment comments[] = {{STR("Zoé"), {2021, 12, 31, 23, 59}, STR("a\n\nb")},
                             {{0}, {2021, 12, 31, -1, 0}, STR("")}};
    qp_unparsed unparsed[] = {{7, STR("?")}, {4294967296u, STR("!")}};
    qp_question q = {
        .file = STR(""), .id = STR("AN-16-QE-12"), .site = QP_ASSEMBLEE, .legislature = 16,
        .type = STR("QE"), .type_label = STR("Question écrite"), .number = STR("12"),
        .reference = STR("QANR5L16QE12"), .url = STR("u"), .source_url = STR("s"),
        .author = {STR("A B"), STR("Mme"), STR("G"), STR("C")},
        .ministry = {STR("d"), STR("a"), STR("t"), STR("r")}, .addressee = STR("M."),
        .title = STR("T\xC2\xA0!"), .rubric = STR("r"), .rubric_head = STR("h"),
        .analysis = analysis, .analysis_count = 2, .status = QP_LAPSED,
        .body = {{1999, 2, 28, -1, 0}, STR("1"), {blocks, 2}}, .has_response = true,
        .response = {{2000, 2, 29, -1, 0}, STR("2"), {2000, 3, 1, -1, 0}, {blocks, 1}},
        .has_withdrawal = true, .withdrawal = {{2001, 1, 1, -1, 0}, STR("caduque")},
        .relations = relations, .relation_count = 2, .events = events, .event_count = 2,
        .comment_count = 5, .comments = comments, .comment_item_count = 2,
        .unparsed = unparsed, .unparsed_count = 2,
    };
    for (enum qp_format format = QP_JSON; format <= QP_XML; format++) {
        char *text;
        size_t size;
        struct heard h;
        assert_int_equal(qp_emit(&q, format, QP_ALONE, &text, &size), 0);
        read_as(&h, (struct span){text, size}, format, true);
        assert_string_equal(h.complaints.ptr, "");
        assert_string_equal(h.records.ptr, text);
        heard_free(&h);
        qp_free(text);
    }
}

/* A record, one line, to be spoiled. */
static char *record(enum qp_format format) {
    qp_block blocks[] = {{QP_PARAGRAPH, STR("Un phare."), NULL, 0}};
    qp_question q = {.site = QP_SENAT, .status = QP_PENDING, .comment_count = 0,
                     .title = STR("Phares"), .body = {{2022, 12, 1, -1, 0}, {0}, {blocks, 1}}};
    char *text;
    size_t size;
    assert_int_equal(qp_emit(&q, format, QP_ALONE, &text, &size), 0);
    return text;
}

static char *spoil(const char *text, const char *from, const char *to) {
    const char *at = strstr(text, from);
    char *out = NULL;
    assert_non_null(at);
    assert_true(asprintf(&out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)) > 0);
    return out;
}

static void expect(const char *what, const char *text, bool strict, const char *complaints) {
    struct heard h;
    read_as(&h, (struct span){text, strlen(text)}, QP_JSONL, strict);
    if (strncmp(h.complaints.ptr, complaints, strlen(complaints)) ||
        (!*complaints && h.complaints.ptr[0]))
        fail_msg("%s\n--- expected:\n%s\n--- heard:\n%s", what, complaints, h.complaints.ptr);
    assert_int_equal(h.refused != 0 || h.taken == 0, *complaints != '\0');
    heard_free(&h);
}

static const struct spoiled {
    enum qp_format format;
    const char *from, *to, *complaints;
} spoiled[] = {
    {QP_JSON, "\"title\"", "\"titel\"",
     "27:12 invalid .titel: no key of a record\n1:1 invalid .: missing: title\n"},
    {QP_JSON, "\"Phares\"", "7", "27:12 invalid .title: a string or null is wanted, not a number\n"},
    {QP_JSON, "\"Phares\"", "\"\"", "27:12 invalid .title: [facet 'minLength']"},
    {QP_JSON, "\"Phares\"", "\"\\u0001\"", "27:12 invalid .title: a character that XML forbids\n"},
    {QP_JSON, "\"Phares\"", "\"\\f\"", "27:12 invalid .title: a character that XML forbids\n"},
    {QP_JSON, "\"Phares\"", "\"é", "27:15 malformed no JSON: unexpected newline"},
    {QP_JSON, "\"Phares\"", "\"x\", \"title\": null", "27:24 malformed no JSON: duplicate object key"},
    {QP_JSON, "\"legislature\": null", "\"legislature\": 0",
     "7:18 invalid .legislature: \"0\" is no whole number from 1 to 2147483647\n"},
    {QP_JSON, "\"legislature\": null", "\"legislature\": 99999999999",
     "7:18 invalid .legislature: \"99999999999\" is no whole number from 1 to 2147483647\n"},
    {QP_JSON, "\"legislature\": null", "\"legislature\": 1.5",
     "7:18 invalid .legislature: a number or null is wanted"},
    {QP_JSON, "\"count\": 0", "\"count\": -1", "47:14 invalid .comments.count: \"-1\" is no"},
    {QP_JSON, "2022-12-01", "2022-02-29",
     "33:13 invalid .body.date: \"2022-02-29\" is no day of the calendar"},
    {QP_JSON, "2022-12-01", "2022-12-01T10:00", "33:13 invalid .body.date: "},
    {QP_JSON, "\"pending\"", "\"pendin\"", "31:13 invalid .status: \"pendin\" is none of pending, "},
    {QP_JSON, "\"chamber\": \"senat\"", "\"chamber\": \"an\"",
     "6:14 invalid .chamber: the chamber of senat.fr is senat\n"},
    {QP_JSON, "\"type\": null", "\"type\": \"QG\"", "8:11 invalid .type: \"QG\" is no type"},
    {QP_JSON, "\"type\": null", "\"type\": \"QX\"", "8:11 invalid .type: \"QX\" is no type"},
    {QP_JSON, "\"id\": null", "\"id\": \"SENAT-0-QE-1\"", "4:9 invalid .id: [facet 'pattern']"},
    {QP_JSON, "\"withdrawal\": null", "\"withdrawal\": {\"date\": null, \"reason\": null}",
     "43:17 invalid .withdrawal: the status is neither"},
    {QP_JSON, "\"Un phare.\"", "\"\"", "38:17 invalid .body.blocks[0].text: [facet 'minLength']"},
    {QP_JSON, "\"paragraph\"", "\"heading\"", "37:17 invalid .body.blocks[0].type: \"heading\" is"},
    {QP_JSON, "\"text\": \"Un", "\"rows\": [], \"text\": \"Un",
     "38:17 invalid .body.blocks[0].rows: no key of a paragraph\n"},
    {QP_JSON, "\"type\": \"paragraph\",", "", "36:7 invalid .body.blocks[0]: missing: type\n"},
    {QP_JSON, ",\n        \"text\": \"Un phare.\"", "", "36:7 invalid .body.blocks[0]: missing: text\n"},
    {QP_JSON, "\"type\": \"paragraph\",", "\"type\": \"table\", \"rows\": [[\"Un phare.\"], []],", "38:"},
    {QP_JSON, "\"type\": \"paragraph\",", "\"type\": \"table\", \"rows\": [],", "38:"},
    {QP_JSON, "\"pending\"", "\"answered\"", "31:13 invalid .status: \"answered\", without a response\n"},
    {QP_JSON, "\"response\": null",
     "\"response\": {\"date\": null, \"page\": null, \"expected\": null, \"blocks\": []}",
     "31:13 invalid .status: \"pending\", but there is a response\n"},
    {QP_JSON, "\"pending\"", "\"withdrawn\"", "31:13 invalid .status: \"withdrawn\", without a withdrawal\n"},
    {QP_JSON, "\"pending\"", "\"lapsed\"", "31:13 invalid .status: \"lapsed\", without a withdrawal\n"},
    {QP_JSON, "\"id\": null", "\"id\": \"SENAT-15-QE-1\"", "4:9 invalid .id: \"SENAT-15-QE-1\" is not made"},
    {QP_JSON, "qparse/1", "qparse/2", "2:13 invalid .schema: this version reads qparse/1\n"},
    {QP_JSON, "\"schema\": \"qparse/1\",", "", "1:1 invalid .: missing: schema\n"},
    {QP_JSON, "\"author\": {", "\"author\": null, \"x y\": {",
     "14:13 invalid .author: an object is wanted, not null\n14:26 invalid .\"x y\": no key"},
    {QP_JSON, "\"events\": []", "\"events\": {}", "45:13 invalid .events: a list is wanted, not an"},
    {QP_JSON, "\"events\": []", "\"events\": [[]]", "45:14 invalid .events[0]: an object is wanted"},
    {QP_JSON, "\"analysis\": []", "\"analysis\": [\"a\", null]",
     "30:21 invalid .analysis[1]: a string is wanted, not null\n"},
    {QP_JSON, "{", "[{", "1:1 malformed a list is no record"},
    {QP_XML, "<title>", "<titel>", "7:3 invalid .titel: This element is not expected. Expected is"},
    {QP_XML, "Phares", "", "7:3 invalid .title: [facet 'minLength']"},
    {QP_XML, "Phares", "&#1;", "7:14 malformed no XML: xmlParseCharRef"},
    {QP_XML, "Phares", "<b/>", "7:10 invalid .title.b: Element content is not allowed"},
    {QP_XML, "Phares", "&amp;lt;</title><title>a", "7:26 invalid .title: This element is not expected"},
    {QP_XML, "2022-12-01", "2022-02-29", "10:5 invalid .body.date: '2022-02-29' is not a valid"},
    {QP_XML, "senat<", "an<", "4:3 invalid .chamber: the chamber of senat.fr is senat\n"},
    {QP_XML, "Un phare.", "", "12:7 invalid .body.blocks[0]: [facet 'minLength']"},
    {QP_XML, "pending", "pendin", "8:3 invalid .status: [facet 'enumeration']"},
    {QP_XML, "<comments>", "<comments lang=\"fr\">", "15:3 invalid .comments.lang: The attribute 'lang' is not allowed\n"},
    {QP_XML, "<question ", "<question xmlns=\"urn:x\" ", "2:1 invalid .: No matching global"},
    {QP_XML, "<question ", "<question id=\"X\" ", "2:1 invalid .id: [facet 'pattern']"},
    {QP_XML, "qparse/1", "qparse/2", "2:1 invalid .schema: "},
    {QP_XML, "UTF-8", "ISO-8859-1", "1:31 malformed the declared encoding is ISO-8859-1"},
    {QP_XML, "<question", "<!DOCTYPE question>\n<question", "2:1 malformed a document with a DOCTYPE"},
    {QP_XML, "<question", "<!doctype html><question", "2:1 malformed a document with a DOCTYPE"},
    {QP_XML, "?>", "?><!-- <question> --><?p?><!DOCTYPE q [<!ENTITY x SYSTEM \"/etc/passwd\">]>",
     "1:63 malformed a document with a DOCTYPE"},
    {QP_XML, " encoding=\"UTF-8\"?>", "><!DOCTYPE q [<!ENTITY x \"y\">]>?>", "1:1 malformed no XML: this"},
    {QP_XML, "?>", "?><!-- ", "1:39 malformed no XML: this never ends\n"},
    {QP_XML, "Phares", "&x;", "7:"},
    {QP_XML, "</title>", "</titel>", "7:"},
    {QP_XML, "<question ", "<record><question ", "2:1 other the root is neither"},
};

static void test_spoiled(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        char *text = record(spoiled[i].format);
        char *bad = spoil(text, spoiled[i].from, spoiled[i].to);
        expect("unspoiled", text, true, "");
        expect(spoiled[i].to, bad, true, spoiled[i].complaints);
        free(bad);
        qp_free(text);
    }
}

/* Without a schema, as for a comparison: keys may be missing, but for those whose value is never
 * absent, and nothing is passed over. A relation without its type was one of the first type. */
static void test_lenient(void **state) {
    (void)state;
    expect("lenient", "{\"schema\":\"qparse/1\",\"site\":\"senat.fr\",\"chamber\":\"senat\"}", false, "");
    expect("lenient", "{\"schema\":\"qparse/1\",\"chamber\":\"senat\"}", false,
           "1:1 invalid .: missing: site\n");
    expect("lenient", "{\"schema\":\"qparse/1\"}", false, "1:1 invalid .: missing: site, chamber\n");
    expect("lenient", "{\"schema\":\"qparse/1\",\"site\":\"senat.fr\",\"chamber\":\"senat\",\"relations\":[{}],"
           "\"body\":{},\"unparsed\":[{\"line\":2}]}", false,
           "1:71 invalid .relations[0]: missing: type, text\n"
           "1:97 invalid .unparsed[0]: missing: text\n");
    expect("lenient", "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber></question>",
           false, "");
    expect("lenient", "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>"
           "<title>a</title><title>b</title></question>",
           false, "1:90 invalid .title: this stands twice\n");
    expect("lenient", "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>"
           "<author>Zo</author></question>",
           false, "1:74 invalid .author: elements are wanted, not text\n");
    expect("lenient", "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>"
           "<author>Zo<name>Zo</name></author></question>",
           false, "1:74 invalid .author: elements are wanted, not text\n");
    expect("lenient", "<question schema=\"qparse/1\"><site>senat.fr</site></question>", false,
           "1:1 invalid .: missing: chamber\n");
    expect("lenient", "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>"
           "<relations><item><text>a</text></item></relations></question>",
           false, "1:85 invalid .relations[0]: missing: type\n");
    expect("lenient", "<questions><note/></questions>", false, "1:12 invalid .: only <question> stands here\n");
    expect("lenient", "", false, "1:1 malformed there is no record in it\n");
    expect("lenient", "bonjour", false, "1:1 other neither JSON nor XML: a record begins with '{' or '<'\n");
    expect("lenient", "\xe9t\xe9", false, "1:1 malformed the byte 0xe9 is no UTF-8 here");
}

/* Beside an element that does not belong there libxml2's validator told nothing more: an empty
 * <question> was a record, and --validate crashed on it. */
static void test_beside(void **state) {
#define NO_SCHEMA "The attribute 'schema' is required but missing\n"
    static const struct {
        const char *text, *complaints;
    } rows[] = {
        {"<questions><a>x</a><question/><b/><question/></questions>",
         "1:12 invalid .: only <question> stands here\n1:20 invalid .: " NO_SCHEMA
         "1:31 invalid .: only <question> stands here\n1:35 invalid .: " NO_SCHEMA},
        {"<questions><question xmlns=\"urn:x\"><a/></question><question/></questions>",
         "1:12 invalid .: a record has no namespace\n1:51 invalid .: " NO_SCHEMA},
        {"<questions xmlns=\"urn:x\"><question/></questions>",
         "1:1 invalid .: No matching global declaration available for the validation root\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect("beside", rows[i].text, true, rows[i].complaints);
    expect("beside", "<questions xmlns=\"urn:x\"><question/></questions>", false,
           "1:1 invalid .: a record has no namespace\n");
}

#define START "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>"
#define JSON_START "{\"schema\":\"qparse/1\",\"site\":\"senat.fr\",\"chamber\":\"senat\","
#define END "</question>"
#define TEN " a='' b='' c='' d='' e='' f='' g='' h='' i='' j=''"

/* Documents, each with what is said of it; nothing: it is a record. */
static const struct document {
    bool strict;
    const char *text, *complaints;
} documents[] = {
    {false, START "<relations><item><type>names</type><text>a</text></item></relations>" END,
     "1:91 invalid .relations[0].type: \"names\" is none of transformed_into, recalls, cites\n"},
    {false, START "<events><item><type>lost</type></item></events>" END,
     "1:88 invalid .events[0].type: \"lost\" is none of transferred, renewed, signalled, "
     "erratum\n"},
    {false,
     JSON_START "\"A\":1,\"Zz_9\":1,\"a-b\":1,\"é\":1,\"\":1,\"a{b\":1,\"a@\":1,\"/\":1,\"x:\":1}",
     "1:62 invalid .A: no key of a record\n"
     "1:71 invalid .Zz_9: no key of a record\n"
     "1:79 invalid .\"a-b\": no key of a record\n"
     "1:85 invalid .\"é\": no key of a record\n"
     "1:90 invalid .\"\": no key of a record\n"
     "1:98 invalid .\"a{b\": no key of a record\n"
     "1:105 invalid .\"a@\": no key of a record\n"
     "1:111 invalid .\"/\": no key of a record\n"
     "1:118 invalid .\"x:\": no key of a record\n"},
    {false, JSON_START "\"title\":{},\"number\":[],\"addressee\":true,\"rubric\":1.5}",
     "1:66 invalid .title: a string or null is wanted, not an object\n"
     "1:78 invalid .number: a string or null is wanted, not a list\n"
     "1:93 invalid .addressee: a string or null is wanted, not a number with a fraction, true or "
     "false\n"
     "1:107 invalid .rubric: a string or null is wanted, not a number with a fraction, true or "
     "false\n"},
    {false, JSON_START "\"legislature\":\"15\",\"comments\":\"x\",\"body\":null}",
     "1:72 invalid .legislature: a number or null is wanted, not a string\n"
     "1:88 invalid .comments: an object is wanted, not a string\n"
     "1:99 invalid .body: an object is wanted, not null\n"},
    {false, JSON_START "\"legislature\":null,\"response\":null,\"withdrawal\":null}", ""},
    {false, START "<title><a/></title><legislature><b/></legislature>" END,
     "1:74 invalid .title: a string or null is wanted, not elements\n"
     "1:93 invalid .legislature: a number or null is wanted, not elements\n"},
    {false, START "<legislature/>" END,
     "1:74 invalid .legislature: \"\" is no whole number from 1 to 2147483647\n"},
    {false, START "<legislature> 15 </legislature>" END, ""},
    {false, START "<status>éééééééééééééééééééééééééééééééééééééééé</status>" END,
     "1:74 invalid .status: \"éééééééééééééééééééééééééééééééé…\" is none of pending, announced, "
     "answered, withdrawn, lapsed, transformed\n"},
    {false, START "<status>aéééééééééééééééééééééééééééééééééééééééé</status>" END,
     "1:74 invalid .status: \"aééééééééééééééééééééééééééééééé…\" is none of pending, announced, "
     "answered, withdrawn, lapsed, transformed\n"},
    {false, START "<status></status>" END,
     "1:74 invalid .status: \"\" is none of pending, announced, answered, withdrawn, lapsed, "
     "transformed\n"},
    {false,
     START "<comments><items><item><date>2020-01-02T25:00</date><text>a</text></item></items></"
           "comments>" END,
     "1:97 invalid .comments.items[0].date: \"2020-01-02T25:00\" is no time, as YYYY-MM-DDTHH:MM "
     "or YYYY-MM-DD\n"},
    {false,
     START "<comments><items><item><date>2020-01-02;10:00</date><text>a</text></item></items></"
           "comments>" END,
     "1:97 invalid .comments.items[0].date: \"2020-01-02;10:00\" is no time, as YYYY-MM-DDTHH:MM "
     "or YYYY-MM-DD\n"},
    {false,
     START "<comments><items><item><date>2020-01-02x10:00</date><text>a</text></"
           "item><item><date>2020-01-02T10:0</date></item></items></comments>" END,
     "1:97 invalid .comments.items[0].date: \"2020-01-02x10:00\" is no time, as YYYY-MM-DDTHH:MM "
     "or YYYY-MM-DD\n"
     "1:153 invalid .comments.items[1].date: \"2020-01-02T10:0\" is no time, as YYYY-MM-DDTHH:MM "
     "or YYYY-MM-DD\n"},
    {false,
     START "<comments><items><item><date>2020-01-02T10:00</date><text>a</text></item></items></"
           "comments>" END,
     ""},
    {false, START "<body><blocks><table><row>a</row><cell/></table><note/></blocks></body>" END,
     "1:95 invalid .body.blocks[0].rows[0]: elements are wanted, not text\n"
     "1:107 invalid .body.blocks[0][1]: only <row> stands here\n"
     "1:122 invalid .body.blocks.note: only <paragraph> and <table> stand here\n"},
    {false, START "<body><blocks><table><row><row/></row></table></blocks></body>" END,
     "1:100 invalid .body.blocks[0].rows[0].rows[0]: only <cell> stands here\n"},
    {false, START "<body><blocks><table>a</table></blocks></body>" END,
     "1:88 invalid .body.blocks[0]: elements are wanted, not text\n"},
    {false, START "<body><blocks>a</blocks></body>" END,
     "1:80 invalid .body.blocks: elements are wanted, not text\n"},
    {false,
     START
     "<body><blocks><table><row><cell>a</cell><cell><b/></cell></row></table></blocks></body>" END,
     "1:114 invalid .body.blocks[0].rows[0][1]: a string is wanted, not elements\n"},
    {false, START "<analysis><term>a</term></analysis>" END,
     "1:84 invalid .analysis.term: only <item> stands here\n"},
    {false,
     JSON_START "\"body\":{\"blocks\":[1,{\"type\":\"table\",\"text\":\"a\"},{\"text\":\"a\"},{"
                "\"type\":\"paragraph\"}]}}",
     "1:76 invalid .body.blocks[0]: an object is wanted, not a number\n"
     "1:78 invalid .body.blocks[1]: missing: rows\n"
     "1:101 invalid .body.blocks[1].text: this is not the text of the rows\n"
     "1:106 invalid .body.blocks[2]: missing: type\n"
     "1:119 invalid .body.blocks[3]: missing: text\n"},
    {false,
     JSON_START "\"body\":{\"blocks\":[{\"type\":\"table\",\"rows\":[[\"a\"],[]],\"text\":\"b\"},{"
                "\"type\":\"list\",\"text\":\"a\",\"size\":1},{\"type\":7,\"text\":\"a\"}]}}",
     "1:117 invalid .body.blocks[0].text: this is not the text of the rows\n"
     "1:155 invalid .body.blocks[1].size: no key of a block\n"
     "1:130 invalid .body.blocks[1].type: \"list\" is none of paragraph, table\n"
     "1:166 invalid .body.blocks[2].type: a string is wanted, not a number\n"},
    {false,
     JSON_START "\"body\":{\"blocks\":[{\"type\":\"table\",\"rows\":[[\"a\",\"b\"],[\"c\"]],"
                "\"text\":\"a\\tb\\nc\"}]}}",
     ""},
    {false,
     JSON_START "\"body\":{\"blocks\":[{\"type\":\"table\",\"rows\":[[\"a\",\"b\"],[\"c\"]],"
                "\"text\":\"a\\tb\\nd\"},{\"type\":\"table\",\"rows\":1,\"text\":7}]}}",
     "1:124 invalid .body.blocks[0].text: this is not the text of the rows\n"
     "1:158 invalid .body.blocks[1].rows: a list is wanted, not a number\n"
     "1:167 invalid .body.blocks[1].text: a string is wanted, not a number\n"},
    {false, JSON_START "\"body\":{\"blocks\":1}}",
     "1:75 invalid .body.blocks: a list is wanted, not a number\n"},
    {false, JSON_START "\"events\":[{\"date\":\"2020-01-02\"},{\"type\":null}]}",
     "1:68 invalid .events[0]: missing: type\n"
     "1:98 invalid .events[1].type: a string is wanted, not null\n"},
    {false, JSON_START "\"unparsed\":[{\"line\":null,\"text\":\"a\"}]}",
     "1:78 invalid .unparsed[0].line: a number is wanted, not null\n"},
    {false, "{\"title\":\"a\"}", "1:1 invalid .: no \"schema\" says that this is a record\n"},
    {false, "{\"schema\":\"qparse/1\",\"site\":\"senat.fr\"}", "1:1 invalid .: missing: chamber\n"},
    {false, "{\"schema\":\"qparse/1\",\"chamber\":\"senat\"}", "1:1 invalid .: missing: site\n"},
    {false, "[{\"schema\":\"qparse/1\"}]",
     "1:1 malformed a list is no record: jq -c '.[]' makes a stream of its members\n"},
    {false, " [1]",
     "1:2 malformed a list is no record: jq -c '.[]' makes a stream of its members\n"},
    {false, "x\n{\"schema\":\"qparse/1\"}",
     "1:1 malformed no JSON: a record begins with '{'\n"
     "2:1 invalid .: missing: site, chamber\n"},
    {false, "{\"schema\":\"qparse/1\"}\n]",
     "1:1 invalid .: missing: site, chamber\n"
     "2:1 malformed no JSON: a record begins with '{'\n"},
    {false, "{\"a\":\"b\\", "1:9 malformed no JSON: invalid"},
    {false, "{\"a\":1}}",
     "1:1 invalid .: no \"schema\" says that this is a record\n"
     "1:8 malformed no JSON: a record begins with '{'\n"},
    {false, "{\"a\" :\t1 , \"b\"\r\n:\tfalse}\r\n\t",
     "1:1 invalid .: no \"schema\" says that this is a record\n"},
    {false, "<question schema=\"qparse/1\" xmlns=\"urn:x\"/>",
     "1:1 invalid .: a record has no namespace\n"},
    {false, "<?xml version=\"1.0\" encoding = \"UTF-8\"?>\n<question/>",
     "2:1 invalid .: no \"schema\" says that this is a record\n"},
    {false, "<?xml version=\"1.0\" encoding\t=\r\n'utf-8'?>\n<question/>",
     "3:1 invalid .: no \"schema\" says that this is a record\n"},
    {false, "<?xml version=\"1.0\" encoding=utf-8?><question/>", "1:30 malformed no XML: "},
    {false, "<?xml version=\"1.0\" encoding=\"utf-8?><question/>", "1:36 malformed no XML: "},
    {false, "<?xml version=\"1.0\" encoding?><question/>", "1:29 malformed no XML: "},
    {false, "<?xml version=\"1.0\" encoding=\"latin\"?><question/>",
     "1:31 malformed the declared encoding is latin, that of a record UTF-8\n"},
    {false,
     "<?xml version=\"1.0\" "
     "encoding=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"?><question/>",
     "1:31 malformed the declared encoding is xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, that of a "
     "record UTF-8\n"},
    {false, "<?xml version=\"1.0\">?><question/>", "1:1 malformed no XML: "},
    {false, "<?xml-a?>\t\r\n<?xml version=\"1.0\"?><question/>", "2:6 malformed no XML: "},
    {false, "<!-- a --> a<question/>", "1:12 malformed no XML: "},
    {false, "<!-- a -->", "1:11 malformed no XML: "},
    {false, "<question><![CDATA[a", "1:21 malformed no XML: "},
    {false, "<question><title><![CDATA[a]]></title></question>",
     "1:1 invalid .: no \"schema\" says that this is a record\n"},
    {false, "<question a='1' b='", "1:20 malformed no XML: "},
    {false, "<question a='1' <b/>", "1:17 malformed no XML: "},
    {false, "<question" TEN TEN TEN TEN TEN TEN TEN "/>",
     "1:1 invalid this tag has more attributes than any record's\n"},
    {true,
     "<question xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:lost=\"1\" "
     "xsi:noNamespaceSchemaLocation=\"fixtures/none.xsd\" schema=\"qparse/1\"/>",
     "1:1 invalid .: "},
    {false,
     "<question xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:lost=\"1\" "
     "schema=\"qparse/1\" titel=\"a\"/>",
     "1:1 invalid .titel: no key of a record\n"},
    {true, "<other xmlns=\"urn:x\"/>", "1:1 other the root is neither"},
    {true,
     "<questions xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
     "xsi:noNamespaceSchemaLocation=\"fixtures/none.xsd\"><x:question xmlns:x=\"urn:x\" "
     "xsi:schemaLocation=\"urn:x fixtures/none.xsd\"/></questions>",
     "1:"},
    {false, "<question xmlns:x=\"urn:y\" x:a=\"1\" schema=\"qparse/1\"/>",
     "1:1 invalid .a: no key of a record\n"},
    {true,
     "<question xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\" "
     "schema=\"qparse/1\"/>",
     "1:1 invalid .: "},
    {true, "<question xmlns:x=\"urn:y\" x:a=\"1\" schema=\"qparse/1\"/>",
     "1:1 invalid .: The attribute '{urn:y}a' is not allowed\n"},
    {true, "<questions lang=\"fr\"><question/></questions>", "1:1 invalid "},
    {true, START "<titel/><titel/>" END, "1:74 invalid .titel: "},
};

/* A document of many of one thing. */
static void expect_of_many(const char *start, const char *one, size_t count,
                           const char *complaints) {
    struct buffer b = {0};
    buffer_append(&b, start, strlen(start));
    for (size_t i = 0; i < count; i++)
        buffer_append(&b, one, strlen(one));
    buffer_char(&b, '\0');
    assert_false(b.failed);
    expect(one, b.ptr, false, complaints);
    buffer_free(&b);
}

static void test_many(void **state) {
    (void)state;
    expect_of_many("{\"a\":[1", ",1", 1000001,
                   "1:1 invalid there are more values than 1,000,000\n");
    expect_of_many(START, "<title/>", 1000001,
                   "1:8000050 invalid there are more elements than 1,000,000\n");
    struct heard h;
    struct buffer b = {0};
    buffer_append(&b, START, strlen(START));
    for (size_t i = 0; i < 30; i++)
        buffer_append(&b, "<titel/>\n", 9);
    buffer_append(&b, END, strlen(END));
    read_as(&h, (struct span){b.ptr, b.len}, QP_JSONL, false);
    const char *last = strstr(h.complaints.ptr, "20:1 invalid .titel: no key of a record\n");
    assert_non_null(last);
    assert_string_equal(strchr(last, '\n'), "\n21:1 invalid there is more, which is not listed\n");
    heard_free(&h);
    buffer_free(&b);
}

/* What an id is made of. */
static void test_id(void **state) {
#define QUESTION(id, values)                                                                       \
    "<question schema=\"qparse/1\" id=\"" id "\"><site>senat.fr</site><chamber>senat</chamber>"     \
    values "<author/><ministry/><body/><comments/></question>"
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        {QUESTION("SENAT-15-QE-12", "<legislature>15</legislature><type>QE</type><number>12</number>"), true},
        {QUESTION("SENAT-15-QE-12", "<legislature>15</legislature><type>QE</type><number>0012S</number>"), true},
        {QUESTION("SENAT-15-QE-12", "<legislature>15</legislature><type>QE</type>"), false},
        {QUESTION("SENAT-15-QE-12", "<legislature>15</legislature><number>12</number>"), false},
        {QUESTION("SENAT-15-QE-12", "<type>QE</type><number>12</number>"), false},
        {QUESTION("SENAT-15-QE-1", "<legislature>15</legislature><type>QE</type><number>123456</number>"), false},
        {QUESTION("SENAT-15-QE-12", "<legislature>15</legislature><type>QE</type><number>2</number>"), false},
        {QUESTION("SENAT-15-QE-12", "<legislature>15</legislature><type>QE</type><number>13</number>"), false},
        {QUESTION("SENAT-15-QE-12", "<legislature>14</legislature><type>QE</type><number>12</number>"), false},
        {QUESTION("SENAT-15-QOSD-2011-12S", "<legislature>15</legislature><type>QOSD</type><number>12</number>"), false},
        {QUESTION("SENAT-15-QOSD-2011-12", "<legislature>15</legislature><type>QOSD</type><number>12</number>"), true},
        {QUESTION("AN-15-QE-12", "<legislature>15</legislature><type>QE</type><number>12</number>"), false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].text, rows[i].text, true, rows[i].good ? "" : "1:1 invalid .id: ");
}

static void test_documents(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        expect(documents[i].text, documents[i].text, documents[i].strict, documents[i].complaints);
}

/* A line that can't be read does not hide those behind it. */
static void test_stream(void **state) {
    (void)state;
    char *line = record(QP_JSONL), *text = NULL;
    struct heard h;
    assert_true(asprintf(&text, "%s{\"schema\":\"qparse/1\",\n%s\n  %s{\"a\n{\n%s", line, line, line,
                         line) > 0);
    read_as(&h, (struct span){text, strlen(text)}, QP_JSONL, true);
    assert_int_equal(h.taken, 4);
    assert_int_equal(h.refused, 3);
    heard_free(&h);
    free(text);
    qp_free(line);
}

/* Every beginning of a record. */
static void test_cut(void **state) {
    (void)state;
    for (enum qp_format format = QP_JSON; format <= QP_XML; format++) {
        char *text = record(format);
        for (size_t size = strlen(text) - 1; size-- > 0;)
            for (int strict = 0; strict < 2; strict++) {
                struct heard h;
                read_as(&h, (struct span){text, size}, QP_JSONL, strict);
                assert_int_equal(h.taken, 0);
                assert_true(h.complaints.len > 1);
                heard_free(&h);
            }
        qp_free(text);
    }
}

static void test_deep(void **state) {
    (void)state;
    char *deep = malloc(400001);
    assert_non_null(deep);
    memset(deep, '[', 400000);
    deep[400000] = '\0';
    expect("deep", deep, true, "1:1 malformed a list is no record");
    memcpy(deep, "{\"a\":", 5);
    expect("deep", deep, true, "1:1 invalid the brackets are nested more deeply than any record's\n");
    for (size_t i = 0; i < 100000; i++)
        memcpy(deep + 4 * i, "<b> ", 4);
    memcpy(deep, "<questions>", 11);
    expect("deep", deep, true, "1:");
    free(deep);
}

/* What libxml2 says, on one line and cut between two characters. */
static void test_message(void **state) {
    char a[303], said[305], out[400];
    (void)state;
    schema_message("Element 'a':\n not expected. \n", out);
    assert_string_equal(out, "Element 'a':  not expected");
    schema_message(" .\n", out);
    assert_string_equal(out, "");
    memset(a, 'a', sizeof a);
    snprintf(said, sizeof said, "%.300s", a);
    schema_message(said, out);
    assert_string_equal(out, said);
    snprintf(said, sizeof said, "%.299sé", a);
    schema_message(said, out);
    assert_int_equal(strlen(out), 299 + strlen("…"));
    assert_string_equal(out + 299, "…");
}

static void test_sniff(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum record_kind kind;
    } cases[] = {
        {"", RECORD_NONE}, {" \n", RECORD_NONE}, {"{", RECORD_NONE}, {" {\"schema\"", RECORD_JSON},
        {"{}", RECORD_JSON}, {"[{", RECORD_JSON}, {"[Photo de Zoé]", RECORD_NONE},
        {"{Photo}", RECORD_NONE}, {"<html>", RECORD_NONE}, {"<!DOCTYPE html>", RECORD_NONE},
        {"<question>", RECORD_XML}, {"<questions/>", RECORD_XML}, {"<questionnaire>", RECORD_NONE},
        {"<?xml version=\"1.0\"?>\n<!-- a -->\n<questions>", RECORD_XML},
        {"<!DOCTYPE question [", RECORD_XML}, {"<", RECORD_NONE}, {"<!--", RECORD_NONE},
        {"<?xml version='1.0'?><QUESTION>", RECORD_NONE}, {"[]", RECORD_JSON},
        {" [ ]\n", RECORD_JSON}, {"[ ] Rechercher", RECORD_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (record_sniff((struct span){cases[i].text, strlen(cases[i].text)}) != cases[i].kind)
            fail_msg("%s", cases[i].text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_full_record),
        cmocka_unit_test(test_spoiled),    cmocka_unit_test(test_lenient),
        cmocka_unit_test(test_beside),
        cmocka_unit_test(test_stream),     cmocka_unit_test(test_deep),
        cmocka_unit_test(test_sniff),      cmocka_unit_test(test_cut),
        cmocka_unit_test(test_documents), cmocka_unit_test(test_many),
        cmocka_unit_test(test_message),   cmocka_unit_test(test_id),
    };
    schema = schema_open();
    int failed = schema ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    schema_close(schema);
    return failed;
}
