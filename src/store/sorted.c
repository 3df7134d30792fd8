/* sorted.c: SST files side by side, merged by key. docs/format/rocksdb.md#entries */
#include "store/sorted.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/little.h"
#include "store/source.h"
#include "store/sst.h"

/* Behind each key: sequence number << 8 | what the entry is, low byte first. */
enum { TAIL_BYTES = 8 };
enum { ENTRY_DELETION = 0, ENTRY_VALUE = 1, ENTRY_OPERAND = 2, ENTRY_SINGLE_DELETION = 7, ENTRY_LAST = 0x16 };
/* Pages of a file that were read are given back so often. */
enum { GIVE_BACK_BYTES = 4 << 20 };

/* Files whose keys do not overlap, one after the other: a level of RocksDB's. */
struct run {
    const struct sv_stage_table **tables; /* in order of key; a part of sorted->tables */
    size_t count, next;
    bool is_open;   /* a file is */
    bool has_begun; /* an entry not before sorted->first was met: none comes any more */
    struct sv_map map;
    struct sv_block_file file;
    struct sv_index outer, inner; /* of indexes, when there are two levels; of blocks */
    bool two_levels, deltas, user_keys;
    struct sv_room room; /* of the block */
    struct sv_cursor cur;
    uint64_t given_back; /* bytes of the file */
    struct sv_room key;  /* the entry at hand: user key and tail */
    size_t key_bytes;
    uint64_t tail;
    sv_str value;
};
struct sv_sorted {
    const struct sv_stage_table **tables; /* those of the family */
    struct run *runs;
    struct run **heap; /* runs that have an entry at hand, the first in order on top */
    size_t table_count, run_count, heap_count;
    sv_str first, end;
    struct sv_buf from;                 /* what first is of */
    struct sv_buf key, value, operands; /* told last; operands newest first, each behind its length */
    struct sv_crc32c crc;
    bool begun, has_key, gave_up, damaged;
};

/* ---- one file ---- */

static sv_str user_key(const struct run *run)
{
    return (sv_str){ run->key.p, run->key_bytes - TAIL_BYTES };
}

static bool is_before(sv_str key, sv_str tail_key, uint64_t a, uint64_t b)
{
    int order = sv_str_cmp(key, tail_key);
    return order < 0 || (order == 0 && a > b);
}

static void close_file(struct run *run)
{
    if (run->is_open)
        sv_map_close(&run->map);
    run->is_open = false;
    run->cur = (struct sv_cursor){ .p = NULL };
}

static bool open_file(struct sv_sorted *s, struct run *run, const struct sv_stage_table *table)
{
    struct sv_arena arena;
    struct sv_sst sst;
    struct sv_cursor file;
    if (!sv_blob_map(table->blob, &run->map, &file))
        return false;
    run->is_open = true;
    sv_arena_init(&arena, SV_LIMIT_MODEL_BYTES);
    sv_sst_open(&sst, file, &arena, &s->crc);
    sv_arena_free(&arena);
    sv_block_file_open(&run->file, file, &s->crc);
    run->two_levels = sst.two_levels;
    run->deltas = sst.deltas;
    run->user_keys = sst.user_keys;
    run->given_back = 0;
    sv_index_open(run->two_levels ? &run->outer : &run->inner, &run->file, run->file.index, run->deltas);
    if (run->two_levels)
        run->inner.cur = (struct sv_cursor){ .p = NULL };
    return sst.plain && sv_block_file_ok(&run->file);
}

/* Whether a block may have keys from first on: an index has a key for each block that none in it is behind. */
static bool reaches(const struct sv_sorted *s, const struct run *run, const struct sv_index *index)
{
    size_t tail = run->user_keys ? 0 : TAIL_BYTES;
    return index->key_bytes < tail || sv_str_cmp((sv_str){ index->key.p, index->key_bytes - tail }, s->first) >= 0;
}

static bool next_handle(const struct sv_sorted *s, struct run *run)
{
    for (;;) {
        while (sv_index_next(&run->inner, &run->file))
            if (reaches(s, run, &run->inner))
                return true;
        if (!run->two_levels || !sv_index_next(&run->outer, &run->file))
            return false;
        if (reaches(s, run, &run->outer))
            sv_index_open(&run->inner, &run->file, run->outer.block, run->deltas);
    }
}

