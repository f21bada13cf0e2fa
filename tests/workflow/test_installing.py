"""The engine installed into fresh environments: its exporters alone, and with what builds any lecture."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import nbformat.v4 as nbf
import pytest

from tests.conftest import ROOT, copied
from tests.engine.conftest import TOY, without_caches
from tests.engine.page import script
from tests.hang_guard import HANG_GUARD

# The variables of somebody who is in no environment.
VARIABLES = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
VARIABLES["PATH"] = os.pathsep.join([f"{sys.base_prefix}/bin", VARIABLES["PATH"]])


def run(*command: object, folder: Path) -> None:
    """Run a command, which must succeed."""
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=VARIABLES, capture_output=True, text=True, timeout=HANG_GUARD
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a copy of the working tree, `cnn-lecture`, and an empty environment, `alone`."""
    folder = tmp_path_factory.mktemp("place")
    run("python3", "-m", "venv", "alone", folder=folder)
    try:
        run("alone/bin/pip", "download", "--no-deps", "--retries=1", "--timeout=10", "nbconvert", folder=folder)
    except AssertionError as refused:
        pytest.skip(f"no package index can be reached: {str(refused).splitlines()[-1]}")
    copied(folder / "cnn-lecture", data=False)
    return folder


def absent(python: Path, *packages: str) -> bool:
    """Whether none of the packages can be imported."""
    code = f"from importlib.util import find_spec; raise SystemExit(any(map(find_spec, {packages})))"
    return subprocess.run([python, "-c", code], cwd=python.parent, env=VARIABLES).returncode == 0


def test_alone_it_exports_notebooks(place):
    run("alone/bin/pip", "install", "./cnn-lecture", folder=place)
    python = place / "alone/bin/python"
    assert not absent(python, "nbconvert")
    assert absent(python, "torch", "keras", "snakemake", "matplotlib", "pandas", "numpy")
    cell = nbf.new_markdown_cell("# A heading\n\nText, $x^2$.")
    nbformat.write(nbf.new_notebook(cells=[cell]), place / "plain.ipynb")
    endings = {"html": "html", "pdf": "pdf", "slides": "slides.html", "epub": "epub"}
    for exporter, ending in endings.items():
        run("alone/bin/jupyter", "nbconvert", "--to", f"lecture-{exporter}", "plain.ipynb", folder=place)
        assert (place / f"plain.{ending}").stat().st_size > 10_000


def test_with_the_extra_it_builds_the_toy(place):
    run("bash", "-c", script(ROOT / "docs/your-own-lecture.md", only="Install"), folder=place)
    tools = place / "lecture-env/bin"
    assert absent(tools / "python", "torch", "torchvision", "keras", "sklearn")
    without_caches(TOY, place / "toy")
    run(tools / "snakemake", "--cores", "2", folder=place / "toy")
    assert (place / "toy/public/lecture.pdf").read_bytes().startswith(b"%PDF")
    run(tools / "lecture", "new", "course", folder=place)
    assert (place / "course/.gitignore").is_file()
