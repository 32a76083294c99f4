/* Nothing is lost in silence: a word that no page has is put into each line, each text of the markup
 * and behind each colon of the fixtures' pages in turn. It is in the record, in a diagnostic, or the
 * page is refused; exceptions are rows of a table.
 *
 * One place in STEP is tried, with QPARSE_CONSERVATION=all each of them; with QPARSE_CONSERVATION=list
 * all places that lose the word are printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <glob.h>
#include <sys/stat.h>

#include "qparse.h"

#define WORD "zqwk"
enum { STEP = 61, LISTED_MOST = 10 };

static struct run {
    size_t places, refused, lost, step, next;
    bool list;
} run;

struct text {
    const char *ptr;
    size_t len;
};

static struct text line_around(const char *page, size_t at) {
    size_t from = at, to = at;
    while (from > 0 && page[from - 1] != '\n')
        from--;
    while (page[to] && page[to] != '\n')
        to++;
    return (struct text){page + from, to - from};
}

/* ---- exceptions ---- */

/* The line that holds the word, among those of qp_explain(). */
struct position {
    const char *section; /* as qp_explain() writes it; NULL: the page has no such line */
    bool above, below;   /* no line before or behind it has a section of the question */
};

static const struct exception {
    const char *reason;
    const char *section; /* NULL: no line */
    bool above, below;   /* only there */
    const char *path;    /* only in such files */
    const char *line;    /* only in a line that holds this */
} exceptions[] = {
    {"menus and titles above the question", "-", true, false, "", ""},
    {"furniture above the question", "furniture", true, false, "", ""},
    {"forms and the footer below the question", "furniture", false, true, "", ""},
    {"what is below the footer", "-", false, true, "", ""},
    {"a printed page has the day and the title around each sheet", NULL, false, false, "page.print", ""},
    {"buttons between the title of senat.fr and the heading", "-", false, false, "-senat", ""},
    {"buttons between the title of senat.fr and the heading", "-", false, false, "-pair-", ""},
    {"the title of a photo, as a tool writes it", NULL, false, false, "", "(Groupe parlementaire :"},
    {"an address, as a tool writes it", NULL, false, false, "page.firefox", "<file:///"},
    {"markup that a tool left in its text", NULL, false, false, "page.turndown", "style=\"text-align:"},
    {"the page hides it", NULL, false, false, "129-ns-hidden", ""},
    {"the form that offers a mail when the answer comes", "furniture", false, false, "",
     "<div class=\"source alerte\">"},
    {"parts of a code or of an attribution", "metadata", false, false, "-an-xml-", "<"},
    {"parts of a code or of an attribution", "metadata", false, false, "425-pair", "<"},
    {"the author's group, printed a second time", "metadata", false, false, "", "Auteur :"},
    {"a sitting, told in words of many kinds", "metadata", false, false, "-debate/", "en séance"},
    {"a sitting, told in words of many kinds", "metadata", false, false, "-debate/", "Gouvernement"},
};

static bool is_question_section(const char *section) {
    return strncmp(section, "- ", 2) != 0 && strncmp(section, "furniture", 9) != 0;
}

/* "    16  metadata               Rubrique :" */
static struct position find_line(const qp_result *result) {
    struct position found = {NULL, true, true};
    static char section[10];
    char *text;
    size_t size;
    assert_int_equal(qp_explain(result, false, &text, &size), 0);
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        if (strlen(line) < 30)
            continue;
        if (!found.section && strstr(line, WORD)) {
            snprintf(section, sizeof section, "%.9s", line + 8);
            *strchrnul(section, ' ') = '\0';
            found.section = section;
        } else if (is_question_section(line + 8)) {
            *(found.section ? &found.below : &found.above) = false;
        }
    }
    qp_free(text);
    return found;
}

static const struct exception *exception_of(const struct position *p, const char *path, struct text line) {
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        const struct exception *e = &exceptions[i];
        bool same = p->section && e->section ? strcmp(p->section, e->section) == 0 : p->section == e->section;
        if (same && strstr(path, e->path) && memmem(line.ptr, line.len, e->line, strlen(e->line)) && (!e->above || p->above) && (!e->below || p->below))
            return e;
    }
    return NULL;
}

/* ---- one place ---- */

static bool in_records(const qp_result *result) {
    bool found = false;
    for (size_t i = 0; i < qp_result_count(result) && !found; i++) {
        char *json;
        size_t size;
        assert_int_equal(qp_emit(qp_result_question(result, i), QP_JSONL, QP_ALONE, &json, &size), 0);
        found = strstr(json, WORD) != NULL;
        qp_free(json);
    }
    return found;
}

static bool in_diagnostics(const qp_result *result) {
    for (size_t i = 0; i < qp_result_diagnostic_count(result); i++)
        if (strstr(qp_result_diagnostic(result, i)->message, WORD))
            return true;
    return false;
}

static void lose(const char *path, const char *page, size_t at, const struct position *p) {
    size_t line = 1, from = at, to = at;
    for (size_t i = 0; i < at; i++)
        line += page[i] == '\n';
    while (from > 0 && page[from - 1] != '\n' && at - from < 60)
        from--;
    while (page[to] && page[to] != '\n' && to - at < 30)
        to++;
    run.lost++;
    if (run.list || run.lost <= LISTED_MOST)
        print_message("%s:%zu: %s%s: %.*s[]%.*s\n", path, line, p->section ? p->section : "no line",
                      p->above ? ", above" : p->below ? ", below" : "", (int)(at - from), page + from,
                      (int)(to - at), page + at);
}

