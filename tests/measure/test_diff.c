#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/measured.h"
#include "support/sweep.h"

static struct sv_difference *diff(struct scanned *before, struct scanned *after, uint64_t run_bytes, uint64_t limit)
{
    struct sv_difference *difference = NULL;
    const struct sv_diff_request request = {
        .list = true, .limit = limit, .run_bytes = run_bytes, .print = measured_print
    };
    cr_assert_eq(sv_diff_run(before->made, after->made, &request, &difference, NULL), SV_OK);
    return difference;
}

static void release(struct sv_difference *difference)
{
    sv_difference_free(difference);
    free(difference);
}

static const struct measured_entry old_entries[] = {
    { 10, "k3", "same" },
    { 18, "k4", "gone" },
    { 19, "k1", "old" },
    { 82, "k2", "same" },
};
static const struct measured_entry new_entries[] = {
    { 10, "k3", "same" },
    { 19, "k1", "new" },
    { 82, "k2", "same" },
    { 97, "k0", "more" },
};

Test(diff, entries_by_key_whatever_the_run)
{
    struct scanned a, b;
    static const uint64_t runs[] = { 0, 1, 40 };
    measured_values(&a, old_entries, 4);
    measured_values(&b, new_entries, 4);
    for (size_t i = 0; i < 3; i++) {
        struct sv_difference *difference = diff(&a, &b, runs[i], 0);
        cr_assert_eq(difference->operator_count, 1);
        const struct sv_state_difference *v = &difference->operators[0].states[0];
        cr_expect_eq(v->before.entries, 4);
        cr_expect_eq(v->after.entries, 4);
        cr_expect_eq(v->added, 1);
        cr_expect_eq(v->removed, 1);
        cr_expect_eq(v->changed, 1);
        cr_expect_not(sv_difference_is_none(difference));
        static const struct {
            enum sv_change change;
            const char *key, *value;
        } expected[] = { { SV_CHANGE_REMOVED, "\"k4\"", "\"gone\"" },
                         { SV_CHANGE_CHANGED, "\"k1\"", "\"new\"" },
                         { SV_CHANGE_ADDED, "\"k0\"", "\"more\"" } };
        cr_assert_eq(v->entry_count, 3);
        for (size_t k = 0; k < 3; k++) {
            cr_expect_eq(v->entries[k].change, expected[k].change);
            cr_expect(sv_str_eq(v->entries[k].shown[0], sv_str_of(expected[k].key)));
            cr_expect(sv_str_eq(v->entries[k].value, sv_str_of(expected[k].value)));
        }
        release(difference);
    }
    scanned_done(&a);
    scanned_done(&b);
}

Test(diff, no_more_are_listed_than_asked_for)
{
    struct scanned a, b;
    measured_values(&a, old_entries, 4);
    measured_values(&b, new_entries, 4);
    struct sv_difference *difference = diff(&a, &b, 1, 2);
    cr_expect_eq(difference->operators[0].states[0].entry_count, 2);
    cr_expect_eq(difference->operators[0].states[0].added, 1, "all are counted");
    release(difference);
    scanned_done(&a);
    scanned_done(&b);
}

Test(diff, the_order_of_entries_says_nothing)
{
    struct scanned a, b;
    static const struct measured_entry one[] = { { 19, "k1", "x" }, { 19, "k1b", "y" } };
    static const struct measured_entry other[] = { { 19, "k1b", "y" }, { 19, "k1", "x" } };
    measured_values(&a, one, 2);
    measured_values(&b, other, 2);
    struct sv_difference *difference = diff(&a, &b, 0, 0);
    cr_expect(sv_difference_is_none(difference));
    release(difference);
    scanned_done(&a);
    scanned_done(&b);
}

Test(diff, another_number_of_key_groups_moves_entries_and_changes_none)
{
    struct scanned a, b;
    static const struct measured_entry moved[] = {
        { 1, "k3", "same" }, { 2, "k2", "same" }, { 3, "k1", "new" }, { 5, "k0", "more" }
    };
    measured_values(&a, new_entries, 4);
    measured_values(&b, moved, 4);
    b.op->max_parallelism = 64;
    b.handle->key_group_count = 6;
    for (uint64_t run = 0; run < 60; run += 59) {
        struct sv_difference *difference = diff(&a, &b, run, 0);
        cr_expect(sv_difference_is_none(difference));
        cr_expect_eq(difference->operators[0].states[0].after.entries, 4);
        release(difference);
    }
    scanned_done(&a);
    scanned_done(&b);
}

