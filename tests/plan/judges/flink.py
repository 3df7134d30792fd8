"""Command lines of flink, read by the option parser of the client of each release."""
import glob
import os
import subprocess

from judges import Complaint, Missing, Mutation

NAME = "flink command lines (Flink's own clients)"
MUTATIONS = [
    Mutation("bash", "--fromSavepoint", "--fromSavepont"),
    Mutation("bash", "--savepointPath", "--savepointsPath"),
    Mutation("bash", "NO_CLAIM", "NOT_CLAIM"),
    Mutation("bash", "flink stop", "flink halt"),
]
CLIENTS = ("old-flink", "new-flink")


class Client:
    """A client of a release, running; one for all questions."""

    def __init__(self, jars, where):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "FlinkCommands.java")
        path = ":".join(jars)
        subprocess.run(["javac", "-proc:none", "-nowarn", "-d", where, "-cp", path, source], check=True)
        command = ["java", "-cp", where + ":" + path, "org.apache.flink.client.cli.FlinkCommands"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def complaint(self, argv):
        self.process.stdin.write(("\t".join(argv) + "\n").encode())
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("Flink's client has ended")
        return answer.decode().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def judge(texts, kit):
    clients = {}
    for name in CLIENTS:
        jars = glob.glob(os.path.join(kit.folder, name, "*.jar"))
        if not jars:
            raise Missing("%s is not in the kit" % name)
        clients[name] = Client(jars, kit.fresh())
    for text in texts:
        for name, client in clients.items():
            for argv in kit.calls(text, name) if text.syntax in ("bash", "script") else []:
                kit.seen[NAME].add((name, *argv))
                what = client.complaint(argv)
                if what:
                    yield Complaint(text.label, "%s %s: %s" % (name, " ".join(argv), what))
    for client in clients.values():
        client.close()
