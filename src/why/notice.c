/* notice.c: one search over a line for everything that may matter in it. */
#include "why/inside.h"

/* Errors are those of the JVM alone, and long: a short text would slow down the search for all others. */
enum word { WORD_EXCEPTION, WORD_CAUSE, WORD_FAILED, WORD_OTHER };
static const struct {
    sv_str text;
    enum word word;
} words[] = {
    { SV_STR_INIT("Exception"), WORD_EXCEPTION },      { SV_STR_INIT("MethodError"), WORD_EXCEPTION },
    { SV_STR_INIT("FoundError"), WORD_EXCEPTION },     { SV_STR_INIT("FieldError"), WORD_EXCEPTION },
    { SV_STR_INIT("LinkageError"), WORD_EXCEPTION },   { SV_STR_INIT("ChangeError"), WORD_EXCEPTION },
    { SV_STR_INIT("VersionError"), WORD_EXCEPTION },   { SV_STR_INIT("InitializerError"), WORD_EXCEPTION },
    { SV_STR_INIT("VerifyError"), WORD_EXCEPTION },    { SV_STR_INIT("InternalError"), WORD_EXCEPTION },
    { SV_STR_INIT("OverflowError"), WORD_EXCEPTION },  { SV_STR_INIT("MemoryError"), WORD_EXCEPTION },
    { SV_STR_INIT("AssertionError"), WORD_EXCEPTION }, { SV_STR_INIT("lang.Error"), WORD_EXCEPTION },
    { SV_STR_INIT("Caused by: "), WORD_CAUSE },        { SV_STR_INIT(" to FAILED"), WORD_FAILED },
    { SV_STR_INIT("ErrorString"), WORD_OTHER },
};
enum { WORDS = sizeof words / sizeof *words };

void sv_why_notice_init(struct sv_why *why)
{
    size_t n = 0;
    const struct sv_symptom *row;
    const struct sv_place_in_code *place;
    for (size_t i = 0; (row = sv_symptom_at(i)) && i < SV_WHY_ROWS_MOST; i++)
        why->needle_texts[n++] = sv_symptom_anchor(row);
    why->row_count = n;
    for (size_t i = 0; (place = sv_place_in_code_at(i)) && n + WORDS < SV_NEEDLES_MOST; i++)
        why->needle_texts[n++] = place->text;
    why->place_count = n - why->row_count;
    for (size_t i = 0; i < WORDS; i++)
        why->needle_texts[n++] = words[i].text;
    sv_needles_init(&why->needles, why->needle_texts, n);
}

bool sv_why_is_worth(const struct sv_why *why, sv_str bytes)
{
    struct sv_needle_hit hit = { 0 };
    return sv_needles_next(&why->needles, bytes, &hit);
}

/* "java.io.IOException: ...", or "java.io.IOException" at the end of a line. */
static bool ends_name(sv_str line, size_t at)
{
    sv_str rest = sv_str_skip(line, at);
    return !rest.n || sv_str_starts(rest, SV_STR(": ")) || sv_str_eq(rest, SV_STR(":"));
}

static void note_word(size_t i, size_t at, sv_str line, struct sv_notice *notice)
{
    if (words[i].word == WORD_EXCEPTION) {
        notice->names_exception |= ends_name(line, at + words[i].text.n);
    } else if (words[i].word == WORD_FAILED) {
        notice->has_failed = true;
    } else if (words[i].word == WORD_CAUSE && !notice->has_cause) {
        notice->has_cause = true;
        notice->cause_at = at;
    }
}

static void note_place(const struct sv_place_in_code *place, struct sv_notice *notice)
{
    if (place->about == SV_ABOUT_NONE) {
        notice->is_elsewhere = true;
        return;
    }
    notice->is_restore = true;
    if (place->about != SV_ABOUT_ANY)
        notice->about = place->about;
}

/* The first of the rows that were hit and fit. */
static void find_rows(const bool *hit, size_t count, sv_str line, struct sv_notice *notice)
{
    sv_str holes[SV_SYMPTOM_HOLES];
    for (size_t i = 0; i < count && !notice->anywhere; i++) {
        const struct sv_symptom *row = sv_symptom_at(i);
        bool is_free = row->kind != SV_SYMPTOM_WITHIN && row->kind != SV_SYMPTOM_FRAME;
        if (!hit[i] || (notice->symptom && !is_free) || !sv_symptom_fits(row, line, holes))
            continue;
        if (!notice->symptom) {
            notice->symptom = row;
            memcpy(notice->holes, holes, sizeof holes);
        }
        if (is_free) {
            notice->anywhere = row;
            memcpy(notice->anywhere_holes, holes, sizeof holes);
        }
    }
}

void sv_why_notice(const struct sv_why *why, sv_str line, struct sv_notice *out)
{
    bool rows[SV_WHY_ROWS_MOST] = { false };
    bool has_rows = false;
    *out = (struct sv_notice){ .symptom = NULL };
    for (struct sv_needle_hit hit = { 0 }; sv_needles_next(&why->needles, line, &hit);) {
        if (hit.needle < why->row_count)
            rows[hit.needle] = has_rows = true;
        else if (hit.needle < why->row_count + why->place_count)
            note_place(sv_place_in_code_at(hit.needle - why->row_count), out);
        else
            note_word(hit.needle - why->row_count - why->place_count, hit.at, line, out);
    }
    if (has_rows)
        find_rows(rows, why->row_count, line, out);
}
