#include <criterion/criterion.h>

#include "support/resolved.h"

#define VALUE RESOLVED_RUNTIME "ValueSerializer$ValueSerializerSnapshot"
#define COPYABLE RESOLVED_RUNTIME "CopyableValueSerializer$CopyableValueSerializerSnapshot"

Test(resolve_simple, goes_with_its_own_class_alone)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *text = made_string(s, "value"), *number = resolved_long(s);
    cr_expect_str_eq(resolved_word(text, text), "as-is");
    cr_expect_str_eq(resolved_word(number, text), "incompatible");
    cr_expect_str_eq(resolved_word(text, resolved_of(s, RESOLVED_LIST, text, NULL)), "incompatible");
    made_free(s);
}

Test(resolve_simple, windows_of_two_packages_are_two_classes)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *stream = made_type(s, "namespace",
                                       "org.apache.flink.streaming.api.windowing.windows.TimeWindow$Serializer$"
                                       "TimeWindowSerializerSnapshot");
    struct sv_type *sql = made_type(s, "namespace",
                                    "org.apache.flink.table.runtime.operators.window.TimeWindow$Serializer$"
                                    "TimeWindowSerializerSnapshot");
    cr_expect_str_eq(resolved_word(sql, sql), "as-is");
    cr_expect_str_eq(resolved_word(sql, stream), "incompatible");
    made_free(s);
}

static struct sv_type *value_of(struct sv_snapshot *s, const char *class_name, const char *java_type)
{
    struct sv_type *type = made_type(s, "value", class_name);
    type->java_type = sv_str_of(java_type);
    return type;
}

Test(resolve_generic, goes_with_its_class_of_values_alone)
{
    struct sv_snapshot *s = made_snapshot();
    struct sv_type *money = value_of(s, VALUE, "com.acme.Money");
    cr_expect_str_eq(resolved_word(value_of(s, VALUE, "com.acme.Money"), money), "as-is");
    cr_expect_str_eq(resolved_word(value_of(s, VALUE, "com.acme.Price"), money), "incompatible");
    cr_expect_str_eq(resolved_word(value_of(s, COPYABLE, "com.acme.Money"), money), "incompatible");
    made_free(s);
}
