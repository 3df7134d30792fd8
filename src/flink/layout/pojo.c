/* layout/pojo.c: snapshot of a POJO serializer. docs/format/serializers.md#pojo
 *
 * SIZE  MEANING
 *  UTF  POJO class
 *       optional map of fields: name; key UTF declaring class, UTF field name; value a versioned snapshot
 *       optional map of registered subclasses: class name; key empty; value a versioned snapshot
 *       optional map of the other subclasses that were met, the same
 * Mirrors PojoSerializerSnapshotData#readSnapshotData */
#include "flink/layout/layout.h"

static void read_field_key(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)t;
    entry->key_class = sv_cur_utf(&frame->cur);
    entry->key_name = sv_cur_utf(&frame->cur);
}

/* The name of the entry is the class. */
static void read_subclass_key(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    (void)frame;
    (void)t;
    entry->key_class = entry->name;
}

static void read_child(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry, const char *role)
{
    entry->type = sv_read_type(frame, t, role);
    if (!entry->type)
        return;
    entry->type->field = entry->name;
    sv_cur_finish(&frame->cur);
    entry->type->defect = frame->cur.bad;
}

static void read_field(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    read_child(frame, t, entry, "field");
}

static void read_subclass(struct sv_reader *frame, struct sv_type *t, struct sv_entry *entry)
{
    read_child(frame, t, entry, "subclass");
}

void sv_layout_pojo(struct sv_reader *r, struct sv_type *t)
{
    r->cur.doing = "POJO class";
    t->java_type = sv_cur_utf(&r->cur);
    struct sv_pojo *pojo = t->more.pojo = SV_NEW_MORE(r, struct sv_pojo);
    if (!pojo)
        return;
    sv_read_optional_map(r, t, &pojo->fields, read_field_key, read_field);
    sv_read_optional_map(r, t, &pojo->registered, read_subclass_key, read_subclass);
    sv_read_optional_map(r, t, &pojo->other, read_subclass_key, read_subclass);
}
