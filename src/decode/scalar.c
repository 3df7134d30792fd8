/* scalar.c: values without parts.
 *
 * SIZE  MEANING
 *       boolean, byte, short, char, int, long, float, double: 1, 1, 2, 2, 4, 8, 4, 8, big-endian
 *       Void, VoidNamespace, Unit, Tuple0, window of all: 1 byte that says nothing; NullValue: not even that
 *       BigInteger: 4 length + 4 (0 null, 1 to 3 the numbers 0, 1 and 10), two's complement; BigDecimal: that, 4 scale
 *       Date, sql.Date, sql.Time: 8 ms; the lowest long is null. sql.Timestamp: 8 ms, 4 nanoseconds of the second
 *       Instant: 8 seconds, 4 nanoseconds; the lowest of both is null
 *       LocalDate: 4 year (the lowest is null), 1 month, 1 day; LocalTime: 1 hour (the lowest is null), 1 minute,
 *       1 second, 4 nanoseconds; LocalDateTime: both
 *       of Flink's Python API: date 4 days, time 4 ms of the day
 * Mirrors org.apache.flink.api.common.typeutils.base.*Serializer#deserialize */
#include "decode/codec.h"

struct sv_value *sv_decode_boolean(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_number(d, SV_VALUE_BOOL, sv_cur_bool(d->cur));
}

struct sv_value *sv_decode_byte(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_number(d, SV_VALUE_INT, (int8_t)sv_cur_u8(d->cur));
}

struct sv_value *sv_decode_short(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_number(d, SV_VALUE_INT, (int16_t)sv_cur_u16(d->cur));
}

struct sv_value *sv_decode_int(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_number(d, SV_VALUE_INT, sv_cur_i32(d->cur));
}

struct sv_value *sv_decode_long(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_number(d, SV_VALUE_LONG, sv_cur_i64(d->cur));
}

struct sv_value *sv_decode_float(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_real(d, SV_VALUE_FLOAT, (uint32_t)sv_cur_i32(d->cur));
}

struct sv_value *sv_decode_double(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_real(d, SV_VALUE_DOUBLE, (uint64_t)sv_cur_i64(d->cur));
}

struct sv_value *sv_decode_char(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    struct sv_units u;
    uint16_t unit = sv_cur_u16(d->cur);
    if (!sv_units_begin(d, &u, 1))
        return NULL;
    sv_units_put(&u, unit);
    return sv_make_text(d, SV_VALUE_TEXT, sv_units_end(&u));
}

struct sv_value *sv_decode_nothing(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    sv_cur_u8(d->cur);
    return sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_empty(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_tuple0(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    sv_cur_u8(d->cur);
    return sv_make(d, SV_VALUE_ARRAY);
}

struct sv_value *sv_decode_global_window(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    sv_cur_u8(d->cur);
    return sv_make_text(d, SV_VALUE_TEXT, SV_STR("GlobalWindow"));
}

enum { LENGTH_OFFSET = 4 };

sv_str sv_read_big(struct sv_cursor *cur)
{
    static const char known[] = { 0, 1, 10 };
    int32_t length = sv_cur_i32(cur);
    if (length == 0)
        return (sv_str){ "", 0 };
    if (length > 0 && length < LENGTH_OFFSET)
        return (sv_str){ &known[length - 1], 1 };
    if (length <= LENGTH_OFFSET)
        sv_cur_fail(cur, SV_DEFECT_BAD_VALUE);
    return length > LENGTH_OFFSET ? sv_cur_bytes(cur, (uint64_t)length - LENGTH_OFFSET) : (sv_str){ "", 0 };
}

struct sv_value *sv_decode_big_integer(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    sv_str bytes = sv_read_big(d->cur);
    return bytes.n ? sv_make_big_integer(d, bytes) : sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_big_decimal(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    sv_str bytes = sv_read_big(d->cur);
    return bytes.n ? sv_make_big_decimal(d, bytes, sv_cur_i32(d->cur)) : sv_make(d, SV_VALUE_NULL);
}

struct sv_value *sv_decode_date(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int64_t millis = sv_cur_i64(d->cur);
    return millis == INT64_MIN ? sv_make(d, SV_VALUE_NULL) : sv_make_millis(d, millis);
}

struct sv_value *sv_decode_sql_date(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int64_t millis = sv_cur_i64(d->cur);
    return millis == INT64_MIN ? sv_make(d, SV_VALUE_NULL) : sv_make_sql_date(d, millis);
}

struct sv_value *sv_decode_sql_time(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int64_t millis = sv_cur_i64(d->cur);
    return millis == INT64_MIN ? sv_make(d, SV_VALUE_NULL) : sv_make_sql_time(d, millis);
}

/* The nanoseconds are those of the second, and hold the milliseconds once more. */
struct sv_value *sv_decode_sql_timestamp(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int64_t millis = sv_cur_i64(d->cur), nanos = sv_cur_i32(d->cur);
    if (millis == INT64_MIN)
        return sv_make(d, SV_VALUE_NULL);
    return sv_make_instant(d, sv_floor_div(millis, 1000), nanos);
}

struct sv_value *sv_decode_instant(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int64_t seconds = sv_cur_i64(d->cur), nanos = sv_cur_i32(d->cur);
    if (seconds == INT64_MIN && nanos == INT32_MIN)
        return sv_make(d, SV_VALUE_NULL);
    return sv_make_instant(d, seconds, nanos);
}

struct sv_value *sv_decode_local_date(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int32_t year = sv_cur_i32(d->cur);
    int month = (int8_t)sv_cur_u8(d->cur), day = (int8_t)sv_cur_u8(d->cur);
    return year == INT32_MIN ? sv_make(d, SV_VALUE_NULL) : sv_make_year_month_day(d, year, month, day);
}

struct sv_value *sv_decode_local_time(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    int64_t nano_of_day = 0;
    int hour = (int8_t)sv_cur_u8(d->cur), minute = (int8_t)sv_cur_u8(d->cur), second = (int8_t)sv_cur_u8(d->cur);
    int32_t nano = sv_cur_i32(d->cur);
    if (hour == INT8_MIN)
        return sv_make(d, SV_VALUE_NULL);
    if (!sv_nano_of_day(hour, minute, second, nano, &nano_of_day))
        sv_decode_bad(d);
    return sv_make_time(d, nano_of_day);
}

struct sv_value *sv_decode_local_date_time(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *date = sv_decode_local_date(d, codec);
    struct sv_value *time = sv_decode_local_time(d, codec);
    if (!date || !time)
        return NULL;
    if ((date->kind == SV_VALUE_NULL) != (time->kind == SV_VALUE_NULL))
        sv_decode_bad(d);
    if (date->kind == SV_VALUE_NULL)
        return date;
    return sv_make_format(d, "%.*sT%.*s", (int)date->text.n, date->text.p, (int)time->text.n, time->text.p);
}

struct sv_value *sv_decode_epoch_day(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_date(d, sv_cur_i32(d->cur));
}

struct sv_value *sv_decode_milli_of_day(struct sv_decoding *d, const struct sv_codec *codec)
{
    (void)codec;
    return sv_make_time(d, (int64_t)sv_cur_i32(d->cur) * 1000000);
}
