#include <criterion/criterion.h>

#include "support/decoded.h"

#define AVRO_ENTRY "org.apache.avro.generic.GenericData$Array"
#define DUMMY "org.apache.flink.api.java.typeutils.runtime.kryo.Serializers$DummyAvroRegisteredClass"
#define JAVA_SERIALIZER "org.apache.flink.api.java.typeutils.runtime.kryo.JavaSerializer"

static void registration(struct decoded *x, struct sv_type *type, const char *name, const char *serializer)
{
    struct sv_entry *entry = made_entry(x->made, &type->more.kryo->registrations, name);
    entry->registered_class = sv_str_of(name);
    entry->registration_kind = serializer ? 1 : 0;
    entry->serializer_class = sv_str_of(serializer);
}

/* As Flink writes it: the type itself, another class if there is one, and the entry for Avro. */
static struct sv_type *kryo(struct decoded *x, const char *declared, const char *more, const char *serializer)
{
    struct sv_type *type = made_kryo(x->made, "value", declared);
    registration(x, type, declared, NULL);
    if (more)
        registration(x, type, more, serializer);
    struct sv_entry *avro = made_entry(x->made, &type->more.kryo->registrations, AVRO_ENTRY);
    avro->registered_class = SV_STR(DUMMY);
    avro->registration_kind = 1;
    return type;
}

static void put_name(struct bytes *b, const char *class_name)
{
    decoded_put_hex(b, "0100");
    decoded_put_kryo(b, class_name);
}

