#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"
#include "support/reports.h"
#include "support/sweep.h"

static const char *const names[] = { "text", "markdown", "json", "sh" };
enum { FORMATS = sizeof names / sizeof *names };

static sv_format_fn *format_at(size_t i)
{
    return sv_format_find(SV_VIEW_PLAN, sv_str_of(names[i]))->write;
}

struct made {
    struct sv_snapshot *snapshot;
    struct sv_check check;
    struct sv_plan plan;
};

/* The plan points into what it is made of: that stays in its place. */
static void make(struct made *made, struct sv_snapshot *snapshot, const struct sv_plan_request *request)
{
    struct sv_error err;
    made->snapshot = snapshot;
    made->check = reports_check(snapshot);
    cr_assert_eq(sv_plan_make(&made->check, request, &made->plan, &err), SV_OK, "%s", err.text);
}

static void release(struct made *made)
{
    sv_plan_release(&made->plan);
    sv_check_release(&made->check);
    made_free(made->snapshot);
}

/* NUL-terminated, to be freed. */
static char *written(const struct made *made, size_t format)
{
    struct sv_report report = { .plan = &made->plan };
    struct sv_buf out;
    sv_buf_init(&out, 1 << 24);
    format_at(format)(&report, &out);
    sv_buf_putc(&out, '\0');
    cr_assert(!out.failed);
    return out.p;
}

static const struct sv_plan_request msf = { .platform = SV_PLATFORM_MSF };

/* Each is to say the verdict, the rule, the states and the ways. */
Test(plan, every_format_has_what_is_in_the_way)
{
    struct made made;
    make(&made, reports_snapshot(), &msf);
    for (size_t i = 0; i < FORMATS; i++) {
        char *text = written(&made, i);
        cr_expect_not_null(strstr(text, "refactor"), "%s", names[i]);
        cr_expect_not_null(strstr(text, "create-application-snapshot"), "%s", names[i]);
        cr_expect_null(strstr(text, "{app}"), "%s", names[i]);
        if (i < 3)
            cr_expect(strstr(text, "SV101") && strstr(text, "cart"), "%s", names[i]);
        free(text);
    }
    release(&made);
}

Test(plan, json_is_json)
{
    struct made made;
    make(&made, reports_snapshot(), &msf);
    char *text = written(&made, 2);
    cJSON *json = cJSON_Parse(text);
    cr_assert_not_null(json);
    cr_expect_str_eq(reports_string(json, "schema"), "snapvet.plan/1");
    cr_expect_str_eq(reports_string(json, "verdict"), "incompatible");
    cr_expect_str_eq(reports_string(json, "states.0.state"), "cart");
    cr_expect_str_eq(reports_string(json, "states.0.ways.0"), "refactor");
    cr_expect_str_eq(reports_string(json, "actions.0.rule"), "SV101");
    cr_expect_str_eq(reports_string(json, "steps.0.phase"), "before");
    cr_expect_not_null(reports_item(json, "ways.3"));
    cJSON_Delete(json);
    free(text);
    release(&made);
}

/* Takes fenced code out of Markdown: there a blank <APP> is no tag. */
static void drop_code(char *text)
{
    char *out = text;
    for (bool is_code = false; *text; text += strcspn(text, "\n"), text += *text == '\n') {
        size_t n = strcspn(text, "\n") + 1;
        bool is_fence = strncmp(text, "```", 3) == 0;
        if (!is_code && !is_fence) {
            memmove(out, text, n);
            out += n;
        }
        is_code ^= is_fence;
    }
    *out = '\0';
}

Test(plan, hostile_names_are_inert)
{
    for (int platform = 0; platform < SV_PLATFORM_COUNT; platform++) {
        const struct sv_plan_request request = { .platform = (enum sv_platform)platform };
        struct made made;
        make(&made, reports_hostile_snapshot(), &request);
        cr_expect_eq(made.plan.values[SV_HOLE_CHECKED].n, 0, "a path that fits no form stays a blank");
        for (size_t i = 0; i < FORMATS; i++) {
            char *text = written(&made, i);
            cr_expect(reports_is_plain(text), "%s", names[i]);
            if (i == 1) {
                drop_code(text);
                cr_expect(reports_has_only_tags(text, " code span sub "), "%s", text);
            }
            free(text);
        }
        release(&made);
    }
}

static void make_and_write(void *context)
{
    const struct sv_check *check = context;
    struct sv_plan plan;
    struct sv_error err;
    if (sv_plan_make(check, &msf, &plan, &err) != SV_OK) {
        cr_expect(sweep_has_failed());
        return;
    }
    for (size_t i = 0; i < FORMATS; i++) {
        struct sv_report report = { .plan = &plan };
        struct sv_buf out;
        sv_buf_init(&out, 1 << 24);
        format_at(i)(&report, &out);
        cr_expect(out.failed == false || sweep_has_failed());
        sv_buf_free(&out);
    }
    sv_plan_release(&plan);
}

Test(plan, memory_may_run_out_anywhere)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    struct sv_check check = reports_check(snapshot);
    cr_expect_gt(sweep_allocations(200, make_and_write, &check), 50);
    sv_check_release(&check);
    made_free(snapshot);
}
