/* Members of archives and compressed files, through libarchive, of web archives and of lists of
 * questions. no_archive.c is for builds without libarchive. */
#include "archive/archive.h"

#include "archive/cutter.h"
#include "archive/frames.h"
#include "archive/gunzip.h"
#include "archive/kind.h"
#include "archive/warc.h"
#include "archive/zip_name.h"
#include "base/print.h"

#include <archive.h>
#include <archive_entry.h>
#include <assert.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* LOOK bytes tell the kind of unpacked data; blank lines may come before a WARC record. */
enum { BLOCK = 256 * 1024, STEP = 64 * 1024, LOOK = 512 };

struct container {
    struct input *in;
    const struct filter *filter;
    size_t limit;
    enum kind kind;
    struct archive *reader; /* NULL: an uncompressed WARC or list of questions */
    struct archive_entry *entry;
    struct gunzip *gunzip;  /* unpacks the file for the reader; NULL: it is no gzip */
    struct frames frames;   /* of xz and zstd */
    size_t begin, held;     /* bytes of `block` that the reader has not been given */
    int64_t given;          /* bytes of the file that the reader has been given */
    bool drained;           /* the file has no more */
    bool open, ended;
    bool last;              /* the member that was given is the only one */
    bool skipped;           /* the reader left out bytes that are no member */
    int error;              /* errno of reading the file */
    struct warc *warc;
    struct cutter *cutter;  /* of the list that is being read; NULL: none */
    bool listed;            /* it is a member of the archive */
    int unpacked;           /* the last result of read_unpacked() */
    char *block;
    struct buffer bytes, name;
    locale_t utf8;          /* 0: the system has no such locale */
    char message[256];
};

static int fail(struct container *c, struct member *m, const char *message) {
    snprintf(c->message, sizeof c->message, "%s",
             message ? message : "its data ends early or is damaged");
    *m = (struct member){.problem = c->message};
    c->ended = true;
    return -1;
}

static ssize_t read_plain(void *user, char *to, size_t room) {
    struct container *c = user;
    ssize_t n = input_stream(c->in, to, room);
    if (n < 0)
        c->error = (int)-n;
    return n < 0 ? -1 : n;
}

/* Only the whole frames, and what is wanted to tell that they end. */
static ssize_t read_frames(struct container *c) {
    for (;;) {
        memmove(c->block, c->block + c->begin, c->held);
        c->begin = 0;
        ssize_t n = read_plain(c, c->block + c->held, BLOCK - c->held);
        if (n < 0)
            return -1;
        c->drained |= n == 0;
        c->held += (size_t)n;
        size_t taken = frames_take(&c->frames, (struct span){c->block, c->held}, c->drained);
        c->begin = taken;
        c->held -= taken;
        if (taken > 0 || c->drained || c->frames.tail)
            return (ssize_t)taken;
    }
}

static la_ssize_t on_read(struct archive *a, void *user, const void **bytes) {
    struct container *c = user;
    const char *message = NULL;
    ssize_t n = c->gunzip          ? gunzip_read(c->gunzip, c->block, BLOCK, &message)
                : c->frames.format ? read_frames(c)
                                   : read_plain(c, c->block, BLOCK);
    *bytes = c->block;
    if (n >= 0) {
        c->given += n;
        return n;
    }
    archive_set_error(a, message ? EILSEQ : c->error, "%s", message ? message : strerror(c->error));
    return ARCHIVE_FATAL;
}

static la_int64_t on_seek(struct archive *a, void *user, la_int64_t offset, int whence) {
    struct container *c = user;
    off_t at = input_seek(c->in, (off_t)offset, whence);
    if (at >= 0)
        return at;
    archive_set_error(a, (int)-at, "%s", strerror((int)-at));
    return ARCHIVE_FATAL;
}

/* Only filters that libarchive has itself: for others it would start a program. */
static int add_filter(struct container *c) {
    struct archive *a = c->reader;
    switch (c->kind) {
    case KIND_GZIP:
        c->gunzip = gunzip_open(read_plain, c);
        if (c->gunzip)
            return 0;
        archive_set_error(a, ENOMEM, "%s", strerror(ENOMEM));
        return -1;
    case KIND_XZ:
        c->frames.format = FRAMES_XZ;
        return archive_read_support_filter_xz(a);
    case KIND_ZSTD:
        c->frames.format = FRAMES_ZSTD;
        return archive_read_support_filter_zstd(a);
    case KIND_BZIP2: return archive_read_support_filter_bzip2(a);
    case KIND_ZIP:
    case KIND_TAR:
    case KIND_NONE: break;
    }
    return 0;
}

