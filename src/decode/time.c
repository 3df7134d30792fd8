/* time.c: dates and times as text, in the forms that java.time prints: ISO-8601, seconds and fraction only where they
 * are needed (an instant always has seconds), fractions in groups of three digits. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "decode/codec.h"

static const int64_t NANOS = 1000000000, NANOS_PER_DAY = 86400 * (int64_t)1000000000;
static const int64_t SECONDS_PER_DAY = 86400, MILLIS_PER_DAY = 86400000;
/* Instant.MIN and MAX */
static const int64_t FIRST_SECOND = -31557014167219200, LAST_SECOND = 31556889864403199;
static const int64_t LAST_YEAR = 999999999;

enum { DATE_ROOM = 64, TIME_ROOM = 32 };

static void print_year_month_day(char to[DATE_ROOM], int64_t year, int month, int day)
{
    const char *sign = year < 0 ? "-" : year > 9999 ? "+" : "";
    snprintf(to, DATE_ROOM, "%s%04" PRId64 "-%02d-%02d", sign, year < 0 ? -year : year, month, day);
}

/* Days from 1970 in the proleptic Gregorian calendar, by eras of 400 years that begin in March. */
static void print_date(char to[DATE_ROOM], int64_t epoch_day)
{
    int64_t day = epoch_day + 719468;
    int64_t era = sv_floor_div(day, 146097), of_era = sv_floor_mod(day, 146097);
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (int)((5 * of_year + 2) / 153);
    int day_of_month = (int)(of_year - (153 * month + 2) / 5 + 1);
    month = month < 10 ? month + 3 : month - 9;
    print_year_month_day(to, year_of_era + era * 400 + (month <= 2), month, day_of_month);
}

