#include <criterion/criterion.h>

#include "support/resolved.h"

#define AWARE "org.apache.flink.runtime.state.ttl.TtlAwareSerializerSnapshot"

static struct sv_snapshot *s;

static void begin(void)
{
    s = made_snapshot();
}

static void end(void)
{
    made_free(s);
}

static struct sv_type *text(void)
{
    return made_string(s, "value");
}

static struct sv_type *ttl(struct sv_type *value)
{
    return resolved_of(s, RESOLVED_TTL, resolved_long(s), value);
}

static struct sv_type *list(struct sv_type *element)
{
    return resolved_of(s, RESOLVED_LIST, element, NULL);
}

static struct sv_type *map(struct sv_type *value)
{
    return resolved_of(s, RESOLVED_MAP, text(), value);
}

static struct sv_type *tuple(struct sv_type *value)
{
    return resolved_of(s, RESOLVED_TUPLE, text(), value);
}

TestSuite(resolve_ttl, .init = begin, .fini = end);

Test(resolve_ttl, bare_it_is_a_composite_like_others)
{
    cr_expect_str_eq(resolved_word(ttl(text()), resolved_of(s, RESOLVED_TUPLE, resolved_long(s), text())), "as-is");
    cr_expect_str_eq(resolved_word(ttl(text()), text()), "incompatible");
}

Test(resolve_ttl, state_may_switch_it_on_and_off)
{
    cr_expect_str_eq(resolved_state(ttl(text()), text()), "after-migration");
    cr_expect_str_eq(resolved_state(text(), ttl(text())), "after-migration");
    cr_expect_str_eq(resolved_state(ttl(text()), ttl(text())), "as-is");
    cr_expect_str_eq(resolved_state(ttl(text()), resolved_long(s)), "incompatible");
    cr_expect_str_eq(resolved_state(list(ttl(text())), list(text())), "after-migration");
    cr_expect_str_eq(resolved_state(map(text()), map(ttl(text()))), "after-migration");
    cr_expect_str_eq(resolved_state(map(ttl(text())), map(resolved_long(s))), "incompatible");
}

Test(resolve_ttl, lists_and_maps_of_a_state_go_with_their_like_alone)
{
    struct sv_type *set = resolved_of(s, RESOLVED_BASE "SetSerializerSnapshot", text(), NULL);
    cr_expect_str_eq(resolved_state(list(text()), list(text())), "as-is");
    cr_expect_str_eq(resolved_state(list(text()), set), "incompatible");
    cr_expect_str_eq(resolved_word(list(text()), set), "as-is");
    cr_expect_str_eq(resolved_state(tuple(text()), map(text())), "incompatible");
    cr_expect_str_eq(resolved_state(map(text()), tuple(text())), "incompatible");
    cr_expect_str_eq(
        resolved_state(tuple(text()), resolved_of(s, RESOLVED_RUNTIME "JavaEitherSerializerSnapshot", text(), text())),
        "as-is");
    cr_expect_str_eq(resolved_state(tuple(map(text())), tuple(tuple(text()))), "as-is", "below the top as ever");
    cr_expect_str_eq(resolved_state(map(text()), list(text())), "incompatible");
}

Test(resolve_ttl, what_a_2x_snapshot_holds_is_not_wrapped_again)
{
    struct sv_type *aware = resolved_of(s, AWARE, text(), NULL), *aware_ttl = resolved_of(s, AWARE, ttl(text()), NULL);
    aware_ttl->flag = true;
    cr_expect_str_eq(resolved_state(map(aware), map(text())), "as-is");
    cr_expect_str_eq(resolved_state(map(resolved_of(s, AWARE, text(), NULL)), map(ttl(text()))), "after-migration");
    cr_expect_str_eq(resolved_state(aware_ttl, text()), "after-migration");
    cr_expect_str_eq(resolved_word(aware_ttl, text()), "incompatible", "bare it asks for its like");
}
