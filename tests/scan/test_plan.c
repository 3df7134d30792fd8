#include <criterion/criterion.h>

#include "scan/scan.h"
#include "support/scanned.h"

/* 128 key groups of 1000 bytes each. */
static void begin(struct scanned *s)
{
    scanned_begin(s, SV_HANDLE_KEY_GROUPS, SV_STREAM_KEYED);
    scanned_state(s, SV_STATE_VALUE, "v", made_string(s->made, "value"));
    for (int32_t i = 0; i < 128; i++) {
        scanned_key_group(s, i);
        bytes_fill(&s->bytes, 0, 1000);
    }
    scanned_end_stream(s);
    s->made->state_bytes = s->bytes.n;
}

static struct sv_scan *plan(struct scanned *s, struct sv_scan_options options)
{
    struct sv_scan *scan;
    cr_assert_eq(sv_scan_new(s->made, &options, &scan, NULL), SV_OK);
    return scan;
}

#define ALL .first_key_group = -1, .last_key_group = -1

Test(plan, shards_meet_and_are_fair)
{
    struct scanned s;
    begin(&s);
    int32_t next = 0;
    for (uint32_t shard = 0; shard < 3; shard++) {
        struct sv_scan *scan = plan(&s, (struct sv_scan_options){ ALL, .shard = shard, .shard_count = 3 });
        uint64_t bytes = 0;
        for (const struct sv_scan_unit *unit = sv_scan_units(scan); unit; unit = unit->next) {
            cr_expect_eq(unit->first_key_group, next);
            next = unit->last_key_group + 1;
            bytes += unit->bytes;
        }
        cr_expect_geq(bytes, 30000);
        cr_expect_leq(bytes, 55000);
        sv_scan_free(scan);
    }
    cr_expect_eq(next, 128);
    scanned_done(&s);
}

Test(plan, key_groups_may_be_chosen)
{
    struct scanned s;
    begin(&s);
    struct sv_scan *scan = plan(&s, (struct sv_scan_options){ .first_key_group = 5, .last_key_group = 9 });
    const struct sv_scan_unit *unit = sv_scan_units(scan);
    cr_assert_not_null(unit);
    cr_expect_eq(unit->first_key_group, 5);
    cr_expect_eq(unit->last_key_group, 9);
    cr_expect_eq(unit->bytes, 5000);
    cr_expect_null(unit->next);
    sv_scan_free(scan);
    scanned_done(&s);
}

static bool none(const struct sv_operator *op, const struct sv_state *state, const void *context)
{
    (void)op, (void)state, (void)context;
    return false;
}

Test(plan, what_nobody_asked_for_is_no_unit)
{
    struct scanned s;
    begin(&s);
    struct sv_scan *scan = plan(&s, (struct sv_scan_options){ ALL, .only = none });
    cr_expect_null(sv_scan_units(scan));
    cr_expect_not_null(sv_scan_codecs(scan, s.stream->states));
    sv_scan_free(scan);
    scanned_done(&s);
}

Test(plan, a_head_that_could_not_be_read_is_one_loss)
{
    struct scanned s;
    begin(&s);
    s.stream->read = 0;
    s.stream->defect = (struct sv_defect){ .code = SV_DEFECT_UNKNOWN_CLASS, .doing = "state: serializers" };
    const char *text = scanned_text(&s);
    cr_expect_str_eq(text, "lost * 0 state: serializers: unknown serializer snapshot class\n");
    scanned_done(&s);
}
