/* kryo_jdk.c: objects that Kryo wrote field by field, in the forms that readers of a report know: dates and times as
 * ISO-8601, Optional, tuples and Row as arrays, holders of one value as that value.
 *
 * The fields are those of facts/kryo_classes.def. What is not here stays an object of its fields */
#include <stdio.h>

#include "decode/kryo.h"

typedef struct sv_value *present_fn(struct sv_decoding *d, struct sv_value *object);

static int64_t number(const struct sv_value *object, const char *name)
{
    const struct sv_value *member = sv_value_member(object, name);
    return member ? member->i : 0;
}

/* A member that is a text; NULL when it is null. */
static const struct sv_value *text(const struct sv_value *object, const char *name)
{
    const struct sv_value *member = sv_value_member(object, name);
    return member && member->kind == SV_VALUE_TEXT ? member : NULL;
}

/* Both members must be texts. */
static struct sv_value *join(struct sv_decoding *d, const struct sv_value *object, const char *first,
                             const char *between, const char *second)
{
    struct sv_value *joined = sv_join(d, text(object, first), between, text(object, second));
    if (!joined)
        sv_decode_bad(d);
    return joined;
}

/* The member itself in place of its holder. */
static struct sv_value *only(struct sv_decoding *d, const struct sv_value *object, const char *name)
{
    const struct sv_value *member = sv_value_member(object, name);
    return member ? sv_make_again(d, member, 1) : sv_make(d, SV_VALUE_NULL);
}

static struct sv_value *local_date(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_year_month_day(d, number(object, "year"), (int)number(object, "month"), (int)number(object, "day"));
}

static struct sv_value *local_time(struct sv_decoding *d, struct sv_value *object)
{
    int64_t nano_of_day = 0;
    if (!sv_nano_of_day((int)number(object, "hour"), (int)number(object, "minute"), (int)number(object, "second"),
                        number(object, "nano"), &nano_of_day))
        sv_decode_bad(d);
    return sv_make_time(d, nano_of_day);
}

static struct sv_value *local_date_time(struct sv_decoding *d, struct sv_value *object)
{
    return join(d, object, "date", "T", "time");
}

static struct sv_value *offset_date_time(struct sv_decoding *d, struct sv_value *object)
{
    return join(d, object, "dateTime", "", "offset");
}

static struct sv_value *offset_time(struct sv_decoding *d, struct sv_value *object)
{
    return join(d, object, "time", "", "offset");
}

/* ZonedDateTime#toString: the zone only where it is no offset. */
static struct sv_value *zoned_date_time(struct sv_decoding *d, struct sv_value *object)
{
    struct sv_value *local = offset_date_time(d, object);
    const struct sv_value *zone = text(object, "zone"), *offset = text(object, "offset");
    if (!local || !zone || sv_str_eq(zone->text, offset->text))
        return local;
    return sv_join(d, sv_join(d, local, "[", zone), "]", sv_make(d, SV_VALUE_TEXT));
}

static struct sv_value *zone_offset(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_offset(d, (int32_t)number(object, "totalSeconds"));
}

static struct sv_value *zone_region(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "id");
}

static struct sv_value *year(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "year");
}

static struct sv_value *year_month(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_year_month(d, (int32_t)number(object, "year"), (int)number(object, "month"));
}

static struct sv_value *month_day(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_month_day(d, (int)number(object, "month"), (int)number(object, "day"));
}

static struct sv_value *period(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_period(d, (int32_t)number(object, "years"), (int32_t)number(object, "months"),
                          (int32_t)number(object, "days"));
}

static struct sv_value *duration(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_duration(d, number(object, "seconds"), number(object, "nanos"));
}

static struct sv_value *instant(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_instant(d, number(object, "seconds"), number(object, "nanos"));
}

/* An array of no or one element. An Optional holds no null. */
static struct sv_value *optional(struct sv_decoding *d, struct sv_value *object)
{
    const struct sv_value *present = sv_value_member(object, "isPresent"), *value = sv_value_member(object, "value");
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    if (value && value->kind != SV_VALUE_NULL && (!present || present->i))
        sv_value_add(array, sv_make_again(d, value, 1));
    return array;
}

static struct sv_value *value_of(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "value");
}

static struct sv_value *array_of(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "array");
}

