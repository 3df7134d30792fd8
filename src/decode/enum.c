/* enum.c: constants.
 *
 * SIZE  MEANING
 *  4    Java: place in the list of the snapshot, which need not be the ordinal of today; Scala: the constant's id
 * Mirrors EnumSerializer#deserialize and EnumValueSerializer#deserialize */
#include "decode/codec.h"

bool sv_prepare_enumeration(struct sv_codec_builder *b, struct sv_codec *codec)
{
    if (!sv_codec_is(codec, SV_KIND_ENUM))
        return true;
    const struct sv_enum *names = codec->type->more.names;
    if (!sv_codec_names(b, codec, names->count))
        return false;
    for (uint32_t i = 0; i < names->count; i++)
        if (!sv_codec_name(b, codec, i, names->names[i]))
            return false;
    return true;
}

struct sv_value *sv_decode_enumeration(struct sv_decoding *d, const struct sv_codec *codec)
{
    int32_t place = sv_cur_i32(d->cur);
    if (place >= 0 && (uint32_t)place < codec->type->more.names->count)
        return sv_make_text(d, SV_VALUE_TEXT, codec->names[place]);
    sv_decode_bad(d);
    return NULL;
}

struct sv_value *sv_decode_scala_enumeration(struct sv_decoding *d, const struct sv_codec *codec)
{
    const struct sv_enum *names = codec->type->more.names;
    int32_t id = sv_cur_i32(d->cur);
    for (uint32_t i = 0; names->ids && i < names->count; i++)
        if (names->ids[i] == id)
            return sv_make_text(d, SV_VALUE_TEXT, codec->names[i]);
    sv_decode_bad(d);
    return NULL;
}