static void print_time(char to[TIME_ROOM], int64_t nano_of_day, bool always_seconds)
{
    int64_t second = nano_of_day / NANOS, nano = nano_of_day % NANOS;
    int n = snprintf(to, TIME_ROOM, "%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60));
    if (second % 60 || nano || always_seconds)
        n += snprintf(to + n, TIME_ROOM - (size_t)n, ":%02d", (int)(second % 60));
    if (!nano)
        return;
    int digits = nano % 1000000 == 0 ? 3 : nano % 1000 == 0 ? 6 : 9;
    for (int i = digits; i < 9; i++)
        nano /= 10;
    snprintf(to + n, TIME_ROOM - (size_t)n, ".%0*" PRId64, digits, nano);
}

static bool in_range(struct sv_decoding *d, int64_t v, int64_t first, int64_t last)
{
    if (v < first || v > last)
        sv_decode_bad(d);
    return v >= first && v <= last;
}

static bool good_day(struct sv_decoding *d, int64_t epoch_day)
{
    return in_range(d, epoch_day, FIRST_SECOND / SECONDS_PER_DAY, LAST_SECOND / SECONDS_PER_DAY);
}

struct sv_value *sv_make_date(struct sv_decoding *d, int64_t epoch_day)
{
    char date[DATE_ROOM];
    if (!good_day(d, epoch_day))
        return NULL;
    print_date(date, epoch_day);
    return sv_make_format(d, "%s", date);
}

struct sv_value *sv_make_year_month_day(struct sv_decoding *d, int64_t year, int month, int day)
{
    static const char days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    char date[DATE_ROOM];
    if (!in_range(d, year, -LAST_YEAR, LAST_YEAR) || !in_range(d, month, 1, 12))
        return NULL;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (!in_range(d, day, 1, days[month - 1] + (month == 2 && leap)))
        return NULL;
    print_year_month_day(date, year, month, day);
    return sv_make_format(d, "%s", date);
}

struct sv_value *sv_make_time(struct sv_decoding *d, int64_t nano_of_day)
{
    char time[TIME_ROOM];
    if (!in_range(d, nano_of_day, 0, NANOS_PER_DAY - 1))
        return NULL;
    print_time(time, nano_of_day, false);
    return sv_make_format(d, "%s", time);
}

struct sv_value *sv_make_date_time(struct sv_decoding *d, int64_t epoch_day, int64_t nano_of_day)
{
    char date[DATE_ROOM], time[TIME_ROOM];
    if (!good_day(d, epoch_day) || !in_range(d, nano_of_day, 0, NANOS_PER_DAY - 1))
        return NULL;
    print_date(date, epoch_day);
    print_time(time, nano_of_day, false);
    return sv_make_format(d, "%sT%s", date, time);
}

/* Without a check: a java.util.Date may lie beyond what an Instant can hold. */
static struct sv_value *make_utc(struct sv_decoding *d, int64_t epoch_day, int64_t nano_of_day)
{
    char date[DATE_ROOM], time[TIME_ROOM];
    print_date(date, epoch_day);
    print_time(time, nano_of_day, true);
    return sv_make_format(d, "%sT%sZ", date, time);
}

struct sv_value *sv_make_instant(struct sv_decoding *d, int64_t seconds, int64_t nanos)
{
    if (!in_range(d, seconds, FIRST_SECOND, LAST_SECOND) || !in_range(d, nanos, 0, NANOS - 1))
        return NULL;
    return make_utc(d, sv_floor_div(seconds, SECONDS_PER_DAY), sv_floor_mod(seconds, SECONDS_PER_DAY) * NANOS + nanos);
}

struct sv_value *sv_make_millis(struct sv_decoding *d, int64_t millis)
{
    return make_utc(d, sv_floor_div(millis, MILLIS_PER_DAY), sv_floor_mod(millis, MILLIS_PER_DAY) * 1000000);
}

/* A java.sql.Date is midnight in the writer's time zone: what is none in UTC is shown whole. */
struct sv_value *sv_make_sql_date(struct sv_decoding *d, int64_t millis)
{
    if (sv_floor_mod(millis, MILLIS_PER_DAY) != 0)
        return sv_make_millis(d, millis);
    return sv_make_date(d, sv_floor_div(millis, MILLIS_PER_DAY));
}

/* A java.sql.Time lies within the first day, in the writer's time zone. */
struct sv_value *sv_make_sql_time(struct sv_decoding *d, int64_t millis)
{
    char time[TIME_ROOM];
    if (millis < 0 || millis >= MILLIS_PER_DAY)
        return sv_make_millis(d, millis);
    print_time(time, millis * 1000000, true);
    return sv_make_format(d, "%s", time);
}

struct sv_value *sv_make_local_millis(struct sv_decoding *d, int64_t millis, int64_t nanos)
{
    if (!in_range(d, nanos, 0, 999999))
        return NULL;
    int64_t of_day = sv_floor_mod(millis, MILLIS_PER_DAY) * 1000000 + nanos;
    return sv_make_date_time(d, sv_floor_div(millis, MILLIS_PER_DAY), of_day);
}

bool sv_nano_of_day(int hour, int minute, int second, int64_t nano, int64_t *nano_of_day_out)
{
    bool good =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && nano >= 0 && nano < NANOS;
    if (good)
        *nano_of_day_out = (hour * 3600 + minute * 60 + second) * NANOS + nano;
    return good;
}

static int print_fraction(char *to, size_t room, int64_t nano)
{
    int digits = 9;
    for (; nano % 10 == 0; nano /= 10)
        digits--;
    return snprintf(to, room, ".%0*" PRId64, digits, nano);
}

/* Duration#toString: PT8H6M12.345S; seconds and fraction have the same sign there, and not in the fields. */
struct sv_value *sv_make_duration(struct sv_decoding *d, int64_t seconds, int64_t nanos)
{
    char text[80] = "PT";
    int n = 2;
    if (!in_range(d, nanos, 0, NANOS - 1))
        return NULL;
    bool borrow = seconds < 0 && nanos > 0;
    int64_t total = seconds + borrow, fraction = borrow ? NANOS - nanos : nanos;
    int64_t hours = total / 3600, minutes = total % 3600 / 60, rest = total % 60;
    if (hours)
        n += snprintf(text + n, sizeof text - (size_t)n, "%" PRId64 "H", hours);
    if (minutes)
        n += snprintf(text + n, sizeof text - (size_t)n, "%" PRId64 "M", minutes);
    if (rest || fraction || n == 2) {
        const char *sign = borrow || rest < 0 ? "-" : "";
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%" PRId64, sign, rest < 0 ? -rest : rest);
        if (fraction)
            n += print_fraction(text + n, sizeof text - (size_t)n, fraction);
        snprintf(text + n, sizeof text - (size_t)n, "S");
    }
    return sv_make_format(d, "%s", text);
}

/* Period#toString: P1Y2M3D, P0D. */
struct sv_value *sv_make_period(struct sv_decoding *d, int32_t years, int32_t months, int32_t days)
{
    char year[16] = "", month[16] = "", day[16] = "";
    if (years)
        snprintf(year, sizeof year, "%" PRId32 "Y", years);
    if (months)
        snprintf(month, sizeof month, "%" PRId32 "M", months);
    if (days || (!years && !months))
        snprintf(day, sizeof day, "%" PRId32 "D", days);
    return sv_make_format(d, "P%s%s%s", year, month, day);
}

struct sv_value *sv_make_year_month(struct sv_decoding *d, int32_t year, int month)
{
    char date[DATE_ROOM];
    if (!in_range(d, year, -LAST_YEAR, LAST_YEAR) || !in_range(d, month, 1, 12))
        return NULL;
    print_year_month_day(date, year, month, 1);
    return sv_make_format(d, "%.*s", (int)strlen(date) - 3, date);
}

struct sv_value *sv_make_month_day(struct sv_decoding *d, int month, int day)
{
    return sv_make_year_month_day(d, 2000, month, day) ? sv_make_format(d, "--%02d-%02d", month, day) : NULL;
}

struct sv_value *sv_make_offset(struct sv_decoding *d, int32_t seconds)
{
    enum { LAST_OFFSET = 18 * 3600 };
    if (!in_range(d, seconds, -LAST_OFFSET, LAST_OFFSET))
        return NULL;
    if (seconds == 0)
        return sv_make_format(d, "Z");
    int absolute = abs(seconds), second = absolute % 60;
    char sign = seconds < 0 ? '-' : '+';
    if (second)
        return sv_make_format(d, "%c%02d:%02d:%02d", sign, absolute / 3600, absolute / 60 % 60, second);
    return sv_make_format(d, "%c%02d:%02d", sign, absolute / 3600, absolute / 60 % 60);
}
