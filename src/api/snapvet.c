/* snapvet.c: the public interface on top of the rooms. */
#include "snapvet/snapvet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handles.h"
#include "base/limits.h"
#include "facts/release.h"
#include "flink/read.h"
#include "store/rocks.h"

/* The interface's enums are those of the rooms under other names. */
_Static_assert((int)SNAPVET_INCOMPATIBLE == (int)SV_INCOMPATIBLE && (int)SNAPVET_UNDECIDED == (int)SV_UNDECIDED &&
                   (int)SNAPVET_NEEDS_ACTION == (int)SV_NEEDS_ACTION && (int)SNAPVET_COMPATIBLE == (int)SV_COMPATIBLE,
               "verdicts");
_Static_assert((int)SNAPVET_BLIND == (int)SV_BLIND && (int)SNAPVET_ERROR == (int)SV_ERROR &&
                   (int)SNAPVET_WARNING == (int)SV_WARNING && (int)SNAPVET_NOTE == (int)SV_NOTE,
               "severities");
_Static_assert((int)SNAPVET_VIEW_CHECK == (int)SV_VIEW_CHECK && (int)SNAPVET_VIEW_RULE == (int)SV_VIEW_RULE, "views");

const char *snapvet_rocksdb_version(void)
{
    return sv_rocks_version();
}

const char *snapvet_version(void)
{
    return SNAPVET_VERSION;
}

enum snapvet_status sv_api_fail(struct snapvet_error *err, enum snapvet_status status, const char *format, ...)
{
    if (!err)
        return status;
    struct sv_error clean; /* sv_fail knows how to make a text safe */
    char text[sizeof clean.text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)sv_fail(&clean, SV_ERR_USAGE, "%s", text);
    err->status = status;
    snprintf(err->text, sizeof err->text, "%s", clean.text);
    return status;
}

enum snapvet_status sv_api_no_memory(struct snapvet_error *err)
{
    return sv_api_fail(err, SNAPVET_ERR_INTERNAL, "out of memory");
}

enum snapvet_status sv_api_failed(const struct sv_error *from, struct snapvet_error *err)
{
    static const enum snapvet_status statuses[] = {
        [SV_ERR_OPEN] = SNAPVET_ERR_UNREADABLE,       [SV_ERR_NOT_FOUND] = SNAPVET_ERR_UNREADABLE,
        [SV_ERR_UNREADABLE] = SNAPVET_ERR_UNREADABLE, [SV_ERR_MEMORY] = SNAPVET_ERR_INTERNAL,
        [SV_ERR_USAGE] = SNAPVET_ERR_USAGE,           [SV_ERR_WRITE] = SNAPVET_ERR_INTERNAL,
    };
    return sv_api_fail(err, statuses[from->status], "%s", from->text);
}

enum snapvet_status snapvet_guard_install(struct snapvet_error *err)
{
    struct sv_error why;
    return sv_map_guard_install(&why) == SV_OK ? SNAPVET_OK : sv_api_failed(&why, err);
}

enum snapvet_status snapvet_open(const char *path, const struct snapvet_options *options, struct snapvet_snapshot **out,
                                 struct snapvet_error *err)
{
    struct sv_extra_classes extra;
    struct sv_inspect_options inspect = sv_api_inspect_options(options, &extra);
    struct sv_error why;
    struct snapvet_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot)
        return sv_api_no_memory(err);
    if (sv_inspect(path, &inspect, &snapshot->model, &why) != SV_OK) {
        free(snapshot);
        return sv_api_failed(&why, err);
    }
    *out = snapshot;
    return SNAPVET_OK;
}

void snapvet_close(struct snapvet_snapshot *snapshot)
{
    if (!snapshot)
        return;
    sv_snapshot_release(&snapshot->model);
    free(snapshot);
}

const char *snapvet_verdict_name(enum snapvet_verdict verdict)
{
    return sv_verdict_name((enum sv_verdict)verdict);
}

const char *snapvet_severity_name(enum snapvet_severity severity)
{
    return sv_severity_name((enum sv_severity)severity);
}

const char *snapvet_target_at(size_t i)
{
    const struct sv_release *release;
    for (uint32_t row = 0; (release = sv_release_at(row)); row++)
        if (release->target && i-- == 0)
            return release->name.p;
    return NULL;
}

const char *snapvet_target_default(void)
{
    return sv_release_default()->name.p;
}

