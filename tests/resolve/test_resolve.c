#include <criterion/criterion.h>

#include "base/limits.h"
#include "support/resolved.h"
#include "support/sweep.h"
#include "support/types.h"

static struct sv_snapshot *s;

static void begin(void)
{
    s = made_snapshot();
}

static void end(void)
{
    made_free(s);
}

TestSuite(resolve, .init = begin, .fini = end);

Test(resolve, answers_have_the_names_of_the_contract)
{
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_AS_IS), "as-is");
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_RECONFIGURED), "reconfigured");
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_AFTER_MIGRATION), "after-migration");
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_UNDECIDED), "undecided");
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_INCOMPATIBLE), "incompatible");
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_READ_ERROR), "read-error");
    cr_expect_str_eq(sv_answer_name(SV_ANSWER_RESOLVE_ERROR), "resolve-error");
}

Test(resolve, class_of_the_users_own_decides_for_itself)
{
    struct sv_type *own = made_type(s, "value", "com.acme.MoneySerializerSnapshot"), *text = made_string(s, "value");
    cr_expect_str_eq(resolved_word(own, own), "undecided");
    cr_expect_str_eq(resolved_word(own, text), "undecided");
    cr_expect_str_eq(resolved_word(text, own), "undecided", "it may extend SimpleTypeSerializerSnapshot");
    cr_expect_str_eq(resolved_word(made_pojo(s, "value", "com.acme.P"), own), "incompatible");
    struct sv_type *mixed = resolved_of(s, RESOLVED_TUPLE, own, text);
    struct sv_type *texts = resolved_of(s, RESOLVED_TUPLE, made_string(s, "value"), made_string(s, "value"));
    struct sv_type *other = resolved_of(s, RESOLVED_TUPLE, made_string(s, "value"), resolved_long(s));
    cr_expect_str_eq(resolved_word(texts, mixed), "undecided");
    cr_expect_str_eq(resolved_word(other, mixed), "incompatible", "whatever it decides");
}

Test(resolve, class_that_only_1x_has_cannot_be_new)
{
    struct sv_type *scala = made_type(s, "value", "org.apache.flink.api.scala.typeutils.NothingSerializerSnapshot");
    cr_expect_str_eq(resolved_word(scala, made_string(s, "value")), "undecided");
}

Test(resolve, damage_of_the_old_one_cannot_be_read_and_of_the_new_one_not_judged)
{
    struct sv_type *bad = resolved_of(s, RESOLVED_LIST, NULL, NULL);
    struct sv_type *good = resolved_of(s, RESOLVED_LIST, made_string(s, "element"), NULL);
    bad->defect.code = SV_DEFECT_TRUNCATED;
    cr_expect_str_eq(resolved_word(good, bad), "read-error");
    cr_expect_str_eq(resolved_word(bad, good), "undecided");
}

Test(resolve, version_that_flink_looks_at)
{
    struct sv_type *text = made_string(s, "value"), *kryo = made_kryo(s, "value", "com.acme.K");
    text->defect.code = kryo->defect.code = SV_DEFECT_UNKNOWN_VERSION;
    cr_expect_str_eq(resolved_word(made_string(s, "value"), text), "read-error");
    cr_expect_str_eq(resolved_word(made_kryo(s, "value", "com.acme.K"), kryo), "undecided", "Flink does not look");
    kryo->version = 0x7A53C4F0;
    cr_expect_str_eq(resolved_word(made_kryo(s, "value", "com.acme.K"), kryo), "read-error");
}

Test(resolve, java_serialized_values_need_a_look)
{
    struct sv_type *java =
        made_type(s, "value", "org.apache.flink.runtime.state.JavaSerializer$JavaSerializerSnapshot");
    struct sv_resolution r = resolved(java, java, 0);
    cr_expect_eq(r.answer, SV_ANSWER_AS_IS);
    cr_expect_eq(r.trouble, SV_TROUBLE_JAVA);
}

