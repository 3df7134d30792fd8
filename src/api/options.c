/* options.c: how to read, as text from outside. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handles.h"
#include "base/limits.h"
#include "facts/class.h"

enum { OPTIONS_LIMIT_BYTES = SV_LIMIT_LIST_BYTES };

enum snapvet_status snapvet_options_new(struct snapvet_options **out, struct snapvet_error *err)
{
    struct snapvet_options *options = calloc(1, sizeof *options);
    if (!options)
        return sv_api_no_memory(err);
    sv_arena_init(&options->arena, OPTIONS_LIMIT_BYTES);
    *out = options;
    return SNAPVET_OK;
}

void snapvet_options_free(struct snapvet_options *options)
{
    if (!options)
        return;
    for (size_t i = 0; i < options->file_count; i++)
        sv_map_close(&options->files[i]);
    free(options->files);
    free(options->uids);
    free(options->maps);
    free(options->classes);
    sv_arena_free(&options->arena);
    free(options);
}

/* Room for one more item of an owned array; false when memory is out. */
static bool room(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity ? *capacity * 2 : 16;
    void *grown = reallocarray(*items, more, size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = more;
    return true;
}

static bool add_uid(struct snapvet_options *options, sv_str uid)
{
    void *items = options->uids;
    bool ok = room(&items, options->uid_count, &options->uid_capacity, sizeof *options->uids);
    options->uids = items;
    if (ok)
        options->uids[options->uid_count++] = uid;
    return ok;
}

static bool add_uids(struct snapvet_options *options, sv_str list, char separator)
{
    while (list.n) {
        const char *end = memchr(list.p, separator, list.n);
        sv_str uid = { list.p, end ? (size_t)(end - list.p) : list.n };
        list = sv_str_skip(list, uid.n + 1);
        if (separator == '\n' && sv_str_ends(uid, SV_STR("\r")))
            uid.n--;
        if (uid.n && !add_uid(options, uid))
            return false;
    }
    return true;
}

static enum snapvet_status too_large(const char *path, struct snapvet_error *err)
{
    return sv_api_fail(err, SNAPVET_ERR_USAGE, "file of uids '%s' is too large; %zu bytes are read", path,
                       SV_LIMIT_LIST_BYTES);
}

/* One a line; as some editors write it, a mark before the first. */
static enum snapvet_status add_uid_lines(struct snapvet_options *options, sv_str lines, struct snapvet_error *err)
{
    static const sv_str byte_order_mark = SV_STR_INIT("\xEF\xBB\xBF");
    if (sv_str_starts(lines, byte_order_mark))
        lines = sv_str_skip(lines, byte_order_mark.n);
    return add_uids(options, lines, '\n') ? SNAPVET_OK : sv_api_no_memory(err);
}

/* What cannot be mapped: a pipe. */
static enum snapvet_status add_uids_pipe(struct snapvet_options *options, const char *path, struct snapvet_error *err)
{
    struct sv_buf text;
    char piece[4096];
    size_t n;
    enum snapvet_status status;
    FILE *file = fopen(path, "re");
    if (!file)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no uids: cannot open '%s': %s", path, strerror(errno));
    sv_buf_init(&text, SV_LIMIT_LIST_BYTES);
    while (!text.failed && (n = fread(piece, 1, sizeof piece, file)) > 0)
        sv_buf_add(&text, (sv_str){ piece, n });
    sv_str kept = text.failed ? (sv_str){ NULL, 0 } : sv_arena_copy(&options->arena, sv_buf_str(&text));
    if (ferror(file))
        status = sv_api_fail(err, SNAPVET_ERR_USAGE, "no uids: '%s' cannot be read", path);
    else if (!kept.p)
        status = too_large(path, err);
    else
        status = add_uid_lines(options, kept, err);
    sv_buf_free(&text);
    fclose(file);
    return status;
}

/* Keeps the file mapped, since the uids are in it. */
static enum snapvet_status add_uids_file(struct snapvet_options *options, const char *path, struct snapvet_error *err)
{
    struct sv_error why;
    struct sv_map *files = reallocarray(options->files, options->file_count + 1, sizeof *files);
    if (!files)
        return sv_api_no_memory(err);
    options->files = files;
    struct sv_map *map = &files[options->file_count];
    if (sv_map_open(path, 0, map, &why) != SV_OK)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no uids: %s", why.text);
    options->file_count++;
    if (map->n > SV_LIMIT_LIST_BYTES)
        return too_large(path, err);
    return add_uid_lines(options, (sv_str){ (const char *)map->bytes, map->n }, err);
}

enum snapvet_status snapvet_options_add_uids(struct snapvet_options *options, const char *file_or_list,
                                             struct snapvet_error *err)
{
    enum sv_path_kind kind = sv_path_kind(file_or_list, NULL);
    if (kind == SV_PATH_FILE)
        return add_uids_file(options, file_or_list, err);
    if (kind == SV_PATH_OTHER)
        return add_uids_pipe(options, file_or_list, err);
    if (kind == SV_PATH_FOLDER || (file_or_list[0] == '/' && !strchr(file_or_list, ',')))
        return sv_api_fail(err, SNAPVET_ERR_USAGE,
                           "no uids: '%s' is %s; give a file with one uid a line, or a list a,b,c", file_or_list,
                           kind == SV_PATH_FOLDER ? "a folder" : "not there");
    sv_str list = sv_arena_copy(&options->arena, sv_str_of(file_or_list));
    if (!list.p || !add_uids(options, list, ','))
        return sv_api_no_memory(err);
    return SNAPVET_OK;
}

/* Divides "A=B" at the last '='; false when a part would be empty. */
static bool divide(sv_str text, sv_str *left, sv_str *right)
{
    *right = sv_str_after_last(text, '=');
    if (right->n == text.n || !right->n || right->n + 1 == text.n)
        return false;
    *left = (sv_str){ text.p, text.n - right->n - 1 };
    return true;
}

enum snapvet_status snapvet_options_add_map(struct snapvet_options *options, const char *prefix_and_dir,
                                            struct snapvet_error *err)
{
    struct sv_path_map map;
    sv_str text = sv_arena_copy(&options->arena, sv_str_of(prefix_and_dir));
    void *items = options->maps;
    if (!text.p || !room(&items, options->map_count, &options->map_capacity, sizeof map))
        return sv_api_no_memory(err);
    options->maps = items;
    if (!divide(text, &map.prefix, &map.dir))
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "bad path map '%s'; expected PREFIX=DIR", prefix_and_dir);
    options->maps[options->map_count++] = map;
    return SNAPVET_OK;
}

