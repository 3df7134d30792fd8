/* kryo.h: values that Kryo 2.24 wrote: shared by the files kryo*.c alone. */
#ifndef SV_DECODE_KRYO_H
#define SV_DECODE_KRYO_H
#include "decode/codec.h"
#include "facts/kryo_class.h"

/* A class as values name it. */
struct sv_kryo_kind {
    sv_str name;
    const struct sv_kryo_class *row;           /* NULL: a class that the tables do not have, or an array */
    enum sv_kryo_shape shape;                  /* none: its bytes are not known */
    const struct sv_kryo_arguments *arguments; /* of the field that holds the object; NULL for none */
};

/* Classes by registered id; those of user serializers that classes without an id may have. */
struct sv_kryo_ids {
    const struct sv_kryo *snapshot;
    uint32_t count;
    struct sv_kryo_kind *kinds;
    bool shadowed; /* a default serializer for an abstract class: it may serve any class */
};

/* Type arguments of the field that holds an object: the class of elements, of keys and of values, where it is final. */
struct sv_kryo_arguments {
    struct sv_kryo_kind kind[2];
    bool known[2];
};

struct sv_kryo_object {
    const struct sv_value *value; /* NULL while it is being read */
    uint32_t nodes;
};

/* One value being read. */
struct sv_kryo_reader {
    struct sv_decoding *d;
    const struct sv_kryo_ids *ids;
    sv_read_java_fn *read_java;
    sv_str *names; /* classes named in this value, by number */
    uint32_t name_count, name_room;
    struct sv_kryo_object *objects; /* by the number that references have */
    uint32_t object_count, object_room;
    bool java_seen; /* a second Java object would share the first one's stream */
};

typedef struct sv_value *sv_kryo_fn(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind);
#define SHAPE(name) sv_kryo_fn sv_kryo_read_##name;
#include "facts/kryo_shapes.def"
#undef SHAPE

/* kryo.c: an object of that class, behind class and marker. */
struct sv_value *sv_kryo_body(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind);
/* Class, marker and object, or null: where the class is not known. arguments may be NULL. */
struct sv_value *sv_kryo_any(struct sv_kryo_reader *r, const struct sv_kryo_arguments *arguments);
/* Marker and object, or null: where the class is known. */
struct sv_value *sv_kryo_known(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind);
/* One of the eight wrapper classes, which have neither numbers nor markers. */
bool sv_kryo_is_wrapper(const struct sv_kryo_kind *kind);
/* A class by id or name; false for null, or after a failure. */
bool sv_kryo_class(struct sv_kryo_reader *r, struct sv_kryo_kind *kind_out);

/* kryo_ids.c: the class of that name where it has no id. */
struct sv_kryo_kind sv_kryo_kind_of(const struct sv_kryo_ids *ids, sv_str name);
/* The class of the elements of an array class. */
struct sv_kryo_kind sv_kryo_component(const struct sv_kryo_ids *ids, const struct sv_kryo_kind *array);
/* Whether what is declared with the class holds no other: for an array its innermost component decides. */
bool sv_kryo_is_final(const struct sv_kryo_kind *kind);

/* kryo_scalar.c: numbers of 7 bits a byte, the lowest first, 32 or 64 bits; zigzag; strings. */
uint32_t sv_kryo_u32(struct sv_kryo_reader *r);
uint64_t sv_kryo_u64(struct sv_kryo_reader *r);
int32_t sv_kryo_i32(struct sv_kryo_reader *r);
int64_t sv_kryo_i64(struct sv_kryo_reader *r);
/* A count of things; as with Flink's, what is too large for memory stops where the bytes do. */
uint32_t sv_kryo_count(struct sv_kryo_reader *r);
/* false for null. */
bool sv_kryo_string(struct sv_kryo_reader *r, sv_str *text_out);
/* The constant of that number plus 1, or null for 0. */
struct sv_value *sv_kryo_constant(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind);

/* kryo_jdk.c: an object read by its fields, in the form that its class is known by. */
struct sv_value *sv_kryo_present(struct sv_kryo_reader *r, const struct sv_kryo_class *row, struct sv_value *object);
#endif
