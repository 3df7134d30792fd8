/* java_known.c: classes of the JDK in Java serialization whose values are no list of fields to a reader.
 *
 * SIZE  MEANING (of what a class wrote by its own code)
 *       collections: numbers, then the elements as objects; maps: numbers, then keys and values by turns
 *       java.util.Date and its subclasses: 8 ms
 *       java.time: 1 type and its numbers (java.time.Ser)
 * Mirrors writeObject and writeReplace of these classes, JDK 8 to 17 */
#include "decode/java.h"

typedef struct sv_value *known_fn(struct sv_decoding *d, const struct sv_java_object *object);

static struct sv_value *boxed(struct sv_decoding *d, const struct sv_java_object *object, enum sv_value_kind kind)
{
    const union sv_java_value *value = sv_java_field(object, "value", NULL);
    struct sv_value *made = sv_make(d, kind);
    if (!value)
        sv_decode_bad(d);
    else if (made && (kind == SV_VALUE_FLOAT || kind == SV_VALUE_DOUBLE))
        made->d = value->d;
    else if (made)
        made->i = value->i;
    return made;
}

static struct sv_value *known_bool(struct sv_decoding *d, const struct sv_java_object *object)
{
    return boxed(d, object, SV_VALUE_BOOL);
}

static struct sv_value *known_int(struct sv_decoding *d, const struct sv_java_object *object)
{
    return boxed(d, object, SV_VALUE_INT);
}

static struct sv_value *known_long(struct sv_decoding *d, const struct sv_java_object *object)
{
    return boxed(d, object, SV_VALUE_LONG);
}

static struct sv_value *known_float(struct sv_decoding *d, const struct sv_java_object *object)
{
    return boxed(d, object, SV_VALUE_FLOAT);
}

static struct sv_value *known_double(struct sv_decoding *d, const struct sv_java_object *object)
{
    return boxed(d, object, SV_VALUE_DOUBLE);
}

static struct sv_value *known_char(struct sv_decoding *d, const struct sv_java_object *object)
{
    const union sv_java_value *value = sv_java_field(object, "value", NULL);
    struct sv_units u;
    if (!value || !sv_units_begin(d, &u, 1))
        return sv_make(d, SV_VALUE_NULL);
    sv_units_put(&u, (uint32_t)value->i);
    return sv_make_text(d, SV_VALUE_TEXT, sv_units_end(&u));
}

static struct sv_value *known_collection(struct sv_decoding *d, const struct sv_java_object *object)
{
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t i = 0; i < object->annotation_count && sv_cur_ok(d->cur); i++)
        if (!object->annotations[i] || object->annotations[i]->kind != SV_JAVA_BLOCK)
            sv_value_add(array, sv_java_value(d, object->annotations[i]));
    return array;
}

static struct sv_value *known_map(struct sv_decoding *d, const struct sv_java_object *object)
{
    struct sv_value *map = known_collection(d, object);
    if (map && map->count % 2 != 0)
        sv_decode_bad(d);
    if (map)
        map->kind = SV_VALUE_MAP;
    return map;
}

static struct sv_value *known_list(struct sv_decoding *d, const struct sv_java_object *object)
{
    struct sv_java_items items = sv_java_items(object);
    struct sv_value *array = sv_make(d, SV_VALUE_ARRAY);
    for (uint32_t i = 0; i < items.count && sv_cur_ok(d->cur); i++)
        sv_value_add(array, sv_java_value(d, sv_java_item(&items, i)));
    return array;
}

/* Two's complement of sign and magnitude. */
static sv_str big_bytes(struct sv_decoding *d, const struct sv_java_object *object)
{
    const union sv_java_value *sign = sv_java_field(object, "signum", NULL);
    const struct sv_java_object *magnitude = sv_java_ref(object, "magnitude");
    size_t n = magnitude ? magnitude->text.n : 0;
    unsigned char *bytes = sv_arena_alloc(d->arena, n + 1, 1);
    if (!bytes || !sign) {
        sv_decode_bad(d);
        return (sv_str){ "", 0 };
    }
    if (n)
        memcpy(bytes + 1, magnitude->text.p, n);
    unsigned carry = 1;
    for (size_t i = n + 1; i > 0 && sign->i < 0; i--) {
        unsigned byte = (0xFFu - bytes[i - 1]) + carry;
        bytes[i - 1] = (unsigned char)byte;
        carry = byte >> 8;
    }
    return (sv_str){ (const char *)bytes, n + 1 };
}

static struct sv_value *known_big_integer(struct sv_decoding *d, const struct sv_java_object *object)
{
    return sv_make_big_integer(d, big_bytes(d, object));
}

static struct sv_value *known_big_decimal(struct sv_decoding *d, const struct sv_java_object *object)
{
    const union sv_java_value *scale = sv_java_field(object, "scale", NULL);
    const struct sv_java_object *digits = sv_java_ref(object, "intVal");
    if (!scale || !digits) {
        sv_decode_bad(d);
        return NULL;
    }
    return sv_make_big_decimal(d, big_bytes(d, digits), (int32_t)scale->i);
}

static int64_t millis_of(const struct sv_java_object *object)
{
    struct sv_cursor block = sv_java_block(object);
    return sv_cur_i64(&block);
}

