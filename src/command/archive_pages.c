/* The pages of an archive: opened, named, given outputs, and checked for collisions. */
#include "command/archive_pages.h"

#include "archive/cutter.h"
#include "base/diagnostic.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

qp_options page_options(const struct page_input *page, const struct options *o) {
    qp_options options = o->parse;
    options.file = page->name;
    options.url = page->url;
    options.charset = page->charset;
    if (page->place.line && options.input == QP_INPUT_AUTO) /* a broken question may not look like one */
        options.input = QP_INPUT_OPENDATA;
    return options;
}

qp_diagnostic page_diagnostic(const struct page_input *page, const qp_diagnostic *d) {
    qp_diagnostic placed = *d;
    struct place begin = page->place;
    if (begin.line == 0)
        return placed;
    placed.line += placed.line == 0;
    placed.column += placed.column == 0;
    if (placed.line == 1)
        placed.column += begin.column - 1;
    placed.line += begin.line - 1;
    return placed;
}

qp_diagnostic page_refusal(const struct page_input *page) {
    const qp_diagnostic_info *info = diagnostic_info(D_NOT_A_QUESTION);
    return page_diagnostic(page, &(qp_diagnostic){info->severity, 0, 0, info->code, page->refused});
}

static bool ends_with(const char *path, const char *end) {
    size_t len = strlen(path), tail = strlen(end);
    return len > tail && strcmp(path + len - tail, end) == 0;
}

/* Whether the file is a list of questions; a small one is not worth the look. */
static bool is_large_list(const char *path, const struct stat *st) {
    enum { LARGE = 1024 * 1024 };
    struct buffer first = {0};
    struct input in;
    bool is = (ends_with(path, ".json") || ends_with(path, ".xml")) && st->st_size >= LARGE &&
              input_open(&in, path, INPUT_FOUND, &first) == 0;
    if (is) {
        is = cutter_sniff((struct span){first.ptr, first.len});
        input_close(&in);
    }
    buffer_free(&first);
    return is;
}

bool archive_pages_likely(const struct source *s) {
    static const char *const ends[] = {".tar",     ".tgz",     ".txz",  ".tzst",   ".tar.gz",
                                       ".tar.xz",  ".tar.zst", ".zip",  ".warc",   ".warc.gz",
                                       ".tar.bz2", ".tbz2",    ".warc.zst"};
    struct stat st;
    bool named = false;
    if ((s->kind != SOURCE_NAMED && s->kind != SOURCE_FOUND) || stat(s->path, &st) != 0 ||
        !S_ISREG(st.st_mode))
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        named |= ends_with(s->path, ends[i]);
    return named || is_large_list(s->path, &st);
}

/* The filter that let a list's file pass is not asked for its questions. */
static struct container *open_container(struct archive_pages *a, const struct options *o) {
    static const struct filter none;
    struct span first = {a->in.bytes->ptr, a->in.bytes->len};
    bool asked = a->source->kind == SOURCE_FOUND && !container_name(first) && cutter_sniff(first);
    return container_open(&a->in, asked ? &none : &o->read.filter, o->parse.max_size);
}

void archive_pages_start(struct archive_pages *a, const struct source *s, const struct input *in,
                         const struct options *o, const struct inputs *inputs) {
    *a = (struct archive_pages){.source = s, .in = *in, .inputs = inputs};
    a->container = open_container(a, o);
}

bool archive_pages_open(struct archive_pages *a, const struct source *s, const struct options *o,
                        const struct inputs *inputs) {
    *a = (struct archive_pages){.source = s, .inputs = inputs};
    if (input_open(&a->in, s->path, INPUT_FOUND, &a->first) == 0) {
        if (container_sniff((struct span){a->first.ptr, a->first.len})) {
            a->container = open_container(a, o);
            if (a->container)
                return true;
        }
        input_close(&a->in);
    }
    buffer_free(&a->first);
    return false;
}