/* Values without a class name in them, of a state declared as the class. */
static const struct {
    const char *declared, *hex, *text;
} cases[] = {
    { "java.lang.Object", "00", "null" },
    { "java.lang.Object", "020e", "7" },
    { "java.lang.Object", "0901", "-1L" },
    { "java.lang.Object", "09ffffffffffffffffff", "-9223372036854775808L" },
    { "java.lang.Object", "0501", "true" },
    { "java.lang.Object", "06ff", "-1" },
    { "java.lang.Object", "08fffe", "-2" },
    { "java.lang.Object", "070041", "\"A\"" },
    { "java.lang.Object", "043fc00000", "1.5f" },
    { "java.lang.Object", "0a3ff8000000000000", "1.5" },
    { "java.lang.Object", "030180", "null" },
    { "java.lang.Object", "030181", "\"\"" },
    { "java.lang.Object", "030161e2", "\"ab\"" },
    { "java.lang.Object", "030182c3a9", "\"\xC3\xA9\"" },
    { "java.lang.Object", "030183eda080edb080", "\"\xF0\x90\x80\x80\"" },
    { "java.lang.Object", "540105c801", "\"ffffffff-ffff-fffd-0000-000000000064\"" },
    { "java.lang.Object", "4c010200000000000000050000000000000001", "\"{0, 2, 64}\"" },
    { "java.lang.Object", "50018ecc36", "\"00:14:54.478\"" },
    { "java.lang.Object", "5101e807c0843d", "\"1970-01-01T00:00:01.001Z\"" },
    { "java.lang.Object", "5301826150", "\"a:80\"" },
    { "java.util.ArrayList", "570103030161e2020e00", "[\"ab\",7,null]" },
    { "java.util.ArrayList", "570102030161e20303", "[\"ab\",\"ab\"]" },
    { "java.util.ArrayList", "5701015702", "[{@ref=0}]" },
    { "java.util.ArrayList", "5701025701005703", "[[],[]]" },
    { "java.util.ArrayList", "5701015704", "! impossible value at 5" },
    { "java.util.HashMap", "570102030161e2020e0000", "{\"ab\":7,null:null}" },
    { "java.util.TreeMap", "57010001020e0501", "{7:true}" },
    { "java.util.TreeSet", "57010001020e", "[7]" },
    { "java.util.PriorityQueue", "4d010001020e", "[7]" },
    { "java.util.Collections$SingletonList", "5701020e", "[7]" },
    { "java.util.Collections$SingletonMap", "5701020e0501", "{7:true}" },
    { "java.util.Collections$EmptyMap", "5701", "{}" },
    { "java.util.Arrays$ArrayList", "4b010103030161e2", "[\"ab\"]" },
    { "[B", "57010300ff", "x00ff" },
    { "[I", "5701030203", "[1,-2]" },
    { "[S", "570102ffff", "[-1]" },
    { "[D", "570101", "[]" },
    { "[Ljava.lang.String;", "5701030161e200", "[\"ab\",null]" },
    { "[Ljava.lang.Integer;", "570103010e00", "[7,null]" },
    { "[Ljava.lang.Object;", "570102020e", "[7]" },
    { "[[I", "57010301020200", "[[1],null]" },
    { "[Lcom.acme.Order;", "57010200", "! unknown serializer snapshot class at 2" },
    { "java.time.DayOfWeek", "570107", "\"SUNDAY\"" },
    { "java.time.DayOfWeek", "570108", "! impossible value at 3" },
    { "java.time.LocalDate", "5701001d0002ce1f", "! impossible value at 8" },
    { "java.time.LocalDate", "5701001d0002c81f", "\"2020-02-29\"" },
    { "java.time.LocalTime", "570101020e03", "\"01:02:03.000000007\"" },
    { "java.time.LocalDateTime", "57010100010001c81f0101020000", "\"2020-01-01T01:02\"" },
    { "java.time.Instant", "57010a01", "\"1969-12-31T23:59:59.000000005Z\"" },
    { "java.time.Duration", "57018094ebdc0301", "\"PT-0.5S\"" },
    { "java.time.ZoneOffset", "5701a038", "\"+01:00\"" },
    { "java.time.Year", "5701c81f", "2020" },
    { "java.time.YearMonth", "570104c81f", "\"2020-02\"" },
    { "java.time.MonthDay", "57013a04", "\"--02-29\"" },
    { "java.time.Period", "5701060402", "\"P1Y2M3D\"" },
    { "java.util.Optional", "5701020e", "[7]" },
    { "java.util.Optional", "570100", "[]" },
    { "java.util.OptionalInt", "5701010e", "[7]" },
    { "java.util.OptionalInt", "57010000", "[]" },
    { "java.util.concurrent.atomic.AtomicLong", "57010e", "7L" },
    { "java.util.concurrent.atomic.AtomicBoolean", "570102", "true" },
    { "java.util.concurrent.atomic.AtomicIntegerArray", "5701010202", "[1]" },
    { "java.io.File", "5701012ff8", "\"/x\"" },
    { "java.net.URL", "57010168ef012ff8010168ef01016670f400", "\"fpt://ho/x\"" },
    { "org.apache.flink.api.java.tuple.Tuple2", "5701020e030161e2", "[7,\"ab\"]" },
    { "org.apache.flink.types.IntValue", "57010e", "7" },
    { "java.lang.Class", "57010300", "\"java.lang.String\"" },
    { "java.lang.Class", "57010201", "\"int\"" },
    { "java.math.BigDecimal", "5701020c02", "\"1.2\"" },
    { "java.math.BigInteger", "57010280", "\"-128\"" },
    { "java.util.Date", "570101", "\"1970-01-01T00:00:00.001Z\"" },
    { "java.lang.StringBuilder", "5701836162", "\"ab\"" },
    { "java.lang.Object", "0c01", "! impossible value at 1" },
    { "java.lang.Object", "ff01", "! impossible value at 2" },
    { "java.lang.Object", "7f01", "! impossible value at 1" },
    { "scala.Tuple2", "2701020e0501", "[7,true]" },
    { "scala.Some", "1101020e", "[7]" },
    { "scala.util.Left", "1201020e", "{left=7}" },
    { "scala.collection.immutable.Map$Map1", "1a01012701020e0501", "{7:true}" },
    { "scala.Tuple2$mcIJ$sp", "4201000000070000000000000008", "[7,8L]" },
};

Test(kryo, values_of_known_classes)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        const char *text = decoded_text(&x, kryo(&x, cases[i].declared, NULL, NULL));
        cr_expect_str_eq(text, cases[i].text, "%s %s: %s", cases[i].declared, cases[i].hex, text);
    }
    decoded_done(&x);
}

Test(kryo, every_prefix_and_change_of_every_one)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].text[0] == '!')
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, kryo(&x, cases[i].declared, NULL, NULL));
    }
    decoded_done(&x);
}

