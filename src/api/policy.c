/* policy.c: policies and baselines by their files. */
#include "policy/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "api/handles.h"
#include "policy/baseline.h"

struct snapvet_policy {
    struct sv_policy policy;
    char *path; /* "" for none */
};
struct snapvet_baseline {
    struct sv_baseline baseline;
    char *path;
};

/* Calls read with the bytes of a file. */
typedef enum sv_status read_fn(sv_str bytes, void *context, struct sv_error *err);
static enum snapvet_status with_file(const char *path, read_fn *read, void *context, struct snapvet_error *err)
{
    struct sv_map map;
    struct sv_error why;
    enum sv_status status = sv_map_open(path, 0, &map, &why);
    if (status != SV_OK)
        return sv_api_fail(err, status == SV_ERR_MEMORY ? SNAPVET_ERR_INTERNAL : SNAPVET_ERR_USAGE, "%s", why.text);
    status = read((sv_str){ (const char *)map.bytes, map.n }, context, &why);
    if (status == SV_OK && sv_map_changed(&map))
        status = sv_fail(&why, SV_ERR_USAGE, "cannot read '%s': it was cut short meanwhile", path);
    sv_map_close(&map);
    return status == SV_OK ? SNAPVET_OK : sv_api_failed(&why, err);
}

/* Whether dir and the folder above it are the same one: only the root is above itself. */
static bool is_root(const char *dir, const char *above)
{
    struct stat x, y;
    return stat(dir, &x) != 0 || stat(above, &y) != 0 || (x.st_dev == y.st_dev && x.st_ino == y.st_ino);
}

/* The nearest policy file at or above the working folder, to be freed; an empty text when there is none, NULL when memory
 * is out. */
static char *find_file(void)
{
    enum { LEVELS = 256 };
    static const char up[] = "../";
    char folder[LEVELS * (sizeof up - 1) + 1] = "";
    for (size_t n = 0; n + sizeof up <= sizeof folder; n += sizeof up - 1) {
        char path[sizeof folder + sizeof SNAPVET_POLICY_FILE], here[sizeof folder + 1];
        snprintf(path, sizeof path, "%s" SNAPVET_POLICY_FILE, folder);
        if (sv_path_kind(path, NULL) == SV_PATH_FILE)
            return strdup(path);
        snprintf(here, sizeof here, "%s.", folder);
        memcpy(folder + n, up, sizeof up);
        if (is_root(here, folder))
            break;
    }
    return strdup("");
}

static enum sv_status read_policy(sv_str bytes, void *context, struct sv_error *err)
{
    struct snapvet_policy *policy = context;
    sv_policy_free(&policy->policy);
    return sv_policy_read(bytes, sv_str_of(policy->path), &policy->policy, err);
}

enum snapvet_status snapvet_policy_read(const char *path, struct snapvet_policy **out, struct snapvet_error *err)
{
    struct snapvet_policy *policy = calloc(1, sizeof *policy);
    if (!policy)
        return sv_api_no_memory(err);
    sv_policy_init(&policy->policy);
    policy->path = path ? strdup(path) : find_file();
    enum snapvet_status status = SNAPVET_OK;
    if (!policy->path)
        status = sv_api_no_memory(err);
    else if (policy->path[0])
        status = with_file(policy->path, read_policy, policy, err);
    if (status != SNAPVET_OK) {
        snapvet_policy_free(policy);
        return status;
    }
    *out = policy;
    return SNAPVET_OK;
}

void snapvet_policy_free(struct snapvet_policy *policy)
{
    if (!policy)
        return;
    sv_policy_free(&policy->policy);
    free(policy->path);
    free(policy);
}

const char *snapvet_policy_path(const struct snapvet_policy *policy)
{
    return policy->path;
}

bool snapvet_policy_problem(const struct snapvet_policy *policy, size_t i, unsigned *line_out,
                            struct snapvet_bytes *text_out)
{
    const struct sv_problem *problem = policy->policy.problems;
    while (problem && i-- > 0)
        problem = problem->next;
    if (!problem)
        return false;
    *line_out = problem->line;
    *text_out = (struct snapvet_bytes){ .data = problem->text.p, .size = problem->text.n };
    return true;
}

const char *snapvet_policy_target(const struct snapvet_policy *policy)
{
    return policy->policy.target ? policy->policy.target->name.p : NULL;
}

enum snapvet_verdict snapvet_policy_fail_on(const struct snapvet_policy *policy)
{
    return (enum snapvet_verdict)policy->policy.fail_on;
}

bool snapvet_policy_undecided_fails(const struct snapvet_policy *policy)
{
    return !policy->policy.undecided_warns;
}

size_t snapvet_policy_waiver_count(const struct snapvet_policy *policy, int64_t day, size_t *expired_out)
{
    *expired_out = 0;
    for (size_t i = 0; i < policy->policy.waiver_count; i++)
        *expired_out += policy->policy.waivers[i].last_day < day;
    return policy->policy.waiver_count;
}

bool snapvet_day_of(const char *text, int64_t *day_out)
{
    return sv_day_of(sv_str_of(text), day_out);
}

enum snapvet_status snapvet_check_apply(struct snapvet_check *check, const struct snapvet_policy *policy, int64_t day,
                                        struct snapvet_error *err)
{
    struct sv_error why;
    return sv_policy_apply(&policy->policy, day, &check->check, &why) == SV_OK ? SNAPVET_OK : sv_api_failed(&why, err);
}

static enum sv_status read_baseline(sv_str bytes, void *context, struct sv_error *err)
{
    struct snapvet_baseline *baseline = context;
    return sv_baseline_read(bytes, sv_str_of(baseline->path), &baseline->baseline, err);
}

enum snapvet_status snapvet_baseline_read(const char *path, struct snapvet_baseline **out, struct snapvet_error *err)
{
    struct snapvet_baseline *baseline = calloc(1, sizeof *baseline);
    if (!baseline)
        return sv_api_no_memory(err);
    baseline->path = strdup(path);
    enum snapvet_status status = baseline->path ? with_file(path, read_baseline, baseline, err) : sv_api_no_memory(err);
    if (status != SNAPVET_OK) {
        snapvet_baseline_free(baseline);
        return status;
    }
    *out = baseline;
    return SNAPVET_OK;
}

void snapvet_baseline_free(struct snapvet_baseline *baseline)
{
    if (!baseline)
        return;
    sv_baseline_free(&baseline->baseline);
    free(baseline->path);
    free(baseline);
}

enum snapvet_status snapvet_check_compare(struct snapvet_check *check, const struct snapvet_baseline *baseline,
                                          struct snapvet_error *err)
{
    struct sv_error why;
    return sv_baseline_apply(&baseline->baseline, &check->check, &why) == SV_OK ? SNAPVET_OK : sv_api_failed(&why, err);
}
