#include <criterion/criterion.h>

#include "support/decoded.h"

/* A LogicalType as a Java object: its root and, where they are not negative, precision and scale. */
static struct sv_java_object *logical(struct decoded *x, const char *root, int precision, int scale)
{
    struct sv_arena *arena = &x->made->arena;
    struct sv_java_object *object = SV_NEW(arena, struct sv_java_object);
    struct sv_java_object *constant = SV_NEW(arena, struct sv_java_object);
    object->cls = SV_NEW(arena, struct sv_java_class);
    object->cls->flags = 2; /* SC_SERIALIZABLE */
    object->cls->fields = sv_arena_alloc(arena, 3, sizeof *object->cls->fields);
    object->values = sv_arena_alloc(arena, 3, sizeof *object->values);
    object->kind = SV_JAVA_OBJECT;
    constant->kind = SV_JAVA_ENUM;
    constant->text = sv_str_of(root);
    object->cls->fields[0] = (struct sv_java_field){ .type = 'L', .name = SV_STR("typeRoot") };
    object->values[0].o = constant;
    object->cls->fields[1] = (struct sv_java_field){ .type = 'I', .name = SV_STR("precision") };
    object->values[1].i = precision;
    object->cls->fields[2] = (struct sv_java_field){ .type = 'I', .name = SV_STR("scale") };
    object->values[2].i = scale;
    object->cls->field_count = (uint16_t)(precision < 0 ? 1 : scale < 0 ? 2 : 3);
    object->value_count = object->cls->field_count;
    return object;
}

/* Two fields of a LogicalType instead of precision and scale, both references; the second may be NULL. */
static struct sv_java_object *composed(struct decoded *x, const char *root, const char *first,
                                       struct sv_java_object *first_type, const char *second,
                                       struct sv_java_object *second_type)
{
    struct sv_java_object *object = logical(x, root, 0, 0);
    object->cls->fields[1] = (struct sv_java_field){ .type = 'L', .name = sv_str_of(first) };
    object->values[1].o = first_type;
    object->cls->fields[2] = (struct sv_java_field){ .type = 'L', .name = sv_str_of(second) };
    object->values[2].o = second_type;
    return object;
}

/* Hangs a type to the end of a snapshot's Java parts. */
static struct sv_type *add(struct decoded *x, struct sv_type *type, struct sv_java_object *part)
{
    struct sv_java_stream **tail = &type->java;
    while (*tail)
        tail = &(*tail)->next;
    *tail = SV_NEW(&x->made->arena, struct sv_java_stream);
    (*tail)->root = part;
    return type;
}

static struct sv_type *row_of(struct decoded *x, struct sv_java_object *first, struct sv_java_object *second)
{
    struct sv_type *row = made_type(x->made, "value", TYPES_TABLE "RowDataSerializer$RowDataSerializerSnapshot");
    add(x, row, first);
    return second ? add(x, row, second) : row;
}

static void put_le(struct bytes *b, uint64_t v, int n)
{
    for (int i = 0; i < n; i++)
        bytes_u8(b, (uint8_t)(v >> 8 * i));
}

/* Length, row kind and null bits (bit i: field i), for up to 56 fields. */
static size_t begin_row(struct bytes *b, uint8_t kind, uint64_t nulls)
{
    size_t frame = bytes_frame_begin(b);
    put_le(b, kind | nulls << 8, 8);
    return frame;
}

/* A field whose bytes stand elsewhere in the row. */
static void put_place(struct bytes *b, uint32_t offset, uint32_t size)
{
    put_le(b, (uint64_t)offset << 32 | size, 8);
}

/* A row of one field in its place. */
static const char *one(struct decoded *x, struct sv_java_object *type, uint64_t place)
{
    size_t frame = begin_row(&x->bytes, 0, 0);
    put_le(&x->bytes, place, 8);
    bytes_frame_end(&x->bytes, frame);
    return decoded_text(x, row_of(x, type, NULL));
}

