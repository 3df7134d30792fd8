"""Writes pairs of serializer snapshots as Flink would: a job's types at random, nested, and the same after its classes and
states were changed at random. Everything follows from a number, so that a pair that failed can be made again."""
import copy
import json
import random
import struct

FLINK = "org.apache.flink."
BASE = FLINK + "api.common.typeutils.base."
RUNTIME = FLINK + "api.java.typeutils.runtime."
TABLE = FLINK + "table.runtime.typeutils."
LOGICAL = FLINK + "table.types.logical."

SIMPLE = [BASE + "%sSerializer$%sSerializerSnapshot" % (n, n) for n in
          ("String", "Int", "Long", "Boolean", "Double", "Date", "BigDec", "Instant", "LocalDate", "IntValue", "StringValue")]
SIMPLE += [BASE + "array.%sSerializer$%sSerializerSnapshot" % (n, n) for n in ("BytePrimitiveArray", "StringArray")]
SIMPLE += [FLINK + "runtime.state.VoidNamespaceSerializer$VoidNamespaceSerializerSnapshot",
           FLINK + "runtime.state.JavaSerializer$JavaSerializerSnapshot", RUNTIME + "Tuple0SerializerSnapshot",
           FLINK + "streaming.api.windowing.windows.TimeWindow$Serializer$TimeWindowSerializerSnapshot",
           FLINK + "table.runtime.operators.window.TimeWindow$Serializer$TimeWindowSerializerSnapshot",
           TABLE + "StringDataSerializer$StringDataSerializerSnapshot"]
# Simple classes that 2.x does not have.
GONE = [FLINK + "api.scala.typeutils.NothingSerializerSnapshot",
        FLINK + "streaming.connectors.kafka.FlinkKafkaProducer$ContextStateSerializer$ContextStateSerializerSnapshot"]
# Composites without a body of their own: outer version, number of parts.
PLAIN = [(BASE + "ListSerializerSnapshot", 1, 1), (BASE + "MapSerializerSnapshot", 1, 2), (BASE + "SetSerializerSnapshot", 1, 1),
         (RUNTIME + "JavaEitherSerializerSnapshot", 1, 2), (FLINK + "runtime.state.ArrayListSerializerSnapshot", 1, 1),
         (FLINK + "runtime.state.ttl.TtlStateFactory$TtlSerializerSnapshot", 2, 2),
         (FLINK + "streaming.api.operators.TimerSerializerSnapshot", 2, 2),
         (FLINK + "streaming.api.datastream.CoGroupedStreams$UnionSerializerSnapshot", 2, 2),
         (FLINK + "streaming.runtime.streamrecord.StreamElementSerializer$StreamElementSerializerSnapshot", 2, 1),
         (FLINK + "cep.nfa.sharedbuffer.LockableTypeSerializerSnapshot", 1, 1),
         (TABLE + "RawValueDataSerializer$RawValueDataSerializerSnapshot", 0, 1),
         (FLINK + "table.dataview.ListViewSerializerSnapshot", 1, 1),
         (FLINK + "table.dataview.NullAwareMapSerializerSnapshot", 1, 2),
         (FLINK + "api.scala.typeutils.ScalaOptionSerializerSnapshot", 2, 1)]
# Composites with a flag: outer versions that stand for false, for true by themselves, and that write it down.
FLAGGED = [(RUNTIME + "RowSerializer$RowSerializerSnapshot", 2, 3, 4, None),
           (TABLE + "LinkedListSerializer$LinkedListSerializerSnapshot", 1, 2, 3, 1),
           (FLINK + "cep.nfa.NFAStateSerializerSnapshot", 1, None, 2, 3)]
AVRO_ARRAY = "org.apache.avro.generic.GenericData$Array"
WRAPPERS = (FLINK + "api.common.ExecutionConfig$SerializableSerializer", FLINK + "api.common.SerializableSerializer")
DATA_TYPE_UIDS = (8776225708497159288, -4138822262654336147)


class Bytes:
    def __init__(self):
        self.b = bytearray()

    def raw(self, b):
        self.b += b

    def u1(self, v):
        self.b.append(v)

    def i2(self, v):
        self.b += struct.pack(">H", v)

    def i4(self, v):
        self.b += struct.pack(">i", v)

    def i8(self, v):
        self.b += struct.pack(">q", v)

    def utf(self, s):
        e = s.encode()
        self.i2(len(e))
        self.raw(e)

    def frame(self, b):
        self.i4(len(b))
        self.raw(b)


