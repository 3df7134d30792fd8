/* reports.c: reports of handmade snapshots. */
#include "support/reports.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mutf.h"
#include "support/sweep.h"

/* Escape sequence, bell, NUL and a lone surrogate of modified UTF-8, a byte that is no UTF-8, line ends, bidirectional
 * and invisible characters; ends of elements, comments and character data; commands, markup, links, references. */
const char reports_hostile[] =
    "\033[31m\a\300\200\355\240\200\377\r\n::error::x\n##[error]y\342\200\256\342\200\213\357\273\277"
    "</script><img src=x onerror=alert(1)>]]><!--\"'`|*_~\\ [a](javascript:alert(1)) www.evil"
    " @admin #1 !2 %0A::x,y {0} &lt; $(id) ::stop-commands::x </details>";

static void give_hostile_names(struct sv_operator *op)
{
    op->name = op->uid = sv_str_of(reports_hostile);
}

struct sv_snapshot *reports_hostile_snapshot(void)
{
    struct sv_snapshot *snapshot = made_snapshot();
    snapshot->path = snapshot->folder = snapshot->metadata = sv_str_of(reports_hostile);
    struct sv_type *pojo = made_pojo(snapshot, "value", reports_hostile);
    made_child(pojo, reports_hostile, made_kryo(snapshot, "field", "java.util.List"));
    made_child(pojo, reports_hostile, made_kryo(snapshot, "field", reports_hostile));
    made_child(pojo, reports_hostile, made_type(snapshot, "field", reports_hostile));
    struct sv_state *state = made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo);
    state->name = sv_str_of(reports_hostile);
    give_hostile_names(snapshot->operators);

    made_list(snapshot, reports_hostile, made_string(snapshot, "value"));
    struct sv_operator *unread = snapshot->operators->next;
    struct sv_handle *handle = unread->subtasks->managed_operator;
    handle->blob.kind = SV_BLOB_FILE;
    handle->blob.name = sv_str_of(reports_hostile);
    handle->blob.defect = SV_DEFECT_MISSING_FILE;
    handle->stream->defect =
        (struct sv_defect){ .code = SV_DEFECT_UNKNOWN_CLASS, .doing = "state", .subject = sv_str_of(reports_hostile) };
    give_hostile_names(unread);

    made_list(snapshot, reports_hostile, made_string(snapshot, "value"));
    give_hostile_names(unread->next);
    return snapshot;
}

struct sv_snapshot *reports_snapshot(void)
{
    struct sv_snapshot *snapshot = made_snapshot();
    struct sv_type *pojo = made_pojo(snapshot, "value", "com.acme.Cart");
    struct sv_type *kryo = made_kryo(snapshot, "field", "java.util.List");
    kryo->begin = 100;
    kryo->end = 140;
    made_child(pojo, "items", kryo);
    made_keyed(snapshot, SV_STATE_VALUE, SV_BACKEND_HEAP, pojo)->name = SV_STR("cart");
    snapshot->operators->uid = SV_STR("bad");

    made_list(snapshot, "gone", made_string(snapshot, "value"));
    struct sv_operator *blind = snapshot->operators->next;
    blind->uid = SV_STR("blind");
    blind->subtasks->managed_operator->stream->defect =
        (struct sv_defect){ .code = SV_DEFECT_TRUNCATED, .at = 17, .doing = "state" };

    made_list(snapshot, "ok", made_string(snapshot, "value"));
    blind->next->uid = SV_STR("good");
    return snapshot;
}

struct sv_check reports_check(const struct sv_snapshot *snapshot)
{
    struct sv_check check;
    struct sv_error err;
    if (sv_check_run(snapshot, sv_release_default(), NULL, &check, &err) == SV_OK)
        return check;
    fprintf(stderr, "cannot check a handmade snapshot: %s\n", err.text);
    exit(EXIT_FAILURE);
}

char *reports_write(sv_format_fn *format, const struct sv_check *const *checks, size_t count)
{
    struct sv_report report = { .checks = checks, .count = count };
    struct sv_buf out;
    sv_buf_init(&out, (size_t)64 << 20);
    format(&report, &out);
    sv_buf_putc(&out, '\0');
    if (!out.failed && strlen(out.p) + 1 == out.n)
        return out.p;
    fprintf(stderr, "a report failed or holds a NUL byte\n");
    exit(EXIT_FAILURE);
}

char *reports_of(sv_format_fn *format, const struct sv_snapshot *snapshot)
{
    struct sv_check check = reports_check(snapshot);
    char *text = reports_write(format, (const struct sv_check *const[]){ &check }, 1);
    sv_check_release(&check);
    return text;
}

static bool is_hostile(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool reports_is_plain(const char *text)
{
    struct sv_buf again;
    sv_str s = sv_str_of(text);
    sv_buf_init(&again, s.n + 1);
    bool plain = true;
    while (s.n) {
        size_t length;
        uint32_t c = sv_mutf_next(s, &length);
        plain &= !is_hostile(c);
        sv_utf8_put(&again, c);
        s = sv_str_skip(s, length);
    }
    plain &= !again.failed && sv_str_eq(sv_buf_str(&again), sv_str_of(text));
    sv_buf_free(&again);
    return plain;
}

bool reports_has_only_tags(const char *text, const char *tags)
{
    for (const char *at = text; (at = strchr(at, '<')); at++) {
        const char *name = at[1] == '/' ? at + 2 : at + 1;
        char wanted[32] = " ";
        size_t n = 1;
        while (n < sizeof wanted - 2 && (isalnum((unsigned char)*name) || strchr("!?-", *name)) && *name)
            wanted[n++] = *name++;
        wanted[n] = ' ';
        if (n == 1 || !strstr(tags, wanted)) {
            fprintf(stderr, "no tag of ours: %.60s\n", at);
            return false;
        }
    }
    return true;
}

size_t reports_count(const char *text, const char *piece)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, piece)); at++)
        count++;
    return count;
}

struct sweep {
    sv_format_fn *format;
    struct sv_check check;
};

static void write_failing(void *context)
{
    const struct sweep *sweep = context;
    const struct sv_check *const checks[] = { &sweep->check };
    struct sv_report report = { .checks = checks, .count = 1 };
    struct sv_buf out;
    sv_buf_init(&out, (size_t)64 << 20);
    sweep->format(&report, &out);
    if (sweep_has_failed() && !out.failed) {
        fprintf(stderr, "a report is not whole and does not say so\n");
        exit(EXIT_FAILURE);
    }
    sv_buf_free(&out);
}

void reports_sweep(sv_format_fn *format)
{
    struct sv_snapshot *snapshot = reports_snapshot();
    struct sweep sweep = { .format = format, .check = reports_check(snapshot) };
    sweep_allocations(300, write_failing, &sweep);
    sv_check_release(&sweep.check);
    made_free(snapshot);
}

const cJSON *reports_item(const cJSON *json, const char *path)
{
    while (json && *path) {
        char key[64];
        size_t n = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, (int)strtol(key, NULL, 10))
                                   : cJSON_GetObjectItemCaseSensitive(json, key);
        path += path[n] ? n + 1 : n;
    }
    return json;
}

const char *reports_string(const cJSON *json, const char *path)
{
    const char *value = cJSON_GetStringValue(reports_item(json, path));
    return value ? value : "";
}

double reports_number(const cJSON *json, const char *path)
{
    const cJSON *item = reports_item(json, path);
    return cJSON_IsNumber(item) ? item->valuedouble : -1;
}