/* `word`: as it is put there, with a space or line break beside it. */
static void try_place(const char *path, const char *page, size_t size, size_t at, const char *word) {
    if (run.next++ % run.step)
        return;
    size_t len = strlen(word);
    char *with = malloc(size + len + 1);
    assert_non_null(with);
    memcpy(with, page, at);
    memcpy(with + at, word, len);
    memcpy(with + at + len, page + at, size - at);
    qp_options options = {.keep_lines = true};
    qp_result *result = qp_parse(with, size + len, &options);
    assert_non_null(result);
    run.places++;
    if (qp_result_outcome(result) != QP_CONVERTED) {
        run.refused++;
    } else if (!in_records(result) && !in_diagnostics(result)) {
        struct position p = find_line(result);
        if (!exception_of(&p, path, line_around(page, at)))
            lose(path, page, at, &p);
    }
    qp_result_free(result);
    free(with);
}

/* ---- pages ---- */

/* "::: {#contenu}": pandoc's division, with its names. */
static bool is_mark(const char *line) {
    while (*line == ' ' || *line == '>')
        line++;
    return strncmp(line, ":::", 3) == 0;
}

static void try_text(const char *path, const char *page, size_t size) {
    for (const char *p = page, *end; p < page + size; p = end + 1) {
        end = strchrnul(p, '\n');
        if (is_mark(p))
            continue;
        try_place(path, page, size, (size_t)(end - page), " " WORD);
        try_place(path, page, size, (size_t)(end - page), "\n" WORD);
        for (const char *c = p; c + 1 < end; c++)
            if (*c == ':' && c[1] != '/') /* no address */
                try_place(path, page, size, (size_t)(c + 1 - page), " " WORD);
    }
}

/* Elements whose content is no text of the page. */
static const struct element {
    const char *reason, *start, *end;
} elements[] = {
    {"a browser does not show it as text", "<script", "</script"},
    {"a browser does not show it as text", "<style", "</style"},
    {"a browser does not show it as text", "<title", "</title"},
    {"a browser does not show it as text", "<head", "</head"},
    {"a browser does not show it as text", "<!--", "-->"},
    {"a browser does not show it as text", "<noscript", "</noscript"},
    {"a browser does not show it as text", "<template", "</template"},
    {"a browser does not show it as text", "<svg", "</svg"},
    {"a form's control", "<select", "</select"},
    {"a form's control", "<textarea", "</textarea"},
    {"a form's control", "<button", "</button"},
    {"the page hides it", "<span style=\"visibility: hidden\"", "</span"},
    {"the page hides it", "<span style=\"visibility:hidden\"", "</span"},
    {"the form that offers a mail when the answer comes", "<div class=\"alerte\"", "</table></div></div"},
    {"the region, beside the department", "<REGION", "</REGION"},
    {"the ministry's long name beside its short one", "<DEVELOPPE", "</DEVELOPPE"},
};

/* The end of such an element; NULL: another one begins here. */
static const char *behind_hidden(const char *tag) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strncasecmp(tag, elements[i].start, strlen(elements[i].start)) == 0) {
            const char *end = strcasestr(tag, elements[i].end);
            return end ? strrchr(elements[i].end, '<') ? end + (strrchr(elements[i].end, '<') - elements[i].end)
                                                       : end
                       : tag + strlen(tag);
        }
    return NULL;
}

static void try_markup(const char *path, const char *page, size_t size) {
    const char *p = strchrnul(page, '<');
    while (*p) {
        const char *hidden = behind_hidden(p);
        p = strchrnul(hidden ? hidden : p, '>');
        const char *end = strchrnul(p, '<');
        if (!*p || !*end)
            break;
        try_place(path, page, size, (size_t)(end - page), " " WORD);
        for (; p + 1 < end; p++)
            if (*p == ':')
                try_place(path, page, size, (size_t)(p + 1 - page), " " WORD);
        p = end;
    }
}

static char *read_page(const char *path, size_t *size) {
    struct stat st;
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fstat(fileno(f), &st), 0);
    *size = (size_t)st.st_size;
    char *page = calloc(*size + 1, 1);
    assert_non_null(page);
    assert_int_equal(fread(page, 1, *size, f), *size);
    fclose(f);
    return page;
}

static bool converts(const char *page, size_t size) {
    qp_result *result = qp_parse(page, size, NULL);
    bool good = result && qp_result_outcome(result) == QP_CONVERTED;
    qp_result_free(result);
    return good;
}

static void test_pages(void **state) {
    (void)state;
    glob_t paths;
    assert_int_equal(glob("fixtures/*/page.*", 0, NULL, &paths), 0);
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        const char *path = paths.gl_pathv[i];
        size_t size;
        char *page = read_page(path, &size);
        if (memchr(page, '\0', size) || !converts(page, size)) {
            free(page); /* UTF-16, or no question */
            continue;
        }
        if (strstr(path, ".html"))
            try_markup(path, page, size);
        else if (strstr(path, ".txt") || strstr(path, ".md"))
            try_text(path, page, size);
        free(page);
    }
    globfree(&paths);
    print_message("# a word in %zu places of pages: %zu pages refused, %zu words lost\n", run.places,
                  run.refused, run.lost);
    assert_int_equal(run.lost, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pages)};
    const char *mode = getenv("QPARSE_CONSERVATION");
    run.list = mode && strcmp(mode, "list") == 0;
    run.step = mode ? 1 : STEP;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
