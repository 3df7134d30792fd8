/* part.c: one part of a run, read back. Its bytes may come from anywhere: nothing in it is believed unseen. */
#include "measure/part.h"

#include <errno.h>
#include <stdlib.h>

#include "base/limits.h"

enum { OPERATOR_ID_BYTES = 16 };

static enum sv_status unfit(const char *path, struct sv_error *err, const char *why)
{
    return sv_fail(err, SV_ERR_USAGE, "cannot merge '%s': %s; write parts with --shard I/N", path, why);
}

enum sv_status sv_part_open(const char *path, sv_str bytes, struct sv_part *out, struct sv_error *err)
{
    struct sv_part part = { .path = path };
    if (bytes.n > SV_LIMIT_BASELINE_BYTES)
        return unfit(path, err, "it is too large");
    part.document = cJSON_ParseWithLength(bytes.p, bytes.n);
    if (!part.document)
        return unfit(path, err, "it is no JSON, or cut short");
    const cJSON *share = cJSON_GetObjectItemCaseSensitive(part.document, "part");
    part.schema = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(part.document, "schema"));
    part.snapshot_id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(share, "snapshot_id"));
    int32_t shard = share ? sv_part_number(&part, share, "shard") : 0;
    int32_t of = share ? sv_part_number(&part, share, "of") : 0;
    if (!part.schema || !part.snapshot_id || shard < 1 || shard > of || part.bad) {
        cJSON_Delete(part.document);
        return unfit(path, err, part.schema && !share ? "it is no part but a whole" : "it is no part of a run");
    }
    part.share = (struct sv_share){ .index = (uint32_t)shard - 1, .count = (uint32_t)of };
    *out = part;
    return SV_OK;
}

void sv_part_close(struct sv_part *part)
{
    cJSON_Delete(part->document);
    part->document = NULL;
}

enum sv_status sv_part_end(const struct sv_part *part, struct sv_error *err)
{
    if (part->no_memory)
        return sv_fail(err, SV_ERR_MEMORY, "out of memory");
    return part->bad ? unfit(part->path, err, "something is missing in it, or of another kind than it should be")
                     : SV_OK;
}

/* ---- members ---- */

const cJSON *sv_part_item(struct sv_part *part, const cJSON *from, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(from, key);
    part->bad |= !item;
    return item;
}

const cJSON *sv_part_list(struct sv_part *part, const cJSON *from, const char *key)
{
    const cJSON *list = sv_part_item(part, from, key);
    part->bad |= !cJSON_IsArray(list);
    return cJSON_IsArray(list) ? list->child : NULL;
}

uint64_t sv_part_u64(struct sv_part *part, const cJSON *item)
{
    const char *text = cJSON_GetStringValue(item);
    char *end = NULL;
    errno = 0;
    unsigned long long value = text && *text >= '0' && *text <= '9' ? strtoull(text, &end, 10) : 0;
    if (end && !*end && !errno)
        return value;
    part->bad = true;
    return 0;
}

int64_t sv_part_i64(struct sv_part *part, const cJSON *item)
{
    const char *text = cJSON_GetStringValue(item);
    char *end = NULL;
    errno = 0;
    long long value = text && *text && *text != ' ' ? strtoll(text, &end, 10) : 0;
    if (end && !*end && !errno)
        return value;
    part->bad = true;
    return 0;
}

uint64_t sv_part_u64_of(struct sv_part *part, const cJSON *from, const char *key)
{
    return sv_part_u64(part, sv_part_item(part, from, key));
}

int64_t sv_part_i64_of(struct sv_part *part, const cJSON *from, const char *key)
{
    return sv_part_i64(part, sv_part_item(part, from, key));
}

int32_t sv_part_number(struct sv_part *part, const cJSON *from, const char *key)
{
    const cJSON *item = sv_part_item(part, from, key);
    if (cJSON_IsNull(item))
        return -1;
    if (cJSON_IsNumber(item) && item->valuedouble >= INT32_MIN && item->valuedouble <= INT32_MAX &&
        item->valuedouble == (double)(int32_t)item->valuedouble)
        return (int32_t)item->valuedouble;
    part->bad = true;
    return -1;
}

bool sv_part_bool(struct sv_part *part, const cJSON *from, const char *key)
{
    const cJSON *item = sv_part_item(part, from, key);
    part->bad |= !cJSON_IsBool(item);
    return cJSON_IsTrue(item);
}

sv_str sv_part_text(struct sv_part *part, const cJSON *from, const char *key)
{
    const cJSON *item = sv_part_item(part, from, key);
    const char *text = cJSON_GetStringValue(item);
    if (!text) {
        part->bad |= !cJSON_IsNull(item);
        return (sv_str){ "", 0 };
    }
    sv_str copy = sv_arena_copy(part->arena, sv_str_of(text));
    part->no_memory |= !copy.p;
    return copy.p ? copy : (sv_str){ "", 0 };
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

sv_str sv_part_hex(struct sv_part *part, const cJSON *from, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(from, key));
    size_t n = text ? strlen(text) : 0;
    if (!text)
        return (sv_str){ NULL, 0 };
    char *bytes = sv_arena_alloc(part->arena, n / 2 + 1, 1);
    part->no_memory |= !bytes;
    part->bad |= n % 2 != 0;
    for (size_t i = 0; bytes && i + 1 < n; i += 2) {
        int high = digit(text[i]), low = digit(text[i + 1]);
        part->bad |= high < 0 || low < 0;
        bytes[i / 2] = (char)((unsigned)(high & 15) << 4 | (unsigned)(low & 15));
    }
    return (sv_str){ bytes, n / 2 };
}