class Java:
    """One Java object stream. Values: None, str, ("obj", class name, uid, [(type, field, signature, value)], super,
    contents of an annotation or None), ("enum", class, constant), ("cls", class name, uid)."""

    def __init__(self, value):
        self.o = Bytes()
        self.handles = {}
        self.count = 0
        self.o.raw(b"\xac\xed\x00\x05")
        self.put(value)

    def handle(self, key=None):
        if key is not None:
            self.handles[key] = 0x7E0000 + self.count
        self.count += 1

    def text(self, s):
        if ("s", s) in self.handles:
            self.o.u1(0x71)
            self.o.i4(self.handles[("s", s)])
            return
        self.o.u1(0x74)
        self.o.utf(s)
        self.handle(("s", s))

    def descriptor(self, name, uid, flags, fields, parent):
        if ("c", name) in self.handles:
            self.o.u1(0x71)
            self.o.i4(self.handles[("c", name)])
            return
        self.o.u1(0x72)
        self.o.utf(name)
        self.o.i8(uid)
        self.handle(("c", name))
        self.o.u1(flags)
        self.o.i2(len(fields))
        for kind, field, signature, _ in fields:
            self.o.u1(ord(kind))
            self.o.utf(field)
            if kind in "L[":
                self.text(signature)
        self.o.u1(0x78)
        if parent:
            self.descriptor(parent[1], parent[2], 2, parent[3], parent[4])
        else:
            self.o.u1(0x70)

    def fields(self, value):
        if value[4]:
            self.fields(value[4])
        for kind, _, _, v in value[3]:
            if kind in "L[":
                self.put(v)
            elif kind == "Z":
                self.o.u1(v)
            else:
                self.o.i4(v)
        if value[5] is not None:
            for item in value[5]:
                if isinstance(item, bytes):
                    self.o.u1(0x77)
                    self.o.u1(len(item))
                    self.o.raw(item)
                else:
                    self.put(item)
            self.o.u1(0x78)

    def put(self, v):
        if v is None:
            self.o.u1(0x70)
        elif isinstance(v, str):
            self.text(v)
        elif v[0] == "obj":
            self.o.u1(0x73)
            self.descriptor(v[1], v[2], 2 if v[5] is None else 3, v[3], v[4])
            self.handle()
            self.fields(v)
        elif v[0] == "enum":
            self.o.u1(0x7E)
            self.descriptor(v[1], 0, 0x12, [], ("obj", "java.lang.Enum", 0, [], None, None))
            self.handle()
            self.text(v[2])
        else:
            self.o.u1(0x76)
            self.descriptor(v[1], v[2], 2, [], None)
            self.handle()


def obj(name, fields, parent=None, uid=1, items=None):
    return ("obj", name, uid, fields, parent, items)


def array_list(items):
    return obj("java.util.ArrayList", [("I", "size", None, len(items))], uid=8683452581122892189,
               items=[struct.pack(">i", len(items))] + items)


def logical(t):
    """A LogicalType as a Java object: t is (name, nullable, number or parts ...)."""
    root = ("enum", LOGICAL + "LogicalTypeRoot", t[0].upper())
    parent = obj(LOGICAL + "LogicalType", [("Z", "isNullable", None, t[1]),
                                           ("L", "typeRoot", "L%sLogicalTypeRoot;" % LOGICAL.replace(".", "/"), root)])
    sig = "L%sLogicalType;" % LOGICAL.replace(".", "/")
    if t[0] == "VarChar":
        own = [("I", "length", None, t[2])]
    elif t[0] == "Decimal":
        own = [("I", "precision", None, t[2]), ("I", "scale", None, t[3])]
    elif t[0] == "Timestamp":
        own = [("I", "precision", None, t[2]),
               ("L", "kind", "L%sTimestampKind;" % LOGICAL.replace(".", "/"), ("enum", LOGICAL + "TimestampKind", t[3]))]
    elif t[0] == "Array":
        own = [("L", "elementType", sig, logical(t[2]))]
    elif t[0] == "Row":
        own = [("L", "fields", "Ljava/util/List;",
                array_list([obj(LOGICAL + "RowType$RowField", [("L", "description", "Ljava/lang/String;", None),
                                                               ("L", "name", "Ljava/lang/String;", n),
                                                               ("L", "type", sig, logical(x))]) for n, x in t[2]]))]
    else:
        own = []
    return obj(LOGICAL + t[0] + "Type", own, parent)


