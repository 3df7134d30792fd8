#include "facts/class.h"

#include <criterion/criterion.h>

static size_t row_count(void)
{
    size_t n = 0;
    while (sv_class_at(n))
        n++;
    return n;
}

Test(class, rows_stand_in_order_of_name_without_doubles)
{
    size_t n = row_count();
    cr_assert_gt(n, 150);
    for (size_t i = 1; i < n; i++) {
        const struct sv_class *before = sv_class_at(i - 1), *row = sv_class_at(i);
        cr_expect_lt(sv_str_cmp(before->name, row->name), 0, "%s does not stand before %s", before->name.p,
                     row->name.p);
    }
    cr_expect_null(sv_class_at(n));
    cr_expect_null(sv_class_at(SIZE_MAX));
}

Test(class, each_row_is_found_by_its_name_and_by_no_other)
{
    for (size_t i = 0; i < row_count(); i++) {
        const struct sv_class *row = sv_class_at(i);
        cr_assert_eq(sv_class_find(row->name), row, "%s is not found", row->name.p);
        cr_expect_neq(sv_class_find((sv_str){ row->name.p, row->name.n - 1 }), row);
    }
    cr_expect_null(sv_class_find(SV_STR("")));
    cr_expect_null(sv_class_find(SV_STR("a")));
    cr_expect_null(sv_class_find(SV_STR("zzz")));
    cr_expect_null(sv_class_find(SV_STR("com.acme.OrderSerializerSnapshot")));
}

/* The i-th word of a text, in room of n bytes. */
static bool word_at(const char *words, uint32_t i, char *room, size_t n)
{
    for (; *words; words += strspn(words, " ")) {
        size_t length = strcspn(words, " ");
        if (i-- == 0) {
            cr_assert_lt(length, n);
            memcpy(room, words, length);
            room[length] = '\0';
            return true;
        }
        words += length;
    }
    return false;
}

Test(class, each_row_is_complete)
{
    for (size_t i = 0; i < row_count(); i++) {
        const struct sv_class *row = sv_class_at(i);
        cr_expect_leq(row->min_version, row->max_version, "%s", row->name.p);
        cr_expect_neq(row->kind, SV_KIND_UNKNOWN, "%s", row->name.p);
        cr_expect_gt(strlen(row->source), 5, "%s: read from nowhere", row->name.p);
        cr_expect_null(strchr(row->name.p, '/'), "%s is no binary name", row->name.p);
        cr_expect_eq(row->gone == SV_GONE_NEVER, strcmp(sv_gone_cure(row->gone), "") == 0, "%s", row->name.p);
        char word[32];
        for (uint32_t j = 0; word_at(row->roles, j, word, sizeof word); j++)
            cr_expect_str_eq(sv_class_role(row, j), word, "%s: %s is not in roles.def", row->name.p, word);
    }
}

Test(class, each_layout_has_a_name_and_a_row)
{
    bool used[SV_LAYOUT_COUNT] = { false };
    for (size_t i = 0; i < row_count(); i++)
        used[sv_class_at(i)->layout] = true;
    for (int layout = 0; layout < SV_LAYOUT_COUNT; layout++) {
        cr_expect(used[layout], "nothing has the layout %s", sv_layout_name((enum sv_layout)layout));
        cr_expect_gt(strlen(sv_layout_name((enum sv_layout)layout)), 0);
    }
    cr_expect_str_eq(sv_layout_name(SV_LAYOUT_simple), "simple");
    cr_expect_str_eq(sv_layout_name(SV_LAYOUT_COUNT), "unknown");
}

Test(class, config_snapshots_are_legacy_and_gone)
{
    for (size_t i = 0; i < row_count(); i++) {
        const struct sv_class *row = sv_class_at(i);
        bool legacy = strncmp(sv_layout_name(row->layout), "legacy_", 7) == 0;
        cr_expect_eq(row->kind == SV_KIND_LEGACY, legacy, "%s", row->name.p);
        cr_expect_eq(row->gone == SV_GONE_config_snapshot, legacy, "%s", row->name.p);
    }
}

Test(class, the_last_role_serves_for_all_that_follow)
{
    cr_expect_str_eq(sv_role_at("key value", 0), "key");
    cr_expect_str_eq(sv_role_at("key value", 1), "value");
    cr_expect_str_eq(sv_role_at("key value", 2), "value");
    cr_expect_str_eq(sv_role_at("key value", UINT32_MAX), "value");
    cr_expect_str_eq(sv_role_at("", 0), "element");
    cr_expect_str_eq(sv_role_at(NULL, 3), "element");
    cr_expect_str_eq(sv_role_at("no-such-role", 0), "element");
}

Test(class, every_gone_reason_has_a_sentence)
{
    for (int gone = SV_GONE_NEVER + 1; gone < SV_GONE_COUNT; gone++)
        cr_expect_gt(strlen(sv_gone_cure((enum sv_gone)gone)), 40);
    cr_expect_str_eq(sv_gone_cure(SV_GONE_NEVER), "");
    cr_expect_str_eq(sv_gone_cure(SV_GONE_COUNT), "");
}

Test(class, transformed_snapshots_have_rows)
{
    sv_str list_view = sv_class_transformed(SV_STR("org.apache.flink.table.dataview.ListViewSerializer"));
    cr_expect(sv_str_eq(list_view, SV_STR("org.apache.flink.table.dataview.ListViewSerializerSnapshot")));
    cr_expect_not_null(sv_class_find(list_view));
    cr_expect_eq(sv_class_transformed(SV_STR("org.apache.flink.table.dataview.ListView")).n, 0);
    cr_expect_eq(sv_class_transformed(SV_STR("")).n, 0);
}
