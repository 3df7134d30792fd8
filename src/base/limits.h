/* limits.h: every limit in one place, each with its reason. */
#ifndef SV_BASE_LIMITS_H
#define SV_BASE_LIMITS_H

/* Serializer snapshots nested in each other. Flink reads them by recursion too; real ones stay below 30. */
#define SV_LIMIT_TYPE_DEPTH 1000
/* Objects nested in each other inside one Java object stream. */
#define SV_LIMIT_JAVA_DEPTH 1000
/* Superclasses of one class inside a Java object stream: a class without fields costs nothing per object and level. */
#define SV_LIMIT_JAVA_LEVELS 64
/* Serializer snapshots in one state head. The largest seen in real jobs is below 10,000. */
#define SV_LIMIT_TYPE_NODES 2000000u
/* Objects in one Java object stream. */
#define SV_LIMIT_JAVA_OBJECTS 2000000u
/* Memory of one snapshot's model. A 200 MB _metadata needs about twice its size. */
#define SV_LIMIT_MODEL_BYTES ((size_t)8 << 30)
/* Bytes mapped of one state file to find its head. The head of a state file is a list of serializer
 * snapshots, however large the state behind it. */
#define SV_LIMIT_HEAD_BYTES ((size_t)256 << 20)
/* Work in trials of one snapshot to find where the bodies of unknown serializer classes end, about in bytes read and
 * allocated: below a second. A real head of 64 such classes takes 130,000. */
#define SV_LIMIT_INFER_WORK ((uint64_t)512 << 20)
/* The share of one head, so that a bad one leaves something to the others. */
#define SV_LIMIT_INFER_HEAD_WORK ((uint64_t)64 << 20)
/* Classes without a row that one head may hold and still be worked out. */
#define SV_LIMIT_INFER_CLASSES 512
/* Levels of state handles inside state handles (a changelog handle holds materialized handles). */
#define SV_LIMIT_HANDLE_DEPTH 4
/* Values nested in each other. */
#define SV_LIMIT_VALUE_DEPTH 1000
/* Parts of one decoded value (some cost no bytes, and Kryo's can be referred to many times): 1.5 GB of them. */
#define SV_LIMIT_VALUE_NODES (1u << 24)
/* Bytes of one big number: printing it in decimal takes time with the square of its length. */
#define SV_LIMIT_NUMBER_BYTES 4096
/* Findings of one report; what is beyond is counted, not kept. */
#define SV_LIMIT_FINDINGS 1000000u
/* One report in memory. */
#define SV_LIMIT_REPORT_BYTES ((size_t)2 << 30)
/* Members of one archive: a checkpoint of the largest jobs has some hundred thousand files. */
#define SV_LIMIT_ARCHIVE_MEMBERS 4000000u
/* Bytes of an archive's members that are kept: _metadata and heads of states; and the names of members, apart. */
#define SV_LIMIT_ARCHIVE_KEPT_BYTES ((uint64_t)2 << 30)
/* How many times its size an archive may unpack to, when that is more than so many bytes. gzip cannot do better than a
 * thousand times, and state is no row of equal bytes. */
#define SV_LIMIT_ARCHIVE_RATIO 5000u
#define SV_LIMIT_ARCHIVE_FREE_BYTES ((uint64_t)4 << 30)
/* Ways through an archive: names and _metadata, heads, and those of raw keyed state one after the other. */
#define SV_LIMIT_ARCHIVE_PASSES 16
/* Entries of folders that are looked through for snapshots. */
#define SV_LIMIT_FOLDER_ENTRIES 10000000u
/* One policy file, and what is kept of it: thousands of waivers. */
#define SV_LIMIT_POLICY_BYTES ((size_t)1 << 20)
#define SV_LIMIT_POLICY_MEMORY ((size_t)64 << 20)
/* Sequences and mappings inside each other in a policy file; ours have four. */
#define SV_LIMIT_POLICY_DEPTH 64
/* Types inside each other in a declared job, and the bytes of its file. */
#define SV_LIMIT_JOB_DEPTH 100
#define SV_LIMIT_JOB_BYTES ((size_t)64 << 20)
/* One Maven POM: large ones have some hundred KB. Elements in it, and elements inside each other. */
#define SV_LIMIT_POM_BYTES ((size_t)8 << 20)
#define SV_LIMIT_POM_ELEMENTS 200000u
#define SV_LIMIT_POM_DEPTH 100
/* Memory of one POM with its parents, and how many of these are read. */
#define SV_LIMIT_POM_MEMORY ((size_t)512 << 20)
#define SV_LIMIT_POM_PARENTS 16
/* A value with its properties filled in, and properties that are looked up for it: what grows beyond is left as written. */
#define SV_LIMIT_POM_VALUE_BYTES 4096
#define SV_LIMIT_POM_LOOKUPS 100
/* One stored report that others are compared with. cJSON takes about ten times as much memory. */
#define SV_LIMIT_BASELINE_BYTES ((size_t)512 << 20)
/* One file given with --uids or the like. */
#define SV_LIMIT_LIST_BYTES ((size_t)64 << 20)
#endif
