/* What is no record, and what is said of it where. */
#include "reading.h"

#define START "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>"
#define JSON_START "{\"schema\":\"qparse/1\",\"site\":\"senat.fr\",\"chamber\":\"senat\","
#define END "</question>"
#define TEN " a='' b='' c='' d='' e='' f='' g='' h='' i='' j=''"

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
     "29:12 invalid .titel: no key of a record\n1:1 invalid .: missing: title\n"},
    {QP_JSON, "\"Phares\"", "7", "29:12 invalid .title: a string or null is wanted, not a number\n"},
    {QP_JSON, "\"Phares\"", "\"\"", "29:12 invalid .title: an empty string: what is absent is null\n"},
    {QP_JSON, "\"Phares\"", "\"\\u0001\"", "29:12 invalid .title: a character that XML forbids\n"},
    {QP_JSON, "\"Phares\"", "\"\\f\"", "29:12 invalid .title: a character that XML forbids\n"},
    {QP_JSON, "\"Phares\"", "\"é", "29:15 malformed no JSON: a control character in a string"},
    {QP_JSON, "\"Phares\"", "\"x\", \"title\": null", "29:26 invalid .title: this stands twice\n"},
    {QP_JSON, "\"legislature\": null", "\"legislature\": 0",
     "7:18 invalid .legislature: \"0\" is no whole number from 1 to 2147483647\n"},
    {QP_JSON, "\"legislature\": null", "\"legislature\": 99999999999",
     "7:18 invalid .legislature: \"99999999999\" is no whole number from 1 to 2147483647\n"},
    {QP_JSON, "\"legislature\": null", "\"legislature\": 1.5",
     "7:18 invalid .legislature: a number or null is wanted"},
    {QP_JSON, "\"count\": 0", "\"count\": -1", "49:14 invalid .comments.count: \"-1\" is no"},
    {QP_JSON, "2022-12-01", "2022-02-29",
     "35:13 invalid .body.date: \"2022-02-29\" is no day of the calendar"},
    {QP_JSON, "2022-12-01", "2022-12-01T10:00", "35:13 invalid .body.date: "},
    {QP_JSON, "\"pending\"", "\"pendin\"", "33:13 invalid .status: \"pendin\" is none of pending, "},
    {QP_JSON, "\"chamber\": \"senat\"", "\"chamber\": \"an\"",
     "6:14 invalid .chamber: the chamber of senat.fr is senat\n"},
    {QP_JSON, "\"type\": null", "\"type\": \"QG\"", "8:11 invalid .type: \"QG\" is no type"},
    {QP_JSON, "\"type\": null", "\"type\": \"QX\"", "8:11 invalid .type: \"QX\" is no type"},
    {QP_JSON, "\"id\": null", "\"id\": \"SENAT-0-QE-1\"", "4:9 invalid .id: \"SENAT-0-QE-1\" does not fit the pattern of ids"},
    {QP_JSON, "\"withdrawal\": null", "\"withdrawal\": {\"date\": null, \"reason\": null}",
     "45:17 invalid .withdrawal: the status is neither"},
    {QP_JSON, "\"Un phare.\"", "\"\"", "40:17 invalid .body.blocks[0].text: an empty string: there is no such text\n"},
    {QP_JSON, "\"paragraph\"", "\"heading\"", "39:17 invalid .body.blocks[0].type: \"heading\" is"},
    {QP_JSON, "\"text\": \"Un", "\"rows\": [], \"text\": \"Un",
     "40:17 invalid .body.blocks[0].rows: no key of a paragraph\n"},
    {QP_JSON, "\"type\": \"paragraph\",", "", "38:7 invalid .body.blocks[0]: missing: type\n"},
    {QP_JSON, ",\n        \"text\": \"Un phare.\"", "", "38:7 invalid .body.blocks[0]: missing: text\n"},
    {QP_JSON, "\"type\": \"paragraph\",", "\"type\": \"table\", \"rows\": [[\"Un phare.\"], []],", "40:"},
    {QP_JSON, "\"type\": \"paragraph\",", "\"type\": \"table\", \"rows\": [],", "39:34 invalid .body.blocks[0].rows: a table has at least one row\n"},
    {QP_JSON, "\"pending\"", "\"answered\"", "33:13 invalid .status: \"answered\", without a response\n"},
    {QP_JSON, "\"response\": null",
     "\"response\": {\"date\": null, \"page\": null, \"expected\": null, \"blocks\": []}",
     "33:13 invalid .status: \"pending\", but there is a response\n"},
    {QP_JSON, "\"pending\"", "\"withdrawn\"", "33:13 invalid .status: \"withdrawn\", without a withdrawal\n"},
    {QP_JSON, "\"pending\"", "\"lapsed\"", "33:13 invalid .status: \"lapsed\", without a withdrawal\n"},
    {QP_JSON, "\"id\": null", "\"id\": \"SENAT-15-QE-1\"", "4:9 invalid .id: \"SENAT-15-QE-1\" is not made"},
    {QP_JSON, "qparse/1", "qparse/2", "2:13 invalid .schema: this version reads qparse/1\n"},
    {QP_JSON, "\"schema\": \"qparse/1\",", "", "1:1 invalid .: missing: schema\n"},
    {QP_JSON, "\"author\": {", "\"author\": null, \"x y\": {",
     "14:13 invalid .author: an object is wanted, not null\n14:26 invalid .\"x y\": no key"},
    {QP_JSON, "\"events\": []", "\"events\": {}", "47:13 invalid .events: a list is wanted, not an"},
    {QP_JSON, "\"events\": []", "\"events\": [[]]", "47:14 invalid .events[0]: an object is wanted"},
    {QP_JSON, "\"analysis\": []", "\"analysis\": [\"a\", null]",
     "32:21 invalid .analysis[1]: a string is wanted, not null\n"},
    {QP_JSON, "{", "[{", "54:1 malformed no JSON: premature end of input"},
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
     "1:2 invalid .: missing: site, chamber\n"},
    {false, " [1]", "1:3 malformed no JSON: a record begins with '{'\n"},
    {false, "x\n{\"schema\":\"qparse/1\"}",
     "1:1 malformed no JSON: a record begins with '{'\n"
     "2:1 invalid .: missing: site, chamber\n"},
    {false, "{\"schema\":\"qparse/1\"}\n]",
     "1:1 invalid .: missing: site, chamber\n"
     "2:1 malformed no JSON: a record begins with '{'\n"},
    {false, "{\"a\":\"b\\", "1:9 malformed no JSON: premature end of input"},
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

