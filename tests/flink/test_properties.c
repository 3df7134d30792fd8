#include <criterion/criterion.h>

#include "flink/metadata.h"
#include "support/meta.h"
#include "support/types.h"

#define CHECKPOINT_TYPE "org.apache.flink.runtime.checkpoint.CheckpointType"
#define SAVEPOINT_TYPE "org.apache.flink.runtime.checkpoint.SavepointType"

static struct sv_properties read_properties(struct bytes *b, enum sv_defect_code code)
{
    struct sv_arena arena;
    sv_arena_init(&arena, (size_t)1 << 20);
    struct sv_metadata_reader r = { .cur = bytes_cursor(b), .arena = &arena };
    struct sv_properties properties = { 0 };
    sv_read_properties(&r, &properties);
    cr_expect_eq(r.cur.bad.code, code, "%s", sv_defect_text(r.cur.bad.code));
    if (code == SV_DEFECT_NONE)
        cr_expect_eq(sv_cur_left(&r.cur), 0);
    sv_arena_free(&arena);
    return properties;
}

Test(properties, types_and_formats)
{
    static const struct {
        const char *cls, *field, *constant;
        int type, format;
        bool full;
    } rows[] = {
        { CHECKPOINT_TYPE, "sharingFilesStrategy", "FORWARD_BACKWARD", SV_PROP_CHECKPOINT, SV_FORMAT_NONE, false },
        { CHECKPOINT_TYPE, "sharingFilesStrategy", "FORWARD", SV_PROP_CHECKPOINT, SV_FORMAT_NONE, true },
        { SAVEPOINT_TYPE, "formatType", "CANONICAL", SV_PROP_SAVEPOINT, SV_FORMAT_CANONICAL, false },
        { SAVEPOINT_TYPE, "formatType", "NATIVE", SV_PROP_SAVEPOINT, SV_FORMAT_NATIVE, false },
        { SAVEPOINT_TYPE, "formatType", "OTHER", SV_PROP_SAVEPOINT, SV_FORMAT_NONE, false },
        { "com.acme.OtherType", "formatType", "NATIVE", SV_PROP_OTHER, SV_FORMAT_NONE, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bytes b = { 0 };
        meta_properties(&b, rows[i].cls, rows[i].field, rows[i].constant);
        struct sv_properties p = read_properties(&b, SV_DEFECT_NONE);
        cr_expect(p.present);
        cr_expect_eq((int)p.type, rows[i].type);
        cr_expect_eq((int)p.format, rows[i].format);
        cr_expect_eq(p.full, rows[i].full);
        cr_expect(sv_str_eq(p.type_name, SV_STR("Its Name")));
        bytes_free(&b);
    }
}

Test(properties, null_says_nothing)
{
    struct bytes b = { 0 };
    types_java_null(&b);
    cr_expect_not(read_properties(&b, SV_DEFECT_NONE).present);
    bytes_free(&b);
    meta_properties(&b, NULL, NULL, NULL);
    struct sv_properties p = read_properties(&b, SV_DEFECT_NONE);
    cr_expect(p.present);
    cr_expect_eq(p.type, SV_PROP_OTHER);
    bytes_free(&b);
}

Test(properties, another_object_is_none)
{
    struct bytes b = { 0 };
    types_java_object(&b, "com.acme.Other");
    cr_expect_not(read_properties(&b, SV_DEFECT_BAD_VALUE).present);
    b.n = 0;
    types_java_string(&b, "text");
    cr_expect_not(read_properties(&b, SV_DEFECT_BAD_VALUE).present);
    b.n -= 1;
    cr_expect_not(read_properties(&b, SV_DEFECT_TRUNCATED).present);
    bytes_free(&b);
}