Test(diff, operators_and_states_that_one_alone_has)
{
    struct scanned a, b;
    measured_values(&a, old_entries, 4);
    measured_values(&b, old_entries, 4);
    b.op->id[0] ^= 1;
    struct sv_difference *difference = diff(&a, &b, 0, 0);
    cr_assert_eq(difference->operator_count, 2);
    cr_expect_eq(sv_operator_change(&difference->operators[0]), SV_CHANGE_REMOVED);
    cr_expect_eq(sv_operator_change(&difference->operators[1]), SV_CHANGE_ADDED);
    cr_expect_eq(difference->operators[0].states[0].removed, 4);
    cr_expect_eq(difference->operators[1].states[0].added, 4);
    release(difference);
    scanned_done(&a);
    scanned_done(&b);
}

Test(diff, other_serializers_are_a_difference_of_their_own)
{
    struct scanned a, b;
    measured_values(&a, old_entries, 4);
    measured_values(&b, old_entries, 4);
    struct sv_type *value = (struct sv_type *)(uintptr_t)sv_state_root(b.stream->states, "value");
    value->version++;
    struct sv_difference *difference = diff(&a, &b, 0, 0);
    const struct sv_state_difference *v = &difference->operators[0].states[0];
    cr_expect(v->serializers_differ);
    cr_expect_eq(v->changed + v->added + v->removed, 0, "the entries say the same");
    cr_expect_not(sv_difference_is_none(difference));
    release(difference);
    scanned_done(&a);
    scanned_done(&b);
}

static void elements(struct scanned *s, const char *const *texts, size_t count)
{
    scanned_begin(s, SV_HANDLE_OPERATOR, SV_STREAM_OPERATOR);
    scanned_state(s, SV_STATE_OPERATOR_LIST, "l", made_string(s->made, "value"));
    scanned_partition(s, "l", SV_DIST_SPLIT);
    for (size_t i = 0; i < count; i++) {
        scanned_element(s);
        scanned_string(&s->bytes, texts[i]);
    }
    scanned_end_stream(s);
}

Test(diff, elements_count_as_often_as_they_are_there)
{
    struct scanned a, b;
    elements(&a, (const char *const[]){ "x", "y", "x", "x" }, 4);
    elements(&b, (const char *const[]){ "y", "x", "z" }, 3);
    struct sv_difference *difference = diff(&a, &b, 0, 0);
    const struct sv_state_difference *l = &difference->operators[0].states[0];
    cr_expect_eq(l->removed, 2);
    cr_expect_eq(l->added, 1);
    cr_expect_eq(l->changed, 0);
    release(difference);
    scanned_done(&a);
    scanned_done(&b);
}

Test(diff, what_could_not_be_read_is_no_equality)
{
    struct scanned a, b;
    measured_values(&a, old_entries, 4);
    measured_values(&b, old_entries, 4);
    a.handle->blob.size -= 2;
    b.handle->blob.size -= 2;
    struct sv_difference *difference = diff(&a, &b, 0, 0);
    cr_expect_eq(difference->losses_before.count, 1);
    cr_expect_eq(difference->losses_after.count, 1);
    cr_expect_not(sv_difference_is_none(difference));
    release(difference);
    scanned_done(&a);
    scanned_done(&b);
}

struct pair {
    struct scanned a, b;
};

static void run_without_memory(void *context)
{
    struct pair *pair = context;
    struct sv_difference *difference;
    const struct sv_diff_request request = { .list = true, .print = measured_print };
    if (sv_diff_run(pair->a.made, pair->b.made, &request, &difference, NULL) != SV_OK)
        cr_assert(sweep_has_failed());
    else
        release(difference);
}

Test(diff, memory_may_run_out_anywhere)
{
    struct pair pair;
    measured_values(&pair.a, old_entries, 4);
    measured_values(&pair.b, new_entries, 4);
    cr_expect_gt(sweep_allocations(0, run_without_memory, &pair), 10);
    scanned_done(&pair.a);
    scanned_done(&pair.b);
}
