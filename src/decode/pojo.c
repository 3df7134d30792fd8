/* pojo.c: values of PojoSerializer.
 *
 * SIZE  MEANING
 *  1    flags: 1 null, 2 the class itself, 4 a subclass, 8 a registered subclass
 *       itself: of each field 1 (1 null) and its value, in the order of the snapshot
 *       subclass: UTF class, a value of its serializer; registered: 1 its place in the snapshot, the same
 * Mirrors org.apache.flink.api.java.typeutils.runtime.PojoSerializer#deserialize */
#include "decode/codec.h"

enum { IS_NULL = 1, NO_SUBCLASS = 2, IS_SUBCLASS = 4, IS_TAGGED_SUBCLASS = 8 };

/* Parts: fields, registered subclasses, others. An entry that could not be read has a part that refuses. */
static bool add_entries(struct sv_codec_builder *b, struct sv_codec *codec, const struct sv_entries *entries)
{
    for (uint32_t i = 0; i < entries->count; i++) {
        const struct sv_codec *part = sv_codec_build(b, entries->items[i].type);
        if (!part)
            return false;
        codec->parts[codec->count++] = part;
    }
    return true;
}

bool sv_prepare_pojo(struct sv_codec_builder *b, struct sv_codec *codec)
{
    if (!sv_codec_is(codec, SV_KIND_POJO))
        return true;
    const struct sv_pojo *pojo = codec->type->more.pojo;
    size_t count = (size_t)pojo->fields.count + pojo->registered.count + pojo->other.count;
    codec->parts = sv_arena_alloc(b->arena, count, sizeof *codec->parts);
    if ((count && !codec->parts) || !sv_codec_names(b, codec, pojo->fields.count))
        return false;
    for (uint32_t i = 0; i < pojo->fields.count; i++)
        if (!sv_codec_name(b, codec, i, pojo->fields.items[i].name))
            return false;
    return add_entries(b, codec, &pojo->fields) && add_entries(b, codec, &pojo->registered) &&
           add_entries(b, codec, &pojo->other);
}

static struct sv_value *read_fields(struct sv_decoding *d, const struct sv_codec *codec)
{
    uint32_t count = codec->type->more.pojo->fields.count;
    struct sv_value *object = sv_make(d, SV_VALUE_OBJECT);
    for (uint32_t i = 0; i < count && sv_cur_ok(d->cur); i++) {
        struct sv_value *value = sv_cur_bool(d->cur) ? sv_make(d, SV_VALUE_NULL) : sv_decode_part(d, codec, i);
        if (value)
            value->name = codec->names[i];
        sv_value_add(object, value);
    }
    return object;
}

/* The class becomes the first member, "@class", of what is an object. */
static struct sv_value *name_class(struct sv_decoding *d, struct sv_value *value, sv_str class_name)
{
    if (!value || value->kind != SV_VALUE_OBJECT)
        return value;
    struct sv_value *object = sv_make(d, SV_VALUE_OBJECT);
    struct sv_value *name = sv_make_utf8(d, class_name);
    if (!object || !name)
        return NULL;
    sv_make_member(object, "@class", name);
    name->next = value->child;
    object->last = value->last ? value->last : name;
    object->count += value->count;
    return object;
}

/* Part of the subclass the cursor names; the class is unknown where its serializer had not been met before the snapshot
 * was written. */
static uint32_t find_subclass(struct sv_decoding *d, const struct sv_codec *codec, sv_str *class_out)
{
    const struct sv_pojo *pojo = codec->type->more.pojo;
    uint64_t at = d->cur->at;
    *class_out = sv_cur_utf(d->cur);
    for (uint32_t i = 0; i < pojo->other.count; i++)
        if (sv_str_eq(pojo->other.items[i].name, *class_out))
            return pojo->fields.count + pojo->registered.count + i;
    sv_cur_fail_at(d->cur, SV_DEFECT_UNKNOWN_CLASS, at, "POJO of a subclass that the snapshot does not describe",
                   *class_out);
    return 0;
}

static struct sv_value *read_subclass(struct sv_decoding *d, const struct sv_codec *codec, bool tagged)
{
    const struct sv_pojo *pojo = codec->type->more.pojo;
    sv_str class_name = { "", 0 };
    uint32_t part = 0;
    if (tagged) {
        uint8_t tag = sv_cur_u8(d->cur);
        if (tag >= pojo->registered.count)
            sv_decode_bad(d);
        else
            class_name = pojo->registered.items[tag].name;
        part = pojo->fields.count + tag;
    } else {
        part = find_subclass(d, codec, &class_name);
    }
    return sv_cur_ok(d->cur) ? name_class(d, sv_decode_part(d, codec, part), class_name) : NULL;
}

struct sv_value *sv_decode_pojo(struct sv_decoding *d, const struct sv_codec *codec)
{
    uint8_t flags = sv_cur_u8(d->cur);
    switch (flags) {
    case IS_NULL:
        return sv_make(d, SV_VALUE_NULL);
    case NO_SUBCLASS:
        return read_fields(d, codec);
    case IS_SUBCLASS:
    case IS_TAGGED_SUBCLASS:
        return read_subclass(d, codec, flags == IS_TAGGED_SUBCLASS);
    default:
        sv_decode_bad(d);
        return NULL;
    }
}
