/* merge.c: the whole from its parts. */
#include <stdlib.h>

#include "api/handles.h"
#include "api/parts.h"
#include "measure/parts.h"

struct merging {
    struct sv_map *maps; /* owned, of the files */
    struct sv_part_file *files;
    size_t count;
};

static void close_files(struct merging *m)
{
    for (size_t i = 0; m->maps && i < m->count; i++)
        sv_map_close(&m->maps[i]);
    free(m->maps);
    free(m->files);
}

static enum snapvet_status open_files(struct merging *m, const char *const *paths, size_t count,
                                      struct snapvet_error *err)
{
    struct sv_error why;
    m->maps = calloc(count ? count : 1, sizeof *m->maps);
    m->files = calloc(count ? count : 1, sizeof *m->files);
    if (!m->maps || !m->files)
        return sv_api_no_memory(err);
    for (; m->count < count; m->count++) {
        struct sv_map *map = &m->maps[m->count];
        if (sv_map_open(paths[m->count], 0, map, &why) != SV_OK)
            return sv_api_fail(err, SNAPVET_ERR_USAGE, "cannot merge: %s", why.text);
        m->files[m->count] =
            (struct sv_part_file){ .path = paths[m->count], .bytes = { (const char *)map->bytes, map->n } };
    }
    return SNAPVET_OK;
}

static enum snapvet_status write_sum(const struct sv_parts_sum *sum, const char *format,
                                     const struct snapvet_style *style, const struct snapvet_sink *sink,
                                     struct snapvet_error *err)
{
    struct snapvet_text *text;
    struct sv_report report = { .stats = sum->stats, .verified = sum->verified };
    enum sv_view view = sum->stats ? SV_VIEW_STATS : SV_VIEW_VERIFY;
    enum snapvet_status status =
        sv_api_write(&report, view, format ? format : sv_format_at(view, 0)->name, style, &text, err);
    if (status != SNAPVET_OK)
        return status;
    sink->write(snapvet_text_bytes(text), sink->context);
    snapvet_text_free(text);
    return SNAPVET_OK;
}

static enum snapvet_status merge(const struct merging *m, const char *format, const struct snapvet_style *style,
                                 const struct snapvet_sink *sink, bool *whole_out, struct snapvet_error *err)
{
    struct sv_parts_sum sum;
    struct sv_error why;
    if (m->count && sv_api_is_dump_part(m->files[0].bytes))
        return sv_api_merge_dump(m->files, m->count, format, sink, whole_out, err);
    if (sv_parts_sum(m->files, m->count, &sum, &why) != SV_OK)
        return sv_api_failed(&why, err);
    enum snapvet_status status = write_sum(&sum, format, style, sink, err);
    if (status == SNAPVET_OK && whole_out)
        *whole_out = sum.stats ? sum.stats->losses.count == 0 : sv_verified_is_whole(sum.verified);
    sv_parts_sum_free(&sum);
    return status;
}

enum snapvet_status snapvet_merge(const char *const *paths, size_t count, const char *format,
                                  const struct snapvet_style *style, const struct snapvet_sink *sink, bool *whole_out,
                                  struct snapvet_error *err)
{
    struct merging m = { .maps = NULL };
    if (!count)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no parts to merge");
    enum snapvet_status status = open_files(&m, paths, count, err);
    if (status == SNAPVET_OK)
        status = merge(&m, format, style, sink, whole_out, err);
    close_files(&m);
    return status;
}
