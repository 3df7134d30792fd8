/* table.h: logical types of the table runtime: shared by table_type.c and table.c alone. */
#ifndef SV_DECODE_TABLE_H
#define SV_DECODE_TABLE_H
#include "decode/codec.h"

/* How values of a type root are laid out. */
enum sv_table_form {
    SV_TABLE_REFUSED, /* no binary form: symbols, types that planning replaces */
    SV_TABLE_NULL,
    SV_TABLE_BOOLEAN,
    SV_TABLE_INT, /* of 1, 2 or 4 bytes */
    SV_TABLE_LONG,
    SV_TABLE_FLOAT,
    SV_TABLE_DOUBLE,
    SV_TABLE_DATE,
    SV_TABLE_TIME,
    SV_TABLE_TIMESTAMP,
    SV_TABLE_INSTANT,
    SV_TABLE_DECIMAL,
    SV_TABLE_STRING,
    SV_TABLE_BYTES,
    SV_TABLE_RAW,
    SV_TABLE_ARRAY, /* one part */
    SV_TABLE_MAP,   /* key, value */
    SV_TABLE_ROW    /* fields */
};

struct sv_table_type {
    enum sv_table_form form;
    unsigned bytes; /* of an element in an array; a field of a row always has 8 */
    int32_t precision, scale;
    const struct sv_codec *raw; /* of what a RAW holds, NULL when it is not known */
    uint32_t count;
    const struct sv_table_type **parts;
};

/* The type of a LogicalType that was Java-serialized. nested, which may be NULL, decodes what Flink's own serializer of
 * that type does. NULL when memory is out. */
const struct sv_table_type *sv_table_type_new(struct sv_arena *arena, const struct sv_java_object *logical,
                                              const struct sv_codec *nested);
/* A row of these types, Java streams in order; nested has a codec for each. */
const struct sv_table_type *sv_table_row_new(struct sv_arena *arena, const struct sv_java_stream *types,
                                             const struct sv_codec *nested);
/* A type of that form and these parts. NULL when memory is out or one of the parts is NULL. */
const struct sv_table_type *sv_table_type_of(struct sv_arena *arena, enum sv_table_form form,
                                             const struct sv_table_type *const *parts, uint32_t count);
/* Whether a part of it has no binary form. */
bool sv_table_refused(const struct sv_table_type *type);
#endif