static struct sv_value *atomic_boolean(struct sv_decoding *d, struct sv_value *object)
{
    return sv_make_number(d, SV_VALUE_BOOL, number(object, "value") != 0);
}

static struct sv_value *members(struct sv_decoding *d, struct sv_value *object)
{
    (void)d;
    object->kind = SV_VALUE_ARRAY;
    for (struct sv_value *member = object->child; member; member = member->next)
        member->name = (sv_str){ "", 0 };
    return object;
}

/* f0, f1, ... stand sorted as texts: f10 before f2. */
static struct sv_value *tuple(struct sv_decoding *d, struct sv_value *object)
{
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t i = 0; i < object->count; i++) {
        char name[16];
        snprintf(name, sizeof name, "f%u", i);
        sv_value_add(array, only(d, object, name));
    }
    return array;
}

static struct sv_value *file(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "path");
}

static struct sv_value *charset(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "name");
}

/* URL#toExternalForm. */
static struct sv_value *url(struct sv_decoding *d, struct sv_value *object)
{
    const struct sv_value *authority = text(object, "authority"), *anchor = text(object, "ref");
    struct sv_value *head = sv_join(d, text(object, "protocol"), ":", sv_make(d, SV_VALUE_TEXT));
    if (!head)
        sv_decode_bad(d);
    if (authority && authority->text.n)
        head = sv_join(d, head, "//", authority);
    if (text(object, "file"))
        head = sv_join(d, head, "", text(object, "file"));
    return anchor ? sv_join(d, head, "#", anchor) : head;
}

static struct sv_value *big_decimal(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "bigDecimal");
}

static struct sv_value *big_int(struct sv_decoding *d, struct sv_value *object)
{
    return only(d, object, "bigInteger");
}

static const struct {
    const char *name;
    present_fn *present;
} forms[] = {
    { "java.io.File", file },
    { "java.net.URL", url },
    { "java.time.Duration", duration },
    { "java.time.Instant", instant },
    { "java.time.LocalDate", local_date },
    { "java.time.LocalDateTime", local_date_time },
    { "java.time.LocalTime", local_time },
    { "java.time.MonthDay", month_day },
    { "java.time.OffsetDateTime", offset_date_time },
    { "java.time.OffsetTime", offset_time },
    { "java.time.Period", period },
    { "java.time.Year", year },
    { "java.time.YearMonth", year_month },
    { "java.time.ZoneOffset", zone_offset },
    { "java.time.ZoneRegion", zone_region },
    { "java.time.ZonedDateTime", zoned_date_time },
    { "java.util.AbstractMap$SimpleEntry", members },
    { "java.util.AbstractMap$SimpleImmutableEntry", members },
    { "java.util.Optional", optional },
    { "java.util.OptionalDouble", optional },
    { "java.util.OptionalInt", optional },
    { "java.util.OptionalLong", optional },
    { "java.util.concurrent.atomic.AtomicBoolean", atomic_boolean },
    { "java.util.concurrent.atomic.AtomicInteger", value_of },
    { "java.util.concurrent.atomic.AtomicIntegerArray", array_of },
    { "java.util.concurrent.atomic.AtomicLong", value_of },
    { "java.util.concurrent.atomic.AtomicLongArray", array_of },
    { "java.util.concurrent.atomic.AtomicReference", value_of },
    { "java.util.concurrent.atomic.AtomicReferenceArray", array_of },
    { "scala.math.BigDecimal", big_decimal },
    { "scala.math.BigInt", big_int },
    { "sun.nio.cs.ISO_8859_1", charset },
    { "sun.nio.cs.US_ASCII", charset },
    { "sun.nio.cs.UTF_8", charset },
};

struct sv_value *sv_kryo_present(struct sv_kryo_reader *r, const struct sv_kryo_class *row_of, struct sv_value *object)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (sv_str_eq(sv_str_of(forms[i].name), row_of->name))
            return forms[i].present(r->d, object);
    if (sv_str_starts(row_of->name, SV_STR("org.apache.flink.api.java.tuple.Tuple")))
        return tuple(r->d, object);
    bool is_value = sv_str_starts(row_of->name, SV_STR("org.apache.flink.types."));
    return is_value ? value_of(r->d, object) : object;
}
