/* policy.c: a policy file, key by key. */
#include "policy/policy.h"

#include "base/buf.h"
#include "base/limits.h"
#include "policy/yaml.h"

/* A place in the file where keys are taken, and what its keys fill in. */
enum where { POLICY, WAIVER };
typedef void take_fn(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver);
#define KEY(where, key, function) static take_fn take_##function;
#include "policy/keys.def"
#undef KEY
static const struct key {
    enum where where;
    sv_str name;
    take_fn *take;
} keys[] = {
#define KEY(where, key, function) { where, SV_STR_INIT(key), take_##function },
#include "policy/keys.def"
#undef KEY
};
enum { KEYS = sizeof keys / sizeof keys[0] };

static const char *key_at(enum where where, size_t i)
{
    for (size_t k = 0; k < KEYS; k++)
        if (keys[k].where == where && i-- == 0)
            return keys[k].name.p;
    return NULL;
}

static const char *policy_key_at(size_t i)
{
    return key_at(POLICY, i);
}

static const char *waiver_key_at(size_t i)
{
    return key_at(WAIVER, i);
}

static const char *rule_name_at(size_t i)
{
    size_t rule = i / 2;
    if (rule >= SV_RULE_COUNT)
        return NULL;
    return i % 2 ? sv_rules[rule].slug : sv_rules[rule].code;
}

static const char *target_at(size_t i)
{
    const struct sv_release *release;
    for (uint32_t row = 0; (release = sv_release_at(row)); row++)
        if (release->target && i-- == 0)
            return release->name.p;
    return NULL;
}

static const char *severity_at(size_t i)
{
    return i < SV_BLIND ? sv_severity_name((enum sv_severity)i) : NULL;
}

static const char *fail_on_at(size_t i)
{
    static const enum sv_verdict verdicts[] = { SV_INCOMPATIBLE, SV_NEEDS_ACTION };
    return i < sizeof verdicts / sizeof verdicts[0] ? sv_verdict_name(verdicts[i]) : NULL;
}

static const char *undecided_at(size_t i)
{
    static const char *const words[] = { "fail", "warn" };
    return i < sizeof words / sizeof words[0] ? words[i] : NULL;
}

