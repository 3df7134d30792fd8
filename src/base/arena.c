/* arena.c: pages that grow with use, or one malloc per item where a sanitizer shall see every overrun. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/size.h"

struct sv_arena_page {
    struct sv_arena_page *next;
    size_t used, size;
    max_align_t body[];
};

#if defined(__SANITIZE_ADDRESS__)
#define ONE_PAGE_PER_ITEM 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_PAGE_PER_ITEM 1
#endif
#endif
#ifndef ONE_PAGE_PER_ITEM
#define ONE_PAGE_PER_ITEM 0
#endif

enum { PAGE_MIN = 16 << 10, PAGE_MAX = 32 << 20, PAGE_KEPT_MAX = 1 << 20, HUGE_PAGE = 2 << 20 };

void sv_arena_init(struct sv_arena *a, size_t limit_bytes)
{
    *a = (struct sv_arena){ .limit_bytes = limit_bytes };
}

/* A large model would spend most of its time on the kernel's small pages. A wish: it is no harm when it is refused. */
static void want_huge_pages(const void *p, size_t n)
{
    uintptr_t begin = ((uintptr_t)p + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    uintptr_t end = ((uintptr_t)p + n) / HUGE_PAGE * HUGE_PAGE;
    if (begin < end)
        madvise((void *)begin, end - begin, MADV_HUGEPAGE);
}

static struct sv_arena_page *page_new(size_t size)
{
    size_t total;
    if (!sv_size_add(sizeof(struct sv_arena_page), size, &total))
        return NULL;
    struct sv_arena_page *page = calloc(1, total); /* large ones come zeroed from the kernel at no cost */
    if (!page)
        return NULL;
    page->size = size;
    want_huge_pages(page, total);
    return page;
}

static size_t page_size(const struct sv_arena *a, size_t wanted)
{
    if (ONE_PAGE_PER_ITEM)
        return wanted;
    size_t size = a->pages ? a->pages->size * 2 : PAGE_MIN;
    if (size > PAGE_MAX)
        size = PAGE_MAX;
    return size < wanted ? wanted : size;
}

void *sv_arena_alloc(struct sv_arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (!sv_size_mul(count, size, &bytes) || bytes > SIZE_MAX - sizeof(max_align_t))
        return NULL;
    size_t step =
        ONE_PAGE_PER_ITEM ? bytes : (bytes + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (step > a->limit_bytes - a->used_bytes)
        return NULL;
    struct sv_arena_page *page = a->pages;
    if (!page || page->size - page->used < step || ONE_PAGE_PER_ITEM) {
        page = page_new(page_size(a, step));
        if (!page)
            return NULL;
        page->next = a->pages;
        a->pages = page;
    }
    void *item = (char *)page->body + page->used;
    page->used += step;
    a->used_bytes += step;
    return item;
}

sv_str sv_arena_copy(struct sv_arena *a, sv_str s)
{
    char *copy = sv_arena_alloc(a, s.n + 1, 1);
    if (!copy)
        return (sv_str){ NULL, 0 };
    if (s.n)
        memcpy(copy, s.p, s.n);
    return (sv_str){ copy, s.n };
}

void sv_arena_free(struct sv_arena *a)
{
    for (struct sv_arena_page *page = a->pages, *next; page; page = next) {
        next = page->next;
        free(page);
    }
    a->pages = NULL;
    a->used_bytes = 0;
}

void sv_arena_reset(struct sv_arena *a)
{
    struct sv_arena_page *kept = a->pages;
    if (ONE_PAGE_PER_ITEM || !kept || kept->size > PAGE_KEPT_MAX) {
        sv_arena_free(a);
        return;
    }
    a->pages = kept->next;
    sv_arena_free(a);
    memset(kept->body, 0, kept->used);
    kept->used = 0;
    kept->next = NULL;
    a->pages = kept;
}