Test(kryo, a_class_is_named_once_and_then_by_its_number)
{
    struct decoded x;
    decoded_begin(&x);
    put_name(&x.bytes, "java.util.LinkedList");
    decoded_put_hex(&x.bytes, "0102");
    decoded_put_hex(&x.bytes, "0101");
    decoded_put_kryo(&x.bytes, "java.util.HashSet");
    decoded_put_hex(&x.bytes, "010001000100");
    cr_expect_str_eq(decoded_text(&x, kryo(&x, "java.util.List", NULL, NULL)), "[[],[]]");
    put_name(&x.bytes, "com.acme.Order");
    decoded_put_hex(&x.bytes, "01");
    cr_expect_str_eq(decoded_text(&x, kryo(&x, "java.util.List", NULL, NULL)),
                     "! unknown serializer snapshot class at 17");
    decoded_done(&x);
}

Test(kryo, zoned_times_name_their_zone)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "5701010100010001c81f010102000001a038");
    put_name(&x.bytes, "java.time.ZoneRegion");
    decoded_put_hex(&x.bytes, "0101");
    decoded_put_kryo(&x.bytes, "Europe/Paris");
    cr_expect_str_eq(decoded_text(&x, kryo(&x, "java.time.ZonedDateTime", NULL, NULL)),
                     "\"2020-01-01T01:02+01:00[Europe/Paris]\"");
    decoded_done(&x);
}

Test(kryo, rows_of_each_release)
{
    static const char *const rows[][2] = {
        /* 1.13 and later: by position, by name */
        { "570100580102020e010100", "[7]" },
        { "57015901010161e2020e00010100", "{\"ab\":7}" },
        /* 1.11 and 1.12, and before */
        { "5701580102020e0101", "[7]" },
        { "5701580102020e", "[7]" },
        { "57010000010100", "! impossible value at 7" },
        { "5701580102020e0100", "! impossible value at 9" },
    };
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = made_kryo(x.made, "value", "org.apache.flink.types.Row");
    registration(&x, type, "org.apache.flink.types.Row", NULL);
    registration(&x, type, "[Ljava.lang.Object;", NULL);
    registration(&x, type, "java.util.HashMap", NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        decoded_put_hex(&x.bytes, rows[i][0]);
        cr_expect_str_eq(decoded_text(&x, type), rows[i][1], "%s: %s", rows[i][0], x.text);
    }
    decoded_done(&x);
}

Test(kryo, ids_follow_the_registrations)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "580100");
    cr_expect_str_eq(decoded_text(&x, kryo(&x, "java.lang.Object", "java.util.LinkedList", NULL)), "[]");
    /* one that has an id already takes none */
    decoded_put_hex(&x.bytes, "54010000");
    cr_expect_str_eq(decoded_text(&x, kryo(&x, "java.util.UUID", NULL, NULL)),
                     "\"00000000-0000-0000-0000-000000000000\"");
    decoded_put_hex(&x.bytes, "570100");
    cr_expect_str_eq(decoded_text(&x, kryo(&x, "java.util.UUID", "java.util.LinkedList", NULL)), "[]");
    decoded_done(&x);
}

static void put_java_int(struct bytes *b)
{
    types_java_begin(b);
    bytes_u8(b, 0x73);
    types_java_descriptor(b, "java.lang.Integer", 2, 1);
    types_java_field(b, 'I', "value", NULL);
    types_java_no_super(b);
    bytes_i32(b, 7);
}

Test(kryo, a_class_registered_with_java_serialization)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = kryo(&x, "java.lang.Object", "com.acme.Order", JAVA_SERIALIZER);
    decoded_put_hex(&x.bytes, "5801");
    put_java_int(&x.bytes);
    cr_expect_str_eq(decoded_text(&x, type), "7");
    type = kryo(&x, "java.lang.Object", "com.acme.Order", "com.acme.OrderSerializer");
    decoded_put_hex(&x.bytes, "580100");
    cr_expect_str_eq(decoded_text(&x, type), "! unknown serializer snapshot class at 2");
    decoded_done(&x);
}

