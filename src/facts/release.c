/* release.c: lookups in releases.def and metaver.def. */
#include "facts/release.h"

#define DEFAULT_TARGET SV_STR("2.2.0")

static const struct sv_release releases[] = {
#define RELEASE(name_, major_, minor_, target_, read_min, read_max, writes, kryo, collections, ttl_rocksdb, ttl_heap,  \
                source_)                                                                                               \
    { .name = SV_STR_INIT(name_),                                                                                      \
      .major = (major_),                                                                                               \
      .minor = (minor_),                                                                                               \
      .target = (target_),                                                                                             \
      .metadata_min = (read_min),                                                                                      \
      .metadata_max = (read_max),                                                                                      \
      .metadata_writes = (writes),                                                                                     \
      .kryo_major = (kryo),                                                                                            \
      .collection_types = (collections),                                                                               \
      .ttl_toggle_rocksdb = (ttl_rocksdb),                                                                             \
      .ttl_toggle_heap = (ttl_heap),                                                                                   \
      .source = (source_) },
#include "facts/releases.def"
#undef RELEASE
};

static const struct sv_metadata_layout layouts[] = {
#define METAVER(version_, written_by_, channels_, parts_, source_)                                                     \
    { .version = (version_),                                                                                           \
      .written_by = (written_by_),                                                                                     \
      .channels = SV_CHANNELS_##channels_,                                                                             \
      .parts = (parts_),                                                                                               \
      .source = (source_) },
#include "facts/metaver.def"
#undef METAVER
};

const struct sv_release *sv_release_at(uint32_t i)
{
    return i < sizeof releases / sizeof *releases ? &releases[i] : NULL;
}

/* The part of a release's name that names the minor: "2.2" of "2.2.0". */
static sv_str minor_name(sv_str name)
{
    size_t n = name.n;
    while (n > 0 && name.p[n - 1] != '.')
        n--;
    return (sv_str){ name.p, n ? n - 1 : 0 };
}

const struct sv_release *sv_release_find(sv_str name)
{
    const struct sv_release *release;
    for (uint32_t i = 0; (release = sv_release_at(i)) != NULL; i++)
        if (sv_str_eq(release->name, name) || sv_str_eq(minor_name(release->name), name))
            return release;
    return NULL;
}

const struct sv_release *sv_release_default(void)
{
    return sv_release_find(DEFAULT_TARGET);
}

const struct sv_metadata_layout *sv_metadata_layout_at(uint32_t i)
{
    return i < sizeof layouts / sizeof *layouts ? &layouts[i] : NULL;
}

const char *sv_metadata_written_by(int32_t metadata_version)
{
    const struct sv_metadata_layout *layout;
    for (uint32_t i = 0; (layout = sv_metadata_layout_at(i)) != NULL; i++)
        if (layout->version == metadata_version)
            return layout->written_by;
    return "";
}
