/* test_check_pom.c: each rule about POMs fires on one POM and keeps quiet on another that differs little. */
#include <criterion/criterion.h>

#include "pom/pom.h"
#include "rules/outlook.h"

static struct sv_pom pom;
static struct sv_check check;
static struct sv_snapshot blank;

static void end(void)
{
    sv_check_release(&check);
    sv_pom_release(&pom);
}

TestSuite(check_pom, .fini = end);

static void judge(const char *text, const char *target)
{
    struct sv_error err;
    end();
    cr_assert_eq(sv_pom_read_bytes(sv_str_of(text), "pom.xml", &pom, &err), SV_OK, "%s", err.text);
    blank.path = pom.path;
    cr_assert_eq(sv_check_run_pom(&pom, &blank, sv_release_find(sv_str_of(target)), &check, &err), SV_OK);
}

static size_t count(enum sv_rule_id rule)
{
    size_t n = 0;
    for (size_t i = 0; i < check.findings.count; i++)
        n += check.findings.items[i].rule == &sv_rules[rule];
    return n;
}

#define HEAD "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>"
#define POM(inside) HEAD "<dependencies>" inside "</dependencies></project>"
#define ITEM(group, artifact, version, more)                                                                           \
    "<dependency><groupId>" group "</groupId><artifactId>" artifact "</artifactId><version>" version "</version>" more \
    "</dependency>"
#define FLINK(artifact, version) POM(ITEM("org.apache.flink", artifact, version, ""))
#define JAVA(level) HEAD "<properties><maven.compiler.release>" level "</maven.compiler.release></properties></project>"

static const struct {
    enum sv_rule_id rule;
    const char *fires, *quiet;
} cases[] = {
    { SV_RULE_SV602, FLINK("flink-core", "${unset}"), FLINK("flink-core", "2.2.0") },
    { SV_RULE_SV603, FLINK("flink-core", "1.20.0"), FLINK("flink-core", "2.2.0-rc1") },
    { SV_RULE_SV604, FLINK("flink-clients_2.12", "1.14.0"), FLINK("flink-table-planner_2.12", "1.14.0") },
    { SV_RULE_SV605, FLINK("flink-gelly_2.12", "1.14.0"), FLINK("flink-cep", "1.14.0") },
    { SV_RULE_SV606, FLINK("flink-java", "1.20.0"), FLINK("flink-core", "1.20.0") },
    { SV_RULE_SV607, FLINK("flink-connector-opensearch", "1.2.0-1.19"),
      FLINK("flink-connector-opensearch", "3.0.0-2.0") },
    { SV_RULE_SV608, POM(ITEM("com.acme", "flink-connector-x", "1", "")),
      POM(ITEM("g", "flink-connector-x", "1", "")) },
    { SV_RULE_SV609, JAVA("8"), JAVA("11") },
    { SV_RULE_SV610, JAVA("21"), JAVA("17") },
    { SV_RULE_SV611, FLINK("flink-core", "2.1.1"), FLINK("flink-connector-kafka", "4.0.1-2.0") },
    { SV_RULE_SV612, FLINK("flink-core", "2.3.0"), FLINK("flink-core", "2.2.3") },
    { SV_RULE_SV613, POM(ITEM("com.esotericsoftware", "kryo", "4.0.2", "")),
      POM(ITEM("com.esotericsoftware", "kryo", "5.6.0", "")) },
};
enum { CASES = sizeof cases / sizeof *cases };

Test(check_pom, each_rule_has_a_case)
{
    size_t seen = 1; /* SV601 is found where there is no POM */
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        if (sv_rules[i].subject >= SV_ON_POM && i != SV_RULE_SV601)
            cr_expect(seen <= CASES && cases[seen++ - 1].rule == (enum sv_rule_id)i, "%s has no case",
                      sv_rules[i].code);
}

Test(check_pom, fires)
{
    for (size_t i = 0; i < CASES; i++) {
        judge(cases[i].fires, "2.2");
        cr_expect_eq(count(cases[i].rule), 1, "%s", sv_rules[cases[i].rule].code);
        cr_expect_eq(check.findings.count, 1, "%s: %zu findings", sv_rules[cases[i].rule].code, check.findings.count);
    }
}

Test(check_pom, keeps_quiet)
{
    for (size_t i = 0; i < CASES; i++) {
        judge(cases[i].quiet, "2.2");
        cr_expect_eq(count(cases[i].rule), 0, "%s", sv_rules[cases[i].rule].code);
    }
}

static void expect_outlook(const char *artifact, const char *version, const char *target, enum sv_outlook_kind kind,
                           const char *to)
{
    const struct sv_pom_dependency dependency = {
        .group = SV_STR("org.apache.flink"),
        .artifact = sv_str_of(artifact),
        .version = { .written = sv_str_of(version), .text = sv_str_of(version), .unknown = { "", 0 } },
    };
    const struct sv_pom own = { .group = SV_STR("g") };
    struct sv_outlook outlook = sv_outlook_of(&own, &dependency, sv_release_find(sv_str_of(target)));
    cr_expect_eq(outlook.kind, kind, "%s %s: %d", artifact, version, outlook.kind);
    cr_expect(sv_str_eq(outlook.version, sv_str_of(to)), "%s %s: '%.*s', not '%s'", artifact, version,
              SV_ARG(outlook.version), to);
}

