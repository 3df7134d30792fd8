/* layout/enumeration.c: snapshots of enum serializers. docs/format/serializers.md#enumeration
 *
 * SIZE  MEANING
 *  UTF  enum class
 *  4    number of constants
 *       UTF name, and for Scala enumerations 4 id, of each, in the order of the ordinals in the data
 * Mirrors EnumSerializer.EnumSerializerSnapshot and ScalaEnumSerializerSnapshot */
#include "flink/layout/layout.h"

void sv_read_enum_names(struct sv_reader *r, struct sv_enum *names, bool with_ids)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "enum constants";
    uint32_t count = sv_cur_count(c, with_ids ? 6 : 2);
    if (!count)
        return;
    names->names = sv_arena_alloc(r->arena, count, sizeof *names->names);
    names->ids = with_ids ? sv_arena_alloc(r->arena, count, sizeof *names->ids) : NULL;
    if (!names->names || (with_ids && !names->ids)) {
        sv_cur_fail(c, SV_DEFECT_LIMIT);
        return;
    }
    for (uint32_t i = 0; i < count && sv_cur_ok(c); i++) {
        names->names[i] = sv_cur_utf(c);
        if (with_ids)
            names->ids[i] = sv_cur_i32(c);
        names->count = i + 1;
    }
}

static void read_enum(struct sv_reader *r, struct sv_type *t, bool with_ids)
{
    r->cur.doing = "enum class";
    t->java_type = sv_cur_utf(&r->cur);
    t->more.names = SV_NEW_MORE(r, struct sv_enum);
    if (t->more.names)
        sv_read_enum_names(r, t->more.names, with_ids);
}

void sv_layout_enumeration(struct sv_reader *r, struct sv_type *t)
{
    read_enum(r, t, false);
}

void sv_layout_scala_enumeration(struct sv_reader *r, struct sv_type *t)
{
    read_enum(r, t, true);
}
