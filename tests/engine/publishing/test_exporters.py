"""The exporters as nbconvert runs them."""

import subprocess
import sys

import nbformat
import nbformat.v4 as nbf
import pytest

from tests.engine.publishing.conftest import EXPORTERS as EXPORTERS_BY_TARGET

EXPORTERS = {"lecture-html": "plain.html", "lecture-pdf": "plain.pdf", "lecture-slides": "plain.slides.html"}


@pytest.fixture
def plain(tmp_path):
    """A notebook as Jupyter makes it, with no metadata of ours."""
    cells = [
        nbf.new_markdown_cell("# A heading\n\nSome *text* with $x^2$."),
        nbf.new_code_cell("1 + 1", outputs=[nbf.new_output("execute_result", data={"text/plain": "2"})]),
        nbf.new_raw_cell("raw"),
    ]
    path = tmp_path / "plain.ipynb"
    nbformat.write(nbf.new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize("name", EXPORTERS)
def test_nbconvert_finds_the_exporter(plain, name):
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", name, plain.name], cwd=plain.parent, check=True)
    written = {path.name for path in plain.parent.iterdir()}
    assert written == {"plain.ipynb", EXPORTERS[name]}
    assert (plain.parent / EXPORTERS[name]).stat().st_size > 10_000


def test_a_mistake_leaves_nothing_behind(tmp_path):
    path = tmp_path / "broken.ipynb"
    nbformat.write(nbf.new_notebook(cells=[nbf.new_markdown_cell("See @fig-x.")]), path)
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "lecture-html", path.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "unknown reference: @fig-x" in done.stderr
    assert [item.name for item in tmp_path.iterdir()] == ["broken.ipynb"]


@pytest.mark.parametrize("target", ["html", "pdf", "slides"])
def test_two_runs_give_the_same_bytes(exported, notebook, target):
    assert EXPORTERS_BY_TARGET[target]().from_notebook_node(notebook)[0] == exported[target]
