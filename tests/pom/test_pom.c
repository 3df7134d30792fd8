#include "pom/pom.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/scratch.h"
#include "support/sweep.h"

static struct sv_pom pom;
static struct sv_error err;

static void end(void)
{
    sv_pom_release(&pom);
}

TestSuite(pom, .fini = end);

#define HEAD "<project><groupId>g</groupId><artifactId>a</artifactId><version>1.2</version>"
#define DEPENDENCY(artifact, version)                                                                                  \
    "<dependency><groupId>d</groupId><artifactId>" artifact "</artifactId><version>" version "</version></dependency>"

static void read_text(const char *text)
{
    sv_pom_release(&pom);
    cr_assert_eq(sv_pom_read_bytes(sv_str_of(text), "p/pom.xml", &pom, &err), SV_OK, "%s", err.text);
}

static void expect(sv_str got, const char *wanted)
{
    cr_expect(sv_str_eq(got, sv_str_of(wanted)), "'%.*s', not '%s'", (int)got.n, got.p, wanted);
}

static const struct sv_pom_dependency *dependency(const char *artifact)
{
    const struct sv_pom_dependency *d = pom.dependencies;
    while (d && !sv_str_eq(d->artifact, sv_str_of(artifact)))
        d = d->next;
    cr_assert(d, "no dependency %s", artifact);
    return d;
}

static void expect_version(const char *artifact, const char *version)
{
    expect(dependency(artifact)->version.text, version);
}

Test(pom, names)
{
    read_text("<project><parent><groupId>pg</groupId><artifactId>pa</artifactId><version>7</version></parent>"
              "<artifactId>a</artifactId><modules><module>m/n</module></modules></project>");
    expect(pom.path, "p/pom.xml");
    expect(pom.group, "pg");
    expect(pom.artifact, "a");
    expect(pom.version, "7");
    expect(pom.packaging, "jar");
    expect(pom.modules->name, "m/n");
    expect(pom.unread->name, "pg:pa:7");
}

Test(pom, properties_are_filled_in)
{
    read_text(HEAD "<properties><one>1</one><two>${one}.2</two><one>x</one></properties><dependencies>" DEPENDENCY(
        "both", "${two}-${project.version}") DEPENDENCY("none", "${three}") DEPENDENCY("old", "${pom.version}")
                  DEPENDENCY("open", "${one") "</dependencies></project>");
    expect_version("both", "x.2-1.2"); /* of two the later */
    expect_version("none", "${three}");
    expect(dependency("none")->version.unknown, "three");
    expect_version("old", "1.2");
    expect_version("open", "${one");
    cr_expect_eq(dependency("open")->version.unknown.n, 0);
}

Test(pom, properties_in_a_circle_end)
{
    read_text(HEAD "<properties><a>${b}</a><b>${a}</b><c>${c}${c}${c}</c></properties><dependencies>" DEPENDENCY(
        "a", "${a}") DEPENDENCY("c", "${c}") "</dependencies></project>");
    cr_expect(dependency("a")->version.unknown.n > 0);
    cr_expect(dependency("c")->version.unknown.n > 0);
    cr_expect_leq(dependency("c")->version.text.n, 4096);
}

Test(pom, profiles)
{
    read_text(HEAD "<properties><v>1</v></properties><profiles>"
                   "<profile><id>p</id><activation><activeByDefault>true</activeByDefault></activation>"
                   "<properties><v>2</v></properties></profile>"
                   "<profile><id>q</id><properties><v>3</v><w>4</w></properties>"
                   "<dependencies>" DEPENDENCY("c", "${v}") "</dependencies></profile></profiles>"
                                                            "<dependencies>" DEPENDENCY("a", "${v}")
                                                                DEPENDENCY("b", "${w}") "</dependencies></project>");
    expect_version("a", "2");
    expect(dependency("a")->version.profile, "p");
    expect_version("b", "4");
    expect(dependency("b")->version.profile, "q");
    expect_version("c", "3");
    expect(dependency("c")->profile, "q");
    expect(pom.profiles->next->name, "q");
}

Test(pom, managed_versions)
{
    read_text(HEAD "<dependencyManagement><dependencies>" DEPENDENCY("a", "5") DEPENDENCY("b", "6") DEPENDENCY(
        "c", "7") "</dependencies></dependencyManagement><dependencies>"
                  "<dependency><groupId>d</groupId><artifactId>a</artifactId></dependency>"
                  "<dependency><groupId>d</groupId><artifactId>x</artifactId></dependency>" DEPENDENCY(
                      "b", "8") "</dependencies></project>");
    expect_version("a", "5");
    expect_version("b", "8");
    cr_expect_not(dependency("b")->managed);
    expect_version("c", "7");
    cr_expect(dependency("c")->managed);
    expect_version("x", "");
    cr_expect_not(dependency("x")->version_elsewhere);
    cr_expect_eq(pom.dependency_count, 4);
}

Test(pom, imported_poms_are_not_here)
{
    read_text(HEAD "<dependencyManagement><dependencies><dependency><groupId>b</groupId><artifactId>bom</artifactId>"
                   "<version>1</version><scope>import</scope></dependency></dependencies></dependencyManagement>"
                   "<dependencies><dependency><groupId>d</groupId><artifactId>x</artifactId></dependency>"
                   "</dependencies></project>");
    expect(pom.unread->name, "b:bom:1");
    cr_expect(dependency("x")->version_elsewhere);
    cr_expect_eq(pom.dependency_count, 1);
}

