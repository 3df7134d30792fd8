/* write.c: reports and views as text. */
#include <ctype.h>
#include <stdlib.h>

#include "api/handles.h"
#include "base/limits.h"
#include "flink/read.h"

struct snapvet_bytes snapvet_text_bytes(const struct snapvet_text *text)
{
    sv_str bytes = sv_buf_str(&text->buf);
    return (struct snapvet_bytes){ .data = bytes.p, .size = bytes.n };
}

void snapvet_text_free(struct snapvet_text *text)
{
    if (!text)
        return;
    sv_buf_free(&text->buf);
    free(text);
}

bool snapvet_format_at(enum snapvet_view view, size_t i, const char **name_out, const char **help_out)
{
    const struct sv_format *format = sv_format_at((enum sv_view)view, i);
    if (!format)
        return false;
    *name_out = format->name;
    if (help_out)
        *help_out = format->help;
    return true;
}

enum snapvet_status sv_api_write(struct sv_report *report, enum sv_view view, const char *format,
                                 const struct snapvet_style *style, struct snapvet_text **out,
                                 struct snapvet_error *err)
{
    const struct sv_format *row = sv_format_find(view, sv_str_of(format));
    if (!row)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no format '%s'", format);
    struct snapvet_text *text = calloc(1, sizeof *text);
    if (!text)
        return sv_api_no_memory(err);
    sv_buf_init(&text->buf, SV_LIMIT_REPORT_BYTES);
    if (style)
        report->style = (struct sv_report_style){ .colour = style->colour,
                                                  .compact = style->compact,
                                                  .aside = style->aside,
                                                  .ascii = style->ascii,
                                                  .columns = style->columns };
    row->write(report, &text->buf);
    if (text->buf.failed) {
        snapvet_text_free(text);
        return sv_api_no_memory(err);
    }
    *out = text;
    return SNAPVET_OK;
}

enum snapvet_status snapvet_check_write(const struct snapvet_check *const *checks, size_t count, const char *format,
                                        const struct snapvet_style *style, struct snapvet_text **out,
                                        struct snapvet_error *err)
{
    const struct sv_check **inner = calloc(count ? count : 1, sizeof *inner);
    if (!inner)
        return sv_api_no_memory(err);
    for (size_t i = 0; i < count; i++)
        inner[i] = &checks[i]->check;
    struct sv_report report = { .checks = inner, .count = count };
    enum snapvet_status status = sv_api_write(&report, SV_VIEW_CHECK, format, style, out, err);
    free(inner);
    return status;
}

/* Whether wanted is the start of an operator id, in any case: four digits at least, so that few names are taken for one. */
static bool starts_id(sv_str wanted, const unsigned char id[16])
{
    static const char digits[] = "0123456789abcdef";
    if (wanted.n < 4 || wanted.n > 32)
        return false;
    for (size_t i = 0; i < wanted.n; i++)
        if (tolower((unsigned char)wanted.p[i]) != digits[i % 2 ? id[i / 2] & 15 : id[i / 2] >> 4])
            return false;
    return true;
}

bool sv_api_is_wanted(const struct sv_operator *op, const void *context)
{
    sv_str wanted = *(const sv_str *)context;
    return sv_str_eq(wanted, op->uid) || sv_str_eq(wanted, op->name) || starts_id(wanted, op->id);
}

bool sv_api_any_wanted(const struct sv_snapshot *snapshot, sv_str wanted)
{
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        if (sv_api_is_wanted(op, &wanted))
            return true;
    return false;
}

enum snapvet_status snapvet_show_write(const struct snapvet_snapshot *snapshot, enum snapvet_view view,
                                       const char *only, const char *format, const struct snapvet_style *style,
                                       struct snapvet_text **out, struct snapvet_error *err)
{
    struct sv_report report = { .snapshot = &snapshot->model };
    sv_str wanted = sv_str_of(only);
    if (view != SNAPVET_VIEW_SHOW && view != SNAPVET_VIEW_CLASSES)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "a snapshot has no such view");
    if (only) {
        if (!sv_api_any_wanted(&snapshot->model, wanted))
            return sv_api_fail(err, SNAPVET_ERR_USAGE, "no operator '%s' by uid, name or id in '%.*s'", only,
                               SV_ARG(snapshot->model.path));
        report.only = sv_api_is_wanted;
        report.only_context = &wanted;
    }
    return sv_api_write(&report, (enum sv_view)view, format, style, out, err);
}

enum snapvet_status snapvet_rules_write(const char *rule, const char *format, const struct snapvet_style *style,
                                        struct snapvet_text **out, struct snapvet_error *err)
{
    struct sv_report report = { .rule = rule ? sv_rule_find(sv_str_of(rule)) : NULL };
    if (rule && !report.rule)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no rule '%s'; 'snapvet rules' lists them", rule);
    return sv_api_write(&report, rule ? SV_VIEW_RULE : SV_VIEW_RULES, format, style, out, err);
}

enum snapvet_status snapvet_type_write(const char *path, const struct snapvet_options *options, const char *format,
                                       const struct snapvet_style *style, bool *whole_out, struct snapvet_text **out,
                                       struct snapvet_error *err)
{
    struct sv_map map;
    struct sv_error why;
    if (sv_map_open(path, 0, &map, &why) != SV_OK)
        return sv_api_failed(&why, err);
    struct sv_arena arena;
    struct sv_extra_classes extra;
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    struct sv_reader reader = {
        .cur = sv_cur_of(map.bytes, map.n, 0),
        .arena = &arena,
        .extra = sv_api_inspect_options(options, &extra).extra,
        .nodes_left = SV_LIMIT_TYPE_NODES,
    };
    enum sv_framing framing = SV_FRAMING_UNKNOWN;
    const struct sv_type *root = sv_read_type_file(&reader, &framing);
    sv_cur_finish(&reader.cur);
    struct sv_type_file file = {
        .name = sv_str_of(path),
        .framing = sv_framing_name(framing),
        .root = root,
        .consumed = reader.cur.at,
        .total = map.n,
        .defect = reader.cur.bad,
    };
    if (sv_map_changed(&map))
        file.defect.code = SV_DEFECT_CHANGED;
    struct sv_report report = { .type = &file };
    enum snapvet_status status = sv_api_write(&report, SV_VIEW_TYPE, format, style, out, err);
    if (status == SNAPVET_OK)
        *whole_out = file.defect.code == SV_DEFECT_NONE;
    sv_arena_free(&arena);
    sv_map_close(&map);
    return status;
}
