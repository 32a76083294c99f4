/* The yardstick for text: reads each file, splits its lines and writes them as JSON strings,
 * one a line. Files are named on the command line, or on standard input one a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(char c) {
    putc_unlocked(c, stdout);
}

static void put_string(const char *p, const char *end) {
    put('"');
    for (; p < end; p++) {
        if (*p == '"' || *p == '\\')
            put('\\');
        if ((unsigned char)*p < 0x20)
            printf("\\u%04x", (unsigned)*p);
        else
            put(*p);
    }
    put('"');
    put('\n');
}

static int convert(const char *path) {
    static char *line;
    static size_t room;
    ssize_t len;
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        return -1;
    }
    while ((len = getline(&line, &room, file)) > 0)
        put_string(line, line + len - (line[len - 1] == '\n'));
    int rc = ferror(file) ? -1 : 0;
    fclose(file);
    return rc;
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
    return rc ? 1 : 0;
}
