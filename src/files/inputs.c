/* Finds the inputs of a run: operands, the files of folders, and the list of --files-from. */
#include "files/inputs.h"

#include "base/print.h"
#include "files/input.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- names ---- */

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A glob without '/' is matched with the last part of a name, one with it with the whole. */
static bool matches(const struct arguments *globs, const char *name) {
    for (size_t i = 0; i < globs->count; i++) {
        const char *glob = globs->items[i];
        if (fnmatch(glob, strchr(glob, '/') ? name : last_part(name), 0) == 0)
            return true;
    }
    return false;
}

bool filter_wants(const struct filter *filter, const char *name) {
    const char *part = name, *slash;
    do {
        bool dots = part[0] == '.' && (part[1] == '/' || (part[1] == '.' && part[2] == '/'));
        if (part[0] == '.' && !dots)
            return false;
        slash = strchr(part, '/');
        if (slash)
            part = slash + 1;
    } while (slash);
    if (filter->include.count && !matches(&filter->include, name))
        return false;
    return !filter->exclude.count || !matches(&filter->exclude, name);
}

const char *target_of_name(struct arena *arena, const char *name, bool *outside) {
    size_t len = strlen(name), n = 0;
    bool changed = false;
    char *copy = NULL;
    *outside = false;
    for (const char *p = name; p <= name + len;) {
        size_t part = strcspn(p, "/");
        bool dot = part == 1 && p[0] == '.';
        if (part == 2 && p[0] == '.' && p[1] == '.') {
            *outside = true;
            return NULL;
        }
        if ((part == 0 || dot) && !changed) {
            changed = true;
            if (!(copy = arena_alloc(arena, len + 1)))
                return NULL;
            n = (size_t)(p - name);
            memcpy(copy, name, n);
        } else if (changed && part > 0 && !dot) {
            memcpy(copy + n, p, part);
            n += part;
            copy[n++] = '/';
        }
        p += part + 1;
    }
    if (!changed)
        return name;
    if (n > 0)
        n--; /* drops the '/' behind the last part */
    copy[n] = '\0';
    *outside = n == 0;
    return n ? copy : NULL;
}

/* ---- outputs ---- */

struct identity {
    dev_t device;
    ino_t inode;
};

/* The output and the report, if they exist already. */
struct outputs {
    struct identity items[2];
    size_t count;
};

static bool same_identity(struct identity a, struct identity b) {
    return a.device == b.device && a.inode == b.inode;
}

static struct outputs find_outputs(const struct selection *wanted) {
    const char *paths[] = {wanted->output, wanted->report};
    struct outputs out = {.count = 0};
    struct stat st;
    for (size_t i = 0; i < 2; i++)
        if (paths[i] && stat(paths[i], &st) == 0)
            out.items[out.count++] = (struct identity){st.st_dev, st.st_ino};
    return out;
}

static bool is_output(const struct outputs *out, struct identity id) {
    for (size_t i = 0; i < out->count; i++)
        if (same_identity(out->items[i], id))
            return true;
    return false;
}

/* Without a stat(): a folder's listing tells the inode, but not the device. */
static bool may_be_output(const struct outputs *out, ino_t inode) {
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].inode == inode)
            return true;
    return false;
}

/* "-o page.html page.html" would replace the page. NULL: no input is an output. */
static const struct source *find_overwritten(const struct inputs *in, const struct outputs *out) {
    struct stat st;
    for (size_t i = 0; out->count && i < in->count; i++)
        if (in->items[i].kind == SOURCE_NAMED && stat(in->items[i].path, &st) == 0 &&
            S_ISREG(st.st_mode) && is_output(out, (struct identity){st.st_dev, st.st_ino}))
            return &in->items[i];
    return NULL;
}

/* ---- the list ---- */

/* An input that --shard leaves to another run is counted only. */
static int add(struct inputs *in, const struct selection *wanted, struct source entry) {
    size_t at = in->seen++;
    if (wanted->shards && at % wanted->shards != wanted->shard - 1)
        return 0;
    if (array_reserve((void **)&in->items, &in->cap, in->count, sizeof *in->items))
        return -1;
    in->items[in->count++] = entry;
    return 0;
}