/* 0, or -1 with the reason in archive_error_string(). */
static int open_reader(struct container *c) {
    struct archive *a = c->reader;
    bool packed = c->kind != KIND_ZIP && c->kind != KIND_TAR;
    assert(c->kind != KIND_NONE);
    int rc = add_filter(c);
    if (rc != ARCHIVE_OK) {
        if (c->kind != KIND_GZIP)
            archive_set_error(a, ENOTSUP, "this compression can't be read here");
        return -1;
    }
    /* Without memory for one format, another would read the archive. Without the callbacks' data,
     * libarchive 3.6.2 opens all the same and crashes. A tar archive may follow another, and what
     * follows may be none: libarchive stops at the end of the first unless it is told to go on. */
    if (archive_read_support_format_tar(a) != ARCHIVE_OK ||
        archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1") !=
            ARCHIVE_OK ||
        (packed ? archive_read_support_format_raw(a)
                : archive_read_support_format_zip(a)) != ARCHIVE_OK ||
        archive_read_support_format_empty(a) != ARCHIVE_OK ||
        archive_read_set_callback_data(a, c) != ARCHIVE_OK) {
        archive_set_error(a, ENOMEM, "%s", strerror(ENOMEM));
        return -1;
    }
    archive_read_set_read_callback(a, on_read);
    if (c->in->regular && !packed)
        archive_read_set_seek_callback(a, on_seek);
    return archive_read_open1(a) == ARCHIVE_OK ? 0 : -1;
}

/* Reads the data of the reader's entry, up to limit + 1 bytes. */
static int read_data(struct archive *a, size_t limit, struct buffer *out) {
    while (out->len <= limit) {
        if (out->len == out->cap && !buffer_reserve(out, STEP)) {
            archive_set_error(a, ENOMEM, "%s", strerror(ENOMEM));
            return ARCHIVE_FATAL;
        }
        size_t room = out->cap - out->len, most = limit + 1 - out->len;
        la_ssize_t n = archive_read_data(a, out->ptr + out->len, room < most ? room : most);
        if (n == 0)
            return ARCHIVE_OK;
        if (n == ARCHIVE_RETRY)
            continue;
        if (n < 0)
            return (int)n;
        out->len += (size_t)n;
    }
    return ARCHIVE_OK;
}

/* A gunzip_source: the body of an HTTP response. */
static ssize_t read_span(void *user, char *to, size_t room) {
    struct span *left = user;
    size_t n = left->len < room ? left->len : room;
    memcpy(to, left->ptr, n);
    *left = (struct span){left->ptr + n, left->len - n};
    return (ssize_t)n;
}

static int gunzip(struct span bytes, size_t limit, struct buffer *out, const char **message) {
    struct gunzip *g = gunzip_open(read_span, &bytes);
    ssize_t n = g ? 1 : -1;
    *message = NULL;
    while (n > 0 && out->len <= limit && buffer_reserve(out, STEP)) {
        size_t room = out->cap - out->len, most = limit + 1 - out->len;
        n = gunzip_read(g, out->ptr + out->len, room < most ? room : most, message);
        out->len += n > 0 ? (size_t)n : 0;
    }
    gunzip_close(g);
    if (!*message)
        *message = strerror(ENOMEM);
    return n < 0 || out->failed ? -1 : 0;
}

static ssize_t read_unpacked(void *user, char *to, size_t room) {
    struct container *c = user;
    if (c->bytes.len > 0) { /* read to tell the kind of the data */
        size_t n = c->bytes.len < room ? c->bytes.len : room;
        memcpy(to, c->bytes.ptr, n);
        memmove(c->bytes.ptr, c->bytes.ptr + n, c->bytes.len - n);
        c->bytes.len -= n;
        return (ssize_t)n;
    }
    la_ssize_t n;
    do
        n = archive_read_data(c->reader, to, room);
    while (n == ARCHIVE_RETRY);
    c->unpacked = n < 0 ? (int)n : ARCHIVE_OK;
    return n < 0 ? -1 : n;
}

/* The look may have read more than may be given. */
static struct span within_limit(const struct container *c) {
    return (struct span){c->bytes.ptr, c->bytes.len > c->limit ? c->limit + 1 : c->bytes.len};
}

/* Whether the entry, of which c->bytes holds the first, is a list of questions, whose reader is open
 * now; -1: memory ended. */
