#!/usr/bin/env python3
"""Has everything that plans tell somebody to run judged by those who know: the AWS CLI and botocore, cfn-lint, javac, ...
usage: validate.py SNAPVET FIXTURES KIT

KIT is a folder that tools/validators filled. Plans are made for every platform and via, for a fixture of each verdict and
each set of ways that is open, with blanks and with values, and written as JSON and as a script. Then each judge is given
texts with a mistake in them, which it has to see."""
import collections
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from judges import Complaint, Missing, Text
from judges import aws, boto, cloudformation, flink, java, kubernetes, shell, terraform

JUDGES = (shell, aws, boto, cloudformation, terraform, java, kubernetes, flink)
VIAS = [("msf", via) for via in ("cli", "console", "cloudformation", "terraform", "sdk")]
VIAS += [("self", "cli"), ("kubernetes", "cli")]
VERDICTS = {"compatible", "needs-action", "undecided", "incompatible"}

# What somebody might fill in; texts must bear every character that a value may have.
SAMPLES = {
    "allow": "false", "app": "shop", "artifact": "target/it's $HOME `new`.jar", "behind_millis": "600000",
    "bucket": "code.example", "bucket_arn": "arn:aws:s3:::code.example", "checked": "a b/'savepoint'",
    "checkpoint_bytes": "1000000", "checkpoint_millis": "60000", "copy": "shop-2", "deployment": "shop",
    "image": "registry/shop:2", "jar": "jars/it's $HOME `new` #1.jar", "jar_uri": "local:///opt/job.jar",
    "job": "0123456789abcdef0123456789abcdef", "minor": "2.2",
    "namespace": "flink", "new_flink": "flink \"2.2\"", "new_job": "0123456789abcdef0123456789abcdef",
    "new_savepoint": "s3://b/new savepoint", "old_flink": "flink-1.20",
    "old_image": "registry/shop:1", "old_jar": "jars/old $(x).jar", "old_jar_uri": "local:///opt/old.jar",
    "old_operator_version": "v1_20", "old_runtime": "FLINK-1_20", "operator_version": "v2_2", "pom": "a pom's.xml",
    "refactored_image": "registry/shop:1.1", "refactored_jar": "jars/refactored & $(x).jar", "region": "eu-west-1",
    "rest": "http://localhost:8081", "role": "arn:aws:iam::123456789012:role/shop", "runtime": "FLINK-2_2",
    "savepoint": "s3://b/savepoint-1", "savepoints": "s3://b/savepoints", "snapshot": "before", "stack": "shop",
    "template": "it's a template.yaml", "topic": "arn:aws:sns:eu-west-1:123456789012:upgrades", "version": "2.2.0",
}


class Kit:
    """What the judges share: the folder of tools, room for files, and what the texts of a shell came to call."""

    def __init__(self, folder, scratch):
        self.folder, self.scratch = folder, scratch
        self.python = os.path.join(folder, "venv", "bin", "python")
        self.stand_in = os.path.join(os.path.dirname(os.path.abspath(__file__)), "judges", "stand_in.py")
        self.seen = collections.defaultdict(set)
        self.notes = set()
        self.newer_than_crd = {"v2_0", "v2_1", "v2_2", "v2_3"}
        self.variables = {}
        self.logs = {}

    def fresh(self):
        return tempfile.mkdtemp(dir=self.scratch)

    def log(self, text, well):
        """Where the stand-ins write down what a run of a text calls."""
        path = os.path.join(self.fresh(), "log")
        if well:
            self.logs.setdefault(text.text, []).append(path)
        return path

    def calls(self, text, command):
        """Arguments of the calls of a command that a run of the text came to, where all is well."""
        if text.text not in self.logs:
            shell.wrong_run(text, self)
        found = []
        for path in filter(os.path.exists, self.logs[text.text]):
            with open(path, encoding="utf-8") as lines:
                found += [json.loads(line) for line in lines]
        return [argv[1:] for argv in found if argv[0] == command]


def plan(snapvet, snapshot, platform, via, form, values):
    command = [snapvet, "plan", snapshot, "--platform", platform, "--via", via, "--format", form]
    command += [word for name, value in values.items() for word in ("--fill", "%s=%s" % (name, value))]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1, 2) or not done.stdout:
        sys.exit("exit code %d of %s: %s" % (done.returncode, " ".join(command), done.stderr.decode()))
    return done.stdout.decode()


