/* unread.c: a check of a snapshot of which nothing is known. */
#include <stdlib.h>

#include "api/handles.h"
#include "base/limits.h"

/* Rules are not asked: they would judge what was not read. */
static bool fill(struct snapvet_check *check, const char *path, const struct sv_release *target, const char *why)
{
    struct sv_snapshot *snapshot = &check->unread;
    snapshot->path = snapshot->folder = snapshot->metadata = sv_arena_copy(&snapshot->arena, sv_str_of(path));
    snapshot->written_by = "";
    snapshot->checkpoint_id = -1;
    check->check.snapshot = snapshot;
    check->check.target = target;
    check->check.verdict = check->check.verdict_of_all = SV_UNDECIDED;
    struct sv_findings *findings = &check->check.findings;
    findings->arena = &check->check.arena;
    const struct sv_site at = { .snapshot = snapshot, .target = target };
    return snapshot->path.p && sv_found(findings, SV_RULE_SV001, &at, "%s", why) && !findings->failed;
}

enum snapvet_status snapvet_check_unread(const char *path, const char *target, const struct snapvet_error *why,
                                         struct snapvet_check **out, struct snapvet_error *err)
{
    const struct sv_release *release = sv_api_target(target);
    if (!release)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no target '%s'; have %s and others", target,
                           snapvet_target_default());
    struct snapvet_check *check = calloc(1, sizeof *check);
    if (!check)
        return sv_api_no_memory(err);
    sv_arena_init(&check->check.arena, SV_LIMIT_MODEL_BYTES);
    sv_arena_init(&check->unread.arena, SV_LIMIT_MODEL_BYTES);
    if (!fill(check, path, release, why->text)) {
        snapvet_check_free(check);
        return sv_api_no_memory(err);
    }
    *out = check;
    return SNAPVET_OK;
}