Test(check_pom, releases_of_connectors_go_by_the_target)
{
    expect_outlook("flink-connector-kafka", "3.4.0-1.20", "2.0", SV_OUTLOOK_VERSION, "4.0.1-2.0");
    expect_outlook("flink-connector-kafka", "3.4.0-1.20", "2.1", SV_OUTLOOK_VERSION, "5.0.0-2.1");
    expect_outlook("flink-connector-kafka", "3.4.0-1.20", "2.3", SV_OUTLOOK_VERSION, "5.0.0-2.2");
    expect_outlook("flink-connector-kafka", "5.0.0-2.2", "2.0", SV_OUTLOOK_LATER, "4.0.1-2.0");
    expect_outlook("flink-connector-kafka", "1.17.1", "2.2", SV_OUTLOOK_VERSION, "5.0.0-2.2");
    expect_outlook("flink-connector-mysql-cdc", "3.5.0", "2.2", SV_OUTLOOK_VERSION, "3.6.0-2.2");
    expect_outlook("flink-connector-mysql-cdc", "3.5.0", "2.0", SV_OUTLOOK_NO_RELEASE, "");
}

Test(check_pom, names_may_have_the_release_in_them)
{
    judge(POM(ITEM("org.apache.iceberg", "iceberg-flink-runtime-1.20", "1.9.0", "")), "2.0");
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.findings.items[0].rule, &sv_rules[SV_RULE_SV604]);
    sv_str message = check.findings.items[0].message;
    cr_expect(sv_str_ends(message, SV_STR("becomes org.apache.iceberg:iceberg-flink-runtime-2.0 1.11.0")), "%.*s",
              SV_ARG(message));
    judge(POM(ITEM("org.apache.iceberg", "iceberg-flink-runtime-2.0", "1.10.0", "")), "2.2");
    cr_expect_eq(check.findings.count, 0);
    judge(POM(ITEM("org.apache.iceberg", "iceberg-flink-runtime-2.1", "1.11.0", "")), "2.0");
    cr_expect_eq(count(SV_RULE_SV612), 1);
}

Test(check_pom, a_name_is_judged_where_the_version_is_not_known)
{
    expect_outlook("flink-clients_2.11", "", "2.2", SV_OUTLOOK_RENAME, "2.2.0");
    expect_outlook("flink-streaming-java_${scala.version}", "", "2.2", SV_OUTLOOK_RENAME, "2.2.0");
    expect_outlook("flink-scala_2.12", "", "2.2", SV_OUTLOOK_REWRITE, "2.2.0");
    expect_outlook("flink-core", "", "2.2", SV_OUTLOOK_UNSAID, "2.2.0");
    expect_outlook("flink-core", "[1.20,2)", "2.2", SV_OUTLOOK_UNSAID, "2.2.0");
    expect_outlook("flink-core", "1.20.3-vendor-7", "2.2", SV_OUTLOOK_VERSION, "2.2.0");
}

Test(check_pom, modules_of_the_project_are_no_dependencies)
{
    const struct sv_pom_dependency dependency = {
        .group = SV_STR("org.apache.flink"),
        .artifact = SV_STR("flink-connector-jdbc-core"),
        .version = { .written = SV_STR("${project.version}"), .text = SV_STR("4.1-SNAPSHOT"), .unknown = { "", 0 } }
    };
    const struct sv_pom own = { .group = SV_STR("org.apache.flink"), .version = SV_STR("4.1-SNAPSHOT") };
    cr_expect_eq(sv_outlook_of(&own, &dependency, sv_release_default()).kind, SV_OUTLOOK_FOREIGN);
}

Test(check_pom, packed_libraries_go_by_the_packing)
{
    expect_outlook("flink-shaded-jackson", "2.14.2-17.0", "2.2", SV_OUTLOOK_LIBRARY, "2.18.2-20.0");
    expect_outlook("flink-shaded-jackson", "2.15.3-20.0", "2.2", SV_OUTLOOK_FITS, "2.18.2-20.0");
}

Test(check_pom, a_name_has_a_group)
{
    judge(POM(ITEM("com.ververica", "flink-connector-mysql-cdc", "2.4.2", "")), "2.2");
    cr_expect_eq(count(SV_RULE_SV604), 1);
}

Test(check_pom, tests_do_not_run_in_the_job)
{
    judge(POM(ITEM("org.apache.flink", "flink-scala_2.12", "1.20.0", "<scope>test</scope>")), "2.2");
    cr_assert_eq(check.findings.count, 1);
    cr_expect_eq(check.findings.items[0].severity, SV_WARNING);
    cr_expect_eq(check.verdict, SV_NEEDS_ACTION);
}

Test(check_pom, what_was_not_seen_is_said)
{
    judge(HEAD "<parent><groupId>p</groupId><artifactId>q</artifactId><version>2</version></parent>"
               "<modules><module>m</module></modules></project>",
          "2.2");
    cr_assert_eq(check.not_checked_count, 4);
    cr_expect(memmem(check.not_checked[1].p, check.not_checked[1].n, "p:q:2", 5));
    cr_expect_eq(check.verdict, SV_COMPATIBLE);
}
