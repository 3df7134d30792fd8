#include <criterion/criterion.h>

#include "support/decoded.h"

#define CASE_CLASS "org.apache.flink.api.scala.typeutils.ScalaCaseClassSerializerSnapshot"

static struct sv_type *case_class(struct decoded *x, const char *java_type)
{
    struct sv_type *type = made_type(x->made, "value", CASE_CLASS);
    type->java_type = sv_str_of(java_type);
    made_child(type, NULL, made_string(x->made, "field"));
    return made_child(type, NULL, made_type(x->made, "field", TYPES_INT));
}

Test(scala, a_case_class_has_fields_by_number)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "026100000007");
    cr_expect_str_eq(decoded_text(&x, case_class(&x, "com.acme.Address")), "{_1=\"a\",_2=7}");
    decoded_put_hex(&x.bytes, "026100000007");
    decoded_sweep(&x, case_class(&x, "com.acme.Address"));
    decoded_done(&x);
}

Test(scala, a_tuple_is_an_array)
{
    struct decoded x;
    decoded_begin(&x);
    decoded_put_hex(&x.bytes, "026100000007");
    cr_expect_str_eq(decoded_text(&x, case_class(&x, "scala.Tuple2")), "[\"a\",7]");
    decoded_done(&x);
}
