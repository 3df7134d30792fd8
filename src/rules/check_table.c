/* check_table.c: state of the Table API and SQL, which carries no promise between major versions. */
#include "rules/check.h"

static bool is_table_class(sv_str name)
{
    return sv_str_starts(name, SV_STR("org.apache.flink.table."));
}

static bool is_table_state(const struct sv_state *state)
{
    for (const struct sv_type *root = sv_state_next_root(state, NULL); root; root = sv_state_next_root(state, root))
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t))
            if (is_table_class(t->class_name))
                return true;
    return false;
}

void sv_check_table_state(const struct sv_site *at, struct sv_findings *out)
{
    uint32_t count = 0;
    for (const struct sv_op_state *s = at->op->states; s; s = s->next)
        count += is_table_state(s->state);
    if (count)
        sv_found(out, SV_RULE_SV301, at, "holds state of a query or of the Table API");
}

/* A timestamp that is the row time says so: TimestampKind.ROWTIME. */
static bool has_row_time(const struct sv_java_stream *stream)
{
    for (; stream; stream = stream->next)
        for (const struct sv_java_object *object = stream->objects; object; object = object->next)
            if (object->kind == SV_JAVA_ENUM && sv_str_eq(object->text, SV_STR("ROWTIME")))
                return true;
    return false;
}

void sv_check_table_keep_first(const struct sv_site *at, struct sv_findings *out)
{
    if (!sv_str_eq(at->state->name, SV_STR("deduplicate-state")) || at->state->kind != SV_STATE_VALUE)
        return;
    const struct sv_type *value = sv_state_root(at->state, "value");
    for (const struct sv_type *t = value; t; t = sv_type_next(value, t))
        if (has_row_time(t->java)) {
            sv_found(out, SV_RULE_SV302, at, "rows are deduplicated by row time; a first row kept is emitted again");
            return;
        }
}
