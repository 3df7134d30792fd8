/* suggest.h: what somebody meant who wrote a word that does not exist. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H
#include <stddef.h>

/* The i-th word that exists, NULL past the end. */
typedef const char *suggest_fn(size_t i, const void *words);

/* Continues a message on stderr with " (did you mean '--color'?)": all words that begin with the first length bytes of
 * what was written, else the one that few letters turn it into. Prints nothing when there is none. */
void suggest_print(const char *written, size_t length, suggest_fn *word_at, const void *words);
#endif
