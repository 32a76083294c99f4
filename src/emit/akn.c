/* Akoma Ntoso 3.0 (OASIS LegalDocML): a question and its answer as a debate of one <questions>.
 * <proprietary> holds the record as in our own XML, without the texts, so that nothing is lost: the
 * standard has no place for comments or lines that were not understood. */
#include "base/fold.h"
#include "base/print.h"
#include "emit/emit.h"
#include "emit/xml_writer.h"
#include "question/date.h"
#include "question/names.h"
#include "question/number.h"

#define AKN_NAMESPACE "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
#define RECORD_NAMESPACE "urn:qparse:1"
#define S(literal) ((qp_string){literal, sizeof(literal) - 1})

struct akn {
    struct xml xml; /* first: the record's hooks get a pointer to it */
    const qp_question *question;
    struct buffer work, expression; /* their IRIs */
    struct buffer text;             /* made for one value */
    qp_string asked, answering;     /* ministries; data NULL: the record lacks it */
    unsigned concepts;              /* bits of concepts[] that steps have named */
    bool in_blocks;
};

/* Outcomes of steps of the workflow. */
static const char *const concepts[] = {"asked",   "transferred", "renewed",   "signalled",
                                       "erratum", "answered",    "withdrawn", "lapsed"};

enum { CONCEPTS = sizeof concepts / sizeof *concepts };

/* The Assemblée's indexing. */
static const struct dictionary {
    const char *id, *title;
} dictionaries[] = {
    {"rubric", "Rubrique"}, {"rubric-head", "Tête d'analyse"}, {"analysis", "Analyse"}};

/* ---- values ---- */

static struct span span_of(qp_string s) {
    return (struct span){s.data, s.size};
}

static qp_string text_of(const char *text) {
    return (qp_string){text, strlen(text)};
}

static void append(struct buffer *b, const char *text) {
    buffer_append(b, text, strlen(text));
}

static qp_string taken(const struct buffer *b) {
    return (qp_string){b->ptr, b->len};
}

/* A name as part of an IRI: "Élodie Kervran-d'Aubrac" is "elodie-kervran-d-aubrac". */
static void append_slug(struct buffer *b, struct span text) {
    static const char hex[] = "0123456789ABCDEF";
    size_t start = b->len;
    bool gap = false;
    struct fold f = fold_start(text);
    for (uint32_t c; (c = fold_next(&f)) != FOLD_END;) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c < 0x80 && !plain) {
            gap = b->len > start;
            continue;
        }
        if (gap)
            buffer_char(b, '-');
        gap = false;
        char bytes[4];
        size_t size = utf8_encode(c, bytes);
        for (size_t i = 0; i < size; i++) {
            unsigned char byte = (unsigned char)bytes[i];
            char escape[3] = {'%', hex[byte >> 4], hex[byte & 15]};
            if (plain)
                buffer_char(b, bytes[i]);
            else
                buffer_append(b, escape, sizeof escape);
        }
    }
    if (b->len == start)
        append(b, "nn"); /* the naming convention's word for an unknown part */
}

static qp_string first_of(const qp_string *const candidates[], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (candidates[i]->size)
            return *candidates[i];
    return (qp_string){NULL, 0};
}

static void find_ministries(struct akn *a) {
    const qp_ministry *m = &a->question->ministry;
    const qp_string *const asked[] = {&m->asked, &m->displayed, &m->attributed};
    a->asked = first_of(asked, 3);
    a->answering = m->name;
}

/* Without an author's name the chamber asks. */
static const char *asker(const struct akn *a) {
    return a->question->author.name.size ? "#author" : "#chamber";
}

static const char *answerer(const struct akn *a) {
    return a->answering.size ? "#ministry-answering" : "#government";
}

/* ---- IRIs, after the Akoma Ntoso naming convention ---- */

static void append_date(struct buffer *b, qp_date date) {
    char digits[17];
    buffer_append(b, digits, date_format(date, digits));
}

/* NosDéputés.fr has written questions only, and its text does not name the type. */
static struct span type_of(const qp_question *q) {
    if (q->type.size)
        return span_of(q->type);
    return q->site == QP_NOSDEPUTES ? SPAN("QE") : SPAN("question");
}

