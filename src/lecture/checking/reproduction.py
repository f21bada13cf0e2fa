"""Two whole builds of one checkout, under conditions as unlike as one machine allows, and what differs between them.

Whatever decides what is published stands in the sources and in the data; the rest must not: where the checkout lies and
what it is called, language, time zone, user, umask, the order in which a disk lists files, Python's hash seed, how many
jobs run at a time, variables that libraries read, when it is built. The second build has another one of each. Nothing
that the first has made is there for it. (reprotest, of the Reproducible Builds project, does the same to packages; it
wants root, and a file system of its own, for what is done here by the copies and by Python.)
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lecture.build.processes import started
from lecture.checking.differences import Difference, between
from lecture.files import write_text
from lecture.studies.times import RECORD

BUILT = ("results", "figures", "public", "data", ".snakemake", ".cache", ".git", ".venv")
LINE = 160  # letters of each of the last lines of a build that failed
STRAY = ("LECTURE_", "SNAKEMAKE_", "OMP_", "MKL_", "PYTHON")  # beginnings of variables that a build is not to inherit

PREFIX = "lecture-"
RUNNING = "running"  # names the process whose builds lie beside it; where it is gone, nobody wants them

PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>

# Python lists files as the disk does; since the disks of one machine are alike, the second build gets them backwards.
REVERSED = '''"""Folders are listed backwards."""

import os

_listdir, _scandir = os.listdir, os.scandir


class _Backwards:
    def __init__(self, entries):
        self._entries, self._listed = entries, None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        if self._listed is None:
            self._listed = iter([*self._entries][::-1])
        return next(self._listed)

    def close(self):
        self._entries.close()


os.listdir = lambda *arguments: _listdir(*arguments)[::-1]
os.scandir = lambda *arguments: _Backwards(_scandir(*arguments))
'''


class ReproductionError(Exception):
    """A build that was to be compared failed; the message says which, and how it ended."""


@dataclass(frozen=True)
class Conditions:
    """Under which a checkout is built.

    Attributes:
        folder: the name of its folder.
        cores: how many jobs run at a time.
        umask: of the files that it makes.
        backwards: whether files are made, and folders listed, in the reverse of their order.
        variables: of the environment.
    """

    folder: str
    cores: int
    umask: int
    backwards: bool
    variables: Mapping[str, str] = field(default_factory=dict)


def conditions(cores: int) -> tuple[Conditions, Conditions]:
    """Two sets of conditions that share nothing: the usual ones, and others."""
    usual = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1", "COLUMNS": "80"}
    other = {"LC_ALL": "C", "LANGUAGE": "ru:de", "TZ": "XYZ-13:30", "PYTHONHASHSEED": "4711", "COLUMNS": "211"}
    other |= {"USER": "nobody-else", "LOGNAME": "nobody-else", "OMP_NUM_THREADS": "3", "MKL_NUM_THREADS": "3"}
    return (
        Conditions("build", cores, 0o022, False, usual),
        Conditions("вторая 'сборка' (2)", cores + 1, 0o077, True, other),
    )


@dataclass
class Place:
    """The folder of both builds, and whether it stays when all is done, because somebody is told of it."""

    folder: Path
    stays: bool = False


@contextmanager
def place(wanted: Path | None) -> Iterator[Place]:
    """A folder for both builds, which goes with its builds unless it is to stay or one of them failed.

    What a command that was killed has left behind goes, too, when the next one begins.

    Args:
        wanted: by whoever gave the command, and kept; without it the folder is a temporary one.

    Raises:
        OSError: there is no place for it.
    """
    for mark in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{RUNNING}"):
        process, _, start = mark.read_text(encoding="ascii").partition("-")
        if started(int(process)) != int(start):
            _remove(mark.parent)
    own = Place(Path(wanted or tempfile.mkdtemp(prefix=PREFIX)).resolve(), stays=bool(wanted))
    own.folder.mkdir(parents=True, exist_ok=True)
    mark = own.folder / RUNNING
    mark.write_text(f"{os.getpid()}-{started(os.getpid()) or 0}", encoding="ascii")
    # whoever ends the command by its number ends it as Ctrl-C does
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield own
    except ReproductionError:
        own.stays = True  # its log is told
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        mark.unlink(missing_ok=True)
        if not own.stays:
            _remove(own.folder)


def _remove(folder: Path) -> None:
    """Remove a folder in which processes that are about to end may still write."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def sources(root: Path) -> list[Path]:
    """The files of a checkout that nothing has built: those that git doesn't ignore, or, without git, what lies outside
    the folders of a build and is no record; relative to it, sorted."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:  # git is not installed
        listed = None
    if listed and not listed.returncode and listed.stdout:
        names = [Path(name) for name in listed.stdout.split("\0") if name]
        return sorted({name for name in names if (root / name).is_file()})
    inside = {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    made = {path for path in inside if path.parts[0] in BUILT or "__pycache__" in path.parts} - {Path(RECORD)}
    return sorted(inside - made)


def copy(root: Path, folder: Path, backwards: bool = False) -> None:
    """A checkout's sources with nothing built, its data and its commit.

    Args:
        root: the checkout.
        folder: made if it isn't there; empty but for files of the caller's own.
        backwards: the order in which the files are made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (root / ".git").exists():
        clone = ["git", "clone", "--quiet", "--shared", "--no-checkout", str(root), str(folder / ".clone")]
        if not subprocess.run(clone, capture_output=True).returncode:
            (folder / ".clone/.git").rename(folder / ".git")
            (folder / ".clone").rmdir()
    for path in sources(root)[:: -1 if backwards else 1]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, folder / path)
        shutil.copymode(root / path, folder / path)
    if (root / "data").is_dir():
        (folder / "data").symlink_to((root / "data").resolve(), target_is_directory=True)


