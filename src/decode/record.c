/* record.c: values whose members stand one after the other, as the shape of their row in decoders.def says: name:form,
 * separated by blanks.
 *
 * FORM  SIZE  MEANING
 *  Z     1    boolean
 *  S     2    short
 *  I     4    int
 *  J     8    long
 *  F     8    long with its sign bit flipped, so that bytes sort as numbers do
 *  U    UTF   string
 *  V     1    whether a UTF string follows, and that
 *  0-9        a value of the nested serializer of that index
 * Mirrors deserialize of the windows, timers, CEP and connector classes that decoders.def names */
#include "decode/codec.h"

static struct sv_value *read_member(struct sv_decoding *d, const struct sv_codec *codec, char form)
{
    struct sv_cursor *cur = d->cur;
    switch (form) {
    case 'Z':
        return sv_make_number(d, SV_VALUE_BOOL, sv_cur_bool(cur));
    case 'S':
        return sv_make_number(d, SV_VALUE_INT, (int16_t)sv_cur_u16(cur));
    case 'I':
        return sv_make_number(d, SV_VALUE_INT, sv_cur_i32(cur));
    case 'J':
        return sv_make_number(d, SV_VALUE_LONG, sv_cur_i64(cur));
    case 'F':
        return sv_make_number(d, SV_VALUE_LONG, (int64_t)((uint64_t)sv_cur_i64(cur) ^ (uint64_t)INT64_MIN));
    case 'V':
        if (!sv_cur_bool(cur))
            return sv_make(d, SV_VALUE_NULL);
        /* fallthrough */
    case 'U':
        return sv_make_utf8(d, sv_cur_utf(cur));
    default:
        return sv_decode_part(d, codec, (uint32_t)(form - '0'));
    }
}

struct sv_value *sv_decode_record(struct sv_decoding *d, const struct sv_codec *codec)
{
    struct sv_value *object = sv_make(d, SV_VALUE_OBJECT);
    for (const char *shape = codec->shape; *shape && sv_cur_ok(d->cur);) {
        sv_str name = { shape, strcspn(shape, ":") };
        struct sv_value *member = read_member(d, codec, shape[name.n + 1]);
        if (member)
            member->name = name;
        sv_value_add(object, member);
        shape += name.n + 2;
        shape += *shape == ' ';
    }
    return object;
}
