/* The yardstick for speed: libxml2's HTML parser over each file, with handlers that
 * do nothing. Files are named on the command line, or on standard input one a line. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
    (void)user, (void)name, (void)attributes;
}

static void on_end(void *user, const xmlChar *name) {
    (void)user, (void)name;
}

static void on_text(void *user, const xmlChar *text, int len) {
    (void)user, (void)text, (void)len;
}

static void on_comment(void *user, const xmlChar *text) {
    (void)user, (void)text;
}

static char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = NULL;
    long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (end >= 0 && end < 0x7fffffff && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)end + 1);
    if (bytes && fread(bytes, 1, (size_t)end, file) == (size_t)end) {
        *size = (size_t)end;
    } else {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

/* Of libxml2's ways in, one chunk with no encoding named is the quickest. */
static int pass(const char *path) {
    size_t size;
    char *bytes = read_file(path, &size);
    if (!bytes) {
        perror(path);
        return -1;
    }
    xmlSAXHandler sax = {
        .startElement = on_start, .endElement = on_end, .characters = on_text,
        .cdataBlock = on_text, .ignorableWhitespace = on_text, .comment = on_comment,
    };
    int rc = -1;
    htmlParserCtxtPtr parser =
        htmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_NONE);
    if (parser) {
        htmlParseChunk(parser, bytes, (int)size, 1);
        htmlFreeParserCtxt(parser);
        rc = 0;
    }
    free(bytes);
    return rc;
}

int main(int argc, char **argv) {
    int rc = 0;
    for (int i = 1; i < argc; i++)
        rc |= pass(argv[i]);
    char path[4096];
    while (argc == 1 && fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        rc |= pass(path);
    }
    xmlCleanupParser();
    return rc ? 1 : 0;
}
