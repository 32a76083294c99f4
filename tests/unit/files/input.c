#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files/input.h"
#include "files/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/qparse-input-XXXXXX";
static struct buffer bytes;

/* The next byte of the stream; '$' at its end. */
static char next(struct input *in) {
    char c = '$';
    assert_true(input_stream(in, &c, 1) >= 0);
    return c;
}

/* Of a stream whose first bytes were read ahead, here all. */
static void seeking(void **state) {
    static const struct {
        size_t read; /* before */
        off_t offset;
        int whence;
        off_t place; /* or minus an errno value */
        char byte;
    } rows[] = {
        {0, 0, SEEK_CUR, 0, '0'},      {3, 0, SEEK_CUR, 3, '3'},   {3, 2, SEEK_CUR, 5, '5'},
        {3, -2, SEEK_CUR, 1, '1'},     {10, -1, SEEK_CUR, 9, '9'}, {10, 0, SEEK_CUR, 10, '$'},
        {3, 7, SEEK_SET, 7, '7'},      {10, 0, SEEK_SET, 0, '0'},  {3, -4, SEEK_END, 6, '6'},
        {3, -4, SEEK_CUR, -EINVAL, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct input in;
        assert_int_equal(input_open(&in, path, INPUT_NAMED, &bytes), 0);
        for (size_t k = 0; k < rows[i].read; k++)
            assert_int_equal(next(&in), '0' + (int)k);
        assert_int_equal(input_seek(&in, rows[i].offset, rows[i].whence), rows[i].place);
        if (rows[i].place >= 0)
            assert_int_equal(next(&in), rows[i].byte);
        input_close(&in);
    }
}

/* A file on standard input that somebody has read from begins where he has ended. */
static void seeking_from_a_start(void **state) {
    struct input in;
    int saved = dup(STDIN_FILENO), fd = open(path, O_RDONLY);
    (void)state;
    assert_true(saved >= 0 && fd >= 0);
    assert_int_equal(lseek(fd, 4, SEEK_SET), 4);
    assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(input_open(&in, NULL, INPUT_NAMED, &bytes), 0);
    assert_int_equal(next(&in), '4');
    assert_int_equal(input_seek(&in, 1, SEEK_CUR), 2);
    assert_int_equal(next(&in), '6');
    assert_int_equal(input_seek(&in, 0, SEEK_SET), 0);
    assert_int_equal(next(&in), '4');
    input_close(&in);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
}

/* The character that ends a paste may come alone: the output then still begins on a line of its
 * own, whatever stood before it in the buffer. */
static void ending_a_paste(void **state) {
    static const struct {
        const char *first, *then, *shown;
    } rows[] = {{"ab", "\x04", "\r\n"}, {"ab\n", "\x04", ""}, {"ab", "c\x04", "\r\n"}};
    (void)state;
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (master < 0 || grantpt(master) || unlockpt(master))
        skip();
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    assert_true(slave >= 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct terminal t;
        char given[8] = "\n", shown[8] = {0};
        strcat(given, rows[i].then);
        terminal_begin(&t, slave);
        assert_true(t.changed);
        assert_int_equal(terminal_take(&t, rows[i].first, strlen(rows[i].first)),
                         strlen(rows[i].first));
        assert_false(t.ended);
        assert_int_equal(terminal_take(&t, given + 1, strlen(given + 1)), strlen(rows[i].then) - 1);
        assert_true(t.ended);
        terminal_end(&t);
        ssize_t got = read(master, shown, sizeof shown - 1);
        assert_true(got >= 0 || errno == EAGAIN);
        assert_string_equal(shown, rows[i].shown);
    }
    close(slave);
    close(master);
}

static int start(void **state) {
    int fd = mkstemp(path);
    (void)state;
    return fd >= 0 && write(fd, "0123456789", 10) == 10 && close(fd) == 0 ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    buffer_free(&bytes);
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeking),
        cmocka_unit_test(seeking_from_a_start),
        cmocka_unit_test(ending_a_paste),
    };
    return cmocka_run_group_tests(tests, start, end);
}
