/* names.c: words for names. */
#include "redact/names.h"

#include <search.h>
#include <stdint.h>
#include <stdio.h>

#include "facts/class.h"
#include "facts/kryo.h"
#include "facts/kryo_class.h"
#include "facts/legacy.h"
#include "model/classes.h"

struct named {
    enum sv_name_sort sort;
    sv_str name, word;
};

static int compare_names(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    return a->sort != b->sort ? (int)a->sort - (int)b->sort : sv_str_cmp(a->name, b->name);
}

static int compare_words(const void *left, const void *right)
{
    uintptr_t a = (uintptr_t)((const struct named *)left)->word.p, b = (uintptr_t)((const struct named *)right)->word.p;
    return (a > b) - (a < b);
}

static void keep(void *item)
{
    (void)item; /* lives in the arena */
}

void sv_names_free(struct sv_names *names)
{
    tdestroy(names->by_name, keep);
    tdestroy(names->by_word, keep);
    names->by_name = names->by_word = NULL;
}

static bool is_word(const struct sv_names *names, sv_str name)
{
    const struct named key = { .word = name };
    return tfind(&key, &names->by_word, compare_words) != NULL;
}

/* The entry for a name, when there is one. */
static const struct named *find(const struct sv_names *names, enum sv_name_sort sort, sv_str name)
{
    const struct named key = { .sort = sort, .name = name };
    struct named *const *found = tfind(&key, &names->by_name, compare_names);
    return found ? *found : NULL;
}

static sv_str add(struct sv_names *names, enum sv_name_sort sort, sv_str name, sv_str word)
{
    struct named *entry = SV_NEW(names->arena, struct named);
    sv_str kept = sv_arena_copy(names->arena, word);
    if (!entry || !kept.p) {
        names->failed = true;
        return (sv_str){ "", 0 };
    }
    *entry = (struct named){ .sort = sort, .name = name, .word = kept };
    if (!tsearch(entry, &names->by_name, compare_names) || !tsearch(entry, &names->by_word, compare_words))
        names->failed = true;
    return kept;
}

sv_str sv_name(struct sv_names *names, enum sv_name_sort sort, sv_str name)
{
    static const char *const words[] = {
#define WORD(sort, word) word,
#include "redact/words.def"
#undef WORD
    };
    if (!name.n || is_word(names, name))
        return name;
    const struct named *known = find(names, sort, name);
    if (known)
        return known->word;
    char word[32];
    int n = snprintf(word, sizeof word, "%s%u", words[sort], ++names->last[sort]);
    return add(names, sort, name, (sv_str){ word, n < 0 ? 0 : (size_t)n });
}

bool sv_name_is_users(sv_str class_name)
{
    return sv_class_is_user(class_name) && !sv_class_find(class_name) && !sv_kryo_type_find(class_name) &&
           !sv_kryo_class_find(class_name) && !sv_legacy_of_type(class_name);
}

/* What is around the element class of an array: "[L" and ";", or "[]". False when there is no class in it. */
static bool split_array(sv_str name, sv_str *before, sv_str *element, sv_str *behind)
{
    static const char primitives[] = "boolean byte char double float int long short void ";
    size_t begin = 0, end = name.n;
    while (end >= begin + 2 && memcmp(name.p + end - 2, "[]", 2) == 0)
        end -= 2;
    while (begin < end && name.p[begin] == '[')
        begin++;
    bool described = end > begin + 1 && name.p[begin] == 'L' && name.p[end - 1] == ';';
    if (begin && !described)
        return false;
    if (described) {
        begin++;
        end--;
    }
    *before = (sv_str){ name.p, begin };
    *element = (sv_str){ name.p + begin, end - begin };
    *behind = sv_str_skip(name, end);
    for (const char *word = primitives; *word; word = strchr(word, ' ') + 1)
        if (sv_str_eq(*element, (sv_str){ word, (size_t)(strchr(word, ' ') - word) }))
            return false;
    return element->n > 0;
}

/* Signatures in Java streams have slashes for dots. */
static sv_str with_dots(struct sv_names *names, sv_str name)
{
    if (!memchr(name.p, '/', name.n))
        return name;
    char *dotted = sv_arena_alloc(names->arena, name.n, 1);
    if (!dotted) {
        names->failed = true;
        return (sv_str){ "", 0 };
    }
    for (size_t i = 0; i < name.n; i++)
        dotted[i] = name.p[i] == '/' ? '.' : name.p[i];
    return (sv_str){ dotted, name.n };
}

sv_str sv_name_class(struct sv_names *names, sv_str name)
{
    sv_str before, element, behind;
    if (!name.n || is_word(names, name) || !split_array(name, &before, &element, &behind))
        return name;
    element = with_dots(names, element);
    if (!sv_name_is_users(element))
        return name;
    sv_str word = sv_name(names, SV_NAME_CLASS, element);
    if (!before.n && !behind.n)
        return word;
    const struct named *known = find(names, SV_NAME_CLASS, name);
    if (known)
        return known->word;
    char whole[64 + UINT8_MAX]; /* an array has 255 dimensions at most */
    int n = snprintf(whole, sizeof whole, "%.*s%.*s%.*s", (int)before.n, before.p, (int)word.n, word.p, (int)behind.n,
                     behind.p);
    bool fits = n > 0 && (size_t)n < sizeof whole;
    return add(names, SV_NAME_CLASS, name, fits ? (sv_str){ whole, (size_t)n } : word);
}

sv_str sv_name_any(struct sv_names *names, sv_str name)
{
    if (!name.n || is_word(names, name))
        return name;
    for (int sort = 0; sort < SV_NAME_SORTS; sort++) {
        const struct named *known = find(names, (enum sv_name_sort)sort, name);
        if (known)
            return known->word;
    }
    bool of_java = memchr(name.p, '.', name.n) && !memchr(name.p, '/', name.n) && !sv_name_is_users(name);
    return of_java ? name : sv_name(names, SV_NAME_TEXT, name);
}
