#include <criterion/criterion.h>

#include "support/made.h"
#include "support/reports.h"

static uint64_t of_first(struct sv_snapshot *snapshot)
{
    struct sv_check check = reports_check(snapshot);
    cr_assert_gt(check.findings.count, 0);
    uint64_t fingerprint = sv_fingerprint(&check.findings.items[0]);
    sv_check_release(&check);
    made_free(snapshot);
    return fingerprint;
}

Test(fingerprint, is_written_down_somewhere_and_must_not_change)
{
    cr_expect_eq(of_first(reports_snapshot()), 0x8270e63350729555u, "%llx",
                 (unsigned long long)of_first(reports_snapshot()));
}

Test(fingerprint, survives_a_newer_snapshot_of_the_same_job)
{
    struct sv_snapshot *newer = reports_snapshot();
    newer->checkpoint_id = 99;
    newer->path = newer->folder = SV_STR("elsewhere");
    newer->metadata = SV_STR("elsewhere/_metadata");
    newer->operators->subtasks->managed_keyed->blob.name = SV_STR("another");
    struct sv_type *kryo = newer->operators->subtasks->managed_keyed->stream->states->serializers->next->child;
    kryo->begin = 500;
    kryo->end = 777;
    cr_expect_eq(of_first(newer), of_first(reports_snapshot()));
}

Test(fingerprint, tells_operators_states_kinds_and_paths_apart)
{
    enum { VARIANTS = 4 };
    uint64_t seen[VARIANTS + 1] = { of_first(reports_snapshot()) };
    for (int i = 0; i < VARIANTS; i++) {
        struct sv_snapshot *other = reports_snapshot();
        struct sv_state *state = other->operators->subtasks->managed_keyed->stream->states;
        struct sv_type *kryo = state->serializers->next->child;
        if (i == 0)
            other->operators->id[15] = 7;
        else if (i == 1)
            state->name = SV_STR("carts");
        else if (i == 2)
            state->kind = SV_STATE_LIST;
        else
            kryo->field = SV_STR("things");
        seen[i + 1] = of_first(other);
        for (int j = 0; j <= i; j++)
            cr_expect_neq(seen[i + 1], seen[j], "%d and %d", i, j);
    }
}
