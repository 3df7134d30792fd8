#include <criterion/criterion.h>

#include "support/decoded.h"

#define BASE(name) TYPES_BASE #name "Serializer$" #name "SerializerSnapshot"

/* One value: class, bytes in hex, text, Java's hash code (NONE: unknown). */
enum { NONE = INT32_MIN };
static const struct {
    const char *class_name, *hex, *text;
    int32_t hash;
} cases[] = {
    { BASE(Boolean), "01", "true", 1231 },
    { BASE(Boolean), "00", "false", 1237 },
    { BASE(BooleanValue), "01", "true", 1 },
    { BASE(Byte), "ff", "-1", -1 },
    { BASE(Short), "fffe", "-2", -2 },
    { BASE(Int), "80000000", "-2147483648", NONE },
    { BASE(Int), "00000007", "7", 7 },
    { BASE(Long), "0000000100000002", "4294967298L", 3 },
    { BASE(LongValue), "0000000100000002", "4294967298L", 46 },
    { BASE(Float), "3fc00000", "1.5f", 0x3fc00000 },
    { BASE(Float), "7fc00001", "nanf", 0x7fc00000 },
    { BASE(Double), "3ff8000000000000", "1.5", 0x3ff80000 },
    { BASE(DoubleValue), "3ff8000000000000", "1.5", 0x3ff80000 + 31 },
    { BASE(Char), "0041", "\"A\"", 0x41 },
    { BASE(Char), "20ac", "\"\xE2\x82\xAC\"", 0x20ac },
    { BASE(Char), "d800", "\"\xEF\xBF\xBD\"", 0xd800 },
    { BASE(Void), "00", "null", NONE },
    { BASE(NullValue), "", "null", NONE },
    { BASE(BigInt), "00000000", "null", 0 },
    { BASE(BigInt), "00000001", "\"0\"", 0 },
    { BASE(BigInt), "00000003", "\"10\"", 10 },
    { BASE(BigInt), "0000000501", "\"1\"", 1 },
    { BASE(BigInt), "0000000580", "\"-128\"", -128 },
    { BASE(BigInt), "0000000d00ffffffffffffffff", "\"18446744073709551615\"", -32 },
    { BASE(BigInt), "0000000d010000000000000000", "\"18446744073709551616\"", 961 },
    { BASE(BigDec), "000000050c00000001", "\"1.2\"", 31 * 12 + 1 },
    { BASE(BigDec), "00000001fffffffd", "\"0E+3\"", -3 },
    { BASE(Date), "0000000000000001", "\"1970-01-01T00:00:00.001Z\"", 1 },
    { BASE(Date), "ffffffffffffffff", "\"1969-12-31T23:59:59.999Z\"", 0 },
    { BASE(Date), "8000000000000000", "null", NONE },
    { BASE(SqlDate), "0000000005265c00", "\"1970-01-02\"", 86400000 },
    { BASE(SqlDate), "0000000005265c01", "\"1970-01-02T00:00:00.001Z\"", 86400001 },
    { BASE(SqlTime), "000000000036ee80", "\"01:00:00\"", 3600000 },
    { BASE(SqlTimestamp), "00000000000003e900000000", "\"1970-01-01T00:00:01Z\"", 1001 },
    { BASE(SqlTimestamp), "ffffffffffffffff3b8b87c0", "\"1969-12-31T23:59:59.999Z\"", 0 },
    { BASE(SqlTimestamp), "800000000000000000000000", "null", NONE },
    { BASE(Instant), "000000000000000100000005", "\"1970-01-01T00:00:01.000000005Z\"", 256 },
    { BASE(Instant), "800000000000000080000000", "null", NONE },
    { BASE(LocalDate), "000007e4021d", "\"2020-02-29\"", 4137117 },
    { BASE(LocalDate), "800000008000", "null", NONE },
    { BASE(LocalTime), "17000000000000", "\"23:00\"", NONE },
    { BASE(LocalTime), "01020300000007", "\"01:02:03.000000007\"", NONE },
    { BASE(LocalTime), "80800080000000", "null", NONE },
    { BASE(LocalDateTime), "000007e4010201020000000000", "\"2020-01-02T01:02\"", NONE },
    { BASE(LocalDateTime), "80000000800080800080000000", "null", NONE },
};

/* What no writer writes. */
static const struct {
    const char *class_name, *hex, *text;
} bad[] = {
    { BASE(Boolean), "02", "! impossible value at 0" },
    { BASE(BigInt), "00000004", "! impossible value at 4" },
    { BASE(BigInt), "ffffffff", "! impossible value at 4" },
    { BASE(BigInt), "0000ffff01", "! cut short at 4" },
    { BASE(LocalDate), "000007e40d01", "! impossible value at 6" },
    { BASE(LocalDate), "000007e5021d", "! impossible value at 6" },
    { BASE(LocalTime), "18000000000000", "! impossible value at 7" },
    { BASE(Instant), "00000000000000013b9aca00", "! impossible value at 12" },
    { BASE(Int), "0000000700", "! bytes left over at 4" },
};

Test(scalar, each_serializer_reads_what_it_wrote)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        const struct sv_type *type = made_type(x.made, "value", cases[i].class_name);
        cr_expect_str_eq(decoded_text(&x, type), cases[i].text, "%s %s", cases[i].class_name, cases[i].hex);
    }
    decoded_done(&x);
}

Test(scalar, hash_is_that_of_the_java_object)
{
    struct decoded x;
    decoded_begin(&x);
    size_t known = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t hash = 0;
        decoded_put_hex(&x.bytes, cases[i].hex);
        const struct sv_type *type = made_type(x.made, "key", cases[i].class_name);
        bool is_known = decoded_hash(&x, type, &hash);
        if (cases[i].hash == NONE)
            continue;
        cr_expect(is_known, "%s %s", cases[i].class_name, cases[i].hex);
        cr_expect_eq(hash, cases[i].hash, "%s %s: %d", cases[i].class_name, cases[i].hex, hash);
        known++;
    }
    cr_expect_gt(known, 30);
    decoded_done(&x);
}

Test(scalar, what_nobody_writes_is_damage)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        decoded_put_hex(&x.bytes, bad[i].hex);
        const struct sv_type *type = made_type(x.made, "value", bad[i].class_name);
        cr_expect_str_eq(decoded_text(&x, type), bad[i].text, "%s %s: %s", bad[i].class_name, bad[i].hex, x.text);
    }
    decoded_done(&x);
}

Test(scalar, every_prefix_and_change_of_every_one)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!*cases[i].hex)
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, made_type(x.made, "value", cases[i].class_name));
    }
    decoded_done(&x);
}
