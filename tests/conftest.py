"""The lecture, built once for all tests that look at it: a preview on real MNIST, in a temporary folder."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[1]
JOB = re.compile(r"^\[ *\d+/\d+\] ([^:\n]+)", re.MULTILINE)


@dataclass(frozen=True)
class Checkout:
    """A copy of the working tree in which the lecture is built."""

    folder: Path

    def command(
        self, *arguments: str, configfile: str = "config/preview.yaml", profile: str = "workflow/profiles/default"
    ) -> list[str]:
        """The command line of Snakemake; `configfile` may name several files, `profile` is a folder or "none"."""
        command = [str(Path(sys.executable).with_name("snakemake")), *arguments, "--cores", "2"]
        return [*command, "--workflow-profile", profile, "--configfile", *configfile.split()]

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        """Run Snakemake; its output is in `stdout`."""
        command = self.command(*arguments, **options)
        return subprocess.run(
            command, cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=500
        )

    def build(self, *arguments: str, **options) -> list[str]:
        """Run Snakemake, which must succeed; the names of the jobs that ran, in order."""
        done = self.run(*arguments, **options)
        assert done.returncode == 0, done.stdout
        return JOB.findall(done.stdout)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def copied(target: Path, data: bool = True) -> Checkout:
    """The working tree without what git ignores, and, if wanted, the data that have been downloaded."""
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
def first_build(tmp_path_factory, worker_id) -> tuple[Checkout, list[str]]:
    """The built preview and the names of the jobs that built it; one for all workers of pytest-xdist."""
    alone = worker_id == "master"
    root = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    checkout, jobs = Checkout(root / "lecture"), root / "jobs.json"
    with FileLock(root / "lecture.lock"):
        if not jobs.exists():
            assert not checkout.folder.exists(), "another worker's build has failed"
            copied(checkout.folder)
            jobs.write_text(json.dumps(checkout.build()))
    return checkout, json.loads(jobs.read_text())


@pytest.fixture(scope="session")
def lecture(first_build) -> Checkout:
    """The built preview, which nobody changes and where nobody calls Snakemake; who wants to uses `edited`."""
    return first_build[0]


@pytest.fixture
def edited(lecture, tmp_path) -> Checkout:
    """A copy of the built preview, to be edited; files that jobs replace as a whole are links, which take no room."""
    built = [str(lecture.folder / name) for name in ("data", "results", "figures", "public")]

    def copy(source, target):
        return (os.link if source.startswith(tuple(built)) else shutil.copy2)(source, target)

    return Checkout(Path(shutil.copytree(lecture.folder, tmp_path / "lecture", copy_function=copy)))


os.environ.setdefault("KERAS_BACKEND", "torch")
