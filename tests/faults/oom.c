/* Every allocation fails once, and then from one on: reading pages of each kind, writing each
 * format, --explain, reading records, --diff, --validate. Whatever happens says that memory
 * ended, or gives the very bytes of an undisturbed run; no block of memory is left behind but
 * those that libxml2 loses (record/memory_guard.h).
 *
 * QPARSE_SWEEP=full takes every page of the fixtures, and every allocation of a command; else one
 * in some. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/fuzz.h"

#include "command/batch.h"
#include "compare/compare.h"
#include "command/diff.h"
#include "files/inputs.h"
#include "record/memory_guard.h"
#include "record/record.h"
#include "command/validate.h"
#include "record/xsd.h"

#include <fcntl.h>
#include <glob.h>
#include <sanitizer/lsan_interface.h>
/* A build for coverage or for valgrind has none. */
#pragma weak __lsan_do_recoverable_leak_check
#pragma weak __lsan_disable
#pragma weak __lsan_enable
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static glob_t paths;
static bool full;
static size_t pages, failed_allocations;
static size_t stride = 1; /* of the allocations that fail, one in so many */

/* A step of the work on a page, with a transcript of what it gave. */
typedef void step(const void *what, struct transcript *t);

/* Without a failure, then with each one in turn until there are no more to fail. */
static void sweep(step *run, const void *what, const char *path) {
    for (int sticky = 0; sticky < 2; sticky++) {
        struct transcript whole = {0};
        run(what, &whole);
        assert_false(whole.failed);
        /* where the first of them ends the run those behind it tell nothing */
        size_t next = sticky && !full ? 3 * stride : stride;
        for (size_t k = 1;; k += next) {
            struct transcript t = {0};
            fail_allocation(k, sticky);
            run(what, &t);
            bool reached = allocation_failed();
            fail_allocation(0, false);
            if (!t.failed && !transcript_equal(&t, &whole))
                fail_msg("%s: success with other bytes where allocation %zu failed", path, k);
            free(t.ptr);
            failed_allocations += reached;
            if (!reached)
                break;
        }
        free(whole.ptr);
    }
}

struct input {
    const char *bytes;
    size_t size;
};

/* How the reading ended, and what it read: a value that is missing is told by no diagnostic. */
static void take_result(qp_result *r, struct transcript *t) {
    transcript_outcome(t, r);
    for (size_t i = 0; r && i < qp_result_count(r); i++) {
        char *json;
        size_t size;
        if (qp_emit(qp_result_question(r, i), QP_JSONL, QP_ITEM, &json, &size)) {
            t->failed = true;
            continue;
        }
        transcript_put(t, json, size);
        qp_free(json);
    }
    qp_result_free(r);
}

static void read_page(const void *what, struct transcript *t) {
    const struct input *in = what;
    qp_options options = {.file = "page", .url = "https://www.nossenateurs.fr/question/15/1",
                          .charset = "utf-8"};
    take_result(qp_parse(in->bytes, in->size, &options), t);
}

static void read_lines(const void *what, struct transcript *t) {
    const struct input *in = what;
    qp_options options = {.keep_lines = true, .plain_spaces = true};
    take_result(qp_parse(in->bytes, in->size, &options), t);
}

static void write_formats(const void *what, struct transcript *t) {
    transcript_records(t, what);
}

static void explain(const void *what, struct transcript *t) {
    char *out = (char *)"";
    size_t size;
    if (qp_explain(what, true, &out, &size)) {
        assert_null(out);
        t->failed = true;
    } else {
        transcript_put(t, out, size);
        qp_free(out);
    }
}

