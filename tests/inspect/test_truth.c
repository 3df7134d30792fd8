/* Real snapshots against what Flink's own classes read from them: truth.json beside each. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "inspect/inspect.h"
#include "support/fixture.h"

static const char *string(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static int number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(item) ? item->valueint : -1;
}

static const struct sv_operator *operator_of(const struct sv_snapshot *s, const char *hex)
{
    for (const struct sv_operator *op = s->operators; op; op = op->next) {
        char text[33];
        for (int i = 0; i < 16; i++)
            snprintf(text + 2 * i, 3, "%02x", op->id[i]);
        if (strcmp(text, hex) == 0)
            return op;
    }
    return NULL;
}

/* Names of handles in the truth: role, then nested roles, then handle class and stream class. */
struct handle_count {
    const cJSON *expected; /* name to number */
    cJSON *seen;
};

static void count(struct handle_count *c, const char *prefix, const char *name, const char *stream)
{
    static const char *const countless[] = { "rawKeyed:", "rawOperator:", "getInputChannelState:",
                                             "getResultSubpartitionState:" };
    bool with_stream = stream != NULL;
    for (size_t i = 0; i < sizeof countless / sizeof *countless; i++)
        with_stream = with_stream && strcmp(prefix, countless[i]) != 0;
    char *key;
    cr_assert(asprintf(&key, "%s%s%s%s", prefix, name, with_stream ? "/" : "", with_stream ? stream : "") > 0);
    cJSON *item = cJSON_GetObjectItemCaseSensitive(c->seen, key);
    if (item)
        cJSON_SetNumberValue(item, item->valuedouble + 1);
    else
        cJSON_AddNumberToObject(c->seen, key, 1);
    free(key);
}

static const char *stream_class(const struct sv_blob *blob)
{
    static const char *const names[] = {
        [SV_BLOB_INLINE] = "ByteStreamStateHandle",      [SV_BLOB_FILE] = "FileStateHandle",
        [SV_BLOB_RELATIVE] = "RelativeFileStateHandle",  [SV_BLOB_SEGMENT] = "SegmentFileStateHandle",
        [SV_BLOB_EMPTY] = "EmptySegmentFileStateHandle",
    };
    return names[blob->kind] ? names[blob->kind] : "null";
}

static void count_files(struct handle_count *c, const char *prefix, const char *role, const struct sv_file *file)
{
    char name[64];
    for (; file; file = file->next) {
        snprintf(name, sizeof name, "%s:%s", role, stream_class(&file->blob));
        count(c, prefix, name, NULL);
    }
}

static void count_handles(struct handle_count *c, const char *prefix, const struct sv_handle *handle)
{
    for (; handle; handle = handle->next) {
        const char *name = sv_handle_kind_name(handle->kind), *stream = stream_class(&handle->blob);
        char text[64];
        if (handle->kind == SV_HANDLE_CHANGELOG) {
            count_handles(c, "managedKeyed:changelogMaterialized:", handle->materialized);
            continue;
        }
        if (handle->kind == SV_HANDLE_INCREMENTAL) {
            snprintf(text, sizeof text, "meta=%s", stream);
            stream = text;
        } else if (handle->kind == SV_HANDLE_OPERATOR && handle->tag == 17) {
            snprintf(text, sizeof text, "%sFileMerging%s", handle->blob.kind == SV_BLOB_EMPTY ? "Empty" : "", name);
            name = text;
        }
        count(c, prefix, name, stream);
        count_files(c, prefix, "shared", handle->shared);
        count_files(c, prefix, "private", handle->private_files);
    }
}

static void check_handles(const char *where, const struct sv_operator *op, const cJSON *truth)
{
    struct handle_count c = { .expected = cJSON_GetObjectItemCaseSensitive(truth, "handles"),
                              .seen = cJSON_CreateObject() };
    if (cJSON_IsObject(c.expected)) {
        for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
            count_handles(&c, "managedOperator:", subtask->managed_operator);
            count_handles(&c, "managedKeyed:", subtask->managed_keyed);
            count_handles(&c, "rawKeyed:", subtask->raw_keyed);
            count_handles(&c, "getInputChannelState:", subtask->input_channel);
            count_handles(&c, "getResultSubpartitionState:", subtask->result_subpartition);
        }
        cr_expect(cJSON_Compare(c.seen, c.expected, true), "%s: other handles of %s", where, string(truth, "id"));
    }
    cJSON_Delete(c.seen);
}

