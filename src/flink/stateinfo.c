/* stateinfo.c: one state in the head of a stream. docs/format/state-head.md#state
 *
 * Since Flink 1.7 (6, 7)           1.6 (5)
 * SIZE  MEANING                    SIZE  MEANING
 *  UTF  name                        UTF  name
 *    4  BackendStateType, ordinal     4  BackendStateType, ordinal
 *    4  number of options             4  number of options
 *       UTF key, UTF value each          UTF key, UTF value each
 *    4  number of serializers         4  number of serializers
 *       UTF key, proxy each              UTF key each
 *                                       pairs, in the order of the keys
 * 1.3 to 1.5 keyed (3, 4), operator (2, 3)        1.2 keyed (1, 2), operator (1)
 *    4  StateDescriptor.Type   UTF  name            4  StateDescriptor.Type   UTF  name
 *  UTF  name                     1  mode          UTF  name                     1  mode
 *       2 pairs                     1 or 2 pairs       2 prior serializers           Java object
 *
 * Mirrors StateMetaInfoSnapshotReadersWriters and LegacyStateMetaInfoReaders. */
#include "flink/head.h"

struct word {
    sv_str text;
    enum sv_state_kind kind;
};

/* In the order of the enum: old heads hold the ordinal, new ones the name. */
static const struct word descriptor_types[] = {
    { SV_STR_INIT("UNKNOWN"), SV_STATE_UNKNOWN }, { SV_STR_INIT("VALUE"), SV_STATE_VALUE },
    { SV_STR_INIT("LIST"), SV_STATE_LIST },       { SV_STR_INIT("REDUCING"), SV_STATE_REDUCING },
    { SV_STR_INIT("FOLDING"), SV_STATE_FOLDING }, { SV_STR_INIT("AGGREGATING"), SV_STATE_AGGREGATING },
    { SV_STR_INIT("MAP"), SV_STATE_MAP },
};
static const struct word distribution_modes[] = {
    { SV_STR_INIT("SPLIT_DISTRIBUTE"), SV_STATE_OPERATOR_LIST },
    { SV_STR_INIT("UNION"), SV_STATE_OPERATOR_UNION },
    { SV_STR_INIT("BROADCAST"), SV_STATE_BROADCAST },
};
enum {
    DESCRIPTOR_TYPES = sizeof descriptor_types / sizeof *descriptor_types,
    DISTRIBUTION_MODES = sizeof distribution_modes / sizeof *distribution_modes
};

#define OPTION_TYPE SV_STR_INIT("KEYED_STATE_TYPE")
#define OPTION_MODE SV_STR_INIT("OPERATOR_STATE_DISTRIBUTION_MODE")

/* StateMetaInfoSnapshot.BackendStateType by ordinal: where it may stand, which option tells its kind, and the roles
 * without which Flink refuses it. */
static const struct backend_type {
    enum sv_state_list list;
    sv_str option; /* empty: always kind */
    const struct word *words;
    unsigned word_count;
    enum sv_state_kind kind;
    const char *needs[3];
} backend_types[] = {
    { SV_LIST_KEYED, OPTION_TYPE, descriptor_types, DESCRIPTOR_TYPES, SV_STATE_UNKNOWN, { "namespace", "value" } },
    { SV_LIST_OPERATOR, OPTION_MODE, distribution_modes, DISTRIBUTION_MODES, SV_STATE_UNKNOWN, { "value" } },
    { SV_LIST_BROADCAST, SV_STR_INIT(""), NULL, 0, SV_STATE_BROADCAST, { "key", "value" } },
    { SV_LIST_KEYED, SV_STR_INIT(""), NULL, 0, SV_STATE_TIMER, { "value" } },
    { SV_LIST_KEYED,
      OPTION_TYPE,
      descriptor_types,
      DESCRIPTOR_TYPES,
      SV_STATE_UNKNOWN,
      { "value" } }, /* KEY_VALUE_V2 */
};
enum { BACKEND_TYPES = sizeof backend_types / sizeof *backend_types };

static const struct {
    sv_str key;
    const char *role;
} serializer_roles[] = {
    { SV_STR_INIT("KEY_SERIALIZER"), "key" },
    { SV_STR_INIT("NAMESPACE_SERIALIZER"), "namespace" },
    { SV_STR_INIT("VALUE_SERIALIZER"), "value" },
    { SV_STR_INIT("USER_KEY_SERIALIZER"), "user-key" },
};

static const char *role_of(sv_str key)
{
    for (size_t i = 0; i < sizeof serializer_roles / sizeof *serializer_roles; i++)
        if (sv_str_eq(serializer_roles[i].key, key))
            return serializer_roles[i].role;
    return "other";
}

