#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>

#include "support/sweep.h"

static bool all_are(const unsigned char *p, size_t n, unsigned char value)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != value)
            return false;
    return true;
}

Test(arena, items_are_zeroed_aligned_and_apart)
{
    struct sv_arena a;
    sv_arena_init(&a, 1 << 20);
    unsigned char *items[200];
    for (size_t i = 0; i < 200; i++) {
        items[i] = sv_arena_alloc(&a, 1, i + 1);
        cr_assert_not_null(items[i]);
        cr_expect_eq((uintptr_t)items[i] % alignof(max_align_t), 0);
        cr_assert(all_are(items[i], i + 1, 0), "item %zu is not zeroed", i);
        memset(items[i], (int)i, i + 1);
    }
    for (size_t i = 0; i < 200; i++)
        cr_assert(all_are(items[i], i + 1, (unsigned char)i), "item %zu was overwritten", i);
    sv_arena_free(&a);
}

Test(arena, limit_is_kept)
{
    struct sv_arena a;
    sv_arena_init(&a, 1000);
    cr_expect_not_null(sv_arena_alloc(&a, 1, 600));
    cr_expect_null(sv_arena_alloc(&a, 1, 600));
    cr_expect_not_null(sv_arena_alloc(&a, 1, 300), "a smaller item still fits");
    cr_expect_leq(a.used_bytes, a.limit_bytes);
    sv_arena_free(&a);
    cr_expect_eq(a.used_bytes, 0);
    cr_expect_not_null(sv_arena_alloc(&a, 1, 600), "usable again after it was freed");
    sv_arena_free(&a);
}

Test(arena, sizes_that_wrap_are_refused)
{
    struct sv_arena a;
    sv_arena_init(&a, SIZE_MAX);
    cr_expect_null(sv_arena_alloc(&a, SIZE_MAX, 2));
    cr_expect_null(sv_arena_alloc(&a, SIZE_MAX / 2 + 1, 2));
    cr_expect_null(sv_arena_alloc(&a, 1, SIZE_MAX));
    cr_expect_null(sv_arena_alloc(&a, 1, SIZE_MAX - alignof(max_align_t)));
    cr_expect_eq(a.used_bytes, 0);
    sv_arena_free(&a);
}

Test(arena, item_larger_than_a_page)
{
    struct sv_arena a;
    sv_arena_init(&a, (size_t)64 << 20);
    unsigned char *small = sv_arena_alloc(&a, 1, 10);
    unsigned char *large = sv_arena_alloc(&a, 9, (size_t)1 << 20);
    cr_assert(small && large);
    large[((size_t)9 << 20) - 1] = 1;
    cr_expect_not_null(SV_NEW(&a, uint64_t));
    sv_arena_free(&a);
}

Test(arena, copy_is_a_copy)
{
    struct sv_arena a;
    sv_arena_init(&a, 100);
    char text[] = "keyed";
    sv_str copy = sv_arena_copy(&a, sv_str_of(text));
    text[0] = 'x';
    cr_expect(sv_str_eq(copy, SV_STR("keyed")));
    cr_expect_eq(sv_arena_copy(&a, (sv_str){ "", 0 }).n, 0);
    char big[200] = { 0 };
    cr_expect_null(sv_arena_copy(&a, (sv_str){ big, sizeof big }).p);
    sv_arena_free(&a);
}

Test(arena, can_be_filled_again_with_zeroed_memory)
{
    struct sv_arena a;
    sv_arena_init(&a, (size_t)64 << 20);
    static const size_t sizes[] = { 100, 20000, (size_t)4 << 20, 100 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int k = 0; k < 3; k++) {
            unsigned char *p = sv_arena_alloc(&a, sizes[i], 1);
            cr_assert_not_null(p);
            for (size_t at = 0; at < sizes[i]; at += 99)
                cr_assert_eq(p[at], 0);
            memset(p, 0xFF, sizes[i]);
        }
        sv_arena_reset(&a);
        cr_expect_eq(a.used_bytes, 0);
    }
    sv_arena_reset(&a);
    sv_arena_free(&a);
}

static void fill(void *context)
{
    (void)context;
    struct sv_arena a;
    sv_arena_init(&a, (size_t)8 << 20);
    for (size_t i = 0; i < 100; i++) {
        size_t used = a.used_bytes;
        if (sv_arena_alloc(&a, 1, 20000))
            continue;
        cr_expect(sweep_has_failed());
        cr_expect_eq(a.used_bytes, used, "a request that failed costs nothing");
    }
    sv_arena_free(&a);
}

Test(arena, memory_failing)
{
    cr_expect_gt(sweep_allocations(0, fill, NULL), 3);
}
