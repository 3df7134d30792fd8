/* parts.c: parts of a dump. */
#include "api/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure/work.h"
#include "report/escape.h"

#define HEAD "{\"schema\":\"snapvet.dump-part/1\","
#define TAIL "{\"end\":\"snapvet.dump-part/1\",\"lost\":\""

bool sv_api_is_dump_part(sv_str bytes)
{
    return sv_str_starts(bytes, SV_STR(HEAD));
}

static void put_member(struct sv_buf *out, const char *name, const char *value)
{
    sv_buf_printf(out, ",\"%s\":", name);
    if (value)
        sv_escape_json(out, sv_str_of(value));
    else
        sv_buf_puts(out, "null");
}

void sv_api_dump_part_head(struct sv_buf *out, const struct sv_snapshot *snapshot,
                           const struct snapvet_dump_request *request)
{
    char id[33];
    sv_snapshot_id(snapshot, id);
    sv_buf_printf(out, HEAD "\"part\":{\"shard\":%" PRIu32 ",\"of\":%" PRIu32 ",\"snapshot_id\":\"%s\"}",
                  request->shard + 1, request->shard_count, id);
    put_member(out, "format", request->format);
    put_member(out, "operator", request->only);
    put_member(out, "state", request->state);
    put_member(out, "key", request->key);
    sv_buf_printf(out, ",\"keys_only\":%s,\"key_groups\":[%" PRId32 ",%" PRId32 "]}\n",
                  request->keys_only ? "true" : "false", request->first_key_group, request->last_key_group);
}

void sv_api_dump_part_tail(struct sv_buf *out, uint64_t lost)
{
    sv_buf_printf(out, TAIL "%" PRIu64 "\"}\n", lost);
}

struct dump_part {
    const struct sv_part_file *file;
    sv_str head, lines; /* head without what differs by part */
    uint64_t lost;
    char format[16];
};

static enum snapvet_status unfit(const struct sv_part_file *file, struct snapvet_error *err, const char *why)
{
    return sv_api_fail(err, SNAPVET_ERR_USAGE, "cannot merge '%s': %s; write parts with --shard I/N", file->path, why);
}

/* The last line of a part that is not cut short. */
static bool take_tail(struct dump_part *part)
{
    sv_str lines = part->lines;
    if (!sv_str_ends(lines, SV_STR("\"}\n")))
        return false;
    sv_str body = { lines.p, lines.n - 1 };
    sv_str last = sv_str_after_last(body, '\n');
    sv_str number = sv_str_skip(last, sizeof TAIL - 1);
    if (!sv_str_starts(last, SV_STR(TAIL)))
        return false;
    for (size_t i = 0; i < number.n && number.p[i] >= '0' && number.p[i] <= '9'; i++)
        part->lost = part->lost * 10 + (uint64_t)(number.p[i] - '0');
    part->lines.n = (size_t)(last.p - lines.p);
    return true;
}

/* Lines are passed on as they are: what no dump writes must not get through. */
static bool is_clean(const struct dump_part *part)
{
    bool json = strcmp(part->format, "json") == 0;
    for (sv_str rest = part->lines; rest.n;) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        for (size_t i = 0; i < n; i++)
            if (((unsigned char)rest.p[i] < ' ' && !(rest.p[i] == '\r' && !json)) || rest.p[i] == 0x7F)
                return false;
        if (json && (n < 2 || rest.p[0] != '{' || rest.p[n - 1] != '}'))
            return false;
        rest = sv_str_skip(rest, end ? n + 1 : n);
    }
    return true;
}

static enum snapvet_status open_part(const struct sv_part_file *file, struct dump_part *part, struct sv_shares *shares,
                                     char id_out[64], struct snapvet_error *err)
{
    struct sv_part head = { .document = NULL };
    struct sv_error why;
    const char *end = file->bytes.n ? memchr(file->bytes.p, '\n', file->bytes.n) : NULL;
    if (!sv_api_is_dump_part(file->bytes) || !end)
        return unfit(file, err, "it is no part of a dump");
    sv_str line = { file->bytes.p, (size_t)(end - file->bytes.p) };
    *part = (struct dump_part){ .file = file, .lines = sv_str_skip(file->bytes, line.n + 1) };
    const char *question = memchr(line.p + sizeof HEAD, '}', line.n - sizeof HEAD);
    part->head = question ? sv_str_skip(line, (size_t)(question - line.p)) : line;
    if (!take_tail(part))
        return unfit(file, err, "it is cut short");
    if (sv_part_open(file->path, line, &head, &why) != SV_OK)
        return sv_api_failed(&why, err);
    const char *format = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(head.document, "format"));
    snprintf(part->format, sizeof part->format, "%s", format ? format : "");
    if (!is_clean(part)) {
        sv_part_close(&head);
        return unfit(file, err, "it holds lines that no dump writes");
    }
    if (!id_out[0])
        snprintf(id_out, 64, "%s", head.snapshot_id);
    bool same = strcmp(id_out, head.snapshot_id) == 0;
    enum sv_status status = sv_shares_add(shares, file->path, head.share, same ? id_out : head.snapshot_id, &why);
    sv_part_close(&head);
    return status == SV_OK ? SNAPVET_OK : sv_api_failed(&why, err);
}

static const struct dump_part *part_of(const struct dump_part *parts, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (parts[i].file->path == path)
            return &parts[i];
    return NULL;
}

static enum snapvet_status write_parts(const struct dump_part *parts, size_t count, const struct sv_shares *shares,
                                       const struct snapvet_sink *sink)
{
    enum { PIECE = 1 << 20 };
    for (uint32_t i = 0; i < shares->count; i++) {
        sv_str lines = part_of(parts, count, shares->paths[i])->lines;
        for (; lines.n; lines = sv_str_skip(lines, PIECE)) {
            size_t n = lines.n < PIECE ? lines.n : PIECE;
            if (!sink->write((struct snapvet_bytes){ .data = lines.p, .size = n }, sink->context))
                return SNAPVET_OK;
        }
    }
    return SNAPVET_OK;
}

enum snapvet_status sv_api_merge_dump(const struct sv_part_file *files, size_t count, const char *format,
                                      const struct snapvet_sink *sink, bool *whole_out, struct snapvet_error *err)
{
    char id[64] = "";
    struct sv_error why;
    struct sv_shares shares = { .paths = NULL };
    enum snapvet_status status = SNAPVET_OK;
    uint64_t lost = 0;
    struct dump_part *parts = calloc(count, sizeof *parts);
    if (!parts)
        return sv_api_no_memory(err);
    for (size_t i = 0; i < count && status == SNAPVET_OK; i++) {
        status = open_part(&files[i], &parts[i], &shares, id, err);
        lost += parts[i].lost;
        if (status == SNAPVET_OK && !sv_str_eq(parts[i].head, parts[0].head))
            status = sv_api_fail(err, SNAPVET_ERR_USAGE, "parts '%s' and '%s' are of different questions",
                                 files[0].path, files[i].path);
    }
    if (status == SNAPVET_OK && format && strcmp(format, parts[0].format) != 0)
        status = sv_api_fail(err, SNAPVET_ERR_USAGE, "the parts are of the format '%s'", parts[0].format);
    if (status == SNAPVET_OK && sv_shares_end(&shares, &why) != SV_OK)
        status = sv_api_failed(&why, err);
    if (status == SNAPVET_OK)
        status = write_parts(parts, count, &shares, sink);
    if (status == SNAPVET_OK && whole_out)
        *whole_out = lost == 0;
    sv_shares_free(&shares);
    free(parts);
    return status;
}
