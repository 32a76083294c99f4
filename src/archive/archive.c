/* Members of archives and compressed files, through libarchive where the build has it, and of web
 * archives. */
#include "archive/archive.h"

#include "archive/gunzip.h"
#include "archive/warc.h"
#include "archive/zip_name.h"
#include "base/print.h"
#include "decode/sniff.h"
#include "files/inputs.h"

#include <assert.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#define READS_ARCHIVES true
#define FILTER(name) archive_read_support_filter_##name
#else
struct archive;
#define READS_ARCHIVES false
#define FILTER(name) NULL
#endif

enum { BLOCK = 256 * 1024, STEP = 64 * 1024 };

struct container {
    struct input *in;
    const struct filter *filter;
    size_t limit;
    struct archive *reader; /* NULL: an uncompressed WARC */
    struct archive_entry *entry;
    struct gunzip *gunzip;  /* unpacks the file for the reader; NULL: it is no gzip */
    bool open, ended;
    int error;              /* errno of reading the file */
    struct warc *warc;
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

/* Archives and compressed files by their first bytes. Only filters that libarchive has itself: for
 * others it would start a program. */
static const struct magic {
    size_t at;
    struct span bytes;
    const char *name;
    int (*filter)(struct archive *); /* NULL: an archive that is not compressed */
} magics[] = {
    {0, {"\x1F\x8B", 2}, "gzip-compressed data", FILTER(gzip)},
    {0, {"\3757zXZ\0", 6}, "xz-compressed data", FILTER(xz)},
    {0, {"\x28\xB5\x2F\xFD", 4}, "zstd-compressed data", FILTER(zstd)},
    {4, {"1AY&SY", 6}, "bzip2-compressed data", FILTER(bzip2)},
    {0, {"PK\3\4", 4}, "a zip archive", NULL},
    {0, {"PK\5\6", 4}, "a zip archive", NULL},
    {257, {"ustar", 5}, "a tar archive", NULL},
};

static bool has(struct span s, size_t at, struct span bytes) {
    return s.len >= at + bytes.len && memcmp(s.ptr + at, bytes.ptr, bytes.len) == 0;
}

/* A tar archive of the time before "ustar". Its first header holds in octal digits the sum of its
 * own bytes, with spaces in place of the sum. */
static bool is_old_tar(struct span s) {
    enum { HEADER = 512, SUM = 148, SUM_END = 156 };
    size_t sum = 0, told = 0, i = SUM;
    if (s.len < HEADER || !s.ptr[0])
        return false;
    while (i < SUM_END && s.ptr[i] == ' ')
        i++;
    for (; i < SUM_END && s.ptr[i] >= '0' && s.ptr[i] <= '7'; i++)
        told = told * 8 + (size_t)(s.ptr[i] - '0');
    if (told == 0 || (i < SUM_END && s.ptr[i] && s.ptr[i] != ' '))
        return false;
    for (i = 0; i < HEADER; i++)
        sum += i >= SUM && i < SUM_END ? ' ' : (unsigned char)s.ptr[i];
    return sum == told;
}

static const struct magic *find_magic(struct span first) {
    static const struct magic old_tar = {0, {NULL, 0}, "a tar archive", NULL};
    if (sniff_office(first))
        return NULL;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (has(first, magics[i].at, magics[i].bytes))
            return &magics[i];
    return is_old_tar(first) ? &old_tar : NULL;
}

const char *container_name(struct span first) {
    const struct magic *magic = find_magic(first);
    return magic ? magic->name : warc_sniff(first) ? "a WARC web archive" : NULL;
}

#ifdef HAVE_LIBARCHIVE

static la_ssize_t on_read(struct archive *a, void *user, const void **bytes) {
    struct container *c = user;
    const char *message = NULL;
    ssize_t n = c->gunzip ? gunzip_read(c->gunzip, c->block, BLOCK, &message)
                          : read_plain(c, c->block, BLOCK);
    *bytes = c->block;
    if (n >= 0)
        return n;
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

/* 0, or -1 with the reason in archive_error_string(). */
static int open_reader(struct container *c, struct span first) {
    const struct magic *magic = find_magic(first);
    struct archive *a = c->reader;
    assert(magic);
    bool gzip = magic->filter == FILTER(gzip) && gunzip_available();
    if (gzip && !(c->gunzip = gunzip_open(read_plain, c))) {
        archive_set_error(a, ENOMEM, "%s", strerror(ENOMEM));
        return -1;
    }
    if (!gzip && magic->filter && magic->filter(a) != ARCHIVE_OK) {
        archive_set_error(a, ENOTSUP, "this compression can't be read here");
        return -1;
    }
    /* Without memory for one format, another would read the archive. Without the callbacks' data,
     * libarchive 3.6.2 opens all the same and crashes. */
    if (archive_read_support_format_tar(a) != ARCHIVE_OK ||
        (magic->filter ? archive_read_support_format_raw(a)
                       : archive_read_support_format_zip(a)) != ARCHIVE_OK ||
        archive_read_support_format_empty(a) != ARCHIVE_OK ||
        archive_read_set_callback_data(a, c) != ARCHIVE_OK) {
        archive_set_error(a, ENOMEM, "%s", strerror(ENOMEM));
        return -1;
    }
    archive_read_set_read_callback(a, on_read);
    if (c->in->regular && !magic->filter)
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

#ifdef HAVE_ZLIB

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

#else

/* By libarchive, which does not check the checksums. */
static int gunzip(struct span bytes, size_t limit, struct buffer *out, const char **message) {
    struct archive *a = archive_read_new();
    struct archive_entry *entry;
    int rc = -1;
    *message = "its gzip data is damaged";
    if (a && archive_read_support_filter_gzip(a) == ARCHIVE_OK &&
        archive_read_support_format_raw(a) == ARCHIVE_OK &&
        archive_read_support_format_empty(a) == ARCHIVE_OK &&
        archive_read_open_memory(a, bytes.ptr, bytes.len) == ARCHIVE_OK) {
        int status = archive_read_next_header(a, &entry);
        if (status == ARCHIVE_EOF || (status >= ARCHIVE_WARN && !read_data(a, limit, out)))
            rc = 0;
    }
    if (rc && (!a || out->failed))
        *message = strerror(ENOMEM);
    archive_read_free(a);
    return rc;
}

#endif

static ssize_t read_unpacked(void *user, char *to, size_t room) {
    struct container *c = user;
    if (c->bytes.len > 0) { /* open_single() has read them for warc_sniff() */
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
    return n < 0 ? -1 : n;
}

/* A compressed file without an archive in it: a WARC, or one page. */
static int open_single(struct container *c, struct member *m) {
    enum { LOOK = 16 };
    c->bytes.len = 0;
    if (read_data(c->reader, LOOK, &c->bytes))
        return fail(c, m, archive_error_string(c->reader));
    if (warc_sniff((struct span){c->bytes.ptr, c->bytes.len})) {
        c->warc = warc_open(read_unpacked, c, gunzip, c->limit);
        return c->warc ? 0 : fail(c, m, strerror(ENOMEM));
    }
    if (read_data(c->reader, c->limit, &c->bytes))
        return fail(c, m, archive_error_string(c->reader));
    *m = (struct member){.bytes = {c->bytes.ptr, c->bytes.len}};
    c->ended = true;
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
    int rc = read_data(c->reader, c->limit, &c->bytes);
    m->bytes = (struct span){c->bytes.ptr, c->bytes.len};
    if (rc == ARCHIVE_OK)
        return 1;
    const char *name = m->name;
    fail(c, m, archive_error_string(c->reader));
    m->name = name;
    c->ended = rc == ARCHIVE_FATAL;
    return 1;
}

/* Reads on behind the archive's end to the checksum of its gzip data. NULL: it is right. */
static const char *read_trailer(struct container *c) {
    const char *message = NULL;
    ssize_t n = c->gunzip ? 1 : 0;
    while (n > 0)
        n = gunzip_read(c->gunzip, c->block, BLOCK, &message);
    return n < 0 && !message ? strerror(c->error) : message;
}

static int next_entry(struct container *c, struct member *m) {
    struct archive_entry *entry = c->entry;
    int rc;
    while ((rc = archive_read_next_header2(c->reader, entry)) != ARCHIVE_EOF) {
        if (rc == ARCHIVE_RETRY)
            continue;
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
    c->ended = true;
    const char *message = read_trailer(c);
    if (message)
        return fail(c, m, message);
    /* A compressed file of no bytes is an empty page, not an archive without members. */
    bool nothing = archive_format(c->reader) == ARCHIVE_FORMAT_EMPTY;
    *m = (struct member){.bytes = {"", 0}};
    return nothing ? 1 : 0;
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

static const char *reader_error(struct container *c) {
    return archive_error_string(c->reader);
}

static void free_reader(struct container *c) {
    archive_read_free(c->reader);
    archive_entry_free(c->entry);
}

#else

static int open_reader(struct container *c, struct span first) {
    (void)c, (void)first;
    return -1;
}

static int next_in_utf8(struct container *c, struct member *m) {
    return fail(c, m, NULL);
}

static bool make_reader(struct container *c) {
    (void)c;
    return false;
}

static const char *reader_error(struct container *c) {
    (void)c;
    return NULL;
}

static void free_reader(struct container *c) {
    (void)c;
}

static warc_gunzip *const gunzip = NULL;

#endif

bool container_sniff(struct span first) {
    return warc_sniff(first) || (READS_ARCHIVES && find_magic(first));
}

struct container *container_open(struct input *in, const struct filter *filter, size_t limit) {
    struct span first = {in->bytes->ptr, in->bytes->len};
    struct container *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    *c = (struct container){.in = in, .filter = filter, .limit = limit, .block = malloc(BLOCK)};
    if (!c->block)
        goto out;
    errno = 0;
    c->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!c->utf8 && errno == ENOMEM)
        goto out;
    if (warc_sniff(first)) {
        if ((c->warc = warc_open(read_plain, c, gunzip, limit)))
            return c;
    } else if (make_reader(c)) {
        return c;
    }
out:
    container_close(c);
    return NULL;
}

/* The next page of a WARC that the filter lets pass. */
static int next_page(struct container *c, struct member *m) {
    for (;;) {
        int rc = warc_next(c->warc, m);
        if (rc < 0 && !m->problem)
            return fail(c, m, c->error    ? strerror(c->error)
                              : c->reader ? reader_error(c)
                                          : strerror(ENOMEM));
        c->ended |= rc <= 0;
        if (rc <= 0 || filter_wants(c->filter, m->name))
            return rc;
    }
}

int container_next(struct container *c, struct member *m) {
    *m = (struct member){0};
    if (c->ended)
        return 0;
    if (c->reader && !c->open) {
        c->open = true;
        if (open_reader(c, (struct span){c->in->bytes->ptr, c->in->bytes->len}))
            return fail(c, m, reader_error(c));
    }
    if (!c->warc) {
        int rc = next_in_utf8(c, m);
        if (!c->warc)
            return rc;
    }
    return next_page(c, m);
}

void container_close(struct container *c) {
    if (!c)
        return;
    warc_close(c->warc);
    free_reader(c);
    gunzip_close(c->gunzip);
    if (c->utf8)
        freelocale(c->utf8);
    free(c->block);
    buffer_free(&c->bytes);
    buffer_free(&c->name);
    free(c);
}
