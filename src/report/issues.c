/* issues.c: issues as JSON and as text. */
#include "report/issues.h"

#include <inttypes.h>

#include "report/escape.h"
#include "report/words.h"

enum { LISTED = 50 }; /* of one check, in text */

const struct sv_operator *sv_issue_operator(const struct sv_snapshot *snapshot, const struct sv_issue *issue)
{
    const struct sv_operator *op = snapshot->operators;
    if (issue->op_index == UINT32_MAX)
        return NULL;
    for (uint32_t i = 0; op && i < issue->op_index; i++)
        op = op->next;
    return op;
}

static void number_or_null(struct sv_json *json, cJSON *to, const char *key, int32_t value)
{
    if (value < 0)
        sv_json_null(json, to, key);
    else
        sv_json_number(json, to, key, value);
}

void sv_json_issues(struct sv_json *json, cJSON *to, const char *key, const struct sv_issues *issues,
                    const struct sv_snapshot *snapshot)
{
    cJSON *list = sv_json_array(json, to, key);
    for (size_t i = 0; i < issues->count; i++) {
        const struct sv_issue *issue = &issues->items[i];
        cJSON *item = sv_json_object(json, list, NULL);
        sv_json_word(json, item, "check", sv_check_rows[issue->check].name);
        sv_json_bool(json, item, "not_checked", issue->blind);
        sv_json_id(json, item, "operator", sv_issue_operator(snapshot, issue));
        number_or_null(json, item, "subtask", issue->subtask);
        sv_json_text_or_null(json, item, "state", issue->state);
        number_or_null(json, item, "first_key_group", issue->first_key_group);
        number_or_null(json, item, "last_key_group", issue->last_key_group);
        sv_json_text_or_null(json, item, "file", issue->file);
        sv_json_u64(json, item, "at", issue->at);
        sv_json_text(json, item, "what", issue->what);
        sv_json_text_or_null(json, item, "doing", issue->doing);
        sv_json_text_or_null(json, item, "subject", issue->subject);
        sv_json_text_or_null(json, item, "detail", issue->detail);
    }
}

static void put_quoted(struct sv_buf *out, const char *before, sv_str text)
{
    if (!text.n)
        return;
    sv_buf_printf(out, "%s'", before);
    sv_escape_text(out, text);
    sv_buf_putc(out, '\'');
}

static void put_issue(struct sv_buf *out, const struct sv_issue *issue, const struct sv_snapshot *snapshot)
{
    const struct sv_operator *op = sv_issue_operator(snapshot, issue);
    const char *before = "";
    if (op) {
        sv_word_operator(out, op);
        before = ": ";
    }
    if (op && issue->subtask >= 0)
        sv_buf_printf(out, ", subtask %" PRId32, issue->subtask);
    put_quoted(out, ", state ", issue->state);
    if (issue->first_key_group >= 0 && issue->first_key_group == issue->last_key_group)
        sv_buf_printf(out, ", key group %" PRId32, issue->first_key_group);
    else if (issue->first_key_group >= 0)
        sv_buf_printf(out, ", key groups %" PRId32 " to %" PRId32, issue->first_key_group, issue->last_key_group);
    sv_buf_puts(out, before);
    if (issue->file.n) {
        sv_escape_text(out, issue->file);
        sv_buf_printf(out, " at byte %" PRIu64 ": ", issue->at);
    }
    if (issue->doing.n) {
        sv_escape_text(out, issue->doing);
        sv_buf_puts(out, ": ");
    }
    sv_escape_text(out, issue->what);
    put_quoted(out, " ", issue->subject);
    put_quoted(out, "; ", issue->detail);
}

void sv_text_issues(struct sv_page *page, unsigned indent, const struct sv_issues *issues, enum sv_check_id check,
                    bool blind, const struct sv_snapshot *snapshot)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < issues->count; i++) {
        if (check != SV_CHECK_COUNT && (issues->items[i].check != check || issues->items[i].blind != blind))
            continue;
        if (seen++ >= LISTED)
            continue;
        put_issue(&page->line, &issues->items[i], snapshot);
        sv_page_flush(page, indent, indent + 4);
    }
    if (seen > LISTED) {
        sv_buf_printf(&page->line, "and %" PRIu64 " more; --format json lists them", seen - LISTED);
        sv_page_flush(page, indent, indent + 4);
    }
}
