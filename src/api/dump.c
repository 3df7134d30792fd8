/* dump.c: entries of states as lines, one after the other. */
#include "report/dump.h"

#include "api/handles.h"
#include "api/parts.h"
#include "base/limits.h"
#include "report/escape.h"
#include "report/value.h"
#include "report/words.h"
#include "scan/scan.h"

enum { PIECE_BYTES = 1 << 16, LOSSES_KEPT = 64 };

/* Losses that differ by place alone are told once, and counted. */
struct told_loss {
    const struct sv_operator *op;
    const struct sv_state *state;
    const char *doing;
    enum sv_defect_code code;
    uint64_t more;
};

struct dumping {
    const struct sv_snapshot *snapshot;
    const struct snapvet_dump_request *request;
    const struct snapvet_sink *sink;
    const struct sv_format *format;
    sv_str only, state;
    struct sv_arena values;       /* of one entry */
    struct sv_buf lines, scratch; /* not written yet; a key or a loss as text */
    uint64_t entries, lost;
    struct told_loss losses[LOSSES_KEPT];
    size_t loss_count;
    bool stopped;
};

static bool is_wanted_state(const struct sv_operator *op, const struct sv_state *state, const void *context)
{
    const struct dumping *d = context;
    if (d->request->only && !sv_api_is_wanted(op, &d->only))
        return false;
    return !d->request->state || sv_str_eq(state->name, d->state);
}

static bool has_state(const struct dumping *d)
{
    for (const struct sv_operator *op = d->snapshot->operators; op; op = op->next)
        for (const struct sv_op_state *s = op->states; s; s = s->next)
            if (is_wanted_state(op, s->state, d))
                return true;
    return false;
}

static void flush(struct dumping *d)
{
    sv_str bytes = sv_buf_str(&d->lines);
    if (bytes.n && !d->stopped &&
        !d->sink->write((struct snapvet_bytes){ .data = bytes.p, .size = bytes.n }, d->sink->context))
        d->stopped = true;
    d->lines.n = 0;
}

/* As it is printed, or without the quotes of a text. */
static bool is_wanted_key(struct dumping *d, const struct sv_value *key)
{
    sv_str wanted = sv_str_of(d->request->key);
    if (!d->request->key)
        return true;
    if (!key)
        return false;
    d->scratch.n = 0;
    sv_value_json(&d->scratch, key);
    sv_str text = sv_buf_str(&d->scratch);
    if (sv_str_eq(text, wanted))
        return true;
    return text.n >= 2 && text.p[0] == '"' && sv_str_eq((sv_str){ text.p + 1, text.n - 2 }, wanted);
}

static bool write_entry(const struct sv_state_entry *entry, void *context)
{
    struct dumping *d = context;
    const struct sv_state_codecs *codecs = entry->codecs;
    struct sv_dump_row row = { .entry = entry, .keys_only = d->request->keys_only };
    sv_arena_reset(&d->values);
    row.key = sv_entry_part(entry->key, codecs->key, &d->values);
    if (!is_wanted_key(d, row.key))
        return true;
    struct sv_value *ttl = NULL;
    row.name_space = sv_entry_part(entry->name_space, codecs->name_space, &d->values);
    row.user_key = sv_entry_part(entry->user_key, codecs->user_key, &d->values);
    if (!row.keys_only || entry->state->kind == SV_STATE_TIMER)
        row.value = sv_entry_value(entry, &d->values, &ttl);
    row.ttl = ttl;
    struct sv_report report = { .row = &row };
    d->format->write(&report, &d->lines);
    d->entries++;
    bool done = d->request->limit && d->entries >= d->request->limit;
    if (d->lines.n >= PIECE_BYTES || done)
        flush(d);
    return !done && !d->stopped && !d->lines.failed;
}

static void tell(struct dumping *d)
{
    sv_buf_putc(&d->scratch, '\0');
    if (d->sink->loss && !d->scratch.failed)
        d->sink->loss(d->scratch.p, d->sink->context);
}

static void count_loss(const struct sv_loss *loss, void *context)
{
    struct dumping *d = context;
    d->lost++;
    for (size_t i = 0; i < d->loss_count; i++) {
        struct told_loss *known = &d->losses[i];
        if (known->op == loss->op && known->state == loss->state && known->doing == loss->defect.doing &&
            known->code == loss->defect.code) {
            known->more++;
            return;
        }
    }
    if (d->loss_count < LOSSES_KEPT)
        d->losses[d->loss_count++] = (struct told_loss){
            .op = loss->op, .state = loss->state, .doing = loss->defect.doing, .code = loss->defect.code
        };
    d->scratch.n = 0;
    sv_loss_text(&d->scratch, loss);
    tell(d);
}

static void tell_counted_losses(struct dumping *d)
{
    for (size_t i = 0; i < d->loss_count; i++) {
        const struct told_loss *known = &d->losses[i];
        if (!known->more)
            continue;
        d->scratch.n = 0;
        sv_loss_more_text(&d->scratch, known->op, known->state, known->more);
        tell(d);
    }
}