def snakemake(folder: Path, *arguments: str) -> None:
    """Run Snakemake in a copy of a checkout.

    Args:
        folder: the copy.
        arguments: of Snakemake: targets first, then options.

    Raises:
        subprocess.CalledProcessError: the build failed; `stdout` holds its output.
    """
    command = [str(Path(sys.executable).with_name("snakemake")), *arguments]
    subprocess.run(command, cwd=folder, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def build(root: Path, place: Path, under: Conditions, arguments: Sequence[str]) -> Path:
    """Build a checkout from nothing, elsewhere; the folder.

    Args:
        root: the checkout.
        place: where its folder is made, and another for the home of who builds.
        under: the conditions.
        arguments: of Snakemake.

    Raises:
        ReproductionError: the build failed.
    """
    folder, home, log = place / under.folder, place / "home", place / "build.log"
    copy(root, folder, under.backwards)
    home.mkdir()
    variables = {name: value for name, value in os.environ.items() if not name.startswith(STRAY)}
    variables |= {"HOME": str(home)} | under.variables
    path = [str(folder / "src")]  # which has the logger that Snakemake is to find
    if under.backwards:
        write_text(place / "order/sitecustomize.py", REVERSED)
        path.append(str(place / "order"))
    path += filter(None, [os.environ.get("PYTHONPATH")])
    variables["PYTHONPATH"] = os.pathsep.join(path)
    command = [sys.executable, "-m", "snakemake", "--cores", str(under.cores), *arguments]
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command,
            cwd=folder,
            env=variables,
            umask=under.umask,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,
        )
    if done.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        last = "\n".join(f"    {line[:LINE]}" for line in lines[-15:])
        raise ReproductionError(f"{folder}: the build failed with exit code {done.returncode}; {log} ends:\n{last}")
    if not (folder / "public").is_dir():
        raise ReproductionError(f"{folder}: the build published nothing")
    return folder


def _end_with_parent() -> None:
    """Where the system can do that, let Ctrl-C reach this process when the one that started it is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGINT))


def reproduce(root: Path, place: Path, cores: int, arguments: Sequence[str]) -> Iterator[Path]:
    """Build a checkout twice; the folder of each, as soon as it is built.

    Args:
        root: the checkout.
        place: an empty folder for both.
        cores: how many jobs run at a time in the first build.
        arguments: of Snakemake.

    Raises:
        ReproductionError: a build failed.
    """
    for number, under in enumerate(conditions(cores), 1):
        yield build(root, place / str(number), under, arguments)


def published(first: Path, second: Path) -> list[Difference]:
    """What differs between the published files of two builds."""
    return list(between(first / "public", second / "public"))


def causes(first: Path, second: Path) -> list[Difference]:
    """What differs between the results behind them, to look for the root: numbers, claims, data, weights."""
    names = ("numbers.json", "claims.json", "training", "experiments", "on_record", "notebooks")
    found = []
    for name in names:
        one, other = first / "results" / name, second / "results" / name
        if one.exists() or other.exists():
            found += between(one, other)
    return found
