/* Many short texts in one search, beside the slow and certain way. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/needles.h"

/* All places of all needles, one by one. */
static void expect_all(const sv_str *needles, size_t count, sv_str text)
{
    static struct sv_needles made;
    sv_needles_init(&made, needles, count);
    struct sv_needle_hit hit = { 0 };
    size_t found = 0, wanted = 0, last = 0;
    while (sv_needles_next(&made, text, &hit)) {
        cr_assert(hit.needle < count);
        cr_expect(sv_str_starts(sv_str_skip(text, hit.at), needles[hit.needle]));
        cr_expect(hit.end >= last, "ends go up");
        last = hit.end;
        found++;
    }
    for (size_t at = 0; at < text.n; at++)
        for (size_t i = 0; i < count; i++)
            wanted += sv_str_starts(sv_str_skip(text, at), needles[i]);
    cr_expect_eq(found, wanted, "%zu of %zu in '%.*s'", found, wanted, (int)text.n, text.p);
}

Test(needles, all_are_found_wherever_they_stand)
{
    static const sv_str needles[] = { SV_STR_INIT("Caused by: "), SV_STR_INIT("Exception"), SV_STR_INIT("Error"),
                                      SV_STR_INIT("Error in"), SV_STR_INIT("Errors") };
    expect_all(needles, 5, SV_STR("Caused by: a.B.CException: Errors in Error in ErrorError"));
    expect_all(needles, 5, SV_STR("Exception"));
    expect_all(needles, 5, SV_STR("Erro"));
    expect_all(needles, 5, SV_STR(""));
    expect_all(needles, 0, SV_STR("Exception"));
    expect_all(needles, 5, SV_STR("nothing at all of it stands here, however long it may be"));
}

Test(needles, texts_of_few_letters_are_searched_like_any)
{
    enum { ROUNDS = 3000, MOST = 40 };
    srand(1);
    for (int round = 0; round < ROUNDS; round++) {
        char text[MOST], bytes[4][8];
        sv_str needles[4];
        size_t count = (size_t)rand() % 5, n = (size_t)rand() % MOST;
        for (size_t i = 0; i < n; i++)
            text[i] = (char)('a' + rand() % 2);
        for (size_t i = 0; i < count; i++) {
            needles[i] = (sv_str){ bytes[i], SV_NEEDLE_LEAST + (size_t)rand() % 5 };
            for (size_t k = 0; k < needles[i].n; k++)
                bytes[i][k] = (char)('a' + rand() % 2);
        }
        expect_all(needles, count, (sv_str){ text, n });
    }
}
