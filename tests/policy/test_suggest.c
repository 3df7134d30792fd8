#include <criterion/criterion.h>

#include "policy/policy.h"

static const char *word_at(size_t i)
{
    static const char *const words[] = { "waivers", "target", "fail-on", "SV101", "SV110", "kryo-collection" };
    return i < sizeof words / sizeof words[0] ? words[i] : NULL;
}

static void expect(const char *word, const char *meant)
{
    const char *found = sv_suggest(sv_str_of(word), word_at);
    if (meant)
        cr_expect_str_eq(found ? found : "nothing", meant, "%s", word);
    else
        cr_expect_null(found, "%s", word);
}

Test(suggest, near_words_are_found)
{
    expect("waiver", "waivers");
    expect("Waivers", "waivers");
    expect("fail_on", "fail-on");
    expect("tagret", "target");
    expect("SV011", "SV101");
    expect("kryo-colection", "kryo-collection");
}

Test(suggest, far_words_are_not)
{
    expect("colour", NULL);
    expect("", NULL);
    expect("x", NULL);
    expect("a word that is longer than any that a person would have meant to write here", NULL);
}
