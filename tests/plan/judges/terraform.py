"""Fragments of Terraform configurations: read by python-hcl2, their blocks and arguments held against those of the provider
for AWS, as its bindings for Python (cdktf) were generated from its schema."""
import ast
import glob
import os
import re
import zipfile

from judges import Complaint, Missing, Mutation

NAME = "Terraform (python-hcl2, the provider's schema)"
MUTATIONS = [
    Mutation("hcl", "application_configuration {", "application_configuration"),
    Mutation("hcl", "snapshots_enabled", "snapshot_enabled"),
    Mutation("hcl", "runtime_environment ", "runtime "),
    Mutation("hcl", "application_restore_type = ", "restore_type = "),
    Mutation("hcl", "flink_run_configuration {", "flink_configuration {"),
    Mutation("hcl", "comparison_operator", "operator"),
    Mutation("hcl", "aws_kinesisanalyticsv2_application_snapshot", "aws_kinesisanalyticsv2_snapshot"),
    Mutation("hcl", "snapshots_enabled = true", "snapshots_enabled = \"yes\""),
]
META = {"lifecycle", "depends_on", "provider", "count", "for_each"}


def structs(source):
    """{class: {argument: (required, annotation)}} of the structs of a generated module."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and any("data_type" in ast.unparse(d) for d in node.decorator_list):
            made = next(f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__")
            found[node.name] = {
                arg.arg: (default is None, ast.unparse(arg.annotation))
                for arg, default in zip(made.args.kwonlyargs, made.args.kw_defaults)
            }
    return found


class Schema:
    def __init__(self, folder):
        wheels = glob.glob(os.path.join(folder, "cdktf_cdktf_provider_aws-*.whl"))
        if not wheels:
            raise Missing("the provider's bindings are not in the kit")
        self.wheel = zipfile.ZipFile(wheels[0])
        self.modules = {}

    def root(self, resource):
        """(structs of the module of a resource, name of its own); None when there is no such resource."""
        if resource not in self.modules:
            name = "cdktf_cdktf_provider_aws/%s/__init__.py" % resource.removeprefix("aws_")
            if name not in self.wheel.namelist():
                return None
            found = structs(self.wheel.read(name).decode())
            config = min((name for name in found if name.endswith("Config")), key=len)
            self.modules[resource] = (found, config)
        return self.modules[resource]

    def complaints(self, resource, body):
        root = self.root(resource)
        if not root:
            yield "there is no resource %s" % resource
            return
        yield from self.block(root[0], root[1], body, resource)

    def block(self, found, name, body, path):
        arguments = found[name]
        for key, value in body.items():
            if key.startswith("__") or key in META:
                continue
            if key not in arguments:
                yield "%s has no %s" % (path, key)
                continue
            child = [c for c in re.findall(r"\w+", arguments[key][1]) if c in found]
            if child and isinstance(value, list):
                for item in value:
                    yield from self.block(found, child[0], item, path + "." + key)
            elif child:
                yield "%s.%s is a block" % (path, key)
            elif str(value).startswith("${"):
                continue  # an expression
            elif "builtins.bool" in arguments[key][1] and not isinstance(value, bool):
                yield "%s.%s is true or false" % (path, key)
            elif "jsii.Number" in arguments[key][1] and not isinstance(value, (int, float)):
                yield "%s.%s is a number" % (path, key)
        yield from ("%s lacks %s" % (path, key) for key, (required, _) in arguments.items()
                    if required and key not in body and not key.endswith("_"))


def judge(texts, kit):
    import hcl2

    schema = Schema(kit.folder)
    for text in texts:
        if text.syntax != "hcl":
            continue
        kit.seen[NAME].add(text.text)
        try:
            read = hcl2.loads(text.text + "\n")
        except Exception as error:  # each release of the parser has errors of its own
            yield Complaint(text.label, "%s: %s" % (type(error).__name__, str(error)[:300]))
            continue
        for block in read.get("resource", []):
            for resource, named in block.items():
                for body in named.values() if not resource.startswith("__") else []:
                    for what in schema.complaints(resource.strip('"'), body):
                        yield Complaint(text.label, what)
