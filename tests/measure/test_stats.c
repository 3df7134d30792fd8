#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/measured.h"
#include "support/sweep.h"

#define TTL "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot"
enum { DAY_MS = 86400000 };

static struct sv_stats *count(struct scanned *s, struct sv_stats_request request)
{
    struct sv_stats *stats = NULL;
    request.print = measured_print;
    if (!request.ttl_ms)
        request.ttl_ms = -1;
    request.reference_given = true;
    cr_assert_eq(sv_stats_run(s->made, &request, &stats, NULL), SV_OK);
    return stats;
}

static void release(struct sv_stats *stats)
{
    sv_stats_free(stats);
    free(stats);
}

static const struct measured_entry five[] = {
    { 10, "k3", "dddd" }, { 18, "k4", "e" }, { 19, "k1", "bb" }, { 82, "k2", "cc" }, { 97, "k0", "a" },
};

Test(stats, entries_bytes_and_key_groups_are_counted)
{
    struct scanned s;
    measured_values(&s, five, 5);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .top = 2 });
    cr_assert_eq(stats->state_count, 1);
    const struct sv_state_stats *v = &stats->states[0];
    cr_expect_eq(v->entries, 5);
    cr_expect_eq(v->key_bytes, 15); /* a length before each text */
    cr_expect_eq(v->value_bytes, 15);
    struct sv_spread spread;
    cr_assert(sv_spread_of(v, &spread));
    cr_expect_eq(spread.groups, 128);
    cr_expect_eq(spread.used, 5);
    cr_expect_eq(spread.max, 1);
    cr_expect_eq(spread.median, 0);
    cr_expect_float_eq(spread.skew, 25.6, 0.001);
    cr_expect_eq(v->groups[82].entries, 1);
    cr_expect_eq(v->groups[82].bytes, 6);
    cr_expect_eq(stats->losses.count, 0);
    release(stats);
    scanned_done(&s);
}

Test(stats, the_largest_values_by_size_then_by_place)
{
    struct scanned s;
    measured_values(&s, five, 5);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .top = 3 });
    const struct sv_state_stats *v = &stats->states[0];
    static const struct {
        uint64_t bytes;
        int32_t key_group;
        const char *key;
    } expected[] = { { 5, 10, "\"k3\"" }, { 3, 19, "\"k1\"" }, { 3, 82, "\"k2\"" } };
    cr_assert_eq(v->largest_count, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(v->largest[i].bytes, expected[i].bytes);
        cr_expect_eq(v->largest[i].key_group, expected[i].key_group);
        cr_expect(sv_str_eq(v->largest[i].shown[0], sv_str_of(expected[i].key)));
    }
    release(stats);
    scanned_done(&s);
}

Test(stats, no_largest_are_kept_when_none_are_asked_for)
{
    struct scanned s;
    measured_values(&s, five, 5);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .top = 0 });
    cr_expect_eq(stats->states[0].largest_count, 0);
    release(stats);
    scanned_done(&s);
}

Test(stats, any_number_of_threads_counts_the_same)
{
    struct scanned s;
    measured_values(&s, five, 5);
    char *one = NULL;
    for (unsigned jobs = 1; jobs <= 5; jobs += 2) {
        struct sv_stats *stats = count(&s, (struct sv_stats_request){ .top = 2, .run = { .jobs = jobs } });
        char *text = measured_report(SV_VIEW_STATS, "json", &(struct sv_report){ .stats = stats });
        if (one)
            cr_expect_str_eq(text, one);
        free(one);
        one = text;
        release(stats);
    }
    free(one);
    scanned_done(&s);
}

Test(stats, timers_by_when_they_are_due)
{
    struct scanned s;
    static const int64_t due[] = { -5, 30000, DAY_MS - 1, 8 * (int64_t)DAY_MS, INT64_MAX };
    measured_begin(&s);
    scanned_state(&s, SV_STATE_TIMER, "t", scanned_timer(&s));
    measured_key_group(&s, 97);
    measured_state(&s, 0, 5);
    for (size_t i = 0; i < 5; i++) {
        bytes_i64(&s.bytes, due[i] ^ INT64_MIN);
        scanned_string(&s.bytes, "k0");
        bytes_u8(&s.bytes, 0);
    }
    scanned_end_stream(&s);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .reference_ms = 0 });
    const struct sv_times *times = &stats->states[0].due;
    cr_expect_eq(times->count, 5);
    cr_expect_eq(times->first, -5);
    cr_expect_eq(times->last, INT64_MAX);
    static const uint64_t expected[SV_TIME_BINS] = { 1, 1, 0, 1, 0, 1, 0, 0, 0, 1 };
    for (int i = 0; i < SV_TIME_BINS; i++)
        cr_expect_eq(times->bins[i], expected[i], "bin %d: %d", i, (int)times->bins[i]);
    release(stats);
    scanned_done(&s);
}

