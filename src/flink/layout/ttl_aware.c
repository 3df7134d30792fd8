/* layout/ttl_aware.c: snapshot of 2.x that remembers whether state has a time to live. docs/format/serializers.md#ttl-aware
 *
 * SIZE  MEANING
 *  1    whether there is a time to live
 *       versioned snapshot
 * Mirrors TtlAwareSerializerSnapshot#readSnapshot */
#include "flink/layout/layout.h"

void sv_layout_ttl_aware(struct sv_reader *r, struct sv_type *t)
{
    t->flag = sv_cur_bool(&r->cur);
    sv_read_type(r, t, sv_class_role(t->cls, 0));
}
