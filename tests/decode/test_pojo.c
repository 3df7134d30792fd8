#include <criterion/criterion.h>

#include "support/decoded.h"

static struct sv_type *field(struct decoded *x, struct sv_type *pojo, const char *name, struct sv_type *type)
{
    made_entry(x->made, &pojo->more.pojo->fields, name)->type = type;
    return type ? made_child(pojo, name, type) : pojo;
}

static struct sv_type *subclass(struct decoded *x, const char *name)
{
    struct sv_type *type = made_pojo(x->made, "subclass", name);
    field(x, type, "id", made_type(x->made, "field", TYPES_INT));
    field(x, type, "more", made_string(x->made, "field"));
    return type;
}

/* A POJO with an int and a String, a registered and another subclass. */
static struct sv_type *order(struct decoded *x)
{
    struct sv_type *type = made_pojo(x->made, "value", "com.acme.Order");
    field(x, type, "id", made_type(x->made, "field", TYPES_INT));
    field(x, type, "n\xC3\xA9", made_string(x->made, "field"));
    made_entry(x->made, &type->more.pojo->registered, "com.acme.Big")->type = subclass(x, "com.acme.Big");
    made_entry(x->made, &type->more.pojo->other, "com.acme.Odd")->type = subclass(x, "com.acme.Odd");
    return type;
}

static const struct {
    const char *hex, *text;
} cases[] = {
    { "01", "null" },
    { "020000000007000261", "{id=7,n\xC3\xA9=\"a\"}" },
    { "020101", "{id=null,n\xC3\xA9=null}" },
    { "0800020000000007000261", "{@class=\"com.acme.Big\",id=7,more=\"a\"}" },
    { "04000c636f6d2e61636d652e4f646402000000000701", "{@class=\"com.acme.Odd\",id=7,more=null}" },
    { "080001", "null" },
    { "03", "! impossible value at 1" },
    { "080101", "! impossible value at 2" },
    { "04000c636f6d2e61636d652e4e6577020101", "! unknown serializer snapshot class at 1" },
};

Test(pojo, null_itself_and_subclasses)
{
    struct decoded x;
    decoded_begin(&x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decoded_put_hex(&x.bytes, cases[i].hex);
        cr_expect_str_eq(decoded_text(&x, order(&x)), cases[i].text, "%s: %s", cases[i].hex, x.text);
        if (cases[i].text[0] == '!')
            continue;
        decoded_put_hex(&x.bytes, cases[i].hex);
        decoded_sweep(&x, order(&x));
    }
    decoded_done(&x);
}

Test(pojo, a_field_whose_snapshot_could_not_be_read_fails_only_where_it_is_set)
{
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = made_pojo(x.made, "value", "com.acme.Order");
    field(&x, type, "gone", NULL);
    decoded_put_hex(&x.bytes, "0201");
    cr_expect_str_eq(decoded_text(&x, type), "{gone=null}");
    decoded_put_hex(&x.bytes, "020007");
    cr_expect_str_eq(decoded_text(&x, type), "! format is known but not read at 2");
    decoded_done(&x);
}

Test(pojo, hash_is_the_users_own)
{
    struct decoded x;
    decoded_begin(&x);
    int32_t hash;
    decoded_put_hex(&x.bytes, "020101");
    cr_expect_not(decoded_hash(&x, order(&x), &hash));
    decoded_done(&x);
}
