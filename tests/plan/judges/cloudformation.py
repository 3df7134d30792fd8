"""Fragments of CloudFormation templates by cfn-lint."""
import os
import subprocess

from judges import Complaint, Missing, Mutation

NAME = "CloudFormation (cfn-lint)"
MUTATIONS = [
    Mutation("yaml", "RollbackEnabled:", "Rollback:"),
    Mutation("yaml", "SnapshotsEnabled: true", "SnapshotsEnabled: [1]"),
    Mutation("yaml", "RESTORE_FROM_LATEST_SNAPSHOT", "RESTORE_FROM_SNAPSHOT"),
    Mutation("yaml", "      RuntimeEnvironment:", "      Runtime:"),
    Mutation("yaml", "GreaterThanThreshold", "Greater"),
    Mutation("yaml", "Application\n", "Job\n"),
    Mutation("yaml", "      MetricName:", "     MetricName:"),
]


def is_template(text):
    return text.syntax == "yaml" and text.platform == "msf"


def judge(texts, kit):
    lint = os.path.join(os.path.dirname(kit.python), "cfn-lint")
    if not os.path.exists(lint):
        raise Missing("cfn-lint is not installed")
    files = {}
    for number, text in enumerate(filter(is_template, texts)):
        kit.seen[NAME].add(text.text)
        path = os.path.join(kit.fresh(), "template%d.yaml" % number)
        with open(path, "w", encoding="utf-8") as out:
            out.write('AWSTemplateFormatVersion: "2010-09-09"\n' + text.text + "\n")
        files[path] = text.label
    if not files:
        return
    done = subprocess.run([lint, "--format", "parseable", "--", *files], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    lines = done.stdout.decode().splitlines()
    for line in lines:
        yield Complaint(files.get(line.split(":")[0], "?"), line.split(":", 1)[-1])
    if done.returncode and not lines:
        yield Complaint("cfn-lint", "exit code %d" % done.returncode)
