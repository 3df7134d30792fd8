/* part_verify.c: parts of verify, added up. Mirrors what src/report/verify_json.c writes. */
#include <stdlib.h>

#include "base/limits.h"
#include "measure/part.h"
#include "measure/verify_parts.h"

static enum sv_status begin(struct sv_part *part, struct sv_verified **out, struct sv_error *err)
{
    struct sv_verified *total = calloc(1, sizeof *total);
    if (!total)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    sv_arena_init(&total->arena, SV_LIMIT_MODEL_BYTES);
    *out = total;
    part->arena = &total->arena;
    const cJSON *list = sv_part_list(part, part->document, "snapshots");
    size_t count = 0;
    for (const cJSON *item = list; item; item = item->next)
        count++;
    total->snapshots = calloc(count + 1, sizeof *total->snapshots);
    if (!total->snapshots)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    for (const cJSON *item = list; item && !part->bad; item = item->next) {
        struct sv_verified_snapshot *v = &total->snapshots[total->snapshot_count++];
        v->issues.arena = &total->arena;
        v->path = sv_part_text(part, item, "path");
        v->unreadable = sv_part_text(part, item, "unreadable");
        if (!cJSON_IsNull(sv_part_item(part, item, "snapshot")))
            v->snapshot = sv_part_snapshot(part, item);
    }
    total->unreferenced_known = true;
    return sv_part_end(part, err);
}

static void add_snapshot(struct sv_part *part, const cJSON *item, struct sv_verified_snapshot *v)
{
    const cJSON *check = sv_part_list(part, item, "checks");
    if (!v->snapshot)
        return;
    for (int i = 0; i < SV_CHECK_COUNT && !part->bad; i++, check = check ? check->next : NULL)
        v->looked_at[i] += sv_part_u64_of(part, check, "looked_at");
    v->not_hashed += sv_part_u64_of(part, item, "keys_not_hashed");
    if (!part->bad)
        sv_part_issues(part, sv_part_list(part, item, "issues"), v->snapshot, &v->issues);
    v->issues.dropped += sv_part_u64_of(part, item, "issues_left_out");
}

static void add_unreferenced(struct sv_part *part, struct sv_verified *total)
{
    const cJSON *unreferenced = sv_part_item(part, part->document, "unreferenced");
    total->unreferenced_known &= sv_part_bool(part, unreferenced, "known");
    for (const cJSON *item = sv_part_list(part, unreferenced, "files"); item && !part->bad; item = item->next) {
        const struct sv_unreferenced file = { .path = sv_part_text(part, item, "path"),
                                              .bytes = sv_part_u64_of(part, item, "bytes") };
        part->no_memory |= !sv_add_unreferenced(total, file);
    }
}

enum sv_status sv_verified_add_part(struct sv_part *part, struct sv_verified **total, struct sv_error *err)
{
    enum sv_status status = *total ? SV_OK : begin(part, total, err);
    if (status != SV_OK)
        return status;
    part->arena = &(*total)->arena;
    size_t i = 0;
    for (const cJSON *item = sv_part_list(part, part->document, "snapshots"); item && !part->bad; item = item->next) {
        part->bad |= i >= (*total)->snapshot_count;
        if (!part->bad)
            add_snapshot(part, item, &(*total)->snapshots[i++]);
    }
    part->bad |= i != (*total)->snapshot_count;
    if (!part->bad)
        add_unreferenced(part, *total);
    return sv_part_end(part, err);
}
