/* Values that real Flink wrote: those of its own upgrade tests and of other serializers, by the snapshot beside each, and
 * those of its Kryo serializer. They are too many to keep here: SNAPVET_GROUND_TRUTH names the folder that holds them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/decoded.h"
#include "support/fixture.h"

enum { MEMORY = 64 << 20 };

struct tally {
    size_t files, decoded, left_to_users;
};

/* Whether what failed is a user's own code: a class that writes itself, or whose fields Kryo's bytes do not tell. */
static bool is_users(const struct sv_defect *bad)
{
    return bad->code == SV_DEFECT_UNKNOWN_CLASS ||
           (bad->code == SV_DEFECT_UNSUPPORTED && strcmp(bad->doing, "a class that writes itself") == 0);
}

/* Written without flink-java on the class path, where Kryo's ids begin elsewhere. */
static bool is_reordered(const char *path)
{
    return strstr(path, "changed-registration-order");
}

static void decode_file(const char *path, void *context)
{
    struct tally *tally = context;
    const char *end = strstr(path, ".data");
    char *snapshot_path = NULL;
    if (!end || end[5] || strstr(path, "2.2.0"))
        return;
    const char *suffix = strstr(path, "/corpus/") ? "snapshot" : "snap";
    cr_assert(asprintf(&snapshot_path, "%.*s.%s", (int)(end - path), path, suffix) > 0);
    struct bytes snapshot = { 0 }, value = { 0 };
    snapshot.p = fixture_load(snapshot_path, &snapshot.n);
    snapshot.capacity = snapshot.n;
    value.p = fixture_load(path, &value.n);
    value.capacity = value.n;
    struct types_read type;
    types_read_file(&type, &snapshot);
    struct sv_arena arena;
    sv_arena_init(&arena, MEMORY);
    struct sv_cursor cur = bytes_cursor(&value);
    const struct sv_codec *codec = sv_codec_new(type.root, sv_read_java, &arena);
    cr_assert_not_null(codec);
    if (sv_decode(&cur, codec, &arena))
        sv_cur_finish(&cur);
    tally->files++;
    if (sv_cur_ok(&cur))
        tally->decoded++;
    else if (is_users(&cur.bad) || is_reordered(path))
        tally->left_to_users++;
    else
        cr_expect_fail("%s: %s at %zu", path, sv_defect_text(cur.bad.code), (size_t)cur.bad.at);
    sv_arena_free(&arena);
    types_done(&type);
    bytes_free(&snapshot);
    bytes_free(&value);
    free(snapshot_path);
}

Test(truth, values_beside_their_snapshots_decode_to_their_last_byte)
{
    const char *folder = fixture_ground_truth();
    if (!folder)
        cr_skip_test("SNAPVET_GROUND_TRUTH is not set: values of real serializers were not decoded");
    static const char *const folders[] = { "corpus", "matrix" };
    struct tally tally = { 0 };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path;
        cr_assert(asprintf(&path, "%s/%s", folder, folders[i]) > 0);
        fixture_each(path, NULL, decode_file, &tally);
        free(path);
    }
    cr_log_info("%zu values: %zu decoded, %zu of users' own classes", tally.files, tally.decoded, tally.left_to_users);
    cr_expect_gt(tally.files, 100);
    cr_expect_gt(tally.decoded, tally.files * 4 / 5);
}

/* Where a cell ends: at the comma or the end of the line behind it. A quote inside of quotes stands doubled. */
static const char *cell_end(const char *p, const char *end)
{
    for (bool quoted = false; p < end && (quoted || (*p != ',' && *p != '\r' && *p != '\n')); p++)
        quoted ^= *p == '"';
    return p;
}

/* The next cell of a record, without its quotes; at is moved behind it, and last_out tells whether the record ends there.
 * To be freed. */