static int open_list(struct container *c) {
    if (!cutter_sniff((struct span){c->bytes.ptr, c->bytes.len}))
        return 0;
    c->cutter = cutter_open(read_unpacked, c, c->limit);
    return c->cutter ? 1 : -1;
}

/* A compressed file without an archive in it: a WARC, a list of questions, or one page. 0: its first
 * member is to be asked for. */
static int open_single(struct container *c, struct member *m) {
    c->bytes.len = 0;
    if (read_data(c->reader, LOOK, &c->bytes))
        return fail(c, m, archive_error_string(c->reader));
    if (warc_sniff((struct span){c->bytes.ptr, c->bytes.len})) {
        c->warc = warc_open(read_unpacked, c, gunzip, c->limit);
        return c->warc ? 0 : fail(c, m, strerror(ENOMEM));
    }
    int list = open_list(c);
    if (list)
        return list > 0 ? 0 : fail(c, m, strerror(ENOMEM));
    if (read_data(c->reader, c->limit, &c->bytes))
        return fail(c, m, archive_error_string(c->reader));
    *m = (struct member){.bytes = within_limit(c)};
    c->last = true;
    c->ended = m->bytes.len > c->limit; /* its end was not read */
    return 1;
}

static const char *name_of(struct container *c, struct archive_entry *entry) {
    const char *name = archive_entry_pathname(entry);
    bool zip = (archive_format(c->reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    c->name.len = 0;
    if (zip && name)
        zip_name(name, &c->name);
    else
        append_text(&c->name, name ? name : "");
    buffer_char(&c->name, '\0');
    return c->name.failed ? "" : c->name.ptr;
}

/* 0: it is a list, whose first question is to be asked for. */
static int read_entry(struct container *c, struct archive_entry *entry, struct member *m) {
    *m = (struct member){.name = name_of(c, entry)};
    if (!*m->name) {
        m->name = "?";
        m->problem = "its name can't be read";
        return 1;
    }
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG) {
        m->not_regular = true;
        return 1;
    }
    c->bytes.len = 0;
    int rc = read_data(c->reader, LOOK, &c->bytes);
    int list = rc == ARCHIVE_OK ? open_list(c) : 0;
    c->listed = list > 0;
    if (list)
        return list > 0 ? 0 : fail(c, m, strerror(ENOMEM));
    if (rc == ARCHIVE_OK)
        rc = read_data(c->reader, c->limit, &c->bytes);
    m->bytes = within_limit(c);
    if (rc == ARCHIVE_OK)
        return 1;
    const char *name = m->name;
    fail(c, m, archive_error_string(c->reader));
    m->name = name;
    c->ended = rc == ARCHIVE_FATAL;
    return 1;
}

/* Whether bytes of the file follow the last that was unpacked. libarchive stops at the first that
 * are no bzip2 data, and does not say so. */
static bool has_tail(const struct container *c) {
    return (c->gunzip && gunzip_tail(c->gunzip)) || c->frames.tail ||
           (c->kind == KIND_BZIP2 && archive_filter_bytes(c->reader, -1) < c->given);
}

/* The end of the data: 0, or -1 where something was left out. */
static int finish(struct container *c, struct member *m) {
    char message[160];
    c->ended = true;
    if (!c->reader || (!c->skipped && !has_tail(c)))
        return 0;
    if (c->skipped)
        snprintf(message, sizeof message,
                 "bytes in it or behind its end are no member of an archive, and were not read");
    else
        snprintf(message, sizeof message,
                 "the bytes behind its last whole part are no %s, and were not read",
                 kind_name(c->kind));
    return fail(c, m, message);
}

static int next_entry(struct container *c, struct member *m) {
    struct archive_entry *entry = c->entry;
    int rc;
    while ((rc = archive_read_next_header2(c->reader, entry)) != ARCHIVE_EOF) {
        if (rc == ARCHIVE_RETRY) { /* with a message: a block that is no header */
            c->skipped |= archive_error_string(c->reader) != NULL;
            continue;
        }
        if (rc < ARCHIVE_WARN)
            return fail(c, m, archive_error_string(c->reader));
        if (archive_format(c->reader) == ARCHIVE_FORMAT_RAW)
            return open_single(c, m);
        bool wanted = archive_entry_filetype(entry) != AE_IFDIR &&
                      filter_wants(c->filter, name_of(c, entry));
        if (c->name.failed)
            return fail(c, m, strerror(ENOMEM));
        if (wanted)
            return read_entry(c, entry, m);
    }
    /* A compressed file of no bytes is an empty page, not an archive without members. */
    if (archive_format(c->reader) != ARCHIVE_FORMAT_EMPTY)
        return finish(c, m);
    *m = (struct member){.bytes = {"", 0}};
    c->last = true;
    return 1;
}

/* libarchive gives names in the locale's encoding: in the locale "C" it loses those in Unicode. The
 * locale c->utf8 changes the encoding alone, not numbers, messages or order. */
static int next_in_utf8(struct container *c, struct member *m) {
    locale_t old = c->utf8 ? uselocale(c->utf8) : (locale_t)0;
    int rc = next_entry(c, m);
    if (c->utf8)
        uselocale(old);
    return rc;
}

/* The entry is made here: libarchive does not check that it got memory for its own. */
static bool make_reader(struct container *c) {
    c->reader = archive_read_new();
    c->entry = c->reader ? archive_entry_new2(c->reader) : NULL;
    return c->entry != NULL;
}

bool container_sniff(struct span first) {
    return warc_sniff(first) || kind_of(first) != KIND_NONE || cutter_sniff(first);
}

struct container *container_open(struct input *in, const struct filter *filter, size_t limit) {
    struct span first = {in->bytes->ptr, in->bytes->len};
    struct container *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    *c = (struct container){.in = in, .filter = filter, .limit = limit, .kind = kind_of(first),
                            .block = malloc(BLOCK)};
    if (!c->block)
        goto out;
    errno = 0;
    c->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!c->utf8 && errno == ENOMEM)
        goto out;
    if (warc_sniff(first)) {
        if ((c->warc = warc_open(read_plain, c, gunzip, limit)))
            return c;
    } else if (c->kind == KIND_NONE) {
        if ((c->cutter = cutter_open(read_plain, c, limit)))
            return c;
    } else if (make_reader(c)) {
        return c;
    }
out:
    container_close(c);
    return NULL;
}