Test(table, fields_that_fit_their_place)
{
    static const struct {
        const char *root;
        int precision, scale;
        uint64_t place;
        const char *text;
    } cases[] = {
        { "BOOLEAN", -1, -1, 1, "[true]" },
        { "TINYINT", -1, -1, 0xFF, "[-1]" },
        { "SMALLINT", -1, -1, 0xFFFE, "[-2]" },
        { "INTEGER", -1, -1, 0xFFFFFFFD, "[-3]" },
        { "BIGINT", -1, -1, 5, "[5L]" },
        { "FLOAT", -1, -1, 0x3FC00000, "[1.5f]" },
        { "DOUBLE", -1, -1, 0x3FF8000000000000, "[1.5]" },
        { "DATE", -1, -1, 1, "[\"1970-01-02\"]" },
        { "TIME_WITHOUT_TIME_ZONE", 3, -1, 3600001, "[\"01:00:00.001\"]" },
        { "TIME_WITHOUT_TIME_ZONE", 0, -1, 86400000, "! impossible value at 20" },
        { "TIMESTAMP_WITHOUT_TIME_ZONE", 3, -1, 60000, "[\"1970-01-01T00:01\"]" },
        { "TIMESTAMP_WITH_LOCAL_TIME_ZONE", 3, -1, 60000, "[\"1970-01-01T00:01:00Z\"]" },
        { "DECIMAL", 18, 2, 1234, "[\"12.34\"]" },
        { "INTERVAL_YEAR_MONTH", -1, -1, 14, "[14]" },
        { "INTERVAL_DAY_TIME", -1, -1, 14, "[14L]" },
        { "VARCHAR", -1, -1, 0x8200000000006261, "[\"ab\"]" },
        { "CHAR", -1, -1, 0x8000000000000000, "[\"\"]" },
        { "VARBINARY", -1, -1, 0x8200000000006261, "[x6162]" },
        { "VARBINARY", -1, -1, 0x8861616161616161, "! impossible value at 20" },
        { "SYMBOL", -1, -1, 0, "! format is known but not read at 0" },
        { "DECIMAL", -1, -1, 0, "! format is known but not read at 0" },
    };
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sv_java_object *type = logical(&x, cases[i].root, cases[i].precision, cases[i].scale);
        cr_expect_str_eq(one(&x, type, cases[i].place), cases[i].text, "%s: %s", cases[i].root, x.text);
    }
    decoded_done(&x);
}

Test(table, a_distinct_type_is_laid_out_as_its_source)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_java_object *type = composed(&x, "DISTINCT_TYPE", "sourceType", logical(&x, "BIGINT", -1, -1), "", NULL);
    cr_expect_str_eq(one(&x, type, 5), "[5L]");
    decoded_done(&x);
}

Test(table, fields_in_the_variable_part)
{
    struct decoded x;
    decoded_begin(&x);
    size_t frame = begin_row(&x.bytes, 3, 0);
    put_place(&x.bytes, 24, 8);
    put_place(&x.bytes, 32, 1);
    bytes_raw(&x.bytes, "abcdefgh", 8);
    decoded_put_hex(&x.bytes, "ff00000000000000");
    bytes_frame_end(&x.bytes, frame);
    const struct sv_type *type = row_of(&x, logical(&x, "VARCHAR", -1, -1), logical(&x, "DECIMAL", 38, 3));
    cr_expect_str_eq(decoded_text(&x, type), "[\"abcdefgh\",\"-0.001\"]");
    decoded_done(&x);
}

Test(table, a_timestamp_of_nanoseconds_has_them_in_its_place)
{
    struct decoded x;
    decoded_begin(&x);
    size_t frame = begin_row(&x.bytes, 0, 0);
    put_place(&x.bytes, 24, 7);
    put_place(&x.bytes, 24, 1000000);
    put_le(&x.bytes, (uint64_t)-1, 8);
    bytes_frame_end(&x.bytes, frame);
    struct sv_java_object *local = logical(&x, "TIMESTAMP_WITHOUT_TIME_ZONE", 9, -1);
    struct sv_java_object *zoned = logical(&x, "TIMESTAMP_WITH_LOCAL_TIME_ZONE", 9, -1);
    cr_expect_str_eq(decoded_text(&x, row_of(&x, local, zoned)), "! impossible value at 36");
    frame = begin_row(&x.bytes, 0, 0);
    put_place(&x.bytes, 24, 7);
    put_place(&x.bytes, 24, 8);
    put_le(&x.bytes, (uint64_t)-1, 8);
    bytes_frame_end(&x.bytes, frame);
    cr_expect_str_eq(decoded_text(&x, row_of(&x, local, zoned)),
                     "[\"1969-12-31T23:59:59.999000007\",\"1969-12-31T23:59:59.999000008Z\"]");
    decoded_done(&x);
}

