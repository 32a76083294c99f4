/* The whole pipeline: any bytes through the library and out again in every format. Built
 * once for each kind of input, PAGE_INPUT. The second run fails an allocation, or reads
 * without keeping the lines: it says that memory ended, or gives the very same. */
#include "fuzz.h"

#include <stdlib.h>

static void healthy_run(const uint8_t *bytes, size_t size, const qp_options *options,
                        struct transcript *t) {
    char *lines;
    size_t lines_size;
    qp_result *r = qp_parse(bytes, size, options);
    REQUIRE(r);
    require_kept(check_result(r));
    transcript_outcome(t, r);
    transcript_records(t, r);
    REQUIRE(qp_explain(r, false, &lines, &lines_size) == 0);
    REQUIRE(lines[lines_size] == '\0' && all_clean(lines, lines_size));
    qp_free(lines);
    qp_result_free(r);
}

/* --explain allocates too. */
static void failing_explain(const uint8_t *bytes, size_t size, const struct plan *plan) {
    qp_options options = plan->options;
    options.keep_lines = true;
    qp_result *r = qp_parse(bytes, size, &options);
    REQUIRE(r);
    char *lines = (char *)"";
    size_t lines_size;
    fail_allocation(plan->fail_at % 8 + 1, plan->sticky);
    if (qp_explain(r, true, &lines, &lines_size))
        REQUIRE(!lines);
    else
        qp_free(lines);
    fail_allocation(0, false);
    qp_result_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct transcript one = {0}, two = {0};
    struct plan plan;
    if (!plan_read(&data, &size, &plan))
        return 0;
    if (plan.forced)
        plan.options.input = PAGE_INPUT;
    uint8_t *bytes = exact_copy(data, size);
    plan.options.keep_lines = true;
    healthy_run(bytes, size, &plan.options, &one);
    plan.options.keep_lines = false;
    fail_allocation(plan.fail_at, plan.sticky);
    qp_result *r = qp_parse(bytes, size, &plan.options);
    transcript_outcome(&two, r);
    transcript_records(&two, r);
    fail_allocation(0, false);
    qp_result_free(r);
    REQUIRE(plan.fail_at || !two.failed);
    REQUIRE(two.failed || transcript_equal(&one, &two));
    if (plan.fail_at && plan.fail_at < 9)
        failing_explain(bytes, size, &plan);
    free(bytes);
    free(one.ptr);
    free(two.ptr);
    return 0;
}
