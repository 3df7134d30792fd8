#include <string.h>

#include <criterion/criterion.h>

#include "rules/check.h"
#include "support/made.h"

/* The path to the last of so many lists in each other. */
static sv_str nested(struct sv_snapshot *snapshot, int lists)
{
    struct sv_type *type = made_string(snapshot, lists ? "element" : "value");
    struct sv_type *leaf = type;
    for (int i = 1; i <= lists; i++)
        type = made_child(made_type(snapshot, i < lists ? "element" : "value",
                                    "org.apache.flink.api.common.typeutils.base.ListSerializerSnapshot"),
                          NULL, type);
    struct sv_buf out;
    sv_buf_init(&out, 1 << 16);
    sv_path_write(&out, leaf);
    sv_str copy = sv_arena_copy(&snapshot->arena, sv_buf_str(&out));
    sv_buf_free(&out);
    return copy;
}

static size_t steps(sv_str path)
{
    size_t count = 0;
    for (size_t i = 0; i + 2 < path.n; i++)
        count += memcmp(path.p + i, " > ", 3) == 0;
    return count;
}

Test(path, goes_from_root_to_leaf)
{
    struct sv_snapshot *snapshot = made_snapshot();
    cr_expect(sv_str_eq(nested(snapshot, 0), SV_STR("value > String")));
    cr_expect(sv_str_eq(nested(snapshot, 2), SV_STR("value > element > element > String")));
    made_free(snapshot);
}

Test(path, is_whole_up_to_a_length_and_then_leaves_out_the_middle)
{
    struct sv_snapshot *snapshot = made_snapshot();
    for (int lists = 0; lists < 32; lists++)
        cr_assert_eq(steps(nested(snapshot, lists)), (size_t)lists + 1, "%d lists", lists);
    sv_str longer = nested(snapshot, 900);
    cr_expect_eq(steps(longer), 33);
    cr_expect(sv_str_starts(longer, SV_STR("value > element > ")));
    cr_expect(sv_str_ends(longer, SV_STR("element > String")));
    cr_expect(memmem(longer.p, longer.n, " > ... > ", 9) != NULL);
    made_free(snapshot);
}
