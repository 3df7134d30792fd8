#include <criterion/criterion.h>

#include "support/decoded.h"

static struct sv_type *colors(struct decoded *x, const char *class_name, int32_t *ids)
{
    static sv_str names[] = { SV_STR_INIT("RED"), SV_STR_INIT("GR\xC3\x9CN") };
    static struct sv_enum color;
    color = (struct sv_enum){ .names = names, .ids = ids, .count = 2 };
    struct sv_type *type = made_type(x->made, "value", class_name);
    type->more.names = &color;
    return type;
}

Test(enum, java_constants_by_place_in_the_snapshot)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = colors(&x, TYPES_BASE "EnumSerializer$EnumSerializerSnapshot", NULL);
    decoded_put_hex(&x.bytes, "00000001");
    cr_expect_str_eq(decoded_text(&x, type), "\"GR\xC3\x9CN\"");
    decoded_put_hex(&x.bytes, "00000002");
    cr_expect_str_eq(decoded_text(&x, type), "! impossible value at 4");
    decoded_put_hex(&x.bytes, "ffffffff");
    cr_expect_str_eq(decoded_text(&x, type), "! impossible value at 4");
    int32_t hash;
    decoded_put_hex(&x.bytes, "00000001");
    cr_expect_not(decoded_hash(&x, type, &hash), "an identity hash is another in each process");
    decoded_put_hex(&x.bytes, "00000001");
    decoded_sweep(&x, type);
    decoded_done(&x);
}

Test(enum, scala_constants_by_id)
{
    struct decoded x;
    decoded_begin(&x);
    int32_t ids[] = { 10, -3 };
    const char *class_name = "org.apache.flink.api.scala.typeutils.ScalaEnumSerializerSnapshot";
    decoded_put_hex(&x.bytes, "fffffffd");
    cr_expect_str_eq(decoded_text(&x, colors(&x, class_name, ids)), "\"GR\xC3\x9CN\"");
    decoded_put_hex(&x.bytes, "00000000");
    cr_expect_str_eq(decoded_text(&x, colors(&x, class_name, ids)), "! impossible value at 4");
    decoded_done(&x);
}

Test(enum, a_snapshot_without_constants_decodes_nothing)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "00000000");
    const struct sv_type *type = made_type(x.made, "value", TYPES_BASE "EnumSerializer$EnumSerializerSnapshot");
    cr_expect_str_eq(decoded_text(&x, type), "! format is known but not read at 0");
    decoded_done(&x);
}