/* /akn/fr/debate/qe/senat/2008-03-13/3705. Every page of a question has these values, so that all
 * its pages give one name. */
static void name_work(struct akn *a) {
    const qp_question *q = a->question;
    const char *chamber = chamber_name(q->site);
    struct span number = number_bare(span_of(q->number));
    append(&a->work, "/akn/fr/debate/");
    append_slug(&a->work, type_of(q));
    append(&a->work, "/");
    append(&a->work, chamber ? chamber : "nn");
    append(&a->work, "/");
    if (q->body.date.year)
        append_date(&a->work, q->body.date);
    else
        append(&a->work, "nn");
    append(&a->work, "/");
    append_slug(&a->work, number.len ? number : span_of(q->number));
}

/* The date when the text got its present form, and the reason in *name. */
static qp_date version(const qp_question *q, const char **name) {
    if (q->has_response && q->response.date.year && q->response.blocks.count) {
        *name = "answer";
        return q->response.date;
    }
    if (q->has_withdrawal && q->withdrawal.date.year) {
        *name = "withdrawal";
        return q->withdrawal.date;
    }
    *name = "question";
    return (qp_date){0};
}

static void name_expression(struct akn *a) {
    const char *name;
    qp_date date = version(a->question, &name);
    buffer_append(&a->expression, a->work.ptr, a->work.len);
    append(&a->expression, "/fra@"); /* without a date: the original version */
    if (date.year)
        append_date(&a->expression, date);
}

/* ---- <meta> ---- */

static void date_attribute(struct akn *a, qp_date date) {
    char digits[17];
    xml_attribute(&a->xml, "date", (qp_string){digits, date_format(date, digits)});
}

static void value(struct akn *a, const char *element, qp_string text) {
    xml_begin(&a->xml, element);
    xml_attribute(&a->xml, "value", text);
    xml_end(&a->xml);
}

static void value_iri(struct akn *a, const char *element, const struct buffer *iri,
                      const char *tail) {
    a->text.len = 0;
    buffer_append(&a->text, iri->ptr, iri->len);
    append(&a->text, tail);
    value(a, element, taken(&a->text));
}

static void alias(struct akn *a, const char *name, qp_string text) {
    if (!text.size)
        return;
    xml_begin(&a->xml, "FRBRalias");
    xml_attribute(&a->xml, "value", text);
    xml_attribute(&a->xml, "name", text_of(name));
    xml_end(&a->xml);
}

/* The schema wants a date even where the page has none. */
static void frbr_date(struct akn *a, qp_date date, const char *name) {
    xml_begin(&a->xml, "FRBRdate");
    if (date.year)
        date_attribute(a, date);
    else
        xml_attribute(&a->xml, "date", S("0001-01-01"));
    xml_attribute(&a->xml, "name", text_of(date.year ? name : "unknown"));
    xml_end(&a->xml);
}

static void frbr_author(struct akn *a, const char *reference) {
    xml_begin(&a->xml, "FRBRauthor");
    xml_attribute(&a->xml, "href", text_of(reference));
    xml_end(&a->xml);
}

static void frbr_work(struct akn *a) {
    const qp_question *q = a->question;
    xml_begin(&a->xml, "FRBRWork");
    value_iri(a, "FRBRthis", &a->work, "/!main");
    value_iri(a, "FRBRuri", &a->work, "");
    alias(a, "id", q->id);
    alias(a, "reference", q->reference);
    frbr_date(a, q->body.date, "question");
    frbr_author(a, asker(a));
    value(a, "FRBRcountry", S("fr"));
    if (q->type.size)
        value(a, "FRBRsubtype", q->type);
    if (q->number.size)
        value(a, "FRBRnumber", q->number);
    value(a, "FRBRprescriptive", S("false"));
    value(a, "FRBRauthoritative", S("false"));
    xml_end(&a->xml);
}