static struct sv_value *known_date(struct sv_decoding *d, const struct sv_java_object *object)
{
    return sv_make_millis(d, millis_of(object));
}

static struct sv_value *known_sql_date(struct sv_decoding *d, const struct sv_java_object *object)
{
    return sv_make_sql_date(d, millis_of(object));
}

static struct sv_value *known_sql_time(struct sv_decoding *d, const struct sv_java_object *object)
{
    return sv_make_sql_time(d, millis_of(object));
}

static struct sv_value *known_timestamp(struct sv_decoding *d, const struct sv_java_object *object)
{
    const union sv_java_value *nanos = sv_java_field(object, "nanos", NULL);
    int64_t millis = millis_of(object);
    return sv_make_instant(d, sv_floor_div(millis, 1000), nanos ? nanos->i : 0);
}

static struct sv_value *known_uuid(struct sv_decoding *d, const struct sv_java_object *object)
{
    const union sv_java_value *most = sv_java_field(object, "mostSigBits", NULL);
    const union sv_java_value *least = sv_java_field(object, "leastSigBits", NULL);
    return sv_make_uuid(d, most ? (uint64_t)most->i : 0, least ? (uint64_t)least->i : 0);
}

static sv_str text_of(const struct sv_java_object *object, const char *field)
{
    const struct sv_java_object *text = sv_java_ref(object, field);
    return text && text->kind == SV_JAVA_STRING ? text->text : (sv_str){ "", 0 };
}

/* Locale#toString without script and extensions: language_COUNTRY_variant. */
static struct sv_value *known_locale(struct sv_decoding *d, const struct sv_java_object *object)
{
    sv_str language = text_of(object, "language"), country = text_of(object, "country"),
           variant = text_of(object, "variant");
    const char *first = country.n || variant.n ? "_" : "", *second = variant.n ? "_" : "";
    struct sv_value *text = sv_make_format(d, "%.*s%s%.*s%s%.*s", (int)language.n, language.p, first, (int)country.n,
                                           country.p, second, (int)variant.n, variant.p);
    if (text)
        text->text = sv_clean_utf8(d, text->text);
    return text;
}

static struct sv_value *known_date_format(struct sv_decoding *d, const struct sv_java_object *object)
{
    return sv_make_utf8(d, text_of(object, "pattern"));
}

static bool is_throwable(const struct sv_java_object *object)
{
    for (const struct sv_java_class *cls = object->cls; cls; cls = cls->super)
        if (sv_str_eq(cls->name, SV_STR("java.lang.Throwable")))
            return true;
    return false;
}

/* Class, message and cause; not the stack. */
static struct sv_value *throwable(struct sv_decoding *d, const struct sv_java_object *object)
{
    struct sv_value *value = sv_make(d, SV_VALUE_OBJECT);
    const struct sv_java_object *cause = sv_java_ref(object, "cause");
    sv_make_member(value, "@class", sv_make_utf8(d, object->cls->name));
    sv_make_member(value, "message", sv_java_value(d, sv_java_ref(object, "detailMessage")));
    if (cause && cause != object)
        sv_make_member(value, "cause", sv_java_value(d, cause));
    return value;
}

static const struct {
    const char *name;
    known_fn *value;
} known[] = {
    { "java.lang.Boolean", known_bool },
    { "java.lang.Byte", known_int },
    { "java.lang.Short", known_int },
    { "java.lang.Integer", known_int },
    { "java.lang.Long", known_long },
    { "java.lang.Float", known_float },
    { "java.lang.Double", known_double },
    { "java.lang.Character", known_char },
    { "java.math.BigInteger", known_big_integer },
    { "java.math.BigDecimal", known_big_decimal },
    { "java.sql.Date", known_sql_date },
    { "java.sql.Time", known_sql_time },
    { "java.sql.Timestamp", known_timestamp },
    { "java.text.SimpleDateFormat", known_date_format },
    { "java.time.Ser", sv_java_time },
    { "java.util.ArrayDeque", known_collection },
    { "java.util.ArrayList", known_list },
    { "java.util.Arrays$ArrayList", known_list },
    { "java.util.CollSer", known_list },
    { "java.util.Collections$SingletonList", known_list },
    { "java.util.Collections$UnmodifiableList", known_list },
    { "java.util.Collections$UnmodifiableRandomAccessList", known_list },
    { "java.util.Date", known_date },
    { "java.util.HashMap", known_map },
    { "java.util.HashSet", known_collection },
    { "java.util.Hashtable", known_map },
    { "java.util.LinkedHashMap", known_map },
    { "java.util.LinkedHashSet", known_collection },
    { "java.util.LinkedList", known_list },
    { "java.util.Locale", known_locale },
    { "java.util.TreeMap", known_map },
    { "java.util.UUID", known_uuid },
};

bool sv_java_known(struct sv_decoding *d, const struct sv_java_object *object, struct sv_value **value_out)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!sv_str_eq(sv_str_of(known[i].name), object->cls->name))
            continue;
        *value_out = known[i].value(d, object);
        return true;
    }
    if (is_throwable(object))
        *value_out = throwable(d, object);
    return is_throwable(object);
}