/* Why a stream could not be read on. */
static const char *stream_error(const struct container *c) {
    return c->error    ? strerror(c->error)
           : c->reader ? archive_error_string(c->reader)
                       : strerror(ENOMEM);
}

/* The next page of a WARC that the filter lets pass. */
static int next_page(struct container *c, struct member *m) {
    for (;;) {
        int rc = warc_next(c->warc, m);
        if (rc < 0 && !m->problem)
            return fail(c, m, stream_error(c));
        if (rc == 0)
            return finish(c, m);
        c->ended |= rc < 0;
        if (rc < 0 || filter_wants(c->filter, m->name))
            return rc;
    }
}

/* The next question of a list; 0: the archive may have another member. The filter is asked for a
 * list in an archive, or for the questions of one that is none's member. */
static int next_question(struct container *c, struct member *m) {
    int rc;
    do
        rc = cutter_next(c->cutter, m);
    while (rc > 0 && !c->listed && !filter_wants(c->filter, m->name));
    if (rc < 0) {
        bool goes_on = c->listed && (m->problem || c->unpacked != ARCHIVE_FATAL);
        fail(c, m, m->problem ? m->problem : stream_error(c));
        c->ended = !goes_on;
    }
    if (rc && c->listed) {
        m->part = rc > 0 ? m->name : NULL;
        m->name = c->name.ptr;
    }
    if (rc <= 0) {
        cutter_close(c->cutter);
        c->cutter = NULL;
    }
    return rc == 0 && !c->listed ? finish(c, m) : rc < 0 && c->listed ? 1 : rc;
}

int container_next(struct container *c, struct member *m) {
    int rc = 0;
    *m = (struct member){0};
    while (rc == 0 && !c->ended) {
        if (c->last)
            return finish(c, m);
        if (c->reader && !c->open) {
            c->open = true;
            if (open_reader(c))
                return fail(c, m, archive_error_string(c->reader));
        }
        if (c->warc)
            return next_page(c, m);
        rc = c->cutter ? next_question(c, m) : next_in_utf8(c, m);
    }
    return rc;
}

void container_close(struct container *c) {
    if (!c)
        return;
    warc_close(c->warc);
    cutter_close(c->cutter);
    archive_read_free(c->reader);
    archive_entry_free(c->entry);
    gunzip_close(c->gunzip);
    if (c->utf8)
        freelocale(c->utf8);
    free(c->block);
    buffer_free(&c->bytes);
    buffer_free(&c->name);
    free(c);
}
