"""The same log in other forms tells the same: records of Managed Flink, events of CloudWatch, lines of a container, packed.

usage: forms.py SNAPVET LOG.zst      prints what differs; exit code 1 when something does"""

import gzip
import json
import re
import subprocess
import sys

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (\w+) +(\S+) +\[\] - (.*)$", re.S)


def managed(lines):
    """One record of Managed Flink for each of the log's."""
    record = None
    for line in lines:
        found = RECORD.match(line)
        if found:
            if record:
                yield record
            record = {"applicationARN": "arn:aws:kinesisanalytics:us-east-1:012345678901:application/a",
                      "locationInformation": "org.apache.flink.util.ExceptionUtils.log(ExceptionUtils.java:1)",
                      "logger": found[2], "message": found[3], "messageType": found[1], "threadName": "main"}
        elif record:
            record["throwableInformation"] = record.get("throwableInformation", "") + line + "\n"
    if record:
        yield record


def forms(text):
    lines = text.split("\n")
    records = [json.dumps(record) for record in managed(lines)]
    events = [{"logStreamName": "s", "timestamp": 1, "message": record, "ingestionTime": 2} for record in records]
    plain = [{"timestamp": 1, "message": line} for line in lines]
    yield "records", "\n".join(records).encode()
    arrays = [{k: v.split("\n") if k == "throwableInformation" else v for k, v in json.loads(r).items()} for r in records]
    yield "traces as arrays", "\n".join(json.dumps(r) for r in arrays).encode()
    yield "traces as arrays, indented", "\n".join(json.dumps(r, indent=2) for r in arrays).encode()
    yield "export to S3", gzip.compress("\n".join("2026-01-01T00:00:00.000Z " + r for r in records).encode())
    yield "filter-log-events", json.dumps({"events": events}, indent=4).encode()
    yield "filter-log-events on one line", json.dumps({"events": events}).encode()
    yield "get-log-events of plain lines", json.dumps({"events": plain}, indent=4).encode()
    yield "plain lines on one line", json.dumps({"events": plain}).encode()
    yield "Insights", json.dumps({"results": [[{"field": "@message", "value": r}] for r in records]}).encode()
    yield "a container's JSON", "\n".join(json.dumps({"log": line + "\n", "stream": "stdout"}) for line in lines).encode()
    yield "a container's prefix", "\n".join("taskmanager-1  | " + line for line in lines).encode()
    yield "carriage returns", text.replace("\n", "\r\n").encode()
    yield "colours", re.sub(r"(?m)^(\S+ \S+) (\w+) ", "\033[36m\\1\033[0m \033[31m\\2\033[0m ", text).encode()


def told(snapvet, log):
    run = subprocess.run([snapvet, "why", "-", "--format", "json"], input=log, stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        return ["exit code %d" % run.returncode]
    return sorted(str((c["symptom"], c["operator"], c["class"], c["field"], int(c["count"])))
                  for c in json.loads(run.stdout)["complaints"])


def main():
    snapvet, path = sys.argv[1:3]
    text = subprocess.run(["zstd", "-dqc", path], stdout=subprocess.PIPE, check=True).stdout.decode(errors="replace")
    wanted = told(snapvet, text.encode())
    bad = len(wanted) < 50
    for name, log in forms(text):
        found = told(snapvet, log)
        if found != wanted:
            bad = True
            print("%s: %d complaints, not %d" % (name, len(found), len(wanted)))
            print("   only there:", *sorted(set(found) - set(wanted))[:5], sep="\n      ")
            print("   not there: ", *sorted(set(wanted) - set(found))[:5], sep="\n      ")
    print("%d complaints in each form" % len(wanted))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
