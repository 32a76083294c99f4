/* The command many times, each time in a child of this process: linked with --wrap=main in front of
 * the command's own. Under valgrind a child has what was translated before it began, which takes
 * longer than a page does: tests/faults/linear.py.
 *
 *     forks MILLISECONDS   and from standard input command lines, words between tabs
 *
 * Those above a blank line are run here, so that their code is translated. For each of the others a
 * line is printed: the child's number, and its exit status or -1 where it was killed, as it is after so
 * long. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

static int nowhere;

/* A run closes its standard output, to see whether all has been written. */
static int run(char *line) {
    char *argv[32] = {(char *)"qparse"};
    int argc = 1, most = (int)(sizeof argv / sizeof *argv) - 1;
    line[strcspn(line, "\n")] = '\0';
    for (char *word; argc < most && (word = strsep(&line, "\t"));)
        argv[argc++] = word;
    argv[argc] = NULL;
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    optind = 0;
    return __real_main(argc, argv);
}

static _Noreturn void run_child(char *line, long milliseconds) {
    struct itimerval limit = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    setitimer(ITIMER_REAL, &limit, NULL);
    int status = run(line);
    fflush(stdout);
    _exit(status); /* exit() would have standard input read again from where this child stands */
}

int __wrap_main(int argc, char **argv) {
    long milliseconds = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
    char *line = NULL;
    size_t cap = 0;
    int told = dup(STDOUT_FILENO), status;
    nowhere = open("/dev/null", O_WRONLY);
    if (milliseconds <= 0 || told < 0 || nowhere < 0)
        return EXIT_FAILURE;
    while (getline(&line, &cap, stdin) > 0 && line[0] != '\n')
        run(line);
    while (getline(&line, &cap, stdin) > 0) {
        pid_t child = fork();
        if (child == 0)
            run_child(line, milliseconds);
        if (child < 0 || waitpid(child, &status, 0) != child)
            return EXIT_FAILURE;
        dprintf(told, "%ld %d\n", (long)child, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    }
    free(line);
    return EXIT_SUCCESS;
}