static void test_documents(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        expect(documents[i].text, documents[i].text, documents[i].strict, documents[i].complaints);
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
    expect_of_many("{\"a\":[1", ",1", 1001,
                   "1:1 invalid 1,000 values are of a kind that no list holds");
    expect_of_many("{\"a\":[[]", ",[]", 1000001, "1:3000012 malformed no JSON: ");
    expect_of_many(START, "<titel/>", 1001, "1:");
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

/* Places are those of the records, though the record's last key is complained of first; beyond
 * 1,000 complaints the rest is counted. */
static void test_places(void **state) {
    static const char record[] = "{\"title\":1,\n\"id\":1}\n";
    (void)state;
    struct heard h;
    struct buffer b = {0};
    for (size_t i = 0; i < 600; i++)
        buffer_append(&b, record, strlen(record));
    read_as(&h, (struct span){b.ptr, b.len}, QP_JSONL, true);
    assert_int_equal(h.refused, 600);
    assert_non_null(strstr(h.complaints.ptr, "\n599:1 invalid .: missing"));
    assert_non_null(strstr(h.complaints.ptr, " 800 more faults are not listed\n"));
    heard_free(&h);
    buffer_free(&b);
}

static void test_deep(void **state) {
    (void)state;
    char *deep = malloc(400001);
    assert_non_null(deep);
    memset(deep, '[', 400000);
    deep[400000] = '\0';
    expect("deep", deep, true, "1:2 malformed no JSON: a record begins with '{'\n");
    memcpy(deep, "{\"a\":", 5);
    expect("deep", deep, true, "1:1 invalid the brackets are nested more deeply than any record's\n");
    for (size_t i = 0; i < 100000; i++)
        memcpy(deep + 4 * i, "<b> ", 4);
    memcpy(deep, "<questions>", 11);
    expect("deep", deep, true, "1:");
    free(deep);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),
        cmocka_unit_test(test_lenient),
        cmocka_unit_test(test_beside),
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_id),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_deep),
    };
    schema = schema_open();
    int failed = schema ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    schema_close(schema);
    return failed;
}
