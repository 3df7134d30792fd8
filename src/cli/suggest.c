/* suggest.c: words alike. */
#include "suggest.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters added, left out, changed or swapped with their neighbour. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++)
        above[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(least(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[m];
}

static const char *closest(const char *written, size_t length, suggest_fn *word_at, const void *words)
{
    const char *best = NULL, *word;
    size_t nearest = length < 6 ? 2 : length / 3 + 1; /* must be less than that */
    for (size_t i = 0; length > 1 && length <= LONGEST && (word = word_at(i, words)); i++) {
        size_t n = strlen(word);
        size_t letters = n <= LONGEST ? distance(written, length, word, n) : nearest;
        if (letters < nearest) {
            nearest = letters;
            best = word;
        }
    }
    return best;
}

void suggest_print(const char *written, size_t length, suggest_fn *word_at, const void *words)
{
    const char *word, *separator = " (did you mean ";
    bool found = false;
    for (size_t i = 0; length && (word = word_at(i, words)); i++) {
        if (strncmp(word, written, length) != 0)
            continue;
        fprintf(stderr, "%s'%s'", separator, word);
        separator = " or ";
        found = true;
    }
    word = found ? NULL : closest(written, length, word_at, words);
    if (word)
        fprintf(stderr, "%s'%s'", separator, word);
    if (found || word)
        fputs("?)", stderr);
}
