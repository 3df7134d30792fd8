"""Scores snapvet why on exceptions that real Flink threw: each as a log of its own, beside its snapshot.

usage: truth.py SNAPVET FOLDER [-v]      FOLDER holds snapshots/VERSION/CASE/{oracle-2.2*,truth}.json

Asked of each: is the cause known, is there a cure, is it the right operator, and is it the right state (where the operator has
but one, it must be named; where it has more, one that is named must be the operator's). Each is told twice: bare, as it is
recorded (many chains name no operator then), and, where its operator is recorded, behind the line that the task manager writes
before it. Of a trace whose few recorded frames end before the first of Flink's nothing shows that it is of a restore: those are
counted apart."""

import collections
import concurrent.futures
import glob
import json
import os
import subprocess
import sys

HEADER = ("2026-01-01 00:00:00,000 WARN  org.apache.flink.runtime.taskmanager.Task                    [] - op (1/1)#0 "
          "(10f5cd91d971db25f33ac6aa47e98865_%s_0_0) switched from INITIALIZING to FAILED with failure cause:\n")


def trace_of(told):
    """A chain and the frames of its root, as Java prints them; in a log a newline in a message ends the line."""
    chain = told["chain"]
    frames = told.get("root_frames") or ["at java.base/java.lang.Thread.run(Thread.java:840)"]
    lines = []
    for i, cause in enumerate(chain):
        lines.append(("Caused by: " if i else "") + cause)
        lines += ["\t" + frame for frame in frames] if i == len(chain) - 1 else ["\t... 12 more"]
    return "\n".join(lines) + "\n"


def exceptions(folder):
    """Yields where it is recorded, the log without header, the operator's id (None: not recorded) and the case's folder."""
    for path in sorted(glob.glob(os.path.join(folder, "snapshots", "*", "*", "oracle-2.2*.json")) +
                       glob.glob(os.path.join(folder, "joblevel", "*-by-2.2.json"))):
        with open(path, encoding="utf-8") as file:
            oracle = json.load(file)
        case = os.path.join(folder, "snapshots", oracle["snapshot"]) if "snapshot" in oracle else os.path.dirname(path)
        failed = [op for op in oracle["operators"] if op.get("exception")]
        if oracle["job"].get("chain"):
            ids = {op["id"] for op in failed if op["exception"] == oracle["job"]["exception"]}
            yield path, "job", trace_of(oracle["job"]), ids.pop() if len(ids) == 1 else None, case
        for op in failed:
            if op.get("chain"):
                yield path, op["uid"] or op["id"], trace_of(op), op["id"], case


def snapshot_of(case):
    found = glob.glob(os.path.join(case, "**", "_metadata"), recursive=True)
    return os.path.dirname(sorted(found)[-1])


def states_of(case, operator):
    """Names of an operator's states; None when they are not recorded."""
    with open(os.path.join(case, "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    for op in truth["operators"]:
        if op["id"] == operator:
            return None if op["states"] is None else sorted({s["name"] for s in op["states"] if s["kind"] != "timer"})
    return None


def explain(snapvet, log, snapshot):
    run = subprocess.run([snapvet, "why", "-", "--snapshot", snapshot, "--format", "json"], input=log.encode(),
                         stdout=subprocess.PIPE, check=False)
    return json.loads(run.stdout)["complaints"] if run.returncode in (0, 2) else None


def judge_state(told, states):
    if not states:
        return "state not recorded"
    if told["state"] is None:
        return "state missed" if len(states) == 1 else "one of its states"
    return "state right" if told["state"] in states else "state WRONG"


def judge(complaints, trace, operator, states):
    """(cause, operator, state) in words."""
    if complaints is None:
        return "CRASHED", "-", "-"
    if not complaints and "at org.apache.flink." not in trace:
        return "recorded too short", "-", "-"
    if len(complaints) != 1:
        return "%d complaints" % len(complaints), "-", "-"
    told = complaints[0]
    cause = "known" if told["symptom"] and told["cure"] else "NO CURE" if told["symptom"] else "not recognised"
    if operator is None:
        return cause, "operator not recorded" if told["operator"] is None else "operator named", "-"
    if told["operator"] is None:
        return cause, "untied", "-"
    if told["operator"] != operator:
        return cause, "operator WRONG", "-"
    return cause, "operator right", judge_state(told, states)


def whole_log(snapvet, folder):
    """A whole log of a restore: which operators failed, beside the record. False when they differ."""
    case = os.path.join(folder, "snapshots", "1.20.3", "hashmap-canonical")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "logs", "changed-job-2.2.0-hashmap.log.zst")
    with open(os.path.join(case, "oracle-2.2-variant.json"), encoding="utf-8") as file:
        operators = json.load(file)["operators"]
    failed = {op["id"] for op in operators if op.get("exception") and op["stage"] != "access"}
    run = subprocess.run([snapvet, "why", path, snapshot_of(case), "--format", "json"], stdout=subprocess.PIPE, check=False)
    told = [c for c in json.loads(run.stdout)["complaints"] if c["symptom"] is None or c["rule"] != "SV103"]
    named = {c["operator"] for c in told if c["operator"]}
    chained = [c for c in told if c["operator"] is None and " -> " in (c["task"] or "")]
    states = sum(judge_state(c, states_of(case, c["operator"])) == "state right" for c in told if c["operator"])
    print("a whole log: %d operators failed; %d of them named, %d others, %d told as one of a chain; %d complaints, %d unknown, "
          "%d with the right state" % (len(failed), len(failed & named), len(named - failed), len(chained), len(told),
                                       sum(c["symptom"] is None for c in told), states))
    return not named - failed and len(failed - named) == len(chained)


def main():
    snapvet, folder = sys.argv[1], sys.argv[2]
    verbose = "-v" in sys.argv
    counts = {"bare": collections.Counter(), "in a log": collections.Counter()}
    kinds = collections.Counter()

    def score(told):
        """The verdict on each form that an exception is told in."""
        _, name, trace, operator, case = told
        snapshot, states = snapshot_of(case), states_of(case, operator)
        heads = [("bare", "")] + ([("in a log", HEADER % operator)] if operator and name != "job" else [])
        return [(form, judge(explain(snapvet, head + trace, snapshot), trace, operator, states)) for form, head in heads]

    told = list(exceptions(folder))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        scores = list(pool.map(score, told))
    for (path, name, trace, _, _), verdicts in zip(told, scores):
        for form, verdict in verdicts:
            counts[form][verdict] += 1
            if verdict[0] != "known" or "WRONG" in " ".join(verdict) or verdict[1] == "untied" or "missed" in verdict[2]:
                kinds[form, verdict, trace.strip().split("\n")[-1 if not verbose else 0][:90]] += 1
                if verbose:
                    print(form, verdict, os.path.relpath(path, folder), name)
    bad = 0
    for form, verdicts in counts.items():
        print("%s: %d exceptions" % (form, sum(verdicts.values())))
        for verdict, count in verdicts.most_common():
            print("  %5d  %s" % (count, ", ".join(verdict)))
            text = " ".join(verdict)
            is_good = verdict[0] in ("known", "recorded too short") and "WRONG" not in text
            bad += 0 if is_good and (form == "bare" or "untied" not in text) else count
    for (form, verdict, text), count in kinds.most_common(40 if verbose else 12):
        print("    %4d  %s: %s: %s" % (count, form, ", ".join(verdict), text))
    if not sum(counts["bare"].values()):
        print("no exceptions found below %s" % folder)
        return 1
    return 1 if bad or not whole_log(snapvet, folder) else 0


if __name__ == "__main__":
    sys.exit(main())
