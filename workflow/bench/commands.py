"""What the commands for now and then cost: processor time of each, as multiples of `import torch` in the same round.

Works on a copy of a finished lecture (hard links), which is thrown away. Processor time, of a command and all that it
starts, changes little with what else the machine does; whoever waits on idle cores waits no longer than that.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from author import copy, lecture, ratio

from lecture.checking.reproduction import copy as sources_to
from lecture.files import write_bytes
from lecture.studies.times import RECORD

ROOT = Path(__file__).parents[2]
REFERENCE = "import torch"
ARCHIVE, MANIFEST = "bench.tar.xz", "public/manifest.json"
COMMANDS = {  # as make calls them → what runs
    "make verify": ("verify",),
    "make verify MANIFEST=…": ("verify", MANIFEST),
    "make compare": ("compare",),
    "make compare PAGE=…": ("compare", ".", "--page", "moved.html"),
    "make archive": ("archive", ARCHIVE),
    "make compare WITH=archive": ("compare", ARCHIVE),
    "make fetch": ("fetch", ARCHIVE),
    "make drift": ("drift",),
    "make record": ("record",),
    "make record TIMES=1": ("record", "--times"),
    "make edition": ("edition", "bench"),
    "make crate": ("crate", "bench.zip"),
}
FAILS = {"verify", "compare", "drift"}  # by an exit code they tell what they found


def commands(root: Path, rounds: int, say: Callable[[str], None]) -> dict[str, dict]:
    """Processor seconds of each command in each round, and as multiples of REFERENCE.

    Args:
        root: a checkout where the lecture is built.
        rounds: how often each is timed; the first round, which fills caches, doesn't count.

    Returns:
        `seconds`: name → a value for each round; `ratios`: name → `against`, and `median`, `min`, `max` over rounds.

    Raises:
        SystemExit: the lecture is not built, or a command failed.
    """
    if not (root / MANIFEST).is_file():
        raise SystemExit("the lecture is not built: run `make lecture` first")
    seconds: dict[str, list[float]] = {name: [] for name in (REFERENCE, *COMMANDS)}
    with copy(root) as folder, tempfile.TemporaryDirectory() as place:
        bare = Path(place)
        sources_to(root, bare)
        lecture(folder)
        if not (folder / RECORD).is_file():
            told(folder, "record")
        record = (folder / RECORD).read_bytes()
        for turn in range(rounds + 1):
            for name in seconds:
                where = folder
                if name == "make fetch":  # into a checkout that has nothing yet
                    where = bare
                    shutil.rmtree(bare / ".cache/results", ignore_errors=True)
                    shutil.copyfile(folder / ARCHIVE, bare / ARCHIVE)
                taken = processor_seconds(lambda name=name, where=where: _one(where, name))
                if turn:
                    seconds[name].append(taken)
            write_bytes(folder / RECORD, record)  # another one decides other results
            say(f"    round {turn} of {rounds}")
    return {"seconds": seconds, "ratios": {name: ratio(seconds, name, REFERENCE) for name in COMMANDS}}


def processor_seconds(thing: Callable[[], object]) -> float:
    """Seconds of the processor, user's and system's, that the processes take which a function starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    thing()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _one(folder: Path, name: str) -> None:
    if name == REFERENCE:
        subprocess.run([sys.executable, "-c", REFERENCE], check=True)
    else:
        told(folder, *COMMANDS[name])


def told(folder: Path, *arguments: str) -> None:
    """Run the command `lecture` of a checkout.

    Raises:
        SystemExit: it failed; the text is what it said.
    """
    command = [sys.executable, "-m", "lecture.command", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode > (arguments[0] in FAILS):
        raise SystemExit(f"lecture {' '.join(arguments)}: {(done.stderr or done.stdout).strip()[-500:]}")


def table(measured: dict[str, dict]) -> list[str]:
    """The rows of Markdown that docs/commands.md has: seconds of this machine, and multiples."""
    rows = ["| command | processor time, s | times `import torch` | from … to |", "|---|--:|--:|---|"]
    for name, times in measured["ratios"].items():
        median = statistics.median(measured["seconds"][name])
        rows.append(f"| `{name}` | {median:.1f} | {times['median']:.2g} | {times['min']:.2g} … {times['max']:.2g} |")
    return rows
