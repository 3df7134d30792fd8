/* suggest.c: the word that was meant. */
#include <ctype.h>

#include "policy/policy.h"

enum { LONGEST = 48 };

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Letters to insert, remove, replace or swap with their neighbour, to get from one word to the other. */
static size_t distance(sv_str a, sv_str b)
{
    size_t rows[3][LONGEST + 1]; /* the one before the last, the last, this one */
    for (size_t j = 0; j <= b.n; j++)
        rows[1][j] = j;
    memcpy(rows[0], rows[1], sizeof rows[0]);
    for (size_t i = 1; i <= a.n; i++) {
        rows[2][0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t best = rows[1][j - 1] + !same_letter(a.p[i - 1], b.p[j - 1]);
            if (rows[1][j] + 1 < best)
                best = rows[1][j] + 1;
            if (rows[2][j - 1] + 1 < best)
                best = rows[2][j - 1] + 1;
            bool swapped = i > 1 && j > 1 && same_letter(a.p[i - 1], b.p[j - 2]) && same_letter(a.p[i - 2], b.p[j - 1]);
            if (swapped && rows[0][j - 2] + 1 < best)
                best = rows[0][j - 2] + 1;
            rows[2][j] = best;
        }
        memcpy(rows[0], rows[1], sizeof rows[0]);
        memcpy(rows[1], rows[2], sizeof rows[1]);
    }
    return rows[1][b.n];
}

const char *sv_suggest(sv_str word, const char *(*candidate)(size_t i))
{
    const char *best = NULL, *text;
    size_t least = word.n / 3 + 1; /* a third of the letters may be wrong */
    for (size_t i = 0; (text = candidate(i)); i++) {
        sv_str other = sv_str_of(text);
        if (word.n > LONGEST || other.n > LONGEST)
            continue;
        size_t d = distance(word, other);
        if (d < least || (d == least && !best)) {
            best = text;
            least = d;
        }
    }
    return best;
}
