/* What the runs of runs.c read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/runs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#endif

static const char *const inputs[][2] = {
    {"fixtures/101-ns-answered/page.innertext.txt", "in/a.txt"},
    {"fixtures/152-nd17-pending/page.html", "in/b.html"},
    {"fixtures/151-nd17-answered/page.mhtml", "in/c.mhtml"},
    {"fixtures/108-ns-end-of-mandate/page.w3m.txt", "in/d/f.txt"},
    {"fixtures/251-an-col10-answered/page.html", "in/d/g/e.html"},
};

struct bytes read_whole(const char *path) {
    FILE *file = fopen(path, "rb");
    struct bytes b = {NULL, 0};
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    b.size = (size_t)ftell(file);
    rewind(file);
    b.ptr = calloc(1, b.size + 1);
    assert_non_null(b.ptr);
    assert_int_equal(fread(b.ptr, 1, b.size, file), b.size);
    fclose(file);
    return b;
}

void write_whole(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

#ifdef HAVE_LIBARCHIVE
static void add_member(struct archive *a, const char *name, struct bytes b, const char *link) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, link ? 0 : (la_int64_t)b.size);
    archive_entry_set_filetype(entry, link ? AE_IFLNK : AE_IFREG);
    archive_entry_set_symlink(entry, link);
    assert_true(archive_write_header(a, entry) >= ARCHIVE_WARN); /* é where there is no locale */
    assert_true(link || archive_write_data(a, b.ptr, b.size) == (la_ssize_t)b.size);
    archive_entry_free(entry);
}

static void finish_archive(struct archive *a) {
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
}

