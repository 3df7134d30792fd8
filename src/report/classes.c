/* classes.c: `show --classes`. */
#include "report/classes.h"

#include <stdlib.h>

#include "model/classes.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/page.h"
#include "report/show.h"

struct collector {
    struct sv_class_uses *uses;
    const struct sv_operator *op;
    const struct sv_state *state;
};

static void collect(sv_str name, void *context)
{
    struct collector *at = context;
    struct sv_class_uses *uses = at->uses;
    if (!sv_class_is_user(name) || uses->failed)
        return;
    if (uses->count == uses->capacity) {
        size_t capacity = uses->capacity ? uses->capacity * 2 : 64;
        struct sv_class_use *items = reallocarray(uses->items, capacity, sizeof *items);
        if (!items) {
            uses->failed = true;
            return;
        }
        uses->items = items;
        uses->capacity = capacity;
    }
    uses->items[uses->count++] = (struct sv_class_use){ .name = name, .op = at->op, .state = at->state };
}

static int by_name_and_place(const void *left, const void *right)
{
    const struct sv_class_use *a = left, *b = right;
    int order = sv_str_cmp(a->name, b->name);
    if (!order)
        order = memcmp(a->op->id, b->op->id, sizeof a->op->id);
    if (!order)
        order = sv_str_cmp(a->state->name, b->state->name);
    if (!order)
        order = (int)a->state->kind - (int)b->state->kind;
    return order;
}

void sv_class_uses_collect(const struct sv_report *report, struct sv_class_uses *out)
{
    *out = (struct sv_class_uses){ .failed = false };
    for (const struct sv_operator *op = report->snapshot->operators; op; op = op->next) {
        if (!sv_show_wants(report, op))
            continue;
        for (const struct sv_op_state *s = op->states; s; s = s->next) {
            struct collector at = { .uses = out, .op = op, .state = s->state };
            for (const struct sv_type *root = NULL; (root = sv_state_next_root(s->state, root));)
                for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
                    sv_type_each_class(t, collect, &at);
        }
    }
    if (!out->count)
        return;
    qsort(out->items, out->count, sizeof *out->items, by_name_and_place);
    size_t kept = 1;
    for (size_t i = 1; i < out->count; i++)
        if (by_name_and_place(&out->items[kept - 1], &out->items[i]) != 0)
            out->items[kept++] = out->items[i];
    out->count = kept;
}

void sv_class_uses_free(struct sv_class_uses *uses)
{
    free(uses->items);
    *uses = (struct sv_class_uses){ .failed = false };
}

static size_t run_of_name(const struct sv_class_uses *uses, size_t from)
{
    size_t n = 1;
    while (from + n < uses->count && sv_str_eq(uses->items[from].name, uses->items[from + n].name))
        n++;
    return n;
}

void sv_classes_text(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_class_uses uses;
    sv_class_uses_collect(report, &uses);
    for (size_t i = 0; i < uses.count; i += run_of_name(&uses, i)) {
        sv_escape_text(out, uses.items[i].name);
        sv_buf_putc(out, '\n');
    }
    out->failed |= uses.failed;
    sv_class_uses_free(&uses);
}

void sv_classes_json(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_class_uses uses;
    struct sv_json json;
    sv_class_uses_collect(report, &uses);
    sv_json_begin(&json);
    cJSON *document = sv_json_document(&json, "snapvet.classes/1");
    sv_json_snapshot(&json, document, report->snapshot);
    cJSON *classes = sv_json_array(&json, document, "classes");
    for (size_t n, i = 0; i < uses.count; i += n) {
        n = run_of_name(&uses, i);
        cJSON *object = sv_json_object(&json, classes, NULL);
        sv_json_text(&json, object, "name", uses.items[i].name);
        cJSON *places = sv_json_array(&json, object, "places");
        for (size_t p = i; p < i + n; p++) {
            cJSON *place = sv_json_object(&json, places, NULL);
            sv_json_id(&json, place, "operator", uses.items[p].op);
            sv_json_text_or_null(&json, place, "uid", uses.items[p].op->uid);
            sv_json_text(&json, place, "state", uses.items[p].state->name);
        }
    }
    json.failed |= uses.failed;
    sv_json_end(&json, document, report->style.compact, out);
    sv_class_uses_free(&uses);
}
