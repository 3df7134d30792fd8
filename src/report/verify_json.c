/* verify_json.c: whether snapshots are whole, for programs. docs/output.md#verify */
#include "model/verified.h"
#include "report/issues.h"
#include "report/share.h"

static void put_checks(struct sv_json *json, cJSON *to, const struct sv_verified_snapshot *v)
{
    cJSON *checks = sv_json_array(json, to, "checks");
    for (int i = 0; v->snapshot && i < SV_CHECK_COUNT; i++) {
        cJSON *item = sv_json_object(json, checks, NULL);
        sv_json_word(json, item, "check", sv_check_rows[i].name);
        sv_json_word(json, item, "holds", sv_check_rows[i].holds);
        sv_json_u64(json, item, "looked_at", v->looked_at[i]);
        sv_json_word(json, item, "of", sv_check_rows[i].many);
        sv_json_u64(json, item, "issues", sv_issues_of(&v->issues, (enum sv_check_id)i, false));
        sv_json_u64(json, item, "not_checked", sv_issues_of(&v->issues, (enum sv_check_id)i, true));
    }
}

/* A sum needs the operators that issues name. */
static void put_operators(struct sv_json *json, cJSON *to, const struct sv_snapshot *snapshot)
{
    cJSON *operators = sv_json_array(json, to, "operators");
    for (const struct sv_operator *op = snapshot->operators; op; op = op->next)
        sv_json_operator_head(json, sv_json_object(json, operators, NULL), op);
}

static void put_snapshot(struct sv_json *json, cJSON *to, const struct sv_verified *verified,
                         const struct sv_verified_snapshot *v)
{
    static const struct sv_snapshot none;
    const struct sv_snapshot *snapshot = v->snapshot ? v->snapshot : &none;
    cJSON *item = sv_json_object(json, to, NULL);
    sv_json_text(json, item, "path", v->path);
    sv_json_text_or_null(json, item, "unreadable", v->unreadable);
    if (v->snapshot)
        sv_json_snapshot(json, item, v->snapshot);
    else
        sv_json_null(json, item, "snapshot");
    sv_json_bool(json, item, "whole", v->snapshot && !sv_issues_of(&v->issues, SV_CHECK_COUNT, false));
    put_checks(json, item, v);
    sv_json_u64(json, item, "keys_not_hashed", v->not_hashed);
    sv_json_issues(json, item, "issues", &v->issues, snapshot);
    sv_json_u64(json, item, "issues_left_out", v->issues.dropped);
    if (verified->share.count && v->snapshot)
        put_operators(json, item, v->snapshot);
}

void sv_verify_json(const struct sv_report *report, struct sv_buf *out)
{
    const struct sv_verified *verified = report->verified;
    struct sv_json json;
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.verify/1");
    sv_json_share(&json, document, &verified->share, verified->snapshot_id);
    sv_json_bool(&json, document, "whole", sv_verified_is_whole(verified));
    cJSON *snapshots = sv_json_array(&json, document, "snapshots");
    for (size_t i = 0; i < verified->snapshot_count; i++)
        put_snapshot(&json, snapshots, verified, &verified->snapshots[i]);
    cJSON *unreferenced = sv_json_object(&json, document, "unreferenced");
    sv_json_bool(&json, unreferenced, "known", verified->unreferenced_known);
    sv_json_u64(&json, unreferenced, "bytes", verified->unreferenced_bytes);
    cJSON *files = sv_json_array(&json, unreferenced, "files");
    for (size_t i = 0; i < verified->unreferenced_count; i++) {
        cJSON *item = sv_json_object(&json, files, NULL);
        sv_json_text(&json, item, "path", verified->unreferenced[i].path);
        sv_json_u64(&json, item, "bytes", verified->unreferenced[i].bytes);
    }
    sv_json_end(&json, document, report->style.compact, out);
}