static struct archive *start_archive(const char *path, int (*format)(struct archive *),
                                     int (*filter)(struct archive *)) {
    struct archive *a = archive_write_new();
    assert_int_equal(format(a), ARCHIVE_OK);
    assert_true(!filter || filter(a) == ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
    return a;
}

/* What no compression makes smaller. */
static void make_noise(char *bytes, size_t size) {
    uint32_t x = 1;
    for (size_t i = 0; i < size; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (char)(x >> 24);
    }
}

/* The answer of a web server as a record of a WARC. */
static struct bytes web_record(const char *url, const char *header, struct bytes body) {
    char *warc = malloc(strlen(url) + 2 * strlen(header) + body.size + 512);
    assert_non_null(warc);
    size_t answer = strlen("HTTP/1.1 200 OK\r\n\r\n") + strlen(header) + body.size;
    int len = sprintf(warc,
                      "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
                      "WARC-Target-URI: %s\r\nContent-Length: %zu\r\n\r\n"
                      "HTTP/1.1 200 OK\r\n%s\r\n",
                      url, answer, header);
    memcpy(warc + len, body.ptr, body.size);
    memcpy(warc + len + body.size, "\r\n\r\n", 4);
    return (struct bytes){warc, (size_t)len + body.size + 4};
}

/* What makes few calls, so that each of them fails. */
static void make_small_archives(struct bytes none) {
    static const char abc[] = "\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x4C\x4A\x06\0"
                              "\xC2\x41\x24\x35\x03\0\0";
    struct bytes packed = {(char *)abc, sizeof abc};
    struct bytes record = web_record("https://www.senat.fr/a",
                                     "Content-Type: text/html; charset=utf-8\r\n"
                                     "Content-Encoding: gzip\r\n",
                                     packed);
    struct bytes refused =
        web_record("https://www.senat.fr/b", "Content-Type: image/png\r\n", none);
    record.ptr = realloc(record.ptr, record.size + refused.size);
    assert_non_null(record.ptr);
    memcpy(record.ptr + record.size, refused.ptr, refused.size);
    write_whole("in-small/a.warc", record.ptr, record.size + refused.size);
    free(record.ptr);
    free(refused.ptr);
    struct archive *a = start_archive("in-small/b.tar.gz", archive_write_set_format_pax_restricted,
                                      archive_write_add_filter_gzip);
    add_member(a, "n.txt", none, NULL);
    finish_archive(a);
    a = start_archive("in-small/c.zip", archive_write_set_format_zip, NULL);
    add_member(a, "n.txt", none, NULL);
    finish_archive(a);
}

/* More than is read at first: behind the end of the archive, and within a record. */
static void make_large_archives(struct bytes page) {
    enum { LARGE = 400 * 1024 };
    struct bytes noise = {calloc(1, LARGE), LARGE};
    assert_non_null(noise.ptr);
    make_noise(noise.ptr, LARGE);
    struct archive *a = start_archive("in-tape.tar", archive_write_set_format_ustar, NULL);
    add_member(a, "n.html", page, NULL);
    finish_archive(a);
    struct bytes tape = read_whole("in-tape.tar");
    char *filled_up = realloc(tape.ptr, tape.size + LARGE);
    assert_non_null(filled_up);
    memcpy(filled_up + tape.size, noise.ptr, LARGE);
    a = start_archive("in-tape.tar.gz", archive_write_set_format_raw,
                      archive_write_add_filter_gzip);
    add_member(a, "x", (struct bytes){filled_up, tape.size + LARGE}, NULL);
    finish_archive(a);
    free(filled_up);
    struct bytes first = web_record("https://www.nosdeputes.fr/a", "", page),
                 second = web_record("https://www.nosdeputes.fr/b", "Content-Type: image/png\r\n",
                                     noise);
    char *both = malloc(first.size + second.size);
    assert_non_null(both);
    memcpy(both, first.ptr, first.size);
    memcpy(both + first.size, second.ptr, second.size);
    write_whole("in-large.warc", both, first.size + second.size);
    free(both);
    free(first.ptr);
    free(second.ptr);
    free(noise.ptr);
}

static void make_archives(void) {
    static char noise[100 * 1024];
    struct bytes page = read_whole("in/b.html"), text = read_whole("in/a.txt");
    struct bytes none = {(char *)"nothing\n", 8};
    struct archive *a = start_archive("in/g.zip", archive_write_set_format_zip, NULL);
    add_member(a, "m/b.html", page, NULL);
    add_member(a, "m/none.txt", none, NULL);
    make_noise(noise, sizeof noise);
    add_member(a, "m/.passed-over", (struct bytes){noise, sizeof noise}, NULL);
    finish_archive(a);
    a = start_archive("in/h.tar.gz", archive_write_set_format_pax_restricted,
                      archive_write_add_filter_gzip);
    add_member(a, "n.html", page, NULL);
    add_member(a, "./\xC3\xA9/link", page, "n.html");
    add_member(a, "./\xC3\xA9/a.txt", text, NULL);
    finish_archive(a);
    struct bytes record = web_record("https://www.nosdeputes.fr/15/question/QE/1",
                                     "Content-Type: text/html; charset=utf-8\r\n", page);
    write_whole("in/i.warc", record.ptr, record.size);
    a = start_archive("in/j.warc.gz", archive_write_set_format_raw, archive_write_add_filter_gzip);
    add_member(a, "x", record, NULL);
    finish_archive(a);
    a = start_archive("in/k.html.xz", archive_write_set_format_raw, archive_write_add_filter_xz);
    add_member(a, "x", page, NULL);
    finish_archive(a);
    make_small_archives(none);
    make_large_archives(page);
    free(record.ptr);
    free(page.ptr);
    free(text.ptr);
}
#else
static void make_archives(void) {
}
#endif

/* What has no id, and is known by the file that it was made of. */
#define RECORD(title)                                                                              \
    "<question schema=\"qparse/1\"><file>p.html</file><site>senat.fr</site>"                       \
    "<chamber>senat</chamber><title>" title "</title></question>"

/* A device that is the test's own where root runs it, who could replace any: else a link to one. */
static void make_device(void) {
    int fd = mknod("null", S_IFCHR | 0666, makedev(1, 3)) ? -1 : open("null", O_WRONLY);
    if (fd >= 0)
        close(fd);
    else
        assert_true((unlink("null") == 0 || errno == ENOENT) && symlink("/dev/null", "null") == 0);
}

void make_inputs(const char *top) {
    enum { LARGE = 300 * 1024 };
    char list[256]; /* full: a line end more needs other room */
    memset(list, '\n', sizeof list);
    memcpy(list, "in/a.txt", strlen("in/a.txt"));
    memcpy(list + 16, "./in//d/f.txt", strlen("./in//d/f.txt"));
    assert_int_equal(mkdir("in", 0777) || mkdir("in/d", 0777) || mkdir("in/d/g", 0777) ||
                         mkdir("in-small", 0777) || mkdir("in-old", 0777) || mkdir("in-new", 0777),
                     0);
    make_device();
    write_whole("in-old/x.xml", RECORD("Un phare"), strlen(RECORD("Un phare")));
    write_whole("in-new/y.xml", RECORD("Un port"), strlen(RECORD("Un port")));
    write_whole("in-new/z.txt", "nothing\n", 8);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char path[PATH_MAX + 128];
        snprintf(path, sizeof path, "%s/%s", top, inputs[i][0]);
        struct bytes b = read_whole(path);
        write_whole(inputs[i][1], b.ptr, b.size);
        free(b.ptr);
    }
    write_whole("list", list, sizeof list);
    write_whole("in/none.txt", "nothing\n", 8);
    make_archives();
    assert_int_equal(mkfifo("in/pipe", 0600), 0);
    assert_int_equal(symlink("../d", "in/d/loop"), 0);
    assert_int_equal(symlink("d/g", "in/linked"), 0);
    assert_int_equal(symlink("nowhere", "in/lost"), 0);
    assert_int_equal(mkdir("in-link", 0777) || mkdir("in-links", 0777), 0);
    assert_int_equal(symlink("../in/d", "in-link/a"), 0);
    assert_int_equal(symlink("../in/d", "in-links/a"), 0);
    assert_int_equal(symlink("../in/d", "in-links/b"), 0);
    /* more than is read at first */
    struct bytes page = read_whole("in/b.html");
    char *large = malloc(page.size + LARGE);
    assert_non_null(large);
    memset(large, ' ', LARGE);
    memcpy(large + LARGE, page.ptr, page.size);
    write_whole("in-large.html", large, page.size + LARGE);
    free(large);
    free(page.ptr);
}
