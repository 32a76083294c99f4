/* Remembers the signal that asks the run to end. */
#include "files/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t caught;

static void on_signal(int number) {
    caught = number;
}

void interrupt_catch(void) {
    /* all that end a program by another's will: none may leave a temporary file beside an output */
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}, old;
        sigemptyset(&action.sa_mask);
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
}

int interrupted(void) {
    return caught;
}

/* Asks ten times a second: a signal may be delivered to another thread, or come just before
 * poll(). */
int interrupt_wait(int fd, short events) {
    for (;;) {
        struct pollfd wanted = {.fd = fd, .events = events};
        if (caught)
            return ECANCELED;
        int n = poll(&wanted, 1, 100);
        if (n > 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return errno;
    }
}
