#include <criterion/criterion.h>

#include "flink/metadata.h"
#include "support/meta.h"

struct reading {
    struct sv_arena arena;
    struct sv_metadata_reader r;
};

static struct sv_metadata_reader *begin(struct reading *out, struct bytes *b, enum sv_channel_layout channels)
{
    static struct sv_metadata_layout layout;
    layout = (struct sv_metadata_layout){ .version = 6, .channels = channels };
    sv_arena_init(&out->arena, (size_t)1 << 20);
    out->r = (struct sv_metadata_reader){ .cur = bytes_cursor(b), .arena = &out->arena, .layout = &layout };
    return &out->r;
}

static void end(struct reading *reading, struct bytes *b)
{
    sv_arena_free(&reading->arena);
    bytes_free(b);
}

static void put_channel(struct bytes *b)
{
    bytes_i32(b, 1);
    bytes_i32(b, 2);
    bytes_i32(b, 3);
    bytes_i32(b, 2);
    bytes_i64(b, 8);
    bytes_i64(b, 40);
    bytes_i64(b, 64);
    meta_relative(b, "in-flight", 100);
}

static void put_merged(struct bytes *b)
{
    bytes_i32(b, 5);
    bytes_i64(b, 64);
    meta_relative(b, "in-flight", 100);
    bytes_sized(b, "offsets", 7);
}

Test(handle_channel, tagged_and_merged)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    bytes_u8(&b, 1);
    put_channel(&b);
    bytes_u8(&b, 3);
    put_merged(&b);
    bytes_i32(&b, 2);
    bytes_u8(&b, 4);
    put_merged(&b);
    bytes_u8(&b, 2);
    put_channel(&b);
    struct reading reading;
    const struct sv_handle *in = sv_read_input_channels(begin(&reading, &b, SV_CHANNELS_TAGGED));
    const struct sv_handle *out = sv_read_result_subpartitions(&reading.r);
    cr_expect(sv_cur_ok(&reading.r.cur));
    cr_expect_eq(sv_cur_left(&reading.r.cur), 0);
    cr_assert(in && in->next && !in->next->next && out && out->next && !out->next->next);
    cr_expect_eq(in->kind, SV_HANDLE_INPUT_CHANNEL);
    cr_expect(in->subtask_index == 1 && in->from == 2 && in->to == 3 && in->offset_count == 2);
    cr_expect_eq(in->persisted_bytes, 64);
    cr_expect_eq(in->next->kind, SV_HANDLE_MERGED_INPUT);
    cr_expect_eq(in->next->subtask_index, 5);
    cr_expect(sv_str_eq(in->next->offsets, SV_STR("offsets")));
    cr_expect_eq(out->kind, SV_HANDLE_MERGED_RESULT);
    cr_expect_eq(out->next->kind, SV_HANDLE_RESULT_SUBPARTITION);
    end(&reading, &b);
}

Test(handle_channel, versions_without_in_flight_data_hold_no_bytes_of_it)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    struct reading reading;
    cr_expect_null(sv_read_input_channels(begin(&reading, &b, SV_CHANNELS_NONE)));
    cr_expect_eq(sv_cur_left(&reading.r.cur), 4);
    end(&reading, &b);
}

static void expect_defect(struct bytes *b, enum sv_defect_code code)
{
    struct reading reading;
    sv_read_input_channels(begin(&reading, b, SV_CHANNELS_TAGGED));
    cr_expect_eq(reading.r.cur.bad.code, code, "%s", sv_defect_text(reading.r.cur.bad.code));
    end(&reading, b);
}

Test(handle_channel, broken_ones)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 1);
    bytes_u8(&b, 2); /* an output among inputs */
    put_channel(&b);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
    bytes_i32(&b, -1);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
    bytes_i32(&b, 1);
    bytes_u8(&b, 3);
    bytes_i32(&b, 5);
    bytes_i64(&b, 64);
    bytes_u8(&b, 0); /* no stream */
    bytes_sized(&b, "offsets", 7);
    expect_defect(&b, SV_DEFECT_BAD_VALUE);
}