Test(kryo, default_serializers_of_the_user_are_asked_first)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = kryo(&x, "java.lang.Object", NULL, NULL);
    made_entry(x.made, &type->more.kryo->default_classes, "java.util.LinkedList")->serializer_class =
        SV_STR("com.acme.ListSerializer");
    put_name(&x.bytes, "java.util.LinkedList");
    decoded_put_hex(&x.bytes, "0100");
    cr_expect_str_eq(decoded_text(&x, type), "! unknown serializer snapshot class at 23");
    put_name(&x.bytes, "java.util.ArrayList");
    decoded_put_hex(&x.bytes, "0100");
    cr_expect_str_eq(decoded_text(&x, type), "[]");
    made_entry(x.made, &type->more.kryo->default_classes, "java.util.Collection")->serializer_class =
        SV_STR("com.acme.ListSerializer");
    put_name(&x.bytes, "java.util.ArrayList");
    decoded_put_hex(&x.bytes, "0100");
    cr_expect_str_eq(decoded_text(&x, type), "! unknown serializer snapshot class at 22");
    decoded_done(&x);
}

Test(kryo, references_to_references_meet_a_limit_before_they_fill_memory)
{
    enum { DEPTH = 40 };
    struct decoded x;
    decoded_begin(&x);
    /* a list of a list and that list again, and so on: 2^40 parts */
    for (int i = 0; i < DEPTH; i++)
        decoded_put_hex(&x.bytes, "570102");
    decoded_put_hex(&x.bytes, "570100");
    for (int i = DEPTH; i > 0; i--)
        decoded_put_hex(&x.bytes, "57");
    x.bytes.n -= DEPTH;
    for (int i = DEPTH; i > 0; i--) {
        bytes_u8(&x.bytes, 0x57);
        bytes_u8(&x.bytes, (uint8_t)(i + 2));
    }
    decoded_text(&x, kryo(&x, "java.util.ArrayList", NULL, NULL));
    cr_expect_eq(strncmp(x.text, "! out of memory or over a limit", 31), 0, "%.60s", x.text);
    decoded_done(&x);
}

Test(kryo, whether_a_class_can_be_decoded_is_known_beforehand)
{
    struct decoded x;
    decoded_begin(&x);
    const char *reason = NULL;
    struct sv_arena *arena = &x.made->arena;
    cr_expect(sv_decodable(sv_codec_new(kryo(&x, "java.util.List", NULL, NULL), NULL, arena), NULL));
    cr_expect(sv_decodable(sv_codec_new(kryo(&x, "java.util.UUID", NULL, NULL), NULL, arena), NULL));
    cr_expect_not(sv_decodable(sv_codec_new(kryo(&x, "com.acme.Order", NULL, NULL), NULL, arena), &reason));
    cr_expect_str_eq(reason, "Kryo values of a class whose fields are not known");
    cr_expect(sv_decodable(sv_codec_new(kryo(&x, "[B", NULL, NULL), NULL, arena), NULL));
    decoded_done(&x);
}

Test(kryo, hash_of_keys)
{
    static const struct {
        const char *declared, *hex;
        bool known;
        int32_t hash;
    } keys[] = {
        { "java.util.UUID", "54010204", true, 3 },
        { "java.lang.Object", "030161e2", true, 31 * 'a' + 'b' },
        { "java.lang.Object", "030183eda080edb080", true, 31 * 0xD800 + 0xDC00 },
        { "java.lang.Object", "020e", true, 7 },
        { "java.lang.Object", "0501", true, 1231 },
        { "java.lang.Object", "0901", true, 0 },
        { "java.math.BigDecimal", "5701020c02", true, 31 * 12 + 1 },
        { "java.math.BigInteger", "57010280", true, -128 },
        { "java.time.LocalDate", "5701001d0002c81f", true, 4137117 },
        { "java.time.Instant", "57010a02", true, 256 },
        { "java.time.Year", "5701c81f", true, 2020 },
        { "java.util.Date", "570101", true, 1 },
        { "java.util.ArrayList", "570100", false, 0 },
        { "com.acme.Order", "5701", false, 0 },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int32_t hash = 0;
        decoded_put_hex(&x.bytes, keys[i].hex);
        bool known = decoded_hash(&x, kryo(&x, keys[i].declared, NULL, NULL), &hash);
        cr_expect_eq(known, keys[i].known, "%s %s", keys[i].declared, keys[i].hex);
        cr_expect_eq(hash, keys[i].hash, "%s %s: %d", keys[i].declared, keys[i].hex, hash);
    }
    decoded_done(&x);
}
