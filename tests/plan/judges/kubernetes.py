"""Kubernetes resources, and patches of them, against the CustomResourceDefinitions of Flink's Kubernetes operator."""
import copy
import glob
import json
import os
import zipfile

from judges import Complaint, Missing, Mutation

NAME = "Kubernetes (CRDs of Flink's operator)"
MUTATIONS = [
    Mutation("yaml", "upgradeMode: savepoint", "upgradeMode: sometimes"),
    Mutation("yaml", "upgradeMode:", "upgrade:"),
    Mutation("yaml", "flinkVersion: ", "flinkVersion: v"),
    Mutation("bash", '"upgradeMode"', '"upgrade"'),
    Mutation("bash", '"state":"suspended"', '"state":"asleep"'),
]


def definitions(kit):
    """{kind: schema}; a file of the kit goes before the jar, whose CRD may be older than the Flink that is upgraded to."""
    import yaml

    sources = {}
    for path in glob.glob(os.path.join(kit.folder, "kubernetes", "*.jar")):
        with zipfile.ZipFile(path) as jar:
            sources.update((name, jar.read(name)) for name in jar.namelist() if name.endswith("-v1.yml"))
    for path in sorted(glob.glob(os.path.join(kit.folder, "kubernetes", "*.yml"))):
        with open(path, "rb") as read:
            sources[path] = read.read()
    found = {}
    for content in sources.values():
        crd = yaml.safe_load(content)
        found[crd["spec"]["names"]["kind"]] = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    if not found:
        raise Missing("the operator's CRDs are not in the kit")
    return {kind: closed(schema) for kind, schema in found.items()}


def closed(schema):
    """As the API server does it with strict validation: a field that the schema does not have is an error."""
    schema = copy.deepcopy(schema)
    todo = [schema]
    while todo:
        part = todo.pop()
        if part.get("properties") and not part.get("x-kubernetes-preserve-unknown-fields"):
            part.setdefault("additionalProperties", False)
        if part.pop("nullable", False) and "type" in part:
            part["type"] = [part["type"], "null"]
        if part.pop("x-kubernetes-int-or-string", False):
            part.pop("type", None)
            part["anyOf"] = [{"type": "integer"}, {"type": "string"}]
        todo += list(part.get("properties", {}).values())
        todo += [part[key] for key in ("items", "additionalProperties") if isinstance(part.get(key), dict)]
    schema["properties"]["apiVersion"] = schema["properties"]["kind"] = {"type": "string"}
    schema["properties"]["metadata"] = {"type": "object"}
    return schema


def without_required(schema):
    if isinstance(schema, dict):
        return {key: without_required(value) for key, value in schema.items() if key != "required"}
    return [without_required(item) for item in schema] if isinstance(schema, list) else schema


def complaints(value, schema, kit):
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(value):
        where = ".".join(map(str, error.absolute_path))
        # What an older CRD does not know yet is said, and is no mistake of the plan.
        if where == "spec.flinkVersion" and str(error.instance) in kit.newer_than_crd:
            kit.notes.add("the CRD at hand does not know flinkVersion %s yet" % error.instance)
        else:
            yield "%s: %s" % (where, error.message[:300])


def resources(text):
    import yaml

    return [part for part in yaml.safe_load_all(text) if isinstance(part, dict)]


def patches(text, kit):
    for argv in kit.calls(text, "kubectl"):
        if "patch" in argv:
            yield json.loads(dict(zip(argv, argv[1:]))["--patch"])


def judge(texts, kit):
    if not hasattr(kit, "crds"):
        kit.crds = definitions(kit)
    for text in texts:
        if text.platform != "kubernetes" or text.syntax not in ("yaml", "bash"):
            continue
        try:
            found = resources(text.text) if text.syntax == "yaml" else []
            changes = list(patches(text, kit)) if text.syntax == "bash" else []
        except ValueError as error:
            yield Complaint(text.label, str(error)[:300])
            continue
        if found or changes:
            kit.seen[NAME].add(text.text)
        # What has no kind is a part of a FlinkDeployment, as a patch is.
        changes += [resource for resource in found if "kind" not in resource]
        for resource in (resource for resource in found if "kind" in resource):
            schema = kit.crds.get(resource["kind"])
            for what in complaints(resource, schema, kit) if schema else ["there is no kind %s" % resource["kind"]]:
                yield Complaint(text.label, what)
        for change in changes:
            for what in complaints(change, without_required(kit.crds["FlinkDeployment"]), kit):
                yield Complaint(text.label, what)