static void expect_no_leak(const char *what) {
    if (&__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
        fail_msg("%s: memory is left behind", what);
}

static void sweep_bytes(const struct input *in, const char *path) {
    sweep(read_page, in, path);
    sweep(read_lines, in, path);
    qp_options options = {.keep_lines = true};
    qp_result *r = qp_parse(in->bytes, in->size, &options);
    assert_non_null(r);
    sweep(write_formats, r, path);
    sweep(explain, r, path);
    qp_result_free(r);
    if (full) /* which of them; a search takes longer than the page */
        expect_no_leak(path);
    pages++;
}

static void sweep_page(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    struct input in = {NULL, (size_t)ftell(file)};
    char *bytes = malloc(in.size + 1);
    assert_non_null(bytes);
    rewind(file);
    assert_int_equal(fread(bytes, 1, in.size, file), in.size);
    fclose(file);
    in.bytes = bytes;
    sweep_bytes(&in, path);
    free(bytes);
}

#define REGARDS \
    "Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail\n\nLe titre\n\n" \
    "Question soumise le 3 mars 2012\n\nMme Jeanne Martin interroge M. le ministre du travail.\n\n" \
    "Réponse\n\nCette question n'a pas encore de réponse.\n\n" \
    "Aucun commentaire n'a encore été formulé sur cette question.\n\nInscription\n"
#define SENATE(wrap) \
    "16e législature\n\nQuestion écrite n°03705 - 16e législature\n\nLe port\n\nQuestion de M. ROUX " \
    "Jean (Rhône - GEST)" wrap "publiée le 10/11/2022\n\nM. Jean Roux interroge M. le ministre de " \
    "la mer.\n\nRéponse du Ministère de la mer publiée le 12/12/2022\n\nOui.\n\nPage mise à jour " \
    "le 3 mars 2023\n"

#define PAGE(text) {text, sizeof text - 1}

/* What few pages have, or none of the fixtures. */
static const struct input rare[] = {
    PAGE(SENATE("\n")),
    PAGE(REGARDS SENATE(" ")),
    PAGE(REGARDS SENATE(" ") SENATE(" ")),
    PAGE(REGARDS SENATE("\n")),
    PAGE(SENATE(" ") "\f" REGARDS "\f" SENATE(" ")),
    PAGE("Question de ROUX Jean (Rhône - GEST) publiée le 10/11/2022 - page 5601\n\nM. Jean Roux "
         "interroge M. le ministre de la mer.\n\nRéponse du Ministère de la mer publiée le "
         "12/12/2022 - page 6001\n\nOui.\n\nPage mise à jour le 3 mars 2023\n"),
    PAGE("<?xml version='1.0'?><QUESTION type='QE'><LEGISLATURE>15</LEGISLATURE><DEPOT numero='12'>"
         "</DEPOT><ERRATUM_QUESTION><PAGE_JO>5</PAGE_JO></ERRATUM_QUESTION></QUESTION>"),
    PAGE("Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail et\nde la sieste\n\n"
         "Le titre\n\nQuestion soumise le 3 mars 2012\n\nOui.\n"),
    PAGE("Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail\n\nLe titre\n"),
    PAGE("# A\n## B\n[c](d)\n" REGARDS),
    PAGE("[1]a [2]b\n[3]Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail\n\nLe "
         "[4]titre\n\nQuestion soumise le 3 mars 2012\n\nMme [5]Jeanne Martin interroge M. le "
         "ministre.\n"),
    PAGE("R\u00c3\u00a9ponse \u00c3\u2030mise\0"),
    PAGE("R\0\xE9\0p\0o\0n\0s\0e\0"),
    PAGE("<?xml version='1.0'?><QUESTION type='&#81;E'><LEGISLATURE>15</LEGISLATURE>"
         "<DEPOT numero='12'><DATE_JO>12/06/2018</DATE_JO></DEPOT><CIVILITE>Mme</CIVILITE>"
         "<NOM>Roux</NOM><PRENOM>Anne</PRENOM><MINI><ABREGE>Sports</ABREGE></MINI><MINA><ORDRE "
         "NUMERO='1'><ABREGE>R\u00c3\u00a9gions</ABREGE><DATE_JO>13/06/2018</DATE_JO></ORDRE></MINA><ERRATUM_QUESTION><PAGE_JO>5</PAGE_JO>"
         "</ERRATUM_QUESTION><TEXTE_DEPOT><![CDATA[Mme Anne Roux interroge Mme la ministre des "
         "sports.<pre>a\n&amp;b</pre>]]></TEXTE_DEPOT><TEXTE_REPONSE>Oui.</TEXTE_REPONSE></QUESTION>"),
    PAGE("<div class=question id=question15-12><h1>Jeanne Martin<br>Question N° 12 au Travail</h1>"
         "<div class=source><a href='&#47;a'>source</a></div><div id=question><h2>Question soumise "
         "le 3 mars 2012</h2><pre>a\n b &amp; c</pre></div></div>"),
};

static void rare_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rare / sizeof *rare; i++)
        sweep_bytes(&rare[i], rare[i].bytes);
    expect_no_leak("rare pages");
}

