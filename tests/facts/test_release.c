#include <criterion/criterion.h>

#include "facts/release.h"

Test(release, names_and_minors)
{
    cr_expect_str_eq(sv_release_find(SV_STR("2.2.0"))->name.p, "2.2.0");
    cr_expect_eq(sv_release_find(SV_STR("2.2")), sv_release_find(SV_STR("2.2.0")));
    cr_expect_eq(sv_release_find(SV_STR("1.2"))->minor, 2, "1.2 is not 1.20");
    cr_expect_eq(sv_release_find(SV_STR("1.20"))->minor, 20);
    static const char *const unknown[] = { "", ".", "2", "2.", "2.2.", "2.2.1", "9.9", "2.2.0 " };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        cr_expect_null(sv_release_find(sv_str_of(unknown[i])), "'%s'", unknown[i]);
}

Test(release, default_target_can_be_selected)
{
    const struct sv_release *release = sv_release_default();
    cr_assert_not_null(release);
    cr_expect(release->target);
    cr_expect(sv_str_eq(release->name, SV_STR("2.2.0")));
}

Test(release, rows_agree_with_each_other)
{
    const struct sv_release *before = NULL, *release;
    uint32_t count = 0;
    for (; (release = sv_release_at(count)) != NULL; count++) {
        cr_expect(!before || before->major < release->major || before->minor < release->minor, "oldest first");
        cr_expect_leq(release->metadata_min, release->metadata_writes);
        cr_expect_leq(release->metadata_writes, release->metadata_max);
        cr_expect_eq(release->target, release->major == 2);
        cr_expect_eq(release->kryo_major == 5, release->major == 2);
        cr_expect_gt(strlen(release->source), 0);
        cr_expect_str_neq(sv_metadata_written_by(release->metadata_writes), "");
        before = release;
    }
    cr_expect_gt(count, 20);
    cr_expect_null(sv_release_at(UINT32_MAX));
}

Test(release, writers_of_metadata_versions)
{
    cr_expect_str_eq(sv_metadata_written_by(4), "1.16 to 1.20");
    cr_expect_str_eq(sv_metadata_written_by(3), "1.11 to 1.15", "the usual layout of a version comes first");
    cr_expect_str_eq(sv_metadata_written_by(0), "");
    cr_expect_str_eq(sv_metadata_written_by(99), "");
}

Test(release, layouts_of_a_version_stand_together)
{
    const struct sv_metadata_layout *layout;
    int32_t version = 0;
    for (uint32_t i = 0; (layout = sv_metadata_layout_at(i)) != NULL; i++) {
        cr_expect(layout->version == version || layout->version == version + 1);
        version = layout->version;
    }
    cr_expect_eq(version, 7);
}
