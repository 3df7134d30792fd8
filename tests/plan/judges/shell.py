"""Texts for a shell and whole scripts: read by bash and shellcheck, then run with stand-ins for every command that leaves the
machine."""
import json
import os
import re
import shlex
import shutil
import subprocess

from judges import Complaint, Missing, Mutation
from judges import answers

NAME = "shell (bash -n, shellcheck, run with stand-ins)"
MUTATIONS = [
    Mutation("bash", "$(aws", "$(aws ("),
    Mutation("bash", "done\n", "don\n"),
    Mutation("bash", '"$CURRENT"', "$(echo $CURRENT)"),
    Mutation("bash", "[[ $STATUS = READY ]]", "[[ $STATUS = CREATING ]]"),
    Mutation("bash", "SnapshotDetails.SnapshotStatus", "SnapshotDetails.Status"),
    Mutation("script", "esac\n", "\n"),
    Mutation("script", "SnapshotInfoDetails.SnapshotStatus", "SnapshotInfoDetails.Status"),
]
STAND_INS = ("aws", "curl", "kubectl", "mvn", "new-flink", "old-flink", "python3", "snapvet", "terraform")
# Values with $ in them are meant to stay as they are; SAVEPOINTS is no misspelling of SAVEPOINT.
MEANT = "--exclude=SC2016,SC2153"
# A text that looks at one of these must not end well where the service failed; at the last, in enhanced snapshot mode.
SEES_FAILURE = ("describe-application-snapshot", "describe-change-set", "describe-application-operation", "get-metric-data",
                "describe-snapshot-operation")


def place_stand_ins(kit):
    folder = os.path.join(kit.scratch, "bin")
    os.makedirs(folder)
    for name in STAND_INS:
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write("#!/bin/sh\nexec %s -B %s %s \"$@\"\n" % (kit.python, kit.stand_in, name))
        os.chmod(path, 0o755)
    os.symlink("/bin/true", os.path.join(folder, "sleep"))
    return folder


def furnish(where, kit):
    """Files and distributions of Flink that a text looks for where it runs."""
    for name in ("OLD_JAR", "REFACTORED_JAR", "ARTIFACT", "TEMPLATE", "POM"):
        path = os.path.join(where, kit.variables.get(name, name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8"):
            pass
    for name, command in (("OLD_FLINK", "old-flink"), ("NEW_FLINK", "new-flink")):
        path = os.path.join(where, kit.variables.get(name, name), "bin")
        os.makedirs(path)
        os.symlink(os.path.join(kit.bin, command), os.path.join(path, "flink"))


def run(text, kit, well, status="RUNNING", is_enhanced=False, options=()):
    """Runs a text in a folder of its own; (exit code, what it wrote)."""
    if not hasattr(kit, "bin"):
        kit.bin = place_stand_ins(kit)
    where = kit.fresh()
    furnish(where, kit)
    state = os.path.join(where, "state.json")
    with open(state, "w", encoding="utf-8") as out:
        json.dump(answers.state_before(text.step, status, is_enhanced), out)
    environment = {**kit.variables, "LOCAL_SAVEPOINT": "copy", "PATH": kit.bin + ":/usr/bin:/bin", "HOME": where,
                   "LC_ALL": "C.UTF-8", "STAND_IN_LOG": kit.log(text, well), "STAND_IN_STATE": state,
                   "STAND_IN_TABLE": "WELL" if well else "FAILING",
                   "PYTHONPATH": os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}
    flags = [] if text.syntax == "script" else ["-euo", "pipefail"]
    script = os.path.join(where, "script")
    with open(script, "w", encoding="utf-8") as out:
        out.write(text.text)
    command = ["bash", *flags, script, *options]
    if text.syntax == "script":  # what is done by hand is asked at a terminal
        command = ["script", "-qec", shlex.join(command), "/dev/null"]
    done = subprocess.run(command, cwd=where, env=environment, input=b"y\n" * 40, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, timeout=300)
    return done.returncode, done.stdout.decode(errors="replace")


def runs_of(text):
    """(status at the beginning, whether in enhanced snapshot mode, options) of the runs of a text that have to end well."""
    modes = [True] if "!= ENHANCED_SNAPSHOTS" in text.text else [False, True] if "ENHANCED" in text.text else [False]
    if text.syntax == "script":
        ways = re.search("^open_ways='(.*)'$", text.text, re.MULTILINE).group(1).split()
        forth = [(modes[-1], ["--yes", "--way", way]) for way in ways] or [
            *((mode, ["--yes"]) for mode in modes), (modes[-1], ["--yes", "--back"])]
        return [("RUNNING", mode, options) for mode, options in (forth if text.via in ("cli", "sdk") else [])]
    return [(status, mode, []) for mode in modes for status in ("RUNNING", "READY") if status in text.text + "RUNNING"]


def wrong_form(text):
    for command in (["bash", "-n"], ["shellcheck", "--shell=bash", "--format=gcc", MEANT, "-"]):
        done = subprocess.run(command, input=text.text.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            return "%s: %s" % (command[0], done.stdout.decode()[:600])
    return None


def wrong_run(text, kit):
    for status, is_enhanced, options in runs_of(text):
        code, said = run(text, kit, True, status, is_enhanced, options)
        if code:
            return "exit code %d where all is well, %s %s: %s" % (code, status, " ".join(options), said[-600:])
    if text.syntax == "script":
        code, said = run(text, kit, True, options=["--dry-run"])
        if code or os.path.exists(kit.logs[text.text][-1]):
            return "exit code %d, or something done, with --dry-run: %s" % (code, said[-600:])
    if text.syntax == "script" and text.via != "cli":
        return None
    for status, is_enhanced, options in runs_of(text)[: 1 if text.syntax == "script" else None]:
        sees = any(word in text.text for word in (SEES_FAILURE if is_enhanced else SEES_FAILURE[:-1]))
        if sees and status == "RUNNING" and not run(text, kit, False, status, is_enhanced, options)[0]:
            return "exit code 0 where the service failed"
    return None


def judge(texts, kit):
    if not shutil.which("shellcheck"):
        raise Missing("shellcheck is not installed")
    for text in texts:
        if text.syntax in ("bash", "script"):
            kit.seen[NAME].add(text.text)
            what = wrong_form(text) or wrong_run(text, kit)
            if what:
                yield Complaint(text.label, what)