static bool has_state(const struct sv_operator *op, const cJSON *truth)
{
    const char *backend = string(truth, "backend");
    for (const struct sv_op_state *state = op->states; state; state = state->next)
        if (sv_str_eq(state->state->name, sv_str_of(string(truth, "name"))) &&
            strcmp(sv_state_kind_name(state->state->kind), string(truth, "kind")) == 0)
            return !backend || strcmp(sv_backend_name(state->state->backend), backend) == 0;
    return false;
}

static void check_operator(const char *where, const struct sv_operator *op, const cJSON *truth)
{
    const cJSON *states = cJSON_GetObjectItemCaseSensitive(truth, "states"), *state;
    cr_expect_eq(op->parallelism, number(truth, "parallelism"), "%s", where);
    cr_expect_eq(op->max_parallelism, number(truth, "max_parallelism"), "%s", where);
    cr_expect_eq(op->fully_finished, cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(truth, "fully_finished")), "%s",
                 where);
    if (string(truth, "uid"))
        cr_expect(sv_str_eq(op->uid, sv_str_of(string(truth, "uid"))), "%s: uid of %s", where, string(truth, "id"));
    check_handles(where, op, truth);
    cJSON_ArrayForEach(state, states)
    {
        cr_expect(has_state(op, state), "%s: state %s of %s", where, string(state, "name"), string(truth, "id"));
    }
}

/* The kind of a file that does not say it is left unknown, or deduced right but for checkpoints, which look alike. */
static void check_kind(const char *where, const struct sv_snapshot *s, const cJSON *truth)
{
    bool in_file = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(truth, "kind_in_file"));
    cr_expect_eq(s->kind_in_file, in_file, "%s", where);
    if (in_file)
        cr_expect_str_eq(sv_snapshot_kind_name(s->kind), string(truth, "kind"), "%s", where);
}

static void check_snapshot(const char *where, const struct sv_snapshot *s, const cJSON *truth)
{
    const cJSON *operators = cJSON_GetObjectItemCaseSensitive(truth, "operators"), *item;
    cr_expect_eq(s->defect.code, SV_DEFECT_NONE, "%s: %s", where, sv_defect_text(s->defect.code));
    cr_expect_eq(s->version, number(truth, "metadata_version"), "%s", where);
    cr_expect_eq(s->checkpoint_id, strtoll(string(truth, "checkpoint_id"), NULL, 10), "%s", where);
    cr_expect_eq((int)s->operator_count, cJSON_GetArraySize(operators), "%s", where);
    check_kind(where, s, truth);
    cJSON_ArrayForEach(item, operators)
    {
        const struct sv_operator *op = operator_of(s, string(item, "id"));
        cr_expect_not_null(op, "%s: no operator %s", where, string(item, "id"));
        if (op)
            check_operator(where, op, item);
    }
}

static void check_case(const char *truth_path, void *context)
{
    size_t n;
    unsigned char *text = fixture_load(truth_path, &n);
    cJSON *truth = cJSON_ParseWithLength((const char *)text, n);
    cr_assert_not_null(truth, "%s is no JSON", truth_path);
    const cJSON *candidates = cJSON_GetObjectItemCaseSensitive(truth, "uids"), *item;
    size_t count_uids = 0;
    sv_str *uids = calloc((size_t)cJSON_GetArraySize(candidates) + 1, sizeof *uids);
    cr_assert_not_null(uids);
    cJSON_ArrayForEach(item, candidates)
    {
        uids[count_uids++] = sv_str_of(cJSON_GetStringValue(item));
    }
    sv_str folder = sv_path_dir(sv_str_of(truth_path));
    char *path;
    cr_assert(asprintf(&path, "%.*s/%s", (int)folder.n, folder.p, string(truth, "snapshot")) > 0);
    const struct sv_inspect_options options = { .uids = uids, .uid_count = count_uids };
    struct sv_snapshot s;
    struct sv_error err;
    cr_assert_eq(sv_inspect(path, &options, &s, &err), SV_OK, "%s", err.text);
    check_snapshot(truth_path, &s, truth);
    *(uint32_t *)context += s.operator_count;
    sv_snapshot_release(&s);
    free(path);
    free(uids);
    cJSON_Delete(truth);
    free(text);
}

Test(truth, snapshots_hold_what_flink_reads_from_them, .timeout = 600)
{
    const char *root = fixture_ground_truth();
    if (!root)
        cr_skip_test("SNAPVET_GROUND_TRUTH names no folder of real snapshots: nothing was compared");
    char *folder;
    cr_assert(asprintf(&folder, "%s/snapshots", root) > 0);
    uint32_t operators = 0;
    cr_expect_gt(fixture_each(folder, "truth.json", check_case, &operators), 0);
    cr_expect_gt(operators, 0);
    free(folder);
}
