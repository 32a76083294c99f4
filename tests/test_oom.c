/* Every allocation fails once, and then from one on: reading pages of each kind, writing each
 * format, --explain. Whatever happens says that memory ended, or gives the very bytes of an
 * undisturbed run; no block of memory is left behind.
 *
 * QPARSE_SWEEP=full takes every page of the fixtures; else one in some. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/fuzz.h"

#include <glob.h>
#include <sanitizer/lsan_interface.h>
/* A build for coverage or for valgrind has none. */
#pragma weak __lsan_do_recoverable_leak_check
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static glob_t paths;
static bool full;
static size_t pages, failed_allocations;

/* A step of the work on a page, with a transcript of what it gave. */
typedef void step(const void *what, struct transcript *t);

/* Without a failure, then with each one in turn until there are no more to fail. */
static void sweep(step *run, const void *what, const char *path) {
    for (int sticky = 0; sticky < 2; sticky++) {
        struct transcript whole = {0};
        run(what, &whole);
        assert_false(whole.failed);
        for (size_t k = 1;; k++) {
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

static void read_page(const void *what, struct transcript *t) {
    const struct input *in = what;
    qp_options options = {.file = "page", .url = "https://www.nossenateurs.fr/question/15/1",
                          .charset = "utf-8"};
    qp_result *r = qp_parse(in->bytes, in->size, &options);
    transcript_outcome(t, r);
    qp_result_free(r);
}

static void read_lines(const void *what, struct transcript *t) {
    const struct input *in = what;
    qp_options options = {.keep_lines = true, .plain_spaces = true};
    qp_result *r = qp_parse(in->bytes, in->size, &options);
    transcript_outcome(t, r);
    qp_result_free(r);
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

static void sweep_bytes(const struct input *in, const char *path) {
    sweep(read_page, in, path);
    sweep(read_lines, in, path);
    qp_options options = {.keep_lines = true};
    qp_result *r = qp_parse(in->bytes, in->size, &options);
    assert_non_null(r);
    sweep(write_formats, r, path);
    sweep(explain, r, path);
    qp_result_free(r);
    if (&__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check())
        fail_msg("%s: memory is left behind", path);
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
#define SENATE \
    "16e législature\n\nQuestion écrite n°03705 - 16e législature\n\nLe port\n\nQuestion de M. ROUX Jean (Rhône " \
    "- GEST)\npubliée le 10/11/2022\n\nM. Jean Roux interroge M. le ministre de la mer.\n\nRéponse du Ministère " \
    "de la mer publiée le 12/12/2022\n\nOui.\n\nPage mise à jour le 3 mars 2023\n"

/* What few pages have, or none of the fixtures. */
static const char *const texts[] = {
    SENATE,
    REGARDS SENATE,
    SENATE "\f" REGARDS "\f" SENATE,
    "Jeanne Martin\nQuestion écrite N° 12 au Ministère du travail et\nde la sieste\n\nLe titre\n\nQuestion soumise "
    "le 3 mars 2012\n\nOui.\n",
    "# A\n## B\n[c](d)\n" REGARDS,
    "[1]a [2]b\n[3]c [4]d\n" REGARDS,
    "<?xml version='1.0'?><QUESTION type='&#81;E'><LEGISLATURE>15</LEGISLATURE><DEPOT numero='12'><DATE_JO>12/06/2018"
    "</DATE_JO></DEPOT><CIVILITE>Mme</CIVILITE><NOM>Roux</NOM><PRENOM>Anne</PRENOM><MINI>Sports</MINI><MINA><ORDRE>"
    "Ville<DATE_JO>13/06/2018</DATE_JO></ORDRE></MINA><ERRATUM_QUESTION><PAGE_JO>5</PAGE_JO></ERRATUM_QUESTION>"
    "<TEXTE_DEPOT><![CDATA[Mme Anne Roux interroge Mme la ministre des sports.<pre>a\n&amp;b</pre>]]></TEXTE_DEPOT>"
    "<TEXTE_REPONSE>Oui.</TEXTE_REPONSE></QUESTION>",
    "<div class=question id=question15-12><h1>Jeanne Martin<br>Question N° 12 au Travail</h1><div class=source><a "
    "href='&#47;a'>source</a></div><div id=question><h2>Question soumise le 3 mars 2012</h2><pre>a\n b &amp; c</pre>"
    "</div></div>",
};

static void rare_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct input in = {texts[i], strlen(texts[i])};
        sweep_bytes(&in, texts[i]);
    }
}

static void every_allocation_fails(void **state) {
    (void)state;
    for (size_t i = 0; i < paths.gl_pathc; i += full ? 1 : 7)
        sweep_page(paths.gl_pathv[i]);
}

static int start(void **state) {
    const char *sweep_all = getenv("QPARSE_SWEEP");
    (void)state;
    full = sweep_all && strcmp(sweep_all, "full") == 0;
    fail_allocation(0, false);
    watch_memory();
    qp_init();
    return glob("fixtures/*/page.*", 0, NULL, &paths);
}

static int end(void **state) {
    (void)state;
    printf("# %zu allocations failed over %zu pages\n", failed_allocations, pages);
    globfree(&paths);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_fails),
                                       cmocka_unit_test(rare_pages)};
    return cmocka_run_group_tests(tests, start, end);
}
