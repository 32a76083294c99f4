/* The yardstick for text: reads each file whole, splits its lines and writes them as JSON
 * strings, one a line. Files are named on the command line, or on standard input one a line. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *bytes, *out;
static size_t room;

static int read_file(const char *path, size_t *size) {
    struct stat st;
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return -1;
    int rc = fstat(fd, &st);
    *size = (size_t)st.st_size;
    if (rc == 0 && *size > room) {
        room = *size * 2;
        free(bytes);
        free(out);
        bytes = malloc(room);
        out = malloc(room * 7 + 16); /* a control character is six, a line break three */
    }
    if (!bytes || !out)
        rc = -1;
    for (size_t at = 0; rc == 0 && at < *size;) {
        ssize_t n = read(fd, bytes + at, *size - at);
        rc = n > 0 ? 0 : -1;
        at += rc ? 0 : (size_t)n;
    }
    close(fd);
    return rc;
}

static char *put_string(char *to, const char *p, const char *end) {
    *to++ = '"';
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\') {
            *to++ = '\\';
            *to++ = *p;
        } else if (c < 0x20) {
            to += sprintf(to, "\\u%04x", c);
        } else {
            *to++ = *p;
        }
    }
    *to++ = '"';
    *to++ = '\n';
    return to;
}

static int convert(const char *path) {
    size_t size;
    if (read_file(path, &size)) {
        perror(path);
        return -1;
    }
    char *to = out;
    for (const char *p = bytes, *end = bytes + size; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        to = put_string(to, p, stop);
        p = stop + 1;
    }
    return fwrite(out, 1, (size_t)(to - out), stdout) == (size_t)(to - out) ? 0 : -1;
}

int main(int argc, char **argv) {
    int rc = 0;
    for (int i = 1; i < argc; i++)
        rc |= convert(argv[i]);
    char path[4096];
    while (argc == 1 && fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        rc |= convert(path);
    }
    rc |= fflush(stdout);
    free(bytes);
    free(out);
    return rc ? 1 : 0;
}