const struct sv_release *sv_api_target(const char *target)
{
    const struct sv_release *release = target ? sv_release_find(sv_str_of(target)) : sv_release_default();
    return release && release->target ? release : NULL;
}

bool snapvet_target_known(const char *target)
{
    return sv_api_target(target) != NULL;
}

static enum snapvet_status run_check(const struct snapvet_snapshot *snapshot, const char *target,
                                     const struct sv_new_job *job, struct snapvet_check **out,
                                     struct snapvet_error *err)
{
    const struct sv_release *release = sv_api_target(target);
    if (!release)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no target '%s'; have %s and others", target,
                           snapvet_target_default());
    struct sv_error why;
    struct snapvet_check *check = calloc(1, sizeof *check);
    if (!check)
        return sv_api_no_memory(err);
    if (job)
        check->job = *job;
    if (sv_check_run(&snapshot->model, release, job ? &check->job : NULL, &check->check, &why) != SV_OK) {
        free(check);
        return sv_api_failed(&why, err);
    }
    *out = check;
    return SNAPVET_OK;
}

enum snapvet_status snapvet_check_run(const struct snapvet_snapshot *snapshot, const char *target,
                                      struct snapvet_check **out, struct snapvet_error *err)
{
    return run_check(snapshot, target, NULL, out, err);
}

enum snapvet_status snapvet_check_run_against(const struct snapvet_snapshot *snapshot, const char *target,
                                              const struct snapvet_snapshot *new_job, bool allow_non_restored_state,
                                              struct snapvet_check **out, struct snapvet_error *err)
{
    enum { FIRST_OF_2X = 5 };
    const struct sv_snapshot *model = &new_job->model;
    if (model->version < FIRST_OF_2X)
        return sv_api_fail(
            err, SNAPVET_ERR_USAGE,
            "'%.*s' was written by Flink %s: its serializers are not those of the new job; give a snapshot "
            "that Flink 2.x took",
            SV_ARG(model->path), model->written_by);
    const struct sv_new_job job = { .snapshot = model,
                                    .is_declared = new_job->is_declared,
                                    .allow_non_restored_state = allow_non_restored_state,
                                    .shown = model->path };
    return run_check(snapshot, target, &job, out, err);
}

void snapvet_check_free(struct snapvet_check *check)
{
    if (!check)
        return;
    sv_check_release(&check->check);
    sv_snapshot_release(&check->unread);
    sv_pom_release(&check->pom);
    free(check);
}

enum snapvet_verdict snapvet_check_verdict(const struct snapvet_check *check)
{
    return (enum snapvet_verdict)check->check.verdict;
}

size_t snapvet_check_finding_count(const struct snapvet_check *check)
{
    return check->check.findings.count;
}

size_t snapvet_check_waived_count(const struct snapvet_check *check)
{
    return check->check.aside_counts[SV_WAIVED];
}

size_t snapvet_check_known_count(const struct snapvet_check *check)
{
    return check->check.aside_counts[SV_KNOWN];
}

static void put_hex(const unsigned char id[16], char out[33])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < 16; i++) {
        out[2 * i] = digits[id[i] >> 4];
        out[2 * i + 1] = digits[id[i] & 15];
    }
    out[32] = '\0';
}

static struct snapvet_bytes bytes_of(sv_str s)
{
    return (struct snapvet_bytes){ .data = s.p, .size = s.n };
}

bool snapvet_check_finding(const struct snapvet_check *check, size_t i, struct snapvet_finding *out)
{
    if (i >= check->check.findings.count)
        return false;
    const struct sv_finding *finding = &check->check.findings.items[i];
    *out = (struct snapvet_finding){
        .rule = finding->rule->code,
        .severity = (enum snapvet_severity)finding->severity,
        .path = bytes_of(finding->path),
        .message = bytes_of(finding->message),
        .why = bytes_of(finding->why),
        .remedy = bytes_of(finding->remedy),
        .file = bytes_of(finding->file),
        .at = finding->at,
        .line = finding->line,
        .fingerprint = sv_fingerprint(finding),
    };
    if (finding->op) {
        put_hex(finding->op->id, out->operator_id);
        out->uid = bytes_of(finding->op->uid);
    }
    if (finding->state)
        out->state = bytes_of(finding->state->name);
    return true;
}

void snapvet_uid_hash(const char *uid, char hex_out[33])
{
    unsigned char id[16];
    sv_uid_hash(sv_str_of(uid), id);
    put_hex(id, hex_out);
}