/* ---- folders ---- */

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINKED_FOLDER, ENTRY_OTHER, ENTRY_ERROR };

struct folder {
    struct buffer names; /* of each entry: a byte of enum entry_kind, the path, NUL */
    size_t *items;       /* their offsets in `names`, sorted by path */
    size_t count, cap, next;
    const char *path; /* ends with '/' */
    size_t path_len;
    struct identity id;
};

struct folder_walk {
    const struct selection *wanted;
    struct inputs *in;
    const struct outputs *outputs;
    struct folder *stack;
    size_t depth, cap;
    size_t below; /* length of the operand: names are matched behind it */
    bool own;     /* the folder is its own output */
    void *linked; /* tsearch(): folders entered by a link */
};

static int compare_identity(const void *a, const void *b) {
    const struct identity *x = a, *y = b;
    if (x->device != y->device)
        return x->device < y->device ? -1 : 1;
    return x->inode < y->inode ? -1 : x->inode > y->inode;
}

static int add_found(struct folder_walk *w, const char *path, enum source_kind kind,
                     enum source_problem problem, int error) {
    return add(w->in, w->wanted,
               (struct source){path, path + w->below, error, (uint8_t)kind, (uint8_t)problem});
}

static enum entry_kind kind_of(int folder, const struct dirent *d) {
    struct stat st;
    if (d->d_type == DT_REG)
        return ENTRY_FILE;
    if (d->d_type == DT_DIR)
        return ENTRY_FOLDER;
    bool link = d->d_type == DT_LNK;
    if (d->d_type == DT_UNKNOWN) {
        if (fstatat(folder, d->d_name, &st, AT_SYMLINK_NOFOLLOW))
            return ENTRY_FILE; /* opening it will tell the error */
        link = S_ISLNK(st.st_mode);
        if (!link)
            return S_ISREG(st.st_mode)   ? ENTRY_FILE
                   : S_ISDIR(st.st_mode) ? ENTRY_FOLDER
                                         : ENTRY_OTHER;
    }
    if (!link)
        return ENTRY_OTHER;
    if (fstatat(folder, d->d_name, &st, 0) || S_ISREG(st.st_mode))
        return ENTRY_FILE;
    return S_ISDIR(st.st_mode) ? ENTRY_LINKED_FOLDER : ENTRY_OTHER;
}

/* A folder's name ends with '/', so this is the byte order of whole paths: "a.txt" < "a/x". */
static int by_name(const void *a, const void *b, void *user) {
    const struct folder *f = user;
    const char *names = f->names.ptr + 1 + f->path_len;
    return strcmp(names + *(const size_t *)a, names + *(const size_t *)b);
}

static int list_name(struct folder_walk *w, struct folder *f, int fd, const struct dirent *d) {
    struct stat st;
    if (d->d_name[0] == '.')
        return 0;
    if (may_be_output(w->outputs, d->d_ino) &&
        fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        is_output(w->outputs, (struct identity){st.st_dev, st.st_ino}))
        return 0;
    if (array_reserve((void **)&f->items, &f->cap, f->count, sizeof *f->items))
        return -1;
    enum entry_kind kind = kind_of(fd, d);
    f->items[f->count++] = f->names.len;
    buffer_char(&f->names, (char)kind);
    buffer_append(&f->names, f->path, f->path_len);
    append_text(&f->names, d->d_name);
    if (kind == ENTRY_FOLDER || kind == ENTRY_LINKED_FOLDER)
        buffer_char(&f->names, '/');
    buffer_char(&f->names, '\0');
    return f->names.failed ? -1 : 0;
}

/* 0, -1 when memory ends, or an errno value; EEXIST for the output folder within it. */
static int list_folder(struct folder_walk *w, struct folder *f) {
    struct stat st;
    int fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY), rc = 0;
    if (fd < 0)
        return errno;
    DIR *dir = fdopendir(fd);
    if (!dir || fstat(fd, &st)) {
        int saved = errno;
        if (dir)
            closedir(dir);
        else
            close(fd);
        return saved;
    }
    f->id = (struct identity){st.st_dev, st.st_ino};
    bool output = is_output(w->outputs, f->id);
    w->own |= output && w->depth == 0;
    if (output && w->depth > 0)
        rc = EEXIST;
    const struct dirent *d;
    errno = 0;
    while (rc == 0 && (d = readdir(dir))) {
        rc = list_name(w, f, fd, d);
        errno = 0;
    }
    if (rc == 0)
        rc = errno;
    closedir(dir);
    if (rc == 0 && f->count) /* where memory ended, the last name may be cut */
        qsort_r(f->items, f->count, sizeof *f->items, by_name, f);
    return rc;
}

