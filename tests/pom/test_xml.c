#include "pom/xml.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "support/sweep.h"

static struct sv_arena arena;
static struct sv_error err;

static void begin(void)
{
    sv_arena_init(&arena, SV_LIMIT_POM_MEMORY);
}

static void end(void)
{
    sv_arena_free(&arena);
}

TestSuite(xml, .init = begin, .fini = end);

static const struct sv_xml *read_text(const char *text)
{
    const struct sv_xml *root = NULL;
    cr_assert_eq(sv_xml_read(sv_str_of(text), "x.xml", &arena, &root, &err), SV_OK, "%s", err.text);
    return root;
}

static void expect_text(const struct sv_xml *element, const char *child, const char *text)
{
    sv_str found = sv_xml_text(element, child);
    cr_expect(sv_str_eq(found, sv_str_of(text)), "'%.*s', not '%s'", (int)found.n, found.p, text);
}

static void refuses(const char *text, const char *why)
{
    const struct sv_xml *root = NULL;
    cr_expect_eq(sv_xml_read(sv_str_of(text), "x.xml", &arena, &root, &err), SV_ERR_UNREADABLE, "%s", text);
    cr_expect_null(root);
    cr_expect(strstr(err.text, why), "'%s' has no '%s'", err.text, why);
    cr_expect(strstr(err.text, "x.xml"), "%s", err.text);
}

Test(xml, elements_have_names_texts_and_places)
{
    const struct sv_xml *root = read_text("<a>\n  <b> x\n y </b>\n  <c/><b>2</b>\n</a>\n");
    cr_expect(sv_str_eq(root->name, SV_STR("a")));
    expect_text(root, "b", "x\n y");
    expect_text(root, "c", "");
    expect_text(root, "d", "");
    const struct sv_xml *second = sv_xml_named(sv_xml_child(root, "b")->next, "b");
    cr_expect(sv_str_eq(second->text, SV_STR("2")));
    cr_expect_eq(second->line, 4);
    cr_expect_eq(second->at, 26);
    cr_expect_eq(root->text.n, 0);
    cr_expect_null(sv_xml_child(NULL, "b"));
}

Test(xml, text_may_be_escaped_or_marked_as_such)
{
    expect_text(read_text("<a><b>&lt;&#65;<![CDATA[<&]]></b></a>"), "b", "<A<&");
    expect_text(read_text("<a><b>1<!-- 2 -->3<?x y?></b></a>"), "b", "13");
}

Test(xml, other_namespaces_are_left_out)
{
    const struct sv_xml *root = read_text("<m:a xmlns:m='u:1' xmlns:o='u:2'><o:b><m:c/></o:b><m:b>own</m:b></m:a>");
    expect_text(root, "b", "own");
    cr_expect_null(sv_xml_child(root, "b")->next);
}

Test(xml, no_entity_is_declared)
{
    refuses("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "it declares an entity");
    refuses("<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/passwd'>]><a>&b;</a>", "it declares an entity");
    refuses("<!DOCTYPE a [<!ENTITY % b SYSTEM '/etc/passwd'>%b;]><a/>", "it declares an entity");
    refuses("<!DOCTYPE a [\n<!ENTITY b '&#37;b;'>]><a/>", "line 2");
}

Test(xml, entities_without_a_declaration_stay)
{
    expect_text(read_text("<a><b>Andr&eacute;</b></a>"), "b", "Andr&eacute;");
    expect_text(read_text("<!DOCTYPE a SYSTEM 'nowhere.dtd'><a><b>&x;</b></a>"), "b", "&x;");
}

Test(xml, encodings)
{
    expect_text(read_text("<?xml version='1.0' encoding='ISO-8859-1'?><a><b>\xe9</b></a>"), "b", "\xc3\xa9");
    expect_text(read_text("<?xml version='1.0' encoding='Windows-1252'?><a><b>1\x93</b></a>"), "b", "1\xef\xbf\xbd");
    refuses("<?xml version='1.0' encoding='IBM037'?><a/>", "unknown encoding");
    refuses("<a>\xff</a>", "not well-formed");
}

Test(xml, what_is_none)
{
    refuses("", "no element");
    refuses("<a>", "no element");
    refuses("<a></b>", "line 1 (byte 5)");
    refuses("<a/><b/>", "junk");
    refuses("<a b='1' b='2'/>", "duplicate attribute");
}

Test(xml, limits)
{
    enum { DEEP = SV_LIMIT_POM_DEPTH + 1 };
    char text[8 * DEEP + 1] = "";
    for (int i = 0; i < DEEP; i++)
        memcpy(text + 3 * i, "<a>", 3);
    for (int i = 0; i < DEEP; i++)
        memcpy(text + 3 * DEEP + 4 * i, "</a>", 4);
    refuses(text, "nested too deep");
    read_text("<a/>");
    text[3 * DEEP + 4 * (DEEP - 1)] = '\0';
    read_text(text + 3);
    char *large = malloc(SV_LIMIT_POM_BYTES + 2);
    memset(large, ' ', SV_LIMIT_POM_BYTES + 1);
    large[SV_LIMIT_POM_BYTES + 1] = '\0';
    refuses(large, "more than");
    free(large);
}

static void read_any(const unsigned char *bytes, size_t n, void *context)
{
    struct sv_arena own;
    const struct sv_xml *root = NULL;
    (void)context;
    sv_arena_init(&own, SV_LIMIT_POM_MEMORY);
    enum sv_status status = sv_xml_read((sv_str){ (const char *)bytes, n }, "x.xml", &own, &root, &err);
    cr_assert(status == SV_OK ? root != NULL : root == NULL);
    sv_arena_free(&own);
}

Test(xml, every_prefix_and_byte)
{
    static const char text[] =
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE a [<!ELEMENT a ANY>]>\n"
        "<p:a xmlns:p='u:1' xmlns='u:2'><p:b c='d'>x&amp;&y;<![CDATA[]]></p:b><e/></p:a><!-- -->";
    sweep_all(text, sizeof text - 1, 0, read_any, NULL);
}