void archive_pages_close(struct archive_pages *a) {
    container_close(a->container);
    input_close(&a->in);
    buffer_free(&a->first);
    tdestroy(a->seen, free);
    a->seen = NULL;
    a->container = NULL;
    a->source = NULL;
}

static int by_string(const void *a, const void *b) {
    return strcmp(a, b);
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push /* gcc's analyzer does not know that tsearch() keeps its key */
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
/* Whether another page has this target; -1 when memory ended. */
static int is_seen(struct archive_pages *a, const char *target) {
    if (inputs_by_target(a->inputs, (struct span){target, strlen(target)}))
        return 1;
    char *copy = strdup(target);
    char **node = copy ? tsearch(copy, &a->seen, by_string) : NULL;
    if (node && *node == copy)
        return 0; /* the tree owns it */
    free(copy);
    return node ? 1 : -1;
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

static const char *join(struct arena *arena, const char *a, char between, const char *b) {
    size_t first = strlen(a), second = strlen(b);
    char *text = arena_alloc(arena, first + second + 2);
    if (!text)
        return NULL;
    memcpy(text, a, first);
    text[first] = between;
    memcpy(text + first + 1, b, second + 1);
    return text;
}

static int set_target(struct archive_pages *a, struct arena *arena, const char *name,
                      struct page_input *page) {
    bool outside;
    page->target = NULL;
    if (!a->inputs || !a->source->target)
        return 0;
    const char *target = target_of_name(arena, name, &outside);
    if (outside)
        return 0;
    if (target)
        page->target = join(arena, a->source->target, '/', target);
    int seen = page->target ? is_seen(a, page->target) : -1;
    page->collides = seen > 0;
    return seen < 0 ? -1 : 0;
}

/* NULL stays NULL. */
static int keep_string(struct arena *arena, const char **text) {
    qp_string copy;
    if (!*text)
        return 0;
    if (arena_string(arena, (struct span){*text, strlen(*text)}, &copy))
        return -1;
    *text = copy.data;
    return 0;
}

static int keep_all(struct arena *arena, struct page_input *page) {
    qp_string copy;
    if (keep_string(arena, &page->url) || keep_string(arena, &page->charset) ||
        keep_string(arena, &page->refused) || keep_string(arena, &page->problem))
        return -1;
    if (!page->bytes.ptr)
        return 0;
    if (arena_string(arena, page->bytes, &copy))
        return -1;
    page->bytes.ptr = copy.data;
    return 0;
}

/* The output of https://www.example.org/a is www.example.org/a.json in the folder. */
static const char *without_scheme(const struct member *m) {
    const char *end = m->url ? strstr(m->name, "://") : NULL;
    return end ? end + 3 : m->name;
}

int archive_pages_next(struct archive_pages *a, struct arena *arena, bool keep,
                       struct page_input *page) {
    const struct source *s = a->source;
    struct member m = {0};
    if (!a->container)
        return -1;
    int rc = container_next(a->container, &m);
    if (rc == 0)
        return 0;
    a->count++;
    *page = (struct page_input){.name = s->kind == SOURCE_STDIN ? NULL : s->path,
                                .target = s->target, .bytes = m.bytes, .url = m.url,
                                .charset = m.charset, .refused = m.refused, .problem = m.problem,
                                .modified = a->in.modified, .lenient = s->kind == SOURCE_FOUND,
                                .not_regular = m.not_regular, .place = m.place};
    if (m.name) {
        const char *name = without_scheme(&m);
        page->member = true;
        page->lenient = m.place.line == 0;
        page->name = join(arena, s->path, '!', m.name);
        if (page->name && m.part) {
            page->name = join(arena, page->name, '!', m.part);
            name = join(arena, name, '/', m.part);
        }
        bool read = !m.problem && !m.refused && !m.not_regular;
        if (!page->name || !name || (read && set_target(a, arena, name, page)))
            return -1;
    }
    return keep && keep_all(arena, page) ? -1 : 1;
}
