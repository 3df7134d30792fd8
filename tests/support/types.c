/* types.c: handmade serializer snapshots. */
#include "support/types.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "support/sweep.h"
#include "support/touch.h"

void types_simple(struct bytes *b, const char *class_name)
{
    bytes_versioned(b, class_name, 3);
}

void types_nested(struct bytes *b, int32_t count)
{
    bytes_i32(b, 1333245);
    bytes_i32(b, 1);
    bytes_i32(b, count);
}

void types_composite(struct bytes *b, const char *class_name, int32_t outer_version)
{
    bytes_versioned(b, class_name, 3);
    bytes_i32(b, 911108);
    bytes_i32(b, outer_version);
}

void types_list_of_strings(struct bytes *b)
{
    types_composite(b, TYPES_LIST, 1);
    types_nested(b, 1);
    types_simple(b, TYPES_STRING);
}

void types_map(struct bytes *b, int32_t count)
{
    bytes_i64(b, 0x000004F2C69A3D70);
    bytes_i32(b, count);
}

void types_java_begin(struct bytes *b)
{
    bytes_raw(b, "\xAC\xED\x00\x05", 4);
}

void types_java_null(struct bytes *b)
{
    types_java_begin(b);
    bytes_u8(b, 0x70);
}

void types_java_string(struct bytes *b, const char *text)
{
    types_java_begin(b);
    bytes_u8(b, 0x74);
    bytes_utf(b, text);
}

void types_java_descriptor(struct bytes *b, const char *class_name, uint8_t flags, int16_t field_count)
{
    bytes_u8(b, 0x72);
    bytes_utf(b, class_name);
    bytes_i64(b, 77);
    bytes_u8(b, flags);
    bytes_i16(b, field_count);
}

void types_java_field(struct bytes *b, char type, const char *name, const char *signature)
{
    bytes_u8(b, (uint8_t)type);
    bytes_utf(b, name);
    if (signature) {
        bytes_u8(b, 0x74);
        bytes_utf(b, signature);
    }
}

void types_java_no_super(struct bytes *b)
{
    bytes_u8(b, 0x78);
    bytes_u8(b, 0x70);
}

static void java_of_class(struct bytes *b, uint8_t tag, const char *class_name)
{
    types_java_begin(b);
    bytes_u8(b, tag);
    types_java_descriptor(b, class_name, 2, 0);
    types_java_no_super(b);
}

void types_java_class(struct bytes *b, const char *class_name)
{
    java_of_class(b, 0x76, class_name);
}

void types_java_object(struct bytes *b, const char *class_name)
{
    java_of_class(b, 0x73, class_name);
}

static void begin(struct types_read *out, struct sv_cursor cur)
{
    *out = (struct types_read){ .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&out->arena, SV_LIMIT_MODEL_BYTES);
    out->reader = (struct sv_reader){ .cur = cur, .nodes_left = SV_LIMIT_TYPE_NODES };
}

void types_read(struct types_read *out, struct bytes *b)
{
    begin(out, bytes_cursor(b));
    out->reader.arena = &out->arena;
    out->root = sv_read_type(&out->reader, NULL, "root");
}

void types_read_file(struct types_read *out, struct bytes *b)
{
    begin(out, bytes_cursor(b));
    out->reader.arena = &out->arena;
    out->root = sv_read_type_file(&out->reader, &out->framing);
}

void types_done(struct types_read *t)
{
    sv_arena_free(&t->arena);
}

static struct sv_defect defect_of_entries(const struct sv_entries *entries)
{
    for (uint32_t i = 0; i < entries->count; i++)
        if (entries->items[i].defect.code != SV_DEFECT_NONE)
            return entries->items[i].defect;
    return (struct sv_defect){ .code = SV_DEFECT_NONE };
}

static struct sv_defect defect_of_kryo(const struct sv_type *t)
{
    struct sv_defect d = { .code = SV_DEFECT_NONE };
    if (t->kind != SV_KIND_KRYO || !t->more.kryo)
        return d;
    const struct sv_entries *maps[] = { &t->more.kryo->registrations, &t->more.kryo->defaults,
                                        &t->more.kryo->default_classes };
    for (size_t i = 0; i < 3 && d.code == SV_DEFECT_NONE; i++)
        d = defect_of_entries(maps[i]);
    return d;
}

struct sv_defect types_defect(const struct types_read *t)
{
    for (const struct sv_type *x = t->root; x; x = sv_type_next(t->root, x)) {
        if (x->defect.code != SV_DEFECT_NONE)
            return x->defect;
        struct sv_defect in_kryo = defect_of_kryo(x);
        if (in_kryo.code != SV_DEFECT_NONE)
            return in_kryo;
    }
    return t->reader.cur.bad;
}

bool types_whole(const struct types_read *t)
{
    return t->root && types_defect(t).code == SV_DEFECT_NONE && sv_cur_left(&t->reader.cur) == 0;
}

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "sweep: %s\n", what);
    abort();
}

/* context: the number of bytes that make a whole file. */
static void read_any(const unsigned char *bytes, size_t n, void *context)
{
    struct types_read t;
    begin(&t, sv_cur_of(bytes, n, 0));
    t.reader.arena = &t.arena;
    t.root = sv_read_type_file(&t.reader, &t.framing);
    must(t.reader.cur.at <= n, "the cursor left its bytes");
    must(touch_is_defect(&t.reader.cur.bad, n), "a defect lies outside the bytes");
    must(n == *(const size_t *)context || !types_whole(&t), "a part reads as a whole");
    must(!sweep_has_failed() || !types_whole(&t), "memory failed and nobody says so");
    touch_types(t.root);
    types_done(&t);
}

void types_sweep(const struct bytes *b)
{
    size_t whole = b->n;
    must(sweep_all(b->p, b->n, 4000, read_any, &whole) > b->n, "too few runs");
}