static char *next_cell(const char **at, const char *end, bool *last_out)
{
    const char *p = *at, *stop = cell_end(p, end);
    char *cell = malloc((size_t)(stop - p) + 1);
    size_t n = 0;
    cr_assert_not_null(cell);
    bool quoted = p < stop && *p == '"';
    for (p += quoted; p < stop - quoted; p++) {
        cell[n++] = *p;
        p += quoted && *p == '"';
    }
    cell[n] = '\0';
    stop += stop < end && *stop == '\r';
    *last_out = stop >= end || *stop != ',';
    *at = stop < end ? stop + 1 : stop;
    return cell;
}

enum { TYPE, VALUE, HEX, DECLARED, REGISTRATIONS, COLUMNS };
static const char *const columns[COLUMNS] = { "type", "value", "hex", "declared_class", "registrations" };

static void add_registration(struct sv_snapshot *made, struct sv_type *type, const char *name, const char *class_name)
{
    struct sv_entry *entry = made_entry(made, &type->more.kryo->registrations, name);
    entry->registered_class = sv_str_of(class_name);
}

/* Whether a row is of classes that are Java's or Flink's own alone. */
static bool is_plain(char *const row[COLUMNS])
{
    return *row[HEX] && !*row[REGISTRATIONS] && !strstr(row[VALUE], "kx.") && !strstr(row[TYPE], "kx.") &&
           !strstr(row[TYPE], "lambda");
}

static void decode_row(char *const row[COLUMNS], struct tally *tally)
{
    tally->files++;
    if (!is_plain(row)) {
        tally->left_to_users++;
        return;
    }
    struct decoded x;
    decoded_begin(&x);
    struct sv_type *type = made_kryo(x.made, "value", row[DECLARED]);
    add_registration(x.made, type, row[DECLARED], row[DECLARED]);
    decoded_put_hex(&x.bytes, row[HEX]);
    bool decoded = decoded_text(&x, type)[0] != '!';
    cr_expect(decoded, "%s %s: %s", row[TYPE], row[HEX], x.text);
    tally->decoded += decoded;
    decoded_done(&x);
}

/* Columns of a record that are asked for; places gives each cell its column, or COLUMNS. */
static void read_record(const char **at, const char *end, const int *places, size_t place_count, char *row[COLUMNS])
{
    bool last = false;
    for (size_t i = 0; !last; i++) {
        char *cell = next_cell(at, end, &last);
        int place = i < place_count ? places[i] : COLUMNS;
        if (place < COLUMNS)
            row[place] = cell;
        else
            free(cell);
    }
}

static void decode_table(const char *path, struct tally *tally)
{
    enum { MOST_COLUMNS = 32 };
    int places[MOST_COLUMNS];
    size_t n, count = 0;
    unsigned char *bytes = fixture_load(path, &n);
    const char *at = (const char *)bytes, *end = at + n;
    for (bool last = false; !last; count++) {
        char *title = next_cell(&at, end, &last);
        cr_assert_lt(count, MOST_COLUMNS);
        for (places[count] = 0; places[count] < COLUMNS && strcmp(columns[places[count]], title) != 0;)
            places[count]++;
        free(title);
    }
    while (at < end) {
        char *row[COLUMNS] = { NULL };
        read_record(&at, end, places, count, row);
        decode_row(row, tally);
        for (int i = 0; i < COLUMNS; i++)
            free(row[i]);
    }
    free(bytes);
}

Test(truth, kryo_values_of_known_classes_decode_to_their_last_byte)
{
    const char *folder = fixture_ground_truth();
    if (!folder)
        cr_skip_test("SNAPVET_GROUND_TRUTH is not set: values of a real Kryo serializer were not decoded");
    static const char *const tables[] = { "kryo-values", "kryo-values-scala", "kryo-values-1.13",
                                          "kryo-values-scalatypes", "kryo-values-fuzz" };
    struct tally tally = { 0 };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char *path;
        cr_assert(asprintf(&path, "%s/kryo/%s.csv", folder, tables[i]) > 0);
        decode_table(path, &tally);
        free(path);
    }
    cr_log_info("%zu values: %zu decoded, %zu of users' own classes", tally.files, tally.decoded, tally.left_to_users);
    cr_expect_gt(tally.decoded, 1000);
}
