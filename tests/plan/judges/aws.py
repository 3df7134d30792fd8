"""The AWS CLI's own parser reads the commands, botocore's models of the services check what comes out of it."""
import contextlib
import io
import json

from judges import Complaint, Mutation, Text
from judges import answers

NAME = "AWS CLI commands (awscli, botocore)"
MUTATIONS = [
    Mutation("bash", "--application-name", "--application-nam"),
    Mutation("bash", "--current-application-version-id", "--current-version-id"),
    Mutation("bash", "SnapshotsEnabledUpdate", "SnapshotsEnabled"),
    Mutation("bash", '"RollbackEnabledUpdate":true', '"RollbackEnabledUpdate":"yes"'),
    Mutation("bash", "create-application-snapshot", "create-app-snapshot"),
    Mutation("bash", "RESTORE_FROM_CUSTOM_SNAPSHOT", "RESTORE_FROM_SNAPSHOT"),
    Mutation("bash", "--comparison-operator", "--comparision-operator"),
]


def enums(value, shape, path=""):
    """Values that are none of their shape's: botocore leaves these to the service."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in value.items():
            if name in shape.members:
                yield from enums(member, shape.members[name], path + "." + name)
    elif shape.type_name == "list" and isinstance(value, list):
        for item in value:
            yield from enums(item, shape.member, path + "[]")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        yield "%s is %r, not one of %s" % (path.lstrip("."), value, ", ".join(shape.enum))


class Cli:
    """The AWS CLI with its end cut off: it reads a command line, and what it would send is looked at."""

    def __init__(self):
        import botocore.session  # before awscli, which else brings models of its own, and older ones

        from awscli import clidriver
        from awscli.customizations import commands, waiters
        from botocore.validate import validate_parameters

        self.problems = []
        cli = self

        def invoke(self, service, operation, parameters, _):
            model = self._session.get_service_model(service).operation_model(operation)
            if model.input_shape:
                validate_parameters(parameters, model.input_shape)
                cli.problems.extend(enums(parameters, model.input_shape))
            return 0

        def call(self, args, parsed_globals):
            self._run_main = lambda *_: 0
            return original(self, args, parsed_globals)

        original = commands.BasicCommand.__call__
        clidriver.CLIOperationCaller.invoke = invoke
        waiters.WaiterCaller.invoke = lambda *_: 0
        commands.BasicCommand.__call__ = call
        self.driver = clidriver.create_clidriver()

    def options(self, argv):
        """The long options that a command has, spelled out: the parser also takes beginnings of them."""
        names = set(self.driver._get_argument_table())
        command = self.driver._get_command_table()[argv[0]]
        table = command._get_command_table() if hasattr(command, "_get_command_table") else command.subcommand_table
        for name in argv[1:3]:
            command = table.get(name)
            if not command:
                break
            names |= set(getattr(command, "arg_table", {}))
            table = getattr(command, "subcommand_table", {})
        return names | {"no-" + name for name in names}

    def complaint(self, argv):
        """What is wrong with a command line (without the word aws); None when nothing is."""
        self.problems.clear()
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            try:
                code = self.driver.main(list(argv))
            except SystemExit as left:
                code = left.code
        if code:
            return "exit code %s: %s" % (code, " ".join(said.getvalue().split())[-400:])
        known = self.options(argv)
        self.problems.extend("there is no option %s" % word for word in argv
                             if word.startswith("--") and word[2:].split("=")[0] not in known)
        return "; ".join(self.problems) or None


def wrong_answers(session):
    """Our own answers have to be those of the services."""
    from botocore.validate import ParamValidator

    for table in (answers.WELL, answers.FAILING):
        for name, known in table.items():
            service, operation = name.split(".")
            shape = session.get_service_model(service).operation_model(operation).output_shape
            for answer in known if shape else []:
                report = ParamValidator().validate(answer, shape)
                if report.has_errors():
                    yield Complaint("answers of " + name, report.generate_report())


def judge(texts, kit):
    """Every command that the texts came to call, see shell.py."""
    import botocore.session

    if not hasattr(kit, "cli"):
        kit.cli = Cli()
        yield from wrong_answers(botocore.session.get_session())
    for text in texts:
        if text.syntax in ("bash", "script"):
            for argv in kit.calls(text, "aws"):
                kit.seen[NAME].add(json.dumps(argv))
                what = kit.cli.complaint(argv)
                if what:
                    yield Complaint(text.label, "aws %s: %s" % (" ".join(argv), what))
