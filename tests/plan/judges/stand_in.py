"""Stands in for a command: notes its arguments and answers as answers.py has it.
usage: stand_in.py NAME ARGUMENT..."""
import json
import os
import sys

import jmespath

from judges import answers


def camel(word):
    return "".join(part.capitalize() for part in word.split("-"))


def aws(argv):
    """What the AWS CLI would print: the answer, as --query and --output ask for it."""
    with open(os.environ["STAND_IN_STATE"], encoding="utf-8") as known:
        service = answers.Service(getattr(answers, os.environ["STAND_IN_TABLE"]), json.load(known))
    options = dict(zip(argv, argv[1:]))
    name = "%s.%s" % ("s3" if argv[0] == "s3api" else argv[0], camel(argv[1]))
    answer = service.answer(name, options.get("--runtime-environment-update"))
    with open(os.environ["STAND_IN_STATE"], "w", encoding="utf-8") as out:
        json.dump(service.state, out)
    if answer is None:
        return
    if "--query" in options:
        answer = jmespath.search(options["--query"], answer)
        if answer is None:
            sys.exit("--query %s finds nothing in an answer of %s" % (options["--query"], name))
    print(plain(answer) if options.get("--output") == "text" else json.dumps(answer, indent=4))


def plain(answer):
    if isinstance(answer, list):
        return "\n".join("\t".join(map(plain, item)) if isinstance(item, list) else plain(item) for item in answer)
    return str(answer)


JOB_MANAGER = {
    "status": '{"status":"RUNNING"}',
    "checkpoints": '{"counts":{"restored":1,"total":2,"in_progress":0,"completed":2,"failed":0}}',
    "metrics?get=numRestarts": '[{"id":"numRestarts","value":"0"}]',
}


def flink(argv):
    if argv[0] in ("stop", "savepoint"):
        print("Savepoint completed. Path: s3://b/savepoints/savepoint-000000-000000000000")
    elif argv[0] == "run":
        print("Job has been submitted with JobID 0123456789abcdef0123456789abcdef")


def curl(argv):
    print(JOB_MANAGER.get(argv[-1].rpartition("/")[2], "{}"))


def kubectl(argv):
    if argv[0] == "get":
        print(JOB_MANAGER.get(argv[-1].rpartition("/")[2], "s3://b/savepoints/savepoint-000000-000000000000"))


def main():
    name, argv = sys.argv[1], sys.argv[2:]
    if name == "python3" or argv[-2:] == ["-f", "-"]:
        argv.append(sys.stdin.read())
    with open(os.environ["STAND_IN_LOG"], "a", encoding="utf-8") as log:
        log.write(json.dumps([name] + argv) + "\n")
    speaks = {"aws": aws, "curl": curl, "kubectl": kubectl, "new-flink": flink, "old-flink": flink}.get(name)
    if speaks:
        speaks(argv)


main()
