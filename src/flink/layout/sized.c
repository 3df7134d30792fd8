/* layout/sized.c: a body that says how long it is. docs/format/serializers.md#sized
 *
 * SIZE  MEANING
 *  4    length
 *       sized: bytes that only their writer understands; sized_java: one Java object stream
 * Mirrors PulsarSchemaTypeSerializer.PulsarSchemaTypeSerializerSnapshot and the like */
#include "flink/layout/layout.h"

void sv_layout_sized(struct sv_reader *r, struct sv_type *t)
{
    (void)t;
    sv_cur_take(&r->cur, sv_cur_count(&r->cur, 1));
}

void sv_layout_sized_java(struct sv_reader *r, struct sv_type *t)
{
    struct sv_reader frame = sv_reader_frame(r, sv_cur_count(&r->cur, 1));
    if (!sv_cur_ok(&r->cur))
        return;
    sv_read_java_parts(&frame, t, 1);
    sv_reader_close(r, &frame, &t->defect);
}
