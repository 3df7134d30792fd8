/* kryo.c: values of KryoSerializer: classes, references and the places where an object can stand.
 *
 * SIZE  MEANING
 *       vu and vz are kryo_scalar.c's numbers
 *  class: vu 0 null; 1: vu number of its name in this value, and when it is new the string; n: registered id n - 2
 *  marker: vu 1 an object follows, which gets the next number from 0; n: object n - 2 once more; 0 null. The eight wrapper
 *       classes have no number, and no marker behind their class
 *       place of any class: class, marker, body; of a known one: marker, body (a wrapper: 1, body); 0 null in both
 * Mirrors Kryo#readClassAndObject, #readObjectOrNull, DefaultClassResolver and MapReferenceResolver of kryo 2.24.0 under
 * Flink's KryoSerializer#deserialize */
#include "decode/kryo.h"

#include "base/limits.h"

static sv_kryo_fn *const readers[SV_KRYO_SHAPE_COUNT] = {
#define SHAPE(name) [SV_KRYO_SHAPE_##name] = sv_kryo_read_##name,
#include "facts/kryo_shapes.def"
#undef SHAPE
};

static void fail(struct sv_kryo_reader *r, enum sv_defect_code code)
{
    sv_cur_fail(r->d->cur, code);
}

/* Room for one more item of a list in the arena. */
static bool grow(struct sv_kryo_reader *r, void **items, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room)
        return true;
    uint32_t more = *room ? *room * 2 : 16;
    void *moved = more <= SV_LIMIT_VALUE_NODES ? sv_arena_alloc(r->d->arena, more, size) : NULL;
    if (!moved) {
        fail(r, SV_DEFECT_LIMIT);
        return false;
    }
    if (count)
        memcpy(moved, *items, count * size);
    *items = moved;
    *room = more;
    return true;
}

static sv_str read_name(struct sv_kryo_reader *r)
{
    sv_str name = { "", 0 };
    uint32_t number = sv_kryo_u32(r);
    if (number < r->name_count)
        return r->names[number];
    void *names = r->names;
    if (number > r->name_count || !grow(r, &names, r->name_count, &r->name_room, sizeof *r->names)) {
        fail(r, SV_DEFECT_BAD_VALUE);
        return name;
    }
    r->names = names;
    if (!sv_kryo_string(r, &name))
        fail(r, SV_DEFECT_BAD_VALUE);
    r->names[r->name_count++] = name;
    return name;
}

bool sv_kryo_class(struct sv_kryo_reader *r, struct sv_kryo_kind *kind_out)
{
    enum { NO_CLASS, BY_NAME, FIRST_ID };
    uint32_t id = sv_kryo_u32(r);
    if (id == BY_NAME)
        *kind_out = sv_kryo_kind_of(r->ids, read_name(r));
    else if (id >= FIRST_ID && id - FIRST_ID < r->ids->count && r->ids->kinds[id - FIRST_ID].name.n)
        *kind_out = r->ids->kinds[id - FIRST_ID];
    else if (id != NO_CLASS)
        fail(r, SV_DEFECT_BAD_VALUE);
    return id != NO_CLASS && sv_cur_ok(r->d->cur);
}

struct sv_value *sv_kryo_body(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    if (!sv_decode_enter(r->d))
        return NULL;
    struct sv_value *value = readers[kind->shape](r, kind);
    sv_decode_leave(r->d);
    return sv_cur_ok(r->d->cur) ? value : NULL;
}

bool sv_kryo_is_wrapper(const struct sv_kryo_kind *kind)
{
    switch (kind->shape) {
    case SV_KRYO_SHAPE_boolean:
    case SV_KRYO_SHAPE_byte:
    case SV_KRYO_SHAPE_char:
    case SV_KRYO_SHAPE_short:
    case SV_KRYO_SHAPE_int:
    case SV_KRYO_SHAPE_long:
    case SV_KRYO_SHAPE_float:
    case SV_KRYO_SHAPE_double:
        return true;
    default:
        return false;
    }
}

/* An object that was met before. One that is still being read holds itself: a tree can only name it. */
static struct sv_value *refer(struct sv_kryo_reader *r, uint32_t number)
{
    if (number >= r->object_count) {
        fail(r, SV_DEFECT_BAD_VALUE);
        return NULL;
    }
    const struct sv_kryo_object *object = &r->objects[number];
    if (object->value)
        return sv_make_again(r->d, object->value, object->nodes);
    struct sv_value *cycle = sv_make(r->d, SV_VALUE_OBJECT);
    sv_make_member(cycle, "@ref", sv_make_number(r->d, SV_VALUE_INT, number));
    return cycle;
}

static struct sv_value *read_new(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    void *objects = r->objects;
    if (!grow(r, &objects, r->object_count, &r->object_room, sizeof *r->objects))
        return NULL;
    r->objects = objects;
    uint32_t number = r->object_count++, nodes = r->d->nodes;
    r->objects[number] = (struct sv_kryo_object){ .value = NULL };
    struct sv_value *value = sv_kryo_body(r, kind);
    r->objects[number] = (struct sv_kryo_object){ value, r->d->nodes - nodes };
    return value;
}

static struct sv_value *read_marked(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind, bool may_be_null)
{
    enum { NULL_MARK, NEW_OBJECT, FIRST_REFERENCE };
    uint32_t marker = sv_kryo_u32(r);
    if (marker == NULL_MARK && may_be_null)
        return sv_make(r->d, SV_VALUE_NULL);
    if (marker == NEW_OBJECT)
        return sv_kryo_is_wrapper(kind) ? sv_kryo_body(r, kind) : read_new(r, kind);
    if (marker >= FIRST_REFERENCE && !sv_kryo_is_wrapper(kind))
        return refer(r, marker - FIRST_REFERENCE);
    fail(r, SV_DEFECT_BAD_VALUE);
    return NULL;
}

struct sv_value *sv_kryo_any(struct sv_kryo_reader *r, const struct sv_kryo_arguments *arguments)
{
    struct sv_kryo_kind kind;
    if (!sv_kryo_class(r, &kind))
        return sv_make(r->d, SV_VALUE_NULL);
    kind.arguments = arguments;
    return sv_kryo_is_wrapper(&kind) ? sv_kryo_body(r, &kind) : read_marked(r, &kind, false);
}

struct sv_value *sv_kryo_known(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    return read_marked(r, kind, true);
}

struct sv_value *sv_kryo_read_none(struct sv_kryo_reader *r, const struct sv_kryo_kind *kind)
{
    sv_cur_fail_at(r->d->cur, SV_DEFECT_UNKNOWN_CLASS, r->d->cur->at,
                   "Kryo object of a class whose fields are not known", kind->name);
    return NULL;
}

struct sv_value *sv_decode_kryo(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_kryo_reader r = { .d = d, .ids = codec->more.kryo, .read_java = codec->read_java };
    return sv_kryo_any(&r, NULL);
}
