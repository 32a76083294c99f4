/* Finds the records in the output folder that no page of the run gives. */
#include "command/leftover.h"

#include "base/print.h"
#include "command/archive_pages.h"
#include "emit/emit.h"
#include "files/input.h"
#include "record/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

bool leftovers_wanted(const struct options *o) {
    return (o->check || o->prune) && !selects_part(&o->read);
}

bool leftovers_may_tell(const struct arguments *operands) {
    for (size_t i = 0; i < operands->count; i++) {
        struct source s = {.path = operands->items[i], .kind = SOURCE_NAMED};
        struct stat st;
        if (stat(s.path, &st) || (!S_ISDIR(st.st_mode) && !archive_pages_likely(&s)))
            return false;
    }
    return operands->count > 0;
}

/* ---- what the run gives ---- */

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The targets in order, and their number. NULL: memory ended. */
static const char **sort_targets(const struct buffer *targets, size_t *count) {
    *count = 0;
    for (size_t i = 0; i < targets->len; i++)
        *count += targets->ptr[i] == '\0';
    const char **sorted = calloc(*count + 1, sizeof *sorted);
    if (!sorted)
        return NULL;
    const char *p = targets->ptr;
    for (size_t i = 0; i < *count; i++, p += strlen(p) + 1)
        sorted[i] = p;
    if (*count)
        qsort(sorted, *count, sizeof *sorted, by_text);
    return sorted;
}

/* ---- whose record a file is ---- */

struct reading {
    qp_string file; /* of its first question */
    bool read, faulty;
};

static void take(void *user, const qp_question *question, bool older) {
    struct reading *r = user;
    (void)older;
    if (question && !r->read)
        r->file = question->file;
    r->read = true;
}

static void complain(void *user, enum record_fault fault, struct place at, const char *message) {
    struct reading *r = user;
    (void)fault, (void)at, (void)message;
    r->faulty = true;
}

/* The page that a valid record names, a string of the arena; NULL: the file is no such record, or
 * memory ended, which *failed tells. */
static const char *page_of(const struct leftovers *l, const char *path, struct arena *arena,
                           bool *failed) {
    struct buffer bytes = {0};
    struct input in;
    struct reading r = {.read = false};
    if (input_open(&in, path, INPUT_FOUND, &bytes) == 0) {
        int error = input_rest(&in, l->o->parse.max_size);
        struct span text = {bytes.ptr, bytes.len};
        input_close(&in);
        struct record_reader reader = {
            .arena = arena, .take = take, .complain = complain, .user = &r};
        if (!error && text.len <= l->o->parse.max_size && record_sniff(text) != RECORD_NONE)
            *failed |= record_read(&reader, text) != 0;
    }
    *failed |= bytes.failed;
    buffer_free(&bytes);
    return r.read && !r.faulty ? r.file.data : NULL;
}

/* Whether a name below the operand is that of the target: "a.zip!x/y.html" is "a.zip/x/y.html". */
static bool gives_target(const char *name, const char *target) {
    bool in_archive = false;
    for (; *name && *target; name++, target++) {
        bool enters = *name == '!' && *target == '/' && !in_archive;
        in_archive |= enters;
        if (*name != *target && !enters)
            return false;
    }
    return *name == *target;
}

/* Whether a page of this name below one of the operands has that target. */
static bool is_below(const struct arguments *operands, const char *page, const char *target) {
    for (size_t i = 0; i < operands->count; i++) {
        const char *operand = operands->items[i], *slash = strrchr(operand, '/');
        size_t len = strlen(operand);
        struct stat st;
        if (strncmp(page, operand, len) != 0)
            continue;
        bool folder = stat(operand, &st) == 0 && S_ISDIR(st.st_mode);
        const char *name = page + len;
        while (folder && *name == '/')
            name++;
        if (folder && name == page + len && len && operand[len - 1] != '/')
            continue; /* "pages2/a.txt" is not below "pages" */
        if (!folder && page[len] && page[len] != '!')
            continue; /* "a.txt2" is not "a.txt" */
        if (!folder) /* of an archive its own name is a part of the target */
            name = page + (slash ? (size_t)(slash + 1 - operand) : 0);
        if (gives_target(name, target))
            return true;
    }
    return false;
}

