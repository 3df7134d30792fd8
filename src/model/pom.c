/* pom.c: the end of a POM's model. */
#include "model/pom.h"

void sv_pom_release(struct sv_pom *pom)
{
    if (!pom)
        return;
    sv_arena_free(&pom->arena);
    *pom = (struct sv_pom){ 0 };
}