static void every_allocation_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < paths.gl_pathc; i += full ? 1 : 23)
        sweep_page(paths.gl_pathv[i]);
    expect_no_leak("pages");
}

/* ---- records ---- */

/* What runs between these may leave memory of libxml2 behind. */
static void sweep_lossy(step *run, const void *what, const char *name) {
    if (&__lsan_disable)
        __lsan_disable();
    sweep(run, what, name);
    if (&__lsan_enable)
        __lsan_enable();
}

#define RECORD(inside)                                                                             \
    "<question schema=\"qparse/1\"><site>senat.fr</site><chamber>senat</chamber>" inside "</question>"

/* Two versions that differ in each value and list. */
static const char *const versions[] = {
    RECORD("<legislature>15</legislature><title>Un phare</title><status>pending</status>"
           "<analysis><item>a</item><item>b</item><item>c</item></analysis>"
           "<body><date>2020-01-02</date><blocks><paragraph>Un grand phare rouge en mer</paragraph>"
           "<table><row><cell>1</cell><cell>2</cell></row></table>"
           "<paragraph>Une tour</paragraph><paragraph>Un quai</paragraph></blocks></body>"
           "<relations><item><type>cites</type><text>question n° 1</text><number>1</number>"
           "<url>/1</url></item><item><type>cites</type><text>question n° 3</text></item></relations>"
           "<events><item><type>renewed</type><date>2020-01-02</date></item></events>"
           "<comments><count>1</count><items><item><author>Zoé</author><date>2020-01-02T10:00</date>"
           "<text>Un mot</text></item></items></comments>"
           "<unparsed><item><line>1</line><text>un</text></item></unparsed>"),
    RECORD("<legislature>16</legislature><title>Un grand phare</title><status>answered</status>"
           "<analysis><item>b</item><item>a</item><item>d</item></analysis>"
           "<body><date>2020-01-03</date><blocks><paragraph>Un petit phare rouge en mer</paragraph>"
           "<table><row><cell>1</cell><cell>3</cell></row></table>"
           "<paragraph>Un quai</paragraph><paragraph>Une tour</paragraph></blocks></body>"
           "<response><date>2020-02-02</date><blocks><paragraph>Oui</paragraph></blocks></response>"
           "<relations><item><type>cites</type><text>question n° 1</text><number>1</number>"
           "<url>/2</url></item></relations>"
           "<events><item><type>transferred</type><detail>Mer</detail></item></events>"
           "<comments><count>4</count><items><item><author>Zoé</author><date>2020-01-02T10:00</date>"
           "<text>Deux mots</text></item></items></comments>"
           "<unparsed><item><line>1</line><text>deux</text></item></unparsed>"),
};

static void hear_fault(void *user, enum record_fault fault, struct place at, const char *message) {
    transcript_put(user, &fault, sizeof fault);
    transcript_put(user, &at, sizeof at);
    transcript_text(user, message);
}

