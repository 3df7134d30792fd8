#include "flink/read.h"

#include <criterion/criterion.h>

#include "base/limits.h"
#include "support/types.h"

#define ACME "com.acme.OrderSerializerSnapshot"

Test(type, reads_class_name_version_and_body)
{
    struct bytes b = { 0 };
    types_list_of_strings(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert(types_whole(&t));
    cr_expect(sv_str_eq(t.root->class_name, SV_STR(TYPES_LIST)));
    cr_expect_eq(t.root->cls, sv_class_find(SV_STR(TYPES_LIST)));
    cr_expect_eq(t.root->version, 3);
    cr_expect_eq(t.root->kind, SV_KIND_LIST);
    cr_expect_eq(t.root->begin, 0);
    cr_expect_eq(t.root->end, b.n);
    cr_expect_str_eq(t.root->role, "root");
    const struct sv_type *element = sv_type_child(t.root, 0);
    cr_assert_not_null(element);
    cr_expect(sv_str_eq(element->class_name, SV_STR(TYPES_STRING)));
    cr_expect_eq(element->parent, t.root);
    cr_expect_eq(element->depth, 1);
    cr_expect_eq(element->end, b.n);
    cr_expect_str_eq(element->role, "element");
    types_done(&t);
    types_sweep(&b);
    bytes_free(&b);
}

/* A map of strings to a user's own serializer: what comes behind it cannot be reached. */
static size_t put_unknown(struct bytes *b)
{
    types_composite(b, TYPES_MAP, 1);
    types_nested(b, 2);
    size_t at = b->n;
    bytes_versioned(b, ACME, 4);
    bytes_raw(b, "body", 4);
    types_simple(b, TYPES_STRING);
    return at;
}

Test(type, unknown_class_is_named_and_blamed_where_its_name_begins)
{
    struct bytes b = { 0 };
    size_t at = put_unknown(&b);
    struct types_read t;
    types_read(&t, &b);
    cr_assert_not_null(t.root);
    cr_expect_eq(t.reader.cur.bad.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(t.reader.cur.bad.at, at);
    cr_expect(sv_str_eq(t.reader.cur.bad.subject, SV_STR(ACME)));
    const struct sv_type *unknown = sv_type_child(t.root, 0);
    cr_assert_not_null(unknown);
    cr_expect_null(sv_type_child(t.root, 1));
    cr_expect_eq(unknown->kind, SV_KIND_UNKNOWN);
    cr_expect_null(unknown->cls);
    cr_expect_eq(unknown->version, 4);
    cr_expect_eq(unknown->defect.code, SV_DEFECT_UNKNOWN_CLASS);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_UNKNOWN_CLASS, "the parent could not be read to its end either");
    types_done(&t);
    bytes_free(&b);
}

Test(type, unknown_class_of_assumed_length_is_stepped_over)
{
    struct bytes b = { 0 };
    size_t at = put_unknown(&b);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, SV_LIMIT_MODEL_BYTES);
    const struct sv_assumed assumed[] = { { .at = at + 1, .length = 1 }, { .at = at, .length = 4 } };
    t.reader = (struct sv_reader){
        .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 10, .assumed = assumed, .assumed_count = 2
    };
    t.root = sv_read_type(&t.reader, NULL, "value");
    cr_assert(types_whole(&t));
    cr_expect(sv_type_child(t.root, 0)->inferred);
    cr_expect_not(sv_type_child(t.root, 1)->inferred);
    cr_expect(sv_str_eq(sv_type_child(t.root, 1)->class_name, SV_STR(TYPES_STRING)));
    cr_expect_eq(t.reader.nodes_left, 7);
    types_done(&t);
    bytes_free(&b);
}

Test(type, assumed_length_may_not_leave_the_bytes)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, ACME, 1);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, SV_LIMIT_MODEL_BYTES);
    const struct sv_assumed assumed = { .at = 0, .length = UINT64_MAX };
    t.reader = (struct sv_reader){
        .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 10, .assumed = &assumed, .assumed_count = 1
    };
    t.root = sv_read_type(&t.reader, NULL, "value");
    cr_expect_eq(t.root->defect.code, SV_DEFECT_TRUNCATED);
    types_done(&t);
    bytes_free(&b);
}

Test(type, rows_added_for_a_run_come_first)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, ACME, 3);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, SV_LIMIT_MODEL_BYTES);
    const struct sv_class row = { .name = SV_STR(ACME),
                                  .min_version = INT32_MIN,
                                  .max_version = INT32_MAX,
                                  .kind = SV_KIND_SCALAR,
                                  .layout = SV_LAYOUT_simple,
                                  .roles = "" };
    const struct sv_extra_classes extra = { .rows = &row, .count = 1 };
    t.reader = (struct sv_reader){ .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 10, .extra = &extra };
    t.root = sv_read_type(&t.reader, NULL, "value");
    cr_assert(types_whole(&t));
    cr_expect_eq(t.root->cls, &row);
    cr_expect_eq(t.root->kind, SV_KIND_SCALAR);
    types_done(&t);
    bytes_free(&b);
}

Test(type, version_that_nobody_wrote_is_refused)
{
    struct bytes b = { 0 };
    bytes_versioned(&b, TYPES_STRING, 4);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_UNKNOWN_VERSION);
    cr_expect_eq(t.root->defect.at, b.n - 4);
    cr_expect(sv_str_eq(t.root->defect.subject, SV_STR(TYPES_STRING)));
    cr_expect_eq(t.root->kind, SV_KIND_SCALAR);
    types_done(&t);
    bytes_free(&b);
}

Test(type, nesting_ends_at_the_limit)
{
    struct bytes b = { 0 };
    for (int i = 0; i < SV_LIMIT_TYPE_DEPTH + 5; i++) {
        types_composite(&b, TYPES_LIST, 1);
        types_nested(&b, 1);
    }
    types_simple(&b, TYPES_STRING);
    struct types_read t;
    types_read(&t, &b);
    cr_expect_eq(t.reader.cur.bad.code, SV_DEFECT_TOO_DEEP);
    unsigned depth = 0;
    for (const struct sv_type *x = t.root; x; x = sv_type_next(t.root, x))
        depth = x->depth;
    cr_expect_eq(depth, SV_LIMIT_TYPE_DEPTH);
    types_done(&t);
    bytes_free(&b);
}

Test(type, nodes_end_at_the_limit)
{
    struct bytes b = { 0 };
    types_composite(&b, TYPES_MAP, 1);
    types_nested(&b, 2);
    types_simple(&b, TYPES_STRING);
    types_simple(&b, TYPES_STRING);
    struct types_read t = { .framing = SV_FRAMING_UNKNOWN };
    sv_arena_init(&t.arena, SV_LIMIT_MODEL_BYTES);
    t.reader = (struct sv_reader){ .cur = bytes_cursor(&b), .arena = &t.arena, .nodes_left = 2 };
    t.root = sv_read_type(&t.reader, NULL, "value");
    cr_expect_eq(t.reader.cur.bad.code, SV_DEFECT_LIMIT);
    cr_expect_eq(t.root->defect.code, SV_DEFECT_LIMIT);
    cr_expect_null(sv_type_child(t.root, 1));
    types_done(&t);
    bytes_free(&b);
}
