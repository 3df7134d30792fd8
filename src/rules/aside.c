/* aside.c: findings are set aside, and the verdicts drawn from the others. */
#include <stdlib.h>

#include "rules/check.h"

/* Takes the finding out when fn says so. */
static bool sift_one(struct sv_check *check, struct sv_finding *finding, sv_sift_fn *fn, void *context)
{
    struct sv_aside aside = { .reason = { "", 0 }, .expires = { "", 0 } };
    struct sv_finding decided = *finding;
    bool out = fn(&decided, &aside, context);
    if (decided.severity != SV_BLIND)
        finding->severity = decided.severity;
    if (!out)
        return false;
    aside.finding = *finding;
    aside.reason = sv_arena_copy(&check->arena, aside.reason);
    aside.expires = sv_arena_copy(&check->arena, aside.expires);
    check->findings.failed |= !aside.reason.p || !aside.expires.p;
    check->aside[check->aside_count++] = aside;
    check->aside_counts[aside.kind]++;
    return true;
}

enum sv_status sv_check_sift(struct sv_check *check, sv_sift_fn *fn, void *context, struct sv_error *err)
{
    struct sv_findings *findings = &check->findings;
    if (!findings->count)
        return SV_OK;
    struct sv_aside *room =
        reallocarray(check->aside, check->aside_count + findings->count, sizeof *room); /* all of them may go */
    if (!room)
        return sv_fail(err, SV_ERR_MEMORY, "no memory to sift %zu findings", findings->count);
    check->aside = room;
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        struct sv_finding *finding = &findings->items[i];
        if (finding->severity == SV_BLIND || !sift_one(check, finding, fn, context))
            findings->items[kept++] = *finding;
    }
    findings->count = kept;
    if (findings->failed)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for what is set aside");
    check->verdict = SV_COMPATIBLE;
    return sv_verdict_draw(check, err);
}

enum sv_status sv_check_remark(struct sv_check *check, struct sv_error *err, const char *format, ...)
{
    sv_str *remarks = reallocarray(check->remarks, check->remark_count + 1, sizeof *remarks);
    if (!remarks)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for a remark");
    check->remarks = remarks;
    va_list arguments;
    va_start(arguments, format);
    remarks[check->remark_count++] = sv_findings_text(&check->findings, format, arguments);
    va_end(arguments);
    return check->findings.failed ? sv_fail(err, SV_ERR_MEMORY, "no memory for a remark") : SV_OK;
}
