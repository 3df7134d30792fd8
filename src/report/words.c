/* words.c: how things are called in text. */
#include "report/words.h"

#include <inttypes.h>
#include <stdlib.h>

#include "report/escape.h"
#include "report/pom.h"

void sv_word_count(struct sv_buf *out, uint64_t n, const char *one, const char *many)
{
    if (n)
        sv_buf_u64(out, n);
    else
        sv_buf_puts(out, "no");
    sv_buf_putc(out, ' ');
    sv_buf_puts(out, n == 1 ? one : many);
}

void sv_word_size(struct sv_buf *out, uint64_t bytes)
{
    static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
    if (bytes < 1024) {
        sv_buf_printf(out, "%" PRIu64 " B", bytes);
        return;
    }
    size_t unit = 0;
    double value = (double)bytes / 1024;
    for (; value >= 1023.95 && unit + 1 < sizeof units / sizeof units[0]; unit++)
        value /= 1024;
    sv_buf_printf(out, "%.1f %s", value, units[unit]);
}

void sv_word_id(struct sv_buf *out, const unsigned char id[16], unsigned digits)
{
    static const char hex[] = "0123456789abcdef";
    for (unsigned i = 0; i < digits; i++)
        sv_buf_putc(out, hex[i % 2 ? id[i / 2] & 15 : id[i / 2] >> 4]);
}

void sv_word_operator(struct sv_buf *out, const struct sv_operator *op)
{
    if (op->name.n) {
        sv_escape_text(out, op->name);
        sv_buf_puts(out, " (");
    } else if (!op->uid.n) {
        sv_buf_puts(out, "operator ");
    }
    if (op->uid.n) {
        sv_buf_puts(out, "uid ");
        sv_escape_text(out, op->uid);
        sv_buf_puts(out, op->name.n ? ", " : " (");
    }
    sv_word_id(out, op->id, 8);
    if (op->name.n || op->uid.n)
        sv_buf_putc(out, ')');
}

void sv_word_snapshot(struct sv_buf *out, const struct sv_snapshot *snapshot)
{
    static const char *const kinds[] = {
        [SV_SNAP_UNKNOWN] = "snapshot",
        [SV_SNAP_CANONICAL_SAVEPOINT] = "canonical savepoint",
        [SV_SNAP_NATIVE_SAVEPOINT] = "native savepoint",
        [SV_SNAP_FULL_CHECKPOINT] = "full checkpoint",
        [SV_SNAP_INCREMENTAL_CHECKPOINT] = "incremental checkpoint",
        [SV_SNAP_CHANGELOG_CHECKPOINT] = "changelog checkpoint",
    };
    if (!snapshot->version) {
        sv_buf_puts(out, "snapshot that could not be opened");
        return;
    }
    sv_buf_printf(out, "%s %" PRId64, kinds[snapshot->kind], snapshot->checkpoint_id);
    if (snapshot->written_by && snapshot->written_by[0])
        sv_buf_printf(out, " of Flink %s", snapshot->written_by);
    sv_buf_printf(out, " (metadata V%" PRId32 "), ", snapshot->version);
    sv_word_count(out, snapshot->operator_count, "operator", "operators");
    sv_buf_puts(out, ", ");
    sv_word_count(out, snapshot->state_count, "state", "states");
    sv_buf_puts(out, ", ");
    sv_word_size(out, snapshot->state_bytes);
}

void sv_word_defect(struct sv_buf *out, const struct sv_defect *defect)
{
    sv_buf_printf(out, "%s at byte %" PRIu64, sv_defect_text(defect->code), defect->at);
    if (defect->doing)
        sv_buf_printf(out, " while reading %s", defect->doing);
    if (defect->subject.n) {
        sv_buf_puts(out, ": '");
        sv_buf_add(out, defect->subject);
        sv_buf_putc(out, '\'');
    }
}

void sv_word_subject(struct sv_buf *out, const struct sv_check *check)
{
    if (check->pom)
        sv_word_pom(out, check);
    else
        sv_word_snapshot(out, check->snapshot);
}

static void put_place_in_pom(struct sv_buf *out, const struct sv_finding *finding)
{
    sv_escape_text(out, finding->path.n ? finding->path : SV_STR("the POM"));
    if (!finding->file.n)
        return;
    sv_buf_puts(out, " in ");
    sv_escape_text(out, finding->file);
    if (finding->line)
        sv_buf_printf(out, ":%" PRIu32, finding->line);
}

void sv_word_place(struct sv_buf *out, const struct sv_finding *finding)
{
    if (finding->rule->subject >= SV_ON_POM) {
        put_place_in_pom(out, finding);
        return;
    }
    if (finding->op)
        sv_word_operator(out, finding->op);
    else
        sv_buf_puts(out, "the snapshot");
    if (finding->state) {
        sv_buf_puts(out, ", state \"");
        sv_escape_text(out, finding->state->name);
        sv_buf_putc(out, '"');
    }
    if (finding->path.n) {
        sv_buf_puts(out, ": ");
        sv_escape_text(out, finding->path);
    }
    if (finding->file.n) {
        sv_buf_puts(out, finding->path.n ? ", in " : ": ");
        sv_escape_text(out, finding->file);
        if (finding->at != UINT64_MAX)
            sv_buf_printf(out, " at byte %" PRIu64, finding->at);
    }
}

/* Where needle begins in s from offset from on; s.n when it does not. */
static size_t find(sv_str s, sv_str needle, size_t from)
{
    for (size_t i = from; i + needle.n <= s.n; i++)
        if (memcmp(s.p + i, needle.p, needle.n) == 0)
            return i;
    return s.n;
}

void sv_word_class(struct sv_buf *out, const struct sv_type *t)
{
    sv_str name = t->class_name;
    if (t->cls) {
        name = sv_str_after_last(name, '.');
        size_t serializer = find(name, SV_STR("Serializer"), 0);
        if (serializer > 0 && serializer < name.n)
            name.n = serializer + strlen("Serializer");
    }
    sv_escape_text(out, name);
}

static int by_name(const void *a, const void *b)
{
    return sv_str_cmp(*(const sv_str *)a, *(const sv_str *)b);
}

/* The next Kryo node with a type after t (NULL: the first) in all serializers of a state. */
static const struct sv_type *next_kryo(const struct sv_state *state, const struct sv_type **root,
                                       const struct sv_type *t)
{
    do {
        t = t ? sv_type_next(*root, t) : NULL;
        if (!t) {
            *root = sv_state_next_root(state, *root);
            t = *root;
        }
    } while (t && (t->kind != SV_KIND_KRYO || !t->java_type.n));
    return t;
}

bool sv_kryo_types(const struct sv_state *state, sv_str **types_out, size_t *count_out)
{
    size_t found = 0, count = 0;
    const struct sv_type *root = NULL;
    for (const struct sv_type *t = next_kryo(state, &root, NULL); t; t = next_kryo(state, &root, t))
        found++;
    sv_str *types = NULL;
    if (found) {
        types = calloc(found, sizeof *types);
        if (!types)
            return false;
        root = NULL;
        for (const struct sv_type *t = next_kryo(state, &root, NULL); t; t = next_kryo(state, &root, t))
            types[count++] = t->java_type;
        qsort(types, count, sizeof *types, by_name);
        size_t kept = 1;
        for (size_t i = 1; i < count; i++)
            if (!sv_str_eq(types[i], types[kept - 1]))
                types[kept++] = types[i];
        count = kept;
    }
    *types_out = types;
    *count_out = count;
    return true;
}