static void identification(struct akn *a) {
    const char *name;
    qp_date date = version(a->question, &name);
    if (!date.year)
        date = a->question->body.date;
    xml_begin(&a->xml, "identification");
    xml_attribute(&a->xml, "source", S("#qparse"));
    frbr_work(a);
    xml_begin(&a->xml, "FRBRExpression");
    value_iri(a, "FRBRthis", &a->expression, "/!main");
    value_iri(a, "FRBRuri", &a->expression, "");
    frbr_date(a, date, name);
    frbr_author(a, asker(a));
    xml_begin(&a->xml, "FRBRlanguage");
    xml_attribute(&a->xml, "language", S("fra"));
    xml_end(&a->xml);
    xml_end(&a->xml);
    xml_begin(&a->xml, "FRBRManifestation");
    value_iri(a, "FRBRthis", &a->expression, "/!main.xml");
    value_iri(a, "FRBRuri", &a->expression, ".akn");
    frbr_date(a, date, name); /* no clock: the same input gives the same bytes */
    frbr_author(a, "#qparse");
    value(a, "FRBRformat", S("application/xml"));
    xml_end(&a->xml);
    xml_end(&a->xml);
}

static void publication(struct akn *a) {
    const qp_body *body = &a->question->body;
    if (!body->date.year || !body->page.size)
        return;
    a->text.len = 0;
    append(&a->text, "Journal officiel, page ");
    buffer_append(&a->text, body->page.data, body->page.size);
    xml_begin(&a->xml, "publication");
    date_attribute(a, body->date);
    xml_attribute(&a->xml, "name", S("Journal officiel"));
    xml_attribute(&a->xml, "showAs", taken(&a->text));
    xml_end(&a->xml);
}

static void keyword(struct akn *a, const struct dictionary *d, qp_string word) {
    if (!word.size)
        return;
    a->text.len = 0;
    append(&a->text, "#");
    append(&a->text, d->id);
    xml_begin(&a->xml, "keyword");
    xml_attribute(&a->xml, "value", word);
    xml_attribute(&a->xml, "showAs", word);
    xml_attribute(&a->xml, "dictionary", taken(&a->text));
    xml_end(&a->xml);
}

static bool is_indexed(const qp_question *q) {
    return q->rubric.size || q->rubric_head.size || q->analysis_count;
}

static void classification(struct akn *a) {
    const qp_question *q = a->question;
    if (!is_indexed(q))
        return;
    xml_begin(&a->xml, "classification");
    xml_attribute(&a->xml, "source", S("#chamber"));
    keyword(a, &dictionaries[0], q->rubric);
    keyword(a, &dictionaries[1], q->rubric_head);
    for (size_t i = 0; i < q->analysis_count; i++)
        keyword(a, &dictionaries[2], q->analysis[i]);
    xml_end(&a->xml);
}

/* A step must have a date. An event without one is in the record alone. */
static void step(struct akn *a, qp_date date, const char *by, const char *outcome) {
    if (!date.year)
        return;
    if (!a->concepts) {
        xml_begin(&a->xml, "workflow");
        xml_attribute(&a->xml, "source", S("#qparse"));
    }
    for (unsigned i = 0; i < CONCEPTS; i++)
        if (strcmp(concepts[i], outcome) == 0)
            a->concepts |= 1u << i;
    a->text.len = 0;
    append(&a->text, "#");
    append(&a->text, outcome);
    xml_begin(&a->xml, "step");
    date_attribute(a, date);
    xml_attribute(&a->xml, "by", text_of(by));
    xml_attribute(&a->xml, "outcome", taken(&a->text));
    xml_end(&a->xml);
}

static void workflow(struct akn *a) {
    const qp_question *q = a->question;
    step(a, q->body.date, asker(a), "asked");
    for (size_t i = 0; i < q->event_count; i++)
        step(a, q->events[i].date, "#chamber", event_name(q->events[i].type));
    if (q->has_response)
        step(a, q->response.date, answerer(a), "answered");
    if (q->has_withdrawal)
        step(a, q->withdrawal.date, "#chamber",
             q->status == QP_LAPSED ? "lapsed" : "withdrawn");
    if (a->concepts)
        xml_end(&a->xml);
}

