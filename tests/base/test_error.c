#include "base/error.h"

#include <criterion/criterion.h>
#include <string.h>

Test(error, fills_in_and_returns_the_status)
{
    struct sv_error err = { 0 };
    cr_expect_eq(sv_fail(&err, SV_ERR_OPEN, "cannot open '%s': %s", "a/b", "denied"), SV_ERR_OPEN);
    cr_expect_eq(err.status, SV_ERR_OPEN);
    cr_expect_str_eq(err.text, "cannot open 'a/b': denied");
    cr_expect_eq(sv_fail(NULL, SV_ERR_MEMORY, "nobody asks"), SV_ERR_MEMORY);
}

Test(error, control_characters_cannot_reach_a_terminal)
{
    struct sv_error err;
    cr_expect(sv_fail(&err, SV_ERR_OPEN, "name '%s'", "\033[2J\n\x7f") != SV_OK);
    cr_expect_str_eq(err.text, "name '?[2J?\?'");
}

Test(error, long_text_is_cut)
{
    struct sv_error err;
    cr_expect(sv_fail(&err, SV_ERR_OPEN, "%*d", 5000, 1) != SV_OK);
    cr_expect_eq(strlen(err.text), sizeof err.text - 1);
}
