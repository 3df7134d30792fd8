/* layout/kryo.c: snapshot of a Kryo serializer. docs/format/serializers.md#kryo
 *
 * SIZE  MEANING
 *  UTF  type class
 *       optional map of registrations: key UTF name; value a registration
 *       optional map of default serializers: key UTF class; value Java-serialized SerializableSerializer
 *       optional map of default serializer classes: key UTF class; value UTF serializer class
 * Registration: UTF registered class, 4 kind: 0 nothing more, 1 UTF serializer class, 2 Java-serialized
 * SerializableSerializer. Mirrors KryoSerializerSnapshotData#createFrom */
#include "flink/layout/layout.h"

static void read_name_key(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)t;
    entry->key_name = sv_cur_utf(&frame->cur);
}

static void read_class_key(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)t;
    entry->key_class = sv_cur_utf(&frame->cur);
}

void sv_read_kryo_registration(struct sv_reader *r, struct sv_entry *entry)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "Kryo registration";
    entry->registered_class = sv_cur_utf(c);
    uint64_t at = c->at;
    entry->registration_kind = sv_cur_i32(c);
    switch (entry->registration_kind) {
    case 0:
        break;
    case 1:
        entry->serializer_class = sv_cur_utf(c);
        break;
    case 2:
        entry->instance = sv_read_java(c, r->arena);
        break;
    default:
        sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, c->doing, entry->registered_class);
    }
}

static void read_registration(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)t;
    sv_read_kryo_registration(frame, entry);
}

static void read_default(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)t;
    entry->instance = sv_read_java(&frame->cur, frame->arena);
}

static void read_default_class(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)t;
    entry->serializer_class = sv_cur_utf(&frame->cur);
}

void sv_layout_kryo(struct sv_reader *r, struct sv_type *t)
{
    r->cur.doing = "Kryo type class";
    t->java_type = sv_cur_utf(&r->cur);
    struct sv_kryo *kryo = t->more.kryo = SV_NEW_MORE(r, struct sv_kryo);
    if (!kryo)
        return;
    sv_read_optional_map(r, t, &kryo->registrations, read_name_key, read_registration);
    sv_read_optional_map(r, t, &kryo->defaults, read_class_key, read_default);
    sv_read_optional_map(r, t, &kryo->default_classes, read_class_key, read_default_class);
}
