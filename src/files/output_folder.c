/* Files below the folder of -o DIR/: each is written under a temporary name, then renamed. */
#include "files/output_folder.h"

#include "base/print.h"
#include "files/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

bool output_folder_wanted(const char *path) {
    struct stat st;
    size_t len = path ? strlen(path) : 0;
    return len && (path[len - 1] == '/' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)));
}

/* ---- temporary files of killed runs ---- */

static const char temporary_start[] = ".qparse-", temporary_end[] = ".tmp";

static bool is_temporary(const char *name) {
    size_t start = sizeof temporary_start - 1, end = sizeof temporary_end - 1, len = strlen(name);
    return len > start + end && memcmp(name, temporary_start, start) == 0 &&
           strcmp(name + len - end, temporary_end) == 0 &&
           strspn(name + start, "0123456789-") == len - start - end;
}

/* Adds the folders within to `paths`. They wait by path, not open: descriptors would run out. */
static void sweep_folder(int fd, const char *path, struct buffer *paths) {
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return;
    }
    for (const struct dirent *d; (d = readdir(dir));) {
        struct stat st;
        bool folder = d->d_type == DT_DIR;
        if (d->d_name[0] == '.') {
            if (is_temporary(d->d_name))
                unlinkat(fd, d->d_name, 0);
            continue;
        }
        if (d->d_type == DT_UNKNOWN)
            folder = fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
        if (!folder)
            continue;
        append_text(paths, path);
        append_text(paths, d->d_name);
        buffer_append(paths, "/", 2);
    }
    closedir(dir);
}

/* Errors are ignored: a file that stays does no harm. */
static void sweep(int root) {
    struct buffer paths = {0}, path = {0}; /* paths: NUL-terminated, a stack */
    buffer_append(&paths, "./", 3);
    while (paths.len > 0 && !paths.failed && !path.failed) {
        size_t at = paths.len - 1;
        while (at > 0 && paths.ptr[at - 1])
            at--;
        path.len = 0;
        buffer_append(&path, paths.ptr + at, paths.len - at);
        paths.len = at;
        int fd = path.failed ? -1 : openat(root, path.ptr, OPEN_FOLDER);
        if (fd >= 0)
            sweep_folder(fd, path.ptr, &paths);
    }
    buffer_free(&path);
    buffer_free(&paths);
}

/* Runs that write to the folder share a lock. A run that gets it alone may sweep: no temporary
 * file is in use. Some network disks have no locks, and nothing is swept there. */
static void lock_folder(int fd) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        sweep(fd);
    flock(fd, LOCK_SH | LOCK_NB);
}

/* ---- the folder ---- */

int output_folder_open(struct output_folder *out, const char *path) {
    struct stat st;
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    char *name = strndup(path, len);
    int error = 0;
    out->path = path;
    out->fd = -1;
    if (!name)
        return ENOMEM;
    if (lstat(name, &st) == 0 && S_ISLNK(st.st_mode))
        error = ELOOP;
    else if ((out->fd = open(name, OPEN_FOLDER)) < 0)
        error = errno;
    if (error == ENOENT && out->dry_run) {
        error = 0;
    } else if (error == ENOENT) {
        error = output_make_parents(name);
        if (!error && mkdir(name, 0777) && errno != EEXIST)
            error = errno;
        if (!error && (out->fd = open(name, OPEN_FOLDER)) < 0)
            error = errno;
    }
    free(name);
    if (!error && out->fd >= 0 && !out->dry_run)
        lock_folder(out->fd);
    return error;
}

void output_folder_close(struct output_folder *out) {
    if (out->fd >= 0)
        close(out->fd);
    out->fd = -1;
}

void folder_writer_free(struct folder_writer *writer) {
    if (writer->fd >= 0)
        close(writer->fd);
    writer->fd = -1;
    buffer_free(&writer->parent);
    buffer_free(&writer->old);
}

/* Opens the folder `name` in `from`, and closes `from` unless it is the output folder's own. */
static int descend(const struct output_folder *out, int from, const char *name, bool make,
                   int *to) {
    int error = 0;
    *to = openat(from, name, OPEN_FOLDER);
    if (*to < 0 && errno == ENOENT && make) {
        if ((mkdirat(from, name, 0777) && errno != EEXIST) || (out->sync && fsync(from)))
            error = errno;
        else
            *to = openat(from, name, OPEN_FOLDER);
    }
    if (*to < 0 && !error) {
        struct stat st;
        error = errno;
        if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
            error = ELOOP;
    }
    if (from != out->fd)
        close(from);
    return error;
}

/* Opens a target's folder as writer->fd. Mostly it is open already: files come folder by folder. */
static int open_folder(const struct output_folder *out, struct folder_writer *writer,
                       struct span parent, bool make) {
    struct span last = {writer->parent.ptr, writer->parent.len};
    if (writer->fd >= 0 && span_equal(parent, last))
        return 0;
    if (writer->fd >= 0)
        close(writer->fd);
    writer->fd = -1;
    if (out->fd < 0)
        return ENOENT;
    writer->parent.len = 0;
    buffer_append(&writer->parent, parent.ptr, parent.len);
    buffer_char(&writer->parent, '\0');
    if (writer->parent.failed)
        return ENOMEM;
    writer->parent.len--;
    int fd = parent.len ? out->fd : fcntl(out->fd, F_DUPFD_CLOEXEC, 3), error = fd < 0 ? errno : 0;
    for (char *p = writer->parent.ptr, *end = p + parent.len; p < end && !error;) {
        char *slash = memchr(p, '/', (size_t)(end - p));
        if (slash)
            *slash = '\0';
        error = descend(out, fd, p, make, &fd);
        if (slash)
            *slash = '/';
        p = slash ? slash + 1 : end;
    }
    writer->fd = error ? -1 : fd;
    return error;
}

