#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "report/dump.h"
#include "report/value.h"
#include "support/made.h"

static struct sv_value text(const char *s)
{
    return (struct sv_value){ .kind = SV_VALUE_TEXT, .text = sv_str_of(s), .name = { "", 0 } };
}

static const char *keep(struct sv_buf *out)
{
    static char kept[2048];
    cr_assert_not(out->failed);
    snprintf(kept, sizeof kept, "%.*s", (int)out->n, out->p ? out->p : "");
    sv_buf_free(out);
    return kept;
}

static const char *json(const struct sv_value *value)
{
    struct sv_buf out;
    sv_buf_init(&out, 4096);
    sv_value_json(&out, value);
    return keep(&out);
}

static const char *write(const char *format, const struct sv_dump_row *row)
{
    struct sv_buf out;
    struct sv_report report = { .row = row };
    sv_buf_init(&out, 4096);
    sv_format_find(SV_VIEW_DUMP, sv_str_of(format))->write(&report, &out);
    return keep(&out);
}

Test(dump, numbers_have_the_fewest_digits_that_give_them_again)
{
    struct sv_value v = { .kind = SV_VALUE_DOUBLE, .d = 0.1 };
    cr_expect_str_eq(json(&v), "0.1");
    v.d = 1.0 / 3;
    cr_expect_str_eq(json(&v), "0.3333333333333333");
    v = (struct sv_value){ .kind = SV_VALUE_FLOAT, .d = (double)0.1f };
    cr_expect_str_eq(json(&v), "0.1");
    v.d = (double)16777216.0f;
    cr_expect_str_eq(json(&v), "16777216");
    v.d = -1.0 / 0.0;
    cr_expect_str_eq(json(&v), "\"-Infinity\"");
    v = (struct sv_value){ .kind = SV_VALUE_LONG, .i = INT64_MIN };
    cr_expect_str_eq(json(&v), "\"-9223372036854775808\"");
    v = (struct sv_value){ .kind = SV_VALUE_BYTES, .text = SV_STR("\x01\xff") };
    cr_expect_str_eq(json(&v), "\"01ff\"");
}

Test(dump, maps_are_pairs_and_objects_have_names)
{
    struct sv_value a = text("a"), b = text("b\""), map = { .kind = SV_VALUE_MAP },
                    object = { .kind = SV_VALUE_OBJECT };
    sv_value_add(&map, &a);
    sv_value_add(&map, &b);
    cr_expect_str_eq(json(&map), "[[\"a\",\"b\\\"\"]]");
    map.name = SV_STR("m");
    sv_value_add(&object, &map);
    cr_expect_str_eq(json(&object), "{\"m\":[[\"a\",\"b\\\"\"]]}");
}

Test(dump, a_row_in_both_formats)
{
    struct sv_snapshot *made = made_snapshot();
    struct sv_state *state = made_keyed(made, SV_STATE_MAP, SV_BACKEND_HEAP, made_string(made, "value"));
    struct sv_value key = text("k,\"\n"), value = { .kind = SV_VALUE_INT, .i = 7 };
    struct sv_state_entry entry = { .op = made->operators,
                                    .state = state,
                                    .key_group = 5,
                                    .key = SV_STR("key"),
                                    .user_key = SV_STR("\x0a"),
                                    .value = SV_STR("v") };
    struct sv_dump_row row = { .entry = &entry, .key = &key, .value = &value };
    made->operators->uid = SV_STR("u");
    cr_expect_str_eq(
        write("json", &row),
        "{\"operator\":\"01000000000000000000000000000000\",\"uid\":\"u\",\"state\":\"st\",\"kind\":\"map\","
        "\"key_group\":5,\"key\":\"k,\\\"\\u000a\",\"namespace\":null,\"user_key\":null,\"value\":7,\"ttl\":null,"
        "\"undecoded\":{\"user_key\":\"0a\"}}\n");
    cr_expect_str_eq(write("csv", &row),
                     "01000000000000000000000000000000,\"u\",\"st\",map,5,\"k,\"\"\\u{a}\",,,\"7\",,"
                     "\"{\"\"user_key\"\":\"\"0a\"\"}\"\r\n");
    cr_expect_str_eq(write("json", NULL), "");
    cr_expect(strncmp(write("csv", NULL), "operator,uid,", 13) == 0);
    row.keys_only = true;
    row.value = NULL;
    cr_expect_not_null(strstr(write("json", &row), "\"value\":null,\"ttl\":null,\"undecoded\":{\"user_key\":\"0a\"}}"));
    made_free(made);
}

Test(dump, a_loss_names_all_that_is_known)
{
    struct sv_snapshot *made = made_snapshot();
    struct sv_state *state = made_keyed(made, SV_STATE_MAP, SV_BACKEND_HEAP, made_string(made, "value"));
    struct sv_blob blob = { .name = SV_STR("file:/a") };
    struct sv_loss loss = { .op = made->operators,
                            .subtask = made->operators->subtasks,
                            .state = state,
                            .blob = &blob,
                            .first_key_group = 3,
                            .last_key_group = 4,
                            .defect = { .code = SV_DEFECT_TRUNCATED, .at = 9, .doing = "key of an entry" } };
    struct sv_buf out;
    made->operators->uid = SV_STR("u");
    sv_buf_init(&out, 4096);
    sv_loss_text(&out, &loss);
    cr_expect_str_eq(keep(&out), "lost: state 'st' of operator 'u', subtask 0, key groups 3 to 4: 'file:/a' at byte 9: "
                                 "key of an entry: cut short");
    made_free(made);
}
