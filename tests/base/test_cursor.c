#include "base/cursor.h"

#include <criterion/criterion.h>

#include "support/bytes.h"
#include "support/sweep.h"

Test(cursor, numbers_are_big_endian)
{
    struct bytes b = { 0 };
    bytes_u8(&b, 0xfe);
    bytes_i16(&b, -2);
    bytes_i32(&b, INT32_MIN);
    bytes_i64(&b, -3);
    bytes_utf(&b, "id");
    bytes_bool(&b, true);
    struct sv_cursor c = bytes_cursor(&b);
    cr_expect_eq(sv_cur_u8(&c), 0xfe);
    cr_expect_eq(sv_cur_u16(&c), 0xfffe);
    cr_expect_eq(sv_cur_i32(&c), INT32_MIN);
    cr_expect_eq(sv_cur_i64(&c), -3);
    cr_expect(sv_str_eq(sv_cur_utf(&c), SV_STR("id")));
    cr_expect(sv_cur_bool(&c));
    cr_expect_eq(sv_cur_left(&c), 0);
    cr_expect_eq(c.at, b.n);
    sv_cur_finish(&c);
    cr_expect(sv_cur_ok(&c));
    bytes_free(&b);
}

Test(cursor, first_defect_stays_and_nothing_moves_after_it)
{
    struct bytes b = { 0 };
    bytes_i16(&b, 7);
    struct sv_cursor c = bytes_cursor(&b);
    c.doing = "first";
    cr_expect_eq(sv_cur_i32(&c), 0);
    cr_expect_eq(c.bad.code, SV_DEFECT_TRUNCATED);
    cr_expect_eq(c.bad.at, 0);
    c.doing = "second";
    cr_expect_eq(sv_cur_u16(&c), 0, "what is left may not be read after a failure");
    sv_cur_fail(&c, SV_DEFECT_LIMIT);
    sv_cur_finish(&c);
    cr_expect_eq(c.bad.code, SV_DEFECT_TRUNCATED);
    cr_expect_str_eq(c.bad.doing, "first");
    cr_expect_eq(sv_cur_left(&c), 0);
    bytes_free(&b);
}

Test(cursor, fail_at_blames_an_earlier_place)
{
    struct sv_cursor c = sv_cur_of("abcdef", 6, 100);
    sv_cur_take(&c, 4);
    sv_cur_fail_at(&c, SV_DEFECT_UNKNOWN_CLASS, 101, "class name", SV_STR("bc"));
    cr_expect_eq(c.bad.at, 101);
    cr_expect(sv_str_eq(c.bad.subject, SV_STR("bc")));
    cr_expect_str_eq(c.bad.doing, "class name");
}

Test(cursor, boolean_is_zero_or_one)
{
    struct sv_cursor c = sv_cur_of("\0\1\2", 3, 10);
    cr_expect_not(sv_cur_bool(&c));
    cr_expect(sv_cur_bool(&c));
    cr_expect_not(sv_cur_bool(&c));
    cr_expect_eq(c.bad.code, SV_DEFECT_BAD_VALUE);
    cr_expect_eq(c.bad.at, 12);
}

static struct sv_cursor counted(struct bytes *b, int32_t count, size_t bytes_left)
{
    bytes_i32(b, count);
    bytes_fill(b, 0, bytes_left);
    return bytes_cursor(b);
}

