/* layout/simple.c: snapshot of a serializer without parts. docs/format/serializers.md#simple
 *
 * SIZE  MEANING
 *       version 3: nothing
 *  UTF  version 2 (1.7): serializer class, which no reader looks at
 *    4  simple_number: a version of its own that a subclass adds, which no reader looks at
 * Mirrors SimpleTypeSerializerSnapshot#readSnapshot */
#include "flink/layout/layout.h"

void sv_layout_simple(struct sv_reader *r, struct sv_type *t)
{
    if (t->version == 2)
        sv_cur_utf(&r->cur);
}

void sv_layout_simple_number(struct sv_reader *r, struct sv_type *t)
{
    sv_layout_simple(r, t);
    sv_cur_i32(&r->cur);
}
