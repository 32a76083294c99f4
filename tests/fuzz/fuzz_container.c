/* Archives and compressed files: members come until the end or an error, within limits, and
 * each goes through the pipeline. The second run fails one of our allocations. */
#include "fuzz.h"

#include "archive/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_MEMBERS = 2000 };

static void put_member(struct transcript *t, const struct member *m, const qp_options *options) {
    transcript_text(t, m->name);
    transcript_text(t, m->url);
    transcript_text(t, m->charset);
    transcript_text(t, m->refused);
    transcript_text(t, m->not_regular ? "not regular" : NULL);
    transcript_put(t, m->bytes.ptr ? m->bytes.ptr : "", m->bytes.len);
    if (m->bytes.len > 4096 || m->refused)
        return;
    qp_options read = *options;
    read.url = m->url;
    read.charset = m->charset;
    qp_result *r = qp_parse(m->bytes.ptr, m->bytes.len, &read);
    REQUIRE(r);
    require_kept(check_result(r));
    qp_result_free(r);
}

static void take_members(struct container *c, const struct plan *plan, size_t limit, bool healthy,
                         struct transcript *t) {
    struct member m;
    int rc, count = 0;
    while ((rc = container_next(c, &m)) > 0 && ++count < MOST_MEMBERS) {
        REQUIRE(!m.name || *m.name);
        REQUIRE(m.bytes.len <= limit + 1);
        REQUIRE(!m.problem || *m.problem);
        if (m.problem && !healthy)
            t->failed = true;
        else
            transcript_text(t, m.problem);
        fail_allocation(0, false);
        put_member(t, &m, &plan->options);
        if (!healthy && !t->failed)
            fail_allocation(plan->fail_at, plan->sticky);
    }
    if (rc < 0) {
        REQUIRE(m.problem && *m.problem);
        if (healthy)
            transcript_text(t, m.problem);
        else
            t->failed = true;
        REQUIRE(container_next(c, &m) == 0);
    }
}

static void run(int fd, const struct plan *plan, bool healthy, struct transcript *t) {
    struct buffer head = {0};
    struct filter filter = {{NULL, 0}, {NULL, 0}};
    struct input in;
    char path[64];
    size_t limit = plan->forced ? 700 : 1 << 20;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    REQUIRE(input_open(&in, path, false, &head) == 0);
    if (container_sniff((struct span){head.ptr, head.len})) {
        if (!healthy)
            fail_allocation(plan->fail_at, plan->sticky);
        struct container *c = container_open(&in, &filter, limit);
        REQUIRE(c || !healthy);
        if (c)
            take_members(c, plan, limit, healthy, t);
        else
            t->failed = true;
        container_close(c);
        fail_allocation(0, false);
    }
    input_close(&in);
    buffer_free(&head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct transcript one = {0}, two = {0};
    struct plan plan;
    if (!plan_read(&data, &size, &plan))
        return 0;
    plan.options.keep_lines = true;
    int fd = memfd_create("archive", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    run(fd, &plan, true, &one);
    run(fd, &plan, plan.fail_at == 0, &two);
    REQUIRE(two.failed || transcript_equal(&one, &two));
    close(fd);
    free(one.ptr);
    free(two.ptr);
    return 0;
}
