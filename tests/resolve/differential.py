#!/usr/bin/env python3
"""snapvet resolve beside another implementation of the same rules, on pairs of snapshots made at random.
usage: differential.py SNAPVET [JOBS [FIRST]]

The other one is a folder that the environment variable SNAPVET_REFERENCE names, with parse.py and resolve.py. JOBS times 12 pairs,
bare and as state."""
import collections
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import generate

WORDS = {"AS_IS": "as-is", "AFTER_MIGRATION": "after-migration", "RECONFIGURED": "reconfigured", "INCOMPATIBLE": "incompatible"}


def world_of(reference, new):
    """Classes are there unless Flink's own are not; what is in them, the new snapshot says."""

    class World(reference.World):
        def exists(self, name):
            name = name.lstrip("[").removeprefix("L").rstrip(";") if name.startswith("[") else name
            return not (name.startswith("org.apache.flink.") and reference.gone(name))

        def is_enum(self, name):
            return name in self.enum or name not in self.pojo

    world = World({}, new, True)
    world.learn(new)
    return world


def expected(reference, old, new, as_state):
    try:
        read = reference.read(old, world_of(reference, new))
    except reference.ReadExc:
        return "read-error"
    try:
        return WORDS[(reference.resolve_state if as_state else reference.resolve)(new, read)]
    except reference.ResExc:
        return "resolve-error"


def ask(snapvet, files, as_state):
    lines = "".join("%s\t%s\n" % pair for pair in files)
    command = [snapvet, "resolve"] + (["--as-state"] if as_state else []) + ["--pairs", "-"]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=False)
    answers = [line.split("\t") for line in done.stdout.decode().splitlines()]
    if done.returncode not in (0, 1, 2) or len(answers) != len(files):
        sys.exit("exit code %d, %d answers to %d pairs" % (done.returncode, len(answers), len(files)))
    return answers


def main():
    snapvet = os.path.realpath(sys.argv[1])
    jobs, first = (int(a) for a in (sys.argv[2:] + ["400", "0"][len(sys.argv) - 2:])[:2])
    sys.path.insert(0, os.environ["SNAPVET_REFERENCE"])
    sys.setrecursionlimit(10000)
    import parse
    import resolve as reference

    said, differences = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        made = [(seed, pair) for seed in range(first, first + jobs) for pair in generate.pairs(seed)]
        files = []
        for i, (_, pair) in enumerate(made):
            files.append(tuple(os.path.join(folder, "%d.%s" % (i, side)) for side in ("old", "new")))
            for path, content in zip(files[-1], pair):
                pathlib.Path(path).write_bytes(content)
        for as_state in (False, True):
            for (seed, (old, new)), answer in zip(made, ask(snapvet, files, as_state)):
                want = expected(reference, parse.parse(old), parse.parse(new), as_state)
                said[want] += 1
                if answer[0] == want:
                    continue
                differences += 1
                if differences <= 20:
                    print("job %d%s: %s, and %s by the other: %s" % (seed, " as state" if as_state else "", answer[0], want,
                                                                     answer[2]))
                    print("  old %s\n  new %s" % (parse.parse(old), parse.parse(new)))
    print("%d answers, %d differ: %s" % (sum(said.values()), differences, dict(said)))
    sys.exit(differences > 0 or not said)


main()
