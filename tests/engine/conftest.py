"""The toy lecture, `toy/`: the engine's second user, built once for all tests of the engine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import forked
from tests.conftest import ROOT, Checkout, built_once
from tests.hang_guard import HANG_GUARD

TOY = Path(__file__).parent / "toy"
FOLDER = "Мой курс (2026) 'черновик'"  # what a teacher may call it
ABSENT = ("torch", "torchvision", "keras")  # whoever imports them fails


class Asked(Checkout):
    """A lecture whose Snakemake begins as a fork, for tests that ask what it says."""

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        program = ["snakemake", *self.command(*arguments, **options)[1:]]
        return forked.run(program, self.folder, os.environ | self.variables, HANG_GUARD)


def without_torch(folder: Path) -> dict[str, str]:
    """The variables with which Python finds the engine of this working tree, and a stub, kept in the folder, for each
    package of `ABSENT`."""
    for package in ABSENT:
        (folder / package).mkdir(parents=True, exist_ok=True)
        (folder / package / "__init__.py").write_text(f'raise ImportError("{package} is not for this lecture")\n')
    return {"PYTHONPATH": os.pathsep.join(map(str, [folder, ROOT / "src"]))}


def alone(folder: Path, absent: Path) -> Checkout:
    """A lecture in a folder, built as a user calls Snakemake, without `ABSENT`."""
    return Checkout(folder, options=("--logger", "lecture"), configfile="", variables=without_torch(absent))


def without_caches(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture(scope="session")
def first_toy(shared) -> tuple[Checkout, list[str]]:
    """The built toy and the names of the jobs that built it."""
    return built_once(alone(shared / "toys" / FOLDER, shared / "absent"), lambda folder: without_caches(TOY, folder))


@pytest.fixture(scope="session")
def toy(first_toy) -> Checkout:
    """The built toy, which nobody changes and where nobody calls Snakemake; who wants to uses `edited_toy`."""
    return first_toy[0]


@pytest.fixture
def edited_toy(toy, tmp_path) -> Checkout:
    """A copy of the built toy, to be edited."""
    return toy.copy(tmp_path / FOLDER)


@pytest.fixture
def asked_toy(edited_toy) -> Asked:
    """The same, where Snakemake is only asked: nothing is imported for it anew."""
    return Asked(**vars(edited_toy))


@pytest.fixture
def bare(tmp_path) -> Checkout:
    """A lecture of one sentence, with none of what a lecture may do without."""
    lecture = alone(tmp_path / "bare", tmp_path / "absent")
    for file, text in {
        "Snakefile": (TOY / "Snakefile").read_text(encoding="utf-8"),
        "config/lecture.yaml": "edition: lecture\nclaims:\n",
        "src/bare/lecture.yaml": "title: A sentence\nlanguage: en\n",
        "notebooks/01-sentence.md": "---\ntitle: A sentence\n---\n\n# A sentence {#sec-one}\n\nThis is one.\n",
    }.items():
        (lecture.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (lecture.folder / file).write_text(text, encoding="utf-8")
    return lecture
