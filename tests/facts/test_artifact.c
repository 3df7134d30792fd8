#include "facts/artifact.h"

#include <criterion/criterion.h>

Test(artifact, rows_are_sorted_and_whole)
{
    const struct sv_artifact *row, *last = NULL;
    for (size_t i = 0; (row = sv_artifact_at(i)); i++, last = row) {
        cr_expect(!last || sv_str_cmp(last->name, row->name) < 0, "%s", row->name.p);
        cr_expect(memchr(row->name.p, ':', row->name.n), "%s", row->name.p);
        cr_expect_eq(sv_artifact_plain(row->name).n, row->name.n, "%s has a Scala version", row->name.p);
        bool has_releases = row->fate == SV_ARTIFACT_OWN || row->fate == SV_ARTIFACT_NAMED ||
                            row->fate == SV_ARTIFACT_SHADED || row->fate == SV_ARTIFACT_VERSION;
        cr_expect(has_releases == (row->releases.n > 0) || row->fate == SV_ARTIFACT_REPLACED, "%s", row->name.p);
        bool told = row->fate >= SV_ARTIFACT_DROPPED;
        cr_expect(!told || sv_str_ends(row->note, SV_STR(".")), "%s has no note", row->name.p);
    }
    cr_assert(last);
}

/* What a row leads to is there on 2.x. */
Test(artifact, successors_are_rows_that_stay)
{
    const struct sv_artifact *row;
    for (size_t i = 0; (row = sv_artifact_at(i)); i++) {
        if (!row->to.n)
            continue;
        sv_str artifact = sv_str_after_last(row->to, ':');
        const struct sv_artifact *to = sv_artifact_find((sv_str){ row->to.p, row->to.n - artifact.n - 1 }, artifact);
        cr_assert(to, "%s leads to %s, which is no row", row->name.p, row->to.p);
        cr_expect(to->fate <= SV_ARTIFACT_SHADED, "%s leads to %s, which goes", row->name.p, row->to.p);
    }
}

static void expect_plain(const char *name, const char *plain)
{
    sv_str got = sv_artifact_plain(sv_str_of(name));
    cr_expect(sv_str_eq(got, sv_str_of(plain)), "'%.*s', not '%s'", (int)got.n, got.p, plain);
}

Test(artifact, scala_versions_are_taken_off)
{
    expect_plain("flink-clients_2.12", "flink-clients");
    expect_plain("flink-clients_${scala.binary.version}", "flink-clients");
    expect_plain("flink-clients", "flink-clients");
    expect_plain("flink_x", "flink_x");
    expect_plain("flink_2.x", "flink_2.x");
    expect_plain("_2.12", "");
    expect_plain("", "");
}

static void expect_named(const char *artifact, const char *minor)
{
    sv_str got = { "", 0 };
    cr_expect_eq(sv_artifact_named(sv_str_of(artifact), &got), *minor != '\0', "%s", artifact);
    cr_expect(sv_str_eq(got, sv_str_of(minor)), "'%.*s', not '%s'", (int)got.n, got.p, minor);
}

Test(artifact, releases_of_flink_in_names)
{
    expect_named("paimon-flink-1.20", "1.20");
    expect_named("hudi-flink1.18-bundle", "1.18");
    expect_named("flink-connector-hbase-2.2", "2.2");
    expect_named("flink-sql-connector-hive-2.3.10", "");
    expect_named("1.20", "");
    expect_named("flink-2", "");
    cr_expect_eq(sv_artifact_find(SV_STR("org.apache.paimon"), SV_STR("paimon-flink-1.20"))->fate, SV_ARTIFACT_NAMED);
    cr_expect_eq(sv_artifact_find(SV_STR("org.apache.flink"), SV_STR("flink-connector-hbase-2.2"))->fate,
                 SV_ARTIFACT_NONE);
    cr_expect_null(sv_artifact_find(SV_STR("org.apache.paimon"), SV_STR("paimon-flink-common")));
}

Test(artifact, versions_of_flink_are_read)
{
    int32_t major = -1, minor = -1;
    cr_expect(sv_artifact_suffix(SV_STR("3.4.0-1.20"), &major, &minor) && major == 1 && minor == 20);
    cr_expect(sv_artifact_suffix(SV_STR("4.1-2.0-SNAPSHOT"), &major, &minor) && major == 2 && minor == 0);
    cr_expect_not(sv_artifact_suffix(SV_STR("3.4.0"), &major, &minor));
    cr_expect_not(sv_artifact_suffix(SV_STR("3.4.0-1.20.1"), &major, &minor));
    cr_expect_not(sv_artifact_suffix(SV_STR("-"), &major, &minor));
    cr_expect(sv_artifact_version(SV_STR("1.20.3"), &major, &minor) && major == 1 && minor == 20);
    cr_expect(sv_artifact_version(SV_STR("2.3-SNAPSHOT"), &major, &minor) && major == 2 && minor == 3);
    cr_expect_not(sv_artifact_version(SV_STR("v2.3"), &major, &minor));
    cr_expect_not(sv_artifact_version(SV_STR("99999.1"), &major, &minor));
}
