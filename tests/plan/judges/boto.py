"""Snippets of Python run against botocore's Stubber: parameters by the models of the services, answers of answers.py."""
import contextlib
import io
import os
import time

from judges import Complaint, Mutation
from judges import answers
from judges.aws import enums

NAME = "boto3 snippets (botocore Stubber)"
MUTATIONS = [
    Mutation("python", "ApplicationName=", "Application="),
    Mutation("python", '"SnapshotsEnabledUpdate": True', '"SnapshotsEnabledUpdate": "true"'),
    Mutation("python", '"RollbackEnabledUpdate": True', ""),
    Mutation("python", "rollback_application(", "roll_back_application("),
    Mutation("python", '["SnapshotDetails"]', '["Snapshot"]'),
    Mutation("python", "RESTORE_FROM_CUSTOM_SNAPSHOT", "RESTORE_FROM_SNAPSHOT"),
    Mutation("python", 'if status != "READY"', 'if status == "DELETING"'),
]
SEES_FAILURE = ("describe_application_snapshot", "describe_application_operation", "get_metric_data")


def stubbed(client, service, called):
    """A client that answers by a stubber; its parameters are checked on their way there as in real life."""
    from botocore.stub import ANY, Stubber

    stubber = Stubber(client)

    def before(params, model, **_):
        name = "%s.%s" % (model.service_model.service_name, model.name)
        answer = service.answer(name, params.get("RuntimeEnvironmentUpdate"))
        if answer is None:
            raise LookupError("answers.py has nothing on %s" % name)
        wrong = list(enums(params, model.input_shape))
        if wrong:
            raise ValueError("; ".join(wrong))
        called.append(name)
        method = next(method for method, operation in client.meta.method_to_api_mapping.items() if operation == model.name)
        stubber.add_response(method, answer, dict.fromkeys(params, ANY))

    client.meta.events.register_first("before-parameter-build.*.*", before)
    stubber.activate()
    return client


def run(code, step, table, is_enhanced=False):
    """Runs a snippet; (what it left with, operations called). None: it came to its end."""
    import boto3

    called, service = [], answers.Service(table, answers.state_before(
        step, "READY" if step in ("start", "restore") else "RUNNING", is_enhanced))
    real = boto3.client

    def client(name, **options):
        keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
        return stubbed(real(name, **options, **keys), service, called)

    sleep, boto3.client, time.sleep = time.sleep, client, lambda _: None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, "snippet", "exec"), {"__name__": "__main__"})
    except SystemExit as left:
        return "left: %s" % left, called
    except Exception as error:  # whatever a snippet raises is what is wrong with it
        return "%s: %s" % (type(error).__name__, error), called
    finally:
        boto3.client, time.sleep = real, sleep
    return None, called


def snippets(text, kit):
    """The Python of a text; that of a script is what it gave to python3."""
    if text.syntax == "python":
        return [(text.text, text.step)]
    return [(argv[-1], "") for argv in kit.calls(text, "python3")] if text.syntax == "script" else []


def wrong(code, step):
    for is_enhanced in [False, True] if "ENHANCED_SNAPSHOTS" in code else [False]:
        what, called = run(code, step, answers.WELL, is_enhanced)
        if what or not called:
            return what or "calls nothing"
        if any(word in code for word in SEES_FAILURE):
            what, _ = run(code, step, answers.FAILING, is_enhanced)
            if not (what or "").startswith("left: "):
                return "does not say that the service failed, but: %s" % (what or "nothing")
    return None


def judge(texts, kit):
    os.environ.update(kit.variables)
    for text in texts:
        for code, step in snippets(text, kit):
            kit.seen[NAME].add(code)
            what = wrong(code, step or "operation")
            if what:
                yield Complaint(text.label, what)