Test(table, null_bits_come_after_the_row_kind)
{
    struct decoded x;
    decoded_begin(&x);
    const struct sv_type *type = row_of(&x, logical(&x, "INTEGER", -1, -1), logical(&x, "NULL", -1, -1));
    size_t frame = begin_row(&x.bytes, 0, 1);
    bytes_fill(&x.bytes, 0, 16);
    bytes_frame_end(&x.bytes, frame);
    cr_expect_str_eq(decoded_text(&x, type), "[null,null]");
    frame = begin_row(&x.bytes, 4, 0);
    bytes_fill(&x.bytes, 0, 16);
    bytes_frame_end(&x.bytes, frame);
    cr_expect_str_eq(decoded_text(&x, type), "! impossible value at 28", "no row has that kind");
    decoded_done(&x);
}

/* Array of two ints, the second null, at offset 24 of a row; 12 bytes and 4 of filling. */
static void put_int_array(struct bytes *b)
{
    put_le(b, 2, 4);
    put_le(b, 2, 4);
    put_le(b, 7, 4);
    put_le(b, 0, 4);
}

static struct sv_java_object *int_array(struct decoded *x)
{
    return composed(x, "ARRAY", "elementType", logical(x, "INTEGER", -1, -1), "", NULL);
}

static void put_row_of_array_and_map(struct bytes *b)
{
    size_t frame = begin_row(b, 0, 0);
    put_place(b, 24, 16);
    put_place(b, 40, 36);
    put_int_array(b);
    put_le(b, 16, 4);
    put_int_array(b);
    put_int_array(b);
    bytes_frame_end(b, frame);
}

static struct sv_type *row_of_array_and_map(struct decoded *x)
{
    struct sv_java_object *map =
        composed(x, "MAP", "keyType", logical(x, "INTEGER", -1, -1), "valueType", logical(x, "INTEGER", -1, -1));
    return row_of(x, int_array(x), map);
}

Test(table, arrays_and_maps)
{
    struct decoded x;
    decoded_begin(&x);
    put_row_of_array_and_map(&x.bytes);
    cr_expect_str_eq(decoded_text(&x, row_of_array_and_map(&x)), "[[7,null],{7:7,null:null}]");
    put_row_of_array_and_map(&x.bytes);
    decoded_sweep(&x, row_of_array_and_map(&x));
    decoded_done(&x);
}

Test(table, a_multiset_is_a_map_to_numbers)
{
    struct decoded x;
    decoded_begin(&x);
    put_row_of_array_and_map(&x.bytes);
    struct sv_java_object *multiset = composed(&x, "MULTISET", "elementType", logical(&x, "INTEGER", -1, -1), "", NULL);
    cr_expect_str_eq(decoded_text(&x, row_of(&x, int_array(&x), multiset)), "[[7,null],{7:7,null:null}]");
    decoded_done(&x);
}

Test(table, array_and_map_serializers_of_their_own)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *array = made_type(x.made, "value", TYPES_TABLE "ArrayDataSerializer$ArrayDataSerializerSnapshot");
    add(&x, array, logical(&x, "INTEGER", -1, -1));
    bytes_i32(&x.bytes, 16);
    put_int_array(&x.bytes);
    cr_expect_str_eq(decoded_text(&x, array), "[7,null]");
    struct sv_type *map = made_type(x.made, "value", TYPES_TABLE "MapDataSerializer$MapDataSerializerSnapshot");
    add(&x, add(&x, map, logical(&x, "INTEGER", -1, -1)), logical(&x, "FLOAT", -1, -1));
    bytes_i32(&x.bytes, 36);
    put_le(&x.bytes, 16, 4);
    put_int_array(&x.bytes);
    put_int_array(&x.bytes);
    decoded_text(&x, map);
    cr_expect_eq(strncmp(x.text, "{7:", 3), 0, "%s", x.text);
    decoded_done(&x);
}

/* A Java array of objects, which serves as a list of fields. */
static struct sv_java_object *fields(struct decoded *x, const char *member, struct sv_java_object *type)
{
    struct sv_arena *arena = &x->made->arena;
    struct sv_java_object *list = SV_NEW(arena, struct sv_java_object);
    struct sv_java_object *field = composed(x, "", member, type, "", NULL);
    list->kind = SV_JAVA_ARRAY;
    list->values = SV_NEW(arena, union sv_java_value);
    list->values[0].o = field;
    list->value_count = 1;
    return list;
}

