#include "decode/codec.h"

#include <criterion/criterion.h>

#include "facts/kryo_class.h"
#include "support/decoded.h"

Test(codec, rows_are_sorted_and_each_class_is_one_that_the_readers_know)
{
    const struct sv_decoder *row, *before = NULL;
    size_t count = 0;
    for (; (row = sv_decoder_at(count)); before = row, count++) {
        cr_expect(!before || sv_str_cmp(before->name, row->name) < 0, "%.*s", (int)row->name.n, row->name.p);
        cr_expect_not_null(sv_class_find(row->name), "%.*s", (int)row->name.n, row->name.p);
    }
    cr_expect_gt(count, 100);
}

Test(codec, classes_of_kryo_are_sorted_and_ids_are_given_once)
{
    const struct sv_kryo_class *row, *before = NULL;
    bool taken[85] = { false };
    size_t count = 0;
    for (; (row = sv_kryo_class_at(count)); before = row, count++) {
        cr_expect(!before || sv_str_cmp(before->name, row->name) < 0, "%.*s", (int)row->name.n, row->name.p);
        cr_assert_lt(row->id, 85);
        cr_expect(row->id < 0 || !taken[row->id], "%d", row->id);
        if (row->id >= 0)
            taken[row->id] = true;
    }
    cr_expect_gt(count, 300);
}

Test(codec, a_class_without_a_decoder_says_so)
{
    struct decoded x;
    decoded_begin(&x);
    const char *reason = "";
    struct sv_type *type = made_type(x.made, "value", "com.acme.OrderSerializerSnapshot");
    const struct sv_codec *codec = sv_codec_new(type, sv_read_java, &x.made->arena);
    cr_expect_not(sv_decodable(codec, &reason));
    cr_expect_str_eq(reason, "no decoder knows its serializer");
    struct sv_cursor cur = sv_cur_of("\0\0\0\7", 4, 100);
    cr_expect_null(sv_decode(&cur, codec, &x.made->arena));
    cr_expect_eq(cur.bad.code, SV_DEFECT_UNSUPPORTED);
    cr_expect_eq(cur.bad.at, 100);
    cr_expect_str_eq(cur.bad.doing, reason);
    cr_expect(sv_str_eq(cur.bad.subject, type->class_name));
    decoded_done(&x);
}

Test(codec, a_snapshot_with_a_defect_or_stepped_over_by_inference_decodes_nothing)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = made_string(x.made, "value");
    type->defect.code = SV_DEFECT_TRUNCATED;
    bytes_u8(&x.bytes, 1);
    cr_expect_str_eq(decoded_text(&x, type), "! format is known but not read at 0");
    type->defect.code = SV_DEFECT_NONE;
    type->inferred = true;
    bytes_u8(&x.bytes, 1);
    cr_expect_str_eq(decoded_text(&x, type), "! format is known but not read at 0");
    decoded_done(&x);
}

Test(codec, the_reason_of_a_part_is_that_of_the_whole)
{
    struct decoded x;
    decoded_begin(&x);
    const char *reason = "";
    struct sv_type *list = made_type(x.made, "value", TYPES_LIST);
    made_child(list, NULL, made_type(x.made, "element", "com.acme.OrderSerializerSnapshot"));
    const struct sv_codec *codec = sv_codec_new(list, sv_read_java, &x.made->arena);
    cr_expect_not(sv_decodable(codec, &reason));
    cr_expect_str_eq(reason, "no decoder knows its serializer");
    bytes_i32(&x.bytes, 0);
    cr_expect_str_eq(decoded_text(&x, list), "[]", "a list without elements has none that cannot be decoded");
    decoded_done(&x);
}

Test(codec, parts_decode_by_themselves)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *map = made_type(x.made, "value", TYPES_MAP);
    made_child(map, NULL, made_string(x.made, "user-key"));
    made_child(map, NULL, made_type(x.made, "value", TYPES_INT));
    const struct sv_codec *codec = sv_codec_new(map, sv_read_java, &x.made->arena);
    cr_expect(sv_decodable(codec, NULL));
    struct sv_cursor cur = sv_cur_of("\0\0\0\7", 4, 0);
    const struct sv_value *value = sv_decode(&cur, sv_codec_part(codec, 1), &x.made->arena);
    cr_assert_not_null(value);
    cr_expect_eq(value->i, 7);
    cr_expect_null(sv_codec_part(codec, 2));
    cr_expect_null(sv_codec_part(NULL, 0));
    decoded_done(&x);
}

Test(codec, a_kind_that_another_row_gave_the_class_is_refused)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = made_kryo(x.made, "value", "java.lang.String");
    type->class_name = SV_STR(TYPES_POJO);
    bytes_u8(&x.bytes, 2);
    cr_expect_str_eq(decoded_text(&x, type), "! format is known but not read at 0");
    decoded_done(&x);
}
