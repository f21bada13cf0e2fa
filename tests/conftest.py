"""The lecture, built once for all tests that look at it: a preview on real MNIST, in a temporary folder."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("notebooks", "src", "config", "workflow")
JOB = re.compile(r"^\[ *\d+/\d+\] ([^:\n]+)", re.MULTILINE)


@dataclass(frozen=True)
class Checkout:
    """A copy of the working tree in which the lecture is built."""

    folder: Path

    def command(self, *arguments: str, configfile: str = "config/preview.yaml") -> list[str]:
        """The command line of Snakemake; `configfile` may name several files."""
        command = [str(Path(sys.executable).with_name("snakemake")), *arguments, "--cores", "2"]
        return [*command, "--workflow-profile", "workflow/profiles/default", "--configfile", *configfile.split()]

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


def copied(target: Path) -> Checkout:
    """The working tree without what git ignores, and the data if they have been downloaded."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    if (ROOT / "data").is_dir():
        shutil.copytree(ROOT / "data", target / "data")
    return Checkout(target)


@pytest.fixture
def checkout(tmp_path) -> Checkout:
    """A copy of the working tree in which nothing is built."""
    return copied(tmp_path / "lecture")


@pytest.fixture(scope="session")
def first_build(tmp_path_factory) -> tuple[Checkout, list[str]]:
    """The built preview and the names of the jobs that built it."""
    checkout = copied(tmp_path_factory.mktemp("lecture"))
    return checkout, checkout.build()


@pytest.fixture(scope="session")
def lecture(first_build) -> Checkout:
    """The built preview; whoever edits it uses `edited`."""
    return first_build[0]


@pytest.fixture
def edited(lecture):
    """The built preview, to be edited: afterwards the sources, and what is built of them, are as they were."""
    sources = [path for name in SOURCES for path in (lecture.folder / name).rglob("*") if path.is_file()]
    kept = {path: (path.read_bytes(), path.stat()) for path in sources if "__pycache__" not in path.parts}
    assembled = lecture.folder / "results/lecture.ipynb"
    edition = assembled.stat().st_mtime_ns
    yield lecture
    remade = assembled.exists() and assembled.stat().st_mtime_ns != edition
    for path, (content, status) in kept.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
            if not remade:  # nothing was made of the edited text: no reason to rebuild
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if not assembled.exists():
        lecture.build("results/lecture.ipynb")
    lecture.build()


os.environ.setdefault("KERAS_BACKEND", "torch")