Test(table, nested_rows_and_structured_types_with_what_they_inherit)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_java_object *row =
        composed(&x, "ROW", "fields", fields(&x, "type", logical(&x, "INTEGER", -1, -1)), "", NULL);
    struct sv_java_object *base = composed(&x, "STRUCTURED_TYPE", "attributes",
                                           fields(&x, "type", logical(&x, "INTEGER", -1, -1)), "superType", NULL);
    struct sv_java_object *derived = composed(&x, "STRUCTURED_TYPE", "attributes",
                                              fields(&x, "type", logical(&x, "BIGINT", -1, -1)), "superType", base);
    size_t frame = begin_row(&x.bytes, 0, 0);
    put_place(&x.bytes, 24, 16);
    put_place(&x.bytes, 40, 24);
    put_le(&x.bytes, 0, 8);
    put_le(&x.bytes, 7, 8);
    put_le(&x.bytes, 0, 8);
    put_le(&x.bytes, 8, 8);
    put_le(&x.bytes, 9, 8);
    bytes_frame_end(&x.bytes, frame);
    cr_expect_str_eq(decoded_text(&x, row_of(&x, row, derived)), "[[7],[8,9L]]");
    decoded_done(&x);
}

Test(table, a_raw_value_is_decoded_where_its_serializer_is_known_else_bytes)
{
    struct decoded x;
    decoded_begin(&x);
    const char *raw_class = TYPES_TABLE "RawValueDataSerializer$RawValueDataSerializerSnapshot";
    struct sv_type *raw = made_child(made_type(x.made, "value", raw_class), NULL, made_string(x.made, "element"));
    decoded_put_hex(&x.bytes, "000000020261");
    cr_expect_str_eq(decoded_text(&x, raw), "\"a\"");
    decoded_put_hex(&x.bytes, "00000003026161");
    cr_expect_str_eq(decoded_text(&x, raw), "x026161");
    struct sv_type *row = row_of(&x, logical(&x, "RAW", -1, -1), NULL);
    made_child(row, NULL, raw);
    size_t frame = begin_row(&x.bytes, 0, 0);
    put_place(&x.bytes, 16, 2);
    decoded_put_hex(&x.bytes, "0261000000000000");
    bytes_frame_end(&x.bytes, frame);
    cr_expect_str_eq(decoded_text(&x, row), "[\"a\"]");
    decoded_done(&x);
}

Test(table, decimals_timestamps_and_strings_of_their_own)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *decimal = made_type(x.made, "value", TYPES_TABLE "DecimalDataSerializer$DecimalSerializerSnapshot");
    decimal->numbers[0] = 18;
    decimal->numbers[1] = 2;
    decoded_put_hex(&x.bytes, "00000000000004d2");
    cr_expect_str_eq(decoded_text(&x, decimal), "\"12.34\"");
    decimal->numbers[0] = 19;
    decoded_put_hex(&x.bytes, "0000000204d2");
    cr_expect_str_eq(decoded_text(&x, decimal), "\"12.34\"");
    struct sv_type *timestamp =
        made_type(x.made, "value", TYPES_TABLE "TimestampDataSerializer$TimestampDataSerializerSnapshot");
    timestamp->numbers[0] = 3;
    decoded_put_hex(&x.bytes, "0000000000000001");
    cr_expect_str_eq(decoded_text(&x, timestamp), "\"1970-01-01T00:00:00.001\"");
    timestamp->numbers[0] = 6;
    decoded_put_hex(&x.bytes, "0000000000000001000003e8");
    cr_expect_str_eq(decoded_text(&x, timestamp), "\"1970-01-01T00:00:00.001001\"");
    const char *string_class = TYPES_TABLE "StringDataSerializer$StringDataSerializerSnapshot";
    decoded_put_hex(&x.bytes, "00000003e282ac");
    cr_expect_str_eq(decoded_text(&x, made_type(x.made, "value", string_class)), "\"\xE2\x82\xAC\"");
    decoded_done(&x);
}

Test(table, hash_of_a_row_is_murmur_of_its_words)
{
    struct decoded x;
    decoded_begin(&x);
    int32_t hash = 0;
    size_t frame = begin_row(&x.bytes, 0, 0);
    put_le(&x.bytes, 1, 8);
    bytes_frame_end(&x.bytes, frame);
    cr_expect(decoded_hash(&x, row_of(&x, logical(&x, "BIGINT", -1, -1), NULL), &hash));
    cr_expect_eq(hash, 1465514398, "%d", hash);
    decoded_done(&x);
}

Test(table, types_that_hold_themselves_do_not_build_forever)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_java_object *loop = composed(&x, "MAP", "keyType", NULL, "valueType", NULL);
    loop->values[1].o = loop->values[2].o = loop;
    const char *reason = "";
    const struct sv_codec *codec = sv_codec_new(row_of(&x, loop, NULL), NULL, &x.made->arena);
    cr_assert_not_null(codec);
    cr_expect_not(sv_decodable(codec, &reason));
    cr_expect_str_eq(reason, "a type in its rows has no known binary form");
    decoded_done(&x);
}