static bool next_block(const struct sv_sorted *s, struct run *run)
{
    if (!next_handle(s, run))
        return false;
    run->cur = sv_block_open(&run->file, run->inner.block, "data block", &run->room);
    run->key_bytes = 0;
    if (run->inner.block.at > run->given_back + GIVE_BACK_BYTES) {
        sv_map_give_back(&run->map, run->file.file.p + run->given_back, run->file.file.p + run->inner.block.at);
        run->given_back = run->inner.block.at;
    }
    return true;
}

/* Three lengths, of one byte each nearly always. */
static void take_lengths(struct sv_cursor *cur, uint64_t n[3])
{
    if (sv_cur_left(cur) >= 3 && (cur->p[0] | cur->p[1] | cur->p[2]) < 0x80) {
        const unsigned char *p = sv_cur_take(cur, 3);
        for (int i = 0; i < 3; i++)
            n[i] = p[i];
        return;
    }
    for (int i = 0; i < 3; i++)
        n[i] = sv_cur_varint(cur);
}

static bool take_entry(struct run *run)
{
    uint64_t n[3];
    take_lengths(&run->cur, n);
    sv_str own = sv_cur_bytes(&run->cur, n[1]);
    run->value = sv_cur_bytes(&run->cur, n[2]);
    if (!sv_cur_ok(&run->cur) || !sv_key_join(&run->key, &run->key_bytes, n[0], own) || run->key_bytes < TAIL_BYTES)
        return false;
    run->tail = sv_le64((const unsigned char *)run->key.p + run->key_bytes - TAIL_BYTES);
    return true;
}

static void give_up_damaged(struct sv_sorted *s)
{
    s->gave_up = s->damaged = true;
}

/* Why a file ended. */
static void look_for_damage(struct sv_sorted *s, const struct run *run)
{
    bool changed = sv_map_changed(&run->map);
    s->gave_up |= changed || !sv_block_file_ok(&run->file);
    s->damaged |= changed || (!sv_block_file_ok(&run->file) && run->file.defect.code != SV_DEFECT_UNSUPPORTED);
}

/* Kinds that RocksDB knows besides are left to it. */
static void give_up_on_kind(struct sv_sorted *s, unsigned kind)
{
    s->gave_up = true;
    s->damaged |= kind > ENTRY_LAST;
}

/* The run's next entry from first on. False at its end, and after a failure. */
static bool step_run(struct sv_sorted *s, struct run *run)
{
    for (;;) {
        while (sv_cur_left(&run->cur)) {
            if (!take_entry(run)) {
                give_up_damaged(s);
                return false;
            }
            run->has_begun = run->has_begun || sv_str_cmp(user_key(run), s->first) >= 0;
            if (run->has_begun)
                return true;
        }
        if (run->is_open && next_block(s, run))
            continue;
        if (run->is_open)
            look_for_damage(s, run);
        close_file(run);
        if (s->gave_up || run->next == run->count)
            return false;
        if (!open_file(s, run, run->tables[run->next++])) {
            give_up_damaged(s);
            return false;
        }
    }
}

/* ---- all of them ---- */

static bool run_is_before(const struct run *a, const struct run *b)
{
    return is_before(user_key(a), user_key(b), a->tail, b->tail);
}

/* Puts the top where it belongs. */
static void sift_down(struct sv_sorted *s)
{
    struct run *moved = s->heap[0];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < s->heap_count; i = child) {
        if (child + 1 < s->heap_count && run_is_before(s->heap[child + 1], s->heap[child]))
            child++;
        if (run_is_before(moved, s->heap[child]))
            break;
        s->heap[i] = s->heap[child];
    }
    s->heap[i] = moved;
}

static void sift_up(struct sv_sorted *s, struct run *run)
{
    size_t i = s->heap_count++;
    for (; i > 0 && run_is_before(run, s->heap[(i - 1) / 2]); i = (i - 1) / 2)
        s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[i] = run;
}

