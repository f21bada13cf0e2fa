"""The exporters as nbconvert runs them."""

import os
import re
import subprocess
import sys

import nbformat
import nbformat.v4 as nbf
import pytest

from lecture.publishing import PublishingError
from tests import forked
from tests.engine.publishing.conftest import EXPORTERS as EXPORTERS_BY_TARGET
from tests.engine.publishing.lecture_notebook import grey_png
from tests.hang_guard import HANG_GUARD

EXPORTERS = {
    "lecture-html": "plain.html",
    "lecture-pdf": "plain.pdf",
    "lecture-slides": "plain.slides.html",
    "lecture-epub": "plain.epub",
}


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
    done = forked.run(["nbconvert", "--to", name, plain.name], plain.parent, os.environ, HANG_GUARD)
    assert done.returncode == 0, done.stdout
    written = {path.name for path in plain.parent.iterdir()}
    assert written == {"plain.ipynb", EXPORTERS[name]}
    assert (plain.parent / EXPORTERS[name]).stat().st_size > 10_000


def test_a_mistake_leaves_nothing_behind(tmp_path):
    path = tmp_path / "broken.ipynb"
    nbformat.write(
        nbf.new_notebook(cells=[nbf.new_markdown_cell("See @fig-x.")], metadata={"dialect": "lecture"}), path
    )
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "lecture-html", path.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "unknown reference: @fig-x" in done.stderr
    assert [item.name for item in tmp_path.iterdir()] == ["broken.ipynb"]


@pytest.mark.parametrize("target", EXPORTERS_BY_TARGET)
def test_two_runs_give_the_same_bytes(exported, notebook, target):
    assert EXPORTERS_BY_TARGET[target](trust=True).from_notebook_node(notebook)[0] == exported[target]


AUTHORS = [
    ("Одна Фамилия", "Одна Фамилия"),
    (["А", {"name": "Б", "orcid": "0"}, {"given": "В", "family": "Г"}, {"email": "x@example.org"}], "А, Б, В Г"),
    ([{"name": {"given": "Д", "family": "Е"}}], "Д Е"),
    ({"name": "Ж"}, "Ж"),
    (7, "7"),
    ([], None),
    ([{}], None),
]


@pytest.mark.parametrize(("authors", "line"), AUTHORS)
def test_authors_are_named_as_notebooks_name_them(export, authors, line):
    page = export("Текст", title="Название", author=authors, date=2024)
    assert (f'<p class="author">{line}</p>' in page) == (line is not None)
    assert '<p class="imprint">2024</p>' in page


FOLDED = [
    ({"tags": ["hide-input"]}, ["Code"]),
    ({"tags": ["hide_output"]}, ["Output"]),
    ({"tags": ["hide-cell"]}, ["Cell"]),
    ({"jupyter": {"source_hidden": True}}, ["Code"]),
    ({"jupyter": {"outputs_hidden": True}}, ["Output"]),
    ({"jupyter": {"source_hidden": True, "outputs_hidden": True}}, ["Cell"]),
    ({"hide_input": True}, ["Code"]),
    ({"collapsed": True}, ["Output"]),
    ({"collapsed": False}, []),
    ({"cellView": "form"}, ["Code"]),
]


@pytest.mark.parametrize(("metadata", "summaries"), FOLDED)
def test_what_a_notebook_hides_is_folded_away(metadata, summaries):
    output = nbf.new_output("stream", name="stdout", text="printed")
    made = nbf.new_notebook(cells=[nbf.new_code_cell("source", outputs=[output], metadata=metadata)])
    page, _ = EXPORTERS_BY_TARGET["html"]().from_notebook_node(made)
    assert re.findall("<summary>(.*?)</summary>", page) == summaries
    body = page.partition("<main")[2]
    assert "source" in body and "printed" in body
    slides, _ = EXPORTERS_BY_TARGET["slides"]().from_notebook_node(made)
    body = slides.partition('<div class="slides">')[2].partition("<script")[0]
    assert ("</span>source" in body or ">source" in body) == (not summaries or summaries == ["Output"])
    assert ("printed" in body) == (not summaries or summaries == ["Code"])


def test_what_a_notebook_removes_is_not_there():
    output = nbf.new_output("stream", name="stdout", text="printed")
    cells = [
        nbf.new_code_cell("first", outputs=[output], metadata={"tags": ["remove_input"]}),
        nbf.new_code_cell("second", metadata={"tags": ["remove_cell"]}),
    ]
    page, _ = EXPORTERS_BY_TARGET["html"]().from_notebook_node(nbf.new_notebook(cells=cells))
    body = page.partition("<main")[2].partition("<script")[0]
    assert "printed" in body and "first" not in body and "second" not in body


ODD = [
    {"claims": [1]},
    {"chapter": "x", "date": {"a": 1}, "subtitle": ["a"]},
    {"bibliography": ["a"], "resource_path": 5},
    {"lang": ["de"]},
    {"author": {"name": {"a": 1}}, "edition": None},
]


@pytest.mark.parametrize("metadata", ODD)
def test_metadata_of_another_kind_than_ours_are_no_reason_to_stop(metadata):
    cells = [
        nbf.new_markdown_cell("Text", metadata={"chapter": ["a"], "slideshow": "x"}),
        nbf.new_code_cell("x", metadata={"vscode": 5, "kernel": 5, "alt": 5}),
    ]
    page, _ = EXPORTERS_BY_TARGET["html"]().from_notebook_node(nbf.new_notebook(cells=cells, metadata=metadata))
    assert "Text" in page


@pytest.mark.parametrize("target", EXPORTERS_BY_TARGET)
@pytest.mark.parametrize("place", ["../private.png", "absolute"])
def test_a_notebook_that_calls_itself_the_lectures_reads_no_file_outside_its_folder(tmp_path, target, place):
    picture = tmp_path / "private.png"
    picture.write_bytes(grey_png())
    (tmp_path / "folder").mkdir()
    named = str(picture) if place == "absolute" else place
    cells = [nbf.new_markdown_cell(f'# A {{#sec-a}}\n\n![P]({named}){{#fig-p alt="p"}}')]
    asked = {"resource_path": str(tmp_path / "folder"), "bibliography": str(tmp_path / "private.bib")}
    made = nbf.new_notebook(cells=cells, metadata={"dialect": "lecture", "lang": "en", "title": "T"} | asked)
    here = {"metadata": {"path": str(tmp_path / "folder")}}
    with pytest.raises(PublishingError, match="outside the notebook's folder"):
        EXPORTERS_BY_TARGET[target]().from_notebook_node(made, here)
    (tmp_path / "private.bib").write_text("@misc{a, title = {A}, year = {2000}}\n")
    assert EXPORTERS_BY_TARGET[target](trust=True).from_notebook_node(made, here)[0]
