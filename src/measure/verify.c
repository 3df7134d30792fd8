/* verify.c: all checks of all snapshots given. */
#include "measure/verify.h"

#include <stdlib.h>

#include "base/limits.h"
#include "flink/read.h"
#include "measure/verify_parts.h"

bool sv_share_has(const struct sv_run *run, size_t i, size_t count)
{
    return !run->shard_count || (uint64_t)i * run->shard_count / count == run->shard;
}

static enum sv_status no_memory(struct sv_error *err)
{
    return sv_fail(err, SV_ERR_MEMORY, "out of memory");
}

static enum sv_status verify_one(struct sv_verified_snapshot *v, struct sv_snapshot *snapshot,
                                 const struct sv_verify_request *request, struct sv_error *err)
{
    bool first = request->run.shard == 0;
    if (first && (!sv_verify_metadata(v) || !sv_verify_manifests(v)))
        return no_memory(err);
    if (!sv_verify_files(v, &request->run) || !sv_verify_blocks(v, &request->run))
        return no_memory(err);
    enum sv_status status = sv_verify_entries(v, snapshot, request, err);
    sv_issues_settle(&v->issues);
    return status == SV_OK && v->issues.failed ? no_memory(err) : status;
}

/* Of all _metadata together, in the order given. */
static bool set_id(struct sv_verified *verified, const struct sv_verify_request *request)
{
    struct sv_buf ids;
    unsigned char id[16];
    static const char digits[] = "0123456789abcdef";
    sv_buf_init(&ids, SV_LIMIT_REPORT_BYTES);
    for (size_t i = 0; i < request->count; i++) {
        char one[33] = "";
        if (request->items[i].snapshot)
            sv_snapshot_id(request->items[i].snapshot, one);
        sv_buf_puts(&ids, one);
        sv_buf_putc(&ids, '\n');
    }
    sv_uid_hash(sv_buf_str(&ids), id);
    for (int i = 0; i < 32; i++)
        verified->snapshot_id[i] = digits[i % 2 ? id[i / 2] & 15 : id[i / 2] >> 4];
    bool made = !ids.failed;
    sv_buf_free(&ids);
    return made;
}

static enum sv_status fill(struct sv_verified *verified, const struct sv_verify_request *request, struct sv_error *err)
{
    verified->snapshots = calloc(request->count ? request->count : 1, sizeof *verified->snapshots);
    if (!verified->snapshots || !set_id(verified, request))
        return no_memory(err);
    verified->unreferenced_known = true;
    for (size_t i = 0; i < request->count; i++) {
        const struct sv_verify_item *item = &request->items[i];
        struct sv_verified_snapshot *v = &verified->snapshots[verified->snapshot_count++];
        *v = (struct sv_verified_snapshot){ .snapshot = item->snapshot, .issues = { .arena = &verified->arena } };
        v->path = sv_arena_copy(&verified->arena, item->path);
        v->unreadable = sv_arena_copy(&verified->arena, item->unreadable);
        if (!v->path.p || !v->unreadable.p)
            return no_memory(err);
        verified->unreferenced_known &= item->snapshot && item->snapshot->defect.code == SV_DEFECT_NONE;
        enum sv_status status = item->snapshot ? verify_one(v, item->snapshot, request, err) : SV_OK;
        if (status != SV_OK)
            return status;
    }
    if (request->run.shard == 0 && verified->unreferenced_known && !sv_find_unreferenced(request, verified))
        return no_memory(err);
    sv_settle_unreferenced(verified);
    return SV_OK;
}

enum sv_status sv_verify_run(const struct sv_verify_request *request, struct sv_verified **out, struct sv_error *err)
{
    struct sv_verified *verified = calloc(1, sizeof *verified);
    if (!verified)
        return no_memory(err);
    sv_arena_init(&verified->arena, SV_LIMIT_MODEL_BYTES);
    verified->share = (struct sv_share){ request->run.shard, request->run.shard_count };
    enum sv_status status = fill(verified, request, err);
    if (status != SV_OK) {
        sv_verified_free(verified);
        free(verified);
        return status;
    }
    *out = verified;
    return SV_OK;
}
