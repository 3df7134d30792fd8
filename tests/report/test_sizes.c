#include <criterion/criterion.h>

#include "report/sizes.h"
#include "support/made.h"

static struct sv_snapshot *snapshot;

static void begin(void)
{
    snapshot = made_snapshot();
}

static void end(void)
{
    made_free(snapshot);
}

TestSuite(sizes, .init = begin, .fini = end);

static void partition(struct sv_handle *handle, struct sv_partition *p, const char *name, enum sv_distribution mode,
                      const char *first_offset)
{
    *p = (struct sv_partition){ .name = sv_str_of(name),
                                .mode = mode,
                                .offsets = { first_offset, 8 },
                                .offset_count = 1,
                                .next = handle->partitions };
    handle->partitions = p;
    handle->partition_count++;
}

Test(sizes, operator_states_lie_one_after_the_other)
{
    struct sv_partition parts[3];
    struct sv_operator *op = made_operator(snapshot);
    struct sv_stream *stream = made_stream(snapshot, op, SV_STREAM_OPERATOR);
    struct sv_handle *handle = op->subtasks->managed_operator;
    struct sv_state *a = made_state(snapshot, op, stream, SV_STATE_OPERATOR_LIST, "a", made_string(snapshot, "value"));
    struct sv_state *b = made_state(snapshot, op, stream, SV_STATE_BROADCAST, "a", made_string(snapshot, "value"));
    struct sv_state *c = made_state(snapshot, op, stream, SV_STATE_OPERATOR_UNION, "c", made_string(snapshot, "value"));
    handle->blob.size = 1000;
    partition(handle, &parts[0], "a", SV_DIST_SPLIT, "\0\0\0\0\0\0\0\100");
    partition(handle, &parts[1], "a", SV_DIST_BROADCAST, "\0\0\0\0\0\0\3\0");
    partition(handle, &parts[2], "c", SV_DIST_UNION, "\0\0\0\0\0\0\1\0");
    struct sv_op_sizes sizes = sv_op_sizes_of(op);
    cr_expect_eq(sizes.operator_state.bytes, 1000);
    cr_expect_eq(sv_size_of_state(&sizes, a).bytes, 0x100 - 0100);
    cr_expect_eq(sv_size_of_state(&sizes, c).bytes, 0x300 - 0x100);
    cr_expect_eq(sv_size_of_state(&sizes, b).bytes, 1000 - 0x300);
    cr_expect_not(sv_size_of_state(&sizes, a).shared);
}

Test(sizes, an_offset_behind_the_end_counts_nothing)
{
    struct sv_partition part;
    struct sv_state *a = made_list(snapshot, "a", made_string(snapshot, "value"));
    struct sv_handle *handle = snapshot->operators->subtasks->managed_operator;
    handle->blob.size = 10;
    partition(handle, &part, "a", SV_DIST_SPLIT, "\377\377\377\377\377\377\377\377");
    struct sv_op_sizes sizes = sv_op_sizes_of(snapshot->operators);
    cr_expect_eq(sv_size_of_state(&sizes, a).bytes, 0);
}

Test(sizes, keyed_states_share_unless_one_is_alone)
{
    struct sv_state *a = made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, made_string(snapshot, "value"));
    struct sv_operator *op = snapshot->operators;
    op->subtasks->managed_keyed->blob.size = 77;
    struct sv_op_sizes sizes = sv_op_sizes_of(op);
    cr_expect_eq(sv_size_of_state(&sizes, a).bytes, 77);
    cr_expect_not(sv_size_of_state(&sizes, a).shared);
    made_state(snapshot, op, op->subtasks->managed_keyed->stream, SV_STATE_MAP, "b", made_string(snapshot, "value"));
    sizes = sv_op_sizes_of(op);
    cr_expect(sv_size_of_state(&sizes, a).shared);
    cr_expect_eq(sizes.keyed.bytes, 77);
}