static bool begin(struct sv_sorted *s)
{
    s->begun = true;
    for (size_t i = 0; i < s->run_count; i++)
        if (step_run(s, &s->runs[i]))
            sift_up(s, &s->runs[i]);
    return !s->gave_up;
}

/* The top goes on. Keys of a run have to rise: they do not where RocksDB's list is wrong about a file. */
static void pass(struct sv_sorted *s)
{
    struct run *top = s->heap[0];
    uint64_t tail = top->tail;
    if (!step_run(s, top)) {
        s->heap[0] = s->heap[--s->heap_count];
        if (s->heap_count)
            sift_down(s);
        return;
    }
    int order = sv_str_cmp(user_key(top), sv_buf_str(&s->key));
    if (order < 0 || (order == 0 && top->tail >= tail))
        give_up_damaged(s);
    else if (s->heap_count > 1)
        sift_down(s);
}

static bool top_has_same_key(const struct sv_sorted *s)
{
    return s->heap_count && sv_str_eq(user_key(s->heap[0]), sv_buf_str(&s->key));
}

static void set(struct sv_buf *buf, sv_str text)
{
    buf->n = 0;
    sv_buf_add(buf, text);
}

/* Operands from the newest on, until a value or a deletion ends them. */
static void gather(struct sv_sorted *s)
{
    s->operands.n = 0;
    set(&s->value, (sv_str){ "", 0 });
    bool any = false;
    for (; top_has_same_key(s) && !s->gave_up; pass(s)) {
        const struct run *top = s->heap[0];
        switch (top->tail & 0xFF) {
        case ENTRY_OPERAND: /* kept with its length behind it: they are joined from the last one on */
            sv_buf_add(&s->operands, top->value);
            sv_buf_add(&s->operands, (sv_str){ (const char *)&top->value.n, sizeof top->value.n });
            continue;
        case ENTRY_VALUE:
            set(&s->value, top->value);
            any = true;
            break;
        case ENTRY_DELETION:
        case ENTRY_SINGLE_DELETION:
            break;
        default:
            give_up_on_kind(s, top->tail & 0xFF);
            break;
        }
        break;
    }
    while (s->operands.n) {
        size_t n;
        s->operands.n -= sizeof n;
        memcpy(&n, s->operands.p + s->operands.n, sizeof n);
        s->operands.n -= n;
        if (any)
            sv_buf_putc(&s->value, ',');
        any = true;
        sv_buf_add(&s->value, (sv_str){ s->operands.p + s->operands.n, n });
    }
    s->gave_up |= s->value.failed || s->operands.failed;
}

bool sv_sorted_next(struct sv_sorted *s, sv_str *key_out, sv_str *value_out)
{
    if (!s->begun && !begin(s))
        return false;
    while (!s->gave_up) {
        while (s->has_key && top_has_same_key(s) && !s->gave_up)
            pass(s);
        if (s->gave_up || !s->heap_count || (s->end.n && sv_str_cmp(user_key(s->heap[0]), s->end) >= 0))
            return false;
        const struct run *top = s->heap[0];
        set(&s->key, user_key(top));
        s->has_key = true;
        s->gave_up |= s->key.failed;
        unsigned kind = top->tail & 0xFF;
        if (kind == ENTRY_DELETION || kind == ENTRY_SINGLE_DELETION)
            continue;
        if (kind == ENTRY_OPERAND)
            gather(s);
        else if (kind != ENTRY_VALUE)
            give_up_on_kind(s, kind);
        if (s->gave_up)
            return false;
        *key_out = sv_buf_str(&s->key);
        *value_out = kind == ENTRY_VALUE ? top->value : sv_buf_str(&s->value);
        return true;
    }
    return false;
}

bool sv_sorted_gave_up(const struct sv_sorted *s)
{
    return s->gave_up;
}

bool sv_sorted_is_damaged(const struct sv_sorted *s)
{
    return s->damaged;
}

/* ---- runs ---- */

