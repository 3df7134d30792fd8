/* list.c: many snapshots. */
#include <stdlib.h>

#include "api/handles.h"
#include "store/find.h"

struct snapvet_list {
    struct sv_found_snapshots found;
};

enum snapvet_status snapvet_list_new(struct snapvet_list **out, struct snapvet_error *err)
{
    struct snapvet_list *list = calloc(1, sizeof *list);
    if (!list)
        return sv_api_no_memory(err);
    *out = list;
    return SNAPVET_OK;
}

void snapvet_list_free(struct snapvet_list *list)
{
    if (!list)
        return;
    sv_found_free(&list->found);
    free(list);
}

enum snapvet_status snapvet_list_add(struct snapvet_list *list, const char *path, bool *found_out,
                                     struct snapvet_error *err)
{
    struct sv_error why;
    size_t before = list->found.count;
    enum sv_status status = sv_found_below(&list->found, path, &why);
    bool found = list->found.count > before;
    if (status == SV_OK && !found)
        status = sv_found_add(&list->found, path, &why);
    if (status != SV_OK)
        return sv_api_failed(&why, err);
    if (found_out)
        *found_out = found;
    return SNAPVET_OK;
}

void snapvet_list_mark_older(struct snapvet_list *list)
{
    sv_found_mark_older(&list->found);
}

size_t snapvet_list_count(const struct snapvet_list *list)
{
    return list->found.count;
}

const char *snapvet_list_at(const struct snapvet_list *list, size_t i, const char **newer_out)
{
    if (newer_out)
        *newer_out = list->found.items[i].newer;
    return list->found.items[i].path;
}
