/* show_text.c: a snapshot as a tree for people. */
#include <inttypes.h>

#include "report/escape.h"
#include "report/show.h"
#include "report/words.h"

enum { HANDLES_NAMED = 4, /* of one list over all subtasks */ LABEL_COLUMNS = 10, DEEPEST_INDENT = 80 };

static void put_type_line(struct sv_page *page, unsigned indent, const struct sv_type *t)
{
    struct sv_buf *line = &page->line;
    bool is_field = t->field.n && strcmp(t->role, "subclass") != 0;
    sv_escape_text(line, is_field ? t->field : sv_str_of(t->role));
    sv_page_tab(page, LABEL_COLUMNS);
    sv_word_class(line, t);
    sv_str named = t->java_type.n ? t->java_type : is_field ? (sv_str){ "", 0 } : t->field;
    if (named.n) {
        sv_buf_puts(line, " of ");
        sv_escape_text(line, named);
    }
    if (t->inferred)
        sv_buf_puts(line, " (stepped over by inference)");
    if (t->defect.code != SV_DEFECT_NONE) {
        struct sv_buf defect;
        sv_buf_init(&defect, line->limit_bytes);
        sv_word_defect(&defect, &t->defect);
        sv_buf_puts(line, " -- ");
        sv_escape_text(line, sv_buf_str(&defect));
        line->failed |= defect.failed;
        sv_buf_free(&defect);
    }
    sv_page_flush(page, indent, indent + LABEL_COLUMNS + 2);
}

void sv_text_type(struct sv_page *page, unsigned indent, const struct sv_type *root)
{
    unsigned depth = 0;
    const struct sv_type *t = root;
    while (t) {
        unsigned in = indent + depth * 2;
        put_type_line(page, in < DEEPEST_INDENT ? in : DEEPEST_INDENT, t);
        if (t->child) {
            t = t->child;
            depth++;
            continue;
        }
        while (t != root && !t->next) {
            t = t->parent;
            depth--;
        }
        t = t == root ? NULL : t->next;
    }
}

static void put_state(struct sv_page *page, const struct sv_operator *op, const struct sv_op_state *s)
{
    struct sv_buf *line = &page->line;
    const struct sv_state *state = s->state;
    sv_buf_puts(line, "state \"");
    sv_escape_text(line, state->name);
    sv_buf_printf(line, "\", %s, %s", sv_state_kind_name(state->kind), sv_backend_name(state->backend));
    if (s->subtask_count < op->subtask_count)
        sv_buf_printf(line, ", in %" PRIu32 " of %" PRIu32 " subtasks", s->subtask_count, op->subtask_count);
    sv_page_flush(page, 2, 4);
    for (const struct sv_type *root = NULL; (root = sv_state_next_root(state, root));)
        sv_text_type(page, 4, root);
    if (s->other)
        sv_page_puts(page, 4, "another subtask wrote other serializers");
}

static void put_blob_name(struct sv_page *page, const struct sv_blob *blob)
{
    struct sv_buf *line = &page->line;
    if (blob->kind == SV_BLOB_INLINE) {
        sv_buf_puts(line, ", in _metadata");
    } else if (blob->name.n) {
        sv_buf_puts(line, ", ");
        sv_escape_text(line, blob->name);
    }
    if (blob->defect != SV_DEFECT_NONE)
        sv_buf_printf(line, " (%s)", sv_defect_text(blob->defect));
}

static void put_handle(struct sv_page *page, const struct sv_subtask *subtask, const struct sv_handle *handle)
{
    struct sv_buf *line = &page->line;
    uint64_t files;
    uint64_t bytes = sv_show_handle_bytes(handle, &files);
    sv_buf_printf(line, "subtask %" PRId32 "  %s, ", subtask->index, sv_handle_kind_name(handle->kind));
    if (handle->key_group_count > 0)
        sv_buf_printf(line, "key groups %" PRId32 " to %" PRId64 ", ", handle->first_key_group,
                      (int64_t)handle->first_key_group + handle->key_group_count - 1);
    sv_word_size(line, bytes);
    if (files > 1) {
        sv_buf_puts(line, " in ");
        sv_word_count(line, files, "file", "files");
    }
    put_blob_name(page, &handle->blob);
    sv_page_flush(page, 4, 8);
}

/* The handles of one list over all subtasks: the first ones by name, the rest as a sum. */
static void put_handles(struct sv_page *page, const struct sv_operator *op, size_t list)
{
    uint64_t seen = 0, more_bytes = 0;
    for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next) {
        for (const struct sv_handle *h = sv_show_list(subtask, list); h; h = h->next) {
            if (!seen)
                sv_page_puts(page, 2, sv_show_list_names[list].title);
            uint64_t files;
            if (seen++ < HANDLES_NAMED)
                put_handle(page, subtask, h);
            else
                more_bytes += sv_show_handle_bytes(h, &files);
        }
    }
    if (seen > HANDLES_NAMED) {
        sv_buf_printf(&page->line, "and %" PRIu64 " more, ", seen - HANDLES_NAMED);
        sv_word_size(&page->line, more_bytes);
        sv_page_flush(page, 4, 8);
    }
}

static void put_operator(struct sv_page *page, const struct sv_operator *op)
{
    struct sv_buf *line = &page->line;
    sv_page_paint(page, SV_PAINT_BOLD);
    sv_word_operator(line, op);
    sv_page_paint(page, SV_PAINT_PLAIN);
    sv_page_flush(page, 0, 4);
    sv_buf_puts(line, "id ");
    sv_word_id(line, op->id, 32);
    sv_buf_printf(line, ", parallelism %" PRId32 ", max %" PRId32 ", ", op->parallelism, op->max_parallelism);
    sv_word_count(line, op->state_count, "state", "states");
    sv_buf_puts(line, ", ");
    sv_word_size(line, op->state_bytes);
    if (op->fully_finished)
        sv_buf_puts(line, ", fully finished");
    if (op->coordinator.kind != SV_BLOB_NONE) {
        sv_buf_puts(line, ", coordinator state ");
        sv_word_size(line, op->coordinator.size);
    }
    sv_page_flush(page, 2, 4);
    for (const struct sv_op_state *s = op->states; s; s = s->next)
        put_state(page, op, s);
    for (size_t list = 0; list < SV_SHOW_LISTS; list++)
        put_handles(page, op, list);
}

static void put_master_states(struct sv_page *page, const struct sv_snapshot *snapshot)
{
    for (const struct sv_master_state *m = snapshot->master_states; m; m = m->next) {
        sv_buf_puts(&page->line, "master state \"");
        sv_escape_text(&page->line, m->name);
        sv_buf_puts(&page->line, "\", ");
        sv_word_size(&page->line, m->bytes.n);
        sv_page_flush(page, 0, 2);
    }
}

void sv_show_text(const struct sv_report *report, struct sv_buf *out)
{
    struct sv_page page;
    sv_page_begin(&page, &report->style, out);
    sv_page_paint(&page, SV_PAINT_BOLD);
    sv_escape_text(&page.line, report->snapshot->path);
    sv_page_paint(&page, SV_PAINT_PLAIN);
    sv_buf_puts(&page.line, ": ");
    sv_word_snapshot(&page.line, report->snapshot);
    sv_page_flush(&page, 0, 4);
    put_master_states(&page, report->snapshot);
    for (const struct sv_operator *op = report->snapshot->operators; op; op = op->next) {
        if (!sv_show_wants(report, op))
            continue;
        sv_page_gap(&page);
        put_operator(&page, op);
    }
    sv_page_end(&page);
}