static int by_first_key(const void *left, const void *right)
{
    const struct sv_stage_table *a = *(const struct sv_stage_table *const *)left,
                                *b = *(const struct sv_stage_table *const *)right;
    return sv_str_cmp(a->first_key, b->first_key);
}

static bool is_wanted(const struct sv_sorted *s, const struct sv_stage_table *table)
{
    bool known = table->first_key.n || table->last_key.n;
    return !known ||
           (sv_str_cmp(table->last_key, s->first) >= 0 && (!s->end.n || sv_str_cmp(table->first_key, s->end) < 0));
}

/* False when one of them is left to RocksDB. */
static bool collect(struct sv_sorted *s, const struct sv_stage *stage, sv_str family)
{
    for (size_t i = 0; i < stage->table_count; i++) {
        const struct sv_stage_table *table = &stage->tables[i];
        if (!sv_str_eq(table->family, family))
            continue;
        if (!table->plain)
            return false;
        if (is_wanted(s, table))
            s->tables[s->table_count++] = table;
    }
    if (s->table_count)
        qsort(s->tables, s->table_count, sizeof(struct sv_stage_table *), by_first_key);
    return true;
}

/* Each file goes behind the first run that ends before it begins, else it begins one. Runs are parts of one list, so files
 * are put in the order of their runs. */
static bool divide(struct sv_sorted *s)
{
    size_t n = s->table_count, *run_of = calloc(n + 1, sizeof *run_of);
    const struct sv_stage_table **ordered = calloc(n + 1, sizeof *ordered), **last = calloc(n + 1, sizeof *last);
    bool done = run_of && ordered && last;
    for (size_t i = 0; i < n && done; i++) {
        const struct sv_stage_table *table = s->tables[i];
        size_t run = table->last_key.n ? 0 : s->run_count;
        while (run < s->run_count && (!last[run]->last_key.n || sv_str_cmp(last[run]->last_key, table->first_key) >= 0))
            run++;
        s->run_count += run == s->run_count;
        last[run] = table;
        run_of[i] = run;
    }
    s->runs = done ? calloc(s->run_count + 1, sizeof *s->runs) : NULL;
    s->heap = calloc(s->run_count + 1, sizeof(struct run *));
    for (size_t run = 0, at = 0; run < s->run_count && s->runs; run++) {
        s->runs[run].tables = s->tables + at;
        for (size_t i = 0; i < n; i++)
            if (run_of[i] == run)
                ordered[at++] = s->tables[i];
        s->runs[run].count = at - (size_t)(s->runs[run].tables - s->tables);
    }
    if (done && n)
        memcpy(s->tables, ordered, n * sizeof(struct sv_stage_table *));
    free(run_of);
    free(ordered);
    free(last);
    return s->runs && s->heap;
}

struct sv_sorted *sv_sorted_new(const struct sv_stage *stage, sv_str family, sv_str first, sv_str end)
{
    struct sv_sorted *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->end = end;
    sv_crc32c_init(&s->crc);
    sv_buf_init(&s->from, SV_LIMIT_REPORT_BYTES);
    sv_buf_add(&s->from, first);
    s->first = sv_buf_str(&s->from);
    sv_buf_init(&s->key, SV_LIMIT_REPORT_BYTES);
    sv_buf_init(&s->value, SV_LIMIT_REPORT_BYTES);
    sv_buf_init(&s->operands, SV_LIMIT_REPORT_BYTES);
    s->tables = calloc(stage->table_count + 1, sizeof(struct sv_stage_table *));
    if (s->tables && !s->from.failed && collect(s, stage, family) && divide(s))
        return s;
    sv_sorted_free(s);
    return NULL;
}

void sv_sorted_free(struct sv_sorted *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->run_count && s->runs; i++) {
        struct run *run = &s->runs[i];
        close_file(run);
        sv_index_free(&run->outer);
        sv_index_free(&run->inner);
        sv_room_free(&run->room);
        sv_room_free(&run->key);
    }
    sv_buf_free(&s->from);
    sv_buf_free(&s->key);
    sv_buf_free(&s->value);
    sv_buf_free(&s->operands);
    free(s->runs);
    free(s->heap);
    free(s->tables);
    free(s);
}
