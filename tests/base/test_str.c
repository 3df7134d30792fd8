#include "base/str.h"

#include <criterion/criterion.h>

#include "base/size.h"

Test(str, compares_bytes_then_length)
{
    cr_expect(sv_str_eq(SV_STR("a\0b"), (sv_str){ "a\0b", 3 }));
    cr_expect_not(sv_str_eq(SV_STR("ab"), SV_STR("abc")));
    cr_expect(sv_str_eq((sv_str){ NULL, 0 }, SV_STR("")));
    cr_expect_lt(sv_str_cmp(SV_STR("ab"), SV_STR("abc")), 0);
    cr_expect_gt(sv_str_cmp(SV_STR("b"), SV_STR("abc")), 0);
    cr_expect_gt(sv_str_cmp(SV_STR("\xff"), SV_STR("a")), 0, "bytes are unsigned");
    cr_expect_eq(sv_str_cmp((sv_str){ NULL, 0 }, SV_STR("")), 0);
}

Test(str, heads_and_tails)
{
    cr_expect(sv_str_starts(SV_STR("chk-17"), SV_STR("chk-")));
    cr_expect_not(sv_str_starts(SV_STR("ch"), SV_STR("chk-")));
    cr_expect(sv_str_ends(SV_STR("a.sst"), SV_STR(".sst")));
    cr_expect_not(sv_str_ends(SV_STR("sst"), SV_STR(".sst")));
    cr_expect(sv_str_starts(SV_STR("x"), SV_STR("")) && sv_str_ends(SV_STR(""), SV_STR("")));
    cr_expect(sv_str_eq(sv_str_skip(SV_STR("abc"), 2), SV_STR("c")));
    cr_expect_eq(sv_str_skip(SV_STR("abc"), 4).n, 0);
    cr_expect(sv_str_eq(sv_str_after_last(SV_STR("a/b/c"), '/'), SV_STR("c")));
    cr_expect(sv_str_eq(sv_str_after_last(SV_STR("abc"), '/'), SV_STR("abc")));
    cr_expect_eq(sv_str_after_last(SV_STR("abc/"), '/').n, 0);
    cr_expect_eq(sv_str_of(NULL).n, 0);
}

Test(size, sums_and_products_say_when_they_wrap)
{
    size_t out = 7;
    cr_expect_not(sv_size_add(SIZE_MAX, 1, &out));
    cr_expect_not(sv_size_mul(SIZE_MAX / 2 + 1, 2, &out));
    cr_expect_eq(out, 7, "untouched on failure");
    cr_expect(sv_size_add(SIZE_MAX - 1, 1, &out) && out == SIZE_MAX);
    cr_expect(sv_size_mul(SIZE_MAX / 2, 2, &out) && out == SIZE_MAX - 1);
    cr_expect(sv_size_mul(SIZE_MAX, 0, &out) && out == 0);
    cr_expect_eq(sv_u64_add_cap(UINT64_MAX - 1, 1), UINT64_MAX);
    cr_expect_eq(sv_u64_add_cap(UINT64_MAX - 1, 5), UINT64_MAX);
}