static void hear_question(void *user, const qp_question *question, bool older) {
    (void)older;
    transcript_text(user, question ? "taken" : "refused");
}

static struct schema *schema;

static void read_record(const void *what, struct transcript *t) {
    struct span text = {what, strlen(what)};
    struct arena arena = {0};
    struct record_reader r = {.arena = &arena, .strict = true, .schema = schema,
                              .take = hear_question, .complain = hear_fault, .user = t};
    t->failed = record_read(&r, text) != 0;
    arena_free(&arena);
}

/* Without a guard it is malloc(); within one no size is a NULL, and a failure comes back. */
static void guarding(void **state) {
    struct guard guard;
    volatile bool failed = false;
    (void)state;
    fail_allocation(1, false);
    assert_null(guard_strdup("a"));
    guard_begin(&guard);
    if (setjmp(guard.back) == 0) {
        void *none = guard_realloc(guard_malloc(0), 0);
        assert_non_null(none);
        free(none);
        fail_allocation(1, false);
        free(guard_strdup("a"));
    } else {
        failed = true;
    }
    guard_end(&guard);
    fail_allocation(0, false);
    assert_true(failed);
}

/* Ours, and the first of libxml2's. */
static void opening_a_schema_fails(void **state) {
    (void)state;
    if (&__lsan_disable)
        __lsan_disable();
    for (size_t k = 1; k <= 3; k++) {
        fail_allocation(k, false);
        assert_null(schema_open());
        assert_true(allocation_failed());
    }
    fail_allocation(0, false);
    if (&__lsan_enable)
        __lsan_enable();
}

/* What libxml2 holds, and what is wrong with it. */
static void reading_records_fails(void **state) {
    static const char *const texts[] = {
        "{\"schema\": \"qparse/1\", \"titel\": [1, {\"a b\": null}], \"title\": \"\\u00e9\", \"site\": 7}",
        "{\"schema\": \"qparse/1\", \"status\": \"x\", \"body\": {\"date\": \"2020-02-30\"}}\n{\n{}",
        "{\"schema\": \"qparse/1\", \"site\": \"senat.fr\", \"chamber\": \"senat\", \"body\": {\"blocks\": "
        "[{\"type\": \"table\", \"rows\": [[\"a\", \"b\"], [\"c\"]], \"text\": \"a\\tb\\nc\"}]}}",
        "<questions>\n<question schema=\"qparse/1\" id=\"X\">\n<titel>a</titel></question><question>",
    };
    (void)state;
    schema = schema_open();
    assert_non_null(schema);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sweep_lossy(read_record, texts[i], texts[i]);
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        sweep_lossy(read_record, versions[i], versions[i]);
    schema_close(schema);
    schema = NULL;
}

static void keep_question(void *user, const qp_question *question, bool older) {
    (void)older;
    assert_non_null(question);
    *(const qp_question **)user = question;
}

static void hear_change(void *user, const struct change *change) {
    transcript_text(user, change->field);
    transcript_put(user, change->message.ptr, change->message.len);
}

static void put_text(struct buffer *out, struct span text) {
    buffer_append(out, text.ptr, text.len);
}

static void compare(const void *what, struct transcript *t) {
    static const struct marks marks = {"[-", "-]", "{+", "+}"};
    const qp_question *const *pair = what;
    struct comparison c = {.marks = &marks, .put = put_text, .tell = hear_change, .user = t};
    t->failed = compare_questions(&c, pair[0], pair[1]) != 0;
}

static void comparing_fails(void **state) {
    struct arena arena = {0};
    const qp_question *pair[2] = {0};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct record_reader r = {.arena = &arena, .take = keep_question, .user = &pair[i]};
        assert_int_equal(record_read(&r, (struct span){versions[i], strlen(versions[i])}), 0);
    }
    sweep(compare, pair, "comparison");
    arena_free(&arena);
    expect_no_leak("comparison");
}

/* ---- commands ---- */