/* What stands behind the place where reading _metadata stopped is not even known by name. */
static void tell_metadata(struct dumping *d)
{
    struct sv_buf *text = &d->scratch, defect;
    if (d->snapshot->defect.code == SV_DEFECT_NONE || d->request->shard != 0)
        return;
    d->lost++;
    text->n = 0;
    sv_buf_puts(text, "lost: what is behind the damage in '");
    sv_escape_text(text, d->snapshot->metadata);
    sv_buf_puts(text, "': ");
    sv_buf_init(&defect, text->limit_bytes);
    sv_word_defect(&defect, &d->snapshot->defect);
    sv_escape_text(text, sv_buf_str(&defect));
    text->failed |= defect.failed;
    sv_buf_free(&defect);
    tell(d);
}

static enum sv_status run(struct dumping *d, struct sv_scan *scan, struct sv_error *why)
{
    struct sv_visitor visitor = { .entry = write_entry, .loss = count_loss, .context = d };
    struct sv_report head = { .row = NULL };
    uint64_t limit = d->request->limit;
    tell_metadata(d);
    if (d->request->shard_count)
        sv_api_dump_part_head(&d->lines, d->snapshot, d->request);
    if (d->request->shard == 0)
        d->format->write(&head, &d->lines);
    for (const struct sv_scan_unit *unit = sv_scan_units(scan); unit && !d->stopped; unit = unit->next) {
        if (limit && d->entries >= limit)
            break;
        enum sv_status status = sv_scan_run(scan, unit, &visitor, why);
        if (status != SV_OK)
            return status;
        if (d->lines.failed)
            return sv_fail(why, SV_ERR_MEMORY, "out of memory for the line of an entry");
    }
    if (d->request->shard_count)
        sv_api_dump_part_tail(&d->lines, d->lost);
    flush(d);
    tell_counted_losses(d);
    return SV_OK;
}

static bool has_key_group(const struct sv_snapshot *snapshot, int32_t key_group)
{
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        if (op->max_parallelism > key_group)
            return true;
    return false;
}

/* Whether what is asked for can be there. */
static enum snapvet_status check_request(const struct dumping *d, struct snapvet_error *err)
{
    if (d->snapshot->archived)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "cannot dump from the archive '%.*s'; unpack it first",
                           SV_ARG(d->snapshot->path));
    const struct snapvet_dump_request *request = d->request;
    if (!d->format)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no format '%s'", request->format);
    if (request->shard_count && request->shard >= request->shard_count)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no shard %u of %u", request->shard + 1, request->shard_count);
    if (request->shard_count && request->limit)
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "a part has no limit; leave one of them out");
    if (request->first_key_group >= 0 && !has_key_group(d->snapshot, request->first_key_group))
        return sv_api_fail(err, SNAPVET_ERR_USAGE,
                           "no key group %d: no operator in '%.*s' has a max parallelism above it",
                           (int)request->first_key_group, SV_ARG(d->snapshot->path));
    if (request->only && !sv_api_any_wanted(d->snapshot, d->only))
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no operator '%s' by uid, name or id in '%.*s'", request->only,
                           SV_ARG(d->snapshot->path));
    if (request->state && !has_state(d))
        return sv_api_fail(err, SNAPVET_ERR_USAGE, "no state '%s' in '%.*s'", request->state,
                           SV_ARG(d->snapshot->path));
    return SNAPVET_OK;
}

enum snapvet_status snapvet_dump(struct snapvet_snapshot *snapshot, const struct snapvet_dump_request *request,
                                 const struct snapvet_sink *sink, struct snapvet_dumped *out, struct snapvet_error *err)
{
    struct dumping d = {
        .snapshot = &snapshot->model,
        .request = request,
        .sink = sink,
        .format = sv_format_find(SV_VIEW_DUMP, sv_str_of(request->format)),
        .only = sv_str_of(request->only),
        .state = sv_str_of(request->state),
    };
    enum snapvet_status status = check_request(&d, err);
    if (status != SNAPVET_OK)
        return status;
    struct sv_scan_options options = {
        .only = is_wanted_state,
        .only_context = &d,
        .first_key_group = request->first_key_group,
        .last_key_group = request->last_key_group,
        .shard = request->shard,
        .shard_count = request->shard_count,
        .temporary_folder = request->temporary_folder,
    };
    struct sv_error why;
    struct sv_scan *scan = NULL;
    sv_arena_init(&d.values, SV_LIMIT_MODEL_BYTES);
    sv_buf_init(&d.lines, SV_LIMIT_REPORT_BYTES);
    sv_buf_init(&d.scratch, SV_LIMIT_REPORT_BYTES);
    if (sv_scan_new(&snapshot->model, &options, &scan, &why) != SV_OK || run(&d, scan, &why) != SV_OK)
        status = sv_api_failed(&why, err);
    else if (out)
        *out = (struct snapvet_dumped){ .entries = d.entries, .lost = d.lost };
    sv_scan_free(scan);
    sv_buf_free(&d.scratch);
    sv_buf_free(&d.lines);
    sv_arena_free(&d.values);
    return status;
}
