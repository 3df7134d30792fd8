/* pom.c: a check of a Maven POM. */
#include "pom/pom.h"

#include <stdlib.h>

#include "api/handles.h"

enum snapvet_status snapvet_check_pom(const char *path, const char *repository, const char *target,
                                      struct snapvet_check **out, struct snapvet_error *err)
{
    const struct sv_release *release = sv_api_target(target);
    if (!release)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no target '%s'; have %s and others", target,
                           snapvet_target_default());
    struct snapvet_check *check = sv_api_empty_check(path);
    if (!check)
        return sv_api_no_memory(err);
    struct sv_error why;
    enum sv_status status = sv_pom_read(path, repository, &check->pom, &why);
    if (status == SV_OK) {
        check->unread.path = check->unread.metadata = check->pom.path;
        status = sv_check_run_pom(&check->pom, &check->unread, release, &check->check, &why);
    }
    if (status != SV_OK) {
        snapvet_check_free(check);
        return sv_api_failed(&why, err);
    }
    *out = check;
    return SNAPVET_OK;
}
