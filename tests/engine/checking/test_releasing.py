"""`make release` on the toy: all that it gathers is of one build, and machines can read it."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from lecture.archive import packing
from lecture.archive.store import Store
from lecture.checking import manifest
from tests.conftest import ROOT, Checkout
from tests.engine.checking.test_crate import issues
from tests.hang_guard import HANG_GUARD

pytestmark = pytest.mark.long

OF_THE_PROJECT = ("Makefile", "pyproject.toml", "CITATION.cff", "CHANGELOG.md", "docs/changes.md", "requirements.lock")
OF_THE_PROJECT += ("workflow/release.py", "workflow/environment.sh", "workflow/profiles/default/config.yaml")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
# Stands for uv, which would bring the maker of the bill of materials: writes where that one is asked to.
UV = """#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = --output-file ] && file=$2; shift; done
[ "$1" = requirements.lock ] && echo '{"bomFormat": "CycloneDX"}' >"$file"
"""


def programme(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


@pytest.fixture
def released(edited_toy, tmp_path) -> Checkout:
    """The toy as a commit with the tag of its version, and what make needs; the environment is that of these tests."""
    folder = edited_toy.folder
    for name in OF_THE_PROJECT:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    ignored = ["data", "results", "figures", "public", "dist", ".cache", ".snakemake", ".venv", "__pycache__"]
    (folder / ".gitignore").write_text("".join(f"{name}/\n" for name in ignored))
    for name, module in {"python": "", "snakemake": "-m snakemake", "lecture": "-m lecture.command"}.items():
        programme(folder / f".venv/bin/{name}", f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
    (folder / ".venv/ready").touch()
    programme(tmp_path / "bin/uv", UV)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", f"v{VERSION}"]):
        subprocess.run(["git", *who, *command], cwd=folder, check=True)
    return edited_toy


def make(lecture: Checkout, bin: Path) -> subprocess.CompletedProcess:
    environment = os.environ | lecture.variables | {"PATH": f"{bin}:{os.environ['PATH']}"}
    environment.pop("PYTHONUNBUFFERED", None)
    command = ["make", "release", "CORES=2"]
    return subprocess.run(
        command, cwd=lecture.folder, env=environment, capture_output=True, text=True, timeout=HANG_GUARD
    )


def test_a_release_holds_one_build(released, tmp_path, monkeypatch):
    done = make(released, tmp_path / "bin")
    assert done.returncode == 0, done.stdout + done.stderr
    dist, public = released.folder / "dist", released.folder / "public"
    kinds = {"index.html", "lecture.pdf", "lecture.epub", "slides.html", "notebooks.zip", "manifest.json"}
    kinds |= {"lecture.tar.xz", "lecture.crate.zip", "sbom.cdx.json", "changes.md", "SHA256SUMS"}
    assert {file.name for file in dist.iterdir()} == kinds
    assert f"dist/: version {VERSION}: " in done.stdout
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=dist, check=True)
    assert len((dist / "SHA256SUMS").read_text().splitlines()) == len(kinds) - 1

    told = manifest.parsed((dist / "manifest.json").read_bytes(), "manifest.json")
    assert manifest.is_whole(told)
    archive = packing.unpack(dist / "lecture.tar.xz", Store(tmp_path / "store"))
    results = {path: digest for kept in archive.entries for path, (digest, _) in kept.outputs.items()}
    assert results["results/random_walk.npz"] == told["files"]["results/random_walk.npz"]["sha256"]
    with ZipFile(dist / "lecture.crate.zip") as crate:
        for name in ("index.html", "lecture.pdf", "lecture.epub", "manifest.json"):
            assert crate.read(f"public/{name}") == (dist / name).read_bytes() == (public / name).read_bytes()
    # Outside the folder of the toy, whose name has letters that the validator's library takes for no address.
    crate = shutil.copy(dist / "lecture.crate.zip", tmp_path / "crate.zip")
    assert issues(crate, monkeypatch) == [], "the validator refuses the crate"
    assert json.loads((dist / "sbom.cdx.json").read_bytes())["bomFormat"] == "CycloneDX"


def test_what_is_not_ready_is_told_before_anything_is_built(released, tmp_path):
    (released.folder / "CHANGELOG.md").write_text("# Changes\n")
    done = make(released, tmp_path / "bin")
    assert done.returncode == 2
    changelog, uncommitted = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert changelog.startswith(f"  CHANGELOG.md: tell developers what is new: there is no heading `## {VERSION}, ")
    assert uncommitted == "  there are changes that aren't committed"
    assert not (released.folder / "dist").exists() and "[" not in done.stdout
