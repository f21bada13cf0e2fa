"""The lecture, built once for all tests that look at it: a preview on real MNIST, in a temporary folder."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from filelock import FileLock

from lecture.studies.times import RECORD
from tests.hang_guard import HANG_GUARD

ROOT = Path(__file__).parents[1]
JOB = re.compile(r"^\[ *\d+/\d+(?:, about [^\]]+)?\] ([^:\n]+)", re.MULTILINE)


@dataclass(frozen=True)
class Checkout:
    """A folder in which a lecture is built; this one is a copy of the working tree.

    Attributes:
        folder: where the Snakefile is.
        options: of Snakemake, in every build.
        configfile: what overrides the configuration; several files may be named.
        variables: of the environment, beside those of the tests.
    """

    folder: Path
    options: tuple[str, ...] = ("--workflow-profile", "workflow/profiles/default")
    configfile: str = "config/preview.yaml"
    variables: Mapping[str, str] = field(default_factory=dict)

    def command(self, *arguments: str, configfile: str | None = None) -> list[str]:
        """The command line of Snakemake."""
        command = [str(Path(sys.executable).with_name("snakemake")), *arguments, "--cores", "2", *self.options]
        files = (self.configfile if configfile is None else configfile).split()
        return [*command, "--configfile", *files] if files else command

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """Run Snakemake; its output is in `stdout`."""
        return subprocess.run(
            self.command(*arguments, **options),
            cwd=self.folder,
            env=os.environ | self.variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=HANG_GUARD,
        )

    def build(self, *arguments: str, **options) -> list[str]:
        """Run Snakemake, which must succeed; the names of the jobs that ran, in order."""
        done = self.run(*arguments, **options)
        assert done.returncode == 0, done.stdout
        return JOB.findall(done.stdout)

    def tell(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        """Run the command `lecture`; what it says is in `stdout` and `stderr`."""
        return subprocess.run(
            [sys.executable, "-m", "lecture.command", *arguments],
            cwd=self.folder,
            env=os.environ | self.variables | variables,
            text=True,
            capture_output=True,
            timeout=HANG_GUARD,
        )

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def line(self, file: str, text: str) -> int:
        """The number of the first line of a file where a text begins."""
        whole = (self.folder / file).read_text(encoding="utf-8")
        return whole[: whole.index(text)].count("\n") + 1

    def published(self) -> dict[str, str]:
        """SHA-256 of everything under public/, by path."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (self.folder / "public").rglob("*")
            if path.is_file()
        }

    def remove_what_is_built(self) -> None:
        """Remove results, figures and pages; the record stays, which git tracks."""
        record = (self.folder / RECORD).read_bytes()
        for folder in ("results", "figures", "public"):
            shutil.rmtree(self.folder / folder)
        (self.folder / RECORD).parent.mkdir()
        (self.folder / RECORD).write_bytes(record)

    def copy(self, folder: Path) -> "Checkout":
        """A copy, to be edited; files that jobs replace as a whole are links, which take no room."""
        built = tuple(str(self.folder / name) for name in ("data", "results", "figures", "public"))

        def copy(source, target):
            return (os.link if source.startswith(built) else shutil.copy2)(source, target)

        return replace(self, folder=Path(shutil.copytree(self.folder, folder, copy_function=copy)))


def copied(target: Path, data: bool = True) -> Checkout:
    """The working tree without what git ignores, and if wanted the data, if they have been downloaded."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    if data and (ROOT / "data").is_dir():
        shutil.copytree(ROOT / "data", target / "data")
    return Checkout(target)


@pytest.fixture
def checkout(tmp_path) -> Checkout:
    """A copy of the working tree in which nothing is built."""
    return copied(tmp_path / "lecture")


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that all workers of pytest-xdist share."""
    alone = worker_id == "master"
    return tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent


def built_once(checkout: Checkout, fill: Callable[[Path], object]) -> tuple[Checkout, list[str]]:
    """A lecture and the names of the jobs that built it; the first worker that comes fills the folder and builds."""
    jobs = checkout.folder.with_suffix(".jobs")
    with FileLock(checkout.folder.with_suffix(".lock")):
        if not jobs.exists():
            assert not checkout.folder.exists(), "another worker's build has failed"
            fill(checkout.folder)
            jobs.write_text(json.dumps(checkout.build()))
    return checkout, json.loads(jobs.read_text())


@pytest.fixture(scope="session")
def first_build(shared) -> tuple[Checkout, list[str]]:
    """The built preview and the names of the jobs that built it."""
    return built_once(Checkout(shared / "lecture"), copied)


@pytest.fixture(scope="session")
def lecture(first_build) -> Checkout:
    """The built preview, which nobody changes and where nobody calls Snakemake; who wants to uses `edited`."""
    return first_build[0]


@pytest.fixture
def edited(lecture, tmp_path) -> Checkout:
    """A copy of the built preview, to be edited."""
    return lecture.copy(tmp_path / "lecture")


os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.pop("PYTHONUNBUFFERED", None)  # few users set it, and NumPy and pipes behave otherwise with it
