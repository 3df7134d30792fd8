/* legacy.c: config snapshots, which were all there was before 1.7. docs/format/serializers.md#config-snapshots
 *
 * SIZE  MEANING
 *       prior serializer, as in legacy_pairs.c, and 4 version of the config snapshot: only where the version after the
 *       class name is 7A53C4F0, which marks what 1.7 and later wrote; else the version after the class name is this one
 *       legacy_parameterless      UTF serializer class
 *       legacy_type_class         UTF class of the values
 *       legacy_composite          pairs
 *       legacy_class_composite    pairs, Java-serialized tuple or component class
 *       legacy_enumeration        UTF enum class; version 1 Java-serialized constants; version 2: 4 number, UTF names
 *       legacy_scala_enumeration  version 1: enum class and constants Java-serialized; version 2: UTF enum class,
 *                                 4 number, of each UTF name and 4 id
 *       legacy_kryo               UTF class of the values, 4 number, of each UTF name and a registration as in kryo.c
 *       legacy_avro               the same, then UTF class to instantiate
 * Mirrors TypeSerializerConfigSnapshot#readSnapshot and its subclasses' read */
#include "flink/layout/layout.h"

enum { ADAPTER_VERSION = 0x7A53C4F0, LAST_CONFIG_VERSION = 2, SMALLEST_REGISTRATION = 8 };

static void read_head(struct sv_reader *r, struct sv_type *t)
{
    struct sv_cursor *c = &r->cur;
    uint64_t at = c->at;
    t->outer_version = t->version;
    if (t->version == ADAPTER_VERSION) {
        t->java = sv_read_prior_serializer(r, &t->defect);
        c->doing = "config snapshot: version";
        at = c->at;
        t->outer_version = sv_cur_i32(c);
    }
    if (t->outer_version < 0 || t->outer_version > LAST_CONFIG_VERSION)
        sv_cur_fail_at(c, SV_DEFECT_UNKNOWN_VERSION, at, "config snapshot", t->class_name);
}

void sv_layout_legacy_parameterless(struct sv_reader *r, struct sv_type *t)
{
    read_head(r, t);
    r->cur.doing = "serializer class";
    sv_cur_utf(&r->cur);
}

void sv_layout_legacy_type_class(struct sv_reader *r, struct sv_type *t)
{
    read_head(r, t);
    sv_layout_type_class(r, t);
}

void sv_layout_legacy_composite(struct sv_reader *r, struct sv_type *t)
{
    read_head(r, t);
    sv_read_type_pairs(r, t, t->cls->roles);
}

/* The last stream read, as the class it stands for. */
static sv_str java_class_name(const struct sv_type *t)
{
    const struct sv_java_stream *last = t->java;
    while (last && last->next)
        last = last->next;
    if (last && last->root && last->root->kind == SV_JAVA_CLASS)
        return last->root->cls->name;
    return (sv_str){ "", 0 };
}

void sv_layout_legacy_class_composite(struct sv_reader *r, struct sv_type *t)
{
    sv_layout_legacy_composite(r, t);
    sv_read_java_parts(r, t, 1);
    if (sv_cur_ok(&r->cur))
        t->java_type = java_class_name(t);
}

void sv_layout_legacy_enumeration(struct sv_reader *r, struct sv_type *t)
{
    struct sv_enum names = { .count = 0 };
    sv_layout_legacy_type_class(r, t);
    if (t->outer_version == 1)
        sv_read_java_parts(r, t, 1);
    else
        sv_read_enum_names(r, &names, false);
}

void sv_layout_legacy_scala_enumeration(struct sv_reader *r, struct sv_type *t)
{
    struct sv_enum names = { .count = 0 };
    read_head(r, t);
    if (t->outer_version == 1) {
        sv_read_java_parts(r, t, 2);
        return;
    }
    sv_layout_type_class(r, t);
    sv_read_enum_names(r, &names, true);
}

void sv_layout_legacy_kryo(struct sv_reader *r, struct sv_type *t)
{
    struct sv_cursor *c = &r->cur;
    sv_layout_legacy_type_class(r, t);
    c->doing = "Kryo registrations";
    uint32_t count = sv_cur_count(c, SMALLEST_REGISTRATION);
    struct sv_java_stream **tail = &t->java;
    while (*tail)
        tail = &(*tail)->next;
    for (uint32_t i = 0; i < count && sv_cur_ok(c); i++) {
        struct sv_entry entry = { .name = sv_cur_utf(c) };
        sv_read_kryo_registration(r, &entry);
        *tail = entry.instance;
        if (*tail)
            tail = &(*tail)->next;
    }
}

void sv_layout_legacy_avro(struct sv_reader *r, struct sv_type *t)
{
    sv_layout_legacy_kryo(r, t);
    r->cur.doing = "class to instantiate";
    sv_cur_utf(&r->cur);
}
