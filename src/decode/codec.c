/* codec.c: which decoder serves a serializer snapshot, and the codec tree that is built from a snapshot tree. */
#include "decode/codec.h"

#include "base/limits.h"
#include "base/table.h"

static const struct sv_decoder decoders[] = {
#define DECODER(name_, parts_, prepare_, decode_, hash_, shape_)                                                       \
    { .name = SV_STR_INIT(name_),                                                                                      \
      .parts = (parts_),                                                                                               \
      .prepare = sv_prepare_##prepare_,                                                                                \
      .decode = sv_decode_##decode_,                                                                                   \
      .hash = sv_hash_##hash_,                                                                                         \
      .shape = (shape_) },
#include "decode/decoders.def"
#undef DECODER
};
enum { DECODER_COUNT = sizeof decoders / sizeof *decoders };

const struct sv_decoder *sv_decoder_at(size_t i)
{
    return i < DECODER_COUNT ? &decoders[i] : NULL;
}

static const struct sv_decoder *find_decoder(sv_str name)
{
    return sv_table_find(name, decoders, DECODER_COUNT, sizeof *decoders);
}

void sv_codec_refuse(struct sv_codec *codec, const char *reason)
{
    codec->decode = sv_decode_refused;
    codec->hash = sv_hash_unknown;
    codec->reason = reason;
}

struct sv_value *sv_decode_refused(struct sv_decoding *d, const struct sv_codec *codec)
{
    sv_str subject = codec->type ? codec->type->class_name : (sv_str){ "", 0 };
    sv_cur_fail_at(d->cur, SV_DEFECT_UNSUPPORTED, d->cur->at, codec->reason, subject);
    return NULL;
}

bool sv_hash_unknown(struct sv_cursor *cur, const struct sv_codec *codec, int32_t *hash_out)
{
    (void)cur, (void)codec, (void)hash_out;
    return false;
}

bool sv_prepare_parts(struct sv_codec_builder *b, struct sv_codec *codec)
{
    uint32_t count = 0;
    for (const struct sv_type *child = codec->type->child; child; child = child->next)
        count++;
    codec->parts = sv_arena_alloc(b->arena, count, sizeof *codec->parts);
    if (count && !codec->parts)
        return false;
    for (const struct sv_type *child = codec->type->child; child; child = child->next) {
        const struct sv_codec *part = sv_codec_build(b, child);
        if (!part)
            return false;
        codec->parts[codec->count++] = part;
    }
    return true;
}

bool sv_codec_names(struct sv_codec_builder *b, struct sv_codec *codec, uint32_t count)
{
    codec->names = sv_arena_alloc(b->arena, count, sizeof *codec->names);
    return codec->names || !count;
}

bool sv_codec_name(struct sv_codec_builder *b, struct sv_codec *codec, uint32_t i, sv_str as_written)
{
    struct sv_cursor none = sv_cur_of("", 0, 0);
    struct sv_decoding d = { .cur = &none, .arena = b->arena };
    codec->names[i] = sv_clean_utf8(&d, as_written);
    return sv_cur_ok(&none);
}

bool sv_codec_is(struct sv_codec *codec, enum sv_kind kind)
{
    const struct sv_type *type = codec->type;
    bool good = type->kind == kind && type->more.pojo; /* one of the pointers, whichever it is */
    if (!good)
        sv_codec_refuse(codec, "its serializer snapshot could not be read");
    return good;
}

static bool build(struct sv_codec_builder *b, struct sv_codec *codec)
{
    const struct sv_type *type = codec->type;
    const struct sv_decoder *decoder = type ? find_decoder(type->class_name) : NULL;
    if (!type || type->defect.code != SV_DEFECT_NONE || type->inferred) {
        sv_codec_refuse(codec, "its serializer snapshot could not be read");
        return true;
    }
    if (!decoder) {
        sv_codec_refuse(codec, "no decoder knows its serializer");
        return true;
    }
    codec->decode = decoder->decode;
    codec->hash = decoder->hash;
    codec->shape = decoder->shape;
    if (!decoder->prepare(b, codec))
        return false;
    if (codec->count < decoder->parts)
        sv_codec_refuse(codec, "its serializer snapshot lacks nested serializers");
    return true;
}

const struct sv_codec *sv_codec_build(struct sv_codec_builder *b, const struct sv_type *type)
{
    struct sv_codec *codec = SV_NEW(b->arena, struct sv_codec);
    if (!codec)
        return NULL;
    codec->type = type;
    codec->read_java = b->read_java;
    if (!build(b, codec))
        return NULL;
    codec->length = type ? sv_codec_measure(codec) : -1;
    codec->skip = sv_codec_skipper(codec);
    return codec;
}

const struct sv_codec *sv_codec_new(const struct sv_type *type, sv_read_java_fn *read_java, struct sv_arena *arena)
{
    struct sv_codec_builder b = { .arena = arena, .read_java = read_java };
    return sv_codec_build(&b, type);
}

const struct sv_codec *sv_codec_part(const struct sv_codec *codec, uint32_t i)
{
    return codec && i < codec->count ? codec->parts[i] : NULL;
}

const struct sv_type *sv_codec_type(const struct sv_codec *codec)
{
    return codec->type;
}

bool sv_decodable(const struct sv_codec *codec, const char **reason_out)
{
    if (codec->reason) {
        if (reason_out)
            *reason_out = codec->reason;
        return false;
    }
    for (uint32_t i = 0; i < codec->count; i++)
        if (!sv_decodable(codec->parts[i], reason_out))
            return false;
    return true;
}

bool sv_decode_enter(struct sv_decoding *d)
{
    if (d->depth >= SV_LIMIT_VALUE_DEPTH)
        sv_cur_fail(d->cur, SV_DEFECT_TOO_DEEP);
    if (!sv_cur_ok(d->cur))
        return false;
    d->depth++;
    return true;
}

void sv_decode_leave(struct sv_decoding *d)
{
    d->depth--;
}

struct sv_cursor *sv_frame_open(struct sv_decoding *d, struct sv_cursor *frame)
{
    struct sv_cursor *outer = d->cur;
    frame->doing = outer->doing;
    d->cur = frame;
    return outer;
}

void sv_frame_close(struct sv_decoding *d, struct sv_cursor *outer)
{
    sv_cur_finish(d->cur);
    const struct sv_defect *bad = &d->cur->bad;
    if (bad->code != SV_DEFECT_NONE)
        sv_cur_fail_at(outer, bad->code, bad->at, bad->doing, bad->subject);
    d->cur = outer;
}

void sv_decode_bad(struct sv_decoding *d)
{
    sv_cur_fail(d->cur, SV_DEFECT_BAD_VALUE);
}

struct sv_value *sv_decode_value(struct sv_decoding *d, const struct sv_codec *codec)
{
    if (!sv_decode_enter(d))
        return NULL;
    struct sv_value *value = codec->decode(d, codec);
    sv_decode_leave(d);
    return sv_cur_ok(d->cur) ? value : NULL;
}

struct sv_value *sv_decode(struct sv_cursor *cur, const struct sv_codec *codec, struct sv_arena *arena)
{
    struct sv_decoding d = { .cur = cur, .arena = arena };
    cur->doing = "value";
    return sv_decode_value(&d, codec);
}
