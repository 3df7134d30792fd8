/* symptom.c: looks for Flink's texts in others. */
#include "facts/symptom.h"

#include <string.h>

static const struct sv_symptom rows[] = {
#define SYMPTOM(slug, pattern, holes, rule, kind, what, cure)                                                          \
    { slug, pattern, holes, rule, SV_SYMPTOM_##kind, what, cure },
#include "facts/symptoms.def"
#undef SYMPTOM
};
static const struct sv_place_in_code places[] = {
#define PLACE(text, about) { SV_STR_INIT(text), SV_ABOUT_##about },
#include "facts/places.def"
#undef PLACE
};
enum { ROWS = sizeof rows / sizeof *rows, PLACES = sizeof places / sizeof *places };

const struct sv_symptom *sv_symptom_at(size_t i)
{
    return i < ROWS ? &rows[i] : NULL;
}

const struct sv_place_in_code *sv_place_in_code_at(size_t i)
{
    return i < PLACES ? &places[i] : NULL;
}

static bool is_java_name(sv_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
        if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || c == '.' || c == '/')))
            return false;
    }
    return text.n > 0;
}

/* The piece of a pattern up to the next *, or its end. */
static sv_str piece_of(const char *pattern)
{
    return (sv_str){ pattern, strcspn(pattern, "*") };
}

static const char *find(sv_str text, sv_str piece)
{
    return piece.n ? memmem(text.p, text.n, piece.p, piece.n) : text.p;
}

sv_str sv_symptom_anchor(const struct sv_symptom *symptom)
{
    sv_str longest = { "", 0 };
    for (const char *pattern = symptom->pattern; *pattern;) {
        sv_str piece = piece_of(pattern);
        longest = piece.n > longest.n ? piece : longest;
        pattern += piece.n + (pattern[piece.n] == '*');
    }
    return longest;
}

/* Each hole ends where the piece behind it comes for the first time; a last one at the end of the text. */
static bool matches(const struct sv_symptom *row, sv_str text, sv_str holes[SV_SYMPTOM_HOLES])
{
    const char *pattern = row->pattern;
    sv_str piece = piece_of(pattern);
    const char *at = find(text, piece);
    if (!at)
        return false;
    text = sv_str_skip(text, (size_t)(at - text.p) + piece.n);
    pattern += piece.n;
    for (int i = 0; *pattern == '*' && i < SV_SYMPTOM_HOLES; i++) {
        piece = piece_of(++pattern);
        pattern += piece.n;
        at = piece.n ? find(text, piece) : text.p + text.n;
        if (!at)
            return false;
        holes[i] = (sv_str){ text.p, (size_t)(at - text.p) };
        char kind = row->holes[i];
        if ((kind == 'C' || kind == 'G') && is_java_name(holes[i]) != (kind == 'C'))
            return false;
        text = sv_str_skip(text, holes[i].n + piece.n);
    }
    return true;
}

bool sv_symptom_fits(const struct sv_symptom *symptom, sv_str text, sv_str holes_out[SV_SYMPTOM_HOLES])
{
    sv_str holes[SV_SYMPTOM_HOLES] = { { "", 0 }, { "", 0 }, { "", 0 } };
    if (!matches(symptom, text, holes))
        return false;
    memcpy(holes_out, holes, sizeof holes);
    return true;
}
