/* unread.c: checks of what is no snapshot that could be read. */
#include <stdlib.h>

#include "api/handles.h"
#include "base/limits.h"

struct snapvet_check *sv_api_empty_check(const char *path)
{
    struct snapvet_check *check = calloc(1, sizeof *check);
    if (!check)
        return NULL;
    struct sv_snapshot *snapshot = &check->unread;
    sv_arena_init(&snapshot->arena, SV_LIMIT_MODEL_BYTES);
    snapshot->path = snapshot->folder = snapshot->metadata = sv_arena_copy(&snapshot->arena, sv_str_of(path));
    snapshot->written_by = "";
    snapshot->checkpoint_id = -1;
    if (snapshot->path.p)
        return check;
    snapvet_check_free(check);
    return NULL;
}

/* Rules are not asked: they would judge what was not read. */
static enum snapvet_status make(const char *path, const char *target, enum sv_rule_id rule,
                                const struct snapvet_error *why, struct snapvet_check **out, struct snapvet_error *err)
{
    const struct sv_release *release = sv_api_target(target);
    if (!release)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no target '%s'; have %s and others", target,
                           snapvet_target_default());
    struct snapvet_check *made = sv_api_empty_check(path);
    if (!made)
        return sv_api_no_memory(err);
    struct sv_check *check = &made->check;
    sv_arena_init(&check->arena, SV_LIMIT_MODEL_BYTES);
    check->snapshot = &made->unread;
    check->target = release;
    check->verdict = check->verdict_of_all = SV_UNDECIDED;
    check->findings.arena = &check->arena;
    const struct sv_site at = { .snapshot = check->snapshot, .target = release };
    if (!sv_found(&check->findings, rule, &at, "%s", why->text) || check->findings.failed) {
        snapvet_check_free(made);
        return sv_api_no_memory(err);
    }
    *out = made;
    return SNAPVET_OK;
}

enum snapvet_status snapvet_check_unread(const char *path, const char *target, const struct snapvet_error *why,
                                         struct snapvet_check **out, struct snapvet_error *err)
{
    return make(path, target, SV_RULE_SV001, why, out, err);
}

enum snapvet_status snapvet_check_unread_pom(const char *path, const char *target, const struct snapvet_error *why,
                                             struct snapvet_check **out, struct snapvet_error *err)
{
    struct snapvet_check *check;
    enum snapvet_status status = make(path, target, SV_RULE_SV601, why, &check, err);
    if (status != SNAPVET_OK)
        return status;
    check->pom.path = check->unread.path;
    check->check.pom = &check->pom;
    *out = check;
    return SNAPVET_OK;
}
