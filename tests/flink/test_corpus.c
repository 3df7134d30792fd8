/* The serializer snapshots of Flink's own upgrade tests (1.3 to 2.x), with the trees that Flink itself read from them.
 * They are too many to keep here: SNAPVET_GROUND_TRUTH names the folder that holds corpus/. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/fixture.h"
#include "support/types.h"

static const cJSON *get(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool same_text(const cJSON *wanted, sv_str have)
{
    return !cJSON_IsString(wanted) || sv_str_eq(sv_str_of(wanted->valuestring), have);
}

/* ArrayData and MapData hold Java-serialized serializers, which the truth shows as children. */
static bool is_open(const cJSON *wanted)
{
    const char *name = get(wanted, "class")->valuestring;
    return !cJSON_IsArray(get(wanted, "children")) || strstr(name, "ArrayDataSerializer") ||
           strstr(name, "MapDataSerializer");
}

static bool same_node(const cJSON *wanted, const struct sv_type *have)
{
    const cJSON *version = get(wanted, "version");
    return same_text(get(wanted, "class"), have->class_name) && same_text(get(wanted, "type"), have->java_type) &&
           same_text(get(wanted, "field"), have->field) &&
           (!cJSON_IsNumber(version) || version->valueint == have->version);
}

static bool same_tree(const cJSON *wanted, const struct sv_type *have)
{
    if (!have || !same_node(wanted, have))
        return false;
    if (is_open(wanted))
        return true;
    const struct sv_type *child = have->child;
    const cJSON *item;
    cJSON_ArrayForEach(item, get(wanted, "children"))
    {
        if (!same_tree(item, child))
            return false;
        child = child->next;
    }
    return !child;
}

static void check_file(const char *folder, const cJSON *truth)
{
    char *path;
    cr_assert(asprintf(&path, "%s/corpus/%s", folder, get(truth, "file")->valuestring) > 0);
    size_t n;
    unsigned char *bytes = fixture_load(path, &n);
    struct bytes b = { .p = bytes, .n = n, .capacity = n };
    struct types_read t;
    types_read_file(&t, &b);
    if (cJSON_IsTrue(get(truth, "readable"))) {
        cr_expect(types_whole(&t), "%s: %s at %zu", path, sv_defect_text(types_defect(&t).code),
                  (size_t)types_defect(&t).at);
        cr_expect_str_eq(sv_framing_name(t.framing), get(truth, "framing")->valuestring, "%s", path);
        cr_expect(same_tree(get(truth, "tree"), t.root), "%s: another tree", path);
    }
    types_done(&t);
    bytes_free(&b);
    free(path);
}

Test(corpus, every_snapshot_is_walked_to_its_last_byte)
{
    const char *folder = fixture_ground_truth();
    if (!folder)
        cr_skip_test("SNAPVET_GROUND_TRUTH is not set: real snapshots were not compared");
    char *path;
    cr_assert(asprintf(&path, "%s/corpus/truth.jsonl", folder) > 0);
    size_t n, lines = 0;
    unsigned char *text = fixture_load(path, &n);
    for (const char *at = (const char *)text, *end = at + n; at < end; lines++) {
        const char *next = NULL;
        cJSON *truth = cJSON_ParseWithLengthOpts(at, (size_t)(end - at), &next, false);
        cr_assert_not_null(truth, "%s: line %zu is no JSON", path, lines + 1);
        check_file(folder, truth);
        cJSON_Delete(truth);
        for (at = next; at < end && *at == '\n'; at++)
            continue;
    }
    cr_expect_gt(lines, 100);
    free(text);
    free(path);
}