static void timed_values(struct scanned *s, int64_t first_ms, int64_t second_ms)
{
    struct sv_type *ttl = made_type(s->made, "value", TTL);
    made_child(ttl, NULL, made_type(s->made, "field", TYPES_LONG));
    made_child(ttl, NULL, made_string(s->made, "field"));
    scanned_state(s, SV_STATE_VALUE, "v", ttl);
    measured_key_group(s, 19);
    measured_state(s, 0, 2);
    for (int i = 0; i < 2; i++) {
        bytes_u8(&s->bytes, 0);
        scanned_string(&s->bytes, i ? "k1b" : "k1");
        bytes_i64(&s->bytes, i ? second_ms : first_ms);
        scanned_string(&s->bytes, "x");
    }
    scanned_end_stream(s);
}

Test(stats, what_was_last_used_too_long_ago_is_expired)
{
    struct scanned s;
    measured_begin(&s);
    timed_values(&s, 1000, DAY_MS + 1);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .reference_ms = DAY_MS + 1000, .ttl_ms = DAY_MS });
    const struct sv_state_stats *v = &stats->states[0];
    cr_expect(v->timed);
    cr_expect_eq(v->ttl.count, 2);
    cr_expect_eq(v->ttl.first, 1000);
    cr_expect_eq(v->ttl.last, DAY_MS + 1);
    cr_expect_eq(v->ttl.expired, 1, "exactly as old as the time to live is expired");
    release(stats);
    stats = count(&s, (struct sv_stats_request){ .reference_ms = 0 });
    cr_expect_eq(stats->states[0].ttl.expired, 0);
    cr_expect_eq(stats->states[0].ttl.bins[SV_BIN_BEFORE], 2);
    release(stats);
    scanned_done(&s);
}

Test(stats, what_is_lost_is_said_and_the_rest_counted)
{
    struct scanned s;
    measured_values(&s, five, 5);
    s.handle->blob.size -= 2;
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .top = 1 });
    cr_expect_eq(stats->states[0].entries, 4);
    cr_assert_eq(stats->losses.count, 1);
    cr_expect_eq(stats->losses.items[0].first_key_group, 97);
    release(stats);
    scanned_done(&s);
}

Test(stats, metadata_that_was_not_read_to_its_end_is_a_loss)
{
    struct scanned s;
    measured_values(&s, five, 5);
    s.made->defect = (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .doing = "it", .subject = { "", 0 } };
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .top = 1 });
    cr_expect_eq(stats->states[0].entries, 5);
    cr_assert_eq(stats->losses.count, 1);
    cr_expect_eq(stats->losses.items[0].check, SV_CHECK_METADATA);
    release(stats);
    scanned_done(&s);
}

static bool is_not_v(const struct sv_operator *op, const struct sv_state *state, const void *context)
{
    (void)op, (void)context;
    return !sv_str_eq(state->name, SV_STR("v"));
}

Test(stats, states_that_nobody_asked_for_are_left_out)
{
    struct scanned s;
    measured_values(&s, five, 5);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .run = { .only = is_not_v } });
    cr_expect_eq(stats->state_count, 0);
    release(stats);
    scanned_done(&s);
}

Test(stats, an_estimate_reads_nothing)
{
    struct scanned s;
    measured_values(&s, five, 5);
    struct sv_stats *stats = count(&s, (struct sv_stats_request){ .estimate = true });
    cr_assert_eq(stats->state_count, 1);
    cr_expect_not(stats->states[0].counted);
    cr_expect(stats->states[0].disk_known);
    cr_expect_eq(stats->states[0].disk_bytes, s.handle->blob.size);
    release(stats);
    scanned_done(&s);
}

static void run_without_memory(void *context)
{
    struct sv_stats *stats;
    const struct sv_stats_request request = {
        .run = { .jobs = 1 }, .top = 2, .print = measured_print, .ttl_ms = -1, .reference_given = true
    };
    struct scanned *s = context;
    if (sv_stats_run(s->made, &request, &stats, NULL) != SV_OK)
        cr_assert(sweep_has_failed());
    else
        release(stats);
}

Test(stats, memory_may_run_out_anywhere)
{
    struct scanned s;
    measured_values(&s, five, 5);
    cr_expect_gt(sweep_allocations(0, run_without_memory, &s), 10);
    scanned_done(&s);
}
