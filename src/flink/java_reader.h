/* java_reader.h: what flink/java.c (contents) and flink/java_class.c (class descriptors) share; nobody else includes it. */
#ifndef SV_FLINK_JAVA_READER_H
#define SV_FLINK_JAVA_READER_H
#include "base/arena.h"
#include "base/cursor.h"
#include "model/java.h"

enum sv_java_tag {
    TC_NULL = 0x70,
    TC_REFERENCE,
    TC_CLASSDESC,
    TC_OBJECT,
    TC_STRING,
    TC_ARRAY,
    TC_CLASS,
    TC_BLOCKDATA,
    TC_ENDBLOCKDATA,
    TC_RESET,
    TC_BLOCKDATALONG,
    TC_EXCEPTION,
    TC_LONGSTRING,
    TC_PROXYCLASSDESC,
    TC_ENUM
};
enum { SC_WRITE_METHOD = 1, SC_SERIALIZABLE = 2, SC_EXTERNALIZABLE = 4, SC_BLOCK_DATA = 8 };

/* One of the two is set. */
struct sv_java_handle {
    struct sv_java_class *cls;
    struct sv_java_object *object;
};

/* What has been read of objects that are not complete yet. Sizes named by the file allocate nothing: only what was
 * really read is here, and is copied to the arena when an object is whole. */
struct sv_java_stack {
    union sv_java_value *items;
    size_t count, capacity;
};

struct sv_java_reader {
    struct sv_cursor *cur;
    struct sv_arena *arena;
    struct sv_java_object **object_tail;
    struct sv_java_class **class_tail;
    struct sv_java_handle *handles;
    size_t handle_count, handle_capacity;
    struct sv_java_stack values, annotations;
    unsigned depth, objects_left;
};

/* A defect without a subject at an earlier place. */
void sv_java_fail(struct sv_java_reader *r, enum sv_defect_code code, uint64_t at);
/* The next handle for one of the two. */
void sv_java_add_handle(struct sv_java_reader *r, struct sv_java_class *cls, struct sv_java_object *object);
/* What the i4 handle at the cursor stands for; NULL, and a defect, when nothing has it. */
const struct sv_java_handle *sv_java_read_handle(struct sv_java_reader *r);
/* A content that has to be a string, new or known. */
sv_str sv_java_read_string(struct sv_java_reader *r);
/* Contents up to the end mark, kept on the stack if one is given. */
void sv_java_read_annotation(struct sv_java_reader *r, struct sv_java_stack *keep);
/* A class with its superclasses, whose tag has been read; NULL for none, or with a defect. */
struct sv_java_class *sv_java_read_class_tagged(struct sv_java_reader *r, uint8_t tag);
/* The class of an object, array or enum constant: NULL only with a defect. */
struct sv_java_class *sv_java_read_class(struct sv_java_reader *r);
#endif