static void folder_free(struct folder *f) {
    buffer_free(&f->names);
    free(f->items);
    *f = (struct folder){0};
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push /* gcc's analyzer does not know that tsearch() keeps its key */
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
/* *loop: a link leads into a folder that is being walked, or that another link has led to. */
static int is_loop(struct folder_walk *w, struct identity id, bool *loop) {
    *loop = false;
    for (size_t i = 0; i < w->depth; i++)
        *loop |= same_identity(w->stack[i].id, id);
    if (*loop)
        return 0;
    struct identity *key = malloc(sizeof *key);
    if (!key)
        return -1;
    *key = id;
    struct identity **node = tsearch(key, &w->linked, compare_identity);
    *loop = node && *node != key;
    if (!node || *loop)
        free(key);
    return node ? 0 : -1;
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

static int push(struct folder_walk *w, const struct folder *f) {
    if (array_reserve((void **)&w->stack, &w->cap, w->depth, sizeof *w->stack))
        return -1;
    w->stack[w->depth++] = *f;
    return 0;
}

/* Leaves the top folder. Its names stay: the inputs point to them. */
static int pop(struct folder_walk *w) {
    struct folder *top = &w->stack[--w->depth];
    struct inputs *in = w->in;
    int rc = array_reserve((void **)&in->paths, &in->path_cap, in->path_count, sizeof *in->paths);
    if (rc == 0) {
        in->paths[in->path_count++] = top->names;
        top->names = (struct buffer){0};
    }
    folder_free(top);
    return rc;
}

/* Makes the folder `path`, which ends with '/', the top of the stack. */
static int enter(struct folder_walk *w, const char *path, bool linked) {
    struct folder f = {.path = path, .path_len = strlen(path)};
    bool loop = false;
    int error = list_folder(w, &f);
    if (error == 0 && linked && is_loop(w, f.id, &loop))
        error = -1;
    if (error == 0 && !loop && push(w, &f) == 0)
        return 0;
    folder_free(&f); /* of a folder that was listed in part nothing is read */
    if (loop)
        return add_found(w, path, SOURCE_PROBLEM, PROBLEM_LINK_LOOP, 0);
    if (error <= 0)
        return -1;
    return error == EEXIST ? 0 : add_found(w, path, SOURCE_PROBLEM, PROBLEM_UNREADABLE, error);
}

/* Whether the folder holds this file; its names are sorted. */
static bool holds(const struct folder *f, struct span name) {
    size_t low = 0, high = f->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const char *other = f->names.ptr + f->items[mid] + 1 + f->path_len;
        int order = strncmp(other, name.ptr, name.len);
        if (order == 0 && other[name.len] == '\0')
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

/* "a.txt.json" beside "a.txt" is the record of an earlier run, which this one replaces. */
static bool is_own_record(const struct folder_walk *w, const char *path) {
    const struct folder *top = &w->stack[w->depth - 1];
    const char *suffix = w->wanted->suffix;
    struct span name = {path + top->path_len, strlen(path) - top->path_len};
    size_t len = w->own && suffix ? strlen(suffix) : 0;
    if (len == 0 || name.len <= len || memcmp(span_end(name) - len, suffix, len) != 0)
        return false;
    name.len -= len;
    return holds(top, name);
}

static int visit(struct folder_walk *w, char *path) {
    enum entry_kind kind = (enum entry_kind)path[-1];
    const char *name = path + w->below;
    if (kind == ENTRY_FOLDER || kind == ENTRY_LINKED_FOLDER) {
        /* an excluded folder is not entered; globs match its name without the '/' */
        char *slash = path + strlen(path) - 1;
        *slash = '\0';
        bool out = matches(&w->wanted->filter.exclude, name);
        *slash = '/';
        return out ? 0 : enter(w, path, kind == ENTRY_LINKED_FOLDER);
    }
    if (!filter_wants(&w->wanted->filter, name) || is_own_record(w, path))
        return 0;
    if (kind == ENTRY_OTHER)
        return add_found(w, path, SOURCE_PROBLEM, PROBLEM_NOT_REGULAR, 0);
    return add_found(w, path, SOURCE_FOUND, 0, 0);
}

static int walk_folder(const struct selection *wanted, const struct outputs *outputs,
                       struct inputs *in, const char *path) {
    struct folder_walk w = {.wanted = wanted, .in = in, .outputs = outputs};
    size_t len = strlen(path);
    char *root = arena_text(&in->arena, len + 2);
    if (!root)
        return -1;
    memcpy(root, path, len);
    if (path[len - 1] != '/')
        root[len++] = '/';
    root[len] = '\0';
    w.below = len;
    int rc = enter(&w, root, false);
    while (rc == 0 && w.depth > 0) {
        struct folder *top = &w.stack[w.depth - 1];
        rc = top->next == top->count ? pop(&w)
                                     : visit(&w, top->names.ptr + top->items[top->next++] + 1);
    }
    while (w.depth > 0)
        folder_free(&w.stack[--w.depth]);
    free(w.stack);
    tdestroy(w.linked, free);
    return rc;
}

/* ---- operands and the list ---- */

static int add_operand(const struct selection *wanted, const struct outputs *outputs,
                       struct inputs *in, const char *path) {
    struct stat st;
    if (strcmp(path, "-") == 0)
        return add(in, wanted, (struct source){path, "stdin", 0, SOURCE_STDIN, 0});
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        in->many = true;
        return walk_folder(wanted, outputs, in, path);
    }
    const char *target = last_part(path);
    return add(in, wanted, (struct source){path, *target ? target : NULL, 0, SOURCE_NAMED, 0});
}

static int read_list(const struct selection *wanted, struct inputs *in, struct inputs_error *e) {
    const char *path = strcmp(wanted->list, "-") ? wanted->list : NULL;
    struct input file;
    int error = input_open(&file, path, INPUT_LIST, &in->list);
    if (!error) {
        error = input_rest(&file, SIZE_MAX / 8);
        input_close(&file);
    }
    if (error) {
        snprintf(e->message, sizeof e->message, "%s%s: %s", path ? "--files-from=" : "",
                 path ? path : "standard input", strerror(error));
        return -1;
    }
    return 0;
}

static int add_list(const struct selection *wanted, struct inputs *in, struct inputs_error *e) {
    char separator = wanted->nul_separated ? '\0' : '\n';
    if (read_list(wanted, in, e))
        return -1;
    in->many = true;
    buffer_char(&in->list, separator);
    if (in->list.failed)
        return -1;
    char *p = in->list.ptr, *end = p + in->list.len;
    if (separator && memchr(p, '\0', in->list.len)) {
        snprintf(e->message, sizeof e->message, "the list of --files-from holds NULs: add -0");
        e->usage = true;
        return -1;
    }
    while (p < end) {
        char *stop = memchr(p, separator, (size_t)(end - p));
        bool outside = false;
        *stop = '\0';
        if (stop > p) {
            const char *target = target_of_name(&in->arena, p, &outside);
            if ((!target && !outside) ||
                add(in, wanted, (struct source){p, target, 0, SOURCE_NAMED, 0}))
                return -1;
        }
        p = stop + 1;
    }
    return 0;
}

int inputs_find(const struct selection *wanted, struct inputs *in, struct inputs_error *error) {
    struct outputs outputs = find_outputs(wanted);
    *in = (struct inputs){0};
    /* cppcheck-suppress ctuuninitvar ; the size of a member needs no value */
    snprintf(error->message, sizeof error->message, "%s", strerror(ENOMEM));
    error->usage = false;
    for (size_t i = 0; i < wanted->operands.count; i++)
        if (add_operand(wanted, &outputs, in, wanted->operands.items[i]))
            return -1;
    if (wanted->list && add_list(wanted, in, error))
        return -1;
    const struct source *page = find_overwritten(in, &outputs);
    if (!page)
        return 0;
    snprintf(error->message, sizeof error->message,
             "%.200s is an input: what is written would replace it", page->path);
    error->usage = true;
    return -1;
}

void inputs_free(struct inputs *in) {
    free(in->items);
    free(in->by_target);
    for (size_t i = 0; i < in->path_count; i++)
        buffer_free(&in->paths[i]);
    free(in->paths);
    arena_free(&in->arena);
    buffer_free(&in->list);
}

/* ---- collisions ---- */

/* By target; of equal ones the first input is first. */
static int by_target(const void *a, const void *b) {
    const struct source *x = *(const struct source *const *)a;
    const struct source *y = *(const struct source *const *)b;
    int order = strcmp(x->target, y->target);
    return order ? order : (x > y) - (x < y);
}

/* A walk over one folder gives them in order, so that sorting is mostly saved. */
static int sort_targets(struct inputs *in) {
    bool sorted = true;
    assert(in->target_count == 0);
    in->by_target = calloc(in->count + 1, sizeof *in->by_target);
    if (!in->by_target)
        return -1;
    for (size_t i = 0; i < in->count; i++) {
        const struct source *e = &in->items[i];
        if (!e->target || e->kind == SOURCE_PROBLEM)
            continue;
        if (in->target_count)
            sorted &= by_target(&in->by_target[in->target_count - 1], &e) <= 0;
        in->by_target[in->target_count++] = e;
    }
    if (!sorted)
        qsort(in->by_target, in->target_count, sizeof *in->by_target, by_target);
    return 0;
}

const struct source *inputs_by_target(const struct inputs *in, struct span target) {
    size_t low = 0, high = in->target_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *name = in->by_target[middle]->target;
        int order = strncmp(name, target.ptr, target.len);
        if (order == 0 && name[target.len])
            order = 1;
        if (order == 0)
            return in->by_target[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The input whose output "x.json" is a folder of this target, "x.json/y"; NULL: none. */
static const struct source *owner_of_folder(const struct inputs *in, const char *target,
                                           const char *suffix) {
    size_t tail = strlen(suffix);
    for (const char *p = target; (p = strchr(p, '/')); p++) {
        size_t len = (size_t)(p - target);
        const struct source *e = NULL;
        if (len > tail && memcmp(p - tail, suffix, tail) == 0)
            e = inputs_by_target(in, (struct span){target, len - tail});
        if (e)
            return e;
    }
    return NULL;
}

int inputs_collision(struct inputs *in, const char *suffix, const struct source *pair[2]) {
    pair[0] = pair[1] = NULL;
    if (sort_targets(in))
        return -1;
    for (size_t i = 0; i < in->target_count; i++) {
        const struct source *e = in->by_target[i], *other = NULL;
        if (i > 0 && strcmp(in->by_target[i - 1]->target, e->target) == 0)
            other = in->by_target[i - 1];
        if (!other)
            other = owner_of_folder(in, e->target, suffix);
        if (other) {
            pair[0] = other;
            pair[1] = e;
            return 0;
        }
    }
    return 0;
}

/* The length of the longest folder, with its '/', that all named files share. */
static size_t shared_folder(const struct inputs *in) {
    const char *first = NULL;
    size_t shared = 0;
    for (size_t i = 0; i < in->count; i++) {
        const char *path = in->items[i].path;
        if (in->items[i].kind != SOURCE_NAMED)
            continue;
        if (!first) {
            first = path;
            shared = (size_t)(last_part(path) - path);
        }
        size_t n = 0;
        while (n < shared && path[n] == first[n])
            n++;
        while (n > 0 && first[n - 1] != '/')
            n--;
        shared = n;
    }
    return shared;
}

bool inputs_keep_folders(struct inputs *in) {
    size_t shared = shared_folder(in);
    const char **targets = calloc(in->count + 1, sizeof *targets);
    bool kept = targets != NULL, outside;
    for (size_t i = 0; kept && i < in->count; i++)
        if (in->items[i].kind == SOURCE_NAMED)
            kept = (targets[i] = target_of_name(&in->arena, in->items[i].path + shared, &outside)) != NULL;
    for (size_t i = 0; kept && i < in->count; i++)
        if (targets[i])
            in->items[i].target = targets[i];
    free(targets);
    free(in->by_target);
    in->by_target = NULL;
    in->target_count = 0;
    return kept;
}