def serializer(t):
    """A table serializer as a Java object: some compare what they hold, some do not."""
    if t[0] == "Array":
        return obj(TABLE + "ArrayDataSerializer", [("L", "eleSer", "Ljava/lang/Object;", serializer(t[2])),
                                                   ("L", "eleType", "Ljava/lang/Object;", logical(t[2]))], uid=5)
    if t[0] == "Decimal":
        return obj(TABLE + "DecimalDataSerializer", [("I", "precision", None, t[2]), ("I", "scale", None, t[3])], uid=6)
    return obj(BASE + t[0] + "Serializer", [], uid=7)


# ---- what a job is made of ----
# A type is a tuple: its kind first. Classes are named by number; what is in them stands in the universe.
PRIMITIVES = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")


class Universe:
    """The classes of one job: POJOs with fields and subclasses, enums, Avro records."""

    def __init__(self, rnd):
        self.rnd = rnd
        self.enums = ["E%d" % i for i in range(3)]
        self.constants = {e: rnd.sample("ABCDEFG", rnd.randint(1, 5)) for e in self.enums}
        self.pojos = {}
        for i in range(4):
            fields = {n: ["P%d" % i if rnd.random() < .8 else "Super%d" % i, self.type(2, i)]
                      for n in rnd.sample("abcdefgh", rnd.randint(1, 4))}
            subclasses = [["P%dSub%d" % (i, k), self.type(1, i)] for k in range(rnd.choice((0, 0, 1, 2)))]
            met = [["P%dMet" % i, self.type(1, i)]] if rnd.random() < .15 else []
            self.pojos["P%d" % i] = [fields, subclasses, met]

    def type(self, depth, below=4):
        """A type that may hold POJOs of a smaller number: classes do not hold themselves."""
        rnd = self.rnd
        kinds = ["simple"] * 6 + ["enum", "value", "kryo", "decimal", "time", "binary"]
        if below:
            kinds += ["pojo"] * 4
        if depth > 0:
            kinds += ["plain"] * 4 + ["tuple", "row", "array", "nullable", "flagged", "avro", "rowdata", "arraydata",
                                      "sorted", "external"]
        kind = rnd.choice(kinds)
        part = lambda: self.type(depth - 1, below)
        if kind == "simple":
            return (kind, rnd.choice(GONE) if rnd.random() < .02 else rnd.choice(SIMPLE))
        if kind == "enum":
            return (kind, rnd.choice(self.enums))
        if kind == "pojo":
            return (kind, "P%d" % rnd.randrange(below))
        if kind == "value":
            return (kind, rnd.choice(("Value", "CopyableValue")), "V%d" % rnd.randrange(3))
        if kind == "kryo":
            return (kind, rnd.choice(["java.util.List", "K0", "K1"]), self.registrations(), self.defaults(), rnd.random() < .3)
        if kind == "decimal":
            return (kind, rnd.choice((10, 12)), rnd.choice((2, 3)))
        if kind in ("time", "binary"):
            return (kind, rnd.choice((3, 6)))
        if kind == "plain":
            name, outer, n = rnd.choice(PLAIN if rnd.random() < .1 else PLAIN[:-1])
            return (kind, name, outer, [part() for _ in range(n)])
        if kind in ("tuple", "row"):
            return (kind, [part() for _ in range(rnd.randint(1, 3))], rnd.choice((0, 1, 2)))
        if kind == "array":
            return (kind, rnd.choice(("[I", "A0", "A1")), part())
        if kind == "nullable":
            return (kind, rnd.choice((0, 8)), part())
        if kind == "flagged":
            row = rnd.choice(FLAGGED)
            return (kind, row, [part() for _ in range(row[4] or 2)], rnd.choice((0, 1, 2)))
        if kind == "avro":
            return (kind, rnd.choice(("org.apache.avro.generic.GenericRecord", "R0")), self.schema(2, {}, True))
        if kind == "rowdata":
            types = [self.logical_type(1) for _ in range(rnd.randint(1, 3))]
            return (kind, types, [part() for _ in types])
        if kind == "arraydata":
            return (kind, self.logical_type(1))
        if kind == "sorted":
            return (kind, self.logical_type(0), rnd.randint(0, 2), [part(), part()])
        return ("external", rnd.random() < .2, part())

    def logical_type(self, depth):
        rnd = self.rnd
        name = rnd.choice(["Int", "VarChar", "Decimal", "Timestamp"] + (["Array", "Row"] if depth else []))
        more = {"Int": lambda: (), "VarChar": lambda: (rnd.choice((10, 20)),), "Decimal": lambda: (10, rnd.choice((2, 3))),
                "Timestamp": lambda: (3, rnd.choice(("REGULAR", "ROWTIME"))), "Array": lambda: (self.logical_type(0),),
                "Row": lambda: ([(n, self.logical_type(0)) for n in rnd.sample("xyz", 2)],)}[name]()
        return (name, rnd.random() < .7) + more

    def registrations(self):
        rnd = self.rnd
        return [(n, rnd.choice((0, 0, 1, 1, 2)), "S%d" % rnd.randrange(2)) for n in rnd.sample(("K0", "K1", "K2", "K3"),
                                                                                               rnd.choice((0, 1, 2, 3)))]

    def defaults(self):
        rnd = self.rnd
        return ([n for n in ("D0", "D1") if rnd.random() < .08], [n for n in ("C0", "C1", "C2") if rnd.random() < .15])

    def schema(self, depth, known, top=False):
        rnd = self.rnd
        kinds = ["primitive"] * 3 + ["enum", "fixed"] + (["record", "array", "map", "union"] if depth else [])
        kind = "record" if top else rnd.choice(kinds)
        if known and not top and rnd.random() < .1:
            return rnd.choice(sorted(known))
        if kind == "primitive":
            name = rnd.choice(PRIMITIVES)
            return {"type": "string", "avro.java.string": "String"} if name == "string" and rnd.random() < .3 else name
        if kind in ("array", "map"):
            return {"type": kind, {"array": "items", "map": "values"}[kind]: self.schema(depth - 1, known)}
        if kind == "union":
            return ["null"] + rnd.sample(("int", "long", "string"), rnd.randint(1, 2))
        name = "N%d" % len(known)
        known["acme." + name] = True
        out = {"type": kind, "name": name, "namespace": "acme"}
        if kind == "enum":
            out["symbols"] = rnd.sample("UVWXYZ", rnd.randint(1, 4))
            if rnd.random() < .3:
                out["default"] = out["symbols"][0]
        elif kind == "fixed":
            out["size"] = rnd.choice((4, 16))
        else:
            out["fields"] = [self.field(n, self.schema(depth - 1, known)) for n in rnd.sample("abcdef", rnd.randint(1, 3))]
        return out

    def field(self, name, schema):
        out = {"name": name, "type": schema}
        if self.rnd.random() < .3:
            out["default"] = self.rnd.choice((None, 1, "x", [], {"k": [1, 2]}))
        return out


