/* scala.c: case classes of Flink's Scala API; its other types are laid out as Java ones (container.c).
 *
 * SIZE  MEANING
 *       fields in order
 * Mirrors org.apache.flink.api.scala.typeutils.CaseClassSerializer#deserialize */
#include <stdio.h>

#include "decode/codec.h"

/* The snapshot names the class and not its fields: they are called as those of a tuple. */
bool sv_prepare_case_class(struct sv_codec_builder *b, struct sv_codec *codec)
{
    if (!sv_prepare_parts(b, codec) || !sv_codec_names(b, codec, codec->count))
        return false;
    for (uint32_t i = 0; i < codec->count; i++) {
        char name[16];
        snprintf(name, sizeof name, "_%u", i + 1);
        codec->names[i] = sv_arena_copy(b->arena, sv_str_of(name));
        if (!codec->names[i].p)
            return false;
    }
    return true;
}

struct sv_value *sv_decode_case_class(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *value = sv_decode_tuple(d, codec);
    if (!value || sv_str_starts(codec->type->java_type, SV_STR("scala.Tuple")))
        return value;
    value->kind = SV_VALUE_OBJECT;
    uint32_t i = 0;
    for (struct sv_value *field = value->child; field; field = field->next)
        field->name = codec->names[i++];
    return value;
}
