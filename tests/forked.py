"""Programs of Python that begin as forks of one process, which has imported what they import.

A test that asks for a plan or a mistake spends most of its time on importing Snakemake. What a program does is the
same in a fork: it has its own arguments, variables, folder and output, and ends as Python does. Tests of how a program
starts, and of what ends it, start it as users do.
"""

import atexit
import json
import os
import runpy
import select
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
IMPORTED = (
    "snakemake.cli",
    "snakemake.report.html_reporter",
    "snakemake.script",
    "jsonschema",
    "jupytext",
    "lecture.archive.planning",
    "lecture.build.configuration",
    "lecture.build.interruption",
    "lecture.checking.verification",
    "lecture.command",
    "lecture.publishing.exporters",
    "lecture.text.checking",
    "lecture.text.glossary",
    "lecture.watching.plan",
    "nbconvert.nbconvertapp",
)


def run(
    program: Sequence[str], folder: Path, variables: Mapping[str, str], timeout: float, *, apart: bool = False
) -> subprocess.CompletedProcess:
    """What `subprocess.run` gives of a program, with what it says.

    Args:
        program: a module with a program in it, and its arguments.
        folder: where it runs.
        variables: of its environment, all of them.
        timeout: seconds after which it hangs.
        apart: whether what it says of mistakes is in `stderr`, and not with its output in `stdout`.

    Raises:
        subprocess.TimeoutExpired: it hangs.
    """
    first = imported()
    with tempfile.TemporaryDirectory() as place:
        said = [Path(place, name) for name in (("stdout", "stderr") if apart else ("stdout",))]
        asked = {"program": [*program], "folder": str(folder), "variables": dict(variables)}
        asked["said"] = [str(said[0]), str(said[-1])]
        print(json.dumps(asked), file=first.stdin, flush=True)
        if not select.select([first.stdout], [], [], timeout)[0]:
            first.kill()
            imported.cache_clear()
            raise subprocess.TimeoutExpired(program, timeout)
        code = int(first.stdout.readline())
        return subprocess.CompletedProcess(program, code, *(file.read_text(encoding="utf-8") for file in said))


@cache
def imported() -> subprocess.Popen:
    """The process that has imported; it ends with this one."""
    first = subprocess.Popen(
        [sys.executable, "-P", __file__],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(first.communicate)
    return first


def asked() -> dict:
    """In that process: start a fork for each program and tell how it ended; in the fork: the program."""
    for line in sys.stdin:
        if (fork := os.fork()) == 0:
            return json.loads(line)
        print(os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]), flush=True)
    sys.exit()


if __name__ == "__main__":
    for name in IMPORTED:
        import_module(name)
    begun = asked()
    writing = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    for number, (file, how) in enumerate([(os.devnull, os.O_RDONLY), *((file, writing) for file in begun["said"])]):
        os.dup2(os.open(file, how), number)
    os.chdir(begun["folder"])
    os.environ.clear()
    os.environ.update(begun["variables"])
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.argv = begun["program"]
    runpy.run_module(begun["program"][0], run_name="__main__", alter_sys=True)
