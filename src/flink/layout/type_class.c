/* layout/type_class.c: snapshot that names the class of the values. docs/format/serializers.md#type-class
 *
 * SIZE  MEANING
 *  UTF  class of the values
 * Mirrors GenericTypeSerializerSnapshot#readSnapshot */
#include "flink/layout/layout.h"

void sv_layout_type_class(struct sv_reader *r, struct sv_type *t)
{
    r->cur.doing = "type class";
    t->java_type = sv_cur_utf(&r->cur);
}