Test(cursor, count_that_cannot_fit_is_a_defect)
{
    static const struct {
        int32_t count;
        size_t left, each;
        enum sv_defect_code code;
    } cases[] = {
        { 0, 0, 4, SV_DEFECT_NONE },         { 3, 12, 4, SV_DEFECT_NONE },
        { 3, 11, 4, SV_DEFECT_TRUNCATED },   { INT32_MAX, 100, 1, SV_DEFECT_TRUNCATED },
        { -1, 100, 1, SV_DEFECT_BAD_VALUE }, { INT32_MIN, 0, 0, SV_DEFECT_BAD_VALUE },
        { 1000, 0, 0, SV_DEFECT_NONE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes b = { 0 };
        struct sv_cursor c = counted(&b, cases[i].count, cases[i].left);
        uint32_t n = sv_cur_count(&c, cases[i].each);
        cr_expect_eq(c.bad.code, cases[i].code, "case %zu", i);
        cr_expect_eq(n, cases[i].code ? 0 : (uint32_t)cases[i].count, "case %zu", i);
        if (cases[i].code)
            cr_expect_eq(c.bad.at, 0, "the count itself is to blame");
        bytes_free(&b);
    }
}

Test(cursor, count16_is_signed)
{
    struct sv_cursor c = sv_cur_of("\xff\xff", 2, 0);
    cr_expect_eq(sv_cur_count16(&c, 1), 0);
    cr_expect_eq(c.bad.code, SV_DEFECT_BAD_VALUE);
    c = sv_cur_of("\0\2ab", 4, 0);
    cr_expect_eq(sv_cur_count16(&c, 1), 2);
    cr_expect(sv_cur_ok(&c));
}

Test(cursor, frame_confines_damage)
{
    struct bytes b = { 0 };
    bytes_fill(&b, 1, 4);
    bytes_i32(&b, 42);
    struct sv_cursor c = bytes_cursor(&b);
    struct sv_cursor frame = sv_cur_frame(&c, 4);
    sv_cur_i64(&frame);
    cr_expect_eq(frame.bad.code, SV_DEFECT_TRUNCATED);
    cr_expect(sv_cur_ok(&c));
    cr_expect_eq(c.at, 4);
    cr_expect_eq(sv_cur_i32(&c), 42);
    bytes_free(&b);
}

Test(cursor, frame_larger_than_its_parent_breaks_both)
{
    struct sv_cursor c = sv_cur_of("abc", 3, 50);
    struct sv_cursor frame = sv_cur_frame(&c, UINT64_MAX);
    cr_expect_eq(c.bad.code, SV_DEFECT_TRUNCATED);
    cr_expect_eq(frame.bad.code, SV_DEFECT_TRUNCATED);
    cr_expect_eq(sv_cur_u8(&frame), 0);
    cr_expect_eq(sv_cur_left(&frame), 0);
}

Test(cursor, frame_of_nothing_is_whole)
{
    struct sv_cursor c = sv_cur_of(NULL, 9, 0);
    cr_expect_eq(sv_cur_left(&c), 0, "no bytes, whatever their number");
    struct sv_cursor frame = sv_cur_frame(&c, 0);
    sv_cur_finish(&frame);
    cr_expect(sv_cur_ok(&frame));
}

Test(cursor, left_over_bytes_are_damage)
{
    struct sv_cursor c = sv_cur_of("ab", 2, 7);
    sv_cur_u8(&c);
    sv_cur_finish(&c);
    cr_expect_eq(c.bad.code, SV_DEFECT_TRAILING);
    cr_expect_eq(c.bad.at, 8);
}

Test(cursor, every_code_has_a_text)
{
    for (int code = 0; code < SV_DEFECT_COUNT; code++) {
        cr_assert_not_null(sv_defect_text((enum sv_defect_code)code), "code %d", code);
        cr_expect_str_neq(sv_defect_text((enum sv_defect_code)code), "unknown defect");
    }
    cr_expect_str_eq(sv_defect_text(SV_DEFECT_COUNT), "unknown defect");
}

/* A reader of some record: whatever the bytes, it ends inside them or with a defect. */
static void read_record(const unsigned char *bytes, size_t n, void *context)
{
    (void)context;
    struct sv_cursor c = sv_cur_of(bytes, n, 0);
    for (uint32_t left = sv_cur_count(&c, 2); left && sv_cur_ok(&c); left--)
        sv_cur_utf(&c);
    struct sv_cursor frame = sv_cur_frame(&c, (uint64_t)sv_cur_i64(&c));
    sv_cur_bytes(&frame, sv_cur_u8(&frame));
    sv_cur_finish(&frame);
    sv_cur_finish(&c);
    if (c.at > n || (sv_cur_ok(&c) && c.at != n))
        cr_assert(false, "stopped at %llu of %zu", (unsigned long long)c.at, n);
}

Test(cursor, sweep)
{
    struct bytes b = { 0 };
    bytes_i32(&b, 2);
    bytes_utf(&b, "first");
    bytes_utf(&b, "");
    bytes_i64(&b, 4);
    bytes_u8(&b, 3);
    bytes_raw(&b, "xyz", 3);
    cr_expect_gt(sweep_all(b.p, b.n, 0, read_record, NULL), 7 * b.n);
    bytes_free(&b);
}
