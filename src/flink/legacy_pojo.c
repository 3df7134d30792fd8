/* legacy_pojo.c: config snapshot of a POJO serializer of before 1.8. docs/format/serializers.md#config-snapshots
 *
 * SIZE  MEANING
 *       prior serializer and version as in legacy.c
 *  UTF  POJO class
 *       three times, for fields, registered subclasses and the other subclasses that were met:
 *  4      number
 *         of each: 4 offset of the serializer, 4 offset of the snapshot, both in the bytes below
 *  4    length of what follows
 *       of each field and subclass: UTF name, prior serializer, proxy
 * Mirrors PojoSerializer.PojoSerializerConfigSnapshot#read */
#include "flink/layout/layout.h"

enum { PAIR_OF_OFFSETS = 8 };

static struct sv_cursor read_table(struct sv_cursor *c)
{
    c->doing = "POJO config snapshot: offsets";
    return sv_cur_frame(c, (uint64_t)sv_cur_count(c, PAIR_OF_OFFSETS) * PAIR_OF_OFFSETS);
}

static void read_members(struct sv_reader *parts, struct sv_type *t, struct sv_cursor table, const char *role)
{
    struct sv_cursor *c = &parts->cur;
    uint64_t start = t->end;
    while (sv_cur_left(&table) && sv_cur_ok(c)) {
        uint64_t at = table.at;
        uint32_t serializer_at = (uint32_t)sv_cur_i32(&table), snapshot_at = (uint32_t)sv_cur_i32(&table);
        c->doing = "POJO config snapshot: name";
        sv_str name = sv_cur_utf(c);
        if (c->at - start != serializer_at || snapshot_at < serializer_at)
            sv_cur_fail_at(c, SV_DEFECT_BAD_VALUE, at, "POJO config snapshot: offsets", name);
        if (!sv_cur_ok(c))
            return;
        struct sv_reader serializer = sv_reader_frame(parts, snapshot_at - serializer_at);
        struct sv_type *member = sv_read_pair(&serializer, parts, t, role);
        if (!member)
            return;
        member->field = name;
        serializer.nodes_left = parts->nodes_left;
        sv_reader_close(parts, &serializer, &member->defect);
    }
}

void sv_layout_legacy_pojo(struct sv_reader *r, struct sv_type *t)
{
    struct sv_cursor *c = &r->cur;
    sv_layout_legacy_type_class(r, t);
    struct sv_cursor fields = read_table(c), registered = read_table(c), other = read_table(c);
    c->doing = "POJO config snapshot: length";
    struct sv_reader parts = sv_reader_frame(r, sv_cur_count(c, 1));
    if (!sv_cur_ok(c))
        return;
    t->end = parts.cur.at; /* where offsets count from; set anew when the node is done */
    read_members(&parts, t, fields, "field");
    read_members(&parts, t, registered, "subclass");
    read_members(&parts, t, other, "subclass");
    sv_reader_close(r, &parts, &t->defect);
}
