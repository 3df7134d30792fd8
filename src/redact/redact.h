/* redact.h: a snapshot without the names of whose it is: for sending to somebody else. Sizes, numbers and the shape of
 * everything stay; a name is replaced by the same word wherever it stands, so that what belongs together still does. */
#ifndef SV_REDACT_REDACT_H
#define SV_REDACT_REDACT_H
#include "base/error.h"
#include "model/snapshot.h"

/* Replaces, before rules are asked:
 *   user classes (Class1), their fields (Field1), constants of enums (Constant1), states (State1), operators (Operator1)
 *   and their uids (Uid1), ids of operators (counted from 1: the hash of a uid gives the uid away), files and paths
 *   (File1), texts in Java-serialized parts (Text1).
 * Names of Flink, the JDK and the libraries that Flink serializes with stay, as rules ask for them; so do names of states
 * that Flink's own operators use. Avro schemas become the shortest there is, or nothing when they make no
 * sense; raw bytes are emptied. After SV_ERR_MEMORY the snapshot is good for release only. */
SV_MUST_USE enum sv_status sv_redact(struct sv_snapshot *snapshot, struct sv_error *err);
#endif
