#include <criterion/criterion.h>

#include "decode/codec.h"

/* Forms that the decoders of no serializer reach. */
struct made {
    struct sv_arena arena;
    struct sv_cursor cur;
    struct sv_decoding d;
};

static void begin(struct made *m)
{
    sv_arena_init(&m->arena, 1 << 20);
    m->cur = sv_cur_of("", 0, 0);
    m->d = (struct sv_decoding){ .cur = &m->cur, .arena = &m->arena };
}

static void expect(struct made *m, const struct sv_value *value, const char *text)
{
    if (text)
        cr_expect(value && sv_str_eq(value->text, sv_str_of(text)), "%s: %.*s", text, value ? (int)value->text.n : 0,
                  value ? value->text.p : "");
    else
        cr_expect_eq(m->cur.bad.code, SV_DEFECT_BAD_VALUE);
    sv_arena_free(&m->arena);
    begin(m);
}

Test(time, dates_of_all_ages)
{
    struct made m;
    begin(&m);
    expect(&m, sv_make_date(&m.d, 0), "1970-01-01");
    expect(&m, sv_make_date(&m.d, -1), "1969-12-31");
    expect(&m, sv_make_date(&m.d, 11016), "2000-02-29");
    expect(&m, sv_make_date(&m.d, -719528), "0000-01-01");
    expect(&m, sv_make_date(&m.d, -719529), "-0001-12-31");
    expect(&m, sv_make_date(&m.d, 2932897), "+10000-01-01");
    expect(&m, sv_make_date(&m.d, 365241780471), "+999999999-12-31");
    expect(&m, sv_make_date(&m.d, INT64_MAX), NULL);
    expect(&m, sv_make_year_month_day(&m.d, 1900, 2, 29), NULL);
    expect(&m, sv_make_year_month_day(&m.d, 2000, 2, 29), "2000-02-29");
    expect(&m, sv_make_year_month_day(&m.d, -44, 3, 15), "-0044-03-15");
    sv_arena_free(&m.arena);
}

Test(time, seconds_and_fractions_only_where_needed)
{
    struct made m;
    begin(&m);
    expect(&m, sv_make_time(&m.d, 0), "00:00");
    expect(&m, sv_make_time(&m.d, 1000000000), "00:00:01");
    expect(&m, sv_make_time(&m.d, 1), "00:00:00.000000001");
    expect(&m, sv_make_time(&m.d, 120000000), "00:00:00.120");
    expect(&m, sv_make_time(&m.d, 120000), "00:00:00.000120");
    expect(&m, sv_make_time(&m.d, 86400000000000), NULL);
    expect(&m, sv_make_instant(&m.d, 0, 0), "1970-01-01T00:00:00Z");
    expect(&m, sv_make_instant(&m.d, -1, 999000000), "1969-12-31T23:59:59.999Z");
    expect(&m, sv_make_instant(&m.d, 31556889864403199, 0), "+1000000000-12-31T23:59:59Z");
    expect(&m, sv_make_instant(&m.d, 31556889864403200, 0), NULL);
    expect(&m, sv_make_millis(&m.d, INT64_MIN), "-292275055-05-16T16:47:04.192Z");
    expect(&m, sv_make_millis(&m.d, INT64_MAX), "+292278994-08-17T07:12:55.807Z");
    sv_arena_free(&m.arena);
}

Test(time, spans)
{
    struct made m;
    begin(&m);
    expect(&m, sv_make_duration(&m.d, 0, 0), "PT0S");
    expect(&m, sv_make_duration(&m.d, 29172, 345000000), "PT8H6M12.345S");
    expect(&m, sv_make_duration(&m.d, 3600, 0), "PT1H");
    expect(&m, sv_make_duration(&m.d, -1, 500000000), "PT-0.5S");
    expect(&m, sv_make_duration(&m.d, -61, 999999999), "PT-1M-0.000000001S");
    expect(&m, sv_make_duration(&m.d, INT64_MIN, 0), "PT-2562047788015215H-30M-8S");
    expect(&m, sv_make_duration(&m.d, 0, 1000000000), NULL);
    expect(&m, sv_make_period(&m.d, 0, 0, 0), "P0D");
    expect(&m, sv_make_period(&m.d, 1, -2, 3), "P1Y-2M3D");
    sv_arena_free(&m.arena);
}

Test(time, offsets)
{
    struct made m;
    begin(&m);
    expect(&m, sv_make_offset(&m.d, 0), "Z");
    expect(&m, sv_make_offset(&m.d, 19800), "+05:30");
    expect(&m, sv_make_offset(&m.d, -3661), "-01:01:01");
    expect(&m, sv_make_offset(&m.d, 64801), NULL);
    sv_arena_free(&m.arena);
}