static void blame_word(struct sv_yaml *yaml, const yaml_node_t *at, const char *what, sv_str word,
                       const char *(*candidate)(size_t i))
{
    const char *meant = sv_suggest(word, candidate);
    sv_yaml_problem(yaml, sv_yaml_line(at), "unknown %s '%.*s'%s%s%s", what, SV_ARG(word),
                    meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

/* The same where all there is can be told. */
static void blame_word_of_few(struct sv_yaml *yaml, const yaml_node_t *at, const char *what, sv_str word,
                              const char *(*candidate)(size_t i))
{
    const char *text;
    struct sv_buf have;
    sv_buf_init(&have, SV_LIMIT_POLICY_BYTES);
    for (size_t i = 0; (text = candidate(i)); i++)
        sv_buf_printf(&have, "%s %s", i ? "," : "", text);
    sv_yaml_problem(yaml, sv_yaml_line(at), "unknown %s '%.*s'; have%.*s", what, SV_ARG(word),
                    SV_ARG(sv_buf_str(&have)));
    yaml->failed |= have.failed;
    sv_buf_free(&have);
}

/* Which of a few words a value is. */
static bool take_word(struct sv_yaml *yaml, const yaml_node_t *value, const char *what,
                      const char *(*candidate)(size_t i), size_t *out)
{
    const char *text;
    sv_str word = sv_yaml_text(yaml, value, what);
    if (!word.p)
        return false;
    for (size_t i = 0; (text = candidate(i)); i++) {
        if (sv_str_eq(word, sv_str_of(text))) {
            *out = i;
            return true;
        }
    }
    blame_word_of_few(yaml, value, what, word, candidate);
    return false;
}

static void take_target(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    (void)waiver;
    sv_str name = sv_yaml_text(yaml, value, "target");
    const struct sv_release *release = name.p ? sv_release_find(name) : NULL;
    if (release && release->target)
        yaml->policy->target = release;
    else if (name.p)
        blame_word_of_few(yaml, value, "target", name, target_at);
}

static const struct sv_rule *rule_named(struct sv_yaml *yaml, const yaml_node_t *at, sv_str name)
{
    const struct sv_rule *rule = sv_rule_find(name);
    if (!rule)
        blame_word(yaml, at, "rule", name, rule_name_at);
    return rule;
}

static void take_severity(struct sv_yaml *yaml, sv_str key, const yaml_node_t *key_node, const yaml_node_t *value,
                          void *context)
{
    (void)context;
    struct sv_policy *policy = yaml->policy;
    size_t severity;
    const struct sv_rule *rule = rule_named(yaml, key_node, key);
    if (!rule)
        return;
    size_t id = (size_t)(rule - sv_rules);
    if (rule->severity == SV_BLIND) {
        sv_yaml_problem(yaml, sv_yaml_line(key_node),
                        "rule %s (%s) says what could not be read: its severity cannot be changed", rule->code,
                        rule->slug);
    } else if (policy->changed[id]) {
        sv_yaml_problem(yaml, sv_yaml_line(key_node), "rule %s (%s) has a severity already", rule->code, rule->slug);
    } else if (take_word(yaml, value, "severity", severity_at, &severity)) {
        policy->severities[id] = (enum sv_severity)severity;
        policy->changed[id] = true;
    }
}

static void take_severities(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    (void)waiver;
    sv_yaml_each(yaml, value, "severities", take_severity, NULL);
}

static void take_fail_on(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    (void)waiver;
    size_t i;
    if (take_word(yaml, value, "verdict", fail_on_at, &i))
        yaml->policy->fail_on = i == 0 ? SV_INCOMPATIBLE : SV_NEEDS_ACTION;
}

static void take_undecided(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    (void)waiver;
    size_t i;
    if (take_word(yaml, value, "way with undecided", undecided_at, &i))
        yaml->policy->undecided_warns = i == 1;
}

static void take_rule(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    sv_str name = sv_yaml_text(yaml, value, "rule");
    const struct sv_rule *rule = name.p ? rule_named(yaml, value, name) : NULL;
    if (rule && rule->severity == SV_BLIND)
        sv_yaml_problem(yaml, sv_yaml_line(value),
                        "rule %s (%s) says what could not be read: it cannot be waived; 'undecided: warn' lets such "
                        "snapshots pass",
                        rule->code, rule->slug);
    waiver->rule = rule;
}

static void take_op(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    waiver->op = sv_yaml_text(yaml, value, "operator");
}

static void take_state(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    waiver->state = sv_yaml_text(yaml, value, "state");
}

static void take_dependency(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    waiver->dependency = sv_yaml_text(yaml, value, "dependency");
}

static void take_reason(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    waiver->reason = sv_yaml_text(yaml, value, "reason");
}

static void take_expires(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    sv_str text = sv_yaml_text(yaml, value, "expires");
    if (text.p && !sv_day_of(text, &waiver->last_day))
        sv_yaml_problem(yaml, sv_yaml_line(value), "bad date '%.*s'; write a day as 2026-12-31", SV_ARG(text));
    waiver->expires = text;
}

/* Takes an entry of the policy (waiver NULL) or of a waiver. */
static void take_entry(struct sv_yaml *yaml, sv_str key, const yaml_node_t *key_node, const yaml_node_t *value,
                       void *waiver)
{
    enum where where = waiver ? WAIVER : POLICY;
    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].where == where && sv_str_eq(keys[i].name, key)) {
            keys[i].take(yaml, value, waiver);
            return;
        }
    }
    blame_word(yaml, key_node, "key", key, where == WAIVER ? waiver_key_at : policy_key_at);
}