static void *new_item(struct sv_reader *r, size_t size)
{
    void *item = sv_arena_alloc(r->arena, 1, size);
    if (!item)
        sv_cur_fail(&r->cur, SV_DEFECT_LIMIT);
    return item;
}

static void bad_value(struct sv_reader *r, uint64_t at, const char *doing, sv_str subject)
{
    sv_cur_fail_at(&r->cur, SV_DEFECT_BAD_VALUE, at, doing, subject);
}

/* A UTF string; Java writes no zero byte into one. */
static sv_str read_text(struct sv_reader *r)
{
    uint64_t at = r->cur.at;
    sv_str text = sv_cur_utf(&r->cur);
    if (text.n && memchr(text.p, 0, text.n))
        bad_value(r, at, r->cur.doing, (sv_str){ "", 0 });
    return text;
}

/* ---- options ---- */

static void read_options(struct sv_reader *r, struct sv_state *state)
{
    r->cur.doing = "state: options";
    struct sv_option **tail = &state->options;
    for (uint32_t left = sv_cur_count(&r->cur, 4); left > 0 && sv_cur_ok(&r->cur); left--) {
        struct sv_option *option = new_item(r, sizeof *option);
        if (!option)
            return;
        option->key = read_text(r);
        option->value = read_text(r);
        *tail = option;
        tail = &option->next;
    }
}

static const sv_str *option_value(const struct sv_state *state, sv_str key)
{
    for (const struct sv_option *option = state->options; option; option = option->next)
        if (sv_str_eq(option->key, key))
            return &option->value;
    return NULL;
}

static void decide_kind(struct sv_reader *r, const struct backend_type *type, struct sv_state *state)
{
    state->kind = type->kind;
    if (!type->words)
        return;
    const sv_str *value = option_value(state, type->option);
    for (unsigned i = 0; value && i < type->word_count; i++)
        if (sv_str_eq(type->words[i].text, *value)) {
            state->kind = type->words[i].kind;
            return;
        }
    bad_value(r, state->at, "state: kind", state->name);
}

/* ---- serializers ---- */

static bool has_root(const struct sv_state *state, const char *role)
{
    for (const struct sv_type *root = state->serializers; root; root = root->next)
        if (strcmp(root->role, role) == 0)
            return true;
    return false;
}

static void read_snapshots(struct sv_reader *r, struct sv_state *state)
{
    r->cur.doing = "state: serializers";
    struct sv_type **tail = &state->serializers;
    for (uint32_t left = sv_cur_count(&r->cur, 12); left > 0 && sv_cur_ok(&r->cur); left--) {
        r->cur.doing = "state: serializer key";
        sv_str key = read_text(r);
        struct sv_type *root = sv_cur_ok(&r->cur) ? sv_read_type_proxy(r, NULL, role_of(key)) : NULL;
        *tail = root;
        tail = root ? &root->next : tail;
    }
}

/* Pairs whose number is known: another number is damage. */
static void read_pairs(struct sv_reader *r, struct sv_state *state, const char *const *roles, uint32_t count)
{
    uint64_t at = r->cur.at;
    state->serializers = sv_read_type_pairs(r, NULL, "value");
    uint32_t i = 0;
    for (struct sv_type *root = state->serializers; root; root = root->next, i++)
        if (i < count)
            root->role = roles[i];
    if (sv_cur_ok(&r->cur) && i != count)
        bad_value(r, at, "state: number of serializers", state->name);
}

