#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A device or FIFO is written as it stands; renaming over /dev/null would replace it. */
static int open_direct(struct output *o) {
    o->fd = open(o->path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_TRUNC);
    return o->fd < 0 ? errno : 0;
}

static int open_temporary(struct output *o) {
    if (asprintf(&o->temporary, "%s.XXXXXX", o->path) < 0) {
        o->temporary = NULL;
        return ENOMEM;
    }
    o->fd = mkostemp(o->temporary, O_CLOEXEC);
    if (o->fd < 0)
        return errno;
    mode_t mask = umask(0); /* there is no other way to ask; no other thread runs yet */
    umask(mask);
    return fchmod(o->fd, 0666 & ~mask) ? errno : 0;
}

int output_open(struct output *o, const char *path) {
    struct stat st;
    *o = (struct output){.path = path, .fd = STDOUT_FILENO};
    if (!path)
        return 0;
    o->fd = -1;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return EISDIR;
        if (!S_ISREG(st.st_mode))
            return open_direct(o);
    }
    /* A rename would replace the link, "/dev/stdout" too where it leads to a file. */
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
        return ELOOP;
    return open_temporary(o);
}

int output_write(struct output *o, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = write(o->fd, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        bytes += n;
        size -= (size_t)n;
    }
    return 0;
}

int output_close(struct output *o, bool whole) {
    int error = 0;
    if (o->fd >= 0 && close(o->fd) && errno != EINTR)
        error = errno;
    if (o->temporary) {
        if (whole && !error && rename(o->temporary, o->path))
            error = errno;
        if (!whole || error)
            unlink(o->temporary);
        free(o->temporary);
    }
    o->fd = -1;
    o->temporary = NULL;
    return error;
}
