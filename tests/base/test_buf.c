#include "base/buf.h"

#include <criterion/criterion.h>

#include "support/sweep.h"

Test(buf, grows_as_it_is_written)
{
    struct sv_buf b;
    sv_buf_init(&b, 1 << 20);
    cr_expect_eq(sv_buf_str(&b).n, 0);
    sv_buf_puts(&b, "max ");
    sv_buf_u64(&b, UINT64_MAX);
    sv_buf_putc(&b, ' ');
    sv_buf_i64(&b, INT64_MIN);
    sv_buf_fill(&b, '.', 3);
    sv_buf_printf(&b, "%s=%d", "x", 5);
    sv_buf_add(&b, (sv_str){ "a\0b", 3 });
    cr_expect(sv_str_eq(sv_buf_str(&b), SV_STR("max 18446744073709551615 -9223372036854775808...x=5a\0b")));
    size_t before = b.n;
    for (size_t i = 0; i < 5000; i++)
        sv_buf_printf(&b, "%04zu", i);
    cr_expect_eq(b.n, before + 20000);
    cr_expect_eq(memcmp(b.p + b.n - 4, "4999", 4), 0);
    cr_expect_not(b.failed);
    sv_buf_free(&b);
}

Test(buf, limit_is_sticky)
{
    struct sv_buf b;
    sv_buf_init(&b, 10);
    sv_buf_puts(&b, "0123456789");
    cr_expect_not(b.failed, "exactly the limit fits");
    sv_buf_putc(&b, 'x');
    cr_expect(b.failed);
    cr_expect_eq(b.n, 10);
    sv_buf_add(&b, (sv_str){ "", 0 });
    sv_buf_printf(&b, "y");
    cr_expect(b.failed);
    cr_expect_eq(b.n, 10);
    sv_buf_free(&b);
    sv_buf_puts(&b, "again");
    cr_expect_not(b.failed, "usable again after it was freed");
    sv_buf_free(&b);
}

Test(buf, huge_request_does_not_wrap)
{
    struct sv_buf b;
    sv_buf_init(&b, 1000);
    sv_buf_putc(&b, 'x');
    sv_buf_fill(&b, '.', SIZE_MAX);
    cr_expect(b.failed);
    cr_expect_eq(b.n, 1);
    sv_buf_free(&b);
}

static void write_some(void *context)
{
    (void)context;
    struct sv_buf b;
    sv_buf_init(&b, 1 << 20);
    for (int i = 0; i < 1000; i++)
        sv_buf_printf(&b, "line %d of text\n", i);
    cr_expect_eq(b.failed, sweep_has_failed() != 0);
    sv_buf_free(&b);
}

Test(buf, memory_failing)
{
    cr_expect_gt(sweep_allocations(0, write_some, NULL), 5);
}