def snapshots(fixtures):
    for folder, _, files in sorted(os.walk(fixtures)):
        if "_metadata" in files and "/flink-1" in folder:
            yield folder


def kinds(snapvet, fixtures):
    """A snapshot of each verdict and set of open ways."""
    found = {}
    for snapshot in snapshots(fixtures):
        document = json.loads(plan(snapvet, snapshot, "self", "cli", "json", {}))
        ways = tuple(way["way"] for way in document["ways"] if way["open_for_states"])
        found.setdefault((document["verdict"], ways), snapshot)
    return found


def filled(text, syntax, variables):
    """A text as it is when somebody filled the blanks in; those of a shell are variables, and set when it is run."""
    for variable, value in variables.items() if syntax != "bash" else ():
        text = text.replace("<%s>" % variable, value.replace("\\", "\\\\").replace('"', '\\"'))
    return text


def texts_of(snapvet, snapshot, platform, via, values, variables):
    document = json.loads(plan(snapvet, snapshot, platform, via, "json", values))
    variables.update((value["variable"], SAMPLES[value["name"]]) for value in document["values"])
    where = "%s, %s, %s" % (document["verdict"], platform, via)
    for step in document["steps"]:
        for command in step["commands"]:
            text = filled(command["text"], command["syntax"], variables)
            yield Text("%s, step %s" % (where, step["id"]), platform, via, step["id"], command["syntax"], text)
    script = plan(snapvet, snapshot, platform, via, "sh", values)
    yield Text("%s, script" % where, platform, via, "", "script", script)


def every_text(snapvet, fixtures, variables):
    """Each text once, and how many plans there were."""
    texts, plans = {}, 0
    found = kinds(snapvet, fixtures)
    if {verdict for verdict, _ in found} != VERDICTS:
        sys.exit("no fixture for some verdict: have %s" % ", ".join(sorted({verdict for verdict, _ in found})))
    for snapshot in found.values():
        for platform, via in VIAS:
            blank = json.loads(plan(snapvet, snapshot, platform, via, "json", {}))
            every = {value["name"]: SAMPLES[value["name"]] for value in blank["values"]}
            for values in ({}, every):
                plans += 1
                for text in texts_of(snapvet, snapshot, platform, via, values, variables):
                    texts.setdefault((text.platform, text.syntax, text.text), text)
    return list(texts.values()), plans


def test_judge(judge, texts, kit):
    """Whether a judge sees each mistake that is put into a text it had nothing to say about."""
    for mutation in judge.MUTATIONS:
        victim = next((text for text in texts if text.syntax == mutation.syntax and mutation.old in text.text), None)
        if not victim:
            yield Complaint("mistake %r" % mutation.new, "no text has %r" % mutation.old)
            continue
        wrong = victim._replace(text=victim.text.replace(mutation.old, mutation.new, 1))
        if not list(judge.judge([wrong], kit)):
            yield Complaint("mistake %r for %r" % (mutation.new, mutation.old), "not seen (%s)" % victim.label)


def main():
    snapvet, fixtures, folder = map(os.path.realpath, sys.argv[1:4])
    bad = judged = 0
    with tempfile.TemporaryDirectory() as scratch:
        kit = Kit(folder, scratch)
        texts, plans = every_text(snapvet, fixtures, kit.variables)
        print("%d plans, %d texts" % (plans, len(texts)))
        for judge in JUDGES:
            try:
                complaints = list(judge.judge(texts, kit))
                seen = len(kit.seen[judge.NAME])
                if not complaints and not seen:
                    complaints.append(Complaint("", "saw nothing to judge"))
                missed = list(test_judge(judge, texts, kit)) if not complaints else []
            except (Missing, ImportError) as missing:
                print("SKIPPED: %s: %s" % (judge.NAME, missing))
                continue
            judged += 1
            bad += len(complaints) + len(missed)
            print("%s: %d judged, %d wrong; %d of %d mistakes seen" % (
                judge.NAME, seen, len(complaints), len(judge.MUTATIONS) - len(missed) if not complaints else 0,
                len(judge.MUTATIONS)))
            for complaint in complaints + missed:
                print("    %s: %s" % complaint)
        for note in sorted(kit.notes):
            print("note: " + note)
    return 77 if not judged else 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