/* An entry of <references>. `class` ends with a slash. */
static void reference(struct akn *a, const char *element, const char *id, const char *class,
                      qp_string name) {
    if (!name.size)
        return;
    a->text.len = 0;
    append(&a->text, "/akn/ontology/");
    append(&a->text, class);
    append_slug(&a->text, span_of(name));
    xml_begin(&a->xml, element);
    xml_attribute(&a->xml, "eId", text_of(id));
    xml_attribute(&a->xml, "href", taken(&a->text));
    xml_attribute(&a->xml, "showAs", name);
    if (strcmp(element, "TLCReference") == 0)
        xml_attribute(&a->xml, "name", S("dictionary"));
    xml_end(&a->xml);
}

static qp_string chamber_title(enum qp_site site) {
    switch (site) {
    case QP_NOSSENATEURS:
    case QP_SENAT:
        return S("Sénat");
    case QP_NOSDEPUTES:
    case QP_ASSEMBLEE:
        return S("Assemblée nationale");
    case QP_SITE_NONE:
        break;
    }
    return S("Parlement");
}

static void references(struct akn *a) {
    static const char organization[] = "TLCOrganization", french[] = "organization/fr/";
    const qp_question *q = a->question;
    xml_begin(&a->xml, "references");
    xml_attribute(&a->xml, "source", S("#qparse"));
    reference(a, "TLCPerson", "author", "person/fr/", q->author.name);
    reference(a, organization, "chamber", french, chamber_title(q->site));
    reference(a, organization, "ministry-asked", french, a->asked);
    if (q->has_response && a->answering.size)
        reference(a, organization, "ministry-answering", french, a->answering);
    else if (q->has_response)
        reference(a, organization, "government", french, S("Gouvernement"));
    reference(a, organization, "qparse", "organization/", S("qparse"));
    for (unsigned i = 0; i < CONCEPTS; i++)
        if (a->concepts & 1u << i)
            reference(a, "TLCConcept", concepts[i], "concept/qparse/", text_of(concepts[i]));
    for (size_t i = 0; is_indexed(q) && i < sizeof dictionaries / sizeof *dictionaries; i++)
        reference(a, "TLCReference", dictionaries[i].id, "reference/fr/an/",
                  text_of(dictionaries[i].title));
    xml_end(&a->xml);
}

/* ---- the record, in <proprietary> ---- */

static void record_list_begin(void *state, const char *key) {
    struct akn *a = state;
    a->in_blocks = key && strcmp(key, "blocks") == 0;
    if (!a->in_blocks)
        xml_hooks.list_begin(&a->xml, key);
}

static void record_list_end(void *state) {
    struct akn *a = state;
    if (!a->in_blocks)
        xml_hooks.list_end(&a->xml);
}

static void record_block(void *state, const qp_block *block) {
    (void)state, (void)block;
}

static void record(struct akn *a) {
    struct emitter hooks = xml_hooks;
    hooks.list_begin = record_list_begin;
    hooks.list_end = record_list_end;
    hooks.block = record_block;
    xml_begin(&a->xml, "proprietary");
    xml_attribute(&a->xml, "source", S("#qparse"));
    xml_begin(&a->xml, "question");
    xml_attribute(&a->xml, "xmlns", S(RECORD_NAMESPACE));
    xml_record_attributes(&a->xml, a->question);
    emit_members(a->question, &hooks, a);
    xml_end(&a->xml);
    xml_end(&a->xml);
}

/* ---- the text ---- */

static void preface_line(struct akn *a, const char *element, qp_string text) {
    if (!text.size)
        return;
    xml_begin(&a->xml, "p");
    xml_leaf(&a->xml, element, text, XML_BR);
    xml_end(&a->xml);
}

static void preface(struct akn *a) {
    const qp_question *q = a->question;
    if (!q->type_label.size && !q->number.size && !q->title.size)
        return;
    xml_begin(&a->xml, "preface");
    preface_line(a, "docType", q->type_label);
    preface_line(a, "docNumber", q->number);
    preface_line(a, "docTitle", q->title);
    xml_end(&a->xml);
}

static void cell(struct akn *a, qp_string text) {
    xml_begin(&a->xml, "td");
    if (text.size)
        xml_leaf(&a->xml, "p", text, XML_BR);
    xml_end(&a->xml);
}