static void read_keyed_pairs(struct sv_reader *r, struct sv_state *state)
{
    r->cur.doing = "state: serializer keys";
    enum { MOST = sizeof serializer_roles / sizeof *serializer_roles };
    const char *roles[MOST] = { NULL };
    uint64_t at = r->cur.at;
    uint32_t count = sv_cur_count(&r->cur, 2);
    if (count > MOST) {
        bad_value(r, at, r->cur.doing, state->name);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        roles[i] = role_of(read_text(r));
    if (sv_cur_ok(&r->cur))
        read_pairs(r, state, roles, count);
}

static struct sv_type *java_type(struct sv_reader *r, const char *role, uint64_t begin, struct sv_java_stream *java)
{
    struct sv_type *type = new_item(r, sizeof *type);
    if (!type)
        return NULL;
    type->kind = SV_KIND_LEGACY;
    type->role = role;
    type->begin = begin;
    type->end = r->cur.at;
    type->java = java;
    if (java && java->root && java->root->cls)
        type->class_name = java->root->cls->name;
    return type;
}

struct sv_type *sv_read_prior_type(struct sv_reader *r, const char *role)
{
    uint64_t begin = r->cur.at;
    struct sv_defect defect = { .code = SV_DEFECT_NONE };
    struct sv_java_stream *java = sv_read_prior_serializer(r, &defect);
    if (!sv_cur_ok(&r->cur))
        return NULL;
    struct sv_type *type = java_type(r, role, begin, java);
    if (type)
        type->defect = defect;
    return type;
}

struct sv_type *sv_read_java_type(struct sv_reader *r, const char *role)
{
    uint64_t begin = r->cur.at;
    struct sv_java_stream *java = sv_read_java(&r->cur, r->arena);
    return java ? java_type(r, role, begin, java) : NULL;
}

/* ---- forms: each returns whether name and kind became known ---- */

static const struct backend_type *read_name_and_kind(struct sv_reader *r, enum sv_state_list list,
                                                     struct sv_state *state)
{
    r->cur.doing = "state: name";
    state->at = r->cur.at;
    state->name = read_text(r);
    r->cur.doing = "state: type";
    uint64_t at = r->cur.at;
    int32_t ordinal = sv_cur_i32(&r->cur);
    if (ordinal < 0 || ordinal >= BACKEND_TYPES || backend_types[ordinal].list != list) {
        bad_value(r, at, r->cur.doing, state->name);
        return NULL;
    }
    const struct backend_type *type = &backend_types[ordinal];
    read_options(r, state);
    decide_kind(r, type, state);
    return sv_cur_ok(&r->cur) ? type : NULL;
}

static bool read_since_1_6(struct sv_reader *r, enum sv_state_form form, enum sv_state_list list,
                           struct sv_state *state)
{
    const struct backend_type *type = read_name_and_kind(r, list, state);
    if (!type)
        return false;
    if (form == SV_STATE_FORM_SNAPSHOTS)
        read_snapshots(r, state);
    else
        read_keyed_pairs(r, state);
    for (unsigned i = 0; sv_cur_ok(&r->cur) && type->needs[i]; i++)
        if (!has_root(state, type->needs[i]))
            bad_value(r, state->at, "state: a serializer that it needs", state->name);
    return true;
}

static bool read_old_keyed(struct sv_reader *r, enum sv_state_form form, struct sv_state *state)
{
    static const char *const roles[] = { "namespace", "value" };
    r->cur.doing = "state: type";
    uint64_t at = r->cur.at;
    int32_t ordinal = sv_cur_i32(&r->cur);
    state->at = r->cur.at;
    r->cur.doing = "state: name";
    state->name = read_text(r);
    if (!sv_cur_ok(&r->cur) || ordinal < 0 || ordinal >= DESCRIPTOR_TYPES) {
        bad_value(r, at, "state: type", state->name);
        return false;
    }
    state->kind = descriptor_types[ordinal].kind;
    r->cur.doing = "state: serializers";
    if (form == SV_STATE_FORM_KEYED_PAIRS) {
        read_pairs(r, state, roles, 2);
        return true;
    }
    struct sv_type *namespace = sv_read_prior_type(r, roles[0]);
    state->serializers = namespace;
    if (namespace)
    namespace->next = sv_read_prior_type(r, roles[1]);
    return true;
}

static bool read_old_operator(struct sv_reader *r, enum sv_state_form form, enum sv_state_list list,
                              struct sv_state *state)
{
    static const char *const roles[] = { "key", "value" };
    r->cur.doing = "state: name";
    state->at = r->cur.at;
    state->name = read_text(r);
    r->cur.doing = "state: distribution mode";
    uint64_t at = r->cur.at;
    uint8_t mode = sv_cur_u8(&r->cur);
    if (!sv_cur_ok(&r->cur) || mode >= DISTRIBUTION_MODES) {
        bad_value(r, at, r->cur.doing, state->name);
        return false;
    }
    bool broadcast = list == SV_LIST_BROADCAST;
    state->kind = broadcast ? SV_STATE_BROADCAST : distribution_modes[mode].kind;
    r->cur.doing = "state: serializers";
    if (form == SV_STATE_FORM_OPERATOR_PAIRS)
        read_pairs(r, state, broadcast ? roles : roles + 1, broadcast ? 2 : 1);
    else if (sv_cur_ok(&r->cur))
        state->serializers = sv_read_java_type(r, "value");
    return true;
}

struct sv_state *sv_read_state(struct sv_reader *r, enum sv_state_form form, enum sv_state_list list)
{
    struct sv_state *state = new_item(r, sizeof *state);
    if (!state)
        return NULL;
    bool known = false;
    switch (form) {
    case SV_STATE_FORM_KEYED_PRIOR:
    case SV_STATE_FORM_KEYED_PAIRS:
        known = read_old_keyed(r, form, state);
        break;
    case SV_STATE_FORM_OPERATOR_PRIOR:
    case SV_STATE_FORM_OPERATOR_PAIRS:
        known = read_old_operator(r, form, list, state);
        break;
    case SV_STATE_FORM_PAIRS:
    case SV_STATE_FORM_SNAPSHOTS:
        known = read_since_1_6(r, form, list, state);
        break;
    }
    return known ? state : NULL;
}