static bool has_key(const struct sv_yaml *yaml, const yaml_node_t *node, const char *name)
{
    const yaml_node_pair_t *pairs = node->data.mapping.pairs.start, *top = node->data.mapping.pairs.top;
    for (const yaml_node_pair_t *p = pairs; p < top; p++) {
        const yaml_node_t *key = yaml_document_get_node((yaml_document_t *)(uintptr_t)&yaml->document, p->key);
        if (key->type == YAML_SCALAR_NODE && key->data.scalar.length == strlen(name) &&
            memcmp(key->data.scalar.value, name, strlen(name)) == 0)
            return true;
    }
    return false;
}

static bool same_pattern(sv_str a, sv_str b)
{
    return (a.p != NULL) == (b.p != NULL) && sv_str_eq(a, b);
}

static void take_waiver(struct sv_yaml *yaml, const yaml_node_t *node)
{
    static const char *const needed[] = { "rule", "reason", "expires" };
    struct sv_policy *policy = yaml->policy;
    struct sv_waiver waiver = { .line = sv_yaml_line(node) };
    size_t before = yaml->problem_count;
    sv_yaml_each(yaml, node, "a waiver", take_entry, &waiver);
    for (size_t i = 0; node->type == YAML_MAPPING_NODE && i < sizeof needed / sizeof needed[0]; i++)
        if (!has_key(yaml, node, needed[i]))
            sv_yaml_problem(yaml, waiver.line, "a waiver without '%s'", needed[i]);
    for (size_t i = 0; waiver.rule && i < policy->waiver_count; i++) {
        const struct sv_waiver *other = &policy->waivers[i];
        if (other->rule == waiver.rule && same_pattern(other->op, waiver.op) &&
            same_pattern(other->state, waiver.state) && same_pattern(other->dependency, waiver.dependency))
            sv_yaml_problem(yaml, waiver.line, "a waiver for the same findings stands in line %u already", other->line);
    }
    if (yaml->problem_count == before)
        policy->waivers[policy->waiver_count++] = waiver;
}

static void take_waivers(struct sv_yaml *yaml, const yaml_node_t *value, struct sv_waiver *waiver)
{
    (void)waiver;
    if (value->type != YAML_SEQUENCE_NODE) {
        sv_yaml_problem(yaml, sv_yaml_line(value), "waivers must be a list (- rule: ...)");
        return;
    }
    const yaml_node_item_t *items = value->data.sequence.items.start, *top = value->data.sequence.items.top;
    struct sv_policy *policy = yaml->policy;
    policy->waivers = sv_arena_alloc(&policy->arena, (size_t)(top - items), sizeof *policy->waivers);
    if (!policy->waivers) {
        yaml->failed = true;
        return;
    }
    for (const yaml_node_item_t *item = items; item < top; item++)
        take_waiver(yaml, yaml_document_get_node(&yaml->document, *item));
}

void sv_policy_init(struct sv_policy *policy)
{
    *policy = (struct sv_policy){ .path = { "", 0 }, .fail_on = SV_INCOMPATIBLE };
    sv_arena_init(&policy->arena, SV_LIMIT_POLICY_MEMORY);
    for (size_t i = 0; i < SV_RULE_COUNT; i++)
        policy->severities[i] = sv_rules[i].severity;
}

void sv_policy_free(struct sv_policy *policy)
{
    sv_arena_free(&policy->arena);
}

enum sv_status sv_policy_read(sv_str bytes, sv_str path, struct sv_policy *policy, struct sv_error *err)
{
    sv_policy_init(policy);
    struct sv_yaml yaml = { .policy = policy };
    yaml_node_t *root;
    policy->path = sv_arena_copy(&policy->arena, path);
    if (bytes.n > SV_LIMIT_POLICY_BYTES)
        sv_yaml_problem(&yaml, 1, "the file is too large; have %zu bytes, %zu are read", bytes.n,
                        SV_LIMIT_POLICY_BYTES);
    else if (sv_yaml_parse(&yaml, bytes, &root)) {
        if (root)
            sv_yaml_each(&yaml, root, "a policy", take_entry, NULL);
        yaml_document_delete(&yaml.document);
    }
    if (yaml.failed || !policy->path.p)
        return sv_fail(err, SV_ERR_MEMORY, "no memory for the policy '%.*s'", SV_ARG(path));
    return SV_OK;
}
