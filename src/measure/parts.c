/* parts.c: sums of parts that are all there. */
#include "measure/parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "measure/verify_parts.h"

#define STATS_SCHEMA "snapvet.stats/1"
#define VERIFY_SCHEMA "snapvet.verify/1"

static enum sv_status add(struct sv_part *part, struct sv_parts_sum *sum, struct sv_error *err)
{
    if (strcmp(part->schema, STATS_SCHEMA) == 0 && !sum->verified)
        return sv_stats_add_part(part, &sum->stats, err);
    if (strcmp(part->schema, VERIFY_SCHEMA) == 0 && !sum->stats)
        return sv_verified_add_part(part, &sum->verified, err);
    if (sum->stats || sum->verified)
        return sv_fail(err, SV_ERR_USAGE, "cannot merge '%s': it is of another command than those before it",
                       part->path);
    return sv_fail(err, SV_ERR_USAGE, "cannot merge '%s': '%s' is no kind of part", part->path, part->schema);
}

/* The first part lends its snapshot's id to the comparison: kept open until all are read. */
static enum sv_status add_all(const struct sv_part_file *files, size_t count, struct sv_shares *shares,
                              struct sv_parts_sum *sum, struct sv_error *err)
{
    char first_id[64] = "";
    for (size_t i = 0; i < count; i++) {
        struct sv_part part;
        enum sv_status status = sv_part_open(files[i].path, files[i].bytes, &part, err);
        if (status != SV_OK)
            return status;
        if (i == 0)
            snprintf(first_id, sizeof first_id, "%s", part.snapshot_id);
        status = sv_shares_add(shares, part.path, part.share, i ? part.snapshot_id : first_id, err);
        if (status == SV_OK)
            status = add(&part, sum, err);
        sv_part_close(&part);
        if (status != SV_OK)
            return status;
    }
    return sv_shares_end(shares, err);
}

static void settle(struct sv_parts_sum *sum)
{
    if (sum->stats)
        sv_issues_settle(&sum->stats->losses);
    if (!sum->verified)
        return;
    for (size_t i = 0; i < sum->verified->snapshot_count; i++)
        sv_issues_settle(&sum->verified->snapshots[i].issues);
    sv_settle_unreferenced(sum->verified);
}

enum sv_status sv_parts_sum(const struct sv_part_file *files, size_t count, struct sv_parts_sum *out,
                            struct sv_error *err)
{
    struct sv_parts_sum sum = { .stats = NULL };
    struct sv_shares shares = { .paths = NULL };
    enum sv_status status = add_all(files, count, &shares, &sum, err);
    sv_shares_free(&shares);
    if (status != SV_OK) {
        sv_parts_sum_free(&sum);
        return status;
    }
    settle(&sum);
    *out = sum;
    return SV_OK;
}

void sv_parts_sum_free(struct sv_parts_sum *sum)
{
    if (sum->stats)
        sv_stats_free(sum->stats);
    if (sum->verified)
        sv_verified_free(sum->verified);
    free(sum->stats);
    free(sum->verified);
    *sum = (struct sv_parts_sum){ .stats = NULL };
}
