/* java_time.c: java.time in Java serialization.
 *
 * SIZE  MEANING
 *  1    type, then by it
 *       1 duration, 2 instant: 8 seconds, 4 nanoseconds
 *       3 date: 4 year, 1 month, 1 day
 *       4 time: 1 hour, 1 minute, 1 second, 4 nanoseconds; where the rest is 0, the last one is written inverted
 *       5 date and time; 6 that, an offset, and a zone with its type; 9 time and offset; 10 date, time and offset
 *       7 zone: UTF id; 8 offset: 1 quarters of an hour, 127: 4 seconds
 *       11 year: 4; 12 4 year, 1 month; 13 1 month, 1 day; 14 period: 4 years, 4 months, 4 days
 * Mirrors java.time.Ser#readExternal, JDK 8 to 17 */
#include <stdlib.h>

#include "decode/java.h"

enum {
    DURATION = 1,
    INSTANT,
    LOCAL_DATE,
    LOCAL_TIME,
    LOCAL_DATE_TIME,
    ZONE_DATE_TIME,
    ZONE_REGION,
    ZONE_OFFSET,
    OFFSET_TIME,
    OFFSET_DATE_TIME,
    YEAR,
    YEAR_MONTH,
    MONTH_DAY,
    PERIOD
};

static struct sv_value *read_date(struct sv_decoding *d)
{
    int32_t year = sv_cur_i32(d->cur);
    int month = sv_cur_u8(d->cur), day = sv_cur_u8(d->cur);
    return sv_make_year_month_day(d, year, month, day);
}

static struct sv_value *read_time(struct sv_decoding *d)
{
    int parts[3] = { 0 };
    int64_t nano = 0, nano_of_day = 0;
    for (int i = 0; i < 3; i++) {
        parts[i] = (int8_t)sv_cur_u8(d->cur);
        if (parts[i] < 0) {
            parts[i] = ~parts[i];
            break;
        }
        if (i == 2)
            nano = sv_cur_i32(d->cur);
    }
    if (!sv_nano_of_day(parts[0], parts[1], parts[2], nano, &nano_of_day))
        sv_decode_bad(d);
    return sv_make_time(d, nano_of_day);
}

static struct sv_value *read_date_time(struct sv_decoding *d)
{
    struct sv_value *date = read_date(d), *time = read_time(d);
    return sv_join(d, date, "T", time);
}

static struct sv_value *read_offset(struct sv_decoding *d)
{
    enum { QUARTER = 15 * 60, EXACT = 127 };
    int quarters = (int8_t)sv_cur_u8(d->cur);
    return sv_make_offset(d, quarters == EXACT ? sv_cur_i32(d->cur) : quarters * QUARTER);
}

static struct sv_value *read_zoned(struct sv_decoding *d)
{
    struct sv_value *local = read_date_time(d), *offset = read_offset(d), *both = sv_join(d, local, "", offset);
    if (sv_cur_u8(d->cur) != ZONE_REGION) {
        read_offset(d);
        return both;
    }
    struct sv_value *zone = sv_make_utf8(d, sv_cur_utf(d->cur));
    return sv_join(d, sv_join(d, both, "[", zone), "]", sv_make(d, SV_VALUE_TEXT));
}

static struct sv_value *read_spans(struct sv_decoding *d, bool duration)
{
    int64_t seconds = sv_cur_i64(d->cur), nanos = sv_cur_i32(d->cur);
    return duration ? sv_make_duration(d, seconds, nanos) : sv_make_instant(d, seconds, nanos);
}

static struct sv_value *read_type(struct sv_decoding *d, uint8_t type)
{
    struct sv_value *local;
    int32_t years, months;
    switch (type) {
    case DURATION:
    case INSTANT:
        return read_spans(d, type == DURATION);
    case LOCAL_DATE:
        return read_date(d);
    case LOCAL_TIME:
        return read_time(d);
    case LOCAL_DATE_TIME:
        return read_date_time(d);
    case ZONE_DATE_TIME:
        return read_zoned(d);
    case ZONE_REGION:
        return sv_make_utf8(d, sv_cur_utf(d->cur));
    case ZONE_OFFSET:
        return read_offset(d);
    case OFFSET_TIME:
    case OFFSET_DATE_TIME:
        local = type == OFFSET_TIME ? read_time(d) : read_date_time(d);
        return sv_join(d, local, "", read_offset(d));
    case YEAR:
        return sv_make_number(d, SV_VALUE_INT, sv_cur_i32(d->cur));
    case YEAR_MONTH:
        years = sv_cur_i32(d->cur);
        return sv_make_year_month(d, years, (int8_t)sv_cur_u8(d->cur));
    case MONTH_DAY:
        months = (int8_t)sv_cur_u8(d->cur);
        return sv_make_month_day(d, months, (int8_t)sv_cur_u8(d->cur));
    case PERIOD:
        years = sv_cur_i32(d->cur);
        months = sv_cur_i32(d->cur);
        return sv_make_period(d, years, months, sv_cur_i32(d->cur));
    default:
        sv_decode_bad(d);
        return NULL;
    }
}

struct sv_value *sv_java_time(struct sv_decoding *d, const struct sv_java_object *object)
{
    struct sv_cursor block = sv_java_block(object), *outer = sv_frame_open(d, &block);
    struct sv_value *value = read_type(d, sv_cur_u8(d->cur));
    sv_frame_close(d, outer);
    return value;
}
