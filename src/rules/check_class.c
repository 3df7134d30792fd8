/* check_class.c: snapshot classes that 2.x does not have, that are the user's own, or whose keys it would migrate. */
#include "facts/legacy.h"
#include "rules/check.h"

/* Version that Flink 1.7 to 1.16 wrote for a serializer without a snapshot class of its own: 2.x has no code for it. */
enum { CONFIG_ADAPTER = 0x7A53C4F0 };

static const char *gone_cure(const struct sv_type *t)
{
    if (t->cls && t->cls->gone != SV_GONE_NEVER)
        return sv_gone_cure(t->cls->gone);
    return "";
}

static bool is_gone(const struct sv_type *t)
{
    return *gone_cure(t) || t->version == CONFIG_ADAPTER;
}

void sv_check_class_gone(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_type *t = at->type;
    if (!is_gone(t) || (t->parent && is_gone(t->parent)))
        return; /* what stands inside one that is gone shares its fate */
    struct sv_finding *f;
    if (*gone_cure(t)) {
        f = sv_found(out, SV_RULE_SV201, at, "%.*s does not exist in Flink %.*s", SV_ARG(t->class_name),
                     SV_ARG(at->target->name));
        sv_finding_remedy(out, f, "%s", gone_cure(t));
    } else {
        f = sv_found(out, SV_RULE_SV201, at,
                     "%.*s is written through TypeSerializerConfigSnapshot, which Flink %.*s does "
                     "not have",
                     SV_ARG(t->class_name), SV_ARG(at->target->name));
        sv_finding_remedy(out, f, "%s", sv_gone_cure(SV_GONE_config_snapshot));
    }
    sv_finding_reach(f, sv_site_backend(at));
}

/* A frame around it (the field of a POJO) or inference told where its bytes end; where neither did, reading stopped. */
static bool stopped_reading(const struct sv_site *at)
{
    return at->type->defect.code != SV_DEFECT_NONE && (!at->stream || at->stream->defect.code != SV_DEFECT_NONE);
}

/* Rows are there for all that Flink ships: a class of its own packages without one is a connector's, and most of those
 * of 1.x are in no 2.x. */
void sv_check_custom_serializer(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_type *t = at->type;
    sv_str name = t->class_name;
    bool listed = t->cls && t->cls == sv_class_find(name), of_flink = sv_str_starts(name, SV_STR("org.apache.flink."));
    if (t->kind == SV_KIND_LEGACY || is_gone(t) || (listed && of_flink))
        return;
    if (t->cls)
        sv_found(out, SV_RULE_SV204, at, "the serializer's snapshot class is no part of Flink: %.*s", SV_ARG(name));
    else if (stopped_reading(at))
        return; /* said by check_unread_stream */
    else if (of_flink)
        sv_found(out, SV_RULE_SV005, at, "%.*s was stepped over: a connector's class that is not known", SV_ARG(name));
    else
        sv_found(out, SV_RULE_SV204, at, "the serializer's snapshot class is not known and was stepped over: %.*s",
                 SV_ARG(name));
}

/* Whether any subtask wrote elements of an operator state; keyed and broadcast state does not say. */
static bool may_have_elements(const struct sv_operator *op, const struct sv_state *state)
{
    if (state->kind != SV_STATE_OPERATOR_LIST && state->kind != SV_STATE_OPERATOR_UNION)
        return true;
    for (const struct sv_subtask *subtask = op->subtasks; subtask; subtask = subtask->next)
        for (const struct sv_handle *handle = subtask->managed_operator; handle; handle = handle->next)
            for (const struct sv_partition *p = handle->partitions; p; p = p->next)
                if (p->offset_count && sv_str_eq(p->name, state->name))
                    return true;
    return false;
}

/* Before 1.11 each operator has such a state, '_default_', mostly without elements. */
void sv_check_java_state(const struct sv_site *at, struct sv_findings *out)
{
    if (at->type->kind == SV_KIND_JAVA && (!at->state || may_have_elements(at->op, at->state)))
        sv_found(out, SV_RULE_SV205, at, "values are Java-serialized; their class is not in the snapshot");
}

static const struct sv_legacy *legacy_type(const struct sv_state *state)
{
    for (const struct sv_type *root = state->serializers; root; root = root->next)
        for (const struct sv_type *t = root; t; t = sv_type_next(root, t)) {
            const struct sv_legacy *row = sv_legacy_of_type(t->java_type);
            if (row)
                return row;
        }
    return NULL;
}

void sv_check_legacy_connector(const struct sv_site *at, struct sv_findings *out)
{
    const struct sv_legacy *row = legacy_type(at->state);
    struct sv_finding *f = NULL;
    if (row) {
        f = sv_found(out, SV_RULE_SV206, at, "state of %s, whose classes Flink %.*s does not have", row->connector,
                     SV_ARG(at->target->name));
        sv_finding_reach(f, sv_site_backend(at));
    } else if (!sv_state_is_keyed(at->state->kind)) {
        row = sv_legacy_of_state(at->state->name);
        if (row)
            f = sv_found(out, SV_RULE_SV207, at, "state of %s", row->connector);
    }
    if (f)
        sv_finding_remedy(out, f, "%s", row->cure);
}

/* RowSerializer learned to write the kind of a row in 1.11, and says so in its snapshot since 1.15. */
static bool row_without_kind(const struct sv_type *t)
{
    return t->kind == SV_KIND_ROW && (t->outer_version <= 2 || (t->outer_version > 3 && !t->flag));
}

void sv_check_key_migration(const struct sv_site *at, struct sv_findings *out)
{
    if (!row_without_kind(at->type))
        return;
    enum sv_use use = sv_site_use(at);
    if (use == SV_USE_VALUE || use == SV_USE_KEY_AGAIN || (use == SV_USE_MAP_KEY && sv_site_on_heap(at)))
        return;
    struct sv_finding *f =
        sv_found(out, SV_RULE_SV208, at, "%s are of type Row, written without the kind of the row", sv_use_word(use));
    if (use == SV_USE_KEY)
        sv_finding_reach(f, SV_REACH_KEYED);
}
