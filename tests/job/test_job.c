/* Declared jobs. */
#include <criterion/criterion.h>

#include "job/job.h"
#include "resolve/resolve.h"
#include "support/bytes.h"
#include "support/resolved.h"

#define JOB(states)                                                                                                    \
    "{\"schema\": \"snapvet.job/1\", \"backend\": \"rocksdb\", \"operators\": [{\"uid\": \"my-uid\", \"key\": "        \
    "\"String\", "                                                                                                     \
    "\"parallelism\": 4, \"max_parallelism\": 128, \"states\": [" states "]}]}"

static struct sv_snapshot read_job(const char *json)
{
    struct sv_snapshot job;
    struct sv_error err = { .text = "" };
    cr_assert_eq(sv_job_read(sv_str_of(json), SV_STR("job.json"), &job, &err), SV_OK, "%s", err.text);
    return job;
}

static void expect_refused(const char *json, const char *said)
{
    struct sv_snapshot job;
    struct sv_error err;
    cr_expect_eq(sv_job_read(sv_str_of(json), SV_STR("job.json"), &job, &err), SV_ERR_UNREADABLE, "%s", json);
    cr_expect_not_null(strstr(err.text, said), "'%s' is not in: %s", said, err.text);
}

Test(job, operators_and_states)
{
    struct sv_snapshot job =
        read_job(JOB("{\"name\": \"st\", \"kind\": \"value\", \"value\": \"Long\"}, {\"name\": \"seen\", "
                     "\"kind\": \"map\", \"user_key\": \"String\", \"value\": \"Long\", \"ttl\": true}"));
    const struct sv_operator *op = job.operators;
    cr_assert_not_null(op);
    cr_expect_eq(op->id[0], 0x84, "murmur3 of the uid: %02x", op->id[0]);
    cr_expect_eq(op->parallelism, 4);
    cr_assert_eq(op->state_count, 2);
    const struct sv_state *state = op->states->state, *map = op->states->next->state;
    cr_expect_eq(state->backend, SV_BACKEND_ROCKSDB);
    cr_expect(sv_str_eq(sv_state_root(state, "value")->class_name, SV_STR(RESOLVED_LONG)));
    cr_expect_not_null(sv_state_root(state, "key"));
    cr_expect_not_null(sv_state_root(state, "namespace"));
    const struct sv_type *type = sv_state_root(map, "value");
    cr_expect(sv_str_eq(type->class_name, SV_STR(RESOLVED_MAP)));
    cr_expect(sv_str_eq(sv_type_child(type, 1)->class_name, SV_STR(RESOLVED_TTL)));
    sv_snapshot_release(&job);
}

Test(job, extracted_collections_take_null)
{
    struct sv_snapshot job =
        read_job(JOB("{\"name\": \"st\", \"kind\": \"value\", \"value\": {\"pojo\": \"com.acme.P\", \"fields\": "
                     "{\"items\": {\"List\": \"String\"}, \"plain\": {\"list\": \"String\"}}}}"));
    const struct sv_type *pojo = sv_state_root(job.operators->states->state, "value");
    cr_assert_eq(pojo->kind, SV_KIND_POJO);
    const struct sv_type *items = sv_type_child(pojo, 0), *plain = sv_type_child(pojo, 1);
    cr_expect_eq(items->kind, SV_KIND_NULLABLE);
    cr_expect_eq(items->child->kind, SV_KIND_LIST);
    cr_expect_eq(items->child->child->kind, SV_KIND_NULLABLE);
    cr_expect_eq(plain->kind, SV_KIND_LIST);
    cr_expect(sv_str_eq(items->field, SV_STR("items")));
    sv_snapshot_release(&job);
}

Test(job, declared_types_answer_as_those_of_snapshots)
{
    struct sv_snapshot *old = made_snapshot();
    struct sv_snapshot job =
        read_job(JOB("{\"name\": \"a\", \"kind\": \"value\", \"value\": {\"kryo\": \"com.acme.K\"}}, {\"name\": "
                     "\"b\", \"kind\": \"value\", \"value\": {\"enum\": \"com.acme.E\", \"constants\": [\"A\", "
                     "\"B\"]}}, {\"name\": \"c\", \"kind\": \"value\", \"value\": {\"serializer\": "
                     "\"com.acme.OwnSnapshot\"}}"));
    const struct sv_op_state *s = job.operators->states;
    struct sv_type *kryo = made_kryo(old, "value", "com.acme.K");
    resolved_registration(old, kryo, "com.acme.K");
    cr_expect_str_eq(resolved_state(sv_state_root(s->state, "value"), kryo), "as-is");
    cr_expect_str_eq(resolved_state(sv_state_root(s->next->state, "value"), resolved_enum(old, "com.acme.E", "A")),
                     "reconfigured");
    cr_expect_str_eq(
        resolved_state(sv_state_root(s->next->next->state, "value"), made_type(old, "value", "com.acme.OwnSnapshot")),
        "undecided");
    sv_snapshot_release(&job);
    made_free(old);
}

Test(job, mistakes_are_said_with_their_place)
{
    expect_refused("", "no JSON");
    expect_refused("{}", "no declared job");
    expect_refused("{\"schema\": \"snapvet.job/1\", \"backend\": \"heap\", \"operators\": []}", "hashmap, rocksdb");
    expect_refused("{\"schema\": \"snapvet.job/1\", \"operators\": [{}]}", "uid or an id");
    expect_refused("{\"schema\": \"snapvet.job/1\", \"operators\": [{\"id\": \"xyz\"}]}", "32 hex digits");
    expect_refused(JOB("{\"name\": \"st\"}"), "my-uid");
    expect_refused(JOB("{\"name\": \"st\", \"kind\": \"value\"}"), "a type is a word or an object");
    expect_refused(JOB("{\"name\": \"st\", \"kind\": \"value\", \"value\": \"Strin\"}"), "no type 'Strin'");
    expect_refused(JOB("{\"name\": \"st\", \"kind\": \"value\", \"value\": {\"map\": [\"String\"]}}"),
                   "1 types are given where there are 2");
    expect_refused(JOB("{\"name\": \"st\", \"kind\": \"value\", \"value\": {\"what\": 1}}"), "no kind of type");
    expect_refused("{\"schema\": \"snapvet.job/1\", \"operators\": [{\"uid\": \"u\", \"states\": [{\"name\": \"s\", "
                   "\"kind\": \"value\", "
                   "\"value\": \"Long\"}]}]}",
                   "needs the operator's \"key\"");
}

Test(job, any_bytes_are_survived)
{
    static const char json[] =
        JOB("{\"name\": \"st\", \"kind\": \"list\", \"element\": {\"tuple\": [\"Int\", {\"row\": [\"String\"]}]}}, "
            "{\"name\": \"t\", \"kind\": \"timer\"}");
    struct bytes b = { 0 };
    struct sv_snapshot job;
    struct sv_error err;
    bytes_raw(&b, json, sizeof json - 1);
    for (size_t i = 0; i < b.n; i++)
        for (int value = 0; value < 256; value += 11) {
            unsigned char kept = b.p[i];
            b.p[i] = (unsigned char)value;
            if (sv_job_read((sv_str){ (const char *)b.p, b.n }, SV_STR("job"), &job, &err) == SV_OK)
                sv_snapshot_release(&job);
            b.p[i] = kept;
        }
    for (size_t n = 0; n < b.n; n++)
        cr_expect_neq(sv_job_read((sv_str){ (const char *)b.p, n }, SV_STR("job"), &job, &err), SV_OK, "%zu bytes", n);
    bytes_free(&b);
}
