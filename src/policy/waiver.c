/* waiver.c: which findings a waiver covers, and until when. */
#include "base/mutf.h"
#include "policy/policy.h"

enum { NAME_BYTES_MAX = 1 << 20 };

/* Where the character behind the one at i begins. */
static size_t next_character(sv_str text, size_t i)
{
    do
        i++;
    while (i < text.n && ((unsigned char)text.p[i] & 0xC0) == 0x80);
    return i;
}

/* Only the last * is ever taken back: the time is the product of the lengths at most. */
bool sv_glob(sv_str pattern, sv_str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, star_text = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.n && pattern.p[p] == '?') {
            p++;
            t = next_character(text, t);
        } else if (p < pattern.n && pattern.p[p] == text.p[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            star_text = next_character(text, star_text);
            t = star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

/* Names are in modified UTF-8, patterns in UTF-8. */
static bool fits(sv_str pattern, sv_str name)
{
    struct sv_buf text;
    sv_buf_init(&text, NAME_BYTES_MAX);
    sv_mutf_to_utf8(&text, name);
    bool fit = !text.failed && sv_glob(pattern, sv_buf_str(&text));
    sv_buf_free(&text);
    return fit;
}

static bool fits_id(sv_str pattern, const unsigned char id[16])
{
    static const char digits[] = "0123456789abcdef";
    char hex[32];
    for (size_t i = 0; i < sizeof hex; i++)
        hex[i] = digits[i % 2 ? id[i / 2] & 15 : id[i / 2] >> 4];
    return sv_glob(pattern, (sv_str){ hex, sizeof hex });
}

static bool fits_operator(sv_str pattern, const struct sv_operator *op)
{
    return (op->uid.n && fits(pattern, op->uid)) || (op->name.n && fits(pattern, op->name)) || fits_id(pattern, op->id);
}

bool sv_waiver_covers(const struct sv_waiver *waiver, const struct sv_finding *finding)
{
    if (finding->rule != waiver->rule)
        return false;
    bool of_dependency = finding->rule->subject == SV_ON_DEPENDENCY;
    if (waiver->dependency.p && !(of_dependency && fits(waiver->dependency, finding->path)))
        return false;
    if (waiver->op.p && !(finding->op && fits_operator(waiver->op, finding->op)))
        return false;
    return !waiver->state.p || (finding->state && fits(waiver->state, finding->state->name));
}

static bool number(sv_str text, size_t from, size_t n, int64_t *out)
{
    *out = 0;
    for (size_t i = from; i < from + n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        *out = *out * 10 + (text.p[i] - '0');
    }
    return true;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool sv_day_of(sv_str text, int64_t *day_out)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t year, month, day;
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' || !number(text, 0, 4, &year) ||
        !number(text, 5, 2, &month) || !number(text, 8, 2, &day) || year < 1970 || month < 1 || month > 12 || day < 1)
        return false;
    if (day > days[month - 1] + (month == 2 && is_leap(year)))
        return false;
    int64_t before = year - 1;
    int64_t sum = before * 365 + before / 4 - before / 100 + before / 400 - 719162; /* days before 1970 */
    for (int64_t m = 0; m < month - 1; m++)
        sum += days[m] + (m == 1 && is_leap(year));
    *day_out = sum + day - 1;
    return true;
}
