"""Snippets of Java compiled against the AWS SDK 2.x."""
import glob
import os
import re
import subprocess

from judges import Complaint, Missing, Mutation

NAME = "Java (javac, AWS SDK 2.x)"
MUTATIONS = [
    Mutation("java", ".applicationName(", ".application("),
    Mutation("java", "snapshotsEnabledUpdate(true)", 'snapshotsEnabledUpdate("true")'),
    Mutation("java", ".currentApplicationVersionId(version)", ".currentApplicationVersionId(\"version\")"),
    Mutation("java", "RESTORE_FROM_CUSTOM_SNAPSHOT", "RESTORE_FROM_SNAPSHOT"),
    Mutation("java", "import software.amazon.awssdk.services.cloudwatch.model.Dimension;\n", ""),
    Mutation("java", "build();\n", "build()\n"),
]
CLASS = "%s\nfinal class Step%d {\n    static void run() throws Exception {\n%s\n    }\n}\n"


def judge(texts, kit):
    jars = glob.glob(os.path.join(kit.folder, "java", "*.jar"))
    if not jars:
        raise Missing("the AWS SDK for Java is not in the kit")
    where = kit.fresh()
    labels = {}
    for number, text in enumerate(text for text in texts if text.syntax == "java"):
        kit.seen[NAME].add(text.text)
        lines = text.text.splitlines()
        imports = [line for line in lines if line.startswith("import ")]
        path = os.path.join(where, "Step%d.java" % number)
        with open(path, "w", encoding="utf-8") as out:
            out.write(CLASS % ("\n".join(imports), number, "\n".join(line for line in lines if line not in imports)))
        labels[path] = text.label
    if not labels:
        return
    command = ["javac", "-proc:none", "-Xlint:all,-classfile,-path", "-Xmaxerrs", "1000", "-d", where, "-cp", ":".join(jars)]
    done = subprocess.run(command + list(labels), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode()
    found = re.findall(r"^(\S+\.java):(\d+): (.*)", said, re.MULTILINE)
    for path, line, what in found:
        yield Complaint(labels[path], "line %s: %s" % (line, what))
    if done.returncode and not found:
        yield Complaint("javac", said[-400:])
