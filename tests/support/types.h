/* types.h: handmade serializer snapshots and Java object streams, and reading them. */
#ifndef TESTS_SUPPORT_TYPES_H
#define TESTS_SUPPORT_TYPES_H
#include "flink/read.h"
#include "support/bytes.h"

/* Snapshot classes that tests use over and over. */
#define TYPES_BASE "org.apache.flink.api.common.typeutils.base."
#define TYPES_RUNTIME "org.apache.flink.api.java.typeutils.runtime."
#define TYPES_TABLE "org.apache.flink.table.runtime.typeutils."
#define TYPES_STRING TYPES_BASE "StringSerializer$StringSerializerSnapshot"
#define TYPES_INT TYPES_BASE "IntSerializer$IntSerializerSnapshot"
#define TYPES_LONG TYPES_BASE "LongSerializer$LongSerializerSnapshot"
#define TYPES_LIST TYPES_BASE "ListSerializerSnapshot"
#define TYPES_MAP TYPES_BASE "MapSerializerSnapshot"
#define TYPES_POJO TYPES_RUNTIME "PojoSerializerSnapshot"
#define TYPES_KRYO TYPES_RUNTIME "kryo.KryoSerializerSnapshot"
#define TYPES_CONFIG "org.apache.flink.api.common.typeutils.ParameterlessTypeSerializerConfig"

/* A whole snapshot of version 3 without a body. */
void types_simple(struct bytes *b, const char *class_name);
/* NestedSerializersSnapshotDelegate: magic, version, number; that many snapshots follow. */
void types_nested(struct bytes *b, int32_t count);
/* A composite of version 3 up to and including its outer version. */
void types_composite(struct bytes *b, const char *class_name, int32_t outer_version);
/* A whole list serializer of strings. */
void types_list_of_strings(struct bytes *b);
/* LinkedOptionalMap: magic and number; that many entries follow. */
void types_map(struct bytes *b, int32_t count);

/* Java object streams, whole ones: a null, a string, a class reference, an object without fields. */
void types_java_null(struct bytes *b);
void types_java_string(struct bytes *b, const char *text);
void types_java_class(struct bytes *b, const char *class_name);
void types_java_object(struct bytes *b, const char *class_name);
/* Parts of one: magic and version; a class descriptor up to its fields; its end without and before a superclass. */
void types_java_begin(struct bytes *b);
void types_java_descriptor(struct bytes *b, const char *class_name, uint8_t flags, int16_t field_count);
void types_java_field(struct bytes *b, char type, const char *name, const char *signature);
void types_java_no_super(struct bytes *b);

/* A read snapshot with all that belongs to it. */
struct types_read {
    struct sv_arena arena;
    struct sv_reader reader;
    enum sv_framing framing;
    struct sv_type *root;
};
/* Reads one versioned snapshot at the start of b. End with types_done. */
void types_read(struct types_read *out, struct bytes *b);
/* Reads b as a file of its own in whatever framing. */
void types_read_file(struct types_read *out, struct bytes *b);
void types_done(struct types_read *t);
/* Whether everything was read, to the last byte, and nothing carries a defect. */
bool types_whole(const struct types_read *t);
/* The first defect in the tree, in the order of the file, or that of the cursor. */
struct sv_defect types_defect(const struct types_read *t);

/* Every prefix and every changed byte of a snapshot file, and every failing allocation: nothing but a sanitizer or a
 * place outside the bytes can fail this, and a prefix may not read as whole. */
void types_sweep(const struct bytes *b);
#endif