Test(resolve, path_leads_to_what_decided)
{
    struct sv_type *old = made_pojo(s, "value", "com.acme.P"), *new = made_pojo(s, "value", "com.acme.P");
    struct sv_type *words = made_string(s, "element");
    resolved_field(s, old, "com.acme.P", "a", resolved_of(s, RESOLVED_LIST, words, NULL));
    resolved_field(s, new, "com.acme.P", "a", resolved_of(s, RESOLVED_LIST, resolved_long(s), NULL));
    struct sv_resolution r = resolved(new, old, 0);
    struct sv_buf path;
    sv_buf_init(&path, SV_LIMIT_REPORT_BYTES);
    sv_cause_path(&r.cause, &path);
    cr_expect(sv_str_eq(sv_buf_str(&path), SV_STR("field a > element")), "%.*s", (int)path.n, path.p);
    sv_buf_free(&path);
    cr_expect_eq(r.cause.old, words);
    cr_expect(sv_str_eq(r.cause.subject, SV_STR("StringSerializer")));
    cr_expect(sv_str_eq(r.cause.instead, SV_STR("LongSerializer")));
}

/* One of most things that are read and compared. */
static void put_much(struct bytes *b)
{
    types_composite(b, RESOLVED_RUNTIME "TupleSerializerSnapshot", 2);
    bytes_utf(b, "org.apache.flink.api.java.tuple.Tuple3");
    types_nested(b, 3);
    types_list_of_strings(b);
    bytes_versioned(b, "org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot", 2);
    bytes_utf(b, "com.acme.R");
    bytes_utf(b, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"R\"],"
                 "\"default\":null}]}");
    bytes_versioned(b, TYPES_KRYO, 2);
    bytes_utf(b, "com.acme.K");
    types_map(b, 1);
    bytes_utf(b, "com.acme.K");
    bytes_bool(b, true);
    size_t frame = bytes_frame_begin(b);
    bytes_utf(b, "com.acme.K");
    bytes_frame_end(b, frame);
    bytes_bool(b, true);
    frame = bytes_frame_begin(b);
    bytes_utf(b, "com.acme.K");
    bytes_i32(b, 0);
    bytes_frame_end(b, frame);
    types_map(b, 0);
    types_map(b, 0);
}

static struct bytes much;

/* Changed bytes as the old and as the new one of a pair: any answer, and none without memory. */
static void ask_both_ways(const unsigned char *bytes, size_t n, void *context)
{
    static const unsigned flags[] = { 0, SV_RESOLVE_AS_STATE };
    struct sv_arena arena;
    struct sv_error err;
    (void)context;
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    struct sv_reader changed = { .cur = sv_cur_of(bytes, n, 0), .arena = &arena, .nodes_left = SV_LIMIT_TYPE_NODES };
    struct sv_reader whole = { .cur = sv_cur_of(much.p, much.n, 0),
                               .arena = &arena,
                               .nodes_left = SV_LIMIT_TYPE_NODES };
    const struct sv_type *a = sv_read_type(&changed, NULL, "root"), *b = sv_read_type(&whole, NULL, "root");
    for (int i = 0; a && b && i < 4; i++) {
        struct sv_resolution out = { .answer = SV_ANSWER_COUNT };
        enum sv_status status = sv_resolve(i & 1 ? a : b, i & 1 ? b : a, NULL, flags[i / 2], &arena, &out, &err);
        cr_assert(status == SV_OK ? out.answer < SV_ANSWER_COUNT && out.cause.text : sweep_has_failed());
    }
    sv_arena_free(&arena);
}

Test(resolve, takes_any_bytes)
{
    put_much(&much);
    ask_both_ways(much.p, much.n, NULL);
    cr_expect(sweep_all(much.p, much.n, 0, ask_both_ways, NULL) > much.n);
    bytes_free(&much);
}