/* A member is there as long as its archive is: what it holds now, the run has read. */
static bool is_gone(const char *page) {
    struct stat st;
    if (stat(page, &st) == 0 || (errno != ENOENT && errno != ENOTDIR))
        return false;
    for (const char *mark = strchr(page, '!'); mark; mark = strchr(mark + 1, '!')) {
        char *archive = strndup(page, (size_t)(mark - page));
        bool there = !archive || stat(archive, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
        free(archive);
        if (there)
            return false;
    }
    return true;
}

/* ---- telling and removing ---- */

static void tell(struct leftovers *l, const char *path, const char *page, const char *what,
                 bool error) {
    struct buffer b = {0};
    struct stat st;
    append_text(&b, what);
    append_escaped(&b, page);
    append_text(&b, is_gone(page)           ? " is gone"
                    : stat(page, &st) == 0 ? " is there, and gives no record"
                                           : " is of an archive that gives no record of it");
    buffer_char(&b, '\0');
    if (b.failed)
        l->messages->text.failed = true;
    else
        say_trouble(l->messages, path, error ? T_OUTPUT_LEFT_OVER : T_OUTPUT_KEPT, b.ptr);
    buffer_free(&b);
}

static void list_removal(struct leftovers *l, const char *path, const char *page) {
    append_text(l->list, "remove ");
    append_escaped(l->list, page);
    append_text(l->list, " -> ");
    append_escaped(l->list, path);
    buffer_char(l->list, '\n');
}

static void remove_record(struct leftovers *l, struct folder_writer *writer, const char *path,
                          const char *page, const char *target) {
    if (l->o->dry_run) {
        list_removal(l, path, page);
        return;
    }
    int error = output_folder_remove(l->folder, writer, target);
    l->unremoved += error != 0;
    if (error)
        say_system(l->messages, path, T_UNWRITABLE, strerror(error));
    else
        say_trouble(l->messages, path, T_OUTPUT_REMOVED, "removed, as its page is gone");
}

/* One file of the folder, whose name without the suffix is `target`. -1: memory ended. */
static int judge(struct leftovers *l, struct folder_writer *writer, const char *path,
                 const char *target) {
    struct arena arena = {0};
    bool failed = false;
    const char *page = page_of(l, path, &arena, &failed);
    if (page && is_below(&l->o->read.operands, page, target)) {
        l->found++;
        if (l->o->check)
            tell(l, path, page, "left over: ", true);
        else if (is_gone(page))
            remove_record(l, writer, path, page, target);
        else
            tell(l, path, page, "stays: ", false);
    }
    arena_free(&arena);
    return failed ? -1 : 0;
}

static int judge_all(struct leftovers *l, const struct inputs *files) {
    struct folder_writer writer = {.fd = -1};
    size_t count, suffix = strlen(l->folder->suffix);
    const char **targets = sort_targets(l->targets, &count);
    struct buffer target = {0};
    int rc = targets ? 0 : -1;
    for (size_t i = 0; rc == 0 && i < files->count; i++) {
        const struct source *s = &files->items[i];
        size_t len = s->kind == SOURCE_FOUND && s->target ? strlen(s->target) : 0;
        if (len <= suffix || strcmp(s->target + len - suffix, l->folder->suffix) != 0)
            continue;
        target.len = 0;
        buffer_append(&target, s->target, len - suffix);
        buffer_char(&target, '\0');
        const char *key = target.ptr;
        if (target.failed)
            rc = -1;
        else if (!bsearch(&key, targets, count, sizeof *targets, by_text) &&
                 output_folder_holds(l->folder, &writer, key))
            rc = judge(l, &writer, s->path, key);
    }
    buffer_free(&target);
    folder_writer_free(&writer);
    free(targets);
    return rc;
}

int leftovers_find(struct leftovers *l) {
    struct selection all = {.operands = {(const char *[]){l->folder->path}, 1}};
    struct inputs files = {0};
    struct inputs_error error;
    struct stat st;
    int rc = 0;
    if (stat(l->folder->path, &st)) /* --check before anything was converted */
        return 0;
    if (inputs_find(&all, &files, &error))
        say_trouble(l->messages, l->folder->path, T_UNREADABLE, error.message);
    else
        rc = judge_all(l, &files);
    inputs_free(&files);
    return rc;
}