Test(pom, exclusions_are_no_dependencies)
{
    read_text(HEAD "<dependencies><dependency><groupId>d</groupId><artifactId>x</artifactId><exclusions><exclusion>"
                   "<groupId>e</groupId><artifactId>f</artifactId></exclusion></exclusions></dependency>"
                   "</dependencies></project>");
    cr_expect_eq(pom.dependency_count, 1);
}

static void expect_java(const char *text, int level)
{
    read_text(text);
    cr_expect_eq(pom.java.level, level, "%d for %s", pom.java.level, text);
}

Test(pom, java_level)
{
#define PLUGIN(configuration)                                                                                          \
    "<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration>" configuration              \
    "</configuration></plugin></plugins></build>"
    expect_java(HEAD "</project>", -1);
    expect_java(HEAD "<properties><maven.compiler.source>1.8</maven.compiler.source></properties></project>", 8);
    expect_java(HEAD "<properties><maven.compiler.source>8</maven.compiler.source>"
                     "<maven.compiler.target>11</maven.compiler.target></properties></project>",
                11);
    expect_java(HEAD "<properties><maven.compiler.target>11</maven.compiler.target>"
                     "<maven.compiler.release>17</maven.compiler.release></properties></project>",
                17);
    expect_java(HEAD "<properties><j>17</j><maven.compiler.target>11</maven.compiler.target></properties>" PLUGIN(
                    "<target>${j}</target>") "</project>",
                17);
    expect_java(HEAD PLUGIN("<source>${unset}</source>") "</project>", -1);
    expect_java(HEAD "<properties><java.version>21</java.version></properties></project>", 21);
}

Test(pom, places)
{
    read_text(
        "<project>\n<artifactId>a</artifactId>\n<dependencies>\n" DEPENDENCY("x", "1") "</dependencies></project>");
    cr_expect_eq(dependency("x")->place.line, 4);
    cr_expect_eq(dependency("x")->place.at, 52);
    expect(dependency("x")->place.file, "p/pom.xml");
}

Test(pom, parents_are_found_by_path_and_name)
{
    cr_assert_eq(sv_pom_read("fixtures/pom/modules/app", NULL, &pom, &err), SV_OK, "%s", err.text);
    expect(pom.path, "fixtures/pom/modules/app/pom.xml");
    expect(pom.parents->name, "fixtures/pom/modules/app/../pom.xml");
    cr_expect_null(pom.unread);
    expect(pom.version, "3.1");
    expect_version("flink-clients", "1.19.1");
    cr_expect_eq(pom.java.level, 11); /* the parent's plugin, with a property of the child */
}

Test(pom, parents_and_imports_are_found_in_a_repository)
{
    cr_assert_eq(sv_pom_read("fixtures/pom/unknown", "fixtures/pom/repository", &pom, &err), SV_OK, "%s", err.text);
    expect(pom.parents->name, "fixtures/pom/repository/com/example/company-parent/12/company-parent-12.pom");
    cr_expect_null(pom.unread);
    expect(pom.version, "12");
    expect_version("flink-streaming-java", "2.2.0"); /* of the imported POM, with a property of its own */
    expect_version("flink-clients", "1.20.0");       /* of the parent's property */
    cr_expect_eq(pom.java.level, 11);
}

Test(pom, names_do_not_lead_out_of_the_repository)
{
    static const char text[] =
        "<project><parent><groupId>a</groupId><artifactId>../../x</artifactId><version>1</version>"
        "<relativePath/></parent><artifactId>a</artifactId></project>";
    static const char outside[] = "<project><groupId>a</groupId><artifactId>../../x</artifactId></project>";
    struct scratch scratch;
    scratch_make(&scratch);
    scratch_file(&scratch, "r/pom.xml", text, sizeof text - 1);
    scratch_file(&scratch, "x/1/../../x-1.pom", outside, sizeof outside - 1);
    char *path = scratch_path(&scratch, "r/pom.xml"), *repository = scratch_path(&scratch, "r");
    cr_assert_eq(sv_pom_read(path, repository, &pom, &err), SV_OK, "%s", err.text);
    cr_expect_null(pom.parents);
    expect(pom.unread->name, "a:../../x:1");
    free(path);
    free(repository);
    scratch_remove(&scratch);
}

static const char whole[] =
    "<project xmlns='u'><parent><groupId>g</groupId><artifactId>p</artifactId><version>${v}</version></parent>"
    "<artifactId>a</artifactId><properties><v>1.${w}</v><w>2</w></properties>"
    "<dependencyManagement><dependencies>" DEPENDENCY(
        "x",
        "${v}") "</dependencies></dependencyManagement>"
                "<dependencies><dependency><groupId>d</groupId><artifactId>x</artifactId></dependency></dependencies>"
                "<profiles><profile><id>q</id><properties><w>3</w></properties></profile></profiles></project>";

static void read_any(const unsigned char *bytes, size_t n, void *context)
{
    struct sv_pom any;
    (void)context;
    if (sv_pom_read_bytes((sv_str){ (const char *)bytes, n }, "p/pom.xml", &any, &err) != SV_OK)
        return;
    for (const struct sv_pom_dependency *d = any.dependencies; d; d = d->next)
        cr_assert(d->group.p && d->version.text.p && d->place.at < n && d->place.line > 0);
    sv_pom_release(&any);
}

Test(pom, every_prefix_and_byte)
{
    sweep_all(whole, sizeof whole - 1, 0, read_any, NULL);
}
