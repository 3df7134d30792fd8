/* layout/nested.c: the snapshots of nested serializers. docs/format/serializers.md#nested
 *
 * SIZE  MEANING
 *  4    magic 1333245
 *  4    version 1
 *  4    number of snapshots
 *       versioned snapshots
 * Mirrors NestedSerializersSnapshotDelegate#readNestedSerializerSnapshots, and as bodies EitherSerializerSnapshot and
 * GenericArraySerializerConfigSnapshot:
 *
 * SIZE  MEANING
 *  UTF  component class (class_nested, version 2)
 *       nested (version 2), or pairs as in legacy_pairs.c (version 1)
 *       component class in Java serialization (class_nested, version 1) */
#include "flink/layout/layout.h"

enum { NESTED_MAGIC = 1333245, NESTED_VERSION = 1, SMALLEST_SNAPSHOT = 6 };

void sv_read_nested(struct sv_reader *r, struct sv_type *t)
{
    struct sv_cursor *c = &r->cur;
    c->doing = "nested serializers: magic";
    uint64_t at = c->at;
    if (sv_cur_i32(c) != NESTED_MAGIC)
        sv_cur_fail_at(c, SV_DEFECT_BAD_MAGIC, at, c->doing, (sv_str){ "", 0 });
    c->doing = "nested serializers: version";
    at = c->at;
    if (sv_cur_i32(c) != NESTED_VERSION)
        sv_cur_fail_at(c, SV_DEFECT_UNKNOWN_VERSION, at, c->doing, (sv_str){ "", 0 });
    c->doing = "nested serializers: number";
    uint32_t count = sv_cur_count(c, SMALLEST_SNAPSHOT);
    for (uint32_t i = 0; i < count && sv_cur_ok(c); i++)
        sv_read_type(r, t, sv_class_role(t->cls, i));
}

void sv_layout_nested(struct sv_reader *r, struct sv_type *t)
{
    if (t->version == 1)
        sv_read_type_pairs(r, t, t->cls->roles);
    else
        sv_read_nested(r, t);
}

void sv_layout_class_nested(struct sv_reader *r, struct sv_type *t)
{
    if (t->version == 1) {
        sv_layout_legacy_class_composite(r, t);
        return;
    }
    r->cur.doing = "component class";
    t->java_type = sv_cur_utf(&r->cur);
    sv_read_nested(r, t);
}
