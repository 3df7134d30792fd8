/* layout/table.c: snapshots of the table runtime. docs/format/serializers.md#table-runtime
 *
 * SIZE  MEANING
 *       row_data          4 number of fields, Java-serialized LogicalType of each, nested serializers
 *       array_data        Java-serialized element type, element serializer
 *       map_data          Java-serialized key type, value type, key serializer, value serializer
 *       sorted_map        Java-serialized Comparator, nested serializers
 *       precision         4 precision
 *       precision_scale   4 precision, 4 scale
 *       field_count       4 number of fields
 *       row_data_key      twice 4 length and a Java stream of that length; a versioned snapshot
 * Mirrors RowDataSerializer.RowDataSerializerSnapshot and its neighbours */
#include "flink/layout/layout.h"

enum { SMALLEST_STREAM = 5 };

void sv_layout_row_data(struct sv_reader *r, struct sv_type *t)
{
    r->cur.doing = "row type";
    uint32_t count = sv_cur_count(&r->cur, SMALLEST_STREAM);
    t->numbers[0] = (int32_t)count;
    sv_read_java_parts(r, t, count);
    sv_read_nested(r, t);
}

void sv_layout_array_data(struct sv_reader *r, struct sv_type *t)
{
    sv_read_java_parts(r, t, 2);
}

void sv_layout_map_data(struct sv_reader *r, struct sv_type *t)
{
    sv_read_java_parts(r, t, 4);
}

void sv_layout_sorted_map(struct sv_reader *r, struct sv_type *t)
{
    sv_read_java_parts(r, t, 1);
    sv_read_nested(r, t);
}

void sv_layout_precision(struct sv_reader *r, struct sv_type *t)
{
    t->numbers[0] = sv_cur_i32(&r->cur);
}

void sv_layout_precision_scale(struct sv_reader *r, struct sv_type *t)
{
    t->numbers[0] = sv_cur_i32(&r->cur);
    t->numbers[1] = sv_cur_i32(&r->cur);
}

void sv_layout_field_count(struct sv_reader *r, struct sv_type *t)
{
    t->numbers[0] = sv_cur_i32(&r->cur);
}

void sv_layout_row_data_key(struct sv_reader *r, struct sv_type *t)
{
    sv_layout_sized_java(r, t);
    sv_layout_sized_java(r, t);
    sv_read_type(r, t, sv_class_role(t->cls, 0));
}