def is_whole(schema, space, declared):
    """Whether a schema refers to nothing that it does not declare, and declares nothing twice."""
    if isinstance(schema, str):
        return schema in PRIMITIVES or schema in declared
    if isinstance(schema, list):
        return all(is_whole(branch, space, declared) for branch in schema)
    if "name" in schema:
        space = schema.get("namespace", space)
        name = space + "." + schema["name"]
        if name in declared:
            return False
        declared.add(name)
    parts = [f["type"] for f in schema.get("fields", ())] + [schema[k] for k in ("items", "values") if k in schema]
    names = [f["name"] for f in schema.get("fields", ())]
    return len(set(names)) == len(names) and all(is_whole(part, space, declared) for part in parts)


# ---- changes ----
class Changed:
    """The same job some time later: classes changed, and types of states too."""

    def __init__(self, universe):
        self.u = u = copy.copy(universe)
        u.pojos, u.constants = copy.deepcopy(universe.pojos), copy.deepcopy(universe.constants)
        rnd = u.rnd
        for e in u.enums:
            if rnd.random() < .3:
                self.change_enum(e)
        for name in u.pojos:
            if rnd.random() < .45:
                self.change_pojo(name)
            u.pojos[name][2] = []  # a new serializer has met nothing yet

    def change_enum(self, e):
        rnd, names = self.u.rnd, self.u.constants[e]
        what = rnd.choice(("add", "remove", "shuffle"))
        if what == "add":
            names.insert(rnd.randint(0, len(names)), "NEW")
        elif what == "remove" and len(names) > 1:
            names.pop(rnd.randrange(len(names)))
        else:
            rnd.shuffle(names)

    def change_pojo(self, name):
        rnd, (fields, subclasses, _) = self.u.rnd, self.u.pojos[name]
        number = int(name[1:])
        what = rnd.choice(("add", "remove", "type", "type", "up", "down", "subclass", "order", "sub-type"))
        field = rnd.choice(sorted(fields))
        if what == "add":
            fields["z"] = [name, self.u.type(1, number)]
        elif what == "remove":
            del fields[field]
        elif what == "type":
            fields[field][1] = self.type(fields[field][1], number)
        elif what == "up":
            fields[field][0] = "Super%d" % number
        elif what == "down":
            fields[field][0] = name
        elif what == "subclass":
            subclasses.append([name + "SubNew", self.u.type(1, number)])
        elif what == "order":
            rnd.shuffle(subclasses)
            if subclasses and rnd.random() < .4:
                subclasses.pop()
        elif subclasses:
            subclasses[0][1] = self.type(subclasses[0][1], number)

    def type(self, t, below=4):
        """Often the same, else changed somewhere, else another one."""
        rnd = self.u.rnd
        if rnd.random() < .3:
            return t
        if rnd.random() < .1:
            return self.u.type(2, below)
        t = list(t)
        for i, part in enumerate(t):
            if isinstance(part, list) and part and isinstance(part[0], tuple) and t[0] in ("plain", "tuple", "row", "flagged",
                                                                                           "sorted"):
                at = rnd.randrange(len(part))
                t[i] = part[:at] + [self.type(part[at], below)] + part[at + 1:]
        if t[0] in ("array", "nullable", "external"):
            t[2] = self.type(t[2], below)
        elif t[0] == "kryo":
            t[2] = self.registrations(t[2])
            t[3] = t[3] if rnd.random() < .7 else self.u.defaults()
        elif t[0] == "avro":
            changed = self.schema(copy.deepcopy(t[2]))
            t[2] = changed if is_whole(changed, "", set()) else t[2]
        elif t[0] in ("rowdata", "arraydata", "sorted", "decimal", "time", "binary") and rnd.random() < .3:
            again = self.u.type(1, below)
            return again if again[0] == t[0] else tuple(t)
        return tuple(t)

    def registrations(self, old):
        rnd, new = self.u.rnd, list(old)
        what = rnd.choice(("none", "add", "remove", "shuffle", "kind"))
        if what == "add":
            new.append(("K9", 1, "S9"))
        elif what == "remove" and new:
            new.pop(rnd.randrange(len(new)))
        elif what == "shuffle":
            rnd.shuffle(new)
        elif what == "kind" and new:
            new[0] = (new[0][0], 1, "S8")
        return new

    def schema(self, s):
        """Changes one thing in a record."""
        rnd = self.u.rnd
        fields = s["fields"]
        field = rnd.choice(fields)
        what = rnd.choice(("none", "doc", "add", "add-default", "remove", "rename", "alias", "promote", "namespace", "name",
                           "property", "order", "deeper", "default", "ambiguous"))
        if what == "doc":
            s["doc"] = "changed"
        elif what.startswith("add"):
            fields.append({"name": "z", "type": "int", **({"default": 5} if what == "add-default" else {})})
        elif what == "remove":
            fields.remove(field)
        elif what in ("rename", "alias"):
            before, field["name"] = field["name"], "y"
            if what == "alias":
                field["aliases"] = [before]
        elif what == "promote" and field["type"] in ("int", "float", "string", "bytes", "long"):
            field["type"] = {"int": "long", "float": "double", "string": "bytes", "bytes": "string", "long": "int"}[field["type"]]
        elif what == "namespace":
            s["namespace"] = "other"
        elif what == "name":
            s["name"], s["aliases"] = "Renamed", rnd.choice(([], ["acme." + s["name"]], [s["name"]]))
        elif what == "property":
            s["connect.version"] = 2
        elif what == "order":
            field["order"] = rnd.choice(("ascending", "descending", "ignore"))
        elif what == "deeper" and isinstance(field["type"], dict):
            self.inner(field["type"])
        elif what == "default":
            field["default"] = 1
        elif what == "ambiguous":
            fields.append({"name": "w", "type": "int", "aliases": [f["name"] for f in fields[:2]]})
        return s

    def inner(self, t):
        if t["type"] == "record":
            self.schema(t)
        elif t["type"] == "enum":
            t["symbols"] = self.u.rnd.choice((t["symbols"][::-1], t["symbols"] + ["NEW"], t["symbols"][1:] or ["OTHER"]))
        elif t["type"] == "fixed":
            t["size"] = 16
        elif t["type"] in ("array", "map"):
            t[{"array": "items", "map": "values"}[t["type"]]] = "long"