static int split(const struct output_folder *out, const char *target, struct span *parent,
                 char name[256]) {
    const char *slash = strrchr(target, '/'), *base = slash ? slash + 1 : target;
    *parent = (struct span){target, slash ? (size_t)(slash - target) : 0};
    int len = snprintf(name, 256, "%s%s", base, out->suffix);
    return len > 255 ? ENAMETOOLONG : 0;
}

static bool same_bytes(int fd, struct buffer *old, struct span bytes) {
    enum { STEP = 64 * 1024 };
    old->len = 0;
    if (!buffer_reserve(old, STEP))
        return false;
    for (size_t at = 0; at < bytes.len;) {
        ssize_t n = read(fd, old->ptr, bytes.len - at < STEP ? bytes.len - at : STEP);
        if (n <= 0 || memcmp(old->ptr, bytes.ptr + at, (size_t)n) != 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

/* Compares with the file of this name, if there is one. */
static int compare_old(struct folder_writer *writer, const char *name, struct span bytes,
                       enum output_state *state) {
    struct stat st;
    *state = OUTPUT_NEW;
    int fd = openat(writer->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return 0;
    *state = OUTPUT_CHANGED;
    if (fd < 0) /* an unreadable file can be replaced, a link can't */
        return errno == EACCES ? 0 : errno;
    int error = fstat(fd, &st) ? errno : 0;
    if (!error && S_ISDIR(st.st_mode))
        error = EISDIR;
    else if (!error && !S_ISREG(st.st_mode))
        error = EEXIST;
    else if (!error && (size_t)st.st_size == bytes.len && same_bytes(fd, &writer->old, bytes))
        *state = OUTPUT_SAME;
    close(fd);
    return error;
}

static int open_new(struct folder_writer *writer, char temporary[64], int *fd) {
    do {
        snprintf(temporary, 64, "%s%ld-%u-%u%s", temporary_start, (long)getpid(), writer->number,
                 writer->serial++, temporary_end);
        *fd = openat(writer->fd, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     0666);
    } while (*fd < 0 && errno == EEXIST);
    return *fd < 0 ? errno : 0;
}

static int write_new(const struct output_folder *out, struct folder_writer *writer,
                     const char *name, struct span bytes) {
    char temporary[64];
    int fd, error = open_new(writer, temporary, &fd);
    if (error)
        return error;
    error = write_all(fd, bytes.ptr, bytes.len);
    if (!error && out->sync && fsync(fd))
        error = errno;
    if (close(fd) && errno != EINTR && !error)
        error = errno;
    if (!error && renameat(writer->fd, temporary, writer->fd, name))
        error = errno;
    if (error)
        unlinkat(writer->fd, temporary, 0);
    else if (out->sync && fsync(writer->fd))
        error = errno;
    return error;
}

int output_folder_write(const struct output_folder *out, struct folder_writer *writer,
                        const char *target, struct span bytes, enum output_state *state) {
    char name[256];
    struct span parent;
    *state = OUTPUT_NEW;
    int error = split(out, target, &parent, name);
    if (!error)
        error = open_folder(out, writer, parent, !out->dry_run);
    if (error == ENOENT && out->dry_run)
        return 0;
    if (!error)
        error = compare_old(writer, name, bytes, state);
    if (error || *state == OUTPUT_SAME || out->dry_run)
        return error;
    return write_new(out, writer, name, bytes);
}

/* Opens the file's folder. 0 or an errno value, ELOOP where a link leads to it. */
static int find_own(const struct output_folder *out, struct folder_writer *writer, const char *target,
                    char name[256], struct stat *st) {
    struct span parent;
    int error = split(out, target, &parent, name);
    if (!error)
        error = open_folder(out, writer, parent, false);
    if (!error && fstatat(writer->fd, name, st, AT_SYMLINK_NOFOLLOW))
        error = errno;
    return error ? error : S_ISREG(st->st_mode) ? 0 : ELOOP;
}

bool output_folder_holds(const struct output_folder *out, struct folder_writer *writer,
                         const char *target) {
    char name[256];
    struct stat st;
    return find_own(out, writer, target, name, &st) == 0;
}

int output_folder_remove(const struct output_folder *out, struct folder_writer *writer,
                         const char *target) {
    char name[256];
    struct stat st;
    int error = find_own(out, writer, target, name, &st);
    return error ? error : unlinkat(writer->fd, name, 0) ? errno : 0;
}

bool output_folder_newer(const struct output_folder *out, struct folder_writer *writer,
                         const char *target, struct timespec input) {
    char name[256];
    struct stat st;
    if (find_own(out, writer, target, name, &st))
        return false;
    return st.st_mtim.tv_sec != input.tv_sec ? st.st_mtim.tv_sec > input.tv_sec
                                             : st.st_mtim.tv_nsec > input.tv_nsec;
}