const char *snapvet_layout_at(size_t i)
{
    return i < SV_LAYOUT_COUNT ? sv_layout_name((enum sv_layout)i) : NULL;
}

/* Flink's own first class of a layout says what that layout stands for. */
static const struct sv_class *row_of_layout(sv_str layout)
{
    const struct sv_class *row;
    for (size_t i = 0; (row = sv_class_at(i)); i++)
        if (sv_str_eq(layout, sv_str_of(sv_layout_name(row->layout))))
            return row;
    return NULL;
}

const char *snapvet_layout_example_at(size_t i)
{
    const char *name = snapvet_layout_at(i);
    const struct sv_class *row = name ? row_of_layout(sv_str_of(name)) : NULL;
    return row ? row->name.p : NULL; /* a literal of the table */
}

enum snapvet_status snapvet_options_add_class(struct snapvet_options *options, const char *name_and_layout,
                                              struct snapvet_error *err)
{
    sv_str name, layout, text = sv_arena_copy(&options->arena, sv_str_of(name_and_layout));
    void *items = options->classes;
    if (!text.p || !room(&items, options->class_count, &options->class_capacity, sizeof *options->classes))
        return sv_api_no_memory(err);
    options->classes = items;
    if (!divide(text, &name, &layout))
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "bad class '%s'; expected NAME=LAYOUT", name_and_layout);
    const struct sv_class *like = row_of_layout(layout);
    if (!like)
        return sv_api_fail(err, SNAPVET_ERR_USAGE,
                           "no layout '%.*s' for class '%.*s'; 'snapvet help layouts' lists them", SV_ARG(layout),
                           SV_ARG(name));
    options->classes[options->class_count++] = (struct sv_class){
        .name = name,
        .min_version = INT32_MIN,
        .max_version = INT32_MAX,
        .kind = like->kind,
        .layout = like->layout,
        .roles = "",
        .source = "given for this run",
    };
    return SNAPVET_OK;
}

struct sv_inspect_options sv_api_inspect_options(const struct snapvet_options *options, struct sv_extra_classes *extra)
{
    if (!options)
        return (struct sv_inspect_options){ .maps = NULL };
    *extra = (struct sv_extra_classes){ .rows = options->classes, .count = options->class_count };
    return (struct sv_inspect_options){
        .maps = options->maps,
        .map_count = options->map_count,
        .extra = extra,
        .uids = options->uids,
        .uid_count = options->uid_count,
    };
}