# ---- bytes ----
class Writer:
    """A snapshot as a job of that universe writes it; new: by 2.2, whose serializers are at their latest versions."""

    def __init__(self, universe, new, avro_on_path):
        self.u, self.new, self.avro = universe, new, avro_on_path

    def write(self, t):
        o = Bytes()
        self.put(o, t)
        return bytes(o.b)

    def head(self, o, name, version):
        o.utf(name)
        o.i4(version)

    def composite(self, o, name, outer, parts, body=b""):
        self.head(o, name, 3)
        o.i4(911108)
        o.i4(outer)
        o.raw(body)
        self.nested(o, parts)

    def nested(self, o, parts):
        o.i4(1333245)
        o.i4(1)
        o.i4(len(parts))
        for part in parts:
            self.put(o, part)

    def utf(self, s):
        o = Bytes()
        o.utf(s)
        return bytes(o.b)

    def put(self, o, t):
        getattr(self, "put_" + t[0])(o, *t[1:])

    def put_simple(self, o, name):
        self.head(o, SIMPLE[0] if self.new and name in GONE else name, 3)

    def put_enum(self, o, name):
        self.head(o, BASE + "EnumSerializer$EnumSerializerSnapshot", 3)
        o.utf("acme." + name)
        o.i4(len(self.u.constants[name]))
        for constant in self.u.constants[name]:
            o.utf(constant)

    def put_value(self, o, kind, cls):
        self.head(o, RUNTIME + "%sSerializer$%sSerializerSnapshot" % (kind, kind), 2)
        o.utf("acme." + cls)

    def optional_map(self, o, entries):
        o.i8(0x000004F2C69A3D70)
        o.i4(len(entries))
        for name, key, value in entries:
            o.utf(name)
            for part in (key, value):
                o.u1(part is not None)
                if part is not None:
                    o.frame(part)

    def put_pojo(self, o, name):
        fields, subclasses, met = self.u.pojos[name]
        self.head(o, RUNTIME + "PojoSerializerSnapshot", 2)
        o.utf("acme." + name)
        self.optional_map(o, [(f, self.utf("acme." + fields[f][0]) + self.utf(f), self.write(fields[f][1]))
                              for f in sorted(fields)])
        for subs in (subclasses, met):
            self.optional_map(o, [("acme." + n, b"", self.write(t)) for n, t in subs])

    def instance(self, cls):
        wrapper = obj(WRAPPERS[self.new], [("L", "serializer", "Ljava/lang/Object;", obj("acme." + cls, [], uid=9))], uid=4)
        return bytes(Java(wrapper).o.b)

    def put_kryo(self, o, cls, registrations, defaults, user_type):
        cls = cls if cls.startswith("java.") else "acme." + cls
        self.head(o, RUNTIME + "kryo.KryoSerializerSnapshot", 2)
        o.utf(cls)
        entries = {cls: self.utf(cls) + struct.pack(">i", 0)}
        for name, kind, serializer_class in registrations:
            more = (b"", self.utf("acme." + serializer_class), self.instance(serializer_class))[kind]
            entries["acme." + name] = self.utf("acme." + name) + struct.pack(">i", kind) + more
        kryo = RUNTIME + "kryo.Serializers$"
        if self.avro:
            entries[AVRO_ARRAY] = self.utf(AVRO_ARRAY) + struct.pack(">i", 2) + self.instance("AvroArray")
        else:
            entries[AVRO_ARRAY] = (self.utf(kryo + "DummyAvroRegisteredClass") + struct.pack(">i", 1) +
                                   self.utf(kryo + "DummyAvroKryoSerializerClass"))
        self.optional_map(o, [(n, self.utf(n), v) for n, v in entries.items()])
        self.optional_map(o, [("acme." + n, self.utf("acme." + n), self.instance("S0")) for n in defaults[0]])
        self.optional_map(o, [("acme." + n, self.utf("acme." + n), self.utf("acme.S1")) for n in defaults[1]])

    def put_decimal(self, o, precision, scale):
        self.head(o, TABLE + "DecimalDataSerializer$DecimalSerializerSnapshot", 3)
        o.i4(precision)
        o.i4(scale)

    def put_time(self, o, precision):
        self.head(o, TABLE + "TimestampDataSerializer$TimestampDataSerializerSnapshot", 1)
        o.i4(precision)

    def put_binary(self, o, fields):
        self.head(o, TABLE + "BinaryRowDataSerializer$BinaryRowDataSerializerSnapshot", 3)
        o.i4(fields)

    def put_plain(self, o, name, outer, parts):
        if self.new and ".scala." in name:
            name, outer = PLAIN[0][:2]
        self.composite(o, name, outer, parts)

    def put_tuple(self, o, parts, age):
        self.composite(o, RUNTIME + "TupleSerializerSnapshot", 2, parts, self.utf(FLINK + "api.java.tuple.Tuple%d" % len(parts)))

    def put_row(self, o, parts, age):
        self.put_flagged(o, FLAGGED[0], parts, age)

    def put_flagged(self, o, row, parts, age):
        name, false, true, written = row[:4]
        outer = written if self.new else (false, true or written, written)[age]
        self.composite(o, name, outer, parts, b"\x01" if outer == written and written != 2 or row[2] is None and outer == 2 else b"")

    def put_array(self, o, component, part):
        name = component if component.startswith("[") else "acme." + component
        self.composite(o, BASE + "GenericArraySerializerSnapshot", 1, [part], self.utf(name))

    def put_nullable(self, o, padding, part):
        self.composite(o, RUNTIME + "NullableSerializer$NullableSerializerSnapshot", 2, [part], struct.pack(">i", padding))

    def string_value(self, o, s):
        for n in [len(s) + 1] + [ord(c) for c in s]:
            while n >= 0x80:
                o.u1(n & 0x7F | 0x80)
                n >>= 7
            o.u1(n)

    def put_avro(self, o, cls, schema):
        version = 3 if self.new else self.u.rnd.choice((2, 3))
        self.head(o, FLINK + "formats.avro.typeutils.AvroSerializerSnapshot", version)
        for s in (cls if "." in cls else "acme." + cls, json.dumps(schema)):
            if version == 2:
                o.utf(s)
            else:
                self.string_value(o, s)

    def put_rowdata(self, o, types, parts):
        self.head(o, TABLE + "RowDataSerializer$RowDataSerializerSnapshot", 3)
        o.i4(len(types))
        for t in types:
            o.raw(Java(logical(t)).o.b)
        self.nested(o, parts)

    def put_arraydata(self, o, t):
        self.head(o, TABLE + "ArrayDataSerializer$ArrayDataSerializerSnapshot", 3)
        o.raw(Java(logical(t)).o.b)
        o.raw(Java(serializer(t)).o.b)

    def put_sorted(self, o, t, position, parts):
        self.head(o, TABLE + "SortedMapSerializerSnapshot", 3)
        o.raw(Java(obj(FLINK + "table.runtime.operators.rank.ComparableRecordComparator",
                       [("I", "position", None, position), ("L", "keyType", "Ljava/lang/Object;", logical(t))], uid=4)).o.b)
        self.nested(o, parts)

    def put_external(self, o, before_1_15, part):
        uid = DATA_TYPE_UIDS[self.new or not before_1_15]
        data_type = Java(obj(FLINK + "table.types.DataType", [("L", "logicalType", "Ljava/lang/Object;", logical(("Int", True)))],
                             uid=uid))
        self.composite(o, TABLE + "ExternalSerializer$ExternalSerializerSnapshot", 1, [part], bytes(data_type.o.b) + b"\x00")


def pairs(seed, each=12):
    """Old and new bytes of the states of one job."""
    rnd = random.Random(seed)
    universe = Universe(rnd)
    changed = Changed(universe)
    old = Writer(universe, False, rnd.random() < .15)
    new = Writer(changed.u, True, rnd.random() < .15)
    for _ in range(each):
        before = universe.type(rnd.randint(0, 4))
        after = changed.type(before) if rnd.random() < .9 else changed.u.type(rnd.randint(0, 4))
        yield old.write(before), new.write(after)
