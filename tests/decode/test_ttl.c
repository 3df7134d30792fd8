#include <criterion/criterion.h>

#include "support/decoded.h"

#define TTL "org.apache.flink.runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot"
#define CHECKING                                                                                                       \
    "org.apache.flink.api.common.typeutils.SingleThreadAccessCheckingTypeSerializer$"                                  \
    "SingleThreadAccessCheckingTypeSerializerSnapshot"

static struct sv_type *ttl_of_string(struct decoded *x)
{
    struct sv_type *ttl = made_type(x->made, "value", TTL);
    made_child(ttl, NULL, made_type(x->made, "timestamp", TYPES_LONG));
    return made_child(ttl, NULL, made_string(x->made, "value"));
}

static struct sv_type *around(struct decoded *x, const char *class_name, struct sv_type *inner)
{
    struct sv_type *type = made_type(x->made, "value", class_name);
    if (type->kind == SV_KIND_MAP)
        made_child(type, NULL, made_type(x->made, "user-key", TYPES_INT));
    return made_child(type, NULL, inner);
}

Test(ttl, a_value_and_its_time_come_apart)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "00000000000000050261");
    cr_expect_str_eq(decoded_text(&x, ttl_of_string(&x)), "{timestamp=5L,value=\"a\"}");
    decoded_put_hex(&x.bytes, "00000000000000050261");
    cr_expect_str_eq(decoded_ttl(&x, ttl_of_string(&x)), "\"a\" 5L");
    decoded_done(&x);
}

Test(ttl, elements_of_a_list_each_have_one)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "0000000200000000000000050261000000000000000600");
    cr_expect_str_eq(decoded_ttl(&x, around(&x, TYPES_LIST, ttl_of_string(&x))), "[\"a\",null] [5L,6L]");
    decoded_put_hex(&x.bytes, "00000000");
    cr_expect_str_eq(decoded_ttl(&x, around(&x, TYPES_LIST, ttl_of_string(&x))), "[] []");
    decoded_done(&x);
}

Test(ttl, values_of_a_map_each_have_one_but_for_null)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "000000020000000700000000000000000502610000000801");
    cr_expect_str_eq(decoded_ttl(&x, around(&x, TYPES_MAP, ttl_of_string(&x))), "{7:\"a\",8:null} [5L,null]");
    decoded_done(&x);
}

Test(ttl, is_found_behind_serializers_that_only_wrap)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "00000000000000050261");
    cr_expect_str_eq(decoded_ttl(&x, around(&x, CHECKING, ttl_of_string(&x))), "\"a\" 5L");
    decoded_done(&x);
}

Test(ttl, state_without_it_has_none)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "000000010261");
    cr_expect_str_eq(decoded_ttl(&x, around(&x, TYPES_LIST, made_string(x.made, "element"))), "[\"a\"]");
    decoded_put_hex(&x.bytes, "000000000000");
    cr_expect_str_eq(decoded_ttl(&x, ttl_of_string(&x)), "! cut short at 0");
    decoded_done(&x);
}
