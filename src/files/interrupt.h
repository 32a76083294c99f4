/* SIGINT, SIGTERM and SIGHUP ask the run to end at the next page. */
#ifndef INTERRUPT_H
#define INTERRUPT_H

/* A signal that was ignored when the program started (nohup) stays ignored. A second
 * signal of the same kind ends the program at once. */
void interrupt_catch(void);
/* The signal that came; 0: none. */
int interrupted(void);
/* Waits until fd can be read (POLLIN) or written (POLLOUT). 0, or an errno value:
 * ECANCELED once a signal has come, so that nobody waits for a pipe for ever. */
int interrupt_wait(int fd, short events);

#endif