/* ---- the model behind it ---- */

static enum sv_snapshot_kind kind_of(sv_str name)
{
    int kind = SV_SNAP_UNKNOWN;
    while (kind < SV_SNAP_CHANGELOG_CHECKPOINT &&
           !sv_str_eq(name, sv_str_of(sv_snapshot_kind_name((enum sv_snapshot_kind)kind))))
        kind++;
    return (enum sv_snapshot_kind)kind;
}

static void read_head(struct sv_part *part, const cJSON *head, struct sv_snapshot *snapshot)
{
    snapshot->path = sv_part_text(part, head, "path");
    snapshot->kind = kind_of(sv_part_text(part, head, "kind"));
    snapshot->kind_in_file = sv_part_bool(part, head, "kind_in_file");
    snapshot->version = sv_part_number(part, head, "metadata_version");
    sv_str written_by = sv_part_text(part, head, "written_by");
    snapshot->written_by = written_by.n ? written_by.p : "";
    snapshot->checkpoint_id = sv_part_i64_of(part, head, "checkpoint_id");
    snapshot->operator_count = (uint32_t)sv_part_number(part, head, "operator_count");
    snapshot->state_count = (uint32_t)sv_part_number(part, head, "state_count");
    snapshot->state_bytes = sv_part_u64_of(part, head, "state_size_bytes");
    snapshot->moved = sv_part_bool(part, head, "moved");
}

static struct sv_operator *read_operator(struct sv_part *part, const cJSON *item)
{
    struct sv_operator *op = SV_NEW(part->arena, struct sv_operator);
    sv_str id = sv_part_hex(part, item, "id");
    if (!op || id.n != OPERATOR_ID_BYTES || !id.p) {
        part->no_memory |= !op;
        part->bad = true;
        return NULL;
    }
    memcpy(op->id, id.p, OPERATOR_ID_BYTES);
    op->uid = sv_part_text(part, item, "uid");
    op->name = sv_part_text(part, item, "name");
    op->parallelism = sv_part_number(part, item, "parallelism");
    op->max_parallelism = sv_part_number(part, item, "max_parallelism");
    op->fully_finished = sv_part_bool(part, item, "fully_finished");
    op->state_bytes = sv_part_u64_of(part, item, "state_size_bytes");
    return op;
}

const struct sv_snapshot *sv_part_snapshot(struct sv_part *part, const cJSON *document)
{
    struct sv_snapshot *snapshot = SV_NEW(part->arena, struct sv_snapshot);
    if (!snapshot) {
        part->no_memory = true;
        return NULL;
    }
    read_head(part, sv_part_item(part, document, "snapshot"), snapshot);
    struct sv_operator **tail = &snapshot->operators;
    for (const cJSON *item = sv_part_list(part, document, "operators"); item && !part->bad; item = item->next) {
        struct sv_operator *op = read_operator(part, item);
        if (!op)
            break;
        *tail = op;
        tail = &op->next;
    }
    return snapshot;
}

static enum sv_check_id check_of(struct sv_part *part, sv_str name)
{
    for (int i = 0; i < SV_CHECK_COUNT; i++)
        if (sv_str_eq(name, sv_str_of(sv_check_rows[i].name)))
            return (enum sv_check_id)i;
    part->bad = true;
    return SV_CHECK_METADATA;
}

static uint32_t operator_index(struct sv_part *part, const cJSON *item, const struct sv_snapshot *snapshot)
{
    sv_str id = sv_part_hex(part, item, "operator");
    uint32_t index = 0;
    if (!id.p)
        return UINT32_MAX;
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next, index++)
        if (id.n == OPERATOR_ID_BYTES && memcmp(op->id, id.p, OPERATOR_ID_BYTES) == 0)
            return index;
    part->bad = true;
    return UINT32_MAX;
}

void sv_part_issues(struct sv_part *part, const cJSON *list, const struct sv_snapshot *snapshot,
                    struct sv_issues *issues)
{
    for (const cJSON *item = list; item && !part->bad; item = item->next) {
        const struct sv_issue issue = {
            .check = check_of(part, sv_part_text(part, item, "check")),
            .blind = sv_part_bool(part, item, "not_checked"),
            .op_index = operator_index(part, item, snapshot),
            .subtask = sv_part_number(part, item, "subtask"),
            .state = sv_part_text(part, item, "state"),
            .first_key_group = sv_part_number(part, item, "first_key_group"),
            .last_key_group = sv_part_number(part, item, "last_key_group"),
            .file = sv_part_text(part, item, "file"),
            .at = sv_part_u64_of(part, item, "at"),
            .what = sv_part_text(part, item, "what"),
            .doing = sv_part_text(part, item, "doing"),
            .subject = sv_part_text(part, item, "subject"),
            .detail = sv_part_text(part, item, "detail"),
        };
        sv_issues_add(issues, &issue);
    }
    part->no_memory |= issues->failed;
}