/* The standard wants rows in each table and cells in each row. */
static void table(struct akn *a, const qp_block *b, const char *part, size_t number) {
    char digits[24];
    a->text.len = 0;
    append(&a->text, "questions__");
    append(&a->text, part);
    append(&a->text, "__table_");
    buffer_append(&a->text, digits, decimal((long)number, digits));
    xml_begin(&a->xml, "table");
    xml_attribute(&a->xml, "eId", taken(&a->text));
    for (size_t i = 0; i < b->row_count; i++) {
        xml_begin(&a->xml, "tr");
        for (size_t k = 0; k < b->rows[i].count; k++)
            cell(a, b->rows[i].cells[k]);
        if (b->rows[i].count == 0)
            cell(a, (qp_string){NULL, 0});
        xml_end(&a->xml);
    }
    xml_end(&a->xml);
}

static void blocks(struct akn *a, const qp_blocks *list, const char *part) {
    size_t tables = 0;
    for (size_t i = 0; i < list->count; i++) {
        const qp_block *b = &list->items[i];
        if (b->type == QP_TABLE && b->row_count)
            table(a, b, part, ++tables);
        else
            xml_leaf(&a->xml, "p", b->text, XML_BR);
    }
    if (list->count == 0)
        xml_leaf(&a->xml, "p", (qp_string){NULL, 0}, XML_BR);
}

static void question(struct akn *a) {
    const qp_author *author = &a->question->author;
    xml_begin(&a->xml, "question");
    xml_attribute(&a->xml, "eId", S("questions__question"));
    xml_attribute(&a->xml, "by", text_of(asker(a)));
    if (a->asked.size)
        xml_attribute(&a->xml, "to", S("#ministry-asked"));
    if (author->name.size) {
        a->text.len = 0;
        buffer_append(&a->text, author->civility.data, author->civility.size);
        append(&a->text, author->civility.size ? " " : "");
        buffer_append(&a->text, author->name.data, author->name.size);
        xml_leaf(&a->xml, "from", taken(&a->text), XML_BR);
    }
    blocks(a, &a->question->body.blocks, "question");
    xml_end(&a->xml);
}

static void answer(struct akn *a) {
    xml_begin(&a->xml, "answer");
    xml_attribute(&a->xml, "eId", S("questions__answer"));
    xml_attribute(&a->xml, "by", text_of(answerer(a)));
    xml_attribute(&a->xml, "to", text_of(asker(a)));
    if (a->answering.size)
        xml_leaf(&a->xml, "from", a->answering, XML_BR);
    blocks(a, &a->question->response.blocks, "answer");
    xml_end(&a->xml);
}

static void document(struct akn *a) {
    const qp_question *q = a->question;
    xml_raw(&a->xml, XML_DECLARATION);
    xml_begin(&a->xml, "akomaNtoso");
    xml_attribute(&a->xml, "xmlns", S(AKN_NAMESPACE));
    xml_begin(&a->xml, "debate");
    xml_attribute(&a->xml, "name", S("question"));
    xml_begin(&a->xml, "meta");
    identification(a);
    publication(a);
    classification(a);
    workflow(a);
    references(a);
    record(a);
    xml_end(&a->xml);
    preface(a);
    xml_begin(&a->xml, "debateBody");
    xml_begin(&a->xml, "questions");
    xml_attribute(&a->xml, "eId", S("questions"));
    question(a);
    if (q->has_response && q->response.blocks.count)
        answer(a);
    xml_end(&a->xml);
    xml_end(&a->xml);
    xml_end(&a->xml);
    xml_end(&a->xml);
}

int emit_akn(const qp_question *question, enum qp_part part, struct buffer *out) {
    struct akn a = {.question = question, .xml.out = out};
    (void)part; /* a document has one question */
    find_ministries(&a);
    name_work(&a);
    name_expression(&a);
    document(&a);
    bool failed = a.work.failed || a.expression.failed || a.text.failed;
    buffer_free(&a.work);
    buffer_free(&a.expression);
    buffer_free(&a.text);
    return failed || out->failed ? -1 : 0;
}
