#include <criterion/criterion.h>

#include "support/decoded.h"

#define STRING_VALUE TYPES_BASE "StringValueSerializer$StringValueSerializerSnapshot"

static const struct {
    const char *hex, *text;
    int32_t hash;
} cases[] = {
    { "00", "null", 0 },
    { "01", "\"\"", 0 },
    { "04616263", "\"abc\"", 96354 },
    { "0268e901", "! bytes left over at 2", 0 },
    { "0368e901", "\"h\xC3\xA9\"", 31 * 'h' + 0xE9 },
    { "02ac41", "\"\xE2\x82\xAC\"", 0x20AC },
    { "03bdb00380bc03", "\"\xF0\x9F\x98\x80\"", 31 * 0xD83D + 0xDE00 }, /* a surrogate pair */
    { "0280bc03", "\"\xEF\xBF\xBD\"", 0xDE00 },                         /* one that stands alone */
};

Test(string, units_of_utf_16_become_utf_8)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = made_string(x.made, "value");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        cr_expect_str_eq(decoded_text(&x, type), cases[i].text, "%s: %s", cases[i].hex, x.text);
    }
    decoded_done(&x);
}

Test(string, hash_is_of_units_even_of_those_that_stand_alone)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t hash = 0;
        if (cases[i].text[0] == '!')
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        cr_expect(decoded_hash(&x, made_string(x.made, "key"), &hash));
        cr_expect_eq(hash, cases[i].hash, "%s: %d", cases[i].hex, hash);
    }
    decoded_done(&x);
}

Test(string, a_length_of_more_than_a_byte)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "c902"); /* 329: 328 characters */
    bytes_fill(&x.bytes, 'a', 328);
    cr_expect_eq(strlen(decoded_text(&x, made_string(x.made, "value"))), 330);
    decoded_done(&x);
}

Test(string, a_string_value_has_no_null)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = made_type(x.made, "value", STRING_VALUE);
    decoded_put_hex(&x.bytes, "00");
    cr_expect_str_eq(decoded_text(&x, type), "\"\"");
    decoded_put_hex(&x.bytes, "026162");
    cr_expect_str_eq(decoded_text(&x, type), "\"ab\"");
    int32_t hash = 0;
    decoded_put_hex(&x.bytes, "026162");
    cr_expect(decoded_hash(&x, type, &hash));
    cr_expect_eq(hash, 31 * 'a' + 'b');
    decoded_done(&x);
}

Test(string, lengths_and_units_beyond_what_java_has_are_damage)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = made_string(x.made, "value");
    decoded_put_hex(&x.bytes, "ffffffff7f");
    cr_expect_str_eq(decoded_text(&x, type), "! impossible value at 5");
    decoded_put_hex(&x.bytes, "0280808010");
    cr_expect_str_eq(decoded_text(&x, type), "! impossible value at 5");
    decoded_put_hex(&x.bytes, "ffff036162");
    cr_expect_str_eq(decoded_text(&x, type), "! cut short at 3");
    decoded_done(&x);
}

Test(string, every_prefix_and_change)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "0768c3016cbdb00380bc03ac41");
    decoded_sweep(&x, made_string(x.made, "value"));
    decoded_done(&x);
}
