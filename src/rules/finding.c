/* finding.c: findings are made, told apart and put in order. */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mutf.h"
#include "rules/check.h"

enum { TEXT_BYTES_MAX = 1 << 20 };

/* A buffer's text in the arena, as valid UTF-8: names come as Java wrote them. */
static sv_str keep(struct sv_findings *out, struct sv_buf *raw)
{
    struct sv_buf text;
    sv_buf_init(&text, TEXT_BYTES_MAX);
    sv_mutf_to_utf8(&text, sv_buf_str(raw));
    sv_str kept = sv_arena_copy(out->arena, sv_buf_str(&text));
    if (text.failed || raw->failed || !kept.p)
        out->failed = true;
    sv_buf_free(&text);
    sv_buf_free(raw);
    return kept.p ? kept : (sv_str){ "", 0 };
}

sv_str sv_findings_text(struct sv_findings *out, const char *format, va_list arguments)
{
    struct sv_buf raw;
    sv_buf_init(&raw, TEXT_BYTES_MAX);
    va_list again;
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1);
    if (text) {
        vsnprintf(text, (size_t)n + 1, format, arguments);
        sv_buf_add(&raw, (sv_str){ text, (size_t)n });
    } else {
        raw.failed = true;
    }
    free(text);
    return keep(out, &raw);
}

static struct sv_finding *next_place(struct sv_findings *out)
{
    if (out->count == SV_LIMIT_FINDINGS) {
        out->dropped++;
        return NULL;
    }
    if (out->count == out->capacity) {
        size_t capacity = out->capacity ? out->capacity * 2 : 64;
        struct sv_finding *items = realloc(out->items, capacity * sizeof *items);
        if (!items) {
            out->failed = true;
            return NULL;
        }
        out->items = items;
        out->capacity = capacity;
    }
    return &out->items[out->count];
}

static sv_str path_of(struct sv_findings *out, const struct sv_type *type)
{
    if (!type)
        return (sv_str){ "", 0 };
    struct sv_buf path;
    sv_buf_init(&path, TEXT_BYTES_MAX);
    sv_path_write(&path, type);
    return keep(out, &path);
}

static const struct sv_blob *blob_of(const struct sv_site *at)
{
    const struct sv_stream *stream = at->stream;
    if (!stream && at->op_state)
        stream = at->op_state->state->stream;
    return stream ? stream->blob : NULL;
}

struct sv_finding *sv_found(struct sv_findings *out, enum sv_rule_id id, const struct sv_site *at, const char *format,
                            ...)
{
    const struct sv_rule *rule = &sv_rules[id];
    va_list arguments;
    va_start(arguments, format);
    sv_str message = sv_findings_text(out, format, arguments);
    va_end(arguments);
    struct sv_finding *finding = next_place(out);
    if (!finding)
        return NULL;
    *finding = (struct sv_finding){
        .rule = rule,
        .severity = rule->severity,
        .op = at->op,
        .state = at->op_state ? at->op_state->state : NULL,
        .op_number = at->op ? at->op_number : SV_NO_NUMBER,
        .state_number = at->op_state ? at->state_number : SV_NO_NUMBER,
        .type = at->type,
        .path = path_of(out, at->type),
        .blob = blob_of(at),
        .file = { "", 0 },
        .at = UINT64_MAX,
        .message = message,
        .why = sv_str_of(rule->why),
        .remedy = sv_str_of(rule->cure),
    };
    out->count++;
    return finding;
}

void sv_finding_why(struct sv_findings *out, struct sv_finding *finding, const char *format, ...)
{
    if (!finding)
        return;
    va_list arguments;
    va_start(arguments, format);
    finding->why = sv_findings_text(out, format, arguments);
    va_end(arguments);
}

void sv_finding_remedy(struct sv_findings *out, struct sv_finding *finding, const char *format, ...)
{
    if (!finding)
        return;
    va_list arguments;
    va_start(arguments, format);
    finding->remedy = sv_findings_text(out, format, arguments);
    va_end(arguments);
}

void sv_finding_reach(struct sv_finding *finding, enum sv_reach reach)
{
    if (!finding)
        return;
    finding->reach = reach;
    finding->all_states = reach != SV_REACH_PLACE;
}

void sv_finding_file(struct sv_finding *finding, sv_str file, uint64_t at)
{
    if (!finding)
        return;
    finding->file = file;
    finding->at = at;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Adding one makes what concerns the whole come before its parts. */
static int compare_places(const struct sv_finding *a, const struct sv_finding *b)
{
    int order = compare_numbers((uint32_t)(a->op_number + 1), (uint32_t)(b->op_number + 1));
    return order ? order : compare_numbers((uint32_t)(a->state_number + 1), (uint32_t)(b->state_number + 1));
}

/* All that a reader can tell findings apart by, but for the place in a file. */
static int compare_content(const struct sv_finding *a, const struct sv_finding *b)
{
    int order = compare_places(a, b);
    if (!order)
        order = (a->rule > b->rule) - (a->rule < b->rule);
    if (!order)
        order = sv_str_cmp(a->path, b->path);
    if (!order)
        order = sv_str_cmp(a->message, b->message);
    if (!order)
        order = sv_str_cmp(a->file, b->file);
    if (!order)
        order = (int)a->severity - (int)b->severity;
    return order;
}

static int compare(const void *left, const void *right)
{
    const struct sv_finding *a = left, *b = right;
    int order = compare_content(a, b);
    return order ? order : compare_numbers(a->at, b->at);
}

void sv_findings_settle(struct sv_findings *findings)
{
    if (!findings->count)
        return;
    qsort(findings->items, findings->count, sizeof *findings->items, compare);
    size_t kept = 1;
    for (size_t i = 1; i < findings->count; i++) {
        struct sv_finding *last = &findings->items[kept - 1];
        if (compare_content(last, &findings->items[i]) != 0)
            findings->items[kept++] = findings->items[i];
        else if (findings->items[i].reach > last->reach)
            sv_finding_reach(last, findings->items[i].reach);
    }
    findings->count = kept;
}