static void find_all(const void *what, struct transcript *t) {
    const char *folder = what;
    const struct selection wanted = {.operands = {&folder, 1}};
    struct inputs in = {0};
    struct inputs_error error;
    t->failed = inputs_find(&wanted, &in, &error) != 0;
    for (size_t i = 0; i < in.count && !t->failed; i++)
        transcript_text(t, in.items[i].path);
    inputs_free(&in);
}

/* Names of such a length that a block of memory ends within one. */
static void finding_fails(void **state) {
    static const char *const folders[] = {"fixtures/001-pending", "fixtures/102-ns-pending", "src"};
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        sweep(find_all, folders[i], folders[i]);
    expect_no_leak("finding");
}

struct command {
    int (*run)(const struct options *o, int *signal);
    const char *inputs[2];
    size_t input_count;
    enum qp_format format;
    bool lossy; /* it reads records */
};

static int captured; /* a file that standard output and standard error go to */

/* What a command printed. Without any memory its status alone can tell. */
static void run_command(const void *what, struct transcript *t) {
    const struct command *c = what;
    const char *inputs[2] = {c->inputs[0], c->inputs[1]};
    struct options o = {.read.operands.items = inputs, .read.operands.count = c->input_count, .format = c->format,
                        .parse = {.max_size = 1 << 20}};
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO), signal;
    char text[1 << 16];
    assert_true(out >= 0 && err >= 0 && ftruncate(captured, 0) == 0);
    assert_int_equal(lseek(captured, 0, SEEK_SET), 0);
    fflush(stdout);
    dup2(captured, STDOUT_FILENO);
    dup2(captured, STDERR_FILENO);
    int status = c->run(&o, &signal);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    ssize_t size = pread(captured, text, sizeof text, 0);
    assert_true(size >= 0 && signal == 0);
    t->failed = status == EXIT_SYSTEM;
    transcript_put(t, &status, sizeof status);
    transcript_put(t, text, (size_t)size);
}

#define F "fixtures/"

static void commands_fail(void **state) {
    static const struct command commands[] = {
        {diff_run, {F "101-ns-answered/page.html", F "122-ns-comments/page.html"}, 2, QP_JSON, false},
        {diff_run, {F "001-pending/page.txt", F "119-ns-tables/page.html"}, 2, QP_JSONL, false},
        {diff_run, {F "001-pending", F "102-ns-pending"}, 2, QP_JSON, true},
        {diff_run, {F "102-ns-pending", F "102-ns-pending"}, 2, QP_JSONL, true},
        {validate_run, {F "001-pending"}, 1, QP_JSON, true},
        {validate_run, {F "001-pending/page.txt"}, 1, QP_JSON, true},
    };
    (void)state;
    stride = full ? 1 : 79; /* the schema alone needs thousands, for each run */
    captured = memfd_create("captured", 0);
    assert_true(captured >= 0);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        (commands[i].lossy ? sweep_lossy : sweep)(run_command, &commands[i], commands[i].inputs[0]);
    expect_no_leak("commands");
    close(captured);
}

static int start(void **state) {
    const char *sweep_all = getenv("QPARSE_SWEEP");
    (void)state;
    full = sweep_all && strcmp(sweep_all, "full") == 0;
    fail_allocation(0, false);
    watch_memory();
    return glob("fixtures/*/page.*", 0, NULL, &paths);
}

static int end(void **state) {
    (void)state;
    printf("# %zu allocations failed over %zu pages\n", failed_allocations, pages);
    globfree(&paths);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails),
        cmocka_unit_test(rare_pages),
        cmocka_unit_test(comparing_fails),
        cmocka_unit_test(guarding),
        cmocka_unit_test(opening_a_schema_fails),
        cmocka_unit_test(reading_records_fails),
        cmocka_unit_test(finding_fails),
        cmocka_unit_test(commands_fail),
    };
    return cmocka_run_group_tests(tests, start, end);
}
