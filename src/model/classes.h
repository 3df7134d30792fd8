/* classes.h: the Java classes that serializer snapshots name. A class that Flink loads while it reads a snapshot must be
 * on the new job's class path, even for a state that no longer exists in the job. */
#ifndef SV_MODEL_CLASSES_H
#define SV_MODEL_CLASSES_H
#include "model/type.h"

typedef void sv_class_seen_fn(sv_str name, void *context);

/* Calls seen for every class that this node names by itself (not by its children): its snapshot class, the type it is
 * for, fields' declaring classes, subclasses, registrations, classes in Java streams. Names come as written, some more
 * than once; arrays come as their element class, primitives not at all. */
void sv_type_each_class(const struct sv_type *t, sv_class_seen_fn *seen, void *context);

/* Whether a class is the user's: neither the JDK's nor Flink's nor of the libraries that Flink itself serializes with. */
bool sv_class_is_user(sv_str name);
#endif
