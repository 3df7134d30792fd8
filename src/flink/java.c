/* java.c: one Java object stream, read into the graph of model/java.h. docs/format/serializers.md#java-object-streams
 *
 * SIZE  MEANING
 *  2    magic AC ED
 *  2    version 5
 *       one content: a tag byte, then by tag
 *  70   null
 *  71   i4 handle of something before
 *  72   class: UTF name, i8 serialVersionUID, u1 flags, i2 fields (u1 type, UTF name, signature string of L and [),
 *       annotation up to tag 78, superclass
 *  73   object: class, then for each class of its hierarchy, topmost first: field values, and with SC_WRITE_METHOD an
 *       annotation up to tag 78; an Externalizable has the annotation alone
 *  74   string: UTF                          7C  string: i8 length, bytes
 *  75   array: class, i4 items, items        76  class reference: class
 *  77   block: u1 length, bytes              7A  block: i4 length, bytes
 *  7D   proxy class: i4 interfaces, UTF each, annotation, superclass
 *  7E   enum constant: class, name string    79  forget all handles (only between contents)
 * Classes, objects, arrays, strings, enum constants and class references get handles from 7E0000 in the order of their
 * beginning. Mirrors java.io.ObjectInputStream of protocol version 2, without loading a class: a writeObject method that
 * writes none of its class's fields though there are some cannot be told from one that does, and is read as one that does. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/size.h"
#include "flink/java_reader.h"
#include "flink/read.h"

enum { STREAM_MAGIC = 0xACED, STREAM_VERSION = 5, FIRST_HANDLE = 0x7E0000 };

static struct sv_java_object *read_content(struct sv_java_reader *r);
static struct sv_java_object *read_tagged(struct sv_java_reader *r, uint8_t tag, uint64_t at);

void sv_java_fail(struct sv_java_reader *r, enum sv_defect_code code, uint64_t at)
{
    sv_cur_fail_at(r->cur, code, at, r->cur->doing, (sv_str){ "", 0 });
}

/* Room for one more item of a growing array; false, and a defect, when memory is out. */
static bool make_room(struct sv_java_reader *r, void **items, size_t count, size_t *capacity, size_t item_bytes)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 64, bytes;
    void *grown = sv_size_mul(wanted, item_bytes, &bytes) ? realloc(*items, bytes) : NULL;
    if (!grown) {
        sv_cur_fail(r->cur, SV_DEFECT_LIMIT);
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

void sv_java_add_handle(struct sv_java_reader *r, struct sv_java_class *cls, struct sv_java_object *object)
{
    void *items = r->handles;
    if (!make_room(r, &items, r->handle_count, &r->handle_capacity, sizeof *r->handles))
        return;
    r->handles = items;
    r->handles[r->handle_count++] = (struct sv_java_handle){ cls, object };
}

static void push(struct sv_java_reader *r, struct sv_java_stack *stack, union sv_java_value value)
{
    void *items = stack->items;
    if (!make_room(r, &items, stack->count, &stack->capacity, sizeof *stack->items))
        return;
    stack->items = items;
    stack->items[stack->count++] = value;
}

static struct sv_java_object *new_object(struct sv_java_reader *r, enum sv_java_kind kind, uint64_t at)
{
    struct sv_java_object *object = r->objects_left ? SV_NEW(r->arena, struct sv_java_object) : NULL;
    if (!object) {
        sv_java_fail(r, SV_DEFECT_LIMIT, at);
        return NULL;
    }
    r->objects_left--;
    object->kind = kind;
    object->at = at;
    object->text = (sv_str){ "", 0 };
    *r->object_tail = object;
    r->object_tail = &object->next;
    return object;
}

const struct sv_java_handle *sv_java_read_handle(struct sv_java_reader *r)
{
    uint64_t at = r->cur->at;
    uint32_t index = (uint32_t)sv_cur_i32(r->cur) - FIRST_HANDLE;
    if (sv_cur_ok(r->cur) && index < r->handle_count)
        return &r->handles[index];
    sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
    return NULL;
}

/* A descriptor standing where a value is expected: a serialized ObjectStreamClass. */
static struct sv_java_object *class_as_object(struct sv_java_reader *r, struct sv_java_class *cls, uint64_t at)
{
    struct sv_java_object *object = cls ? new_object(r, SV_JAVA_CLASS, at) : NULL;
    if (object)
        object->cls = cls;
    return object;
}

static struct sv_java_object *read_reference(struct sv_java_reader *r, uint64_t at)
{
    const struct sv_java_handle *handle = sv_java_read_handle(r);
    if (!handle)
        return NULL;
    return handle->object ? handle->object : class_as_object(r, handle->cls, at);
}

static struct sv_java_object *read_string(struct sv_java_reader *r, uint8_t tag, uint64_t at)
{
    struct sv_java_object *object = new_object(r, SV_JAVA_STRING, at);
    if (!object)
        return NULL;
    object->text = tag == TC_STRING ? sv_cur_utf(r->cur) : sv_cur_bytes(r->cur, (uint64_t)sv_cur_i64(r->cur));
    sv_java_add_handle(r, NULL, object);
    return object;
}

sv_str sv_java_read_string(struct sv_java_reader *r)
{
    uint64_t at = r->cur->at;
    const struct sv_java_object *object = read_content(r);
    if (sv_cur_ok(r->cur) && object && object->kind == SV_JAVA_STRING)
        return object->text;
    sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
    return (sv_str){ "", 0 };
}

static struct sv_java_object *read_block(struct sv_java_reader *r, uint8_t tag, uint64_t at)
{
    struct sv_java_object *object = new_object(r, SV_JAVA_BLOCK, at);
    if (object)
        object->text = sv_cur_bytes(r->cur, tag == TC_BLOCKDATA ? sv_cur_u8(r->cur) : sv_cur_count(r->cur, 1));
    return object;
}

void sv_java_read_annotation(struct sv_java_reader *r, struct sv_java_stack *keep)
{
    while (sv_cur_ok(r->cur)) {
        uint64_t at = r->cur->at;
        uint8_t tag = sv_cur_u8(r->cur);
        if (tag == TC_ENDBLOCKDATA)
            return;
        bool block = tag == TC_BLOCKDATA || tag == TC_BLOCKDATALONG;
        struct sv_java_object *object = block ? read_block(r, tag, at) : read_tagged(r, tag, at);
        if (keep && sv_cur_ok(r->cur))
            push(r, keep, (union sv_java_value){ .o = object });
    }
}

static union sv_java_value read_value(struct sv_java_reader *r, char type)
{
    union sv_java_value value = { .i = 0 };
    uint32_t bits;
    float single;
    switch (type) {
    case 'B':
        value.i = (int8_t)sv_cur_u8(r->cur);
        break;
    case 'Z':
        value.i = sv_cur_u8(r->cur);
        break;
    case 'C':
        value.i = sv_cur_u16(r->cur);
        break;
    case 'S':
        value.i = (int16_t)sv_cur_u16(r->cur);
        break;
    case 'I':
        value.i = sv_cur_i32(r->cur);
        break;
    case 'J':
    case 'D': /* the bits of a double are those of the union's double */
        value.i = sv_cur_i64(r->cur);
        break;
    case 'F':
        bits = (uint32_t)sv_cur_i32(r->cur);
        memcpy(&single, &bits, sizeof single);
        value.d = (double)single;
        break;
    default:
        value.o = read_content(r);
    }
    return value;
}

/* The values above mark become the object's. */
static void keep_values(struct sv_java_reader *r, size_t mark, struct sv_java_object *object)
{
    size_t count = r->values.count - mark;
    if (count) {
        object->values = sv_arena_alloc(r->arena, count, sizeof *object->values);
        if (object->values) {
            memcpy(object->values, r->values.items + mark, count * sizeof *object->values);
            object->value_count = (uint32_t)count;
        } else {
            sv_cur_fail(r->cur, SV_DEFECT_LIMIT);
        }
    }
    r->values.count = mark;
}

static void keep_annotations(struct sv_java_reader *r, size_t mark, struct sv_java_object *object)
{
    size_t count = r->annotations.count - mark;
    if (count) {
        object->annotations = sv_arena_alloc(r->arena, count, sizeof(struct sv_java_object *));
        if (object->annotations)
            object->annotation_count = (uint32_t)count;
        else
            sv_cur_fail(r->cur, SV_DEFECT_LIMIT);
        for (size_t i = 0; i < object->annotation_count; i++)
            object->annotations[i] = r->annotations.items[mark + i].o;
    }
    r->annotations.count = mark;
}

/* What the file holds of one class of an object's hierarchy. */
static void read_level(struct sv_java_reader *r, const struct sv_java_class *cls)
{
    if (!(cls->flags & SC_SERIALIZABLE))
        return;
    for (uint32_t i = 0; i < cls->field_count && sv_cur_ok(r->cur); i++)
        push(r, &r->values, read_value(r, cls->fields[i].type));
    if (cls->flags & SC_WRITE_METHOD)
        sv_java_read_annotation(r, &r->annotations);
}

static struct sv_java_object *read_instance(struct sv_java_reader *r, uint64_t at)
{
    struct sv_java_class *cls = sv_java_read_class(r);
    struct sv_java_object *object = cls ? new_object(r, SV_JAVA_OBJECT, at) : NULL;
    if (!object)
        return NULL;
    object->cls = cls;
    sv_java_add_handle(r, NULL, object);
    size_t values = r->values.count, annotations = r->annotations.count;
    if (cls->flags & SC_EXTERNALIZABLE) {
        if (!(cls->flags & SC_BLOCK_DATA)) /* protocol version 1: only the class itself knows the length */
            sv_cur_fail_at(r->cur, SV_DEFECT_UNSUPPORTED, at, r->cur->doing, cls->name);
        sv_java_read_annotation(r, &r->annotations);
    } else {
        const struct sv_java_class *hierarchy[SV_LIMIT_JAVA_LEVELS];
        unsigned n = 0;
        for (const struct sv_java_class *c = cls; c; c = c->super)
            hierarchy[n++] = c;
        while (n > 0)
            read_level(r, hierarchy[--n]);
    }
    keep_values(r, values, object);
    keep_annotations(r, annotations, object);
    return object;
}

static size_t item_bytes(char type)
{
    switch (type) {
    case 'C':
    case 'S':
        return 2;
    case 'I':
    case 'F':
        return 4;
    case 'J':
    case 'D':
        return 8;
    default:
        return 1;
    }
}

static struct sv_java_object *read_array(struct sv_java_reader *r, uint64_t at)
{
    struct sv_java_class *cls = sv_java_read_class(r);
    struct sv_java_object *object = cls ? new_object(r, SV_JAVA_ARRAY, at) : NULL;
    if (!object)
        return NULL;
    object->cls = cls;
    sv_java_add_handle(r, NULL, object);
    char type = cls->name.n > 1 && cls->name.p[0] == '[' ? cls->name.p[1] : '\0';
    if (!type || !strchr("BCDFIJSZL[", type))
        sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
    uint32_t count = sv_cur_count(r->cur, item_bytes(type));
    if (type == 'B') {
        object->text = sv_cur_bytes(r->cur, count);
        return object;
    }
    size_t values = r->values.count;
    for (uint32_t i = 0; i < count && sv_cur_ok(r->cur); i++)
        push(r, &r->values, read_value(r, type));
    keep_values(r, values, object);
    return object;
}

/* Enum constant or class reference. */
static struct sv_java_object *read_named(struct sv_java_reader *r, uint8_t tag, uint64_t at)
{
    struct sv_java_class *cls = sv_java_read_class(r);
    struct sv_java_object *object = cls ? new_object(r, tag == TC_ENUM ? SV_JAVA_ENUM : SV_JAVA_CLASS, at) : NULL;
    if (!object)
        return NULL;
    object->cls = cls;
    sv_java_add_handle(r, NULL, object);
    if (tag == TC_ENUM)
        object->text = sv_java_read_string(r);
    return object;
}

static struct sv_java_object *read_by_tag(struct sv_java_reader *r, uint8_t tag, uint64_t at)
{
    switch (tag) {
    case TC_NULL:
        return NULL;
    case TC_REFERENCE:
        return read_reference(r, at);
    case TC_CLASSDESC:
    case TC_PROXYCLASSDESC:
        return class_as_object(r, sv_java_read_class_tagged(r, tag), at);
    case TC_OBJECT:
        return read_instance(r, at);
    case TC_STRING:
    case TC_LONGSTRING:
        return read_string(r, tag, at);
    case TC_ARRAY:
        return read_array(r, at);
    case TC_CLASS:
    case TC_ENUM:
        return read_named(r, tag, at);
    default: /* blocks and end marks stand in annotations only; an exception aborted the writer */
        sv_java_fail(r, SV_DEFECT_BAD_VALUE, at);
        return NULL;
    }
}

static struct sv_java_object *read_tagged(struct sv_java_reader *r, uint8_t tag, uint64_t at)
{
    if (r->depth == SV_LIMIT_JAVA_DEPTH)
        sv_java_fail(r, SV_DEFECT_TOO_DEEP, at);
    if (!sv_cur_ok(r->cur))
        return NULL;
    r->depth++;
    struct sv_java_object *object = read_by_tag(r, tag, at);
    r->depth--;
    return object;
}

static struct sv_java_object *read_content(struct sv_java_reader *r)
{
    uint64_t at = r->cur->at;
    return read_tagged(r, sv_cur_u8(r->cur), at);
}

static void read_stream(struct sv_java_reader *r, struct sv_java_stream *stream)
{
    uint64_t at = stream->begin;
    if (sv_cur_u16(r->cur) != STREAM_MAGIC || sv_cur_u16(r->cur) != STREAM_VERSION)
        sv_java_fail(r, SV_DEFECT_BAD_MAGIC, at);
    uint8_t tag;
    do {
        at = r->cur->at;
        tag = sv_cur_u8(r->cur);
    } while (tag == TC_RESET);
    stream->root = read_tagged(r, tag, at);
}

struct sv_java_stream *sv_read_java(struct sv_cursor *cur, struct sv_arena *arena)
{
    cur->doing = "Java object stream";
    const unsigned char *first = cur->p;
    struct sv_java_stream *stream = SV_NEW(arena, struct sv_java_stream);
    if (!stream) {
        sv_cur_fail(cur, SV_DEFECT_LIMIT);
        return NULL;
    }
    stream->begin = cur->at;
    struct sv_java_reader r = { .cur = cur,
                                .arena = arena,
                                .object_tail = &stream->objects,
                                .class_tail = &stream->classes,
                                .objects_left = SV_LIMIT_JAVA_OBJECTS };
    read_stream(&r, stream);
    free(r.handles);
    free(r.values.items);
    free(r.annotations.items);
    if (!sv_cur_ok(cur))
        return NULL;
    stream->end = cur->at;
    stream->bytes = (sv_str){ (const char *)first, (size_t)(stream->end - stream->begin) };
    return stream;
}
