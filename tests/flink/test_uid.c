#include <criterion/criterion.h>
#include <stdio.h>

#include "flink/read.h"

static void expect_id(const char *uid, const char *hex)
{
    unsigned char id[16];
    sv_uid_hash(sv_str_of(uid), id);
    char text[33];
    for (int i = 0; i < 16; i++)
        snprintf(text + 2 * i, 3, "%02x", id[i]);
    cr_expect_str_eq(text, hex, "%s", uid);
}

/* What Flink made of these uids; lengths around the 8 and 16 bytes that the hash takes at a time. */
Test(uid, ids_that_flink_gave)
{
    expect_id("m", "719700179e681491ace836959fad0846");
    expect_id("v-int", "c82b7322672030c2f4f0f2fc016aab69");
    expect_id("kr-KSub", "8ab516db5a42d2630333a31f37e51196");
    expect_id("inflight", "0e427910b45db5546d000a76bb881312");
    expect_id("x-TypeChg", "7212c015bca437d92b4797adbaaa2f29");
    expect_id("src-v-longarray", "daa71b87cb58836e985b5df3ff0657aa");
    expect_id("x-dropstate-kryo", "131f838b9b563fb611afba92ae42d111");
    expect_id("src-x-tuple-arity", "7f765348bf98447efd4b7d2ed10a96e3");
    expect_id("src-x-GoneKryo-untouched", "dbb09a4024e04cd8de6bbb30450743da");
    expect_id("x-customser-snapshot-gone", "6809d3cc790c7cebcb045eeb2b2dd243");
    expect_id("src-x-broadcast-int-to-long-b", "b706afa3aeb2b233bd534ec86efecd9b");
}
