/* SIGINT, SIGTERM and SIGHUP ask the run to end at the next page. */
#ifndef INTERRUPT_H
#define INTERRUPT_H

/* Catches the signals. One that was ignored when the program started (nohup) stays ignored. The
 * second of a kind ends the program at once. */
void interrupt_catch(void);
/* The signal that came; 0: none. */
int interrupted(void);
/* Waits until fd can be read (POLLIN) or written (POLLOUT). 0 or an errno value: ECANCELED once a
 * signal has come, so that no pipe is waited for without end. */
int interrupt_wait(int fd, short events);

#endif
